package routing

import (
	"slices"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// checker gives every node its kind, and finds what does not fit the schema. A node
// with a fault has no kind, and fits everything, so that one mistake is told once.
type checker struct {
	schema *Schema
	faults *faults
}

func (c *checker) fault(e *expression, format string, args ...any) {
	e.kind = 0
	c.faults.add(e.at, format, args...)
}

// condition checks what has to be yes or no.
func (c *checker) condition(e *expression) {
	switch c.check(e); {
	case e.kind == 0, isTruth(e.kind):
	case e.op == opVariable:
		c.fault(e, "%s is %s, and no condition; compare it, or write given(%s)", brief(e), e.kind.a(), brief(e))
	default:
		c.fault(e, "%s is %s, and no condition", brief(e), e.kind.a())
	}
}

// check sets the kind of an expression.
func (c *checker) check(e *expression) {
	switch op := e.op; {
	case op == opText:
		e.kind, e.folded = KindText, []byte(text.Fold(e.text))
	case op == opNumber:
		e.kind = KindNumber
	case op == opDuration:
		e.kind = KindDuration
	case op == opBool:
		e.kind = KindBool
	case op == opVariable:
		c.variable(e)
	case op == opGiven:
		c.given(e)
	case op == opNot, op == opAnd, op == opOr:
		for _, a := range e.args {
			c.condition(a)
		}
		e.kind = KindBool
	case op == opNeg:
		c.check(e.args[0])
		e.kind = c.numeric(e.args[0])
	case op >= opAdd && op <= opDiv:
		c.arithmetic(e)
	case op.compares():
		c.comparison(e)
	case op.among():
		c.among(e)
	}
}

func (c *checker) variable(e *expression) {
	if e.name == "attr" && e.call {
		e.name = "attributes"
	}
	v, ok := c.schema.variables[e.name]
	if !ok {
		// waiting.billing is waiting('billing').
		before, after, dot := strings.Cut(e.name, ".")
		if v, ok = c.schema.variables[before]; ok && dot && !e.call && v.Takes != "" {
			e.name, e.text, e.call = before, after, true
		} else {
			c.unknown(e)
			return
		}
	}
	e.kind = v.Kind
	switch {
	case v.Takes == "" && e.call:
		c.fault(e, "%s takes no argument", e.name)
	case v.Takes != "" && !e.call:
		c.fault(e, "%s takes an argument: %s('the %s')", e.name, e.name, v.Takes)
	case len(e.args) > 0:
		arg := e.args[0]
		if c.check(arg); arg.kind != 0 && arg.kind != KindText && arg.kind != KindAttribute {
			c.fault(arg, "%s is %s, and no name of a %s", brief(arg), arg.kind.a(), v.Takes)
		}
	case v.Takes == "":
	case e.text == "":
		c.fault(e, "the name of the %s is missing", v.Takes)
	default:
		known := c.schema.arguments[v.Takes]
		if len(known) > 0 && !slices.Contains(known, e.text) {
			c.fault(e, "there is no %s %q%s", v.Takes, clip(e.text), c.meant(e.text, known, "'"))
		}
	}
}

// unknown says that there is no such variable.
func (c *checker) unknown(e *expression) {
	switch {
	case strings.EqualFold(e.name, "attr"):
		c.fault(e, "attr takes an argument: attr('the name')")
	default:
		c.fault(e, "there is no variable %q%s", clip(e.name), c.meant(e.name, c.schema.names(), `"`))
	}
}

// given checks given(tier), given(attributes.country) and given('country').
func (c *checker) given(e *expression) {
	e.kind = KindBool
	arg := e.args[0]
	if arg.op == opText {
		*arg = expression{op: opVariable, at: arg.at, name: "attributes", text: arg.text, call: true}
	}
	if c.check(arg); arg.op != opVariable && arg.kind != 0 {
		c.fault(arg, "given() takes a variable or the name of an attribute, not %s", brief(arg))
	}
}

// numeric returns the kind that an operand of arithmetic counts as.
func (c *checker) numeric(e *expression) Kind {
	switch e.kind {
	case 0, KindNumber, KindDuration:
		return e.kind
	case KindAttribute:
		return KindNumber
	}
	c.fault(e, "%s is %s, and no number", brief(e), e.kind.a())
	return 0
}

func (c *checker) arithmetic(e *expression) {
	left, right := e.args[0], e.args[1]
	c.check(left)
	c.check(right)
	l, r := c.numeric(left), c.numeric(right)
	if l == 0 || r == 0 {
		e.kind = 0
		return
	}
	switch {
	case e.op == opAdd || e.op == opSub:
		// An attribute beside a duration is seconds.
		if left.kind == KindAttribute && r == KindDuration || right.kind == KindAttribute && l == KindDuration {
			l, r = KindDuration, KindDuration
		}
		if e.kind = l; l != r {
			c.fault(e, "%s and %s cannot be added: one is a number, one a duration such as 90s or 5m", brief(left), brief(right))
		}
	case e.op == opMul && l == KindDuration && r == KindDuration:
		c.fault(e, "two durations cannot be multiplied")
	case e.op == opDiv && r == KindDuration && l != r:
		c.fault(e, "a number cannot be divided by a duration")
	case e.op == opDiv && l == r:
		e.kind = KindNumber
	case l == KindDuration || r == KindDuration:
		e.kind = KindDuration
	default:
		e.kind = KindNumber
	}
}

// together returns as what two kinds are compared; 0 if they are not.
func together(a, b Kind) Kind {
	switch {
	case a == b:
		return a
	case a == KindAttribute:
		return b
	case b == KindAttribute:
		return a
	}
	return 0
}

func (c *checker) comparison(e *expression) {
	left, right := e.args[0], e.args[1]
	c.check(left)
	c.check(right)
	e.kind = KindBool
	if c.texts(left, right); left.kind == 0 || right.kind == 0 {
		return
	}
	e.by = together(left.kind, right.kind)
	switch {
	case left.kind == KindSet || right.kind == KindSet:
		set := left
		if left.kind != KindSet {
			set = right
		}
		c.fault(e, "%s is a set; write %s has ...", brief(set), brief(set))
	case e.by == 0:
		c.differ(e, left, right)
	case e.op >= opLess && e.by == KindBool:
		c.fault(e, "%s cannot be less or more than %s", brief(left), brief(right))
	default:
		c.possible(left, right)
		c.possible(right, left)
	}
}

// differ says that two operands are of different kinds.
func (c *checker) differ(e, left, right *expression) {
	hint := ""
	if left.kind == KindDuration && right.op == opNumber {
		hint = "; write " + brief(right) + "s for seconds"
	} else if right.kind == KindDuration && left.op == opNumber {
		hint = "; write " + brief(left) + "s for seconds"
	}
	c.fault(e, "%s is %s, %s is %s%s", brief(left), left.kind.a(), brief(right), right.kind.a(), hint)
}

// texts adds to the fault of an unknown name beside a text that quotes are missing.
func (c *checker) texts(left, right *expression) {
	if left.kind != KindText && left.kind != KindAttribute && left.kind != KindSet || right.op != opVariable || right.kind != 0 || right.call {
		return
	}
	for i, f := range c.faults.found {
		if f.Offset == right.at && strings.HasSuffix(f.Reason, "\"") {
			c.faults.found[i].Reason += "; if it is a text, write '" + clip(right.name) + "'"
		}
	}
}

// possible finds literals that a variable can never be.
func (c *checker) possible(variable, literal *expression) {
	if variable.op != opVariable || literal.op != opText {
		return
	}
	values := c.schema.variables[variable.name].Values
	if len(values) == 0 || len(literal.folded) == 0 {
		return // "" is what a text without a value is
	}
	for _, v := range values {
		if text.Fold(v) == string(literal.folded) {
			return
		}
	}
	c.fault(literal, "%s is never '%s'%s", variable.name, clip(literal.text), c.meant(literal.text, values, "'"))
}

// among checks operators with a list.
func (c *checker) among(e *expression) {
	for _, a := range e.args {
		c.check(a)
	}
	e.kind = KindBool
	left, others := e.args[0], e.args[1:]
	if e.op == opIn && len(others) == 1 && others[0].kind == KindSet {
		// 'a' in tags is tags has 'a'.
		e.op = opHas
		e.args[0], e.args[1] = others[0], left
		left = e.args[0]
	} else if e.op == opIn && e.call && others[0].kind != 0 {
		c.fault(others[0], "behind in there should be a list in parentheses or a set")
		return
	}
	if e.op == opContains && left.kind == KindSet {
		e.op = opHas
	}
	switch {
	case left.kind == 0:
	case e.op == opHas || e.op == opHasAll:
		if left.kind != KindSet {
			c.fault(left, "%s is %s, and no set; write contains", brief(left), left.kind.a())
			return
		}
	case left.kind == KindSet:
		c.fault(left, "%s is a set; write has", brief(left))
		return
	case e.op != opIn && left.kind != KindText && left.kind != KindAttribute:
		c.fault(left, "%s is %s, and no text", brief(left), left.kind.a())
		return
	}
	if e.op == opHasAll && len(others) == 1 {
		e.op = opHas
	}
	e.by = KindText
	if e.op == opIn {
		e.by = left.kind
		for _, o := range others {
			if e.by == KindAttribute && o.kind != 0 && o.kind != KindSet {
				e.by = o.kind
			}
		}
	}
	for _, o := range others {
		c.other(e, left, o)
	}
}

// other checks one of a list.
func (c *checker) other(e, left, o *expression) {
	if c.texts(left, o); o.kind == 0 || e.by == 0 {
		return
	}
	switch {
	case together(e.by, o.kind) == 0 || o.kind == KindSet:
		if e.op == opIn {
			c.fault(o, "%s is %s, and should be %s", brief(o), o.kind.a(), e.by.a())
		} else {
			c.fault(o, "%s is %s, and no text", brief(o), o.kind.a())
		}
	case e.op == opMatches && o.op != opText:
		c.fault(o, "a pattern is a text in quotes")
	case e.op == opMatches && len(o.text) > maxGlobBytes:
		c.fault(o, "the pattern is too long, at most %d bytes are possible", maxGlobBytes)
	case e.op == opMatches:
		o.folded = compileGlob(o.text)
	case e.op == opUnder && o.op == opText && len(trimPath(o.folded)) == 0,
		e.op >= opHas && e.op <= opEnds && o.op == opText && len(o.folded) == 0:
		c.fault(o, "the empty text is nowhere to be found")
	case e.op == opIn || e.op == opHas || e.op == opHasAll:
		c.possible(left, o)
	}
}

// brief is the text of an expression for an error.
func brief(e *expression) string { return clip(e.String()) }

// meant asks whether a near name was meant, if there is one. When no more faults are
// told it does not look for any.
func (c *checker) meant(word string, among []string, quote string) string {
	if len(c.faults.found) == maxFaults {
		return ""
	}
	if n := nearest(word, among); n != "" {
		return "; did you mean " + quote + clip(n) + quote + "?"
	}
	return ""
}
