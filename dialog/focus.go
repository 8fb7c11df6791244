package dialog

import (
	"context"
	"strings"
)

// Where many answers may be meant, a list of all of them helps nobody: the bot asks
// what tells them apart, until a few are left to choose from.

// focusChoice marks the ids of choices that answer such a question.
const focusChoice = "focus/"

// focus is what a narrowing question was about: the candidates, and which of them
// each choice leaves, by their places.
type focus struct {
	Candidates []Choice `json:"c"`
	Left       [][]int  `json:"l"`
	Else       []int    `json:"e,omitempty"`
}

// narrowed asks what tells the candidates apart, and reports whether that is worth
// it: a few are better offered as they are.
func (t *Talk) narrowed(candidates []Candidate) bool {
	from := t.engine.opts.NarrowFrom
	if from < 0 || len(candidates) < from {
		return false
	}
	q, ok := Narrow(candidates, NarrowOptions{Language: t.Locale()})
	if !ok || q.By == NarrowByAnswer {
		return false
	}
	place := map[string]int{}
	f := &focus{}
	for i, c := range candidates {
		place[c.ID] = i
		f.Candidates = append(f.Candidates, Choice{ID: c.ID, Label: c.Text})
	}
	places := func(ids []string) (out []int) {
		for _, id := range ids {
			out = append(out, place[id])
		}
		return out
	}
	for _, o := range q.Options {
		f.Left = append(f.Left, places(o.Candidates))
	}
	f.Else = places(q.Else)
	choices := q.Choices(t.own(TextSomethingElse))
	for i := range choices {
		choices[i].ID = focusChoice + choices[i].ID
	}
	t.turn.Reply.Kind = Suggested
	if q.By == NarrowByFact {
		t.tell(expand(t.own(TextWhichFact), func(name string) (string, bool) { return q.Fact, name == "fact" }))
	} else {
		t.sayOwn(TextNarrow)
	}
	t.offer(choices)
	t.s.Offered, t.s.Offer, t.s.Focus = choices, offerFocus, f
	t.event(Event{Type: EventSuggested, Detail: string(q.By)})
	return true
}

// focusOn takes the answer to a narrowing question.
func focusOn(ctx context.Context, t *Talk) (bool, error) {
	f := t.s.Focus
	t.s.Focus, t.focus = nil, f
	if t.offerKind != offerFocus || f == nil {
		return false, nil
	}
	left := f.Else
	named := t.offered
	if len(f.Else) > 0 { // the last choice is that it is something else
		named = named[:len(named)-1]
	}
	msg := t.turn.Message
	msg.Text, msg.Choice = t.text, t.choice
	picked, what := pick(named, &msg, t.own(TextSomethingElse))
	switch {
	case what == pickedEntry:
		for i, c := range named {
			if c.ID == picked {
				left = f.Left[i]
			}
		}
	case what != pickedNone && t.choice != focusChoice+"0":
		if strings.HasPrefix(t.choice, focusChoice) { // of an older question
			t.turn.Reply.Kind = Unanswered
			t.sayUnknown()
			return true, nil
		}
		return false, nil
	}
	t.turn.Reply.Question = t.s.Question
	switch len(left) {
	case 0:
		return true, t.unanswered(ctx)
	case 1:
		return true, t.answerAs(ctx, Hit{ID: f.Candidates[left[0]].ID, Score: 1})
	}
	candidates := make([]Candidate, len(left))
	for i, place := range left {
		c := f.Candidates[place]
		candidates[i] = Candidate{ID: c.ID, Text: c.Label, Score: 1}
	}
	if t.narrowed(candidates) {
		return true, nil
	}
	hits := make([]Hit, len(candidates))
	for i, c := range candidates {
		hits[i] = Hit{ID: c.ID, Question: c.Text, Score: 1}
	}
	t.suggest(hits)
	return true, nil
}
