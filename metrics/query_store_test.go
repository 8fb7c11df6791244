package metrics_test

import (
	"context"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

// finished is a store of episodes that are what they are: queries are tested apart from folding.
type finished []metrics.Episode

func (finished) Append(context.Context, ...metrics.Event) (int, error) { return 0, nil }
func (finished) Feed(context.Context, int64) iter.Seq2[metrics.Event, error] {
	return nothing[metrics.Event]
}
func (finished) Stale(context.Context, time.Time, int) ([]string, error) { return nil, nil }
func (finished) Fold(context.Context, ...metrics.Folded) error           { return nil }
func (finished) Threads(context.Context, ...string) iter.Seq2[metrics.Thread, error] {
	return nothing[metrics.Thread]
}

func nothing[T any](func(T, error) bool) {}

// Sheets yields one sheet for each UTC day, in two parts.
func (f finished) Sheets(_ context.Context, from, to time.Time) iter.Seq2[*metrics.Sheet, error] {
	return func(yield func(*metrics.Sheet, error) bool) {
		sheets := map[string]*metrics.Sheet{}
		for i := range f {
			if e := &f[i]; !e.Start.Before(from) && e.Start.Before(to) {
				date := e.Start.Format(time.DateOnly) + string(rune('a'+i%2))
				if sheets[date] == nil {
					sheets[date] = metrics.NewSheet()
				}
				sheets[date].Add(e)
			}
		}
		for _, s := range sheets {
			if !yield(s, nil) {
				return
			}
		}
	}
}

func (f finished) Episodes(_ context.Context, from, to time.Time) iter.Seq2[metrics.Episode, error] {
	sorted := slices.SortedFunc(slices.Values(f), func(a, b metrics.Episode) int {
		if n := a.Start.Compare(b.Start); n != 0 {
			return n
		}
		return strings.Compare(a.ID, b.ID)
	})
	return func(yield func(metrics.Episode, error) bool) {
		for _, e := range sorted {
			if !e.Start.Before(from) && e.Start.Before(to) && !yield(e, nil) {
				return
			}
		}
	}
}

// wednesday is a Wednesday; the collectors of tests think it is 30 days later.
var wednesday = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func collect(t testing.TB, episodes ...metrics.Episode) *metrics.Collector {
	t.Helper()
	for i := range episodes {
		e := &episodes[i]
		if e.Start.IsZero() {
			e.Start = wednesday
		}
		if e.Subject == 0 {
			e.Subject = metrics.Talk
		}
		if e.End.IsZero() && e.Outcome != metrics.Open {
			e.End = e.Start.Add(10 * time.Minute)
		}
		if e.ID == "" {
			e.ID = "c/" + string(rune('a'+i%26)) + strings.Repeat("'", i/26)
		}
	}
	return collectFrom(t, finished(episodes))
}

func collectFrom(t testing.TB, store metrics.Store) *metrics.Collector {
	t.Helper()
	c, err := metrics.New(store, &metrics.Options{
		Rules: metrics.Rules{Durable: 7 * oneDay}, Now: func() time.Time { return wednesday.Add(30 * oneDay) },
	})
	require.NoError(t, err)
	return c
}

const oneDay = 24 * time.Hour

// ask returns the table of a query; the range is the month around wednesday where there is none.
func ask(t testing.TB, c *metrics.Collector, q metrics.Query) *metrics.Table {
	t.Helper()
	if q.From.IsZero() {
		q.From, q.To = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	}
	table, err := c.Query(t.Context(), q)
	require.NoError(t, err)
	return table
}

// one asks for one number.
func one(t testing.TB, c *metrics.Collector, m metrics.Metric) metrics.Value {
	t.Helper()
	return ask(t, c, metrics.Query{Metrics: []metrics.Metric{m}}).Rows[0].Values[0]
}

func (brokenSheets) Sheets(context.Context, time.Time, time.Time) iter.Seq2[*metrics.Sheet, error] {
	return func(yield func(*metrics.Sheet, error) bool) {
		_ = yield(metrics.NewSheet(), nil) && yield(nil, errBroken)
	}
}
