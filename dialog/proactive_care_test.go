package dialog_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/dialog"
)

// careDay is a day of the year that the care tests are in.
func careDay(n float64) time.Time {
	return time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC).Add(time.Duration(n * 24 * float64(time.Hour)))
}

func careFact(id, kind, category string, day float64) dialog.CareFact {
	return dialog.CareFact{ID: id, Type: kind, Category: category, At: careDay(day), Attributes: map[string]string{"order": "A-" + id}}
}

func TestCarePlan(t *testing.T) {
	const day = 24 * time.Hour
	follow := dialog.CareRule{Name: "follow-up", Fact: "repaired", Category: "home", After: 3 * day, Unless: []string{"complaint"}, Flow: "ask", Args: map[string]string{"tone": "kind"}}
	cases := []struct {
		name  string
		rule  dialog.CareRule
		now   float64
		facts []dialog.CareFact
		want  []string // key @ day
	}{
		{"due", follow, 3, []dialog.CareFact{careFact("1", "repaired", "home/kettle", 0)}, []string{"follow-up/1@3"}},
		{"due later", follow, 1, []dialog.CareFact{careFact("1", "repaired", "home", 0)}, []string{"follow-up/1@3"}},
		{"has not happened yet", follow, 0, []dialog.CareFact{careFact("1", "repaired", "home", 1)}, nil},
		{"another category", follow, 3, []dialog.CareFact{careFact("1", "repaired", "homes", 0)}, nil},
		{"another fact", follow, 3, []dialog.CareFact{careFact("1", "sold", "home", 0)}, nil},
		{"made needless", follow, 3, []dialog.CareFact{careFact("1", "repaired", "home", 0), careFact("2", "complaint", "home/x", 2)}, nil},
		{"what came before does not matter", follow, 3, []dialog.CareFact{careFact("1", "repaired", "home", 0), careFact("2", "complaint", "home", -1)}, []string{"follow-up/1@3"}},
		{"nor what came after", follow, 5, []dialog.CareFact{careFact("1", "repaired", "home", 0), careFact("2", "complaint", "home", 4)}, []string{"follow-up/1@3"}},
		{"nor elsewhere", follow, 3, []dialog.CareFact{careFact("1", "repaired", "home", 0), careFact("2", "complaint", "garden", 2)}, []string{"follow-up/1@3"}},
		{"a week late", follow, 9.9, []dialog.CareFact{careFact("1", "repaired", "home", 0)}, []string{"follow-up/1@3"}},
		{"more than a week late", follow, 10, []dialog.CareFact{careFact("1", "repaired", "home", 0)}, nil},
		{"too late by its own measure", dialog.CareRule{Name: "soon", Fact: "sold", Late: day, Flow: "ask"}, 1, []dialog.CareFact{careFact("1", "sold", "", 0)}, nil},
		{"each occasion", follow, 4, []dialog.CareFact{careFact("2", "repaired", "home", 1), careFact("1", "repaired", "home", 0), careFact("1", "repaired", "home", 0)}, []string{"follow-up/1@3", "follow-up/2@4"}},
		{
			"three times in a month",
			dialog.CareRule{Name: "thrice", Fact: "fault", Count: 3, Within: 30 * day, Flow: "check"},
			60,
			[]dialog.CareFact{careFact("1", "fault", "", 0), careFact("2", "fault", "", 31), careFact("3", "fault", "", 40), careFact("4", "fault", "", 58), careFact("5", "fault", "", 59)},
			[]string{"thrice/4@58"},
		},
		{
			"an attribute",
			dialog.CareRule{Name: "one", Fact: "fault", Attributes: map[string]string{"order": "A-2"}, Flow: "check"},
			2,
			[]dialog.CareFact{careFact("1", "fault", "", 1), careFact("2", "fault", "", 1), {ID: "3", Type: "fault", At: careDay(1)}},
			[]string{"one/2@1"},
		},
		{
			"in Go",
			dialog.CareRule{Name: "go", Fact: "fault", Flow: "check", When: func(o dialog.CareFact, all []dialog.CareFact) bool { return o.ID == all[len(all)-1].ID }},
			2,
			[]dialog.CareFact{careFact("2", "fault", "", 1), careFact("1", "fault", "", 0.5)},
			[]string{"go/2@1"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			rules := dialog.CareRules{c.rule}
			require.NoError(t, rules.Check())
			var got []string
			for _, p := range rules.Plan(careDay(c.now), c.facts) {
				got = append(got, fmt.Sprintf("%s@%d", p.Key, p.At.Sub(careDay(0))/day))
			}
			assert.Equal(t, c.want, got)
		})
	}
	fact := careFact("1", "repaired", "home", 0)
	plan := dialog.CareRules{follow}.Plan(careDay(0), []dialog.CareFact{fact})
	assert.Equal(t, []dialog.Planned{{
		Key: "follow-up/1", Rule: "follow-up", Kind: "care", Flow: "ask", Args: map[string]string{"tone": "kind", "order": "A-1"}, At: careDay(3), Until: careDay(10),
	}}, plan)
	assert.Equal(t, map[string]string{"order": "A-1"}, fact.Attributes, "not written to")
}

// TestCareIsPlannedOnce: whenever it is looked, the same occasion has the same key,
// due time and arguments, and nothing that was due is missed by looking every day.
func TestCareIsPlannedOnce(t *testing.T) {
	const day = 24 * time.Hour
	rules := dialog.CareRules{
		{Name: "a", Fact: "x", After: 2 * day, Late: 2 * day, Flow: "f"},
		{Name: "b", Fact: "y", Count: 2, Within: 5 * day, Kind: "push", Flow: "g"},
	}
	rapid.Check(t, func(t *rapid.T) {
		var facts []dialog.CareFact
		for i := range rapid.IntRange(0, 10).Draw(t, "facts") {
			facts = append(facts, careFact(string(rune('a'+i)), rapid.SampledFrom([]string{"x", "y"}).Draw(t, "type"), "", float64(rapid.IntRange(0, 20).Draw(t, "day"))))
		}
		seen := map[string]dialog.Planned{}
		for d := range 30 {
			for _, p := range rules.Plan(careDay(float64(d)), facts) {
				if old, ok := seen[p.Key]; ok {
					require.Equal(t, old, p)
				}
				seen[p.Key] = p
			}
		}
		x := 0
		for _, f := range facts {
			if f.Type == "x" {
				x++
				require.Contains(t, seen, "a/"+f.ID)
			}
		}
		require.LessOrEqual(t, len(seen)-x, (len(facts)-x)/2)
	})
}

func TestCareRulesCheck(t *testing.T) {
	good := dialog.CareRule{Name: "a", Fact: "x", Flow: "f"}
	for want, rules := range map[string]dialog.CareRules{
		"has no name":           {{Fact: "x", Flow: "f"}},
		"is there twice":        {good, good},
		"names no fact":         {{Name: "a", Flow: "f"}},
		"names no flow":         {{Name: "a", Fact: "x"}},
		"has a negative number": {{Name: "a", Fact: "x", Flow: "f", Late: -1}},
	} {
		var wrong *dialog.FieldError
		require.ErrorAs(t, rules.Check(), &wrong)
		assert.Equal(t, want, wrong.Reason)
	}
}
