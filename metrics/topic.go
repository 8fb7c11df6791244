package metrics

import (
	"context"
	"time"
)

// A TopicQuery asks what customers come about.
type TopicQuery struct {
	// From and To bound the starts of the talks, as in a [Query]. Required.
	From, To time.Time
	// By is what a topic is: ByCategory, ByReason (of hand-offs), or any dimension that talks have. Default: ByCategory.
	By Dimension
	// Depth cuts categories to their first parts. Default: whole.
	Depth int
	// Where keeps talks, Zone is that of hours and weekdays, Limit is how many topics there can be; see [Query].
	Where map[Dimension][]string
	Zone  *time.Location
	Limit int
}

// Topics are what customers come about, the largest first; [Other] is last.
type Topics struct {
	By     Dimension `json:"by"`
	Talks  int64     `json:"talks"`
	Before int64     `json:"before"`
	List   []Topic   `json:"list"`
	// Through is the time up to which everything that was recorded is in the numbers.
	Through time.Time `json:"through"`
}

// Topic is one of them.
type Topic struct {
	// Name is the value of the dimension; "" is unknown.
	Name string `json:"name"`
	// Talks is how many there were, Before how many in the time of equal length before, Change their
	// difference as a share of Before (1 is twice as many), which has no value where there were none before.
	Talks  int64 `json:"talks"`
	Before int64 `json:"before"`
	Change Value `json:"change"`
	// Share is of all talks.
	Share Value `json:"share"`
	// These are the metrics [UnresolvedRate] and [HandedOffRate] together, [BotResolutionRate], [UnansweredRate], [CSAT]
	// and [Mood]; they have no value where topics are the reasons of hand-offs.
	Unsettled     Value `json:"unsettled"`
	BotResolution Value `json:"bot_resolution"`
	Unanswered    Value `json:"unanswered"`
	CSAT          Value `json:"csat"`
	Mood          Value `json:"mood"`
}

// Topics tells what customers come about, how that changed from the time of equal length before, and where they are
// not helped. Errors are those of [Collector.Query].
func (c *Collector) Topics(ctx context.Context, q TopicQuery) (*Topics, error) {
	if q.By == "" {
		q.By = ByCategory
	}
	volume := Talks
	if q.By == ByReason {
		volume = TalksByReason
	}
	metrics := []wanted{plainly(volume)}
	if volume == Talks {
		metrics = append(
			metrics, ratioOf(sumOf(EndedUnresolved, EndedHandedOff), sumOf(TalksEnded)),
			mustWant(BotResolutionRate), mustWant(UnansweredRate), mustWant(CSAT), mustWant(Mood),
		)
	}
	query := Query{From: q.From, To: q.To, Where: q.Where, Zone: q.Zone, GroupBy: []Dimension{q.By}, Depth: q.Depth, Limit: q.Limit}
	table, err := c.derive(ctx, query, metrics, &QueryError{})
	if err != nil {
		return nil, err
	}
	query.From, query.To, query.Limit = q.From.Add(q.From.Sub(q.To)), q.From, mostLimit
	past, err := c.derive(ctx, query, metrics[:1], &QueryError{})
	if err != nil {
		return nil, err
	}
	return topics(q.By, table, past), nil
}

func topics(by Dimension, table, past *Table) *Topics {
	t := &Topics{By: by, Through: table.Through}
	before := map[string]int64{}
	for _, row := range past.Rows {
		before[row.Group[0]] = row.Values[0].Of
		t.Before += row.Values[0].Of
	}
	rest := t.Before
	for _, row := range table.Rows {
		name, v := row.Group[0], row.Values
		x := Topic{Name: name, Talks: v[0].Of, Before: before[name]}
		if len(v) > 1 {
			x.Unsettled, x.BotResolution, x.Unanswered, x.CSAT, x.Mood = v[1], v[2], v[3], v[4], v[5]
		}
		if name == Other { // all that have no line of their own
			x.Before = rest
		}
		rest -= x.Before
		x.Change = shareValue(x.Talks-x.Before, x.Before)
		t.Talks += x.Talks
		t.List = append(t.List, x)
	}
	for i := range t.List {
		t.List[i].Share = shareValue(t.List[i].Talks, t.Talks)
	}
	return t
}
