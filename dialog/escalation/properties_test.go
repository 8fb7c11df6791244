package escalation_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/dialog/escalation"
)

var (
	drawnFeelings   = []string{"", "neutral", "angry", "frustrated", "confused", "anxious", "satisfied"}
	drawnTopics     = []string{"safety", "injury", "legal", "press", "fraud", "data", "own"}
	drawnCategories = []string{"", "a", "a/b", "a/b/c", "ab", "d"}
	drawnTiers      = []string{"", "vip", "new"}
	drawnLocales    = []string{"", "en", "zh", "zh-TW"}
)

func drawSignals(t *rapid.T) escalation.Signals {
	unit := func(name string) float64 { return float64(rapid.IntRange(0, 20).Draw(t, name)) / 20 }
	few := func(name string) int { return rapid.IntRange(0, 4).Draw(t, name) }
	minutes := func(name string) time.Duration {
		return time.Duration(rapid.IntRange(0, 40).Draw(t, name)) * time.Minute
	}
	return escalation.Signals{
		Feeling: rapid.SampledFrom(drawnFeelings).Draw(t, "feeling"), Valence: 2*unit("valence") - 1, Intensity: unit("intensity"),
		Trend: 4*unit("trend") - 2, Peak: -unit("peak"), NeedsHuman: unit("needs"),
		Failures: few("failures"), Unresolved: few("unresolved"), Repeats: few("repeats"), WantsHuman: rapid.IntRange(0, 9).Draw(t, "wish") == 0,
		Topics: rapid.SliceOfNDistinct(rapid.SampledFrom(drawnTopics), 0, 2, rapid.ID).Draw(t, "topics"),
		Intent: rapid.SampledFrom([]string{"", "x"}).Draw(t, "intent"), Category: rapid.SampledFrom(drawnCategories).Draw(t, "category"),
		Tier: rapid.SampledFrom(drawnTiers).Draw(t, "tier"), Doubt: unit("doubt"), Elapsed: minutes("elapsed"), Waited: minutes("waited"),
		Urgency: rapid.IntRange(0, 3).Draw(t, "urgency"), Turns: few("turns"), Hours: escalation.Hours(rapid.IntRange(0, 2).Draw(t, "hours")),
		Wait: minutes("wait"), Unreachable: rapid.IntRange(0, 5).Draw(t, "unreachable") == 0,
		Value: 100 * unit("value"), Locale: rapid.SampledFrom(drawnLocales).Draw(t, "locale"),
	}
}

// worsen makes some signals worse, and none better.
func worsen(t *rapid.T, s escalation.Signals) escalation.Signals {
	step := func(name string) float64 { return float64(rapid.IntRange(-10, 10).Draw(t, "worse "+name)) / 20 }
	up := func(name string, x float64) float64 { return x + max(0, step(name)) }
	more := func(name string, n int) int { return n + max(0, rapid.IntRange(-3, 3).Draw(t, "more "+name)) }
	s.Valence, s.Intensity, s.Trend = -up("valence", -s.Valence), up("intensity", s.Intensity), -up("trend", -s.Trend)
	s.Peak, s.NeedsHuman, s.Doubt = -up("peak", -s.Peak), up("needs", s.NeedsHuman), up("doubt", s.Doubt)
	s.Failures, s.Unresolved, s.Repeats = more("failures", s.Failures), more("unresolved", s.Unresolved), more("repeats", s.Repeats)
	s.Urgency, s.Turns = more("urgency", s.Urgency), more("turns", s.Turns)
	s.Waited += time.Duration(more("waited", 0)) * time.Minute
	s.Elapsed += time.Duration(more("elapsed", 0)) * time.Minute
	s.Value = up("value", s.Value)
	s.WantsHuman = s.WantsHuman || rapid.Bool().Draw(t, "wants")
	if rapid.Bool().Draw(t, "speaks") {
		s.Topics = append(slices.Clone(s.Topics), rapid.SampledFrom(drawnTopics).Draw(t, "topic"))
	}
	return s
}

func drawMemory(t *rapid.T) escalation.Memory {
	turn := rapid.IntRange(0, 12)
	return escalation.Memory{
		Turn: turn.Draw(t, "turn"), Past: rapid.IntRange(0, 700).Draw(t, "past"), Soothed: turn.Draw(t, "soothed"),
		Soothings: rapid.IntRange(0, 3).Draw(t, "soothings"), Offered: turn.Draw(t, "offered"), Declined: turn.Draw(t, "declined"),
		Returned: turn.Draw(t, "returned"), Calm: rapid.IntRange(0, 1000).Draw(t, "calm"),
	}
}

func drawIf(t *rapid.T, depth int) escalation.If {
	unit := func(name string) float64 {
		return float64(max(0, rapid.IntRange(-60, 20).Draw(t, "if "+name))) / 20
	}
	few := func(name string) int { return max(0, rapid.IntRange(-9, 3).Draw(t, "if "+name)) }
	names := func(name string, of []string) []string {
		if rapid.IntRange(0, 5).Draw(t, "if "+name) > 0 {
			return nil
		}
		return rapid.SliceOfNDistinct(rapid.SampledFrom(of), 1, 2, rapid.ID).Draw(t, "if any "+name)
	}
	c := escalation.If{
		Feelings: names("feelings", drawnFeelings[1:]), Displeasure: unit("displeasure"), Intensity: unit("intensity"), Worst: unit("worst"),
		Fall: unit("fall"), NeedsHuman: unit("needs"), Score: unit("score"), Doubt: unit("doubt"), Failures: few("failures"),
		Unresolved: few("unresolved"), Repeats: few("repeats"), Urgency: few("urgency"), Turns: few("turns"),
		WantsHuman: rapid.IntRange(0, 9).Draw(t, "if wish") == 0, Topics: names("topics", drawnTopics), Intents: names("intents", []string{"x"}),
		Tiers: names("tiers", drawnTiers[1:]), Categories: names("categories", drawnCategories[1:]), Locales: names("locales", drawnLocales[1:]),
		Elapsed: escalation.Span(few("elapsed")) * escalation.Span(time.Minute), Waited: escalation.Span(few("waited")) * escalation.Span(time.Minute),
		Value: 100 * unit("value"),
	}
	if depth > 0 && rapid.IntRange(0, 3).Draw(t, "if any") == 0 {
		c.Any = []escalation.If{drawIf(t, depth-1), drawIf(t, depth-1)}
	}
	return c
}

func drawRules(t *rapid.T, name string) (rules []escalation.Rule) {
	for i := range rapid.IntRange(0, 4).Draw(t, name) {
		rules = append(rules, escalation.Rule{
			Name: name + string(rune('0'+i)), If: drawIf(t, 1), Do: escalation.Action(rapid.IntRange(1, 4).Draw(t, "do")),
			Priority: rapid.IntRange(0, 5).Draw(t, "priority"), Always: rapid.Bool().Draw(t, "always"),
			Skills: rapid.SliceOfN(rapid.SampledFrom([]string{"s", "t", "u"}), 0, 2).Draw(t, "skills"),
		})
		if len(rules[i].Skills) == 0 {
			rules[i].Skills = nil
		}
	}
	return rules
}

// drawPolicy draws a policy of data.
func drawPolicy(t *rapid.T) *escalation.Policy {
	if rapid.IntRange(0, 2).Draw(t, "default") == 0 {
		return escalation.Default()
	}
	p := &escalation.Policy{
		Rules: drawRules(t, "rule"), Soothe: 0.5, Offer: 0.7, HandOff: 0.8, Supervisor: rapid.SampledFrom([]float64{-1, 0, 0.95}).Draw(t, "supervisor"),
		SootheAgain: rapid.IntRange(0, 4).Draw(t, "soothe again"), OfferAgain: rapid.IntRange(0, 4).Draw(t, "offer again"),
		SootheMost: rapid.IntRange(-1, 3).Draw(t, "soothe most"), DeclineFor: rapid.IntRange(0, 4).Draw(t, "decline for"),
		Worse: float64(rapid.IntRange(0, 4).Draw(t, "worse")) / 2, Patience: escalation.Span(rapid.IntRange(-1, 20).Draw(t, "patience")) * escalation.Span(time.Minute),
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "categories") {
		p.Categories = append(p.Categories, escalation.Category{
			Path: drawnCategories[1+i], Least: escalation.Action(rapid.IntRange(0, 4).Draw(t, "least")), Rules: drawRules(t, drawnCategories[1+i]+"-rule"),
		})
	}
	return p
}

// TestWorseNeverDoesLess: with the same memory and desk, worse signals give at
// least the same action, and no lower score.
func TestWorseNeverDoesLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, m, s := drawPolicy(t), drawMemory(t), drawSignals(t)
		worse := worsen(t, s)
		before, _ := p.Decide(s, m)
		after, _ := p.Decide(worse, m)
		assert.GreaterOrEqual(t, after.Action, before.Action, "%+v\n%+v", s, worse)
		assert.GreaterOrEqual(t, after.Wanted, before.Wanted)
		assert.GreaterOrEqual(t, p.Score(worse, m), p.Score(s, m))
		assert.Equal(t, p.Score(s, m), before.Score)
	})
}

// TestSameInputSameDecision: decisions are functions of their input, and leave it
// alone.
func TestSameInputSameDecision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, m, s := drawPolicy(t), drawMemory(t), drawSignals(t)
		was, err := json.Marshal(p)
		require.NoError(t, err)
		changed, _ := p.Decide(s, m)
		for i := range changed.Skills {
			changed.Skills[i] = "changed by the caller"
		}
		first, next := p.Decide(s, m)
		again, nextAgain := p.Decide(s, m)
		assert.Equal(t, first, again)
		assert.Equal(t, next, nextAgain)
		is, err := json.Marshal(p)
		require.NoError(t, err)
		assert.Equal(t, string(was), string(is))
	})
}

// TestCourses runs random conversations and holds every decision against what is
// promised whatever the rules say.
func TestCourses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPolicy(t)
		sootheAgain, offerAgain, sootheMost := p.SootheAgain, p.OfferAgain, p.SootheMost
		if sootheAgain == 0 {
			sootheAgain = 3
		}
		if offerAgain == 0 {
			offerAgain = 5
		}
		if sootheMost == 0 {
			sootheMost = 2
		}
		var always bool
		for _, r := range p.Rules {
			always = always || r.Always
		}
		for _, c := range p.Categories {
			for _, r := range c.Rules {
				always = always || r.Always
			}
		}
		var m escalation.Memory
		soothed, offered, soothings := -100, -100, 0
		for turn := range rapid.IntRange(1, 25).Draw(t, "turns in all") {
			s := drawSignals(t)
			back := rapid.IntRange(0, 8).Draw(t, "back") == 0
			if back {
				m = m.Return()
				soothed, offered, soothings = -100, -100, 0
			} else if rapid.IntRange(0, 6).Draw(t, "declines") == 0 {
				m = m.Decline()
			}
			kept, err := json.Marshal(m)
			require.NoError(t, err)
			var read escalation.Memory
			require.NoError(t, json.Unmarshal(kept, &read))
			require.Equal(t, m, read)

			var d escalation.Decision
			d, m = p.Decide(s, m)
			require.LessOrEqual(t, d.Action, escalation.Supervisor)
			require.Equal(t, d.Action == escalation.Stay, d.Rule == "", "%+v", d)
			require.Equal(t, d.Wanted == escalation.Stay, len(d.Reasons) == 0, "%+v", d)
			switch {
			case s.Unreachable:
				require.LessOrEqual(t, d.Action, escalation.Soothe)
				require.Equal(t, d.Wanted >= escalation.Offer, d.Nobody)
			case s.Hours == escalation.Closed:
				require.LessOrEqual(t, d.Action, escalation.Offer)
				require.Equal(t, d.Action == escalation.Offer, d.Closed)
				if s.WantsHuman {
					require.Equal(t, escalation.Offer, d.Action)
				}
			case s.WantsHuman:
				require.GreaterOrEqual(t, d.Action, escalation.HandOff, "a wish is respected")
			}
			if back && !s.WantsHuman {
				require.LessOrEqual(t, d.Action, escalation.Offer, "no hand-off right after a person")
			}
			if d.Action == escalation.Soothe {
				require.GreaterOrEqual(t, turn-soothed, sootheAgain, "soothed too soon")
				soothed, soothings = turn, soothings+1
				require.True(t, p.SootheMost < 0 || soothings <= sootheMost, "soothed too often")
			}
			if d.Action == escalation.Offer {
				if !s.WantsHuman && !always {
					require.GreaterOrEqual(t, turn-offered, offerAgain, "offered too soon")
				}
				offered = turn
			}
		}
	})
}

// TestMemoryIsSmall: a long conversation in which everything happened is kept in
// some sixty bytes.
func TestMemoryIsSmall(t *testing.T) {
	m := escalation.Memory{Turn: 24, Past: 512, Soothed: 19, Soothings: 2, Offered: 21, Declined: 22, Calm: 388}
	data, err := json.Marshal(m)
	require.NoError(t, err)
	assert.LessOrEqual(t, len(data), 64, string(data))
}

// TestPolicyRoundTrip: a policy that was written and read decides the same.
func TestPolicyRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, m, s := drawPolicy(t), drawMemory(t), drawSignals(t)
		data, err := json.Marshal(p)
		require.NoError(t, err)
		var read escalation.Policy
		require.NoError(t, json.Unmarshal(data, &read))
		assert.Equal(t, *p, read)
		want, _ := p.Decide(s, m)
		got, _ := read.Decide(s, m)
		assert.Equal(t, want, got)
	})
}
