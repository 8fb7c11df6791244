package metrics

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// InstrumentKind is how the points of an [Instrument] behave.
type InstrumentKind uint8

// The kinds.
const (
	// Gauge goes up and down.
	Gauge InstrumentKind = iota + 1
	// Counter only grows while the process lives, from 0.
	Counter
	// Distribution has counters of numbers by buckets.
	Distribution
)

// An Instrument is a number for monitoring systems, in the terms that they share. Packages metrics/prometheus and metrics/otel
// export the same list of them.
type Instrument struct {
	// Name is of words of a-z and 0-9 with "_" between, without prefix, unit and suffix.
	Name string         `json:"name"`
	Help string         `json:"help"`
	Kind InstrumentKind `json:"kind"`
	// Unit is "s", "1" or empty.
	Unit string `json:"unit,omitempty"`
	// Labels name the Values of points.
	Labels []string `json:"labels,omitempty"`
	// Points are in the order of their values, each of which is there once.
	Points []Point `json:"points"`
}

// A Point is the number of an instrument for some values of its labels.
type Point struct {
	Values []string `json:"values,omitempty"`
	// X is the number of a gauge or counter, and the sum of a distribution.
	X float64 `json:"x"`
	// N is how many numbers a distribution has, and Buckets how many are up to each of [Bounds] and above the one before; the last
	// bucket has the rest.
	N       int64   `json:"n,omitempty"`
	Buckets []int64 `json:"buckets,omitempty"`
}

// Bounds are the upper bounds of the buckets of distributions, in seconds.
func Bounds() []float64 {
	return []float64{.1, .25, .5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 4 * 3600, 8 * 3600, 24 * 3600, 72 * 3600}
}

// InstrumentOptions are the choices of [Instruments].
type InstrumentOptions struct {
	// Limit is how many values a label has at most; what comes later is [Other]. Default: 50.
	Limit int
	// Back is how old an episode may be for what it comes to yet to be counted. Default: 2 days, at least one.
	Back time.Duration
}

// Instruments are the numbers of a [Collector] for monitoring: gauges of its board, and counters and distributions that are made of the
// sums over episodes.
//
// A counter begins at 0 with the first Read and never falls. Sums can: a talk that the bot had settled is reopened and becomes a
// person's. The counter then waits until the sum has caught up. So counters are for rates and alarms; who wants numbers that
// are exact asks a [Query].
//
// Safe for concurrent use.
type Instruments struct {
	c    *Collector
	opts InstrumentOptions

	mu     sync.Mutex
	from   time.Time // the episodes that are added up anew with each Read
	series map[string]*series
	known  map[string]map[string]bool // values of labels
}

// series is what a counter or distribution has been.
type series struct {
	name   string
	values []string
	base   running // that of the first read, less what was frozen
	high   running // the largest so far
}

// running is a sum: x in the unit of the measure.
type running struct {
	name    string
	values  []string // of labels
	x       int64
	buckets []int64
}

// NewInstruments returns the instruments of a collector. Nil options are the defaults.
func NewInstruments(c *Collector, opts *InstrumentOptions) (*Instruments, error) {
	var o InstrumentOptions
	if opts != nil {
		o = *opts
	}
	var faults []string
	if c == nil {
		faults = append(faults, "no collector")
	}
	switch {
	case o.Limit == 0:
		o.Limit = 50
	case o.Limit < 1:
		faults = append(faults, "Limit is below 1")
	}
	switch {
	case o.Back == 0:
		o.Back = 48 * time.Hour
	case o.Back < 24*time.Hour:
		faults = append(faults, "Back is below a day")
	}
	if len(faults) > 0 {
		return nil, fmt.Errorf("%w: %s", ErrInvalid, strings.Join(faults, "; "))
	}
	return &Instruments{c: c, opts: o, series: map[string]*series{}, known: map[string]map[string]bool{}}, nil
}

// Read returns all instruments as they are now, in the order of their names. Counters are of what the collector has folded; its Run or
// Roll does that.
func (in *Instruments) Read(ctx context.Context) ([]Instrument, error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	list := in.gauges()
	counters, err := in.counters(ctx)
	if err != nil {
		return nil, err
	}
	list = append(list, counters...)
	slices.SortFunc(list, func(a, b Instrument) int { return strings.Compare(a.Name, b.Name) })
	return list, nil
}

// gauges are the numbers of the board.
func (in *Instruments) gauges() []Instrument {
	m := in.c.Live().Now()
	gauge := func(name, help, unit string, labels []string, points ...Point) Instrument {
		return Instrument{Name: name, Help: help, Kind: Gauge, Unit: unit, Labels: labels, Points: points}
	}
	at := func(x int, values ...string) Point { return Point{Values: values, X: float64(x)} }
	list := []Instrument{
		gauge("talks_open", "Open talks, by who has them.", "", []string{"phase"},
			at(m.Served, string(WithAgent)), at(m.WithBot, string(WithBot)), at(m.Waiting, string(WithNobody))),
		gauge("agents", "Agents who are there, by what they are doing.", "", []string{"state"},
			at(m.Away, "away"), at(m.Busy, "busy"), at(m.Online, "online"), at(m.Wrapping, "wrap_up")),
		gauge("talks_began_5m", "Talks that began in the last five minutes.", "", nil, at(m.Last5m)),
		gauge("talks_began_1h", "Talks that began in the last hour.", "", nil, at(m.Last1h)),
	}
	queues := []string{"queue"}
	waiting := gauge("queue_waiting", "Items that wait in a queue.", "", queues)
	served := gauge("queue_served", "Items of a queue that agents have.", "", queues)
	wait := gauge("queue_longest_wait", "How long the item has waited that waits longest in a queue.", "s", queues)
	sums := map[string]*QueueMoment{}
	for _, q := range m.Queues {
		name := in.value("queue", q.Queue)
		s := sums[name]
		if s == nil {
			s = &QueueMoment{}
			sums[name] = s
		}
		s.Waiting += q.Waiting
		s.Served += q.Served
		s.LongestWait = max(s.LongestWait, q.LongestWait)
	}
	for name := range in.known["queue"] { // a queue that is empty by now is not forgotten
		s := sums[name]
		if s == nil {
			s = &QueueMoment{}
		}
		waiting.Points = append(waiting.Points, at(s.Waiting, name))
		served.Points = append(served.Points, at(s.Served, name))
		wait.Points = append(wait.Points, Point{Values: []string{name}, X: s.LongestWait.Seconds()})
	}
	channels := gauge("channel_talks_open", "Open talks of a channel.", "", []string{"channel"})
	open := map[string]int{}
	for _, c := range m.Channels {
		open[in.value("channel", c.Channel)] += c.Open
	}
	for name := range in.known["channel"] {
		channels.Points = append(channels.Points, at(open[name], name))
	}
	for _, i := range []*Instrument{&waiting, &served, &wait, &channels} {
		slices.SortFunc(i.Points, func(a, b Point) int { return slices.Compare(a.Values, b.Values) })
		list = append(list, *i)
	}
	return list
}

// value is a value of a label, or [Other] where there are too many: who came first stays.
func (in *Instruments) value(label, value string) string {
	known := in.known[label]
	if known == nil {
		known = map[string]bool{}
		in.known[label] = known
	}
	if !known[value] {
		if len(known) >= in.opts.Limit {
			value = Other
		}
		known[value] = true
	}
	return value
}

// counters are made of the sums over episodes.
func (in *Instruments) counters(ctx context.Context) ([]Instrument, error) {
	now := in.c.opts.Now().UTC()
	first := in.from.IsZero()
	if first {
		in.from = now.Add(-in.opts.Back).Truncate(Slot)
	}
	sums, err := in.sums(ctx, in.from, now.Add(24*time.Hour).Truncate(Slot))
	if err != nil {
		return nil, err
	}
	for key, t := range sums {
		s := in.series[key]
		if s == nil {
			s = &series{name: t.name, values: t.values}
			if first {
				s.base = t.clone()
			}
			in.series[key] = s
		}
	}
	for key, s := range in.series {
		s.high.raise(sums[key], s.base)
	}
	if to := now.Add(-in.opts.Back).Truncate(Slot); to.Sub(in.from) >= in.opts.Back {
		if err := in.freeze(ctx, to); err != nil {
			return nil, err
		}
	}
	list := make([]Instrument, 0, len(counters))
	for _, c := range counters {
		list = append(list, in.instrument(c))
	}
	return list, nil
}

// freeze lets what is older than a time stay as it is.
func (in *Instruments) freeze(ctx context.Context, to time.Time) error {
	old, err := in.sums(ctx, in.from, to)
	if err != nil {
		return err
	}
	for key, t := range old {
		if s := in.series[key]; s != nil {
			s.base.subtract(t)
		}
	}
	in.from = to
	return nil
}

func (in *Instruments) instrument(c counter) Instrument {
	i := Instrument{Name: c.name, Help: c.help, Kind: Counter, Labels: c.labels()}
	if c.unit == "s" {
		i.Kind, i.Unit = Distribution, "s"
	}
	for _, s := range in.series {
		if s.name != c.name {
			continue
		}
		p := Point{Values: s.values, X: float64(s.high.x)}
		if i.Kind == Distribution {
			p.X /= 1e6
			p.Buckets = slices.Clone(s.high.buckets)
			for _, n := range p.Buckets {
				p.N += n
			}
		}
		i.Points = append(i.Points, p)
	}
	slices.SortFunc(i.Points, func(a, b Point) int { return slices.Compare(a.Values, b.Values) })
	return i
}

// sums adds up what starts in a range, by the name of the counter and the values of its labels.
func (in *Instruments) sums(ctx context.Context, from, to time.Time) (map[string]*running, error) {
	sums := map[string]*running{}
	for sheet, err := range in.c.store.Sheets(ctx, from, to) {
		if err != nil {
			return nil, err
		}
		cells := sheet.Cells()
		for _, c := range counters {
			for _, part := range c.parts {
				for cell, sum := range sheet.Column(part.measure) {
					by := in.value(c.label, c.by(&cells[cell]))
					key := c.name + " " + part.value + " " + by
					t := sums[key]
					if t == nil {
						t = &running{name: c.name, values: []string{by}}
						if c.part != "" {
							t.values = append(t.values, part.value)
						}
						sums[key] = t
					}
					t.x += sum.Total
					if c.unit == "s" {
						t.spread(sum.Spread)
					}
				}
			}
		}
	}
	return sums, nil
}

func (t *running) clone() running { return running{x: t.x, buckets: slices.Clone(t.buckets)} }

// raise moves a high tide to what a sum is above a base, where that is higher.
func (t *running) raise(sum *running, base running) {
	if sum == nil {
		sum = &running{}
	}
	t.x = max(t.x, sum.x-base.x)
	n := max(len(sum.buckets), len(base.buckets))
	if n == 0 {
		return
	}
	if t.buckets == nil {
		t.buckets = make([]int64, n)
	}
	for i := range t.buckets {
		var d int64
		if sum.buckets != nil {
			d += sum.buckets[i]
		}
		if base.buckets != nil {
			d -= base.buckets[i]
		}
		t.buckets[i] = max(t.buckets[i], d)
	}
}

func (t *running) subtract(o *running) {
	t.x -= o.x
	if o.buckets != nil && t.buckets == nil {
		t.buckets = make([]int64, len(o.buckets))
	}
	for i := range o.buckets {
		t.buckets[i] -= o.buckets[i]
	}
}

// spread adds a histogram of microseconds.
func (t *running) spread(h *Histogram) {
	bounds := Bounds()
	if t.buckets == nil {
		t.buckets = make([]int64, len(bounds)+1)
	}
	for span, n := range h.Buckets() {
		i, _ := slices.BinarySearchFunc(bounds, float64(span[1]-1)/1e6, cmp.Compare[float64])
		t.buckets[i] += n
	}
}
