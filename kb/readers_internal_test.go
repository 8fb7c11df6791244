package kb

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Whoever reads does not wait for the writer, whatever he asks.
func TestReadersDoNotWaitForWriter(t *testing.T) {
	x := NewIndex(nil)
	e := Entry{ID: "a", Question: "Where is my parcel?", Related: []string{"b"}, Origin: &Origin{Document: "faq"}}
	require.NoError(t, x.Put(e, Entry{ID: "b", Question: "parcel shop", Mode: Contains}))
	x.mu.Lock() // a change that takes for ever
	defer x.mu.Unlock()
	read := make(chan struct{})
	go func() {
		defer close(read)
		got, ok := x.Get("a")
		assert.True(t, ok)
		assert.Equal(t, e, got)
		assert.NotNil(t, x.latest("b"))
		assert.Equal(t, "a", x.sameQuestion("where is my parcel", "", ""))
		assert.Equal(t, "b", x.sameQuestion("parcel shop", "", ""))
		assert.Len(t, x.ofDocument("faq"), 1)
		assert.Len(t, x.Match(Query{Text: "my parcel", Limit: 1}), 1)
		assert.Equal(t, 2, x.Len())
		for range x.all() {
			continue
		}
	}()
	select {
	case <-read:
	case <-time.After(time.Minute): // only a fault takes so long
		t.Fatal("a reader waits for the writer")
	}
}

// A view knows what was there when it was made, by id and by wording, however many
// changes are under way, and whatever is rebuilt.
func TestViewsByID(t *testing.T) {
	ids := []string{"a", "b", "c", "d"}
	rapid.Check(t, func(t *rapid.T) {
		type state struct {
			view    *view
			entries map[string]string // questions by id
		}
		x := NewIndex(nil)
		now := map[string]string{}
		var states []state
		publish := func() {
			x.current.Store(x.core.view())
			known := map[string]string{}
			for id, question := range now {
				known[id] = question
			}
			states = append(states, state{x.current.Load(), known})
		}
		publish()
		for i := range rapid.IntRange(1, 60).Draw(t, "changes") {
			id := rapid.SampledFrom(ids).Draw(t, "id")
			switch rapid.IntRange(0, 9).Draw(t, "change") {
			case 0, 1:
				x.core.remove(id)
				delete(now, id)
			case 2:
				publish()
			case 3:
				publish()
				x.SetLexicon(nil)
				publish()
			default:
				e := Entry{ID: id, Question: fmt.Sprint("question ", i%7), Mode: rapid.SampledFrom([]Mode{Smart, Exact, Contains}).Draw(t, "mode")}
				x.core.put(&e)
				now[id] = e.Question
			}
			for _, s := range states {
				x.current.Store(s.view)
				for _, id := range ids {
					question, known := s.entries[id]
					e, ok := x.Get(id)
					require.Equal(t, known, ok, id)
					require.Equal(t, question, e.Question)
				}
				for k := range 7 {
					first := ""
					question := fmt.Sprint("question ", k)
					for _, id := range ids {
						if s.entries[id] == question && first == "" {
							first = id
						}
					}
					require.Equal(t, first, x.sameQuestion(question, "", ""))
				}
			}
		}
	})
}

// The first question after a rebuild finds the sounds of the vocabulary there: it does
// not read all of it while others wait.
func TestSoundsAreThereAtOnce(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	x := NewIndex(nil)
	entries := make([]Entry, 3000)
	for i := range entries {
		entries[i] = Entry{ID: fmt.Sprint(i), Question: string([]rune{
			0x4E00 + rune(random.IntN(2500)), 0x4E00 + rune(random.IntN(2500)), 0x4E00 + rune(random.IntN(2500)),
		})}
	}
	entries[0].Question = "发票怎么开"
	require.NoError(t, x.Put(entries...))
	ask := func() uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		hits := x.Match(Query{Text: "想开发漂", Limit: 1})
		runtime.ReadMemStats(&after)
		require.Len(t, hits, 1)
		assert.Equal(t, "0", hits[0].Entry.ID)
		return after.Mallocs - before.Mallocs
	}
	ask()
	x.SetLexicon(nil) // builds all anew
	assert.Less(t, ask(), uint64(500), "allocations of the first question, for some 6,000 pairs of characters")
}
