package dialog

import (
	"context"
	"iter"
	"math"
)

// memoryFeed numbers the records of a store in the order of their commits.
type memoryFeed struct {
	chunks []feedChunk
	last   int64 // the last cursor that was given
}

// feedChunk is a stretch of the feed.
type feedChunk struct {
	records []block // 0 for one that was pruned; nil when all were
	whole   int     // how many there are
	oldest  int64   // no record that is there is of a time before
}

// chunkRecords is how many cursors a chunk has.
const chunkRecords = 4096

// add appends a record of a time and returns its cursor.
func (f *memoryFeed) add(record block, at int64) int64 {
	if f.last%chunkRecords == 0 {
		f.chunks = append(f.chunks, feedChunk{oldest: math.MaxInt64})
	}
	c := &f.chunks[len(f.chunks)-1]
	if len(c.records) == cap(c.records) {
		c.records = append(make([]block, 0, min(max(64, 2*len(c.records)), chunkRecords)), c.records...)
	}
	c.records = append(c.records, record)
	c.whole++
	c.oldest = min(c.oldest, at)
	f.last++
	return f.last
}

// drop takes the record with a cursor out.
func (f *memoryFeed) drop(cursor int64) {
	c := &f.chunks[(cursor-1)/chunkRecords]
	c.records[(cursor-1)%chunkRecords] = 0
	c.whole--
	if c.whole == 0 && len(c.records) == chunkRecords {
		c.records = nil
	}
}

// readRecords is how many records a loop copies at a time under the lock.
const readRecords = 64

// Feed implements [Store]. It ends with the last record that was there when
// the loop began.
func (s *MemoryStore) Feed(ctx context.Context, after int64) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		s.mu.RLock()
		end := s.feed.last
		s.mu.RUnlock()
		after := max(after, 0)
		yieldRaw(ctx, yield, true, func(page []rawRecord) []rawRecord {
			s.mu.RLock()
			defer s.mu.RUnlock()
			for after < end && len(page) < readRecords {
				c := &s.feed.chunks[after/chunkRecords]
				if c.whole == 0 {
					after = (after/chunkRecords + 1) * chunkRecords
					continue
				}
				if ref := c.records[after%chunkRecords]; ref != 0 {
					page = append(page, s.raw(ref))
				}
				after++
			}
			return page
		})
	}
}

// Transcript implements [Store]. It ends with the last record that was there
// when the loop began.
func (s *MemoryStore) Transcript(ctx context.Context, conversation string, after int64) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		s.mu.RLock()
		n, end := s.lookup(conversation), int64(0)
		if n != 0 {
			end = s.all.at(int(n)).version
		}
		s.mu.RUnlock()
		after := max(after, 0)
		yieldRaw(ctx, yield, false, func(page []rawRecord) []rawRecord {
			if after >= end {
				return page
			}
			s.mu.RLock()
			defer s.mu.RUnlock()
			c := s.all.at(int(n))
			for after = max(after, c.version-int64(c.records)); after < end && len(page) < readRecords; after++ {
				if r := s.recordOf(c, c.place(after+1)); isWhole(s.blocks.get(r)) {
					page = append(page, s.raw(r))
				}
			}
			return page
		})
	}
}

// yieldRaw yields the records that read appends to a page, until it appends
// none or ctx is done.
func yieldRaw(ctx context.Context, yield func(Record, error) bool, cursors bool, read func(page []rawRecord) []rawRecord) {
	var page []rawRecord
	for {
		if page = read(page[:0]); len(page) == 0 {
			if err := ctx.Err(); err != nil {
				yield(Record{}, err)
			}
			return
		}
		for _, raw := range page {
			if err := ctx.Err(); err != nil {
				yield(Record{}, err)
				return
			}
			if !cursors {
				raw.cursor = 0
			}
			if !yield(raw.record(raw.cursor), nil) {
				return
			}
		}
	}
}
