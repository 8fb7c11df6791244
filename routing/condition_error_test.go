package routing

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestConditionErrors(t *testing.T) {
	for text, want := range map[string]string{
		// what is written wrongly
		"":                            "column 1: the condition is empty; write true for what always holds",
		" \n":                         "column 1: the condition is empty; write true for what always holds",
		"tier = 'gold'":               `column 6: unexpected '='; write ==`,
		"= 'gold'":                    "column 1: unexpected '='; write ==",
		"peak & vip | peak":           `column 6: unexpected '&'; write and; column 12: unexpected '|'; write or`,
		"tier == 'gold":               "column 9: the quote is not closed",
		"tier == “gold” and peek":     `column 9: quotes are ' or ", not '“'; column 20: there is no variable "peek"; did you mean "peak"?`,
		"tier == “gold":               "column 9: the quote is not closed",
		"tier ＝＝ 'gold'":              `column 6: unexpected '＝'; write ==`,
		"（peak）":                      `column 1: unexpected '（'; write (; column 6: unexpected '）'; write )`,
		"peak # vip":                  `column 6: unexpected '#'`,
		"peak vip":                    `column 6: unexpected "vip"; there should be and, or, or the end`,
		"peak)":                       `column 5: unexpected ")"; there should be and, or, or the end`,
		"(peak":                       `column 6: unexpected the end; there should be ")"`,
		"peak and":                    "column 9: unexpected the end; there should be a variable, a text in quotes or a number",
		"and peak":                    `column 1: unexpected "and"; there should be a variable, a text in quotes or a number`,
		"urgency == not peak":         `column 12: unexpected "not"; there should be a variable, a text in quotes or a number`,
		"1 < urgency < 3":             "column 13: comparisons do not chain; join two of them with and",
		"tier in ('a') == true":       "column 15: comparisons do not chain; join two of them with and",
		"tier in 'gold'":              "column 9: behind in there should be a list in parentheses or a set",
		"tier in ()":                  `column 10: unexpected ")"; there should be a variable, a text in quotes or a number`,
		"tier not == 'a'":             `column 10: unexpected "=="; behind not there should be in, has, contains, under, matches, starts_with or ends_with`,
		"tags has any 'a'":            `column 14: unexpected a text in quotes; there should be "("`,
		"tags has ('a', 'b')":         "column 14: a list stands behind in, under, matches, contains, starts_with, ends_with, has any and has all",
		"urgency > 1.2.3":             `column 11: "1.2.3" is no number`,
		"waited > 5min":               `column 10: "5min" is no duration; the units are ms, s, m, h and d`,
		"waited > 5分钟":                `column 10: "5分钟" is no duration; the units are ms, s, m, h and d`,
		"urgency > 10000000000000000": "column 11: the number is too large",
		"waited > 99999999999999999d": "column 10: the number is too large",
		"given peak":                  `column 7: unexpected "peak"; there should be "("`,
		"given(1)":                    "column 7: given() takes a variable or the name of an attribute, not 1",
		"tier == '\xff'":              "column 10: the condition is not UTF-8",

		// names
		"teir == 'gold'":               "column 1: there is no variable \"teir\"; did you mean \"tier\"?",
		"Tier == 'gold'":               "column 1: there is no variable \"Tier\"; did you mean \"tier\"?",
		"xyzzy":                        "column 1: there is no variable \"xyzzy\"",
		"tier == gold":                 "column 9: there is no variable \"gold\"; if it is a text, write 'gold'",
		"tier in ('silver', platinum)": "column 20: there is no variable \"platinum\"; if it is a text, write 'platinum'",
		"wating('billing') > 1":        "column 1: there is no variable \"wating\"; did you mean \"waiting\"?",
		"waiting > 1":                  "column 1: waiting takes an argument: waiting('the queue')",
		"attr == 'x'":                  "column 1: attr takes an argument: attr('the name')",
		"attributes == 'x'":            "column 1: attributes takes an argument: attributes('the attribute')",
		"attr('') == 'x'":              "column 1: the name of the attribute is missing",
		"waiting. > 1":                 "column 1: the name of the queue is missing",
		"tier('x') == 'a'":             "column 1: tier takes no argument",
		"tier.x == 'a'":                "column 1: there is no variable \"tier.x\"; did you mean \"tier\"?",
		"attributes.x('y') == 'a'":     "column 1: there is no variable \"attributes.x\"; did you mean \"attributes\"?",
		"waiting('a', 'b') > 1":        "column 12: waiting takes one argument",
		"waiting(urgency) > 1":         "column 9: urgency is a number, and no name of a queue",

		// kinds
		"tier":                     "column 1: tier is a text, and no condition; compare it, or write given(tier)",
		"tags":                     "column 1: tags is a set, and no condition; compare it, or write given(tags)",
		"not waited":               "column 5: waited is a duration, and no condition; compare it, or write given(waited)",
		"1 + 1":                    "column 1: 1 + 1 is a number, and no condition",
		"tier == 1":                "column 1: tier is a text, 1 is a number",
		"urgency > '3'":            "column 1: urgency is a number, '3' is a text",
		"waited > 300":             "column 1: waited is a duration, 300 is a number; write 300s for seconds",
		"60 < waited":              "column 1: 60 is a number, waited is a duration; write 60s for seconds",
		"urgency > 5m":             "column 1: urgency is a number, 5m is a duration",
		"peak == 'yes'":            "column 1: peak is yes or no, 'yes' is a text",
		"peak < vip":               "column 1: peak cannot be less or more than vip",
		"tags == 'a'":              "column 1: tags is a set; write tags has ...",
		"'a' != tags":              "column 1: tags is a set; write tags has ...",
		"tier has 'a'":             "column 1: tier is a text, and no set; write contains",
		"tags under 'a'":           "column 1: tags is a set; write has",
		"tags in ('a')":            "column 1: tags is a set; write has",
		"tags has 1":               "column 10: 1 is a number, and no text",
		"urgency starts_with '1'":  "column 1: urgency is a number, and no text",
		"tier in ('a', 1)":         "column 15: 1 is a number, and should be a text",
		"attributes.x in ('a', 1)": "column 23: 1 is a number, and should be a text",
		"tier + 1 > 2":             "column 1: tier is a text, and no number",
		"-peak > 2":                "column 2: peak is yes or no, and no number",
		"waited + 1 > 2s":          "column 1: waited and 1 cannot be added: one is a number, one a duration such as 90s or 5m",
		"waited * waited > 2s":     "column 1: two durations cannot be multiplied",
		"1 / waited > 2":           "column 1: a number cannot be divided by a duration",
		"tier matches language":    "column 14: a pattern is a text in quotes",
		"category under '/'":       "column 16: the empty text is nowhere to be found",
		"tier contains ('a', '')":  "column 21: the empty text is nowhere to be found",
		"tags has ''":              "column 10: the empty text is nowhere to be found",
		"tier matches '" + strings.Repeat("a", 257) + "'": "column 14: the pattern is too long, at most 256 bytes are possible",

		// several at once, and where they are
		"teir == 'a' and urgency > 'b' or\n  (peek and tags == '退费')\nand waited > 5": `column 1: there is no variable "teir"; did you mean "tier"?; ` +
			`column 17: urgency is a number, 'b' is a text; line 2, column 4: there is no variable "peek"; did you mean "peak"?; ` +
			`line 2, column 13: tags is a set; write tags has ...; line 3, column 5: waited is a duration, 5 is a number; write 5s for seconds`,
		"'退费' == and peek":                 `column 9: unexpected "and"; there should be a variable, a text in quotes or a number; column 13: there is no variable "peek"; did you mean "peak"?`,
		"peak ~ and (vip ~) and peek":      `column 6: unexpected '~'; column 17: unexpected '~'; column 24: there is no variable "peek"; did you mean "peak"?`,
		strings.Repeat("x and ", 20) + "x": strings.TrimSuffix(manyFaults(), "; "),

		// limits
		strings.Repeat("a", 8193):                                                     "column 1: the condition has 8193 bytes, at most 8192 are possible",
		strings.Repeat("(", 41) + "peak":                                              "column 42: the condition is too deep, at most 40 levels are possible",
		strings.Repeat("not ", 41) + "peak":                                           "column 165: the condition is too deep, at most 40 levels are possible",
		"urgency in (" + strings.Repeat("1,", 999) + "1)":                             "column 2009: the condition has too many parts, at most 1000 are possible",
		"'" + strings.Repeat("\"", 10) + "' == \"" + strings.Repeat("'", 8170) + "\"": "column 1: written out the condition has 16358 bytes, at most 8192 are possible",
	} {
		c, err := ParseCondition(text)
		require.ErrorIs(t, err, ErrCondition, "%.100s", text)
		assert.EqualError(t, err, "routing: invalid condition: "+want, "%.100s", text)
		assert.Nil(t, c)
	}
}

// manyFaults are sixteen of the twenty-one that there are.
func manyFaults() string {
	var b strings.Builder
	for i := range 16 {
		b.WriteString(ConditionFault{Line: 1, Column: 1 + 6*i, Reason: `there is no variable "x"`}.String() + "; ")
	}
	return b.String()
}

// Offsets are bytes, columns are characters.
func TestConditionErrorPosition(t *testing.T) {
	_, err := ParseCondition("channel == '微信'\n and 微")
	var faults *ConditionError
	require.ErrorAs(t, err, &faults)
	assert.Equal(t, []ConditionFault{{Offset: 25, Line: 2, Column: 6, Reason: `there is no variable "微"`}}, faults.Faults)
}

// At the limits everything is still read.
func TestConditionLimits(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("(", 40) + "peak" + strings.Repeat(")", 40),
		strings.Repeat("not ", 40) + "peak",
		strings.Repeat("(not peak) or ", 60) + "peak",
		"urgency in (" + strings.Repeat("1,", 997) + "1)",
		"peak or '" + strings.Repeat("a", 8170) + "' == tier",
	} {
		c := parseFor(t, text)
		_, err := c.Why(conditionItem())
		require.NoError(t, err)
	}
}

func TestSchema(t *testing.T) {
	plans := []string{"Free", "企业版"}
	s, err := NewSchema(
		Variable{Name: "plan", Kind: KindText, Values: plans},
		Variable{Name: "n", Kind: KindNumber},
		Variable{Name: "labels", Kind: KindSet, Values: []string{"refund", "delivery"}},
		Variable{Name: "load", Kind: KindNumber, Takes: "node"},
	)
	require.NoError(t, err)
	plans[0] = "changed"
	s = s.WithArguments("node", "north", "south")
	_, err = s.Parse("plan in ('free', '企業版', '') and labels has any ('Refund') and load.north < load(plan) and plan starts_with 'x'")
	require.NoError(t, err)
	for text, want := range map[string]string{
		"plan == 'fre'":                  "column 9: plan is never 'fre'; did you mean 'Free'?",
		"'gold' != plan":                 "column 1: plan is never 'gold'",
		"plan in ('free', 'frei')":       "column 18: plan is never 'frei'; did you mean 'Free'?",
		"labels has all ('refund', 'x')": "column 27: labels is never 'x'",
		"'refunds' in labels":            "column 1: labels is never 'refunds'; did you mean 'refund'?",
		"load.nort > 1":                  "column 1: there is no node \"nort\"; did you mean 'north'?",
		"load('North') > 1":              "column 1: there is no node \"North\"; did you mean 'north'?",
		"tier == 'a'":                    "column 1: there is no variable \"tier\"",
		"m > 1":                          "column 1: there is no variable \"m\"", // n would share nothing with it
		"given('x')":                     "column 7: there is no variable \"attributes\"",
	} {
		_, err := s.Parse(text)
		require.EqualError(t, err, "routing: invalid condition: "+want, "%s", text)
	}

	_, err = s.With(Variable{Name: "In", Kind: KindText}, Variable{Name: "a.b", Kind: KindText}, Variable{Name: "1a", Kind: KindText},
		Variable{Name: "any", Kind: KindText}, Variable{Name: "none"}, Variable{Name: "n", Kind: KindNumber, Values: []string{"1"}})
	require.EqualError(t, err, `routing: invalid condition: "In" cannot be the name of a variable; "a.b" cannot be the name of a variable; `+
		`"1a" cannot be the name of a variable; "any" cannot be the name of a variable; variable "none" has no kind; variable "n" has values, but is neither text nor set`)

	// What is added to a schema changes only the new one.
	more, err := s.With(Variable{Name: "plan", Kind: KindBool}, Variable{Name: "城市", Kind: KindText})
	require.NoError(t, err)
	_, err = more.Parse("plan and 城市 == '上海' and load.south > 1")
	require.NoError(t, err)
	_, err = s.Parse("plan")
	require.Error(t, err)
	var names []string
	for _, v := range more.Variables() {
		names = append(names, v.Name)
	}
	assert.Equal(t, []string{"labels", "load", "n", "plan", "城市"}, names)
	more.Variables()[0].Values[0] = "changed"
	assert.Equal(t, "refund", more.Variables()[0].Values[0])
}

// Every variable of items can be asked for as its kind says.
func TestItemSchema(t *testing.T) {
	forms := map[Kind]string{KindText: "N == 'a'", KindNumber: "N < 1", KindDuration: "N < 1s", KindBool: "N", KindSet: "N has 'a'", KindAttribute: "N == 1"}
	for _, v := range ItemSchema().Variables() {
		name := v.Name
		if v.Takes != "" {
			name += "('x')"
		}
		parseFor(t, strings.ReplaceAll(forms[v.Kind], "N", name))
		assert.NotEmpty(t, v.About)
		_, err := NewSchema(v)
		require.NoError(t, err)
	}
	assert.Len(t, ItemSchema().Variables(), 35)
}
