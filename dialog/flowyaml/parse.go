package flowyaml

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/kefu-go/kefu/dialog"
)

// The form that is read is bounded, because it may come from anywhere.
const (
	maxBytes = 1 << 20
	maxDepth = 64
	maxNodes = 100_000
)

// LineError is a fault of a file. It unwraps to [dialog.ErrInvalid].
type LineError struct {
	// Line is where the fault is, from 1; 0 where that is not known.
	Line int
	// Path is the place in the flow, such as "steps[2].then[0]"; empty at the top.
	Path string
	// Reason says what is wrong.
	Reason string
}

// Error names the line, the place and the reason.
func (e *LineError) Error() string {
	place := dialog.ErrInvalid.Error() + ": "
	if e.Line > 0 {
		place += "line " + strconv.Itoa(e.Line) + ": "
	}
	if e.Path != "" {
		place += e.Path + ": "
	}
	return place + e.Reason
}

// Unwrap returns [dialog.ErrInvalid].
func (*LineError) Unwrap() error { return dialog.ErrInvalid }

// Parse reads one flow. The keys are those of [dialog.FlowSpec] in JSON; words are a
// text or a list of texts for each language. Unknown and doubled keys, values of
// another type, aliases, and anything behind the flow are faults. All faults are
// returned at once, each a [*LineError].
func Parse(data []byte) (dialog.FlowSpec, error) {
	var spec dialog.FlowSpec
	if len(data) > maxBytes {
		return spec, &LineError{Reason: "the file is longer than 1 MiB"}
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var doc, more yaml.Node
	if err := decoder.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return spec, &LineError{Reason: "the file is empty"}
		}
		return spec, syntax(err)
	}
	if err := decoder.Decode(&more); !errors.Is(err, io.EOF) {
		return spec, &LineError{Line: more.Line, Reason: "there is more than one document"}
	}
	r := &reader{}
	if len(doc.Content) == 1 {
		r.read(doc.Content[0], reflect.ValueOf(&spec).Elem(), "", 0)
	}
	if len(r.faults) > 0 {
		return dialog.FlowSpec{}, errors.Join(r.faults...)
	}
	return spec, nil
}

// syntax makes a LineError of what the parser says.
func syntax(err error) error {
	reason := strings.TrimPrefix(err.Error(), "yaml: ")
	e := &LineError{Reason: reason}
	if rest, ok := strings.CutPrefix(reason, "line "); ok {
		if number, what, ok := strings.Cut(rest, ": "); ok {
			if n, err := strconv.Atoi(number); err == nil {
				e.Line, e.Reason = n, what
			}
		}
	}
	return e
}

// reader puts nodes into values, by the names that these have in JSON, and
// notes every fault.
type reader struct {
	faults []error
	nodes  int
}

func (r *reader) fault(n *yaml.Node, path, format string, args ...any) {
	if len(r.faults) < 100 {
		r.faults = append(r.faults, &LineError{Line: n.Line, Path: path, Reason: fmt.Sprintf(format, args...)})
	}
}

var wordsType = reflect.TypeFor[dialog.Words]()

func (r *reader) read(n *yaml.Node, v reflect.Value, path string, depth int) {
	r.nodes++
	switch {
	case depth > maxDepth || r.nodes > maxNodes:
		r.fault(n, path, "is too deep, or too much")
		return
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		r.fault(n, path, "is an alias or an anchor, which flows have not")
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		r.read(n, v.Elem(), path, depth+1)
	case reflect.Struct:
		r.object(n, v, path, depth)
	case reflect.Map:
		r.table(n, v, path, depth)
	case reflect.Slice:
		if n.Kind != yaml.SequenceNode {
			r.fault(n, path, "should be a list")
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
		for i, item := range n.Content {
			r.read(item, v.Index(i), fmt.Sprintf("%s[%d]", path, i), depth+1)
		}
	default:
		r.scalar(n, v, path)
	}
}

// object reads the fields of a struct.
func (r *reader) object(n *yaml.Node, v reflect.Value, path string, depth int) {
	fields := map[string]reflect.Value{}
	for i := range v.NumField() {
		if !v.Type().Field(i).IsExported() {
			continue
		}
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		fields[name] = v.Field(i)
	}
	r.pairs(n, path, func(key, value *yaml.Node) {
		field, known := fields[key.Value]
		if !known {
			r.fault(key, path, "there is no %q here", key.Value)
			return
		}
		r.read(value, field, join(path, key.Value), depth+1)
	})
}

// table reads a map from texts. Words may have one text in place of a list.
func (r *reader) table(n *yaml.Node, v reflect.Value, path string, depth int) {
	v.Set(reflect.MakeMap(v.Type()))
	r.pairs(n, path, func(key, value *yaml.Node) {
		item := reflect.New(v.Type().Elem()).Elem()
		if v.Type() == wordsType && value.Kind == yaml.ScalarNode {
			var one string
			r.scalar(value, reflect.ValueOf(&one).Elem(), join(path, key.Value))
			item.Set(reflect.ValueOf([]string{one}))
		} else {
			r.read(value, item, join(path, key.Value), depth+1)
		}
		v.SetMapIndex(reflect.ValueOf(key.Value).Convert(v.Type().Key()), item)
	})
}

// pairs yields the keys and values of a mapping, each key once.
func (r *reader) pairs(n *yaml.Node, path string, each func(key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		r.fault(n, path, "should have keys and values")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		switch {
		case key.Kind != yaml.ScalarNode:
			r.fault(key, path, "has a key that is no text")
			continue
		case seen[key.Value]:
			r.fault(key, path, "has %q twice", key.Value)
			continue
		}
		seen[key.Value] = true
		each(key, n.Content[i+1])
	}
}

// scalar reads a text, a number or a truth value. Any scalar is a text as it is written.
func (r *reader) scalar(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		r.fault(n, path, "should be %s", map[reflect.Kind]string{
			reflect.String: "a text", reflect.Bool: "true or false", reflect.Int: "a whole number", reflect.Float64: "a number",
		}[v.Kind()])
		return
	}
	var err error
	switch v.Kind() {
	case reflect.String:
		v.SetString(n.Value)
	case reflect.Bool:
		if n.Tag != "!!bool" {
			r.fault(n, path, "should be true or false")
			return
		}
		v.SetBool(strings.EqualFold(n.Value, "true"))
	case reflect.Int:
		var i int
		i, err = strconv.Atoi(n.Value)
		v.SetInt(int64(i))
	case reflect.Float64:
		var f float64
		if f, err = strconv.ParseFloat(n.Value, 64); err == nil && (math.IsNaN(f) || math.IsInf(f, 0)) {
			err = dialog.ErrInvalid
		}
		v.SetFloat(f)
	default:
		r.fault(n, path, "cannot be read")
	}
	if err != nil {
		r.fault(n, path, "should be %s", map[reflect.Kind]string{reflect.Int: "a whole number", reflect.Float64: "a number"}[v.Kind()])
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
