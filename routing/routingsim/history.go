package routingsim

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// History is how many came, by intervals of equal length: what a telephone system
// or package metrics reports.
type History struct {
	// Every is the length of an interval.
	Every time.Duration
	// Counted are the intervals, ascending. Times without a count are closed hours.
	Counted []Count
}

// Count is how many came in the interval that begins at a time.
type Count struct {
	At     time.Time
	Number float64
}

// layouts are how counts write their times.
var layouts = []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04"}

// ReadHistory reads CSV of two columns, the time when an interval begins (RFC 3339,
// or local time without a zone, which is taken for UTC) and how many came in it; a
// first line that is neither is the heading. Lines may be in any order. The interval
// is the shortest distance of two. An error names the line and unwraps to
// [ErrInvalid].
func ReadHistory(r io.Reader) (History, error) {
	var h History
	lines := csv.NewReader(r)
	lines.FieldsPerRecord, lines.ReuseRecord = 2, true
	for first := true; ; first = false {
		fields, err := lines.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			var bad *csv.ParseError
			if errors.As(err, &bad) {
				return History{}, fmt.Errorf("%w: line %d: %w", ErrInvalid, bad.Line, bad.Err)
			}
			return History{}, err
		}
		line, _ := lines.FieldPos(0)
		at, okAt := readTime(fields[0])
		n, err := strconv.ParseFloat(strings.TrimSpace(fields[1]), 64)
		okNumber := err == nil && n >= 0 && !math.IsInf(n, 0)
		switch {
		case okAt && okNumber:
			h.Counted = append(h.Counted, Count{at, n})
		case first && !okAt && err != nil:
		case !okAt:
			return History{}, fmt.Errorf("%w: line %d: the first field is no time", ErrInvalid, line)
		default:
			return History{}, fmt.Errorf("%w: line %d: the second field is no number from 0 up", ErrInvalid, line)
		}
	}
	if err := h.order(); err != nil {
		return History{}, err
	}
	return h, nil
}

// order sorts the counts and finds their interval.
func (h *History) order() error {
	slices.SortStableFunc(h.Counted, func(a, b Count) int { return a.At.Compare(b.At) })
	if len(h.Counted) < 2 {
		return fmt.Errorf("%w: a history needs two counts at least", ErrInvalid)
	}
	for i, c := range h.Counted[1:] {
		gap := c.At.Sub(h.Counted[i].At)
		if gap == 0 {
			return fmt.Errorf("%w: the time %s is there twice", ErrInvalid, c.At.Format(time.RFC3339))
		}
		if h.Every == 0 || gap < h.Every {
			h.Every = gap
		}
	}
	if h.Every < time.Second {
		return fmt.Errorf("%w: intervals are of a second at least", ErrInvalid)
	}
	return nil
}

func readTime(s string) (time.Time, bool) {
	for _, layout := range layouts {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// Between returns the counts of the intervals that begin in [from, to), as arrivals
// counted from the time from.
func (h History) Between(from, to time.Time) Counts {
	c := Counts{Every: h.Every}
	for _, n := range h.Counted {
		if n.At.Before(from) || !n.At.Before(to) {
			continue
		}
		c.put(n.At.Sub(from), n.Number)
	}
	return c
}

// Typical returns the mean day of all days that keep accepts, from midnight on: what
// to plan with. Nil keeps all.
func (h History) Typical(keep func(day time.Time) bool) Counts {
	c, days := Counts{Every: h.Every}, map[time.Time]bool{}
	for _, n := range h.Counted {
		y, m, d := n.At.Date()
		day := time.Date(y, m, d, 0, 0, 0, 0, n.At.Location())
		if keep == nil || keep(day) {
			days[day] = true
			c.put(n.At.Sub(day), n.Number)
		}
	}
	for i := range c.Number {
		c.Number[i] /= float64(len(days))
	}
	return c
}

// put adds to the interval that begins at a time.
func (c *Counts) put(at time.Duration, n float64) {
	i := int(at / c.Every)
	for len(c.Number) <= i {
		c.Number = append(c.Number, 0)
	}
	c.Number[i] += n
}
