package metrics

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"
)

// Sheets implements [Store].
func (s *MemoryStore) Sheets(ctx context.Context, from, to time.Time) iter.Seq2[*Sheet, error] {
	return func(yield func(*Sheet, error) bool) {
		for _, p := range s.sums.between(slotOf(from), slotOf(to)) {
			sheet, err := p.open(slotOf(from), slotOf(to))
			if fault := ctx.Err(); fault != nil {
				err = fault
			}
			if !yield(sheet, err) || err != nil {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// shownPart is the sheet of a part as it was at a moment.
type shownPart struct {
	hour   int64
	sheet  *Sheet
	packed []byte
}

// between returns the parts that have something of a range of slots.
func (m *memorySums) between(from, to int64) (all []shownPart) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	i, _ := m.search(floor(from, slotsPerPart))
	for ; i < len(m.parts) && m.parts[i].hour*slotsPerPart < to; i++ {
		p := m.parts[i]
		p.shown.Store(true)
		all = append(all, shownPart{p.hour, p.sheet, p.packed})
	}
	return all
}

// open returns the sums of slots of the range.
func (p *shownPart) open(from, to int64) (*Sheet, error) {
	sheet := p.sheet
	if sheet == nil {
		sheet = NewSheet()
		if err := sheet.UnmarshalBinary(p.packed); err != nil {
			return nil, err
		}
	}
	if from <= p.hour*slotsPerPart && to >= (p.hour+1)*slotsPerPart {
		return sheet, nil
	}
	some, cells := NewSheet(), sheet.Cells()
	for m := range sheet.columns {
		for cell, sum := range sheet.Column(Measure(m)) {
			if c := &cells[cell]; from <= c.Slot && c.Slot < to {
				addSum(some.sum(c, Measure(m)), sum)
			}
		}
	}
	return some, nil
}

func addSum(to, from *Sum) {
	to.N += from.N
	to.Total += from.Total
	if from.Spread != nil {
		if to.Spread == nil {
			to.Spread = &Histogram{}
		}
		to.Spread.Merge(from.Spread, 1)
	}
}

// Episodes implements [Store]. An episode that a fold moves to another hour while the loop runs may be seen in both, or
// in none.
func (s *MemoryStore) Episodes(ctx context.Context, from, to time.Time) iter.Seq2[Episode, error] {
	return func(yield func(Episode, error) bool) {
		from, to := from.Truncate(time.Microsecond), to.Truncate(time.Microsecond)
		for hour, packed := range s.sums.hours(partOf(from), to) {
			all, err := episodesOf(packed, hour)
			if err != nil {
				yield(Episode{}, err)
				return
			}
			for i := range all {
				if all[i].Start.Before(from) || !all[i].Start.Before(to) {
					continue
				}
				if err := ctx.Err(); err != nil {
					yield(Episode{}, err)
					return
				}
				if !yield(all[i], nil) {
					return
				}
			}
		}
		if err := ctx.Err(); err != nil {
			yield(Episode{}, err)
		}
	}
}

// hours yields the hours from one on in which episodes start, with the packed episodes of all threads that have one then.
func (m *memorySums) hours(from int64, to time.Time) iter.Seq2[int64, [][]byte] {
	last := slotOf(to)
	return func(yield func(int64, [][]byte) bool) {
		for {
			m.mu.RLock()
			i, _ := m.search(from)
			if i == len(m.parts) || m.parts[i].hour*slotsPerPart > last {
				m.mu.RUnlock()
				return
			}
			hour := m.parts[i].hour
			packed := make([][]byte, 0, len(m.parts[i].threads))
			for n := range m.parts[i].threads {
				packed = append(packed, m.episodes[n])
			}
			m.mu.RUnlock()
			if !yield(hour, packed) {
				return
			}
			from = hour + 1
		}
	}
}

// episodesOf returns those that start in an hour, in their order.
func episodesOf(packed [][]byte, hour int64) (all []Episode, err error) {
	for _, p := range packed {
		err := unpackEpisodes(p, func(e *Episode) {
			if partOf(e.Start) == hour {
				all = append(all, *e)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(all, func(a, b Episode) int {
		if n := a.Start.Compare(b.Start); n != 0 {
			return n
		}
		return strings.Compare(a.ID, b.ID)
	})
	return all, nil
}
