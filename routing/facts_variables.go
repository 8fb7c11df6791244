package routing

import (
	"strconv"
	"strings"
	"time"
)

// Variable answers what conditions ask; see [ItemSchema] for the names. Facts are
// [Variables], so that a [Rule.When] can use conditions too.
//
// Beside what an [Item] has fields for, these are read from its Attributes:
// "department"; "confidence", a number; "wants_human", which is yes for "true",
// "yes" and "1". So is "returning", which is also yes for whoever has a LastAgent, and
// "vip", which is also yes for the tier "vip". Whoever has no such attribute has
// no such value.
//
// hour and weekday are told in [Options.Location]; lot is drawn from the item's id
// and never changes; priority is the item's own, waited that of [Facts.Waited].
func (f *Facts) Variable(name, argument string) (Value, bool) {
	i := f.Item
	if i == nil {
		i = &Item{}
	}
	switch name {
	case "type":
		return given(i.Type)
	case "tier":
		return given(i.Tier)
	case "category":
		return given(i.Category)
	case "language":
		return given(i.Language)
	case "channel":
		return given(i.Channel)
	case "emotion":
		return given(i.Emotion)
	case "customer":
		return given(i.Customer)
	case "class":
		return given(i.Class)
	case "last_agent":
		return given(i.LastAgent)
	case "department":
		return given(i.Attributes["department"])
	case "urgency":
		return NumberValue(float64(i.Urgency)), true
	case "priority":
		return NumberValue(float64(i.Priority)), true
	case "valence":
		return NumberValue(i.Valence), true
	case "complexity":
		return NumberValue(i.Complexity), true
	case "confidence":
		n, err := strconv.ParseFloat(i.Attributes["confidence"], 64)
		return NumberValue(n), err == nil
	case "bot_share":
		return NumberValue(f.Share), true
	case "lot":
		return NumberValue(lot(i.ID)), true
	case "returns":
		return NumberValue(float64(f.Returns)), true
	case "waited":
		return DurationValue(f.Waited), true
	case "peak":
		return BoolValue(f.Peak), true
	case "hour":
		return NumberValue(float64(f.local().Hour())), true
	case "weekday":
		return NumberValue(float64((f.local().Weekday()+6)%7 + 1)), true
	case "wants_human":
		return yes(i, "wants_human", false)
	case "returning":
		return yes(i, "returning", i.LastAgent != "")
	case "vip":
		return yes(i, "vip", strings.EqualFold(i.Tier, "vip"))
	case "tags":
		return SetValue(i.Tags), len(i.Tags) > 0
	case "skills":
		return SetValue(f.skillNames(i)), len(i.Skills) > 0
	case "attributes":
		v, ok := i.Attributes[argument]
		return TextValue(v), ok
	}
	return f.queueVariable(name, argument)
}

// queueVariable answers what is asked of a queue.
func (f *Facts) queueVariable(name, queue string) (Value, bool) {
	switch name {
	case "waiting", "held", "online", "available", "longest_wait", "estimate", "open":
	default:
		return Value{}, false
	}
	q := f.Queue(queue)
	switch name {
	case "waiting":
		return NumberValue(float64(q.Waiting)), true
	case "held":
		return NumberValue(float64(q.Held)), true
	case "online":
		return NumberValue(float64(q.Online)), true
	case "available":
		return NumberValue(float64(q.Available)), true
	case "longest_wait":
		return DurationValue(q.Longest), true
	case "estimate":
		return DurationValue(q.Estimate), true
	}
	return BoolValue(q.Open), true
}

func given(s string) (Value, bool) { return TextValue(s), s != "" }

// yes is whether an attribute says yes, or something else does.
func yes(i *Item, name string, other bool) (Value, bool) {
	v, ok := i.Attributes[name]
	said := strings.EqualFold(v, "true") || strings.EqualFold(v, "yes") || v == "1"
	return BoolValue(said || other), ok || other
}

// local is the time where hours are told.
func (f *Facts) local() time.Time {
	if f.location == nil {
		return f.Now.UTC()
	}
	return f.Now.In(f.location)
}

// skillNames are the names of the item's skills.
func (f *Facts) skillNames(i *Item) []string {
	if len(f.skills) != len(i.Skills) {
		f.skills = make([]string, len(i.Skills))
		for k := range i.Skills {
			f.skills[k] = i.Skills[k].Skill
		}
	}
	return f.skills
}

// lot is a number in [0,1) drawn from an id: FNV-1a of 64 bits, mixed by the last
// steps of SplitMix64 (Steele, Lea, Flood 2014), because ids that count up differ in
// their last bytes only. It is part of the rules: a change of it reroutes items.
func lot(id string) float64 {
	h := uint64(14695981039346656037)
	for i := range len(id) {
		h = (h ^ uint64(id[i])) * 1099511628211
	}
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	h ^= h >> 31
	return float64(h>>11) / (1 << 53)
}
