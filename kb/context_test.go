package kb_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// durations are entries whose questions differ in what they are about only.
func durations() []kb.Entry {
	entries := []kb.Entry{
		{ID: "delivery", Question: "How long does delivery take?", Phrasings: []string{"delivery time"}, Category: "delivery"},
		{ID: "delivery cost", Question: "How much does delivery cost?", Category: "delivery"},
		{ID: "repair", Question: "How long does a repair take?", Phrasings: []string{"time for a repair"}, Category: "service"},
		{ID: "repair cost", Question: "What does a repair cost?", Category: "service"},
		{ID: "refund time", Question: "How long does a refund take?", Category: "returns", Related: []string{"refund cost"}},
		{ID: "refund cost", Question: "Is there a fee for a refund?", Category: "returns"},
		{ID: "退货", Question: "怎么申请退货", Category: "退货"},
		{ID: "退货运费", Question: "退货的运费谁承担", Category: "退货"},
		{ID: "发货运费", Question: "发货的运费是多少", Category: "发货"},
		{ID: "退货时间", Question: "退货要多久", Category: "退货"},
		{ID: "换货时间", Question: "换货要多久", Category: "换货"},
		{ID: "换货", Question: "怎么申请换货", Category: "换货"},
	}
	return append(entries, shop()...)
}

func TestFollowUps(t *testing.T) {
	x := indexOf(t, durations()...)
	for _, c := range []struct {
		last, text, want string
	}{
		{"repair cost", "and how long does it take?", "repair"},
		{"delivery cost", "and how long does it take?", "delivery"},
		{"refund cost", "how long does that take", "refund time"},
		{"delivery", "and how much does it cost", "delivery cost"},
		{"repair", "what does it cost?", "repair cost"},
		{"退货", "那运费呢？", "退货运费"},
		{"退货", "要多久", "退货时间"},
		{"换货", "那要多久呢", "换货时间"},
	} {
		q := kb.Query{Text: c.text, Context: kb.Context{LastEntry: c.last}}
		hits := x.Match(q)
		require.NotEmpty(t, hits, c.text)
		assert.Equal(t, c.want, hits[0].Entry.ID, "%s after %s: %v", c.text, c.last, idsOf(hits))
		assert.Positive(t, hits[0].Boost, c.text)
		requireRanked(t, hits)
	}
}

// A question that is clear by itself is about what it says, whatever was said before.
func TestClearQuestionsStay(t *testing.T) {
	x := indexOf(t, durations()...)
	for _, text := range []string{
		"how long does delivery take", "and how long does a refund take?", "And where is my order?", "怎么申请换货呢", "那怎么开发票呢",
		"forgot password", "can i cancel the order", "Which payment methods do you take?",
	} {
		alone := x.Match(kb.Query{Text: text})
		require.NotEmpty(t, alone, text)
		for _, last := range []string{"repair", "退货", "hours"} {
			hits := x.Match(kb.Query{Text: text, Context: kb.Context{
				LastEntry: last, Category: "service", Entities: []string{"repair"}, Slots: map[string]string{"thing": "退货"},
			}})
			require.NotEmpty(t, hits, text)
			assert.Equal(t, alone[0].Entry.ID, hits[0].Entry.ID, "%s after %s", text, last)
		}
	}
}

func TestNamedBefore(t *testing.T) {
	x := indexOf(
		t,
		smart("x200", "battery life of the X200"), smart("x300", "battery life of the X300"), smart("other", "weight of the X300"),
	)
	for want, c := range map[string]kb.Context{
		"x300": {Entities: []string{"X300"}},
		"x200": {Slots: map[string]string{"product": "X200"}},
	} {
		assert.Equal(t, want, x.Match(kb.Query{Text: "what is its battery life", Context: c})[0].Entry.ID)
	}
}

// A page that was looked at is what an open question is about.
func TestPagesLookedAt(t *testing.T) {
	x := indexOf(t, smart("x200", "battery life of the X200"), smart("x300", "battery life of the X300"))
	for want, page := range map[string]string{"x300": "X300 – the phone for everyone", "x200": "Buy the X200 now"} {
		hits := x.Match(kb.Query{Text: "battery life please", Profile: kb.Profile{Trail: []kb.Visit{{Page: page}}}})
		assert.Equal(t, want, hits[0].Entry.ID)
		assert.Positive(t, hits[0].Boost)
	}
}

// What is only worth suggesting, because a number or a denial differs, stays so.
func TestBoostsMendNoDoubt(t *testing.T) {
	x := kb.NewIndex(&kb.IndexOptions{Booster: kb.BoosterFunc(func(_ *kb.Query, e *kb.Entry) float64 {
		if e.ID == "one" {
			return 2
		}
		return -2
	})})
	require.NoError(t, x.Put(smart("one", "how to connect phone 12 with the tv"), smart("two", "how to connect phone with a radio"), smart("three", "phone tv set")))
	hits := x.Match(kb.Query{Text: "how to connect phone 14 with the tv"})
	require.Equal(t, "one", hits[0].Entry.ID)
	assert.LessOrEqual(t, hits[0].Score, 0.5)
}

// A boost moves shares. What matches badly matches badly with any boost.
func TestBoostsLiftNoMiss(t *testing.T) {
	plain := indexOf(t, shop()...)
	loud := kb.NewIndex(&kb.IndexOptions{Booster: kb.BoosterFunc(func(_ *kb.Query, e *kb.Entry) float64 {
		if e.ID == "hours" {
			return math.Inf(1)
		}
		return math.Inf(-1)
	})})
	require.NoError(t, loud.Put(shop()...))
	for _, text := range []string{"sundays are for resting said my neighbour", "open the door and what then", "when do we go to the shop", "the money", "how do you feel"} {
		miss := 1.0 // the probability that no hit is right
		for _, h := range plain.Match(kb.Query{Text: text, Limit: 20}) {
			miss *= 1 - h.Score
		}
		for _, h := range loud.Match(kb.Query{Text: text}) {
			assert.LessOrEqual(t, h.Score, 1-miss+1e-9, text)
			if h.Entry.ID == "hours" {
				assert.InDelta(t, 2, h.Boost, 0, "cut off")
			}
		}
	}
	for _, text := range []string{"Where is my order?", "where is my order now", "reset password"} {
		assert.Equal(t, plain.Match(kb.Query{Text: text})[0].Entry.ID, loud.Match(kb.Query{Text: text})[0].Entry.ID, text)
	}
}

func TestBoosterFaults(t *testing.T) {
	for name, boost := range map[string]kb.BoosterFunc{
		"panic": func(*kb.Query, *kb.Entry) float64 { panic("host") },
		"nan":   func(*kb.Query, *kb.Entry) float64 { return math.NaN() },
	} {
		x := kb.NewIndex(&kb.IndexOptions{Booster: boost})
		require.NoError(t, x.Put(shop()...))
		text := "my order please"
		assert.Equal(t, seenOf(indexOf(t, shop()...).Match(kb.Query{Text: text})), seenOf(x.Match(kb.Query{Text: text})), name)
	}
}

func TestProfileBoosts(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	entry := func(id, category string, tags ...string) kb.Entry {
		return kb.Entry{ID: id, Question: "baggage allowance", Category: category, Tags: tags}
	}
	for _, mode := range []kb.Mode{kb.Exact, kb.Smart, kb.Contains} {
		entries := []kb.Entry{entry("a", "economy"), entry("b", "first", "tier:gold"), entry("c", "business", "tier:silver", "tier:bronze")}
		for i := range entries {
			entries[i].Mode = mode
		}
		x := kb.NewIndex(&kb.IndexOptions{Now: func() time.Time { return now }})
		require.NoError(t, x.Put(entries...))
		other := kb.Entry{ID: "d", Question: "seats", Category: "business"}
		names := kb.Entry{ID: "e", Question: "meals", Related: []string{"b"}}
		require.NoError(t, x.Put(other, names))
		text := "baggage allowance"
		if mode == kb.Smart {
			text = "what is the baggage allowance"
		}
		for _, c := range []struct {
			why     string
			profile kb.Profile
			want    []string
		}{
			{"nothing known", kb.Profile{}, []string{"a", "b", "c"}},
			{"a tag fits, another one does not", kb.Profile{Attributes: map[string]string{"TIER": "Gold"}}, []string{"b", "a", "c"}},
			{"one of several values", kb.Profile{Attributes: map[string]string{"tier": "bronze"}}, []string{"c", "a", "b"}},
			{"an interest", kb.Profile{Interests: map[string]float64{"business": 0.5, "economy": 0.1}}, []string{"c", "a", "b"}},
			{"looked at", kb.Profile{Trail: []kb.Visit{{At: now.Add(-time.Hour), Entry: "c"}}}, []string{"c", "a", "b"}},
			{"looked at later", kb.Profile{Trail: []kb.Visit{{At: now.Add(-48 * time.Hour), Category: "first"}, {At: now.Add(-time.Hour), Category: "business"}}}, []string{"c", "b", "a"}},
			{"something of its category was shown", kb.Profile{History: []string{"d"}}, []string{"c", "a", "b"}},
			{"an entry shown names it", kb.Profile{History: []string{"e", "d"}}, []string{"b", "c", "a"}},
			{"without times the last counts most", kb.Profile{Trail: []kb.Visit{{Category: "first"}, {Category: "business"}}}, []string{"c", "b", "a"}},
		} {
			hits := x.Match(kb.Query{Text: text, Profile: c.profile})
			assert.Equal(t, c.want, idsOf(hits), "%s: %s", mode, c.why)
			requireRanked(t, hits)
		}
	}
}
