package kefu_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/internal/text"
)

// slotLine is a dialog of the data.
type slotLine struct {
	ID     string
	Source string
	Labels struct{ Domain string }
	Turns  []struct {
		Speaker, Text string
		Labels        struct {
			Slots     []struct{ Slot, Value string }
			Requested []string
			Acts      json.RawMessage
			State     map[string]json.RawMessage
			Frames    []struct {
				Service string
				Acts    [][]json.RawMessage
				State   *struct {
					Values map[string][]string `json:"slot_values"`
				}
			}
		}
	}
}

func slotData(t testing.TB, name string) io.Reader {
	return bytes.NewReader(storetest.Data(t, os.Getenv, "dialogs/"+name))
}

func slotLines(t testing.TB, name string) (list []slotLine) {
	lines := bufio.NewScanner(slotData(t, name+".jsonl.gz"))
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var l slotLine
		require.NoError(t, json.Unmarshal(lines.Bytes(), &l), name)
		list = append(list, l)
	}
	require.NoError(t, lines.Err())
	return list
}

// The kinds of slots by what they are compared by.
var slotKinds = map[slotForm]string{
	formNumber: dialog.NumberKind, formDay: dialog.DateKind, formClock: dialog.ClockKind, formMoney: "money", formDuration: "duration",
	formChoice: dialog.ChoiceKind, formName: "person", formPlace: "place", formCode: "order", formAddress: "address",
}

// slotOf describes a slot: its name, what customers call it (the first is the label), and
// what is changed of it.
func slotOf(form slotForm, name string, called []string, change ...func(*dialog.SlotSpec)) measuredSlot {
	s := dialog.SlotSpec{Name: name, Kind: slotKinds[form]}
	if len(called) > 0 {
		s.Label, s.Also = dialog.Words{"en": called[:1], "zh": called[:1]}, called[1:]
	}
	for _, c := range change {
		c(&s)
	}
	return measuredSlot{s, form}
}

func inRole(role string) func(*dialog.SlotSpec) {
	return func(s *dialog.SlotSpec) { s.Role = role }
}

func within(low, high float64) func(*dialog.SlotSpec) {
	return func(s *dialog.SlotSpec) { s.Min, s.Max = &low, &high }
}

// anyOf are the options of a choice; further words for one follow it behind strokes.
func anyOf(options ...string) func(*dialog.SlotSpec) {
	return func(s *dialog.SlotSpec) {
		for _, o := range options {
			words := strings.Split(o, "|")
			s.Options = append(s.Options, dialog.Option{Value: words[0], Label: dialog.Words{"en": words[:1], "zh": words[:1]}, Also: words[1:]})
		}
	}
}

// measuredSets are the data sets.
var measuredSets = []func(testing.TB) *measuredSet{
	restaurantSet, spansSet, multiwozSet, sgdSet, crosswozSet, multidogoSet,
}

func restaurantSet(t testing.TB) *measuredSet {
	set := &measuredSet{name: "restaurant8k", locale: "en", flows: []measuredFlow{{name: "table", guided: true, slots: []measuredSlot{
		slotOf(formNumber, "people", []string{"number of people", "people", "guests", "party", "seats"}, within(1, 100)),
		slotOf(formDay, "date", []string{"date", "day"}),
		slotOf(formClock, "time", []string{"time"}),
		slotOf(formName, "name", []string{"name"}),
	}}}}
	for _, l := range slotLines(t, "restaurant8k.dev") {
		turn := measuredTurn{text: l.Turns[0].Text, gold: map[string][]string{}}
		name := func(slot string) string {
			if slot == "first_name" || slot == "last_name" {
				return "name"
			}
			return slot
		}
		if asked := l.Turns[0].Labels.Requested; len(asked) > 0 {
			turn.asked = name(asked[0])
		}
		for _, s := range l.Turns[0].Labels.Slots {
			if n := name(s.Slot); n != "name" {
				turn.gold[n] = append(turn.gold[n], s.Value)
			} else if whole := turn.gold[n]; len(whole) > 0 {
				turn.gold[n] = []string{whole[0] + " " + s.Value}
			} else {
				turn.gold[n] = []string{s.Value}
			}
		}
		set.dialogs = append(set.dialogs, measuredDialog{flow: "table", turns: []measuredTurn{turn}})
	}
	return set
}

// trainPlaces are the cities and areas that the train part of dstc8_spans names.
func trainPlaces(t testing.TB) []string {
	places := map[string]string{}
	for _, l := range slotLines(t, "dstc8_spans.train") {
		for _, turn := range l.Turns {
			for _, s := range turn.Labels.Slots {
				switch s.Slot {
				case "area", "city_of_event", "from_location", "to_location", "pickup_city":
					places[text.Key(s.Value)] = s.Value
				}
			}
		}
	}
	delete(places, "")
	return slices.Sorted(maps.Values(places))
}

func spansSet(t testing.TB) *measuredSet {
	set := &measuredSet{name: "dstc8_spans", locale: "en", places: trainPlaces(t), flows: []measuredFlow{
		{name: "Buses_1", guided: true, slots: []measuredSlot{
			slotOf(formPlace, "from_location", []string{"departure city", "leaving from"}, inRole("origin")),
			slotOf(formPlace, "to_location", []string{"destination", "going to"}, inRole("destination")),
			slotOf(formDay, "leaving_date", []string{"date", "day"}),
		}},
		{name: "Events_1", guided: true, slots: []measuredSlot{
			slotOf(formPlace, "city_of_event", []string{"city"}),
			slotOf(formDay, "date", []string{"date", "day"}),
		}},
		{name: "Homes_1", guided: true, slots: []measuredSlot{
			slotOf(formPlace, "area", []string{"area", "city"}),
			slotOf(formDay, "visit_date", []string{"date of the visit", "date"}),
		}},
		{name: "RentalCars_1", guided: true, slots: []measuredSlot{
			slotOf(formPlace, "pickup_city", []string{"city"}),
			slotOf(formDay, "pickup_date", []string{"pickup date", "pick up", "start"}, inRole("start")),
			slotOf(formClock, "pickup_time", []string{"pickup time", "pick up"}),
			slotOf(formDay, "dropoff_date", []string{"return date", "drop off", "return"}, inRole("end")),
		}},
	}}
	for _, l := range slotLines(t, "dstc8_spans.dev") {
		flow := strings.TrimPrefix(l.Source, "dstc8-")
		i := slices.IndexFunc(set.flows, func(f measuredFlow) bool { return f.name == flow })
		turn := measuredTurn{text: l.Turns[0].Text, gold: map[string][]string{}}
		turn.asked = set.flows[i].first(l.Turns[0].Labels.Requested)
		for _, s := range l.Turns[0].Labels.Slots {
			if set.flows[i].has(s.Slot) {
				turn.gold[s.Slot] = append(turn.gold[s.Slot], s.Value)
			}
		}
		set.dialogs = append(set.dialogs, measuredDialog{flow: flow, turns: []measuredTurn{turn}})
	}
	return set
}

func (f *measuredFlow) has(slot string) bool {
	return slices.ContainsFunc(f.slots, func(s measuredSlot) bool { return s.Name == slot })
}

// first is the first of what was asked that is measured.
func (f *measuredFlow) first(asked []string) string {
	for _, a := range asked {
		if f.has(a) {
			return a
		}
	}
	return ""
}

// multiwozSet has the slots with a form of their own; names of hotels, restaurants and sights
// (and the ends of taxi rides, which are such names) are left out, and whether there is
// parking and Wi-Fi, which customers do not answer with yes or no. Options and stations are
// those of the data's ontology.
func multiwozSet(t testing.TB) *measuredSet {
	area := slotOf(formChoice, "area", []string{"area", "part of town"}, anyOf("centre|center", "north", "east", "south", "west"))
	price := slotOf(formChoice, "pricerange", []string{"price range", "price"}, anyOf("cheap|inexpensive", "moderate|moderately", "expensive|upscale|high end"))
	people := slotOf(formNumber, "people", []string{"number of people", "people", "guests", "persons", "tickets"}, within(1, 20))
	day := slotOf(formDay, "day", []string{"day", "date"})
	leave := slotOf(formClock, "leaveAt", []string{"departure time", "leave", "leaving", "depart", "departing"}, inRole("start"))
	arrive := slotOf(formClock, "arriveBy", []string{"arrival time", "arrive", "arriving", "get there"}, inRole("end"))
	set := &measuredSet{
		name: "multiwoz", locale: "en",
		places: []string{
			"birmingham new street", "bishops stortford", "broxbourne", "cambridge", "ely", "kings lynn", "leicester",
			"london kings cross", "london liverpool street", "norwich", "peterborough", "stansted airport", "stevenage",
		},
		flows: []measuredFlow{
			{name: "hotel", guided: true, slots: []measuredSlot{
				area, price,
				slotOf(formChoice, "type", []string{"type"}, anyOf("guesthouse|guest house", "hotel")),
				slotOf(formNumber, "stars", []string{"stars", "star"}, within(0, 5)),
				day, people,
				slotOf(formNumber, "stay", []string{"length of the stay", "nights", "days"}, within(1, 60)),
			}},
			{name: "restaurant", guided: true, slots: []measuredSlot{
				slotOf(formChoice, "food", []string{"food", "cuisine"}, anyOf(
					"african", "american", "asian oriental|asian", "australasian", "brazilian", "british", "caribbean", "catalan", "chinese", "corsica", "creative", "danish", "eritrean", "european",
					"french", "fusion", "gastropub", "german", "indian", "indonesian", "international", "irish", "italian", "jamaican", "japanese", "korean", "lebanese", "malaysian", "mediterranean", "mexican",
					"modern european", "moroccan", "north american", "portuguese", "scandinavian", "seafood", "spanish", "steakhouse", "swedish", "swiss", "thai", "turkish", "vegetarian", "vietnamese", "world",
				)),
				area, price, day,
				slotOf(formClock, "time", []string{"time"}),
				people,
			}},
			{name: "attraction", guided: true, slots: []measuredSlot{
				area,
				slotOf(formChoice, "type", []string{"type"}, anyOf(
					"architecture", "boat", "cinema", "college", "concerthall|concert hall", "entertainment", "museum", "multiple sports|sports", "night club|nightclub", "park", "swimming pool", "theatre|theater",
				)),
			}},
			{name: "train", guided: true, slots: []measuredSlot{
				slotOf(formPlace, "departure", []string{"departure", "departing from", "leaving from"}, inRole("origin")),
				slotOf(formPlace, "destination", []string{"destination", "going to"}, inRole("destination")),
				day, leave, arrive, people,
			}},
			{name: "taxi", guided: true, slots: []measuredSlot{leave, arrive}},
		},
	}
	asks := map[string]string{
		"Area": "area", "Price": "pricerange", "Type": "type", "Stars": "stars", "Day": "day", "People": "people", "Stay": "stay", "Food": "food",
		"Time": "time", "Depart": "departure", "Dest": "destination", "Leave": "leaveAt", "Arrive": "arriveBy",
	}
	for _, l := range slotLines(t, "multiwoz.dev") {
		c := newTaskSplit(set)
		before := map[string]json.RawMessage{}
		for _, turn := range l.Turns {
			var acts map[string][][]string
			require.NoError(t, json.Unmarshal(turn.Labels.Acts, &acts))
			names := slices.Sorted(maps.Keys(acts))
			if turn.Speaker != "user" {
				for _, act := range names {
					domain, request := strings.CutSuffix(strings.ToLower(act), "-request")
					if domain == "booking" {
						domain = c.last
					}
					for _, s := range acts[act] {
						if request {
							c.ask(domain, asks[s[0]])
						}
					}
				}
				continue
			}
			for _, act := range names {
				domain, _, _ := strings.Cut(strings.ToLower(act), "-")
				c.touch(domain)
			}
			for _, key := range slices.Sorted(maps.Keys(turn.Labels.State)) {
				var value string
				require.NoError(t, json.Unmarshal(turn.Labels.State[key], &value))
				domain, slot, _ := strings.Cut(key, "-")
				if string(before[key]) != string(turn.Labels.State[key]) {
					c.touch(domain)
				}
				if value != "dontcare" && value != "none" {
					c.tell(domain, slot, strings.Split(value, "|")...)
				} else {
					c.tell(domain, slot)
				}
			}
			before = turn.Labels.State
			c.say(turn.Text)
		}
		c.done()
	}
	return set
}

// taskSplit makes of a dialog about several tasks one dialog for each of them: a message
// belongs to the tasks that the data says it is about, and otherwise to the one before.
type taskSplit struct {
	set     *measuredSet
	last    string
	touched []string
	asked   map[string]string
	gold    map[string]map[string][]string
	dialogs map[string]*measuredDialog
}

func newTaskSplit(set *measuredSet) *taskSplit {
	return &taskSplit{set: set, asked: map[string]string{}, gold: map[string]map[string][]string{}, dialogs: map[string]*measuredDialog{}}
}

func (c *taskSplit) flow(name string) *measuredFlow {
	for i := range c.set.flows {
		if c.set.flows[i].name == name {
			return &c.set.flows[i]
		}
	}
	return nil
}

func (c *taskSplit) ask(flow, slot string) {
	if f := c.flow(flow); f != nil && f.has(slot) && c.asked[flow] == "" {
		c.asked[flow] = slot
	}
}

func (c *taskSplit) touch(flow string) {
	if c.flow(flow) != nil && !slices.Contains(c.touched, flow) {
		c.touched = append(c.touched, flow)
	}
}

func (c *taskSplit) tell(flow, slot string, values ...string) {
	if f := c.flow(flow); f == nil || !f.has(slot) {
		return
	}
	if c.gold[flow] == nil {
		c.gold[flow] = map[string][]string{}
	}
	c.gold[flow][slot] = values
}

func (c *taskSplit) say(words string) {
	if len(c.touched) == 0 && c.last != "" {
		c.touched = []string{c.last}
	}
	for _, flow := range c.touched {
		d := c.dialogs[flow]
		if d == nil {
			d = &measuredDialog{flow: flow}
			c.dialogs[flow] = d
		}
		d.turns = append(d.turns, measuredTurn{text: words, asked: c.asked[flow], gold: maps.Clone(c.gold[flow])})
		c.last = flow
	}
	c.touched = nil
	clear(c.asked)
}

func (c *taskSplit) done() {
	for _, flow := range slices.Sorted(maps.Keys(c.dialogs)) {
		c.set.dialogs = append(c.set.dialogs, *c.dialogs[flow])
	}
}
