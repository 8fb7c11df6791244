package routing

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAgentFaults(t *testing.T) {
	good := Agent{
		ID: strings.Repeat("长", 85), Queues: []string{"a"}, Skills: map[string]int{"x": 1, "y": 10}, Languages: []string{"en", "zh_CN", "x-klingon", "i-default", "pt-BR-1990"},
		Capacity: 3, Limits: map[string]int{"chat": 0}, Reserved: map[string]int{"core": 2, "vip": 1}, Attributes: map[string]string{"k": ""},
	}
	require.NoError(t, good.Check())
	require.NoError(t, Agent{ID: "a", Limits: map[string]int{"voice": 1}}.Check(), "no capacity, only limits")
	for name, c := range map[string]struct {
		agent Agent
		want  []string
	}{
		"empty": {Agent{}, []string{"id is missing"}},
		"texts": {Agent{ID: "\xff", Name: "\x00", Department: strings.Repeat("x", 257), Queues: []string{"a", "", "a"}}, []string{
			"id is not UTF-8", "name has a NUL byte", "department has 257 bytes, at most 256 are possible",
			"queues[1] is missing", `queues[2] "a" is there twice`,
		}},
		"skills": {Agent{ID: "a", Skills: map[string]int{"": 1, "x": 0, "y": 11}, Seniority: -1}, []string{
			`skills[""] is missing`, `skills["x"] is 0, it must be between 1 and 10`, `skills["y"] is 11, it must be between 1 and 10`,
			`seniority is -1, it must be at least 0`,
		}},
		"languages": {Agent{ID: "a", Languages: []string{"", "e", "en--GB", "toolongtag1", "中文", "1n", "en-", "x"}}, []string{
			`languages[0] is missing`,
			`languages[1] "e" is no BCP 47 language tag; they are such as "en", "zh-Hans" or "pt-BR"`,
			`languages[2] "en--GB" is no BCP 47 language tag; they are such as "en", "zh-Hans" or "pt-BR"`,
			`languages[3] "toolongtag1" is no BCP 47 language tag; they are such as "en", "zh-Hans" or "pt-BR"`,
			`languages[4] "中文" is no BCP 47 language tag; they are such as "en", "zh-Hans" or "pt-BR"`,
			`languages[5] "1n" is no BCP 47 language tag; they are such as "en", "zh-Hans" or "pt-BR"`,
			`languages[6] "en-" is no BCP 47 language tag; they are such as "en", "zh-Hans" or "pt-BR"`,
			`languages[7] "x" is no BCP 47 language tag; they are such as "en", "zh-Hans" or "pt-BR"`,
		}},
		"capacity": {Agent{ID: "a", Capacity: -1, Limits: map[string]int{"chat": -1}, Reserved: map[string]int{"": 1, "b": -1}}, []string{
			`capacity is -1, it must be between 0 and 2147483647`, `limits["chat"] is -1, it must be between 0 and 2147483647`,
			`reserved[""] is missing`, `reserved["b"] is -1, it must be between 0 and 2147483647`, `reserved are 1 units, but the capacity has only -1`,
		}},
		"reserved":   {Agent{ID: "a", Capacity: 3, Reserved: map[string]int{"b": 2, "c": 2}}, []string{`reserved are 4 units, but the capacity has only 3`}},
		"attributes": {Agent{ID: "a", Attributes: map[string]string{"": "", "k": strings.Repeat("x", maxValue+1)}}, []string{`attributes[""] is missing`, `attributes["k"] has 16385 bytes, at most 16384 are possible`}},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, faultsOf(t, c.agent.Check())) })
	}
}

func TestItemFaults(t *testing.T) {
	good := Item{
		ID: "1", Valence: -1, Urgency: 3, Complexity: 1, Priority: -maxPriority, Skills: []Need{{"x", 0}, {"y", 10}}, Language: "zh-Hans-CN",
		Tags: []string{"a"}, Attributes: map[string]string{"a": "b"}, Brief: json.RawMessage(` {"a": 1}`), Arrived: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	require.NoError(t, good.Check())
	require.NoError(t, Item{ID: "1"}.Check())
	long := strings.Repeat("x", 257)
	const tooLong = " has 257 bytes, at most 256 are possible"
	for name, c := range map[string]struct {
		item Item
		want []string
	}{
		"empty": {Item{}, []string{"id is missing"}},
		"texts": {
			Item{ID: long, Conversation: long, Customer: long, Channel: long, Type: long, Category: long, Tier: long, Emotion: long, Class: long, LastAgent: "\x00", Language: "?"},
			[]string{
				"id" + tooLong, "conversation" + tooLong, "customer" + tooLong, "channel" + tooLong, "type" + tooLong, "category" + tooLong, "tier" + tooLong,
				"emotion" + tooLong, "class" + tooLong, "last_agent has a NUL byte",
				`language "?" is no BCP 47 language tag; they are such as "en", "zh-Hans" or "pt-BR"`,
			},
		},
		"numbers": {Item{ID: "1", Valence: math.NaN(), Urgency: 4, Complexity: 1.1, Priority: maxPriority + 1, Weight: -1, Arrived: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}, []string{
			"valence is NaN, it must be between -1 and 1", "urgency is 4, it must be between 0 and 3", "complexity is 1.1, it must be between 0 and 1",
			"priority is 1000001, it must be between -1000000 and 1000000", "weight is -1, it must be between 0 and 2147483647",
			"arrived is in the year 10000, it must be between 1 and 9999",
		}},
		"lists": {Item{ID: "1", Skills: []Need{{"a", 1}, {"a", 11}}, Tags: []string{"t", "t"}, Attributes: map[string]string{"a": "\xff"}}, []string{
			"skills[1].min is 11, it must be between 0 and 10", `skills[1].skill "a" is there twice`, `tags[1] "t" is there twice`, `attributes["a"] is not UTF-8`,
		}},
		"brief": {Item{ID: "1", Brief: json.RawMessage("{")}, []string{"brief is not JSON"}},
		"large": {Item{ID: "1", Brief: json.RawMessage(`"` + strings.Repeat("x", maxBrief) + `"`)}, []string{"brief has 1048578 bytes, at most 1048576 are possible"}},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, faultsOf(t, c.item.Check())) })
	}
	many := Item{ID: "1"}
	for i := range 1001 {
		many.Tags = append(many.Tags, "t"+strings.Repeat("x", i%200)+string(rune('a'+i/200)))
	}
	require.Equal(t, []string{"tags are 1001, at most 1000 are possible"}, faultsOf(t, many.Check()))
}
