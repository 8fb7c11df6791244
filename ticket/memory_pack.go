package ticket

import (
	"encoding/binary"
	"fmt"
	"reflect"
	"time"
)

// packing writes values as few bytes, for the memory of one process: of a struct only
// the fields that are not zero. It follows the types, so that what a type gets as new
// fields is kept as well.
type packing []byte

// pack returns what unpack reads. Times are cut to the microsecond.
func pack[T any](v *T) string {
	p := make(packing, 0, 256)
	p.value(reflect.ValueOf(v).Elem())
	return string(p)
}

// unpack returns a value that pack has written. Its texts are parts of s.
func unpack[T any](s string) (v T) {
	u := unpacking(s)
	u.value(reflect.ValueOf(&v).Elem())
	return v
}

func (p *packing) uint(n uint64) { *p = binary.AppendUvarint(*p, n) }
func (p *packing) int(n int64)   { *p = binary.AppendVarint(*p, n) }

func (p *packing) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		p.uint(uint64(v.Len()))
		*p = append(*p, v.String()...)
	case reflect.Bool:
		// A field that is written is not zero; see fields.
		*p = append(*p, 1)
	case reflect.Int, reflect.Int64:
		p.int(v.Int())
	case reflect.Pointer:
		p.value(v.Elem())
	case reflect.Slice:
		p.uint(uint64(v.Len()))
		for i := range v.Len() {
			p.value(v.Index(i))
		}
	case reflect.Map:
		p.uint(uint64(v.Len()))
		for it := v.MapRange(); it.Next(); {
			p.value(it.Key())
			p.value(it.Value())
		}
	case reflect.Struct:
		p.fields(v)
	default:
		panic(fmt.Sprintf("ticket: a ticket cannot hold a %s", v.Type()))
	}
}

// fields writes the fields of a struct that are not zero, each behind its number, and
// a 0 at the end.
func (p *packing) fields(v reflect.Value) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		if at, ok := v.Addr().Interface().(*time.Time); ok {
			p.int(at.UnixMicro())
		}
		return
	}
	for i := range v.NumField() {
		if f := v.Field(i); !f.IsZero() {
			p.uint(uint64(i) + 1)
			p.value(f)
		}
	}
	*p = append(*p, 0)
}

// unpacking is what is left to read of what a packing has written.
type unpacking string

func (u *unpacking) take(n int) string {
	s := string((*u)[:n])
	*u = (*u)[n:]
	return s
}

func (u *unpacking) uint() uint64 {
	n := uint64(0)
	for i := 0; ; i++ {
		c := (*u)[i]
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			*u = (*u)[i+1:]
			return n
		}
	}
}

func (u *unpacking) int() int64 {
	n := u.uint()
	return int64(n>>1) ^ -int64(n&1)
}

// value reads a value; v can be set and is zero.
func (u *unpacking) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(u.take(int(u.uint())))
	case reflect.Bool:
		v.SetBool(u.take(1) == "\x01")
	case reflect.Int, reflect.Int64:
		v.SetInt(u.int())
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		u.value(v.Elem())
	case reflect.Slice:
		if n := int(u.uint()); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				u.value(v.Index(i))
			}
		}
	case reflect.Map:
		n := int(u.uint())
		if n == 0 {
			return
		}
		v.Set(reflect.MakeMapWithSize(v.Type(), n))
		for range n {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			u.value(key)
			u.value(value)
			v.SetMapIndex(key, value)
		}
	case reflect.Struct:
		if at, ok := v.Addr().Interface().(*time.Time); ok {
			*at = time.UnixMicro(u.int()).UTC()
			return
		}
		for i := u.uint(); i != 0; i = u.uint() {
			u.value(v.Field(int(i) - 1))
		}
	}
}
