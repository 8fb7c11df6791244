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

// chunkBytes is from which size on a chunk gets no more events: so that most rows fit into a page
// of SQLite. chunkEvents is how many events it has at most; it is also what numbers of the feed
// are spread by.
const (
	chunkBytes  = 3600
	chunkEvents = 1 << feedBits
)

// chunk is some events of a thread, in the order in which they came.
type chunk struct {
	number int64
	ids    []byte // see hash
	body   []byte
	pack   *metrics.EventPack // that body is of; nil: not continued yet
}

func (c *chunk) events() int { return len(c.ids) / 8 }

// add packs an event. It reports false if there is no room for it.
func (c *chunk) add(e *metrics.Event) (done bool, err error) {
	if c.pack == nil {
		if c.pack, err = metrics.ContinuePack(c.body); err != nil {
			return false, err
		}
	}
	if n := c.events(); n >= chunkEvents || n > 0 && len(c.body)+len(c.ids) > chunkBytes {
		return false, nil
	}
	c.pack.Add(e)
	c.body = c.pack.Bytes()
	c.ids = binary.LittleEndian.AppendUint64(slices.Clip(c.ids), hash(e.ID))
	return true, nil
}

// has tells whether one of the events has an id.
func (c *chunk) has(id string) (bool, error) {
	events, err := metrics.UnpackEvents(c.body, nil)
	return slices.ContainsFunc(events, func(e metrics.Event) bool { return e.ID == id }), err
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
