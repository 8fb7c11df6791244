package entity

import "time"

// piece reads the part of a time that begins at lexeme i: a date, a part of the
// day or a time of day.
func (r *reader) piece(i int) (when, int) {
	if r.is(i, "the") && r.near(i+1) {
		if w, next := r.articled(i + 1); next > i+1 {
			return w, next
		}
		return when{}, i
	}
	if w, next := r.fromNow(i); next > i {
		return w, next
	}
	if w, next := r.datePiece(i); next > i {
		return w, next
	}
	l := r.at(i)
	if l.kind == lexPart {
		return r.partPiece(i)
	}
	return r.clockTime(i)
}

// articled reads what may follow "the".
func (r *reader) articled(i int) (when, int) {
	switch l := r.at(i); {
	case l.kind == lexNth:
		if w, next := r.datePiece(i); next > i {
			return w, next
		}
		return r.loneNth(i)
	case l.kind == lexPart, l.kind == lexWeekend, l.kind == lexUnit, l.kind == lexLast, l.kind == lexNext,
		l.kind == lexOther, l.kind == lexHoliday:
		if l.txt == "the" || l.txt == "a" || l.txt == "quarter" {
			return when{}, i
		}
		return r.piece(i)
	case l.kind == lexWeekday && !l.shaky:
		return r.piece(i)
	}
	return when{}, i
}

// partPiece reads a part of the day. Greetings are none: "good morning".
func (r *reader) partPiece(i int) (when, int) {
	if r.isAny(i-1, "good nice lovely") || r.is(i, "morning") && i == 0 && (r.ends(1) || r.is(1, "all")) && len(r.lx) > 1 {
		return when{}, i
	}
	l := r.at(i)
	if !l.han && (r.isAny(i-1, "a per an") || r.at(i-1).kind == lexNum && l.txt == "nights" || l.txt == "nights" && r.at(i-1).kind == lexOther) {
		return when{}, i
	}
	next := i + 1
	if l.han && r.at(i-1).kind == lexNum && r.at(i-1).num.val == 1 { // 一上午
		return when{}, i
	}
	if l.shaky { // 晚8点
		w, to := r.clockTime(next)
		if to == next || !r.tight(next) {
			return when{}, i
		}
		w, ok := r.merge(when{part: l.n}, w)
		return w, pick(ok, to, i)
	}
	if r.is(next, "time") && !l.han && l.n <= partEvening {
		next++
	}
	return when{part: l.n}, next
}

// datePiece reads a date.
func (r *reader) datePiece(i int) (when, int) {
	l := r.at(i)
	if w, next := r.weekdayOfMonth(i); next > i {
		return w, next
	}
	switch l.kind {
	case lexDay:
		return r.fromToday(l.n), i + 1
	case lexDayPart:
		w := r.fromToday(l.n)
		w.part = l.m
		return w, i + 1
	case lexNext, lexLast, lexThis:
		return r.turned(i)
	case lexWeekday:
		return r.weekday(i)
	case lexWeekend:
		return r.weekend(0), i + 1
	case lexHoliday:
		return r.holiday(l.n, l.txt, i, i+1)
	case lexYear:
		return r.hanYear(i)
	case lexEdge:
		if d := r.at(i + 1); l.m == unitDay && (d.kind == lexDay || d.kind == lexWeekday) && r.near(i+1) { // EOD tomorrow
			return r.datePiece(i + 1)
		}
		return r.edge(l.n, r.base(l.m, 0)), i + 1
	case lexMonth:
		return r.monthName(i)
	case lexNth:
		return r.dayOfMonth(i)
	case lexDots:
		return r.dots(i)
	case lexNum:
		return r.numberDate(i)
	case lexUnit:
		return r.dayAfter(i)
	case lexPast, lexAhead:
		return r.lately(i)
	}
	return r.worded(i)
}

// fromToday is n days from today.
func (r *reader) fromToday(n int) when {
	return when{grain: grainDays, anchor: anchorRelative, day: r.today.AddDate(0, 0, n)}
}

// monday is the first day of the present week.
func (r *reader) monday() time.Time {
	return r.today.AddDate(0, 0, -(int(r.today.Weekday())+6)%7)
}

// base is the week, month or year that lies n units from the present one.
func (r *reader) base(unit, n int) when {
	y, m := r.today.Year(), int(r.today.Month())
	switch unit {
	case unitDay:
		return r.fromToday(n)
	case unitWeek:
		return when{grain: grainWeeks, day: r.monday().AddDate(0, 0, 7*n)}
	case unitMonth:
		return when{grain: grainMonths, day: civil(y, m+n, 1)}
	case unitQuarter:
		first := civil(y, (m-1)/3*3+1+3*n, 1)
		return when{grain: grainStretch, day: first, last: first.AddDate(0, 3, -1)}
	case unitYear:
		return when{grain: grainYears, day: civil(y+n, 1, 1)}
	}
	return when{}
}

// weekend is the Saturday and Sunday of the week n weeks from the present one.
func (r *reader) weekend(n int) when {
	sat := r.monday().AddDate(0, 0, 5+7*n)
	return when{grain: grainStretch, day: sat, last: sat.AddDate(0, 0, 1)}
}

// edge is the beginning, the middle or the end of a date: the first, the
// fifteenth and the last day of a month, the first and the last of anything
// else.
func (r *reader) edge(which int, w when) when {
	d := when{grain: grainDays, day: w.day}
	last := w.lastDay()
	switch which {
	case edgeEnding:
		d.day = last
	case edgeMiddle:
		half := int(last.Sub(w.day).Hours()/24) / 2
		d.day = w.day.AddDate(0, 0, half)
		switch w.grain {
		case grainMonths:
			d.day = w.day.AddDate(0, 0, 14)
		case grainYears: // its middle is a month or two
			return when{grain: grainStretch, day: w.day.AddDate(0, 5, 0), last: w.day.AddDate(0, 7, -1)}
		}
	case edgeEarly:
		return when{grain: grainStretch, day: w.day, last: w.day.AddDate(0, 0, 9)}
	case edgeMid:
		return when{grain: grainStretch, day: w.day.AddDate(0, 0, 10), last: w.day.AddDate(0, 0, 19)}
	case edgeLate:
		return when{grain: grainStretch, day: w.day.AddDate(0, 0, 20), last: last}
	}
	return d
}

// turned reads "next", "last" or "this" and what they belong to, at lexeme i.
func (r *reader) turned(i int) (when, int) {
	l := r.at(i)
	n := l.n
	switch l.kind {
	case lexLast:
		n = -n
	case lexThis:
		n = 0
	}
	k := i + 1
	for n != 0 && n > -9 && n < 9 && r.at(k).kind == l.kind && r.tight(k) && l.han { // 下下下周
		n, k = n+n/max(n, -n)*r.at(k).n, k+1
	}
	if r.is(k, "个") && r.tight(k) {
		k++
	}
	if l.kind == lexThis && l.han && r.is(k, "一") {
		k++
	}
	if l.kind == lexThis && r.isAny(k, "coming upcoming past") && r.near(k) {
		l, k = r.at(k), k+1
		if l.kind == lexLast {
			n = -1
		}
	}
	t := r.at(k)
	if t.kind == lexWeekday && l.kind == lexNext && l.shaky && r.near(k) { // the coming Friday
		ahead := (t.n-int(r.today.Weekday())+6)%7 + 1
		return when{grain: grainDays, day: r.today.AddDate(0, 0, ahead)}, k + 1
	}
	if k >= len(r.lx) || !r.near(k) || l.han && !r.tight(k) {
		return when{}, i
	}
	switch t.kind {
	case lexUnit:
		if l.txt == "past" && t.n >= unitHour {
			return r.lengthFromNow(k, n, i)
		}
		if r.is(k+1, "of") {
			return when{}, i
		}
		if w, next := r.turnedUnit(n, k, l.han); next > k {
			return w, next
		}
	case lexWeekday:
		if !l.han && n < 0 { // the latest one before today
			return when{grain: grainDays, day: r.before(t.n)}, k + 1
		}
		return when{grain: grainDays, day: r.monday().AddDate(0, 0, t.n-1+7*n)}, k + 1
	case lexWeekend:
		if !l.han && n < 0 && r.today.Weekday() == time.Sunday {
			n = 0
		}
		return r.weekend(n), k + 1
	case lexMonth:
		return r.turnedMonth(n, t.n), k + 1
	case lexPart:
		return r.turnedPart(n, k, i)
	case lexEdge:
		return r.edge(t.n, r.base(t.m, n)), k + 1
	case lexNth:
		if l.kind == lexLast && !t.shaky && (r.ends(k+1) || r.bounded(k+1)) {
			if d, ok := r.monthDay(t.n, true); ok {
				return d, k + 1
			}
		}
	case lexHoliday:
		return r.turnedHoliday(n, t.n), k + 1
	case lexHalf:
		if r.is(k+1, "年") && l.han && l.txt != "这" { // 下半年
			first := civil(r.today.Year(), 1, 1)
			if n > 0 {
				first = first.AddDate(0, 6, 0)
			}
			return when{grain: grainStretch, day: first, last: first.AddDate(0, 6, -1)}, k + 2
		}
	case lexNum:
		if l.kind == lexThis {
			return when{}, i
		}
		return r.lengthFromNow(k, n, i)
	}
	if t.txt == "quarter" && !l.han {
		return r.base(unitQuarter, n), k + 1
	}
	if l.kind == lexNext && (r.isAny(k, "couple few") || r.is(k, "a")) || l.kind == lexLast && r.is(k, "a") {
		return r.lengthFromNow(k, n, i)
	}
	return when{}, i
}

// turnedUnit reads the unit at lexeme k that lies n units from now, and the
// edge that may follow it in Chinese: 下个月底, 本周末, 今年年底.
func (r *reader) turnedUnit(n, k int, han bool) (when, int) {
	unit, m := r.unit(k)
	if m > 1 || unit == unitWorkday || unit < unitDay || unit == unitDay && (n >= 0 || han) {
		return when{}, k
	}
	if unit == unitDay { // "last day" is of something else
		return when{}, k
	}
	return r.edgeBehind(r.base(unit, n), k+1)
}

// edgeBehind reads an edge of the date that ends before lexeme k.
func (r *reader) edgeBehind(w when, k int) (when, int) {
	if !r.tight(k) || !r.at(k).han {
		return w, k
	}
	switch l := r.at(k); {
	case l.kind == lexEdge && (l.m == unitYear && w.grain == grainYears || l.m == unitMonth && w.grain == grainMonths):
		return r.edge(l.n, w), k + 1
	case l.txt == "底" || l.txt == "末":
		return r.edge(edgeEnding, w), k + 1
	case l.txt == "初":
		return r.edge(edgeBeginning, w), k + 1
	case l.txt == "中" && w.grain == grainMonths:
		return r.edge(edgeMiddle, w), k + 1
	}
	return w, k
}

// before is the latest such weekday before today.
func (r *reader) before(weekday int) time.Time {
	back := (int(r.today.Weekday()) - weekday%7 + 7) % 7
	if back == 0 {
		back = 7
	}
	return r.today.AddDate(0, 0, -back)
}

// turnedMonth is such a month in the year that "next", "last" or "this" say.
func (r *reader) turnedMonth(n, m int) when {
	y, now := r.today.Year(), int(r.today.Month())
	switch {
	case n > 0 && m <= now:
		y++
	case n < 0 && m >= now:
		y--
	}
	return when{grain: grainMonths, anchor: anchorOfYear, day: civil(y, m, 1)}
}

// turnedPart reads "this morning", "last night", "next morning" at lexeme k.
func (r *reader) turnedPart(n, k, i int) (when, int) {
	t := r.at(k)
	if t.n > partEvening || t.han && n != 0 || n > 0 {
		return when{}, i
	}
	w := r.fromToday(n)
	w.part = t.n
	return w, k + 1
}
