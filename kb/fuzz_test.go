package kb_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/kb"
)

// FuzzMatch: no text of a customer makes a match fail, or give what no score
// may be, or another result the second time.
func FuzzMatch(f *testing.F) {
	entries := append(shop(), exact("exact", "exactly this"), contains("contains", "voucher code"), contains("包含", "优惠券"),
		pattern("pattern", `ticket (?P<no>\d+)`, `工单(?P<no>\d+)`), pattern("free", `[a-z]{3}-[a-z]{3}`), live(contains("live", "weather")))
	x := indexOf(f, entries...)
	for _, e := range entries {
		f.Add(e.Question, "")
	}
	f.Add("voucher code 优惠券 \xff\xfe\x00", "zh-CN")
	f.Add("\u202e\u200b𐅀 e\u0301\u0301 ﷺ ℃ ½", "en")
	f.Add(strings.Repeat("refnud ", 700), "-")
	f.Add("ticket 12 and 工单３４, xyz-ABC \xc3\x28", "")
	f.Add("and what about the weather", "en")
	f.Fuzz(func(t *testing.T, text, locale string) {
		q := kb.Query{Text: text, Locale: locale, Limit: 50}
		if len(text)%2 == 1 {
			q.Context = kb.Context{LastEntry: "refund", Entities: []string{locale, text}}
		}
		hits := x.Match(q)
		requireRanked(t, hits)
		require.Equal(t, seenOf(hits), seenOf(x.Match(q)))
		for i, one := range x.Explain(q).Entries {
			require.Equal(t, hits[i].Score, one.Score) //nolint:testifylint // the very same
		}
	})
}

// FuzzPattern: an expression that is accepted is found in every text that package
// regexp finds it in, whatever the table of what it needs says, and in no other.
func FuzzPattern(f *testing.F) {
	for _, seed := range [][2]string{
		{`订单(?P<no>\d{4,})`, "我的订单12345"},
		{`(a|bc)+d?e{2,3}`, "xBCaEE"},
		{`[k-s]\w*\d`, "\u212a9 \u017f8"},
		{`(?s)^.{3}$`, "a\nb"},
		{`\b1[3-9]\d{9}\b`, "13812345678\xff"},
		{`(?-i:ERR)|\pL\d`, "err x1"},
		{`x{0,3}y|[^a]`, "\x00"},
		{`(?U)ß+.*?ǆ`, "ßßǅ"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, source, question string) {
		e := kb.Entry{ID: "p", Question: "shown", Phrasings: []string{source}, Mode: kb.Pattern}
		x := kb.NewIndex(nil)
		if x.Put(e) != nil || len(question) > kb.MaxQuestion || text.Key(question) == "" {
			return
		}
		hits := x.Match(kb.Query{Text: question})
		if re := regexp.MustCompile("(?i)" + source); re.MatchString(question) {
			require.Len(t, hits, 1)
		}
		requireRanked(t, hits)
	})
}

func FuzzReadJSONL(f *testing.F) {
	f.Add(mixedFile)
	f.Add("\ufeff{\"question\":\"a\",\"similar\":[\"b\"],\"answer\":[{\"kind\":\"text\"}]}\r\n\r\nnull\n[[[[")
	f.Add(`{"question":"a","answer":{"parts":[7]},"priority":1e99,"mode":null}`)
	f.Fuzz(func(t *testing.T, file string) { requireRows(t, file, kb.JSONL) })
}

func FuzzReadCSV(f *testing.F) {
	f.Add("question,similar,answer,mode,priority\na,b|c,d,exact,7\n")
	f.Add("\ufeff\"question\",id\r\n\"a\r\nb\",\"\"\"\"\r\n\r\nx\"y,\n\"z")
	f.Add("question,question\n\xff")
	f.Fuzz(func(t *testing.T, file string) { requireRows(t, file, kb.CSV) })
}

// requireRows checks what holds of any file: an entry that comes out is valid,
// a fault has its line, and nothing is behind any other error.
func requireRows(t *testing.T, file string, format kb.Format) {
	lines := strings.Count(file, "\n") + 1
	last := 0
	for row, err := range kb.ReadRows(strings.NewReader(file), format) {
		line := row.Line
		if err == nil {
			require.NoError(t, row.Entry.Validate())
		} else {
			fault := (*kb.RowError)(nil)
			require.True(t, errors.As(err, &fault), "a text in memory has no other errors: %v", err)
			require.NotEmpty(t, fault.Reason)
			line = fault.Line
		}
		require.Greater(t, line, last, "rows come in their order")
		require.LessOrEqual(t, line, lines)
		last = line
	}
}
