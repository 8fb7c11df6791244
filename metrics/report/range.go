package report

import (
	"time"
)

// Range is a time: from included, to not.
type Range struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Day is the day that has t, in a zone (nil: UTC).
func Day(t time.Time, zone *time.Location) Range {
	d := startOfDay(in(t, zone))
	return Range{From: d, To: d.AddDate(0, 0, 1)}
}

// Week is the week from Monday that has t, in a zone (nil: UTC).
func Week(t time.Time, zone *time.Location) Range {
	d := startOfDay(in(t, zone))
	d = d.AddDate(0, 0, -(int(d.Weekday())+6)%7)
	return Range{From: d, To: d.AddDate(0, 0, 7)}
}

// Month is the month that has t, in a zone (nil: UTC).
func Month(t time.Time, zone *time.Location) Range {
	t = in(t, zone)
	d := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, t.Location())
	return Range{From: d, To: d.AddDate(0, 1, 0)}
}

// Previous is what the range is compared with where nothing else is said: of whole months the months
// before; of anything else the same weekdays, as few weeks earlier as do not overlap.
func (r Range) Previous() Range {
	if months, ok := r.months(); ok {
		return Range{From: r.From.AddDate(0, -months, 0), To: r.From}
	}
	for n := 7; ; n += 7 {
		if to := r.To.AddDate(0, 0, -n); !to.After(r.From) {
			return Range{From: r.From.AddDate(0, 0, -n), To: to}
		}
	}
}

// months says how many whole months it is.
func (r Range) months() (int, bool) {
	first := func(t time.Time) bool { return t.Day() == 1 && t.Equal(startOfDay(t)) }
	if !first(r.From) || !first(r.To) {
		return 0, false
	}
	n := 12*(r.To.Year()-r.From.Year()) + int(r.To.Month()) - int(r.From.Month())
	return n, n > 0
}

// days is how many days it has, rounded.
func (r Range) days() int { return int((r.To.Sub(r.From) + 12*time.Hour) / (24 * time.Hour)) }

// in returns both ends in a zone.
func (r Range) in(zone *time.Location) Range {
	return Range{From: in(r.From, zone), To: in(r.To, zone)}
}

func in(t time.Time, zone *time.Location) time.Time {
	if zone == nil {
		zone = time.UTC
	}
	return t.In(zone)
}

func startOfDay(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}
