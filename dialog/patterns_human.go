package dialog

import (
	"context"

	"github.com/kefu-go/kefu/internal/text"
)

// human passes the conversation on to a person who was asked for.
func human(ctx context.Context, t *Talk) (bool, error) {
	if t.reading == nil || !t.reading.WantsHuman {
		return false, nil
	}
	if f := t.open(); f != nil && t.takesWords(f) && t.command().What != commandHuman && (t.rawAsked(f) || !t.onlyWish()) {
		return false, nil
	}
	t.turn.Reply.Question = t.s.Question
	return true, t.passOn(ctx, AskedForHuman)
}

// mostWish is how long a message may be that is nothing but a wish: a word counts two, a
// Chinese character one.
const mostWish = 12

// onlyWish reports whether a message in which the reader sees a wish for a person is likely
// to be nothing else: one short clause in which the customer speaks of himself. "The
// supervisor", 请联系经理 and "he was rude, I want a human" may be what was asked for.
func (t *Talk) onlyWish() bool {
	p, ok := t.utterance().phrases()
	if !ok || t.readText != t.text {
		return false
	}
	length, himself := 0, false
	for i, token := range p.tokens {
		if i > 0 && p.pauses[i] != phrasePauseNone {
			return false
		}
		if length += 2; token.Kind == text.Char {
			length--
		}
		switch string(p.buf.Bytes(token)) {
		case "i", "i'd", "i'm", "me", "we", "us", "我":
			himself = true
		}
	}
	return himself && length <= mostWish
}
