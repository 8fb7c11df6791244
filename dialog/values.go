package dialog

import (
	"iter"
	"maps"
	"slices"
)

// Values are what a run of a flow has collected. They are read-only. The zero
// value has none.
type Values struct{ slots map[string]SlotValue }

// ValuesOf returns values as they are, for tests of actions and conditions.
func ValuesOf(values map[string]string) Values {
	v := Values{make(map[string]SlotValue, len(values))}
	for slot, value := range values {
		v.slots[slot] = SlotValue{Value: value}
	}
	return v
}

// Get returns the normal form of a slot's value. A slot that was skipped, or is
// not filled, has none.
func (v Values) Get(slot string) (string, bool) {
	s, ok := v.slots[slot]
	return s.Value, ok && s.Source != Omitted
}

// Text is the value of a slot, or "".
func (v Values) Text(slot string) string { s, _ := v.Get(slot); return s }

// Slot returns a slot's value with the customer's words and its source, also if it
// was skipped.
func (v Values) Slot(slot string) (SlotValue, bool) { s, ok := v.slots[slot]; return s, ok }

// All yields the slots that have a value, by name.
func (v Values) All() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, slot := range slices.Sorted(maps.Keys(v.slots)) {
			if value, ok := v.Get(slot); ok && !yield(slot, value) {
				return
			}
		}
	}
}

// with returns the values with one more.
func (v Values) with(slot, value string) Values {
	more := Values{maps.Clone(v.slots)}
	if more.slots == nil {
		more.slots = map[string]SlotValue{}
	}
	more.slots[slot] = SlotValue{Value: value}
	return more
}

// among returns the values of some slots alone.
func (v Values) among(names []string) Values {
	only := Values{make(map[string]SlotValue, len(names))}
	for _, name := range names {
		if s, ok := v.slots[name]; ok {
			only.slots[name] = s
		}
	}
	return only
}
