package metrics

import (
	"encoding/binary"
	"math"
	"slices"
)

// An EventPack is events packed one behind the other: what an event shares with the first one is not repeated, and
// what is unpacked takes few allocations. The zero value is empty. It is meant for stores; not safe for concurrent use.
type EventPack struct {
	data  []byte
	first Event
}

// ContinuePack returns a pack to add to that holds what [EventPack.Bytes] returned. It keeps data, and does not change it. What
// is no pack is [ErrDamaged].
func ContinuePack(data []byte) (*EventPack, error) {
	p := &EventPack{data: slices.Clip(data)}
	if len(data) == 0 {
		return p, nil
	}
	c := decoding(data)
	if c.uvarint(0) != 0 || !p.first.unpackOne(c) {
		return nil, ErrDamaged
	}
	return p, nil
}

// Bytes returns the pack. It is good until the next Add.
func (p *EventPack) Bytes() []byte { return p.data }

// Add packs an event behind the others, all of it but Seq, with At cut to the microsecond. The pack may share what
// the event refers to.
func (p *EventPack) Add(e *Event) {
	shared := uint32(0)
	if len(p.data) == 0 {
		p.first = *e
	} else {
		theirs := p.first.texts()
		for i, text := range e.texts() {
			if *text != "" && *text == *theirs[i] {
				shared |= 1 << i
			}
		}
		if len(e.Labels) > 0 && slices.Equal(e.Labels, p.first.Labels) {
			shared |= hasLabels
		}
	}
	p.data, _ = e.pack(binary.AppendUvarint(p.data, uint64(shared)), shared)
}

// UnpackEvents appends the events of a pack to those given, whose room it uses. It keeps nothing of data. What is no pack is
// [ErrDamaged].
func UnpackEvents(data []byte, events []Event) ([]Event, error) {
	if len(data) == 0 {
		return events, nil
	}
	c := decoding(data)
	from := len(events)
	for c.in.left() > 0 {
		events = append(events, Event{})
		e, first := &events[len(events)-1], &events[from]
		word := c.uvarint(0)
		shared := uint32(word)
		if word > math.MaxUint32 || shared&^(1<<len(e.texts())-1|hasLabels) != 0 || e == first && shared != 0 || !e.unpackOne(c) {
			return nil, ErrDamaged
		}
		if shared == 0 {
			continue
		}
		theirs := first.texts()
		for i, text := range e.texts() {
			if shared>>i&1 == 1 {
				*text = *theirs[i]
			}
		}
		if shared&hasLabels != 0 {
			e.Labels = slices.Clone(first.Labels)
		}
	}
	return events, nil
}
