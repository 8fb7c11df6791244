package kb_test

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// embedder is a tiny model of meaning: each word is a direction, and words that mean
// the same have the same one.
type embedder struct {
	calls, texts atomic.Int32
	fault        atomic.Pointer[func(ctx context.Context) ([][]float32, error)]
}

var meanings = map[string]string{
	"physician": "doctor", "medic": "doctor", "automobile": "car", "vehicle": "car", "purchase": "buy", "acquire": "buy",
	"cellphone": "phone", "mobile": "phone", "residence": "home", "flat": "home", "repair": "mend", "fix": "mend",
}

func (e *embedder) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	e.calls.Add(1)
	if fault := e.fault.Load(); fault != nil {
		return (*fault)(ctx)
	}
	e.texts.Add(int32(len(texts)))
	list := make([][]float32, len(texts))
	for i, text := range texts {
		list[i] = make([]float32, 64)
		for _, word := range strings.Fields(strings.ToLower(text)) {
			if same, ok := meanings[word]; ok {
				word = same
			}
			h := fnv.New32a()
			h.Write([]byte(word))
			at := h.Sum32()
			weight := float32(1)
			if len(word) < 4 && word != "car" && word != "buy" {
				weight = 0.1
			}
			list[i][at%64] += weight
			list[i][at/64%64] += weight
		}
		list[i][0] += 0.001
	}
	return list, nil
}

func clinic() []kb.Entry {
	return []kb.Entry{
		smart("doctor", "see a doctor", "make a doctor appointment"),
		smart("car", "buy a car", "how to buy the car"),
		smart("phone", "phone", "my phone does not work"),
		smart("home", "deliver to my home", "home delivery"),
		smart("mend", "mend my bike", "who can mend the bike"),
		smart("room 12", "price of room 12", "room 12 price"),
	}
}

func embedding(t *testing.T, e *embedder, entries ...kb.Entry) *kb.Library {
	t.Helper()
	l := libraryOver(t, kb.NewMemoryStore(), &kb.LibraryOptions{Embedder: e})
	_, err := l.Put(t.Context(), entries...)
	require.NoError(t, err)
	require.NoError(t, l.Refine(t.Context()))
	return l
}

func TestEmbedder(t *testing.T) {
	e := &embedder{}
	l := embedding(t, e, clinic()...)
	for text, want := range map[string]string{"physician": "doctor", "cellphone": "phone", "acquire an automobile": "car"} {
		q := kb.Query{Text: text}
		hits, err := l.Match(t.Context(), q)
		require.NoError(t, err)
		require.NotEmpty(t, hits, text)
		assert.Equal(t, want, hits[0].Entry.ID, text)
		assert.LessOrEqual(t, hits[0].Score, 0.5, "at most worth suggesting while nothing was measured")
		d, err := l.Decide(t.Context(), q)
		require.NoError(t, err)
		assert.NotEqual(t, kb.Direct, d.Kind)
		requireRanked(t, hits)

		x, err := l.Explain(t.Context(), q)
		require.NoError(t, err)
		assert.Equal(t, hits[0].Score, x.Entries[0].Score) //nolint:testifylint // the very same
		require.NotNil(t, x.Entries[0].Meaning)
		assert.True(t, x.Entries[0].Meaning.Found)
		assert.Positive(t, x.Entries[0].Meaning.LogOdds)
	}
	for _, text := range []string{"see a doctor", "buy a car"} { // identical text needs no model
		before := e.calls.Load()
		hits, err := l.Match(t.Context(), kb.Query{Text: text})
		require.NoError(t, err)
		require.Len(t, hits, 1)
		assert.Equal(t, before, e.calls.Load())
	}
}

// Words and meaning together are surer than words alone, and less sure if they differ.
func TestEmbedderAddsToWords(t *testing.T) {
	l := embedding(t, &embedder{}, clinic()...)
	words := libraryOf(t, clinic()...)
	require.NoError(t, words.Refine(t.Context()))
	score := func(l *kb.Library, text, id string) float64 {
		hits, err := l.Match(t.Context(), kb.Query{Text: text, Limit: 20})
		require.NoError(t, err)
		for _, h := range hits {
			if h.Entry.ID == id {
				return h.Score
			}
		}
		return 0
	}
	assert.Greater(t, score(l, "who will fix the bike", "mend"), score(words, "who will fix the bike", "mend"))
	assert.Less(t, score(l, "bike physician cellphone", "mend"), score(words, "bike physician cellphone", "mend"))
}

// Of two entries that are equally near, neither gains.
func TestEmbedderRivals(t *testing.T) {
	l := embedding(t, &embedder{}, smart("one", "the doctor"), smart("two", "a doctor"))
	e, err := l.Explain(t.Context(), kb.Query{Text: "physician"}, "one", "two")
	require.NoError(t, err)
	for _, id := range []string{"one", "two"} {
		one := explained(t, e, id)
		assert.Zero(t, one.Rank)
		if one.Meaning != nil {
			assert.Less(t, one.Meaning.LogOdds, 0.1)
		}
	}
}

// A number that differs stays a doubt, however near the meaning.
func TestEmbedderIsNotBlind(t *testing.T) {
	var entries []kb.Entry
	for i := range 30 {
		entries = append(entries, smart(fmt.Sprint("e", i), fmt.Sprintf("topic%c%c thing", 'a'+i%26, 'a'+i/26), fmt.Sprintf("the topic%c%c", 'a'+i%26, 'a'+i/26)))
	}
	l := embedding(t, &embedder{}, append(entries, smart("car", "vehicle 5", "buy vehicle 5"))...)
	hits, err := l.Match(t.Context(), kb.Query{Text: "automobile"})
	require.NoError(t, err)
	require.NotEmpty(t, hits)
	assert.Equal(t, "car", hits[0].Entry.ID)
	assert.Equal(t, kb.DoubtNumber, hits[0].Doubts)
	assert.LessOrEqual(t, hits[0].Score, 0.5)
}

func TestEmbedderFaults(t *testing.T) {
	e := &embedder{}
	l := embedding(t, e, clinic()...)
	words := libraryOf(t, clinic()...)
	require.NoError(t, words.Refine(t.Context()))
	q := kb.Query{Text: "where can i buy a nice car"}
	want, err := words.Match(t.Context(), q)
	require.NoError(t, err)
	for name, fault := range map[string]func(context.Context) ([][]float32, error){
		"error": func(context.Context) ([][]float32, error) { return nil, errors.New("host") },
		"panic": func(context.Context) ([][]float32, error) { panic("host") },
		"none":  func(context.Context) ([][]float32, error) { return nil, nil },
		"size":  func(context.Context) ([][]float32, error) { return [][]float32{{1}}, nil },
		"zero":  func(context.Context) ([][]float32, error) { return [][]float32{make([]float32, 64)}, nil },
	} {
		e.fault.Store(nil)
		_, err := l.Match(t.Context(), q) // so that no pause hides the fault
		require.NoError(t, err)
		e.fault.Store(&fault)
		before := e.calls.Load()
		hits, err := l.Match(t.Context(), q)
		require.NoError(t, err, name)
		assert.Equal(t, seenOf(want), seenOf(hits), name)
		assert.Equal(t, before+1, e.calls.Load(), name)
	}
	_, err = l.Put(t.Context(), smart("new", "something quite new"))
	require.NoError(t, err)
	fault := func(context.Context) ([][]float32, error) { return nil, errors.New("host") }
	e.fault.Store(&fault)
	require.Error(t, l.Refine(t.Context()))
	hits, err := l.Match(t.Context(), kb.Query{Text: "something new"})
	require.NoError(t, err)
	assert.Equal(t, "new", hits[0].Entry.ID, "known by its words meanwhile")
}

func TestEmbedderInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &embedder{}
		l := embedding(t, e, clinic()...)
		slow := func(ctx context.Context) ([][]float32, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		e.fault.Store(&slow)
		start := time.Now()
		hits, err := l.Match(t.Context(), kb.Query{Text: "a nice car"})
		require.NoError(t, err)
		assert.NotEmpty(t, hits)
		assert.Equal(t, 300*time.Millisecond, time.Since(start))
	})
}

// Each wording is embedded once, in batches, and what is gone is forgotten.
func TestRefineEmbedsOnce(t *testing.T) {
	e := &embedder{}
	var entries []kb.Entry
	for i := range 100 {
		entries = append(entries, smart(fmt.Sprint(i), fmt.Sprint("wording ", i)))
	}
	l := embedding(t, e, append(entries, contains("contains", "phrase"), exact("exact", "text"), smart("twin", "wording 7"))...)
	assert.EqualValues(t, 100, e.texts.Load(), "smart wordings only, the same one once")
	assert.EqualValues(t, 2, e.calls.Load())
	require.NoError(t, l.Refine(t.Context()))
	assert.EqualValues(t, 2, e.calls.Load(), "nothing has changed")
	_, err := l.Put(t.Context(), smart("0", "wording 0", "automobile"))
	require.NoError(t, err)
	require.NoError(t, l.Refine(t.Context()))
	assert.EqualValues(t, 101, e.texts.Load(), "only what is new")
	q := kb.Query{Text: "vehicle"}
	hits, err := l.Match(t.Context(), q)
	require.NoError(t, err)
	assert.Equal(t, []string{"0"}, idsOf(hits))
	_, err = l.Put(t.Context(), smart("0", "wording 0"))
	require.NoError(t, err)
	hits, err = l.Match(t.Context(), q)
	require.NoError(t, err)
	assert.Empty(t, hits, "the wording is gone, before the next Refine")
}

func TestRunEmbeds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &embedder{}
		store := kb.NewMemoryStore()
		l := libraryOver(t, store, &kb.LibraryOptions{Embedder: e})
		other := libraryOver(t, store, nil)
		_, err := other.Put(t.Context(), clinic()...)
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- l.Run(ctx) }()
		time.Sleep(1500 * time.Millisecond)
		hits, err := l.Match(t.Context(), kb.Query{Text: "physician"})
		require.NoError(t, err)
		assert.Equal(t, []string{"doctor"}, idsOf(hits))
		cancel()
		require.NoError(t, <-done)
	})
}

// What is hidden from the query takes no place among the nearest.
func TestEmbedderFilters(t *testing.T) {
	hidden := smart("hidden", "the doctor")
	hidden.Base = "shop"
	l := embedding(t, &embedder{}, append(clinic(), hidden)...)
	hits, err := l.Match(t.Context(), kb.Query{Text: "physician", Scope: kb.Scope{Public: true}})
	require.NoError(t, err)
	assert.Equal(t, []string{"doctor"}, idsOf(hits))
}

// BenchmarkEmbedder is a match among ten thousand wordings of 384 numbers each, beside
// the embedder's own time, which is none here.
func BenchmarkEmbedder(b *testing.B) {
	c := english()
	vector := func(_ context.Context, texts []string) ([][]float32, error) {
		list := make([][]float32, len(texts))
		for i, text := range texts {
			list[i] = make([]float32, 384)
			for j := range text {
				list[i][int(text[j])*(j+7)%384]++
			}
		}
		return list, nil
	}
	l := libraryOver(b, kb.NewMemoryStore(), &kb.LibraryOptions{Embedder: kb.EmbedderFunc(vector)})
	_, err := l.Put(b.Context(), c.entries(3333)...)
	require.NoError(b, err)
	require.NoError(b, l.Refine(b.Context()))
	query := kb.Query{Text: c.line()}
	b.Run("match", func(b *testing.B) {
		for b.Loop() {
			_, err := l.Match(b.Context(), query)
			require.NoError(b, err)
		}
	})
	b.Run("words only", func(b *testing.B) {
		words := libraryOver(b, kb.NewMemoryStore(), nil)
		_, err := words.Put(b.Context(), c.entries(3333)...)
		require.NoError(b, err)
		for b.Loop() {
			_, err := words.Match(b.Context(), query)
			require.NoError(b, err)
		}
	})
}
