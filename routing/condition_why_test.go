package routing

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestConditionWhy(t *testing.T) {
	c := parseFor(t, "(tier == 'silver' or urgency * 2 > urgency) and not (vip or emotion == tier) and waited > 2m and not peak and tags has 'x'")
	why, err := c.Why(conditionItem())
	require.NoError(t, err)
	assert.Equal(t, `no   (tier == 'silver' or urgency * 2 > urgency) and not (vip or emotion == tier) and waited > 2m and not peak and tags has 'x'
  yes  tier == 'silver' or urgency * 2 > urgency
    no   tier == 'silver'  (tier is 'Gold')
    yes  urgency * 2 > urgency  (urgency is 2)
  yes  not (vip or emotion == tier)
    no   vip or emotion == tier
      no   vip  (vip is false)
      no   emotion == tier  (emotion is not given, tier is 'Gold')
  no   waited > 2m  (waited is 1m30s)
  no   not peak  (peak is true)
  no   tags has 'x'  (tags is '退費', 'Late', 'VIP', '')`, why.String())
	assert.Equal(t, []string{"waited > 2m", "not peak", "tags has 'x'"}, decisive(why))
	assert.Equal(t, []string{"urgency * 2 > urgency"}, decisive(why.Parts[0]))
	assert.Equal(t, []string{"vip", "emotion == tier"}, decisive(why.Parts[1]))

	data, err := json.Marshal(why.Parts[0].Parts[0])
	require.NoError(t, err)
	assert.JSONEq(t, `{"text":"tier == 'silver'","held":false,"facts":[{"name":"tier","value":"'Gold'"}]}`, string(data))
}

func decisive(p ConditionPart) (texts []string) {
	for _, d := range p.Decisive() {
		texts = append(texts, d.Text)
	}
	return texts
}

// What Holds does not come to may fail without harm, and is told.
func TestConditionWhyFaults(t *testing.T) {
	why, err := parseFor(t, "peak or tier == 'a' or vip").Why(VariablesFunc(func(name, _ string) (Value, bool) {
		switch name {
		case "tier":
			return NumberValue(1), true
		case "vip":
			panic("secret")
		}
		return BoolValue(true), true
	}))
	require.NoError(t, err)
	assert.Equal(t, `yes  peak or tier == 'a' or vip
  yes  peak  (peak is true)
  no   tier == 'a'  (routing: invalid variables: tier is a number, not a text)
  no   vip  (routing: invalid variables: a panic while they were asked (string))`, why.String())
	assert.Equal(t, []string{"peak"}, decisive(why))
}

// Nor may what a list does not come to; what can be told of it is.
func TestConditionWhyFactsOfLists(t *testing.T) {
	vars := func(name, _ string) (Value, bool) {
		switch name {
		case "class":
			return NumberValue(1), true
		case "channel":
			panic("secret")
		}
		return TextValue(name), true
	}
	why, err := parseFor(t, "tier in ('tier', class, language)").Why(VariablesFunc(vars))
	require.NoError(t, err)
	assert.Equal(t, "yes  tier in ('tier', class, language)  (tier is 'tier', class is not given, language is 'language')", why.String())
	why, err = parseFor(t, "tier in ('tier', channel)").Why(VariablesFunc(vars))
	require.NoError(t, err)
	assert.Equal(t, "yes  tier in ('tier', channel)", why.String())
}
