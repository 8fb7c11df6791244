package routing

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/internal/text"
)

// naiveFacts are values in the types of Go, for the naive evaluation.
type naiveFacts struct {
	texts   map[string]string
	numbers map[string]float64
	bools   map[string]bool
	sets    map[string][]string
}

// Variable makes them [Variables].
func (f *naiveFacts) Variable(name, argument string) (Value, bool) {
	if name == "attributes" || name == "waiting" {
		name = argument
	}
	if s, ok := f.texts[name]; ok {
		return TextValue(s), true
	}
	if n, ok := f.numbers[name]; ok {
		if name == "waited" || name == "estimate" {
			return DurationValue(time.Duration(n) * time.Second), true
		}
		return NumberValue(n), true
	}
	if b, ok := f.bools[name]; ok {
		return BoolValue(b), true
	}
	s, ok := f.sets[name]
	return SetValue(s), ok
}

// A naive expression is its text, with more parentheses than it needs, and a function
// that works it out, in the plainest way.
type (
	naiveBool struct {
		text string
		is   func(f *naiveFacts) bool
	}
	naiveNumber struct {
		text string
		is   func(f *naiveFacts) float64
	}
	naiveText struct {
		text string
		is   func(f *naiveFacts) string // in the plain case of these tests: lower case
	}
)

var naiveTexts = []string{"", "a", "B", "ab", "a/b", "A/B/c", "a/bc", "退款", "退/款", "x'y", `\`}

func quoteCondition(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

func drawNaiveText(t *rapid.T) naiveText {
	switch rapid.IntRange(0, 2).Draw(t, "text") {
	case 0:
		name := rapid.SampledFrom([]string{"tier", "category", "language"}).Draw(t, "name")
		return naiveText{name, func(f *naiveFacts) string { return strings.ToLower(f.texts[name]) }}
	default:
		s := rapid.SampledFrom(naiveTexts[1:]).Draw(t, "literal")
		return naiveText{quoteCondition(s), func(*naiveFacts) string { return strings.ToLower(s) }}
	}
}

func naiveFinite(n float64) float64 {
	if math.IsNaN(n) {
		return 0
	}
	return n
}

func drawNaiveNumber(t *rapid.T, depth int, duration bool) naiveNumber {
	if choice := rapid.IntRange(0, 7).Draw(t, "number"); depth > 0 && choice < 5 {
		if choice == 4 {
			a := drawNaiveNumber(t, depth-1, duration)
			return naiveNumber{"-(" + a.text + ")", func(f *naiveFacts) float64 { return -a.is(f) }}
		}
		other := duration
		if choice > 1 {
			other = false
		}
		a, b := drawNaiveNumber(t, depth-1, duration), drawNaiveNumber(t, depth-1, other)
		return naiveNumber{
			fmt.Sprintf("(%s) %c (%s)", a.text, "+-*/"[choice], b.text),
			func(f *naiveFacts) float64 {
				switch x, y := a.is(f), b.is(f); choice {
				case 0:
					return naiveFinite(x + y)
				case 1:
					return naiveFinite(x - y)
				case 2:
					return naiveFinite(x * y)
				default:
					return naiveFinite(x / (y + 0)) // without -0
				}
			},
		}
	}
	n := float64(rapid.IntRange(0, 4).Draw(t, "n"))
	literal := rapid.Bool().Draw(t, "literal")
	switch {
	case duration && literal:
		return naiveNumber{fmt.Sprintf("%vm", n), func(*naiveFacts) float64 { return 60 * n }}
	case duration:
		return naiveNumber{"waited", func(f *naiveFacts) float64 { return f.numbers["waited"] }}
	case literal:
		return naiveNumber{fmt.Sprint(n / 2), func(*naiveFacts) float64 { return n / 2 }}
	}
	name := rapid.SampledFrom([]string{"urgency", "priority", "billing"}).Draw(t, "name")
	text := name
	if name == "billing" {
		text = "waiting." + name
	}
	return naiveNumber{text, func(f *naiveFacts) float64 { return f.numbers[name] }}
}

// naivePath is a path as its segments.
func naivePath(s string) []string { return strings.Split(strings.Trim(s, "/"), "/") }

func drawNaiveBool(t *rapid.T, depth int) naiveBool {
	choice := rapid.IntRange(0, 11).Draw(t, "bool")
	if depth == 0 {
		choice = 3 + choice%9
	}
	switch choice {
	case 0, 1:
		a, b := drawNaiveBool(t, depth-1), drawNaiveBool(t, depth-1)
		if choice == 0 {
			return naiveBool{"(" + a.text + ") and (" + b.text + ")", func(f *naiveFacts) bool { x, y := a.is(f), b.is(f); return x && y }}
		}
		return naiveBool{"(" + a.text + ") || (" + b.text + ")", func(f *naiveFacts) bool { x, y := a.is(f), b.is(f); return x || y }}
	case 2:
		a := drawNaiveBool(t, depth-1)
		return naiveBool{"!(" + a.text + ")", func(f *naiveFacts) bool { return !a.is(f) }}
	case 3:
		name := rapid.SampledFrom([]string{"peak", "vip"}).Draw(t, "name")
		return naiveBool{name, func(f *naiveFacts) bool { return f.bools[name] }}
	case 4, 5:
		duration := choice == 5
		a, b := drawNaiveNumber(t, 2, duration), drawNaiveNumber(t, 2, duration)
		op := rapid.SampledFrom([]string{"==", "!=", "<", "<=", ">", ">="}).Draw(t, "op")
		return naiveBool{"(" + a.text + ")" + op + "(" + b.text + ")", func(f *naiveFacts) bool { return naiveCompared(op, a.is(f), b.is(f)) }}
	case 6:
		a, b := drawNaiveText(t), drawNaiveText(t)
		op := rapid.SampledFrom([]string{"==", "!=", "<", "<=", ">", ">="}).Draw(t, "op")
		return naiveBool{a.text + " " + op + " " + b.text, func(f *naiveFacts) bool {
			return naiveCompared(op, float64(strings.Compare(a.is(f), b.is(f))), 0)
		}}
	case 7, 8:
		a := drawNaiveText(t)
		list := rapid.Custom(drawNaiveText)
		others := rapid.SliceOfN(list, 1, 3).Draw(t, "others")
		op := rapid.SampledFrom([]string{"in", "under", "starts_with", "ends_with", "contains"}).Draw(t, "op")
		not := rapid.SampledFrom([]string{"", "not "}).Draw(t, "not")
		return naiveBool{a.text + " " + not + op + " (" + joinTexts(others) + ")", func(f *naiveFacts) bool {
			return (not == "") == slices.ContainsFunc(others, func(o naiveText) bool { return naiveFound(op, a.is(f), o.is(f)) })
		}}
	case 9:
		others := rapid.SliceOfN(rapid.Custom(drawNaiveText), 1, 3).Draw(t, "others")
		op := rapid.SampledFrom([]string{"any", "all"}).Draw(t, "op")
		return naiveBool{"tags has " + op + " (" + joinTexts(others) + ")", func(f *naiveFacts) bool {
			n := 0
			for _, o := range others {
				for _, member := range f.sets["tags"] {
					if o.is(f) != "" && strings.ToLower(member) == o.is(f) {
						n++
						break
					}
				}
			}
			return n > 0 && (op == "any" || n == len(others))
		}}
	case 10:
		name := rapid.SampledFrom([]string{"tier", "peak", "urgency", "tags"}).Draw(t, "name")
		return naiveBool{"given(" + name + ")", func(f *naiveFacts) bool { _, ok := f.Variable(name, ""); return ok }}
	default:
		a, b := drawNaiveText(t), rapid.StringOfN(rapid.RuneFrom([]rune("ab/退款*?")), 0, 5, -1).Draw(t, "pattern")
		return naiveBool{a.text + " matches " + quoteCondition(b), func(f *naiveFacts) bool { return naiveGlob([]rune(b), []rune(a.is(f))) }}
	}
}

func joinTexts(texts []naiveText) string {
	var all []string
	for _, t := range texts {
		all = append(all, t.text)
	}
	return strings.Join(all, ", ")
}

func naiveCompared(op string, a, b float64) bool {
	return map[string]bool{"==": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]
}

func naiveFound(op, s, other string) bool {
	if op == "in" {
		return s == other
	}
	if strings.Trim(other, "/") == "" {
		return false
	}
	switch op {
	case "under":
		p, root := naivePath(s), naivePath(other)
		return len(p) >= len(root) && slices.Equal(p[:len(root)], root)
	case "starts_with":
		return strings.HasPrefix(s, other)
	case "ends_with":
		return strings.HasSuffix(s, other)
	}
	return strings.Contains(s, other)
}

func naiveGlob(p, s []rune) bool {
	switch {
	case len(p) == 0:
		return len(s) == 0
	case p[0] == '*':
		return naiveGlob(p[1:], s) || len(s) > 0 && naiveGlob(p, s[1:])
	}
	return len(s) > 0 && (p[0] == '?' || p[0] == s[0]) && naiveGlob(p[1:], s[1:])
}

func drawNaiveFacts(t *rapid.T) *naiveFacts {
	f := &naiveFacts{map[string]string{}, map[string]float64{}, map[string]bool{}, map[string][]string{}}
	given := func() bool { return rapid.IntRange(0, 4).Draw(t, "given") > 0 }
	for _, name := range []string{"tier", "category", "language"} {
		if given() {
			f.texts[name] = rapid.SampledFrom(naiveTexts).Draw(t, name)
		}
	}
	for _, name := range []string{"urgency", "priority", "billing", "waited"} {
		if given() {
			f.numbers[name] = float64(rapid.IntRange(-2, 4).Draw(t, name))
			if name == "waited" {
				f.numbers[name] *= 60
			}
		}
	}
	for _, name := range []string{"peak", "vip"} {
		if given() {
			f.bools[name] = rapid.Bool().Draw(t, name)
		}
	}
	if given() {
		f.sets["tags"] = rapid.SliceOfN(rapid.SampledFrom(naiveTexts), 0, 3).Draw(t, "tags")
	}
	return f
}

// A condition holds when a naive evaluation of what it was made of says so, also after
// it was written and read again, and Why says the same.
func TestConditionAgainstNaive(t *testing.T) {
	held := 0
	rapid.Check(t, func(t *rapid.T) {
		naive, f := drawNaiveBool(t, 3), drawNaiveFacts(t)
		c := parseFor(t, naive.text)
		again := parseFor(t, c.String())
		require.Equal(t, c.String(), again.String())
		for range 3 {
			want := naive.is(f)
			for _, x := range []*Condition{c, again} {
				got, err := x.Holds(f)
				require.NoError(t, err)
				require.Equal(t, want, got, "%s\n%s\n%+v", naive.text, x, f)
			}
			why, err := c.Why(f)
			require.NoError(t, err)
			checkWhy(t, why, want, f)
			if want {
				held++
			}
			f = drawNaiveFacts(t)
		}
	})
	assert.NotZero(t, held)
}

// checkWhy: every part says of itself what it says as a condition of its own, and the
// decisive ones are parts.
func checkWhy(t *rapid.T, part ConditionPart, want bool, f *naiveFacts) {
	require.Equal(t, want, part.Held, part.Text)
	require.NotEmpty(t, part.Decisive())
	for _, p := range part.Parts {
		held, err := parseFor(t, p.Text).Holds(f)
		require.NoError(t, err)
		checkWhy(t, p, held, f)
	}
}

// checkCondition is what holds of every text.
func checkCondition(t require.TestingT, text string) {
	c, err := ParseCondition(text)
	if err != nil {
		var faults *ConditionError
		require.ErrorAs(t, err, &faults)
		require.NotEmpty(t, faults.Faults)
		last := 0
		for _, f := range faults.Faults {
			require.True(t, f.Offset >= last && f.Offset <= len(text) && f.Line > 0 && f.Column > 0 && f.Reason != "")
			last = f.Offset
		}
		return
	}
	again, err := ParseCondition(c.String())
	require.NoError(t, err, "%q", c.String())
	require.Equal(t, c.String(), again.String())
	for _, vars := range []Variables{nil, conditionItem()} {
		held, err := c.Holds(vars)
		require.NoError(t, err)
		heldAgain, err := again.Holds(vars)
		require.NoError(t, err)
		require.Equal(t, held, heldAgain)
		why, err := c.Why(vars)
		require.NoError(t, err)
		require.Equal(t, held, why.Held)
	}
	c.Names()
}

func FuzzParseCondition(f *testing.F) {
	for _, text := range []string{
		"category under 'after_sales/refund' and (vip or waited > 5m)",
		"tags has any ('退款', \"refund\") and not open('billing') || 'a' not in tags",
		"attributes.country in ('CN', attr('x y')) or lot < 10%", "1 < 2 < 3", "((((", "“退款” ＝ tier", "'\\", "a\xff", "tier matches '*?\\\\*'",
		"-(-urgency) * 2 + 1 / 0 >= -.5 and waited - 1h30m == waited * 2", "given('x') == (true != false)", "tags has all ('a','b') and tier starts_with 'x'", "attributes.a < attributes.b",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkCondition(t, text) })
}

// Texts of tokens in any order reach more of the parser than bytes do.
func TestConditionOfAnyTokens(t *testing.T) {
	tokens := []string{
		"tier", "urgency", "waited", "peak", "tags", "attributes.count", "waiting('billing')", "open", "nobody", "'a'", `"b\"c"`, "1", "2.5%", "90s", "1h", "5x", "true",
		"and", "or", "not", "in", "has", "any", "all", "contains", "under", "starts_with", "matches", "given", "==", "!=", "<", ">=", "=", "+", "-", "*", "/", "!", "(", ")", "(", ")", ",", "“", "\n", "微",
	}
	rapid.Check(t, func(t *rapid.T) {
		checkCondition(t, strings.Join(rapid.SliceOfN(rapid.SampledFrom(tokens), 1, 12).Draw(t, "tokens"), " "))
	})
}

// Texts are equal, in order, and parts of each other, as their folded forms are, however
// they are compared.
func TestConditionFolds(t *testing.T) {
	runes := []rune("aAbB`'/ \t\x00éE\u0301\u0300ßẞſｓＡ退費费Ⅳ—-İı\u200d\ufffd，,")
	draw := rapid.StringOfN(rapid.RuneFrom(runes), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw.Draw(t, "a"), draw.Draw(t, "b")
		if rapid.Bool().Draw(t, "same") {
			b = strings.ToUpper(a)
		}
		x, y := text.Fold(a), text.Fold(b)
		vars := valuesBy{"tier": TextValue(a), "class": TextValue(b), "tags": SetValue([]string{a})}
		want := map[string]bool{
			"tier == class": x == y, "tier == " + quoteCondition(b): x == y, quoteCondition(b) + " != tier": x != y, "tier in ('q', class)": x == y, "tier in ('q', " + quoteCondition(b) + ")": x == y,
			"tier < class": x < y, "tier >= " + quoteCondition(b): x >= y, "tags has class": x == y && y != "",
			"tier contains class": y != "" && strings.Contains(x, y), "tier starts_with class": y != "" && strings.HasPrefix(x, y),
		}
		if y != "" {
			want["tags has "+quoteCondition(b)] = x == y
			want["tier ends_with "+quoteCondition(b)] = strings.HasSuffix(x, y)
		}
		for condition, want := range want {
			got, err := parseFor(t, condition).Holds(vars)
			require.NoError(t, err)
			require.Equal(t, want, got, "%s: %q %q", condition, a, b)
		}
	})
}
