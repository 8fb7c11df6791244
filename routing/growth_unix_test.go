//go:build unix

package routing_test

import (
	"context"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing"
)

// TestAssignGrowsSlowly holds an assignment among 100,000 waiting items against one
// among 1,000; with KEFU_FULL=1 one among a million. It may grow with the logarithm: by
// 5/3 and by 2, and caches that are too small for a long queue may cost as much again
// and more. There are five kinds of items only, so that looking at all of one kind is
// seen as well.
func TestAssignGrowsSlowly(t *testing.T) {
	if testing.Short() {
		t.Skip("fills a queue with 100,000 items")
	}
	many := 100_000
	if os.Getenv("KEFU_FULL") != "" {
		many = 1_000_000
	}
	centres := [...]*centre{newCentre(t, 1000, 5, routing.Plan{}), newCentre(t, many, 5, routing.Plan{})}
	var least [2]time.Duration
	for round := range 20 { // in turns: others use the machine too
		for i, c := range centres {
			cpu := cpuTime()
			for range 200 {
				c.complete(t)
				c.submit(t)
			}
			if took := cpuTime() - cpu; round == 0 || took < least[i] {
				least[i] = took
			}
		}
	}
	ratio := float64(least[1]) / float64(least[0])
	t.Logf("among 1,000: %v, among %d: %v, so %.2f times as much", least[0]/200, many, least[1]/200, ratio)
	require.Less(t, ratio, 6.0)
}

// centre is a contact centre for measuring.
type centre struct {
	*routing.Router
	mu    sync.Mutex // guards what follows
	now   time.Time
	rng   *rand.Rand
	asked [][]routing.Need
	items int
	given []routing.Assignment
}

// noting is a store that notes who was given what.
type noting struct {
	routing.Store
	centre *centre
}

func (s noting) Commit(ctx context.Context, c routing.Commit) (int64, error) {
	s.centre.mu.Lock()
	for i := range c.Statuses {
		if st := &c.Statuses[i].Status; st.State == routing.Active {
			a := routing.Assignment{Item: c.Statuses[i].Item, Agent: st.Agent, Epoch: st.Epoch}
			s.centre.given = append(s.centre.given, a)
		}
	}
	s.centre.mu.Unlock()
	return s.Store.Commit(ctx, c)
}

// newCentre returns one with 1,000 agents who have 6 of 50 skills each, and so many
// items waiting, with so many sets of requirements, while every agent who can has one;
// 0: there are no items at all.
func newCentre(tb testing.TB, waiting, sets int, plan routing.Plan) *centre {
	tb.Helper()
	store, err := routing.NewBoundedMemoryStore(&routing.MemoryOptions{KeepEvents: 10_000, KeepEnded: 1000})
	require.NoError(tb, err)
	c := &centre{now: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC), rng: rand.New(rand.NewPCG(1, 2))}
	c.Router, err = routing.New(noting{store, c}, &routing.Options{Plan: plan, Now: c.time, Lease: -1})
	require.NoError(tb, err)
	for set := range sets { // a skill and its least level
		c.asked = append(c.asked, []routing.Need{{Skill: "skill-" + strconv.Itoa(set%50), Min: 1 + set/50}})
	}
	for i := range 1000 {
		a := routing.Agent{ID: agentName(i), Capacity: 1, Skills: map[string]int{}}
		for len(a.Skills) < 6 {
			a.Skills["skill-"+strconv.Itoa(c.rng.IntN(50))] = 1 + c.rng.IntN(10)
		}
		require.NoError(tb, c.Register(tb.Context(), a))
		require.NoError(tb, c.SetPresence(tb.Context(), a.ID, routing.Online, ""))
	}
	for waiting > 0 && c.items < waiting+len(c.given) {
		c.submit(tb)
	}
	return c
}

func agentName(i int) string { return "agent-" + strconv.Itoa(i) }

func (c *centre) time() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// submit brings the next item in.
func (c *centre) submit(tb testing.TB) {
	c.mu.Lock()
	c.items++
	c.now = c.now.Add(time.Millisecond)
	item := routing.Item{
		ID: strconv.Itoa(c.items), Customer: "c", Channel: "web", Skills: c.asked[c.rng.IntN(len(c.asked))],
	}
	c.mu.Unlock()
	if _, err := c.Submit(tb.Context(), item); err != nil {
		tb.Error(err)
	}
}

// complete ends the assignment that was made first.
func (c *centre) complete(tb testing.TB) {
	c.mu.Lock()
	a := c.given[0]
	c.given = c.given[1:]
	c.mu.Unlock()
	if _, err := c.Complete(tb.Context(), a, "resolved"); err != nil {
		tb.Error(err)
	}
}
