package ticket_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/ticket"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// sample has something in each field that conditions ask for.
func sample() *ticket.Ticket {
	return &ticket.Ticket{
		Type: "complaint", Subject: "Ｒｅｆｕｎｄ for the 壞 lamp", Category: "billing/refund", Priority: 2, Owner: "mia", Group: "first",
		State: "waiting", Kind: ticket.KindPending, Customer: "carl", Channel: "mail", Locale: "zh-CN", Source: "handoff:1", Template: "p", Policy: "gold",
		Tags: []string{"loud", "vip"}, Watchers: []string{"sue"}, Comments: 3, Reopened: 1, Waiting: noon.Add(-time.Hour), Wake: noon.Add(time.Second),
		Fields: map[string]string{"order": "77", "amount": "12.5"}, Verdict: &ticket.Verdict{},
		Clocks: []ticket.Clock{{Name: "resolution", Breached: true}},
	}
}

func TestConditionTests(t *testing.T) {
	for _, c := range []struct {
		x    ticket.Test
		want bool
	}{
		{ticket.Test{Field: "type", Value: "complaint"}, true},
		{ticket.Test{Field: "type", Value: "Complaint"}, false},
		{ticket.Test{Field: "type", Op: "not", Value: "question"}, true},
		{ticket.Test{Field: "type", Op: "not", Value: "complaint"}, false},
		{ticket.Test{Field: "type", Op: "in", Values: []string{"question", "complaint"}}, true},
		{ticket.Test{Field: "type", Op: "in", Values: []string{"question"}}, false},
		{ticket.Test{Field: "subject", Op: "has", Value: "refund FOR"}, true}, // width and case
		{ticket.Test{Field: "subject", Op: "has", Value: "坏"}, true},          // Chinese script
		{ticket.Test{Field: "subject", Op: "has", Value: "table"}, false},
		{ticket.Test{Field: "category", Op: "under", Value: "billing"}, true},
		{ticket.Test{Field: "category", Op: "under", Value: "billing/refund"}, true},
		{ticket.Test{Field: "category", Op: "under", Value: "bill"}, false},
		{ticket.Test{Field: "category", Op: "under", Value: "billing/refund/late"}, false},
		{ticket.Test{Field: "priority", Value: "2"}, true},
		{ticket.Test{Field: "priority", Value: "2.0"}, true},
		{ticket.Test{Field: "priority", Op: "not", Value: "2"}, false},
		{ticket.Test{Field: "priority", Op: "in", Values: []string{"1", "2"}}, true},
		{ticket.Test{Field: "priority", Op: "above", Value: "1"}, true},
		{ticket.Test{Field: "priority", Op: "above", Value: "2"}, false},
		{ticket.Test{Field: "priority", Op: "below", Value: "10"}, true},
		{ticket.Test{Field: "priority", Op: "below", Value: "2"}, false},
		{ticket.Test{Field: "owner", Value: "mia"}, true},
		{ticket.Test{Field: "owner", Op: "set"}, true},
		{ticket.Test{Field: "owner", Op: "unset"}, false},
		{ticket.Test{Field: "group", Value: "first"}, true},
		{ticket.Test{Field: "policy", Value: "gold"}, true},
		{ticket.Test{Field: "state", Value: "waiting"}, true},
		{ticket.Test{Field: "kind", Value: "pending"}, true},
		{ticket.Test{Field: "customer", Value: "carl"}, true},
		{ticket.Test{Field: "channel", Value: "mail"}, true},
		{ticket.Test{Field: "locale", Value: "zh-CN"}, true},
		{ticket.Test{Field: "source", Value: "handoff:1"}, true},
		{ticket.Test{Field: "template", Value: "p"}, true},
		{ticket.Test{Field: "tag", Value: "vip"}, true},
		{ticket.Test{Field: "tag", Op: "not", Value: "vip"}, false}, // no tag is, not: some tag is not
		{ticket.Test{Field: "tag", Op: "not", Value: "calm"}, true},
		{ticket.Test{Field: "tag", Op: "in", Values: []string{"calm", "loud"}}, true},
		{ticket.Test{Field: "tag", Op: "has", Value: "LOU"}, true},
		{ticket.Test{Field: "tag", Op: "set"}, true},
		{ticket.Test{Field: "tag", Op: "unset"}, false},
		{ticket.Test{Field: "watcher", Value: "sue"}, true},
		{ticket.Test{Field: "comments", Op: "above", Value: "2"}, true},
		{ticket.Test{Field: "reopened", Value: "1"}, true},
		{ticket.Test{Field: "waiting", Value: "true"}, true},
		{ticket.Test{Field: "waiting", Op: "not", Value: "true"}, false},
		{ticket.Test{Field: "breached", Value: "true"}, true},
		{ticket.Test{Field: "snoozed", Value: "true"}, true},
		{ticket.Test{Field: "verdict", Value: "refused"}, true},
		{ticket.Test{Field: "verdict", Op: "unset"}, false},
		{ticket.Test{Field: "fields.order", Value: "77"}, true},
		{ticket.Test{Field: "fields.amount", Op: "above", Value: "12"}, true},
		{ticket.Test{Field: "fields.amount", Op: "below", Value: "12.5"}, false},
		{ticket.Test{Field: "fields.nothing", Op: "below", Value: "12"}, false}, // no number is neither
		{ticket.Test{Field: "fields.nothing", Op: "unset"}, true},
		// What no desk has in its rules does not hold.
		{ticket.Test{Field: "color", Op: "unset"}, false},
		{ticket.Test{Field: "type", Op: "like", Value: "complaint"}, false},
		{ticket.Test{Field: "tag", Op: "above", Value: "1"}, false},
		{ticket.Test{Field: "priority", Op: "has", Value: "2"}, false},
		{ticket.Test{Field: "subject", Op: "has"}, false},
	} {
		condition := ticket.Condition{All: []ticket.Test{c.x}}
		assert.Equal(t, c.want, condition.Holds(sample(), noon), "%+v", c.x)
	}
}

func TestConditionOfTime(t *testing.T) {
	snoozed := ticket.Condition{All: []ticket.Test{{Field: "snoozed", Value: "true"}}}
	assert.True(t, snoozed.Holds(sample(), noon))
	assert.False(t, snoozed.Holds(sample(), noon.Add(time.Second)), "it wakes at that time")
	met := sample()
	met.Clocks[0].Ended = noon
	late := ticket.Condition{All: []ticket.Test{{Field: "breached", Value: "true"}}}
	assert.False(t, late.Holds(met, noon), "a clock that has ended is history")
	met.Verdict = nil
	silent := ticket.Condition{All: []ticket.Test{{Field: "verdict", Value: ""}}}
	assert.True(t, silent.Holds(met, noon))
}

// The parts of a condition are as the words say: all, any if there are some, none.
func TestConditionParts(t *testing.T) {
	field := rapid.SampledFrom([]string{"type", "tag", "priority", "waiting", "fields.order", "color", ""})
	op := rapid.SampledFrom([]string{"", "is", "not", "in", "under", "has", "above", "below", "set", "unset", "like"})
	value := rapid.SampledFrom([]string{"", "complaint", "vip", "2", "77", "true", "NaN", "\xff"})
	test := rapid.Custom(func(t *rapid.T) ticket.Test {
		return ticket.Test{Field: field.Draw(t, "field"), Op: op.Draw(t, "op"), Value: value.Draw(t, "value"), Values: rapid.SliceOfN(value, 0, 2).Draw(t, "values")}
	})
	tests := rapid.SliceOfN(test, 0, 3)
	rapid.Check(t, func(t *rapid.T) {
		c := ticket.Condition{All: tests.Draw(t, "all"), Any: tests.Draw(t, "any"), None: tests.Draw(t, "none")}
		count := func(tests []ticket.Test) (n int) {
			for _, x := range tests {
				one := ticket.Condition{All: []ticket.Test{x}}
				if one.Holds(sample(), noon) {
					n++
				}
			}
			return n
		}
		want := count(c.All) == len(c.All) && (len(c.Any) == 0 || count(c.Any) > 0) && count(c.None) == 0
		assert.Equal(t, want, c.Holds(sample(), noon))
	})
}

func BenchmarkConditionHolds(b *testing.B) {
	for name, c := range map[string]ticket.Condition{
		"fields": {All: []ticket.Test{{Field: "type", Value: "complaint"}, {Field: "priority", Op: "above", Value: "1"}}, None: []ticket.Test{{Field: "tag", Value: "calm"}}},
		"has":    {All: []ticket.Test{{Field: "subject", Op: "has", Value: "lamp"}}},
	} {
		b.Run(name, func(b *testing.B) {
			t := sample()
			b.ReportAllocs()
			for b.Loop() {
				c.Holds(t, noon)
			}
		})
	}
}
