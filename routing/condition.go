package routing

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Condition is a question about an item and the queues, made by [ParseCondition].
// The zero Condition, and a nil one, always hold. But for
// [Condition.UnmarshalText] it never changes, and is safe for concurrent use.
type Condition struct{ program *program }

// program is what a condition was read as.
type program struct {
	schema  *Schema
	root    *expression
	text    string
	scratch sync.Pool
}

// ParseCondition reads a condition about what is in [ItemSchema]; see [Schema.Parse]
// for the language:
//
//	category under 'after_sales/refund' and (vip or waited > 5m)
//	tags has any ('退款', 'refund') and not open('billing')
//	attributes.country in ('CN', 'SG') or lot < 10%
//
// An error is a [*ConditionError].
func ParseCondition(text string) (*Condition, error) { return ItemSchema().Parse(text) }

// Parse reads a condition about the variables of the schema. An error is a
// [*ConditionError] and names all faults that could be found: an unknown name or
// a value of the wrong kind is found here, not when the condition is asked.
//
// From what binds least to what binds most:
//
//	a or b, a || b                   one holds; the second is asked only if the first does not
//	a and b, a && b                  both hold; the second is asked only if the first does
//	not a, !a                        a does not hold
//	a == b, !=, <, <=, >, >=         comparisons, which do not chain
//	a in ('x', 'y')                  a is one of them
//	'x' in set, set has 'x'          also set contains 'x'
//	set has any ('x', 'y')           one of them; set has all ('x', 'y') is all of them
//	path under 'x/y'                 x/y itself, or below it: x/y/z, and not x/yz
//	text starts_with 'x', ends_with 'x', contains 'x'
//	text matches 'x*'                * is any text, ? one character, a backslash takes off their meaning
//	a + b, a - b
//	a * b, a / b
//	-a
//	(a), given(a), true, false
//
// Where a text stands behind under, starts_with, ends_with, contains or matches there
// may be a list in parentheses, of which one has to fit. The operators that are words
// and stand between operands may be preceded by not: a not in ('x').
//
// Literals are texts in single or double quotes, in which a backslash takes the next
// character as it is; numbers, also 25% for 0.25; durations of ms, s, m, h and d, such
// as 90s or 1h30m; true and false. Words of the language may be written in any case,
// names have theirs.
//
// A variable with an argument is written waiting('billing') or waiting.billing, and
// attributes.country may be written attr('country').
//
// Texts are compared folded: without regard to case (Unicode), full or half width,
// and traditional or simplified characters. The order of < is that of the folded
// bytes, which is right for days and times in their normal form. Of a text the
// first 64 KB count. The empty text is neither in a set nor under, contained in, or the
// beginning or end of anything.
//
// A variable without a value is the empty text, 0, no or the empty set; given() tells.
// An attribute is a text; beside a number it counts as one, also "3 piece" and
// "CNY 99.5", and as 0 if it is none, beside a duration as so many seconds; where a
// condition stands it holds unless it is empty, no, false or 0. Two attributes are
// compared as numbers if both are, else as texts.
//
// Numbers are float64. Dividing by 0 gives infinity; what has no value, such as 0/0, is
// 0. Durations are compared, added and subtracted with durations only, multiplied and
// divided by numbers; one divided by another is a number.
//
// A condition has at most 8192 bytes (as written and as by [Condition.String]), 40
// levels and 1000 parts, a pattern at most 256 bytes. Asking it takes each part once; a
// part takes time in proportion to the set or text that it looks at, and a pattern at
// most its length times that of the text.
func (s *Schema) Parse(text string) (*Condition, error) {
	f := faults{src: text}
	if len(text) > maxConditionBytes {
		f.add(0, "the condition has %d bytes, at most %d are possible", len(text), maxConditionBytes)
		return nil, &ConditionError{f.found}
	}
	if at := invalidUTF8(text); at >= 0 {
		f.add(at, "the condition is not UTF-8")
		return nil, &ConditionError{f.found}
	}
	if strings.TrimLeft(text, " \t\r\n") == "" {
		f.add(0, "the condition is empty; write true for what always holds")
		return nil, &ConditionError{f.found}
	}
	root := parseExpression(text, &f)
	c := checker{schema: s, faults: &f}
	c.condition(root)
	p := &program{schema: s, root: root}
	if len(f.found) == 0 {
		if p.text = root.String(); len(p.text) > maxConditionBytes {
			f.add(0, "written out the condition has %d bytes, at most %d are possible", len(p.text), maxConditionBytes)
		}
	}
	if len(f.found) > 0 {
		slices.SortStableFunc(f.found, func(a, b ConditionFault) int { return a.Offset - b.Offset })
		return nil, &ConditionError{f.found}
	}
	return &Condition{p}, nil
}

// invalidUTF8 is where a text stops being UTF-8; -1 if nowhere.
func invalidUTF8(s string) int {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				return i
			}
		}
	}
	return -1
}

// always is the program of the zero Condition.
func (c *Condition) always() bool { return c == nil || c.program == nil }

// Holds reports whether the condition holds. Nil variables have no values. It allocates
// nothing, but for memory to fold texts in, which it keeps for the next time. The
// error wraps [ErrVariables]: a value of a kind that the schema does not say (a
// [*VariableError]), or a panic of the variables.
func (c *Condition) Holds(vars Variables) (bool, error) {
	if c.always() {
		return true, nil
	}
	return c.program.run(c.program.root, vars)
}

// String is the condition in canonical form, which parses to the same.
func (c *Condition) String() string {
	if c.always() {
		return "true"
	}
	return c.program.text
}

// Names returns what the condition asks for, sorted and each once, as it would be
// written: tier, attributes.country, waiting('billing').
func (c *Condition) Names() []string {
	if c.always() {
		return nil
	}
	var names []string
	c.program.root.visit(func(e *expression) {
		if e.op == opVariable {
			names = append(names, e.String())
		}
	})
	slices.Sort(names)
	return slices.Compact(names)
}

// visit calls a function for an expression and all below it.
func (e *expression) visit(f func(*expression)) {
	f(e)
	for _, a := range e.args {
		a.visit(f)
	}
}

// MarshalText returns [Condition.String]. The error is always nil.
func (c *Condition) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads a condition about what is in [ItemSchema], or in the schema of the
// condition that it replaces. After an error the condition is what it was. It must not
// be called while the condition is in use.
func (c *Condition) UnmarshalText(text []byte) error {
	if c == nil {
		return errors.New("routing: there is no condition to read into")
	}
	schema := ItemSchema()
	if c.program != nil {
		schema = c.program.schema
	}
	n, err := schema.Parse(string(text))
	if err == nil {
		*c = *n
	}
	return err
}
