package ticket_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// faultsOf are the paths, and what is wrong with them, of a joined error.
func faultsOf(t testing.TB, err error) (faults []string) {
	var many interface{ Unwrap() []error }
	if errors.As(err, &many) {
		for _, err := range many.Unwrap() {
			faults = append(faults, faultsOf(t, err)...)
		}
		return faults
	}
	var f *ticket.FieldError
	require.ErrorAs(t, err, &f)
	require.ErrorIs(t, err, ticket.ErrInvalid)
	return []string{f.Field + " " + f.Reason}
}

func TestFaultsOfRules(t *testing.T) {
	const act = `"do": [{"do": "tag", "to": "x"}]`
	when := func(test string) string {
		return `{"triggers": [{"name": "t", "on": [{"type": "opened"}], "when": {"all": [` + test + `]}, ` + act + `}]}`
	}
	do := func(action string) string {
		return `{"triggers": [{"name": "t", "on": [{"type": "opened"}], "do": [` + action + `]}]}`
	}
	step := func(steps string) string { return `{"templates": [{"name": "p", "steps": [` + steps + `]}]}` }
	const all0, do0 = "triggers[0].when.all[0].", "triggers[0].do[0]."
	for _, c := range []struct{ rules, want string }{
		// Conditions
		{when(`{"field": "color", "value": "red"}`), all0 + "field is no field of tickets"},
		{when(`{"field": "fields.", "value": "red"}`), all0 + "field is no field of tickets"},
		{when(`{"field": "type", "op": "above", "value": "1"}`), all0 + "op is not one of has, in, is, not, set, unset"},
		{when(`{"field": "type", "op": "under", "value": "a"}`), all0 + "op is not one of"},
		{when(`{"field": "priority", "op": "has", "value": "1"}`), all0 + "op is not one of above, below, in, is, not"},
		{when(`{"field": "waiting", "op": "set"}`), all0 + "op is not one of is, not"},
		{when(`{"field": "type", "op": "is not", "value": "a"}`), all0 + "op is not one of"},
		{when(`{"field": "type", "value": "a", "values": ["b"]}`), all0 + "values are only for in"},
		{when(`{"field": "type", "op": "in", "value": "a", "values": ["b"]}`), all0 + "values need to be the list"},
		{when(`{"field": "type", "op": "in"}`), all0 + "values need to be the list"},
		{when(`{"field": "type", "op": "set", "value": "a"}`), all0 + "value is not compared with anything"},
		{when(`{"field": "subject", "op": "has"}`), all0 + "value is empty"},
		{when(`{"field": "category", "op": "under"}`), all0 + "value is empty"},
		{when(`{"field": "tag"}`), all0 + "value is empty"},
		{when(`{"field": "priority", "value": "high"}`), all0 + "value is no number"},
		{when(`{"field": "priority", "op": "in", "values": ["1", "NaN"]}`), all0 + "values[1] is no number"},
		{when(`{"field": "fields.x", "op": "below", "value": "y"}`), all0 + "value is no number"},
		{when(`{"field": "waiting", "value": "yes"}`), all0 + "value is neither true nor false"},
		{when(`{"field": "state", "value": "Open"}`), all0 + "value is no state"},
		{when(`{"field": "kind", "value": "Open"}`), all0 + "value is no kind of state"},
		{when(`{"field": "template", "value": "q"}`), all0 + "value is no template"},
		{when(`{"field": "verdict", "value": "good"}`), all0 + "value is neither accepted nor refused"},
		{`{"fields": [{"name": "x", "type": "text"}], ` + when(`{"field": "fields.y", "value": "1"}`)[1:], all0 + "field is no field of tickets"},
		{`{"triggers": [{"name": "t", "on": [{"type": "opened"}], "when": {"any": [{"field": "a"}], "none": [{"field": "b"}]}, ` + act + `}]}`, "triggers[0].when.any[0].field is no|triggers[0].when.none[0].field is no"},
		{`{"policies": [{"name": "p", "when": {"none": [{"field": "breached", "value": "true"}]}, "targets": [{"metric": "resolution", "limit": "1h"}]}]}`, "policies[0].when.none[0].field asks for what follows from it"},
		{`{"timers": [{"name": "t", "in": ["open"], "for": "1h", "when": {"all": [{"field": "a"}]}, ` + act + `}]}`, "timers[0].when.all[0].field is no"},
		{`{"macros": [{"name": "m", "when": {"all": [{"field": "a"}]}, ` + act + `}]}`, "macros[0].when.all[0].field is no"},
		// Triggers
		{`{"triggers": [{"name": "t", "do": []}]}`, "triggers[0].on are none|triggers[0].do are none"},
		{`{"triggers": [{"name": " ", "on": [{"type": "opened"}], ` + act + `}]}`, "triggers[0].name is empty"},
		{`{"triggers": [{"name": "` + strings.Repeat("n", 101) + `", "on": [{"type": "opened"}], ` + act + `}]}`, "triggers[0].name is too long"},
		{`{"macros": [{"name": "m", ` + act + `}, {"name": "m", ` + act + `}]}`, "macros[1].name is given twice"},
		{`{"triggers": [{"name": "t", "on": [{}, {"type": "exploded"}, {"type": "tagged", "state": "open"}, {"type": "moved", "state": "gone"}], ` + act + `}]}`, "triggers[0].on[0].type is empty|triggers[0].on[1].type is no type|triggers[0].on[2].state is only|triggers[0].on[3].state is no state"},
		// Timers
		{`{"timers": [{"name": "t", "for": "1h", ` + act + `}]}`, "timers[0].in are no states"},
		{`{"timers": [{"name": "t", "in": ["gone", "closed", "spam"], "for": "0s", "hours": "office", ` + act + `}]}`, "timers[0].in[0] is no state|timers[0].in[1] is final|timers[0].in[2] is final|timers[0].for is not above 0|timers[0].hours is no calendar"},
		// Macros
		{`{"macros": [{"name": "m", "do": [{"do": "macro", "to": "m"}]}]}`, "macros[0].do[0].do is a macro within a macro"},
		// Templates
		{`{"templates": [{"name": "p"}]}`, "templates[0].steps are none"},
		{`{"templates": [{"name": "p", "hours": "office", "set": [{"do": "fly"}], "steps": [{"name": "a"}]}]}`, "templates[0].hours is no calendar|templates[0].set[0].do is nothing"},
		{step(`{"name": "a"}, {"name": "a"}, {"name": ""}`), "templates[0].steps[1].name is given twice|templates[0].steps[2].name is empty"},
		{step(`{"name": "a", "after": ["b"]}`), "templates[0].steps[0].after[0] is no step"},
		{step(`{"name": "a", "after": ["b"]}, {"name": "b", "after": ["c"]}, {"name": "c", "after": ["b"]}`), "templates[0].steps[1].after goes in a circle|templates[0].steps[2].after goes in a circle"},
		{step(`{"name": "a", "results": [""], "within": "-1h"}`), "templates[0].steps[0].results[0] is empty|templates[0].steps[0].within is negative"},
		{step(`{"name": "a", "from_opening": true}`), "templates[0].steps[0].from_opening needs a deadline"},
		{step(`{"name": "a", "do": [{"do": "fly"}], "then": [{"do": "fly"}]}`), "templates[0].steps[0].do[0].do is nothing|templates[0].steps[0].then[0].do is nothing"},
		// Actions
		{do(`{"do": "fly"}`), do0 + "do is nothing that can be done"},
		{do(`{"do": "verdict"}`), do0 + "do is for the customer to say"},
		{do(`{"do": "move", "to": "gone"}`), do0 + "to is no state"},
		{do(`{"do": "move", "to": "merged"}`), do0 + "to is no state"},
		{do(`{"do": "move", "to": "closed"}`), do0 + "reason is required by the state"},
		{do(`{"do": "priority", "priority": 101}`), do0 + "priority is out of range"},
		{do(`{"do": "raise"}`), do0 + "priority is out of range"},
		{do(`{"do": "set", "field": "", "to": "x"}`), do0 + "field is no field that can be set"},
		{do(`{"do": "tag", "to": " "}`), do0 + "to is empty"},
		{do(`{"do": "assign", "to": "` + strings.Repeat("n", 257) + `"}`), do0 + "to is too long"},
		{do(`{"do": "comment"}`), do0 + "comment cannot be used"},
		{do(`{"do": "link", "link": {"kind": "cousin", "ticket": "a"}}`), do0 + "link is of no kind"},
		{do(`{"do": "snooze"}`), do0 + "for is not above 0"},
		{do(`{"do": "start", "to": "p"}`), do0 + "to is no template"},
		{do(`{"do": "step", "to": "a"}`), do0 + "to is no step"},
		{do(`{"do": "macro", "to": "m"}`), do0 + "to is no macro"},
		{do(`{"do": "escalate", "to": "mia"}`), do0 + "to is nobody"},
		{do(`{"do": "notify", "to": "customer:carl"}`), do0 + "to is nobody|" + do0 + "field has to be"},
		{`{"policies": [{"name": "p", "targets": [{"metric": "resolution", "limit": "1h"}], "ladder": [{"clock": "resolution", "percent": 100, "do": [{"do": "fly"}]}]}]}`, "policies[0].ladder[0].do[0].do is nothing"},
		// Placeholders
		{do(`{"do": "comment", "comment": {"text": "{number} {nmber} {fields.x}"}}`), do0 + "comment.text has an unknown placeholder: nmber"},
		{do(`{"do": "notify", "to": "owner", "field": "x", "reason": "{clock}"}`), do0 + "reason has an unknown placeholder: clock"},
		{`{"fields": [{"name": "x", "type": "text", "internal": true}], ` + do(`{"do": "comment", "comment": {"text": "{fields.x} {fields.y}"}}, {"do": "comment", "comment": {"text": "{fields.x}", "internal": true}}, {"do": "notify", "to": "customer", "field": "k", "reason": "{fields.x}"}`)[1:], do0 + "comment.text shows customers an internal field: fields.x|" + do0 + "comment.text has the placeholder of a field that does not exist: fields.y|triggers[0].do[2].reason shows customers"},
	} {
		rules, err := ticket.ParseRules([]byte(c.rules))
		require.NoError(t, err, c.rules)
		_, err = ticket.New(ticket.NewMemoryStore(), &ticket.Options{Rules: &rules})
		require.Error(t, err, c.rules)
		found, want := faultsOf(t, err), strings.Split(c.want, "|")
		require.Len(t, found, len(want), "%s\n%v", c.rules, found)
		for i := range want {
			assert.True(t, strings.HasPrefix(found[i], want[i]), "%s\nhas: %s\nnot: %s", c.rules, found[i], want[i])
		}
	}
}

func TestFaultsOfTexts(t *testing.T) {
	_, err := ticket.New(ticket.NewMemoryStore(), &ticket.Options{
		Rules: &ticket.Rules{}, Texts: map[string]map[string]string{"fr": {"customer.closed": "{reason} {raison}"}},
		Hours: map[string]ticket.Hours{ticket.Always: ticket.AroundTheClock{}},
	})
	assert.Equal(t, []string{"hours.always is the name of what never closes", "texts.fr.customer.closed has an unknown placeholder: raison"}, faultsOf(t, err))
}

// What is shipped passes the checks, also on its own, and can be kept as JSON.
func TestDefaultRulesAreRules(t *testing.T) {
	data, err := json.Marshal(ticket.DefaultRules())
	require.NoError(t, err)
	rules, err := ticket.ParseRules(data)
	require.NoError(t, err)
	again, err := json.Marshal(rules)
	require.NoError(t, err)
	assert.JSONEq(t, string(data), string(again))
	for name, rules := range map[string]ticket.Rules{
		"all": rules, "none": {}, "triggers": {Triggers: ticket.DefaultTriggers()}, "timers": {Timers: ticket.DefaultTimers()},
		"templates": {Templates: []ticket.Template{ticket.ComplaintTemplate(), ticket.CorrectiveAction()}},
	} {
		_, err := ticket.New(ticket.NewMemoryStore(), &ticket.Options{Rules: &rules, Texts: ticket.DefaultTexts()})
		assert.NoError(t, err, name)
	}
	for _, p := range []ticket.Template{ticket.ComplaintTemplate(), ticket.CorrectiveAction()} {
		for _, s := range p.Steps {
			assert.NotEmpty(t, s.Title["en"], s.Name)
			assert.NotEmpty(t, s.Title["zh"], s.Name)
		}
	}
	for key := range ticket.DefaultTexts()["en"] {
		assert.NotEmpty(t, ticket.DefaultTexts()["zh"][key], key)
	}
	assert.Len(t, ticket.DefaultTexts()["zh"], len(ticket.DefaultTexts()["en"]))
}
