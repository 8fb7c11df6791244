package dialog

import (
	"context"
	"math"
	"strings"
	"time"

	"github.com/kefu-go/kefu/internal/text"
)

// inQueue tells a customer who waits for a person, and asks about the wait or whether
// anybody is there, what is known of his place. It asks no knowledge base, which
// knows of waiting for parcels only; and it goes before human, as who asks for the person
// that he waits for wants to hear the same.
func inQueue(_ context.Context, t *Talk) (bool, error) {
	if t.s.Pending.State != HandoffRequested || !t.worded() {
		return false, nil
	}
	f := t.open()
	if f != nil && (t.rawAsked(f) || t.namesOption(f)) {
		return false, nil
	}
	if what, whole := readWait(t.text); whole && what == waitWithdraws {
		t.withdraw()
		if f != nil {
			t.prompt(f)
		}
		return true, nil
	}
	asks, vents := asksWait(t.text)
	if !asks {
		return false, nil
	}
	t.s.Pending, _ = t.s.Pending.Remind(t.Now())
	t.owes = t.owes || vents
	t.tellWait()
	if f != nil {
		t.prompt(f)
		return true, nil
	}
	t.turn.Reply.Kind = Chatted
	t.keepOffer()
	return true, nil
}

// WithdrawnEffect is the name of the effect for the host that a customer does not want
// the person any more whom he waits for; its argument "handoff" is the ID of the [Handoff].
// It is sent to whoever takes it in Options.Effects.
const WithdrawnEffect = "kefu/withdrawn"

// withdraw ends a hand-off that the customer takes back before anybody has accepted it.
func (t *Talk) withdraw() {
	next, notice, err := t.s.Pending.Apply(HandoffProgress{ID: t.s.Pending.ID, State: HandoffCompleted}, t.Now())
	if err != nil { // only what is requested is withdrawn
		return
	}
	t.s.Pending = next
	t.turn.Conversation.Owner = next.Owner()
	t.s.Escalation = t.s.Escalation.Return()
	t.s.Wants = 0
	t.event(Event{Type: EventHandoffCompleted, Detail: "withdrawn"})
	if t.engine.opts.Effects[WithdrawnEffect] != nil {
		t.send("withdrawn", Outgoing{Effect: &Effect{Name: WithdrawnEffect, Key: "withdrawn/" + next.ID, Args: map[string]string{"handoff": next.ID}}})
	}
	t.turn.Reply.Kind = Chatted
	t.tellNotice(notice)
}

// tellWait says that the customer is in the queue, and his place and wait where they are known.
func (t *Talk) tellWait() {
	t.tellNotice(NoticeWaiting)
	if t.s.Pending.Place > 0 {
		t.tellNotice(NoticeQueue)
	}
	if wait := t.s.Pending.Wait; wait > 0 {
		t.tell(expand(t.own(TextWait), func(name string) (string, bool) { return minutes(wait), name == "wait" }))
	}
}

// minutes says a wait in whole minutes, rather too long than too short.
func minutes(wait time.Duration) string {
	return itoa(int(math.Ceil(float64(wait) / float64(time.Minute))))
}

// What a clause is to somebody who waits.
const (
	waitAsks      uint8 = iota + 1 // how much longer?
	waitWaited                     // I've been waiting for ages
	waitGreets                     // hello
	waitWithdraws                  // I don't need a human any more
)

// asksWait reports whether a message asks about the wait for a person, and says nothing else
// but how the customer feels about that.
func asksWait(s string) (asked, vents bool) {
	for _, c := range clausesOf(s, true) {
		words := c.of(s)
		what, whole := readWait(words)
		switch {
		case !whole:
			is, other := ventIn(text.Key(words))
			if !is || other {
				return false, false
			}
			vents = true
		case what == waitAsks:
			asked = true
		case what == waitWaited:
			asked, vents = true, true
		case what == waitGreets:
			asked = asked || strings.ContainsAny(words, "?？") // a mere "hello" is polite
		}
	}
	return asked, vents
}

// readWait reads a clause, and reports whether it is nothing but such phrases.
func readWait(clause string) (what uint8, whole bool) {
	var p phraseText
	if !p.read(withoutFigures(clause)) {
		return 0, false
	}
	c := commandParse{p: &p, root: p.book.waits}
	end := c.each(0, func(label uint8) {
		if label != phraseFiller && (what == 0 || label < what) {
			what = label
		}
	})
	return what, end == len(p.tokens)
}

// withoutFigures puts n for each number in digits.
func withoutFigures(s string) string {
	if !strings.ContainsAny(s, "0123456789") {
		return s
	}
	var out strings.Builder
	digits := false
	for _, r := range s {
		is := '0' <= r && r <= '9'
		if !is {
			out.WriteRune(r)
		} else if !digits {
			out.WriteByte('n')
		}
		digits = is
	}
	return out.String()
}
