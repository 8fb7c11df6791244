package dialogsql

import (
	"context"
	"iter"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/sqldb"
)

// pageRows is how many records a loop reads at a time.
const pageRows = 200

// Transcript implements [dialog.Store].
func (s *Store) Transcript(ctx context.Context, conversation string, after int64) iter.Seq2[dialog.Record, error] {
	return sqldb.Pages(ctx, pageRows, func(last *dialog.Record) (page []dialog.Record, err error) {
		from := after
		if last != nil {
			from = last.Version
		}
		err = s.read(ctx, conversation, func(tx *sqldb.Tx) (err error) {
			page, err = records(tx, "SELECT 0, version, body, events, trace, written FROM dialog_turn"+
				" WHERE tenant = ? AND conversation = ? AND version > ? AND written IS NOT NULL ORDER BY version LIMIT ?",
				s.tenant, conversation, from, pageRows)
			return err
		})
		return page, err
	})
}

// Feed implements [dialog.Store]. It ends with the last record that was
// committed when the loop began. On PostgreSQL the reader numbers the records:
// writers never wait for each other because of the feed. Within a conversation the
// numbers follow the versions, because the second turn waits for the row of the
// conversation until the first one is committed.
func (s *Store) Feed(ctx context.Context, after int64) iter.Seq2[dialog.Record, error] {
	return func(yield func(dialog.Record, error) bool) {
		turns := sqldb.Feed{Table: "dialog_turn", Key: []string{"conversation", "version"}, Counter: "dialog_feed"}
		end, err := turns.End(ctx, s.db, s.tenant)
		if err != nil {
			yield(dialog.Record{}, err)
			return
		}
		sqldb.Pages(ctx, pageRows, func(last *dialog.Record) (page []dialog.Record, err error) {
			from := after
			if last != nil {
				from = last.Cursor
			}
			if from >= end {
				return nil, ctx.Err()
			}
			err = s.db.Read(ctx, func(tx *sqldb.Tx) (err error) {
				page, err = records(tx, "SELECT feed, version, body, events, trace, written FROM dialog_turn"+
					" WHERE tenant = ? AND feed > ? AND feed <= ? AND written IS NOT NULL ORDER BY feed LIMIT ?",
					s.tenant, from, end, pageRows)
				return err
			})
			return page, err
		})(yield)
	}
}

func records(tx *sqldb.Tx, query string, args ...any) (page []dialog.Record, err error) {
	err = tx.Query(func(scan func(...any) error) error {
		var row recordRow
		if err := scan(&row.cursor, &row.version, &row.body, &row.events, &row.trace, &row.written); err != nil {
			return err
		}
		r, err := row.decode()
		page = append(page, r)
		return err
	}, query, args...)
	return page, err
}

// Due implements [dialog.Store].
func (s *Store) Due(ctx context.Context, now time.Time, limit int) (ids []string, err error) {
	if limit <= 0 {
		return nil, ctx.Err()
	}
	err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
		return tx.Query(func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			ids = append(ids, id)
			return err
		}, "SELECT id FROM dialog_conversation WHERE tenant = ? AND due <= ? ORDER BY due, id LIMIT ?",
			s.tenant, sqldb.Micros(now), limit)
	})
	return ids, err
}
