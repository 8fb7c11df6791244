package metricssql

import (
	"context"
	"math"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
)

// pruneRows is how many threads one transaction forgets, so that other writers need not wait long.
const pruneRows = 100

// Prune implements [metrics.Archive]. Threads that have yet to be folded, or will have to be, are kept. It takes a
// transaction for each hundred threads; one that is cancelled has forgotten a part, and says how many events that were.
func (s *Store) Prune(ctx context.Context, before time.Time) (events int, err error) {
	after := aged{last: math.MinInt64}
	for {
		page, err := s.old(ctx, upTo(before), after)
		if err != nil || len(page) == 0 {
			return events, err
		}
		n, err := s.forget(ctx, page, upTo(before))
		events += n
		if err != nil || len(page) < pruneRows {
			return events, err
		}
		after = page[len(page)-1]
	}
}

// aged is a thread and the time of its last event.
type aged struct{ last, no int64 }

// old returns the threads that ended the longest ago.
func (s *Store) old(ctx context.Context, before int64, after aged) (page []aged, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
		page = nil
		return tx.Query(func(scan func(...any) error) error {
			var t aged
			err := scan(&t.last, &t.no)
			page = append(page, t)
			return err
		}, "SELECT last, no FROM metrics_thread WHERE tenant = ? AND last < ? AND (last, no) > (?, ?) ORDER BY last, no LIMIT ?",
			s.tenant, before, after.last, after.no, pruneRows)
	})
	return page, err
}

// upTo is a bound for what is before a time: stored times have no parts of a microsecond.
func upTo(t time.Time) int64 { return sqldb.Micros(t.Add(time.Microsecond - 1)) }

func (s *Store) forget(ctx context.Context, page []aged, before int64) (events int, err error) {
	numbers := make([]int64, len(page))
	for i := range page {
		numbers[i] = page[i].no
	}
	err = s.db.Write(ctx, func(tx *sqldb.Tx) error {
		events = 0
		type thread struct{ no, events, chunk int64 }
		var old []thread
		// First the threads, which are locked on PostgreSQL: then nothing is appended to them or folded.
		lock := ""
		if tx.Dialect() == PostgreSQL {
			lock = " ORDER BY name FOR UPDATE"
		}
		err := in(tx, numbers, func(scan func(...any) error) error {
			var t thread
			err := scan(&t.no, &t.events, &t.chunk)
			old = append(old, t)
			return err
		}, "SELECT no, events, chunk FROM metrics_thread WHERE tenant = ? AND last < ? AND no", lock, s.tenant, before)
		if err != nil {
			return err
		}
		done, err := s.done(tx, numbers)
		if err != nil {
			return err
		}
		var chunks, gone []int64
		for _, t := range old {
			if !done[t.no] {
				continue
			}
			for c := firstChunk(t.no); c <= t.chunk; c++ {
				chunks = append(chunks, c)
			}
			gone = append(gone, t.no)
			events += int(t.events)
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

// done returns those of the threads that need not be folded again.
func (s *Store) done(tx *sqldb.Tx, numbers []int64) (map[int64]bool, error) {
	done := map[int64]bool{}
	mark := func(as bool) func(scan func(...any) error) error {
		return func(scan func(...any) error) error {
			var no int64
			err := scan(&no)
			done[no] = as
			return err
		}
	}
	err := in(tx, numbers, mark(true), "SELECT thread FROM metrics_fold WHERE tenant = ? AND gen = "+current+" AND due IS NULL AND thread", "", s.tenant, s.tenant)
	if err != nil {
		return nil, err
	}
	return done, in(tx, numbers, mark(false), "SELECT thread FROM metrics_stale WHERE tenant = ? AND thread", "", s.tenant)
}
