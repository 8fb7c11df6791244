package dialog

import (
	"context"
	"slices"
	"strings"
)

// goOn takes a customer's word on whether to go on with the flows that expired while he
// was away; he may also say so unasked.
func goOn(ctx context.Context, t *Talk) (bool, error) {
	s := t.s
	if len(s.Left) == 0 {
		return false, nil
	}
	answer, rest := 0, ""
	if t.offerKind == offerResume {
		switch n := number(t.text); {
		case t.choice != "":
			answer = pressed(t.choice, string(offerResume))
		case n == 1:
			answer = 1
		case n == 2:
			answer = -1
		default:
			answer, rest = t.utterance().yesNo()
		}
	}
	if c := t.command(); answer == 0 && c.What == commandResume && c.Whole {
		answer = 1
	}
	if answer == 0 && t.offerKind == offerResume {
		fits, err := t.answersLeft(ctx)
		if err != nil {
			return false, err
		}
		if fits {
			s.Returned = t.text
			return true, t.takeUp(ctx, true)
		}
	}
	switch {
	case answer > 0:
		if strings.TrimSpace(rest) != "" {
			s.Returned = rest
		}
		return true, t.takeUp(ctx, false)
	case answer < 0:
		last := s.Left[len(s.Left)-1]
		for _, f := range s.Left {
			t.event(Event{Type: EventFlowCancelled, Flow: f.Flow, Detail: "left"})
		}
		t.letGo()
		s.Next = nil
		if strings.TrimSpace(rest) != "" {
			t.text = rest
			t.read(ctx)
			return false, nil
		}
		t.turn.Reply.Kind = Completed
		t.sayCancelled(last)
		return true, nil
	}
	return false, nil
}

// answersLeft reports whether the message, instead of saying whether to go on, tells at once what
// the run had asked for that was left: which is a yes.
func (t *Talk) answersLeft(ctx context.Context) (fits bool, err error) {
	s := t.s
	f := s.Left[len(s.Left)-1]
	asked := t.asked(f)
	if !t.worded() || asks(t.text) || t.command().What != commandNone || asked == nil || asked.Raw || asked.Kind == TextKind || asked.Kind == YesNoKind {
		return false, nil
	}
	if flow, err := t.wanted(ctx); flow != nil || err != nil {
		return false, err
	}
	frames := s.Frames
	s.Frames = append(slices.Clone(frames), f) // it is read as if it were open
	defer func() { s.Frames = frames }()
	err = t.hearing(ctx, t.text, func() error {
		found := t.plan(f).assign(t.hear(0, len(t.text)), asked, true, func(*slot) bool { return false })
		fits = slices.ContainsFunc(found, func(v foundValue) bool { return v.slot == asked })
		return nil
	})
	return fits, err
}

// letGo forgets the runs that were left.
func (t *Talk) letGo() { t.s.Left, t.s.Ended, t.s.Recalled, t.s.Returned = nil, 0, false, "" }

// replaced forgets the runs of a flow that were left, because it begins anew.
func (t *Talk) replaced(flow string) {
	s := t.s
	before := len(s.Left)
	s.Left = slices.DeleteFunc(s.Left, func(f *frame) bool { return f.Flow == flow })
	if len(s.Left) == before {
		return
	}
	t.event(Event{Type: EventFlowCancelled, Flow: flow, Detail: "left"})
	if len(s.Left) == 0 {
		t.letGo()
	}
}

// takeUp goes on with the runs that were left, where they were left. Words that the
// customer came back with are taken into the one that talks; free ones are the answer to what
// it had asked, whatever they are.
func (t *Talk) takeUp(ctx context.Context, free bool) error {
	s := t.s
	if f := t.open(); f != nil {
		t.event(Event{Type: EventFlowSuspended, Flow: f.Flow})
	}
	s.Frames, s.Guide = append(s.Frames, s.Left...), nil
	for _, f := range s.Frames[:len(s.Frames)-1] { // one flow talks, the others wait for it
		f.Asking = ""
	}
	words := s.Returned
	t.letGo()
	if err := t.migrated(ctx); err != nil {
		return err
	}
	f := s.top()
	if f == nil {
		t.turn.Reply.Kind = Chatted
		t.sayOwn(TextHello)
		return nil
	}
	t.event(Event{Type: EventFlowResumed, Flow: f.Flow})
	t.tell(expand(t.own(TextResumed), t.labelled(t.engine.flows[f.Flow])))
	if words != "" {
		t.text = words
		t.read(ctx)
		if _, err := t.fill(ctx, f, free); err != nil {
			return err
		}
	}
	return t.advance(ctx, f)
}

// comeBack takes the first message of a returning customer that nothing else could
// make sense of: it may be the answer that he was asked for when he left.
func comeBack(ctx context.Context, t *Talk) (bool, error) {
	if len(t.s.Left) == 0 || !t.worded() {
		return false, nil
	}
	if t.offerKind == offerResume && !asks(t.text) { // he was asked whether to go on, and answers what he had been asked before
		f := t.s.Left[len(t.s.Left)-1]
		if t.takesWords(f) && t.command().What == commandNone {
			t.s.Returned = t.text
			return true, t.takeUp(ctx, true)
		}
	}
	if t.s.Recalled {
		return false, nil
	}
	t.s.Returned = clipWords(t.text)
	t.turn.Reply.Kind = Offered
	t.askGoOn()
	return true, nil
}

// recall asks a returning customer, once he has been served, whether to go on with what
// he left. It asks once.
func (t *Talk) recall() {
	kind := t.turn.Reply.Kind
	if len(t.s.Left) == 0 || t.s.Recalled || t.turn.Conversation.Owner == Agent || t.waits() || kind != Answered && kind != Chatted {
		return
	}
	t.askGoOn()
}

func (t *Talk) askGoOn() {
	s := t.s
	s.Recalled = true
	flow := t.engine.flows[s.Left[len(s.Left)-1].Flow]
	t.tell(expand(t.own(TextContinue), t.labelled(flow)))
	t.yesNo(offerResume)
}
