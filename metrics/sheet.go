package metrics

import (
	"iter"
	"time"
)

// Slot is the finest bucket of time: sums are kept by the quarter of an hour.
const Slot = 15 * time.Minute

// Cell says what a sum is about: everything that can be grouped by. It is comparable.
type Cell struct {
	// Slot counts quarters of an hour since 1970 (UTC).
	Slot                                            int64
	Agent, Queue                                    string
	Channel, Category, Tier, Language, Region, Base string
	// Labels are the host's, as [Dimension] values read them: "name=value" in the order of
	// names, with a line feed after each.
	Labels string
	// Flow and Step are set for measures of flows; Step is the promise for measures of goals and
	// the state for measures of presence.
	Flow, Step string
	// Reason is set for counts of reasons and tags.
	Reason string
}

// Sum is what a measure adds up to in a cell. All numbers are integers, so that sums do not
// depend on the order in which they are made: times are microseconds, scores millionths.
type Sum struct {
	N     int64
	Total int64
	// Spread is set for measures of times.
	Spread *Histogram
}

// A Sheet is sums over episodes. It can be added to and taken from: a sheet from which all
// was taken that was added is empty. Not safe for concurrent use.
type Sheet struct {
	cells map[Cell]map[Measure]*Sum
}

// NewSheet returns an empty sheet.
func NewSheet() *Sheet { return &Sheet{cells: map[Cell]map[Measure]*Sum{}} }

// Add adds an episode.
func (s *Sheet) Add(e *Episode) {}

// Remove takes an episode from what was added.
func (s *Sheet) Remove(e *Episode) {}

// Merge adds all sums of another sheet.
func (s *Sheet) Merge(other *Sheet) {}

// All yields all sums, in no particular order.
func (s *Sheet) All() iter.Seq2[Cell, map[Measure]*Sum] {
	return func(yield func(Cell, map[Measure]*Sum) bool) {
		for c, m := range s.cells {
			if !yield(c, m) {
				return
			}
		}
	}
}
