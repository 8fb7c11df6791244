package storetest

import (
	"reflect"
	"time"

	"pgregory.net/rapid"
)

// Random returns a value of a struct type with every field, at any depth, filled
// at random, the same one for the same seed: what a type gets as new fields is
// covered at once. Times are finer than a microsecond and in a zone of their own;
// numbers with a fraction are in [0,1]; slices and maps that are empty are nil,
// because stores need not tell the two apart.
func Random[T any](seed int) T {
	v := rapid.MakeCustom[T](rapid.MakeConfig{
		Types: map[reflect.Type]*rapid.Generator[any]{timeType: rapid.Custom(randomTime).AsAny()},
		Kinds: map[reflect.Kind]*rapid.Generator[any]{reflect.Float64: rapid.Float64Range(0, 1).AsAny()},
	}).Example(seed)
	withoutEmpty(reflect.ValueOf(&v).Elem())
	return v
}

func randomTime(t *rapid.T) time.Time {
	const year = 365 * 24 * 3600
	seconds := rapid.Int64Range(-100*year, 100*year).Draw(t, "seconds")
	nanos := rapid.Int64Range(0, 1e9-1).Draw(t, "nanoseconds")
	return time.Unix(seconds, nanos).In(time.FixedZone("UTC+8", 8*60*60))
}

// withoutEmpty makes empty slices and maps nil.
func withoutEmpty(v reflect.Value) {
	if v.Type() == timeType {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			withoutEmpty(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			withoutEmpty(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			withoutEmpty(v.Index(i))
		}
		if v.Len() == 0 {
			v.SetZero()
		}
	case reflect.Map:
		if v.Len() == 0 {
			v.SetZero()
		}
	}
}
