package alert

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/kefu-go/kefu/metrics"
)

// Errors of package alert.
var (
	// ErrInvalid is what all errors about unusable rules, silences and options unwrap to.
	ErrInvalid = errors.New("alert: invalid")
	// ErrConflict is what [Store.Save] returns where somebody else has saved since.
	ErrConflict = errors.New("alert: changed meanwhile")
)

// A Rule says when to tell somebody. It has exactly one of Metric, Gauge, Talk and Check, and exactly one of Above and
// Below.
type Rule struct {
	// Name is unique among the rules of an engine, 1 to 100 bytes.
	Name string
	// Group is what is told together: alerts of one group that change in the same evaluation are one [Notice]. Default: Name.
	Group string
	// Severity is a word of the host's, such as "page" or "mail"; it comes with the alerts.
	Severity string

	// Metric is a number of [metrics.Metric] over the last Window.
	Metric metrics.Metric
	// Gauge is a number of the live board.
	Gauge Gauge
	// Talk is a number of each open talk: each talk that passes the limit is an alert of its own.
	Talk Sign
	// Check is whatever the host can compute.
	Check CheckFunc

	// Above is the limit of a number that must not be larger; Below of one that must not be smaller.
	Above, Below *float64
	// Clear is how far the number has to come back for a firing alert to be over: down to Clear or less for
	// Above, up to it or more for Below. Default: the limit.
	Clear *float64
	// For is how long the limit has to be passed without a break, by the evaluations, before it is told. Default: at once.
	For time.Duration
	// Cooldown is how long after it was told the same alert is not told again. Default: none.
	Cooldown time.Duration
	// Repeat is how often an alert that goes on is told again. Default: never.
	Repeat time.Duration

	// Window is how far back a Metric looks, in whole quarters of an hour; an episode counts where it began. Default: an hour.
	Window time.Duration
	// GroupBy makes an alert of each value: any dimensions for a Metric; for a Gauge as it says.
	GroupBy []metrics.Dimension
	// Where keeps what has one of the values in each of the dimensions: of any for a Metric, of agent, queue, channel, category
	// (with what is below it), tier and language for a Talk.
	Where map[metrics.Dimension][]string
	// MinCount is how much a Metric has to be of (ratings, talks, ...) to be judged at all. Default: anything.
	MinCount int64
}

// Gauge is a number of [metrics.Moment].
type Gauge string

// The gauges, and what they can be grouped by.
const (
	Open        Gauge = "open"         // open talks; channel
	BotTalks    Gauge = "with_bot"     //
	Waiting     Gauge = "waiting"      // talks that wait for a person; by queue: items
	Served      Gauge = "served"       // talks with a person; by queue: items
	LongestWait Gauge = "longest_wait" // seconds; queue
	Online      Gauge = "online"       // agents
	Last5m      Gauge = "last_5m"      // talks that began
	Last1h      Gauge = "last_1h"      //
	AgentTalks  Gauge = "agent_talks"  // of the agent who has the most; agent
)

// Sign is a number of an open talk; see [metrics.TalkMoment].
type Sign string

// The signs.
const (
	Repeats    Sign = "repeats"    // how often something was said again
	Unanswered Sign = "unanswered" // questions that the bot did not know
	Failures   Sign = "failures"   //
	Messages   Sign = "messages"   // the customer's, in a talk that the bot has
	Mood       Sign = "mood"       // from -1 to 1, where it is known
	NoReply    Sign = "no_reply"   // seconds since the customer's first words that nobody has replied to
	ServedFor  Sign = "served_for" // seconds since the agent who has it got it
	WaitsFor   Sign = "waits_for"  // seconds since it began to wait for a person
	OpenFor    Sign = "open_for"   // seconds since it began
)

// A Value is a number, and what it is about.
type Value struct {
	// Labels tell the values of a rule apart, and are what the alert is identified by.
	Labels map[string]string
	// Notes say more about it: they come with the alert and may change.
	Notes map[string]string
	X     float64
	// Of is how much it is of; values of less than [Rule.MinCount] are not judged. 0 is "as much as is needed".
	Of int64
}

// CheckFunc computes the values of a rule at a time. A value that is left out is not beyond the limit. It is called under a deadline, and a
// panic is an error.
type CheckFunc func(ctx context.Context, now time.Time, source Source) ([]Value, error)

// Source is where the numbers come from; [metrics.Collector] is one.
type Source interface {
	Query(ctx context.Context, q metrics.Query) (*metrics.Table, error)
	Live() *metrics.Board
}

// RuleError says everything that is wrong with a rule. It unwraps to [ErrInvalid].
type RuleError struct {
	// Name is the rule's, and Index its place.
	Name   string
	Index  int
	Faults []string
}

// Error names all faults.
func (e *RuleError) Error() string {
	text := fmt.Sprintf("alert: rule %d (%q)", e.Index, e.Name)
	for i, f := range e.Faults {
		if i == 0 {
			text += ": " + f
		} else {
			text += "; " + f
		}
	}
	return text
}

// Unwrap returns [ErrInvalid].
func (e *RuleError) Unwrap() error { return ErrInvalid }

// gauges are what each gauge can be grouped by.
var gauges = map[Gauge]metrics.Dimension{
	Open: metrics.ByChannel, BotTalks: "", Waiting: metrics.ByQueue, Served: metrics.ByQueue, LongestWait: metrics.ByQueue,
	Online: "", Last5m: "", Last1h: "", AgentTalks: metrics.ByAgent,
}

// Validate returns a [RuleError] that names every fault, nil where there is none.
func (r *Rule) Validate() error {
	fault := &RuleError{Name: r.Name}
	add := func(bad bool, text string) {
		if bad {
			fault.Faults = append(fault.Faults, text)
		}
	}
	add(len(r.Name) < 1 || len(r.Name) > 100, "Name is not of 1 to 100 bytes")
	add(len(r.Group) > 100, "Group is longer than 100 bytes")
	sources := 0
	for _, is := range []bool{r.Metric != "", r.Gauge != "", r.Talk != "", r.Check != nil} {
		if is {
			sources++
		}
	}
	add(sources != 1, "it has not exactly one of Metric, Gauge, Talk and Check")
	add((r.Above == nil) == (r.Below == nil), "it has not exactly one of Above and Below")
	for _, limit := range []*float64{r.Above, r.Below, r.Clear} {
		add(limit != nil && (math.IsNaN(*limit) || math.IsInf(*limit, 0)), "a limit is not a number")
	}
	add(r.Clear != nil && (r.Above != nil && *r.Clear > *r.Above || r.Below != nil && *r.Clear < *r.Below), "Clear is beyond the limit")
	for name, d := range map[string]time.Duration{"For": r.For, "Cooldown": r.Cooldown, "Repeat": r.Repeat, "Window": r.Window} {
		add(d < 0, name+" is negative")
	}
	add(r.Repeat > 0 && r.Repeat < time.Minute, "Repeat is below a minute")
	add(r.MinCount < 0, "MinCount is negative")
	if r.Metric == "" {
		add(r.Window != 0, "Window is for a Metric")
		add(r.MinCount != 0 && r.Check == nil, "MinCount is for a Metric")
	}
	switch {
	case sources != 1:
	case r.Metric != "":
		var bad *metrics.QueryError
		if err := r.query(time.Unix(0, 0)).Validate(); errors.As(err, &bad) {
			for _, f := range bad.Faults {
				add(true, f.Field+" "+f.Reason)
			}
		}
	case r.Gauge != "":
		by, known := gauges[r.Gauge]
		add(!known, "Gauge is none that there is")
		add(known && len(r.GroupBy) > 0 && (len(r.GroupBy) > 1 || r.GroupBy[0] != by || by == ""), "the Gauge cannot be grouped so")
		add(len(r.Where) > 0, "Where is for a Metric or a Talk")
	case r.Talk != "":
		add(!slices.Contains(signs, r.Talk), "Talk is no sign that there is")
		add(len(r.GroupBy) > 0, "GroupBy is not for a Talk: each is told of")
		for d := range r.Where {
			add(!slices.Contains(talkDimensions, d), "a Talk has no "+string(d))
		}
	default:
		add(len(r.GroupBy)+len(r.Where) > 0, "GroupBy and Where are not for a Check")
	}
	if len(fault.Faults) == 0 {
		return nil
	}
	slices.Sort(fault.Faults)
	fault.Faults = slices.Compact(fault.Faults)
	return fault
}

// query asks for the metric.
func (r *Rule) query(now time.Time) metrics.Query {
	window := r.Window
	if window == 0 {
		window = time.Hour
	}
	return metrics.Query{
		Metrics: []metrics.Metric{r.Metric}, From: now.Add(-window), To: now, GroupBy: r.GroupBy, Where: r.Where,
	}
}

func (r *Rule) group() string {
	if r.Group != "" {
		return r.Group
	}
	return r.Name
}

// limit is the limit that there is.
func (r *Rule) limit() float64 {
	if r.Above != nil {
		return *r.Above
	}
	return *r.Below
}

// passed says whether a number is beyond the limit, or, where an alert is on, not yet back.
func (r *Rule) passed(x float64, on bool) bool {
	limit := r.limit()
	if !on || r.Clear == nil {
		return r.Above != nil && x > limit || r.Below != nil && x < limit
	}
	return r.Above != nil && x > *r.Clear || r.Below != nil && x < *r.Clear
}
