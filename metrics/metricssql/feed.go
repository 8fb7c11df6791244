package metricssql

import (
	"context"
	"iter"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/metrics"
)

// feedBits are the bits of a Seq that tell events of one row of the log apart.
const feedBits = 8

// feedRows is how many rows of the log a loop reads at a time.
const feedRows = 100

// logged is a row of the log and the events that it is about.
type logged struct {
	feed   int64
	events []metrics.Event
}

// Feed implements [metrics.Store]. It ends with the last event that was committed when
// the loop began. On PostgreSQL the reader numbers what was appended: writers never wait
// for each other because of the feed.
func (s *Store) Feed(ctx context.Context, after int64) iter.Seq2[metrics.Event, error] {
	return func(yield func(metrics.Event, error) bool) {
		log := sqldb.Feed{Table: "metrics_log", Key: []string{"chunk", "pos"}, Counter: "metrics_feed"}
		end, err := log.End(ctx, s.db, s.tenant)
		if err != nil {
			yield(metrics.Event{}, err)
			return
		}
		pages := sqldb.Pages(ctx, feedRows, func(last *logged) ([]logged, error) {
			from := after>>feedBits - 1
			if last != nil {
				from = last.feed
			}
			if from >= end {
				return nil, ctx.Err()
			}
			return s.logged(ctx, from, end)
		})
		for row, err := range pages {
			if err != nil {
				yield(metrics.Event{}, err)
				return
			}
			for i := range row.events {
				e := &row.events[i]
				if e.Seq = row.feed<<feedBits | int64(i); e.Seq > after && !yield(*e, nil) {
					return
				}
			}
		}
	}
}

func (s *Store) logged(ctx context.Context, from, end int64) (page []logged, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
		page = nil
		return tx.Query(func(scan func(...any) error) error {
			var (
				row    logged
				pos, n int
				body   []byte
			)
			if err := scan(&row.feed, &pos, &n, &body); err != nil {
				return err
			}
			events, err := metrics.UnpackEvents(body, nil)
			if err == nil && pos+n > len(events) {
				err = metrics.ErrDamaged
			}
			if err != nil {
				return err
			}
			row.events = events[pos : pos+n]
			page = append(page, row)
			return nil
		}, "SELECT l.feed, l.pos, l.n, c.body FROM metrics_log l JOIN metrics_chunk c ON c.tenant = l.tenant AND c.chunk = l.chunk"+
			" WHERE l.tenant = ? AND l.feed > ? AND l.feed <= ? ORDER BY l.feed LIMIT ?", s.tenant, from, end, feedRows)
	})
	return page, err
}
