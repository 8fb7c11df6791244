package dialog

import (
	"bytes"
	"time"
)

// timeline orders conversations by a time, so that what is due is found
// without looking at what is not. Conversations with the same time come in the
// order of their ids. It is a binary heap; each conversation knows its place.
type timeline struct {
	alarms paged[alarm]
}

// alarm is one conversation in a timeline.
type alarm struct {
	at           int64 // microseconds since 1970
	conversation uint32
}

// placeOf is which of a conversation's fields is its place in a timeline, from
// 1; 0 when it is not there.
type placeOf func(c *memoryConversation) *uint32

func wakePlace(c *memoryConversation) *uint32 { return &c.wake }
func sendPlace(c *memoryConversation) *uint32 { return &c.send }

// set moves a conversation to a time, whether it was there before or not.
func (s *MemoryStore) set(t *timeline, place placeOf, n uint32, at time.Time) {
	s.setMicros(t, place, n, at.UnixMicro())
}

func (s *MemoryStore) setMicros(t *timeline, place placeOf, n uint32, at int64) {
	i := int(*place(s.all.at(int(n)))) - 1
	if i < 0 {
		i = t.alarms.push()
	}
	s.settle(t, place, i, alarm{at: at, conversation: n})
}

// clear takes a conversation out; one that is not there stays so.
func (s *MemoryStore) clear(t *timeline, place placeOf, n uint32) {
	where := place(s.all.at(int(n)))
	i := int(*where) - 1
	if i < 0 {
		return
	}
	*where = 0
	last := *t.alarms.at(t.alarms.n - 1)
	t.alarms.pop()
	if i < t.alarms.n {
		s.settle(t, place, i, last)
	}
}

// take removes at most limit conversations that are set to now or before, the
// earliest first. The caller sets them again.
func (s *MemoryStore) take(t *timeline, place placeOf, now time.Time, limit int) []alarm {
	var due []alarm
	for limit, until := limit, now.UnixMicro(); len(due) < limit && t.alarms.n > 0 && t.alarms.at(0).at <= until; {
		a := *t.alarms.at(0)
		s.clear(t, place, a.conversation)
		due = append(due, a)
	}
	return due
}

// settle puts an alarm where it belongs, from a place that is free.
func (s *MemoryStore) settle(t *timeline, place placeOf, i int, a alarm) {
	put := func(i int, a alarm) {
		*t.alarms.at(i) = a
		*place(s.all.at(int(a.conversation))) = uint32(i) + 1
	}
	for i > 0 {
		up := *t.alarms.at((i - 1) / 2)
		if !s.earlier(a, up) {
			break
		}
		put(i, up)
		i = (i - 1) / 2
	}
	for down := 2*i + 1; down < t.alarms.n; down = 2*i + 1 {
		if right := down + 1; right < t.alarms.n && s.earlier(*t.alarms.at(right), *t.alarms.at(down)) {
			down = right
		}
		if !s.earlier(*t.alarms.at(down), a) {
			break
		}
		put(i, *t.alarms.at(down))
		i = down
	}
	put(i, a)
}

func (s *MemoryStore) earlier(a, b alarm) bool {
	if a.at != b.at || a.conversation == b.conversation {
		return a.at < b.at
	}
	var forA, forB [36]byte
	return bytes.Compare(plainText(s.idIn(a.conversation), &forA), plainText(s.idIn(b.conversation), &forB)) < 0
}
