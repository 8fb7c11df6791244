package integration

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/kefu-go/kefu/metrics"
)

// talks makes the events of talks as a shop has them: most with a bot that answers, a third goes on to one of 200 agents,
// of 20 categories, 4 channels, 3 tiers and 2 languages; 17 events a talk. They are not in the order of time.
type talks struct {
	rnd  *rand.Rand
	from time.Time
	days int
	n    int
}

func newTalks(from time.Time, days int) *talks {
	return &talks{rnd: rand.New(rand.NewPCG(1, 2)), from: from, days: days}
}

// next returns the events of another talk. Talks begin in the order of time if all of them are known.
func (s *talks) next(of int) (events []metrics.Event) {
	n := s.n
	s.n++
	at := s.from.Add(time.Duration(float64(n) / float64(of) * float64(s.days) * float64(24*time.Hour)))
	base := metrics.Event{
		Conversation: fmt.Sprintf("0199a1b2-7c3d-7e4f-8a5b-%012d", n), Customer: fmt.Sprintf("customer-%06d", s.rnd.IntN(200_000)),
		Channel: []string{"web", "wechat", "app", "email"}[s.rnd.IntN(4)], Category: fmt.Sprintf("%s/%d", []string{"orders", "refunds", "delivery", "account"}[s.rnd.IntN(4)], s.rnd.IntN(5)),
		Tier: []string{"", "silver", "gold"}[s.rnd.IntN(3)], Language: []string{"zh-Hans", "en"}[s.rnd.IntN(2)], Base: "shop",
	}
	add := func(kind metrics.Kind, after time.Duration, more func(e *metrics.Event)) {
		at = at.Add(after)
		e := base
		e.ID, e.At, e.Kind = fmt.Sprintf("0199a1b2-7c3d-7e4f-9%03d-%012d", len(events), n), at, kind
		if more != nil {
			more(&e)
		}
		events = append(events, e)
	}
	seconds := func(n int) time.Duration { return time.Duration(1+s.rnd.IntN(n*1000)) * time.Millisecond }
	for i := range 2 + s.rnd.IntN(5) {
		turn := fmt.Sprintf("m-%d", i)
		add(metrics.CustomerSpoke, seconds(60), func(e *metrics.Event) {
			e.Turn, e.Intent, e.Model, e.Felt, e.Valence = turn, fmt.Sprintf("intent-%d", s.rnd.IntN(77)), "model-7", true, float64(s.rnd.IntN(9)-4)/4
		})
		kind := metrics.Answered
		if s.rnd.IntN(8) == 0 {
			kind = metrics.Unanswered
		}
		add(kind, 3*time.Millisecond, func(e *metrics.Event) {
			e.Turn, e.Entry, e.Version, e.Score = turn, fmt.Sprintf("entry-%d", s.rnd.IntN(2000)), 3, .87
		})
		add(metrics.BotSpoke, time.Millisecond, func(e *metrics.Event) { e.Turn, e.Took = turn, 4*time.Millisecond })
	}
	if s.rnd.IntN(3) == 0 {
		agent, item := fmt.Sprintf("agent-%03d", s.rnd.IntN(200)), "i"
		add(metrics.HandoffRequested, time.Second, func(e *metrics.Event) { e.Reason, e.Item = "asked", item })
		add(metrics.Queued, time.Millisecond, func(e *metrics.Event) { e.Queue, e.Item = "orders", item })
		wait := seconds(40)
		add(metrics.Assigned, wait, func(e *metrics.Event) { e.Agent, e.Queue, e.Item, e.Took = agent, "orders", item, wait })
		for range 1 + s.rnd.IntN(4) {
			add(metrics.AgentSpoke, seconds(40), func(e *metrics.Event) { e.Agent = agent })
			add(metrics.CustomerSpoke, seconds(60), nil)
		}
		add(metrics.Wrapping, seconds(20), func(e *metrics.Event) { e.Agent, e.Item = agent, item })
		add(metrics.Resolved, time.Second, func(e *metrics.Event) { e.Agent, e.Item = agent, item })
		add(metrics.Completed, seconds(30), func(e *metrics.Event) { e.Agent, e.Item, e.Reason = agent, item, "resolved" })
	} else if s.rnd.IntN(2) == 0 {
		add(metrics.Resolved, time.Second, func(e *metrics.Event) { e.Confirmed = true })
	}
	add(metrics.Ended, seconds(100), func(e *metrics.Event) { e.Reason = "idle" })
	if s.rnd.IntN(5) == 0 {
		add(metrics.Rated, seconds(60), func(e *metrics.Event) { e.Score = float64(1 + s.rnd.IntN(5)) })
	}
	return events
}
