package entity

import (
	"fmt"
	"time"
)

// resolve returns the normal form of a time and its stretch.
func (r *reader) resolve(w when) (value string, from, to time.Time) {
	if w.until != nil {
		return r.resolveRange(w, *w.until)
	}
	if !w.at.IsZero() {
		if w.to.IsZero() {
			at := w.at.Truncate(time.Minute)
			return stamp(at), at, at.Add(time.Minute)
		}
		return stamp(w.at) + "/" + stamp(w.to), w.at, w.to
	}
	lo, hi, timed := w.hours()
	if lo >= 86400 { // after midnight
		w.day, lo, hi = w.day.AddDate(0, 0, 1), lo-86400, hi-86400
	}
	if w.grain == noDate {
		if !timed {
			return "", from, to
		}
		day := r.today
		if end := r.moment(day, max(hi, lo+1)); !end.After(r.in.now) {
			day = day.AddDate(0, 0, 1)
		}
		value = clockForm(lo)
		if hi > lo {
			value += "/" + clockForm(hi)
		}
		return value, r.moment(day, lo), r.moment(day, max(hi, lo+60))
	}
	if timed {
		value = dayForm(w.day, lo)
		if hi > lo {
			value += "/" + dayForm(w.day, hi)
		}
		return value, r.moment(w.day, lo), r.moment(w.day, max(hi, lo+60))
	}
	last := w.lastDay()
	return w.dateForm(), r.moment(w.day, 0), r.moment(last.AddDate(0, 0, 1), 0)
}

// hours returns the time of day in seconds; hi is above lo for a part of the
// day.
func (w when) hours() (lo, hi int, ok bool) {
	switch {
	case w.clocked:
		return w.clock, w.clock, true
	case w.part != 0:
		lo, hi = partOf(w.part)
		return lo, hi, true
	}
	return 0, 0, false
}

// lastDay returns the last day of a date.
func (w when) lastDay() time.Time {
	switch w.grain {
	case grainWeeks:
		return w.day.AddDate(0, 0, 6)
	case grainMonths:
		return w.day.AddDate(0, 1, -1)
	case grainYears:
		return w.day.AddDate(1, 0, -1)
	case grainStretch:
		return w.last
	}
	return w.day
}

// dateForm returns the normal form of a date.
func (w when) dateForm() string {
	switch w.grain {
	case grainWeeks:
		y, n := w.day.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", y, n)
	case grainMonths:
		return w.day.Format("2006-01")
	case grainYears:
		return w.day.Format("2006")
	case grainStretch:
		if w.day.Day() == 1 && w.last.AddDate(0, 0, 1).Day() == 1 {
			return w.day.Format("2006-01") + "/" + w.last.Format("2006-01")
		}
		return w.day.Format(time.DateOnly) + "/" + w.last.Format(time.DateOnly)
	}
	return w.day.Format(time.DateOnly)
}

// clockForm returns "15:00", or "15:00:30"; the end of the day is "24:00".
func clockForm(sec int) string {
	s := fmt.Sprintf("%02d:%02d", sec/3600, sec/60%60)
	if sec%60 != 0 {
		s += fmt.Sprintf(":%02d", sec%60)
	}
	return s
}

// dayForm returns a day with a time of day; a time above 24 hours is of the
// next day.
func dayForm(day time.Time, sec int) string {
	if sec > 86400 {
		day, sec = day.AddDate(0, 0, sec/86400), sec%86400
	}
	return day.Format(time.DateOnly) + "T" + clockForm(sec)
}

// stamp returns a moment as a day with a time of day.
func stamp(t time.Time) string { return t.Format("2006-01-02T15:04") }

// resolveRange returns the normal form of the stretch from a to b.
func (r *reader) resolveRange(a, b when) (string, time.Time, time.Time) {
	a.until = nil
	aLo, _, aTimed := a.hours()
	bLo, bHi, bTimed := b.hours()
	switch {
	case a.grain == noDate && b.grain == noDate:
		if !aTimed || !bTimed {
			return "", time.Time{}, time.Time{}
		}
		end := max(bLo, bHi)
		if end <= aLo {
			end += 86400
		}
		day := r.today
		if !r.moment(day, end).After(r.in.now) {
			day = day.AddDate(0, 0, 1)
		}
		shown := end
		if end > 86400 {
			shown -= 86400
		}
		return clockForm(aLo) + "/" + clockForm(shown), r.moment(day, aLo), r.moment(day, end)
	case a.grain == noDate:
		a.grain, a.day = grainDays, b.day
	case b.grain == noDate:
		b.grain, b.day = grainDays, a.day
	}
	_, from, _ := r.resolve(a)
	_, _, to := r.resolve(b)
	head, tail := a.dateForm(), b.dateForm()
	if aTimed {
		head = dayForm(a.day, aLo)
	}
	if bTimed {
		end := max(bLo, bHi)
		if a.day.Equal(b.day) && aTimed && end <= aLo {
			b.day = b.day.AddDate(0, 0, 1)
		}
		tail, to = dayForm(b.day, end), r.moment(b.day, end)
	}
	if a.grain == grainStretch && !aTimed {
		head = a.day.Format(time.DateOnly)
	}
	if b.grain == grainStretch && !bTimed {
		tail = b.last.Format(time.DateOnly)
	}
	return head + "/" + tail, from, to
}
