package bench

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/bench/faqgen"
	"github.com/kefu-go/kefu/bench/peer"
	"github.com/kefu-go/kefu/kb"
)

// exactMatch returns kefu's lookup of entries of mode exact.
func exactMatch(t testing.TB, questions []string) func(text string) {
	entries := peer.Entries(questions)
	for i := range entries {
		entries[i].Mode = kb.Exact
	}
	x := kb.NewIndex(nil)
	require.NoError(t, x.Put(entries...))
	hits := make([]kb.Hit, 0, limit)
	return func(text string) {
		hits = x.AppendMatch(hits[:0], kb.Query{Text: text, Limit: limit})
		if len(hits) == 0 {
			t.Error("not found")
		}
	}
}

// exactMap returns what one writes by hand: a map by the text in lower case,
// without the mark at the end, and nothing done for width, spacing or script.
func exactMap(t testing.TB, questions []string) func(text string) {
	index := make(map[string]int32, len(questions))
	var key []byte
	fold := func(text string) {
		key = key[:0]
		for _, c := range []byte(text) {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			key = append(key, c)
		}
		if n := len(key); n > 0 && key[n-1] == '?' {
			key = key[:n-1]
		}
	}
	for i, q := range questions {
		fold(q)
		index[string(key)] = int32(i)
	}
	return func(text string) {
		fold(text)
		if _, ok := index[string(key)]; !ok {
			t.Error("not found")
		}
	}
}

// asTyped writes questions the way that customers do: a capital first.
func asTyped(questions []string) []string {
	list := make([]string, len(questions))
	for i, q := range questions {
		list[i] = strings.ToUpper(q[:1]) + q[1:]
	}
	return list
}

// BenchmarkExact finds identical texts.
func BenchmarkExact(b *testing.B) {
	for _, n := range sizes(1_000_000) {
		questions := faqgen.Questions(faqgen.English, n)
		typed := asTyped(questions[:min(n, 5000)])
		b.Run(sizeName(n)+"/kefu", func(b *testing.B) { loop(b, typed, exactMatch(b, questions)) })
		b.Run(sizeName(n)+"/map", func(b *testing.B) { loop(b, typed, exactMap(b, questions)) })
	}
}
