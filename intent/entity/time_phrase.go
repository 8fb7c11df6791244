package entity

import (
	"strings"
	"time"
)

// stretch reads a whole time at lexeme i: a date, a time of day, both, or a
// range of these.
func (r *reader) stretch(i int) (when, int) {
	k, paired := i, ""
	switch {
	case r.is(i, "from"), r.is(i, "从"), r.is(i, "自"):
		k, paired = i+1, "to"
	case r.is(i, "between"):
		k, paired = i+1, "and"
	}
	if k > i {
		if w, next := r.rangeFrom(k, paired); next > k {
			return w, next
		}
		return when{}, i
	}
	w, next := r.phrase(i)
	if w, to := r.rangeBehind(i, w, next, ""); to > i {
		return w, to
	}
	if next > i && w.grain == grainDays && !w.clocked {
		return r.hoursBehind(w, next)
	}
	return w, next
}

// hoursBehind reads a range of hours behind a date: "tomorrow between 2 and 4".
func (r *reader) hoursBehind(w when, k int) (when, int) {
	var h when
	next := k
	switch {
	case !r.near(k):
	case r.isAny(k, "between from 从"):
		h, next = r.stretch(k)
	case r.hourLike(r.at(k)) && w.part == 0: // Sunday 9 to 5
		if to := r.connector(k+1, ""); to > 0 && r.hourLike(r.at(to)) && r.bounded(to+1) {
			h, next = r.rangeFrom(k, "to")
		}
	}
	if next == k || h.grain != noDate || h.until == nil || h.until.grain != noDate {
		return w, k
	}
	b := *h.until
	h.until = nil
	a, ok := r.merge(w, h)
	if !ok {
		return w, k
	}
	if b, ok = r.merge(w, b); !ok {
		return w, k
	}
	a.until = &b
	return a, next
}

// rangeFrom reads "A to B" at lexeme i. Paired is the word between both that
// the word before demands, if there was one.
func (r *reader) rangeFrom(i int, paired string) (when, int) {
	a, k := r.phrase(i)
	return r.rangeBehind(i, a, k, paired)
}

// rangeBehind is rangeFrom where the first end is a, at lexemes [i, k).
func (r *reader) rangeBehind(i int, a when, k int, paired string) (when, int) {
	if k == i {
		a, k = r.bareLeft(i, paired)
	}
	if k == i || !a.at.IsZero() {
		return when{}, i
	}
	to := r.connector(k, paired)
	if to < 0 || r.moving(i) {
		return when{}, i
	}
	b, next := r.phrase(to)
	if next == to {
		b, next = r.bareRight(to, a, paired)
	}
	if b.clocked && a.grain != noDate && !a.clocked && a.part == 0 && r.connector(next, "") > 0 {
		b, next = r.piece(to) // Monday to Friday, 9 to 5
	}
	if next == to || !b.at.IsZero() {
		return when{}, i
	}
	a, b, ok := r.join(a, b)
	if !ok {
		return when{}, i
	}
	a.until = &b
	return a, next
}

// moving reports whether the clause before lexeme i moves something from one
// time to another: "move it from Monday to Friday" tells two times.
func (r *reader) moving(i int) bool {
	if !r.is(i-1, "from") && !r.is(i-1, "从") {
		return false
	}
	for k := i - 1; k >= 0 && i-k < 9; k-- {
		if r.isAny(k, "move moved moving change changed changing reschedule rescheduled rescheduling switch switched shift shifted postpone postponed push") {
			return true
		}
		if r.ends(k) {
			break
		}
	}
	return false
}

// connector returns the lexeme behind what joins the two ends of a range at
// lexeme k, or -1.
func (r *reader) connector(k int, paired string) int {
	if k >= len(r.lx) {
		return -1
	}
	switch g := r.gap(k); {
	case g == "-" || g == " - " || g == "~" || g == " ~ " || g == "--" || g == "—" || g == "– ":
		return k
	case g != "" && g != " ":
		return -1
	}
	if r.isAny(k, "to till until til through thru 到 至 直到 until 和 与") {
		if (r.is(k, "和") || r.is(k, "与")) && paired != "and" {
			return -1
		}
		if r.near(k+1) || r.gap(k+1) == " the " {
			k++
			if r.is(k, "the") {
				k++
			}
			return k
		}
		return -1
	}
	if paired == "and" && r.is(k, "and") && r.near(k+1) {
		return k + 1 // a "the" that follows belongs to the phrase
	}
	return -1
}

// bareLeft reads an hour that only the words around tell: "from 3 to ...".
func (r *reader) bareLeft(i int, paired string) (when, int) {
	l := r.at(i)
	if paired == "" || l.kind != lexNum || l.num.point || !l.num.whole(1, 12) {
		return when{}, i
	}
	to := r.connector(i+1, paired)
	if to < 0 {
		return when{}, i
	}
	b := r.at(to)
	if _, next := r.phrase(to); next == to && (b.kind != lexNum || !b.num.whole(1, 12) || b.num.point || !r.bounded(to+1)) {
		return when{}, i
	}
	return when{clocked: true, bare: true, clock: int(l.num.val) * 3600, shaky: true}, i + 1
}

// bareRight reads the second number of "Nov 24-26" and of "from 3 to 5".
func (r *reader) bareRight(i int, a when, paired string) (when, int) {
	l := r.at(i)
	if l.kind != lexNum || l.num.point || l.num.zero && l.num.digits > 2 {
		return when{}, i
	}
	if a.grain == grainDays && !a.clocked && a.part == 0 && a.anchor == anchorOfYear {
		if l.num.whole(a.day.Day()+1, 31) && l.num.digits > 0 {
			if d, ok := date(a.day.Year(), int(a.day.Month()), int(l.num.val)); ok {
				return when{grain: grainDays, anchor: anchorOfYear, day: d}, i + 1
			}
		}
		return when{}, i
	}
	if a.clocked && l.num.whole(1, 24) && (paired != "" || a.grain == grainDays || !a.bare) && r.bounded(i+1) {
		h := int(l.num.val)
		return when{clocked: true, bare: h <= 12, clock: h * 3600}, i + 1
	}
	return when{}, i
}

// join completes the two ends of a range from each other.
func (r *reader) join(a, b when) (when, when, bool) {
	_, _, aTimed := a.hours()
	_, _, bTimed := b.hours()
	if a.clocked && b.clocked {
		const half = 12 * 3600
		switch {
		case a.bare && a.part == 0 && !b.bare && a.clock+half < b.clock:
			a.clock += half
		case b.bare && b.part == 0 && b.clock <= a.clock && (b.grain == noDate || b.day.Equal(a.day)) && b.clock+half > a.clock:
			b.clock += half
		}
		if a.grain == noDate && b.grain == grainDays {
			a.grain, a.day, a.anchor = grainDays, b.day, b.anchor
		}
		return a, b, true
	}
	if aTimed && a.grain == noDate || bTimed && b.grain == noDate {
		return a, b, aTimed && bTimed
	}
	if a.grain == noDate || b.grain == noDate {
		return a, b, false
	}
	if a.anchor == anchorOfMonth && b.anchor != anchorOfMonth && b.grain == grainDays { // the 20th to the 24th of March
		if d, ok := date(b.day.Year(), int(b.day.Month()), a.day.Day()); ok && !d.After(b.day) {
			a.day = d
		}
	}
	if b.anchor == anchorOfMonth && a.grain == grainDays { // 24日到26日
		b.day = civil(a.day.Year(), int(a.day.Month()), b.day.Day())
		if b.day.Before(a.day) {
			b.day = b.day.AddDate(0, 1, 0)
		}
	}
	if b.anchor == anchorOfWeek && b.grain == grainDays {
		b.day = a.day.AddDate(0, 0, (int(b.day.Weekday())-int(a.day.Weekday())+7)%7)
	}
	if b.anchor == anchorOfYear {
		for b.day.Before(a.day) {
			b.day = b.day.AddDate(1, 0, 0)
		}
		if b.day.AddDate(-1, 0, 0).After(a.lastDay()) {
			b.day = b.day.AddDate(-1, 0, 0)
		}
	}
	if a.lastDay().After(b.lastDay()) || a.day.Equal(b.day) && !aTimed && !bTimed {
		return a, b, false
	}
	return a, b, true
}

// phrase reads a date, a time of day or both at lexeme i, in any order.
func (r *reader) phrase(i int) (when, int) {
	w, next := r.piece(i)
	if next == i {
		return w, i
	}
	for {
		if w.grain == grainDays && !w.clocked && w.part == 0 {
			if m, to := r.boundHour(w, next); to > next {
				w, next = m, to
				continue
			}
		}
		k := r.link(next)
		if k < 0 {
			return w, next
		}
		p, to := r.piece(k)
		if to == k && w.grain == grainDays && !w.clocked {
			p, to = r.loneHour(k, next)
		}
		if to == k {
			return w, next
		}
		merged, ok := r.merge(w, p)
		if !ok {
			return w, next
		}
		w, next = merged, to
	}
}

// link returns the lexeme at which another piece of a time may begin behind
// lexeme k, or -1.
func (r *reader) link(k int) int {
	if k >= len(r.lx) {
		return -1
	}
	switch strings.TrimSpace(r.gap(k)) {
	case "", ",", "(", ")":
	case "-":
		if r.at(k).kind != lexPart {
			return -1
		}
	default:
		return -1
	}
	for n := 0; n < 2 && r.isAny(k, "at on in of around about by for @ 的 during from"); n++ {
		if r.is(k, "from") || r.is(k, "by") && n > 0 || !r.near(k+1) {
			return -1
		}
		k++
	}
	return k
}

// boundHour reads a time of day with one end behind a date that ends before
// lexeme k: "tomorrow after 5pm", "Friday, before noon". It is of that day.
func (r *reader) boundHour(w when, k int) (when, int) {
	from := k
	if g := strings.TrimSpace(r.gap(k)); g != "" && g != "," {
		return w, from
	}
	switch {
	case r.isAny(k, "anytime sometime but only preferably") && r.near(k+1):
		k++
	case r.is(k, "any") && r.is(k+1, "time") && r.near(k+1) && r.near(k+2):
		k += 2
	}
	bound := RoleStart
	switch {
	case r.isAny(k, "after from since 从"):
	case r.isAny(k, "before until till by"):
		bound = RoleEnd
	default:
		return w, from
	}
	if k++; !r.near(k) {
		return w, from
	}
	p, to := r.piece(k)
	if p.part != 0 && !p.clocked { // 下午3点
		p, to = r.phrase(k)
	}
	if l := r.at(k); to == k && r.hourLike(l) && r.bounded(k+1) {
		p, to = when{clocked: true, bare: true, clock: int(l.num.val) * 3600}, k+1
	}
	if to == k || p.grain != noDate || !p.at.IsZero() || !p.clocked && p.part != partNoon || r.connector(to, "") > 0 && r.isAny(k-1, "from 从") {
		return w, from
	}
	m, ok := r.merge(w, p)
	if !ok {
		return w, from
	}
	m.bound = bound
	return m, to
}

// loneHour reads an hour without a sign behind a date: "tomorrow at 3". The
// date ends before lexeme from.
func (r *reader) loneHour(k, from int) (when, int) {
	l := r.at(k)
	if k == from || !r.isAny(k-1, "at around about by @") || !r.hourLike(l) || !r.bounded(k+1) {
		return when{}, k
	}
	return when{clocked: true, bare: true, clock: int(l.num.val) * 3600}, k + 1
}

func (r *reader) hourLike(l *lexeme) bool {
	return l.kind == lexNum && !l.num.point && !l.num.zero && l.num.digits <= 2 && l.num.whole(1, 12)
}

// bounded reports whether what stands at lexeme k shows that the number before
// counts nothing.
func (r *reader) bounded(k int) bool {
	if k >= len(r.lx) {
		return !strings.ContainsAny(r.gap(k), "%$€£-/:'")
	}
	switch g := r.gap(k); {
	case g == "" || g == "-" || g == "/" || g == ":":
		return false
	case g != " ":
		return true
	}
	return r.at(k).kind == lexDay || r.at(k).kind == lexDayPart || r.at(k).kind == lexWeekday && !r.at(k).shaky ||
		r.isAny(k, `on in at and or to till until please pls for with if but then so is was be works work would will can i we you my
			the this next that because as thanks thank ok okay today instead latest when do does sharp or a under from`)
}

// merge puts two pieces of one time together.
func (r *reader) merge(a, b when) (when, bool) {
	if !a.at.IsZero() || !b.at.IsZero() {
		return a, false
	}
	a.shaky = a.shaky && b.shaky
	switch {
	case a.grain != noDate && b.grain != noDate:
		d, ok := r.mergeDates(a, b)
		if !ok {
			return a, false
		}
		a.grain, a.anchor, a.day, a.last = d.grain, d.anchor, d.day, d.last
	case b.grain != noDate:
		a.grain, a.anchor, a.day, a.last = b.grain, b.anchor, b.day, b.last
	}
	if a.clocked && b.clocked {
		return a, false
	}
	if a.part != 0 && b.part != 0 && a.part != b.part {
		return a, false
	}
	if b.part != 0 {
		a.part = b.part
	}
	if b.clocked {
		a.clocked, a.clock, a.bare = true, b.clock, b.bare
	}
	if a.clocked && a.part != 0 && a.bare {
		a.clock, a.bare = inPart(a.clock, a.part), false
	}
	if (a.clocked || a.part != 0) && a.grain != grainDays && a.grain != noDate {
		return a, false
	}
	return a, true
}

// mergeDates puts two dates together that say of one day what the other does
// not: a week and a weekday, a month and a day of it, a year and a month.
func (r *reader) mergeDates(a, b when) (when, bool) {
	if b.grain > a.grain && b.grain != grainStretch {
		a, b = b, a
	}
	switch {
	case a.grain == grainWeeks && b.grain == grainDays && b.anchor == anchorOfWeek:
		b.day = a.day.AddDate(0, 0, (int(b.day.Weekday())+6)%7)
	case a.grain == grainMonths && b.grain == grainDays && b.anchor == anchorOfMonth:
		d, ok := date(a.day.Year(), int(a.day.Month()), b.day.Day())
		if !ok {
			return a, false
		}
		b.day = d
	case a.grain == grainYears && (b.grain == grainDays || b.grain == grainMonths) && b.anchor == anchorOfYear:
		d, ok := date(a.day.Year(), int(b.day.Month()), b.day.Day())
		if !ok {
			return a, false
		}
		b.day = d
	case a.grain == grainDays && b.grain == grainDays && a.anchor == anchorOfWeek && (b.anchor == anchorOfYear || b.anchor == anchorOfMonth || b.anchor == anchorFixed):
		return b, true
	case a.grain == grainDays && b.grain == grainDays && b.anchor == anchorOfWeek && a.anchor != anchorOfWeek:
		return a, true
	default:
		return a, false
	}
	b.anchor = anchorFixed
	return b, true
}

// inPart returns a time of day of at most 12 hours within a part of the day.
func inPart(clock, part int) int {
	const h = 3600
	switch part {
	case partMorning, partSmall, partMidnight:
		if part != partMorning && clock >= 12*h {
			clock -= 12 * h
		}
	case partAfternoon:
		if clock < 12*h {
			clock += 12 * h
		}
	case partEvening:
		switch {
		case clock < 4*h:
			clock += 24 * h // one o'clock at night is of the next day
		case clock < 13*h:
			clock += 12 * h
		}
	case partNoon:
		if clock < 5*h {
			clock += 12 * h
		}
	}
	return clock
}

// date returns a day of the calendar, if there is one.
func date(y, m, d int) (time.Time, bool) {
	t := civil(y, m, d)
	return t, y >= 1 && y <= 9999 && m >= 1 && m <= 12 && t.Day() == d && d >= 1
}
