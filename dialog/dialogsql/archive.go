package dialogsql

import (
	"context"
	"iter"
	"math"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/sqldb"
)

// pruneRows is how many turns one transaction prunes, so that other writers
// need not wait long.
const pruneRows = 200

// from is a bound for what is before a time: stored times have no parts of a
// microsecond.
func from(before time.Time) int64 { return sqldb.Micros(before.Add(time.Microsecond - 1)) }

// findable returns a customer as he is looked up by, or nil.
func findable(customer string) any {
	if len(customer) > dialog.MaxCustomer || !usableID(customer) {
		return nil
	}
	return customer
}

// Conversations implements [dialog.Archive].
func (s *Store) Conversations(ctx context.Context, customer string, before time.Time) iter.Seq2[dialog.Conversation, error] {
	until := int64(math.MaxInt64)
	if !before.IsZero() {
		until = from(before)
	}
	return sqldb.Pages(ctx, pageRows, func(last *dialog.Conversation) (page []dialog.Conversation, err error) {
		updated, id := until, ""
		if last != nil {
			updated, id = sqldb.Micros(last.Updated), last.ID
		}
		if findable(customer) == nil {
			return nil, ctx.Err()
		}
		err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
			return tx.Query(func(scan func(...any) error) error {
				var (
					id          string
					version     int64
					body, state []byte
				)
				if err := scan(&id, &version, &body, &state); err != nil {
					return err
				}
				c, err := decodeConversation(id, version, body, state)
				page = append(page, c)
				return err
			}, "SELECT id, version, body, state FROM dialog_conversation WHERE tenant = ? AND customer = ?"+
				" AND (updated, id) < (?, ?) ORDER BY updated DESC, id DESC LIMIT ?",
				s.tenant, customer, updated, id, pageRows)
		})
		return page, err
	})
}

// Prune implements [dialog.Archive]. It takes a transaction for each few hundred
// turns; one that is cancelled has pruned a part, and says how many.
func (s *Store) Prune(ctx context.Context, before time.Time, limit int) (pruned int, err error) {
	for {
		rows := min(limit-pruned, pruneRows)
		if rows <= 0 {
			return pruned, ctx.Err()
		}
		n, err := s.pruneSome(ctx, from(before), rows)
		pruned += n
		if err != nil || n < rows {
			return pruned, err
		}
	}
}

// old is the turns before a time of which nothing has yet to leave.
const old = " FROM dialog_turn t WHERE tenant = ? AND written < ? AND NOT EXISTS (SELECT 1 FROM dialog_outbox o" +
	" WHERE o.tenant = t.tenant AND o.conversation = t.conversation AND o.version = t.version AND o.state < 2)"

func (s *Store) pruneSome(ctx context.Context, until int64, limit int) (n int, err error) {
	var some bool
	err = s.db.Read(ctx, func(tx *sqldb.Tx) (err error) {
		some, err = tx.Get([]any{new(int)}, "SELECT 1"+old+" LIMIT 1", s.tenant, until)
		return err
	})
	if err != nil || !some {
		return 0, err // looking in vain costs no transaction
	}
	err = s.db.Write(ctx, func(tx *sqldb.Tx) error {
		turns, err := s.old(tx, until, limit)
		if err != nil {
			return err
		}
		n = len(turns)
		for _, t := range turns {
			if err := s.prune(tx, t); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

// oldTurn is a turn that is to be pruned.
type oldTurn struct {
	conversation string
	version      int64
	stub         []byte
}

func (s *Store) old(tx *sqldb.Tx, until int64, limit int) (turns []oldTurn, err error) {
	err = tx.Query(func(scan func(...any) error) error {
		var (
			t   oldTurn
			row recordRow
		)
		if err := scan(&t.conversation, &t.version, &row.body); err != nil {
			return err
		}
		r, err := row.decode()
		if err != nil {
			return err
		}
		r = r.Stub()
		t.stub, err = encode(&turnBody{Message: r.Message, Reply: r.Reply})
		turns = append(turns, t)
		return err
	}, "SELECT conversation, version, body"+old+" ORDER BY written LIMIT ?"+tx.Dialect().ForUpdate(),
		s.tenant, until, limit)
	return turns, err
}

func (s *Store) prune(tx *sqldb.Tx, t oldTurn) error {
	_, err := tx.Exec("UPDATE dialog_turn SET body = ?, events = NULL, trace = NULL, written = NULL"+
		" WHERE tenant = ? AND conversation = ? AND version = ?", t.stub, s.tenant, t.conversation, t.version)
	if err != nil {
		return err
	}
	_, err = tx.Exec("DELETE FROM dialog_outbox WHERE tenant = ? AND conversation = ? AND version = ? AND state >= 2",
		s.tenant, t.conversation, t.version)
	return err
}
