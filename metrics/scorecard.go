package metrics

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"
)

// A Target is what a metric should be.
type Target struct {
	Metric Metric `json:"metric"`
	// Goal is reached where the value is at least, or for metrics of which less is better at most, that. In the
	// unit of the metric: shares from 0 to 1, times in seconds.
	Goal float64 `json:"goal"`
	// Floor is where it is missed entirely; between the two it is reached in part. It has to lie on the bad side of
	// Goal. For metrics that are neither better nor worse when there is more of them it tells which side that
	// is, and is required. Default: four fifths of Goal where more is better, five fourths where less is.
	Floor float64 `json:"floor,omitempty"`
	// Weight is how much it counts in the score. Default: 1.
	Weight float64 `json:"weight,omitempty"`
	// Least is how much the value has to be of ([Value.Of]) to be judged. Default: 1.
	Least int64 `json:"least,omitempty"`
}

// Status is how a value stands to its target.
type Status string

// The statuses. Unjudged is a value that is not known or of too little.
const (
	Met      Status = "met"
	Near     Status = "near"
	Missed   Status = "missed"
	Unjudged Status = "unjudged"
)

// A ScorecardQuery asks how system and team stand to their targets.
type ScorecardQuery struct {
	// From and To bound the starts of the talks, Where keeps some, Zone is that of hours and weekdays; see [Query].
	From, To time.Time
	Where    map[Dimension][]string
	Zone     *time.Location
	// System are the targets of the whole, Team those of each agent: metrics that are known by agent. One of them at
	// least is required.
	System []Target
	Team   []Target
	// SystemShare is how much the score of the system counts in the [Card.Combined] of an agent, from 0 to
	// 1. Default: 0.
	SystemShare float64
	// Limit is how many agents there can be; see [Query]. Default: 100.
	Limit int
}

// Scorecard is the matrix of targets: of the system, and of each agent in the order of their names.
type Scorecard struct {
	System Card   `json:"system"`
	Team   []Card `json:"team,omitempty"`
	// Through is the time up to which everything that was recorded is in the numbers.
	Through time.Time `json:"through"`
}

// A Card is a row of it.
type Card struct {
	// Agent is empty for the system.
	Agent string `json:"agent,omitempty"`
	KPIs  []KPI  `json:"kpis"`
	// Score is the weighted mean of the scores of what was judged, from 0 to 1, and of how many.
	Score Value `json:"score"`
	// Combined is the agent's score and the system's, by [ScorecardQuery.SystemShare]; where one of them is not
	// known it is the other.
	Combined Value `json:"combined"`
}

// A KPI is a value beside its target.
type KPI struct {
	Target Target `json:"target"`
	Value  Value  `json:"value"`
	Status Status `json:"status"`
	// Score is 1 at Goal and better, 0 at Floor and worse, and in proportion between; not known where the value is
	// not judged.
	Score Value `json:"score"`
}

// Scorecard tells how system and team stand to their targets. Targets that cannot be are a [QueryError]; other errors
// are those of [Collector.Query].
func (c *Collector) Scorecard(ctx context.Context, q ScorecardQuery) (*Scorecard, error) {
	fault := &QueryError{}
	if len(q.System)+len(q.Team) == 0 {
		fault.add("System", "and Team have no targets")
	}
	if !(q.SystemShare >= 0 && q.SystemShare <= 1) {
		fault.add("SystemShare", "is not from 0 to 1")
	}
	system, team := checkTargets("System", q.System, fault), checkTargets("Team", q.Team, fault)
	if err := fault.err(); err != nil {
		return nil, err
	}
	query := Query{From: q.From, To: q.To, Where: q.Where, Zone: q.Zone}
	card := &Scorecard{Through: c.opts.Now()}
	if len(system) > 0 {
		table, err := c.askTargets(ctx, query, system)
		if err != nil {
			return nil, err
		}
		card.System = judge(system, table.Rows[0].Values)
		card.System.Combined = card.System.Score
		card.Through = table.Through
	}
	if len(team) == 0 {
		return card, nil
	}
	query.GroupBy, query.Limit = []Dimension{ByAgent}, q.Limit
	table, err := c.askTargets(ctx, query, team)
	if err != nil {
		return nil, err
	}
	for _, row := range table.Rows {
		if row.Group[0] != "" {
			agent := judge(team, row.Values)
			agent.Agent = row.Group[0]
			agent.Combined = combine(agent.Score, card.System.Score, q.SystemShare)
			card.Team = append(card.Team, agent)
		}
	}
	slices.SortFunc(card.Team, func(a, b Card) int { return cmp.Compare(a.Agent, b.Agent) })
	return card, nil
}

func (c *Collector) askTargets(ctx context.Context, q Query, targets []Target) (*Table, error) {
	for _, t := range targets {
		q.Metrics = append(q.Metrics, t.Metric)
	}
	return c.Query(ctx, q)
}

// checkTargets checks targets and fills in the defaults.
func checkTargets(field string, targets []Target, fault *QueryError) []Target {
	targets = slices.Clone(targets)
	for i := range targets {
		t := &targets[i]
		name := fmt.Sprintf("%s[%d]", field, i)
		w, ok := want(t.Metric)
		if !ok {
			fault.add(name+".Metric", "%q is no metric, or has no such percentile", t.Metric)
		}
		for _, x := range []float64{t.Goal, t.Floor, t.Weight} {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				fault.add(name, "has a number that is none")
			}
		}
		if t.Weight < 0 || t.Weight > 1e6 {
			fault.add(name+".Weight", "is not from 0 to 1000000")
		}
		if t.Least < 0 {
			fault.add(name+".Least", "is below 0")
		}
		if ok {
			t.checkFloor(name+".Floor", w.better, fault)
		}
		if t.Weight == 0 {
			t.Weight = 1
		}
		t.Least = max(1, t.Least)
	}
	return targets
}

func (t *Target) checkFloor(field string, better int, fault *QueryError) {
	switch {
	case t.Floor == 0 && better == 0:
		fault.add(field, "is missing: %s is neither better nor worse when it is more", t.Metric)
	case t.Floor == 0 && better > 0:
		t.Floor = t.Goal - math.Abs(t.Goal)/5
	case t.Floor == 0:
		t.Floor = t.Goal + math.Abs(t.Goal)/4
	case better > 0 && t.Floor > t.Goal, better < 0 && t.Floor < t.Goal:
		fault.add(field, "is on the good side of Goal")
	}
}

// judge makes a card of values.
func judge(targets []Target, values []Value) Card {
	card := Card{KPIs: make([]KPI, len(targets))}
	sum, weight, n := 0.0, 0.0, int64(0)
	for i, t := range targets {
		k := t.judge(values[i])
		card.KPIs[i] = k
		if k.Score.Known {
			sum += k.Score.X * t.Weight
			weight += t.Weight
			n++
		}
	}
	if n > 0 {
		card.Score = Value{X: sum / weight, Known: true, Of: n}
	}
	return card
}

func (t Target) judge(v Value) KPI {
	k := KPI{Target: t, Value: v, Status: Unjudged}
	if !v.Known || v.Of < t.Least {
		return k
	}
	less := t.Floor > t.Goal
	if t.Floor == t.Goal { // both 0
		w, _ := want(t.Metric)
		less = w.better < 0
	}
	score := 0.0
	switch {
	case less && v.X <= t.Goal, !less && v.X >= t.Goal:
		score, k.Status = 1, Met
	case less && v.X >= t.Floor, !less && v.X <= t.Floor:
		k.Status = Missed
	default:
		score, k.Status = (v.X-t.Floor)/(t.Goal-t.Floor), Near
	}
	k.Score = Value{X: score, Known: true, Of: v.Of}
	return k
}

// combine weighs an agent's score and the system's.
func combine(agent, system Value, share float64) Value {
	switch {
	case !agent.Known:
		return system
	case !system.Known:
		return agent
	}
	return Value{X: agent.X*(1-share) + system.X*share, Known: true, Of: agent.Of + system.Of}
}
