package kb_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

func offer(id, question, category string, tags ...string) kb.Entry {
	return kb.Entry{ID: id, Question: question, Category: category, Tags: append(tags, kb.Recommendable)}
}

func offers() []kb.Entry {
	boots := offer("boots", "Winter boots", "shoes/winter")
	boots.Related = []string{"wax"}
	return []kb.Entry{
		boots, offer("wax", "Shoe wax", "care"), offer("sandals", "Sandals for the beach", "shoes/summer"),
		offer("gold card", "The gold card", "club", "tier:gold"), offer("silver card", "The silver card", "club", "tier:silver"),
		offer("tent", "Tents for two", "camping"), offer("stove", "Gas stove", "camping"), offer("lamp", "Lamp for the tent", "camping"),
		smart("not offered", "Winter boots for everyone"),
	}
}

func recommended(list []kb.Recommendation) []string {
	ids := []string{}
	for _, r := range list {
		ids = append(ids, r.Entry.ID)
	}
	return ids
}

func TestRecommend(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	l := libraryOver(t, kb.NewMemoryStore(), &kb.LibraryOptions{Now: func() time.Time { return now }})
	_, err := l.Put(t.Context(), offers()...)
	require.NoError(t, err)
	for _, c := range []struct {
		why     string
		profile kb.Profile
		first   string
		reason  kb.ReasonKind
	}{
		{"a tag", kb.Profile{Attributes: map[string]string{"tier": "silver"}}, "silver card", kb.FitsAttribute},
		{"an interest", kb.Profile{Interests: map[string]float64{"care": 0.9, "club": 0.2}}, "wax", kb.FitsInterest},
		{"the history names it", kb.Profile{History: []string{"boots"}}, "wax", kb.IsRelated},
		{"the history's category", kb.Profile{History: []string{"tent"}}, "lamp", kb.FitsHistory},
		{"a visit of the entry", kb.Profile{Trail: []kb.Visit{{At: now, Entry: "tent"}}}, "tent", kb.WasVisited},
		{"a visit of the category", kb.Profile{Trail: []kb.Visit{{At: now, Category: "shoes/summer"}}}, "sandals", kb.WasVisited},
		{"the latest visit", kb.Profile{Trail: []kb.Visit{{At: now.Add(-100 * time.Hour), Category: "care"}, {At: now.Add(-time.Hour), Category: "shoes/summer"}}}, "sandals", kb.WasVisited},
		{"the text of a page", kb.Profile{Trail: []kb.Visit{{At: now, Page: "a gas stove that I like"}}}, "stove", kb.FitsPage},
		{"lately over known", kb.Profile{Interests: map[string]float64{"care": 1}, Trail: []kb.Visit{{At: now, Category: "shoes/summer"}}}, "sandals", kb.WasVisited},
	} {
		list, err := l.Recommend(t.Context(), c.profile, 3)
		require.NoError(t, err)
		require.NotEmpty(t, list, c.why)
		assert.Equal(t, c.first, list[0].Entry.ID, c.why)
		require.NotEmpty(t, list[0].Reasons, c.why)
		assert.Equal(t, c.reason, list[0].Reasons[0].Kind, c.why)
		sum := 0.0
		for _, r := range list[0].Reasons {
			sum += r.Weight
		}
		assert.InDelta(t, list[0].Score, sum, 1e-9, "the reasons are all of it")
	}
	list, err := l.Recommend(t.Context(), kb.Profile{Attributes: map[string]string{"tier": "gold"}}, 20)
	require.NoError(t, err)
	assert.Len(t, list, 7, "not what is for others, nor what is not to be recommended")
	assert.NotContains(t, recommended(list), "silver card")
}

func TestRecommendVariety(t *testing.T) {
	l := libraryOf(t, offers()...)
	p := kb.Profile{Interests: map[string]float64{"camping": 1, "shoes": 0.7}}
	list, err := l.Recommend(t.Context(), p, 4)
	require.NoError(t, err)
	assert.Equal(t, []string{"lamp", "boots", "sandals", "stove"}, recommended(list), "categories take turns")
	assert.Equal(t, kb.SameAsAnother, list[3].Reasons[1].Kind)
	p.History = []string{"lamp", "boots"}
	list, err = l.Recommend(t.Context(), p, 20)
	require.NoError(t, err)
	ids := recommended(list)
	assert.ElementsMatch(t, []string{"lamp", "boots"}, ids[len(ids)-2:], "what was seen comes last: %v", ids)
}

func TestRecommendOnlyWhatIsValid(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	over := offer("over", "Easter eggs", "")
	over.ValidTo = now
	l := libraryOver(t, kb.NewMemoryStore(), &kb.LibraryOptions{Now: func() time.Time { return now }})
	_, err := l.Put(t.Context(), over, offer("now", "Strawberries", ""))
	require.NoError(t, err)
	list, err := l.Recommend(t.Context(), kb.Profile{}, 0)
	require.NoError(t, err)
	assert.Equal(t, []string{"now"}, recommended(list))
}

func TestRecommender(t *testing.T) {
	fault := error(nil)
	l := libraryOver(t, kb.NewMemoryStore(), &kb.LibraryOptions{
		Recommender: kb.RecommenderFunc(func(_ context.Context, p kb.Profile, candidates []*kb.Entry, _ int) ([]kb.Recommendation, error) {
			if p.Attributes == nil {
				panic("host")
			}
			list := []kb.Recommendation{}
			for _, e := range candidates {
				list = append(list, kb.Recommendation{Entry: e})
			}
			return list, fault
		}),
	})
	_, err := l.Put(t.Context(), offers()...)
	require.NoError(t, err)
	p := kb.Profile{Attributes: map[string]string{}}
	list, err := l.Recommend(t.Context(), p, 2)
	require.NoError(t, err)
	assert.Equal(t, []string{"boots", "gold card"}, recommended(list))
	fault = errors.New("host")
	_, err = l.Recommend(t.Context(), p, 2)
	require.ErrorIs(t, err, fault)
	_, err = l.Recommend(t.Context(), kb.Profile{}, 2)
	assert.ErrorContains(t, err, "panic")
}
