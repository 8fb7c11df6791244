package ticketsql

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/ticket"
)

// outbox is the [ticket.Outbox] of a [Store]. The state of a notice is 0 while it waits,
// 1 when it is claimed and 2 when it is settled; the numbers stand in the statements
// themselves, because only then does SQLite use the index of what is unsettled.
type outbox Store

// Outbox implements [ticket.Store].
func (s *Store) Outbox() ticket.Outbox { return (*outbox)(s) }

// Claim implements [ticket.Outbox].
func (o *outbox) Claim(ctx context.Context, now, lease time.Time, limit int) (claimed []ticket.Outgoing, err error) {
	if limit <= 0 {
		return nil, ctx.Err()
	}
	var some bool
	err = o.db.Read(ctx, func(tx *sqldb.Tx) error {
		some, err = tx.Get([]any{new(int)}, "SELECT 1 FROM ticket_notice WHERE tenant = ? AND state < 2 AND ready <= ? LIMIT 1",
			o.tenant, sqldb.Micros(now))
		return err
	})
	if err != nil || !some {
		return nil, err // a poll that finds nothing costs no transaction
	}
	err = o.db.Write(ctx, func(tx *sqldb.Tx) (err error) {
		claimed, err = o.claim(tx, now, lease, limit)
		return err
	})
	if err != nil {
		return nil, err
	}
	return claimed, nil
}

// claim takes those that are the first unsettled ones of their tickets to a recipient. One
// that is settled at the same moment makes room for the next at the next claim.
func (o *outbox) claim(tx *sqldb.Tx, now, lease time.Time, limit int) ([]ticket.Outgoing, error) {
	type place struct {
		since, age int64
		out        ticket.Outgoing
	}
	among := "IN (SELECT id FROM picked)"
	to := func(notice string) string { return "json_extract(CAST(" + notice + ".body AS TEXT), '$.to')" }
	if tx.Dialect() == sqldb.PostgreSQL {
		to = func(notice string) string {
			return "CAST(CAST(convert_from(" + notice + ".body, 'UTF8') AS json) -> 'to' AS text)"
		}
		among = "= ANY (ARRAY(SELECT id FROM picked))" // is looked up by the key, by any planner
	}
	var places []place
	err := tx.Query(func(scan func(...any) error) error {
		var (
			p      place
			id, of string
			body   []byte
		)
		if err := scan(&p.since, &p.age, &id, &of, &p.out.Attempt, &body); err != nil {
			return err
		}
		err := decode(body, &p.out.Notice)
		p.out.Notice.ID, p.out.Notice.Ticket = id, of
		places = append(places, p)
		return err
	}, "WITH picked AS MATERIALIZED (SELECT n.id FROM ticket_notice n WHERE n.tenant = ? AND n.state < 2 AND n.ready <= ?"+
		" AND NOT EXISTS (SELECT 1 FROM ticket_notice e WHERE e.tenant = n.tenant AND e.ticket = n.ticket AND e.state < 2 AND e.age < n.age"+
		" AND "+to("e")+" = "+to("n")+")"+
		" ORDER BY n.ready, n.age LIMIT ?"+tx.Dialect().SkipLocked()+")"+
		" UPDATE ticket_notice SET state = 1, attempt = attempt + 1, since = ready, ready = ?"+
		" WHERE tenant = ? AND id "+among+" RETURNING since, age, id, ticket, attempt, body",
		o.tenant, sqldb.Micros(now), limit, sqldb.Micros(lease), o.tenant)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Or(cmp.Compare(a.since, b.since), cmp.Compare(a.age, b.age)) })
	claimed := make([]ticket.Outgoing, len(places))
	for i := range places {
		claimed[i] = places[i].out
	}
	return claimed, nil
}

// Settle implements [ticket.Outbox].
func (o *outbox) Settle(ctx context.Context, id string, attempt int, retry time.Time) error {
	if !usable(id) {
		return cmp.Or(ctx.Err(), ticket.ErrNotFound)
	}
	return o.db.Write(ctx, func(tx *sqldb.Tx) error {
		set, args := "state = 2, body = NULL", []any{o.tenant, id, attempt}
		if !retry.IsZero() {
			set, args = "state = 0, ready = ?", append([]any{sqldb.Micros(retry)}, args...)
		}
		n, err := tx.Exec("UPDATE ticket_notice SET "+set+" WHERE tenant = ? AND id = ? AND state = 1 AND attempt = ?", args...)
		if err != nil || n > 0 {
			return err
		}
		found, err := tx.Get([]any{new(int)}, "SELECT 1 FROM ticket_notice WHERE tenant = ? AND id = ?", o.tenant, id)
		if err == nil && !found {
			return ticket.ErrNotFound
		}
		return cmp.Or(err, ticket.ErrConflict)
	})
}
