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
	chunk  int64
	pos, n int
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
		err := tx.Query(func(scan func(...any) error) error {
			var row logged
			err := scan(&row.feed, &row.chunk, &row.pos, &row.n)
			page = append(page, row)
			return err
		}, "SELECT feed, chunk, pos, n FROM metrics_log WHERE tenant = ? AND feed > ? AND feed <= ? ORDER BY feed LIMIT ?",
			s.tenant, from, end, feedRows)
		if err != nil {
			return err
		}
		chunks := make([]int64, len(page))
		for i := range page {
			chunks[i] = page[i].chunk
		}
		bodies := map[int64][]byte{}
		err = in(tx, unique(chunks), func(scan func(...any) error) error {
			var (
				number int64
				body   []byte
			)
			err := scan(&number, &body)
			bodies[number] = body
			return err
		}, "SELECT chunk, body FROM metrics_chunk WHERE tenant = ? AND chunk", "", s.tenant)
		if err != nil {
			return err
		}
		for i := range page {
			if err := page[i].unpack(bodies[page[i].chunk]); err != nil {
				return err
			}
		}
		return nil
	})
	return page, err
}

// unpack takes the row's events from their chunk. If that is not there it was forgotten just now.
func (l *logged) unpack(body []byte) error {
	if len(body) == 0 {
		return nil
	}
	events, err := metrics.UnpackEvents(body, nil)
	if err == nil && l.pos+l.n > len(events) {
		err = metrics.ErrDamaged
	}
	if err == nil {
		l.events = events[l.pos : l.pos+l.n]
	}
	return err
}
