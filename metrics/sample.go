package metrics

import (
	"cmp"
	"context"
	"hash/fnv"
	"slices"
	"time"
)

// Samples are episodes to look at behind a number.
type Samples struct {
	Metric Metric `json:"metric"`
	// For are episodes that the metric counts: they add to the numerator, or were measured. Against are those
	// that it is of, and that do not add to the numerator. Out are those that it leaves out.
	For     []Sample `json:"for,omitempty"`
	Against []Sample `json:"against,omitempty"`
	Out     []Sample `json:"out,omitempty"`
	// Counts are of all episodes, not only of these.
	CountFor     int `json:"count_for"`
	CountAgainst int `json:"count_against"`
	CountOut     int `json:"count_out"`
}

// A Sample is an episode, and what it adds to a metric.
type Sample struct {
	Episode string    `json:"episode"`
	Start   time.Time `json:"start"`
	// Top is what it adds to the numerator of a rate, to a count, or to the sum of what is averaged; Of what it adds
	// to the denominator. Times are in seconds.
	Top float64 `json:"top"`
	Of  float64 `json:"of,omitempty"`
}

// mostSamples is how many can be asked for.
const mostSamples = 1000

// Samples returns up to n episodes that count for a metric, against it, and not at all, in the range of a query and
// where its Where holds; other fields of the query have no meaning here. Which ones are drawn depends on their ids
// only, so that it is the same ones every time, and no pattern in time. Talks of unknown customers are in no list of
// metrics that look at what customers did later. It reads all episodes of the range. Errors are
// those of [Collector.Query].
func (c *Collector) Samples(ctx context.Context, m Metric, q Query, n int) (*Samples, error) {
	q = Query{Metrics: []Metric{m}, From: q.From, To: q.To, Where: q.Where, Zone: q.Zone}
	fault := &QueryError{}
	if n < 1 || n > mostSamples {
		fault.add("n", "is not from 1 to %d", mostSamples)
	}
	list := q.wants(fault)
	q, err := q.completeFor(list, fault)
	if err != nil {
		return nil, err
	}
	now := c.opts.Now()
	if _, err := c.Roll(ctx); err != nil {
		return nil, err
	}
	s := newSampler(q, list[0], n)
	from, to := slotStart(s.cal.from), slotStart(s.cal.to)
	if s.w.customers() {
		err = c.eachContact(ctx, from, to, now, s.take)
	} else {
		subject := s.w.top[0].m.subject()
		err = c.eachEpisode(ctx, from, to, func(e *Episode) {
			if e.Subject == subject {
				s.take(e.ID, e.Start, e.measure)
			}
		})
	}
	if err != nil {
		return nil, err
	}
	return s.samples(), nil
}

func (c *Collector) eachEpisode(ctx context.Context, from, to time.Time, take func(*Episode)) error {
	for e, err := range c.store.Episodes(ctx, from, to) {
		if err != nil {
			return err
		}
		take(&e)
	}
	return nil
}

// A sampler draws samples.
type sampler struct {
	w            wanted
	cal          *calendar
	sieves       []*sieve
	yes, no, out urn
	// Of the episode that is looked at: what it adds, whether it was measured, and whether Where holds for it.
	top, of           int64
	measured, related bool
}

func newSampler(q Query, w wanted, n int) *sampler {
	if w.spread { // what a percentile is of was measured
		w.over = []term{{m: w.top[0].m, times: true}}
	}
	s := &sampler{w: w, cal: newCalendar(q), sieves: newSieves(q)}
	s.yes.n, s.no.n, s.out.n = n, n, n
	return s
}

// take looks at an episode that measures what it does.
func (s *sampler) take(id string, start time.Time, measure func(func(*Cell, Measure, int64))) {
	s.top, s.of, s.measured, s.related = 0, 0, false, false
	measure(s.add)
	if !s.related {
		return
	}
	top := s.w.top[0].m.scale()
	x := Sample{Episode: id, Start: start, Top: float64(s.top) / top, Of: float64(s.of)}
	if len(s.w.over) > 0 && !s.w.over[0].times {
		x.Of /= s.w.over[0].m.scale()
	}
	switch {
	case s.top != 0 || s.measured && s.w.kind == isMean:
		s.yes.put(x)
	case s.of != 0:
		s.no.put(x)
	default:
		s.out.put(x)
	}
}

func (s *sampler) add(c *Cell, m Measure, x int64) {
	for _, f := range s.sieves {
		if !f.keeps(c, s.cal) {
			return
		}
	}
	s.related = s.related || m == Talks || m == CasesOpened || m == PresenceTime
	for _, t := range s.w.top {
		if t.takes(m, c) {
			s.top += t.part(x)
			s.measured, s.related = true, true
		}
	}
	for _, t := range s.w.over {
		if t.takes(m, c) {
			s.of += t.part(x)
			s.related = true
		}
	}
}

func (t term) takes(m Measure, c *Cell) bool {
	return t.m == m && (len(t.steps) == 0 || slices.Contains(t.steps, c.Step))
}

// part is what one measurement adds to a term.
func (t term) part(x int64) int64 {
	if t.times {
		x = 1
	}
	if t.minus {
		return -x
	}
	return x
}

func (s *sampler) samples() *Samples {
	return &Samples{
		Metric: s.w.metric, For: s.yes.sorted(), Against: s.no.sorted(), Out: s.out.sorted(),
		CountFor: s.yes.count, CountAgainst: s.no.count, CountOut: s.out.count,
	}
}

// An urn keeps the n samples whose ids have the least hashes.
type urn struct {
	n, count int
	drawn    []draw
}

type draw struct {
	hash uint64
	Sample
}

func (u *urn) put(x Sample) {
	u.count++
	h := fnv.New64a()
	_, _ = h.Write([]byte(x.Episode))
	d := draw{h.Sum64(), x}
	at, _ := slices.BinarySearchFunc(u.drawn, d, func(a, b draw) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.Episode, b.Episode))
	})
	if at == u.n {
		return
	}
	if len(u.drawn) == u.n {
		u.drawn = u.drawn[:u.n-1]
	}
	u.drawn = slices.Insert(u.drawn, at, d)
}

// sorted are the samples in the order of time.
func (u *urn) sorted() []Sample {
	list := make([]Sample, len(u.drawn))
	for i, d := range u.drawn {
		list[i] = d.Sample
	}
	slices.SortFunc(list, func(a, b Sample) int { return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Episode, b.Episode)) })
	return list
}
