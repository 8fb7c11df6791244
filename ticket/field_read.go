package ticket

import (
	"strconv"
	"strings"
	"time"
)

// Value is the value of a custom field, in the form in which it is kept: see
// [FieldType]. Empty means that the ticket has none. Its methods read it as the type
// that it has; ok is false if it is empty or of another type.
type Value string

// Field returns the value of a custom field.
func (t *Ticket) Field(name string) Value { return Value(t.Fields[name]) }

// Integer reads a whole number.
func (v Value) Integer() (n int64, ok bool) {
	n, err := strconv.ParseInt(string(v), 10, 64)
	return n, err == nil
}

// Number reads a number, as near as a float64 comes to it.
func (v Value) Number() (n float64, ok bool) {
	n, err := strconv.ParseFloat(string(v), 64)
	return n, err == nil
}

// Bool reads true or false.
func (v Value) Bool() (yes, ok bool) { return v == "true", v == "true" || v == "false" }

// Time reads a time, or a date as its midnight in UTC.
func (v Value) Time() (at time.Time, ok bool) {
	for _, layout := range []string{time.RFC3339Nano, time.DateOnly} {
		if at, err := time.Parse(layout, string(v)); err == nil {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}

// List reads choices; nil if there are none.
func (v Value) List() []string {
	if v == "" {
		return nil
	}
	return strings.Split(string(v), ",")
}
