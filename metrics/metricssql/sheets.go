package metricssql

import (
	"context"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/metrics"
)

// sum writes the changes of sheets, one for each quarter of an hour.
func (w *folding) sum() error {
	slots := slices.Sorted(maps.Keys(w.sheets))
	return w.store.change(w.tx, w.gen, slots, func(slot int64, sheet *metrics.Sheet) *metrics.Sheet {
		c := w.sheets[slot]
		for _, e := range c.gone {
			sheet.Remove(e)
		}
		for _, e := range c.come {
			sheet.Add(e)
		}
		return sheet
	})
}

// change replaces sheets of a generation. On PostgreSQL their rows are locked in the order of slots; those
// that there are not yet are made, so that there is something to lock.
func (s *Store) change(tx *sqldb.Tx, gen int64, slots []int64, by func(slot int64, sheet *metrics.Sheet) *metrics.Sheet) error {
	bodies := map[int64][]byte{}
	find := func(slots []int64) error {
		return in(tx, slots, func(scan func(...any) error) error {
			var (
				slot int64
				body []byte
			)
			err := scan(&slot, &body)
			bodies[slot] = body
			return err
		}, "SELECT slot, body FROM metrics_sheet WHERE tenant = ? AND gen = ? AND slot", " ORDER BY slot"+tx.Dialect().ForUpdate(), s.tenant, gen)
	}
	if err := find(slots); err != nil {
		return err
	}
	missing := slices.DeleteFunc(slices.Clone(slots), func(slot int64) bool { _, ok := bodies[slot]; return ok })
	if len(missing) > 0 && tx.Dialect() == PostgreSQL {
		fresh := rows{into: "metrics_sheet (tenant, gen, slot, body)", width: 4, conflict: " ON CONFLICT DO NOTHING"}
		for _, slot := range missing {
			fresh.add(s.tenant, gen, slot, []byte{})
		}
		if _, err := fresh.write(tx); err != nil {
			return err
		}
		if err := find(missing); err != nil {
			return err
		}
	}
	changed := rows{
		into: "metrics_sheet (tenant, gen, slot, body)", width: 4,
		conflict: " ON CONFLICT (tenant, gen, slot) DO UPDATE SET body = excluded.body",
	}
	for _, slot := range slots {
		sheet := metrics.NewSheet()
		if body := bodies[slot]; len(body) > 0 {
			if err := sheet.UnmarshalBinary(body); err != nil {
				return err
			}
		}
		body, err := by(slot, sheet).MarshalBinary()
		if err != nil {
			return err
		}
		changed.add(s.tenant, gen, slot, body)
	}
	_, err := changed.write(tx)
	return err
}

// Sheets implements [metrics.Store]: one sheet for each quarter of an hour. All are read by one statement, so that
// each episode counts once, whatever is folded meanwhile; they are held in memory, packed, until they are yielded.
func (s *Store) Sheets(ctx context.Context, from, to time.Time) iter.Seq2[*metrics.Sheet, error] {
	return func(yield func(*metrics.Sheet, error) bool) {
		var bodies [][]byte
		err := s.db.Read(ctx, func(tx *sqldb.Tx) error {
			bodies = nil
			return tx.Query(func(scan func(...any) error) error {
				var body []byte
				err := scan(&body)
				if len(body) > 0 {
					bodies = append(bodies, body)
				}
				return err
			}, "SELECT body FROM metrics_sheet WHERE tenant = ? AND gen = "+current+" AND slot >= ? AND slot < ? ORDER BY slot",
				s.tenant, s.tenant, slotAt(from), slotAt(to))
		})
		if err != nil {
			yield(nil, err)
			return
		}
		for i, body := range bodies {
			bodies[i] = nil
			sheet := metrics.NewSheet()
			err := sheet.UnmarshalBinary(body)
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(sheet, nil) {
				return
			}
		}
	}
}
