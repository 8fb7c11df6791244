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
	return func(yield func(dialog.Record, error) bool) {
		for at := after; ; {
			var page []dialog.Record
			err := s.read(ctx, conversation, func(tx *sqldb.Tx) (err error) {
				page, err = records(tx, "SELECT 0, version, body FROM dialog_turn"+
					" WHERE tenant = ? AND conversation = ? AND version > ? ORDER BY version LIMIT ?",
					s.tenant, conversation, at, pageRows)
				return err
			})
			if !yieldAll(ctx, page, err, yield) || len(page) < pageRows {
				return
			}
			at = page[len(page)-1].Version
		}
	}
}

// Feed implements [dialog.Store]. It ends with the last record that was
// committed when the loop began. On PostgreSQL the reader numbers the records:
// writers never wait for each other because of the feed.
func (s *Store) Feed(ctx context.Context, after int64) iter.Seq2[dialog.Record, error] {
	return func(yield func(dialog.Record, error) bool) {
		last, err := s.feedEnd(ctx)
		if err != nil {
			yield(dialog.Record{}, err)
			return
		}
		for at := after; at < last; {
			var page []dialog.Record
			err := s.db.Read(ctx, func(tx *sqldb.Tx) (err error) {
				page, err = records(tx, "SELECT feed, version, body FROM dialog_turn"+
					" WHERE tenant = ? AND feed > ? AND feed <= ? ORDER BY feed LIMIT ?",
					s.tenant, at, last, pageRows)
				return err
			})
			if !yieldAll(ctx, page, err, yield) || len(page) == 0 {
				return
			}
			at = page[len(page)-1].Cursor
		}
	}
}

// yieldAll tells whether the loop goes on.
func yieldAll(ctx context.Context, page []dialog.Record, err error, yield func(dialog.Record, error) bool) bool {
	if err != nil {
		yield(dialog.Record{}, err)
		return false
	}
	for _, r := range page {
		if !yield(r, nil) {
			return false
		}
		if err := ctx.Err(); err != nil {
			yield(dialog.Record{}, err)
			return false
		}
	}
	return true
}

func records(tx *sqldb.Tx, query string, args ...any) (page []dialog.Record, err error) {
	err = tx.Query(func(scan func(...any) error) error {
		var (
			cursor, version int64
			body            []byte
		)
		if err := scan(&cursor, &version, &body); err != nil {
			return err
		}
		r, err := decodeRecord(cursor, version, body)
		page = append(page, r)
		return err
	}, query, args...)
	return page, err
}

// feedEnd returns the cursor of the last record, after numbering those that
// have none.
func (s *Store) feedEnd(ctx context.Context) (last int64, err error) {
	if s.db.DB().Dialect() == SQLite {
		err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
			_, err := tx.Get([]any{&last}, "SELECT COALESCE(MAX(feed), 0) FROM dialog_turn WHERE tenant = ?", s.tenant)
			return err
		})
		return last, err
	}
	for {
		var unnumbered bool
		err := s.db.Read(ctx, func(tx *sqldb.Tx) (err error) {
			// In this order: a record that needs no number at the first statement
			// has one below the counter that the second reads.
			unnumbered, err = tx.Get([]any{new(int)},
				"SELECT 1 FROM dialog_turn WHERE tenant = ? AND feed IS NULL LIMIT 1", s.tenant)
			if err != nil || unnumbered {
				return err
			}
			_, err = tx.Get([]any{&last}, "SELECT last FROM dialog_feed WHERE tenant = ?", s.tenant)
			return err
		})
		if err != nil || !unnumbered {
			return last, err
		}
		n := int64(0)
		err = s.db.Write(ctx, func(tx *sqldb.Tx) (err error) {
			last, n, err = s.number(tx)
			return err
		})
		if err != nil || n < numberRows {
			return last, err
		}
	}
}

// numberRows is how many records one transaction numbers.
const numberRows = 1000

// number gives the next cursors to the oldest records that have none. The lock
// on the counter makes that one reader's work at a time: the cursors that are
// visible have no gap that could be filled later. Numbering follows seq, which
// within a conversation follows the version, because the second turn waits for
// the row of the conversation until the first one is committed.
func (s *Store) number(tx *sqldb.Tx) (last, n int64, err error) {
	if _, err := tx.Exec("INSERT INTO dialog_feed (tenant, last) VALUES (?, 0) ON CONFLICT DO NOTHING", s.tenant); err != nil {
		return 0, 0, err
	}
	if _, err := tx.Get([]any{&last}, "SELECT last FROM dialog_feed WHERE tenant = ? FOR UPDATE", s.tenant); err != nil {
		return 0, 0, err
	}
	n, err = tx.Exec("UPDATE dialog_turn t SET feed = CAST(? AS BIGINT) + u.n FROM ("+
		"SELECT conversation, version, row_number() OVER (ORDER BY seq) AS n FROM dialog_turn"+
		" WHERE tenant = ? AND feed IS NULL ORDER BY seq LIMIT ?) u"+
		" WHERE t.tenant = ? AND t.conversation = u.conversation AND t.version = u.version",
		last, s.tenant, numberRows, s.tenant)
	if err != nil || n == 0 {
		return last, n, err
	}
	last += n
	_, err = tx.Exec("UPDATE dialog_feed SET last = ? WHERE tenant = ?", last, s.tenant)
	return last, n, err
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
