package metrics

import (
	"context"

	"github.com/kefu-go/kefu/metrics/cost"
)

// CostVolumes counts the talks of a cohort that are over, for [cost.Model.Assess]: by whether the bot spoke or settled it, and whether a person
// was asked for or took part. Talks in which neither did count nowhere. Minutes are those from assignment to the end of the after-work; tickets are those
// that the cohort describes when it is about tickets. A cohort of anything but talks is a [QueryError].
func (c *Collector) CostVolumes(ctx context.Context, o Cohort) (cost.Volumes, error) {
	if o.Subject != 0 && o.Subject != Talk {
		fault := &QueryError{}
		fault.add("Subject", "is not talks")
		return cost.Volumes{}, fault
	}
	o.Subject = Talk
	talks, err := o.compile()
	if err != nil {
		return cost.Volumes{}, err
	}
	o.Subject = Case
	cases, err := o.compile()
	if err == nil {
		_, err = c.Roll(ctx)
	}
	if err != nil {
		return cost.Volumes{}, err
	}
	v := cost.Volumes{Months: cost.Months(o.To.Sub(o.From))}
	for e, err := range c.store.Episodes(ctx, o.From, o.To) {
		if err != nil {
			return cost.Volumes{}, err
		}
		talk, err := talks(&e)
		if err != nil {
			return cost.Volumes{}, err
		}
		if talk && e.Outcome != Open {
			addVolumes(&v, &e)
		}
		ticket, err := cases(&e)
		if err != nil {
			return cost.Volumes{}, err
		}
		if ticket {
			v.Tickets++
		}
	}
	return v, nil
}

func addVolumes(v *cost.Volumes, e *Episode) {
	bot, people := e.FromBot > 0, e.people()
	minutes := 0.0
	for _, s := range e.Stints {
		minutes += (s.Talk + s.Wrap).Minutes()
	}
	v.BotTurns += float64(e.FromBot)
	switch {
	case bot && people:
		v.Handed++
		v.HandedMinutes += minutes
	case people:
		v.Direct++
		v.DirectMinutes += minutes
	case e.Outcome == ByBot:
		v.Solved++
	case bot:
		v.Lost++
	}
	if people && e.Outcome == ByHuman {
		v.HumanSolved++
	}
}
