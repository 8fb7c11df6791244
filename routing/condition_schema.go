package routing

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/kefu-go/kefu/internal/text"
)

// Variable declares a name that conditions may use.
type Variable struct {
	// Name is letters, digits and "_", does not begin with a digit and is no word
	// of the language.
	Name string
	// Kind is what sort of value it has.
	Kind Kind
	// Takes is what its argument is, in a word, such as "queue". Empty: it takes
	// none. What takes an argument is written waiting("billing") or
	// waiting.billing.
	Takes string
	// Values are the only texts that it can have, or that can be in the set. A
	// condition that compares it with another one has a fault. None: any.
	Values []string
	// About is a sentence for people who write conditions.
	About string
}

// Schema is what conditions may speak of. It never changes and is safe for
// concurrent use.
type Schema struct {
	variables map[string]Variable
	arguments map[string][]string // by what they are; see WithArguments
}

// NewSchema makes a schema. The error wraps [ErrCondition] and names all that is
// wrong.
func NewSchema(variables ...Variable) (*Schema, error) {
	return (&Schema{}).With(variables...)
}

// With returns a schema with further variables. One that has a name already
// replaces the old one. The error wraps [ErrCondition] and names all that is wrong.
func (s *Schema) With(variables ...Variable) (*Schema, error) {
	n := &Schema{variables: make(map[string]Variable, len(s.variables)+len(variables)), arguments: s.arguments}
	maps.Copy(n.variables, s.variables)
	var wrong []string
	for _, v := range variables {
		if !isVariableName(v.Name) {
			wrong = append(wrong, fmt.Sprintf("%q cannot be the name of a variable", clip(v.Name)))
		}
		if v.Kind < KindText || v.Kind > KindAttribute {
			wrong = append(wrong, fmt.Sprintf("variable %q has no kind", clip(v.Name)))
		}
		if len(v.Values) > 0 && v.Kind != KindText && v.Kind != KindSet {
			wrong = append(wrong, fmt.Sprintf("variable %q has values, but is neither text nor set", clip(v.Name)))
		}
		v.Values = slices.Clone(v.Values)
		n.variables[v.Name] = v
	}
	if wrong != nil {
		return nil, fmt.Errorf("%w: %s", ErrCondition, strings.Join(wrong, "; "))
	}
	return n, nil
}

// WithArguments returns a schema in which arguments of a sort, such as "queue" or
// "attribute", are known: a condition that names another one in quotes has a
// fault. No known arguments: any. They are told apart by case.
func (s *Schema) WithArguments(takes string, known ...string) *Schema {
	n := &Schema{variables: s.variables, arguments: make(map[string][]string, len(s.arguments)+1)}
	maps.Copy(n.arguments, s.arguments)
	n.arguments[takes] = slices.Clone(known)
	return n
}

// Variables returns what may be spoken of, by name.
func (s *Schema) Variables() []Variable {
	all := slices.Collect(maps.Values(s.variables))
	slices.SortFunc(all, func(a, b Variable) int { return strings.Compare(a.Name, b.Name) })
	for i := range all {
		all[i].Values = slices.Clone(all[i].Values)
	}
	return all
}

// isVariableName reports whether the lexer reads it as a name in one piece.
func isVariableName(s string) bool {
	if s == "" || isDigit(s[0]) || keywordOf(s) != "" || s == "attr" || s == "any" || s == "all" {
		return false
	}
	return nameLength(s) == len(s) && !strings.Contains(s, ".")
}

// nearest returns the one of some words that a wrong one was most likely meant to be,
// or "".
func nearest(word string, among []string) string {
	folded := []byte(text.Fold(word))
	best, at := "", min(1+len([]rune(word))/5, 3)
	for _, other := range among {
		if d := text.EditDistance(folded, []byte(text.Fold(other)), at); d < at || d == at && best == "" {
			best, at = other, d
		}
	}
	if len([]rune(best)) <= at {
		return "" // nothing of it would be left
	}
	return best
}

// names are the names of all variables, in order.
func (s *Schema) names() []string { return slices.Sorted(maps.Keys(s.variables)) }

// ItemSchema is what conditions of rules can ask of an item and of the queues. It
// always returns the same schema.
//
// Texts: type, tier, category, language, channel, emotion, department, customer,
// class, last_agent. Numbers: urgency, priority, valence, complexity, confidence,
// hour (0 to 23), weekday (1 Monday to 7 Sunday), bot_share, lot, returns. Duration:
// waited. Yes or no: peak, returning, wants_human, vip. Sets: tags, skills.
// By name: attributes. By queue: waiting, held, online, available (numbers),
// longest_wait, estimate (durations), open (yes or no).
func ItemSchema() *Schema { return itemSchema() }

var itemSchema = sync.OnceValue(func() *Schema {
	s := &Schema{variables: map[string]Variable{}}
	for _, v := range itemVariables {
		s.variables[v.Name] = v
	}
	return s
})

var itemVariables = [...]Variable{
	{Name: "type", Kind: KindText, About: "The kind of item, in the host's words."},
	{Name: "tier", Kind: KindText, About: "The customer's tier."},
	{Name: "category", Kind: KindText, About: `What it is about, a path such as "after_sales/refund".`},
	{Name: "language", Kind: KindText, About: "The customer's language, a BCP 47 tag."},
	{Name: "channel", Kind: KindText, About: "Where the customer writes or calls."},
	{Name: "emotion", Kind: KindText, About: "How the customer feels."},
	{Name: "department", Kind: KindText, About: "The department that the item belongs to."},
	{Name: "customer", Kind: KindText, About: "The customer's id."},
	{Name: "class", Kind: KindText, About: "The class of work that capacity is reserved for."},
	{Name: "last_agent", Kind: KindText, About: "Who served the customer last."},
	{Name: "urgency", Kind: KindNumber, About: "How pressing it is, from 0 (not) to 3 (now)."},
	{Name: "priority", Kind: KindNumber, About: "Its priority; higher comes first."},
	{Name: "valence", Kind: KindNumber, About: "How good the customer's feeling is, from -1 to 1."},
	{Name: "complexity", Kind: KindNumber, About: "How hard it is, from 0 to 1."},
	{Name: "confidence", Kind: KindNumber, About: "How sure the classification is, from 0 to 1."},
	{Name: "hour", Kind: KindNumber, About: "The hour of the day, from 0 to 23."},
	{Name: "weekday", Kind: KindNumber, About: "The day of the week, from 1 (Monday) to 7 (Sunday)."},
	{Name: "bot_share", Kind: KindNumber, About: "The bot's share of what it could do, from 0 to 1."},
	{Name: "lot", Kind: KindNumber, About: "A number in [0,1) that the item has drawn, for splits."},
	{Name: "returns", Kind: KindNumber, About: "How often it came back from an agent."},
	{Name: "waited", Kind: KindDuration, About: "How long it has waited."},
	{Name: "peak", Kind: KindBool, About: "The load is high."},
	{Name: "returning", Kind: KindBool, About: "The customer was here before."},
	{Name: "wants_human", Kind: KindBool, About: "The customer asked for a person."},
	{Name: "vip", Kind: KindBool, About: "The customer is a VIP."},
	{Name: "tags", Kind: KindSet, About: "The item's tags."},
	{Name: "skills", Kind: KindSet, About: "The skills that the item asks for."},
	{Name: "attributes", Kind: KindAttribute, Takes: "attribute", About: "What the host says besides, by name."},
	{Name: "waiting", Kind: KindNumber, Takes: "queue", About: "How many items wait in the queue."},
	{Name: "held", Kind: KindNumber, Takes: "queue", About: "How many of its items agents have."},
	{Name: "online", Kind: KindNumber, Takes: "queue", About: "How many of its agents are online."},
	{Name: "available", Kind: KindNumber, Takes: "queue", About: "How many of its agents have room."},
	{Name: "longest_wait", Kind: KindDuration, Takes: "queue", About: "How long its oldest item has waited."},
	{Name: "estimate", Kind: KindDuration, Takes: "queue", About: "How long a new item will wait."},
	{Name: "open", Kind: KindBool, Takes: "queue", About: "The queue is open."},
}
