package entity

import (
	"strings"
	"time"
)

// yearly puts a day or a month without a year into one: the next that is not
// past, or the last one if the words around lexemes [i, next) tell of the past.
func (r *reader) yearly(m, d, i, next int, grain grain) (when, bool) {
	past := r.tense(i, next) < 0
	step := 1
	if past {
		step = -1
	}
	w := when{grain: grain, anchor: anchorOfYear}
	for y, n := r.today.Year(), 0; n <= 8; y, n = y+step, n+1 { // the next leap year
		t, ok := date(y, m, d)
		if !ok {
			continue
		}
		w.day = t
		if !past && !w.lastDay().Before(r.today) || past && !t.After(r.today) {
			return w, true
		}
	}
	return w, false
}

// monthly puts a day without a month into one, as yearly does.
func (r *reader) monthly(d, i, next int) (when, bool) {
	return r.monthDay(d, r.tense(i, next) < 0)
}

// monthDay is the next or the last such day of a month.
func (r *reader) monthDay(d int, past bool) (when, bool) {
	y, m := r.today.Year(), int(r.today.Month())
	for n := range 3 {
		if past {
			n = -n
		}
		first := civil(y, m+n, 1)
		t, ok := date(first.Year(), int(first.Month()), d)
		if ok && (!past && !t.Before(r.today) || past && !t.After(r.today)) {
			return when{grain: grainDays, anchor: anchorOfMonth, day: t}, true
		}
	}
	return when{}, false
}

// weekday reads a weekday at lexeme i.
func (r *reader) weekday(i int) (when, int) {
	l := r.at(i)
	if l.shaky && !l.han && !r.certain(i) {
		return when{}, i
	}
	w := when{grain: grainDays, anchor: anchorOfWeek}
	if r.tense(i, i+1) < 0 {
		w.day = r.before(l.n)
	} else {
		w.day = r.today.AddDate(0, 0, (l.n-(int(r.today.Weekday())+6)%7-1+7)%7)
	}
	return w, i + 1
}

// certain reports whether a short name of a weekday or a month that is a word
// too ("sat", "sun", "may", "march") is one at lexeme i.
func (r *reader) certain(i int) bool {
	next := r.at(i + 1)
	if r.at(i).kind == lexMonth && r.isAny(i-1, "early late mid") {
		return true
	}
	if r.isAny(i-1, "on in since until till by before after from to through next last this of every during and or at - for") &&
		(r.at(i).kind == lexWeekday || !r.isAny(i-1, "and or to for")) {
		return true
	}
	if to := r.connector(i+1, ""); to > 0 && r.at(to).kind == r.at(i).kind {
		return true
	}
	if len(r.lx) == 1 || r.gap(i) == "-" || r.gap(i+1) == "-" {
		return true
	}
	return r.near(i+1) && (next.kind == lexPart || next.kind == lexClock || next.kind == lexNth || next.kind == lexMonth ||
		next.kind == lexNum && (r.at(i).kind == lexMonth || r.at(i+2).kind == lexMeridiem || r.at(i+2).kind == lexMonth) || r.is(i+1, "at"))
}

// monthName reads "November 24th, 2026", "Nov 24", "November 2026" and
// "November" at lexeme i.
func (r *reader) monthName(i int) (when, int) {
	l := r.at(i)
	k := i + 1
	gap := r.gap(k)
	if gap == ". " || gap == "." {
		gap = " "
	}
	d, to := 0, k
	if n := r.at(k); gap == " " || gap == "" || gap == "-" {
		switch {
		case n.kind == lexNth:
			d, to = n.n, k+1
		case n.kind == lexNum && n.num.digits <= 2 && n.num.whole(1, 31) && !n.num.point && !r.countsAt(k+1) && (n.num.digits > 0 || n.num.val > 0 && !l.shaky):
			d, to = int(n.num.val), k+1
		case r.is(k, "the") && r.at(k+1).kind == lexNth:
			d, to = r.at(k+1).n, k+2
		}
	}
	if d > 0 && l.txt == "may" && r.at(to-1).kind == lexNum && r.at(i-1).kind == lexOther && r.isAny(i-1, "i you we they he she it") {
		return when{}, i
	}
	if d > 0 {
		if y, next := r.yearBehind(to); next > to {
			t, ok := date(y, l.n, d)
			return when{grain: grainDays, day: t}, pick(ok, next, i)
		}
		if w, ok := r.yearly(l.n, d, i, to, grainDays); ok {
			return w, to
		}
		return when{}, i
	}
	if l.shaky && !r.certain(i) || l.txt == "may" && r.isAny(i+1, "i we you be") {
		return when{}, i
	}
	if y, next := r.yearBehind(i + 1); next > i+1 {
		return when{grain: grainMonths, day: civil(y, l.n, 1)}, next
	}
	w, _ := r.yearly(l.n, 1, i, i+1, grainMonths)
	return w, i + 1
}

// countsAt reports whether the word at lexeme k makes a time of day or a count
// of the number before it.
func (r *reader) countsAt(k int) bool {
	l := r.at(k)
	return r.near(k) && (l.kind == lexMeridiem || l.txt == "o'clock" || l.kind == lexUnit && l.txt != "日" || l.txt == "%")
}

// yearBehind reads a year of four digits at lexeme k.
func (r *reader) yearBehind(k int) (y, next int) {
	switch r.gap(k) {
	case " ", ", ", ",", "-", "/", ".", ". ", " '":
	default:
		return 0, k
	}
	if n := r.at(k).num; r.gap(k) == " '" && r.at(k).kind == lexNum && n.digits == 2 && !n.point { // '26
		return fullYear(formatTwo(int(n.val))), k + 1
	}
	if n := r.at(k); n.kind == lexNum && n.num.whole(1900, 2199) && n.hi > n.lo+2 && n.num.digits == 0 && !n.han { // two thousand seventeen
		return int(n.num.val), k + 1
	}
	if n := r.at(k).num; r.at(k).kind == lexNum && isYear(n) && r.at(k).hi == r.at(k).lo+1 {
		return int(n.val), k + 1
	}
	return 0, k
}

func isYear(n numeral) bool {
	return n.digits == 4 && n.whole(1900, 2199) && !n.point
}

// dayOfMonth reads "24th of November 2026", "24th November" and "15th of next
// month" at lexeme i, which is an ordinal or a number.
func (r *reader) dayOfMonth(i int) (when, int) {
	l := r.at(i)
	d := l.n
	if l.kind == lexNum {
		d = int(l.num.val)
	}
	if d < 1 || d > 31 {
		return when{}, i
	}
	k := i + 1
	if !r.near(k) && r.gap(k) != "-" {
		return r.announced(i)
	}
	of := r.is(k, "of") && r.near(k+1)
	if of {
		k++
	}
	if of && r.is(k, "the") && l.kind == lexNth && r.is(k+1, "month") {
		w, ok := r.monthly(d, i, k+2)
		return w, pick(ok, k+2, i)
	}
	switch t := r.at(k); {
	case t.kind == lexMonth && (!t.shaky || of || l.kind == lexNth || l.num.digits > 0):
		if t.txt == "may" && !of && r.isAny(k+1, "i be we you not have") {
			return when{}, i
		}
		next := k + 1
		if r.gap(next) == "." && r.at(next).kind == lexNum || strings.HasPrefix(r.gap(next), ". ") && isYear(r.at(next).num) {
			if y := r.at(next).num; isYear(y) {
				t, ok := date(int(y.val), t.n, d)
				return when{grain: grainDays, day: t}, pick(ok, next+1, i)
			}
		}
		if y, to := r.yearBehind(next); to > next {
			day, ok := date(y, t.n, d)
			return when{grain: grainDays, day: day}, pick(ok, to, i)
		}
		w, ok := r.yearly(t.n, d, i, next, grainDays)
		return w, pick(ok, next, i)
	case (t.kind == lexNext || t.kind == lexLast || t.kind == lexThis) && l.kind == lexNth:
		w, next := r.turned(k)
		if next == k || w.grain != grainMonths {
			return when{}, i
		}
		day, ok := date(w.day.Year(), int(w.day.Month()), d)
		return when{grain: grainDays, day: day}, pick(ok, next, i)
	case l.kind == lexNum || of:
		// 24 - 26 November: the month stands behind the other day.
		if to := r.connector(i+1, "and"); to > 0 && l.kind == lexNum && l.num.digits > 0 {
			if b := r.at(to); (b.kind == lexNum || b.kind == lexNth) && r.at(to+1).kind == lexMonth && !r.at(to+1).shaky {
				w, ok := r.yearly(r.at(to+1).n, d, i, to+2, grainDays)
				if y, next := r.yearBehind(to + 2); next > to+2 {
					w.day, ok = date(y, r.at(to+1).n, d)
					w.anchor = anchorFixed
				}
				return w, pick(ok, i+1, i)
			}
		}
		return when{}, i
	}
	return r.announced(i)
}

// announced reads a day of the month by its number alone, without an article:
// "on 24th", "Monday 24th", "24th to 26th".
func (r *reader) announced(i int) (when, int) {
	l := r.at(i)
	if l.kind == lexNth && !l.shaky && (r.isAny(i-1, "on by until till since") || r.at(i-1).kind == lexWeekday || r.rightEnd(i)) ||
		l.kind == lexNth && r.connector(i+1, "") > 0 && r.at(i+2).kind == lexNth {
		return r.loneNth(i)
	}
	return when{}, i
}

func pick(ok bool, a, b int) int {
	if ok {
		return a
	}
	return b
}

// loneNth reads a day of the month by its number alone, "the 24th", where it is
// no place in a row: behind a preposition of time or at the end.
func (r *reader) loneNth(i int) (when, int) {
	l := r.at(i)
	if l.n < 1 || l.n > 31 {
		return when{}, i
	}
	before := i - 1
	if r.is(before, "the") {
		before--
	}
	if r.rightEnd(i) && (!l.shaky || r.leftEnd(before-1)) || r.leftEnd(i) {
		w, ok := r.monthly(l.n, i, i+1)
		return w, pick(ok, i+1, i)
	}
	if r.isAny(i+1, "or and") && r.is(i+2, "the") && r.at(i+3).kind == lexNth && !r.ends(i+4) && !r.bounded(i+4) && !r.is(i+4, "of") && r.at(i+4).kind != lexMonth {
		return when{}, i // the 1st or the 2nd option
	}
	told := r.isAny(before, "on by until till since") || r.at(before).kind == lexWeekday
	ranged := r.isAny(before, "from between to through till until and")
	switch {
	case l.shaky && !told:
		return when{}, i
	case told && !l.shaky && !r.isAny(i+1, `floor street st avenue ave page day attempt try time item items line row place order one level lane cross birthday
		anniversary hour of grade year century round step chapter column`):
	case !told && !ranged && !r.isAny(before, "before after for") && before == i-1:
		return when{}, i
	case r.ends(i + 1), r.bounded(i + 1), ranged && (r.at(i+2).kind == lexNth || r.at(i+3).kind == lexNth || r.at(i+3).kind == lexMonth || r.at(i+4).kind == lexMonth):
	default:
		return when{}, i
	}
	w, ok := r.monthly(l.n, i, i+1)
	return w, pick(ok, i+1, i)
}

// leftEnd reports whether the ordinal at lexeme i is the first of two days:
// "from the 3rd to the 7th".
func (r *reader) leftEnd(i int) bool {
	before := i - 1
	if r.is(before, "the") {
		before--
	}
	to := r.connector(i+1, "and")
	if to > 0 && r.is(to, "the") {
		to++
	}
	return r.at(i).kind == lexNth && to > 0 && r.at(to).kind == lexNth && r.isAny(before, "from between")
}

// rightEnd reports whether the ordinal at lexeme i is the second of two days.
func (r *reader) rightEnd(i int) bool {
	before := i - 1
	if r.gap(i) == "-" {
		return r.at(before).kind == lexNth
	}
	if r.is(before, "the") {
		before--
	}
	return (r.isAny(before, "to through thru till until") || r.is(before, "and") && (r.leftEnd(before-1) || r.lastEnd == before)) && r.at(before-1).kind == lexNth
}

// holiday reads a holiday, and "Eve" or "Day" behind it, at lexemes [i, next).
func (r *reader) holiday(n int, name string, i, next int) (when, int) {
	switch {
	case r.is(next, "eve") && n == holidayChristmas && r.near(next):
		n, next = holidayChristmasEve, next+1
	case r.isAny(next, "day 当天 节") && r.near(next):
		next++
	case r.isAny(next, "卡 树 老人 夜 card cards tree gift gifts sale") && name != "":
		return when{}, i
	}
	y := r.today.Year()
	past := r.tense(i, next) < 0
	w := when{grain: grainDays, anchor: anchorOfYear, day: holidayIn(n, y)}
	switch {
	case past && w.day.After(r.today):
		w.day = holidayIn(n, y-1)
	case !past && w.day.Before(r.today):
		w.day = holidayIn(n, y+1)
	}
	return w, next
}

// turnedHoliday is the holiday that "next", "last" or "this" say.
func (r *reader) turnedHoliday(n, name int) when {
	d := holidayIn(name, r.today.Year())
	switch {
	case n > 0 && !d.After(r.today):
		d = holidayIn(name, r.today.Year()+1)
	case n < 0 && !d.Before(r.today):
		d = holidayIn(name, r.today.Year()-1)
	}
	return when{grain: grainDays, day: d}
}

// tense tells whether the clause around lexemes [i, next) is about the past
// (-1), or the future (1), or does not say (0). The verb before counts first,
// then the ones behind.
func (r *reader) tense(i, next int) int {
	if r.isAny(i-1, "since last 自 自从") {
		return -1
	}
	if r.isAny(i-1, "by until till") {
		return 1
	}
	for k := i - 1; k >= 0 && i-k < 12; k-- {
		if r.ends(k + 1) {
			break
		}
		if t := r.verb(k); t > 0 {
			return 1
		} else if t < 0 {
			// I want it delivered on Monday.
			for j := k - 1; j >= 0 && k-j < 4 && !r.ends(j+1); j-- {
				if r.verb(j) > 0 {
					return 1
				}
			}
			return -1
		}
	}
	found := 0
	for k := next; k < len(r.lx) && k-next < 9 && !r.ends(k); k++ {
		if t := r.verb(k); t > 0 {
			return 1
		} else if t < 0 {
			found = -1
			if !r.at(k).han {
				return found
			}
		}
	}
	return found
}

// verb returns the tense of lexeme k. 的 tells of the past where it ends what
// was done: 周一买的, 昨天下的单.
func (r *reader) verb(k int) int {
	l := r.at(k)
	if l.txt == "的" {
		if r.isAny(k-1, "下 付 买 订 收 发 到 拍 寄 退 交 充 定 取 签收 送") && r.tight(k) {
			return -1
		}
		if p := r.at(k - 1); p.kind != lexOther || r.isAny(k-1, "真 好 对 行 有 新 大 小 我 你 他 她 家 样") {
			return 0
		}
		if r.ends(k+1) || r.isAny(k+1, "吗 呢 啊 吧 但 可 怎么 为什么 但是 可是") {
			return -1
		}
		return 0
	}
	if l.tense < 0 && strings.HasSuffix(l.txt, "ed") && r.isAny(k-1, "is are am it's that's") { // is closed
		return 0
	}
	return int(l.tense)
}

// worded reads dates that begin with a word of no kind: "end of the month",
// "early December", "New Year's Day", "Q3", 第三季度, "in 2026".
func (r *reader) worded(i int) (when, int) {
	edge := 0
	switch r.at(i).txt {
	case "end":
		edge = edgeEnding
	case "beginning", "start":
		edge = edgeBeginning
	case "middle":
		edge = edgeMiddle
	case "mid", "early", "late":
		return r.third(i)
	case "new", "valentine's", "valentines", "boxing", "black", "cyber", "singles'":
		return r.namedDay(i)
	case "q":
		if n := r.at(i + 1).num; r.at(i+1).kind == lexNum && r.tight(i+1) && n.whole(1, 4) && n.digits == 1 {
			y, next := r.yearBehind(i + 2)
			if next == i+2 {
				y = r.today.Year()
			}
			return quarterOf(y, int(n.val)), next
		}
	case "第":
		if n := r.at(i + 1); n.kind == lexNum && n.num.whole(1, 4) && r.is(i+2, "季度") {
			return quarterOf(r.today.Year(), int(n.num.val)), i + 3
		}
	}
	if edge == 0 || !r.is(i+1, "of") {
		return when{}, i
	}
	k := i + 2
	if r.is(k, "the") {
		k++
	}
	if u := r.at(k); u.kind == lexUnit && u.n >= unitDay && u.n != unitWorkday && u.m == 0 && !strings.HasSuffix(u.txt, "s") {
		if u.n == unitDay {
			return r.fromToday(0), k + 1
		}
		return r.edge(edge, r.base(u.n, 0)), k + 1
	}
	if r.is(k, "quarter") {
		return r.edge(edge, r.base(unitQuarter, 0)), k + 1
	}
	if l := r.at(k); l.kind == lexMonth || l.kind == lexNext || l.kind == lexThis || l.kind == lexLast || l.kind == lexNum || l.kind == lexDay {
		if l.kind == lexNum && isYear(l.num) {
			return r.edge(edge, when{grain: grainYears, day: civil(int(l.num.val), 1, 1)}), k + 1
		}
		if w, next := r.datePiece(k); next > k && w.grain != noDate {
			return r.edge(edge, w), next
		}
	}
	return when{}, i
}

// third reads "early December" and "mid-November" at lexeme i.
func (r *reader) third(i int) (when, int) {
	k := i + 1
	if r.at(k).kind != lexMonth || (!r.near(k) && r.gap(k) != "-") {
		return when{}, i
	}
	w, next := r.monthName(k)
	if next == k || w.grain != grainMonths {
		return when{}, i
	}
	return r.edge(map[string]int{"early": edgeEarly, "mid": edgeMid, "late": edgeLate}[r.at(i).txt], w), next
}

// namedDay reads English holidays of several words at lexeme i.
func (r *reader) namedDay(i int) (when, int) {
	a, b, c := r.at(i).txt, r.at(i+1).txt, r.at(i+2).txt
	switch {
	case a == "new" && (b == "year's" || b == "years" || b == "year") && c == "eve":
		return r.holiday(holidayNewYearsEve, "", i, i+3)
	case a == "new" && (b == "year's" || b == "years" || b == "year") && c == "day":
		return r.holiday(holidayNewYear, "", i, i+3)
	case strings.HasPrefix(a, "valentine") && b == "day":
		return r.holiday(holidayValentines, "", i, i+2)
	case a == "black" && b == "friday":
		return r.holiday(holidayBlackFriday, "", i, i+2)
	case a == "cyber" && b == "monday":
		return r.holiday(holidayCyberMonday, "", i, i+2)
	case a == "boxing" && b == "day":
		w, ok := r.yearly(12, 26, i, i+2, grainDays)
		return w, pick(ok, i+2, i)
	}
	return when{}, i
}

func quarterOf(y, n int) when {
	first := civil(y, 3*n-2, 1)
	return when{grain: grainStretch, day: first, last: time.Date(y, time.Month(3*n+1), 0, 0, 0, 0, 0, time.UTC)}
}
