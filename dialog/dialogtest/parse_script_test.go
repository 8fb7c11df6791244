package dialogtest

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

const wholeScript = `# rasa#6958, M4: a bad new value erased the good old one
flows: return
locale: zh

# he begins
> 我要退货
| 快点
< asked *订单号*
| 1. \*
choices A* | B
slots order=A-77 note="help the children" reason=
no event slot_rejected order
event slot_filled order value=A-77
attach image https://shop.example/1.jpg a broken cup
>> 是
after 2d1h
at 22:30
resend
agent> 您好
release
no handoff
effect refund order=A-77
-- flow.json --
{"a": 1}
-- note --
`

func TestParseReadsAScript(t *testing.T) {
	s, err := Parse("a.txtar", wholeScript)
	require.NoError(t, err)
	assert.Equal(t, []string{"rasa#6958", "M4"}, s.Answers)
	assert.Equal(t, "a bad new value erased the good old one", s.Title)
	assert.Equal(t, map[string]string{"flows": "return", "locale": "zh"}, s.Settings)
	assert.Equal(t, map[string]string{"flow.json": "{\"a\": 1}\n", "note": ""}, s.Files)
	assert.Equal(t, "我要退货\n快点", s.lines[0].text)
	assert.Equal(t, line{from: 7, to: 9, verb: "<", name: "asked", text: "*订单号*\n1. \\*"}, s.lines[1])
	assert.Equal(t, []arg{{"order", "A-77"}, {"note", "help the children"}, {"reason", ""}}, s.lines[3].args)
	assert.Equal(t, line{from: 11, to: 12, verb: "event", not: true, name: "slot_rejected", args: []arg{{"slot", "order"}}}, s.lines[4])
	assert.Equal(t, []arg{{"slot", "order"}, {"value", "A-77"}}, s.lines[5].args)
	assert.Equal(t, wholeScript, s.String())
}

func TestParseNamesEveryLineThatCannotBeRead(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"no title", "> hello", `s:1: the first line`},
		{"no id", "# : what\n> hello", `s:1: the first line`},
		{"nothing happens", "# a: b\nlocale: zh", `s:1: nothing happens`},
		{"unknown verb", "# a: b\n> hello\n\nsay hello", `s:4: "say" is no verb`},
		{"setting too late", "# a: b\n> hello\nlocale: zh", `s:3: the setting locale`},
		{"setting twice", "# a: b\nlocale: zh\nlocale: en\n> hello", `s:3: the setting locale`},
		{"nothing to go on with", "# a: b\n\n| more\n> hello", `s:2: a comment and an empty line`},
		{"begins with more", "# a: b\nlocale: zh\n| more\n> hello", `s:2: the setting locale`},
		{"cannot go on", "# a: b\n> hello\nowner bot\n| more", `s:3: "owner" cannot go on`},
		{"nothing happened", "# a: b\n< asked", `s:2: nothing has happened yet`},
		{"no before another verb", "# a: b\n> hello\nno owner bot", `s:3: "no" cannot stand before "owner"`},
		{"no kind", "# a: b\n> hello\n<", `s:3: "<" needs`},
		{"words of nothing", "# a: b\n> hello\n< nothing much", `s:3: nothing has no words`},
		{"release of something", "# a: b\nrelease him", `s:2: "release" has nothing behind it`},
		{"no span", "# a: b\nafter lunch", `s:2: "lunch" is no span`},
		{"negative span", "# a: b\nafter -5m", `s:2: "-5m" is no span`},
		{"no moment", "# a: b\nat noon", `s:2: "noon" is neither`},
		{"no slot", "# a: b\n> hello\nslots order", `s:3: "order" is no name=value`},
		{"no event", "# a: b\n> hello\nevent slot=a", `s:3: "event" needs a name`},
		{"quote not closed", "# a: b\n> hello\nslots a=\"b", `s:3: a double quote`},
		{"no space after a quote", "# a: b\n> hello\nslots a=\"b\"c", `s:3: a space`},
		{"two slots of an event", "# a: b\n> hello\nevent slot_filled a b", `s:3: "b" is no name=value`},
		{"section twice", "# a: b\n> hello\n-- x --\n-- x --\n", `s:3: the section "x"`},
		{"start of nothing", "# a: b\nstart", `s:2: "start" needs a flow or words`},
		{"progress to nothing", "# a: b\nprogress place=3", `s:2: "progress" needs a name`},
		{"two faults", "# a: b\nfoo\nbar", "s:2: \"foo\" is no verb of scripts\ns:3: \"bar\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse("s", c.text)
			require.ErrorContains(t, err, c.want)
			var at *ScriptError
			require.ErrorAs(t, err, &at)
			assert.Equal(t, "s", at.Script)
		})
	}
}

func TestMatchesIsAGlob(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"", "anything", true},
		{"*", "", true},
		{"a*", "abc", true},
		{"*订单*", "请问\n订单号？", true},
		{"a*b*c", "a b b c", true},
		{"a*b", "ab c", false},
		{"ab*ba", "aba", false},
		{`\*`, "*", true},
		{`\*`, "x", false},
		{`a\\b`, `a\b`, true},
		{`a\b`, `a\b`, true},
		{"abc", "ABC", false},
	} {
		assert.Equal(t, c.want, matches(c.pattern, c.text), "%q %q", c.pattern, c.text)
	}
	assert.False(t, matchesValue("", "x"))
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune(`a*\字 `))).Draw(t, "s")
		require.True(t, matchesValue(literal(s), s))
		require.False(t, matchesValue(literal(s), s+"x"))
	})
}

func TestArgumentsAreReadAsTheyAreWritten(t *testing.T) {
	assert.Equal(t, `"a=b"`, arg{"", "a=b"}.String(), "no name")
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringOf(rapid.SampledFrom([]rune("ab= \"\\\n字")))
		a := arg{rapid.SampledFrom([]string{"", "order"}).Draw(t, "name"), word.Draw(t, "value")}
		if a.name == "" && a.value == "" {
			return
		}
		args, err := splitArgs(a.String() + " x=1")
		require.NoError(t, err)
		require.Equal(t, []arg{a, {"x", "1"}}, args)
	})
}

func TestSpansAndMomentsOfScripts(t *testing.T) {
	for _, d := range []time.Duration{time.Microsecond, 90 * time.Second, time.Minute, time.Hour, 26 * time.Hour, time.Hour + time.Second} {
		got, err := parseSpan(writeSpan(d))
		require.NoError(t, err)
		assert.Equal(t, d, got)
	}
	got, err := parseSpan("2d4h")
	require.NoError(t, err)
	assert.Equal(t, 52*time.Hour, got)

	now := time.Date(2026, 3, 2, 22, 30, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"22:31":            time.Date(2026, 3, 2, 22, 31, 0, 0, time.UTC),
		"22:30":            time.Date(2026, 3, 3, 22, 30, 0, 0, time.UTC),
		"2026-03-09 08:00": time.Date(2026, 3, 9, 8, 0, 0, 0, time.UTC),
	} {
		at, err := parseAt(text, now)
		require.NoError(t, err)
		assert.Equal(t, want, at, text)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(wholeScript)
	f.Add("# a: b\r\n> x\r\n-- f --\r\ny")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse("f", text)
		if err != nil {
			return
		}
		again, err := Parse("f", s.String())
		require.NoError(t, err)
		require.Equal(t, s, again)
		for _, l := range s.lines {
			require.Less(t, l.from, l.to)
			require.LessOrEqual(t, l.to, len(s.text))
			for _, a := range l.args {
				args, err := splitArgs(a.String())
				require.NoError(t, err)
				require.Equal(t, []arg{a}, args)
			}
		}
		require.False(t, strings.Contains(s.Title, "\n"))
	})
}
