package metrics

import (
	"encoding/binary"
	"math"
	"time"
)

// coder writes values, or reads them: the same code does both, so that the two cannot differ. Numbers are
// varints, floats eight bytes, texts their length and bytes, times microseconds since a base.
type coder struct {
	out []byte
	in  *reader // nil: write
	// all is what is read, as text: what is decoded refers to it, so that many short texts are one allocation.
	all  string
	base int64
}

// decoding returns a coder that reads data.
func decoding(data []byte) *coder {
	return &coder{in: &reader{data: data}, all: string(data)}
}

// done says that all was read, and nothing was damaged.
func (c *coder) done() bool { return !c.in.failed && c.in.left() == 0 }

func (c *coder) uvarint(x uint64) uint64 {
	if c.in != nil {
		return c.in.uvarint()
	}
	c.out = binary.AppendUvarint(c.out, x)
	return x
}

func (c *coder) uint32(x uint32) uint32 {
	if c.in == nil {
		c.out = binary.LittleEndian.AppendUint32(c.out, x)
		return x
	}
	if b := c.in.bytes(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (c *coder) varint(p *int64) {
	if c.in != nil {
		*p = c.in.varint()
		return
	}
	c.out = binary.AppendVarint(c.out, *p)
}

func (c *coder) number(p *int) {
	x := int64(*p)
	c.varint(&x)
	*p = int(x)
}

func (c *coder) byte(p *uint8) {
	if c.in != nil {
		*p = c.in.byte()
		return
	}
	c.out = append(c.out, *p)
}

// flags are up to 16 truths.
func (c *coder) flags(all ...*bool) {
	bits := uint64(0)
	for i, p := range all {
		if *p {
			bits |= 1 << i
		}
	}
	bits = c.uvarint(bits)
	if c.in != nil && bits>>len(all) != 0 {
		c.in.fail()
		bits = 0
	}
	for i, p := range all {
		*p = bits>>i&1 == 1
	}
}

func (c *coder) text(p *string) {
	if c.in == nil {
		c.out = append(binary.AppendUvarint(c.out, uint64(len(*p))), *p...)
		return
	}
	n := c.in.count(1)
	from := c.in.at
	c.in.bytes(n)
	*p = ""
	if !c.in.failed {
		*p = c.all[from : from+n]
	}
}

func (c *coder) float(p *float64) {
	if c.in == nil {
		c.out = binary.LittleEndian.AppendUint64(c.out, math.Float64bits(*p))
		return
	}
	*p = 0
	if b := c.in.bytes(8); b != nil {
		*p = c.finite(math.Float64frombits(binary.LittleEndian.Uint64(b)))
	}
}

func (c *coder) float32(p *float32) {
	x := c.uint32(math.Float32bits(*p))
	if c.in != nil {
		*p = float32(c.finite(float64(math.Float32frombits(x))))
	}
}

func (c *coder) finite(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		c.in.fail()
		return 0
	}
	return x
}

func (c *coder) duration(p *time.Duration) {
	x := int64(*p)
	c.varint(&x)
	*p = time.Duration(x)
}

// start is a time that others are near to: it is their base.
func (c *coder) start(p *time.Time) {
	c.base = p.UnixMicro()
	c.varint(&c.base)
	if c.in != nil {
		*p = time.UnixMicro(c.base).UTC()
	}
}

// time is one that has to be there, or the zero time, in UTC and cut to the microsecond.
func (c *coder) time(p *time.Time) {
	x := p.UnixMicro() - c.base
	c.varint(&x)
	if c.in != nil {
		*p = time.UnixMicro(c.base + x).UTC()
	}
}

// list is a list of things that take at least least bytes each.
func list[T any](c *coder, p *[]T, least int, each func(*T)) {
	if c.in == nil {
		c.out = binary.AppendUvarint(c.out, uint64(len(*p)))
	} else if n := c.in.count(least); n > 0 {
		*p = make([]T, n)
	} else {
		*p = nil
	}
	for i := range *p {
		each(&(*p)[i])
	}
}

func (c *coder) labels(p *[]Label) {
	list(c, p, 2, func(l *Label) { c.text(&l.Name); c.text(&l.Value) })
}

func (c *coder) texts(p *[]string) { list(c, p, 1, c.text) }
