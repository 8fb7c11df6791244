package metrics

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"time"
)

// A Signal is something that shows that a customer may be about to leave, or to quarrel.
type Signal string

// The signals. Each is from 0 to 1 for a talk or ticket.
const (
	// BadMood: how far below 0 his last mood was.
	BadMood Signal = "bad_mood"
	// Souring: how much worse his mood was at the end than at the beginning, halved.
	Souring Signal = "souring"
	// SaidAgain: he had to ask again, 1 - 1/2^n for n times.
	SaidAgain Signal = "said_again"
	// CameBack: he came back about what was thought to be settled.
	CameBack Signal = "came_back"
	// LowRating: 1 for one star, .75 for two, .5 for three, from four on 0.
	LowRating Signal = "low_rating"
	// LeftUnsettled: the talk ended Unresolved, or HandedOff without being settled; the ticket was closed unsolved.
	LeftUnsettled Signal = "left_unsettled"
	// WalkedAway: he left before anybody served him.
	WalkedAway Signal = "walked_away"
	// NotHelpedBy: he said that answers did not help, 1 - 1/2^n for n of them.
	NotHelpedBy Signal = "not_helped"
	// BrokenPromise: goals of his ticket were missed, 1 - 1/2^n for n of them.
	BrokenPromise Signal = "broken_promise"
)

// DefaultWeights are how much each signal says by itself, from 0 to 1: our own judgement, to be replaced by what a host
// learns of his customers. The caller may change the map.
func DefaultWeights() map[Signal]float64 {
	return map[Signal]float64{
		BadMood: .35, Souring: .25, SaidAgain: .2, CameBack: .25, LowRating: .4, LeftUnsettled: .3, WalkedAway: .2, NotHelpedBy: .15, BrokenPromise: .35,
	}
}

// A RiskQuery asks which customers are at risk.
type RiskQuery struct {
	// Cohort describes the talks that count; From and To are required, and its Subject has no meaning: tickets count as well.
	Cohort
	// HalfLife is after which time a talk or ticket weighs half. Default: 14 days.
	HalfLife time.Duration
	// Weights are from 0 to 1; signals that are not there count for nothing. Default: [DefaultWeights].
	Weights map[Signal]float64
	// Least leaves out customers below a score. Default: 0, which leaves out those without any signal.
	Least float64
	// Limit is how many customers are returned. Default: 100, at most 10,000.
	Limit int
}

// Risk is how much one customer is at risk.
type Risk struct {
	Customer string `json:"customer"`
	// Score is from 0 to below 1: 1 less the product, over all episodes of the customer and all signals, of (1 - weight * signal *
	// 2^(-age/HalfLife)), the age being from the episode's last event to the query's To. So each sign
	// raises it, none alone beyond its weight, and it fades. It is no probability until a host has compared it with what became of his customers.
	Score float64 `json:"score"`
	// Reasons are the signals with their part in the score, the largest first; the parts add up to 1.
	Reasons []RiskReason `json:"reasons"`
	// Episodes is how many talks and tickets he had, Last the latest event of these.
	Episodes int       `json:"episodes"`
	Last     time.Time `json:"last"`
}

// RiskReason is what one signal adds to a risk.
type RiskReason struct {
	Signal Signal `json:"signal"`
	// Part is of the logarithm of 1 - score, to which signals add up.
	Part float64 `json:"part"`
	// Episodes are the ids of those that show it, up to 3, those that weigh most first.
	Episodes []string `json:"episodes"`
}

// Risks returns the customers at risk, the highest score first. Unknown customers are left out. Errors are those of [Collector.Episodes];
// a weight that is not from 0 to 1, a Least that is no score, a negative HalfLife and a Limit out of range are in a [QueryError].
func (c *Collector) Risks(ctx context.Context, q RiskQuery) ([]Risk, error) {
	fault := &QueryError{}
	for s, w := range q.Weights {
		if !(w >= 0 && w <= 1) {
			fault.add("Weights["+string(s)+"]", "is not from 0 to 1")
		}
	}
	if q.HalfLife < 0 {
		fault.add("HalfLife", "is below 0")
	}
	if !(q.Least >= 0 && q.Least <= 1) {
		fault.add("Least", "is not from 0 to 1")
	}
	if q.Limit < 0 || q.Limit > mostLimit {
		fault.add("Limit", "is not from 1 to %d", mostLimit)
	}
	if err := fault.err(); err != nil {
		return nil, err
	}
	q.HalfLife = cmp.Or(q.HalfLife, 14*24*time.Hour)
	q.Limit = cmp.Or(q.Limit, 100)
	if q.Weights == nil {
		q.Weights = DefaultWeights()
	}
	at := map[string]*atRisk{}
	for _, subject := range []Subject{Talk, Case} {
		q.Subject = subject
		for e, err := range c.Episodes(ctx, q.Cohort) {
			if err != nil {
				return nil, err
			}
			if e.Customer == "" {
				continue
			}
			r := at[e.Customer]
			if r == nil {
				r = &atRisk{parts: map[Signal]*riskPart{}}
				at[e.Customer] = r
			}
			r.add(&e, &q)
		}
	}
	var list []Risk
	for customer, r := range at {
		if risk := r.risk(customer); risk.Score > 0 && risk.Score >= q.Least {
			list = append(list, risk)
		}
	}
	slices.SortFunc(list, func(a, b Risk) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.Customer, b.Customer))
	})
	return list[:min(len(list), q.Limit)], nil
}

// atRisk is what is known of a customer.
type atRisk struct {
	parts    map[Signal]*riskPart
	episodes int
	last     time.Time
}

type riskPart struct {
	sum float64 // of -log(1 - weight * signal * age)
	top []weighed
}

type weighed struct {
	id string
	by float64
}

// surest is the most that one sign counts, so that a weight of 1 leaves a score below 1.
const surest = .999

func (r *atRisk) add(e *Episode, q *RiskQuery) {
	r.episodes++
	if e.Last.After(r.last) {
		r.last = e.Last
	}
	fade := math.Exp2(-float64(max(0, q.To.Sub(e.Last))) / float64(q.HalfLife))
	e.signals(func(s Signal, x float64) {
		by := -math.Log1p(-min(surest, q.Weights[s]*min(x, 1)*fade))
		if !(by > 0) {
			return
		}
		p := r.parts[s]
		if p == nil {
			p = &riskPart{}
			r.parts[s] = p
		}
		p.sum += by
		p.top = append(p.top, weighed{e.ID, by})
		slices.SortFunc(p.top, func(a, b weighed) int { return cmp.Or(cmp.Compare(b.by, a.by), strings.Compare(a.id, b.id)) })
		p.top = p.top[:min(len(p.top), 3)]
	})
}

func (r *atRisk) risk(customer string) Risk {
	risk := Risk{Customer: customer, Episodes: r.episodes, Last: r.last}
	signals := make([]Signal, 0, len(r.parts))
	for s := range r.parts {
		signals = append(signals, s)
	}
	slices.Sort(signals) // floating-point sums depend on the order
	sum := 0.0
	for _, s := range signals {
		sum += r.parts[s].sum
	}
	for _, s := range signals {
		reason := RiskReason{Signal: s, Part: r.parts[s].sum / sum}
		for _, t := range r.parts[s].top {
			reason.Episodes = append(reason.Episodes, t.id)
		}
		risk.Reasons = append(risk.Reasons, reason)
	}
	slices.SortStableFunc(risk.Reasons, func(a, b RiskReason) int { return cmp.Compare(b.Part, a.Part) })
	risk.Score = min(-math.Expm1(-sum), math.Nextafter(1, 0))
	return risk
}

// signals tells what an episode shows.
func (e *Episode) signals(show func(Signal, float64)) {
	often := func(n int) float64 { return 1 - math.Exp2(-float64(n)) }
	if n := len(e.Moods); n > 0 {
		first, last := float64(e.Moods[0]), float64(e.Moods[n-1])
		show(BadMood, max(0, -last))
		show(Souring, max(0, first-last)/2)
	}
	show(SaidAgain, often(e.Repeats))
	show(NotHelpedBy, often(e.NotHelped))
	missed := 0
	for _, g := range e.Goals {
		if !g.Met {
			missed++
		}
	}
	show(BrokenPromise, often(missed))
	if e.Reopens || e.Subject == Case && e.Reopened {
		show(CameBack, 1)
	}
	if e.Rating > 0 && e.Rating < 4 {
		show(LowRating, 1-(e.Rating-1)/4)
	}
	switch e.Outcome {
	case Unresolved, HandedOff:
		show(LeftUnsettled, 1)
	case Abandoned:
		show(WalkedAway, 1)
	case Open, ByBot, ByHuman:
	}
}
