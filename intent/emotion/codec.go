package emotion

import (
	"hash/crc32"
	"math"

	"github.com/kefu-go/kefu/internal/text/linear"
)

// format is the version of the binary form. It changes whenever the numbers that
// the rules give a model do. Version 1 says nothing of its base, which is rules
// alone.
const format = 2

const magic = "kefu emotion"

// Marshal returns the binary form of what the detector learned from a host's
// examples; see [Unmarshal].
func (d *Detector) Marshal() ([]byte, error) {
	if d.own == nil {
		return nil, &FieldError{Field: "detector", Reason: "was not trained"}
	}
	return d.own.encode(), nil
}

// Unmarshal returns a detector that was trained before, on the base that it was
// trained on (nil: New(nil)). It returns [ErrDamaged] for other bytes, [ErrNewer]
// for those of a newer version, and a [FieldError] for another base: with
// [Options.RulesOnly] instead of without, one that was trained itself, or what
// another version of this package has built in. Train again then.
func Unmarshal(data []byte, base *Detector) (*Detector, error) {
	m, err := decodeModel(data)
	if err != nil {
		return nil, err
	}
	if base == nil {
		if base, err = New(nil); err != nil {
			return nil, err
		}
	}
	if base.own != nil {
		return nil, &FieldError{Field: "base", Reason: "is trained already"}
	}
	if m.base != base.fingerprint() {
		return nil, &FieldError{Field: "base", Reason: "is not what the detector was trained on"}
	}
	return &Detector{words: base.words, built: base.built, own: m}, nil
}

// fingerprint tells what a detector has built in; 0 for rules alone.
func (d *Detector) fingerprint() uint32 {
	if d.built == nil {
		return 0
	}
	return d.built.name
}

func (m *model) encode() []byte {
	var e linear.Encoder
	e.Data = append(e.Data, magic...)
	e.Uint(format)
	e.Uint(uint64(m.base))
	e.Bytes(m.labels)
	e.Float(m.scale)
	e.Float(m.prior)
	full := uint64(0)
	if m.full {
		full = 1
	}
	e.Uint(full)
	m.space.Encode(&e)
	m.weights.Encode(&e)
	return e.Data
}

func decodeModel(data []byte) (*model, error) {
	if len(data) < len(magic) || string(data[:len(magic)]) != magic {
		return nil, ErrDamaged
	}
	d := linear.Decoder{Data: data[len(magic):]}
	version := d.Uint()
	switch {
	case d.Err != nil || version == 0:
		return nil, ErrDamaged
	case version > format:
		return nil, ErrNewer
	}
	base := uint64(0)
	if version > 1 {
		base = d.Uint()
	}
	m := &model{name: crc32.ChecksumIEEE(data), base: uint32(base), labels: d.Bytes(), scale: d.Float(), prior: d.Float(), full: d.Uint() == 1}
	last := -1
	for _, l := range m.labels {
		if int(l) <= last || l > 5 {
			return nil, ErrDamaged
		}
		last = int(l)
	}
	if len(m.labels) < 2 || base > math.MaxUint32 || m.scale <= 0 || m.prior < 0 {
		return nil, ErrDamaged
	}
	m.space = linear.DecodeSpace(&d, views)
	m.weights = linear.DecodeWeights(&d, len(m.labels), m.space.Len()+ruleFigures)
	if d.Err != nil || len(d.Data) > 0 {
		return nil, ErrDamaged
	}
	return m, nil
}
