package intent

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Rule gives messages a label by what stands in them, whatever a model thinks.
// All conditions that are set must hold; one of Expr, Phrases, All and Any must
// be set. Words and phrases are compared folded (case, width, traditional and
// simplified characters do not matter), by whole words in English and by
// characters in Chinese. A phrase is found within a clause only, so it is a fault
// if it has more than one ("yes, please"). A rule does
// not understand denials: use None ("don't", 不要).
type Rule struct {
	// ID names the rule in [Result.Rule]; unique. Required.
	ID string `json:"id"`
	// Label is the intent. Required. [OutOfScope] makes the message [Unknown], and
	// no later classifier of a [Chain] is asked.
	Label string `json:"label"`
	// Expr is a regular expression in RE2 syntax that must be found in the folded
	// message, without regard to case. At most 1000 bytes; it must not match the
	// empty text.
	Expr string `json:"expr,omitempty"`
	// Phrases are phrases of which one must occur.
	Phrases []string `json:"phrases,omitempty"`
	// All must all occur, of Any at least one, of None none.
	All  []string `json:"all,omitempty"`
	Any  []string `json:"any,omitempty"`
	None []string `json:"none,omitempty"`
	// Lang restricts the rule to messages in a language, a BCP 47 tag of which only
	// the primary subtag counts. Default: any.
	Lang string `json:"lang,omitempty"`
	// Priority decides between rules that hold; higher goes first. Default: 0.
	Priority int `json:"priority,omitempty"`
}

// Rules is a [Classifier] of rules, for use before a model; thousands cost
// little, because only those are tried of which some fixed text is in the
// message. Of several rules that hold, the one of the highest priority answers,
// then the one that covers most of the message, then the first one. It is safe
// for concurrent use.
type Rules struct {
	rules    []compiledRule
	phrases  *phrasebook
	runes    []int // of the phrases
	literals *literalTree
	always   []int // rules with no fixed text
	byPhrase [][]int
	working  sync.Pool // of *rulesReader
}

type compiledRule struct {
	Rule
	expr                    *regexp.Regexp
	phrases, all, any, none []int
}

// The limits of a set of rules.
const (
	maxRules = 100_000
	maxExpr  = 1000
)

// NewRules checks and prepares rules. The error names every fault of every rule;
// each is a [FieldError].
func NewRules(rules []Rule) (*Rules, error) {
	if len(rules) > maxRules {
		return nil, &FieldError{Field: "rules", Reason: fmt.Sprintf("are more than %d", maxRules)}
	}
	r := &Rules{phrases: newPhrasebook(), literals: newLiteralTree()}
	r.working.New = func() any { return &rulesReader{} }
	known := map[string]int{}
	ids := map[string]bool{}
	var faults []error
	for i, rule := range rules {
		fault := func(field, reason string) {
			faults = append(faults, &FieldError{Field: fmt.Sprintf("rules[%d].%s", i, field), Reason: reason})
		}
		switch {
		case rule.ID == "":
			fault("id", "is empty")
		case ids[rule.ID]:
			fault("id", "is there twice")
		}
		ids[rule.ID] = true
		if strings.TrimSpace(rule.Label) == "" {
			fault("label", "is empty")
		}
		if rule.Expr == "" && len(rule.Phrases)+len(rule.All)+len(rule.Any) == 0 {
			fault("expr", "is empty, and so are phrases, all and any")
		}
		rule.Lang, _, _ = strings.Cut(strings.ToLower(rule.Lang), "-")
		c := compiledRule{Rule: rule}
		c.phrases = r.learn(known, rule.Phrases, "phrases", fault)
		c.all = r.learn(known, rule.All, "all", fault)
		c.any = r.learn(known, rule.Any, "any", fault)
		c.none = r.learn(known, rule.None, "none", fault)
		var needs []string
		if rule.Expr != "" {
			var reason string
			if c.expr, needs, reason = compileExpr(rule.Expr); reason != "" {
				fault("expr", reason)
			}
		}
		r.rules = append(r.rules, c)
		r.hang(i, &c, needs)
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return r, nil
}

// learn returns the numbers of phrases.
func (r *Rules) learn(known map[string]int, phrases []string, field string, fault func(field, reason string)) []int {
	var numbers []int
	var read reading
	for i, phrase := range phrases {
		number, ok := known[phrase]
		if !ok {
			if read.read(phrase); len(read.clause) > 0 && read.clause[len(read.clause)-1] > 0 {
				fault(fmt.Sprintf("%s[%d]", field, i), "has more than one clause")
				continue
			}
			number = len(r.runes)
			if !r.phrases.add(phrase, number) {
				fault(fmt.Sprintf("%s[%d]", field, i), "has no word")
				continue
			}
			known[phrase] = number
			r.runes = append(r.runes, utf8.RuneCountInString(phrase))
			r.byPhrase = append(r.byPhrase, nil)
		}
		numbers = append(numbers, number)
	}
	return numbers
}

// hang makes a rule findable by fixed text that a message must have for it.
func (r *Rules) hang(i int, c *compiledRule, needs []string) {
	keys := c.phrases
	if len(keys) == 0 && len(c.all) > 0 {
		keys = []int{slices.MaxFunc(c.all, func(a, b int) int { return cmp.Compare(r.runes[a], r.runes[b]) })}
	}
	if len(keys) == 0 {
		keys = c.any
	}
	switch {
	case len(keys) > 0:
		for _, key := range keys {
			r.byPhrase[key] = append(r.byPhrase[key], i)
		}
	case len(needs) > 0:
		for _, need := range needs {
			r.literals.add(need, i)
		}
	default:
		r.always = append(r.always, i)
	}
}

// rulesReader is the working memory of one message.
type rulesReader struct {
	reading
	found []bool // by number of phrase
	marks []int  // the phrases found
	tried []bool // by rule
	rules []int  // the rules tried
	holds []held
}

type held struct{ rule, covers int }

// Classify returns the answer of the rule that wins, with confidence 1 and its
// id. Where no rule holds the result is [Unknown] and has no predictions, since
// rules know nothing of other messages.
func (r *Rules) Classify(ctx context.Context, in Input) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	m, ok := r.working.Get().(*rulesReader)
	if !ok {
		return Result{}, nil
	}
	defer r.working.Put(m)
	language := r.match(m, in)
	result := Result{Language: language}
	if len(m.holds) == 0 {
		return result, nil
	}
	best := &r.rules[m.holds[0].rule]
	result.Rule = best.ID
	if best.Label == OutOfScope || strings.HasPrefix(best.Label, OutOfScope+":") {
		result.Novelty = 1
		return result, nil
	}
	result.Decision = Confident
	result.Predictions = []Prediction{{Label: best.Label, Confidence: 1}}
	return result, nil
}

// Matches returns the ids of all rules that hold for a message, in the order of
// precedence.
func (r *Rules) Matches(in Input) []string {
	m, ok := r.working.Get().(*rulesReader)
	if !ok {
		return nil
	}
	defer r.working.Put(m)
	r.match(m, in)
	var ids []string
	for _, h := range m.holds {
		ids = append(ids, r.rules[h.rule].ID)
	}
	return ids
}

// match fills m.holds, best first, and returns the language of the message.
func (r *Rules) match(m *rulesReader, in Input) string {
	m.holds = m.holds[:0]
	if len(m.found) < len(r.runes) {
		m.found = make([]bool, len(r.runes))
	}
	if len(m.tried) < len(r.rules) {
		m.tried = make([]bool, len(r.rules))
	}
	m.read(clip(in.Text, maxRead))
	language, _ := m.buffer.Language()
	if language == "" {
		language, _, _ = strings.Cut(in.Locale, "-")
	}
	r.phrases.find(&m.reading, func(_, _, number int) {
		if !m.found[number] {
			m.found[number] = true
			m.marks = append(m.marks, number)
		}
	})
	folded := m.buffer.Folded()
	for _, number := range m.marks {
		for _, rule := range r.byPhrase[number] {
			r.try(m, rule, folded, language)
		}
	}
	r.literals.find(folded, func(rule int) { r.try(m, rule, folded, language) })
	for _, rule := range r.always {
		r.try(m, rule, folded, language)
	}
	for _, number := range m.marks {
		m.found[number] = false
	}
	for _, rule := range m.rules {
		m.tried[rule] = false
	}
	m.marks, m.rules = m.marks[:0], m.rules[:0]
	slices.SortFunc(m.holds, func(a, b held) int {
		return cmp.Or(cmp.Compare(r.rules[b.rule].Priority, r.rules[a.rule].Priority), cmp.Compare(b.covers, a.covers), cmp.Compare(a.rule, b.rule))
	})
	return language
}

// try notes a rule if it holds.
func (r *Rules) try(m *rulesReader, rule int, folded []byte, language string) {
	if m.tried[rule] {
		return
	}
	m.tried[rule] = true
	m.rules = append(m.rules, rule)
	c := &r.rules[rule]
	if c.Lang != "" && c.Lang != language {
		return
	}
	covers := 0
	for _, number := range c.none {
		if m.found[number] {
			return
		}
	}
	for _, number := range c.all {
		if !m.found[number] {
			return
		}
		covers += r.runes[number]
	}
	for _, oneOf := range [][]int{c.phrases, c.any} {
		longest := 0
		for _, number := range oneOf {
			if m.found[number] {
				longest = max(longest, r.runes[number])
			}
		}
		if len(oneOf) > 0 && longest == 0 {
			return
		}
		covers += longest
	}
	if c.expr != nil {
		at := c.expr.FindIndex(folded)
		if at == nil {
			return
		}
		covers += utf8.RuneCount(folded[at[0]:at[1]])
	}
	m.holds = append(m.holds, held{rule: rule, covers: covers})
}
