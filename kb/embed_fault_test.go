package kb_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// unreliable is an embedder that answers as its host tells it to.
type unreliable struct {
	embedder
	mu    sync.Mutex
	sent  map[string]int // how often each text was sent
	judge func(texts []string) error
	spoil map[string][]float32
	slow  time.Duration
}

func (u *unreliable) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.sent == nil {
		u.sent = map[string]int{}
	}
	for _, text := range texts {
		u.sent[text]++
	}
	time.Sleep(u.slow) // of a fake clock
	list, err := u.embedder.Embed(ctx, texts)
	for i, text := range texts {
		if bad, ok := u.spoil[text]; ok {
			list[i] = bad
		}
	}
	if u.judge != nil {
		err = u.judge(texts)
	}
	return list, err
}

func (u *unreliable) set(change func()) {
	u.mu.Lock()
	defer u.mu.Unlock()
	change()
}

// numberedEntries are entries of one wording each.
func numberedEntries(n int) []kb.Entry {
	var list []kb.Entry
	for i := range n {
		list = append(list, smart(fmt.Sprint(i), fmt.Sprintf("topic%c%c", 'a'+i%26, 'a'+i/26)))
	}
	return list
}

// One bad vector, or one wording that the embedder refuses, costs no other wording its
// vector, is sent no more and is logged once.
func TestFaultyWordings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		nan := make([]float32, 64)
		nan[3] = float32(math.NaN())
		u := &unreliable{spoil: map[string][]float32{"topicaa": {1, 2}, "topicba": make([]float32, 64), "topiccf": nan}}
		u.judge = func(texts []string) error {
			if slices.Contains(texts, "topicde") {
				return errors.New("refused")
			}
			return nil
		}
		var log bytes.Buffer
		l := libraryOver(t, kb.NewMemoryStore(), &kb.LibraryOptions{Embedder: u, Logger: slog.New(slog.NewTextHandler(&log, nil))})
		_, err := l.Put(t.Context(), append(numberedEntries(200), smart("doctor", "see a doctor"), smart("car", "buy a car"))...)
		require.NoError(t, err)
		end := run(t, l)
		time.Sleep(time.Hour)
		synctest.Wait()
		calls := u.calls.Load()
		assert.Less(t, calls, int32(20), "not at every poll")
		for text, n := range u.sent {
			assert.LessOrEqual(t, n, 8, text)
		}
		assert.Equal(t, 4, strings.Count(log.String(), "wordings without vectors"), log.String())
		for _, id := range []string{"id=0 ", "id=1 ", "id=132", "id=107"} {
			assert.Contains(t, log.String(), id)
		}
		assert.NotContains(t, log.String(), "topic")
		hits, err := l.Match(t.Context(), kb.Query{Text: "acquire an automobile"})
		require.NoError(t, err)
		assert.Equal(t, "car", idsOf(hits)[0])
		end()

		u.set(func() { u.judge, u.spoil = nil, nil })
		u.texts.Store(0)
		require.NoError(t, l.Refine(t.Context()))
		assert.EqualValues(t, 4, u.texts.Load(), "who asks for it has them tried again")
	})
}

// An embedder that is away is asked ever more rarely, and what it gave before is not
// asked for again.
func TestEmbedderAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := &unreliable{}
		l := libraryOver(t, kb.NewMemoryStore(), &kb.LibraryOptions{Embedder: u})
		_, err := l.Put(t.Context(), numberedEntries(600)...)
		require.NoError(t, err)
		left := 2 // calls until it goes away
		u.judge = func([]string) error {
			if left--; left < 0 {
				return errors.New("away")
			}
			return nil
		}
		end := run(t, l)
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		assert.Greater(t, u.calls.Load(), int32(60), "it goes on")
		assert.Less(t, u.calls.Load(), int32(200), "in some 25 attempts")
		u.set(func() { u.judge = nil; clear(u.sent) })
		time.Sleep(31 * time.Second)
		synctest.Wait()
		u.set(func() {
			assert.Len(t, u.sent, 600-2*64, "the rest, and only the rest")
			for text, n := range u.sent {
				assert.Equal(t, 1, n, text)
			}
		})
		end()
	})
}

// After some failures in a row questions are matched without the embedder, longer each
// time, until it answers in time again.
func TestEmbedderPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := &unreliable{}
		l := libraryOver(t, kb.NewMemoryStore(), &kb.LibraryOptions{Embedder: u})
		_, err := l.Put(t.Context(), clinic()...)
		require.NoError(t, err)
		require.NoError(t, l.Refine(t.Context()))
		ask := func() (calls int32) {
			before := u.calls.Load()
			_, err := l.Match(t.Context(), kb.Query{Text: "an automobile"})
			require.NoError(t, err)
			return u.calls.Load() - before
		}
		u.slow = time.Second // and deaf to its context: each vector is late
		for range 3 {
			assert.EqualValues(t, 1, ask())
		}
		var tries []time.Duration
		start := time.Now()
		for time.Since(start) < 3*time.Minute {
			at := time.Since(start)
			if ask() > 0 {
				tries = append(tries, at)
			}
			time.Sleep(100 * time.Millisecond)
		}
		require.GreaterOrEqual(t, len(tries), 6)
		last := time.Duration(0)
		for i, at := range tries {
			pause := at - last
			last = at + time.Second
			assert.InDelta(t, min(30, math.Exp2(float64(i))), pause.Seconds(), 0.2, i)
		}
		u.slow = 0
		time.Sleep(30 * time.Second)
		for range 3 {
			assert.EqualValues(t, 1, ask(), "it answers again")
		}
		for range 4 { // whoever does not wait tells nothing of the embedder
			ended, cancel := context.WithCancel(t.Context())
			u.judge = func([]string) error {
				cancel()
				return context.Canceled
			}
			_, err = l.Match(ended, kb.Query{Text: "an automobile"})
			require.NoError(t, err)
		}
		u.judge = nil
		assert.EqualValues(t, 1, ask())
	})
}

// A wording that an entry no longer has says nothing for it, though others of it are near.
func TestEmbedderForgets(t *testing.T) {
	l := embedding(t, &embedder{}, append(clinic(), smart("hand", "lend a hand", "physician help"))...)
	q := kb.Query{Text: "medic"}
	hits, err := l.Match(t.Context(), q)
	require.NoError(t, err)
	require.Contains(t, idsOf(hits), "doctor")
	_, err = l.Put(t.Context(), smart("hand", "lend a hand"))
	require.NoError(t, err)
	for _, refined := range []bool{false, true} {
		if refined {
			require.NoError(t, l.Refine(t.Context()))
		}
		x, err := l.Explain(t.Context(), q, "hand")
		require.NoError(t, err)
		if meaning := explained(t, x, "hand").Meaning; meaning != nil {
			assert.Less(t, meaning.Similarity, 0.5)
		}
	}
}
