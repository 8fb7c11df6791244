package intent

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"maps"
	"slices"
	"sort"
	"time"

	"github.com/kefu-go/kefu/internal/text/linear"
	"github.com/kefu-go/kefu/internal/text/related"
)

// The binary form of a model is magic, the format as two bytes, the SHA-256 of
// the contents, and the contents.
const (
	magic      = "kefuint\n"
	format     = 2
	headerSize = len(magic) + 2 + sha256.Size
)

// MarshalBinary returns the model as bytes: the same for the same model. The
// error is always nil.
func (m *Model) MarshalBinary() ([]byte, error) { return m.encode(), nil }

// UnmarshalModel returns the model of [Model.MarshalBinary]. The error is
// [ErrNewer] for a model that was written by a newer version of this package, [ErrOlder]
// for one of a format that is not read any more, which has to be trained anew, and
// [ErrDamaged] for anything else that is not a whole model. It does not keep data.
func UnmarshalModel(data []byte) (*Model, error) {
	if len(data) < headerSize || string(data[:len(magic)]) != magic {
		return nil, ErrDamaged
	}
	switch version := binary.LittleEndian.Uint16(data[len(magic):]); {
	case version > format:
		return nil, ErrNewer
	case version < format:
		return nil, ErrOlder
	}
	contents := data[headerSize:]
	if sum := sha256.Sum256(contents); !bytes.Equal(sum[:], data[headerSize-sha256.Size:headerSize]) {
		return nil, ErrDamaged
	}
	m, err := decode(contents)
	if err != nil {
		return nil, err
	}
	if m.overlay == nil {
		m.base = versionOf(data)
	}
	m.version = m.overlay.version(m.base)
	return m, nil
}

// versionOf returns the version of an encoded model.
func versionOf(data []byte) string {
	return hex.EncodeToString(data[headerSize-sha256.Size:][:8])
}

func (m *Model) encode() []byte {
	e := &linear.Encoder{Data: make([]byte, headerSize, 1<<16)}
	e.Uint(uint64(len(m.labels)))
	for _, label := range m.labels {
		e.String(label)
	}
	e.Uint(uint64(len(m.categories)))
	for _, label := range slices.Sorted(maps.Keys(m.categories)) {
		e.String(label)
		e.String(m.categories[label])
	}
	m.terms.encode(e)
	m.encodeExamples(e)
	m.space.Encode(e)
	e.Uint(uint64(m.weights.Labels()))
	m.weights.Encode(e)
	m.calibration.encode(e)
	e.Uint(uint64(len(m.bare)))
	for _, h := range m.bare {
		e.Uint(h)
	}
	m.overlay.encode(e, m.base)
	copy(e.Data, magic)
	binary.LittleEndian.PutUint16(e.Data[len(magic):], format)
	sum := sha256.Sum256(e.Data[headerSize:])
	copy(e.Data[headerSize-sha256.Size:], sum[:])
	return e.Data
}

func (m *Model) encodeExamples(e *linear.Encoder) {
	e.Uint(uint64(len(m.examples)))
	for _, x := range m.examples {
		e.String(x.ID)
		e.String(x.Text)
		if i := sort.SearchStrings(m.labels, x.Label); !isOutOfScope(x.Label) {
			e.Uint(uint64(i) + 1)
		} else {
			e.Uint(0)
			e.String(x.Label)
		}
		at := int64(0)
		if !x.At.IsZero() {
			at = x.At.UnixMicro()
		}
		e.Uint(uint64(at))
	}
}

func decode(contents []byte) (*Model, error) {
	d := &linear.Decoder{Data: contents}
	m := &Model{}
	m.labels = make([]string, d.Count(1))
	for i := range m.labels {
		m.labels[i] = d.String()
		if i > 0 && m.labels[i] <= m.labels[i-1] {
			return nil, ErrDamaged
		}
	}
	if n := d.Count(2); n > 0 {
		m.categories = make(map[string]string, n)
		for range n {
			label := d.String()
			m.categories[label] = d.String()
		}
	}
	names := decodeTerms(d)
	if !m.decodeExamples(d) {
		return nil, ErrDamaged
	}
	m.space = linear.DecodeSpace(d, viewCount)
	classes := d.Uint()
	if d.Err != nil || len(m.labels) < 2 || classes != uint64(len(m.labels)) && classes != uint64(len(m.labels))+1 {
		return nil, ErrDamaged
	}
	m.units = unitsOf(m.space)
	m.weights = linear.DecodeWeights(d, int(classes), m.space.Len()+related.Dims)
	m.calibration = decodeCalibration(d)
	m.bare = make([]uint64, d.Count(1))
	for i := range m.bare {
		m.bare[i] = d.Uint()
	}
	if d.Err != nil {
		return nil, ErrDamaged
	}
	m.prepare()
	var err error
	if m.terms, err = newTerms(names, m.stemmer); err != nil {
		return nil, ErrDamaged
	}
	if !m.decodeOverlay(d) || d.Err != nil || len(d.Data) > 0 {
		return nil, ErrDamaged
	}
	return m, nil
}

func (m *Model) decodeExamples(d *linear.Decoder) bool {
	m.examples = make([]Example, d.Count(4))
	for i := range m.examples {
		x := &m.examples[i]
		x.ID, x.Text = d.String(), d.String()
		label := d.Uint()
		switch {
		case label == 0:
			x.Label = d.String()
		case label <= uint64(len(m.labels)):
			x.Label = m.labels[label-1]
		default:
			return false
		}
		if at := int64(d.Uint()); at != 0 {
			x.At = time.UnixMicro(at).UTC()
		}
	}
	return d.Err == nil
}
