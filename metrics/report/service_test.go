package report

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// monday begins the week that the tests report on; the week before it is there for comparison.
var monday = time.Date(2026, 3, 9, 0, 0, 0, 0, shanghai)

// service makes the events of an invented customer service. It is the same for the same seed.
type service struct {
	rng    *rand.Rand
	events []metrics.Event
	talk   int
}

// topic is what customers come for.
type topic struct {
	category       string
	share          float64
	known, settled float64 // how often the bot knows, and people settle it
}

var topicsOfService = []topic{
	{"pre_sales/price", .2, .92, .9},
	{"after_sales/delivery", .25, .8, .85},
	{"after_sales/refund", .2, .62, .8},
	{"technical/login", .15, .7, .75},
	{"technical/app", .12, .45, .6},
	{"complaint/courier", .08, .3, .55},
}

var agentsOfService = []struct {
	id     string
	weight float64
	slow   float64
	skill  float64
}{{"agent-1", .3, 1, 1}, {"agent-2", .25, .8, 1.1}, {"agent-3", .2, 1.4, .55}, {"agent-4", .15, 1.1, 1}, {"=cmd|' /C calc'!A0", .1, 1, 1}}

func (s *service) days(from time.Time, n, perDay int) {
	for d := range n {
		day := from.AddDate(0, 0, d)
		today := perDay + s.rng.IntN(max(1, perDay/6))
		if !day.Before(monday) {
			today += perDay / 8
		}
		if wd := day.Weekday(); wd == time.Saturday || wd == time.Sunday {
			today = today * 6 / 10
		}
		for range today {
			hour := 14 + 4.5*s.rng.NormFloat64()
			if hour < 0 || hour >= 24 {
				hour = 24 * s.rng.Float64()
			}
			s.one(day.Add(time.Duration(hour * float64(time.Hour))).Truncate(time.Second))
		}
		for i, a := range agentsOfService {
			on := day.Add(time.Duration(8+i%2) * time.Hour)
			for h := range 8 {
				state := "online"
				if h%3 != 0 {
					state = "busy"
				}
				s.events = append(s.events, metrics.Event{
					ID: fmt.Sprintf("p%d", h), At: on.Add(time.Duration(h+1) * time.Hour), Kind: metrics.Presence,
					Agent: a.id, Reason: state, Step: "online", Took: time.Hour,
				})
			}
		}
	}
}

func (s *service) chance(p float64) bool { return s.rng.Float64() < p }

// about is a time around a mean, spread as waits are.
func (s *service) about(mean time.Duration) time.Duration {
	return time.Duration(float64(mean) * math.Exp(.8*s.rng.NormFloat64()-.32)).Truncate(time.Millisecond)
}

func pick[T any](s *service, all []T, weight func(T) float64) T {
	x := s.rng.Float64()
	for _, v := range all {
		if x -= weight(v); x < 0 {
			return v
		}
	}
	return all[len(all)-1]
}

// one is one talk. In the second week parcels are late: there is more of it, and people are slower.
func (s *service) one(at time.Time) {
	late := !at.Before(monday)
	s.talk++
	conversation := fmt.Sprintf("c%05d", s.talk)
	t := pick(s, topicsOfService, func(t topic) float64 { return t.share })
	if late && s.chance(.18) {
		t = topicsOfService[5]
	}
	channel := pick(s, []string{"web", "wechat", "email"}, func(c string) float64 { return map[string]float64{"web": .5, "wechat": .4, "email": .1}[c] })
	n := 0
	add := func(after time.Duration, e metrics.Event) {
		at = at.Add(after)
		n++
		e.ID, e.At, e.Conversation, e.Customer = fmt.Sprintf("%d", n), at, conversation, fmt.Sprintf("u%d", s.talk%400)
		e.Channel, e.Category, e.Base = channel, t.category, "main"
		e.Language = "zh"
		if s.talk%4 == 0 {
			e.Language = "en"
		}
		if e.Tier = "standard"; s.talk%9 == 0 {
			e.Tier = "gold"
		}
		s.events = append(s.events, e)
	}
	mood := math.Round(100*(.2*s.rng.NormFloat64()-.1)) / 100
	add(0, metrics.Event{Kind: metrics.CustomerSpoke, Turn: "t1", Felt: true, Valence: mood, Intent: t.category})
	add(s.about(800*time.Millisecond), metrics.Event{Kind: metrics.BotSpoke, Turn: "t1"})
	known := s.chance(t.known)
	if known {
		add(0, metrics.Event{Kind: metrics.Answered, Turn: "t1", Entry: "e1", Score: .9})
		if s.chance(.15) {
			add(0, metrics.Event{Kind: metrics.AnswerJudged, Turn: "t1", Entry: "e1", Score: math.Round(s.rng.Float64() + .35)})
		}
	} else {
		add(0, metrics.Event{Kind: metrics.Unanswered, Turn: "t1"})
	}
	if t.category == "after_sales/refund" {
		s.flow(add)
	}
	switch {
	case known && s.chance(.75):
		if s.chance(.6) {
			add(s.about(40*time.Second), metrics.Event{Kind: metrics.CustomerSpoke, Turn: "t2", Felt: true, Valence: min(1, mood+.4)})
			add(0, metrics.Event{Kind: metrics.Resolved, Confirmed: true})
		}
		add(time.Minute, metrics.Event{Kind: metrics.Ended, Reason: "customer"})
		s.rate(add, 4.3)
	case !known && s.chance(.15):
		add(time.Hour, metrics.Event{Kind: metrics.Ended, Reason: "idle"})
	default:
		s.person(add, t, channel, late, mood)
	}
}

func (s *service) flow(add func(time.Duration, metrics.Event)) {
	add(time.Second, metrics.Event{Kind: metrics.FlowStarted, Flow: "refund"})
	for i, step := range []string{"order", "reason", "photo"} {
		add(time.Second, metrics.Event{Kind: metrics.StepAsked, Flow: "refund", Step: step, Turn: "f"})
		if s.chance([]float64{.05, .08, .35}[i]) {
			return
		}
		add(s.about(20*time.Second), metrics.Event{Kind: metrics.StepFilled, Flow: "refund", Step: step, Turn: "f"})
	}
	add(time.Second, metrics.Event{Kind: metrics.FlowEnded, Flow: "refund", Reason: "completed"})
}

func (s *service) person(add func(time.Duration, metrics.Event), t topic, channel string, late bool, mood float64) {
	reason := pick(s, []string{"asked", "unknown", "angry", "policy"}, func(string) float64 { return .25 })
	queue := map[string]string{"web": "chat", "wechat": "chat", "email": "mail"}[channel]
	add(5*time.Second, metrics.Event{Kind: metrics.HandoffRequested, Item: "i1", Reason: reason})
	add(0, metrics.Event{Kind: metrics.Queued, Item: "i1", Queue: queue})
	mean := 14 * time.Second
	if late {
		mean = 26 * time.Second
	}
	if queue == "mail" {
		mean = 2 * time.Hour
	}
	wait := s.about(mean)
	if queue == "chat" && wait > time.Minute && s.chance(.6) {
		add(wait, metrics.Event{Kind: metrics.LeftQueue, Item: "i1", Queue: queue, Took: wait})
		add(0, metrics.Event{Kind: metrics.Ended, Reason: "customer"})
		return
	}
	a := agentsOfService[0]
	x := s.rng.Float64()
	for _, a = range agentsOfService {
		if x -= a.weight; x < 0 {
			break
		}
	}
	add(wait, metrics.Event{Kind: metrics.Assigned, Item: "i1", Queue: queue, Agent: a.id, Took: wait})
	add(s.about(10*time.Second), metrics.Event{Kind: metrics.AgentSpoke, Agent: a.id, Item: "i1"})
	for range 2 {
		add(s.about(40*time.Second), metrics.Event{Kind: metrics.CustomerSpoke, Felt: true, Valence: max(-1, mood-.25*s.rng.Float64())})
		add(s.about(time.Duration(30*a.slow)*time.Second), metrics.Event{Kind: metrics.AgentSpoke, Agent: a.id, Item: "i1"})
	}
	settled := s.chance(min(1, t.settled*a.skill))
	if settled {
		add(0, metrics.Event{Kind: metrics.Resolved, Agent: a.id, Item: "i1"})
	}
	add(s.about(30*time.Second), metrics.Event{Kind: metrics.Wrapping, Agent: a.id, Item: "i1"})
	add(s.about(45*time.Second), metrics.Event{Kind: metrics.Completed, Agent: a.id, Item: "i1"})
	add(0, metrics.Event{Kind: metrics.Ended, Reason: "agent"})
	if settled {
		s.rate(add, 4.5)
	} else {
		s.rate(add, 2.6)
	}
}

func (s *service) rate(add func(time.Duration, metrics.Event), mean float64) {
	if !s.chance(.8) {
		return
	}
	add(0, metrics.Event{Kind: metrics.SurveySent})
	if !s.chance(.55) {
		return
	}
	score := math.Round(min(5, max(1, mean+.8*s.rng.NormFloat64())))
	tags := []string{"fast"}
	if score < 4 {
		tags = []string{pick(s, []string{"slow", "no solution", "<b>impolite</b>"}, func(string) float64 { return .4 })}
	}
	add(s.about(time.Minute), metrics.Event{Kind: metrics.Rated, Score: score, Tags: tags})
}

// collector has two weeks of the service: the week of monday, and the one before.
func collector(t testing.TB, perDay int) *metrics.Collector {
	t.Helper()
	return collectorOf(t, monday.AddDate(0, 0, -7), 14, perDay)
}

func collectorOf(t testing.TB, from time.Time, days, perDay int) *metrics.Collector {
	t.Helper()
	s := &service{rng: rand.New(rand.NewPCG(1, 2))}
	s.days(from, days, perDay)
	c, err := metrics.New(metrics.NewMemoryStore(), &metrics.Options{Now: func() time.Time { return monday.AddDate(0, 0, 30) }})
	require.NoError(t, err)
	ctx := context.Background()
	for len(s.events) > 0 {
		n := min(1000, len(s.events))
		require.NoError(t, c.Record(ctx, s.events[:n]...))
		s.events = s.events[n:]
	}
	_, err = c.Roll(ctx)
	require.NoError(t, err)
	return c
}

// fixed are options whose report is the same at any time.
func fixed(locale string) *Options {
	return &Options{Locale: locale, Zone: shanghai, Now: func() time.Time { return monday.AddDate(0, 0, 7).Add(9 * time.Hour) }}
}
