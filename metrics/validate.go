package metrics

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"
	"unicode/utf8"
)

// Bounds of events.
const (
	// MaxID is how many bytes an id, a name or a value of a dimension has at most.
	MaxID = 256
	// MaxLabels is how many labels an event and an episode have at most, MaxTags how many tags.
	MaxLabels = 8
	MaxTags   = 32
	// MaxTook is the longest Took of an event, and MaxPresence that of [Presence]: no state of an
	// agent lasts for longer than a month.
	MaxTook     = 10 * 366 * 24 * time.Hour
	MaxPresence = 31 * 24 * time.Hour
)

// The instants between which events happen, in seconds since 1970: 1970 to 2200.
const earliest, latest = 0, 7258118400

// EventError says what is wrong with one field of an event. It unwraps to [ErrInvalid].
type EventError struct {
	// ID is that of the event, shortened where it is too long. Index is its place in the call
	// that it was part of.
	ID    string
	Index int
	// Field is the field's name in [Event], and Reason completes the sentence that it begins.
	Field  string
	Reason string
}

// Error names the event and the field.
func (e *EventError) Error() string {
	return fmt.Sprintf("%v: event %d (%q): %s %s", ErrInvalid, e.Index, e.ID, e.Field, e.Reason)
}

// Unwrap returns [ErrInvalid].
func (e *EventError) Unwrap() error { return ErrInvalid }

// Validate says whether an event can be recorded: nil, or an [EventError] about the first field that cannot
// be. It wants what the kind needs, ids and names of at most [MaxID] bytes of UTF-8 without NUL, numbers that
// are finite and in their range, a time from 1970 to 2199, and Took from 0 to [MaxTook].
func (e *Event) Validate() error {
	field, reason := e.fault()
	if field == "" {
		field, reason = e.unusable(), "is too long, not UTF-8, or has a NUL byte"
	}
	if field != "" {
		return &EventError{ID: clip(e.ID), Field: field, Reason: reason}
	}
	return nil
}

// fault finds what is wrong besides texts that no store can keep.
func (e *Event) fault() (field, reason string) {
	if e.ID == "" {
		return "ID", "is missing"
	}
	if s := e.At.Unix(); s <= earliest || s >= latest {
		return "At", "is not a time from 1970 to 2199"
	}
	if !e.Kind.Known() {
		return "Kind", "is unknown"
	}
	if field := e.missing(); field != "" {
		return field, "is missing"
	}
	if e.Took < 0 || e.Took > MaxTook || e.Kind == Presence && e.Took > MaxPresence {
		return "Took", "is negative or too long"
	}
	if !finite(e.Score, math.MaxFloat64) {
		return "Score", "is no number"
	}
	if !finite(e.Valence, 1) {
		return "Valence", "is not between -1 and 1"
	}
	switch e.Kind {
	case Rated:
		if e.Score < 1 || e.Score > 5 {
			return "Score", "is not between 1 and 5"
		}
	case AnswerJudged, Helpful:
		if e.Score < 0 || e.Score > 1 {
			return "Score", "is not between 0 and 1"
		}
	}
	return e.listFault()
}

// finite says that x is a number from -most to most; NaN is not.
func finite(x, most float64) bool { return x >= -most && x <= most }

// missing is the name of a field that the kind needs and that is empty.
func (e *Event) missing() string {
	switch {
	case e.Kind.ofTicket():
		if e.Ticket == "" {
			return "Ticket"
		}
	case e.Kind.ofCustomer():
		if e.Customer == "" {
			return "Customer"
		}
	case e.Kind != Presence && e.Conversation == "":
		return "Conversation"
	}
	switch e.Kind {
	case AgentSpoke, Assigned:
		if e.Agent == "" {
			return "Agent"
		}
	case Presence:
		switch {
		case e.Agent == "":
			return "Agent"
		case e.Step == "":
			return "Step"
		case e.Reason == "" && e.Took != 0:
			return "Reason"
		}
	case FlowStarted, FlowEnded, StepAsked, StepFilled, StepRejected:
		switch {
		case e.Flow == "":
			return "Flow"
		case e.Kind == FlowEnded && e.Reason == "":
			return "Reason"
		case e.Kind != FlowStarted && e.Kind != FlowEnded && e.Step == "":
			return "Step"
		}
	case GoalMet, GoalMissed:
		if e.Step == "" {
			return "Step"
		}
	case IntentJudged:
		if e.Truth == "" {
			return "Truth"
		}
	}
	return ""
}

// unusable is the name of a field whose text no store can keep.
func (e *Event) unusable() string {
	switch {
	case !usable(e.ID):
		return "ID"
	case !usable(e.Conversation):
		return "Conversation"
	case !usable(e.Episode):
		return "Episode"
	case !usable(e.Ticket):
		return "Ticket"
	case !usable(e.Customer):
		return "Customer"
	case !usable(e.Channel):
		return "Channel"
	case !usable(e.Category):
		return "Category"
	case !usable(e.Tier):
		return "Tier"
	case !usable(e.Language):
		return "Language"
	case !usable(e.Region):
		return "Region"
	case !usable(e.Base):
		return "Base"
	case !usable(e.Agent):
		return "Agent"
	case !usable(e.Queue):
		return "Queue"
	case !usable(e.Item):
		return "Item"
	case !usable(e.Turn):
		return "Turn"
	case !usable(e.Entry):
		return "Entry"
	case !usable(e.Model):
		return "Model"
	case !usable(e.Rule):
		return "Rule"
	case !usable(e.Flow):
		return "Flow"
	case !usable(e.Step):
		return "Step"
	case !usable(e.Intent):
		return "Intent"
	case !usable(e.Truth):
		return "Truth"
	case !usable(e.Reason):
		return "Reason"
	}
	return ""
}

// usable says that every store can keep a text.
func usable(s string) bool { return s == "" || usableText(s) }

func usableText(s string) bool {
	n := len(s)
	if n > MaxID {
		return false
	}
	if n < 8 {
		for i := range n {
			if s[i]-1 >= utf8.RuneSelf-1 {
				return usableRunes(s)
			}
		}
		return true
	}
	for i := 0; i < n-8; i += 8 {
		if !plain(s[i : i+8]) {
			return usableRunes(s)
		}
	}
	return plain(s[n-8:]) || usableRunes(s)
}

// plain says that eight bytes are ASCII and none is NUL: neither a byte nor what is left of it, less one, has its
// highest bit.
func plain(s string) bool {
	_ = s[7]
	x := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	return (x|(x-0x0101010101010101))&0x8080808080808080 == 0
}

func usableRunes(s string) bool {
	for i := range len(s) {
		if s[i] == 0 {
			return false
		}
	}
	return utf8.ValidString(s)
}

// listFault checks labels and tags.
func (e *Event) listFault() (field, reason string) {
	if len(e.Labels) > MaxLabels {
		return "Labels", "are more than " + strconv.Itoa(MaxLabels)
	}
	for i, l := range e.Labels {
		if l.Name == "" || !usable(l.Name) || !usable(l.Value) || hasAny(l.Name, "=\n") || hasAny(l.Value, "\n") {
			return "Labels", `have a name or value that is empty, too long, not UTF-8, or has a NUL byte, a line feed, or a "=" in its name`
		}
		for _, other := range e.Labels[:i] {
			if other.Name == l.Name {
				return "Labels", "have a name twice"
			}
		}
	}
	if len(e.Tags) > MaxTags {
		return "Tags", "are more than " + strconv.Itoa(MaxTags)
	}
	for _, t := range e.Tags {
		if t == "" || !usable(t) {
			return "Tags", "have one that is empty, too long, not UTF-8, or has a NUL byte"
		}
	}
	return "", ""
}

func hasAny(s, chars string) bool {
	for i := range len(s) {
		for j := range len(chars) {
			if s[i] == chars[j] {
				return true
			}
		}
	}
	return false
}

// Validate says whether rules can be gone by: nil, or one error that names every fault and unwraps to
// [ErrInvalid]. Zero fields are their defaults.
func (r *Rules) Validate() error {
	var faults []error
	wrong := func(field, reason string) {
		faults = append(faults, fmt.Errorf("%w: rules: %s %s", ErrInvalid, field, reason))
	}
	for _, f := range []struct {
		name string
		d    time.Duration
	}{{"quiet", r.Quiet}, {"linger", r.Linger}, {"reopen", r.Reopen}, {"durable", r.Durable}, {"within", r.Within}, {"short", r.Short}} {
		switch {
		case f.d < 0:
			wrong(f.name, "is negative")
		case f.d > MaxTook:
			wrong(f.name, "is too long")
		case f.d%time.Microsecond != 0:
			wrong(f.name, "is not a whole number of microseconds")
		}
	}
	d := r.filled()
	if d.Short > d.Within {
		wrong("short", "is longer than within")
	}
	if d.Linger > d.Quiet {
		wrong("linger", "is longer than quiet")
	}
	return errors.Join(faults...)
}

// filled are the rules with their defaults.
func (r *Rules) filled() Rules {
	d := Rules{
		Quiet: 24 * time.Hour, Linger: 30 * time.Minute, Reopen: 72 * time.Hour, Durable: 7 * 24 * time.Hour,
		Within: 20 * time.Second, Short: 5 * time.Second,
	}
	if r == nil {
		return d
	}
	d.Hours = r.Hours
	for _, f := range []struct{ to, from *time.Duration }{
		{&d.Quiet, &r.Quiet},
		{&d.Linger, &r.Linger},
		{&d.Reopen, &r.Reopen},
		{&d.Durable, &r.Durable},
		{&d.Within, &r.Within},
		{&d.Short, &r.Short},
	} {
		if *f.from > 0 {
			*f.to = *f.from
		}
	}
	if r.Linger <= 0 {
		d.Linger = min(d.Linger, d.Quiet)
	}
	if r.Short <= 0 {
		d.Short = min(d.Short, d.Within)
	}
	return d
}
