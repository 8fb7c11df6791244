package metricssql

import (
	"context"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
)

// pruneRows is how many threads one transaction forgets, so that other writers need not wait long.
const pruneRows = 100

// Prune implements [metrics.Archive]. Threads that have yet to be folded, or will have to be, are kept. It takes a
// transaction for each hundred threads; one that is cancelled has forgotten a part, and says how many events that were.
func (s *Store) Prune(ctx context.Context, before time.Time) (events int, err error) {
	after := int64(0)
	for {
		threads, err := s.old(ctx, upTo(before), after)
		if err != nil || len(threads) == 0 {
			return events, err
		}
		n, err := s.forget(ctx, threads, upTo(before))
		events += n
		if err != nil || len(threads) < pruneRows {
			return events, err
		}
		after = threads[len(threads)-1]
	}
}

// old returns the numbers of threads that can be forgotten.
func (s *Store) old(ctx context.Context, before, after int64) (threads []int64, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
		threads = nil
		return tx.Query(func(scan func(...any) error) error {
			var no int64
			err := scan(&no)
			threads = append(threads, no)
			return err
		}, "SELECT t.no FROM metrics_thread t WHERE t.tenant = ? AND t.last < ? AND t.no > ?"+done+" ORDER BY t.no LIMIT ?",
			s.tenant, before, after, s.tenant, pruneRows)
	})
	return threads, err
}

// done holds for threads that need not be folded again.
const done = " AND NOT EXISTS (SELECT 1 FROM metrics_stale s WHERE s.tenant = t.tenant AND s.thread = t.no)" +
	" AND EXISTS (SELECT 1 FROM metrics_fold f WHERE f.tenant = t.tenant AND f.gen = " + current + " AND f.thread = t.no AND f.due IS NULL)"

// upTo is a bound for what is before a time: stored times have no parts of a microsecond.
func upTo(t time.Time) int64 { return sqldb.Micros(t.Add(time.Microsecond - 1)) }

func (s *Store) forget(ctx context.Context, threads []int64, before int64) (events int, err error) {
	err = s.db.Write(ctx, func(tx *sqldb.Tx) error {
		events = 0
		// First the locks: then nothing is appended to these threads, and what the next statement sees holds.
		if tx.Dialect() == PostgreSQL {
			err := in(tx, threads, func(scan func(...any) error) error { return scan(new(int64)) },
				"SELECT no FROM metrics_thread WHERE tenant = ? AND no", " ORDER BY name FOR UPDATE", s.tenant)
			if err != nil {
				return err
			}
		}
		var chunks, gone []int64
		err := in(tx, threads, func(scan func(...any) error) error {
			var no, n, last int64
			err := scan(&no, &n, &last)
			for c := firstChunk(no); c <= last; c++ {
				chunks = append(chunks, c)
			}
			gone = append(gone, no)
			events += int(n)
			return err
		}, "SELECT t.no, t.events, t.chunk FROM metrics_thread t WHERE t.tenant = ? AND t.last < ?"+done+" AND t.no", "", s.tenant, before, s.tenant)
		if err != nil {
			return err
		}
		for _, table := range []string{"metrics_log", "metrics_chunk"} {
			if _, err := remove(tx, chunks, "DELETE FROM "+table+" WHERE tenant = ? AND chunk", s.tenant); err != nil {
				return err
			}
		}
		_, err = remove(tx, gone, "UPDATE metrics_thread SET version = version + 1, events = 0, last = NULL WHERE tenant = ? AND no", s.tenant)
		return err
	})
	if err != nil {
		return 0, err
	}
	return events, nil
}
