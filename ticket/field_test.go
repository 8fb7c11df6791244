package ticket_test

import (
	"context"
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

func bound(n float64) *float64 { return &n }

// fieldRules has a field of each type.
func fieldRules() []ticket.FieldRule {
	return []ticket.FieldRule{
		{Name: "text", Min: bound(2), Max: bound(5), Pattern: "[a-z]+|无", Internal: true},
		{Name: "integer", Type: ticket.IntegerField, Min: bound(-5), Max: bound(1000)},
		{Name: "number", Type: ticket.NumberField, Max: bound(1e20)},
		{Name: "bool", Type: ticket.BoolField},
		{Name: "date", Type: ticket.DateField},
		{Name: "time", Type: ticket.TimeField},
		{Name: "choice", Type: ticket.ChoiceField, Choices: []string{"Red", "Light blue", "绿色"}},
		{Name: "choices", Type: ticket.ChoicesField, Choices: []string{"b", "A", "c d"}},
		{Name: "size", Type: ticket.ChoiceField, Choices: []string{"s", "m"}, Default: "M"},
	}
}

func TestValuesOfFieldsHaveOneForm(t *testing.T) {
	b := newBench(t, &ticket.Rules{Fields: fieldRules()})
	for _, c := range []struct{ field, given, kept string }{
		{"text", " abc ", "abc"},
		{"integer", "+012", "12"},
		{"integer", "-0", "0"},
		{"integer", "１２", "12"},
		{"integer", "1000", "1000"},
		{"number", "012.500", "12.5"},
		{"number", "-.5", "-0.5"},
		{"number", "7.", "7"},
		{"number", "-0.00", "0"},
		{"number", "12345678901234567.89", "12345678901234567.89"},
		{"bool", "Yes", "true"},
		{"bool", "否", "false"},
		{"date", "2026/3/7", "2026-03-07"},
		{"date", "2026年11月23日", "2026-11-23"},
		{"time", "2026-03-01T00:30:00.1234567+02:00", "2026-02-28T22:30:00.123456Z"},
		{"time", "2026-03-01 00:30:00z", "2026-03-01T00:30:00Z"},
		{"choice", "light BLUE", "Light blue"},
		{"choice", "綠色", "绿色"},
		{"choices", "c d，b、 a,b", "A,b,c d"},
	} {
		got := b.open(ticket.Draft{Subject: "s", Fields: map[string]string{c.field: c.given}}, mia)
		assert.Equal(t, c.kept, got.Fields[c.field], "%s: %s", c.field, c.given)
		again := b.do(got.ID, mia, ticket.Set(c.field, c.kept))
		assert.Equal(t, got.Version, again.Version, "what is kept is its own form")
	}
}

func TestValuesThatDoNotFitAreRefused(t *testing.T) {
	b := newBench(t, &ticket.Rules{Fields: fieldRules()})
	for _, c := range []struct{ field, given, reason string }{
		{"text", "a", "below 2"},
		{"text", "abcdef", "above 5"},
		{"text", "ab1", "match"},
		{"text", "ab\nab", "match"},
		{"integer", "1.5", "whole number"},
		{"integer", "-6", "below -5"},
		{"integer", "99999999999999999999", "whole number"},
		{"number", "1e5", "no number"},
		{"number", "NaN", "no number"},
		{"number", "0x10", "no number"},
		{"number", ".", "no number"},
		{"number", "--1", "no number"},
		{"number", strings.Repeat("9", 65), "no number"},
		{"number", "100000000000000000000000", "above"},
		{"bool", "maybe", "neither"},
		{"date", "2026-02-30", "no date"},
		{"date", "3/7/2026", "no date"},
		{"date", "0000-01-01", "no date"},
		{"time", "2026-03-01T00:30:00", "zone"},
		{"time", "9999-12-31T23:59:59-01:00", "no time"},
		{"choice", "blue", "none of: Red"},
		{"choices", "a,x", "none of: b"},
		{"choices", ",", "no choice"},
		{"colour", "red", "is no field; there are: bool, choice, choices, date"},
	} {
		_, err := b.Open(context.Background(), ticket.Draft{Subject: "s", Fields: map[string]string{c.field: c.given}}, mia)
		var f *ticket.FieldError
		require.ErrorAs(t, err, &f, "%s: %s", c.field, c.given)
		assert.Equal(t, "fields."+c.field, f.Field)
		assert.Contains(t, f.Reason, c.reason, "%s: %s", c.field, c.given)
		assert.NotContains(t, err.Error(), c.given+" ", "customers' words are in no error")
	}
	_, err := b.Open(context.Background(), ticket.Draft{Subject: "s", Fields: map[string]string{"bool": "x", "date": "x"}}, mia)
	require.ErrorContains(t, err, "fields.bool")
	require.ErrorContains(t, err, "fields.date", "all faults are named at once")
}

func TestFieldsOfANewTicket(t *testing.T) {
	b := newBench(t, &ticket.Rules{Fields: fieldRules()})
	c := b.open(ticket.Draft{ID: "a", Subject: "s", Fields: map[string]string{"bool": "  "}}, mia)
	assert.Equal(t, map[string]string{"size": "m"}, c.Fields, "defaults in their form, nothing for what is empty")
	assert.Empty(t, b.do("a", mia, ticket.Set("fields.size", "")).Fields, "a value can be taken away")
	assert.Equal(t, "s", b.open(ticket.Draft{Subject: "s", Fields: map[string]string{"size": "S"}}, mia).Fields["size"])
}

func TestADeskWithoutFieldRulesHasAnyField(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	c := b.open(ticket.Draft{ID: "a", Subject: "s", Fields: map[string]string{"anything": " x "}}, mia)
	assert.Equal(t, map[string]string{"anything": "x"}, c.Fields)
	for _, name := range []string{"owner", "reason", "priority", "", "a=b", "fields.x", " x"} {
		_, err := b.Open(context.Background(), ticket.Draft{Subject: "s", Fields: map[string]string{name: "x"}}, mia)
		require.ErrorIs(t, err, ticket.ErrInvalid, name)
	}
	require.NoError(t, b.SetRules(ticket.Rules{Fields: fieldRules()}))
	assert.Empty(t, b.do("a", mia, ticket.Set("anything", "")).Fields, "what new rules forget can be taken away")
}

func TestRequiredFieldsKeepATicketWhereItIs(t *testing.T) {
	flow := ticket.DefaultWorkflow()
	for i := range flow.States {
		if flow.States[i].Name == "resolved" {
			flow.States[i].Require = []string{"reason", "fields.size", "bool"}
		}
	}
	b := newBench(t, &ticket.Rules{Workflow: flow, Fields: fieldRules()})
	b.open(ticket.Draft{ID: "a", Subject: "s"}, mia)
	b.do("a", mia, ticket.Set("size", ""))
	err := b.refuse("a", mia, ticket.MoveTo("resolved", "done"))
	var missing *ticket.MissingError
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, []string{"fields.size", "bool"}, missing.Fields)
	assert.Equal(t, "resolved", b.do("a", mia, ticket.Set("size", "s"), ticket.Set("bool", "no"), ticket.MoveTo("resolved", "done")).State)
}

func TestFieldsAreReadAsWhatTheyAre(t *testing.T) {
	c := ticket.Ticket{Fields: map[string]string{"i": "-12", "n": "2.5", "b": "false", "d": "2026-03-07", "t": "2026-02-28T22:30:00Z", "l": "a,b"}}
	i, ok := c.Field("i").Integer()
	assert.True(t, ok)
	assert.Equal(t, int64(-12), i)
	n, ok := c.Field("n").Number()
	assert.True(t, ok)
	assert.InDelta(t, 2.5, n, 0)
	yes, ok := c.Field("b").Bool()
	assert.True(t, ok)
	assert.False(t, yes)
	at, ok := c.Field("d").Time()
	assert.True(t, ok)
	assert.Equal(t, time.Date(2026, 3, 7, 0, 0, 0, 0, time.UTC), at)
	at, ok = c.Field("t").Time()
	assert.True(t, ok)
	assert.Equal(t, time.Date(2026, 2, 28, 22, 30, 0, 0, time.UTC), at)
	assert.Equal(t, []string{"a", "b"}, c.Field("l").List())
	none := c.Field("none")
	_, isInt := none.Integer()
	_, isBool := none.Bool()
	_, isTime := none.Time()
	assert.False(t, isInt || isBool || isTime)
	assert.Nil(t, none.List())
}

// Each fault is named by its path, all at once.
func TestFaultsOfFieldRules(t *testing.T) {
	flow := ticket.DefaultWorkflow()
	flow.States[4].Require = []string{"reason", "owner", "nothing"}
	_, err := ticket.New(ticket.NewMemoryStore(), &ticket.Options{Rules: &ticket.Rules{Workflow: flow, Fields: []ticket.FieldRule{
		{Name: "", Type: "colour"},
		{Name: "owner"},
		{Name: "a", Type: ticket.ChoiceField},
		{Name: "a", Choices: []string{"x"}},
		{Name: "b", Type: ticket.ChoicesField, Choices: []string{"x,y", "ok", "OK", ""}},
		{Name: "c", Type: ticket.BoolField, Min: bound(1)},
		{Name: "d", Min: bound(2), Max: bound(1), Pattern: "("},
		{Name: "e", Type: ticket.IntegerField, Pattern: "x", Default: "y"},
	}}})
	for _, path := range []string{
		"fields[0].name is empty", "fields[0].type", "fields[1].name", "fields[2].choices are none", "fields[3].name is that of another", "fields[3].choices are for",
		"fields[4].choices[0] has a comma", "fields[4].choices[2] is there twice", "fields[4].choices[3] cannot", "fields[5].min", "fields[6].min is above", "fields[6].pattern is no",
		"fields[7].pattern is for", "fields[7].default", "workflow.states[4].require[2] is no field",
	} {
		require.ErrorContains(t, err, path)
	}
	assert.Equal(t, 15, strings.Count(err.Error(), ticket.ErrInvalid.Error()))
}

// FuzzFieldValue: whatever is given is refused, or kept in a form that is its own, and
// that the ticket's events bring back.
func FuzzFieldValue(f *testing.F) {
	for _, seed := range []string{"12", "-0.50", "yes", "2026-1-2", "2026-03-01T00:30:00+02:00", "Red", "a,b", "无", "\xff", "１２", "+", "x\x00"} {
		f.Add(seed)
	}
	rules := fieldRules()
	rules[0].Pattern, rules[0].Max = "", nil
	b := newBench(f, &ticket.Rules{Fields: rules})
	names := make([]string, len(rules))
	for i := range rules {
		names[i] = rules[i].Name
	}
	f.Fuzz(func(t *testing.T, given string) {
		for _, name := range names {
			fields := map[string]string{name: given, "size": "s"}
			c, err := b.Open(context.Background(), ticket.Draft{Subject: "s", Fields: fields}, mia)
			if err != nil {
				require.ErrorIs(t, err, ticket.ErrInvalid)
				continue
			}
			for n, value := range c.Fields {
				again, err := b.Open(context.Background(), ticket.Draft{Subject: "s", Fields: map[string]string{n: value}}, mia)
				require.NoError(t, err, "%s: %q of %q", n, value, given)
				require.Equal(t, value, again.Fields[n])
			}
			data, err := json.Marshal(c.Fields)
			require.NoError(t, err)
			var read map[string]string
			require.NoError(t, json.Unmarshal(data, &read))
			require.True(t, maps.Equal(read, c.Fields))
		}
	})
}
