package routingsql

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/routing"
)

// The parts of what changed are one statement, which sees one moment. Each row
// says which part it is of. The items themselves are read behind it: they never
// change, and a join of two tables that have just begun to grow is a bad surprise
// on PostgreSQL, which keeps the plan that it made for a connection when they were
// empty.
const (
	partHead = iota
	partWork
	partSeat
	partLearned
)

// These have the same columns: part, id, four numbers, and bytes twice.
const (
	readHead    = "SELECT 0, '', revision, seq, horizon, prunes, control, CAST(NULL AS BYTEA) FROM routing_head WHERE tenant = ?"
	readStatus  = "SELECT 1, id, 0, 0, 0, 0, body, NULL FROM routing_status WHERE tenant = ?"
	readSeat    = "SELECT 2, id, 0, 0, 0, 0, body, NULL FROM routing_seat WHERE tenant = ?"
	readLearned = "SELECT 3, agent, 0, 0, 0, 0, body, category FROM routing_learned WHERE tenant = ?"
	union       = " UNION ALL "

	readAll   = readHead + union + readStatus + " AND ended IS NULL" + union + readSeat + " AND removed = 0" + union + readLearned + " AND forgot = 0"
	readSince = readHead + union + readStatus + " AND revision > ?" + union + readSeat + " AND revision > ?" + union + readLearned + " AND revision > ?"
)

// picture is what a store holds or what changed in it, as it is read.
type picture struct {
	routing.Changes
	horizon int64 // the last revision of an item that was pruned
	prunes  int64 // how often something was
}

// Changes implements [routing.Store].
func (s *Store) Changes(ctx context.Context, after int64) (routing.Changes, error) {
	for {
		p, err := s.look(ctx, after)
		if err != nil {
			return routing.Changes{}, err
		}
		same, err := s.readItems(ctx, p)
		if err != nil {
			return routing.Changes{}, err
		}
		if !same {
			continue // items were pruned in between, and may even have come again
		}
		slices.SortFunc(p.Works, func(a, b routing.Work) int { return cmp.Compare(a.Item.ID, b.Item.ID) })
		slices.SortFunc(p.Seats, func(a, b routing.Seat) int { return cmp.Compare(a.Agent.ID, b.Agent.ID) })
		slices.SortFunc(p.Learned, func(a, b routing.Learned) int {
			return cmp.Or(cmp.Compare(a.Agent, b.Agent), cmp.Compare(a.Category, b.Category))
		})
		return p.Changes, nil
	}
}

// look reads all but the items themselves, of which there are the ids.
func (s *Store) look(ctx context.Context, after int64) (*picture, error) {
	if after > 0 {
		p, err := s.read(ctx, readSince, s.tenant, s.tenant, after, s.tenant, after, s.tenant, after)
		if err != nil || after <= p.Revision && after >= p.horizon {
			return p, err
		}
	}
	p, err := s.read(ctx, readAll, s.tenant, s.tenant, s.tenant, s.tenant)
	if err == nil {
		p.Whole = true
	}
	return p, err
}

func (s *Store) read(ctx context.Context, query string, args ...any) (*picture, error) {
	p := &picture{}
	err := s.db.Read(ctx, func(tx *sqldb.Tx) error {
		return tx.Query(func(scan func(...any) error) error {
			var (
				part                           int
				id                             string
				revision, seq, horizon, prunes int64
				body, category                 []byte
			)
			if err := scan(&part, &id, &revision, &seq, &horizon, &prunes, &body, &category); err != nil {
				return err
			}
			switch part {
			case partHead:
				p.Revision, p.Seq, p.horizon, p.prunes = revision, seq, horizon, prunes
				return decode(body, &p.Control)
			case partWork:
				w := routing.Work{Item: routing.Item{ID: id}}
				err := decode(body, &w.Status)
				p.Works = append(p.Works, w)
				return err
			case partSeat:
				var seat routing.Seat
				err := decode(body, &seat)
				seat.Agent.ID = id
				p.Seats = append(p.Seats, seat)
				return err
			default:
				l := routing.Learned{Agent: id, Category: string(category)}
				err := decode(body, &l.Experience)
				p.Learned = append(p.Learned, l)
				return err
			}
		}, query, args...)
	})
	return p, err
}

// manyIDs is how many items are worth a plan of their own.
const manyIDs = 50

// readItems completes the works of a picture. It reports false if items were
// pruned since that was made.
func (s *Store) readItems(ctx context.Context, p *picture) (same bool, err error) {
	if len(p.Works) == 0 {
		return true, nil
	}
	ids, at := make([]string, len(p.Works)), make(map[string]int, len(p.Works))
	for i := range p.Works {
		ids[i] = p.Works[i].Item.ID
		at[ids[i]] = i
	}
	own := ""
	if len(ids) > manyIDs {
		own = planned(p.Revision)
	}
	same = true
	err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
		return among(tx, "id", ids, func(condition string, args []any) error {
			return tx.Query(func(scan func(...any) error) error {
				var (
					id          string
					prunes      int64
					body, brief []byte
				)
				if err := scan(&id, &prunes, &body, &brief); err != nil {
					return err
				}
				if body == nil {
					same = same && prunes == p.prunes
					return nil
				}
				return decodeItem(id, body, brief, &p.Works[at[id]].Item)
			}, "SELECT '', prunes, NULL, NULL FROM routing_head WHERE tenant = ?"+
				" UNION ALL SELECT id, 0, body, brief FROM routing_item WHERE tenant = ? AND "+condition+own,
				append([]any{s.tenant, s.tenant}, args...)...)
		})
	})
	return same, err
}

// Work implements [routing.Store].
func (s *Store) Work(ctx context.Context, item string) (w routing.Work, err error) {
	if !usable(item) { // PostgreSQL would refuse the question
		return w, cmp.Or(ctx.Err(), error(&routing.NotFoundError{What: "item", ID: item}))
	}
	var status, body, brief []byte
	found := false
	err = s.db.Read(ctx, func(tx *sqldb.Tx) (err error) {
		found, err = tx.Get([]any{&status, &body, &brief}, "SELECT s.body, i.body, i.brief FROM routing_status s"+
			" JOIN routing_item i ON i.tenant = s.tenant AND i.id = s.id WHERE s.tenant = ? AND s.id = ?", s.tenant, item)
		return err
	})
	if err != nil {
		return w, err
	}
	if !found {
		return w, &routing.NotFoundError{What: "item", ID: item}
	}
	if err := decodeItem(item, body, brief, &w.Item); err != nil {
		return w, err
	}
	return w, decode(status, &w.Status)
}

// eventRows is how many events a loop reads at a time.
const eventRows = 500

// Events implements [routing.Store]. A loop ends with what was the last event when
// it began.
func (s *Store) Events(ctx context.Context, item string, after int64) iter.Seq2[routing.Event, error] {
	where, args := " WHERE tenant = ?", []any{s.tenant}
	if item != "" {
		where, args = where+" AND item = ?", append(args, item)
	}
	end := int64(0)
	return sqldb.Pages(ctx, eventRows, func(last *routing.Event) (page []routing.Event, err error) {
		if !text(item) {
			return nil, ctx.Err()
		}
		from := after
		if last != nil {
			from = last.Seq
		}
		err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
			if last == nil {
				if _, err := tx.Get([]any{&end}, "SELECT seq FROM routing_head WHERE tenant = ?", s.tenant); err != nil {
					return err
				}
			}
			return tx.Query(func(scan func(...any) error) error {
				var (
					e    routing.Event
					name *string
					seq  int64
					at   int64
					body []byte
				)
				if err := scan(&seq, &name, &at, &body); err != nil {
					return err
				}
				err := decode(body, &e)
				if e.Seq, e.At = seq, sqldb.Time(at); name != nil {
					e.Item = *name
				}
				page = append(page, e)
				return err
			}, "SELECT seq, item, at, body FROM routing_event"+where+" AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
				append(slices.Clone(args), from, end, eventRows)...)
		})
		return page, err
	})
}
