package metrics

import (
	"encoding/binary"
	"math"
	"math/bits"
)

const eventFormat = 1

// The texts that threads are named by, by their place in [Event.texts].
const (
	hasConversation = 1 << 0
	hasCustomer     = 1 << 1
	hasAgent        = 1 << 6
	hasTicket       = 1 << 17
)

// The parts of a packed event that are there only if they are needed: first the texts, by their place
// in [Event.texts], then the others.
const (
	hasVersion = 1 << (iota + 22)
	hasFelt
	hasConfirmed
	hasValence
	hasScore
	hasTook
	hasLabels
	hasTags

	eventParts = 30
)

// texts are the words of an event but for its id, in the order of the packed form: those that most events have
// are first. What is added comes last.
func (e *Event) texts() [22]*string {
	return [...]*string{
		&e.Conversation, &e.Customer, &e.Channel, &e.Language, &e.Turn, &e.Category, &e.Agent, &e.Queue, &e.Item, &e.Reason,
		&e.Entry, &e.Model, &e.Intent, &e.Tier, &e.Region, &e.Base, &e.Episode, &e.Ticket, &e.Rule, &e.Flow, &e.Step, &e.Truth,
	}
}

// AppendBinary appends the packed event to b: all of it but Seq, with At cut to the microsecond. It never fails.
func (e *Event) AppendBinary(b []byte) ([]byte, error) { return e.pack(append(b, eventFormat), 0), nil }

// UnmarshalBinary replaces the event by a packed one; Seq is 0. It keeps nothing of data. What is no packed event
// is [ErrDamaged], and leaves the event as it was.
func (e *Event) UnmarshalBinary(data []byte) error {
	var fresh Event
	c := decoding(data)
	if c.in.byte() != eventFormat || !fresh.unpack(c) {
		return ErrDamaged
	}
	*e = fresh
	return nil
}

// pack appends what the event has, without some parts. The id is first.
func (e *Event) pack(b []byte, without uint64) []byte {
	has := uint64(0)
	texts := e.texts()
	for i, p := range texts {
		if *p != "" {
			has |= 1 << i
		}
	}
	has |= e.parts()
	has &^= without
	b = append(binary.AppendUvarint(b, uint64(len(e.ID))), e.ID...)
	b = binary.AppendUvarint(b, has)
	b = append(b, byte(e.Kind))
	b = binary.AppendVarint(b, e.At.UnixMicro())
	for left := has & (1<<len(texts) - 1); left != 0; left &= left - 1 {
		text := *texts[bits.TrailingZeros64(left)]
		b = append(binary.AppendUvarint(b, uint64(len(text))), text...)
	}
	if has&hasVersion != 0 {
		b = binary.AppendVarint(b, e.Version)
	}
	if has&hasValence != 0 {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(e.Valence))
	}
	if has&hasScore != 0 {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(e.Score))
	}
	if has&hasTook != 0 {
		b = binary.AppendVarint(b, int64(e.Took))
	}
	if has&hasLabels != 0 {
		b = binary.AppendUvarint(b, uint64(len(e.Labels)))
		for i := range e.Labels {
			b = append(binary.AppendUvarint(b, uint64(len(e.Labels[i].Name))), e.Labels[i].Name...)
			b = append(binary.AppendUvarint(b, uint64(len(e.Labels[i].Value))), e.Labels[i].Value...)
		}
	}
	if has&hasTags != 0 {
		b = binary.AppendUvarint(b, uint64(len(e.Tags)))
		for _, tag := range e.Tags {
			b = append(binary.AppendUvarint(b, uint64(len(tag))), tag...)
		}
	}
	return b
}

// parts says which of what is no text the event has.
func (e *Event) parts() (has uint64) {
	if e.Version != 0 {
		has |= hasVersion
	}
	if e.Felt {
		has |= hasFelt
	}
	if e.Confirmed {
		has |= hasConfirmed
	}
	if e.Valence != 0 {
		has |= hasValence
	}
	if e.Score != 0 {
		has |= hasScore
	}
	if e.Took != 0 {
		has |= hasTook
	}
	if len(e.Labels) > 0 {
		has |= hasLabels
	}
	if len(e.Tags) > 0 {
		has |= hasTags
	}
	return has
}

// unpack reads what pack wrote, and nothing may be left.
func (e *Event) unpack(c *coder) bool {
	c.text(&e.ID)
	has := c.uvarint(0)
	c.byte((*uint8)(&e.Kind))
	c.time(&e.At)
	texts := e.texts()
	for left := has & (1<<len(texts) - 1); left != 0; left &= left - 1 {
		c.text(texts[bits.TrailingZeros64(left)])
	}
	e.Felt, e.Confirmed = has&hasFelt != 0, has&hasConfirmed != 0
	if has&hasVersion != 0 {
		c.varint(&e.Version)
	}
	if has&hasValence != 0 {
		c.float(&e.Valence)
	}
	if has&hasScore != 0 {
		c.float(&e.Score)
	}
	if has&hasTook != 0 {
		c.duration(&e.Took)
	}
	if has&hasLabels != 0 {
		c.labels(&e.Labels)
	}
	if has&hasTags != 0 {
		c.texts(&e.Tags)
	}
	return has>>eventParts == 0 && c.done()
}
