package intent

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// overlay is all that a model was taught after its training. It does not change.
type overlay struct {
	// lessons are in the order in which they were learned. Of those about the same
	// text only the last one that was learned has a say.
	lessons []*lesson
	// slots are the lessons that have a say, where the index finds them; nil is a
	// free slot.
	slots []*lesson
	index *lessonIndex
}

// learned returns the lesson of an example that was learned, or -1.
func (o *overlay) learned(id string) int {
	return o.find(func(l *lesson) bool { return !l.unlearn && l.example.ID == id })
}

// unlearned returns the lesson that examples of the training were unlearned, or -1.
func (o *overlay) unlearned(id string) int {
	return o.find(func(l *lesson) bool { return l.unlearn && l.example.ID == id })
}

// all returns the lessons in their order.
func (o *overlay) all() []*lesson {
	if o == nil {
		return nil
	}
	return o.lessons
}

func (o *overlay) find(is func(*lesson) bool) int {
	return slices.IndexFunc(o.all(), is)
}

// with returns an overlay with more lessons, learned in their order.
func (o *overlay) with(lessons ...*lesson) *overlay {
	next := &overlay{}
	if o != nil {
		*next = overlay{slices.Clone(o.lessons), slices.Clone(o.slots), o.index}
	}
	fresh := make(map[int32]*lesson, len(lessons))
	speakers, free := next.seating(lessons)
	for _, l := range lessons {
		if old, ok := speakers[l.key]; ok && !l.unlearn {
			next.silence(int(old), fresh)
			at, _ := slices.BinarySearch(free, old)
			free = slices.Insert(free, at, old)
		}
		if len(free) == 0 {
			free = append(free, int32(len(next.slots)))
			next.slots = append(next.slots, nil)
		}
		slot := free[0]
		free = free[1:]
		next.slots[slot], fresh[slot] = l, l
		if !l.unlearn {
			speakers[l.key] = slot
		}
		next.lessons = append(next.lessons, l)
	}
	next.index = next.index.with(fresh)
	return next
}

// seating returns the slots of those that have the say about the texts of
// lessons, and the free slots in their order, in one walk however many lessons
// there are.
func (o *overlay) seating(lessons []*lesson) (speakers map[string]int32, free []int32) {
	speakers = map[string]int32{}
	asked := make(map[string]bool, len(lessons))
	for _, l := range lessons {
		asked[l.key] = true
	}
	for slot, s := range o.slots {
		switch {
		case s == nil:
			free = append(free, int32(slot))
		case !s.unlearn && asked[s.key]:
			speakers[s.key] = int32(slot)
		}
	}
	return speakers, free
}

// without returns an overlay without the lesson at a place; nil if none is left.
func (o *overlay) without(at int) *overlay {
	if len(o.lessons) == 1 {
		return nil
	}
	gone := o.lessons[at]
	next := &overlay{slices.Concat(o.lessons[:at], o.lessons[at+1:]), slices.Clone(o.slots), o.index}
	slot := slices.Index(next.slots, gone)
	if slot < 0 {
		return next // a later one about the same text had the say
	}
	next.silence(slot, nil)
	for i := len(next.lessons) - 1; i >= 0 && !gone.unlearn; i-- {
		if l := next.lessons[i]; !l.unlearn && l.key == gone.key {
			next.index = next.index.with(map[int32]*lesson{next.seat(l): l})
			break
		}
	}
	return next
}

// speaker returns the lesson that has the say about the text of one that is
// learned, or nil.
func (o *overlay) speaker(l *lesson) *lesson {
	if o == nil || l.unlearn {
		return nil
	}
	for _, s := range o.slots {
		if s != nil && !s.unlearn && s.key == l.key {
			return s
		}
	}
	return nil
}

// silence empties a slot. Fresh are lessons that are not in the index yet.
func (o *overlay) silence(slot int, fresh map[int32]*lesson) {
	if _, ok := fresh[int32(slot)]; ok {
		delete(fresh, int32(slot))
	} else {
		o.index = o.index.without(int32(slot), o.slots[slot])
	}
	o.slots[slot] = nil
}

// seat puts a lesson into a free slot and returns it.
func (o *overlay) seat(l *lesson) int32 {
	slot := slices.Index(o.slots, nil)
	if slot < 0 {
		slot = len(o.slots)
		o.slots = append(o.slots, nil)
	}
	o.slots[slot] = l
	return int32(slot)
}

// version returns the version of a model with the overlay.
func (o *overlay) version(base string) string {
	if o == nil {
		return base
	}
	h := sha256.New()
	h.Write([]byte(base))
	for _, l := range o.lessons {
		if l.unlearn {
			h.Write([]byte{0})
			h.Write([]byte(l.example.ID))
		}
		h.Write(l.digest[:])
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
