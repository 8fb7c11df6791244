package dialog

import (
	"context"
	"encoding"
	"errors"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strconv"
	"time"
)

// TextSlot is a slot for what the customer writes. The prompts of this and the other
// constructors are the ladder of [SlotSpec.Prompts].
func TextSlot(name string, label Words, prompts ...Words) Slot[string] {
	return Slot[string]{SlotSpec: SlotSpec{Name: name, Kind: TextKind, Label: label, Prompts: prompts}}
}

// ChoiceSlot is a slot for one of some options, by button, number or wording.
func ChoiceSlot(name string, label Words, options []Option, prompts ...Words) Slot[string] {
	return Slot[string]{SlotSpec: SlotSpec{Name: name, Kind: ChoiceKind, Label: label, Options: options, Prompts: prompts}}
}

// YesNoSlot is a slot for yes or no.
func YesNoSlot(name string, label Words, prompts ...Words) Slot[bool] {
	return Slot[bool]{SlotSpec: SlotSpec{Name: name, Kind: YesNoKind, Label: label, Prompts: prompts}}
}

// NumberSlot is a slot for a number, in digits or words. A slot of a whole type refuses
// fractions.
func NumberSlot[T int | int64 | float64](name string, label Words, prompts ...Words) Slot[T] {
	_, fractions := any(*new(T)).(float64)
	return Slot[T]{SlotSpec: SlotSpec{Name: name, Kind: NumberKind, Label: label, Prompts: prompts, Whole: !fractions}}
}

// PatternSlot is a slot for what matches a regular expression (RE2) as a whole: the
// message, or a word of it.
func PatternSlot(name, pattern string, label Words, prompts ...Words) Slot[string] {
	return Slot[string]{SlotSpec: SlotSpec{Name: name, Kind: PatternKind, Pattern: pattern, Label: label, Prompts: prompts}}
}

// ValueSlot is a slot for a type of value that the [Reader] finds: "order", "time",
// "phone", "email", "money" ...
func ValueSlot[T any](name, kind string, label Words, prompts ...Words) Slot[T] {
	return Slot[T]{SlotSpec: SlotSpec{Name: name, Kind: kind, Label: label, Prompts: prompts}}
}

// Get returns the slot's value in a run; false if it has none.
func (s Slot[T]) Get(v Values) (T, bool) {
	value, ok := v.Get(s.Name)
	if !ok {
		var zero T
		return zero, false
	}
	t, err := s.parse(value)
	return t, err == nil
}

// Is holds when the slot has a value.
func (s Slot[T]) Is(value T) Condition { return isValue(s.Name, s.format(value)) }

// Filled holds when the slot has any value; one that was skipped has none.
func (s Slot[T]) Filled() Condition {
	return Condition{src: s.Name + " != ''", expr: &expression{op: "!=", args: []*expression{{op: "slot", text: s.Name}, {op: "text"}}}}
}

func (s Slot[T]) parse(value string) (T, error) {
	if s.Parse != nil {
		return s.Parse(value)
	}
	var t T
	err := parseValue(value, &t)
	return t, err
}

func (s Slot[T]) format(value T) string {
	if s.Format != nil {
		return s.Format(value)
	}
	switch v := any(value).(type) {
	case bool:
		return map[bool]string{true: "yes", false: "no"}[v]
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case time.Time:
		return v.Format("2006-01-02T15:04")
	case encoding.TextMarshaler:
		if b, err := v.MarshalText(); err == nil {
			return string(b)
		}
	}
	return fmt.Sprint(value)
}

// errNoParse: there is no way known to make a value of the type.
var errNoParse = errors.New("dialog: the slot needs a Parse")

// parseValue sets what t points to from the normal form of a value.
func parseValue(value string, t any) (err error) {
	switch t := t.(type) {
	case *bool:
		*t = value == "yes"
		if !*t && value != "no" {
			return ErrInvalid
		}
		return nil
	case *time.Time: // the form of values, not that of time.Time
		from, _, err := ParseTime(value, nil)
		*t = from
		return err
	case encoding.TextUnmarshaler:
		return t.UnmarshalText([]byte(value))
	}
	v := reflect.ValueOf(t).Elem()
	switch v.Kind() {
	case reflect.String:
		v.SetString(value)
		return nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Float32, reflect.Float64:
		n, ok := leadingNumber(value)
		if !ok {
			return ErrInvalid
		}
		if v.CanFloat() {
			v.SetFloat(n)
			return nil
		}
		if n != math.Trunc(n) || math.Abs(n) > 1<<53 || v.OverflowInt(int64(n)) {
			return ErrInvalid
		}
		v.SetInt(int64(n))
		return nil
	}
	return errNoParse
}

// slot is a compiled [Slot].
type slot struct {
	SlotSpec
	when    Condition
	need    func(Values) bool
	offer   func(Option, Values) bool
	whens   []Condition // of the options
	pattern *regexp.Regexp
	cues    []string // see cuesOf
	// accept parses and validates a value and returns what to keep. It is nil where
	// nothing can be refused.
	accept func(ctx context.Context, value string, a Attempt) (string, error)
	// calls says that accept calls the host.
	calls bool
	show  func(value, locale string) (string, bool)
	fault string
}

func (s Slot[T]) compiled() *slot {
	c := &slot{SlotSpec: s.SlotSpec, need: s.Need, offer: s.Offer, calls: s.Parse != nil || s.Validate != nil || s.Format != nil}
	c.cues = c.cuesOf()
	c.Secret = c.Secret || opens(c.Kind)
	if s.Parse == nil {
		if err := parseValue("", new(T)); errors.Is(err, errNoParse) {
			c.fault = fmt.Sprintf("needs a Parse for %T", *new(T))
		}
	}
	if s.Show != nil {
		c.show = func(value, locale string) (string, bool) {
			t, err := s.parse(value)
			if err != nil {
				return "", false
			}
			return s.Show(t, locale), true
		}
	}
	if _, plain := any(*new(T)).(string); plain && !c.calls {
		return c
	}
	c.accept = func(ctx context.Context, value string, a Attempt) (string, error) {
		t, err := s.parse(value)
		if err != nil || s.Validate == nil {
			return value, err
		}
		valid, err := s.Validate(ctx, t, a)
		if err != nil {
			return "", err
		}
		if reflect.DeepEqual(t, valid) {
			return value, nil
		}
		return s.format(valid), nil
	}
	return c
}

// label is what customers call the slot.
func (s *slot) label(locale, fallback string) string {
	if v := s.Label.variants(locale, fallback); len(v) > 0 {
		return v[0]
	}
	return s.Name
}

// names are all the words for the slot, for corrections.
func (s *slot) names() []string {
	names := append([]string{s.Name}, s.Also...)
	for _, v := range s.Label {
		names = append(names, v...)
	}
	return names
}

// most is how many answers are tried.
func (s *slot) most() int {
	if s.Attempts > 0 {
		return s.Attempts
	}
	return defaultAttempts
}

// defaultAttempts is how many answers are tried before a flow gives up.
const defaultAttempts = 3

// option returns the option with a value.
func (s *slot) option(value string) *Option {
	for i := range s.Options {
		if s.Options[i].Value == value {
			return &s.Options[i]
		}
	}
	return nil
}

func (o *Option) label(locale, fallback string) string {
	if v := o.Label.variants(locale, fallback); len(v) > 0 {
		return v[0]
	}
	return o.Value
}

// fits reports whether a value can be one of the slot, as far as its description
// tells.
func (s *slot) fits(value string) bool {
	switch s.Kind {
	case ChoiceKind:
		return s.option(value) != nil
	case YesNoKind:
		return value == "yes" || value == "no"
	case PatternKind:
		return s.pattern == nil || s.pattern.MatchString(value)
	}
	if s.Min == nil && s.Max == nil && !s.Whole && s.Kind != NumberKind {
		return true
	}
	n, ok := leadingNumber(value)
	return ok && (!s.Whole || n == math.Trunc(n)) && (s.Min == nil || n >= *s.Min) && (s.Max == nil || n <= *s.Max)
}
