package survey

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kefu-go/kefu/metrics"
)

// ErrInvalid is what all errors about policies and options unwrap to.
var ErrInvalid = errors.New("survey: invalid")

// A Policy says which talks a customer is asked about, and when. The zero one has the defaults.
type Policy struct {
	// After is how long after the end of a talk the customer is asked. Default: 24 hours, or half of Until where that is shorter.
	After time.Duration
	// Until is how long after the end he is not asked any more. Default: 48 hours more than After.
	Until time.Duration
	// Rest is how long a customer is left alone once he was asked, about whatever. Default: 7 days.
	Rest time.Duration
	// Channels are rules of some channels, by name.
	Channels map[string]Channel
	// Quiet are hours of the day in which nobody is asked. Default: from 21:00 to 8:00.
	Quiet *Hours
	// Zone is where Quiet holds for customers whose own zone is not known. Default: UTC.
	Zone *time.Location
	// NotAfter are the [metrics.Episode.EndReason]s after which nobody is asked: who does not remember a talk as over
	// has no opinion of how it ended. Default: "quiet" and "idle", which end a talk by themselves; an empty list that is not nil
	// leaves nothing out.
	NotAfter []string
	// Outcomes are those about which a customer is asked. Default: all but [metrics.Abandoned], where nobody served him.
	Outcomes []metrics.Outcome
	// Share is the part of the talks that are asked about, above 0 to 1. Which ones depends on their ids and on Seed only,
	// and a larger share has those of a smaller one. Default: 1.
	Share float64
	Seed  string
	// Tries is how often a survey is sent until it is given up. Default: 5, at most 100.
	Tries int
	// Retry is the time after a first try of which nothing is known to the second one; each further wait is twice as long,
	// up to 6 hours. Default: 10 minutes.
	Retry time.Duration
}

// Channel is what is special about a channel.
type Channel struct {
	// Never says that nobody is asked here.
	Never bool
	// After is that of this channel. Default: that of the policy.
	After time.Duration
	// Window is how long after the customer's last words the channel lets a business write to him, such as 24 hours on
	// WhatsApp and 48 hours in WeChat's customer service. Default: always.
	Window time.Duration
}

// Hours are hours of every day, by the customer's clock, as times since midnight. They pass midnight where To is
// before From; where both are equal there are none.
type Hours struct {
	From, To time.Duration
}

// A FieldError says what is wrong with one field. It unwraps to [ErrInvalid].
type FieldError struct {
	// Field is its path, such as "Channels[sms].After", and Reason completes the sentence that it begins.
	Field, Reason string
}

// Error names the field.
func (e *FieldError) Error() string { return ErrInvalid.Error() + ": " + e.Field + " " + e.Reason }

// Unwrap returns [ErrInvalid].
func (e *FieldError) Unwrap() error { return ErrInvalid }

const (
	longest   = 366 * 24 * time.Hour
	mostTries = 100
	mostRetry = 6 * time.Hour
	day       = 24 * time.Hour
)

// Validate returns nil, or one error with a [FieldError] for every fault. Rules by which nobody could ever be asked are faults.
func (p *Policy) Validate() error {
	var faults []error
	wrong := func(field, reason string) { faults = append(faults, &FieldError{field, reason}) }
	within := func(field string, d time.Duration) bool {
		if d < 0 || d > longest {
			wrong(field, "is negative or longer than a year")
			return false
		}
		return true
	}
	ok := within("After", p.After)
	ok = within("Until", p.Until) && ok
	within("Rest", p.Rest)
	within("Retry", p.Retry)
	f := p.filled()
	if ok && f.After >= f.Until {
		wrong("After", "is not before Until: nobody would be asked")
	}
	for _, name := range sortedKeys(p.Channels) {
		c, path := p.Channels[name], "Channels["+name+"]"
		fine := within(path+".After", c.After)
		fine = within(path+".Window", c.Window) && fine && ok
		after := c.after(&f)
		switch {
		case !fine || c.Never:
		case c.After != 0 && after >= f.Until:
			wrong(path+".After", "is not before Until: nobody would be asked")
		case c.Window > 0 && after >= c.Window:
			wrong(path+".Window", fmt.Sprintf("closes before After (%v) has passed: nobody would be asked", after))
		}
	}
	if q := p.Quiet; q != nil && (q.From < 0 || q.From >= day || q.To < 0 || q.To >= day) {
		wrong("Quiet", "is not from 0 to below 24 hours")
	}
	for i, o := range p.Outcomes {
		if o == metrics.Open || o > metrics.Unresolved {
			wrong(fmt.Sprintf("Outcomes[%d]", i), "is no outcome of a talk that is over")
		}
	}
	if p.Outcomes != nil && len(p.Outcomes) == 0 {
		wrong("Outcomes", "is empty: nobody would be asked")
	}
	if !(p.Share >= 0 && p.Share <= 1) {
		wrong("Share", "is not from 0 to 1")
	}
	if p.Tries < 0 || p.Tries > mostTries {
		wrong("Tries", fmt.Sprintf("is not from 1 to %d", mostTries))
	}
	return errors.Join(faults...)
}

func sortedKeys(m map[string]Channel) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, strings.Compare)
	return keys
}

// after is how long after a talk in the channel the customer is asked, by a policy that has its defaults.
func (c Channel) after(p *Policy) time.Duration {
	if c.After > 0 {
		return c.After
	}
	return p.After
}

// filled is the policy with its defaults.
func (p *Policy) filled() Policy {
	f := *p
	if f.After == 0 {
		f.After = day
		if f.Until > 0 {
			f.After = min(f.After, f.Until/2)
		}
	}
	if f.Until == 0 {
		f.Until = f.After + 2*day
	}
	if f.Rest == 0 {
		f.Rest = 7 * day
	}
	if f.Quiet == nil {
		f.Quiet = &Hours{From: 21 * time.Hour, To: 8 * time.Hour}
	}
	if f.Zone == nil {
		f.Zone = time.UTC
	}
	if f.NotAfter == nil {
		f.NotAfter = []string{"quiet", "idle"}
	}
	if f.Outcomes == nil {
		f.Outcomes = []metrics.Outcome{metrics.ByBot, metrics.ByHuman, metrics.HandedOff, metrics.Unresolved}
	}
	if f.Share == 0 {
		f.Share = 1
	}
	if f.Tries == 0 {
		f.Tries = 5
	}
	if f.Retry == 0 {
		f.Retry = 10 * time.Minute
	}
	return f
}

// earliest is the shortest time after which anybody is asked.
func (p *Policy) earliest() time.Duration {
	least := p.After
	for _, c := range p.Channels {
		if !c.Never {
			least = min(least, c.after(p))
		}
	}
	return least
}

// has says whether an instant is in these hours, by the clock of a zone.
func (h *Hours) has(at time.Time, zone *time.Location) bool {
	l := at.In(zone)
	clock := time.Duration(l.Hour())*time.Hour + time.Duration(l.Minute())*time.Minute + time.Duration(l.Second())*time.Second +
		time.Duration(l.Nanosecond())
	if h.From <= h.To {
		return clock >= h.From && clock < h.To
	}
	return clock >= h.From || clock < h.To
}

// next is the first instant, not before a time, that is not in these hours. Where a clock that is set forward leaves their end out, it is
// a little later.
func (h *Hours) next(at time.Time, zone *time.Location) time.Time {
	if !h.has(at, zone) {
		return at
	}
	y, m, d := at.In(zone).Date()
	end := time.Date(y, m, d, 0, 0, 0, 0, zone)
	for i := 0; !end.After(at); i++ {
		end = time.Date(y, m, d+i, int(h.To/time.Hour), int(h.To%time.Hour/time.Minute), int(h.To%time.Minute/time.Second), int(h.To%time.Second), zone)
	}
	for range 8 * 24 {
		if !h.has(end, zone) {
			break
		}
		end = end.Add(15 * time.Minute)
	}
	return end.UTC()
}
