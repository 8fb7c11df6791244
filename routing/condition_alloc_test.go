//go:build !race

// The race detector makes pools forget, so that memory is allocated again.

package routing

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever the texts are, asking allocates nothing.
func TestConditionAllocatesNothing(t *testing.T) {
	c := parseFor(t, `tier == 'gold' and channel == '微信' and tags has '退费' and category under 'after_sales' and channel matches '微*' and
		attributes.total > 1 and attributes.country == 0 and attributes.since < '2025' and given('mail') and attr('full width') == 'abc' and
		open(attributes.queue) and not (tier > channel) and urgency in (1, 2) and waited * 2 > 1m`)
	held := map[string]Value{}
	for _, name := range []string{"tier", "channel", "tags", "category", "urgency", "waited"} {
		held[name] = conditionItem()[name]
	}
	attributes := map[string]Value{}
	for name, v := range conditionItem() {
		if before, after, ok := strings.Cut(name, ":"); ok && before == "attributes" {
			attributes[after] = v
		}
	}
	vars := VariablesFunc(func(name, argument string) (Value, bool) {
		switch name {
		case "attributes":
			v, ok := attributes[argument]
			return v, ok
		case "open":
			return BoolValue(argument == "billing"), true
		}
		v, ok := held[name]
		return v, ok
	})
	ok, err := c.Holds(vars)
	require.NoError(t, err)
	require.True(t, ok)
	assert.Zero(t, testing.AllocsPerRun(100, func() { _, _ = c.Holds(vars) }))
}

// Digits without end are no number, and cost no error of the standard library.
func TestConditionEndlessDigits(t *testing.T) {
	digits := strings.Repeat("9", 400)
	assert.Zero(t, testing.AllocsPerRun(10, func() {
		if _, ok := numberOf(digits); ok {
			t.Error("a number")
		}
	}))
}
