package ticket_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/ticket"
)

// random draws a history and a policy.
func random(t *rapid.T) (w *world, all []happened, p *ticket.Policy) {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 7))
	grids := worlds(rand.New(rand.NewPCG(3, 3)))
	w = grids[r.IntN(len(grids))]
	return w, timeline(r, w), promises(r, w)
}

// TestMarksStayReached: what was reached stays so, at the same time, whatever happens
// later; but for another priority, or the wait of another ticket, which count from the
// beginning. Next is the next mark if nothing happens, and nothing is reached before.
func TestMarksStayReached(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, all, p := random(t)
		all = slices.DeleteFunc(all, func(h happened) bool {
			return h.Type == ticket.EventChanged || h.Type == ticket.EventAbsorbed || len(h.Steps) > 0 // the limit of a step may change
		})
		first := rapid.IntRange(all[0].tick, ticksLived).Draw(t, "first") // nothing is known before the opening, which may tell of earlier times
		then := rapid.IntRange(first, ticksLived+200).Draw(t, "then")
		before := ticket.Evaluate(history(all), p, w.hours, w.at(first))
		after := ticket.Evaluate(history(all), p, w.hours, w.at(then))
		for _, reached := range before.Reached {
			assert.Contains(t, after.Reached, reached)
		}
		seen := map[string]bool{}
		for _, reached := range after.Reached {
			assert.False(t, seen[reached.Mark.Key()], "%s is reached once", reached.Mark.Key())
			seen[reached.Mark.Key()] = true
			if !slices.Contains(before.Reached, reached) {
				assert.True(t, reached.At.After(w.at(first)), "%s was not overlooked", reached.Mark.Key())
			}
		}
		if before.Next.IsZero() {
			return
		}
		require.True(t, before.Next.After(w.at(first)))
		past := slices.DeleteFunc(all, func(h happened) bool { return h.tick > first })
		at := ticket.Evaluate(history(past), p, w.hours, before.Next)
		assert.Greater(t, len(at.Reached), len(before.Reached), "it is reached at Next")
		assert.Equal(t, before.Next, at.Reached[len(at.Reached)-1].At)
		just := ticket.Evaluate(history(past), p, w.hours, before.Next.Add(-time.Microsecond))
		assert.Len(t, just.Reached, len(before.Reached), "and not before")
	})
}

// TestMarksRespectHours: a mark is reached while people work, or when they leave.
func TestMarksRespectHours(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, all, p := random(t)
		for _, reached := range ticket.Evaluate(history(all), p, w.hours, w.at(ticksLived+40)).Reached {
			var name string
			for _, target := range p.Targets {
				if clock := target.Name; clock == reached.Mark.Clock || clock == "" && string(target.Metric) == reached.Mark.Clock {
					if name = target.Hours; name == "" {
						name = p.Hours
					}
				}
			}
			if reached.Mark.Clock == "step:tell" {
				name = "b"
			}
			if name == ticket.Always {
				continue
			}
			h := w.hours[map[bool]string{true: "", false: name}[reached.Mark.Clock == "step:ask"]]
			assert.True(t, h.Open(reached.At) || h.Open(reached.At.Add(-time.Microsecond)), "%s at %s", reached.Mark.Key(), reached.At)
		}
	})
}

// TestZonesAndOrderDoNotMatter: neither the location of times, nor that of now, nor the
// order of targets, nor what a host does with its events.
func TestZonesAndOrderDoNotMatter(t *testing.T) {
	kathmandu := time.FixedZone("", 5*3600+45*60)
	rapid.Check(t, func(t *rapid.T) {
		w, all, p := random(t)
		events, now := history(all), w.at(rapid.IntRange(0, ticksLived+40).Draw(t, "now"))
		want := ticket.Evaluate(events, p, w.hours, now)
		assert.Equal(t, want, ticket.Evaluate(events, p, w.hours, now), "it is pure")

		moved := slices.Clone(events)
		for i := range moved {
			moved[i].At = moved[i].At.In(kathmandu)
			if moved[i].Opened != nil {
				draft := *moved[i].Opened
				draft.Created = draft.Created.In(kathmandu)
				moved[i].Opened = &draft
			}
		}
		assert.Equal(t, want, ticket.Evaluate(moved, p, w.hours, now.In(kathmandu)))

		turned := *p
		turned.Targets = slices.Clone(p.Targets)
		slices.Reverse(turned.Targets)
		got := ticket.Evaluate(events, &turned, w.hours, now)
		assert.ElementsMatch(t, want.Clocks, got.Clocks)
		assert.ElementsMatch(t, want.Reached, got.Reached)
		assert.Equal(t, want.Next, got.Next)
	})
}

func TestWithoutAPolicyStepsHaveDeadlines(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	events := storyEvents(t, "mon 09:00 open; 10:00 start call 2h")
	r := ticket.Evaluate(events, nil, nil, now)
	require.Len(t, r.Clocks, 1)
	assert.Equal(t, "step:call", r.Clocks[0].Name)
	assert.True(t, r.Clocks[0].Breached)
	assert.Empty(t, r.Policy)
	assert.Equal(t, ticket.Report{}, ticket.Evaluate(nil, nil, nil, now))
	assert.Equal(t, "p", ticket.Evaluate(nil, &ticket.Policy{Name: "p"}, nil, now).Policy)
}

func TestAStepCountsFromBeforeItsProcedure(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	events := storyEvents(t, "mon 09:00 open; 09:30 move resolved; 10:00 move open; 11:00 start fix 48h")
	events[3].Steps[0].Since = events[0].At
	c := ticket.Evaluate(events, nil, nil, now).Clocks[0]
	assert.Equal(t, events[0].At, c.Started)
	assert.Equal(t, 3*time.Hour, c.Elapsed.Std(), "all of it counts: the deadline is that of the step")
	assert.Equal(t, events[0].At.Add(48*time.Hour), c.Due)
}

func TestClocksOfNodesMayDiffer(t *testing.T) {
	p := promise(t, "first_response 1h")
	events := storyEvents(t, "mon 09:00 open; 09:30 note; 09:29 answer")
	r := ticket.Evaluate(events, p, nil, time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC))
	assert.Equal(t, 30*time.Minute, r.Clocks[0].Elapsed.Std(), "what comes later in the history is not earlier")
}

// contrary are hours that never agree with themselves.
type contrary struct{ ticket.AroundTheClock }

func (contrary) Between(time.Time, time.Time) time.Duration { return -time.Hour }

func (contrary) Next(after time.Time) (time.Time, bool) { return after, true }

func TestHoursThatContradictThemselvesDoNoHarm(t *testing.T) {
	p := promise(t, "hours=odd; resolution 1h")
	hours := map[string]ticket.Hours{"odd": contrary{}}
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	r := ticket.Evaluate(storyEvents(t, "mon 09:00 open"), p, hours, now)
	assert.Zero(t, r.Clocks[0].Elapsed)
	assert.Equal(t, now.Add(time.Minute), r.Next, "a desk that looks at what is due does not spin")
	assert.Len(t, ticket.Explain(storyEvents(t, "mon 09:00 open"), p, hours, now), 1)
	r = ticket.Evaluate(storyEvents(t, "mon 09:00 open"), p, nil, now)
	assert.Equal(t, 3*time.Hour, r.Clocks[0].Elapsed.Std(), "a calendar that is missing is around the clock")
}

func TestLimitsOfAnySize(t *testing.T) {
	for _, limit := range []string{"1ns", "1us", "2540400h"} {
		p := promise(t, strings.ReplaceAll("resolution LIMIT; rung resolution 10000", "LIMIT", limit))
		now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		r := ticket.Evaluate(storyEvents(t, "mon 09:00 open"), p, nil, now)
		assert.True(t, r.Next.After(now), limit)
		assert.Empty(t, r.Reached, "nothing is reached before any time has passed")
	}
}
