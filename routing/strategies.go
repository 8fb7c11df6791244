package routing

import (
	"maps"
	"math"
)

// defaultStrategy is what queues have that name none: the longest idle would have
// all chats until he is full, because who is given one is idle as long as before.
const defaultStrategy = "least_loaded"

// Strategies returns the strategies of this package by the names under which queues
// ask for them: "longest_idle", "least_loaded", "most_skilled", "fastest_first",
// "best_outcome", "round_robin", and "weighted", which is [DefaultWeighted].
// The map is the caller's.
func Strategies() map[string]Strategy {
	return map[string]Strategy{
		"longest_idle":  StrategyFunc(LongestIdle),
		"least_loaded":  StrategyFunc(LeastLoaded),
		"most_skilled":  StrategyFunc(MostSkilled),
		"fastest_first": StrategyFunc(FastestFirst),
		"best_outcome":  StrategyFunc(BestOutcome),
		"round_robin":   StrategyFunc(RoundRobin),
		"weighted":      DefaultWeighted(),
	}
}

// strategies are those of this package and the host's over them.
func (o *Options) strategies() map[string]Strategy {
	all := Strategies()
	maps.Copy(all, o.Strategies)
	return all
}

// LongestIdle prefers who has not ended an item for longest: the score is the seconds
// since [Seat.Idle]. Idle time is shared evenly, whatever the capacities; with
// equal agents this is the policy that call centres call longest idle server first
// (Armony 2005, Queueing Systems 51, on its fairness and its price in waiting). It is
// for agents with one item at a time: being given one does not end the idleness, so
// that of agents who can have several the first gets all until he is full.
func LongestIdle(c *Candidate) float64 { return c.Now.Sub(c.Seat.Idle).Seconds() }

// LeastLoaded prefers who has the greatest share of his capacity free: the score is
// 1 - used/capacity, so that 2 items of 10 are less load than 1 of 3. Where there is
// no capacity but only limits, their sum stands for it and the number of items for
// what is used. The longest idle of the equally loaded comes first.
func LeastLoaded(c *Candidate) float64 { return 1 - load(c) }

// load is the share of an agent's capacity that is filled.
func load(c *Candidate) float64 {
	used, capacity := c.Used, c.Seat.Agent.Capacity
	if capacity <= 0 {
		used, capacity = c.Items, 0
		for _, limit := range c.Seat.Agent.Limits {
			capacity += max(0, limit)
		}
	}
	if capacity <= 0 {
		return 1
	}
	return float64(used) / float64(capacity)
}

// MostSkilled prefers who knows most of what is asked: the score is the sum, over the
// required and the preferred skills, of his level above the least one that will
// do, counting that one as 1 and a skill that he has too little of as 0. So
// somebody with level 5 where 3 is asked scores 3. It spends specialists on
// whatever needs them; [LeastLoaded] or [LongestIdle] spare them.
func MostSkilled(c *Candidate) float64 {
	sum := 0
	each(c.Stage, func(n *Need) {
		sum += max(0, c.Seat.Agent.Skills[n.Skill]-max(1, n.Min)+1)
	})
	return float64(sum)
}

// each calls a function with every skill that a stage requires or prefers, once.
func each(s *Stage, f func(*Need)) {
	for i := range s.Require.Skills {
		f(&s.Require.Skills[i])
	}
preferred:
	for i := range s.Prefer {
		for k := range s.Require.Skills {
			if s.Require.Skills[k].Skill == s.Prefer[i].Skill {
				continue preferred
			}
		}
		f(&s.Prefer[i])
	}
}

// FastestFirst prefers who will be done soonest, as far as is known: the score is minus
// the seconds that [Candidate.Estimate] expects. It shortens waits when agents differ
// (Lin and Kumar 1984, IEEE Trans. Automatic Control 29, for two servers), and gives the
// fast most of the work.
func FastestFirst(c *Candidate) float64 { return -c.Estimate().Seconds }

// BestOutcome prefers who succeeds most often with such items: the score is the
// success rate that [Candidate.Estimate] expects, from 0 to 1.
func BestOutcome(c *Candidate) float64 { return c.Estimate().Success }

// RoundRobin goes around: the score is minus [Seat.Turn], so that whoever was given
// an item least recently has the next. Who was never given one comes first.
func RoundRobin(c *Candidate) float64 { return -float64(c.Seat.Turn) }

// Weighted is a [Strategy] that weighs several things against each other. Each of them
// is a number from 0 to 1, and the score is their mean with these weights, so from 0 to 1
// too. A weight that is not above 0 counts as 0; without any weights all scores are 0,
// and the longest idle is chosen.
type Weighted struct {
	// Skill weighs the levels of what is required and preferred: their mean as a
	// share of the highest level, 10. A preferred skill that he has too little of
	// counts as 0. Without such skills it is 0 for everybody.
	Skill float64 `json:"skill,omitempty"`
	// Load weighs the share of the capacity that is free; see [LeastLoaded].
	Load float64 `json:"load,omitempty"`
	// Idle weighs the time t since he last ended an item, as t/(t+60 s): a half
	// after a minute.
	Idle float64 `json:"idle,omitempty"`
	// Speed weighs how fast he is, as T/(T+t) with the expected handling time T of
	// the team and t of his own: a half for the average, two thirds for who is
	// twice as fast.
	Speed float64 `json:"speed,omitempty"`
	// Outcome weighs the expected success rate; see [BestOutcome].
	Outcome float64 `json:"outcome,omitempty"`
	// LastAgent weighs whether he served the customer last: 1 or 0.
	LastAgent float64 `json:"last_agent,omitempty"`
}

// DefaultWeighted is what the name "weighted" stands for: skill 3, load 3, idle 2,
// outcome 2, speed 1, last agent 1.
func DefaultWeighted() Weighted {
	return Weighted{Skill: 3, Load: 3, Idle: 2, Speed: 1, Outcome: 2, LastAgent: 1}
}

// Score returns the weighted mean.
func (w Weighted) Score(c *Candidate) float64 {
	var sum, weights float64
	add := func(weight, x float64) {
		sum += weight * min(1, max(0, x))
		weights += weight
	}
	if w.Skill > 0 {
		add(w.Skill, skill(c))
	}
	if w.Load > 0 {
		add(w.Load, 1-load(c))
	}
	if w.Idle > 0 {
		t := max(0, c.Now.Sub(c.Seat.Idle).Seconds())
		add(w.Idle, t/(t+60))
	}
	if w.Speed > 0 || w.Outcome > 0 {
		e := c.Estimate()
		if w.Speed > 0 {
			add(w.Speed, speed(e, c.Team.Estimate(nil, c.Item.Category)))
		}
		if w.Outcome > 0 {
			add(w.Outcome, e.Success)
		}
	}
	if w.LastAgent > 0 {
		x := 0.0
		if id := c.Item.LastAgent; id != "" && id == c.Seat.Agent.ID {
			x = 1
		}
		add(w.LastAgent, x)
	}
	if weights == 0 || math.IsInf(weights, 0) {
		return 0
	}
	return sum / weights
}

// skill is the mean of the levels that a stage asks for, as a share of the highest.
func skill(c *Candidate) float64 {
	sum, n := 0, 0
	each(c.Stage, func(need *Need) {
		n++
		if level := c.Seat.Agent.Skills[need.Skill]; level >= max(1, need.Min) {
			sum += level
		}
	})
	if n == 0 {
		return 0
	}
	return float64(sum) / float64(n*maxLevel)
}

// speed compares an agent with his team; a half if nothing is known.
func speed(his, team Estimate) float64 {
	if his.Seconds+team.Seconds <= 0 {
		return 0.5
	}
	return team.Seconds / (team.Seconds + his.Seconds)
}
