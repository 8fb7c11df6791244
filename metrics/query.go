package metrics

import (
	"context"
	"slices"
	"time"
)

// Dimension is what numbers can be grouped by. A label of the host's is "label:" and its name.
type Dimension string

// The dimensions.
const (
	ByAgent    Dimension = "agent"
	ByQueue    Dimension = "queue"
	ByChannel  Dimension = "channel"
	ByCategory Dimension = "category"
	ByTier     Dimension = "tier"
	ByLanguage Dimension = "language"
	ByRegion   Dimension = "region"
	ByBase     Dimension = "base"
	ByFlow     Dimension = "flow"
	ByStep     Dimension = "step" // of a flow, the promise of a goal, or the state of an agent
	ByReason   Dimension = "reason"
	// ByHour is the hour of the day in the query's zone, "00" to "23"; ByWeekday the day of
	// the week, "1" (Monday) to "7".
	ByHour    Dimension = "hour"
	ByWeekday Dimension = "weekday"
)

// Bucket is a width of time.
type Bucket string

// The buckets. Days, weeks (from Monday) and months are those of the query's zone.
const (
	Whole       Bucket = "" // the whole range is one
	QuarterHour Bucket = "15m"
	HalfHour    Bucket = "30m"
	Hourly      Bucket = "hour"
	Daily       Bucket = "day"
	Weekly      Bucket = "week"
	Monthly     Bucket = "month"
)

// A Query asks for metrics. It is refused, by a [QueryError], where a metric cannot be told apart by a dimension of
// GroupBy or Where ([Definition].By): queues have waits but no talks, and who gave up waiting had no agent. A metric
// that is about agents' own work (their replies, their stints) is theirs; others are of the agent of the talk.
type Query struct {
	// Metrics are the columns. Required.
	Metrics []Metric
	// From and To bound the starts of episodes: from included, to not. Required; they are
	// moved outwards to whole quarters of an hour.
	From, To time.Time
	// Bucket and GroupBy are the rows.
	Bucket  Bucket
	GroupBy []Dimension
	// Where keeps what has one of the values, in each of the dimensions. A category takes what is
	// below it.
	Where map[Dimension][]string
	// Depth cuts categories to their first parts when they are grouped by. Default: whole.
	Depth int
	// Zone is where days begin. Default: UTC.
	Zone *time.Location
	// Limit is how many values a dimension can have: those with the largest volume, which is what the
	// first metric is of ([Value.Of]); what is beyond is one value, [Other]. Default: 100, at most 10,000.
	Limit int
}

// Other is the value of a dimension that stands for all values beyond [Query.Limit].
const Other = "(other)"

// Row is what a table says of one bucket and group.
type Row struct {
	// Start is that of the bucket, in the query's zone; the query's From where there are no buckets.
	Start time.Time `json:"start"`
	// Group has a value for each dimension of the query; "" is "unknown".
	Group  []string `json:"group,omitempty"`
	Values []Value  `json:"values"`
}

// Table is the answer to a query: rows in the order of time, then of groups with the largest volume
// first, [Other] last. Buckets without anything in them have a row where there are no groups.
type Table struct {
	Query Query
	Rows  []Row
	// Through is the time up to which everything that was recorded is in the numbers, but for what [Collector.Roll] gave up: a
	// conversation, ticket or day of an agent's that got an event each time it was folded counts as it was at its last fold that held.
	Through time.Time
}

// Query answers a query from the sums of the store; metrics that need to know what a customer did
// later ([FirstContact], [DurableResolution]) read the episodes of the range and of
// [Rules.Durable] around it. What was recorded since the last [Collector.Roll] is folded first.
func (c *Collector) Query(ctx context.Context, q Query) (*Table, error) {
	q, metrics, err := q.complete()
	if err != nil {
		return nil, err
	}
	return c.answer(ctx, q, metrics)
}

// answer computes metrics over a query that was checked.
func (c *Collector) answer(ctx context.Context, q Query, metrics []wanted) (*Table, error) {
	through := c.opts.Now()
	if _, err := c.Roll(ctx); err != nil {
		return nil, err
	}
	t := newTally(q, metrics)
	from, to := slotStart(t.cal.from), slotStart(t.cal.to)
	customers := func(w wanted) bool { return w.customers() }
	if !slices.ContainsFunc(metrics, customers) || slices.ContainsFunc(metrics, func(w wanted) bool { return !w.customers() }) {
		for s, err := range c.store.Sheets(ctx, from, to) {
			if err != nil {
				return nil, err
			}
			t.add(s)
		}
	}
	if slices.ContainsFunc(metrics, customers) {
		s, err := c.contacts(ctx, from, to, through)
		if err != nil {
			return nil, err
		}
		t.add(s)
	}
	return t.table(through)
}
