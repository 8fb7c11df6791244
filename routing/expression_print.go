package routing

import (
	"math"
	"strconv"
	"strings"
)

// How closely operators bind, from "or" on.
const (
	bindOr = iota + 1
	bindAnd
	bindNot
	bindCompare
	bindSum
	bindProduct
	bindNegative
	bindOperand
)

func (e *expression) binds() int {
	switch op := e.op; {
	case op == opOr:
		return bindOr
	case op == opAnd:
		return bindAnd
	case op == opNot:
		if e.args[0].op.among() {
			return bindCompare
		}
		return bindNot
	case op.compares(), op.among():
		return bindCompare
	case op == opAdd, op == opSub:
		return bindSum
	case op == opMul, op == opDiv:
		return bindProduct
	case op == opNeg:
		return bindNegative
	}
	return bindOperand
}

// String is the canonical text: it has the parentheses that are needed, and one
// space around operators.
func (e *expression) String() string {
	var b strings.Builder
	e.write(&b, 0)
	return b.String()
}

// write writes the expression, in parentheses if it binds less than it must.
func (e *expression) write(b *strings.Builder, must int) {
	binds := e.binds()
	if binds < must {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	switch op := e.op; {
	case op == opText:
		writeQuoted(b, e.text)
	case op == opNumber:
		b.WriteString(formatNumber(e.num))
	case op == opDuration:
		b.WriteString(formatSpan(e.num))
	case op == opBool:
		b.WriteString(strconv.FormatBool(e.num != 0))
	case op == opVariable:
		e.writeVariable(b)
	case op == opGiven:
		b.WriteString("given(")
		e.args[0].write(b, 0)
		b.WriteByte(')')
	case op == opNeg:
		b.WriteByte('-')
		e.args[0].write(b, bindNegative)
	case op == opNot && binds == bindCompare:
		e.args[0].writeAmong(b, "not ")
	case op == opNot:
		b.WriteString("not ")
		e.args[0].write(b, bindNot)
	case op.among():
		e.writeAmong(b, "")
	case op == opFaulty:
		b.WriteByte('?')
	case op == opAnd || op == opOr:
		for i, a := range e.args {
			if i > 0 {
				b.WriteString(" " + operatorWords[op] + " ")
			}
			a.write(b, binds+1)
		}
	default: // between two operands, binds to the left, comparisons not at all
		left := binds
		if binds == bindCompare {
			left++
		}
		e.args[0].write(b, left)
		b.WriteString(" " + operatorWords[op] + " ")
		e.args[1].write(b, binds+1)
	}
}

func (e *expression) writeAmong(b *strings.Builder, not string) {
	e.args[0].write(b, bindSum)
	b.WriteString(" " + not + operatorWords[e.op] + " ")
	if len(e.args) == 2 && e.op != opIn && e.op != opHasAll {
		// What would begin with a parenthesis would be read as a list.
		if e.args[1].binds() == bindOperand || e.op == opHas {
			e.args[1].write(b, bindSum)
			return
		}
	}
	if e.op == opHas {
		b.WriteString("any ")
	}
	b.WriteByte('(')
	for i, a := range e.args[1:] {
		if i > 0 {
			b.WriteString(", ")
		}
		a.write(b, bindSum)
	}
	b.WriteByte(')')
}

func (e *expression) writeVariable(b *strings.Builder) {
	b.WriteString(e.name)
	switch {
	case !e.call:
	case len(e.args) > 0:
		b.WriteByte('(')
		e.args[0].write(b, bindSum)
		b.WriteByte(')')
	case e.kind == KindAttribute && nameLength(e.text) == len(e.text):
		b.WriteString("." + e.text)
	default:
		b.WriteByte('(')
		writeQuoted(b, e.text)
		b.WriteByte(')')
	}
}

func writeQuoted(b *strings.Builder, s string) {
	b.WriteByte('\'')
	for i := range len(s) {
		if s[i] == '\'' || s[i] == '\\' {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	b.WriteByte('\'')
}

func formatNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// formatSpan writes seconds in the largest unit of which they are a whole number. The
// division cannot hide a remainder: neighbours of a multiple are further from it than
// rounding reaches.
func formatSpan(seconds float64) string {
	if seconds != 0 {
		for _, unit := range [...]struct {
			name    string
			seconds float64
		}{{"d", 86400}, {"h", 3600}, {"m", 60}} {
			if n := seconds / unit.seconds; n == math.Trunc(n) {
				return formatNumber(n) + unit.name
			}
		}
	}
	return formatNumber(seconds) + "s"
}
