package entity

import (
	"regexp"
	"strings"
)

// patterns finds what the host's expressions match.
type patterns []pattern

type pattern struct {
	Pattern
	re    *regexp.Regexp
	group int // of the value
}

func newPatterns(ps []Pattern) patterns {
	var out patterns
	for _, p := range ps {
		re := regexp.MustCompile(p.Expr) // checked by validate
		out = append(out, pattern{p, re, max(0, re.SubexpIndex("value"))})
	}
	return out
}

func (ps patterns) find(dst []found, in *input) []found {
	for _, p := range ps {
		for _, m := range p.re.FindAllStringSubmatchIndex(in.raw, -1) {
			start, end := m[2*p.group], m[2*p.group+1]
			if start >= end {
				continue
			}
			value := in.raw[start:end]
			if p.Upper {
				value = strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(value))
			}
			dst = append(dst, found{typ: p.Type, value: value, start: start, end: end, score: 1, priority: hosts})
		}
	}
	return dst
}
