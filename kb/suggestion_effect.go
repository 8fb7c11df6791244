package kb

import (
	"context"
	"time"
)

// Effect is what an accepted suggestion has done.
type Effect struct {
	// Now counts the examples and wordings of the suggestion by what the library
	// does with them now.
	Now EffectCounts
	// Since counts the questions that were asked since, with the same words as
	// those behind the suggestion, by what was done with them.
	Since EffectCounts
	// Bad is how many of those got a bad verdict for the entry.
	Bad int
}

// EffectCounts count questions by what became of them.
type EffectCounts struct {
	// Questions is how many there are: Answered directly with the entry, Offered
	// it among others, answered directly with another entry (Elsewhere), and the
	// rest.
	Questions, Answered, Offered, Elsewhere int
}

// Effect tells whether what was accepted helps: it asks the questions of an
// accepted suggestion again, and looks at what was asked since. It returns
// [ErrNotFound] unless the suggestion was accepted.
func (l *Library) Effect(ctx context.Context, id string) (Effect, error) {
	d, err := l.Decided(ctx, id)
	if err != nil {
		return Effect{}, err
	}
	if d.State != SuggestionAccepted {
		return Effect{}, ErrNotFound
	}
	var effect Effect
	if effect.Now, err = l.effectNow(ctx, &d); err != nil {
		return Effect{}, err
	}
	err = l.effectSince(ctx, &d, &effect)
	return effect, err
}

func (l *Library) effectNow(ctx context.Context, d *Decided) (counts EffectCounts, err error) {
	s := &d.Suggestion
	wordings := append([]string{s.Question}, s.Phrasings...)
	for _, e := range s.Examples {
		wordings = append(wordings, e.Text)
	}
	done := map[string]bool{}
	for _, w := range wordings {
		plain, key := withoutPersonal(w)
		if done[key] {
			continue
		}
		done[key] = true
		q := Query{Text: plain, Locale: s.Locale}
		if s.Base != "" {
			q.Scope = Scope{Bases: []string{s.Base}}
		}
		decision, err := l.Decide(ctx, q)
		if err != nil {
			return counts, err
		}
		a := NewAsked("", q, decision)
		counts.add(&a, d.Entry)
	}
	return counts, nil
}

func (l *Library) effectSince(ctx context.Context, d *Decided, effect *Effect) error {
	members := map[string]bool{}
	for _, m := range d.Suggestion.Members {
		members[m] = true
	}
	asked := map[uint64]time.Time{}
	var bad []string
	for item, err := range l.opts.Log.Items(ctx, 0) {
		switch {
		case err != nil:
			return err
		case item.Asked != nil && item.Asked.At.After(d.At):
			if _, key := withoutPersonal(Mask(cut(item.Asked.Text, MaxQuestion))); members[memberID(key)] {
				effect.Since.add(item.Asked, d.Entry)
				asked[hashOf(item.Asked.ID)] = item.Asked.At
			}
		case item.Feedback != nil && item.Feedback.Entry == d.Entry:
			if v := item.Feedback.Verdict; v == Wrong || v == NotUseful {
				bad = append(bad, item.Feedback.Asked)
			}
		}
	}
	for _, id := range bad {
		if _, since := asked[hashOf(id)]; since {
			effect.Bad++
		}
	}
	return nil
}

func (c *EffectCounts) add(a *Asked, entry string) {
	c.Questions++
	switch {
	case a.Decision == Direct && a.showed(entry):
		c.Answered++
	case a.Decision == Direct:
		c.Elsewhere++
	case a.showed(entry):
		c.Offered++
	}
}
