package assist

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// Playbook says what to do next in conversations of a category: data, not code. It
// is a [Source] of next steps. [ReadPlaybook] reads it, or call Check before the first
// use; after that it must not be changed and is safe for concurrent use.
type Playbook struct {
	Plays []Play `json:"plays"`
}

// Play is what to do in conversations of a category.
type Play struct {
	ID string `json:"id"`
	// Category is what it is for, with all that is below; empty is everything.
	// Of several plays that fit, all are followed, those of the longest category first.
	Category string `json:"category,omitempty"`
	// Locale is a BCP 47 tag; empty serves every language.
	Locale string `json:"locale,omitempty"`
	// When are conditions that must all hold for the play.
	When  []Condition `json:"when,omitempty"`
	Steps []Step      `json:"steps"`
}

// Step is one thing to do.
type Step struct {
	ID string `json:"id"`
	// Do is what the agent should do, in words for him.
	Do string `json:"do"`
	// Say is what he can tell the customer, with variables; see [Template]. Empty
	// is nothing.
	Say string `json:"say,omitempty"`
	// When are conditions that must all hold; Until are conditions that, when all
	// hold, make the step done. A step without Until is done when an agent or bot has said
	// Say, and never if there is none.
	When  []Condition `json:"when,omitempty"`
	Until []Condition `json:"until,omitempty"`
	// Optional lets the steps behind it be suggested too.
	Optional bool `json:"optional,omitempty"`
}

// Condition is about one variable; see [Situation.Value].
type Condition struct {
	// Name is the variable, such as "order_id" or "customer.tier".
	Name string `json:"name"`
	// Is is what has to be: "known" (the default), "unknown", "one-of", "none-of",
	// "contains", "below", "above". What is unknown is none of anything, and neither below nor
	// above.
	Is string `json:"is,omitempty"`
	// Values are what it is compared with, as text without regard to case and width;
	// below and above take one number.
	Values []string `json:"values,omitempty"`
}

// ReadPlaybook reads a playbook from JSON and checks it. Fields that do not exist are faults.
func ReadPlaybook(from io.Reader) (*Playbook, error) {
	d := json.NewDecoder(from)
	d.DisallowUnknownFields()
	p := &Playbook{}
	if err := d.Decode(p); err != nil {
		return nil, fmt.Errorf("%w: the playbook: %w", ErrInvalid, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, &FieldError{"playbook", "goes on after its end"}
	}
	return p, p.Check()
}

// Check returns one error with all faults of the playbook, each a [*FieldError] that
// names the place.
func (p *Playbook) Check() error {
	var faults []error
	fault := func(reason string, place ...string) {
		faults = append(faults, &FieldError{strings.Join(place, " "), reason})
	}
	check := func(list []Condition, place ...string) {
		for i, c := range list {
			if reason := c.fault(); reason != "" {
				fault(reason, append(slices.Clone(place), "condition", strconv.Itoa(i))...)
			}
		}
	}
	plays := map[string]bool{}
	for _, play := range p.Plays {
		if play.ID == "" || plays[play.ID] {
			fault("has no id of its own", "play", play.ID)
		}
		plays[play.ID] = true
		if len(play.Steps) == 0 {
			fault("has no steps", "play", play.ID)
		}
		check(play.When, "play", play.ID)
		steps := map[string]bool{}
		for _, step := range play.Steps {
			place := []string{"play", play.ID, "step", step.ID}
			if step.ID == "" || steps[step.ID] {
				fault("has no id of its own", place...)
			}
			steps[step.ID] = true
			if strings.TrimSpace(step.Do) == "" {
				fault("does not say what to do", place...)
			}
			if _, err := ParseTemplate(step.Say); err != nil {
				fault("cannot be said: "+err.Error(), place...)
			}
			check(step.When, place...)
			check(step.Until, place...)
		}
	}
	return errors.Join(faults...)
}

// fault says what is wrong with a condition, or "".
func (c *Condition) fault() string {
	if c.Name == "" {
		return "has no name"
	}
	switch c.Is {
	case "", "known", "unknown":
		if len(c.Values) > 0 {
			return "has values that nothing is compared with"
		}
	case "one-of", "none-of", "contains":
		if len(c.Values) == 0 {
			return "has no values"
		}
	case "below", "above":
		if len(c.Values) != 1 {
			return "needs one number"
		}
		if _, err := strconv.ParseFloat(c.Values[0], 64); err != nil {
			return "needs one number"
		}
	default:
		return "is of an unknown kind"
	}
	return ""
}

// Holds tells whether the condition holds in a situation.
func (c *Condition) Holds(s *Situation) bool {
	value, known := s.Value(c.Name)
	known = known && strings.TrimSpace(value) != ""
	switch c.Is {
	case "", "known":
		return known
	case "unknown":
		return !known
	case "none-of":
		return !known || !c.oneOf(value)
	case "one-of":
		return known && c.oneOf(value)
	case "contains":
		key := text.Key(value)
		return known && slices.ContainsFunc(c.Values, func(v string) bool { return strings.Contains(key, text.Key(v)) })
	case "below", "above":
		have, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(value), ",", ""), 64)
		if !known || err != nil || len(c.Values) != 1 {
			return false
		}
		limit, err := strconv.ParseFloat(c.Values[0], 64)
		return err == nil && (c.Is == "below" && have < limit || c.Is == "above" && have > limit)
	}
	return false
}

func (c *Condition) oneOf(value string) bool {
	key := text.Key(value)
	return slices.ContainsFunc(c.Values, func(v string) bool { return text.Key(v) == key })
}

func hold(list []Condition, s *Situation) bool {
	for i := range list {
		if !list[i].Holds(s) {
			return false
		}
	}
	return true
}

// Next are the steps to do now: of each play that fits the first one that is not done,
// and those behind it as far as all before are optional. Plays of longer categories
// come first.
func (p *Playbook) Next(s *Situation) []Suggestion {
	var fitting []*Play
	for i := range p.Plays {
		play := &p.Plays[i]
		if underCategory(s.Category, play.Category) && fitsLocale(play.Locale, s.Locale) && hold(play.When, s) {
			fitting = append(fitting, play)
		}
	}
	slices.SortStableFunc(fitting, func(a, b *Play) int { return len(b.Category) - len(a.Category) })
	var list []Suggestion
	score := 1.0
	for _, play := range fitting {
		for i := range play.Steps {
			step := &play.Steps[i]
			if !hold(step.When, s) {
				continue
			}
			say, missing := step.say(s)
			if step.done(s, say) {
				continue
			}
			list = append(list, Suggestion{
				Kind: NextStep, ID: play.ID + "/" + step.ID, Title: step.Do, Text: say, Missing: missing, Score: score, Why: play.ID,
			})
			score *= stepFade
			if !step.Optional {
				break
			}
		}
	}
	return list
}

// stepFade is what the score of a step is in relation to the one before.
const stepFade = 0.9

// say renders what can be said.
func (t *Step) say(s *Situation) (string, []string) {
	if t.Say == "" {
		return "", nil
	}
	template, err := ParseTemplate(t.Say)
	if err != nil {
		return "", nil
	}
	said, err := template.Render(s.Value)
	if missing := (*MissingError)(nil); errors.As(err, &missing) {
		return said, missing.Names
	}
	return said, nil
}

func (t *Step) done(s *Situation, say string) bool {
	if len(t.Until) > 0 {
		return hold(t.Until, s)
	}
	key := text.Key(say)
	return key != "" && slices.ContainsFunc(s.Lines, func(l Line) bool {
		return l.By != ByCustomer && strings.Contains(text.Key(l.Text), key)
	})
}

// Suggest implements [Source].
func (p *Playbook) Suggest(ctx context.Context, s *Situation) ([]Suggestion, error) {
	return p.Next(s), ctx.Err()
}
