package ticket_test

import (
	"math/rand/v2"
	"sort"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
	"github.com/kefu-go/kefu/ticket/bizhours"
)

// secondsKnown is for how many seconds a table of hours is known.
const secondsKnown = 24 * 24 * 3600

// secondHours are hours that were looked up minute by minute, and second by second in each
// minute in which they change. It counts seconds where a calendar calculates.
type secondHours struct {
	base   time.Time
	before []int32 // how many open seconds lie before each second
}

func secondsOf(base time.Time, c ticket.Hours) *secondHours {
	h := &secondHours{base: base, before: make([]int32, 1, secondsKnown+1)}
	at := func(second int) bool { return c.Open(base.Add(time.Duration(second) * time.Second)) }
	for minute := 0; minute < secondsKnown; minute += 60 {
		open := at(minute)
		changes := at(minute+59) != open || at(minute+60) != open
		for second := minute; second < minute+60; second++ {
			n := h.before[second]
			if changes && at(second) || !changes && open {
				n++
			}
			h.before = append(h.before, n)
		}
	}
	return h
}

func (h *secondHours) second(at time.Time) int {
	since := at.Sub(h.base)
	if since%time.Second != 0 {
		panic("not a whole second")
	}
	return int(since / time.Second)
}

func (h *secondHours) Open(at time.Time) bool {
	i := h.second(at)
	return h.before[i+1] > h.before[i]
}

func (h *secondHours) Next(time.Time) (time.Time, bool) { panic("nobody asks") }

func (h *secondHours) Between(from, to time.Time) time.Duration {
	return time.Duration(h.before[h.second(to)]-h.before[h.second(from)]) * time.Second
}

func (h *secondHours) Add(from time.Time, d time.Duration) time.Time {
	if d <= 0 {
		return from
	}
	last := h.before[h.second(from)] + int32((d-1)/time.Second) // that many lie before the second in which it ends
	i := sort.Search(len(h.before), func(i int) bool { return h.before[i] > last }) - 1
	return h.base.Add(time.Duration(i)*time.Second + (d-1)%time.Second + 1)
}

// TestEvaluateCountsSeconds compares Evaluate on real calendars, around days on which clocks
// are changed and days are left out or made up, with Evaluate on tables of their seconds:
// everything happens at some second. That its clocks begin, pause and end as they should is
// for TestEvaluateIsWhatASimulationSays.
func TestEvaluateCountsSeconds(t *testing.T) {
	const seed = 20261122
	var all []*world
	for _, w := range worlds(rand.New(rand.NewPCG(seed, 0))) {
		if _, real := w.hours[""].(*bizhours.Calendar); real {
			w.unit = 20 * time.Minute // for the limits
			all = append(all, w)
		}
	}
	require.Len(t, all, 7)
	tables := make([]map[string]ticket.Hours, len(all))
	for i, w := range all {
		tables[i] = map[string]ticket.Hours{"": secondsOf(w.base, w.hours[""]), "b": w.hours["b"]}
	}
	cases := 100_000
	if testing.Short() || raceBuild {
		cases = 10_000
	}
	off := 0 // marks beside whole seconds
	for i := range cases {
		r := rand.New(rand.NewPCG(seed, uint64(i+1)))
		n := r.IntN(len(all))
		w := all[n]
		events, policy := history(atSeconds(r, w, timeline(r, w))), promises(r, w)
		now := w.base.Add(time.Duration(r.IntN(8*24*3600)) * time.Second)
		got := ticket.Evaluate(events, policy, w.hours, now)
		if want := ticket.Evaluate(events, policy, tables[n], now); !sameReport(want, got) {
			require.Equal(t, want, got, "case %d, %s, now %s: %+v", i, w.name, now, policy)
		}
		for _, m := range got.Reached {
			if m.At.Nanosecond() != 0 {
				off++
			}
		}
	}
	require.Greater(t, off, cases/10)
}

func sameReport(a, b ticket.Report) bool {
	if len(a.Clocks) != len(b.Clocks) || len(a.Reached) != len(b.Reached) || !a.Next.Equal(b.Next) {
		return false
	}
	for i := range a.Clocks {
		if a.Clocks[i] != b.Clocks[i] {
			return false
		}
	}
	for i := range a.Reached {
		if a.Reached[i] != b.Reached[i] {
			return false
		}
	}
	return true
}

// atSeconds spreads a history over six days: each tick is some second of an hour of its own,
// half of them within a minute of an opening or closing, if there is one in that hour.
func atSeconds(r *rand.Rand, w *world, all []happened) []happened {
	seconds := map[int]time.Time{}
	at := func(tick int) time.Time {
		if _, ok := seconds[tick]; !ok {
			hour := w.base.Add(time.Duration(tick) * time.Hour)
			when := hour.Add(time.Duration(r.IntN(3600)) * time.Second)
			if change, ok := w.hours[""].Next(hour); ok && r.IntN(2) == 0 && change.Before(hour.Add(time.Hour)) {
				near := change.Add(time.Duration(r.IntN(121)-60) * time.Second)
				if !near.Before(hour) && near.Before(hour.Add(time.Hour)) {
					when = near
				}
			}
			seconds[tick] = when
		}
		return seconds[tick]
	}
	for i := range all {
		h := &all[i]
		h.At = at(h.tick)
		if h.Opened != nil && !h.Opened.Created.IsZero() {
			h.Opened.Created = at(h.since)
		}
		if h.Absorbed != nil {
			h.Absorbed.Waiting = at(h.since)
		}
		for j := range h.Steps {
			h.Steps[j].Since = at(h.since)
		}
	}
	return all
}
