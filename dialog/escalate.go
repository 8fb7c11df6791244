package dialog

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/kefu-go/kefu/dialog/escalation"
	"github.com/kefu-go/kefu/internal/text"
)

// escalate lets the policy look at the turn: it may add kind words, offer a person or
// put a hand-off in the place of the reply.
func (t *Talk) escalate(ctx context.Context) error {
	reply := &t.turn.Reply
	switch reply.Kind {
	case HandedOff, Relayed, Invalid, Merged:
		return nil
	}
	if !t.worded() {
		return nil
	}
	sure := reply.Kind == Answered || reply.Kind == Guided || reply.Kind == Completed
	signals := t.signals(ctx)
	if done, err := t.handedByCategory(ctx, signals.Doubt); done || err != nil {
		return err
	}
	var d escalation.Decision
	d, t.s.Escalation = t.engine.opts.Escalation.Decide(signals, t.s.Escalation)
	action := d.Action
	if p, ok := t.engine.opts.Categories.For(t.category()); ok && p.Handoff.Never {
		action = min(action, escalation.Offer)
	}
	// Who gets what he asked for may have a person too, but is not taken away. And people
	// often complain first and then ask: a first message alone is no reason, unless a
	// rule says so. What a rule calls for always, such as a lawyer, no answer settles.
	if action >= escalation.HandOff && !t.insists(d.Rule) && (sure || t.s.Turns < 2 && d.Rule == escalation.ByScore) {
		action = escalation.Offer
	}
	if d.Wanted > escalation.Stay || d.Action > escalation.Stay {
		t.event(Event{Type: EventEscalation, Value: action.String(), Detail: decided(d)})
	}
	switch action {
	case escalation.Soothe:
		t.soothe()
	case escalation.Offer:
		t.offerHuman(d)
	case escalation.HandOff, escalation.Supervisor:
		t.discard()
		reply.Question = t.turn.Message.ID
		reason := Escalated
		if d.Score > 0 && signals.Valence < 0 {
			reason = Upset
		}
		return t.passOnBecause(ctx, reason, d)
	}
	return nil
}

// judged is what the policy says of a hand-off that something else calls for: how urgent it is,
// who should take it, and what speaks for it. Upset says that the customer deserves kind words.
func (t *Talk) judged(ctx context.Context, reason HandoffReason, least escalation.Decision) (d escalation.Decision, upset bool) {
	if least.Action >= escalation.Offer { // the policy has called for it
		return least, false
	}
	s := t.signals(ctx)
	switch reason {
	case SlotExhausted, SlotDeclined, ActionFailed, NotAnswered:
		s.Failures = max(s.Failures, ladderTop)
	case Unresolved:
		s.Unresolved = max(s.Unresolved, ladderTop)
	}
	unasked, _ := t.engine.opts.Escalation.Decide(s, t.s.Escalation)
	s.WantsHuman = true // a person comes, whatever the rules call for
	d, t.s.Escalation = t.engine.opts.Escalation.Decide(s, t.s.Escalation)
	d.Priority = max(d.Priority, least.Priority)
	for _, skill := range least.Skills {
		if !slices.Contains(d.Skills, skill) {
			d.Skills = append(d.Skills, skill)
		}
	}
	d.Reasons = slices.Clone(least.Reasons)
	for _, r := range unasked.Reasons {
		if r.Rule != "" { // what held an action back is of no interest any more
			d.Reasons = append(d.Reasons, r)
		}
	}
	return d, unasked.Wanted > escalation.Stay && t.displeased()
}

// ladderTop is what counts as the top of a ladder for a policy.
const ladderTop = 2

// displeased reports whether the customer is, in this message or by now.
func (t *Talk) displeased() bool {
	return t.reading != nil && (t.reading.Valence < 0 || t.reading.Mood.Now < 0)
}

// insists reports whether a rule of the policy is for always.
func (t *Talk) insists(rule string) bool {
	p := t.engine.opts.Escalation
	named := func(r escalation.Rule) bool { return r.Always && r.Name == rule }
	return slices.ContainsFunc(p.Rules, named) || slices.ContainsFunc(p.Categories, func(c escalation.Category) bool { return slices.ContainsFunc(c.Rules, named) })
}

// decided says in short why a policy decided as it did: "upset: feeling, intensity".
func decided(d escalation.Decision) string {
	codes := make([]string, len(d.Reasons))
	for i, r := range d.Reasons {
		codes[i] = string(r.Code)
	}
	return d.Rule + ": " + strings.Join(slices.Compact(codes), ", ")
}

// signals are what the policy decides by.
func (t *Talk) signals(ctx context.Context) escalation.Signals {
	c := &t.turn.Conversation
	s := escalation.Signals{
		Failures: rung(t.s.Unanswered, t.engine.opts.MaxUnanswered), Unresolved: rung(t.s.Followed, t.engine.opts.MaxFollowUps), Repeats: t.s.Repeats, Turns: t.s.Turns,
		Topics: escalation.Topics(t.text), Category: t.category(), Locale: t.Locale(),
		Elapsed: max(0, t.Now().Sub(c.Created)), Waited: t.waited(), Unreachable: t.engine.opts.Handoff == nil,
	}
	switch t.turn.Reply.Kind {
	case Chatted, Repeated, Completed: // whatever was looked up, nothing was asked
	default:
		if t.s.top() != nil || t.found == nil {
			break
		}
		s.Doubt = 1
		if len(t.found.Hits) > 0 {
			s.Doubt = 1 - t.found.Hits[0].Score
		}
	}
	if r := t.reading; r != nil {
		s.Feeling, s.Valence, s.Intensity = r.Emotion, r.Valence, r.Intensity
		s.Trend, s.Peak, s.NeedsHuman = r.Mood.Trend, r.Mood.Peak, r.Mood.NeedsHuman
		s.Urgency = r.Urgency
		if r.Sure {
			s.Intent = r.Intent
		}
	}
	s.Tier = t.tier()
	if !s.Unreachable && t.engine.opts.Available != nil {
		a := t.available(ctx, "", escalation.Decision{})
		s.Wait = a.Wait
		switch {
		case a.Closed:
			s.Hours = escalation.Closed
		case a.Busy:
			s.Hours = escalation.Busy
		}
	}
	return s
}

// tallyWait notes whether the customer has by now what he wants, or begins to wait for it.
func (t *Talk) tallyWait() {
	switch t.turn.Reply.Kind {
	case Answered, Guided, Completed:
		t.s.Wants = 0
	case Unanswered, HandedOff:
		if t.s.Wants == 0 {
			t.s.Wants = t.millis()
		}
	}
}

// waited is for how long the customer has waited for what he wants: since the first question
// in a row that had no answer, or since a person was asked for.
func (t *Talk) waited() time.Duration {
	var since time.Duration
	if t.s.Wants > 0 {
		since = t.Now().Sub(time.UnixMilli(t.s.Wants))
	}
	if p := t.s.Pending; p.State == HandoffRequested {
		since = max(since, t.Now().Sub(p.Since))
	}
	return max(0, since)
}

// rung is how far up a ladder a conversation is, as a policy counts: the top is two
// failures, whatever the host's own limit. Where there is no top, nothing counts.
func rung(n, most int) int {
	if most <= 0 {
		return 0
	}
	return ladderTop * n / most
}

// defaultEscalation is the policy for an engine, whose own ladder takes care of
// failures and follow-ups: these only make a hand-off more urgent.
func defaultEscalation() *escalation.Policy {
	p := escalation.Default()
	for i := range p.Rules {
		if r := &p.Rules[i]; r.Name == "failures" || r.Name == "unresolved" {
			r.Do = escalation.Stay
		}
	}
	return p
}

// soothe puts kind words before the reply.
func (t *Talk) soothe() {
	r := &t.turn.Reply
	words := t.own(TextSoothe)
	r.Text = joined(words, r.Text)
	if len(r.Parts) > 0 {
		r.Parts = append([]Part{{Kind: TextPart, Text: words}}, r.Parts...)
	}
	t.event(Event{Type: EventSoothed})
}

// offerHuman asks whether a person should take over, unless the bot asks something
// already: then it says how to get one.
func (t *Talk) offerHuman(d escalation.Decision) {
	r := &t.turn.Reply
	if d.Nobody || t.engine.opts.Handoff == nil {
		return
	}
	if t.s.Pending.Open() { // he is in the queue already
		t.soothe()
		return
	}
	t.event(Event{Type: EventHandoffOffered, Detail: d.Rule})
	if t.open() != nil || len(r.Choices) > 0 {
		t.soothe()
		return
	}
	t.sayOwn(TextOfferHuman)
	t.yesNo(offerHuman)
}

// yesNo offers yes and no.
func (t *Talk) yesNo(kind offer) {
	choices := t.yesNoChoices(string(kind))
	t.offer(choices)
	t.s.Offered, t.s.Offer = choices, kind
}

// The ids of the choices that answer yes or no.
const (
	choiceYes = slotChoice + "yes"
	choiceNo  = slotChoice + "no"
)

// yesNoChoices are the buttons of a question, which names it.
func (t *Talk) yesNoChoices(question string) []Choice {
	of := slotChoice + question
	return []Choice{{ID: of + "/yes", Label: t.own(TextYes)}, {ID: of + "/no", Label: t.own(TextNo)}}
}

// pressed is what a button answers to a question: 1 is yes, -1 is no, and 0 is a button
// of another question, such as one that is pressed twice. A button that names no
// question answers any.
func pressed(choice, question string) int {
	switch choice {
	case choiceYes, slotChoice + question + "/yes":
		return 1
	case choiceNo, slotChoice + question + "/no":
		return -1
	}
	return 0
}

// discard takes back what the reply says so far, unless something was done in this
// turn: the customer has to hear of that, and only what is asked besides is taken back.
func (t *Talk) discard() {
	r := &t.turn.Reply
	said, parts := "", []Part(nil)
	if t.acted() {
		said, parts = r.Text, r.Parts
		if t.prompted.yes {
			said, parts = t.prompted.text, t.prompted.parts
		}
	}
	r.Text, r.Parts, r.Choices, r.Source, r.Score = said, parts, nil, "", 0
	t.s.Offered, t.s.Offer, t.said = nil, offerEntries, 0
}

// acted reports whether a flow did something outside of the talk in this turn.
func (t *Talk) acted() bool {
	return slices.ContainsFunc(t.turn.Events, func(e Event) bool { return e.Type == EventActionSucceeded }) ||
		slices.ContainsFunc(t.turn.Outbox, func(out Outgoing) bool { return out.Effect != nil })
}

// accept takes the answer to an offer of a person.
func accept(ctx context.Context, t *Talk) (bool, error) {
	if t.offerKind != offerHuman {
		return false, nil
	}
	answer, rest := 0, ""
	switch t.choice {
	default:
		answer = pressed(t.choice, string(offerHuman))
	case "":
		switch number(text.Key(t.text)) {
		case 1:
			answer = 1
		case 2:
			answer = -1
		default:
			answer, rest = readYesNo(t.text)
		}
	}
	switch {
	case answer > 0:
		t.turn.Reply.Question = t.s.Question
		return true, t.passOn(ctx, AskedForHuman)
	case answer < 0:
		t.s.Escalation = t.s.Escalation.Decline()
		if rest != "" {
			t.readAgain(ctx, rest)
			return false, nil // he goes on with something else
		}
		t.turn.Reply.Kind = Chatted
		t.sayOwn(TextStay)
		return true, nil
	}
	return false, nil
}
