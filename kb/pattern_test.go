package kb_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

func pattern(id string, expressions ...string) kb.Entry {
	return kb.Entry{ID: id, Question: "about " + id, Phrasings: expressions, Mode: kb.Pattern}
}

func TestPattern(t *testing.T) {
	x := indexOf(
		t,
		pattern("order", `订单\s*(?P<no>[A-Z]{2}\d{6,})`, `order\s+#?(?P<no>[A-Z]{2}\d{6,})`),
		pattern("phone", `\b(?P<phone>1[3-9]\d{9})\b`),
		pattern("mail", `(?P<user>[\w.+-]+)@[\w-]+\.\w+`),
		pattern("code", `(?-i:ERR)-(?P<code>\d+)`),
		pattern("word", `ref(und|urn)ing`),
		kb.Entry{ID: "bare", Question: `v\d+\.\d+`, Mode: kb.Pattern},
	)
	for _, c := range []struct {
		text, id string
		args     map[string]string
	}{
		{"订单AB123456到哪了", "order", map[string]string{"no": "AB123456"}},
		{"订单 ab123456", "order", map[string]string{"no": "ab123456"}},
		{"訂單ＡＢ１２３４５６到哪了", "order", map[string]string{"no": "AB123456"}}, // traditional script, full width
		{"where is ORDER #XY99887766?", "order", map[string]string{"no": "XY99887766"}},
		{"我的电话是13812345678", "phone", map[string]string{"phone": "13812345678"}},
		{"我的电话是１３８１２３４５６７８", "phone", map[string]string{"phone": "13812345678"}},
		{"my number: 13812345678.", "phone", map[string]string{"phone": "13812345678"}},
		{"call 1381234567", "", nil},
		{"write to jane.doe@example.com", "mail", map[string]string{"user": "jane.doe"}},
		{"it says ERR-42", "code", map[string]string{"code": "42"}},
		{"it says err-42", "", nil}, // stated: this letter case only
		{"are you REFUNDING me", "word", nil},
		{"since v2.17 it hangs", "bare", nil},
		{"about phone", "phone", nil}, // what a list shows is found when it is picked
	} {
		hits := x.Match(kb.Query{Text: c.text})
		if c.id == "" {
			assert.Empty(t, hits, c.text)
			continue
		}
		if assert.Equal(t, []string{c.id}, idsOf(hits), c.text) {
			assert.Equal(t, kb.Pattern, hits[0].Mode)
			assert.Equal(t, c.args, hits[0].Args, c.text)
			assert.GreaterOrEqual(t, hits[0].Score, 0.9)
		}
	}
}

// The more of the question an expression matches, the better; each entry once.
func TestPatternScore(t *testing.T) {
	x := indexOf(t, pattern("short", `\d{4}`), pattern("long", `\d{4}`, `code \d{4}`))
	hits := x.Match(kb.Query{Text: "code 1234"})
	require.Equal(t, []string{"long", "short"}, idsOf(hits))
	assert.Equal(t, `code \d{4}`, hits[0].Phrasing)
	assert.InDelta(t, 1, hits[0].Score, 0)
	assert.InDelta(t, 0.9+0.1*4/9, hits[1].Score, 1e-9)
}

func TestPatternFollowsChanges(t *testing.T) {
	x := indexOf(t, pattern("a", `ticket \d+`))
	q := kb.Query{Text: "ticket 5"}
	require.Len(t, x.Match(q), 1)
	require.NoError(t, x.Put(pattern("a", `bill \d+`)))
	assert.Empty(t, x.Match(q))
	assert.Len(t, x.Match(kb.Query{Text: "bill 5"}), 1)
	x.Delete("a")
	assert.Empty(t, x.Match(kb.Query{Text: "bill 5"}))
	for i := range 3000 { // until the index was rebuilt
		require.NoError(t, x.Put(pattern("a", fmt.Sprintf(`ticket %d\b`, i%7))))
	}
	assert.Len(t, x.Match(kb.Query{Text: "ticket 3"}), 1)
}

func TestFaultyPatterns(t *testing.T) {
	for field, source := range map[string]string{
		"phrasings[0] is no expression":                              `order (`,
		"phrasings[0] is an expression that matches the empty text":  `\d*`,
		"phrasings[0] is an expression that matches the empty text ": `\b`,
		"phrasings[0] is an expression that matches the empty":       `a|b?`,
		"phrasings[0] is longer":                                     strings.Repeat("a", kb.MaxPattern+1),
		"phrasings[0] is an expression that is too large":            `(\d{30}x){30}y{200}z{99}`,
		"phrasings[0] is no":                                         `\d{2000}`,
		"phrasings[0] is no expression: invalid or unsupported":      `(?=x)`,
	} {
		e := pattern("a", source)
		err := e.Validate()
		assertField(t, "phrasings[0]", err)
		assert.ErrorContains(t, err, strings.TrimSpace(field))
		assert.Error(t, kb.NewIndex(nil).Put(e))
	}
	alone := kb.Entry{ID: "a", Question: "(", Mode: kb.Pattern}
	assertField(t, "question", alone.Validate())
	shown := pattern("a", `\d+`)
	shown.Question = "What is ("
	assert.NoError(t, shown.Validate(), "a question beside expressions is only shown")
}

// Whatever an expression is, the table of needs hides none of its matches.
func TestPatternNeedsHideNothing(t *testing.T) {
	for _, c := range []struct{ source, text string }{
		{`k\d`, "\u212a7"}, // the sign of Kelvin is a k
		{`straſse`, "STRASSE"},
		{`[abc]x?[yz]{1,2}`, "so bz then"},
		{`(foo|ba[rz]|\d{3})+!`, "012!"},
		{`(?s).x`, "\nX"},
		{`^\s*no\s*$`, "  NO "},
		{`(a|b|c|d|e)(a|b|c|d|e)(a|b|c|d|e)`, "edc"},
		{`x{0}y`, "y"},
		{`xa{1,2}b`, "xaab"},
		{`(?:ab){30}`, strings.Repeat("aB", 30)},
		{`[^\d]7`, "a7"},
		{`\p{Han}{2}票`, "电子票"},
		{`(?:|a)b`, "b"},
		{`日{2,3}本`, "日日本"},
		{`Ǆ`, "ǆ"},
	} {
		x := indexOf(t, pattern("p", c.source))
		assert.Len(t, x.Match(kb.Query{Text: c.text}), 1, "%s in %q", c.source, c.text)
	}
}

func TestPatternsWithFilters(t *testing.T) {
	hidden := pattern("hidden", `\d+`)
	hidden.Base = "shop"
	x := indexOf(t, hidden)
	assert.Len(t, x.Match(kb.Query{Text: "42"}), 1)
	assert.Empty(t, x.Match(kb.Query{Text: "42", Scope: kb.Scope{Public: true}}))
}

// A reader sees each change of patterns whole while they come and go.
func TestPatternsBesideReaders(t *testing.T) {
	x := indexOf(t, pattern("always", `always \d+`))
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 300 {
			_ = x.Put(pattern("a", fmt.Sprintf(`a%d-\d`, i)), pattern("b", fmt.Sprintf(`b%d-\d`, i)))
			if i%10 == 9 {
				x.Delete("a", "b")
			}
		}
	}()
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		require.Equal(t, []string{"always"}, idsOf(x.Match(kb.Query{Text: "always 7"})))
		for i := range 300 {
			hits := x.Match(kb.Query{Text: fmt.Sprintf("a%d-1 b%d-1", i, i)})
			require.NotEqual(t, 1, len(hits), "both or none: %v", idsOf(hits))
		}
	}
}

func BenchmarkPattern(b *testing.B) {
	entries := make([]kb.Entry, 10_000)
	for i := range entries {
		entries[i] = pattern(fmt.Sprint(i), fmt.Sprintf(`(?:ticket|单号)\s*%c%c-\d{%d}`, 'a'+i%26, 'a'+i/26%26, 6+i%5))
	}
	x := indexOf(b, entries...)
	for name, text := range map[string]string{
		"miss english": "how long does it take until my refund is back on the card",
		"miss chinese": "请问一下我上个星期买的东西什么时候可以送到家里",
		"digits":       "my number is 4711 and I live in room 1204",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var hits []kb.Hit
			for b.Loop() {
				hits = x.AppendMatch(hits[:0], kb.Query{Text: text})
			}
			require.Empty(b, hits)
		})
	}
}
