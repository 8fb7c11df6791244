package bench

import (
	"strings"
	"testing"

	ahocorasick "github.com/petar-dambovaliev/aho-corasick"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/bench/faqgen"
	"github.com/kefu-go/kefu/bench/peer"
	"github.com/kefu-go/kefu/kb"
)

// phrases cuts n different phrases out of the first questions: two or three
// neighbouring words in English, three to five characters in Chinese.
func phrases(l faqgen.Language, n int) []string {
	seen := map[string]bool{}
	list := make([]string, 0, n)
	for i, q := range faqgen.Questions(l, sources*n) {
		q = strings.TrimRight(q, "?？")
		var p string
		if l == faqgen.Chinese {
			clause, _, _ := strings.Cut(q, "，")
			r := []rune(clause)
			at := i % max(1, len(r)-4)
			p = string(r[at:min(len(r), at+3+i%3)])
		} else {
			w := strings.Fields(q)
			at := i % (len(w) - 2)
			p = strings.Join(w[at:at+2+i%2], " ")
		}
		if !seen[p] && len(list) < n {
			seen[p] = true
			list = append(list, p)
		}
	}
	return list
}

// sources is how many questions it takes for one new phrase, at most.
const sources = 3

// passages are texts to look for phrases in: questions that no phrase comes
// from, in lower case already, so that a peer need not fold them.
func passages(l faqgen.Language, n int) []string {
	const count = 500
	return faqgen.Questions(l, sources*n+count)[sources*n:]
}

func containsMatch(t testing.TB, phrases []string) func(text string) int {
	entries := peer.Entries(phrases)
	for i := range entries {
		entries[i].Mode = kb.Contains
	}
	x := kb.NewIndex(nil)
	require.NoError(t, x.Put(entries...))
	var hits []kb.Hit
	return func(text string) int {
		hits = x.AppendMatch(hits[:0], kb.Query{Text: text, Limit: 100})
		return len(hits)
	}
}

// containsAutomaton finds all occurrences, overlapping ones too, as kefu does.
func containsAutomaton(phrases []string, dfa bool) func(text string) int {
	builder := ahocorasick.NewAhoCorasickBuilder(ahocorasick.Opts{MatchKind: ahocorasick.StandardMatch, DFA: dfa})
	automaton := builder.Build(phrases)
	return func(text string) int {
		n := 0
		for it := automaton.IterOverlapping(text); it.Next() != nil; {
			n++
		}
		return n
	}
}

func containsLoop(phrases []string) func(text string) int {
	return func(text string) int {
		n := 0
		for _, p := range phrases {
			if strings.Contains(text, p) {
				n++
			}
		}
		return n
	}
}

// BenchmarkContains finds the phrases that a question contains.
func BenchmarkContains(b *testing.B) {
	eachSize(b, 100_000, func(b *testing.B, l faqgen.Language, n int) {
		list, questions := phrases(l, n), passages(l, n)
		for _, c := range []struct {
			name string
			find func() func(text string) int
		}{
			{"kefu", func() func(string) int { return containsMatch(b, list) }},
			{"petar-nfa", func() func(string) int { return containsAutomaton(list, false) }},
			{"petar-dfa", func() func(string) int { return containsAutomaton(list, true) }},
			{"loop", func() func(string) int { return containsLoop(list) }},
		} {
			b.Run(c.name, func(b *testing.B) {
				find, found, calls := c.find(), 0, 0
				loop(b, questions, func(text string) { found += find(text); calls++ })
				b.ReportMetric(float64(found)/float64(calls), "found/query")
			})
		}
	})
}

// Apart from word boundaries, which peers do not have, kefu does the same work:
// it finds what they find.
func TestContainsFindsWhatALoopFinds(t *testing.T) {
	for _, l := range []faqgen.Language{faqgen.English, faqgen.Chinese} {
		list := phrases(l, 2000)
		find, nfa := containsMatch(t, list), containsAutomaton(list, false)
		found := 0
		for _, q := range passages(l, 2000) {
			q = strings.NewReplacer("，", "", "？", "", "?", "").Replace(q)
			want := 0
			for _, p := range list {
				if l == faqgen.Chinese && strings.Contains(q, p) || strings.Contains(" "+q+" ", " "+p+" ") {
					want++
				}
			}
			require.Equal(t, want, find(q), q)
			require.GreaterOrEqual(t, nfa(q), want, q)
			found += want
		}
		require.NotZero(t, found)
	}
}
