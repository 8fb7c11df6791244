package dialog

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// valueAt is a value where its words stand.
func valueAt(words, raw, typ, value, role string) Value {
	at := strings.Index(words, raw)
	return Value{Type: typ, Value: value, Role: role, Start: at, End: at + len(raw)}
}

func TestNamesBesideValuesTellSlotsApart(t *testing.T) {
	number := func(name string, called ...string) Slot[string] {
		return Slot[string]{SlotSpec: SlotSpec{Name: name, Kind: NumberKind, Label: Words{"en": called[:1]}, Also: called[1:]}}
	}
	clock := func(name, role string, called ...string) Slot[string] {
		return Slot[string]{SlotSpec: SlotSpec{Name: name, Kind: ClockKind, Role: role, Label: Words{"en": called[:1]}, Also: called[1:]}}
	}
	place := func(name, role string, called ...string) Slot[string] {
		return Slot[string]{SlotSpec: SlotSpec{Name: name, Kind: "city", Role: role, Label: Words{"en": called[:1]}}}
	}
	people, nights, stars := number("people", "number of people", "guests", "人数", "人"), number("nights", "nights", "住几晚", "晚"), number("stars", "star rating", "评分")
	leave, arrive := clock("leave", "start", "departure", "leave"), clock("arrive", "end", "arrival", "arrive")
	n := func(words, raw, value string) Value { return valueAt(words, raw, "number", value, "") }
	c := func(words, raw, value, role string) Value { return valueAt(words, raw, "time", value, role) }
	for words, is := range map[string]struct {
		values []Value
		asked  string
		slots  []Slot[string]
		want   map[string]string
	}{
		"4 people for 3 nights": { // behind the value; the number that another slot has is not the answer
			[]Value{n("4 people for 3 nights", "4", "4"), n("4 people for 3 nights", "3", "3")},
			"nights",
			[]Slot[string]{nights, people, stars},
			map[string]string{"people": "4", "nights": "3"},
		},
		"5 nights": {[]Value{n("5 nights", "5", "5")}, "people", []Slot[string]{people, nights}, map[string]string{"nights": "5"}},
		"5":        {[]Value{n("5", "5", "5")}, "people", []Slot[string]{people, nights}, map[string]string{"people": "5"}},
		"6 guest": { // in the value itself, and but for the plural
			[]Value{valueAt("6 guest", "6 guest", "quantity", "6 guest", "")}, "", []Slot[string]{nights, people}, map[string]string{"people": "6"},
		},
		"a rating of at least 4, 2 of us": { // not beyond another value or a clause
			[]Value{n("a rating of at least 4, 2 of us", "4", "4"), n("a rating of at least 4, 2 of us", "2", "2")}, "", []Slot[string]{stars, nights}, map[string]string{"stars": "4"},
		},
		"nights are what I think about all day, 7": {[]Value{n("nights are what I think about all day, 7", "7", "7")}, "", []Slot[string]{people, nights}, map[string]string{}},
		"评分是4.5，2个人住3晚": {
			[]Value{n("评分是4.5，2个人住3晚", "4.5", "4.5"), valueAt("评分是4.5，2个人住3晚", "2个", "quantity", "2 piece", ""), n("评分是4.5，2个人住3晚", "3", "3")},
			"",
			[]Slot[string]{people, nights, stars},
			map[string]string{"stars": "4.5", "people": "2", "nights": "3"},
		},
		"leave by 9:00, arriving before 11:00": { // the name before the role
			[]Value{c("leave by 9:00, arriving before 11:00", "9:00", "09:00", "end"), c("leave by 9:00, arriving before 11:00", "11:00", "11:00", "end")},
			"",
			[]Slot[string]{leave, arrive},
			map[string]string{"leave": "09:00", "arrive": "11:00"},
		},
		"my destination from Shanghai": { // other roles are sure
			[]Value{valueAt("my destination from Shanghai", "Shanghai", "city", "Shanghai", "origin")},
			"",
			[]Slot[string]{place("to", "destination", "destination"), place("from", "origin", "origin")},
			map[string]string{"from": "Shanghai"},
		},
	} {
		assert.Equal(t, is.want, assigned(words, is.values, is.asked, is.slots...), words)
	}
}
