package entity

import (
	"strings"
	"time"
)

// fromNow reads a moment or a day some length from now, at lexeme i: "in 2
// hours", "two weeks ago", 五分钟后, 三天内, "3 days from tomorrow".
func (r *reader) fromNow(i int) (when, int) {
	k := i
	word := ""
	if r.isAny(i, "in within") && r.near(i+1) {
		word, k = r.at(i).txt, i+1
		if r.isAny(k, "about around just less under") {
			k++
			if r.is(k, "than") {
				k++
			}
		}
	}
	s, next := r.length(k)
	if next == k || !s.moves() {
		return when{}, i
	}
	if next < len(r.lx) && r.near(next) {
		if w, to := r.behindLength(s, next); to > next {
			return w, to
		}
	}
	switch word {
	case "in":
		if r.is(next, "time") && (r.near(next) || r.gap(next) == "' ") {
			next++
		}
		if r.isAny(next, "advance total a") && r.near(next) {
			return when{}, i
		}
		return r.moved(s, 1), next
	case "within":
		return r.toward(s, 1), next
	}
	return when{}, i
}

// behindLength reads what stands behind a length of time and makes a time of
// it, at lexeme k.
func (r *reader) behindLength(s span, k int) (when, int) {
	l := r.at(k)
	switch {
	case r.isAny(k, "ago earlier 前 之前 以前"):
		if l.han && (!r.tight(k) || l.txt == "前" && r.isAny(k+1, "后 天")) {
			return when{}, k
		}
		return r.moved(s, -1), k + 1
	case r.isAny(k, "later hence 后 之后 以后 过后"), r.is(k, "后天") && l.han:
		if l.han && !r.tight(k) || r.is(k, "后天") {
			return when{}, k
		}
		if l.han && r.is(k-1, "周") && r.at(k+1).n < 0 {
			return when{}, k
		}
		return r.moved(s, 1), k + 1
	case r.isAny(k, "内 之内 以内 里") && r.tight(k):
		if r.is(k, "里") && !r.is(k-1, "天") && !r.is(k-1, "小时") && !r.is(k-1, "分钟") {
			return when{}, k
		}
		return r.toward(s, 1), k + 1
	case r.is(k, "from"), r.is(k, "after"):
		if r.is(k, "from") && r.is(k+1, "now") {
			return r.moved(s, 1), k + 2
		}
		w, next := r.datePiece(k + 1)
		if next == k+1 || w.grain != grainDays || s.clocked() {
			return when{}, k
		}
		return when{grain: grainDays, day: s.from(w.day, 1)}, next
	case l.txt == "before" && !s.clocked():
		w, next := r.datePiece(k + 1)
		if next == k+1 || w.grain != grainDays {
			return when{}, k
		}
		return when{grain: grainDays, day: s.from(w.day, -1)}, next
	}
	return when{}, k
}

// moved is a length from now, or before now: a moment if the length has hours
// or less, else a day. Days of work are Monday to Friday.
func (r *reader) moved(s span, sign int) when {
	if s.clocked() {
		return when{at: s.from(r.in.now, sign)}
	}
	if s.workdays {
		return when{grain: grainDays, day: workdaysFrom(r.today, sign*int(s.days))}
	}
	return when{grain: grainDays, anchor: anchorRelative, day: s.from(r.today, sign)}
}

// workdaysFrom returns the day n days of work after t.
func workdaysFrom(t time.Time, n int) time.Time {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		t = t.AddDate(0, 0, -step)
	}
	t = t.AddDate(0, 0, step*(n/5*7))
	for n %= 5; n > 0; {
		t = t.AddDate(0, 0, step)
		if wd := t.Weekday(); wd != time.Saturday && wd != time.Sunday {
			n--
		}
	}
	return t
}

// toward is the stretch between now and a length from now.
func (r *reader) toward(s span, sign int) when {
	if s.clocked() {
		from, to := r.in.now.Truncate(time.Minute), s.from(r.in.now.Truncate(time.Minute), sign)
		if sign < 0 {
			from, to = to, from
		}
		return when{at: from, to: to}
	}
	w := r.moved(s, sign)
	from, to := r.today, w.day
	if sign < 0 {
		from, to = to, from
	}
	if from.Equal(to) {
		return w
	}
	return when{grain: grainStretch, day: from, last: to}
}

// lengthFromNow reads the length at lexeme k of "the next 3 days"; the time
// began at lexeme i.
func (r *reader) lengthFromNow(k, sign, i int) (when, int) {
	s, next := r.length(k)
	if next == k {
		if u, n := r.unit(k); n == 1 && u >= unitHour && !strings.HasSuffix(r.at(k).txt, "s") { // "in the next hour"
			s.add(1, u)
			next = k + 1
		}
	}
	if next == k || !s.moves() {
		return when{}, i
	}
	return r.toward(s, sign), next
}

// lately reads 最近三天 and 未来两周 at lexeme i.
func (r *reader) lately(i int) (when, int) {
	sign := 1
	l := r.at(i)
	if l.kind == lexPast {
		sign = -1
	}
	k := i + 1
	if r.is(k, "的") {
		k++
	}
	if !r.tight(k) || l.txt == "之前" || l.txt == "前" {
		return when{}, i
	}
	w, next := r.lengthFromNow(k, sign, i)
	if next > i && r.is(next, "了") { // 已经过去一周了
		return when{}, i
	}
	if next > i && (r.is(next, "内") || r.is(next, "里") || r.is(next, "之内") || r.is(next, "以内")) && r.tight(next) {
		next++
	}
	return w, next
}

// dayAfter reads "day after tomorrow", "day before yesterday", "week after
// next" and "month before last" at lexeme i.
func (r *reader) dayAfter(i int) (when, int) {
	l := r.at(i)
	if l.han || !r.near(i+1) || !r.near(i+2) {
		return when{}, i
	}
	switch next := r.at(i + 2); {
	case l.txt == "day" && r.is(i+1, "after") && next.kind == lexDay:
		return r.fromToday(next.n + 1), i + 3
	case l.txt == "day" && r.is(i+1, "before") && next.kind == lexDay:
		return r.fromToday(next.n - 1), i + 3
	case l.n > unitDay && l.n != unitWorkday && r.is(i+1, "after") && next.txt == "next":
		return r.base(l.n, 2), i + 3
	case l.n > unitDay && l.n != unitWorkday && r.is(i+1, "before") && next.txt == "last":
		return r.base(l.n, -2), i + 3
	}
	return when{}, i
}
