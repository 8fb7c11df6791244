package dialog

import (
	"context"
	"strings"

	"github.com/kefu-go/kefu/dialog/escalation"
)

// offerLeave: the customer may leave a message for when people are back.
const offerLeave offer = "l"

// leaveMessage tells a customer who needs a person that nobody is there, and takes his next
// message for them.
func (t *Talk) leaveMessage(_ context.Context, reason HandoffReason) error {
	t.turn.Reply.Kind = Offered
	t.sayOwn(TextClosed)
	t.s.Offered, t.s.Offer, t.s.Away = nil, offerLeave, reason
	return nil
}

// takeMessage takes the message that a customer leaves. It reaches people as a hand-off that
// says so, and the conversation stays with the bot; whoever answers it later does that by
// [Engine.Say].
func takeMessage(ctx context.Context, t *Talk) (bool, error) {
	if t.offerKind != offerLeave || !t.worded() {
		return false, nil
	}
	c := t.utterance().command()
	if c.Whole && c.What == commandHuman {
		return false, nil // he is told again that nobody is there
	}
	if aside, err := t.asideOfMessage(ctx, c); aside || err != nil {
		t.keepOffer()
		return false, err
	}
	reply := &t.turn.Reply
	if answer, rest := t.utterance().yesNo(); answer < 0 && strings.TrimSpace(rest) == "" || c.Whole && c.What == commandCancel {
		reply.Kind = Chatted
		t.sayOwn(TextStay)
		t.goBack()
		return true, nil
	}
	if answer, rest := t.utterance().yesNo(); answer > 0 && strings.TrimSpace(rest) == "" {
		t.keepOffer() // "yes, please": the message is yet to come
		reply.Kind = Offered
		t.sayOwn(TextGoAhead)
		return true, nil
	}
	h, err := t.record(ctx, t.s.Pending.ID, t.s.Away, escalation.Decision{})
	if err != nil {
		return false, err
	}
	if h.ID == "" {
		h.ID = "handoff/" + reply.ID
	}
	h.Offline, h.Question = true, t.text
	t.send("offline", Outgoing{Handoff: h})
	t.event(Event{Type: EventOfflineMessage, Value: h.ID, Detail: string(t.s.Away)})
	t.s.Away = ""
	reply.Kind = Completed
	t.sayOwn(TextLeft)
	t.goBack()
	return true, nil
}

// asideOfMessage reports whether words are none for the people who are away: thanks, a
// farewell, or a question that the bot can answer. Who asks the same once more means them.
func (t *Talk) asideOfMessage(ctx context.Context, c commandReading) (bool, error) {
	switch c.What {
	case commandGreeting, commandGoodbye, commandThanks, commandSmallTalk, commandHold, commandRepeat, commandOptOut, commandOptIn:
		if c.Whole {
			return true, nil
		}
	}
	if !asks(t.text) || t.s.Asked == question(t.text) {
		return false, nil
	}
	found, err := t.search(ctx)
	return found.Confidence == Sure, err
}

// goBack asks again what the flow that talks was asking.
func (t *Talk) goBack() {
	if f := t.open(); f != nil {
		t.prompt(f)
	}
}
