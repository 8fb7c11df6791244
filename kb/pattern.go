package kb

import (
	"bytes"
	"regexp"
	"regexp/syntax"
	"strings"
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

// What an expression needs is found in the same table as contained phrases are, by
// paths of signs that begin elsewhere. Expressions without needs hang on a node of their
// own.
const (
	needPath = 0x6e656564
	freePath = 0x66726565
)

// addPattern makes an entry findable by a wording if that is an expression.
func (c *core) addPattern(line uint32, e *Entry, wording int) (added bool) {
	e.expressions(func(i int, source string) {
		if i != wording {
			return
		}
		exp, fault := compile(source)
		if fault != "" {
			return // Validate has refused it before
		}
		number, at := c.expressions.add()
		*at = exp
		c.lines.at(line).tokens = number
		if exp.needs == nil {
			c.hang(line, freePath)
		}
		for _, need := range exp.needs {
			path, n := uint64(needPath), 0
			for _, r := range need {
				if n++; n > maxNeedSign {
					break
				}
				path = step(path, uint64(r))
				if c.node(&c.body, path) == nil {
					c.addNode(path)
				}
			}
			c.hang(line, path)
		}
		added = true
	})
	return added && wording >= 0 // a question is found by its identity too
}

func (c *core) addNode(path uint64) *node {
	id, n := c.nodes.add()
	n.check = uint32(path)
	c.nodeTable.add(path, id)
	return n
}

// hang adds a wording to the chain of a path.
func (c *core) hang(line uint32, path uint64) {
	n := c.node(&c.body, path)
	if n == nil {
		n = c.addNode(path)
	}
	chain := line
	if others := n.chain.Load(); others > 0 {
		chain = c.refs.link(line, others-1)
	}
	n.chain.Store(chain + 1)
}

// patternMatch is the working memory of comparing with expressions.
type patternMatch struct {
	text, plain []byte
	signs       []rune   // of the text
	tried       []uint32 // by number of the expression: the round in which it was tried
	round       uint32
}

// patterns notes the entries with an expression that is found in the question.
// The score is that of a contained phrase as long as the match.
func (m *matcher) patterns() {
	p, count := &m.pattern, int(m.view.expressions.n)
	if count == 0 {
		return
	}
	if len(p.tried) < count {
		p.tried = append(p.tried, make([]uint32, count-len(p.tried)+count/4)...)
	}
	p.text = append(p.text[:0], m.query.Text...)
	m.patternsIn(p.text)
	if p.plain = appendPlain(p.plain[:0], m.query.Text); string(p.plain) != string(p.text) {
		m.patternsIn(p.plain)
	}
}

// patternsIn looks into one form of the question.
func (m *matcher) patternsIn(question []byte) {
	p, v := &m.pattern, m.view
	if p.round++; p.round == 0 {
		clear(p.tried)
		p.round = 1
	}
	p.signs = p.signs[:0]
	for i := 0; i < len(question); {
		r, n := utf8.DecodeRune(question[i:])
		i += n
		p.signs = append(p.signs, sign(r))
	}
	for i := range p.signs {
		path := uint64(needPath)
		for _, r := range p.signs[i:min(len(p.signs), i+maxNeedSign)] {
			path = step(path, uint64(r))
			reached := v.core.node(&v.body, path)
			if reached == nil {
				break
			}
			m.tryPatterns(reached, question)
		}
	}
	if free := v.core.node(&v.body, freePath); free != nil {
		m.tryPatterns(free, question)
	}
}

// tryPatterns compares the question with the expressions that hang on a node.
func (m *matcher) tryPatterns(n *node, question []byte) {
	p, v := &m.pattern, m.view
	chain := n.chain.Load()
	if chain == 0 {
		return
	}
	chain--
	for more := true; more; {
		var line uint32
		line, chain, more = v.core.refs.follow(chain)
		if line >= v.lines.n {
			continue // newer than the view
		}
		w := v.lines.at(line)
		exp := *v.expressions.at(w.tokens)
		if p.tried[w.tokens] == p.round || len(p.signs) < exp.shortest {
			continue
		}
		p.tried[w.tokens] = p.round
		if !m.admits(w.slot) {
			continue
		}
		at := exp.FindSubmatchIndex(question)
		if at == nil || at[0] == at[1] {
			continue
		}
		covered := float64(at[1]-at[0]) / float64(max(1, len(bytes.TrimSpace(question))))
		doubts := m.deniedBefore(question, at[0])
		score := containsFloor + (1-containsFloor)*min(1, covered)
		f := m.found(w.slot)
		switch {
		case f == nil:
			m.finds = append(m.finds, find{slot: w.slot})
			f = &m.finds[len(m.finds)-1]
		case score < f.score || score == f.score && line >= f.line:
			continue // of equally good expressions the first stays
		}
		f.line, f.score, f.doubt, f.args = line, score, doubts, groups(exp.Regexp, question, at)
	}
}

// deniedBefore returns the doubt that a denial before a match raises.
func (m *matcher) deniedBefore(question []byte, at int) Doubt {
	if at == 0 {
		return 0
	}
	m.segmented = false // the buffer is used for something else
	before := len(m.lines.buffer.Segment(string(question[:at])))
	tokens := m.lines.buffer.Segment(string(question))
	m.denied = m.lines.appendDenied(m.denied[:0], tokens)
	if before < len(tokens) && m.denied[before] {
		return DoubtNegation
	}
	return 0
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
