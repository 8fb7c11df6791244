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
func (e *Event) AppendBinary(b []byte) ([]byte, error) {
	b, _ = e.pack(append(b, eventFormat), 0)
	return b, nil
}

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

// pack appends what the event has, without some parts: which of them it has, the kind, the texts behind their lengths
// with the id first, and the rest. It returns where the texts end.
func (e *Event) pack(b []byte, without uint32) (packed []byte, texts int) {
	at := len(b)
	b = appendText(append(b, 0, 0, 0, 0, byte(e.Kind)), e.ID)
	has := uint32(0)
	for i, p := range e.texts() {
		if text := *p; text != "" && without>>i&1 == 0 {
			has |= 1 << i
			b = appendText(b, text)
		}
	}
	texts = len(b)
	b = binary.AppendVarint(b, e.At.UnixMicro())
	if e.Felt {
		has |= hasFelt
	}
	if e.Confirmed {
		has |= hasConfirmed
	}
	if e.Version != 0 {
		has |= hasVersion
		b = binary.AppendVarint(b, e.Version)
	}
	if e.Valence != 0 {
		has |= hasValence
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(e.Valence))
	}
	if e.Score != 0 {
		has |= hasScore
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(e.Score))
	}
	if e.Took != 0 {
		has |= hasTook
		b = binary.AppendVarint(b, int64(e.Took))
	}
	if len(e.Labels) > 0 && without&hasLabels == 0 {
		has |= hasLabels
		b = binary.AppendUvarint(b, uint64(len(e.Labels)))
		for i := range e.Labels {
			b = appendText(appendText(b, e.Labels[i].Name), e.Labels[i].Value)
		}
	}
	if len(e.Tags) > 0 {
		has |= hasTags
		b = binary.AppendUvarint(b, uint64(len(e.Tags)))
		for _, tag := range e.Tags {
			b = appendText(b, tag)
		}
	}
	binary.LittleEndian.PutUint32(b[at:], has)
	return b, texts
}

// beforeID is what [Event.pack] puts before the id, in bytes.
const beforeID = 4 + 1

// packedID returns the id in a packed event.
func packedID(data []byte) []byte {
	if len(data) < beforeID {
		return nil
	}
	n, width := binary.Uvarint(data[beforeID:])
	if width <= 0 {
		return nil
	}
	return data[beforeID+width:][:n]
}

func appendText(b []byte, s string) []byte {
	if len(s) < 0x80 {
		return append(append(b, byte(len(s))), s...)
	}
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// unpack reads what pack wrote, and nothing may be left.
func (e *Event) unpack(c *coder) bool { return e.unpackOne(c) && c.done() }

// unpackOne reads what pack wrote.
func (e *Event) unpackOne(c *coder) bool {
	has := c.uint32(0)
	c.byte((*uint8)(&e.Kind))
	c.text(&e.ID)
	texts := e.texts()
	for left := has & (1<<len(texts) - 1); left != 0; left &= left - 1 {
		c.text(texts[bits.TrailingZeros32(left)])
	}
	c.time(&e.At)
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
	return has>>eventParts == 0 && !c.in.failed
}
