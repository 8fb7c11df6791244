package routing

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
)

// The bounds of what an item carries.
const (
	maxValue = 16 << 10 // bytes of an attribute's value
	maxBrief = 1 << 20  // bytes of a brief
	maxList  = 1000     // skills, tags, attributes and so on
)

// Check returns [ErrInvalid] with all that is wrong with an agent, as joined
// [*FieldError]s: an id that is missing or, like all names, more than [MaxID] bytes long,
// not UTF-8 or with a NUL byte; levels outside of 1 to 10; a language that is no tag;
// numbers below 0; more units reserved than he has. Whether queues of his exist is
// the plan's matter: one that does not has no items.
func (a Agent) Check() error {
	var r review
	r.id("id", a.ID)
	r.name("name", a.Name)
	r.name("department", a.Department)
	r.names("queues", a.Queues)
	for _, skill := range sortedKeys(a.Skills) {
		at := key("skills", skill)
		r.id(at, skill)
		r.between(at, a.Skills[skill], 1, maxLevel)
	}
	for i, tag := range a.Languages {
		at := "languages[" + strconv.Itoa(i) + "]"
		if tag == "" {
			r.add(at, "is missing")
		}
		r.language(at, tag)
	}
	r.notBelow("seniority", a.Seniority, 0)
	r.between("capacity", a.Capacity, 0, math.MaxInt32)
	for _, channel := range sortedKeys(a.Limits) {
		r.name(key("limits", channel), channel)
		r.between(key("limits", channel), a.Limits[channel], 0, math.MaxInt32)
	}
	reserved := 0
	for _, class := range sortedKeys(a.Reserved) {
		at := key("reserved", class)
		r.id(at, class)
		r.between(at, a.Reserved[class], 0, math.MaxInt32)
		reserved += max(0, a.Reserved[class])
	}
	if reserved > max(0, a.Capacity) {
		r.add("reserved", "are %d units, but the capacity has only %d", reserved, a.Capacity)
	}
	r.attributes(a.Attributes)
	return r.err()
}

// Check returns [ErrInvalid] with all that is wrong with an item, as joined
// [*FieldError]s: an id that is missing or, like all names, more than [MaxID] bytes long,
// not UTF-8 or with a NUL byte; a language that is no tag; a number outside of its
// range, which for priorities is a million up or down; a brief that is no JSON or
// longer than 1 MiB; a value of an attribute longer than 16 KiB; lists of more than
// 1000; a time before the year 1 or after 9999.
func (i Item) Check() error {
	var r review
	r.id("id", i.ID)
	for _, s := range [...]struct{ field, text string }{
		{"conversation", i.Conversation},
		{"customer", i.Customer},
		{"channel", i.Channel},
		{"type", i.Type},
		{"category", i.Category},
		{"tier", i.Tier},
		{"emotion", i.Emotion},
		{"class", i.Class},
		{"last_agent", i.LastAgent},
	} {
		r.name(s.field, s.text)
	}
	r.language("language", i.Language)
	r.within("valence", i.Valence, -1, 1)
	r.between("urgency", i.Urgency, 0, 3)
	r.within("complexity", i.Complexity, 0, 1)
	r.between("priority", i.Priority, -maxPriority, maxPriority)
	r.list("skills", len(i.Skills))
	r.needs("skills", i.Skills)
	r.between("weight", i.Weight, 0, math.MaxInt32)
	r.names("tags", i.Tags)
	r.attributes(i.Attributes)
	switch {
	case len(i.Brief) > maxBrief:
		r.add("brief", "has %d bytes, at most %d are possible", len(i.Brief), maxBrief)
	case len(i.Brief) > 0 && !json.Valid(i.Brief):
		r.add("brief", "is not JSON")
	}
	if y := i.Arrived.UTC().Year(); y < 1 || y > 9999 {
		r.add("arrived", "is in the year %d, it must be between 1 and 9999", y)
	}
	return r.err()
}

// names checks a list of ids or names, each of them once.
func (r *review) names(field string, names []string) {
	r.list(field, len(names))
	for i, s := range names {
		at := field + "[" + strconv.Itoa(i) + "]"
		r.id(at, s)
		if slices.Contains(names[:i], s) {
			r.add(at, "%q is there twice", clip(s))
		}
	}
}

func (r *review) list(field string, n int) {
	if n > maxList {
		r.add(field, "are %d, at most %d are possible", n, maxList)
	}
}

func (r *review) attributes(a map[string]string) {
	r.list("attributes", len(a))
	for _, name := range sortedKeys(a) {
		at := key("attributes", name)
		r.id(at, name)
		r.text(at, a[name], maxValue)
	}
}

// key is the path of an entry of a map.
func key(field, name string) string { return field + "[" + strconv.Quote(clip(name)) + "]" }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
