package dialog

import (
	"maps"
	"slices"
	"strings"
)

// CategoryPolicy is how conversations about one thing go: in which words, by
// which flow, and when to a person. A policy holds for its category and for all
// below it that have none of their own.
type CategoryPolicy struct {
	// Category is the path in the host's tree, such as "after_sales/refund"; empty
	// holds for everything.
	Category string `json:"category,omitempty"`
	// Flow is started when a customer comes with this; empty starts none.
	Flow string `json:"flow,omitempty"`
	// Words are what the bot says, by the name of the occasion ("opening",
	// "soothing", "handing_off" ...) and then by language as a BCP 47 tag, in
	// variants; "" is for languages that have none of their own.
	Words map[string]map[string][]string `json:"words,omitempty"`
	// Handoff says when such a conversation goes to a person.
	Handoff CategoryHandoff `json:"handoff,omitzero"`
}

// CategoryHandoff is when conversations of a category go to a person, beside
// the rules that hold for all.
type CategoryHandoff struct {
	// Always: at once; the bot does not try.
	Always bool `json:"always,omitempty"`
	// Never: only if the customer asks for it.
	Never bool `json:"never,omitempty"`
	// Failures is how many failures in a row are enough; 0 leaves it to the
	// general rules.
	Failures int `json:"failures,omitempty"`
	// Confidence is what an answer needs at least, in [0,1]; below it a person is
	// asked. 0 leaves it to the general rules.
	Confidence float64 `json:"confidence,omitempty"`
	// Priority and Skills go into the [Handoff].
	Priority int      `json:"priority,omitempty"`
	Skills   []string `json:"skills,omitempty"`
}

// CategoryPolicies are the policies of a host, in any order. They are read
// only and safe for concurrent use.
type CategoryPolicies []CategoryPolicy

// For returns the policy for a path: of the category itself or of the nearest
// one above it. It reports false if there is none. Empty segments and blanks
// around segments do not count; letters do as they are.
func (c CategoryPolicies) For(path string) (CategoryPolicy, bool) {
	best, depth := -1, -1
	want := categoryPath(path)
	for i := range c {
		have := categoryPath(c[i].Category)
		if len(have) > depth && len(have) <= len(want) && slices.Equal(have, want[:len(have)]) {
			best, depth = i, len(have)
		}
	}
	if best < 0 {
		return CategoryPolicy{}, false
	}
	return c[best], true
}

// categoryPath returns the segments of a path.
func categoryPath(path string) []string {
	var out []string
	for s := range strings.SplitSeq(path, "/") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Say returns the variants of what is said on an occasion, in the language of
// a BCP 47 tag, in that of a shorter tag ("zh-Hant-HK", "zh-Hant", "zh"), or in
// the one for all; nil if there is nothing to say. Tags are compared without
// regard to case.
func (p CategoryPolicy) Say(occasion, locale string) []string {
	by := p.Words[occasion]
	tags := slices.Sorted(maps.Keys(by))
	for tag := locale; ; {
		for _, have := range tags {
			if strings.EqualFold(have, tag) && len(by[have]) > 0 {
				return by[have]
			}
		}
		if tag == "" {
			return nil
		}
		tag = tag[:max(strings.LastIndexByte(tag, '-'), 0)]
	}
}

// Hands says whether the rules of the category send a conversation to a person,
// given how many failures in a row there were and how sure the best answer is,
// in [0,1].
func (h CategoryHandoff) Hands(failures int, confidence float64) bool {
	switch {
	case h.Always:
		return true
	case h.Never:
		return false
	}
	return h.Failures > 0 && failures >= h.Failures || h.Confidence > 0 && confidence < h.Confidence
}

// Check returns a [*FieldError] for the first policy that cannot be meant:
// two for one category, a hand-off both always and never, numbers out of range.
func (c CategoryPolicies) Check() error {
	seen := map[string]bool{}
	for _, p := range c {
		path := strings.Join(categoryPath(p.Category), "/")
		fault := func(reason string) error {
			return &FieldError{Field: "category " + path, Reason: reason}
		}
		h := p.Handoff
		switch {
		case seen[path]:
			return fault("has two policies")
		case h.Always && h.Never:
			return fault("is handed off both always and never")
		case h.Failures < 0:
			return fault("has a negative number of failures")
		case !(h.Confidence >= 0 && h.Confidence <= 1):
			return fault("has a confidence outside of 0 to 1")
		}
		seen[path] = true
	}
	return nil
}
