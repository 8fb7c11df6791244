package dialog

import (
	"context"

	"github.com/kefu-go/kefu/dialog/escalation"
)

// category is what the conversation is about: the flow that talks, else the message
// if that shows it, else what it was about before.
func (t *Talk) category() string {
	if f := t.s.top(); f != nil {
		if flow := t.engine.flows[f.Flow]; flow != nil && flow.Category != "" {
			return flow.Category
		}
	}
	if t.reading != nil && t.reading.Category != "" {
		return t.reading.Category
	}
	return t.s.Category
}

// own is a text of the engine's own in the language of the reply: that of the
// category if it has one of its own.
func (t *Talk) own(id TextID) string {
	c := &t.turn.Conversation
	if p, ok := t.engine.opts.Categories.For(t.category()); ok {
		if own := p.Say(string(id), t.Locale()); len(own) > 0 {
			return Words{"": own}.pick("", "", c.ID, &t.s.Said)
		}
	}
	return t.engine.texts[id].pick(t.Locale(), t.engine.opts.Locale, c.ID, &t.s.Said)
}

// opening says the first words of a category when a conversation comes to it.
func (t *Talk) opening() {
	now := t.category()
	if now == "" || now == t.s.Category {
		return
	}
	p, ok := t.engine.opts.Categories.For(now)
	before, had := t.engine.opts.Categories.For(t.s.Category)
	t.s.Category = now
	if !ok || had && before.Category == p.Category {
		return
	}
	if own := p.Say("opening", t.Locale()); len(own) > 0 {
		t.tell(Words{"": own}.pick("", "", t.turn.Conversation.ID, &t.s.Said))
	}
}

// byCategory does what the rules of the category say: at once to a person, or into a
// flow.
func byCategory(ctx context.Context, t *Talk) (bool, error) {
	if !t.worded() || t.s.top() != nil {
		return false, nil
	}
	p, ok := t.engine.opts.Categories.For(t.category())
	if !ok {
		return false, nil
	}
	if p.Handoff.Always && t.engine.opts.Handoff != nil {
		t.turn.Reply.Question = t.turn.Message.ID
		return true, t.passOnBecause(ctx, CategoryRule, decisionOf(p.Handoff))
	}
	flow := t.engine.flows[p.Flow]
	if flow == nil || t.reading == nil || !t.reading.Sure {
		return false, nil
	}
	if found, err := t.search(ctx); err != nil || found.Confidence == Sure {
		return false, err
	}
	return true, t.enter(ctx, flow)
}

// handsOver reports whether the bot may give the conversation away unasked.
func (t *Talk) handsOver() bool {
	p, ok := t.engine.opts.Categories.For(t.category())
	return t.engine.opts.Handoff != nil && (!ok || !p.Handoff.Never)
}

func decisionOf(h CategoryHandoff) escalation.Decision {
	return escalation.Decision{Priority: h.Priority, Skills: h.Skills, Reasons: []escalation.Reason{{Code: escalation.InCategory}}}
}

// handedByCategory hands over what the rules of the category do not leave to the bot.
func (t *Talk) handedByCategory(ctx context.Context, doubt float64) (bool, error) {
	p, ok := t.engine.opts.Categories.For(t.category())
	if !ok || t.engine.opts.Handoff == nil || t.s.top() != nil || !p.Handoff.Hands(t.s.Unanswered, 1-doubt) {
		return false, nil
	}
	t.discard()
	t.turn.Reply.Question = t.turn.Message.ID
	return true, t.passOnBecause(ctx, CategoryRule, decisionOf(p.Handoff))
}

// tier is what the customer is to the host, as his profile says.
func (t *Talk) tier() string {
	a, _ := t.profile.Get("tier")
	return a.Value
}
