package metricssql

import (
	"context"
	"iter"
	"math"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/metrics"
)

// episodePage is how many episodes a loop reads at a time.
const episodePage = 250

// placed is an episode and its place in the order.
type placed struct {
	metrics.Episode
	start  int64
	id     []byte
	thread int64
}

// Episodes implements [metrics.Store]. Where a rebuild is done while the loop runs, it goes on with the new ones.
func (s *Store) Episodes(ctx context.Context, from, to time.Time) iter.Seq2[metrics.Episode, error] {
	return func(yield func(metrics.Episode, error) bool) {
		pages := sqldb.Pages(ctx, episodePage, func(last *placed) ([]placed, error) {
			if last == nil {
				last = &placed{start: sqldb.Micros(from), thread: math.MinInt64, id: []byte{}}
			}
			return s.placed(ctx, last, sqldb.Micros(to))
		})
		for e, err := range pages {
			if !yield(e.Episode, err) {
				return
			}
		}
	}
}

func (s *Store) placed(ctx context.Context, after *placed, to int64) (page []placed, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
		page = nil
		return tx.Query(func(scan func(...any) error) error {
			var (
				p    placed
				body []byte
			)
			if err := scan(&p.start, &p.id, &p.thread, &body); err != nil {
				return err
			}
			err := p.UnmarshalBinary(body)
			page = append(page, p)
			return err
		}, "SELECT start, id, thread, body FROM metrics_episode WHERE tenant = ? AND gen = "+current+
			" AND start >= ? AND start < ? AND (start, id, thread) > (?, ?, ?) ORDER BY start, id, thread LIMIT ?",
			s.tenant, s.tenant, after.start, to, after.start, after.id, after.thread, episodePage)
	})
	return page, err
}
