package routing

import "strings"

// A condition is at most so long, so deep, and has so many parts.
const (
	maxConditionBytes = 8192
	maxConditionDepth = 40
	maxConditionParts = 1000
)

// parser reads a condition by recursive descent, one token ahead. After a fault it
// goes on behind the operand, so that it finds the other ones too.
type parser struct {
	lexer
	token
	depth, parts int
	stopped      bool // nothing more is read
}

// parseExpression reads a condition as far as it can be. Names and kinds are not
// looked at.
func parseExpression(src string, f *faults) *expression {
	p := &parser{lexer: lexer{src: src, faults: f}}
	p.advance()
	e := p.or()
	for p.token.kind != tokenEnd {
		p.fault("unexpected %v; there should be and, or, or the end", p.token)
		p.advance()
		p.skip()
		if p.is("and") || p.is("or") {
			p.advance()
		}
		if p.token.kind != tokenEnd {
			e = p.node(opAnd, e.at, e, p.or())
		}
	}
	return e
}

func (p *parser) advance() {
	if p.stopped {
		p.token = token{kind: tokenEnd, at: p.token.at}
		return
	}
	p.token = p.next()
}

func (p *parser) is(sign string) bool { return p.token.kind == tokenSign && p.token.text == sign }

func (p *parser) fault(format string, args ...any) {
	if p.token.kind != tokenFaulty && !p.stopped {
		p.faults.add(p.token.at, format, args...)
	}
}

// stop ends reading, because there is too much.
func (p *parser) stop(format string, args ...any) {
	p.fault(format, args...)
	p.stopped = true
	p.advance()
}

// skip goes to where reading can go on after a fault.
func (p *parser) skip() {
	for p.token.kind != tokenEnd && !p.is("and") && !p.is("or") && !p.is(")") && !p.is(",") {
		p.advance()
	}
}

func (p *parser) node(op operator, at int, args ...*expression) *expression {
	if p.parts++; p.parts > maxConditionParts && !p.stopped {
		p.stop("the condition has too many parts, at most %d are possible", maxConditionParts)
	}
	return &expression{op: op, at: at, args: args}
}

// deeper reads one level deeper, unless that is too deep.
func (p *parser) deeper(read func() *expression) *expression {
	if p.depth == maxConditionDepth {
		p.stop("the condition is too deep, at most %d levels are possible", maxConditionDepth)
		return p.node(opFaulty, p.token.at)
	}
	p.depth++
	e := read()
	p.depth--
	return e
}

func (p *parser) or() *expression  { return p.joined(opOr, p.and) }
func (p *parser) and() *expression { return p.joined(opAnd, p.not) }

// joined reads one or more operands of "and" or "or" as one node.
func (p *parser) joined(op operator, operand func() *expression) *expression {
	e := operand()
	if !p.is(operatorWords[op]) {
		return e
	}
	all := p.node(op, e.at)
	all.add(e)
	for p.is(operatorWords[op]) {
		p.advance()
		all.add(operand())
	}
	return all
}

// add appends an operand; what is in parentheses needs none.
func (e *expression) add(operand *expression) {
	if operand.op == e.op {
		e.args = append(e.args, operand.args...)
	} else {
		e.args = append(e.args, operand)
	}
}

func (p *parser) not() *expression {
	if !p.is("not") {
		return p.comparison()
	}
	at := p.token.at
	p.advance()
	return p.node(opNot, at, p.deeper(p.not))
}

// sign returns the operator that the token is, if it is one from first to last.
func (p *parser) sign(first, last operator) (operator, bool) {
	if p.token.kind == tokenSign {
		for op := first; op <= last; op++ {
			if operatorWords[op] == p.token.text {
				return op, true
			}
		}
	}
	return 0, false
}

func (p *parser) comparison() *expression {
	left := p.sum()
	if op, ok := p.sign(opEqual, opAtLeast); ok {
		p.advance()
		e := p.node(op, left.at, left, p.sum())
		if _, again := p.sign(opEqual, opMatches); again {
			p.fault("comparisons do not chain; join two of them with and")
			p.skip()
		}
		return e
	}
	at, negated := p.token.at, p.is("not")
	if negated {
		p.advance()
	}
	op, ok := p.sign(opIn, opMatches)
	if !ok {
		if negated {
			p.fault("unexpected %v; behind not there should be in, has, contains, under, matches, starts_with or ends_with", p.token)
			p.skip()
			return p.node(opFaulty, at)
		}
		return left
	}
	p.advance()
	e := p.node(op, left.at, left)
	if one, every := p.isName("any"), p.isName("all"); op == opHas && (one || every) {
		if every {
			e.op = opHasAll
		}
		p.advance()
		p.list(e)
	} else if p.is("(") && op != opHas {
		p.list(e)
	} else {
		e.args = append(e.args, p.sum())
		e.call = true // without parentheses
	}
	if _, again := p.sign(opEqual, opMatches); again {
		p.fault("comparisons do not chain; join two of them with and")
		p.skip()
	}
	if negated {
		return p.node(opNot, at, e)
	}
	return e
}

// isName reports whether the token is a word that is none of the language elsewhere.
func (p *parser) isName(word string) bool {
	return p.token.kind == tokenName && strings.EqualFold(p.token.text, word)
}

// list reads operands in parentheses.
func (p *parser) list(e *expression) {
	if !p.expect("(") {
		return
	}
	for {
		e.args = append(e.args, p.sum())
		if !p.is(",") {
			break
		}
		p.advance()
	}
	p.expect(")")
}

// expect passes a sign that has to be there.
func (p *parser) expect(sign string) bool {
	if p.is(sign) {
		p.advance()
		return true
	}
	p.fault("unexpected %v; there should be %q", p.token, sign)
	p.skip()
	if sign == ")" && p.is(")") {
		p.advance()
	}
	return false
}

func (p *parser) sum() *expression     { return p.operation(opAdd, opSub, p.product) }
func (p *parser) product() *expression { return p.operation(opMul, opDiv, p.negative) }

// operation reads a chain of two operators that bind to the left.
func (p *parser) operation(one, other operator, operand func() *expression) *expression {
	e := operand()
	for {
		op, ok := p.sign(one, other)
		if !ok {
			return e
		}
		p.advance()
		e = p.node(op, e.at, e, operand())
	}
}

func (p *parser) negative() *expression {
	if !p.is("-") {
		return p.operand()
	}
	at := p.token.at
	p.advance()
	e := p.deeper(p.negative)
	if e.op == opNumber || e.op == opDuration {
		e.num, e.at = 0-e.num, at // there is no -0
		return e
	}
	return p.node(opNeg, at, e)
}

// operand reads a literal, a variable, or a condition in parentheses.
func (p *parser) operand() *expression {
	t := p.token
	switch {
	case t.kind == tokenFaulty:
		p.advance()
		return p.node(opFaulty, t.at)
	case t.kind == tokenText:
		return p.literal(opText)
	case t.kind == tokenNumber:
		return p.literal(opNumber)
	case t.kind == tokenDuration:
		return p.literal(opDuration)
	case p.is("true"), p.is("false"):
		e := p.literal(opBool)
		if t.text == "true" {
			e.num = 1
		}
		return e
	case p.is("("):
		p.advance()
		e := p.deeper(p.or)
		if p.is(",") {
			p.fault("a list stands behind in, under, matches, contains, starts_with, ends_with, has any and has all")
			for p.is(",") {
				p.advance()
				p.skip()
			}
		}
		p.expect(")")
		return e
	case p.is("given"):
		p.advance()
		e := p.node(opGiven, t.at)
		if p.expect("(") {
			e.args = append(e.args, p.sum())
			p.expect(")")
		} else {
			e.op = opFaulty
		}
		return e
	case t.kind == tokenName:
		return p.variable()
	}
	p.fault("unexpected %v; there should be a variable, a text in quotes or a number", t)
	e := p.node(opFaulty, t.at)
	p.skip()
	return e
}

func (p *parser) literal(op operator) *expression {
	e := p.node(op, p.token.at)
	e.text, e.num = p.token.text, p.token.num
	p.advance()
	return e
}

// variable reads a name, and its argument if there is one.
func (p *parser) variable() *expression {
	e := p.node(opVariable, p.token.at)
	e.name = p.token.text
	p.advance()
	if p.is("(") {
		p.advance()
		e.call = true
		if arg := p.deeper(p.sum); arg.op == opText {
			e.text = arg.text
		} else {
			e.args = []*expression{arg}
		}
		if p.is(",") {
			p.fault("%s takes one argument", clip(e.name))
			for p.is(",") {
				p.advance()
				p.skip()
			}
		}
		p.expect(")")
	}
	return e
}
