package metrics

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// A FunnelQuery asks where customers leave a flow.
type FunnelQuery struct {
	// Flow is the flow. Required.
	Flow string
	// From and To bound the starts of the talks, as in a [Query]. Required.
	From, To time.Time
	// Where keeps walks by dimensions; see [Query.Where].
	Where map[Dimension][]string
	// Zone is that of Where, for hours and weekdays. Default: UTC.
	Zone *time.Location
}

// Funnel is what becomes of those who enter a flow. Walks that are over ended in one of three ways: Completed, HandedOff
// to a person, or Left, which is everything else; those that are not over are Running.
type Funnel struct {
	Flow      string `json:"flow"`
	Started   int64  `json:"started"`
	Completed int64  `json:"completed"`
	HandedOff int64  `json:"handed_off"`
	Left      int64  `json:"left"`
	Running   int64  `json:"running"`
	// Completion and DropOff are shares of the walks that are over.
	Completion Value `json:"completion"`
	DropOff    Value `json:"drop_off"`
	// Steps are in their typical order: by their mean place in the walks that reached them.
	Steps   []FunnelStep `json:"steps"`
	Through time.Time    `json:"through"`
}

// FunnelStep is what happens at a step of a flow.
type FunnelStep struct {
	Step string `json:"step"`
	// Place is the mean place of the step in walks that reached it, from 1.
	Place float64 `json:"place"`
	// Reached and Filled count walks, Rejected what customers said that was not taken, Left the
	// walks that ended here without completing.
	Reached  int64 `json:"reached"`
	Filled   int64 `json:"filled"`
	Rejected int64 `json:"rejected"`
	Left     int64 `json:"left"`
	// Arrival is Reached as a share of the walks that started, DropOff is Left as a share of Reached.
	Arrival Value `json:"arrival"`
	DropOff Value `json:"drop_off"`
	// Retries is how often, in the mean of walks that reached the step, something was not taken.
	Retries Value `json:"retries"`
	// Median and P90 are how long the step took until it was filled, in seconds.
	Median Value `json:"median"`
	P90    Value `json:"p90"`
}

func plainly(m Measure) wanted { return wanted{recipe: recipe{kind: isSum, top: sumOf(m)}} }

func spreadOf(m Measure, percent float64) wanted {
	return wanted{recipe: recipe{kind: isMean, top: sumOf(m), over: []term{{m: m, times: true}}}, percent: percent, spread: true}
}

func ratioOf(top, over []term) wanted {
	return wanted{recipe: recipe{kind: isRatio, top: top, over: over}}
}

// Funnel tells where customers leave a flow, where they are not understood, and what takes long. A flow that nobody
// entered has zeros and no steps. Errors are those of [Collector.Query].
func (c *Collector) Funnel(ctx context.Context, q FunnelQuery) (*Funnel, error) {
	walks := []wanted{
		plainly(FlowsStarted), plainly(FlowsCompleted), plainly(FlowsHandedOff), plainly(FlowsLeft),
		mustWant(FlowCompletion), mustWant(FlowDropOff),
	}
	fault := &QueryError{}
	if q.Flow == "" {
		fault.add("Flow", "is missing")
	}
	table, err := c.derive(ctx, Query{From: q.From, To: q.To, Where: narrowed(q.Where, ByFlow, q.Flow), Zone: q.Zone}, walks, fault)
	if err != nil {
		return nil, err
	}
	v := table.Rows[0].Values
	f := &Funnel{
		Flow: q.Flow, Started: v[0].Of, Completed: v[1].Of, HandedOff: v[2].Of, Left: v[3].Of, Completion: v[4], DropOff: v[5], Through: table.Through,
	}
	f.Running = f.Started - f.Completed - f.HandedOff - f.Left
	f.Steps, err = c.funnelSteps(ctx, q, f.Started)
	return f, err
}

func (c *Collector) funnelSteps(ctx context.Context, q FunnelQuery, started int64) ([]FunnelStep, error) {
	steps := []wanted{
		plainly(StepsReached), plainly(StepsFilled), plainly(StepsRejected), plainly(StepsLeft),
		ratioOf(sumOf(StepOrder), sumOf(StepsReached)), ratioOf(sumOf(StepsLeft), sumOf(StepsReached)),
		ratioOf(sumOf(StepsRejected), sumOf(StepsReached)), spreadOf(StepTime, 50), spreadOf(StepTime, 90),
	}
	table, err := c.derive(ctx, Query{
		From: q.From, To: q.To, Where: narrowed(q.Where, ByFlow, q.Flow), Zone: q.Zone, GroupBy: []Dimension{ByStep}, Limit: mostLimit,
	}, steps, &QueryError{})
	if err != nil {
		return nil, err
	}
	list := make([]FunnelStep, 0, len(table.Rows))
	for _, row := range table.Rows {
		v := row.Values
		list = append(list, FunnelStep{
			Step: row.Group[0], Reached: v[0].Of, Filled: v[1].Of, Rejected: v[2].Of, Left: v[3].Of, Place: v[4].X,
			Arrival: shareValue(v[0].Of, started), DropOff: v[5], Retries: v[6], Median: v[7], P90: v[8],
		})
	}
	slices.SortStableFunc(list, func(a, b FunnelStep) int {
		return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Step, b.Step))
	})
	return list, nil
}

// shareValue is a part of a whole; of nothing it is unknown.
func shareValue(part, whole int64) Value {
	if whole <= 0 {
		return Value{}
	}
	return Value{X: float64(part) / float64(whole), Known: true, Of: whole}
}

// mustWant finds a metric of this package.
func mustWant(m Metric) wanted {
	w, _ := want(m)
	return w
}

// narrowed adds a value to a Where; it takes the place of others in its dimension.
func narrowed(where map[Dimension][]string, d Dimension, value string) map[Dimension][]string {
	to := make(map[Dimension][]string, len(where)+1)
	for k, v := range where {
		to[k] = v
	}
	to[d] = []string{value}
	return to
}

// derive answers a query for metrics that have no name, together with what was wrong before.
func (c *Collector) derive(ctx context.Context, q Query, metrics []wanted, fault *QueryError) (*Table, error) {
	q, err := q.completeFor(metrics, fault)
	if err != nil {
		return nil, err
	}
	return c.answer(ctx, q, metrics)
}
