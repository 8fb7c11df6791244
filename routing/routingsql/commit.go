package routingsql

import (
	"context"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/routing"
)

// Commit implements [routing.Store]. An error that is [ErrUnknownOutcome] leaves
// open whether c was written.
func (s *Store) Commit(ctx context.Context, c routing.Commit) (int64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	p, err := prepare(&c)
	if err != nil {
		return 0, err
	}
	if s.db.DB().Dialect() == sqldb.PostgreSQL && p.revision > 1 {
		done, err := s.commitAlone(ctx, p)
		if err != nil {
			return 0, err
		}
		if done {
			return c.After + 1, nil
		}
	}
	if err := s.db.Write(ctx, func(tx *sqldb.Tx) error {
		if tx.Dialect() == sqldb.PostgreSQL && p.revision > 1 {
			return s.commitAtOnce(tx, p)
		}
		return s.commit(tx, p)
	}); err != nil {
		return 0, err
	}
	return c.After + 1, nil
}

// commit writes what was prepared. The row of the tenant comes first: its lock
// puts commits one after the other, so that numbers of events are in the order of
// commits and whoever reads up to one has missed nothing before it.
func (s *Store) commit(tx *sqldb.Tx, p *prepared) error {
	last, ok, err := s.advance(tx, p)
	if err != nil {
		return err
	}
	if !ok {
		return s.refuse(tx, p)
	}
	if err := s.writeItems(tx, p); err != nil {
		return err
	}
	if err := s.writeStatuses(tx, p); err != nil {
		return err
	}
	if err := s.insert(tx, "routing_seat", len(p.seat.id),
		"ON CONFLICT (tenant, id) DO UPDATE SET revision = excluded.revision, removed = excluded.removed, body = excluded.body", nil,
		texts("id", p.seat.id), numbers("revision", same(p.revision, len(p.seat.id))), numbers("removed", p.seat.flag), bytes("body", p.seat.body),
	); err != nil {
		return err
	}
	if err := s.insert(tx, "routing_learned", len(p.learned.id),
		"ON CONFLICT (tenant, agent, category) DO UPDATE SET revision = excluded.revision, forgot = excluded.forgot, body = excluded.body", nil,
		texts("agent", p.learned.id), bytes("category", p.category), numbers("revision", same(p.revision, len(p.learned.id))),
		numbers("forgot", p.learned.flag), bytes("body", p.learned.body),
	); err != nil {
		return err
	}
	n := len(p.event.at)
	seqs := make([]int64, n)
	for i := range seqs {
		seqs[i] = last - int64(n) + int64(i) + 1
	}
	return s.insert(tx, "routing_event", n, "", nil,
		numbers("seq", seqs), optional("item", "text", p.event.item), numbers("at", p.event.at), bytes("body", p.event.body))
}

// same is n times the same number.
func same(number int64, n int) []int64 {
	list := make([]int64, n)
	for i := range list {
		list[i] = number
	}
	return list
}

// advance takes the tenant's row to the next revision and returns the number of
// the last event then, if the revision is the one that was named.
func (s *Store) advance(tx *sqldb.Tx, p *prepared) (last int64, ok bool, err error) {
	n := len(p.event.at)
	switch {
	case p.revision < 1:
		return 0, false, nil
	case p.revision == 1:
		control := p.control
		if control == nil {
			control = []byte("{}")
		}
		written, err := tx.Exec("INSERT INTO routing_head (tenant, revision, seq, horizon, prunes, control) VALUES (?, 1, ?, 0, 0, ?)"+
			" ON CONFLICT DO NOTHING", s.tenant, n, control)
		return int64(n), written == 1, err
	case p.control == nil:
		ok, err = tx.Get([]any{&last}, "UPDATE routing_head SET revision = revision + 1, seq = seq + ?"+
			" WHERE tenant = ? AND revision = ? RETURNING seq", n, s.tenant, p.revision-1)
	default:
		ok, err = tx.Get([]any{&last}, "UPDATE routing_head SET revision = revision + 1, seq = seq + ?, control = ?"+
			" WHERE tenant = ? AND revision = ? RETURNING seq", n, p.control, s.tenant, p.revision-1)
	}
	return last, ok, err
}

// refuse says why a commit that came too late cannot be written.
func (s *Store) refuse(tx *sqldb.Tx, p *prepared) error {
	err := among(tx, "id", p.item.id, func(condition string, args []any) error {
		var id string
		found, err := tx.Get([]any{&id}, "SELECT id FROM routing_item WHERE tenant = ? AND "+condition+" LIMIT 1", append([]any{s.tenant}, args...)...)
		if err == nil && found {
			err = &routing.ExistsError{Item: id}
		}
		return err
	})
	if err == nil {
		err = routing.ErrConflict
	}
	return err
}

func (s *Store) writeItems(tx *sqldb.Tx, p *prepared) error {
	if len(p.item.id) == 0 {
		return nil
	}
	written := make(map[string]struct{}, len(p.item.id))
	err := s.insert(tx, "routing_item", len(p.item.id), "ON CONFLICT DO NOTHING RETURNING id", func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		written[id] = struct{}{}
		return err
	}, texts("id", p.item.id), bytes("body", p.item.body), bytes("brief", p.brief))
	if err != nil || len(written) == len(p.item.id) {
		return err
	}
	for _, id := range p.item.id {
		if _, ok := written[id]; !ok {
			return &routing.ExistsError{Item: id}
		}
	}
	return routing.ErrConflict
}

// writeStatuses replaces statuses, and makes those of new items. An upsert finds
// its rows by the key whatever a planner knows of the table; of an update with
// many rows that is not certain. An item that nobody submitted shows in the end as
// a row too many that was written for the first time.
func (s *Store) writeStatuses(tx *sqldb.Tx, p *prepared) error {
	first := 0
	err := s.insert(tx, "routing_status", len(p.status.id),
		"ON CONFLICT (tenant, id) DO UPDATE SET revision = excluded.revision, commits = routing_status.commits + 1,"+
			" ended = excluded.ended, body = excluded.body RETURNING commits", func(scan func(...any) error) error {
			var commits int64
			err := scan(&commits)
			if commits == 1 {
				first++
			}
			return err
		},
		texts("id", p.status.id), numbers("revision", same(p.revision, len(p.status.id))), numbers("commits", same(1, len(p.status.id))),
		optional("ended", "bigint", p.ended), bytes("body", p.status.body))
	if err == nil && first != len(p.item.id) {
		err = routing.ErrNotFound
	}
	return err
}
