package dialogsql

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/sqldb"
)

// outbox is the [dialog.Outbox] of a [Store]. The state of an item is 0 while it
// waits, 1 when it is claimed, 2 when it was delivered and 3 when it failed; the
// numbers stand in the statements themselves, because only then does SQLite use
// the index of what is unsettled (below 2).
type outbox Store

// Outbox implements [dialog.Store].
func (s *Store) Outbox() dialog.Outbox { return (*outbox)(s) }

// Claim implements [dialog.Outbox].
func (o *outbox) Claim(ctx context.Context, now, lease time.Time, limit int) (items []dialog.Outgoing, err error) {
	if limit <= 0 {
		return nil, ctx.Err()
	}
	var idle bool
	err = o.db.Read(ctx, func(tx *sqldb.Tx) error {
		found, err := tx.Get([]any{new(int)},
			"SELECT 1 FROM dialog_outbox WHERE tenant = ? AND head = 1 AND ready <= ? LIMIT 1",
			o.tenant, sqldb.Micros(now))
		idle = !found
		return err
	})
	if err != nil || idle {
		return nil, err // a poll that finds nothing costs no transaction
	}
	err = o.db.Write(ctx, func(tx *sqldb.Tx) (err error) {
		items, err = o.claim(tx, now, lease, limit)
		return err
	})
	if err != nil {
		return nil, err
	}
	return items, nil
}

func (o *outbox) claim(tx *sqldb.Tx, now, lease time.Time, limit int) ([]dialog.Outgoing, error) {
	var items []dialog.Outgoing
	err := tx.Query(func(scan func(...any) error) error {
		var (
			due     int64
			attempt int
			body    []byte
		)
		if err := scan(&due, &attempt, &body); err != nil {
			return err
		}
		item, err := decodeOutgoing(due, attempt, body)
		items = append(items, item)
		return err
	}, "WITH picked AS MATERIALIZED (SELECT id FROM dialog_outbox WHERE tenant = ? AND head = 1 AND ready <= ?"+
		" ORDER BY ready, id LIMIT ?"+tx.Dialect().SkipLocked()+")"+
		" UPDATE dialog_outbox SET state = 1, attempt = attempt + 1, ready = ?"+
		" WHERE tenant = ? AND id IN (SELECT id FROM picked) RETURNING due, attempt, body",
		o.tenant, sqldb.Micros(now), limit, sqldb.Micros(lease), o.tenant)
	slices.SortFunc(items, func(a, b dialog.Outgoing) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.ID, b.ID))
	})
	return items, err
}

// Settle implements [dialog.Outbox].
func (o *outbox) Settle(ctx context.Context, id string, attempt int, outcome dialog.Outcome) error {
	if !usableID(id) {
		return cmp.Or(ctx.Err(), dialog.ErrNotFound)
	}
	return o.db.Write(ctx, func(tx *sqldb.Tx) error {
		if !outcome.Retry.IsZero() {
			return o.retry(tx, id, attempt, sqldb.Micros(outcome.Retry))
		}
		return o.settle(tx, id, attempt, outcome.Failed)
	})
}

func (o *outbox) retry(tx *sqldb.Tx, id string, attempt int, at int64) error {
	n, err := tx.Exec("UPDATE dialog_outbox SET state = 0, due = ?, ready = ?"+
		" WHERE tenant = ? AND id = ? AND state = 1 AND attempt = ?", at, at, o.tenant, id, attempt)
	if err != nil || n > 0 {
		return err
	}
	found, err := tx.Get([]any{new(int)}, "SELECT 1 FROM dialog_outbox WHERE tenant = ? AND id = ?", o.tenant, id)
	if err == nil && !found {
		return dialog.ErrNotFound
	}
	return cmp.Or(err, dialog.ErrConflict)
}

// settle takes an item out of its conversation's queue and makes the next one
// the head. The lock on the conversation keeps a turn that is being committed
// from putting an item behind a head that is gone.
func (o *outbox) settle(tx *sqldb.Tx, id string, attempt int, fail bool) error {
	var conversation string
	found, err := tx.Get([]any{&conversation}, "SELECT id FROM dialog_conversation WHERE tenant = ?"+
		" AND id = (SELECT conversation FROM dialog_outbox WHERE tenant = ? AND id = ?)"+tx.Dialect().ForUpdate(),
		o.tenant, o.tenant, id)
	if err != nil {
		return err
	}
	if !found {
		return dialog.ErrNotFound
	}
	set := "state = 2, body = NULL"
	if fail {
		set = "state = 3"
	}
	n, err := tx.Exec("UPDATE dialog_outbox SET head = 0, "+set+
		" WHERE tenant = ? AND id = ? AND state = 1 AND attempt = ?", o.tenant, id, attempt)
	if err != nil {
		return err
	}
	if n == 0 {
		return dialog.ErrConflict
	}
	_, err = tx.Exec("UPDATE dialog_outbox SET head = 1 WHERE tenant = ? AND id = ("+
		"SELECT id FROM dialog_outbox WHERE tenant = ? AND conversation = ? AND state < 2"+
		" ORDER BY version, pos LIMIT 1)", o.tenant, o.tenant, conversation)
	return err
}
