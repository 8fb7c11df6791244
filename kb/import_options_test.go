package kb_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// A file of any size is told of row by row, in order, and the report keeps none.
func TestImportOnRow(t *testing.T) {
	l := libraryOf(t, answered("known", "question 3", ""))
	var lines []int
	counts := map[kb.RowAction]int{}
	var progress []int
	report, err := l.Import(t.Context(), strings.NewReader(numbered(700)+"{}\n"+numbered(300)), kb.ImportOptions{
		OnRow: func(r kb.RowResult) { lines = append(lines, r.Line); counts[r.Action]++ },
		OnProgress: func(r kb.ImportReport) {
			progress = append(progress, r.Added+r.Updated+r.Unchanged+r.Failed)
		},
	})
	require.NoError(t, err)
	assert.Empty(t, report.Rows)
	assert.Equal(t, map[kb.RowAction]int{kb.Added: 699, kb.Updated: 1, kb.Failed: 301}, counts)
	for i, line := range lines {
		require.Equal(t, i+1, line)
	}
	assert.Equal(t, []int{500, 1000, 1001}, progress)

	// Rows that are not stored are told of too.
	s := &faultyStore{Store: kb.NewMemoryStore(), put: failFrom(2)}
	counts = map[kb.RowAction]int{}
	_, err = libraryOver(t, s, nil).Import(t.Context(), strings.NewReader(numbered(700)), kb.ImportOptions{OnRow: func(r kb.RowResult) { counts[r.Action]++ }})
	require.ErrorIs(t, err, errDisk)
	assert.Equal(t, map[kb.RowAction]int{kb.Added: 500, kb.NotStored: 200}, counts)
	_, err = l.Import(t.Context(), strings.NewReader(numbered(1)), kb.ImportOptions{OnRow: func(kb.RowResult) { panic("customer text") }})
	require.ErrorContains(t, err, "of type string")
	assert.NotContains(t, err.Error(), "customer text")
}

func TestImportOnConflict(t *testing.T) {
	const file = `{"id":"a","question":"theirs"}` + "\n" + `{"id":"b","question":"same"}` + "\n" + `{"id":"c","question":"new"}` + "\n"
	for conflict, want := range map[kb.ImportConflict][]string{
		"":                 {"1 updated", "2 unchanged", "3 added"},
		kb.ReplaceExisting: {"1 updated", "2 unchanged", "3 added"},
		kb.KeepExisting:    {"1 unchanged", "2 unchanged", "3 added"},
		kb.RefuseExisting:  {"1 failed: id exists already", "2 unchanged", "3 added"},
	} {
		_, rows, err := importInto(t, libraryOf(t, smart("a", "mine"), smart("b", "same")), file, kb.ImportOptions{OnConflict: conflict})
		require.NoError(t, err)
		assert.Equal(t, want, rows, conflict)
	}
	_, _, err := importInto(t, libraryOf(t), file, kb.ImportOptions{OnConflict: "merge"})
	assertField(t, "on_conflict", err)
}

// Somebody else writes the same entries in the last moment.
func TestImportRaces(t *testing.T) {
	for conflict, want := range map[kb.ImportConflict]string{
		kb.ReplaceExisting: "1 updated, 2 added: theirs", kb.KeepExisting: "1 unchanged, 2 added: mine", kb.RefuseExisting: "1 failed, 2 added: mine",
	} {
		for _, all := range []bool{false, true} {
			store := kb.NewMemoryStore()
			before := func() {
				_, err := store.Put(t.Context(), smart("a", "mine"))
				require.NoError(t, err)
			}
			l := libraryOver(t, raceStore{store, &before}, nil)
			report, err := l.Import(t.Context(), strings.NewReader(`{"id":"a","question":"theirs"}`+"\n"+`{"id":"b","question":"other"}`), kb.ImportOptions{OnConflict: conflict, AllOrNothing: all})
			if all && conflict == kb.RefuseExisting {
				require.ErrorIs(t, err, kb.ErrImport)
				_, err := l.Get(t.Context(), "b")
				require.ErrorIs(t, err, kb.ErrNotFound)
				continue
			}
			require.NoError(t, err)
			e, err := l.Get(t.Context(), "a")
			require.NoError(t, err)
			assert.Equal(t, want, fmt.Sprintf("1 %s, 2 %s: %s", report.Rows[0].Action, report.Rows[1].Action, e.Question))
		}
	}
}

// Who imports is in the history, and needs the right for each entry.
func TestImportActor(t *testing.T) {
	may := staff(t, kb.RolesConfig{Grants: []kb.Grant{{Actor: "li", Role: kb.BaseAdmin, Bases: []string{"shop"}}, {Actor: "wu", Role: kb.Trainer}}})
	l := libraryOver(t, kb.NewMemoryStore(), &kb.LibraryOptions{Authorizer: may})
	theirs := smart("theirs", "x")
	theirs.Base = "other"
	_, err := l.Put(t.Context(), theirs)
	require.NoError(t, err)
	const file = `{"id":"a","question":"a","base":"shop","editor":"ann","reason":"hers"}
{"id":"b","question":"b"}
{"id":"theirs","question":"c","base":"shop"}
`
	_, rows, err := importInto(t, l, file, kb.ImportOptions{Actor: "li", Reason: "spring"})
	require.NoError(t, err)
	refused := " failed: row is of an entry that the importer may not change"
	assert.Equal(t, []string{"1 added", "2" + refused, "3" + refused}, rows)
	e, err := l.Get(t.Context(), "a")
	require.NoError(t, err)
	assert.Equal(t, []string{"li", "spring"}, []string{e.Editor, e.Reason})
	_, _, err = importInto(t, l, file, kb.ImportOptions{Actor: "wu"})
	require.ErrorIs(t, err, kb.ErrForbidden)
	_, rows, err = importInto(t, l, file, kb.ImportOptions{})
	require.NoError(t, err)
	assert.Equal(t, []string{"1 unchanged", "2 added", "3 updated"}, rows)
}

// Rows may come from anywhere; what is wrong with them is told.
func TestImportRows(t *testing.T) {
	l := libraryOf(t)
	header, err := kb.ParseHeader([]string{"问题", "Answer", ""})
	require.NoError(t, err)
	rows := func(yield func(kb.Row, error) bool) {
		for i, cells := range [][]string{{"first", "1"}, {"", "2"}, {"third", "3", "4", " "}, {"fourth"}} {
			e, err := header.Entry(cells)
			if err != nil {
				err = &kb.RowError{Line: i + 2, Column: "row", Reason: "has more cells than the header"}
			}
			if !yield(kb.Row{Line: i + 2, Entry: e}, err) {
				return
			}
		}
	}
	report, err := l.ImportRows(t.Context(), rows, kb.ImportOptions{})
	require.NoError(t, err)
	assert.Equal(t, []int{2, 2}, []int{report.Added, report.Failed})
	assert.Equal(t, "question", report.Rows[1].Err.Column)
	_, err = l.ImportRows(t.Context(), func(yield func(kb.Row, error) bool) { yield(kb.Row{}, errors.New("no sheet")) }, kb.ImportOptions{})
	require.EqualError(t, err, "no sheet")
}
