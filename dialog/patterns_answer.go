package dialog

import (
	"context"
	"strings"
)

// miss counts an answer that could not be used. A question that nobody could answer is
// none; it counts among those.
func miss(ctx context.Context, t *Talk) (bool, error) {
	f := t.open()
	if f == nil {
		return false, nil
	}
	if key := t.key(); t.worded() && (asks(t.text) || wishBegins(key, wishFacts) || wishHas(key, wishFactsHan)) {
		most := t.engine.opts.MaxUnanswered
		if t.s.Unanswered++; most > 0 && t.s.Unanswered >= most && t.engine.opts.Handoff != nil {
			t.turn.Reply.Question = t.turn.Message.ID
			return true, t.leave(ctx, f, NotAnswered)
		}
		t.event(Event{Type: EventUnanswered})
		t.sayUnknown()
		t.prompt(f)
		return true, nil
	}
	return true, t.missed(ctx, f)
}

// declines reports whether the message is no more than a no where nothing is asked that
// it could answer: nothing else is wanted.
func (t *Talk) declines() bool {
	if t.open() != nil || len(t.offered) > 0 || t.s.Last == "" || !t.worded() {
		return false
	}
	switch t.key() {
	case "no", "nope", "nah", "no thanks", "no thank you", "nothing", "nothing else", "not now", "no i'm good", "no that's all",
		"没", "没了", "没有", "没有了", "不用", "不用了", "不用谢谢", "不了", "不需要", "暂时没有", "没有谢谢":
		return true
	}
	return false
}

// lastReply is what the bot said last; the zero reply if that is gone.
func (t *Talk) lastReply(ctx context.Context) (Reply, error) {
	last, err := call(ctx, t, "last", "", 0, func(ctx context.Context) (Reply, error) {
		r, err := t.engine.store.Replied(ctx, t.turn.Conversation.ID, t.s.Last)
		return r.Reply, err
	})
	if err != nil && !gone(err) {
		return Reply{}, err
	}
	return last, nil
}

// optOut ends or begins again what is sent unasked.
func optOut(_ context.Context, t *Talk) (bool, error) {
	what := t.command().What
	if by := t.keyword(); by != commandNone {
		what = by
	}
	switch what {
	case commandOptOut:
		t.s.OptedOut = true
		t.sayOwn(TextOptedOut)
	case commandOptIn:
		t.s.OptedOut = false
		t.sayOwn(TextOptedIn)
	default:
		return false, nil
	}
	t.s.Opted = t.millis()
	t.turn.Reply.Kind = Chatted
	t.event(Event{Type: EventOptedOut, Value: map[bool]string{true: "out", false: "in"}[t.s.OptedOut]})
	if f := t.open(); f != nil {
		t.prompt(f)
	}
	return true, nil
}

// keyword reads the words that end and begin again what is sent by short message (CTIA
// Messaging Principles, 5.1; in China T, TD and N), where they are all of a message to
// which nothing else is open.
func (t *Talk) keyword() command {
	channel := t.turn.Conversation.Channel
	if channel != SMSChannel && !strings.HasPrefix(channel, SMSChannel+"-") || !t.worded() || t.s.top() != nil || t.s.Guide != nil {
		return commandNone
	}
	switch t.key() {
	case "stop", "stopall", "stop all", "unsubscribe", "td", "拒收":
		return commandOptOut
	case "end", "quit", "cancel", "revoke", "optout", "t", "n":
		if len(t.offered) == 0 {
			return commandOptOut
		}
	case "start", "unstop":
		if t.s.OptedOut {
			return commandOptIn
		}
	}
	return commandNone
}

// asks reports whether words look like a question.
func asks(s string) bool {
	s = strings.TrimRight(s, " \t\n")
	for _, end := range []string{"?", "？", "吗", "呢"} {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return false
}
