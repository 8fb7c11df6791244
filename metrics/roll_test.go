package metrics_test

import (
	"context"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

// disturbed is a store to which something is recorded just before each fold.
type disturbed struct {
	metrics.Store
	record func(n int) []metrics.Event
	folds  int
}

func (s *disturbed) Fold(ctx context.Context, folded ...metrics.Folded) error {
	s.folds++
	if _, err := s.Append(ctx, s.record(s.folds)...); err != nil {
		return err
	}
	return s.Store.Fold(ctx, folded...)
}

// A roll folds all that was there before, and ends, whatever is recorded meanwhile.
func TestRollEnds(t *testing.T) {
	const before = 300
	others := func(of int) func(int) []metrics.Event {
		return func(n int) (all []metrics.Event) {
			for i := range of {
				all = append(all, spoke("1", fmt.Sprint("other ", n, "/", i), wednesday))
			}
			return all
		}
	}
	same := func(until int) func(int) []metrics.Event {
		return func(n int) []metrics.Event {
			if n > until {
				return nil
			}
			return []metrics.Event{spoke(fmt.Sprint("more ", n), "talk 299", wednesday.Add(time.Duration(n)*time.Second))}
		}
	}
	for name, c := range map[string]struct {
		record func(int) []metrics.Event
		folded int
	}{
		"nothing":               {others(0), before},
		"few others":            {others(2), before},         // they are not of before
		"the same, three times": {same(4), before + 3},       // the first is before it is read
		"the same, for ever":    {same(1 << 20), before + 7}, // it is given up
		"many others":           {others(1000), before},
	} {
		t.Run(name, func(t *testing.T) {
			store := &disturbed{Store: metrics.NewMemoryStore(), record: c.record}
			for i := range before {
				_, err := store.Append(t.Context(), spoke("1", fmt.Sprint("talk ", i), wednesday))
				require.NoError(t, err)
			}
			n, err := collectFrom(t, store).Roll(t.Context())
			require.NoError(t, err)
			require.Equal(t, c.folded, n)
		})
	}
}

// crowded is a store in which more threads are stale than anybody can fold.
type crowded struct {
	metrics.Store
	folds int
}

func (s *crowded) Stale(_ context.Context, _ time.Time, limit int) ([]string, error) {
	keys := make([]string, limit)
	for i := range keys {
		keys[i] = "c/nobody"
	}
	return keys, nil
}

func (s *crowded) Threads(context.Context, ...string) iter.Seq2[metrics.Thread, error] {
	return func(func(metrics.Thread, error) bool) {}
}

func (s *crowded) Fold(context.Context, ...metrics.Folded) error {
	s.folds++
	return nil
}

// Even a roll that finds ever more to do ends.
func TestRollOfTooMuchEnds(t *testing.T) {
	store := &crowded{Store: metrics.NewMemoryStore()}
	_, err := collectFrom(t, store).Roll(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1<<16, store.folds)
}

// What is held in memory for metrics that look at all talks of a customer is bounded.
func TestContactsAreBounded(t *testing.T) {
	var all finished
	for i := range 4 {
		all = append(all, metrics.Episode{ID: fmt.Sprint(i), Subject: metrics.Talk, Customer: "ann", Start: wednesday, End: wednesday, Outcome: metrics.ByBot})
	}
	all = append(all, metrics.Episode{ID: "nobody's", Subject: metrics.Talk, Start: wednesday})
	for most, fits := range map[int]bool{3: false, 4: true} {
		c, err := metrics.New(all, &metrics.Options{MaxContacts: most, Now: func() time.Time { return wednesday.Add(30 * oneDay) }})
		require.NoError(t, err)
		q := metrics.Query{Metrics: []metrics.Metric{metrics.FirstContact}, From: wednesday, To: wednesday.Add(oneDay)}
		_, err = c.Query(t.Context(), q)
		if fits {
			require.NoError(t, err)
			continue
		}
		var fault *metrics.QueryError
		require.ErrorAs(t, err, &fault)
		require.ErrorContains(t, err, "more than 3 talks")
	}
	_, err := metrics.New(all, &metrics.Options{MaxContacts: -1})
	require.ErrorContains(t, err, "MaxContacts")
}

// What is more than is folded from one list is folded all the same.
func TestRollOfMuch(t *testing.T) {
	const threads = 1<<16 + 300
	store := metrics.NewMemoryStore()
	for i := range threads {
		_, err := store.Append(t.Context(), spoke("1", fmt.Sprint("talk ", i), wednesday))
		require.NoError(t, err)
	}
	n, err := collectFrom(t, store).Roll(t.Context())
	require.NoError(t, err)
	require.Equal(t, threads, n)
	left, err := store.Stale(t.Context(), wednesday, 1)
	require.NoError(t, err)
	require.Empty(t, left)
}
