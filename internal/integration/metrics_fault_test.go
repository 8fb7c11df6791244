package integration

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/metricssql"
	"github.com/stretchr/testify/require"
)

// someSpoken are n events of a conversation, an hour of them.
func someSpoken(conversation string, from, n int) (events []metrics.Event) {
	for i := range n {
		events = append(events, aSpoken(conversation, fmt.Sprint("e", from+i), noon.Add(time.Duration((from+i)%3600)*time.Second)))
	}
	return events
}

func counted(t testing.TB, s metrics.Store) (n int) {
	t.Helper()
	for _, e := range episodesOf(t, s) {
		n += e.FromCustomer
	}
	return n
}

// Whatever is cancelled anywhere has done nothing, or says that it does not know; doing it again is right in
// both cases.
func TestMetricsCancelledAnywhere(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		for _, c := range []struct {
			name string
			do   func(ctx context.Context, s *metricssql.Store, events []metrics.Event) error
		}{
			{"append", func(ctx context.Context, s *metricssql.Store, events []metrics.Event) error {
				_, err := s.Append(ctx, events...)
				return err
			}},
			{"roll", func(ctx context.Context, s *metricssql.Store, _ []metrics.Event) error {
				_, err := plainRoll(ctx, s, "gold")
				return err
			}},
			{"rebuild", func(ctx context.Context, s *metricssql.Store, _ []metrics.Event) error {
				return s.Rebuild(ctx, func(thread metrics.Thread) metrics.Folded { return plainFold(thread, "gold") })
			}},
		} {
			t.Run(c.name, func(t *testing.T) {
				ctx := t.Context()
				s := newMetrics(t, d.shared(t), c.name)
				cancelled, done, total := 0, false, 0
				for n := 1; !done; n++ {
					require.Less(t, n, 1000)
					events := append(someSpoken("a", total, 3), someSpoken("b", total, 1)...)
					total += 3
					if c.name != "append" {
						_, err := s.Append(ctx, events...)
						require.NoError(t, err)
					}
					limited := newCountdown(ctx, n)
					err := c.do(limited, s, events)
					limited.cancel()
					done = err == nil
					if !done && !errors.Is(err, metricssql.ErrUnknownOutcome) {
						cancelled++
						require.ErrorIs(t, err, context.Canceled)
					}
					soundMetrics(t, s)
					added, err := s.Append(ctx, events...)
					require.NoError(t, err)
					require.True(t, added == 0 || added == len(events), "all or none")
					rollPlain(t, s, "gold")
					soundMetrics(t, s)
					require.Equal(t, total+(total+2)/3, counted(t, s))
				}
				require.Greater(t, cancelled, 3)
			})
		}
	})
}

// The connection is lost during a commit. Whoever does the same again has it once.
func TestConnectionLostDuringMetricsCommit(t *testing.T) {
	for _, c := range []struct {
		name    string
		written bool
		cut     func(w *wire) error
	}{
		{"before it arrives", false, func(*wire) error { return io.ErrClosedPipe }},
		{"after it was done", true, func(w *wire) error {
			w.after = true
			return nil
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newPostgreSQL(t)
			ctx := t.Context()
			healthy := newMetrics(t, d.shared(t), "")
			var next atomic.Pointer[func(*wire) error]
			s, err := metricssql.Open(wired(t, d, &next), d.dialect, nil)
			require.NoError(t, err)
			events := someSpoken("a", 0, 3)
			next.Store(&c.cut)
			_, err = s.Append(ctx, events...)
			require.ErrorIs(t, err, metricssql.ErrUnknownOutcome)
			added, err := s.Append(ctx, events...)
			require.NoError(t, err)
			require.Equal(t, c.written, added == 0)

			fold := metrics.Folded{}
			for thread, err := range s.Threads(ctx) {
				require.NoError(t, err)
				fold = plainFold(thread, "gold")
			}
			next.Store(&c.cut)
			require.ErrorIs(t, s.Fold(ctx, fold), metricssql.ErrUnknownOutcome)
			stale, err := s.Stale(ctx, noon, 1)
			require.NoError(t, err)
			require.Equal(t, c.written, len(stale) == 0)
			require.NoError(t, s.Fold(ctx, fold))
			soundMetrics(t, healthy)
			require.Equal(t, 3, counted(t, healthy))
		})
	}
}

// On a full disk a write fails as a whole, and the store goes on when there is room.
func TestMetricsFullDisk(t *testing.T) {
	ctx := t.Context()
	path := t.TempDir() + "/full.db"
	roomy := newMetrics(t, sharedSQLite(t, sqldb.SQLiteDSN(path)), "")
	small, err := metricssql.New(sharedSQLite(t, sqldb.SQLiteDSN(path)+"&_pragma=max_page_count(100)"), nil)
	require.NoError(t, err)
	written, failed := 0, 0
	for i := range 200 {
		if _, err := small.Append(ctx, someSpoken(fmt.Sprint("c", i), 0, 40)...); err != nil {
			require.ErrorContains(t, err, "full")
			failed++
		} else {
			written += 40
		}
		if _, err := plainRoll(ctx, small, "gold"); err != nil {
			require.ErrorContains(t, err, "full")
			failed++
		}
	}
	require.Greater(t, failed, 10)
	require.Greater(t, written, 100)
	soundMetrics(t, small)
	rollPlain(t, roomy, "gold")
	soundMetrics(t, roomy)
	require.Equal(t, written, counted(t, roomy))
}

// childMetrics prints the conversation of each append, while others fold and rebuild.
func childMetrics(ctx context.Context, db *sql.DB, run string) error {
	s, err := metricssql.Open(db, metricssql.SQLite, nil)
	if err != nil {
		return err
	}
	errs := make(chan error)
	part := func(do func(i int) error) {
		go func() {
			for i := 0; ; i++ {
				if err := do(i); err != nil {
					errs <- err
					return
				}
			}
		}()
	}
	for w := range 4 {
		part(func(i int) error {
			conversation := fmt.Sprintf("%s-%d-%d", run, w, i/3)
			_, err := s.Append(ctx, someSpoken(conversation, i%3*5, 5)...)
			if err == nil {
				fmt.Println(conversation, i%3*5+5)
			}
			return err
		})
	}
	part(func(int) error {
		_, err := plainRoll(ctx, s, "gold")
		return err
	})
	part(func(int) error {
		return s.Rebuild(ctx, func(thread metrics.Thread) metrics.Folded { return plainFold(thread, "gold") })
	})
	return <-errs
}

// What was acknowledged before the process was killed is there, and counts once.
func TestKillWhileWritingMetrics(t *testing.T) {
	ctx := t.Context()
	path := t.TempDir() + "/metrics.db"
	db := openSQLite(t, sqldb.SQLiteDSN(path))
	s, err := metricssql.Open(db, metricssql.SQLite, nil)
	require.NoError(t, err)
	require.NoError(t, s.Migrate(ctx))
	acknowledged := map[string]int{}
	for run := range 3 {
		for _, line := range killChild(t, "metrics", path, fmt.Sprint(run), 200) {
			conversation, n := "", 0
			_, err := fmt.Sscan(line, &conversation, &n)
			require.NoError(t, err)
			acknowledged[conversation] = n
		}
		require.Equal(t, "ok", integrity(t, db))
		soundMetrics(t, s)
	}
	rollPlain(t, s, "gold")
	soundMetrics(t, s)
	events := map[string]int{}
	for _, e := range episodesOf(t, s) {
		events[e.Conversation] += e.FromCustomer
	}
	for conversation, n := range acknowledged {
		require.GreaterOrEqual(t, events[conversation], n, "acknowledged and lost")
		require.Zero(t, events[conversation]%5, "by half")
	}
}

// Several nodes append the same events, fold and rebuild, all at once.
func TestMetricsNodes(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		const nodes, rounds = 3, 12
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		newMetrics(t, d.shared(t), "")
		var (
			all  sync.WaitGroup
			mu   sync.Mutex
			errs []error
		)
		run := func(part func() error) {
			all.Go(func() {
				if err := part(); err != nil {
					cancel()
					mu.Lock()
					defer mu.Unlock()
					errs = append(errs, err)
				}
			})
		}
		for node := range nodes {
			s := newMetrics(t, d.shared(t), "")
			run(func() error {
				for i := range rounds {
					// Each event comes from all nodes, in other company each time.
					events := append(someSpoken(fmt.Sprint("c", (i+node)%rounds%4), (i+node)%rounds*5, 5), someSpoken("shared", (i+node)%rounds*2, 2)...)
					if _, err := s.Append(ctx, events...); err != nil {
						return err
					}
				}
				return nil
			})
			run(func() error {
				for range rounds {
					if _, err := plainRoll(ctx, s, "gold"); err != nil {
						return err
					}
				}
				return nil
			})
			run(func() error {
				for range 3 {
					err := s.Rebuild(ctx, func(thread metrics.Thread) metrics.Folded { return plainFold(thread, "gold") })
					if err != nil && !errors.Is(err, metricssql.ErrOvertaken) {
						return err
					}
				}
				return nil
			})
		}
		all.Wait()
		require.NoError(t, errors.Join(errs...))
		s := newMetrics(t, d.shared(t), "")
		soundMetrics(t, s)
		rollPlain(t, s, "gold")
		soundMetrics(t, s)
		require.Equal(t, rounds*7, counted(t, s))
	})
}

// A thread grows over many rows. What it has is known in all of them, and a cursor may stop anywhere.
func TestMetricsLongThreads(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		s := newMetrics(t, d.shared(t), "")
		events := someSpoken("long", 0, 700)
		events[100].Tags = []string{strings.Repeat("很长", 200_000)}
		for from := 0; from < len(events); from += 50 {
			added, err := s.Append(ctx, events[max(0, from-25):from+50]...)
			require.NoError(t, err)
			require.Equal(t, 50, added)
		}
		added, err := s.Append(ctx, events...)
		require.NoError(t, err)
		require.Zero(t, added)
		for thread, err := range s.Threads(ctx) {
			require.NoError(t, err)
			require.Equal(t, events, thread.Events)
			require.EqualValues(t, 14, thread.Version)
		}
		cursor, seen := int64(0), 0
		for stop := 1; seen < len(events); stop++ {
			n := 0
			for e, err := range s.Feed(ctx, cursor) {
				require.NoError(t, err)
				require.Greater(t, e.Seq, cursor)
				require.Equal(t, events[seen].ID, e.ID)
				cursor = e.Seq
				seen++
				if n++; n == stop {
					break
				}
			}
			require.Equal(t, min(stop, n), n)
		}
	})
}
