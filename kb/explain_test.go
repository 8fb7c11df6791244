package kb_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/kb"
)

func explained(t testing.TB, e kb.Explanation, id string) kb.ExplainedEntry {
	t.Helper()
	for _, one := range e.Entries {
		if one.ID == id {
			return one
		}
	}
	require.Failf(t, "not explained", "%s in %v", id, e)
	return kb.ExplainedEntry{}
}

func TestExplain(t *testing.T) {
	x := indexOf(t, append(shop(), contains("contains", "voucher"), pattern("pattern", `\d{6}`))...)
	e := x.Explain(kb.Query{Text: "when is my refund comming", Limit: 1}, "hours", "contains", "nobody", "refund")
	require.Equal(t, []kb.LayerTried{{Mode: kb.Exact}, {Mode: kb.Pattern}, {Mode: kb.Contains}, {Mode: kb.Smart, Found: 5, Decided: true}}[:3], e.Layers[:3])
	assert.True(t, e.Layers[3].Decided)

	hit := e.Entries[0]
	require.Equal(t, "refund", hit.ID)
	assert.Equal(t, 1, hit.Rank)
	assert.Equal(t, "When will I get my refund?", hit.Phrasing)
	require.NotNil(t, hit.Words)
	assert.Equal(t, "refund", hit.Words.Shared[0].Text, "the weightiest first")
	assert.Greater(t, hit.Words.Shared[0].Weight, hit.Words.Shared[1].Weight)
	assert.Greater(t, hit.Words.Share, 0.5)
	assert.Positive(t, hit.Words.Grams)
	assert.Less(t, hit.Words.Covered, 1.0)

	second := e.Entries[1]
	assert.Zero(t, second.Rank)
	assert.Equal(t, kb.BeyondLimit, second.Obstacle)
	assert.Equal(t, kb.NothingShared, explained(t, e, "hours").Obstacle)
	assert.Equal(t, kb.OtherLayer, explained(t, e, "contains").Obstacle)
	assert.Equal(t, kb.NoEntry, explained(t, e, "nobody").Obstacle)

	e = x.Explain(kb.Query{Text: "a voucher for my refund"}, "refund", "pattern")
	assert.Equal(t, "contains", e.Entries[0].ID)
	assert.Equal(t, kb.OtherLayer, explained(t, e, "refund").Obstacle)

	e = x.Explain(kb.Query{Text: "xyzzy 12"}, "pattern", "refund")
	assert.Empty(t, e.Layers[3].Found)
	assert.Equal(t, 2, e.Unknown)
	assert.Equal(t, kb.NothingShared, explained(t, e, "refund").Obstacle)
}

func TestExplainObstacles(t *testing.T) {
	noon := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	var crowd []kb.Entry
	for i := range 40 {
		crowd = append(crowd, smart("crowd "+string(rune('A'+i)), "red refund paper"))
	}
	crowd = append(
		crowd,
		kb.Entry{ID: "zh", Question: "refund paper", Locale: "zh"},
		kb.Entry{ID: "category", Question: "refund paper", Category: "b"},
		kb.Entry{ID: "scope", Question: "refund paper", Base: "shop"},
		kb.Entry{ID: "kind", Question: "refund paper", Kind: kb.Passage},
		kb.Entry{ID: "over", Question: "refund paper", ValidTo: noon},
		kb.Entry{ID: "shy", Question: "red refund voucher paper", Category: "a", MinScore: 0.999},
		kb.Entry{ID: "far", Question: "we sell many kinds of glue, pens, ink, chalk, boards and one paper", Category: "a"},
		kb.Entry{ID: "text", Question: "refund paper", Category: "a", Mode: kb.Exact},
	)
	for i := range 40 {
		crowd[i].Category = "a"
	}
	x := kb.NewIndex(&kb.IndexOptions{Now: func() time.Time { return noon }})
	require.NoError(t, x.Put(crowd...))
	q := kb.Query{Text: "the red refund paper voucher", Locale: "en", Category: "a", Scope: kb.Scope{Public: true}, Kinds: []kb.Kind{kb.FAQ}}
	e := x.Explain(q, "zh", "category", "scope", "kind", "over", "shy", "far", "text")
	for id, want := range map[string]kb.Obstacle{
		"zh": kb.OtherLocale, "category": kb.OtherCategory, "shy": kb.BelowMinScore, "far": kb.NotRecalled, "text": kb.OtherLayer,
	} {
		assert.Equal(t, want, explained(t, e, id).Obstacle, id)
	}
	q.Category = ""
	e = x.Explain(q, "scope", "kind", "over")
	for id, want := range map[string]kb.Obstacle{"scope": kb.OutOfScope, "kind": kb.OtherKind, "over": kb.NotValid} {
		assert.Equal(t, want, explained(t, e, id).Obstacle, id)
	}
	require.NoError(t, x.Put(live(contains("live", "paper")), contains("written", "refund paper")))
	e = x.Explain(q, "written")
	assert.Equal(t, "live", e.Entries[0].ID)
	assert.Equal(t, kb.NotLive, explained(t, e, "written").Obstacle)
	assert.Contains(t, e.String(), "contains (live): live 0.9")
}

func TestExplainText(t *testing.T) {
	l := libraryOf(t, shop()...)
	e, err := l.Explain(t.Context(), kb.Query{Text: "where can i get my invoices"}, "hours")
	require.NoError(t, err)
	line := e.String()
	assert.Regexp(t, `^smart: invoice 0\.\d+ by .*invoic \d\.\d.*, covering .* direct: above direct \(direct 0\.60, suggest 0\.20, margin 0\.15\); next \w+ 0\.\d+; not hours: nothing in common$`, line)
	assert.NotContains(t, line, "\n")
	require.NotNil(t, e.Decision)
	assert.Equal(t, []string{"invoice"}, e.Decision.Shown)
	assert.Positive(t, e.Decision.Ahead)

	raw, err := json.Marshal(e)
	require.NoError(t, err)
	var back kb.Explanation
	require.NoError(t, json.Unmarshal(raw, &back))
	assert.Equal(t, e, back)
	assert.Equal(t, "no layer: no hit", indexOf(t).Explain(kb.Query{Text: "x"}).String())
}

// The scores are those of Match, bit for bit, whatever is asked.
func TestExplainAgreesWithMatch(t *testing.T) {
	entries := append(durations(), contains("contains", "order"), pattern("pattern", `\d{4}`), live(exact("exact", "my order")))
	for i := range entries {
		if i%4 == 0 {
			entries[i].MinScore = 0.1
		}
		if i%5 == 0 {
			entries[i].Kind = kb.ChitChat
		}
	}
	var words []string
	for _, e := range entries {
		words = append(words, strings.Fields(e.Question)...)
		words = append(words, string([]rune(e.Question)[:2]), "it", "那", "7711")
	}
	boosted := kb.NewIndex(&kb.IndexOptions{Booster: kb.BoosterFunc(func(_ *kb.Query, e *kb.Entry) float64 { return float64(len(e.ID)%5) - 2 })})
	require.NoError(t, boosted.Put(entries...))
	for _, x := range []*kb.Index{indexOf(t, entries...), boosted} {
		rapid.Check(t, func(t *rapid.T) {
			q := kb.Query{
				Text:  strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 8).Draw(t, "words"), " "),
				Limit: rapid.IntRange(0, 14).Draw(t, "limit"),
			}
			if rapid.Bool().Draw(t, "context") {
				q.Context = kb.Context{LastEntry: rapid.SampledFrom(entries).Draw(t, "last").ID, Entities: []string{"repair"}}
			}
			hits := x.Match(q)
			e := x.Explain(q, "track", "退货")
			for i, h := range hits {
				one := e.Entries[i]
				if one.ID != h.Entry.ID || one.Score != h.Score || one.Rank != i+1 || one.Mode != h.Mode || one.Boost != h.Boost {
					t.Fatalf("hit %d of %q: %+v and %+v", i, q.Text, h, one)
				}
				if w := one.Words; w != nil && (w.Covered < 0 || w.Covered > 1+1e-9 || w.Share <= 0 || w.Share > 1+1e-9 || w.Asked < 0) {
					t.Fatalf("%+v", w)
				}
			}
			for _, one := range e.Entries[len(hits):] {
				if one.Rank != 0 || one.Obstacle == "" {
					t.Fatalf("%+v", one)
				}
			}
		})
	}
}

// Explaining leaves nothing behind in the memory that matches share.
func TestExplainBetweenMatches(t *testing.T) {
	x := indexOf(t, shop()...)
	random := rand.New(rand.NewPCG(1, 1))
	entries := shop()
	for range 50 {
		q := kb.Query{Text: "please " + entries[random.IntN(len(entries))].Question}
		before := seenOf(x.Match(q))
		x.Explain(kb.Query{Text: entries[random.IntN(len(entries))].Question + " now"}, "track", "退款")
		assert.Equal(t, before, seenOf(x.Match(q)))
	}
}
