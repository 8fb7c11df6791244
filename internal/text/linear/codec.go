package linear

import (
	"encoding/binary"
	"errors"
	"math"
)

// ErrDamaged says that bytes are not what they should be.
var ErrDamaged = errors.New("linear: damaged data")

// Encoder writes a binary form. The zero value is ready for use.
type Encoder struct{ Data []byte }

// Uint writes a number, small ones in fewer bytes.
func (e *Encoder) Uint(n uint64) { e.Data = binary.AppendUvarint(e.Data, n) }

// Float writes a number of 32 bits.
func (e *Encoder) Float(f float32) {
	e.Data = binary.LittleEndian.AppendUint32(e.Data, math.Float32bits(f))
}

// Bytes writes bytes with their length.
func (e *Encoder) Bytes(b []byte) {
	e.Uint(uint64(len(b)))
	e.Data = append(e.Data, b...)
}

// String writes a string with its length.
func (e *Encoder) String(s string) {
	e.Uint(uint64(len(s)))
	e.Data = append(e.Data, s...)
}

// Decoder reads what an [Encoder] wrote. After the first thing that is not as it
// should be, everything is zero and Err an [ErrDamaged]. It never allocates more
// than a small multiple of the data's length.
type Decoder struct {
	Data []byte // what is left
	Err  error
}

func (d *Decoder) fail() {
	d.Data, d.Err = nil, ErrDamaged
}

// Uint reads a number.
func (d *Decoder) Uint() uint64 {
	n, size := binary.Uvarint(d.Data)
	if size <= 0 {
		d.fail()
		return 0
	}
	d.Data = d.Data[size:]
	return n
}

// Count reads a number of things that take at least the given number of bytes
// each, 1 or more, so that it can be trusted for an allocation.
func (d *Decoder) Count(size int) int {
	n := d.Uint()
	if n > uint64(len(d.Data)/size) {
		d.fail()
		return 0
	}
	return int(n)
}

// largest is beyond every figure of a model, and so far from the largest float
// that products of three of them, and their sums, stay finite.
const largest = 1 << 24

// Float reads a number of 32 bits; one that is no number, infinite, or beyond
// what any model has, is damage.
func (d *Decoder) Float() float32 {
	if len(d.Data) < 4 {
		d.fail()
		return 0
	}
	f := math.Float32frombits(binary.LittleEndian.Uint32(d.Data))
	if !(f >= -largest && f <= largest) { // not so for NaN either
		d.fail()
		return 0
	}
	d.Data = d.Data[4:]
	return f
}

// Bytes reads bytes with their length. They are a part of the data, not a copy.
func (d *Decoder) Bytes() []byte {
	n := d.Count(1)
	b := d.Data[:n:n]
	d.Data = d.Data[n:]
	return b
}

// String reads a string with its length.
func (d *Decoder) String() string { return string(d.Bytes()) }

// Encode writes the space.
func (s *Space) Encode(e *Encoder) {
	e.Uint(uint64(len(s.views)))
	for _, view := range s.views {
		e.Float(view.Weight)
	}
	e.Uint(uint64(s.texts))
	e.Uint(uint64(len(s.keys)))
	last := Key(0)
	for i, key := range s.keys {
		e.Uint(uint64(key - last))
		last = key
		e.Data = append(e.Data, s.traits[i+1].view)
		e.Uint(uint64(s.traits[i+1].texts))
	}
}

// DecodeSpace reads a space with the given number of views.
func DecodeSpace(d *Decoder, views int) *Space {
	s := &Space{views: make([]View, views)}
	if d.Uint() != uint64(views) {
		d.fail()
	}
	for i := range s.views {
		s.views[i].Weight = d.Float()
	}
	s.texts = int(d.Uint() & math.MaxInt32)
	n := d.Count(3)
	s.keys = make([]Key, n)
	s.traits = make([]trait, n+1)
	last := uint64(0)
	for i := range s.keys {
		step := d.Uint()
		last += step
		if step > math.MaxUint32 || last > math.MaxUint32 || i > 0 && step == 0 || len(d.Data) == 0 || int(d.Data[0]) >= views {
			d.fail()
			return s
		}
		s.keys[i] = Key(last)
		s.traits[i+1].view = d.Data[0]
		d.Data = d.Data[1:]
		count := d.Uint()
		if count == 0 || count > uint64(s.texts) {
			d.fail()
			return s
		}
		s.traits[i+1].texts = int32(count)
	}
	s.index()
	return s
}

// Encode writes the weights.
func (w *Weights) Encode(e *Encoder) {
	e.Uint(uint64(w.labels))
	e.Uint(uint64(len(w.scales)))
	for _, scale := range w.scales {
		e.Float(scale)
	}
	for f := range w.scales {
		for l := range w.labels {
			e.Data = append(e.Data, w.get(f, l))
		}
	}
}

// DecodeWeights reads weights for the given numbers of labels and features.
func DecodeWeights(d *Decoder, labels, features int) *Weights {
	if d.Uint() != uint64(labels) || d.Count(4) != features || labels < 1 || features < 1 ||
		len(d.Data)/features < 4+labels {
		d.fail()
		return &Weights{}
	}
	w := emptyWeights(labels, features)
	for i := range w.scales {
		w.scales[i] = d.Float()
	}
	if d.Err != nil {
		return w
	}
	for f := range w.scales {
		for l, weight := range d.Data[:labels] {
			w.set(f, l, weight)
		}
		d.Data = d.Data[labels:]
	}
	return w
}
