package kb

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// The limits of one expression of mode pattern. The time of a comparison is at
// most proportional to the length of the question times the size of the
// expression; both are bounded.
const (
	// MaxPattern is how many bytes an expression may have.
	MaxPattern = 1000
	// maxProgram is how many instructions it may compile to. "\d{500}" has some 500.
	maxProgram = 1000
)

// expression is a compiled pattern.
type expression struct {
	*regexp.Regexp
	needs    []string // see demands; nil if any text may match
	shortest int      // characters of a match
}

// compile reads an expression. The error is a reason for a [FieldError].
func compile(source string) (*expression, string) {
	if len(source) > MaxPattern {
		return nil, "is longer than the limit of an expression"
	}
	source = "(?i)" + source
	tree, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return nil, "is no expression: " + reason(err)
	}
	if shortest(tree) == 0 {
		return nil, "is an expression that matches the empty text"
	}
	if program, err := syntax.Compile(tree.Simplify()); err != nil || len(program.Inst) > maxProgram {
		return nil, "is an expression that is too large"
	}
	tree, err = syntax.Parse(source, syntax.Perl) // Simplify may share parts with what it was given
	if err != nil {
		return nil, "is no expression"
	}
	compiled, err := regexp.Compile(source)
	if err != nil {
		return nil, "is no expression"
	}
	e := &expression{Regexp: compiled, shortest: shortest(tree), needs: demands(tree).best()}
	if strength(e.needs) == 0 {
		e.needs = nil
	}
	return e, ""
}

// reason says what is wrong with an expression without repeating it.
func reason(err error) string {
	if fault, ok := err.(*syntax.Error); ok { //nolint:errorlint // the parser returns this type as it is
		return fault.Code.String()
	}
	return "syntax error"
}

// expressions calls see with the wordings of an entry of mode pattern that are
// expressions: the phrasings, or the question where there are none.
func (e *Entry) expressions(see func(line int, source string)) {
	if len(e.Phrasings) == 0 {
		see(-1, e.Question)
		return
	}
	for i, source := range e.Phrasings {
		see(i, source)
	}
}

// patterns are the expressions of an index: a table of what they need, laid out
// like that of contained phrases but by sign, and a list of those that need nothing.
type patterns struct {
	needs *symbols[need]
	free  patternRefs
	count atomic.Uint32
}

// need is a run of signs that some need begins with.
type need struct {
	refs patternRefs // of those that need just this run
}

// patternRefs is a list of expressions, newest first. It only grows.
type patternRefs struct {
	head atomic.Pointer[patternRef]
}

type patternRef struct {
	slot   *slot
	line   int
	number uint32
	exp    *expression
	next   *patternRef
}

func (r *patternRefs) add(p patternRef) {
	p.next = r.head.Load()
	r.head.Store(&p)
}

// addPatterns makes an entry findable by its expressions.
func (c *core) addPatterns(s *slot, e *Entry) {
	if len(e.Phrasings) > 0 { // what is shown in a list is found when it is picked
		c.addWording(s, e.Question, -1)
	}
	e.expressions(func(line int, source string) {
		exp, fault := compile(source)
		if fault != "" {
			return // Validate has refused it before
		}
		ref := patternRef{slot: s, line: line, exp: exp, number: c.patterns.count.Load()}
		if exp.needs == nil {
			c.patterns.free.add(ref)
		}
		for _, text := range exp.needs {
			c.lines.key = c.lines.key[:0]
			var last *need
			for n, r := range []rune(text) {
				if n == maxNeedSign {
					break
				}
				c.lines.key = utf8.AppendRune(c.lines.key, r)
				last = c.patterns.needs.add(c.lines.key, nil)
			}
			last.refs.add(ref)
		}
		c.patterns.count.Add(1)
	})
}

// patternMatch is the working memory of comparing with expressions.
type patternMatch struct {
	text, plain []byte
	signs       []byte   // of the text
	ends        []int    // of each sign in signs
	tried       []uint32 // by number of the expression: the round in which it was tried
	round       uint32
}

// patterns appends the entries with an expression that is found in the question.
// The score is that of a contained phrase as long as the match.
func (m *matcher) patterns(dst []Hit) []Hit {
	p, all := &m.pattern, m.view.core.patterns
	count := int(all.count.Load())
	if count == 0 {
		return dst
	}
	if len(p.tried) < count {
		p.tried = append(p.tried, make([]uint32, count-len(p.tried)+count/4)...)
	}
	from := len(dst)
	p.text = append(p.text[:0], m.query.Text...)
	dst = m.patternsIn(dst, from, p.text)
	if p.plain = appendPlain(p.plain[:0], m.query.Text); string(p.plain) != string(p.text) {
		dst = m.patternsIn(dst, from, p.plain)
	}
	return dst
}

// patternsIn looks into one form of the question.
func (m *matcher) patternsIn(dst []Hit, from int, question []byte) []Hit {
	p, all := &m.pattern, m.view.core.patterns
	if p.round++; p.round == 0 {
		clear(p.tried)
		p.round = 1
	}
	p.signs, p.ends = p.signs[:0], p.ends[:0]
	for i := 0; i < len(question); {
		r, n := utf8.DecodeRune(question[i:])
		i += n
		p.signs = utf8.AppendRune(p.signs, sign(r))
		p.ends = append(p.ends, len(p.signs))
	}
	start := 0
	for i, end := range p.ends {
		for _, end := range p.ends[i:min(len(p.ends), i+maxNeedSign)] {
			found := all.needs.get(p.signs[start:end])
			if found == nil {
				break
			}
			dst = m.tryPatterns(dst, from, found.refs.head.Load(), question)
		}
		start = end
	}
	return m.tryPatterns(dst, from, all.free.head.Load(), question)
}

// tryPatterns compares the question with the expressions of a list.
func (m *matcher) tryPatterns(dst []Hit, from int, r *patternRef, question []byte) []Hit {
	p := &m.pattern
	for ; r != nil; r = r.next {
		if int(r.number) >= len(p.tried) || p.tried[r.number] == p.round || len(p.ends) < r.exp.shortest {
			continue // newer than the view, tried before, or longer than the question
		}
		p.tried[r.number] = p.round
		if !m.admits(r.slot) {
			continue
		}
		at := r.exp.FindSubmatchIndex(question)
		if at == nil || at[0] == at[1] {
			continue
		}
		e := r.slot.entry
		covered := float64(at[1]-at[0]) / float64(len(strings.TrimSpace(m.query.Text)))
		hit := Hit{
			Entry: e, Mode: Pattern, Phrasing: e.wording(r.line), Args: groups(r.exp.Regexp, question, at),
			Score: containsFloor + (1-containsFloor)*min(1, covered),
		}
		dst = better(dst, from, hit)
	}
	return dst
}

// better puts a hit among the others unless its entry has a better one there.
// Of equally good ones the first wording stays.
func better(dst []Hit, from int, hit Hit) []Hit {
	for i := from; i < len(dst); i++ {
		if old := &dst[i]; old.Entry.ID == hit.Entry.ID {
			if hit.Score > old.Score || hit.Score == old.Score && hit.Phrasing < old.Phrasing {
				*old = hit
			}
			return dst
		}
	}
	return append(dst, hit)
}

// groups returns the named groups that took part in a match, or nil.
func groups(re *regexp.Regexp, question []byte, at []int) map[string]string {
	var args map[string]string
	for i, name := range re.SubexpNames() {
		if name == "" || at[2*i] < 0 {
			continue
		}
		if args == nil {
			args = map[string]string{}
		}
		if args[name] == "" {
			args[name] = strings.ToValidUTF8(string(question[at[2*i]:at[2*i+1]]), "")
		}
	}
	return args
}

// appendPlain appends a question in ordinary width and simplified script, with
// upper case as it is: "訂單ＡＢ１２" as "订单AB12".
func appendPlain(dst []byte, s string) []byte {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r < utf8.RuneSelf:
			dst = append(dst, s[i])
		case r >= '！' && r <= '～':
			dst = append(dst, byte(r-'！'+'!'))
		case unicode.IsUpper(r):
			dst = append(dst, s[i:i+n]...)
		default:
			dst = text.AppendFold(dst, s[i:i+n])
		}
		i += n
	}
	return dst
}
