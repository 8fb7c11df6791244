package routing

import (
	"bytes"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// noon is a Monday.
var noon = time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC)

// stand is a view whose answers a test sets: what the planner sees in place of a
// board.
type stand struct {
	p       *planner
	agents  []Agent
	online  []string // of them
	full    []string // who have no room
	waiting map[string]int
}

func (v *stand) queue(id string, now time.Time) QueueState {
	return QueueState{Waiting: v.waiting[id], Open: v.p.isOpen(id, now)}
}

func (v *stand) present(agent string) bool { return slices.Contains(v.online, agent) }

func (v *stand) room(_ *Item, s Stage, _ int) bool {
	return slices.ContainsFunc(v.agents, func(a Agent) bool {
		return v.present(a.ID) && !slices.Contains(v.full, a.ID) && v.p.qualifies(&a, &s.Require, s.Queue) == nil
	})
}

func (v *stand) possible(_ *Item, s Stage, weight int) (bool, []Lack) {
	var least []Lack
	for _, a := range v.agents {
		lacks := v.p.qualifies(&a, &s.Require, s.Queue)
		if lacks == nil && a.Capacity >= weight {
			return true, nil
		}
		if least == nil || len(lacks) < len(least) {
			least = lacks
		}
	}
	return false, least
}

// trial is a planner with a stand, a log and an item.
type trial struct {
	*stand
	log  bytes.Buffer
	item Item
	now  time.Time
	peak bool
}

func newTrial(t testing.TB, plan Plan, opts *Options, agents ...Agent) *trial {
	t.Helper()
	tr := &trial{now: noon, item: Item{ID: "1"}}
	o := Options{}
	if opts != nil {
		o = *opts
	}
	o.Logger = slog.New(slog.NewTextHandler(&tr.log, nil))
	p, err := newPlanner(plan, &o)
	require.NoError(t, err)
	for i := range agents {
		if agents[i].Capacity == 0 {
			agents[i].Capacity = 10
		}
	}
	tr.stand = &stand{p: p, agents: agents, waiting: map[string]int{}}
	return tr
}

func (tr *trial) facts() *Facts {
	return &Facts{Item: &tr.item, Now: tr.now, view: tr.stand, Peak: tr.peak}
}

func (tr *trial) place() placement { return tr.p.place(tr.facts(), 1) }

func (tr *trial) next(s Stage) placement { return tr.p.next(tr.facts(), 1, s) }

// at is the time some seconds after noon.
func at(seconds int) time.Time { return noon.Add(time.Duration(seconds) * time.Second) }

func sec(n int) Duration { return Duration(n) * Duration(time.Second) }

// shift is hours that are open between two times.
type shift struct{ from, to time.Time }

func (h shift) Open(t time.Time) bool { return !t.Before(h.from) && t.Before(h.to) }

func (h shift) Next(t time.Time) (time.Time, bool) {
	switch {
	case t.Before(h.from):
		return h.from, true
	case t.Before(h.to):
		return h.to, true
	}
	return time.Time{}, false
}
