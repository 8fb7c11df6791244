package routingsim

// Report is what a simulation found, with intervals of the scenario's confidence.
// Times are in seconds.
type Report struct {
	// Scenario is its name.
	Scenario string `json:"scenario,omitempty"`
	// Observations is how many slices of replications the intervals rest on, each
	// of this many seconds.
	Observations int     `json:"observations"`
	Seconds      float64 `json:"seconds"`
	Confidence   float64 `json:"confidence"`
	// Within is the time of the service level, in seconds.
	Within float64 `json:"within"`
	// Total is all items together, Queues by the queue where they came, Streams by
	// their stream. Queues are in the order of the plan. An item that was refused
	// came to no queue.
	Total   Part   `json:"total"`
	Queues  []Part `json:"queues"`
	Streams []Part `json:"streams"`
	// Agents are in the order of the scenario.
	Agents []Work `json:"agents"`
	// Occupancy is the share of the capacity of agents at work that was used,
	// wrap-up included; Spread how unequal it was: the standard deviation of the
	// agents' occupancies.
	Occupancy Interval `json:"occupancy"`
	Spread    Interval `json:"spread"`
	// Events is how many things happened in all replications, warm-up included.
	Events int64 `json:"events"`

	load [2]series // what Occupancy and Spread are made of
}

// Part is what became of some of the items. An item counts in the observation in
// which it came, whenever it ended.
type Part struct {
	// Name is that of the queue or stream.
	Name string `json:"name,omitempty"`
	// Offered is how many came in an observation. The following are fractions of
	// these: Served by an agent; Abandoned, because their patience ended before;
	// Diverted by the plan to where no agent is; Refused by a full queue; Left over
	// at the end. They add up to 1.
	Offered   Interval `json:"offered"`
	Served    Interval `json:"served"`
	Abandoned Interval `json:"abandoned"`
	Diverted  Interval `json:"diverted"`
	Refused   Interval `json:"refused"`
	Left      Interval `json:"left"`
	// Overflowed is the fraction that was moved on from the queue where it first
	// waited to another one, or came to another one because its own was full or
	// closed.
	Overflowed Interval `json:"overflowed"`
	// Level is the service level: the fraction that was served in time.
	Level Interval `json:"service_level"`
	// Wait is the mean wait of those served (the average speed of answer), P50, P90
	// and P95 its quantiles: the mean over the observations of each one's own.
	Wait Interval `json:"wait"`
	P50  Interval `json:"wait_p50"`
	P90  Interval `json:"wait_p90"`
	P95  Interval `json:"wait_p95"`
	// WaitAll is the mean wait of all who were let in, whatever became of them.
	WaitAll Interval `json:"wait_all"`
	// Waiting is the mean number of those who wait at one time: in this queue,
	// wherever they came, or of this stream.
	Waiting Interval `json:"waiting"`

	series []series // in the order of measures
}

// Work is what an agent did.
type Work struct {
	// Agent is his id.
	Agent string `json:"agent"`
	// Hours is how long he was at work in an observation, Items how many he took.
	Hours Interval `json:"hours"`
	Items Interval `json:"items"`
	// Occupancy is the share of his capacity that was used while he was at work.
	Occupancy Interval `json:"occupancy"`
}

// measure is one figure of a [Part].
type measure struct {
	name string
	unit unit
	of   func(p *Part) *Interval
	from func(c []cell, seconds float64) series
}

// unit is how a figure is written.
type unit uint8

const (
	count unit = iota
	share
	span
)

// within cuts off what is impossible: negative figures, and more than all.
func (u unit) within(i Interval) Interval {
	i.Low = max(i.Low, 0)
	if u == share {
		i.High = min(i.High, 1)
	}
	return i
}

// measures are the figures of a part, in the order in which they are written.
func measures() []measure {
	rate := func(name string, of func(*Part) *Interval, part func(*cell) float64) measure {
		return measure{name, share, of, func(c []cell, _ float64) series { return over(c, part, offered) }}
	}
	at := func(name string, of func(*Part) *Interval, p float64) measure {
		return measure{name, span, of, func(c []cell, _ float64) series {
			return each(c, func(c *cell) float64 { return quantile(c.waits, p) })
		}}
	}
	ended := func(how ending) func(*cell) float64 { return func(c *cell) float64 { return c.ended[how] } }
	return []measure{
		{"offered", count, func(p *Part) *Interval { return &p.Offered }, func(c []cell, _ float64) series { return each(c, offered) }},
		rate("service level", func(p *Part) *Interval { return &p.Level }, func(c *cell) float64 { return c.inTime }),
		{"wait", span, func(p *Part) *Interval { return &p.Wait }, func(c []cell, _ float64) series {
			return over(c, func(c *cell) float64 { return sum(c.waits) }, func(c *cell) float64 { return float64(len(c.waits)) })
		}},
		at("wait p50", func(p *Part) *Interval { return &p.P50 }, 0.5),
		at("wait p90", func(p *Part) *Interval { return &p.P90 }, 0.9),
		at("wait p95", func(p *Part) *Interval { return &p.P95 }, 0.95),
		{"wait of all", span, func(p *Part) *Interval { return &p.WaitAll }, func(c []cell, _ float64) series {
			return over(c, func(c *cell) float64 { return c.waited }, func(c *cell) float64 { return c.offered - c.ended[refused] })
		}},
		{"waiting", count, func(p *Part) *Interval { return &p.Waiting }, func(c []cell, seconds float64) series {
			return each(c, func(c *cell) float64 { return c.waiting / seconds })
		}},
		rate("served", func(p *Part) *Interval { return &p.Served }, ended(served)),
		rate("abandoned", func(p *Part) *Interval { return &p.Abandoned }, ended(abandoned)),
		rate("diverted", func(p *Part) *Interval { return &p.Diverted }, ended(diverted)),
		rate("refused", func(p *Part) *Interval { return &p.Refused }, ended(refused)),
		rate("left over", func(p *Part) *Interval { return &p.Left }, ended(leftOver)),
		rate("overflowed", func(p *Part) *Interval { return &p.Overflowed }, func(c *cell) float64 { return c.overflowed }),
	}
}

func offered(c *cell) float64 { return c.offered }

func each(cells []cell, of func(*cell) float64) []float64 {
	out := make([]float64, len(cells))
	for i := range cells {
		out[i] = of(&cells[i])
	}
	return out
}

func over(cells []cell, a, b func(*cell) float64) series {
	return ratio(each(cells, a), each(cells, b))
}

func sum(xs []float64) (s float64) {
	for _, x := range xs {
		s += x
	}
	return s
}
