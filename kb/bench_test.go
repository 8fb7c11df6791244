package kb_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/kb"
)

// corpus makes questions of words whose frequencies fall as they do in real
// text. It makes the same ones each time.
type corpus struct {
	name   string
	random *rand.Rand
	words  []string
	sep    string
	length int
}

func english() *corpus {
	c := &corpus{name: "english", random: rand.New(rand.NewPCG(1, 2)), sep: " ", length: 8}
	parts := strings.Fields("re fund par cel or der ship ping can cel pay ment card ac count log in pass word track deliv er voucher size col our war ran ty")
	c.words = strings.Fields("how do i the my a is can to where what when for not it")
	for len(c.words) < 4000 {
		word := ""
		for range 2 + c.random.IntN(3) {
			word += parts[c.random.IntN(len(parts))]
		}
		c.words = append(c.words, word)
	}
	return c
}

func chinese() *corpus {
	c := &corpus{name: "chinese", random: rand.New(rand.NewPCG(3, 4)), length: 6}
	c.words = strings.Split("的,怎么,我,吗,了,可以,什么,在,不,是", ",")
	for len(c.words) < 4000 {
		c.words = append(c.words, string([]rune{0x4E00 + rune(c.random.IntN(2500)), 0x4E00 + rune(c.random.IntN(2500))}))
	}
	return c
}

func (c *corpus) line() string {
	words := make([]string, c.length-2+c.random.IntN(5))
	for i := range words {
		x := c.random.Float64()
		words[i] = c.words[int(x*x*x*float64(len(c.words)))]
	}
	return strings.Join(words, c.sep)
}

// entries returns entries with three wordings each.
func (c *corpus) entries(n int) []kb.Entry {
	list := make([]kb.Entry, n)
	for i := range list {
		list[i] = smart(fmt.Sprint("entry ", i), c.line(), c.line(), c.line())
	}
	return list
}

// queries returns wordings of the entries with words added and taken away.
func (c *corpus) queries(entries []kb.Entry) []string {
	list := make([]string, 256)
	for i := range list {
		list[i] = entries[c.random.IntN(len(entries))].Phrasings[i%2] + c.sep + c.words[c.random.IntN(len(c.words))]
	}
	return list
}

func BenchmarkSmart(b *testing.B) {
	for _, c := range []*corpus{english(), chinese()} {
		for _, n := range []int{1000, 10_000} {
			b.Run(fmt.Sprintf("%s/%d", c.name, n), func(b *testing.B) {
				entries := c.entries(n)
				x := indexOf(b, entries...)
				queries := c.queries(entries)
				benchmarkMatch(b, x, queries)
			})
		}
	}
}

// benchmarkMatch asks all queries once before it measures.
func benchmarkMatch(b *testing.B, x *kb.Index, queries []string) {
	hits := make([]kb.Hit, 0, 16)
	for _, q := range queries {
		hits = x.AppendMatch(hits[:0], kb.Query{Text: q})
		require.NotEmpty(b, hits)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		hits = x.AppendMatch(hits[:0], kb.Query{Text: queries[i%len(queries)]})
		i++
	}
}

// BenchmarkExact is identical text, beside the least that it could be: a map
// lookup of a key that is folded already, and of one that is not.
func BenchmarkExact(b *testing.B) {
	for _, c := range []*corpus{english(), chinese()} {
		entries := c.entries(10_000)
		queries := make([]string, 256)
		keys := make([][]byte, len(queries))
		byKey := map[string]*kb.Entry{}
		for i := range entries {
			byKey[text.Key(entries[i].Question)] = &entries[i]
		}
		for i := range queries {
			queries[i] = entries[i*37].Question + "?"
			keys[i] = text.AppendKey(nil, queries[i])
		}
		b.Run(c.name+"/index", func(b *testing.B) { benchmarkMatch(b, indexOf(b, entries...), queries) })
		lookup := func(b *testing.B, key func(i int) []byte) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				if byKey[string(key(i%len(queries)))] == nil {
					b.Fatal("not found")
				}
				i++
			}
		}
		b.Run(c.name+"/map", func(b *testing.B) { lookup(b, func(i int) []byte { return keys[i] }) })
		b.Run(c.name+"/fold and map", func(b *testing.B) {
			var buffer []byte
			lookup(b, func(i int) []byte {
				buffer = text.AppendKey(buffer[:0], queries[i])
				return buffer
			})
		})
	}
}

func BenchmarkContains(b *testing.B) {
	for _, c := range []*corpus{english(), chinese()} {
		b.Run(c.name+"/1000", func(b *testing.B) {
			x := kb.NewIndex(nil)
			var queries []string
			for i := range 1000 {
				phrase := c.words[3*i+20] + c.sep + c.words[3*i+21]
				require.NoError(b, x.Put(contains(fmt.Sprint(i), phrase)))
				if i%4 == 0 {
					queries = append(queries, c.line()+c.sep+phrase+c.sep+c.line())
				}
			}
			benchmarkMatch(b, x, queries)
		})
	}
}

func BenchmarkPut(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c := english()
			x := indexOf(b, c.entries(n)...)
			changed := c.entries(1000)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				e := changed[i%len(changed)]
				e.ID = fmt.Sprint("entry ", i%n)
				require.NoError(b, x.Put(e))
				i++
			}
		})
	}
}

func BenchmarkBuild(b *testing.B) {
	for _, c := range []*corpus{english(), chinese()} {
		entries := c.entries(10_000)
		b.Run(c.name+"/10000", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				indexOf(b, entries...)
			}
		})
	}
}
