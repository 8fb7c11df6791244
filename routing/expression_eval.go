package routing

import (
	"bytes"
	"fmt"
)

// evaluation is one look at a condition.
type evaluation struct {
	program *program
	vars    Variables
	scratch *scratch
	err     error
}

// run works out a condition. Whatever the variables do, it returns.
func (p *program) run(root *expression, vars Variables) (holds bool, err error) {
	e := evaluation{program: p, vars: vars}
	defer func() {
		if e.scratch != nil {
			p.scratch.Put(e.scratch)
		}
		if r := recover(); r != nil {
			holds, err = false, fmt.Errorf("%w: a panic while they were asked (%T)", ErrVariables, r)
		}
	}()
	holds = e.holds(root)
	if e.err != nil {
		return false, e.err
	}
	return holds, nil
}

// holds works out a condition. After an error nothing more is asked, and what comes out
// does not matter.
func (e *evaluation) holds(x *expression) bool {
	switch x.op {
	case opAnd:
		for _, a := range x.args {
			if !e.holds(a) {
				return false
			}
		}
		return true
	case opOr:
		for _, a := range x.args {
			if e.holds(a) {
				return true
			}
		}
		return false
	case opNot:
		return !e.holds(x.args[0])
	case opBool:
		return x.num != 0
	case opVariable:
		v, _ := e.variable(x)
		if x.kind == KindAttribute {
			return isYes(cutText(v.text()))
		}
		return v.yes()
	case opGiven:
		_, given := e.variable(x.args[0])
		return given
	case opEqual:
		return e.equal(x.by, x.args[0], x.args[1])
	case opUnequal:
		return !e.equal(x.by, x.args[0], x.args[1])
	case opLess, opAtMost, opMore, opAtLeast:
		return e.order(x)
	}
	return e.among(x)
}

// variable returns the value of a variable, checked.
func (e *evaluation) variable(x *expression) (Value, bool) {
	argument := x.text
	if len(x.args) > 0 {
		argument = e.text(x.args[0])
	}
	if e.vars == nil || e.err != nil {
		return Value{}, false
	}
	v, ok := e.vars.Variable(x.name, argument)
	if !ok {
		return Value{}, false
	}
	if v.kind != x.kind && (v.kind != KindText || x.kind != KindAttribute) {
		e.misfit(x, v)
		return Value{}, false
	}
	return v, true
}

// misfit notes a value that the schema does not allow.
func (e *evaluation) misfit(x *expression, v Value) {
	want := x.kind
	if want == KindAttribute {
		want = KindText
	}
	e.err = &VariableError{Name: x.name, Reason: "is " + v.kind.a() + ", not " + want.a()}
}

// number works out a number, or a duration in seconds.
func (e *evaluation) number(x *expression) float64 {
	switch x.op {
	case opNumber, opDuration:
		return x.num
	case opVariable:
		v, _ := e.variable(x)
		if x.kind == KindAttribute {
			n, _ := numberOf(cutText(v.text()))
			return n
		}
		return v.number()
	case opNeg:
		return 0 - e.number(x.args[0])
	}
	a := e.number(x.args[0])
	return operate(x.op, a, e.number(x.args[1]))
}

// text works out a text, not folded.
func (e *evaluation) text(x *expression) string {
	if x.op == opText {
		return x.text
	}
	v, _ := e.variable(x)
	return cutText(v.text())
}

// cutText bounds what a text costs.
func cutText(s string) string {
	if len(s) > maxTextBytes {
		return s[:maxTextBytes]
	}
	return s
}

// memory returns the place for folding.
func (e *evaluation) memory() *scratch {
	if e.scratch == nil {
		e.scratch, _ = e.program.scratch.Get().(*scratch)
		if e.scratch == nil {
			e.scratch = &scratch{}
		}
	}
	return e.scratch
}

// other works out a text that another one is compared with, folded.
func (e *evaluation) other(x *expression) []byte {
	if x.op == opText {
		return x.folded
	}
	return foldInto(&e.memory().right, e.text(x))
}

// same reports whether a text is equal to what an expression is.
func (e *evaluation) same(s string, x *expression) bool {
	if x.op != opText {
		t := e.text(x)
		return s == t || bytes.Equal(foldInto(&e.memory().left, s), foldInto(&e.memory().right, t))
	}
	same, known := plainly(s, x.folded)
	return same || !known && bytes.Equal(foldInto(&e.memory().left, s), x.folded)
}

// equal compares two operands as what they are compared.
func (e *evaluation) equal(by Kind, left, right *expression) bool {
	switch by {
	case KindBool:
		a := e.holds(left)
		return a == e.holds(right)
	case KindNumber, KindDuration:
		a := e.number(left)
		return a == e.number(right)
	case KindAttribute:
		s, t := e.text(left), e.text(right)
		a, aIs := numberOf(s)
		b, bIs := numberOf(t)
		if aIs && bIs {
			return a == b
		}
	}
	if left.op == opText {
		left, right = right, left
	}
	return e.same(e.text(left), right)
}

// order compares two operands by < <= > >=.
func (e *evaluation) order(x *expression) bool {
	left, right := x.args[0], x.args[1]
	var c int
	if x.by == KindNumber || x.by == KindDuration {
		a := e.number(left)
		c = compareNumbers(a, e.number(right))
	} else {
		c = e.compareTexts(x.by, e.text(left), e.text(right))
	}
	switch x.op {
	case opLess:
		return c < 0
	case opAtMost:
		return c <= 0
	case opMore:
		return c > 0
	}
	return c >= 0
}

// compareTexts compares two attributes as numbers if both are, and all else folded.
func (e *evaluation) compareTexts(by Kind, s, t string) int {
	if by == KindAttribute {
		a, aIs := numberOf(s)
		b, bIs := numberOf(t)
		if aIs && bIs {
			return compareNumbers(a, b)
		}
	}
	return bytes.Compare(foldInto(&e.memory().left, s), foldInto(&e.memory().right, t))
}

// among works out the operators with a list.
func (e *evaluation) among(x *expression) bool {
	left, others := x.args[0], x.args[1:]
	switch x.op {
	case opIn:
		return e.isIn(x.by, left, others)
	case opHas, opHasAll:
		v, _ := e.variable(left)
		for _, o := range others {
			if has := e.has(v.members(), o); has != (x.op == opHasAll) {
				return has
			}
		}
		return x.op == opHasAll
	}
	s := e.text(left)
	if s == "" && x.op != opMatches {
		return false
	}
	folded := foldInto(&e.memory().left, s)
	for _, o := range others {
		if fits(x.op, folded, e.other(o)) {
			return true
		}
	}
	return false
}

// isIn looks for a value, which is worked out once, in a list.
func (e *evaluation) isIn(by Kind, left *expression, others []*expression) bool {
	var n float64
	var s string
	switch by {
	case KindNumber, KindDuration:
		n = e.number(left)
	case KindText:
		s = e.text(left)
	}
	for _, o := range others {
		var is bool
		switch by {
		case KindNumber, KindDuration:
			is = n == e.number(o)
		case KindText:
			is = e.same(s, o)
		default:
			is = e.equal(by, left, o)
		}
		if is {
			return true
		}
	}
	return false
}

// has reports whether a set has a text. The empty text is in no set.
func (e *evaluation) has(set []string, x *expression) bool {
	other := e.other(x)
	if len(other) == 0 {
		return false
	}
	for _, member := range set {
		member = cutText(member)
		same, known := plainly(member, other)
		if same || !known && bytes.Equal(foldInto(&e.memory().left, member), other) {
			return true
		}
	}
	return false
}

// fits compares folded texts.
func fits(op operator, s, other []byte) bool {
	switch op {
	case opMatches:
		return matchGlob(other, s)
	case opUnder:
		return isUnder(s, other)
	case opStarts:
		return len(other) > 0 && bytes.HasPrefix(s, other)
	case opEnds:
		return len(other) > 0 && bytes.HasSuffix(s, other)
	}
	return len(other) > 0 && bytes.Contains(s, other)
}
