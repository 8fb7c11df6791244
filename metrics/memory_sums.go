package metrics

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// memorySums has the episodes of threads, packed, and the sums over them by the hour in which they start.
type memorySums struct {
	mu       sync.RWMutex
	episodes [][]byte      // by the number of the thread
	parts    []*memoryPart // by hour
	hot      []*memoryPart // those whose sheet is unpacked
	folds    int64
}

// memoryPart is an hour. Its sheet is unpacked while it changes, and packed when others have changed since.
type memoryPart struct {
	hour    int64
	threads map[uint32]struct{} // those that have an episode that starts in it
	sheet   *Sheet              // nil: packed has it
	packed  []byte
	shown   atomic.Bool // somebody reads sheet: it must not change any more
	changed int64       // when it was changed last, in folds
}

const (
	slotsPerPart = 4
	// hotParts is how many sheets stay unpacked: more than open talks begin in.
	hotParts = 72
)

func partOf(start time.Time) int64 { return floor(slotOf(start), slotsPerPart) }

// floor divides, rounding down.
func floor(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// packEpisodes packs the episodes of a thread, each behind its length.
func packEpisodes(all []Episode) (packed []byte, err error) {
	var one []byte
	for i := range all {
		if one, err = all[i].AppendBinary(one[:0]); err != nil {
			return nil, err
		}
		packed = append(binary.AppendUvarint(packed, uint64(len(one))), one...)
	}
	return packed, nil
}

// unpackEpisodes calls visit for what packEpisodes packed.
func unpackEpisodes(packed []byte, visit func(e *Episode)) error {
	for r := (reader{data: packed}); r.left() > 0; {
		var e Episode
		if err := e.UnmarshalBinary(r.bytes(r.count(1))); err != nil {
			return err
		}
		visit(&e)
	}
	return nil
}

// replace makes these the episodes of a thread.
func (m *memorySums) replace(n uint32, packed []byte) error {
	if int(n) >= len(m.episodes) {
		m.episodes = append(m.episodes, make([][]byte, int(n)+1-len(m.episodes))...)
	}
	was := m.episodes[n]
	if bytes.Equal(was, packed) {
		return nil
	}
	m.episodes[n] = packed
	var fault error
	change := func(e *Episode, by func(*Sheet, *Episode)) *memoryPart {
		p := m.part(partOf(e.Start))
		if err := m.open(p); err != nil {
			fault = err
			return p
		}
		by(p.sheet, e)
		return p
	}
	err1 := unpackEpisodes(was, func(e *Episode) { delete(change(e, (*Sheet).Remove).threads, n) })
	err2 := unpackEpisodes(packed, func(e *Episode) { change(e, (*Sheet).Add).threads[n] = struct{}{} })
	return cmp.Or(err1, err2, fault)
}

func (m *memorySums) search(hour int64) (int, bool) {
	if last := len(m.parts) - 1; last >= 0 && m.parts[last].hour == hour {
		return last, true
	}
	return slices.BinarySearchFunc(m.parts, hour, func(p *memoryPart, hour int64) int { return cmp.Compare(p.hour, hour) })
}

// part returns that of an hour, a new one if there is none.
func (m *memorySums) part(hour int64) *memoryPart {
	i, ok := m.search(hour)
	if !ok {
		p := &memoryPart{hour: hour, threads: map[uint32]struct{}{}, sheet: NewSheet()}
		m.parts = slices.Insert(m.parts, i, p)
		m.hot = append(m.hot, p)
	}
	return m.parts[i]
}

// open makes the sheet of a part one that may be changed.
func (m *memorySums) open(p *memoryPart) error {
	p.changed = m.folds
	was := p.sheet
	switch {
	case was == nil:
		was = NewSheet()
		if err := was.UnmarshalBinary(p.packed); err != nil {
			return err
		}
		m.hot = append(m.hot, p)
	case !p.shown.Load():
		return nil
	}
	// A merged sheet is unpacked as a whole, so that readers of it change nothing.
	p.sheet, p.packed = NewSheet(), nil
	p.sheet.Merge(was)
	p.shown.Store(false)
	return nil
}

// cool packs the sheets that have not changed for longest, and drops what is empty.
func (m *memorySums) cool() error {
	m.folds++
	if len(m.hot) <= hotParts {
		return nil
	}
	slices.SortFunc(m.hot, func(a, b *memoryPart) int { return cmp.Compare(b.changed, a.changed) })
	for _, p := range m.hot[hotParts/2:] {
		if len(p.threads) == 0 {
			i, _ := m.search(p.hour)
			m.parts = slices.Delete(m.parts, i, i+1)
			continue
		}
		packed, err := p.sheet.MarshalBinary()
		if err != nil {
			return err
		}
		p.sheet, p.packed = nil, packed
		p.shown.Store(false)
	}
	clear(m.hot[hotParts/2:])
	m.hot = m.hot[:hotParts/2]
	return nil
}
