package metricssql

import (
	"encoding/binary"
	"slices"

	"github.com/kefu-go/kefu/metrics"
)

// A chunk holds some of a thread's events. Its number is that of the thread times 2^20 plus
// its own, from 0.
const chunkBits = 20

func firstChunk(thread int64) int64 { return thread << chunkBits }

func threadOf(chunk int64) int64 { return chunk >> chunkBits }

// chunkBytes is how much a chunk takes unless its first event alone is larger: so that a row
// fits into a page of SQLite. chunkEvents is how many events it has at most; it is also what
// numbers of the feed are spread by.
const (
	chunkBytes  = 3400
	chunkEvents = 1 << feedBits
)

// chunk is some events, packed one after the other with their lengths. An event has a mask of
// what it shares with the first one, and is packed without that.
type chunk struct {
	number int64
	ids    []byte // see hash
	body   []byte
	first  *metrics.Event // nil: not unpacked yet
}

func (c *chunk) events() int { return len(c.ids) / 8 }

// shared are what events of a thread mostly have in common. The order is part of the format.
func shared(e *metrics.Event) [16]*string {
	return [...]*string{
		&e.Conversation, &e.Customer, &e.Channel, &e.Category, &e.Tier, &e.Language, &e.Region, &e.Base,
		&e.Episode, &e.Ticket, &e.Agent, &e.Queue, &e.Item, &e.Flow, &e.Model, &e.Intent,
	}
}

const sharesLabels = 1 << 16

// add packs an event. It reports false if there is no room for it.
func (c *chunk) add(e *metrics.Event) (bool, error) {
	if c.events() >= chunkEvents {
		return false, nil
	}
	if c.first == nil && len(c.body) > 0 {
		err := c.each(func(i int, e *metrics.Event) bool { return false })
		if err != nil {
			return false, err
		}
	}
	rest, mask := *e, uint64(0)
	rest.Seq = 0
	if c.first != nil {
		first := shared(c.first)
		for i, text := range shared(&rest) {
			if *text != "" && *text == *first[i] {
				*text = ""
				mask |= 1 << i
			}
		}
		if len(rest.Labels) > 0 && slices.Equal(rest.Labels, c.first.Labels) {
			rest.Labels = nil
			mask |= sharesLabels
		}
	}
	packed, err := rest.AppendBinary(binary.AppendUvarint(nil, mask))
	if err != nil {
		return false, err
	}
	if len(c.body) > 0 && len(c.body)+len(packed)+2 > chunkBytes-9*c.events() {
		return false, nil
	}
	c.body = append(binary.AppendUvarint(slices.Clip(c.body), uint64(len(packed))), packed...)
	c.ids = binary.LittleEndian.AppendUint64(slices.Clip(c.ids), hash(e.ID))
	if c.first == nil {
		c.first = &rest
	}
	return true, nil
}

// each unpacks the events in order, until the function has enough.
func (c *chunk) each(more func(i int, e *metrics.Event) bool) error {
	var first metrics.Event
	body := c.body
	for i := 0; len(body) > 0; i++ {
		size, n := binary.Uvarint(body)
		if n <= 0 || size > uint64(len(body)-n) {
			return metrics.ErrDamaged
		}
		packed := body[n : n+int(size)]
		body = body[n+int(size):]
		mask, n := binary.Uvarint(packed)
		if n <= 0 || mask >= sharesLabels<<1 || i == 0 && mask != 0 {
			return metrics.ErrDamaged
		}
		var e metrics.Event
		if err := e.UnmarshalBinary(packed[n:]); err != nil {
			return err
		}
		if i == 0 {
			first = e
			first.Labels = slices.Clone(e.Labels)
			c.first = &first
		} else if mask != 0 {
			common := shared(&first)
			for i, text := range shared(&e) {
				if mask>>i&1 == 1 {
					*text = *common[i]
				}
			}
			if mask&sharesLabels != 0 {
				e.Labels = slices.Clone(first.Labels)
			}
		}
		if !more(i, &e) {
			return nil
		}
	}
	return nil
}

// has tells whether one of the events has an id.
func (c *chunk) has(id string) (found bool, err error) {
	err = c.each(func(_ int, e *metrics.Event) bool {
		found = e.ID == id
		return !found
	})
	return found, err
}

// mayHave tells whether one of the hashes is that of an id.
func mayHave(ids []byte, id uint64) bool {
	for ; len(ids) >= 8; ids = ids[8:] {
		if binary.LittleEndian.Uint64(ids) == id {
			return true
		}
	}
	return false
}

// hash is FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/. What has an equal one is
// compared.
func hash[T string | []byte](s T) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
