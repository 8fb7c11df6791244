package ticketsql

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
)

// pruneRows is how many tickets one transaction prunes, so that other writers need not
// wait long.
const pruneRows = 100

// Prune implements [ticket.Archive]. It takes a transaction for each hundred tickets;
// one that is cancelled has pruned a part, and says how many. Notices of these tickets
// that have not left yet still do.
func (s *Store) Prune(ctx context.Context, before time.Time, limit int) (pruned int, err error) {
	for {
		rows := min(limit-pruned, pruneRows)
		if rows <= 0 {
			return pruned, ctx.Err()
		}
		n, err := s.pruneSome(ctx, sqldb.Micros(before), rows)
		pruned += n
		if err != nil || n < rows {
			return pruned, err
		}
	}
}

// old is the tickets that ended long ago.
const old = " FROM ticket_listing l WHERE l.tenant = ? AND l.ended < ? AND l.updated < ?"

func (s *Store) pruneSome(ctx context.Context, until int64, limit int) (n int, err error) {
	var some bool
	err = s.db.Read(ctx, func(tx *sqldb.Tx) (err error) {
		some, err = tx.Get([]any{new(int)}, "SELECT 1"+old+" LIMIT 1", s.tenant, until, until)
		return err
	})
	if err != nil || !some {
		return 0, err // looking in vain costs no transaction
	}
	if _, err := everything().End(ctx, s.db, s.tenant); err != nil {
		return 0, err // all of them have a number before any is forgotten
	}
	err = s.db.Write(ctx, func(tx *sqldb.Tx) error {
		n = 0
		own, err := s.planned(tx)
		if err != nil {
			return err
		}
		ids, err := s.old(tx, until, limit, own)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			return nil
		}
		if err := s.remember(tx); err != nil {
			return err
		}
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
		return 0, err
	}
	return n, nil
}

// old returns the ids of the tickets that ended the longest ago, in the order in which
// commits lock them.
func (s *Store) old(tx *sqldb.Tx, until int64, limit int, own string) (ids []string, err error) {
	err = tx.Query(func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		ids = append(ids, id)
		return err
	}, "SELECT l.id"+old+" ORDER BY l.ended, l.tie LIMIT ?"+own, s.tenant, until, until, limit)
	slices.Sort(ids)
	return ids, err
}

// prune forgets a ticket, unless it has changed meanwhile. Its row comes first: from
// then on it stays as it is.
func (s *Store) prune(tx *sqldb.Tx, id string, until int64, own string) (gone bool, err error) {
	var (
		serial int64
		packed []byte
	)
	if _, err := tx.Get([]any{&serial, &packed}, "SELECT serial, terms FROM ticket_ticket WHERE tenant = ? AND id = ?"+tx.Dialect().ForUpdate(),
		s.tenant, id); err != nil {
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
