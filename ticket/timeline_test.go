package ticket_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"github.com/kefu-go/kefu/ticket"
	"github.com/kefu-go/kefu/ticket/bizhours"
)

// The random histories of the oracle lie on a grid of ticks: everything happens, opens
// and closes at one, and marks may lie anywhere between.
const (
	ticksLived = 160  // in which something happens
	ticksKnown = 1600 // for which the hours are known
)

// world is a grid with two calendars: whether they are open in each tick.
type world struct {
	name  string
	base  time.Time
	unit  time.Duration
	hours map[string]ticket.Hours
	open  map[string][]bool
}

func (w *world) at(tick int) time.Time { return w.base.Add(time.Duration(tick) * w.unit) }

// gridHours are hours that open and close at ticks. Beyond the grid they are open.
type gridHours struct {
	base time.Time
	unit time.Duration
	open []bool
}

func (g *gridHours) tick(at time.Time) int { return int(at.Sub(g.base) / g.unit) }

func (g *gridHours) Open(at time.Time) bool {
	i := g.tick(at)
	return i >= len(g.open) || g.open[i]
}

func (g *gridHours) Next(after time.Time) (time.Time, bool) {
	for i := g.tick(after) + 1; i <= len(g.open); i++ {
		if at := g.base.Add(time.Duration(i) * g.unit); g.Open(at) != g.Open(at.Add(-1)) {
			return at, true
		}
	}
	return time.Time{}, false
}

func (g *gridHours) Add(from time.Time, d time.Duration) time.Time {
	for d > 0 {
		end := g.base.Add(time.Duration(g.tick(from)+1) * g.unit)
		if !g.Open(from) {
			from = end
			continue
		}
		if left := end.Sub(from); d > left {
			from, d = end, d-left
			continue
		}
		return from.Add(d)
	}
	return from
}

func (g *gridHours) Between(from, to time.Time) (d time.Duration) {
	for from.Before(to) {
		end := g.base.Add(time.Duration(g.tick(from)+1) * g.unit)
		if end.After(to) {
			end = to
		}
		if g.Open(from) {
			d += end.Sub(from)
		}
		from = end
	}
	return d
}

// worlds are grids of seconds, minutes and hours with random hours, and real calendars
// around the days on which clocks are changed.
func worlds(r *rand.Rand) (all []*world) {
	for i := range 40 {
		w := &world{
			name: fmt.Sprint("grid", i), base: time.Date(2026, 3, 2, r.IntN(24), 0, 0, 0, time.UTC),
			unit: []time.Duration{time.Second, time.Minute, 7 * time.Minute, time.Hour}[i%4],
		}
		grids := map[string]*gridHours{}
		for _, name := range []string{"", "b"} {
			g := &gridHours{base: w.base, unit: w.unit, open: make([]bool, ticksKnown)}
			for at, on := 0, r.IntN(2) == 0; at < ticksKnown; on = !on {
				for n := 1 + r.IntN(40); n > 0 && at < ticksKnown; n-- {
					g.open[at] = on
					at++
				}
			}
			grids[name] = g
		}
		w.hours = map[string]ticket.Hours{"": grids[""], "b": grids["b"]}
		w.open = map[string][]bool{"": grids[""].open, "b": grids["b"].open}
		all = append(all, w)
	}
	split := map[string][]string{"mon-fri": {"09:00-12:00", "13:00-18:00"}, "sat": {"10:00-14:00"}}
	for _, c := range []struct {
		zone, day string
		week      map[string][]string
		days      []bizhours.Day
	}{
		{zone: "Europe/Berlin", day: "2026-03-27", week: split},
		{zone: "Europe/Berlin", day: "2026-10-23", week: map[string][]string{"mon-sun": {"00:00-03:15", "22:00-24:00"}}},
		{zone: "America/New_York", day: "2026-03-07", week: map[string][]string{"mon-sun": {"01:15-02:45", "04:00-24:00"}}},
		{zone: "Australia/Lord_Howe", day: "2026-04-03", week: map[string][]string{"sat-sun": {"00:00-24:00"}, "mon": {"08:00-17:00"}}},
		{zone: "America/Sao_Paulo", day: "2015-10-16", week: map[string][]string{"mon-sun": {"00:00-01:30", "12:00-20:00"}}},
		{zone: "Pacific/Apia", day: "2011-12-28", week: split},
		{zone: "Asia/Shanghai", day: "2025-09-26", week: map[string][]string{"mon-fri": {"09:00-12:00", "13:30-18:00"}}, days: []bizhours.Day{
			{Date: "2025-10-01", Until: "2025-10-08"}, {Date: "2025-09-28", As: "mon"}, {Date: "2025-10-11", As: "mon"},
		}},
	} {
		calendar, err := bizhours.New(bizhours.Options{Location: c.zone, Week: c.week, Days: c.days})
		if err != nil {
			panic(err)
		}
		base, err := time.ParseInLocation("2006-01-02 15:04", c.day+" 06:00", calendar.Location())
		if err != nil {
			panic(err)
		}
		w := &world{
			name: c.zone, base: base, unit: 15 * time.Minute,
			hours: map[string]ticket.Hours{"": calendar, "b": bizhours.Always()}, open: map[string][]bool{"b": slices.Repeat([]bool{true}, ticksKnown)},
		}
		for i := range ticksKnown {
			w.open[""] = append(w.open[""], calendar.Open(w.at(i)))
		}
		all = append(all, w)
	}
	return all
}

// happened is an event, with the tick at which it happened, and others that it names.
type happened struct {
	tick, since int
	ticket.Event
}

// timeline is a random history.
func timeline(r *rand.Rand, w *world) (all []happened) {
	kinds := map[string]ticket.Kind{
		"new": ticket.KindNew, "open": ticket.KindOpen, "second": ticket.KindOpen, "pending": ticket.KindPending, "on_hold": ticket.KindOnHold,
		"resolved": ticket.KindResolved, "checked": ticket.KindResolved, "closed": ticket.KindClosed, "merged": ticket.KindMerged, "spam": ticket.KindSpam,
	}
	lively := []string{"open", "open", "second", "pending", "pending", "on_hold", "resolved", "resolved", "checked"}
	actors := []ticket.Actor{ticket.ByCustomer("c"), ticket.ByAgent("a"), ticket.ByBot("b"), ticket.BySystem("s"), ticket.BySupervisor("v")}
	tick := r.IntN(8)
	add := func(since int, e ticket.Event) {
		e.N, e.ID, e.Ticket, e.At = int64(len(all)+1), strconv.Itoa(len(all)), "t", w.at(tick)
		all = append(all, happened{tick, since, e})
	}
	draft := &ticket.Draft{Subject: "s", Priority: r.IntN(4) - 1, Comments: []ticket.Comment{{Text: "x"}}}
	created := tick
	if r.IntN(3) == 0 {
		created = r.IntN(tick + 1)
		draft.Created = w.at(created)
	}
	first := []string{"new", "open", "pending"}[min(r.IntN(8), 2)]
	add(created, ticket.Event{Type: ticket.EventOpened, Actor: actors[r.IntN(len(actors))], New: first, Kind: kinds[first], Opened: draft})
	state := first
	say := func(by ticket.Actor, c ticket.Comment) {
		c.Text = "x"
		add(0, ticket.Event{Type: ticket.EventCommented, Actor: by, Comment: &c})
	}
	for range r.IntN(14) {
		tick = min(tick+r.IntN(24), ticksLived)
		if kinds[state].Final() && r.IntN(3) > 0 {
			continue
		}
		switch r.IntN(15) {
		case 14:
			add(0, ticket.Event{Type: ticket.EventVerdict, Actor: actors[r.IntN(2)], Verdict: &ticket.Verdict{Accepted: r.IntN(3) == 0}})
		case 0, 1, 2:
			say(actors[0], ticket.Comment{})
		case 3, 4:
			say(actors[1+3*r.IntN(2)], ticket.Comment{})
		case 5:
			say(actors[2+r.IntN(2)], ticket.Comment{})
		case 6:
			say(actors[r.IntN(5)], []ticket.Comment{{Internal: true}, {Origin: "e"}}[r.IntN(2)])
		case 7, 8, 9:
			to := lively[r.IntN(len(lively))]
			if r.IntN(8) == 0 {
				to = []string{"closed", "merged", "spam"}[r.IntN(3)]
			}
			if kinds[state].Final() || to == state {
				continue
			}
			add(0, ticket.Event{Type: ticket.EventMoved, Actor: actors[1], Old: state, New: to, Kind: kinds[to]})
			state = to
		case 10:
			add(0, ticket.Event{Type: ticket.EventChanged, Field: "priority", New: strconv.Itoa(r.IntN(5) - 2), Actor: actors[3]})
		case 11:
			since := r.IntN(tick + 1)
			add(since, ticket.Event{Type: ticket.EventAbsorbed, Actor: actors[1], Absorbed: &ticket.Absorbed{Ticket: "u", Waiting: w.at(since)}})
		case 12:
			add(0, ticket.Event{Type: ticket.EventTagged, New: []string{"go", "stop"}[r.IntN(2)], Actor: actors[1]})
		case 13:
			since, what := tick, ticket.EventStep
			if r.IntN(2) == 0 {
				since = r.IntN(tick + 1)
			}
			which := r.IntN(2)
			s := ticket.Step{
				Name: []string{"ask", "tell"}[which], Limit: ticket.Duration(1+r.IntN(30)) * ticket.Duration(w.unit),
				Since: w.at(since), Hours: []string{"", "b"}[which],
			}
			switch r.IntN(4) {
			case 0:
				s.Done = w.at(tick)
			case 1:
				s.Skipped = true
			case 2:
				what = ticket.EventStarted
			}
			add(since, ticket.Event{Type: what, Steps: []ticket.Step{s}, Actor: actors[1]})
		}
	}
	return all
}

// promises is a random policy.
func promises(r *rand.Rand, w *world) *ticket.Policy {
	p := &ticket.Policy{Name: "p", Hours: []string{"", "", "b"}[r.IntN(3)]}
	limit := func() ticket.Duration {
		d := time.Duration(1+r.IntN(60)) * w.unit
		if r.IntN(3) == 0 {
			d += time.Duration(r.Int64N(int64(w.unit)))
		}
		return ticket.Duration(d)
	}
	states := []string{"open", "second", "pending", "on_hold", "new", "checked"}
	for _, i := range r.Perm(6)[:1+r.IntN(5)] {
		t := ticket.Target{
			Metric: []ticket.Metric{ticket.FirstResponse, ticket.NextResponse, ticket.Resolution, ticket.Update, ticket.Milestone, ticket.Milestone}[i],
			Hours:  []string{"", "", "", "b", ticket.Always}[r.IntN(5)], Bot: i < 4 && i != 2 && r.IntN(3) == 0,
		}
		if r.IntN(4) > 0 {
			t.Limit = limit()
		}
		if t.Limit == 0 || r.IntN(2) == 0 {
			t.Limits = map[int]ticket.Duration{}
			for range 1 + r.IntN(3) {
				t.Limits[r.IntN(5)-2] = limit()
			}
		}
		switch r.IntN(3) {
		case 0:
			t.Warn = []int{}
		case 1:
			t.Warn = []int{1 + r.IntN(49), 50 + r.IntN(50)}
		}
		switch r.IntN(4) {
		case 0:
			t.PauseIn = []string{}
		case 1, 2:
			t.PauseIn = []string{states[r.IntN(6)], states[r.IntN(6)]}
		}
		switch i {
		case 4:
			t.Name, t.Start, t.Stop = "tagged", &ticket.Happening{Type: ticket.EventTagged, New: "go"}, &ticket.Happening{Type: ticket.EventTagged, New: "stop"}
		case 5:
			t.Name, t.Start, t.Stop = "held", &ticket.Happening{Type: ticket.EventMoved, State: "on_hold"}, &ticket.Happening{Type: ticket.EventMoved}
		}
		p.Targets = append(p.Targets, t)
	}
	for range r.IntN(4) {
		name := []string{"first_response", "next_response", "resolution", "update", "tagged", "held", "step:ask"}[r.IntN(7)]
		p.Ladder = append(p.Ladder, ticket.Rung{Clock: name, Percent: 1 + r.IntN(250), Do: []ticket.Action{ticket.Escalate("", "")}})
	}
	return p
}
