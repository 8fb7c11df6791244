package staffing

import (
	"fmt"
	"math"
	"time"
)

// Demand is what one interval brings.
type Demand struct {
	// Start is when the interval begins; it is handed through, and may be zero.
	Start time.Time
	// Contacts are expected to arrive in the interval: a mean, or an upper quantile
	// of a forecast. At least 0.
	Contacts float64
	// Handle is the mean handling time, at [Options.Concurrency]. Above 0 where there
	// are contacts.
	Handle time.Duration
	// Patience is the mean patience in this interval. Default [Options.Patience].
	Patience time.Duration
}

// Options say how contacts are to be answered.
type Options struct {
	// Interval is the length of each interval. Default 30 minutes.
	Interval time.Duration
	// Target is what every interval has to meet. Default 80 % within 20 seconds.
	Target Target
	// Patience is the mean time after which a waiting customer gives up; see
	// [Queue.Patience] for the range. Default 0: nobody gives up (Erlang C).
	Patience time.Duration
	// Concurrency is how many contacts an agent handles at once. Default 1.
	Concurrency int
	// Shrinkage is the share of the paid time in which an agent is not there for
	// contacts: breaks, training, meetings, leave, illness. At most 0.99; measure
	// your own. Default 0.
	Shrinkage float64
	// MinAgents are there in every interval, contacts or not. Default 0.
	MinAgents int
	// HourlyCost is what a paid hour of an agent costs, in any currency, for
	// [Summary.Cost]. Default 0.
	HourlyCost float64
}

func (o *Options) resolve(f *faults) Options {
	var r Options
	if o != nil {
		r = *o
	}
	if r.Interval == 0 {
		r.Interval = 30 * time.Minute
	}
	if r.Concurrency == 0 {
		r.Concurrency = 1
	}
	r.Target = r.Target.orDefault()
	f.add(r.Interval < 0, "interval", "must be above 0")
	r.Target.check(f, "target")
	f.add(r.Patience < 0, "patience", "must not be negative")
	f.add(r.Concurrency < 1 || r.Concurrency > MaxAgents, "concurrency", "must be in 1 to 1,000,000")
	f.add(!(r.Shrinkage >= 0 && r.Shrinkage <= 0.99), "shrinkage", "must be in 0 to 0.99")
	f.add(r.MinAgents < 0 || r.MinAgents > MaxAgents, "minAgents", "must be in 0 to 1,000,000")
	f.add(!(r.HourlyCost >= 0 && r.HourlyCost <= 1e15), "hourlyCost", "must be in 0 to 1e15")
	return r
}

// Need is what one interval takes, and gives.
type Need struct {
	Demand
	// Load is in erlangs.
	Load float64
	// Agents are there for contacts.
	Agents int
	// Roster are the agents on the roster, so that after shrinkage Agents are left.
	Roster int
	// Figures are what the agents then give, in balance.
	Figures Figures
}

// Plan is what a row of intervals takes. It is a value of its own: changing it changes
// nothing else.
type Plan struct {
	// Needs has one element for each interval, in the order of the demand.
	Needs []Need
	// Options are those of the plan, with the defaults filled in.
	Options Options
}

// New returns the fewest agents for each interval that meet the target. Nil options
// are the defaults. Errors: every [FieldError] of demand and options in one, and
// [ErrUnreachable], naming the interval. An error comes without a plan. A day of 48
// intervals with 20 agents takes some tens of milliseconds.
func New(demand []Demand, opts *Options) (*Plan, error) {
	var f faults
	o := opts.resolve(&f)
	for i, d := range demand {
		d.check(&f, fmt.Sprintf("demand[%d]", i), o)
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	p := &Plan{Needs: make([]Need, len(demand)), Options: o}
	for i, d := range demand {
		n, err := o.need(d)
		if err != nil {
			return nil, fmt.Errorf("demand[%d]: %w", i, err)
		}
		p.Needs[i] = n
	}
	return p, nil
}

func (d Demand) check(f *faults, field string, o Options) {
	f.add(!(d.Contacts >= 0 && d.Contacts <= math.MaxFloat64), field+".contacts", "must be a number of at least 0")
	if d.Contacts == 0 {
		return
	}
	f.add(d.Handle <= 0, field+".handle", "must be above 0")
	f.add(d.Patience < 0, field+".patience", "must not be negative")
	checkPatience(f, field+".patience", o.queue(d).Patience, d.Handle)
	f.add(o.queue(d).Load > MaxLoad, field, "comes to more than 1,000,000 erlangs")
}

// queue is the queue of an interval, still without agents.
func (o Options) queue(d Demand) Queue {
	q := Queue{Load: Load(d.Contacts, o.Interval, d.Handle), Handle: d.Handle, Patience: d.Patience}
	if q.Patience == 0 {
		q.Patience = o.Patience
	}
	return q
}

func (o Options) need(d Demand) (Need, error) {
	q := o.queue(d)
	agents, figures := 0, Figures{ServiceLevel: 1}
	if d.Contacts > 0 {
		var err error
		if agents, figures, err = q.agentsFor(o.Target, o.Concurrency); err != nil {
			return Need{}, err
		}
	} else {
		q.Load = 0
	}
	if agents < o.MinAgents {
		agents = o.MinAgents
		if d.Contacts > 0 {
			q.Agents = min(agents, MaxAgents/o.Concurrency) * o.Concurrency
			figures, _ = o.Target.holds(q)
		}
	}
	return Need{Demand: d, Load: q.Load, Agents: agents, Roster: o.roster(agents), Figures: figures}, nil
}

// roster adds those who are paid and not there. What is a whole number but for
// rounding is taken for one.
func (o Options) roster(agents int) int {
	return int(math.Ceil(float64(agents) / (1 - o.Shrinkage) * (1 - 1e-12)))
}

// Capacity returns what so many agents can take in one interval at the target: the
// inverse of [New], as the [Need] whose Contacts is the highest, to 9 digits. Shrinkage
// adds the roster as in a plan; MinAgents does not matter. Errors: [FieldError]s, and
// [ErrUnbounded] as of [Queue.LoadFor].
func Capacity(agents int, handle time.Duration, opts *Options) (Need, error) {
	var f faults
	o := opts.resolve(&f)
	f.add(agents < 0 || agents > MaxAgents/max(1, o.Concurrency), "agents", "must be at least 0 and have at most 1,000,000 places")
	f.add(handle <= 0, "handle", "must be above 0")
	checkPatience(&f, "patience", o.Patience, handle)
	if err := f.err(); err != nil {
		return Need{}, err
	}
	q := Queue{Agents: agents * o.Concurrency, Handle: handle, Patience: o.Patience}
	load, figures, err := q.loadFor(o.Target)
	if err != nil {
		return Need{}, err
	}
	return Need{
		Demand:  Demand{Contacts: load * float64(o.Interval) / float64(handle), Handle: handle},
		Load:    load,
		Agents:  agents,
		Roster:  o.roster(agents),
		Figures: figures,
	}, nil
}
