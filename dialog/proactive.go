package dialog

import (
	"slices"
	"time"
)

// ProactivePolicy says when customers may be written to without having asked.
// It is read only and safe for concurrent use; the zero value allows
// everything, but for what a customer has opted out of.
type ProactivePolicy struct {
	// QuietFrom and QuietTo are the times of day, by the customer's clock, from
	// which and until which nothing is sent, as durations since midnight in
	// [0,24h); From after To goes across midnight. Equal ones mean none. On days
	// when clocks change it is what the clock shows that counts. None by default.
	QuietFrom time.Duration `json:"quiet_from,omitempty"`
	QuietTo   time.Duration `json:"quiet_to,omitempty"`
	// Caps are how many messages of a kind may be sent; "" holds for all kinds
	// together, beside the one of the kind. None by default.
	Caps map[string]ProactiveCap `json:"caps,omitempty"`
	// MinGap is the time between any two messages. None by default.
	MinGap time.Duration `json:"min_gap,omitempty"`
	// Windows is how long after the customer's last message a channel lets a
	// business write to him. Channels without one are open always.
	Windows map[string]time.Duration `json:"windows,omitempty"`
	// Needed are kinds that are sent in quiet hours and beyond the caps and the
	// gap, such as a code that the customer waits for. Windows of channels and
	// opting out hold for them, too. None by default.
	Needed []string `json:"needed,omitempty"`
}

// ProactiveCap is at most N messages in any stretch of time of length Per.
type ProactiveCap struct {
	N   int           `json:"n"`
	Per time.Duration `json:"per"`
}

// Contact is a message that somebody wants to send, and what is known of the
// customer.
type Contact struct {
	// Kind is what it is for ("care", "push", "survey").
	Kind string
	// Channel is the way it goes, LastMessage when the customer wrote on it last;
	// zero means never.
	Channel     string
	LastMessage time.Time
	// Zone is the customer's; nil counts as UTC.
	Zone *time.Location
	// Until is when the message is of no use any more; zero means never.
	Until time.Time
	// OptedOut are the kinds that the customer does not want; "*" is all of them.
	OptedOut []string
	// Sent are the messages he got without asking, in any order; those of the last
	// longest [ProactiveCap.Per] are enough.
	Sent []Contacted
}

// Contacted is a message that was sent.
type Contacted struct {
	Kind string
	At   time.Time
}

// ProactiveReason says what put a message off or ruled it out.
type ProactiveReason string

// The reasons of a [ProactiveVerdict].
const (
	ProactiveNow      ProactiveReason = ""          // nothing stands against it
	ProactiveQuiet    ProactiveReason = "quiet"     // quiet hours
	ProactiveCapped   ProactiveReason = "cap"       // enough of this kind, or of all
	ProactiveGap      ProactiveReason = "gap"       // too soon after another one
	ProactiveOptedOut ProactiveReason = "opted_out" // the customer does not want it
	ProactiveWindow   ProactiveReason = "window"    // the channel does not let it through (any more)
	ProactiveExpired  ProactiveReason = "expired"   // it would come too late
)

// proactiveHorizon is how far ahead a time is looked for: a cap that holds a
// message back for longer rules it out.
const proactiveHorizon = 366 * 24 * time.Hour

// Check returns a [*FieldError] for the first value that cannot be meant.
func (p *ProactivePolicy) Check() error {
	const day = 24 * time.Hour
	switch {
	case p.QuietFrom < 0 || p.QuietFrom >= day:
		return &FieldError{Field: "quiet_from", Reason: "is no time of day"}
	case p.QuietTo < 0 || p.QuietTo >= day:
		return &FieldError{Field: "quiet_to", Reason: "is no time of day"}
	case p.MinGap < 0:
		return &FieldError{Field: "min_gap", Reason: "is negative"}
	}
	for kind, c := range p.Caps {
		if c.N < 0 || c.Per <= 0 {
			return &FieldError{Field: "caps", Reason: "allow nothing sensible for kind " + kind}
		}
	}
	for channel, w := range p.Windows {
		if w <= 0 {
			return &FieldError{Field: "windows", Reason: "are never open for channel " + channel}
		}
	}
	return nil
}

// Decide says whether a message may be sent, and when: at the time given or at
// the first moment after it that breaks no rule. The reason is the rule that held
// it back longest, or that rules it out, if allowed is false; when is zero then.
func (p *ProactivePolicy) Decide(at time.Time, c Contact) (when time.Time, allowed bool, reason ProactiveReason) {
	if slices.Contains(c.OptedOut, c.Kind) || slices.Contains(c.OptedOut, "*") {
		return time.Time{}, false, ProactiveOptedOut
	}
	when = at
	if !slices.Contains(p.Needed, c.Kind) {
		sent := slices.Clone(c.Sent)
		slices.SortFunc(sent, func(a, b Contacted) int { return a.At.Compare(b.At) })
		var longest time.Duration
		put := func(t time.Time, r ProactiveReason) bool {
			moved := t.After(when)
			if moved {
				if by := t.Sub(when); by > longest {
					longest, reason = by, r
				}
				when = t
			}
			return moved
		}
		for {
			moved := put(p.afterGap(when, sent), ProactiveGap)
			for _, kind := range []string{"", c.Kind} {
				t, ok := p.afterCap(when, kind, sent)
				if !ok {
					return time.Time{}, false, ProactiveCapped
				}
				moved = put(t, ProactiveCapped) || moved
			}
			moved = put(p.afterQuiet(when, c.Zone), ProactiveQuiet) || moved
			if !moved {
				break
			}
			if when.Sub(at) > proactiveHorizon {
				return time.Time{}, false, reason
			}
		}
	}
	if w, ok := p.Windows[c.Channel]; ok && !when.Before(c.LastMessage.Add(w)) {
		return time.Time{}, false, ProactiveWindow
	}
	if !c.Until.IsZero() && !when.Before(c.Until) {
		return time.Time{}, false, ProactiveExpired
	}
	return when, true, reason
}

// afterGap returns the first moment from t on that is far enough from the
// message before it. Messages that are to be sent later do not count.
func (p *ProactivePolicy) afterGap(t time.Time, sent []Contacted) time.Time {
	for _, s := range sent {
		if free := s.At.Add(p.MinGap); !s.At.After(t) && free.After(t) {
			t = free
		}
	}
	return t
}

// afterCap returns the first moment from t on at which fewer than N messages lie
// in the stretch before it, which is open at its beginning. It reports false if
// there is none.
func (p *ProactivePolicy) afterCap(t time.Time, kind string, sent []Contacted) (time.Time, bool) {
	limit, ok := p.Caps[kind]
	if !ok {
		return t, true
	}
	if limit.N <= 0 {
		return t, false
	}
	for {
		var in []time.Time
		for _, s := range sent {
			if (kind == "" || s.Kind == kind) && !s.At.After(t) && s.At.Add(limit.Per).After(t) {
				in = append(in, s.At)
			}
		}
		if len(in) < limit.N {
			return t, true
		}
		t = in[len(in)-limit.N].Add(limit.Per)
	}
}

// afterQuiet returns the first moment from t on that is not quiet by the clock of
// a zone. Between two changes of the clock its time of day goes as time does.
func (p *ProactivePolicy) afterQuiet(t time.Time, zone *time.Location) time.Time {
	if p.QuietFrom == p.QuietTo {
		return t
	}
	if zone == nil {
		zone = time.UTC
	}
	const day = 24 * time.Hour
	for {
		local := t.In(zone)
		_, change := local.ZoneBounds()
		clock := time.Duration(local.Hour())*time.Hour + time.Duration(local.Minute())*time.Minute +
			time.Duration(local.Second())*time.Second + time.Duration(local.Nanosecond())
		if since := (clock - p.QuietFrom + day) % day; since >= (p.QuietTo-p.QuietFrom+day)%day {
			return t
		}
		end := t.Add((p.QuietTo - clock + day) % day)
		if change.IsZero() || end.Before(change) {
			return end
		}
		t = change // the clock jumps, and may show a quiet time or another
	}
}
