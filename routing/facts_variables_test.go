package routing

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestFactsInConditions(t *testing.T) {
	zone := time.FixedZone("east", 13*3600)
	tr := newTrial(t, Plan{Queues: []Queue{{ID: "a"}, {ID: "b", Hours: "h"}}}, &Options{Hours: map[string]Hours{"h": shift{}}})
	f := &Facts{
		Item: &Item{
			ID: "1", Type: "handoff", Tier: "gold", Category: "a/b", Language: "zh", Channel: "web", Emotion: "angry", Customer: "c", Class: "core",
			LastAgent: "ann", Urgency: 2, Priority: 7, Valence: -0.5, Complexity: 0.25, Skills: []Need{{"x", 5}, {"y", 0}}, Tags: []string{"t"},
			Attributes: map[string]string{"department": "sales", "confidence": "0.75", "wants_human": "YES", "country": "SG"},
		},
		Now: noon, Waited: 90 * time.Second, Returns: 3, Peak: true, Share: 0.5, location: zone, view: tr.stand,
	}
	tr.waiting["a"] = 4
	empty := &Facts{Now: noon}
	for condition, without := range map[string]bool{
		"type == 'handoff'": false, "tier == 'gold'": false, "category under 'a'": false, "language == 'zh'": false, "channel == 'web'": false,
		"emotion == 'angry'": false, "customer == 'c'": false, "class == 'core'": false, "last_agent == 'ann'": false, "department == 'sales'": false,
		"urgency == 2": false, "priority == 7": false, "valence == -0.5": false, "complexity == 0.25": false, "confidence == 0.75": false,
		"bot_share == 0.5": false, "returns == 3": false, "waited == 90s": false, "peak": false, "hour == 1 and weekday == 2": false,
		"wants_human": false, "returning": false, "not vip": true, "tags has 't'": false, "skills has all ('x', 'y')": false,
		"attributes.country == 'SG'": false, "waiting('a') == 4": false, "open('a') and not open('b')": false, "not given(vip)": true,
		"not given(attributes.none) and not given(confidence)": true, "not given(tags) and not given(tier) and not given(wants_human)": true,
	} {
		c, err := tr.p.plan.schema().Parse(condition)
		require.NoError(t, err)
		holds, err := c.Holds(f)
		require.NoError(t, err)
		given := condition == "not given(attributes.none) and not given(confidence)" || condition == "not given(tags) and not given(tier) and not given(wants_human)"
		require.Equal(t, !given, holds, condition)
		holds, err = c.Holds(empty)
		require.NoError(t, err)
		require.Equal(t, without, holds, condition)
	}
}

// Everything that the schema declares is answered, and in its kind.
func TestEveryVariableIsAnswered(t *testing.T) {
	f := &Facts{Item: &Item{
		ID: "1", Type: "a", Tier: "vip", Category: "a", Language: "a", Channel: "a", Emotion: "a", Customer: "a", Class: "a", LastAgent: "a",
		Skills: []Need{{"x", 5}}, Tags: []string{"t"},
		Attributes: map[string]string{"department": "a", "confidence": "1", "wants_human": "1", "q": ""},
	}, Now: noon}
	for _, v := range ItemSchema().Variables() {
		value, ok := f.Variable(v.Name, "q")
		require.True(t, ok, v.Name)
		kind := v.Kind
		if kind == KindAttribute {
			kind = KindText
		}
		require.Equal(t, kind, value.kind, v.Name)
	}
	_, ok := f.Variable("other", "")
	require.False(t, ok)
}

func TestQueueVariables(t *testing.T) {
	f := &Facts{Now: noon, view: queueStates{"a": {Waiting: 1, Held: 2, Online: 3, Available: 4, Longest: 5 * time.Second, Estimate: 6 * time.Second, Open: true}}}
	for name, want := range map[string]Value{
		"waiting": NumberValue(1), "held": NumberValue(2), "online": NumberValue(3), "available": NumberValue(4),
		"longest_wait": DurationValue(5 * time.Second), "estimate": DurationValue(6 * time.Second), "open": BoolValue(true),
	} {
		got, ok := f.Variable(name, "a")
		require.True(t, ok)
		require.Equal(t, want, got, name)
	}
}

// queueStates is a view of queues only.
type queueStates map[string]QueueState

func (s queueStates) queue(id string, _ time.Time) QueueState          { return s[id] }
func (queueStates) present(string) bool                                { return false }
func (queueStates) room(*Item, Stage, int) bool                        { return false }
func (queueStates) possible(*Item, Stage, int) (ok bool, lacks []Lack) { return false, nil }

func TestAttributesThatSayYes(t *testing.T) {
	for _, c := range []struct {
		name, value string
		item        Item
		yes, given  bool
	}{
		{"wants_human", "true", Item{}, true, true},
		{"wants_human", "no", Item{}, false, true},
		{"vip", "false", Item{Tier: "Vip"}, true, true},
		{"vip", "1", Item{Tier: "gold"}, true, true},
		{"returning", "yes", Item{}, true, true},
	} {
		c.item.Attributes = map[string]string{c.name: c.value}
		got, ok := (&Facts{Item: &c.item}).Variable(c.name, "")
		require.Equal(t, BoolValue(c.yes), got, c)
		require.Equal(t, c.given, ok)
	}
}

func TestLot(t *testing.T) {
	require.Equal(t, []float64{0.2755096898425743, 0.9576734252420561}, []float64{lot("1"), lot("")}, "it is part of the rules and never changes")
	const n = 20000
	var tenths [10]int
	for i := range n {
		tenths[int(lot(fmt.Sprintf("chat-%d", i))*10)]++
	}
	chi := 0.0
	for _, k := range tenths {
		d := float64(k) - n/10
		chi += d * d / (n / 10)
	}
	require.Less(t, chi, 27.9, "ids that count up are spread evenly: chi squared of 9 degrees at 0.1%%")
}

func TestSundayInUTC(t *testing.T) {
	f := &Facts{Now: noon.AddDate(0, 0, 6)}
	day, _ := f.Variable("weekday", "")
	hour, _ := f.Variable("hour", "")
	require.Equal(t, []Value{NumberValue(7), NumberValue(12)}, []Value{day, hour})
}
