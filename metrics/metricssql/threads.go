package metricssql

import (
	"context"
	"database/sql"
	"iter"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/metrics"
)

// threadRows is how many threads a loop reads at a time.
const threadRows = 250

// Threads implements [metrics.Store].
func (s *Store) Threads(ctx context.Context, keys ...string) iter.Seq2[metrics.Thread, error] {
	return func(yield func(metrics.Thread, error) bool) {
		if len(keys) == 0 {
			for t, err := range s.all(ctx, nil) {
				if err != nil {
					yield(metrics.Thread{}, err)
					return
				}
				if len(t.Events) > 0 && !yield(t.Thread, nil) {
					return
				}
			}
			return
		}
		for some := range slices.Chunk(named(keys), threadRows) {
			page, err := s.threads(ctx, nil, func(tx *sqldb.Tx, row func(func(...any) error) error) error {
				return in(tx, some, row, selectThreads+" WHERE tenant = ? AND name", "", s.tenant)
			})
			if err != nil {
				yield(metrics.Thread{}, err)
				return
			}
			for _, t := range page {
				if err := ctx.Err(); err != nil {
					yield(metrics.Thread{}, err)
					return
				}
				if len(t.Events) > 0 && !yield(t.Thread, nil) {
					return
				}
			}
		}
	}
}

const selectThreads = "SELECT name, no, version, events, chunk FROM metrics_thread"

// numbered is a thread with its number. One that was forgotten has no events.
type numbered struct {
	metrics.Thread
	no     int64
	events int64
	chunk  int64
}

// all yields all threads in the order of their numbers. Where there is room for their events, these are good until
// the next one.
func (s *Store) all(ctx context.Context, room *[]metrics.Event) iter.Seq2[numbered, error] {
	return sqldb.Pages(ctx, threadRows, func(last *numbered) ([]numbered, error) {
		from := int64(0)
		if last != nil {
			from = last.no
		}
		return s.threads(ctx, room, func(tx *sqldb.Tx, row func(func(...any) error) error) error {
			return tx.Query(row, selectThreads+" WHERE tenant = ? AND no > ? ORDER BY no LIMIT ?", s.tenant, from, threadRows)
		})
	})
}

// threads reads threads and their events. A chunk may have got more of these since its thread was read:
// so many as the thread had belong to its version.
func (s *Store) threads(ctx context.Context, room *[]metrics.Event, find func(tx *sqldb.Tx, row func(func(...any) error) error) error) (page []numbered, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
		page = nil
		at, total := map[int64]int{}, 0
		err := find(tx, func(scan func(...any) error) error {
			var t numbered
			err := scan(&t.Key, &t.no, &t.Version, &t.events, &t.chunk)
			at[t.no] = len(page)
			page = append(page, t)
			total += int(t.events)
			return err
		})
		if err != nil {
			return err
		}
		var all []metrics.Event
		if room != nil {
			if cap(*room) < total {
				*room = make([]metrics.Event, 0, total+total/4)
			}
			all = *room
		}
		var chunks []int64
		for i := range page {
			t := &page[i]
			if t.events == 0 {
				continue
			}
			if n := int(t.events); room != nil {
				t.Events, all = all[:0:n], all[n:n:cap(all)]
			} else {
				t.Events = make([]metrics.Event, 0, n)
			}
			for c := firstChunk(t.no); c <= t.chunk; c++ {
				chunks = append(chunks, c)
			}
		}
		err = in(tx, chunks, func(scan func(...any) error) (err error) {
			var (
				number int64
				body   sql.RawBytes
			)
			if err := scan(&number, &body); err != nil {
				return err
			}
			t := &page[at[threadOf(number)]]
			t.Events, err = metrics.UnpackEvents(body, t.Events)
			return err
		}, "SELECT chunk, body FROM metrics_chunk WHERE tenant = ? AND chunk", " ORDER BY chunk", s.tenant)
		for i := range page {
			if t := &page[i]; err == nil && int64(len(t.Events)) > t.events {
				t.Events = slices.Clip(t.Events[:t.events])
			}
		}
		return err
	})
	return page, err
}

// named are the keys that a thread can have, each once: PostgreSQL would refuse to look for others.
func named(keys []string) []string {
	return slices.DeleteFunc(unique(keys), func(key string) bool { return strings.IndexByte(key, 0) >= 0 || !utf8.ValidString(key) })
}

// current is the generation that is read. A statement that has it sees one generation, whatever happens
// while it runs.
const current = "COALESCE((SELECT gen FROM metrics_state WHERE tenant = ?), 0)"

// Stale implements [metrics.Store]: first what has events that were not folded, then what is due the longest.
func (s *Store) Stale(ctx context.Context, now time.Time, limit int) (keys []string, err error) {
	if limit <= 0 {
		return nil, ctx.Err()
	}
	err = s.db.Read(ctx, func(tx *sqldb.Tx) error {
		keys = nil
		var numbers []int64
		row := func(scan func(...any) error) error {
			var no int64
			err := scan(&no)
			numbers = append(numbers, no)
			return err
		}
		err := tx.Query(row, "SELECT thread FROM metrics_stale WHERE tenant = ? ORDER BY thread LIMIT ?", s.tenant, limit)
		if n := len(numbers); err == nil && n < limit {
			// Some may be both: those before are in the order of their numbers.
			err = tx.Query(row, "SELECT thread FROM metrics_fold WHERE tenant = ? AND gen = "+current+" AND due <= ? ORDER BY due, thread LIMIT ?",
				s.tenant, s.tenant, sqldb.Micros(now), limit)
			numbers = append(numbers[:n:n], slices.DeleteFunc(numbers[n:], func(no int64) bool { _, both := slices.BinarySearch(numbers[:n], no); return both })...)
			numbers = numbers[:min(limit, len(numbers))]
		}
		if err != nil {
			return err
		}
		return in(tx, numbers, func(scan func(...any) error) error {
			var key string
			err := scan(&key)
			keys = append(keys, key)
			return err
		}, "SELECT name FROM metrics_thread WHERE tenant = ? AND last IS NOT NULL AND no", "", s.tenant)
	})
	return keys, err
}
