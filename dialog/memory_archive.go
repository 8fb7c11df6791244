package dialog

import (
	"context"
	"encoding/binary"
	"iter"
	"math"
	"slices"
	"strings"
	"time"
)

// Conversations implements [Archive]. It yields what was there when the loop
// began, and looks at all conversations of the customer, whatever before is.
func (s *MemoryStore) Conversations(ctx context.Context, customer string, before time.Time) iter.Seq2[Conversation, error] {
	return func(yield func(Conversation, error) bool) {
		for _, c := range s.conversationsOf(customer, before) {
			if err := ctx.Err(); err != nil {
				yield(Conversation{}, err)
				return
			}
			if !yield(c, nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(Conversation{}, err)
		}
	}
}

func (s *MemoryStore) conversationsOf(customer string, before time.Time) (found []Conversation) {
	if findable(customer) == "" {
		return nil
	}
	s.mu.RLock()
	for n := s.ofCustomer(customer); n != 0; n = s.all.at(int(n)).next {
		if c := s.load(n); before.IsZero() || c.Updated.Before(before) {
			found = append(found, c)
		}
	}
	s.mu.RUnlock()
	slices.SortFunc(found, func(a, b Conversation) int {
		if c := b.Updated.Compare(a.Updated); c != 0 {
			return c
		}
		return strings.Compare(b.ID, a.ID)
	})
	return found
}

// Prune implements [Archive].
func (s *MemoryStore) Prune(ctx context.Context, before time.Time, limit int) (pruned int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	until := before.Add(time.Microsecond - 1).UnixMicro() // kept times have no parts of a microsecond
	for i := range s.feed.chunks {
		if pruned >= limit {
			break
		}
		if c := &s.feed.chunks[i]; c.whole > 0 && c.oldest < until {
			pruned += s.pruneChunk(c, until, limit-pruned)
		}
	}
	return pruned, nil
}

// pruneChunk prunes what is old in a stretch of the feed.
func (s *MemoryStore) pruneChunk(c *feedChunk, until int64, limit int) (pruned int) {
	oldest := int64(math.MaxInt64)
	for _, ref := range c.records {
		if ref == 0 {
			continue
		}
		b := s.blocks.get(ref)
		at := get64(b[recordAt:])
		if at < until && pruned < limit && !s.waiting(ref) {
			n := get32(b)
			version, _ := binary.Uvarint(b[recordID+plainEnd(b[recordID:]):])
			s.stub(n, s.all.at(int(n)).place(int64(version)))
			pruned++
			continue
		}
		oldest = min(oldest, at)
	}
	c.oldest = oldest
	return pruned
}
