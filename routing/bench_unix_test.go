//go:build unix

package routing_test

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/kefu-go/kefu/routing"
)

// BenchmarkAssign measures one assignment in a full contact centre: 1,000 agents
// with 6 of 50 skills each, 400 sets of requirements, so many items waiting. Each
// time an agent completes his item and has the next, and a new item comes.
func BenchmarkAssign(b *testing.B) {
	for _, waiting := range []int{1000, 10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("waiting=%d", waiting), func(b *testing.B) {
			if waiting > 100_000 && testing.Short() {
				b.Skip("takes half a minute to fill")
			}
			c := newCentre(b, waiting, 400, routing.Plan{})
			var spans spans
			b.ReportAllocs()
			cpu := cpuTime()
			for b.Loop() {
				c.complete(b)
				c.submit(b)
				spans.tick()
			}
			b.ReportMetric(float64(cpuTime()-cpu)/float64(b.N), "cpu-ns/op")
			b.ReportMetric(spans.undisturbed(), "undisturbed-ns/op")
		})
	}
}

// BenchmarkProspect measures what a bot asks with each message: would somebody take this, and
// when?
func BenchmarkProspect(b *testing.B) {
	c := newCentre(b, 10_000, 400, routing.Plan{})
	item := routing.Item{ID: "new", Skills: c.asked[0]}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Prospect(b.Context(), item); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAssignShift measures assignments alone: an agent comes online who has room
// for 20 of the items that wait, and has them with one commit. That he leaves and new
// items come in their place is not measured. cpu-ns/assignment is for one of the 20, with
// its choice, its record, its event and its share of the commit.
func BenchmarkAssignShift(b *testing.B) {
	const each = 20
	for _, waiting := range []int{1000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("waiting=%d", waiting), func(b *testing.B) {
			if waiting > 100_000 && testing.Short() {
				b.Skip("takes half a minute to fill")
			}
			c := newCentre(b, 0, 400, routing.Plan{})
			for i := range 1000 {
				a, err := c.Agent(b.Context(), agentName(i))
				if err == nil {
					a.Seat.Agent.Capacity = each
					err = errors.Join(c.SetPresence(b.Context(), agentName(i), routing.Busy, ""), c.Register(b.Context(), a.Seat.Agent))
				}
				if err != nil {
					b.Fatal(err)
				}
			}
			for range waiting {
				c.submit(b)
			}
			var took time.Duration
			given := 0
			b.ReportAllocs()
			for b.Loop() {
				agent := agentName(c.rng.IntN(1000))
				cpu := cpuTime()
				err := c.SetPresence(b.Context(), agent, routing.Online, "")
				took += cpuTime() - cpu
				b.StopTimer()
				if err = errors.Join(err, c.SetPresence(b.Context(), agent, routing.Busy, "")); err != nil {
					b.Fatal(err)
				}
				for given += len(c.given); len(c.given) > 0; {
					c.complete(b)
					c.submit(b)
				}
				b.StartTimer()
			}
			b.ReportMetric(float64(took)/float64(max(1, given)), "cpu-ns/assignment")
			b.ReportMetric(float64(given)/float64(b.N), "assignments/op")
		})
	}
}

// BenchmarkAssignTogether is BenchmarkAssign with so many callers at once, whose
// commands are committed together.
func BenchmarkAssignTogether(b *testing.B) {
	for _, callers := range []int{1, 64} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			c := newCentre(b, 10_000, 400, routing.Plan{})
			b.ReportAllocs()
			b.ResetTimer()
			cpu := cpuTime()
			var left atomic.Int64
			left.Store(int64(b.N))
			var wg sync.WaitGroup
			for range callers {
				wg.Go(func() {
					for left.Add(-1) >= 0 {
						c.complete(b)
						c.submit(b)
					}
				})
			}
			wg.Wait()
			b.ReportMetric(float64(cpuTime()-cpu)/float64(b.N), "cpu-ns/op")
		})
	}
}

// BenchmarkSubmitIdle measures an item that any of 1,000 free agents can have, who are
// all asked for their scores, and its end.
func BenchmarkSubmitIdle(b *testing.B) {
	for _, strategy := range []string{"longest_idle", "weighted"} {
		b.Run(strategy, func(b *testing.B) {
			c := newCentre(b, 0, 400, routing.Plan{Queues: []routing.Queue{{ID: "all", Strategy: strategy}}})
			c.asked = [][]routing.Need{nil}
			b.ReportAllocs()
			cpu := cpuTime()
			for b.Loop() {
				c.submit(b)
				c.complete(b)
			}
			b.ReportMetric(float64(cpuTime()-cpu)/float64(b.N), "cpu-ns/op")
		})
	}
}

// BenchmarkStanding measures [routing.Router.Place]: where an item stands among 100,000
// of 400 kinds.
func BenchmarkStanding(b *testing.B) {
	c := newCentre(b, 100_000, 400, routing.Plan{})
	b.ReportAllocs()
	cpu := cpuTime()
	for b.Loop() {
		if p, err := c.Place(b.Context(), strconv.Itoa(c.items-c.rng.IntN(1000))); err != nil || p.Of != 100_000 {
			b.Fatal(p, err)
		}
	}
	b.ReportMetric(float64(cpuTime()-cpu)/float64(b.N), "cpu-ns/op")
}

// BenchmarkExplain measures what speaks for and against each of 1,000 agents.
func BenchmarkExplain(b *testing.B) {
	c := newCentre(b, 1000, 400, routing.Plan{})
	b.ReportAllocs()
	cpu := cpuTime()
	for b.Loop() {
		if v, err := c.Explain(b.Context(), strconv.Itoa(c.items)); err != nil || len(v) != 1000 {
			b.Fatal(len(v), err)
		}
	}
	b.ReportMetric(float64(cpuTime()-cpu)/float64(b.N), "cpu-ns/op")
}

// spans are how long each 20 iterations of a benchmark took.
type spans struct {
	n     int
	since time.Time
	all   []time.Duration
}

func (s *spans) tick() {
	if s.n++; s.n%20 == 1 {
		if now := time.Now(); s.n == 1 {
			s.since = now
		} else {
			s.all = append(s.all, now.Sub(s.since))
			s.since = now
		}
	}
}

// undisturbed is what an iteration took in the fastest tenth of the spans: what others
// do on the machine, and the collection of garbage, are mostly not in it.
func (s *spans) undisturbed() float64 {
	if len(s.all) == 0 {
		return 0
	}
	slices.Sort(s.all)
	return float64(s.all[len(s.all)/10]) / 20
}

// cpuTime is what the process has used of both processors.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
