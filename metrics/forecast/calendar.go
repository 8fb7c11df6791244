package forecast

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// Event is something that makes days special: a holiday, a campaign, the day a bill
// goes out. What happened on past days of it is kept out of the ordinary level, and
// tells what to expect of the coming ones.
//
// How many more or fewer customers come is a factor, learned from the past days of events of
// the same Name, and, for what they share, of the same Kind. Few of them count little:
// an event that never was changes nothing, and makes the intervals wider. At most 150
// factors are learned, those of the earliest days.
type Event struct {
	// Name is what equal events share: "Labor Day", "spring sale". Required.
	Name string
	// Kind is what similar events share: "public holiday", "sale". Default: none.
	Kind string
	// From is a time on the first day, in the location of the series. Required.
	From time.Time
	// To is a time on the last day. Default: the day of From.
	To time.Time
	// Before and After are how many open days before and after it are changed too, each by a factor of its own, at
	// most 14. That days after a closed one are busier is learned in any case. Default: 0.
	Before, After int
	// Closed says that nobody can be reached on these days: they are forecast as 0. Default: open.
	Closed bool
	// Factor is what the host expects the days from From to To to be multiplied with, up to 100, instead of what would be
	// learned. Default: learned.
	Factor float64
}

const (
	maxEvents  = 2000
	maxReach   = 14
	maxSpan    = 366
	maxEffects = 150
)

func checkEvents(events []Event) error {
	var errs []error
	if len(events) > maxEvents {
		return fault("Options.Events", "more than %d", maxEvents)
	}
	for i, e := range events {
		at := func(field string) string { return fmt.Sprintf("Options.Events[%d].%s", i, field) }
		if e.Name == "" {
			errs = append(errs, fault(at("Name"), "missing"))
		}
		if e.From.IsZero() {
			errs = append(errs, fault(at("From"), "missing"))
		}
		if !e.To.IsZero() && (e.To.Before(e.From) || e.To.Sub(e.From) > maxSpan*day) {
			errs = append(errs, fault(at("To"), "before From, or more than a year after it"))
		}
		if e.Before < 0 || e.Before > maxReach {
			errs = append(errs, fault(at("Before"), "outside of 0 to %d", maxReach))
		}
		if e.After < 0 || e.After > maxReach {
			errs = append(errs, fault(at("After"), "outside of 0 to %d", maxReach))
		}
		if math.IsNaN(e.Factor) || e.Factor < 0 || e.Factor > 100 {
			errs = append(errs, fault(at("Factor"), "outside of 0 to 100"))
		}
		if e.Closed && e.Factor != 0 {
			errs = append(errs, fault(at("Factor"), "a closed day has none"))
		}
	}
	return errors.Join(errs...)
}

// effectKey names a factor that is learned: of one name or one kind, so many open days
// before (negative) or after the event.
type effectKey struct {
	name   string
	kind   bool
	offset int
}

// civil numbers the days of the calendar: the day that the clock of t's location shows.
func civil(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// date is the inverse of civil, at midnight UTC.
func date(n int) time.Time { return time.Unix(int64(n)*86400, 0).UTC() }

// weekday of a civil day: 0 is Sunday.
func weekday(n int) int { return ((n+4)%7 + 7) % 7 }
