package entity

import "strings"

// dots reads 24.11.2026, 2026.11.24 and 24.11.26 at lexeme i.
func (r *reader) dots(i int) (when, int) {
	p := strings.Split(r.at(i).txt, ".")
	if len(p) != 3 || !r.alone(i, i+1) {
		return when{}, i
	}
	for _, s := range p {
		if !isDigits(s) {
			return when{}, i
		}
	}
	if len(p[0]) == 4 {
		t, ok := date(atoi(p[0]), atoi(p[1]), atoi(p[2]))
		return when{grain: grainDays, day: t}, pick(ok && len(p[1]) <= 2 && len(p[2]) <= 2 && plausible(atoi(p[0])), i+1, i)
	}
	if len(p[0]) > 2 || len(p[1]) > 2 || len(p[2]) != 4 && (len(p[2]) != 2 || len(p[1]) != 2) {
		return when{}, i
	}
	t, ok := date(fullYear(p[2]), atoi(p[1]), atoi(p[0]))
	if !ok { // dots are for days first; but 11.24.2026 can be nothing else
		t, ok = date(fullYear(p[2]), atoi(p[0]), atoi(p[1]))
	}
	return when{grain: grainDays, day: t, shaky: len(p[2]) == 2}, pick(ok && plausible(fullYear(p[2])), i+1, i)
}

// fullYear reads a year of four or two digits; two are of 1970 to 2069.
func fullYear(s string) int {
	y := atoi(s)
	switch {
	case len(s) != 2:
		return y
	case y < 70:
		return 2000 + y
	}
	return 1900 + y
}

func plausible(y int) bool { return y >= 1900 && y < 2200 }

// alone reports whether lexemes [i, next) are no part of a longer number or
// code.
func (r *reader) alone(i, next int) bool {
	before, behind := r.gap(i), r.gap(next)
	if i > 0 && (before == "" && !r.at(i-1).han && r.at(i-1).kind != lexEdge || before == "-" || before == "/" || before == "." || before == "_") {
		return false
	}
	if next >= len(r.lx) {
		return true
	}
	if behind == "" {
		return r.at(next).han || r.at(next).txt == "t" || r.at(next).kind == lexClock
	}
	return behind != "/" && behind != "_" && (behind != "-" || r.at(next).kind != lexOther)
}

// numberDate reads a date that begins with a number: 2026-11-24, 11/24/2026,
// 2026年11月24日, 24号, "24 November".
func (r *reader) numberDate(i int) (when, int) {
	l := r.at(i)
	if l.num.point || l.num.val < 1 || l.num.val > 9999 {
		return when{}, i
	}
	if w, next := r.hanDate(i); next > i {
		return w, next
	}
	if l.num.digits > 0 && l.hi == l.lo+1 {
		if w, next := r.slashed(i); next > i {
			return w, next
		}
	}
	if isYear(l.num) && l.hi == l.lo+1 && r.yearHere(i) {
		return when{grain: grainYears, day: civil(int(l.num.val), 1, 1)}, i + 1
	}
	if l.num.whole(1, 31) && l.num.digits <= 2 {
		return r.dayOfMonth(i)
	}
	return when{}, i
}

// yearHere reports whether a number of four digits at lexeme i is a year for
// the word before it.
func (r *reader) yearHere(i int) bool {
	switch {
	case !r.near(i):
		return false
	case r.isAny(i-1, "from between") && r.connector(i+1, "and") == i+2 && isYear(r.at(i+2).num),
		r.isAny(i-1, "to until till and through") && r.isAny(i-3, "from between") && isYear(r.at(i-2).num):
		return true
	case !r.isAny(i-1, "in since by until till year during"):
		return false
	}
	return r.ends(i+1) || r.bounded(i+1)
}

// slashed reads numbers with - or / between at lexeme i. With three of them a
// year comes first or last; with two it is a day and a month.
func (r *reader) slashed(i int) (when, int) {
	a, b := r.at(i), r.at(i+1)
	sep := r.gap(i + 1)
	if sep == "/" && isYear(b.num) && a.num.whole(1, 12) && a.num.digits <= 2 && a.hi == a.lo+1 && r.alone(i, i+2) { // 12/2027
		return when{grain: grainMonths, day: civil(int(b.num.val), int(a.num.val), 1)}, i + 2
	}
	if sep != "-" && sep != "/" || b.kind != lexNum || b.num.point || b.num.digits == 0 || b.num.digits > 2 || a.hi != a.lo+1 {
		return when{}, i
	}
	c := r.at(i + 2)
	three := r.gap(i+2) == sep && c.kind == lexNum && !c.num.point && c.num.digits > 0
	if a.num.digits == 4 {
		if !three || c.num.digits > 2 {
			if sep == "-" && b.num.digits == 2 && b.num.whole(1, 12) && plausible(int(a.num.val)) && r.alone(i, i+2) { // 2026-11
				return when{grain: grainMonths, day: civil(int(a.num.val), int(b.num.val), 1)}, i + 2
			}
			return when{}, i
		}
		t, ok := date(int(a.num.val), int(b.num.val), int(c.num.val))
		if !ok || !plausible(t.Year()) || !r.alone(i, i+3) {
			return when{}, i
		}
		return r.isoClock(when{grain: grainDays, day: t}, i+3)
	}
	if a.num.digits > 2 {
		return when{}, i
	}
	m, d := int(a.num.val), int(b.num.val)
	if m > 12 || r.in.opts != nil && r.in.opts.DayFirst && d <= 12 {
		m, d = d, m
	}
	if three {
		if c.num.digits != 4 && c.num.digits != 2 || !r.alone(i, i+3) {
			return when{}, i
		}
		y := fullYear(r.in.word(c.lo))
		t, ok := date(y, m, d)
		return when{grain: grainDays, day: t}, pick(ok && plausible(y), i+3, i)
	}
	if sep == "-" && !r.isAny(i-1, "on by until since before") || !r.alone(i, i+2) || r.fraction(i) {
		return when{}, i
	}
	w, ok := r.yearly(m, d, i, i+2, grainDays)
	w.shaky = true
	return w, pick(ok, i+2, i)
}

// fraction reports whether "3/4" at lexeme i is a part of something, or "24/7".
func (r *reader) fraction(i int) bool {
	a, b := r.at(i).num.val, r.at(i+1).num.val
	if r.isAny(i+2, "of cup cups inch inches hour hours of star stars full size price the mile miles tsp tbsp lb") || r.at(i+2).kind == lexUnit {
		return !r.isAny(i+2, "the")
	}
	told := r.isAny(i-1, "on by until till since before after from for to due dated date between and of at") || len(r.lx) == 2
	switch {
	case a == 24 && b == 7:
		return true
	case told:
		return false
	}
	return a == 1 && b <= 5 || a == 2 && b == 3
}

// isoClock reads the time of day of 2026-11-24T15:00:00Z at lexeme k.
func (r *reader) isoClock(w when, k int) (when, int) {
	if !r.is(k, "t") || !r.tight(k) || r.at(k+1).kind != lexClock || !r.tight(k+1) {
		return w, k
	}
	w.clocked, w.clock = true, r.at(k+1).n
	k += 2
	if r.is(k, "z") && r.tight(k) {
		return r.shifted(w, 0), k + 1
	}
	if east, next := r.zoneOffset(k, true); next > k {
		return r.shifted(w, east), next
	}
	return w, k
}

// hanYear reads 去年, 明年三月, 今年底 at lexeme i.
func (r *reader) hanYear(i int) (when, int) {
	return r.inYear(r.today.Year()+r.at(i).n, i+1)
}

// inYear reads what follows a year in Chinese at lexeme k: a month, with a day
// or without, an edge, a quarter.
func (r *reader) inYear(y, k int) (when, int) {
	w := when{grain: grainYears, day: civil(y, 1, 1)}
	if r.is(k, "的") && r.at(k+1).kind == lexNum && (r.is(k+2, "月") || r.is(k+2, "月份")) {
		k++
	}
	if r.at(k).kind == lexNum && r.near(k) {
		if d, next := r.hanMonth(y, k); next > k {
			return d, next
		}
	}
	if l := r.at(k); l.kind == lexHoliday && r.near(k) {
		return when{grain: grainDays, day: holidayIn(l.n, y)}, k + 1
	}
	if r.is(k, "第") && r.at(k+1).num.whole(1, 4) && r.is(k+2, "季度") {
		return quarterOf(y, int(r.at(k+1).num.val)), k + 3
	}
	if l := r.at(k); r.tight(k) && (l.txt == "上" || l.txt == "下") && r.is(k+1, "半") && r.is(k+2, "年") {
		first := civil(y, 1, 1)
		if l.txt == "下" {
			first = civil(y, 7, 1)
		}
		return when{grain: grainStretch, day: first, last: first.AddDate(0, 6, -1)}, k + 3
	}
	return r.edgeBehind(w, k)
}

// hanMonth reads a month of year y, and its day, at lexeme i: 11月24日, 十一月, 11月底.
func (r *reader) hanMonth(y, i int) (when, int) {
	n := r.at(i).num
	if r.at(i).kind != lexNum || !n.whole(1, 12) || n.point {
		return when{}, i
	}
	k := i + 1
	if l := r.at(k); l.kind == lexEdge && l.m == unitMonth && r.tight(k) {
		return r.edge(l.n, when{grain: grainMonths, day: civil(y, int(n.val), 1)}), k + 1
	}
	if r.is(k, "月") && r.near(k) {
		k++
	} else if r.is(k, "月份") && r.near(k) {
		return r.edgeBehind(when{grain: grainMonths, day: civil(y, int(n.val), 1)}, k+1)
	} else {
		return when{}, i
	}
	if d := r.at(k); d.kind == lexNum && r.near(k) && d.num.whole(1, 31) && !d.num.point {
		t, ok := date(y, int(n.val), int(d.num.val))
		switch {
		case !ok:
			return when{}, i
		case (r.is(k+1, "日") || r.is(k+1, "号")) && r.near(k+1):
			return when{grain: grainDays, day: t}, k + 2
		case r.gap(k) == "" && d.num.digits > 0 && r.at(k+1).kind != lexUnit && !r.isAny(k+1, "个 点 时") && r.gap(k+1) != "-":
			return when{grain: grainDays, day: t}, k + 1
		case r.gap(k) == "" && d.han && d.num.val > 10 && r.at(k+1).kind != lexUnit && !r.isAny(k+1, "个 点 时 元 块"):
			return when{grain: grainDays, day: t}, k + 1
		case r.gap(k+1) == "-" && d.num.digits > 0, r.is(k+1, "到"), r.is(k+1, "至"):
			return when{grain: grainDays, day: t}, k + 1
		}
	}
	return r.edgeBehind(when{grain: grainMonths, day: civil(y, int(n.val), 1)}, k)
}

// hanDate reads a date with Chinese signs at lexeme i.
func (r *reader) hanDate(i int) (when, int) {
	n := r.at(i).num
	k := i + 1
	if !r.near(k) && r.gap(k) != "-" {
		return when{}, i
	}
	switch l := r.at(k); {
	case l.txt == "年" && (isYear(n) || n.digits == 2):
		y := int(n.val)
		if n.digits == 2 {
			y = fullYear(formatTwo(y))
			if m := r.at(k + 1); m.kind != lexNum || !r.is(k+2, "月") {
				return when{}, i
			}
		}
		if r.is(k+1, "前") || r.is(k+1, "后") {
			return when{}, i
		}
		return r.inYear(y, k+1)
	case l.txt == "月" || l.txt == "月份" || l.kind == lexEdge && l.m == unitMonth:
		return r.hanMonthDay(i)
	case l.kind == lexEdge && l.m == unitYear && isYear(n) && r.tight(k): // 2026年底
		return r.edge(l.n, when{grain: grainYears, day: civil(int(n.val), 1, 1)}), k + 1
	case (l.txt == "号" || l.txt == "日") && n.whole(1, 31) && !n.zero:
		if r.begins(k+1, "楼 线 门 店 院 厅 馆 机 窗口 窗 桌 房 仓 库 车 柜 键 电池 内 之内 以内 后 前 游 元 码 字 铺 楼栋 套餐 公寓 大街 地铁") && r.tight(k+1) ||
			r.follows(i, "路 街 道 巷 弄 第 订单 编 型 大 小 尾 单") {
			return when{}, i
		}
		if l.txt == "日" && n.digits == 0 && n.small {
			return when{}, i
		}
		w, ok := r.monthly(int(n.val), i, k+1)
		return w, pick(ok, k+1, i)
	case l.txt == "季度" && n.whole(1, 4) && r.tight(k) && n.digits == 0:
		return quarterOf(r.today.Year(), int(n.val)), k + 1
	case (r.gap(k) == "-" || l.txt == "到" || l.txt == "至") && n.whole(1, 31):
		// 24到26号: the sign stands behind the other day.
		if to := r.connector(k, ""); to > 0 && r.at(to).kind == lexNum && r.at(to).num.whole(1, 31) {
			if r.is(to+1, "号") {
				w, ok := r.monthly(int(n.val), i, to+2)
				return w, pick(ok, k, i)
			}
			if (r.is(to+1, "月") || r.is(to+1, "月份")) && n.whole(1, 12) {
				w, ok := r.yearly(int(n.val), 1, i, to+2, grainMonths)
				return w, pick(ok, k, i)
			}
		}
	}
	return when{}, i
}

// hanMonthDay reads a month without a year, and its day, at lexeme i.
func (r *reader) hanMonthDay(i int) (when, int) {
	const leap = 2000
	w, next := r.hanMonth(leap, i)
	if next == i {
		return w, i
	}
	if r.is(next-1, "月") && next == i+2 && r.at(i).num.digits == 0 && r.is(next, "的") && r.at(i).num.small {
		return when{}, i
	}
	past := r.tense(i, next) < 0
	step := 1
	if past {
		step = -1
	}
	for y, n := r.today.Year(), 0; n <= 8; y, n = y+step, n+1 { // the next leap year
		w, next := r.hanMonth(y, i)
		if next > i && (!past && !w.lastDay().Before(r.today) || past && !w.day.After(r.today)) {
			w.anchor = anchorOfYear
			return w, next
		}
	}
	return when{}, i
}
