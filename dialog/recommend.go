package dialog

import (
	"context"
	"slices"
	"strings"
)

// Recommender is a [Knowledge] that can say what may interest a customer: services, products.
type Recommender interface {
	// Recommend returns at most n entries that fit the customer of a query, the best first; none
	// where there is nothing to recommend. What Search promises about contexts and repeated calls
	// holds here, too.
	Recommend(ctx context.Context, q Query, n int) ([]Hit, error)
}

// mostRecommended is how many entries are recommended at once.
const mostRecommended = 3

// recommend shows what may interest a customer who asks for that. What he names himself is a
// question like any other: "which kettle do you recommend?" is for the knowledge base, if
// it has an answer or something to pick from.
func recommend(ctx context.Context, t *Talk) (bool, error) {
	by, ok := t.engine.opts.Knowledge.(Recommender)
	if !ok || !t.worded() || t.open() != nil || !t.wantsRecommended() {
		return false, nil
	}
	if found, err := t.search(ctx); err != nil || found.Confidence != Nothing {
		return false, err
	}
	q := t.ask(t.text)
	hits, err := call(ctx, t, "recommend", "", t.engine.opts.KnowledgeTimeout, func(ctx context.Context) ([]Hit, error) {
		hits, err := by.Recommend(ctx, q, mostRecommended)
		return Found{Hits: hits}.sound().Hits, err
	})
	if err != nil || len(hits) == 0 {
		return false, err
	}
	hits = hits[:min(len(hits), mostRecommended)]
	t.s.Unanswered = 0
	t.turn.Reply.Kind, t.turn.Reply.Score = Suggested, hits[0].Score
	for _, hit := range hits {
		t.s.Offered = append(t.s.Offered, Choice{ID: hit.ID, Label: hit.Question})
		t.event(Event{Type: EventRecommended, Detail: hit.ID})
	}
	t.sayOwn(TextRecommend)
	t.offer(slices.Clone(t.s.Offered))
	return true, nil
}

// wantsRecommended reports whether the message asks what there is to recommend, in general or
// by an intent that the host says so of.
func (t *Talk) wantsRecommended() bool {
	if t.reading != nil && t.reading.Sure && t.engine.opts.Intents[t.reading.Intent].Recommend {
		return true
	}
	key := t.key()
	if speaksOf(key, []string{"don't recommend", "not recommend", "wouldn't recommend", "不推荐", "推荐人", "推荐码"}) {
		return false
	}
	return slices.ContainsFunc(recommendWords, func(w string) bool { return contains(key, strings.TrimSpace(w)) })
}

var recommendWords = []string{
	"recommend", "recommendation", "recommendations", "any suggestions", "what do you suggest", "what would you suggest", "suggest something", "what's new", "what is popular", "what's popular", "best sellers", "bestsellers",
	"what else do you have", "what else do you offer", "anything for me",
	"推荐", "有什么好的", "有什么新品", "有什么优惠", "热门", "卖得好", "什么卖得最好", "爆款", "适合我",
}
