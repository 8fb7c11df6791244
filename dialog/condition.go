package dialog

import (
	"strconv"
	"strings"
)

// Condition is a question about the values of a run, made by [Where], by a typed
// slot ([Slot.Is], [Slot.Filled]) or by [Test]. The zero value always holds.
type Condition struct {
	src  string
	expr *expression
	test func(Values) bool
	err  error
}

// Where is a condition in the language of [ParseCondition]. A fault in it is found by
// [Flow.Check].
func Where(src string) Condition {
	c, err := ParseCondition(src)
	c.src, c.err = src, err
	return c
}

// Test is a condition in code, under a name that drawings show. The function is asked
// again and again, and must depend on the values alone. A panic is "no".
func Test(name string, test func(Values) bool) Condition { return Condition{src: name, test: test} }

// Not holds when the condition does not.
func Not(c Condition) Condition {
	n := Condition{src: "not (" + c.src + ")", err: c.err}
	if c.test != nil {
		n.test = func(v Values) bool { return !c.test(v) }
	} else if c.expr != nil {
		n.expr = &expression{op: "not", args: []*expression{c.expr}}
	} else {
		n.test = func(Values) bool { return false }
	}
	return n
}

// isValue holds when a slot has a value.
func isValue(slot, value string) Condition {
	return Condition{
		src:  slot + " == " + quoteCondition(value),
		expr: &expression{op: "==", args: []*expression{{op: "slot", text: slot}, {op: "text", text: value}}},
	}
}

// String is the condition as it was written, or its name.
func (c Condition) String() string { return c.src }

// Holds reports whether the condition holds for some values.
func (c Condition) Holds(v Values) (holds bool) {
	defer func() {
		if recover() != nil {
			holds = false
		}
	}()
	switch {
	case c.test != nil:
		return c.test(v)
	case c.expr != nil:
		return c.expr.holds(v)
	}
	return c.err == nil
}

// slots are those that the condition is about, as far as it tells.
func (c Condition) slots() []string { return c.expr.slots(nil) }

// expression is a node of a parsed condition.
type expression struct {
	op   string // slot, text, number, and, or, not, in, ==, !=, <, <=, >, >=
	text string // the name of a slot, or a literal
	num  float64
	args []*expression
}

func (e *expression) slots(found []string) []string {
	if e == nil {
		return found
	}
	if e.op == "slot" {
		found = append(found, e.text)
	}
	for _, a := range e.args {
		found = a.slots(found)
	}
	return found
}

// value returns a literal or the value of a slot, as text and, if it is one, as a
// number. A slot without a value is "".
func (e *expression) value(v Values) (text string, num float64, isNum bool) {
	switch e.op {
	case "number":
		return e.text, e.num, true
	case "text":
		return e.text, 0, false
	}
	text = v.Text(e.text)
	num, isNum = leadingNumber(text)
	return text, num, isNum
}

func (e *expression) holds(v Values) bool {
	switch e.op {
	case "and":
		return e.args[0].holds(v) && e.args[1].holds(v)
	case "or":
		return e.args[0].holds(v) || e.args[1].holds(v)
	case "not":
		return !e.args[0].holds(v)
	case "in":
		for _, other := range e.args[1:] {
			if equalValues(e.args[0], other, v) {
				return true
			}
		}
		return false
	case "==":
		return equalValues(e.args[0], e.args[1], v)
	case "!=":
		return !equalValues(e.args[0], e.args[1], v)
	case "<", "<=", ">", ">=":
		return ordered(e.op, e.args[0], e.args[1], v)
	}
	value, _, _ := e.value(v) // a slot or a literal alone
	return value != "" && value != "no" && value != "0"
}

// equalValues compares as numbers what was written as a number, else as text.
func equalValues(a, b *expression, v Values) bool {
	at, an, aIs := a.value(v)
	bt, bn, bIs := b.value(v)
	if aIs && bIs {
		return an == bn
	}
	return at == bt
}

// ordered compares numbers, and texts where neither is one, so that days and times
// in their normal form compare. A slot without a value is neither less nor more.
func ordered(op string, a, b *expression, v Values) bool {
	at, an, aIs := a.value(v)
	bt, bn, bIs := b.value(v)
	if at == "" || bt == "" {
		return false
	}
	c := strings.Compare(at, bt)
	switch {
	case aIs && bIs:
		c = 0
		if an < bn {
			c = -1
		} else if an > bn {
			c = 1
		}
	case aIs != bIs:
		return false
	}
	switch op {
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	case ">":
		return c > 0
	}
	return c >= 0
}

// leadingNumber reads a number, also the one of "3 piece" and the sum of "CNY 99.5".
func leadingNumber(s string) (float64, bool) {
	if len(s) > 4 && s[3] == ' ' && strings.Trim(s[:3], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		s = s[4:]
	}
	s, _, _ = strings.Cut(s, " ")
	if strings.Trim(s, "+-.0123456789") != "" {
		return 0, false // no hexadecimal numbers, no infinity
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}
