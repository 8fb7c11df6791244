package dialog

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kefu-go/kefu/internal/text"
)

// assigned gives the values of a message to slots that are all open.
func assigned(words string, values []Value, asked string, slots ...Slot[string]) map[string]string {
	h := &heard{text: words, key: text.Key(words), values: values, taken: make([]bool, len(values)), parts: make([]string, len(values)), lone: true}
	p := &plan{}
	var first *slot
	for _, s := range slots {
		c := s.compiled()
		p.slots = append(p.slots, c)
		if c.Name == asked {
			first = c
		}
	}
	got := map[string]string{}
	for _, f := range p.assign(h, first, false, func(*slot) bool { return true }) {
		got[f.slot.Name] = f.value
	}
	return got
}

func TestDaysAndTimesOfDayAreTwoSlots(t *testing.T) {
	day, at, both := ValueSlot[string]("day", DateKind, nil), ValueSlot[string]("at", ClockKind, nil), ValueSlot[string]("when", "time", nil)
	for value, want := range map[string]map[string]string{
		"2026-11-24":                        {"day": "2026-11-24"},
		"15:00":                             {"at": "15:00"},
		"2026-11-24T15:00":                  {"day": "2026-11-24", "at": "15:00"},
		"2026-11-22T12:00/2026-11-22T18:00": {"day": "2026-11-22", "at": "12:00/18:00"},
		"2026-11-22T22:00/2026-11-23T02:00": {"day": "2026-11-22/2026-11-23", "at": "22:00/02:00"},
		"2026-11-24/2026-11-26":             {"day": "2026-11-24/2026-11-26"},
		"06:00/12:00":                       {"at": "06:00/12:00"},
		"2026-W48":                          {"day": "2026-W48"},
	} {
		v := []Value{{Type: "time", Value: value, End: 1}}
		assert.Equal(t, want, assigned("x", v, "", day, at), value)
		assert.Equal(t, want, assigned("x", v, "at", day, at), value)
		assert.Equal(t, map[string]string{"when": value}, assigned("x", v, "when", day, at, both), value)
	}
	twice := []Value{{Type: "time", Value: "2026-11-24", End: 1}, {Type: "time", Value: "2026-11-26T15:00", Start: 2, End: 3}}
	assert.Equal(t, map[string]string{"day": "2026-11-24", "at": "15:00"}, assigned("a b", twice, "", day, at))
}
