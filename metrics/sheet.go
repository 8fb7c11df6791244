package metrics

import (
	"iter"
	"slices"
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
	// Labels are the host's: "name=value" in the order of names, with a line feed after each.
	Labels string
	// Flow and Step are set for measures of flows; Step is the promise for measures of goals and
	// the state for measures of presence.
	Flow, Step string
	// Reason is set for counts of reasons and tags.
	Reason string
}

// Start is when the cell's slot begins, in UTC.
func (c *Cell) Start() time.Time { return time.Unix(c.Slot*int64(Slot/time.Second), 0).UTC() }

// slotOf numbers the slot of a time.
func slotOf(t time.Time) int64 {
	const width = int64(Slot / time.Second)
	s := t.Unix()
	return (s - ((s%width)+width)%width) / width
}

// Sum is what a measure adds up to in a cell. All numbers are integers, so that sums do not
// depend on the order in which they are made: times are microseconds, scores millionths.
type Sum struct {
	// N is how often something was added, Total what.
	N     int64
	Total int64
	// Spread is set for measures of times.
	Spread *Histogram
}

// empty is also false for a spread of which as much was added as was taken, if that was something else: in a sheet that
// others are added to.
func (s *Sum) empty() bool {
	return s.N == 0 && s.Total == 0 && (s.Spread == nil || len(s.Spread.buckets) == 0)
}

// A Sheet is sums over episodes. It can be added to and taken from: a sheet from which all
// was taken that was added is empty. Not safe for concurrent use, reading included.
type Sheet struct {
	coded   *codedCells // of a packed sheet, until somebody wants its cells
	cells   []Cell
	index   map[Cell]int32 // of cells; nil: not made yet
	last    int32          // the cell that was asked for last
	columns [256]*column   // by measure
}

// column has the sums of one measure, each of another cell.
type column struct {
	packed  []byte // what was not unpacked yet
	of      int    // how many cells the sheet had when it was packed
	checked bool   // packed can be trusted
	cells   []int32
	sums    []Sum
	index   map[int32]int32 // of sums, by cell; nil: cells are in order, and there is no need for it yet
}

// NewSheet returns an empty sheet.
func NewSheet() *Sheet { return &Sheet{} }

// Add adds an episode.
func (s *Sheet) Add(e *Episode) {
	e.measure(func(c *Cell, m Measure, x int64) { s.add(c, m, x, 1) })
}

// Remove takes an episode from what was added.
func (s *Sheet) Remove(e *Episode) {
	e.measure(func(c *Cell, m Measure, x int64) { s.add(c, m, x, -1) })
}

func (s *Sheet) add(c *Cell, m Measure, x, n int64) {
	sum := s.sum(c, m)
	sum.N += n
	sum.Total += n * x
	if m.isTime() {
		if sum.Spread == nil {
			sum.Spread = &Histogram{}
		}
		sum.Spread.Add(x, n)
	}
}

// Merge adds all sums of another sheet.
func (s *Sheet) Merge(other *Sheet) {
	cells := other.Cells()
	for m := range other.columns {
		for cell, from := range other.Column(Measure(m)) {
			to := s.sum(&cells[cell], Measure(m))
			to.N += from.N
			to.Total += from.Total
			if from.Spread != nil {
				if to.Spread == nil {
					to.Spread = &Histogram{}
				}
				to.Spread.Merge(from.Spread, 1)
			}
		}
	}
}

// Cells are what the sums are about; [Sheet.Column] names them by their place. Not to be changed.
func (s *Sheet) Cells() []Cell {
	if s.coded != nil {
		s.cells, s.coded = s.coded.cells(), nil
	}
	return s.cells
}

// Column yields the sums of a measure with the places of their cells, each cell at most once, in no
// particular order. Sums are not to be changed.
func (s *Sheet) Column(m Measure) iter.Seq2[int, *Sum] {
	return func(yield func(int, *Sum) bool) {
		col := s.columns[m]
		if col == nil {
			return
		}
		col.unpack()
		for i, cell := range col.cells {
			if sum := &col.sums[i]; !sum.empty() && !yield(int(cell), sum) {
				return
			}
		}
	}
}

// Empty says that nothing is in the sheet.
func (s *Sheet) Empty() bool {
	for m := range s.columns {
		for range s.Column(Measure(m)) {
			return false
		}
	}
	return true
}

// sum returns the sum of a measure in a cell, to be added to.
func (s *Sheet) sum(c *Cell, m Measure) *Sum {
	cell := s.cell(c)
	col := s.columns[m]
	if col == nil {
		col = &column{}
		s.columns[m] = col
	}
	col.unpack()
	return &col.sums[col.place(cell)]
}

// place returns the place of the sum of a cell, which is made if it is not there.
func (col *column) place(cell int32) int32 {
	n := int32(len(col.cells))
	if n > 0 && col.cells[n-1] == cell {
		return n - 1
	}
	if col.index == nil && n > 0 && cell < col.cells[n-1] {
		if i, found := slices.BinarySearch(col.cells, cell); found {
			return int32(i)
		}
		col.index = make(map[int32]int32, n)
		for i, cell := range col.cells {
			col.index[cell] = int32(i)
		}
	}
	if col.index != nil {
		if i, ok := col.index[cell]; ok {
			return i
		}
		col.index[cell] = n
	}
	col.cells = append(col.cells, cell)
	col.sums = append(col.sums, Sum{})
	return n
}

// cell returns the place of a cell.
func (s *Sheet) cell(c *Cell) int32 {
	s.Cells()
	if int(s.last) < len(s.cells) && s.cells[s.last] == *c {
		return s.last
	}
	if s.index == nil {
		s.index = make(map[Cell]int32, len(s.cells))
		for i := range s.cells {
			s.index[s.cells[i]] = int32(i)
		}
	}
	i, ok := s.index[*c]
	if !ok {
		i = int32(len(s.cells))
		s.cells = append(s.cells, *c)
		s.index[*c] = i
	}
	s.last = i
	return i
}
