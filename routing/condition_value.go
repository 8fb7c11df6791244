package routing

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unsafe"
)

// Kind is what sort of value a [Variable] has.
type Kind uint8

// The kinds.
const (
	// KindText is a text; two are equal that differ in case, width or in
	// traditional and simplified characters only.
	KindText Kind = iota + 1
	// KindNumber is a number.
	KindNumber
	// KindDuration is a span of time; conditions compare it with 90s or 5m.
	KindDuration
	// KindBool is yes or no, and a condition by itself.
	KindBool
	// KindSet is a set of texts.
	KindSet
	// KindAttribute is a text that counts as a number beside numbers, as seconds
	// beside durations and as yes or no where a condition stands. Its values are
	// made by [TextValue].
	KindAttribute
)

// String is the kind as errors name it.
func (k Kind) String() string {
	switch k {
	case KindText:
		return "text"
	case KindNumber:
		return "number"
	case KindDuration:
		return "duration"
	case KindBool:
		return "yes or no"
	case KindSet:
		return "set"
	case KindAttribute:
		return "attribute"
	}
	return "value of no kind"
}

// a is the kind as the end of a sentence.
func (k Kind) a() string {
	switch k {
	case KindBool:
		return k.String()
	case KindAttribute:
		return "an attribute"
	}
	return "a " + k.String()
}

// Value is the value of a variable. The zero Value is of no kind, and good only
// beside false in the result of [Variables]. Values are not compared by ==.
type Value struct {
	// Three words, so that values travel in registers: a condition does little
	// else than asking for them. The pointer is to the bytes of a text or to the
	// first member of a set.
	data unsafe.Pointer
	num  uint64 // the bits of a float64, or how many bytes or members there are
	kind Kind
}

// TextValue is a value of [KindText] or [KindAttribute].
func TextValue(s string) Value {
	return Value{kind: KindText, num: uint64(len(s)), data: unsafe.Pointer(unsafe.StringData(s))}
}

// NumberValue is a value of [KindNumber]; NaN counts as 0.
func NumberValue(n float64) Value { return Value{kind: KindNumber, num: math.Float64bits(ordered(n))} }

// DurationValue is a value of [KindDuration].
func DurationValue(d time.Duration) Value {
	return Value{kind: KindDuration, num: math.Float64bits(d.Seconds())}
}

// BoolValue is a value of [KindBool].
func BoolValue(b bool) Value {
	v := Value{kind: KindBool}
	if b {
		v.num = 1
	}
	return v
}

// SetValue is a value of [KindSet]. The slice is only read, and must not change
// while a condition is worked out.
func SetValue(members []string) Value {
	return Value{kind: KindSet, num: uint64(len(members)), data: unsafe.Pointer(unsafe.SliceData(members))}
}

// text is the text of a value; "" if it is none. So are the others for what the value
// is not.
func (v Value) text() string {
	if v.kind != KindText {
		return ""
	}
	return unsafe.String((*byte)(v.data), int(v.num))
}

// number is the number, or the seconds of a duration.
func (v Value) number() float64 {
	if v.kind != KindNumber && v.kind != KindDuration {
		return 0
	}
	return math.Float64frombits(v.num)
}

func (v Value) yes() bool { return v.kind == KindBool && v.num != 0 }

func (v Value) members() []string {
	if v.kind != KindSet {
		return nil
	}
	return unsafe.Slice((*string)(v.data), int(v.num))
}

// String is the value as conditions write it: a text in quotes, a set as such texts
// with commas between, shortened.
func (v Value) String() string {
	var b strings.Builder
	switch v.kind {
	case KindText:
		writeQuoted(&b, clip(v.text()))
	case KindNumber:
		b.WriteString(formatNumber(v.number()))
	case KindDuration:
		if n := v.number(); math.Abs(n) < math.MaxInt64/1e9 {
			return time.Duration(math.Round(n * 1e9)).String()
		}
		return formatSpan(v.number())
	case KindBool:
		b.WriteString(strconv.FormatBool(v.yes()))
	case KindSet:
		for i, member := range v.members() {
			if i > 0 {
				b.WriteString(", ")
			}
			if i == 10 {
				b.WriteString("…")
				break
			}
			writeQuoted(&b, clip(member))
		}
	}
	return b.String()
}

// ordered makes NaN 0, so that numbers are in order.
func ordered(n float64) float64 {
	if math.IsNaN(n) {
		return 0
	}
	return n
}

// Variables supplies the values that a condition asks for. It is asked again for
// every mention; what it tells should be one snapshot. It is called from as many
// goroutines as use the condition with it. A panic in it becomes an error.
type Variables interface {
	// Variable returns the value of a variable of the schema. The argument is that
	// of a call, such as the queue in waiting("billing") or the name of an
	// attribute; it is "" for variables that take none. False says that there is no
	// value, which conditions read as the empty text, 0, no, or the empty set, and
	// which given() tells. A value must be of the kind that the schema declares.
	Variable(name, argument string) (Value, bool)
}

// VariablesFunc is a function as [Variables].
type VariablesFunc func(name, argument string) (Value, bool)

// Variable calls the function.
func (f VariablesFunc) Variable(name, argument string) (Value, bool) { return f(name, argument) }
