package metrics

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"
)

// Bottlenecks say where customers wait for people, and why.
type Bottlenecks struct {
	// Causes are by the reason of the hand-off and the queue; those that cost customers most time first.
	Causes []Bottleneck `json:"causes"`
	// Through is the time up to which everything that was recorded is in the numbers.
	Through time.Time `json:"through"`
}

// Bottleneck is what waits in one queue for one reason come to.
type Bottleneck struct {
	// Reason is that of the talk's hand-off, Queue where it waited; "" is unknown.
	Reason string `json:"reason"`
	Queue  string `json:"queue"`
	// Waits began; of those, Answered ended with an agent, Abandoned with the customer leaving, Diverted with
	// neither, and Waiting go on.
	Waits     int `json:"waits"`
	Answered  int `json:"answered"`
	Abandoned int `json:"abandoned"`
	Diverted  int `json:"diverted"`
	Waiting   int `json:"waiting"`
	// Transferred are waits in talks that had waited before.
	Transferred int `json:"transferred"`
	// Total is all time that customers waited, in waits that are over.
	Total time.Duration `json:"total"`
	// Mean, Median and P90 are those of waits that were answered, in seconds.
	Mean   Value `json:"mean"`
	Median Value `json:"median"`
	P90    Value `json:"p90"`
	// Abandonment is the share of Abandoned in Answered and Abandoned; Within that of Answered within
	// [Rules.Within] in the same.
	Abandonment Value `json:"abandonment"`
	Within      Value `json:"within"`
}

// Bottlenecks tells where the talks of a cohort waited for people, by the reason of the hand-off and by queue. It reads
// all episodes of the range. Errors are those of [Collector.Episodes].
func (c *Collector) Bottlenecks(ctx context.Context, o Cohort) (*Bottlenecks, error) {
	o.Subject = Talk
	through := c.opts.Now()
	causes := map[[2]string]*cause{}
	for e, err := range c.Episodes(ctx, o) {
		if err != nil {
			return nil, err
		}
		for i := range e.Visits {
			v := &e.Visits[i]
			key := [2]string{e.HandoffReason, v.Queue}
			if queues := o.Where[ByQueue]; len(queues) > 0 && !slices.Contains(queues, v.Queue) {
				continue
			}
			if causes[key] == nil {
				causes[key] = &cause{Bottleneck: Bottleneck{Reason: key[0], Queue: key[1]}}
			}
			causes[key].add(v, i > 0)
		}
	}
	list := make([]Bottleneck, 0, len(causes))
	for x := range maps.Values(causes) {
		list = append(list, x.sum())
	}
	slices.SortFunc(list, func(a, b Bottleneck) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(b.Waits, a.Waits), cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Queue, b.Queue))
	})
	return &Bottlenecks{Causes: list, Through: through}, nil
}

type cause struct {
	Bottleneck
	waits  Histogram
	served time.Duration
	within int
}

func (x *cause) add(v *Visit, again bool) {
	x.Waits++
	x.Transferred += oneIf(again)
	switch v.End {
	case "answered":
		x.Answered++
		x.within += oneIf(v.Within)
		x.served += v.Wait
		x.waits.Add(v.Wait.Microseconds(), 1)
	case "abandoned":
		x.Abandoned++
	case "diverted":
		x.Diverted++
	default:
		x.Waiting++
		return
	}
	x.Total += v.Wait
}

func (x *cause) sum() Bottleneck {
	b := x.Bottleneck
	b.Mean = meanValue(x.served.Seconds(), int64(b.Answered))
	median, p90 := spreadOf(WaitAnswered, 50), spreadOf(WaitAnswered, 90)
	b.Median, b.P90 = median.ofSpread(&x.waits), p90.ofSpread(&x.waits)
	b.Abandonment = shareValue(int64(b.Abandoned), int64(b.Answered+b.Abandoned))
	b.Within = shareValue(int64(x.within), int64(b.Answered+b.Abandoned))
	return b
}
