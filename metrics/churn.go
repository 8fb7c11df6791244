package metrics

import (
	"context"
	"time"
)

// A ChurnQuery asks how many customers stay away.
type ChurnQuery struct {
	// Cohort describes the talks that make somebody a customer of this question, and the range in which he was active.
	Cohort
	// Window is how long he has to stay away after his last talk of the range. Default: 90 days.
	Window time.Duration
	// Left, where the host knows better (a contract that ended, an account that was closed), says whether a customer
	// left, and whether that is known; where it is not, Window decides. A panic is contained and ends the
	// reading. Default: Window decides.
	Left func(customer string, last time.Time) (left, known bool)
}

// Churn is how many customers stay away: of the known customers with a talk in the range, those who did not come back
// within Window after the last one there, whatever they would have come for. Customers whose window is not over, and who
// did not come back yet, are Undecided and in no rate.
//
// Silence is not always a loss: who has no trouble does not ask. The rate is for comparisons (by outcome of the last talk,
// by category, with the period before) unless Left tells the truth.
type Churn struct {
	Customers int `json:"customers"`
	Churned   int `json:"churned"`
	Stayed    int `json:"stayed"`
	Undecided int `json:"undecided"`
	// Rate is Churned of Churned and Stayed.
	Rate Value `json:"rate"`
	// ByOutcome is the rate by how the last talk of the range ended.
	ByOutcome map[Outcome]Value `json:"by_outcome,omitempty"`
	Window    time.Duration     `json:"window"`
}

type lastTalk struct {
	start   time.Time
	outcome Outcome
	back    bool
}

// Churn counts the customers who stay away. Errors are those of [Collector.Episodes].
func (c *Collector) Churn(ctx context.Context, q ChurnQuery) (*Churn, error) {
	if q.Window < 0 {
		fault := &QueryError{}
		fault.add("Window", "is below 0")
		return nil, fault
	}
	if q.Window == 0 {
		q.Window = 90 * 24 * time.Hour
	}
	q.Subject = Talk
	now := c.opts.Now()
	customers := map[string]*lastTalk{}
	for e, err := range c.Episodes(ctx, q.Cohort) {
		if err != nil {
			return nil, err
		}
		if e.Customer != "" {
			customers[e.Customer] = &lastTalk{start: e.Start, outcome: e.Outcome}
		}
	}
	// Whatever he comes for afterwards, he is still there: the rest of the cohort does not matter.
	err := c.eachEpisode(ctx, q.From, q.To.Add(q.Window), func(e *Episode) {
		if x := customers[e.Customer]; x != nil && e.Subject == Talk && e.Start.After(x.start) && e.Start.Before(x.start.Add(q.Window)) {
			x.back = true
		}
	})
	if err != nil {
		return nil, err
	}
	return q.count(customers, now)
}

func (q *ChurnQuery) count(customers map[string]*lastTalk, now time.Time) (*Churn, error) {
	churn := &Churn{Customers: len(customers), Window: q.Window, ByOutcome: map[Outcome]Value{}}
	churned, decided := map[Outcome]int64{}, map[Outcome]int64{}
	for customer, x := range customers {
		left, known, err := q.left(customer, x, now)
		if err != nil {
			return nil, err
		}
		switch {
		case !known:
			churn.Undecided++
			continue
		case left:
			churn.Churned++
			churned[x.outcome]++
		default:
			churn.Stayed++
		}
		decided[x.outcome]++
	}
	churn.Rate = shareValue(int64(churn.Churned), int64(churn.Churned+churn.Stayed))
	for o, n := range decided {
		churn.ByOutcome[o] = shareValue(churned[o], n)
	}
	return churn, nil
}

// left says whether a customer left, and whether that can be said.
func (q *ChurnQuery) left(customer string, x *lastTalk, now time.Time) (left, known bool, err error) {
	if q.Left != nil {
		err = contained(func() { left, known = q.Left(customer, x.start) })
		if known || err != nil {
			return left, known, err
		}
	}
	return !x.back, x.back || !x.start.Add(q.Window).After(now), nil
}
