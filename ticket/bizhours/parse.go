package bizhours

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Parse makes a calendar of [Options] in JSON. A field that options do not have, one
// that is there twice, and anything after them are faults. The error is that of [New],
// or one [FieldError] that says where the text cannot be read.
func Parse(data []byte) (*Calendar, error) {
	var o Options
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&o); err != nil {
		return nil, unreadable(data, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, &FieldError{Field: "hours", Reason: "are followed by something else " + position(data, d.InputOffset())}
	}
	if name, offset, twice := doubled(data); twice {
		return nil, &FieldError{Field: clip(name), Reason: "is there twice " + position(data, offset)}
	}
	return New(o)
}

// unreadable says in terms of the options why JSON could not be read.
func unreadable(data []byte, err error) error {
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &kind):
		name := kind.Field
		if name == "" {
			name = "hours"
		}
		return &FieldError{Field: clip(name), Reason: fmt.Sprintf("cannot be a JSON %s (%s)", kind.Value, position(data, kind.Offset))}
	case errors.As(err, &syntax):
		return &FieldError{Field: "hours", Reason: fmt.Sprintf("are not JSON %s: %v", position(data, syntax.Offset), syntax)}
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return &FieldError{Field: clip(strings.Trim(name, `"`)), Reason: "is not a field of hours"}
	}
	return &FieldError{Field: "hours", Reason: "are not JSON: the text ends too early"}
}

// position names the last of so many bytes.
func position(data []byte, offset int64) string {
	before := data[:min(int(offset), len(data))]
	line := bytes.Count(before, []byte{'\n'}) + 1
	return fmt.Sprintf("in line %d, column %d", line, max(1, len(before)-1-bytes.LastIndexByte(before, '\n')))
}

// doubled finds a field that an object of well-formed JSON has twice, in whatever case,
// of which package json would silently take the last one.
func doubled(data []byte) (name string, offset int64, twice bool) {
	type object struct {
		fields map[string]bool // nil for an array
		value  bool            // the next token is a value
	}
	var open []object
	d := json.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		if err != nil {
			return "", 0, false
		}
		inner := len(open) - 1
		text, isText := token.(string)
		switch {
		case token == json.Delim('{'):
			open = append(open, object{fields: map[string]bool{}})
			continue
		case token == json.Delim('['):
			open = append(open, object{})
			continue
		case token == json.Delim('}') || token == json.Delim(']'):
			open = open[:inner]
			inner--
		case inner >= 0 && open[inner].fields != nil && !open[inner].value && isText:
			key := strings.ToLower(text)
			if open[inner].fields[key] {
				return text, d.InputOffset(), true
			}
			open[inner].fields[key], open[inner].value = true, true
			continue
		}
		if inner >= 0 { // a value of it is complete
			open[inner].value = false
		}
	}
}
