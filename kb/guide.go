package kb

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// The limits of a guide.
const (
	MaxSteps   = 1000
	MaxOptions = 50 // of one step
)

// ErrEnded is returned by [Guide.Next] behind the last step.
var ErrEnded = errors.New("kb: the guide has ended")

// ChoiceError tells that what the customer said chooses none of the options of a
// step, or several. It unwraps to [ErrInvalid].
type ChoiceError struct {
	// Step is the id of the step.
	Step string
	// Fits are the places of the options that fit, counted from 0: none, or two or
	// more.
	Fits []int
}

// Error does not hold what the customer said.
func (e *ChoiceError) Error() string {
	if len(e.Fits) == 0 {
		return ErrInvalid.Error() + ": no option of the step fits"
	}
	return ErrInvalid.Error() + ": " + strconv.Itoa(len(e.Fits)) + " options of the step fit"
}

// Unwrap returns [ErrInvalid].
func (e *ChoiceError) Unwrap() error { return ErrInvalid }

// Validate reports the first fault of a guide as a [*FieldError]: step ids are
// unique, options have labels that differ and lead to steps that exist, every step
// can be reached from the first one, and from every step an end. Circles ("try
// again") are allowed.
func (g *Guide) Validate() error {
	if len(g.Steps) == 0 || len(g.Steps) > MaxSteps {
		return &FieldError{Field: "guide.steps", Reason: "are not 1 to " + strconv.Itoa(MaxSteps)}
	}
	at := map[string]int{}
	for i := range g.Steps {
		s := &g.Steps[i]
		field := stepField(i)
		switch _, known := at[s.ID]; {
		case s.ID == "" || len(s.ID) > MaxID || !utf8.ValidString(s.ID) || strings.ContainsRune(s.ID, 0):
			return &FieldError{Field: field + ".id", Reason: "is not a text of 1 to " + strconv.Itoa(MaxID) + " bytes"}
		case known:
			return &FieldError{Field: field + ".id", Reason: "is repeated"}
		}
		at[s.ID] = i
	}
	for i := range g.Steps {
		if err := g.Steps[i].validate(stepField(i), at); err != nil {
			return err
		}
	}
	return g.validatePaths(at)
}

func stepField(i int) string { return "guide.steps[" + strconv.Itoa(i) + "]" }

func (s *Step) validate(field string, steps map[string]int) error {
	if len(s.Say.Parts) == 0 && s.Say.Action == nil && s.Outcome == "" { // whoever takes over may find the words
		return &FieldError{Field: field + ".say", Reason: "is empty"}
	}
	if err := s.Say.validate(field + ".say"); err != nil {
		return err
	}
	switch {
	case s.Outcome != "" && s.Outcome != Solved && s.Outcome != HandOff:
		return &FieldError{Field: field + ".outcome", Reason: "is unknown"}
	case s.Outcome != "" && len(s.Options) > 0:
		return &FieldError{Field: field + ".outcome", Reason: "is not of a last step"}
	case len(s.Options) > MaxOptions:
		return &FieldError{Field: field + ".options", Reason: "are more than " + strconv.Itoa(MaxOptions)}
	}
	seen := map[string]bool{}
	for i, o := range s.Options {
		option := field + ".options[" + strconv.Itoa(i) + "]"
		if err := validateWording(option+".label", o.Label); err != nil {
			return err
		}
		for j := -1; j < len(o.Wordings); j++ {
			name, wording := option+".label", o.Label
			if j >= 0 {
				name, wording = option+".wordings["+strconv.Itoa(j)+"]", o.Wordings[j]
			}
			if err := validateWording(name, wording); err != nil {
				return err
			}
			key := text.Key(wording)
			if seen[key] && (j < 0 || key != text.Key(o.Label)) {
				return &FieldError{Field: name, Reason: "is repeated"}
			}
			seen[key] = true
		}
		if _, known := steps[o.Next]; !known {
			return &FieldError{Field: option + ".next", Reason: "is not a step"}
		}
	}
	return nil
}

// validatePaths follows the options forward from the first step, and backward from
// the last ones.
func (g *Guide) validatePaths(at map[string]int) error {
	forward, backward := make([][]int, len(g.Steps)), make([][]int, len(g.Steps))
	var ends []int
	for i, s := range g.Steps {
		if len(s.Options) == 0 {
			ends = append(ends, i)
		}
		for _, o := range s.Options {
			next := at[o.Next]
			forward[i] = append(forward[i], next)
			backward[next] = append(backward[next], i)
		}
	}
	if missed := unreached(forward, []int{0}); missed >= 0 {
		return &FieldError{Field: stepField(missed), Reason: "cannot be reached"}
	}
	if missed := unreached(backward, ends); missed >= 0 {
		return &FieldError{Field: stepField(missed), Reason: "leads to no end"}
	}
	return nil
}

// unreached returns the first node that cannot be reached from the given ones, or
// -1.
func unreached(edges [][]int, todo []int) int {
	seen := make([]bool, len(edges))
	for len(todo) > 0 {
		i := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !seen[i] {
			seen[i] = true
			todo = append(todo, edges[i]...)
		}
	}
	return slices.Index(seen, false)
}

func (e *Entry) validateGuide() error {
	switch {
	case e.Guide == nil && e.Kind == GuideKind:
		return &FieldError{Field: "guide", Reason: "is missing"}
	case e.Guide == nil:
		return nil
	}
	return e.Guide.Validate()
}

// Start returns the step to begin with; of a guide without steps the zero Step.
func (g *Guide) Start() Step {
	if len(g.Steps) == 0 {
		return Step{}
	}
	return g.Steps[0]
}

// Step returns the step with this id.
func (g *Guide) Step(id string) (Step, bool) {
	for _, s := range g.Steps {
		if s.ID == id {
			return s, true
		}
	}
	return Step{}, false
}

// Last reports whether the guide ends with this step.
func (s Step) Last() bool { return len(s.Options) == 0 }

// Next returns the step that follows when a customer, shown a step, has said
// something. He may give the number of an option ("2", "the second", 第二个), its
// label or a wording, a sentence that contains one of these, or enough of a label to
// tell it from the others.
//
// The error is a [*ChoiceError] if no option fits, or several; [ErrEnded] if the
// step is a last one; [ErrNotFound] if the guide has no such step, which happens
// when it was edited in between: then start again.
func (g *Guide) Next(step, said string) (Step, error) {
	s, ok := g.Step(step)
	if !ok {
		return Step{}, ErrNotFound
	}
	if s.Last() {
		return Step{}, ErrEnded
	}
	i, err := s.choose(said)
	if err != nil {
		return Step{}, err
	}
	next, ok := g.Step(s.Options[i].Next)
	if !ok {
		return Step{}, ErrNotFound
	}
	return next, nil
}
