package intent

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// compileExpr reads the expression of a rule. It returns it with texts of which
// every match has at least one, or nil if none are known, and the reason why it
// cannot be used.
func compileExpr(source string) (expr *regexp.Regexp, needs []string, reason string) {
	if len(source) > maxExpr {
		return nil, nil, "is longer than 1000 bytes"
	}
	source = "(?i)" + foldExpr(source)
	tree, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return nil, nil, "is no regular expression"
	}
	if expr, err = regexp.Compile(source); err != nil {
		return nil, nil, "is no regular expression"
	}
	if expr.MatchString("") {
		return nil, nil, "matches the empty text"
	}
	return expr, literalNeeds(tree), ""
}

// foldExpr folds what is not ASCII and stays one character. A sign that has a
// meaning in an expression only when folded (？) stands for itself.
func foldExpr(source string) string {
	var b strings.Builder
	escaped := false // behind a backslash
	for _, r := range source {
		folded := text.Fold(string(r))
		if r < utf8.RuneSelf || utf8.RuneCountInString(folded) != 1 {
			folded = string(r)
		} else if !escaped && strings.ContainsAny(folded, `\.+*?()|[]{}^$-`) {
			b.WriteByte('\\')
		}
		b.WriteString(folded)
		escaped = r == '\\' && !escaped
	}
	return b.String()
}

const maxNeeds = 16

// literalNeeds returns folded texts of which every match has at least one, or
// nil if nothing is known.
func literalNeeds(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		return []string{text.Fold(string(re.Rune))}
	case syntax.OpCapture, syntax.OpPlus:
		return literalNeeds(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return literalNeeds(re.Sub[0])
		}
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if needs := literalNeeds(sub); shortestText(needs) > shortestText(best) {
				best = needs
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			needs := literalNeeds(sub)
			if needs == nil || len(all)+len(needs) > maxNeeds {
				return nil
			}
			all = append(all, needs...)
		}
		return all
	default: // may match anything
	}
	return nil
}

// shortestText returns the length of the shortest text in bytes, 0 for none.
func shortestText(texts []string) int {
	if len(texts) == 0 {
		return 0
	}
	shortest := len(texts[0])
	for _, s := range texts[1:] {
		shortest = min(shortest, len(s))
	}
	return shortest
}

// literalTree finds many texts in a folded one, wherever they begin.
type literalTree struct {
	next map[uint64]uint32 // by node and byte
	ends [][]int
}

func newLiteralTree() *literalTree {
	return &literalTree{next: map[uint64]uint32{}, ends: make([][]int, 1)}
}

func (t *literalTree) add(literal string, value int) {
	node := uint32(0)
	for i := range len(literal) {
		edge := uint64(node)<<8 | uint64(literal[i])
		next, known := t.next[edge]
		if !known {
			next = uint32(len(t.ends))
			t.next[edge] = next
			t.ends = append(t.ends, nil)
		}
		node = next
	}
	t.ends[node] = append(t.ends[node], value)
}

// find calls see with the value of each text that occurs.
func (t *literalTree) find(folded []byte, see func(value int)) {
	if len(t.next) == 0 {
		return
	}
	for i := range folded {
		node := uint32(0)
		for j := i; j < len(folded); j++ {
			next, known := t.next[uint64(node)<<8|uint64(folded[j])]
			if !known {
				break
			}
			node = next
			for _, value := range t.ends[node] {
				see(value)
			}
		}
	}
}
