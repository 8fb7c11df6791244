package ticketsql

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/ticket"
)

// pruneRows is how many tickets one transaction prunes, so that other writers need not
// wait long.
const pruneRows = 100

// Prune implements [ticket.Archive]. It takes a transaction for each hundred tickets;
// one that is cancelled has pruned a part, and says how many. Notices of these tickets
// that have not left yet still do.
func (s *Store) Prune(ctx context.Context, before time.Time, limit int) (pruned int, err error) {
	var from endedPlace // before all of them: serials begin with 1
	for {
		rows := min(limit-pruned, pruneRows)
		if rows <= 0 {
			return pruned, ctx.Err()
		}
		n, next, more, err := s.pruneSome(ctx, sqldb.Micros(before), rows, from)
		pruned += n
		if from = next; err != nil || !more {
			return pruned, err
		}
	}
}

// endedPlace is the place of a ticket among those that ended.
type endedPlace struct{ ended, tie int64 }

// old is the tickets that ended long ago, beyond those that do so behind a place.
const (
	old    = " FROM ticket_listing l WHERE l.tenant = ? AND l.ended < ? AND l.updated < ?"
	beyond = " AND (l.ended, l.tie) > (?, ?)"
)

// pruneSome prunes what may go of the next tickets behind a place, and returns the place
// of the last of them, and whether there may be more.
func (s *Store) pruneSome(ctx context.Context, until int64, limit int, from endedPlace) (n int, last endedPlace, more bool, err error) {
	next, args := old, []any{s.tenant, until, until}
	if from != (endedPlace{}) {
		next, args = old+beyond, append(args, from.ended, from.tie)
	}
	var some bool
	err = s.db.Read(ctx, func(tx *sqldb.Tx) (err error) {
		some, err = tx.Get([]any{new(int)}, "SELECT 1"+next+" LIMIT 1", args...)
		return err
	})
	if err != nil || !some {
		return 0, from, false, err // looking in vain costs no transaction
	}
	if _, err := everything().End(ctx, s.db, s.tenant); err != nil {
		return 0, from, false, err // all of them have a number before any is forgotten
	}
	err = s.db.Write(ctx, func(tx *sqldb.Tx) error {
		n, last, more = 0, from, false
		own, err := s.planned(tx)
		if err != nil {
			return err
		}
		var ids []string
		err = tx.Query(func(scan func(...any) error) error {
			var id string
			err := scan(&id, &last.ended, &last.tie)
			ids = append(ids, id)
			return err
		}, "SELECT l.id, l.ended, l.tie"+next+" ORDER BY l.ended, l.tie LIMIT ?"+own, append(args, limit)...)
		if err != nil || len(ids) == 0 {
			return err
		}
		if err := s.remember(tx); err != nil {
			return err
		}
		more = len(ids) == limit
		slices.Sort(ids) // as commits lock them
		for _, id := range ids {
			gone, err := s.prune(tx, id, until, own)
			if err != nil {
				return err
			}
			if gone {
				n++
			}
		}
		return nil
	})
	if err != nil {
		return 0, from, false, err
	}
	return n, last, more, nil
}

// stays says whether words go on from a ticket, by others or directly, to one that has
// not ended, or was changed since.
func (s *Store) stays(tx *sqldb.Tx, body []byte, until int64) (bool, error) {
	seen := map[string]bool{}
	for bodies := [][]byte{body}; len(bodies) > 0; bodies = bodies[1:] {
		var t ticket.Ticket
		if err := decode(bodies[0], &t); err != nil {
			return false, err
		}
		for _, id := range t.Onward() {
			if seen[id] {
				continue
			}
			seen[id] = true
			var (
				over bool
				next []byte
			)
			there, err := tx.Get([]any{&over, &next}, "SELECT COALESCE(l.ended, ?) < ? AND l.updated < ?, t.body FROM ticket_ticket t"+
				" JOIN ticket_listing l ON l.tenant = t.tenant AND l.serial = t.serial WHERE t.tenant = ? AND t.id = ?", until, until, until, s.tenant, id)
			if err != nil || there && !over {
				return true, err
			}
			if there {
				bodies = append(bodies, next)
			}
		}
	}
	return false, nil
}

// prune forgets a ticket, unless it has changed meanwhile, or stays for another one.
// Its row comes first: from then on it stays as it is.
func (s *Store) prune(tx *sqldb.Tx, id string, until int64, own string) (gone bool, err error) {
	var (
		serial int64
		packed []byte
		body   []byte
	)
	if there, err := tx.Get([]any{&serial, &packed, &body}, "SELECT serial, terms, body FROM ticket_ticket WHERE tenant = ? AND id = ?"+tx.Dialect().ForUpdate(),
		s.tenant, id); err != nil || !there {
		return false, err
	}
	if stays, err := s.stays(tx, body, until); err != nil || stays {
		return false, err
	}
	terms, err := s.found(tx, serial, packed)
	if err != nil {
		return false, err
	}
	if tx.Dialect() == sqldb.SQLite {
		values, err := listingOf(tx, s.tenant, serial)
		if err != nil {
			return false, err
		}
		terms = append(terms, columnTerms(values)...)
	}
	n, err := tx.Exec("DELETE FROM ticket_listing WHERE tenant = ? AND serial = ? AND ended < ? AND updated < ?"+own, s.tenant, serial, until, until)
	if err != nil || n == 0 {
		return false, err
	}
	if err := s.delist(tx, serial, terms, own); err != nil {
		return false, err
	}
	for _, of := range []struct {
		table string
		key   any
	}{
		{"ticket_words WHERE tenant = ? AND serial = ?", serial},
		{"ticket_event WHERE tenant = ? AND ticket = ?", id},
		{"ticket_notice WHERE tenant = ? AND ticket = ? AND state >= 2", id},
		{"ticket_ticket WHERE tenant = ? AND id = ?", id},
	} {
		if _, err := tx.Exec("DELETE FROM "+of.table+own, s.tenant, of.key); err != nil {
			return false, err
		}
	}
	return true, nil
}

// delist forgets what a ticket is found by.
func (s *Store) delist(tx *sqldb.Tx, serial int64, terms [][]byte, own string) error {
	if tx.Dialect() == sqldb.SQLite {
		return enlist(tx, s.tenant, serial, terms, nil)
	}
	for _, term := range terms {
		if _, err := tx.Exec("DELETE FROM ticket_term WHERE tenant = ? AND term = ? AND serial = ?"+own, s.tenant, term, serial); err != nil {
			return err
		}
	}
	return nil
}

// found returns the terms that a ticket is found by.
func (s *Store) found(tx *sqldb.Tx, serial int64, packed []byte) (terms [][]byte, err error) {
	if terms, err = unpack(packed); err != nil {
		return nil, err
	}
	err = tx.Query(func(scan func(...any) error) error {
		var words []byte
		if err := scan(&words); err != nil {
			return err
		}
		more, err := unpack(words)
		terms = append(terms, more...)
		return err
	}, "SELECT terms FROM ticket_words WHERE tenant = ? AND serial = ?", s.tenant, serial)
	slices.SortFunc(terms, bytes.Compare)
	return slices.CompactFunc(terms, bytes.Equal), err
}
