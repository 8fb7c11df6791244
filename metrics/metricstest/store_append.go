package metricstest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/metrics"
)

var appendChecks = []check{
	{Name: "append/empty store", Run: func(ctx context.Context, s metrics.Store) error {
		threads, err := storetest.Collect(s.Threads(ctx))
		if err == nil && len(threads) > 0 {
			err = errors.New("an empty store has threads")
		}
		return storetest.First(err, write(ctx, s), fed(ctx, s, 0), stale(ctx, s, noon()), has(ctx, s, "an empty store"), s.Fold(ctx))
	}},
	{Name: "append/repeats across calls", Run: func(ctx context.Context, s metrics.Store) error {
		first := said("a", "x", 1)
		if err := write(ctx, s, first); err != nil {
			return err
		}
		was, err := load(ctx, s, "c/a")
		if err != nil {
			return err
		}
		again := said("a", "x", 9)
		again.Agent = "another"
		if err := storetest.First(writeSome(ctx, s, 0, again), writeSome(ctx, s, 1, again, said("a", "y", 2), first)); err != nil {
			return err
		}
		is, err := load(ctx, s, "c/a")
		if err == nil && (len(is.Events) != 2 || is.Version <= was.Version) {
			err = fmt.Errorf("after repeats and a new event a thread has %d events and version %d, which was %d", len(is.Events), is.Version, was.Version)
		}
		return storetest.First(err, fed(ctx, s, 0, "c/a x", "c/a y"), comesBack(ctx, s, first))
	}},
	{Name: "append/repeats change nothing", Run: func(ctx context.Context, s metrics.Store) error {
		if err := storetest.First(talk(ctx, s, "a", 1, 2), fold(ctx, s, "c/a", never, 1)); err != nil {
			return err
		}
		was, err := load(ctx, s, "c/a")
		if err != nil {
			return err
		}
		if err := writeSome(ctx, s, 0, said("a", "e1", 1), said("a", "e2", 2)); err != nil {
			return err
		}
		is, err := load(ctx, s, "c/a")
		return storetest.First(err, storetest.Same("the version of a thread after repeats", was.Version, is.Version), stale(ctx, s, noon()))
	}},
	{Name: "append/repeats in one call", Run: func(ctx context.Context, s metrics.Store) error {
		first, second := said("a", "x", 1), said("a", "x", 2)
		return storetest.First(writeSome(ctx, s, 3, first, said("b", "x", 1), second, said("a", "y", 1), first),
			fed(ctx, s, 0, "c/a x", "c/b x", "c/a y"), comesBack(ctx, s, first))
	}},
	{Name: "append/ids are a thread's own", Run: func(ctx context.Context, s metrics.Store) error {
		ticket := metrics.Event{ID: "x", At: minute(2), Kind: metrics.TicketOpened, Ticket: "a", Conversation: "a"}
		shift := metrics.Event{ID: "x", At: minute(3), Kind: metrics.Presence, Agent: "a", Conversation: "a", Reason: "online"}
		tried := metrics.Event{ID: "x", At: minute(4), Kind: metrics.SurveyTried, Customer: "a", Conversation: "a", Item: "survey"}
		next := shift
		next.At = noon().AddDate(0, 0, 1)
		// In its own zone this is another day than the one before; in UTC it is the same.
		late := shift
		late.ID, late.At = "y", time.Date(2026, 3, 2, 1, 0, 0, 0, time.FixedZone("UTC+8", 8*60*60))
		return storetest.First(
			write(ctx, s, said("a", "x", 1), ticket, shift, next, late, tried, said("A", "x", 1)),
			holds(ctx, s, "c/a", "x"), holds(ctx, s, "t/a", "x"), holds(ctx, s, "c/A", "x"),
			holds(ctx, s, "s/a", "x"), comesBack(ctx, s, tried),
			holds(ctx, s, "a/a/2026-03-01", "x", "y"), holds(ctx, s, "a/a/2026-03-02", "x"),
			stale(ctx, s, noon(), "c/a", "c/A", "t/a", "s/a", "a/a/2026-03-01", "a/a/2026-03-02"),
		)
	}},
	{Name: "append/versions rise", Run: func(ctx context.Context, s metrics.Store) error {
		versions := map[string]int64{}
		for i := range 5 {
			if err := write(ctx, s, said("a", fmt.Sprint(i), i), said("b", fmt.Sprint(i), i)); err != nil {
				return err
			}
			for _, key := range []string{"c/a", "c/b"} {
				t, err := load(ctx, s, key)
				if err == nil && t.Version <= versions[key] {
					err = fmt.Errorf("the version of a thread was %d, and is %d after another event", versions[key], t.Version)
				}
				if err != nil {
					return err
				}
				versions[key] = t.Version
			}
		}
		return nil
	}},
	{Name: "append/many", Run: func(ctx context.Context, s metrics.Store) error {
		const threads, each = 60, 40
		var all []metrics.Event
		var want []string
		for i := range each {
			for of := range threads {
				e := said(fmt.Sprint("t", of), fmt.Sprint("e", i), i)
				all, want = append(all, e), append(want, e.Thread()+" "+e.ID)
			}
		}
		const cut = threads*each/2 + 7
		err := storetest.First(write(ctx, s, all[:cut]...), writeSome(ctx, s, len(all)-cut, all...), writeSome(ctx, s, 0, all...), fed(ctx, s, 0, want...))
		for of := 0; of < threads && err == nil; of++ {
			var ids []string
			for i := range each {
				ids = append(ids, fmt.Sprint("e", i))
			}
			err = holds(ctx, s, fmt.Sprint("c/t", of), ids...)
		}
		return err
	}},
}

var refusalChecks = []check{
	{Name: "refusal/ids", Run: func(ctx context.Context, s metrics.Store) error {
		return storetest.First(write(ctx, s, said("a", "x", 1)), refusedEach(ctx, s, badNames()), fed(ctx, s, 0, "c/a x"), stale(ctx, s, noon(), "c/a"))
	}},
	{Name: "refusal/numbers", Run: func(ctx context.Context, s metrics.Store) error {
		var bad []metrics.Event
		for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
			valence, score := said("a", "bad", 1), said("a", "bad", 1)
			valence.Valence, score.Score = x, x
			bad = append(bad, valence, score)
		}
		return storetest.First(write(ctx, s, said("a", "x", 1)), refusedEach(ctx, s, bad), fed(ctx, s, 0, "c/a x"))
	}},
	{Name: "refusal/what is not needed may be anything", Run: func(ctx context.Context, s metrics.Store) error {
		for i, bad := range storetest.BadIDs() {
			e := said("a", fmt.Sprint("e", i), i)
			e.Agent, e.Ticket = bad, bad
			ticket := metrics.Event{ID: e.ID, At: e.At, Kind: metrics.GoalMissed, Ticket: "a", Conversation: bad, Agent: bad}
			if err := storetest.First(write(ctx, s, e, ticket), comesBack(ctx, s, e), comesBack(ctx, s, ticket)); err != nil {
				return fmt.Errorf("text %q where no id is needed: %w", bad, err)
			}
		}
		return nil
	}},
}

// badNames are events whose id, or what their thread is named by, no store takes.
func badNames() (all []metrics.Event) {
	for _, id := range storetest.BadIDs() {
		all = append(all,
			said("a", id, 1), said(id, "bad", 1),
			metrics.Event{ID: "bad", At: noon(), Kind: metrics.TicketOpened, Ticket: id, Conversation: "a", Agent: "a"},
			metrics.Event{ID: "bad", At: noon(), Kind: metrics.GoalMissed, Ticket: id, Conversation: "a", Agent: "a"},
			metrics.Event{ID: "bad", At: noon(), Kind: metrics.Presence, Agent: id, Conversation: "a", Ticket: "a"},
			metrics.Event{ID: "bad", At: noon(), Kind: metrics.OptedOut, Customer: id, Conversation: "a", Agent: "a"},
		)
	}
	return all
}

// refusedEach returns an error unless each of these events is refused, with those beside it.
func refusedEach(ctx context.Context, s metrics.Store, bad []metrics.Event) error {
	for _, e := range bad {
		added, err := s.Append(ctx, said("b", "new", 1), said("a", "new", 1), e)
		var fault *metrics.EventError
		if !errors.As(err, &fault) || !errors.Is(err, metrics.ErrInvalid) || fault.Index != 2 || added != 0 {
			return fmt.Errorf("an event with the id %q of the thread %q that no store can keep: got %d added and error %w, want an EventError of index 2", e.ID, e.Thread(), added, err)
		}
	}
	return nil
}

// comesBack returns an error unless the thread of an event has it as it was appended, and the feed too.
func comesBack(ctx context.Context, s metrics.Store, want metrics.Event) error {
	want = kept(want)
	want.Seq = 0
	t, err := load(ctx, s, want.Thread())
	if err != nil {
		return err
	}
	feed, err := storetest.Collect(s.Feed(ctx, 0))
	if err != nil {
		return err
	}
	for what, events := range map[string][]metrics.Event{"a thread": t.Events, "the feed": feed} {
		found := false
		for _, e := range events {
			if e.ID != want.ID || e.Thread() != want.Thread() {
				continue
			}
			e.Seq, found = 0, true
			if err := storetest.First(storetest.Same("an event of "+what, want, e), storetest.KeptTimes(what, e)); err != nil {
				return err
			}
		}
		if !found {
			return fmt.Errorf("%s lacks the event %q", what, want.ID)
		}
	}
	return nil
}
