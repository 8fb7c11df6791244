package kb_test

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// Whoever has put or deleted something finds it so, whatever others do.
func TestChangeIsSeenAtOnce(t *testing.T) {
	x := indexOf(t, shop()...)
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			id := fmt.Sprint("writer ", w)
			for i := range 150 {
				digits := fmt.Sprintf("%d%03d", w, i)
				name := "zorp" + strings.Map(func(r rune) rune { return r - '0' + 'a' }, digits) + "q"
				assert.NoError(t, x.Put(smart(id, "about "+name)))
				for _, text := range []string{"about " + name, "something on " + name} {
					hits := x.Match(kb.Query{Text: text, Limit: 1})
					if assert.Len(t, hits, 1, text) {
						assert.Equal(t, id, hits[0].Entry.ID, text)
					}
				}
				if i%3 == 0 {
					assert.Equal(t, 1, x.Delete(id))
					assert.Empty(t, x.Match(kb.Query{Text: "about " + name, Limit: 1, Category: "none"}))
					_, ok := x.Get(id)
					assert.False(t, ok)
				}
			}
		})
	}
	writers.Wait()
}

// Two entries that always change together are never seen apart, nor missed,
// through thousands of changes and the rebuilding that these bring about.
func TestChangeIsSeenWhole(t *testing.T) {
	x := kb.NewIndex(nil)
	put := func(i int) {
		var entries []kb.Entry
		for _, id := range []string{"a", "b"} {
			for _, mode := range []kb.Mode{kb.Exact, kb.Contains} {
				entries = append(entries, kb.Entry{
					ID: id + mode.String(), Question: mode.String() + " wording", Mode: mode,
					Answer: kb.TextAnswer(strconv.Itoa(i)),
				})
			}
		}
		assert.NoError(t, x.Put(entries...))
	}
	put(0)
	var through atomic.Bool
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			last := 0
			for !through.Load() {
				for _, text := range []string{"exact wording", "some contains wording here"} {
					hits := x.Match(kb.Query{Text: text})
					if !assert.Len(t, hits, 2, text) || !assert.Equal(t, hits[0].Entry.Answer, hits[1].Entry.Answer) {
						return
					}
					version, err := strconv.Atoi(hits[0].Entry.Answer.PlainText())
					if !assert.NoError(t, err) || !assert.GreaterOrEqual(t, version, last, "time does not run backwards") {
						return
					}
					last = version
				}
			}
		})
	}
	for i := range 2000 {
		put(i + 1)
	}
	through.Store(true)
	readers.Wait()
	require.Equal(t, 4, x.Len())
}

// Readers of every layer beside writers of every kind: for the race detector,
// and for what holds of any hits.
func TestReadersBesideWriters(t *testing.T) {
	x := indexOf(t, shop()...)
	var through atomic.Bool
	var readers sync.WaitGroup
	for r := range 3 {
		readers.Go(func() {
			texts := []string{"where is my ordr", "怎么申请退货啊", "voucher 17 please", "I forgot my password", "word17 and word18"}
			var hits []kb.Hit
			for i := r; !through.Load(); i++ {
				hits = x.AppendMatch(hits[:0], kb.Query{Text: texts[i%len(texts)], Limit: 10})
				last := 1.0
				for _, h := range hits {
					if !assert.LessOrEqual(t, h.Score, last) || !assert.GreaterOrEqual(t, h.Score, 0.0) {
						return
					}
					last = h.Score
				}
				x.Len()
			}
		})
	}
	for i := range 1500 {
		e := smart(fmt.Sprint("e", i%20), fmt.Sprintf("word%d order", i%50), "我的退货 "+strconv.Itoa(i))
		if i%3 == 0 {
			e = contains(e.ID, fmt.Sprint("voucher ", i%40))
		}
		require.NoError(t, x.Put(e))
		if i%5 == 0 {
			x.Delete(e.ID)
		}
	}
	through.Store(true)
	readers.Wait()
}
