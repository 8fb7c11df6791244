package routingsim

import (
	"context"
	"fmt"
	"math"
)

// Comparison is how a scenario differs from another one.
type Comparison struct {
	// Before and After are the reports of both.
	Before Report `json:"before"`
	After  Report `json:"after"`
	// Changes are the figures of all items, of the streams and queues that both
	// have, and of the load.
	Changes []Change `json:"changes"`
}

// Change is how one figure differs.
type Change struct {
	// Part is what it is about: "all items", "stream ...", "queue ..." or "agents";
	// Figure is its name, and Unit "", "fraction" or "seconds".
	Part   string `json:"part"`
	Figure string `json:"figure"`
	Unit   string `json:"unit,omitempty"`
	// Before and After are what was found, Difference is After less Before. Its
	// interval comes from pairs of observations of the same random customers, and is
	// narrower than those of the two would make believe.
	Before     Interval `json:"before"`
	After      Interval `json:"after"`
	Difference Interval `json:"difference"`
	// Clear says that the interval does not contain 0. Of many figures some are
	// clear by chance: 5 in 100 at a confidence of 0.95.
	Clear bool `json:"clear"`
}

// Compare simulates both scenarios with the same random numbers and pairs their
// observations: what would be otherwise if the rules, the agents or the customers of
// before were those of after. Seed, Replications, Slices, Horizon, WarmUp, Start,
// Confidence and Within must be the same. Streams of the same name see the same
// customers as far as their Arrivals, Handling and Patience are the same.
func Compare(ctx context.Context, before, after Scenario) (Comparison, error) {
	a, err := before.ready()
	if err != nil {
		return Comparison{}, err
	}
	b, err := after.ready()
	if err != nil {
		return Comparison{}, err
	}
	if a.Seed != b.Seed || a.Replications != b.Replications || a.Slices != b.Slices || a.Horizon != b.Horizon ||
		a.WarmUp != b.WarmUp || !a.Start.Equal(b.Start) || a.Confidence != b.Confidence || a.Within != b.Within {
		return Comparison{}, fmt.Errorf("%w: what is compared must be the same in seed, replications, slices, start, horizon, warm-up, confidence and service level", ErrInvalid)
	}
	c := Comparison{}
	if c.Before, err = Run(ctx, a); err != nil {
		return Comparison{}, err
	}
	if c.After, err = Run(ctx, b); err != nil {
		return Comparison{}, err
	}
	c.part("all items", &c.Before.Total, &c.After.Total)
	c.parts("stream ", c.Before.Streams, c.After.Streams)
	c.parts("queue ", c.Before.Queues, c.After.Queues)
	c.add("agents", "occupancy", share, c.Before.load[0], c.After.load[0])
	c.add("agents", "spread", share, c.Before.load[1], c.After.load[1])
	return c, nil
}

// parts pairs what has the same name.
func (c *Comparison) parts(kind string, before, after []Part) {
	for i := range before {
		for k := range after {
			if before[i].Name == after[k].Name {
				c.part(kind+before[i].Name, &before[i], &after[k])
			}
		}
	}
}

func (c *Comparison) part(name string, before, after *Part) {
	for i, m := range measures() {
		c.add(name, m.name, m.unit, before.series[i], after.series[i])
	}
}

func (c *Comparison) add(part, figure string, u unit, before, after series) {
	level := c.Before.Confidence
	d := Change{
		Part: part, Figure: figure, Unit: u.String(),
		Before: u.within(before.interval(level)), After: u.within(after.interval(level)), Difference: after.minus(before).interval(level),
	}
	if math.IsNaN(d.Before.Mean) && math.IsNaN(d.After.Mean) || zero(before) && zero(after) {
		return // there is nothing of the kind
	}
	d.Clear = d.Difference.Low > 0 || d.Difference.High < 0
	c.Changes = append(c.Changes, d)
}

func zero(s series) bool {
	for _, x := range s {
		if x != 0 {
			return false
		}
	}
	return true
}
