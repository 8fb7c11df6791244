package integration

import (
	"context"
	"iter"
	"strings"
	"testing"

	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbsql"
	"github.com/stretchr/testify/require"
)

// A knowledge base is governed over databases as over memory: what an editor finds
// again after a crash depends on times, deletions and reasons being kept.
func TestKBEditor(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		shared := d.shared(t)
		store, err := kbsql.New(shared, &kbsql.Options{Tenant: "t"})
		require.NoError(t, err)
		require.NoError(t, store.Migrate(ctx))
		l, err := kb.NewLibrary(store, &kb.LibraryOptions{Records: newRecords(t, shared, "t")})
		require.NoError(t, err)
		records := &forgetful{RecordStore: newRecords(t, shared, "t")}
		crashing, err := kb.NewLibrary(store, &kb.LibraryOptions{Records: records})
		require.NoError(t, err)
		editor := func(l *kb.Library) *kb.Editor {
			ed, err := kb.NewEditor(l, &kb.EditorOptions{OwnReview: true})
			require.NoError(t, err)
			return ed
		}
		ed := editor(l)
		old, err := ed.Put(ctx, "ann", "first", kb.Entry{ID: "a", Question: "first question", Answer: kb.TextAnswer("1")}, kb.Entry{ID: "b", Question: "second question", Answer: kb.TextAnswer("2")})
		require.NoError(t, err)
		var ids []string
		for _, p := range []kb.Proposal{
			{Entry: kb.Entry{ID: "a"}, Delete: true, Reason: "outdated"},
			{Entry: kb.Entry{ID: "b", Question: "second question", Phrasings: []string{"问题二"}, Answer: kb.TextAnswer("two")}, Reason: "better"},
		} {
			draft, err := ed.Propose(ctx, "ann", p)
			require.NoError(t, err)
			draft, err = ed.Check(ctx, "ann", draft)
			require.NoError(t, err)
			draft, err = ed.Approve(ctx, "bob", draft, "")
			require.NoError(t, err)
			ids = append(ids, draft.ID)
		}
		records.left = 2 // both are marked, and that they are published is not noted
		_, err = editor(crashing).Publish(ctx, "cat", ids...)
		require.Error(t, err)
		n, err := ed.Recover(ctx)
		require.NoError(t, err)
		require.Equal(t, 2, n)
		for i, state := range []kb.DraftState{kb.Retired, kb.Published} {
			draft, err := ed.Draft(ctx, ids[i])
			require.NoError(t, err)
			require.Equal(t, state, draft.State)
			require.Equal(t, old[0].Version+1, draft.Revision)
		}
		e, err := ed.Rollback(ctx, "cat", "a", old[0].Version, "needed after all")
		require.NoError(t, err)
		require.Equal(t, "1", e.Answer.PlainText())
		report, err := l.Sync(ctx, "crm", kb.SourceFunc(func(context.Context, string) iter.Seq2[kb.SourceChange, error] {
			return func(yield func(kb.SourceChange, error) bool) {
				yield(kb.SourceChange{Entry: kb.Entry{ID: "c", Question: "third question"}, Checkpoint: "1"}, nil)
			}
		}), kb.SyncOptions{})
		require.NoError(t, err)
		require.Equal(t, 1, report.Added)
		var file strings.Builder
		n, err = l.Export(ctx, &file, kb.ExportOptions{})
		require.NoError(t, err)
		require.Equal(t, 3, n)
		again, err := l.Import(ctx, strings.NewReader(file.String()), kb.ImportOptions{AllOrNothing: true})
		require.NoError(t, err)
		require.Equal(t, 3, again.Unchanged)
	})
}

// forgetful is a store that fails after some writes.
type forgetful struct {
	kb.RecordStore
	left int
}

func (s *forgetful) PutRecord(ctx context.Context, r kb.Record) (int64, error) {
	if s.left--; s.left < 0 {
		return 0, context.DeadlineExceeded
	}
	return s.RecordStore.PutRecord(ctx, r)
}
