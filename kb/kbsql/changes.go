package kbsql

import (
	"context"
	"iter"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/kb"
)

// How many rows a loop reads at a time. Old states of one entry may all be large.
const (
	changesRows = 500
	historyRows = 50
)

// Changes implements [kb.Store]. An entry that is written during the loop is
// yielded at its new revision.
func (s *Store) Changes(ctx context.Context, after int64) iter.Seq2[kb.Change, error] {
	return sqldb.Pages(ctx, changesRows, func(last *kb.Change) ([]kb.Change, error) {
		where, args := "revision > ?", []any{s.tenant, after, changesRows}
		if last != nil {
			where, args = "(revision, id) > (?, ?)", []any{s.tenant, last.Revision, last.Entry.ID, changesRows}
		}
		return s.states(ctx, "SELECT id, revision, body, grave FROM kb_entry WHERE tenant = ? AND "+where+
			" ORDER BY revision, id LIMIT ?", args...)
	})
}

// History implements [kb.Store]. It ends with the states before the latest one at
// the time when the loop began.
func (s *Store) History(ctx context.Context, id string) iter.Seq2[kb.Change, error] {
	return sqldb.Pages(ctx, historyRows, func(last *kb.Change) ([]kb.Change, error) {
		if !usable(id) {
			return nil, ctx.Err()
		}
		if last == nil {
			// One statement, so that no write can move the present state between.
			return s.states(ctx, "SELECT id, revision, body, grave FROM kb_entry WHERE tenant = ? AND id = ?"+
				" UNION ALL SELECT id, revision, body, grave FROM kb_history WHERE tenant = ? AND id = ?"+
				" ORDER BY revision DESC LIMIT ?", s.tenant, id, s.tenant, id, historyRows)
		}
		return s.states(ctx, "SELECT id, revision, body, grave FROM kb_history WHERE tenant = ? AND id = ?"+
			" AND revision < ? ORDER BY revision DESC LIMIT ?", s.tenant, id, last.Revision, historyRows)
	})
}

// states reads id, revision, body and grave of entries.
func (s *Store) states(ctx context.Context, query string, args ...any) (states []kb.Change, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
		return tx.Query(func(scan func(...any) error) error {
			var (
				id          string
				revision    int64
				body, grave []byte
			)
			if err := scan(&id, &revision, &body, &grave); err != nil {
				return err
			}
			c := kb.Change{Revision: revision, Deleted: body == nil}
			if c.Deleted {
				body = grave
			}
			if c.Entry, err = decodeEntry(id, revision, body); err != nil {
				return err
			}
			states = append(states, c)
			return nil
		}, query, args...)
	})
	return states, err
}
