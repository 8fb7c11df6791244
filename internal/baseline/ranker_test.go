package baseline

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTerms(t *testing.T) {
	for _, c := range []struct {
		name, text string
		pairs      bool
		want       []string
	}{
		{"words are stemmed", "Lost cards", false, []string{"lost", "card"}},
		{"single characters", "退款了", false, []string{"退", "款", "了"}},
		{"pairs of characters", "退款了", true, []string{"退款", "款了"}},
		{"a character alone is a term of its own", "退, 3 days 款了", true, []string{"退", "3", "day", "款了"}},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, Terms(c.text, c.pairs)) })
	}
}

func TestRankCountsTheBestWordingOrAllTogether(t *testing.T) {
	entries := [][]string{
		{"lost card", "lost phone", "lost keys"},
		{"lost card today", "refund"},
	}
	first := func(v Variant, query string) int {
		hits := NewRanker(entries, v).Rank(query, 1)
		require.Len(t, hits, 1)
		return hits[0].Doc
	}
	assert.Equal(t, 1, first(Variant{}, "today lost card"), "one wording has all words")
	assert.Equal(t, 0, first(Variant{}, "lost"), "three mentions in three wordings do not add up, the shorter wording wins")
	assert.Equal(t, 0, first(Variant{Joined: true}, "phone keys"))

	spread := [][]string{{"refund please"}, {"card refund a", "money refund b", "order refund c"}}
	assert.Equal(t, 0, NewRanker(spread, Variant{}).Rank("refund", 1)[0].Doc, "the shortest wording")
	assert.Equal(t, 1, NewRanker(spread, Variant{Joined: true}).Rank("refund", 1)[0].Doc, "the most mentions")
}

func TestVariantsHaveNames(t *testing.T) {
	var names []string
	for _, v := range Variants() {
		names = append(names, v.String())
	}
	assert.Equal(t, []string{"phrasing", "joined", "phrasing, pairs", "joined, pairs"}, names)
}
