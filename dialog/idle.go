package dialog

import (
	"context"
	"time"
)

// Idle says what happens when a customer does not answer what the bot has asked: a
// question of a flow without a reminder of its own ([Timeouts.Warn]), a list to pick
// from, a step of a guide.
type Idle struct {
	// After is how long he may be silent, before the first words and between them.
	// Default: 0, nothing happens.
	After time.Duration
	// Words are said one after the other; the last ones stay. Default: one sentence
	// in the language of the conversation.
	Words []Words
	// Max is how often something is said. Default: once for each of Words.
	Max int
	// End ends the session when he is silent for as long again after the last words.
	End bool
}

// nudge asks a silent customer whether he is still there.
func (t *Talk) nudge(context.Context) error {
	s, idle := t.s, t.engine.opts.Idle
	n := min(s.Nudges, len(idle.Words)-1)
	s.Nudged, s.Nudges = t.millis(), s.Nudges+1
	if n >= 0 {
		t.Say(idle.Words[n])
	} else {
		t.sayOwn(TextIdle)
	}
	t.event(Event{Type: EventTimeoutWarned, Value: itoa(s.Nudges), Detail: "idle"})
	if f := t.open(); f != nil {
		t.prompt(f)
	}
	t.push()
	return nil
}
