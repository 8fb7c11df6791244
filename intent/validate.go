package intent

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/kefu-go/kefu/internal/text"
)

// Problem names what is wrong with examples.
type Problem string

// The problems that [Validate] looks for.
const (
	// Contradiction: the same text has several labels.
	Contradiction Problem = "contradiction"
	// Repeated: the same text has the same label several times.
	Repeated Problem = "repeated"
	// Suspicious: nearly the same text has another label.
	Suspicious Problem = "suspicious"
	// NearDuplicate: nearly the same text has the same label.
	NearDuplicate Problem = "near duplicate"
	// ThinLabel: a label has few different texts.
	ThinLabel Problem = "thin label"
	// Dominant: a label has many times more examples than the middle one.
	Dominant Problem = "dominant label"
	// SimilarLabels: two labels differ in nothing but case, space and signs, or in
	// one letter.
	SimilarLabels Problem = "similar labels"
	// Stale: most of the dated examples of a label are old.
	Stale Problem = "stale label"
	// EmptyText and EmptyLabel: there is nothing to learn from the example.
	EmptyText  Problem = "empty text"
	EmptyLabel Problem = "empty label"
	// TooLong: the text is far longer than a message.
	TooLong Problem = "too long"
	// FewLabels: there are not two labels to tell apart.
	FewLabels Problem = "few labels"
)

// Severity says how bad a finding is.
type Severity string

// The severities. What is Blocking should be mended before a model is trained.
const (
	Info     Severity = "info"
	Warning  Severity = "warning"
	Blocking Severity = "blocking"
)

func (s Severity) rank() int {
	switch s {
	case Blocking:
		return 0
	case Warning:
		return 1
	}
	return 2
}

// Finding is one thing about examples that should be looked at.
type Finding struct {
	Problem  Problem  `json:"problem"`
	Severity Severity `json:"severity"`
	// Examples are the places of the examples that it is about, from 0, ascending.
	// Findings about labels have none, but those of [Stale] the old ones.
	Examples []int `json:"examples,omitempty"`
	// Labels are the labels that it is about, in alphabetical order.
	Labels []string `json:"labels,omitempty"`
	// Value is the figure behind it: the likeness of near duplicates in [0,1], the
	// number of texts of a thin label, how many times a dominant label is larger
	// than the middle one, the share of old examples, the bytes of a long text.
	Value float64 `json:"value,omitempty"`
}

// String returns the finding as a sentence, with labels and places of examples
// but none of their texts.
func (f Finding) String() string {
	s := fmt.Sprintf("%s: %s", f.Severity, f.Problem)
	if len(f.Labels) > 0 {
		s += fmt.Sprintf(" %q", f.Labels)
	}
	if len(f.Examples) > 0 {
		s += fmt.Sprintf(", examples %d", f.Examples)
	}
	if f.Value != 0 {
		s += fmt.Sprintf(" (%.4g)", f.Value)
	}
	return s
}

// ValidateOptions are the choices of [Validate].
type ValidateOptions struct {
	// MinTexts is how many different texts a label should have. Default: 5.
	MinTexts int
	// MaxBytes is how long a text should be at most. Default: 2000.
	MaxBytes int
	// Likeness, in (0,1], is how alike two texts must be to be near duplicates:
	// the weight of the terms that they share, as a part of the weight of all
	// their terms, where rare terms weigh more. Default: 0.85.
	Likeness float64
	// Dominance is how many times more examples than the middle label a label may
	// have. Default: 10.
	Dominance float64
	// At is the time at which the examples are judged. Default: that of the newest
	// dated example.
	At time.Time
	// StaleAfter is the age from which an example is old. Default: 365 days;
	// negative is never.
	StaleAfter time.Duration
}

func (o *ValidateOptions) withDefaults() ValidateOptions {
	var set ValidateOptions
	if o != nil {
		set = *o
	}
	set.MinTexts = cmp.Or(set.MinTexts, 5)
	set.MaxBytes = cmp.Or(set.MaxBytes, 2000)
	set.Likeness = cmp.Or(set.Likeness, 0.85)
	set.Dominance = cmp.Or(set.Dominance, 10)
	set.StaleAfter = cmp.Or(set.StaleAfter, 365*24*time.Hour)
	return set
}

// Validate looks for examples that a model should not be trained on, or that
// somebody should look at: texts with two labels, near duplicates, thin labels
// and the like. It returns what it found, worst first, then by problem, labels and
// place, always in the same order; nil options are the defaults. Ten thousand
// examples take well under a second.
func Validate(examples []Example, opts *ValidateOptions) []Finding {
	v := validator{examples: examples, opts: opts.withDefaults()}
	v.eachExample()
	v.sameText()
	v.nearText()
	v.labels()
	v.stale()
	slices.SortStableFunc(v.found, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Severity.rank(), b.Severity.rank()),
			cmp.Compare(a.Problem, b.Problem),
			slices.Compare(a.Labels, b.Labels),
			slices.Compare(a.Examples, b.Examples),
		)
	})
	return v.found
}

// validator collects findings.
type validator struct {
	examples []Example
	opts     ValidateOptions
	found    []Finding
	keys     []string // of the texts, as text.Key has them
}

func (v *validator) add(problem Problem, severity Severity, value float64, labels []string, examples ...int) {
	v.found = append(v.found, Finding{Problem: problem, Severity: severity, Examples: examples, Labels: labels, Value: value})
}

// eachExample looks at examples one by one.
func (v *validator) eachExample() {
	v.keys = make([]string, len(v.examples))
	for i, e := range v.examples {
		v.keys[i] = text.Key(e.Text)
		switch {
		case v.keys[i] == "":
			v.add(EmptyText, Blocking, 0, named(e.Label), i)
		case len(e.Text) > v.opts.MaxBytes:
			v.add(TooLong, Warning, float64(len(e.Text)), named(e.Label), i)
		}
		if e.Label == "" {
			v.add(EmptyLabel, Blocking, 0, nil, i)
		}
	}
}

func named(label string) []string {
	if label == "" {
		return nil
	}
	return []string{label}
}

// sameText looks for texts that are there several times.
func (v *validator) sameText() {
	groups := map[string][]int{}
	var order []string
	for i, key := range v.keys {
		if key == "" {
			continue
		}
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], i)
	}
	for _, key := range order {
		group := groups[key]
		if len(group) == 1 {
			continue
		}
		labels := v.labelsAt(group)
		if len(labels) > 1 {
			v.add(Contradiction, Blocking, 0, labels, group...)
		} else {
			v.add(Repeated, Info, 0, labels, group...)
		}
	}
}

// labelsAt returns the different labels of examples, sorted.
func (v *validator) labelsAt(places []int) []string {
	var labels []string
	for _, i := range places {
		labels = append(labels, v.examples[i].Label)
	}
	slices.Sort(labels)
	return slices.Compact(labels)
}
