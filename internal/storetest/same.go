package storetest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"time"
)

// shown is how much of a value an error shows.
const shown = 600

// Same returns an error unless both values have the same JSON form. So an
// empty slice is a nil one, and bytes that are not UTF-8, however many in a row,
// are one U+FFFD, which is as much as a store that keeps JSON can promise.
func Same(what string, want, got any) error {
	w, err := form(want)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	g, err := form(got)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if string(w) == string(g) {
		return nil
	}
	at := 0
	for at < len(w) && at < len(g) && w[at] == g[at] {
		at++
	}
	return fmt.Errorf("%s differs at byte %d:\n got  %s\n want %s", what, at, excerpt(g, at), excerpt(w, at))
}

// form returns the JSON form of a value.
func form(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	const bad = "\ufffd"
	b = bytes.ReplaceAll(b, []byte(`\ufffd`), []byte(bad)) // as json writes bytes that are not UTF-8
	for bytes.Contains(b, []byte(bad+bad)) {
		b = bytes.ReplaceAll(b, []byte(bad+bad), []byte(bad))
	}
	return b, err
}

func excerpt(b []byte, at int) string {
	from := max(0, at-shown/2)
	to := min(len(b), at+shown/2)
	return fmt.Sprintf("...%q... (%d bytes)", b[from:to], len(b))
}

// Moment is a time as a careless caller passes it: with nanoseconds, and in a
// zone of its own.
func Moment() time.Time {
	return time.Date(2026, 3, 1, 18, 30, 15, 123456789, time.FixedZone("UTC+8", 8*60*60))
}

// Kept returns t as a store has to keep it: UTC, cut to the microsecond.
func Kept(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

var timeType = reflect.TypeFor[time.Time]()

// KeptTimes returns an error if v holds a time, at any depth, that is not in
// UTC or is finer than a microsecond.
func KeptTimes(what string, v any) error {
	var fault error
	walk(reflect.ValueOf(v), func(x reflect.Value) bool {
		if x.Type() != timeType {
			return true
		}
		t, ok := x.Interface().(time.Time)
		if ok && fault == nil && (t.Location() != time.UTC || t.Nanosecond()%1000 != 0) {
			fault = fmt.Errorf("%s holds the time %s: want UTC and whole microseconds", what, t)
		}
		return false
	})
	return fault
}

// Scramble overwrites everything that v refers to through slices, pointers and
// maps: what a caller may do with a value that is his.
func Scramble(v any) {
	overwrite(reflect.ValueOf(v))
}

// walk calls visit for v and all that it holds, until visit returns false.
func walk(v reflect.Value, visit func(reflect.Value) bool) {
	if !v.IsValid() || !visit(v) {
		return
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		walk(v.Elem(), visit)
	case reflect.Struct:
		for i := range v.NumField() {
			walk(v.Field(i), visit)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			walk(v.Index(i), visit)
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			walk(it.Value(), visit)
		}
	}
}

func overwrite(v reflect.Value) {
	if !v.IsValid() || v.Type() == timeType {
		return
	}
	switch v.Kind() {
	case reflect.Interface:
		overwrite(v.Elem())
	case reflect.Pointer:
		if !v.IsNil() {
			overwrite(v.Elem())
			v.Elem().SetZero()
		}
	case reflect.Struct:
		for i := range v.NumField() {
			overwrite(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			overwrite(v.Index(i))
			v.Index(i).SetZero()
		}
	case reflect.Map:
		v.Clear()
	}
}
