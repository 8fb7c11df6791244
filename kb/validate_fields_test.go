package kb_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/kefu-go/kefu/kb"
)

func list(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprint("item ", i)
	}
	return all
}

func TestFieldsOfEntries(t *testing.T) {
	noon := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	guide := func(change func(*kb.Guide)) func(*kb.Entry) {
		return func(e *kb.Entry) {
			e.Kind = kb.GuideKind
			e.Guide = &kb.Guide{Steps: []kb.Step{
				{ID: "lamp", Say: kb.TextAnswer("Is the lamp on?"), Options: []kb.Option{{Label: "yes", Wordings: []string{"it is"}, Next: "end"}}},
				{ID: "end", Say: kb.TextAnswer("Good."), Outcome: kb.HandOff},
			}}
			change(e.Guide)
		}
	}
	action := func(a kb.Action) func(*kb.Entry) {
		return func(e *kb.Entry) { e.Answer.Action = &a }
	}
	for _, c := range []struct {
		field  string
		change func(*kb.Entry)
	}{
		{"", func(*kb.Entry) {}},
		{"", func(e *kb.Entry) {
			e.Kind, e.Base, e.Tags, e.Related = kb.ChitChat, "shop", list(kb.MaxTags), list(kb.MaxRelated)
		}},
		{"", func(e *kb.Entry) { e.ValidFrom, e.MinScore = noon, 0.999 }},
		{"", guide(func(*kb.Guide) {})},
		{"", action(kb.Action{Name: "a", Timeout: time.Minute, Args: map[string]string{"a": "b"}})},
		{"", func(e *kb.Entry) {
			e.Answer = kb.Answer{Parts: []kb.Part{{Kind: kb.MarkdownPart, Text: "*"}, {Kind: kb.HTMLPart, Text: "<b>"}}}
		}},
		{"base", func(e *kb.Entry) { e.Base = strings.Repeat("b", kb.MaxID+1) }},
		{"base", func(e *kb.Entry) { e.Base = "\xff" }},
		{"id", func(e *kb.Entry) { e.ID = " id" }},
		{"id", func(e *kb.Entry) { e.ID = "\u3000" }},
		{"category", func(e *kb.Entry) { e.Category = "orders/returns\n" }},
		{"locale", func(e *kb.Entry) { e.Locale = "en\u00a0" }},
		{"category", func(e *kb.Entry) { e.Category = strings.Repeat("c", kb.MaxCategory+1) }},
		{"category", func(e *kb.Entry) { e.Category = "a\x00" }},
		{"locale", func(e *kb.Entry) { e.Locale = strings.Repeat("c", kb.MaxID+1) }},
		{"editor", func(e *kb.Entry) { e.Editor = strings.Repeat("c", kb.MaxID+1) }},
		{"reason", func(e *kb.Entry) { e.Reason = strings.Repeat("c", kb.MaxReason+1) }},
		{"kind", func(e *kb.Entry) { e.Kind = "new" }},
		{"valid_to", func(e *kb.Entry) { e.ValidFrom, e.ValidTo = noon, noon }},
		{"min_score", func(e *kb.Entry) { e.MinScore = 1 }},
		{"min_score", func(e *kb.Entry) { e.MinScore = -0.1 }},
		{"min_score", func(e *kb.Entry) { e.MinScore = math.NaN() }},
		{"related", func(e *kb.Entry) { e.Related = list(kb.MaxRelated + 1) }},
		{"related[1]", func(e *kb.Entry) { e.Related = []string{"a", ""} }},
		{"tags", func(e *kb.Entry) { e.Tags = list(kb.MaxTags + 1) }},
		{"tags[0]", func(e *kb.Entry) { e.Tags = []string{strings.Repeat("t", kb.MaxID+1)} }},
		{"answer.action.name", action(kb.Action{})},
		{"answer.action.timeout", action(kb.Action{Name: "a", Timeout: -1})},
		{"answer.action.timeout", action(kb.Action{Name: "a", Timeout: kb.MaxTimeout + 1})},
		{"answer.action", action(kb.Action{Name: "a", Args: map[string]string{"a": strings.Repeat("x", kb.MaxQuestion)}})},
	} {
		e := smart("id", "question")
		c.change(&e)
		err := e.Validate()
		if c.field == "" {
			assert.NoError(t, err)
			continue
		}
		assertField(t, c.field, err)
	}
}
