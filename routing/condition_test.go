package routing

import (
	"encoding/json"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What conditions mean. Each line is a behaviour of its own.
func TestConditionHolds(t *testing.T) {
	for text, want := range map[string]bool{
		// texts are folded
		"tier == 'gold'":                            true,
		`tier == "GOLD"`:                            true,
		"tier != 'gold'":                            false,
		"tier == 'golden'":                          false,
		"tier == 'gol'":                             false,
		"tier == 'ＧＯＬＤ'":                            true,
		"attr('full width') == 'abc'":               true,
		"'Gold' == tier":                            true,
		"tier in ('silver', 'gold')":                true,
		"tier not in ('silver', 'gold')":            false,
		"tier in ('silver')":                        false,
		"tier >= 'gold' and tier < 'GOLF'":          true,
		"channel == '微信'":                           true,
		"channel == '微博'":                           false,
		"tier == attributes.country":                false,
		"attributes.country == attributes.country":  true,
		"attributes.country == 'cn'":                true,
		"attributes.mark == 'é'":                    true, // a mark behind a character that folding drops
		`tier == 'g\old'`:                           true,
		`'it\'s' == "it's"`:                         true,
		"attributes.中文 == '是'":                      true,
		"attributes.order.number == 17":             true,
		"attributes('country') == attr('country')":  true,
		"tier == ''":                                false,
		"emotion == ''":                             true,
		"emotion in ('')":                           true,
		"attributes.since >= '2024-04-30'":          true,
		"attributes.since < '2024-05'":              false,
		"attributes.country < attributes.queue":     false,
		"attributes.total > attributes.count":       true, // as numbers, not as texts
		"attributes.count < attributes.queue":       true, // as texts, since one is no number
		"attributes.missing == attributes.missing2": true,

		// paths and parts of texts
		"category under 'after_sales'":                true,
		"category under '/AFTER_SALES/refund/'":       true,
		"category under 'after_sales/refund/late'":    true,
		"category under 'after_sales/ref'":            false,
		"category under 'after_sales/refund/late/x'":  false,
		"category under 'refund'":                     false,
		"category under ('pre_sales', 'after_sales')": true,
		"category not under 'pre_sales'":              true,
		"category under attributes.missing":           false,
		"emotion under 'x'":                           false,
		"category starts_with 'after_sales/ref'":      true,
		"category starts_with 'sales'":                false,
		"category ends_with 'LATE'":                   true,
		"category ends_with 'after'":                  false,
		"category contains 'refund'":                  true,
		"category contains 'rebate'":                  false,
		"category contains ('rebate', 'sales')":       true,
		"category starts_with emotion":                false, // which is empty
		"category contains emotion":                   false,
		"category ends_with emotion":                  false,
		"attributes.mail matches '*@corp.example'":    true,
		"attributes.mail matches 'corp'":              false,
		"attributes.mail matches '?hang.*.example'":   true,
		"attributes.mail matches '??hang.*'":          false,
		"channel matches '微?'":                        true,
		"channel matches '微??'":                       false,
		`attributes.mail matches 'zhang\\*'`:          false,
		"attributes.mail matches '*a*a*x*ple'":        true,
		"emotion matches '*'":                         true,
		"emotion matches '?'":                         false,
		"tier matches ('x*', 'g*')":                   true,
		"tier matches '*d'":                           true,
		"'微ab' matches '*??ab'":                       false, // a character is not two, however one gets there
		"tier matches 'gold*'":                        true,

		// sets
		"tags has 'late'":              true,
		"tags contains 'late'":         true,
		"'late' in tags":               true,
		"tags has 'lat'":               false,
		"tags has '退费'":                true, // 退費
		"tags has any ('x', 'vip')":    true,
		"tags has any ('x', 'y')":      false,
		"tags has all ('late', 'vip')": true,
		"tags has all ('late', 'x')":   false,
		"tags not has 'late'":          false,
		"'x' not in tags":              true,
		"tags has tier":                false,
		"tags has emotion":             false, // though "" is a member
		"skills has 'x'":               false,
		"given(skills)":                false,
		"given(tags)":                  true,

		// numbers and durations
		"urgency == 2":                                  true,
		"urgency <= 2 and urgency >= 2":                 true,
		"urgency < 2 or urgency > 2":                    false,
		"urgency != 3":                                  true,
		"urgency in (1, 2)":                             true,
		"urgency in (1, 3)":                             false,
		"lot == 25%":                                    true,
		"lot < .3":                                      true,
		"valence == -0.5":                               true,
		"-valence == .5":                                true,
		"urgency + 2 * priority == 22":                  true,
		"(urgency + 2) * priority == 40":                true,
		"priority - urgency - 1 == 7":                   true,
		"priority - (urgency - 1) == 9":                 true,
		"priority / urgency / 5 == 1":                   true,
		"priority / 0 > 1000":                           true,
		"-priority / 0 < -1000":                         true,
		"0 / 0 == 0":                                    true,
		"1 / 0 - 1 / 0 == 0":                            true,
		"1 / (0 * -1) > 1":                              true, // there is no -0
		"waited == 90s":                                 true,
		"waited == 1m30s":                               true,
		"waited < 1500ms":                               false,
		"waited < 1.5m":                                 false,
		"waited + 1h > 1h":                              true,
		"waited * 2 == 3m":                              true,
		"2 * waited == 3m":                              true,
		"waited / 2 == 45s":                             true,
		"waited / 30s == 3":                             true,
		"-waited < 0s":                                  true,
		"longest_wait('billing') == 2h":                 true,
		"longest_wait('billing') < 1d":                  true,
		"waited in (1m, 90s)":                           true,
		"attributes.total > 99":                         true,
		"attributes.total * 2 == 199":                   true,
		"attributes.count == 3":                         true,
		"attributes.count in (2, 3)":                    true,
		"attributes.country == 0":                       true,
		"attributes.missing < 1":                        true,
		"attributes.order.number == 17s":                true,
		"waited + attributes.order.number == 107s":      true,
		"attributes.order.number + waited == 107s":      true,
		"waiting('billing') / available('billing') > 3": true,
		"complexity == 0":                               true,
		"estimate('billing') == 0s":                     true,

		// yes and no
		"peak":                             true,
		"vip":                              false,
		"not vip":                          true,
		"!vip":                             true,
		"peak == true":                     true,
		"peak != vip":                      true,
		"(peak or vip) == true":            true,
		"vip in (false)":                   true,
		"true":                             true,
		"FALSE":                            false,
		"wants_human":                      false,
		"attributes.member":                true,
		"attributes.paid":                  false,
		"attributes.missing":               false,
		"attributes.empty":                 false,
		"attributes.zero":                  false,
		"attributes.member == true":        true,
		"attributes.paid == false":         true,
		"attributes.total":                 true,
		"open('billing')":                  true,
		"open.billing":                     true,
		"open(attributes.queue)":           true,
		"waiting('账单') == 1":               true,
		"waiting('sales') == 0":            true,
		"given('country')":                 true,
		"given(attributes.empty)":          true, // empty is a value
		"given(attributes.missing)":        false,
		"given(department)":                true,
		"given(emotion)":                   false,
		"given(estimate('billing'))":       false,
		"given(waiting(attributes.queue))": true,

		// what binds how
		"true or true and false":   true,
		"(true or true) and false": false,
		"not false or true":        true,
		"not (false or true)":      false,
		"not vip == true":          true,
		"not not peak":             true,
		"vip || peak && TRUE":      true,
		"vip AND peak Or peak":     true,
		"not false and false":      false,
	} {
		got, err := parseFor(t, text).Holds(conditionItem())
		require.NoError(t, err, "%s", text)
		assert.Equal(t, want, got, "%s", text)
	}
}

// Canonical texts have one form for all ways to write a thing.
func TestConditionString(t *testing.T) {
	for text, want := range map[string]string{
		`tier=="it's"&&!vip`:                 `tier == 'it\'s' and not vip`,
		"(peak and (vip)) and (peak)":        "peak and vip and peak",
		"(peak or vip) and peak":             "(peak or vip) and peak",
		"(peak and vip) or peak":             "peak and vip or peak",
		"not (tier in ('a','b'))":            "tier not in ('a', 'b')",
		"not tags has 'a'":                   "tags not has 'a'",
		"not (not (tier in ('a')))":          "not tier not in ('a')",
		"not (peak or vip)":                  "not (peak or vip)",
		"'a' in tags":                        "tags has 'a'",
		"tags contains 'a'":                  "tags has 'a'",
		"tags has all ('a')":                 "tags has 'a'",
		"tags has any ('a')":                 "tags has 'a'",
		"tags HAS ALL ('a', \"b\")":          "tags has all ('a', 'b')",
		"tier under ('a')":                   "tier under 'a'",
		"waited > 120s":                      "waited > 2m",
		"waited > 1h30m or waited == 0m":     "waited > 90m or waited == 0s",
		"waited > 1500ms and waited < 48h":   "waited > 1.5s and waited < 2d",
		"waited > -5m":                       "waited > -5m",
		"lot < 12.50%":                       "lot < 0.125",
		"urgency - (1 - 2) == (1 * 2) / 3":   "urgency - (1 - 2) == 1 * 2 / 3",
		"urgency * (1 + 2) > -(urgency + 1)": "urgency * (1 + 2) > -(urgency + 1)",
		"-(-1) == --urgency":                 "1 == --urgency",
		"attr('country') == 'x'":             "attributes.country == 'x'",
		"attr('long name') == 'x'":           "attributes('long name') == 'x'",
		"given('country')":                   "given(attributes.country)",
		"waiting.billing > 1":                "waiting('billing') > 1",
		"open( attributes.queue )":           "open(attributes.queue)",
		"(peak or vip) == (vip == peak)":     "(peak or vip) == (vip == peak)",
		"(peak == vip) == vip":               "(peak == vip) == vip",
		"waited > 60.00000000000001s":        "waited > 60.00000000000001s",
		"attr('第１') == ''":                   "attributes.第１ == ''",
		"(not peak) == (tier not in ('a'))":  "(not peak) == (tier not in ('a'))",
		"\tpeak\n":                           "peak",
		"- 0 == urgency":                     "0 == urgency",
	} {
		c := parseFor(t, text)
		assert.Equal(t, want, c.String(), "%s", text)
		assert.Equal(t, want, parseFor(t, want).String(), "%s", text)
	}
}

func TestConditionNames(t *testing.T) {
	c := parseFor(t, "tier == 'a' and attr('x') == tier and open('b') and waiting(attr('q')) > 1 and given('x') and tags has language")
	assert.Equal(t, []string{"attributes.q", "attributes.x", "language", "open('b')", "tags", "tier", "waiting(attributes.q)"}, c.Names())
	assert.Empty(t, (&Condition{}).Names())
}

// A zero and a nil condition hold, and are written as what always holds.
func TestConditionZero(t *testing.T) {
	for _, c := range []*Condition{nil, {}} {
		ok, err := c.Holds(nil)
		require.NoError(t, err)
		assert.True(t, ok)
		assert.Equal(t, "true", c.String())
		why, err := c.Why(nil)
		require.NoError(t, err)
		assert.Equal(t, ConditionPart{Text: "true", Held: true}, why)
	}
	ok, err := parseFor(t, "tier == '' and urgency == 0 and not peak and not given(tags)").Holds(nil)
	require.NoError(t, err)
	assert.True(t, ok, "nil variables have no values")
}

func TestConditionJSON(t *testing.T) {
	type rule struct {
		When *Condition `json:"when"`
		Else Condition  `json:"else"`
	}
	var r rule
	require.NoError(t, json.Unmarshal([]byte(`{"when":"tier == \"gold\"","else":"peak"}`), &r))
	data, err := json.Marshal(&r)
	require.NoError(t, err)
	assert.Equal(t, `{"when":"tier == 'gold'","else":"peak"}`, string(data))

	// What replaces a condition speaks of the same, and a fault changes nothing.
	s, err := NewSchema(Variable{Name: "moon", Kind: KindBool})
	require.NoError(t, err)
	c, err := s.Parse("moon")
	require.NoError(t, err)
	require.NoError(t, c.UnmarshalText([]byte("not moon")))
	require.ErrorIs(t, c.UnmarshalText([]byte("peak")), ErrCondition)
	assert.Equal(t, "not moon", c.String())
	require.Error(t, (*Condition)(nil).UnmarshalText([]byte("peak")))
}

// What variables do wrong becomes an error, which names the variable and no value.
func TestConditionVariablesFail(t *testing.T) {
	bad := valuesBy{"tier": NumberValue(1), "urgency": TextValue("secret"), "attributes:x": BoolValue(true), "peak": BoolValue(true), "vip": {}}
	for text, want := range map[string]string{
		"tier == 'a'":              "routing: invalid variables: tier is a number, not a text",
		"not (urgency > 1)":        "routing: invalid variables: urgency is a text, not a number",
		"urgency != 1":             "routing: invalid variables: urgency is a text, not a number",
		"urgency <= 1":             "routing: invalid variables: urgency is a text, not a number",
		"attributes.x":             "routing: invalid variables: attributes is yes or no, not a text",
		"vip or peak":              "routing: invalid variables: vip is a value of no kind, not yes or no",
		"tier in ('')":             "routing: invalid variables: tier is a number, not a text",
		"tier matches '*'":         "routing: invalid variables: tier is a number, not a text",
		"open(tier) == false":      "routing: invalid variables: tier is a number, not a text",
		"not open(tier)":           "routing: invalid variables: tier is a number, not a text",
		"tags has all ('a', tier)": "",
		"peak or tier == 'a'":      "",
		"not peak and tier == 'a'": "",
		"given(peak)":              "",
	} {
		c := parseFor(t, text)
		ok, err := c.Holds(bad)
		if want == "" {
			require.NoError(t, err, "%s", text)
			continue
		}
		assert.False(t, ok)
		require.EqualError(t, err, want, "%s", text)
		var of *VariableError
		require.ErrorAs(t, err, &of)
		require.ErrorIs(t, err, ErrVariables)
		_, err = c.Why(bad)
		require.EqualError(t, err, want, "%s", text)
	}
	ok, err := parseFor(t, "not peak").Holds(VariablesFunc(func(string, string) (Value, bool) { panic("secret") }))
	require.EqualError(t, err, "routing: invalid variables: a panic while they were asked (string)")
	assert.False(t, ok)
}

// and, or and lists ask for no more than they need, and for the left side of a list once.
func TestConditionAsksLittle(t *testing.T) {
	for text, want := range map[string]string{
		"vip and peak":                         "vip",
		"peak or vip":                          "peak",
		"tier in ('a', 'b', 'gold', language)": "tier",
		"urgency in (1, 3, 2, priority)":       "urgency",
		"tags has any (tier, 'x')":             "tags tier",
		"category under (tier, 'after_sales')": "category tier",
		"tags has all (tier, language)":        "tags tier",
	} {
		var asked []string
		_, err := parseFor(t, text).Holds(VariablesFunc(func(name, argument string) (Value, bool) {
			asked = append(asked, name)
			return conditionItem().Variable(name, argument)
		}))
		require.NoError(t, err)
		assert.Equal(t, want, strings.Join(asked, " "), "%s", text)
	}
}

func TestConditionConcurrently(t *testing.T) {
	c := parseFor(t, "channel == '微信' and tags has '退费' and tier > 'a'")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 500 {
				ok, err := c.Holds(conditionItem())
				if !ok || err != nil {
					t.Error(ok, err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// A text counts with its first 64 KB, and the worst pattern on it ends.
func TestConditionLongTexts(t *testing.T) {
	vars := valuesBy{"tier": TextValue(strings.Repeat("a", 1<<16) + "b"), "tags": SetValue([]string{strings.Repeat("a", 1<<16) + "b"})}
	for text, want := range map[string]bool{
		"tier contains 'b'": false,
		"tier matches '*b'": false,
		"tags has tier":     true,
		"tier matches '*" + strings.Repeat("a", 200) + "b*'": false,
	} {
		ok, err := parseFor(t, text).Holds(vars)
		require.NoError(t, err)
		assert.Equal(t, want, ok, "%s", text)
	}
}

// The root of all paths is nobody's parent, not even its own.
func TestConditionRootPath(t *testing.T) {
	ok, err := parseFor(t, "category under attributes.missing").Holds(valuesBy{"category": TextValue("/")})
	require.NoError(t, err)
	assert.False(t, ok)
}

// What a value is not, it has nothing of.
func TestValueKinds(t *testing.T) {
	assert.Empty(t, NumberValue(1).text())
	assert.Empty(t, NumberValue(1).members())
	assert.Zero(t, TextValue("x").number())
	assert.False(t, TextValue("x").yes())
}

// After the first error nothing more is asked.
func TestConditionStopsAtErrors(t *testing.T) {
	var asked []string
	_, err := parseFor(t, "tier == 'a' or open(class) or peak or urgency > priority").Holds(VariablesFunc(func(name, _ string) (Value, bool) {
		asked = append(asked, name)
		return SetValue(nil), true
	}))
	require.EqualError(t, err, "routing: invalid variables: tier is a set, not a text")
	assert.Equal(t, []string{"tier"}, asked)
}

func TestValueString(t *testing.T) {
	for want, v := range map[string]Value{
		`'it\'s'`:                            TextValue("it's"),
		"0.5":                                NumberValue(.5),
		"0":                                  NumberValue(math.NaN()),
		"1m30.5s":                            DurationValue(90500 * time.Millisecond),
		"true":                               BoolValue(true),
		"'a', 'b'":                           SetValue([]string{"a", "b"}),
		"":                                   {},
		"'" + strings.Repeat("长", 40) + "…'": TextValue(strings.Repeat("长", 50)),
		"'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', …": SetValue(strings.Split(strings.Repeat("x", 11), "")),
	} {
		assert.Equal(t, want, v.String())
	}
}
