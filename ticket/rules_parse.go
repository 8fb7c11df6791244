package ticket

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// ParseRules reads rules from JSON, strictly: every key that rules do not have, is there
// twice, or has a value of the wrong sort is a [FieldError] with its path, and the error
// names all of them. Whether the rules make sense is checked by [New] and
// [Desk.SetRules], which know the options that they refer to.
func ParseRules(data []byte) (Rules, error) {
	if err := json.Unmarshal(data, new(json.RawMessage)); err != nil {
		return Rules{}, &FieldError{Field: "rules", Reason: "are not JSON " + whereNot(data, err)}
	}
	var r Rules
	p := ruleParser{json.NewDecoder(bytes.NewReader(data)), data, nil}
	p.value(reflect.ValueOf(&r).Elem(), "")
	if len(p.faults) > 0 {
		return Rules{}, errors.Join(p.faults...)
	}
	return r, nil
}

// whereNot says where, and why, a text is no JSON.
func whereNot(data []byte, err error) string {
	at := len(data)
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		at = min(at, int(syntax.Offset))
	}
	line := bytes.Count(data[:at], []byte{'\n'}) + 1
	return fmt.Sprintf("in line %d, column %d: %v", line, max(1, at-1-bytes.LastIndexByte(data[:at], '\n')), err)
}

// ruleParser reads JSON, of which it is known that it is JSON, into values, and goes on
// after faults.
type ruleParser struct {
	d      *json.Decoder
	data   []byte
	faults []error
}

func (p *ruleParser) wrong(path, reason string) {
	if path == "" {
		path = "rules"
	}
	p.faults = append(p.faults, &FieldError{Field: path, Reason: reason})
}

// next is the character that the next value begins with.
func (p *ruleParser) next() byte {
	rest := bytes.TrimLeft(p.data[p.d.InputOffset():], " \t\r\n,:")
	return rest[0]
}

// raw reads a value as it is written.
func (p *ruleParser) raw() (raw json.RawMessage) {
	_ = p.d.Decode(&raw)
	return raw
}

// token reads a bracket or a key.
func (p *ruleParser) token() string {
	token, _ := p.d.Token()
	key, _ := token.(string)
	return key
}

// value reads a value.
func (p *ruleParser) value(to reflect.Value, path string) {
	_, leaf := to.Addr().Interface().(encoding.TextUnmarshaler)
	kind := to.Kind()
	switch {
	case p.next() == 'n':
		if p.raw(); kind != reflect.Pointer && kind != reflect.Slice && kind != reflect.Map {
			p.wrong(path, "is null")
		}
	case kind == reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		p.value(to.Elem(), path)
	case kind == reflect.Slice:
		p.list(to, path)
	case kind == reflect.Map:
		p.table(to, path)
	case kind == reflect.Struct && !leaf:
		p.object(path, func(key string) {
			if field, ok := fieldOf(to, key); ok {
				p.value(field, join(path, key))
				return
			}
			p.raw()
			p.wrong(join(path, key), "is nothing that can be said there")
		})
	default:
		if err := json.Unmarshal(p.raw(), to.Addr().Interface()); err != nil {
			p.wrong(path, "has to be "+wanted(to))
		}
	}
}

// fieldOf returns the field of a struct that has a key in JSON, letter by letter.
func fieldOf(v reflect.Value, key string) (field reflect.Value, ok bool) {
	for i := range v.NumField() {
		if tag, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ","); tag == key {
			return v.Field(i), true
		}
	}
	return field, false
}

// object reads an object, member by member: each reads the value of a key.
func (p *ruleParser) object(path string, each func(key string)) {
	if p.next() != '{' {
		p.raw()
		p.wrong(path, "has to be an object")
		return
	}
	p.token()
	seen := map[string]bool{}
	for p.d.More() {
		key := p.token()
		if seen[key] {
			p.wrong(join(path, key), "is there twice")
		}
		seen[key] = true
		each(key)
	}
	p.token()
}

// table reads a map, whose keys are texts or whole numbers.
func (p *ruleParser) table(to reflect.Value, path string) {
	to.Set(reflect.MakeMap(to.Type()))
	p.object(path, func(name string) {
		at := path + "[" + name + "]"
		v := reflect.New(to.Type().Elem()).Elem()
		p.value(v, at)
		key := reflect.New(to.Type().Key()).Elem()
		if key.Kind() == reflect.String {
			key.SetString(name)
		} else {
			n, err := strconv.Atoi(name)
			if err != nil {
				p.wrong(at, "has to be a whole number as key")
				return
			}
			key.SetInt(int64(n))
		}
		to.SetMapIndex(key, v)
	})
}

// list reads a slice.
func (p *ruleParser) list(to reflect.Value, path string) {
	if p.next() != '[' {
		p.raw()
		p.wrong(path, "has to be a list")
		return
	}
	p.token()
	to.Set(reflect.MakeSlice(to.Type(), 0, 0))
	for i := 0; p.d.More(); i++ {
		v := reflect.New(to.Type().Elem()).Elem()
		p.value(v, path+"["+strconv.Itoa(i)+"]")
		to.Set(reflect.Append(to, v))
	}
	p.token()
}

// wanted is what a value has to be, for people.
func wanted(v reflect.Value) string {
	if _, ok := v.Interface().(Duration); ok {
		return `a time span such as "1h30m"`
	}
	switch v.Kind() {
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Float64:
		return "a number"
	case reflect.Struct:
		return `a time such as "2026-01-31T09:00:00Z"`
	}
	return "a whole number"
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
