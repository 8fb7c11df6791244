package dialog

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ConditionError says where a condition cannot be read. It unwraps to [ErrInvalid].
type ConditionError struct {
	Offset int // in bytes, from 0
	Reason string
}

// Error returns offset and reason.
func (e *ConditionError) Error() string {
	return fmt.Sprintf("%v: condition: at byte %d: %s", ErrInvalid, e.Offset, e.Reason)
}

// Unwrap returns ErrInvalid.
func (*ConditionError) Unwrap() error { return ErrInvalid }

// A condition is at most so long, and so deep.
const (
	maxConditionBytes = 2000
	maxConditionDepth = 40
)

// ParseCondition reads a condition such as
//
//	order_count > 1 and reason == 'damaged'
//	not (city in ('北京', 'Shanghai')) or vip
//
// It compares slots with slots, texts in single or double quotes and numbers, by
// == != < <= > >= and "in", and joins by and, or, not and parentheses; "not" binds
// closest, "or" least. A slot alone holds when it has a value other than "no" and 0;
// true and false are "yes" and "no". A slot without a value equals the empty text and is
// neither less nor more than anything. Names are letters, digits, "_", "-" and ".".
// An error is a [*ConditionError].
func ParseCondition(src string) (Condition, error) {
	if len(src) > maxConditionBytes {
		return Condition{}, &ConditionError{Offset: maxConditionBytes, Reason: "the condition is too long"}
	}
	if !utf8.ValidString(src) {
		return Condition{}, &ConditionError{Reason: "the condition is not UTF-8"}
	}
	p := conditionParser{src: src}
	p.next()
	e := p.or(0)
	if p.err == nil && p.kind != "" {
		p.fail("unexpected " + strconv.Quote(p.text))
	}
	if p.err != nil {
		return Condition{}, p.err
	}
	return Condition{src: src, expr: e}, nil
}

// conditionParser reads a condition by recursive descent, one token ahead.
type conditionParser struct {
	src  string
	pos  int // behind the token
	at   int // where the token begins
	kind string
	text string
	err  error
}

func (p *conditionParser) fail(reason string) {
	if p.err == nil {
		p.err = &ConditionError{Offset: p.at, Reason: reason}
	}
}

// next reads a token: "name", "text", "number", or the sign itself; "" at the end.
func (p *conditionParser) next() {
	for p.pos < len(p.src) && strings.IndexByte(" \t\r\n", p.src[p.pos]) >= 0 {
		p.pos++
	}
	p.at, p.kind, p.text = p.pos, "", ""
	if p.pos == len(p.src) {
		return
	}
	rest := p.src[p.pos:]
	for _, sign := range []string{"==", "!=", "<=", ">=", "<", ">", "(", ")", ","} {
		if strings.HasPrefix(rest, sign) {
			p.pos += len(sign)
			p.kind, p.text = sign, sign
			return
		}
	}
	switch c := rest[0]; {
	case c == '\'' || c == '"':
		p.quoted(c)
		return
	case c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.':
		n := len(rest) - len(strings.TrimLeft(rest, "+-.0123456789"))
		p.take("number", n)
		return
	}
	n := 0
	for n < len(rest) {
		r, size := utf8.DecodeRuneInString(rest[n:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_-.", r) {
			break
		}
		n += size
	}
	if n == 0 {
		_, n = utf8.DecodeRuneInString(rest)
		p.take("?", n)
		p.fail("unexpected " + strconv.Quote(p.text))
		return
	}
	p.take("name", n)
	switch p.text {
	case "and", "or", "not", "in":
		p.kind = p.text
	}
}

func (p *conditionParser) take(kind string, n int) {
	p.kind, p.text = kind, p.src[p.pos:p.pos+n]
	p.pos += n
}

// quoted reads a text in quotes; a backslash takes the next character as it is.
func (p *conditionParser) quoted(quote byte) {
	var out strings.Builder
	for i := p.pos + 1; i < len(p.src); i++ {
		switch c := p.src[i]; {
		case c == '\\' && i+1 < len(p.src):
			i++
			out.WriteByte(p.src[i])
		case c == quote:
			p.kind, p.text, p.pos = "text", out.String(), i+1
			return
		default:
			out.WriteByte(c)
		}
	}
	p.kind, p.pos = "?", len(p.src)
	p.fail("the quote is not closed")
}

func (p *conditionParser) or(depth int) *expression {
	e := p.and(depth)
	for p.err == nil && p.kind == "or" {
		p.next()
		e = &expression{op: "or", args: []*expression{e, p.and(depth)}}
	}
	return e
}

func (p *conditionParser) and(depth int) *expression {
	e := p.not(depth)
	for p.err == nil && p.kind == "and" {
		p.next()
		e = &expression{op: "and", args: []*expression{e, p.not(depth)}}
	}
	return e
}

func (p *conditionParser) not(depth int) *expression {
	if depth > maxConditionDepth {
		p.fail("the condition is too deep")
		return nil
	}
	switch p.kind {
	case "not":
		p.next()
		return &expression{op: "not", args: []*expression{p.not(depth + 1)}}
	case "(":
		p.next()
		e := p.or(depth + 1)
		p.expect(")")
		return e
	}
	left := p.operand()
	switch op := p.kind; op {
	case "==", "!=", "<", "<=", ">", ">=":
		p.next()
		return &expression{op: op, args: []*expression{left, p.operand()}}
	case "in":
		p.next()
		p.expect("(")
		e := &expression{op: "in", args: []*expression{left, p.operand()}}
		for p.err == nil && p.kind == "," {
			p.next()
			e.args = append(e.args, p.operand())
		}
		p.expect(")")
		return e
	}
	return left
}

func (p *conditionParser) expect(kind string) {
	if p.kind != kind {
		p.fail("there should be " + strconv.Quote(kind))
	}
	if p.err == nil {
		p.next()
	}
}

// operand reads a slot or a literal.
func (p *conditionParser) operand() *expression {
	if p.err != nil {
		return nil
	}
	e := &expression{op: "slot", text: p.text}
	switch p.kind {
	case "name":
		switch p.text {
		case "true":
			e = &expression{op: "text", text: "yes"}
		case "false":
			e = &expression{op: "text", text: "no"}
		}
	case "text":
		e.op = "text"
	case "number":
		n, err := strconv.ParseFloat(p.text, 64)
		if err != nil {
			p.fail("is no number: " + strconv.Quote(p.text))
			return nil
		}
		e.op, e.num = "number", n
	default:
		p.fail("there should be a slot, a text in quotes or a number")
		return nil
	}
	p.next()
	return e
}

// quoteCondition writes a text as a literal of the language.
func quoteCondition(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}
