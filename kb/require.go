package kb

import (
	"regexp/syntax"
	"unicode"
	"unicode/utf8"
)

// A pattern is compared with a question only if the question has some fixed text
// that every match of the pattern must have: one of its needs. Needs and questions
// are compared by their signs: letters without case, and all digits as one, so that
// an expression of nothing but digits, such as that of a phone number, has a need too.

const (
	maxNeeds    = 16 // alternatives; an expression with more is judged by another part of it
	maxNeedSign = 24 // signs of one need that are looked at
)

// sign is the form in which needs are compared.
func sign(r rune) rune {
	switch {
	case r >= '0' && r <= '9':
		return '0'
	case r >= 'a' && r <= 'z' && r != 'k' && r != 's': // these two have a third form outside of ASCII
		return r - 'a' + 'A'
	case r < 0x80 && r != 'k' && r != 's' && r != 'K' && r != 'S':
		return r
	}
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	return least
}

// demand is what an expression demands of a text.
type demand struct {
	// exact are all texts, in signs, that the expression matches; nil if there are
	// too many.
	exact []string
	// any are texts of which each match has at least one; nil if nothing is known.
	any []string
}

// best returns the strongest needs that are known.
func (d demand) best() []string {
	if stronger(d.exact, d.any) {
		return d.exact
	}
	return d.any
}

// stronger reports whether one list of needs rules out more than another one.
func stronger(a, b []string) bool {
	x, y := strength(a), strength(b)
	return x > y || x == y && x > 0 && len(a) < len(b)
}

// strength is the number of signs of the shortest need.
func strength(needs []string) int {
	if len(needs) == 0 {
		return 0
	}
	least := maxNeedSign
	for _, s := range needs {
		least = min(least, utf8.RuneCountInString(s))
	}
	return least
}

// demands returns what an expression demands.
func demands(re *syntax.Regexp) demand {
	switch re.Op {
	case syntax.OpLiteral:
		signs := make([]rune, len(re.Rune))
		for i, r := range re.Rune {
			signs[i] = sign(r)
		}
		return demand{exact: []string{string(signs)}}
	case syntax.OpCharClass:
		return demand{exact: classSigns(re.Rune)}
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText,
		syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return demand{exact: []string{""}}
	case syntax.OpCapture:
		return demands(re.Sub[0])
	case syntax.OpConcat:
		return sequence(re.Sub)
	case syntax.OpAlternate:
		return alternatives(re.Sub)
	case syntax.OpQuest:
		return optional(demands(re.Sub[0]))
	case syntax.OpPlus:
		return demand{any: demands(re.Sub[0]).best()}
	case syntax.OpRepeat:
		return repeated(re)
	}
	return demand{} // any character, star, what never matches
}

// classSigns returns the signs of a class of few characters, or nil.
func classSigns(ranges []rune) []string {
	var signs []string
	for i := 0; i+1 < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			s := string(sign(r))
			if len(signs) > 0 && signs[len(signs)-1] == s {
				continue
			}
			signs = union(signs, []string{s})
			if len(signs) > maxNeeds {
				return nil
			}
		}
	}
	return signs
}

func optional(d demand) demand {
	if d.exact == nil {
		return demand{}
	}
	return demand{exact: union(d.exact, []string{""})}
}

func repeated(re *syntax.Regexp) demand {
	one := demands(re.Sub[0])
	switch {
	case re.Min == 0 && re.Max == 1:
		return optional(one)
	case re.Min == 0:
		return demand{}
	case one.exact == nil:
		return demand{any: one.any}
	}
	all := []string{""}
	for range min(re.Min, maxNeedSign) {
		next := product(all, one.exact)
		if next == nil {
			return demand{any: all}
		}
		all = next
	}
	if re.Max == re.Min && re.Min <= maxNeedSign {
		return demand{exact: all}
	}
	return demand{any: all}
}

// sequence joins what is exact as far as it goes, and keeps the strongest piece.
func sequence(subs []*syntax.Regexp) demand {
	run, whole := []string{""}, true
	var best []string
	keep := func(needs []string) {
		if stronger(needs, best) {
			best = needs
		}
	}
	for _, sub := range subs {
		d := demands(sub)
		if joined := product(run, d.exact); joined != nil {
			run = joined
			continue
		}
		whole = false
		keep(run)
		run = []string{""}
		if d.exact != nil {
			run = d.exact
		} else {
			keep(d.any)
		}
	}
	keep(run)
	if whole {
		return demand{exact: run}
	}
	return demand{any: best}
}

func alternatives(subs []*syntax.Regexp) demand {
	exact, any := []string{}, []string{}
	for _, sub := range subs {
		d := demands(sub)
		if exact != nil {
			exact = unionOrNil(exact, d.exact)
		}
		if any != nil {
			any = unionOrNil(any, d.best())
		}
	}
	return demand{exact: exact, any: any}
}

// unionOrNil returns nil if one of the lists is unknown or both together are long.
func unionOrNil(a, b []string) []string {
	if b == nil {
		return nil
	}
	if a = union(a, b); len(a) > maxNeeds {
		return nil
	}
	return a
}

func union(a, b []string) []string {
	all := append([]string(nil), a...)
	for _, s := range b {
		if !containsText(all, s) {
			all = append(all, s)
		}
	}
	return all
}

func containsText(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// product returns each text of one list before each one of the other, or nil if
// either is unknown or there would be too many.
func product(a, b []string) []string {
	if a == nil || b == nil || len(a)*len(b) > maxNeeds {
		return nil
	}
	all := []string{}
	for _, x := range a {
		for _, y := range b {
			all = union(all, []string{x + y})
		}
	}
	return all
}

// shortest is the least number of characters that an expression matches.
func shortest(re *syntax.Regexp) int {
	switch re.Op {
	case syntax.OpLiteral:
		return len(re.Rune)
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL, syntax.OpNoMatch:
		return 1
	case syntax.OpCapture, syntax.OpPlus:
		return shortest(re.Sub[0])
	case syntax.OpRepeat:
		return re.Min * shortest(re.Sub[0])
	case syntax.OpConcat:
		sum := 0
		for _, sub := range re.Sub {
			sum += shortest(sub)
		}
		return sum
	case syntax.OpAlternate:
		least := shortest(re.Sub[0])
		for _, sub := range re.Sub[1:] {
			least = min(least, shortest(sub))
		}
		return least
	}
	return 0 // anchors, boundaries, star, quest, empty
}
