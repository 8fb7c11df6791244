package staffing_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics/staffing"
)

// named lists the fields that an error is about.
func named(err error) (fields []string) {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range many.Unwrap() {
			fields = append(fields, named(e)...)
		}
		return fields
	}
	var field *staffing.FieldError
	if errors.As(err, &field) {
		fields = append(fields, field.Field)
	}
	return fields
}

func TestEveryFaultIsNamed(t *testing.T) {
	_, err := staffing.New([]staffing.Demand{
		{Contacts: math.NaN()},
		{Contacts: 1},
		{Contacts: 1, Handle: time.Minute, Patience: time.Nanosecond},
		{Contacts: math.Inf(1), Handle: time.Minute},
		{Contacts: 1e9, Handle: time.Hour},
		{Contacts: -1, Handle: time.Minute, Patience: -time.Minute},
	}, &staffing.Options{
		Interval: -1, Patience: -1, Concurrency: -1, Shrinkage: 0.995, MinAgents: -1, HourlyCost: math.Inf(1),
		Target: staffing.Target{Share: 1, Within: -1, Counting: 3, MaxASA: -1, MaxAbandoned: 1, MaxOccupancy: math.NaN()},
	})
	require.ErrorIs(t, err, staffing.ErrInvalid)
	fields := named(err)
	for _, want := range []string{
		"interval", "patience", "concurrency", "shrinkage", "minAgents", "hourlyCost",
		"target.share", "target.within", "target.counting", "target.maxASA", "target.maxAbandoned", "target.maxOccupancy",
		"demand[0].contacts", "demand[1].handle", "demand[2].patience", "demand[3].contacts", "demand[5].contacts", "demand[5].patience",
	} {
		assert.Contains(t, fields, want)
	}
	_, err = staffing.New([]staffing.Demand{{Contacts: 1e9, Handle: time.Hour}}, nil)
	assert.Equal(t, []string{"demand[0]"}, named(err))
	_, err = staffing.New(nil, &staffing.Options{Target: staffing.Target{Within: time.Second}})
	assert.Equal(t, []string{"target"}, named(err), "a target without a promise")
	_, err = staffing.Capacity(-1, 0, nil)
	assert.Equal(t, []string{"agents", "handle"}, named(err))
	_, err = staffing.Capacity(staffing.MaxAgents/2+1, time.Minute, &staffing.Options{Concurrency: 2})
	assert.Equal(t, []string{"agents"}, named(err))
}

func TestQueueFaults(t *testing.T) {
	_, err := staffing.Queue{Agents: -1, Load: math.NaN()}.Solve(-1, 9)
	assert.Equal(t, []string{"agents", "load", "handle", "within", "counting"}, named(err))
	for _, patience := range []time.Duration{-1, 3599 * time.Microsecond, 10001 * time.Hour} {
		_, err = staffing.Queue{Agents: 1, Load: 1, Handle: time.Hour, Patience: patience}.Solve(0, 0)
		assert.Equal(t, []string{"patience"}, named(err))
	}
	_, _, err = staffing.Queue{Load: 1, Handle: time.Hour}.AgentsFor(staffing.Target{}, 0)
	assert.Equal(t, []string{"slots"}, named(err))
	_, _, err = staffing.Queue{Agents: -1, Handle: time.Hour}.LoadFor(staffing.Target{})
	assert.Equal(t, []string{"agents"}, named(err))

	_, err = staffing.Queue{Agents: 5, Load: 5, Handle: time.Hour}.Solve(0, 0)
	var over *staffing.OverloadError
	require.ErrorAs(t, err, &over)
	require.ErrorIs(t, err, staffing.ErrOverload)
	assert.Equal(t, staffing.OverloadError{Agents: 5, Load: 5}, *over)
}
