package metrics

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"iter"
	"slices"
	"time"
)

// A Cohort describes episodes: all that begin in a range and fit every field that is set.
type Cohort struct {
	// From and To bound the starts: from included, to not, to the microsecond. Required.
	From, To time.Time
	// Subject is what the episodes are about. Default: talks.
	Subject Subject
	// Where keeps episodes by dimensions, as in a [Query]. Of an agent it keeps talks that he settled or had last, of
	// a queue, flow, step or reason what had to do with it. Hours and weekdays are those of Zone, which is UTC by default.
	Where map[Dimension][]string
	Zone  *time.Location
	// Outcomes, Customers and Tags keep episodes with one of these.
	Outcomes  []Outcome
	Customers []string
	Tags      []string
	// MinRating and MaxRating keep rated talks. Default: any, rated or not.
	MinRating, MaxRating float64
	// Reopened, HandedOff, Worsened keep those of which it is true.
	Reopened, HandedOff, Worsened bool
	// Keep may look further. A panic is contained and ends the reading. Default: all.
	Keep func(*Episode) bool
}

// Episodes yields the episodes of a cohort, in the order of their starts. What was recorded is folded
// first. A cohort that cannot be is a [QueryError].
func (c *Collector) Episodes(ctx context.Context, o Cohort) iter.Seq2[Episode, error] {
	return func(yield func(Episode, error) bool) {
		fits, err := o.compile()
		if err == nil {
			_, err = c.Roll(ctx)
		}
		if err != nil {
			yield(Episode{}, err)
			return
		}
		for e, err := range c.store.Episodes(ctx, o.From, o.To) {
			if err != nil {
				yield(Episode{}, err)
				return
			}
			ok, err := fits(&e)
			if err != nil {
				yield(Episode{}, err)
				return
			}
			if ok && !yield(e, nil) {
				return
			}
		}
	}
}

// compile checks a cohort and returns what decides.
func (o Cohort) compile() (func(*Episode) (bool, error), error) {
	fault := &QueryError{}
	q, err := Query{From: o.From, To: o.To, Where: o.Where, Zone: o.Zone}.completeFor(nil, fault)
	if o.MinRating < 0 || o.MaxRating < 0 || o.MaxRating > 0 && o.MinRating > o.MaxRating || o.MinRating > 5 {
		fault.add("MinRating", "and MaxRating are no range from 1 to 5")
		err = fault
	}
	if err != nil {
		return nil, err
	}
	if o.Subject == 0 {
		o.Subject = Talk
	}
	sieves, cal := newSieves(q), newCalendar(q)
	return func(e *Episode) (bool, error) {
		if e.Subject != o.Subject || !o.fits(e) || !passes(e, sieves, cal) {
			return false, nil
		}
		if o.Keep == nil {
			return true, nil
		}
		ok := false
		err := contained(func() { ok = o.Keep(e) })
		return ok, err
	}, nil
}

func (o *Cohort) fits(e *Episode) bool {
	settled := e.Outcome == ByBot || e.Outcome == ByHuman
	switch {
	case len(o.Outcomes) > 0 && !slices.Contains(o.Outcomes, e.Outcome),
		len(o.Customers) > 0 && !slices.Contains(o.Customers, e.Customer),
		len(o.Tags) > 0 && !slices.ContainsFunc(e.Tags, func(tag string) bool { return slices.Contains(o.Tags, tag) }),
		o.MinRating > 0 && e.Rating < o.MinRating,
		o.MaxRating > 0 && (e.Rating == 0 || e.Rating > o.MaxRating),
		o.Reopened && !e.Reopened,
		o.Reopened && e.Subject == Talk && !settled,
		o.HandedOff && !e.people(),
		o.Worsened && (len(e.Moods) == 0 || e.Moods[len(e.Moods)-1] > e.Moods[0]-moved):
		return false
	}
	return true
}

// passes says that something which the episode measures is in the sieves.
func passes(e *Episode, sieves []*sieve, cal *calendar) bool {
	if len(sieves) == 0 {
		return true
	}
	if !slices.ContainsFunc(sieves, func(s *sieve) bool {
		return s.axis.d.carrier()&(byQueue|byFlow|byStep|byReason) != 0 && s.axis.field >= 0
	}) {
		cell := e.cell()
		return keptBy(&cell, sieves, cal)
	}
	found := false
	e.measure(func(c *Cell, _ Measure, _ int64) { found = found || keptBy(c, sieves, cal) })
	return found
}

func keptBy(c *Cell, sieves []*sieve, cal *calendar) bool {
	for _, s := range sieves {
		if !s.keeps(c, cal) {
			return false
		}
	}
	return true
}

// ExportJSON writes the episodes of a cohort as JSON Lines and returns how many. Times that passed are in nanoseconds.
func (c *Collector) ExportJSON(ctx context.Context, o Cohort, w io.Writer) (n int, err error) {
	out := json.NewEncoder(w)
	for e, err := range c.Episodes(ctx, o) {
		if err != nil {
			return n, err
		}
		if err := out.Encode(&e); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// ExportCSV writes the episodes of a cohort as a table (RFC 4180, UTF-8) for people, and returns how many. Times are
// RFC 3339 in UTC, times that passed in seconds, what is not known is empty, lists have commas. An apostrophe goes before
// texts that a spreadsheet program would take for formulas.
func (c *Collector) ExportCSV(ctx context.Context, o Cohort, w io.Writer) (n int, err error) {
	out := csv.NewWriter(w)
	header := make([]string, len(cohortColumns))
	for i, col := range cohortColumns {
		header[i] = col.name
	}
	if err := out.Write(header); err != nil {
		return 0, err
	}
	cells := make([]string, len(cohortColumns))
	for e, err := range c.Episodes(ctx, o) {
		if err != nil {
			return n, err
		}
		for i, col := range cohortColumns {
			cells[i] = noFormula(col.text(&e))
		}
		if err := out.Write(cells); err != nil {
			return n, err
		}
		n++
	}
	out.Flush()
	return n, out.Error()
}
