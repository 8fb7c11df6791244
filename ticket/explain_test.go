package ticket_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// explained writes segments as "clock/round from-to counted why state".
func explained(segments []ticket.Segment) (lines []string) {
	for _, g := range segments {
		lines = append(lines, fmt.Sprintf("%s/%d %s-%s %v %s %s", g.Clock, g.Round, g.From.Format("2 15:04"), g.To.Format("2 15:04"), g.Counted.Std(), g.Why, g.State))
	}
	return lines
}

func TestExplainSaysWhyTimeCounts(t *testing.T) {
	for _, c := range []struct {
		what, promise, events, now string
		want                       []string
	}{
		{
			"nights, pauses and the time after a resolution", "hours=office; resolution 8h warn=none",
			"mon 15:00 open; 16:00 move open; tue 10:00 move pending; 12:00 move open; 13:00 move resolved; 14:00 move open", "tue 15:00",
			[]string{
				"resolution/1 2 15:00-2 16:00 1h0m0s counts new", "resolution/1 2 16:00-2 17:00 1h0m0s counts open", "resolution/1 2 17:00-3 09:00 0s closed open",
				"resolution/1 3 09:00-3 10:00 1h0m0s counts open", "resolution/1 3 10:00-3 12:00 0s paused pending", "resolution/1 3 12:00-3 13:00 1h0m0s counts open",
				"resolution/1 3 13:00-3 14:00 0s ended resolved", "resolution/1 3 14:00-3 15:00 1h0m0s counts open",
			},
		},
		{
			"nothing after its end", "resolution 8h", "mon 09:00 open; 10:00 move resolved; 11:00 move closed", "tue 09:00",
			[]string{"resolution/1 2 09:00-2 10:00 1h0m0s counts new"},
		},
		{
			"every round", "next_response 1h", "mon 09:00 open; 09:10 answer; 10:00 say; 10:20 answer; 11:00 say", "mon 11:30",
			[]string{"next_response/1 2 10:00-2 10:20 20m0s counts new", "next_response/2 2 11:00-2 11:30 30m0s counts new"},
		},
		{
			"nobody waits", "first_response 2h", "mon 09:00 open; 09:30 move resolved; 10:00 move open; 11:00 say", "mon 11:30",
			[]string{
				"first_response/1 2 09:00-2 09:30 30m0s counts new", "first_response/1 2 09:30-2 10:00 0s ended resolved",
				"first_response/1 2 10:00-2 11:00 0s quiet open", "first_response/1 2 11:00-2 11:30 30m0s counts open",
			},
		},
		{
			"what a merged ticket brought along", "first_response 8h pause=open", "mon 09:00 open; 10:00 move open; 12:00 merge 08:00", "mon 13:00",
			[]string{"first_response/1 2 08:00-2 12:00 4h0m0s counts ", "first_response/1 2 12:00-2 13:00 0s paused open"},
		},
		{
			"nothing that is not promised", "resolution p1=1h", "mon 09:00 open", "mon 10:00", nil,
		},
	} {
		t.Run(c.what, func(t *testing.T) {
			now, _ := storyTime(t, []string{c.now[:3], c.now[4:]}, time.Time{})
			segments := ticket.Explain(storyEvents(t, c.events), promise(t, c.promise), storyHours(t), now)
			assert.Equal(t, c.want, explained(segments))
		})
	}
}

// TestExplainAddsUp holds Explain against Evaluate: the parts of a round follow one
// another without gaps, and what counts in the last one is what has been used.
func TestExplainAddsUp(t *testing.T) {
	const seed = 11
	grids := worlds(rand.New(rand.NewPCG(seed, 0)))
	for i := range 5_000 {
		r := rand.New(rand.NewPCG(seed, uint64(i+1)))
		w := grids[r.IntN(len(grids))]
		all, policy := timeline(r, w), promises(r, w)
		now := w.at(r.IntN(ticksLived + 40))
		report := ticket.Evaluate(history(all), policy, w.hours, now)
		used, ends := map[string]ticket.Duration{}, map[string]time.Time{}
		for _, g := range ticket.Explain(history(all), policy, w.hours, now) {
			key := fmt.Sprintf("%s/%d", g.Clock, g.Round)
			used[key] += g.Counted
			if end, ok := ends[key]; ok {
				require.Equal(t, end, g.From, "case %d: %s has no gaps", i, key)
			}
			require.True(t, g.From.Before(g.To), "case %d: %s goes on", i, key)
			require.Equal(t, g.Why == ticket.WhyCounts, g.Counted > 0, "case %d: only what counts counts", i)
			ends[key] = g.To
		}
		for _, c := range report.Clocks {
			key := fmt.Sprintf("%s/%d", c.Name, c.Round)
			require.Equal(t, c.Elapsed, used[key], "case %d: %s", i, key)
			if end, ok := ends[key]; ok {
				want := c.Ended
				if want.IsZero() {
					want = now.UTC()
				}
				require.Equal(t, want, end, "case %d: %s ends", i, key)
			}
		}
	}
}
