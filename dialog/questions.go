package dialog

import (
	"context"
	"strings"
)

// choose takes what the customer picks from what was offered, also a button of an
// earlier list.
func choose(ctx context.Context, t *Talk) (bool, error) {
	msg, reply := &t.turn.Message, &t.turn.Reply
	if strings.HasPrefix(t.choice, stepChoice) || strings.HasPrefix(t.choice, slotChoice) || t.offerKind != offerEntries {
		return false, nil
	}
	picked, what := pick(t.offered, msg, t.own(TextNoneOfThese))
	switch {
	case what == pickedNone:
		reply.Question = t.s.Question
		return true, t.unanswered(ctx)
	case what == pickedEntry || t.choice != "":
		if what != pickedEntry {
			picked = t.choice
		}
		a, err := t.entry(ctx, Hit{ID: picked, Score: 1})
		if err == nil {
			reply.Question = t.s.Question
			t.answerWith(a, 1)
			for _, c := range t.offered {
				if c.ID == picked {
					t.s.Words = clipWords(c.Label)
				}
			}
			return true, nil
		}
		if !gone(err) {
			return false, err
		}
		t.offered, t.choice = nil, "" // the entry is gone; what was said may still be a question
		t.read(ctx)
		if strings.TrimSpace(msg.Text) == "" {
			reply.Kind = Unanswered
			t.sayUnknown()
			return true, nil
		}
	}
	return false, nil
}

// slotChoice marks the ids of choices that answer what a flow asks.
const slotChoice = "slot/"

// followGuide takes a message as the way on from the step that waits.
func followGuide(ctx context.Context, t *Talk) (bool, error) {
	guides, ok := t.engine.opts.Knowledge.(Guides)
	if !ok || t.s.Guide == nil || len(t.offered) > 0 && !strings.HasPrefix(t.choice, stepChoice) {
		return false, nil
	}
	said := t.text
	if number, ok := strings.CutPrefix(t.choice, stepChoice); ok {
		said = number
	}
	at := *t.s.Guide
	q := t.ask(t.text)
	a, err := call(ctx, t, "follow", "", watch(guides, t.engine.opts.KnowledgeTimeout), func(ctx context.Context) (Answer, error) {
		return guides.Follow(ctx, at.Entry, at.Step, said, q)
	})
	if gone(err) { // no way on from here: it may be a question
		return false, nil
	}
	if err != nil {
		return false, err
	}
	reply := &t.turn.Reply
	t.speakAs(a.Locale)
	reply.Kind, reply.Source, reply.Question = Guided, a.Entry, t.s.Question
	t.s.Unanswered = 0
	if a.HandOff && t.handsOver() {
		t.s.Guide = nil
		if err := t.passOn(ctx, GuideEnded); err != nil {
			return false, err
		}
		reply.Text = joined(a.Text, reply.Text)
		return true, nil
	}
	t.s.Guide = nil
	t.showStep(a)
	return true, nil
}

// answer answers a question, or offers what it may mean.
func answer(ctx context.Context, t *Talk) (bool, error) {
	if !t.worded() {
		return false, nil
	}
	reply, msg := &t.turn.Reply, &t.turn.Message
	found, err := t.search(ctx)
	if err != nil {
		return false, err
	}
	if found.Confidence == Blocked {
		reply.Kind = Invalid
		t.sayOwn(TextDeclined)
		return true, nil
	}
	if !found.Identical {
		if done, err := t.act(ctx); done || err != nil {
			return done, err
		}
	}
	again := t.s.Asked == question(t.text)
	before := t.s.Question
	t.s.Asked, t.s.Question = question(t.text), msg.ID
	if found.Confidence != Sure && len(t.offered) > 0 && !again {
		if len(found.Hits) > 0 && found.Hits[0].Near {
			reply.Question = before
			return true, t.answerAs(ctx, found.Hits[0])
		}
	}
	switch found.Confidence {
	case Sure:
		return true, t.answerHit(ctx, found)
	case Unsure:
		if !t.narrowed(candidatesOf(found)) {
			t.suggest(found.Hits)
		}
		return true, nil
	}
	return false, nil
}

// answerAs shows the answer of a hit without taking the message for its question.
func (t *Talk) answerAs(ctx context.Context, hit Hit) error {
	asked, id := t.s.Asked, t.s.Question
	err := t.answerHit(ctx, Found{Hits: []Hit{hit}})
	t.s.Asked, t.s.Question = asked, id
	return err
}

// candidatesOf are all the hits that may be meant.
func candidatesOf(found Found) []Candidate {
	var out []Candidate
	for _, h := range append(found.Hits[:len(found.Hits):len(found.Hits)], found.More...) {
		out = append(out, Candidate{ID: h.ID, Text: h.Question, Score: h.Score, Category: h.Category, Tags: h.Tags})
	}
	return out
}

// suggest offers the questions that a message may mean.
func (t *Talk) suggest(hits []Hit) {
	reply := &t.turn.Reply
	reply.Kind, reply.Score = Suggested, hits[0].Score
	t.speakAs(hits[0].Locale)
	for _, hit := range hits {
		t.s.Offered = append(t.s.Offered, Choice{ID: hit.ID, Label: hit.Question})
	}
	t.sayOwn(TextSuggest)
	t.offer(append(append([]Choice(nil), t.s.Offered...), Choice{ID: NoneOfThese, Label: t.own(TextNoneOfThese)}))
	t.event(Event{Type: EventSuggested})
}

// IntentAction is what a message does that is sure to show an intent.
type IntentAction struct {
	// Entries are the ids of the entries that answer, and whose guide begins: one for
	// each language. The first that the customer may see is it; without one the
	// message is a question like any other.
	Entries []string
	// HandOff passes the conversation to a person.
	HandOff bool
	// Recommend shows what may interest the customer; see [Recommender].
	Recommend bool
}

// act does what the intent of the message does, and reports whether that was
// anything.
func (t *Talk) act(ctx context.Context) (bool, error) {
	if t.reading == nil || !t.reading.Sure {
		return false, nil
	}
	act := t.engine.opts.Intents[t.reading.Intent]
	if act.HandOff && t.handsOver() {
		t.turn.Reply.Question = t.turn.Message.ID
		return true, t.passOn(ctx, IntentMatched)
	}
	for _, id := range act.Entries {
		a, err := t.entry(ctx, Hit{ID: id, Score: 1})
		if gone(err) {
			continue
		}
		if err != nil {
			return false, err
		}
		t.s.Asked, t.s.Question = question(t.text), t.turn.Message.ID
		t.answerWith(a, t.reading.Confidence)
		return true, nil
	}
	return false, nil
}

// unknown is the turn of a message that nothing else took.
func unknown(ctx context.Context, t *Talk) (bool, error) { return true, t.unanswered(ctx) }

// unanswered says that the bot has no answer, or hands over when that has happened
// too often.
func (t *Talk) unanswered(ctx context.Context) error {
	t.s.Unanswered++
	most := t.engine.opts.MaxUnanswered
	if most > 0 && t.s.Unanswered >= most && t.handsOver() {
		if t.turn.Reply.Question == "" {
			t.turn.Reply.Question = t.turn.Message.ID
		}
		return t.passOn(ctx, NotAnswered)
	}
	t.turn.Reply.Kind = Unanswered
	t.sayUnknown()
	t.event(Event{Type: EventUnanswered})
	return nil
}
