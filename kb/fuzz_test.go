package kb_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// FuzzMatch: no text of a customer makes a match fail, or give what no score
// may be, or another result the second time.
func FuzzMatch(f *testing.F) {
	entries := append(shop(), exact("exact", "exactly this"), contains("contains", "voucher code"), contains("包含", "优惠券"))
	x := indexOf(f, entries...)
	for _, e := range entries {
		f.Add(e.Question, "")
	}
	f.Add("voucher code 优惠券 \xff\xfe\x00", "zh-CN")
	f.Add("\u202e\u200b𐅀 e\u0301\u0301 ﷺ ℃ ½", "en")
	f.Add(strings.Repeat("refnud ", 700), "-")
	f.Fuzz(func(t *testing.T, text, locale string) {
		q := kb.Query{Text: text, Locale: locale, Limit: 50}
		hits := x.Match(q)
		requireRanked(t, hits)
		require.Equal(t, seenOf(hits), seenOf(x.Match(q)))
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
