package metrics

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A QueryFault is one thing that is wrong with a query.
type QueryFault struct {
	// Field is the path of the field, such as "GroupBy[1]", and Reason completes the sentence that it begins.
	Field  string `json:"field"`
	Reason string `json:"reason"`
}

// QueryError says everything that is wrong with a query. It unwraps to [ErrInvalid].
type QueryError struct {
	Faults []QueryFault `json:"faults"`
}

// Error names all faults.
func (e *QueryError) Error() string {
	parts := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		parts[i] = f.Field + " " + f.Reason
	}
	return "metrics: query: " + strings.Join(parts, "; ")
}

// Unwrap returns [ErrInvalid].
func (e *QueryError) Unwrap() error { return ErrInvalid }

func (e *QueryError) add(field, format string, args ...any) {
	if f := (QueryFault{field, fmt.Sprintf(format, args...)}); !slices.Contains(e.Faults, f) {
		e.Faults = append(e.Faults, f)
	}
}

// err is nil where there is no fault.
func (e *QueryError) err() error {
	if len(e.Faults) == 0 {
		return nil
	}
	return e
}

const (
	mostGroups  = 8       // dimensions in a query
	mostRows    = 1 << 20 // rows of a table, before values beyond the limit are put together
	mostBuckets = 100_000
	mostYears   = 100 // in a range that is cut into buckets
	mostLimit   = 10_000
)

const labelPrefix = "label:"

// ByLabel is the dimension of a label of the host's.
func ByLabel(name string) Dimension { return Dimension(labelPrefix + name) }

// carrier is what a measure has to carry for a dimension; 0 for what is no dimension.
func (d Dimension) carrier() carried {
	switch d {
	case ByAgent:
		return byAgent
	case ByQueue:
		return byQueue
	case ByChannel, ByCategory, ByTier, ByLanguage, ByRegion, ByBase:
		return byCustomer
	case ByFlow:
		return byFlow
	case ByStep:
		return byStep
	case ByReason:
		return byReason
	case ByHour:
		return byHour
	case ByWeekday:
		return ^carried(0)
	}
	if name, ok := strings.CutPrefix(string(d), labelPrefix); ok && name != "" {
		return byCustomer
	}
	return 0
}

// dimensions are what a metric can be grouped by.
func (r recipe) dimensions() (list []Dimension) {
	by := r.by()
	for _, d := range []Dimension{
		ByAgent, ByQueue, ByChannel, ByCategory, ByTier, ByLanguage, ByRegion, ByBase, ByLabel("*"), ByFlow, ByStep, ByReason, ByHour, ByWeekday,
	} {
		if by&d.carrier() != 0 {
			list = append(list, d)
		}
	}
	return list
}

// complete checks a query and fills in the defaults.
func (q Query) complete() (Query, []wanted, error) {
	fault := &QueryError{}
	metrics := q.wants(fault)
	q, err := q.completeFor(metrics, fault)
	return q, metrics, err
}

// completeFor is complete for metrics that were looked up.
func (q Query) completeFor(metrics []wanted, fault *QueryError) (Query, error) {
	q.checkRange(fault)
	q.checkGroups(fault)
	q.checkWhere(fault)
	for i, w := range metrics {
		q.checkCarried(w, i, fault)
	}
	if q.Depth < 0 {
		fault.add("Depth", "is below 0")
	}
	if q.Limit < 0 || q.Limit > mostLimit {
		fault.add("Limit", "is not from 1 to %d", mostLimit)
	}
	if q.Limit == 0 {
		q.Limit = 100
	}
	if q.Zone == nil {
		q.Zone = time.UTC
	}
	return q, fault.err()
}

// wants looks the metrics up. Where one is unknown, its place is empty.
func (q Query) wants(fault *QueryError) []wanted {
	if len(q.Metrics) == 0 {
		fault.add("Metrics", "are missing")
	}
	list := make([]wanted, len(q.Metrics))
	for i, m := range q.Metrics {
		w, ok := want(m)
		if !ok {
			fault.add(fmt.Sprintf("Metrics[%d]", i), "%q is no metric, or has no such percentile", m)
		}
		list[i] = w
	}
	return list
}

func (q Query) checkRange(fault *QueryError) {
	if q.From.IsZero() {
		fault.add("From", "is missing")
	}
	if q.To.IsZero() {
		fault.add("To", "is missing")
	}
	if q.From.IsZero() || q.To.IsZero() {
		return
	}
	if !q.To.After(q.From) {
		fault.add("To", "is not after From")
		return
	}
	width, ok := bucketWidths[q.Bucket]
	switch {
	case !ok:
		fault.add("Bucket", "%q is none of 15m, 30m, hour, day, week, month", q.Bucket)
	case q.Bucket == Whole:
	case q.To.After(q.From.AddDate(mostYears, 0, 0)):
		fault.add("To", "is more than %d years after From, in buckets", mostYears)
	case q.To.Sub(q.From)/width > mostBuckets:
		fault.add("Bucket", "makes more than %d buckets of this range", mostBuckets)
	}
}

// bucketWidths are the least widths of buckets.
var bucketWidths = map[Bucket]time.Duration{
	Whole: 0, QuarterHour: Slot, HalfHour: 2 * Slot, Hourly: time.Hour, Daily: 22 * time.Hour, Weekly: 6 * 24 * time.Hour, Monthly: 27 * 24 * time.Hour,
}

func (q Query) checkGroups(fault *QueryError) {
	if len(q.GroupBy) > mostGroups {
		fault.add("GroupBy", "has more than %d dimensions", mostGroups)
	}
	for i, d := range q.GroupBy {
		field := fmt.Sprintf("GroupBy[%d]", i)
		if d.carrier() == 0 {
			fault.add(field, "%q is no dimension", d)
		}
		if slices.Contains(q.GroupBy[:i], d) {
			fault.add(field, "%q is there twice", d)
		}
	}
}

func (q Query) checkWhere(fault *QueryError) {
	for _, d := range q.filtered() {
		field := fmt.Sprintf("Where[%s]", d)
		switch {
		case d.carrier() == 0:
			fault.add(field, "is about no dimension")
		case len(q.Where[d]) == 0:
			fault.add(field, "has no values")
		case d == ByHour || d == ByWeekday:
			for _, v := range q.Where[d] {
				if n, err := strconv.Atoi(v); err != nil || v != clockText(d, n) {
					fault.add(field, `has %q, which is none of "00" to "23" or "1" to "7"`, v)
				}
			}
		}
	}
}

// filtered are the dimensions of Where, in their order.
func (q Query) filtered() []Dimension {
	list := make([]Dimension, 0, len(q.Where))
	for d := range q.Where {
		list = append(list, d)
	}
	slices.Sort(list)
	return list
}

// checkCarried refuses to tell a metric apart by what its measures do not know: the number would be that of
// another thing, or 0.
func (q Query) checkCarried(w wanted, i int, fault *QueryError) {
	if len(w.top) == 0 {
		return // an unknown one
	}
	by := w.by()
	field, name := fmt.Sprintf("Metrics[%d]", i), w.metric
	if name == "" {
		field, name = "Where", Metric(w.top[0].m.String())
	}
	refuse := func(d Dimension) {
		if need := d.carrier(); need != 0 && by&need == 0 {
			fault.add(field, "%q is not known by %s", name, d)
		}
	}
	for _, d := range q.GroupBy {
		refuse(d)
	}
	for _, d := range q.filtered() {
		if !slices.Contains(q.GroupBy, d) {
			refuse(d)
		}
	}
	if by&byQuarter == 0 && (q.Bucket == QuarterHour || q.Bucket == HalfHour) {
		fault.add(field, "%q is known by hours only", name)
	}
}
