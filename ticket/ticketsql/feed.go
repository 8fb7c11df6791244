package ticketsql

import (
	"context"
	"iter"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/ticket"
)

// pageRows is how many events a loop reads at a time.
const pageRows = 200

// History implements [ticket.Store].
func (s *Store) History(ctx context.Context, id string, after int64) iter.Seq2[ticket.Event, error] {
	return sqldb.Pages(ctx, pageRows, func(last *ticket.Event) (page []ticket.Event, err error) {
		if !usable(id) {
			return nil, ctx.Err()
		}
		begin := after
		if last != nil {
			begin = last.N
		}
		err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
			page, err = events(tx, "SELECT 0, nth, id, ticket, body FROM ticket_event"+
				" WHERE tenant = ? AND ticket = ? AND nth > ? ORDER BY nth LIMIT ?", s.tenant, id, begin, pageRows)
			return err
		})
		return page, err
	})
}

// everything is all events of all tickets, in the order of their commits.
func everything() sqldb.Feed {
	return sqldb.Feed{Table: "ticket_event", Key: []string{"ticket", "nth"}, Counter: "ticket_feed"}
}

// Last implements [ticket.Store].
func (s *Store) Last(ctx context.Context) (int64, error) {
	end, err := everything().End(ctx, s.db, s.tenant)
	if err != nil || s.db.DB().Dialect() == sqldb.PostgreSQL {
		return end, err
	}
	forgotten := int64(0)
	err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Get([]any{&forgotten}, "SELECT last FROM ticket_feed WHERE tenant = ?", s.tenant)
		return err
	})
	return max(end, forgotten), err
}

// remember keeps the number of the last event, before events are forgotten: on
// PostgreSQL the counter has it once they are numbered.
func (s *Store) remember(tx *sqldb.Tx) error {
	if tx.Dialect() == sqldb.PostgreSQL {
		return nil
	}
	_, err := tx.Exec("INSERT INTO ticket_feed (tenant, last) VALUES (?, (SELECT COALESCE(MAX(feed), 0) FROM ticket_event WHERE tenant = ?))"+
		" ON CONFLICT (tenant) DO UPDATE SET last = max(last, excluded.last)", s.tenant, s.tenant)
	return err
}

// Feed implements [ticket.Store]. It ends with the last event that was committed when
// the loop began. On PostgreSQL the reader numbers the events: writers never wait for
// each other because of the feed. Within a ticket the numbers follow N, because a second
// commit waits for the row of the ticket until the first one is done.
func (s *Store) Feed(ctx context.Context, after int64) iter.Seq2[ticket.Event, error] {
	return func(yield func(ticket.Event, error) bool) {
		end, err := everything().End(ctx, s.db, s.tenant)
		if err != nil {
			yield(ticket.Event{}, err)
			return
		}
		sqldb.Pages(ctx, pageRows, func(last *ticket.Event) (page []ticket.Event, err error) {
			begin := after
			if last != nil {
				begin = last.Seq
			}
			if begin >= end {
				return nil, ctx.Err()
			}
			err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
				page, err = events(tx, "SELECT feed, nth, id, ticket, body FROM ticket_event"+
					" WHERE tenant = ? AND feed > ? AND feed <= ? ORDER BY feed LIMIT ?", s.tenant, begin, end, pageRows)
				return err
			})
			return page, err
		})(yield)
	}
}

func events(tx *sqldb.Tx, query string, args ...any) (page []ticket.Event, err error) {
	err = tx.Query(func(scan func(...any) error) error {
		var (
			seq, n int64
			id, of string
			body   []byte
		)
		if err := scan(&seq, &n, &id, &of, &body); err != nil {
			return err
		}
		e, err := decodeEvent(seq, n, id, of, body)
		page = append(page, e)
		return err
	}, query, args...)
	return page, err
}
