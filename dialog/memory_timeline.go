package dialog

import (
	"container/heap"
	"strings"
	"time"
)

// timeline orders conversations by a time, so that what is due is found
// without looking at what is not. Conversations with the same time come in the
// order of their ids.
type timeline struct {
	alarms []*alarm // a binary heap
}

// alarm is the place of one conversation in one timeline.
type alarm struct {
	at    time.Time
	owner *memoryConversation
	place int // its index in the heap, from 1; 0 when it is not set
}

// set moves an alarm to a time, whether it was set before or not.
func (t *timeline) set(a *alarm, owner *memoryConversation, at time.Time) {
	a.at, a.owner = at, owner
	if a.place == 0 {
		heap.Push((*alarmHeap)(t), a)
	} else {
		heap.Fix((*alarmHeap)(t), a.place-1)
	}
}

// remove takes an alarm out; one that is not set stays so.
func (t *timeline) remove(a *alarm) {
	if a.place != 0 {
		heap.Remove((*alarmHeap)(t), a.place-1)
	}
}

// take removes at most limit alarms that are set to now or before, the
// earliest first, and returns their conversations. The caller sets them again.
func (t *timeline) take(now time.Time, limit int) []*memoryConversation {
	var due []*memoryConversation
	for len(due) < limit && len(t.alarms) > 0 && !t.alarms[0].at.After(now) {
		a, ok := heap.Pop((*alarmHeap)(t)).(*alarm)
		if !ok {
			break
		}
		due = append(due, a.owner)
	}
	return due
}

// alarmHeap is a timeline as container/heap wants to see it.
type alarmHeap timeline

func (h *alarmHeap) Len() int { return len(h.alarms) }

func (h *alarmHeap) Less(i, j int) bool {
	a, b := h.alarms[i], h.alarms[j]
	if c := a.at.Compare(b.at); c != 0 {
		return c < 0
	}
	return strings.Compare(a.owner.record.ID, b.owner.record.ID) < 0
}

func (h *alarmHeap) Swap(i, j int) {
	h.alarms[i], h.alarms[j] = h.alarms[j], h.alarms[i]
	h.alarms[i].place, h.alarms[j].place = i+1, j+1
}

func (h *alarmHeap) Push(x any) {
	if a, ok := x.(*alarm); ok {
		h.alarms = append(h.alarms, a)
		a.place = len(h.alarms)
	}
}

func (h *alarmHeap) Pop() any {
	last := len(h.alarms) - 1
	a := h.alarms[last]
	h.alarms[last] = nil
	h.alarms = h.alarms[:last]
	a.place = 0
	return a
}
