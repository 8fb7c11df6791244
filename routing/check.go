package routing

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MaxID is how many bytes an id or a name can have at most.
const MaxID = 256

// maxPriority bounds priorities, so that sums of them stay exact.
const maxPriority = 1_000_000

// review collects faults.
type review struct{ faults []error }

// err is all faults as one error, nil if there are none.
func (r *review) err() error { return errors.Join(r.faults...) }

func (r *review) add(field, format string, args ...any) {
	r.faults = append(r.faults, &FieldError{Field: field, Reason: fmt.Sprintf(format, args...)})
}

// id checks what must be there.
func (r *review) id(field, s string) {
	if s == "" {
		r.add(field, "is missing")
		return
	}
	r.name(field, s)
}

// name checks an id, name or the like that may be empty.
func (r *review) name(field, s string) { r.text(field, s, MaxID) }

func (r *review) text(field, s string, most int) {
	switch {
	case s == "":
	case len(s) > most:
		r.add(field, "has %d bytes, at most %d are possible", len(s), most)
	case !utf8.ValidString(s):
		r.add(field, "is not UTF-8")
	case strings.IndexByte(s, 0) >= 0:
		r.add(field, "has a NUL byte")
	}
}

// between checks a whole number.
func (r *review) between(field string, n, low, high int) {
	if n < low || n > high {
		r.add(field, "is %d, it must be between %d and %d", n, low, high)
	}
}

// notBelow checks a whole number that has no upper bound.
func (r *review) notBelow(field string, n, low int) {
	if n < low {
		r.add(field, "is %d, it must be at least %d", n, low)
	}
}

// within checks a number; NaN is never within.
func (r *review) within(field string, x, low, high float64) {
	if !(x >= low && x <= high) {
		r.add(field, "is %v, it must be between %v and %v", x, low, high)
	}
}

// rate checks a number that has no upper bound but infinity.
func (r *review) rate(field string, x float64) {
	if !(x >= 0) || math.IsInf(x, 0) {
		r.add(field, "is %v, it must be 0 or a number above", x)
	}
}

func (r *review) duration(field string, d Duration) {
	if d < 0 {
		r.add(field, "is %v, it must not be negative", d.Std())
	}
}

// needs checks a list of skills. The names of fields are made for those with faults
// only.
func (r *review) needs(field string, needs []Need) {
	var seen map[string]bool
	if len(needs) > 8 {
		seen = make(map[string]bool, len(needs))
	}
	for i, n := range needs {
		twice := seen[n.Skill]
		if seen != nil {
			seen[n.Skill] = true
		} else {
			twice = slices.ContainsFunc(needs[:i], func(x Need) bool { return x.Skill == n.Skill })
		}
		if !twice && len(n.Skill) <= MaxID && usable(n.Skill) && n.Min >= 0 && n.Min <= maxLevel {
			continue
		}
		at := field + "[" + strconv.Itoa(i) + "]"
		r.id(at+".skill", n.Skill)
		r.between(at+".min", n.Min, 0, maxLevel)
		if twice {
			r.add(at+".skill", "%q is there twice", n.Skill)
		}
	}
}

// maxLevel is the highest level of a skill.
const maxLevel = 10

// require checks requirements.
func (r *review) require(field string, q *Require) {
	r.needs(field+".skills", q.Skills)
	r.language(field+".language", q.Language)
	r.notBelow(field+".seniority", q.Seniority, 0)
	r.name(field+".department", q.Department)
	r.name(field+".agent", q.Agent)
}

// language checks a language tag that may be empty.
func (r *review) language(field, tag string) {
	if tag != "" && !isTag(tag) {
		r.add(field, `%q is no BCP 47 language tag; they are such as "en", "zh-Hans" or "pt-BR"`, clip(tag))
	}
}

// isTag says that a text looks like a language tag (RFC 5646, section 2.1, but for the
// order of its parts): a language of 2 to 8 letters, or "x" or "i" before more, then
// parts of 1 to 8 letters and digits. "_" is taken for "-".
func isTag(tag string) bool {
	if len(tag) > 64 {
		return false
	}
	parts := strings.FieldsFunc(tag, func(c rune) bool { return c == '-' || c == '_' })
	if len(parts) != strings.Count(tag, "-")+strings.Count(tag, "_")+1 {
		return false // an empty part
	}
	for i, part := range parts {
		if len(part) > 8 {
			return false
		}
		for k := range len(part) {
			c := part[k] | 0x20
			letter, digit := c >= 'a' && c <= 'z', part[k] >= '0' && part[k] <= '9'
			if !letter && (!digit || i == 0) {
				return false
			}
		}
	}
	first := parts[0]
	return len(first) > 1 || len(parts) > 1 && strings.EqualFold(first, "x") || len(parts) > 1 && strings.EqualFold(first, "i")
}
