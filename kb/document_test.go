package kb_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

func passage(id, question string) kb.Entry {
	return kb.Entry{ID: id, Question: question, Kind: kb.Passage, Origin: &kb.Origin{Document: "manual"}}
}

func TestPutDocument(t *testing.T) {
	l := libraryOf(t, smart("own", "How do I pay?"), kb.Entry{ID: "x", Question: "of another one", Origin: &kb.Origin{Document: "other"}})
	put := func(entries ...kb.Entry) kb.DocumentReport {
		report, err := l.PutDocument(t.Context(), "manual", entries)
		require.NoError(t, err)
		return report
	}
	assert.Equal(t, kb.DocumentReport{Added: 2}, put(passage("a", "first"), passage("b", "second")))
	assert.Equal(t, kb.DocumentReport{Unchanged: 2}, put(passage("a", "first"), passage("b", "second")))
	before, err := l.Get(t.Context(), "a")
	require.NoError(t, err)
	assert.Equal(t, kb.DocumentReport{Added: 1, Updated: 1, Deleted: 1, Unchanged: 0}, put(passage("b", "changed"), passage("c", "third")))
	assert.NotZero(t, before.Version)
	entries, err := l.Document(t.Context(), "manual")
	require.NoError(t, err)
	require.Len(t, entries, 2)
	assert.Equal(t, "changed", entries[0].Question)
	assert.Equal(t, kb.DocumentReport{Deleted: 2}, put())
	n, err := l.Len(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 2, n, "other entries stay")

	for field, bad := range map[string][]kb.Entry{
		"id": {passage("", "q")}, "origin.document": {smart("a", "q")}, "question": {passage("a", "")},
	} {
		_, err := l.PutDocument(t.Context(), "manual", bad)
		assertField(t, field, err)
	}
	_, err = l.PutDocument(t.Context(), "manual", []kb.Entry{passage("a", "q"), passage("a", "q")})
	assertField(t, "id", err)
	_, err = l.PutDocument(t.Context(), "", nil)
	assertField(t, "document", err)
}

// TestPutDocumentFromTwoNodes: what another node has deleted or added in between
// is no error.
func TestPutDocumentFromTwoNodes(t *testing.T) {
	store := kb.NewMemoryStore()
	a, b := libraryOver(t, store, nil), libraryOver(t, store, nil)
	_, err := a.PutDocument(t.Context(), "manual", []kb.Entry{passage("a", "first"), passage("b", "second")})
	require.NoError(t, err)
	require.NoError(t, b.Refresh(t.Context()))
	require.NoError(t, a.Delete(t.Context(), "a"))
	report, err := b.PutDocument(t.Context(), "manual", nil)
	require.NoError(t, err)
	assert.Equal(t, 1, report.Deleted)
}
