package dialog

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"reflect"
	"slices"
	"time"
)

// packing writes values as few bytes: of a struct the fields that are not zero, of a
// text that came before its number, of a UUID its 16 bytes. It follows the types, so
// that what a type gets as new fields is kept as well. Equal values have equal bytes.
type packing struct {
	b    []byte
	seen []string // texts that later ones may refer to
}

// packWords are texts that nearly every record has. States that are stored name them by
// their place: new ones come behind the others.
var packWords = [...]string{
	"", // a UUID follows
	string(Customer), string(Agent), string(Bot), string(System),
	string(Answered), string(Guided), string(Suggested), string(Unanswered), string(HandedOff), string(Relayed), string(Spoken), string(Invalid),
	string(TextPart), string(MarkdownPart), string(HTMLPart), string(ImagePart), string(AudioPart), string(FilePart), string(LinkPart),
	"en", "zh", "zh-Hans", "web", "wechat", "neutral",
	string(EventFlowStarted), string(EventFlowCompleted), string(EventSlotFilled), string(EventPrompted), string(EventSessionStarted),
}

// packWord returns the number of a word, or 0.
func packWord(s string) int {
	if len(s) > 16 {
		return 0
	}
	for i := 1; i < len(packWords); i++ {
		if w := packWords[i]; len(w) == len(s) && w[0] == s[0] && w == s {
			return i
		}
	}
	return 0
}

const (
	maxSeen = 24 // texts of one record that later ones can refer to
	minSeen = 3  // the shortest of them
)

// text writes a text: twice its length and the text, or an odd number that says
// where it is found: 1 and 4 times the number of a word, or 3 and 4 times that of a
// text that came before.
func (p *packing) text(s string) {
	if s == "" {
		p.b = append(p.b, 0)
		return
	}
	if n := packWord(s); n > 0 {
		p.uint(uint64(n)<<2 | 1)
		return
	}
	for i, w := range p.seen {
		if len(w) == len(s) && w == s {
			p.uint(uint64(i)<<2 | 3)
			return
		}
	}
	p.plain(s)
	if len(s) >= minSeen && len(p.seen) < maxSeen {
		p.seen = append(p.seen, s)
	}
}

// plain writes a text by itself, so that equal texts have equal bytes and of
// different ones none begins with the other.
func (p *packing) plain(s string) {
	if id, ok := packUUID(s); ok {
		p.b = append(p.b, 1)
		p.b = append(p.b, id[:]...)
		return
	}
	p.uint(uint64(len(s)) << 1)
	p.b = append(p.b, s...)
}

func (p *packing) uint(n uint64) { p.b = binary.AppendUvarint(p.b, n) }
func (p *packing) int(n int64)   { p.b = binary.AppendVarint(p.b, n) }

func (p *packing) bytes(b []byte) {
	p.uint(uint64(len(b)))
	p.b = append(p.b, b...)
}

// value writes a value of any type that a [Turn] holds.
func (p *packing) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		p.text(v.String())
	case reflect.Bool:
		if v.Bool() {
			p.b = append(p.b, 1)
		} else {
			p.b = append(p.b, 0)
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		p.int(v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		p.uint(v.Uint())
	case reflect.Float32, reflect.Float64:
		p.b = binary.LittleEndian.AppendUint64(p.b, math.Float64bits(v.Float()))
	case reflect.Pointer:
		p.value(v.Elem()) // a nil one is zero, and not written
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			p.bytes(v.Bytes())
			return
		}
		p.uint(uint64(v.Len()))
		for i := range v.Len() {
			p.value(v.Index(i))
		}
	case reflect.Map:
		p.entries(v)
	case reflect.Struct:
		p.fields(v)
	default:
		panic(fmt.Sprintf("dialog: a turn cannot hold a %s", v.Type()))
	}
}

// entries writes a map in the order of its keys, which are texts.
func (p *packing) entries(v reflect.Value) {
	p.uint(uint64(v.Len()))
	switch m := v.Interface().(type) {
	case wordings: // nearly every state has one
		packEntries(p, m, func(n int) { p.int(int64(n)) })
	case map[string]SlotValue:
		packEntries(p, m, func(value SlotValue) { p.value(reflect.ValueOf(&value).Elem()) })
	default:
		keys := make([]string, 0, v.Len())
		for it := v.MapRange(); it.Next(); {
			keys = append(keys, it.Key().String())
		}
		slices.Sort(keys)
		for _, key := range keys {
			p.text(key)
			p.value(v.MapIndex(reflect.ValueOf(key).Convert(v.Type().Key())))
		}
	}
}

// packEntries writes a map of a known type, whose values reflection would copy.
func packEntries[V any](p *packing, m map[string]V, value func(V)) {
	var place [16]string
	keys := place[:0]
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		p.text(key)
		value(m[key])
	}
}

// fields writes which fields of a struct are not zero, as bits, and then these.
func (p *packing) fields(v reflect.Value) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		if v.CanAddr() {
			v = v.Addr() // an interface that holds a pointer takes no memory
		}
		at, _ := v.Interface().(interface{ UnixMicro() int64 })
		p.int(at.UnixMicro())
		return
	}
	set := uint64(0)
	for i := range v.NumField() {
		if f := v.Field(i); !f.IsZero() && (f.CanInterface() || f.Kind() == reflect.Struct) { // what is of one turn has a small letter
			set |= 1 << i
		}
	}
	p.uint(set)
	for ; set != 0; set &= set - 1 {
		p.value(v.Field(bits.TrailingZeros64(set)))
	}
}

// unpacking reads what a packing has written, in the same order.
type unpacking struct {
	s    string
	seen []string
}

func (u *unpacking) text() string {
	switch n := u.uint(); {
	case n == 1:
		return u.remember(u.uuid())
	case n&1 == 0:
		return u.remember(u.take(int(n >> 1)))
	case n&2 == 0:
		return packWords[n>>2]
	default:
		return u.seen[n>>2]
	}
}

func (u *unpacking) remember(s string) string {
	if len(s) >= minSeen && len(u.seen) < maxSeen {
		u.seen = append(u.seen, s)
	}
	return s
}

// plain reads what packing.plain has written.
func (u *unpacking) plain() string {
	n := u.uint()
	if n == 1 {
		return u.uuid()
	}
	return u.take(int(n >> 1))
}

func (u *unpacking) take(n int) string {
	s := u.s[:n]
	u.s = u.s[n:]
	return s
}

func (u *unpacking) uint() uint64 {
	n, shift := uint64(0), 0
	for i := 0; ; i++ {
		c := u.s[i]
		n |= uint64(c&0x7f) << shift
		if c < 0x80 {
			u.s = u.s[i+1:]
			return n
		}
		shift += 7
	}
}

func (u *unpacking) int() int64 {
	n := u.uint()
	return int64(n>>1) ^ -int64(n&1)
}

func (u *unpacking) time() time.Time { return time.UnixMicro(u.int()).UTC() }

func (u *unpacking) bytes() []byte { return []byte(u.take(int(u.uint()))) }

// value reads a value; v can be set and is zero.
func (u *unpacking) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(u.text())
	case reflect.Bool:
		v.SetBool(u.take(1) == "\x01")
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(u.int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(u.uint())
	case reflect.Float32, reflect.Float64:
		v.SetFloat(math.Float64frombits(binary.LittleEndian.Uint64([]byte(u.take(8)))))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		u.value(v.Elem())
	case reflect.Slice:
		u.slice(v)
	case reflect.Map:
		u.entries(v)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			if at, ok := v.Addr().Interface().(*time.Time); ok {
				*at = u.time()
			}
			return
		}
		for set := u.uint(); set != 0; set &= set - 1 {
			u.value(v.Field(bits.TrailingZeros64(set)))
		}
	}
}

// count reads a number of things of at least one byte each.
func (u *unpacking) count() int {
	n := u.uint()
	return len(u.s[:n]) // no more of them than bytes
}

func (u *unpacking) slice(v reflect.Value) {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		v.SetBytes(u.bytes())
		return
	}
	n := u.count()
	if n == 0 {
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), n, n))
	for i := range n {
		u.value(v.Index(i))
	}
}

func (u *unpacking) entries(v reflect.Value) {
	n := u.count()
	if n == 0 {
		return
	}
	if said, ok := v.Addr().Interface().(*wordings); ok {
		*said = make(wordings, n)
		for range n {
			key := u.text()
			(*said)[key] = int(u.int())
		}
		return
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), n))
	for range n {
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		u.value(key)
		u.value(value)
		v.SetMapIndex(key, value)
	}
}

const uuidForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"

// packUUID returns the bytes of a UUID in its usual form.
func packUUID(s string) (id [16]byte, ok bool) {
	if len(s) != len(uuidForm) {
		return id, false
	}
	n := 0
	for i := range len(s) {
		c := s[i]
		switch {
		case uuidForm[i] == '-':
			if c != '-' {
				return id, false
			}
			continue
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		default:
			return id, false
		}
		id[n/2] = id[n/2]<<4 | c
		n++
	}
	return id, true
}

func (u *unpacking) uuid() string {
	var form [len(uuidForm)]byte
	writeUUID(&form, u.take(16))
	return string(form[:])
}

// writeUUID writes the usual form of a UUID of 16 bytes.
func writeUUID(form *[len(uuidForm)]byte, id string) {
	n := 0
	for i := range form {
		if uuidForm[i] == '-' {
			form[i] = '-'
			continue
		}
		form[i] = "0123456789abcdef"[id[n/2]>>(4*(1-n%2))&15]
		n++
	}
}

func get32(b []byte) uint32    { return binary.LittleEndian.Uint32(b) }
func put32(b []byte, n uint32) { binary.LittleEndian.PutUint32(b, n) }
func get64(b []byte) int64     { return int64(binary.LittleEndian.Uint64(b)) }
func put64(b []byte, n int64)  { binary.LittleEndian.PutUint64(b, uint64(n)) }
