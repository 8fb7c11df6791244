package assist_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing/assist"
)

const book = `{"plays": [
	{"id": "any", "steps": [{"id": "greet", "do": "Greet", "say": "Hello {{customer.name|there}}!"}]},
	{"id": "refund", "category": "aftersales", "locale": "en", "steps": [
		{"id": "order", "do": "Ask for the order", "say": "Which order is it?", "until": [{"name": "order_id"}]},
		{"id": "photo", "do": "Ask for a photo", "optional": true, "when": [{"name": "amount", "is": "above", "values": ["100"]}], "until": [{"name": "photo"}]},
		{"id": "offer", "do": "Offer a refund", "say": "We refund {{amount}}."}
	]},
	{"id": "vip", "category": "aftersales/refund", "when": [{"name": "customer.tier", "is": "one-of", "values": ["Gold", "铂金"]}],
		"steps": [{"id": "thank", "do": "Thank for being loyal", "until": [{"name": "thanked"}]}]}
]}`

func TestPlaybook(t *testing.T) {
	p, err := assist.ReadPlaybook(strings.NewReader(book))
	require.NoError(t, err)
	next := func(s assist.Situation) (out []string) {
		got, err := p.Suggest(t.Context(), &s)
		require.NoError(t, err)
		for i, one := range got {
			assert.Equal(t, assist.NextStep, one.Kind)
			assert.True(t, i == 0 || one.Score < got[i-1].Score)
			out = append(out, one.ID)
		}
		return out
	}
	refund := assist.Situation{Category: "aftersales/refund", Slots: map[string]string{}}
	assert.Equal(t, []string{"refund/order", "any/greet"}, next(refund))
	refund.Lines = says("A: hello THERE")
	assert.Equal(t, []string{"refund/order"}, next(refund), "what was said is done")
	refund.Slots["order_id"] = "A-1"
	assert.Equal(t, []string{"refund/offer"}, next(refund))
	refund.Slots["amount"] = "1,250"
	assert.Equal(t, []string{"refund/photo", "refund/offer"}, next(refund), "an optional step does not stop the next")
	refund.Slots["photo"] = "p"
	refund.Lines = append(refund.Lines, says("B: We refund 1,250. Fine?")...)
	assert.Empty(t, next(refund))
	refund.Attributes = map[string]string{"tier": "铂金"}
	assert.Equal(t, []string{"vip/thank"}, next(refund))
	assert.Equal(t, []string{"any/greet"}, next(assist.Situation{Category: "aftersalesman"}))
	assert.Equal(t, []string{"any/greet"}, next(assist.Situation{Category: "aftersales", Locale: "zh"}))
	assert.Equal(t, []string{"amount"}, p.Next(&assist.Situation{Category: "aftersales", Slots: map[string]string{"order_id": "1"}})[0].Missing)
}

func TestConditions(t *testing.T) {
	s := assist.Situation{Slots: map[string]string{"n": " 1,200 ", "city": "Ｐaris", "blank": " "}}
	for _, c := range []struct {
		c    assist.Condition
		want bool
	}{
		{assist.Condition{Name: "city"}, true},
		{assist.Condition{Name: "blank", Is: "known"}, false},
		{assist.Condition{Name: "blank", Is: "unknown"}, true},
		{assist.Condition{Name: "city", Is: "one-of", Values: []string{"rome", "PARIS"}}, true},
		{assist.Condition{Name: "city", Is: "none-of", Values: []string{"paris"}}, false},
		{assist.Condition{Name: "none", Is: "none-of", Values: []string{""}}, true},
		{assist.Condition{Name: "none", Is: "one-of", Values: []string{""}}, false},
		{assist.Condition{Name: "city", Is: "contains", Values: []string{"ARI"}}, true},
		{assist.Condition{Name: "n", Is: "above", Values: []string{"1199.5"}}, true},
		{assist.Condition{Name: "n", Is: "above", Values: []string{"1200"}}, false},
		{assist.Condition{Name: "n", Is: "below", Values: []string{"1200"}}, false},
		{assist.Condition{Name: "city", Is: "below", Values: []string{"5"}}, false},
		{assist.Condition{Name: "none", Is: "below", Values: []string{"5"}}, false},
	} {
		assert.Equal(t, c.want, c.c.Holds(&s), "%+v", c.c)
	}
}

func TestPlaybookFaults(t *testing.T) {
	bad := `{"plays": [{"id": "a", "when": [{"is": "known"}], "steps": []}, {"id": "a", "steps": [
		{"id": "s", "do": " ", "say": "{{"}, {"id": "s", "do": "x", "when": [{"name": "n", "is": "near"}], "until": [{"name": "n", "is": "above", "values": ["many"]}, {"name": "n", "values": ["x"]}]}]}]}`
	_, err := assist.ReadPlaybook(strings.NewReader(bad))
	require.ErrorIs(t, err, assist.ErrInvalid)
	for _, part := range []string{"play a condition 0", "no steps", "play a has no id of its own", "what to do", "cannot be said", "step s has no id of its own", "unknown kind", "one number", "values that nothing"} {
		assert.ErrorContains(t, err, part)
	}
	for _, bad := range []string{"", "{", `{"plays": []} x`, `{"plays": [{"name": "x"}]}`} {
		_, err := assist.ReadPlaybook(strings.NewReader(bad))
		assert.ErrorIs(t, err, assist.ErrInvalid, bad)
	}
}

func FuzzPlaybook(f *testing.F) {
	f.Add(book)
	f.Fuzz(func(t *testing.T, file string) {
		if p, err := assist.ReadPlaybook(strings.NewReader(file)); err == nil {
			p.Next(&assist.Situation{Category: "aftersales/refund", Slots: map[string]string{"amount": "3"}, Lines: says("A: x")})
		}
	})
}

func TestCases(t *testing.T) {
	c := assist.NewCases(
		assist.Case{ID: "1", Problem: "The parcel arrived broken", Solution: "Sent a new one.", Locale: "en", Category: "delivery"},
		assist.Case{ID: "2", Problem: "I want to change my address", Solution: "Changed before dispatch.", Locale: "en"},
		assist.Case{ID: "3", Problem: "包裹破损了", Solution: "已补发。", Locale: "zh"},
		assist.Case{ID: "", Problem: "parcel"}, assist.Case{ID: "4", Problem: "!"},
	)
	find := func(s assist.Situation) (out []string) {
		got, err := c.Suggest(t.Context(), &s)
		require.NoError(t, err)
		for _, one := range got {
			out = append(out, one.ID)
		}
		return out
	}
	asked := assist.Situation{Lines: says("C: my parcel is broken")}
	assert.Equal(t, []string{"1"}, find(asked))
	asked.Lines = append(asked.Lines, says("A: Sorry!")...)
	assert.Equal(t, []string{"1"}, find(asked), "after an answer what he came with counts")
	asked.Conversation = "1"
	assert.Empty(t, find(asked), "a conversation is not like itself")
	assert.Equal(t, []string{"3"}, find(assist.Situation{Locale: "zh-CN", Lines: says("C: 收到的包裹破损")}))
	c.Put(assist.Case{ID: "1", Problem: "lost luggage"})
	c.Remove("3", "none")
	assert.Empty(t, find(assist.Situation{Lines: says("C: parcel broken")}))
	assert.Equal(t, []string{"1"}, find(assist.Situation{Lines: says("C: my luggage is lost")}))
	assert.Empty(t, find(assist.Situation{}))
}
