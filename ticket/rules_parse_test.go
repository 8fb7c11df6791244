package ticket_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

func TestParseRules(t *testing.T) {
	rules, err := ticket.ParseRules([]byte(` {
		"policies": [{"name": "p", "targets": [{"metric": "resolution", "limits": {"-1": "90m"}, "warn": []}]}],
		"fields": [{"name": "n", "type": "number", "min": -1.5, "max": null}],
		"roles": {"lead": ["skip"]},
		"triggers": [{"name": "t", "on": [{"type": "opened"}], "do": [{"do": "snooze", "until": "2026-11-23T09:00:00+08:00"}, {"do": "comment", "comment": {"text": "x", "internal": true}}]}]
	} `))
	require.NoError(t, err)
	least := -1.5
	assert.Equal(t, ticket.Rules{
		Policies: []ticket.Policy{{Name: "p", Targets: []ticket.Target{{Metric: "resolution", Limits: map[int]ticket.Duration{-1: ticket.Duration(90 * time.Minute)}, Warn: []int{}}}}},
		Fields:   []ticket.FieldRule{{Name: "n", Type: "number", Min: &least}},
		Roles:    map[ticket.Role][]ticket.Right{"lead": {"skip"}},
		Triggers: []ticket.Trigger{{Name: "t", On: []ticket.Happening{{Type: "opened"}}, Do: []ticket.Action{
			{Do: "snooze", Until: rules.Triggers[0].Do[0].Until}, {Do: "comment", Comment: &ticket.Comment{Text: "x", Internal: true}},
		}}},
	}, rules)
	assert.True(t, rules.Triggers[0].Do[0].Until.Equal(time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)))
}

func TestParseRulesNamesAllFaults(t *testing.T) {
	_, err := ticket.ParseRules([]byte(`{
		"timer": {"x": [1, {}]}, "Timers": [],
		"timers": [{"name": "a", "for": "soon", "in": "open", "snoozed": 1, "fro": "1h"}, {"name": null, "name": "b", "do": [{"do": 5, "priority": 1.5}, 7]}],
		"policies": [{"targets": [{"limits": {"high": "1h", "2": 3600}, "warn": ["50"]}]}],
		"fields": [{"min": "1"}],
		"workflow": [],
		"triggers": [{"do": [{"until": "tomorrow"}]}],
		"roles": {"agent": ["move"], "agent": ["tag"]}
	}`))
	assert.Equal(t, []string{
		"timer is nothing that can be said there",
		"Timers is nothing that can be said there",
		`timers[0].for has to be a time span such as "1h30m"`,
		"timers[0].in has to be a list",
		"timers[0].snoozed has to be true or false",
		"timers[0].fro is nothing that can be said there",
		"timers[1].name is null",
		"timers[1].name is there twice",
		"timers[1].do[0].do has to be a text",
		"timers[1].do[0].priority has to be a whole number",
		"timers[1].do[1] has to be an object",
		"policies[0].targets[0].limits[high] has to be a whole number as key",
		`policies[0].targets[0].limits[2] has to be a time span such as "1h30m"`,
		"policies[0].targets[0].warn[0] has to be a whole number",
		"fields[0].min has to be a number",
		"workflow has to be an object",
		`triggers[0].do[0].until has to be a time such as "2026-01-31T09:00:00Z"`,
		"roles.agent is there twice",
	}, faultsOf(t, err))
}

func TestParseRulesThatAreNoJSON(t *testing.T) {
	for text, want := range map[string]string{
		``:                           "rules are not JSON in line 1, column 1: unexpected end of JSON input",
		`{"timers": [`:               "rules are not JSON in line 1, column 12: unexpected end of JSON input",
		"{\"timers\": [],\n\"x\" 1}": "rules are not JSON in line 2, column 5: invalid character '1' after object key",
		`{} {}`:                      "rules are not JSON in line 1, column 4: invalid character '{' after top-level value",
		`[]`:                         "rules has to be an object",
		`null`:                       "rules is null",
	} {
		_, err := ticket.ParseRules([]byte(text))
		assert.Equal(t, want, faultsOf(t, err)[0], text)
	}
}

// Whatever is parsed can be written and parsed again, and is what encoding/json reads.
func FuzzParseRules(f *testing.F) {
	data, err := json.Marshal(ticket.DefaultRules())
	require.NoError(f, err)
	f.Add(data)
	f.Add([]byte(`{"timers":[{"in":["a"],"for":"1h"}],"policies":[{"targets":[{"warn":[]}]}]}`))
	f.Add([]byte(`{"timers":[null,{"do":[{"comment":null}]}],"x":{"y":[[]]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		rules, err := ticket.ParseRules(data)
		if err != nil {
			require.ErrorIs(t, err, ticket.ErrInvalid)
			return
		}
		var plain ticket.Rules
		require.NoError(t, json.Unmarshal(data, &plain))
		want, err := json.Marshal(plain)
		require.NoError(t, err)
		got, err := json.Marshal(rules)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))
		_, err = ticket.ParseRules(got)
		require.NoError(t, err)
	})
}
