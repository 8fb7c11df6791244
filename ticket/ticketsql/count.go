package ticketsql

import (
	"context"
	"strconv"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/ticket"
)

// countFew is how many tickets of a list are looked at for a count; where all lists are
// longer, all tickets are.
const countFew = 100_000

// Count implements [ticket.Store].
func (s *Store) Count(ctx context.Context, f ticket.Filter, by ticket.GroupBy) (map[string]int, error) {
	var column string
	switch by {
	case ticket.CountAll:
	case ticket.CountKind, ticket.CountState, ticket.CountOwner, ticket.CountType, ticket.CountPriority:
		column = string(by)
	case ticket.CountGroup:
		column = "team"
	default:
		return nil, fault("by", "is no way to count")
	}
	counts := map[string]int{}
	err := s.db.Snapshot(ctx, func(tx *sqldb.Tx) error {
		search := newSearch(s.tenant, tx.Dialect(), &f)
		var err error
		if search.own, err = s.planned(tx); err != nil {
			return err
		}
		if err := search.gather(tx); err != nil {
			return err
		}
		if search.gathered && (len(search.members) == 0 || column == "" && search.whole()) {
			if column == "" {
				counts[""] = search.members.count()
			}
			return nil
		}
		if column == "" && len(search.conditions) == 1 && search.conditions[0].list.sql != "" {
			return search.all(tx, counts)
		}
		list, ok, err := search.shortest(tx, countFew)
		if err != nil {
			return err
		}
		switch {
		case ok:
		case search.gathered && search.members.count() <= countFew:
			list = search.list(search.members.all())
		default:
			list = -1
		}
		if search.gathered && (ok || list < 0) {
			search.confine()
		}
		return search.count(tx, list, column, counts)
	})
	if err != nil {
		return nil, err
	}
	return counts, nil
}

// all counts the only list that there is.
func (s *search) all(tx *sqldb.Tx, counts map[string]int) error {
	var n int
	c := s.conditions[0].list
	_, err := tx.Get([]any{&n}, "SELECT COUNT(*) FROM ("+c.sql+") AS found"+s.own, append([]any{s.tenant}, c.args...)...)
	counts[""] = n
	return err
}

func (s *search) count(tx *sqldb.Tx, list int, column string, counts map[string]int) error {
	with, where := s.source(list)
	query, group := "SELECT COUNT(*), NULL", ""
	if column != "" {
		query, group = "SELECT COUNT(*), l."+column, " GROUP BY l."+column
	}
	return tx.Query(func(scan func(...any) error) error {
		var (
			n     int
			value any
		)
		if err := scan(&n, &value); err != nil {
			return err
		}
		switch v := value.(type) {
		case []byte:
			counts[string(v)] = n
		case int64:
			counts[strconv.FormatInt(v, 10)] = n
		default:
			counts[""] = n
		}
		return nil
	}, with.sql+query+where.sql+group+s.own, append(with.args, where.args...)...)
}
