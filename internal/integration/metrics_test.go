package integration

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kefu-go/kefu/internal/sqldb"
	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/metricssql"
	"github.com/kefu-go/kefu/metrics/metricstest"
	"github.com/stretchr/testify/require"
)

func newMetrics(t testing.TB, shared *sqldb.DB, tenant string) *metricssql.Store {
	t.Helper()
	s, err := metricssql.New(shared, &metricssql.Options{Tenant: tenant})
	require.NoError(t, err)
	require.NoError(t, s.Migrate(t.Context()))
	return s
}

// plainFold makes an episode of each ten minutes of a thread. The rules are so simple that a test can
// say what comes out.
func plainFold(t metrics.Thread, quality string) metrics.Folded {
	f := metrics.Folded{Key: t.Key, Version: t.Version}
	parts := map[int64]*metrics.Episode{}
	for _, e := range t.Events {
		n := e.At.Unix() / 600
		p := parts[n]
		if p == nil {
			p = &metrics.Episode{ID: fmt.Sprint(t.Key, "#", n), Subject: metrics.Talk, Conversation: e.Conversation, Start: e.At, Tier: quality}
			parts[n] = p
		}
		if e.At.Before(p.Start) {
			p.Start = e.At
		}
		if e.At.After(p.Last) {
			p.Last = e.At
		}
		p.FromCustomer++
		p.FirstReply = metrics.Span{Known: true, Wall: p.Last.Sub(p.Start)}
	}
	for _, n := range slices.Sorted(maps.Keys(parts)) {
		f.Episodes = append(f.Episodes, *parts[n])
	}
	return f
}

// rollPlain folds what is stale, and returns how many threads that were.
func rollPlain(t testing.TB, s metrics.Store, quality string) int {
	t.Helper()
	n, err := plainRoll(t.Context(), s, quality)
	require.NoError(t, err)
	return n
}

func plainRoll(ctx context.Context, s metrics.Store, quality string) (n int, err error) {
	for {
		keys, err := s.Stale(ctx, noon, 7)
		if err != nil || len(keys) == 0 {
			return n, err
		}
		var all []metrics.Folded
		for thread, err := range s.Threads(ctx, keys...) {
			if err != nil {
				return n, err
			}
			all = append(all, plainFold(thread, quality))
		}
		if err := s.Fold(ctx, all...); err != nil {
			return n, err
		}
		n += len(all)
	}
}

// aSpoken is an event of a conversation.
func aSpoken(conversation, id string, at time.Time) metrics.Event {
	return metrics.Event{
		ID: id, At: at, Kind: metrics.CustomerSpoke, Conversation: conversation, Customer: "customer of " + conversation,
		Channel: "web", Category: "orders/refund", Language: "zh-Hans", Turn: "turn of " + id,
		Labels: []metrics.Label{{Name: "segment", Value: "frequent"}}, Felt: true, Valence: -.25,
	}
}

// sameMetrics fails unless two stores have the same events, episodes and sums, and the sums of each are those
// of its episodes.
func sameMetrics(t testing.TB, want, got metrics.Store) {
	t.Helper()
	ctx := t.Context()
	threads := func(s metrics.Store) map[string][]metrics.Event {
		all := map[string][]metrics.Event{}
		for thread, err := range s.Threads(ctx) {
			require.NoError(t, err)
			for i := range thread.Events {
				thread.Events[i].Seq = 0
			}
			slices.SortFunc(thread.Events, func(a, b metrics.Event) int { return a.At.Compare(b.At) })
			all[thread.Key] = thread.Events
		}
		return all
	}
	require.Equal(t, threads(want), threads(got))
	feed := func(s metrics.Store) (ids []string) {
		for e, err := range s.Feed(ctx, 0) {
			require.NoError(t, err)
			ids = append(ids, e.Thread()+" "+e.ID)
		}
		return ids
	}
	require.Equal(t, feed(want), feed(got))
	require.Equal(t, episodesOf(t, want), episodesOf(t, got))
	soundMetrics(t, got)
}

// soundMetrics fails unless the sums of a store are those of its episodes.
func soundMetrics(t testing.TB, s metrics.Store) {
	t.Helper()
	sum := metrics.NewSheet()
	for _, e := range episodesOf(t, s) {
		sum.Add(&e)
	}
	require.Equal(t, packedSheet(t, sum), packedSheet(t, sheetOf(t, s)))
}

func episodesOf(t testing.TB, s metrics.Store) []metrics.Episode {
	t.Helper()
	all, err := storetest.Collect(s.Episodes(t.Context(), longAgo, farAway))
	require.NoError(t, err)
	return all
}

var longAgo, farAway = time.Unix(0, 0), time.Unix(1<<32, 0).Truncate(metrics.Slot)

func sheetOf(t testing.TB, s metrics.Store) *metrics.Sheet {
	t.Helper()
	sum := metrics.NewSheet()
	for sheet, err := range s.Sheets(t.Context(), longAgo, farAway) {
		require.NoError(t, err)
		sum.Merge(sheet)
	}
	return sum
}

func packedSheet(t testing.TB, s *metrics.Sheet) string {
	t.Helper()
	data, err := s.MarshalBinary()
	require.NoError(t, err)
	return string(data)
}

// Random histories: everything that a store does, beside the store in memory.
func TestMetricsAsInMemory(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		ctx := t.Context()
		s, model := newMetrics(t, d.shared(t), "random"), metrics.NewMemoryStore()
		rnd := rand.New(rand.NewPCG(7, 7))
		quality := "first"
		for round := range 30 {
			for range 5 {
				var events []metrics.Event
				for range 1 + rnd.IntN(20) {
					conversation := fmt.Sprint("c", rnd.IntN(12))
					id := fmt.Sprint("e", rnd.IntN(400))
					events = append(events, aSpoken(conversation, id, noon.Add(time.Duration(len(id)*1000+rnd.IntN(20_000_000))*time.Millisecond)))
				}
				want, err := model.Append(ctx, events...)
				require.NoError(t, err)
				got, err := s.Append(ctx, events...)
				require.NoError(t, err)
				require.Equal(t, want, got)
			}
			switch rnd.IntN(8) {
			case 0:
				quality = fmt.Sprint("rebuilt ", round)
				fold := func(t metrics.Thread) metrics.Folded { return plainFold(t, quality) }
				require.NoError(t, model.Rebuild(ctx, fold))
				require.NoError(t, s.Rebuild(ctx, fold))
				stale, err := s.Stale(ctx, noon, 1)
				require.NoError(t, err)
				require.Empty(t, stale)
			case 1:
				// All or none of the threads: others have different versions then.
				require.Equal(t, rollPlain(t, model, quality), rollPlain(t, s, quality))
				if round > 20 {
					before := noon.Add(time.Duration(rnd.IntN(30_000)) * time.Second)
					want, err := model.Prune(ctx, before)
					require.NoError(t, err)
					got, err := s.Prune(ctx, before)
					require.NoError(t, err)
					require.Equal(t, want, got)
				}
			default:
				require.Equal(t, rollPlain(t, model, quality), rollPlain(t, s, quality))
			}
			if round%5 == 0 {
				sameMetrics(t, model, s)
			}
		}
		rollPlain(t, model, quality)
		rollPlain(t, s, quality)
		sameMetrics(t, model, s)
	})
}

func TestMetricsStore(t *testing.T) {
	onEach(t, func(t *testing.T, d database) {
		shared := d.shared(t)
		var tenants atomic.Int64
		metricstest.RunStore(t, func(t *testing.T) metrics.Store {
			return newMetrics(t, shared, fmt.Sprint("tenant ", tenants.Add(1)))
		})
	})
}
