package entity

import (
	"strings"
	"time"
)

// zoned reads a time zone behind a time of day that ends before lexeme k, and
// returns the time in the zone of the given moment: "5pm PST",
// "10:00 UTC+2".
func (r *reader) zoned(w when, k int) (when, int) {
	if !w.clocked && (w.until == nil || !w.until.clocked) || k >= len(r.lx) {
		return w, k
	}
	_, next := r.zone(k, r.today)
	if next == k {
		return w, k
	}
	if w.grain == noDate { // 5pm PST tomorrow
		if to := r.link(next); to >= 0 {
			if p, end := r.piece(to); end > to && p.grain == grainDays && !p.clocked && p.part == 0 {
				if m, ok := r.merge(w, p); ok {
					m.until = w.until
					w, next = m, end
				}
			}
		}
	}
	day := w.day
	if w.grain == noDate {
		day = r.today
	}
	east, _ := r.zone(k, day)
	if w.until != nil {
		b := *w.until
		if b.grain == noDate && w.grain == grainDays {
			b.grain, b.day = grainDays, w.day
		}
		b = r.shifted(b, east)
		w.until = &b
	}
	return r.shifted(w, east), next
}

// shifted is a time of day in a zone so many seconds east of UTC, in the zone of
// the given moment.
func (r *reader) shifted(w when, east int) when {
	if !w.clocked {
		return w
	}
	day := w.day
	if w.grain == noDate {
		day = r.today
	}
	t := day.Add(secondsOf(w.clock - east)).In(r.in.now.Location())
	w.clock = t.Hour()*3600 + t.Minute()*60 + t.Second()
	if w.grain != noDate {
		y, m, d := t.Date()
		w.day = civil(y, int(m), d)
	}
	return w
}

// zone reads a time zone at lexeme k and returns how many seconds east of UTC
// it is on a day. CST is the zone of that name at the given moment, else that of
// North America.
func (r *reader) zone(k int, day time.Time) (east, next int) {
	if r.gap(k) == "" {
		if east, next = r.zoneOffset(k, false); next > k {
			return east, next
		}
	}
	l := r.at(k)
	loud := isLoud(r.in, r.in.toks[l.lo].Lo, r.in.toks[l.lo].Hi)
	if l.han || !r.near(k) || !loud && (r.at(k-1).kind != lexMeridiem || r.isAny(k, "ist et")) {
		return 0, k
	}
	if name, own := r.in.now.Zone(); len(name) > 2 && strings.EqualFold(name, l.txt) {
		return own, k + 1
	}
	east, ok := zoneEast(l.txt, day)
	if !ok {
		return 0, k
	}
	if l.txt == "utc" || l.txt == "gmt" {
		if more, next := r.zoneOffset(k+1, true); next > k+1 {
			return more, next
		}
	}
	return east, k + 1
}

// zoneOffset reads +02:00, +0200, +2 and, where minus says so, the same with a
// hyphen, tight at lexeme k.
func (r *reader) zoneOffset(k int, minus bool) (east, next int) {
	sign := 0
	next = k
	switch {
	case r.is(k, "+") && r.tight(k) && r.tight(k+1):
		sign, next = 1, k+1
	case r.gap(k) == "+":
		sign = 1
	case r.gap(k) == "-" && minus:
		sign = -1
	}
	l := r.at(next)
	switch n := l.num; {
	case sign == 0:
		return 0, k
	case l.kind == lexClock && l.n <= 14*3600:
		return sign * l.n, next + 1
	case l.kind == lexNum && n.digits == 4 && n.whole(0, 1400) && !n.point:
		v := int(n.val)
		return sign * (v/100*3600 + v%100*60), next + 1
	case l.kind == lexNum && n.digits > 0 && n.digits <= 2 && n.whole(0, 14) && !n.point:
		return sign * int(n.val) * 3600, next + 1
	}
	return 0, k
}

// zoneEast returns the seconds east of UTC of the usual abbreviations of time
// zones (IANA time zone database, 2024). ET, CT, MT and PT have summer time from
// the second Sunday of March to the first one of November (Energy Policy Act of
// 2005).
func zoneEast(name string, day time.Time) (east int, ok bool) {
	const quarter = int(15 * time.Minute / time.Second)
	switch name {
	case "et", "ct", "mt", "pt":
		east, _ = zoneEast(name[:1]+"st", day)
		begin, end := sundayFrom(civil(day.Year(), 3, 8)), sundayFrom(civil(day.Year(), 11, 1))
		if !day.Before(begin) && day.Before(end) {
			east += 4 * quarter
		}
		return east, true
	}
	switch name {
	case "utc", "gmt":
		return 0, true
	case "est", "cdt":
		return -5 * 4 * quarter, true
	case "edt":
		return -4 * 4 * quarter, true
	case "cst", "mdt":
		return -6 * 4 * quarter, true
	case "mst", "pdt":
		return -7 * 4 * quarter, true
	case "pst", "akdt":
		return -8 * 4 * quarter, true
	case "akst":
		return -9 * 4 * quarter, true
	case "hst":
		return -10 * 4 * quarter, true
	case "bst", "cet":
		return 4 * quarter, true
	case "cest", "eet":
		return 2 * 4 * quarter, true
	case "eest", "msk":
		return 3 * 4 * quarter, true
	case "ist":
		return 22 * quarter, true
	case "hkt", "sgt", "awst":
		return 8 * 4 * quarter, true
	case "jst", "kst":
		return 9 * 4 * quarter, true
	case "aest":
		return 10 * 4 * quarter, true
	case "aedt":
		return 11 * 4 * quarter, true
	}
	return 0, false
}

// sundayFrom returns the first Sunday that is not before a day.
func sundayFrom(day time.Time) time.Time {
	return day.AddDate(0, 0, (7-int(day.Weekday()))%7)
}
