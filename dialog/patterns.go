package dialog

import (
	"context"
	"strings"
)

// Patterns are the ways in which the turn of a customer's message may go, in the
// order in which they are tried: the first that takes the turn works it out. A nil
// field is the built-in pattern; [Off] leaves one out.
type Patterns struct {
	Accept    Pattern // answers whether a person should take over
	Focus     Pattern // answers what tells possible answers apart
	Choose    Pattern // picks something that was offered
	Leave     Pattern // leaves a message for people who are away
	Return    Pattern // goes on with what he left when he was away, or not
	Waiting   Pattern // asks, while he waits for a person, how long it takes or who is there
	Human     Pattern // asks for a person
	OptOut    Pattern // wants no unasked messages any more, or wants them again
	Cancel    Pattern // stops the flow
	Correct   Pattern // changes a value that was told before
	Repeat    Pattern // asks to hear the last reply again
	Refuse    Pattern // does not want to tell what was asked for
	Skip      Pattern // leaves out what was asked for
	Clarify   Pattern // asks what is meant, or what it is needed for
	Hold      Pattern // asks for a moment
	Fill      Pattern // tells what was asked for, or anything else that the flow needs
	Guide     Pattern // takes the next step of a guide
	Interrupt Pattern // begins another task in the middle of one
	Digress   Pattern // asks a question in the middle of a task
	Vent      Pattern // shows impatience, and says nothing else
	SmallTalk Pattern // greets, thanks, chats
	Again     Pattern // asks the same again, or says that an answer did not help
	Free      Pattern // tells in free words what was asked for
	Miss      Pattern // answers, in the middle of a task, what cannot be used
	Start     Pattern // begins a task
	Category  Pattern // is about something that has rules of its own
	Recommend Pattern // asks what there is to recommend
	Answer    Pattern // asks a question that the knowledge base answers
	ComeBack  Pattern // may be the answer to what was asked when he left
	Unknown   Pattern // everything else
}

// open is the run that waits for the customer, or nil.
func (t *Talk) open() *frame {
	if f := t.s.top(); f != nil && f.Asking != "" {
		return f
	}
	return nil
}

// command is what the message does to the talk itself; in a slot that takes every
// word, only a message that is nothing else counts, and "I changed my mind" is an
// answer.
func (t *Talk) command() commandReading {
	if !t.worded() {
		return commandReading{}
	}
	c, f := t.utterance().command(), t.open()
	if f == nil || c.What == commandNone {
		return c
	}
	if t.takesWords(f) && (!c.Whole || c.Stated) || t.namesOption(f) {
		return commandReading{}
	}
	if c.What == commandGoodbye && strings.Trim(t.text, "0123456789 ") == "" {
		return commandReading{} // 88 is an answer
	}
	if _, other := t.otherOption(f); other {
		return commandReading{}
	}
	return c
}

// cancel stops the flow that talks, and goes on with what else the message says. Who was
// asked for a new value stops only changing it.
func cancel(ctx context.Context, t *Talk) (bool, error) {
	if f := t.open(); f != nil && t.keepsOld(f) {
		f.Again = ""
		return true, t.advance(ctx, f)
	}
	c := t.command()
	if c.What != commandCancel && c.What != commandRestart {
		return false, nil
	}
	f := t.s.top()
	if f == nil {
		if t.s.Guide == nil && len(t.offered) == 0 {
			if !c.Whole {
				return false, nil
			}
			t.turn.Reply.Kind = Chatted
			t.sayOwn(TextNothingOpen)
			return true, nil
		}
		t.s.Guide = nil
		if strings.TrimSpace(c.Rest) != "" {
			t.offered = nil
			t.readAgain(ctx, c.Rest)
			return false, nil
		}
		t.turn.Reply.Kind = Chatted
		t.sayOwn(TextHello)
		return true, nil
	}
	flow := t.engine.flows[f.Flow]
	t.close(f, EventFlowCancelled)
	t.sayCancelled(f)
	t.turn.Reply.Kind = Completed
	if c.What == commandRestart {
		return true, t.advance(ctx, t.begin(flow, t.turn.Message.ID, nil))
	}
	if strings.TrimSpace(c.Rest) != "" {
		t.readAgain(ctx, c.Rest)
		if other, err := t.wanted(ctx); other != nil || err != nil {
			if err != nil {
				return false, err
			}
			return true, t.enter(ctx, other)
		}
		found, err := t.search(ctx)
		if err != nil || found.Confidence == Sure {
			return true, firstError(err, t.answerHit(ctx, found))
		}
	}
	return true, t.resume(ctx)
}

// readAgain reads what is left of a message. What the reader remembers has the whole
// of it already.
func (t *Talk) readAgain(ctx context.Context, rest string) {
	remembered := t.s.Memory
	t.text, t.found = rest, nil
	t.read(ctx)
	t.s.Memory = remembered
}

func firstError(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// correct changes a value that was told before.
func correct(ctx context.Context, t *Talk) (bool, error) {
	f := t.s.top()
	if f == nil || !t.worded() || t.rawAsked(f) || t.namesOption(f) {
		return false, nil
	}
	v, ok := t.otherOption(f)
	if !ok {
		v, ok = t.takesBackLast(f)
	}
	if ok {
		got, err := t.take(ctx, f, []foundValue{v}, t.asked(f))
		if err != nil || len(got.Slots) == 0 {
			return false, err
		}
		t.sayChanged(f, v.slot)
		return true, t.advance(ctx, f)
	}
	c, ok := t.utterance().correction()
	if !ok {
		return false, nil
	}
	t.readNew(ctx, f, c)
	changed, err := t.correct(ctx, f, c)
	if !changed || err != nil {
		return false, err
	}
	return true, t.advance(ctx, f)
}

// readNew looks once more at what takes the place of an old value, now that it is
// known to be a value: "A-1043" alone may be the number of an order.
func (t *Talk) readNew(ctx context.Context, f *frame, c correction) {
	p := t.plan(f)
	if t.reading == nil || p == nil || c.NewStart >= c.NewEnd || t.readText != t.text {
		return
	}
	for _, v := range t.reading.Values {
		if v.Start >= c.NewStart && v.End <= c.NewEnd && v.Start < v.End {
			return
		}
	}
	in := ReadInput{Message: t.turn.Message, Text: c.New, Memory: t.s.Memory, Profile: t.profile}
	for _, s := range p.slots {
		if _, filled := f.Slots[s.Name]; filled {
			in.Expect = append(in.Expect, Expectation{Kind: s.Kind, Role: s.Role})
		}
	}
	u, err := t.understood(ctx, in)
	if err != nil {
		t.failed(ctx, "not understood", err)
		return
	}
	for _, v := range u.Reading.Values {
		v.Start, v.End = v.Start+c.NewStart, v.End+c.NewStart
		if v.End <= c.NewEnd {
			t.reading.Values = append(t.reading.Values, v)
		}
	}
}

// repeat says the last reply again.
func repeat(ctx context.Context, t *Talk) (bool, error) {
	if t.command().What != commandRepeat {
		return false, nil
	}
	t.keepOffer()
	reply := &t.turn.Reply
	if t.s.Last == "" {
		reply.Kind = Chatted
		t.sayOwn(TextNotRepeat)
		return true, nil
	}
	last, err := t.lastReply(ctx)
	if err != nil {
		return false, err
	}
	reply.Kind, reply.Text, reply.Parts, reply.Choices = Repeated, last.Text, last.Parts, last.Choices
	if last.Text == "" { // forgotten, as old turns are
		t.sayOwn(TextNotRepeat)
	}
	t.said++
	t.event(Event{Type: EventRepeated})
	return true, nil
}

// keepOffer leaves what was offered on offer.
func (t *Talk) keepOffer() { t.s.Offered, t.s.Offer, t.s.Focus = t.offered, t.offerKind, t.focus }

// skip leaves out what was asked for.
func skip(ctx context.Context, t *Talk) (bool, error) {
	f := t.open()
	c := t.command().What
	if f == nil || c != commandSkip && (c != commandUnsure || !t.optional(f)) {
		return false, nil
	}
	if t.skip(f) {
		return true, t.advance(ctx, f)
	}
	t.sayOwn(TextRequired)
	return true, t.missed(ctx, f)
}

// clarify explains what was asked for.
func clarify(_ context.Context, t *Talk) (bool, error) {
	f := t.open()
	if f == nil || t.command().What != commandClarify {
		return false, nil
	}
	t.explain(f)
	return true, nil
}

// hold waits for a customer who needs a moment.
func hold(_ context.Context, t *Talk) (bool, error) {
	if c := t.command(); c.What != commandHold || !c.Whole {
		return false, nil
	}
	t.keepOffer()
	t.turn.Reply.Kind = Chatted
	t.sayOwn(TextHold)
	return true, nil
}

// fill takes what the message tells for the flow.
func fill(ctx context.Context, t *Talk) (bool, error) {
	f := t.open()
	if f == nil {
		return false, nil
	}
	if done, err := t.queueBeside(ctx, f); done || err != nil {
		return done, err
	}
	if done, err := t.fillBeside(ctx, f); done || err != nil {
		return done, err
	}
	if v, ok := t.ventBeside(f); ok { // "so slow! yes"
		if done, err := t.filledBut(ctx, f, v); done || err != nil {
			return done, err
		}
	}
	if asks(t.text) && !t.rawAsked(f) {
		if found, err := t.search(ctx); err != nil || found.Confidence == Sure {
			return false, err // a question first; see digress
		}
	}
	if done, err := t.filled(ctx, f, false); done || err != nil {
		return done, err
	}
	return t.browse(f), nil
}

// free takes the words of the message for what was asked for.
func free(ctx context.Context, t *Talk) (bool, error) {
	f := t.open()
	if f == nil || !t.worded() {
		return false, nil
	}
	return t.filled(ctx, f, true)
}

func (t *Talk) filled(ctx context.Context, f *frame, words bool) (bool, error) {
	got, err := t.fill(ctx, f, words)
	return t.goesOn(ctx, f, got, err)
}

// filledBut is filled without a part of the message.
func (t *Talk) filledBut(ctx context.Context, f *frame, part stretch) (bool, error) {
	t.aside = part
	got, err := t.fill(ctx, f, false)
	t.aside = stretch{}
	return t.goesOn(ctx, f, got, err)
}

// goesOn goes on with a run that a message filled, and reports whether it did.
func (t *Talk) goesOn(ctx context.Context, f *frame, got filling, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	switch {
	case len(got.Slots) > 0 || got.Asked:
		return true, t.advance(ctx, f)
	case len(got.Refused) > 0:
		return true, t.missed(ctx, f)
	}
	return false, nil
}

// interrupt begins another task; the one before goes on after it.
func interrupt(ctx context.Context, t *Talk) (bool, error) {
	f := t.open()
	if f == nil || !t.worded() || t.rawAsked(f) {
		return false, nil
	}
	flow, err := t.wanted(ctx)
	if err != nil || flow == nil || t.running(flow.Name) || t.takesWords(f) && !t.onlyWants(flow) {
		return false, err
	}
	f.Asking = ""
	t.event(Event{Type: EventFlowSuspended, Flow: f.Flow})
	return true, t.enter(ctx, flow)
}

// running reports whether a flow is open.
func (t *Talk) running(flow string) bool {
	for _, f := range t.s.Frames {
		if f.Flow == flow {
			return true
		}
	}
	return false
}

// start begins a task.
func start(ctx context.Context, t *Talk) (bool, error) {
	if !t.worded() {
		return false, nil
	}
	flow, err := t.wanted(ctx)
	if err != nil || flow == nil {
		return false, err
	}
	if found, err := t.search(ctx); err != nil || found.Identical && found.Confidence == Sure {
		return false, err // the message says in so many words what it wants
	}
	return true, t.enter(ctx, flow)
}

// resume goes on behind a flow that has ended: with a task that waits, or with the flow below.
func (t *Talk) resume(ctx context.Context) error {
	f := t.s.top()
	if f != nil && f.Asking != "" {
		return nil
	}
	if done, err := t.beginNext(ctx); done || err != nil || f == nil {
		return err
	}
	t.event(Event{Type: EventFlowResumed, Flow: f.Flow})
	t.tell(expand(t.own(TextResumed), t.labelled(t.engine.flows[f.Flow])))
	return t.advance(ctx, f)
}

// labelled gives the label of a flow for the braces of a text.
func (t *Talk) labelled(flow *Flow) func(string) (string, bool) {
	return func(name string) (string, bool) {
		if name != "flow" || flow == nil {
			return "", false
		}
		if label := flow.Label.pick(t.Locale(), t.engine.opts.Locale, "", nil); label != "" {
			return label, true
		}
		return flow.Name, true
	}
}

// digress answers a question in the middle of a task, once, and asks again for what
// the task needs; it is no failed attempt.
func digress(ctx context.Context, t *Talk) (bool, error) {
	f := t.open()
	if f == nil || !t.worded() || t.rawAsked(f) {
		return false, nil
	}
	found, err := t.search(ctx)
	if err != nil || found.Confidence != Sure {
		return false, err
	}
	if err := t.answerHit(ctx, found); err != nil {
		return false, err
	}
	t.event(Event{Type: EventDigressed})
	t.s.Guide = nil
	t.prompt(f)
	return true, nil
}

// answerHit shows the answer of the first hit.
func (t *Talk) answerHit(ctx context.Context, found Found) error {
	a, err := t.entry(ctx, found.Hits[0])
	if gone(err) {
		t.turn.Reply.Kind = Unanswered
		t.sayUnknown()
		return nil
	}
	if err != nil {
		return err
	}
	t.s.Asked, t.s.Question = question(t.text), t.turn.Message.ID
	t.answerWith(a, found.Hits[0].Score)
	return nil
}

// smallTalk greets, thanks and chats back.
func smallTalk(ctx context.Context, t *Talk) (bool, error) {
	c := t.command()
	id := TextID("")
	switch c.What {
	case commandGreeting:
		id = TextHello
	case commandGoodbye:
		id = TextBye
	case commandThanks:
		id = TextWelcome
	case commandSmallTalk:
		id = TextSmallTalk
	}
	if id == "" && t.declines() {
		last, err := t.lastReply(ctx)
		if err != nil {
			return false, err
		}
		switch { // "No" to an answer is for again
		case last.Kind == Completed, last.Kind == Chatted, last.Kind == Answered && !unhelped(t.key()):
			id, c.Whole = TextBye, true
		}
	}
	if id == "" || !c.Whole {
		return false, nil
	}
	if found, err := t.search(ctx); err != nil || found.Confidence == Sure {
		return false, err // the host has an answer of its own
	}
	t.turn.Reply.Kind = Chatted
	t.sayOwn(id)
	if f := t.open(); f != nil {
		t.prompt(f)
	} else {
		t.keepOffer()
	}
	return true, nil
}
