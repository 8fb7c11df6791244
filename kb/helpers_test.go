package kb_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// indexOf returns an index of the entries.
func indexOf(t testing.TB, entries ...kb.Entry) *kb.Index {
	t.Helper()
	x := kb.NewIndex(nil)
	require.NoError(t, x.Put(entries...))
	return x
}

// libraryOf returns a library over a memory store that holds the entries.
func libraryOf(t testing.TB, entries ...kb.Entry) *kb.Library {
	t.Helper()
	l := libraryOver(t, kb.NewMemoryStore(), nil)
	_, err := l.Put(t.Context(), entries...)
	require.NoError(t, err)
	return l
}

func libraryOver(t testing.TB, s kb.Store, opts *kb.LibraryOptions) *kb.Library {
	t.Helper()
	l, err := kb.NewLibrary(s, opts)
	require.NoError(t, err)
	return l
}

func exact(id, question string) kb.Entry {
	return kb.Entry{ID: id, Question: question, Mode: kb.Exact}
}

func contains(id, question string) kb.Entry {
	return kb.Entry{ID: id, Question: question, Mode: kb.Contains}
}

func smart(id, question string, phrasings ...string) kb.Entry {
	return kb.Entry{ID: id, Question: question, Phrasings: phrasings}
}

// idsOf returns the ids of hits in their order.
func idsOf(hits []kb.Hit) []string {
	ids := []string{}
	for _, h := range hits {
		ids = append(ids, h.Entry.ID)
	}
	return ids
}

// seen is what a caller sees of a hit, as a value that can be compared.
type seen struct {
	id       string
	mode     kb.Mode
	phrasing string
	score    float64
}

func seenOf(hits []kb.Hit) []seen {
	list := []seen{}
	for _, h := range hits {
		list = append(list, seen{h.Entry.ID, h.Mode, h.Phrasing, h.Score})
	}
	return list
}

// requireRanked checks what holds of every list of hits.
func requireRanked(t require.TestingT, hits []kb.Hit) {
	last := 1.0
	for _, h := range hits {
		require.False(t, math.IsNaN(h.Score))
		require.GreaterOrEqual(t, h.Score, 0.0)
		require.LessOrEqual(t, h.Score, last, "scores descend from 1")
		last = h.Score
	}
}

func assertField(t *testing.T, field string, err error) {
	t.Helper()
	fault := (*kb.FieldError)(nil)
	if assert.ErrorAs(t, err, &fault) {
		assert.Equal(t, field, fault.Field)
		assert.ErrorIs(t, err, kb.ErrInvalid)
	}
}
