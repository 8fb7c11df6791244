package kbsql

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/kb"
)

// itemRows is how many items a loop reads at a time, and Prune removes in one
// transaction.
const itemRows = 500

// Question implements [kb.LogStore].
func (s *Log) Question(ctx context.Context, id string) (kb.Asked, error) {
	if !usable(id) {
		return kb.Asked{}, cmp.Or(ctx.Err(), kb.ErrNotFound)
	}
	var body []byte
	err := s.db.Read(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Get([]any{&body}, "SELECT body FROM kb_log WHERE tenant = ? AND feedback = 0 AND id = ?", s.tenant, id)
		return err
	})
	switch {
	case err != nil:
		return kb.Asked{}, err
	case body == nil:
		return kb.Asked{}, kb.ErrNotFound
	}
	l, err := decodeLogged(0, false, body)
	return *l.Asked, err
}

// Items implements [kb.LogStore]. It ends with the last item that was committed
// when the loop began.
func (s *Log) Items(ctx context.Context, after int64) iter.Seq2[kb.Logged, error] {
	return func(yield func(kb.Logged, error) bool) {
		end, err := sqldb.Feed{Table: "kb_log", Key: []string{"seq"}, Counter: "kb_feed"}.End(ctx, s.db, s.tenant)
		if err != nil {
			yield(kb.Logged{}, err)
			return
		}
		sqldb.Pages(ctx, itemRows, func(last *kb.Logged) ([]kb.Logged, error) {
			from := after
			if last != nil {
				from = last.Cursor
			}
			if from >= end {
				return nil, ctx.Err()
			}
			return s.items(ctx, from, end)
		})(yield)
	}
}

func (s *Log) items(ctx context.Context, from, end int64) (items []kb.Logged, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
		return tx.Query(func(scan func(...any) error) error {
			var (
				cursor, feedback int64
				body             []byte
			)
			if err := scan(&cursor, &feedback, &body); err != nil {
				return err
			}
			item, err := decodeLogged(cursor, feedback == 1, body)
			items = append(items, item)
			return err
		}, "SELECT feed, feedback, body FROM kb_log WHERE tenant = ? AND feed > ? AND feed <= ? ORDER BY feed LIMIT ?",
			s.tenant, from, end, itemRows)
	})
	return items, err
}

// Usage implements [kb.LogStore].
func (s *Log) Usage(ctx context.Context, ids ...string) (usage []kb.Usage, err error) {
	if len(ids) == 0 {
		err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
			return s.usage(tx, "", func(u kb.Usage) { usage = append(usage, u) }, s.tenant)
		})
		return usage, err
	}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	usage = make([]kb.Usage, len(ids))
	args := make([]any, 0, len(ids)+1)
	args = append(args, s.tenant)
	for i, id := range ids {
		usage[i].Entry = id
		if usable(id) {
			args = append(args, id)
		}
	}
	for part := range slices.Chunk(args[1:], writeRows) {
		err := s.db.Read(ctx, func(tx *sqldb.Tx) error {
			return s.usage(tx, " AND entry IN ("+sqldb.Repeat("?", len(part))+")", func(u kb.Usage) {
				at, _ := slices.BinarySearch(ids, u.Entry)
				usage[at] = u
			}, append(args[:1:1], part...)...)
		})
		if err != nil {
			return nil, err
		}
	}
	return usage, ctx.Err()
}

func (s *Log) usage(tx *sqldb.Tx, where string, add func(kb.Usage), args ...any) error {
	return tx.Query(func(scan func(...any) error) error {
		var (
			u    kb.Usage
			last *int64
		)
		err := scan(&u.Entry, &u.Answered, &u.Offered, &u.Picked, &u.Useful, &u.NotUseful, &u.Wrong, &u.HandedOff, &last)
		if err != nil {
			return err
		}
		if last != nil {
			u.Last = sqldb.Time(*last)
		}
		add(u)
		return nil
	}, "SELECT entry, answered, offered, picked, useful, not_useful, wrong, handed_off, last FROM kb_usage"+
		" WHERE tenant = ?"+where+" ORDER BY entry", args...)
}

// Prune implements [kb.LogStore]. Each transaction removes a few hundred items,
// so that other writers need not wait long; one that is cancelled has removed a
// part.
func (s *Log) Prune(ctx context.Context, before time.Time) (pruned int, err error) {
	limit := sqldb.Micros(before.Add(time.Microsecond - 1)) // items have no parts of a microsecond
	key := "seq"
	if s.db.DB().Dialect() == SQLite {
		key = "feed"
	}
	for {
		var more bool
		err := s.db.Read(ctx, func(tx *sqldb.Tx) (err error) {
			more, err = tx.Get([]any{new(int)}, "SELECT 1 FROM kb_log WHERE tenant = ? AND at < ? LIMIT 1", s.tenant, limit)
			return err
		})
		if err != nil || !more {
			return pruned, err
		}
		var n int64
		err = s.db.Write(ctx, func(tx *sqldb.Tx) (err error) {
			n, err = tx.Exec("DELETE FROM kb_log WHERE tenant = ? AND "+key+" IN (SELECT "+key+" FROM kb_log"+
				" WHERE tenant = ? AND at < ? ORDER BY at LIMIT ?)", s.tenant, s.tenant, limit, itemRows)
			return err
		})
		if err != nil {
			return pruned, err
		}
		pruned += int(n)
	}
}
