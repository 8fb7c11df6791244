package dialog

import (
	"context"
	"strings"
	"sync"
)

// again takes the message of a customer who comes back to what an answer should
// have settled: he asks the same once more, or says that it did not help. He gets
// something else than before, and after a few times a person: the ladder.
func again(ctx context.Context, t *Talk) (bool, error) {
	if t.s.Topic == "" || t.open() != nil || !t.worded() {
		return false, nil
	}
	complains := unhelped(t.key())
	repeated := t.s.Words != "" && !complains && t.utterance().asksAgain(t.s.Words) // the same answer helps him no more than before
	if !repeated && !complains {
		return false, nil
	}
	var found Found
	var err error
	if repeated {
		if found, err = t.search(ctx); err != nil {
			return false, err
		}
		repeated = found.Confidence == Sure && found.Hits[0].ID == t.s.Topic
		if !repeated && !complains {
			return false, nil // what he gets this time is something else
		}
	}
	if repeated {
		t.s.Repeats++
		t.event(Event{Type: EventRepeated, Detail: t.s.Topic})
	} else if found, err = t.lookUp(ctx, t.s.Words); err != nil {
		return false, err
	}
	t.s.Followed++
	reply := &t.turn.Reply
	if most := t.engine.opts.MaxFollowUps; most > 0 && t.s.Followed >= most && t.handsOver() {
		reply.Question = t.s.Question
		return true, t.passOn(ctx, Unresolved)
	}
	if repeated {
		t.sayOwn(TextRepeated)
		a, err := t.entry(ctx, found.Hits[0])
		if err != nil {
			return false, err
		}
		followed := t.s.Followed
		reply.Question = t.s.Question
		t.answerWith(a, found.Hits[0].Score)
		t.s.Followed = followed
	} else {
		t.sayOwn(TextNotHelpful)
		reply.Kind, reply.Question = Unanswered, t.s.Question
	}
	if others := t.others(found); len(others) > 0 && len(reply.Choices) == 0 {
		t.suggest(others)
		return true, nil
	}
	if t.engine.opts.Handoff != nil && len(reply.Choices) == 0 {
		t.sayOwn(TextOfferHuman)
		t.yesNo(offerHuman)
		t.event(Event{Type: EventHandoffOffered, Detail: "repeated"})
	} else if !repeated {
		t.sayOwn(TextRephrase)
	}
	return true, nil
}

// others are the hits beside the last answer that may be meant.
func (t *Talk) others(found Found) (others []Hit) {
	const most, least = 3, 0.3
	for _, h := range found.Hits {
		if h.ID != t.s.Topic && h.Score >= least && len(others) < most {
			others = append(others, h)
		}
	}
	return others
}

// unhelped reports whether a customer says, with words of this key, that an answer did not
// help him.
func unhelped(key string) bool {
	if unhelpful[key] {
		return true
	}
	const most = 60 // bytes: a longer message has something else to say, too
	if len(key) > most {
		return false
	}
	for _, phrase := range unhelpfulParts() {
		if strings.HasPrefix(key, phrase) || strings.HasSuffix(key, phrase) {
			return true
		}
	}
	return false
}

// unhelpfulParts are the phrases that say so at either end of a message, too.
var unhelpfulParts = sync.OnceValue(func() (parts []string) {
	for phrase := range unhelpful {
		if len(phrase) >= 8 {
			parts = append(parts, phrase)
		}
	}
	return parts
})

var unhelpful = map[string]bool{
	"no": true, "nope": true, "that does not help": true, "that doesn't help": true, "this doesn't help": true, "that didn't help": true,
	"doesn't help": true, "didn't help": true, "not helpful": true, "that is not what i asked": true, "that's not what i asked": true,
	"that's not what i meant": true, "that is not what i meant": true, "that's not my question": true, "that is not my question": true,
	"wrong answer": true, "it still doesn't work": true, "still doesn't work": true, "still not working": true, "it didn't work": true,
	"that didn't work": true, "that does not answer my question": true, "that doesn't answer my question": true, "not what i need": true,
	"没用": true, "没有用": true, "不是这个": true, "不是这个问题": true, "答非所问": true, "没解决": true, "没有解决": true, "还是没解决": true,
	"还是不行": true, "不行": true, "我问的不是这个": true, "不是我要问的": true, "不对": true, "没帮助": true, "没有帮助": true, "解决不了": true,
	"这没用": true, "还是没用": true, "试过了没用": true, "试了没用": true, "还是不能用": true,
}
