package intent

import (
	"time"

	"github.com/kefu-go/kefu/internal/text/linear"
)

// encode writes an overlay, on a model of the version base.
func (o *overlay) encode(e *linear.Encoder, base string) {
	if o == nil {
		e.Uint(0)
		return
	}
	e.Uint(uint64(len(o.lessons)))
	e.String(base)
	for _, l := range o.lessons {
		if l.unlearn {
			e.Uint(1)
			e.String(l.example.ID)
			continue
		}
		e.Uint(0)
		encodeExample(e, l.example)
	}
}

func encodeExample(e *linear.Encoder, x Example) {
	e.String(x.ID)
	e.String(x.Text)
	e.String(x.Label)
	at := int64(0)
	if !x.At.IsZero() {
		at = x.At.UnixMicro()
	}
	e.Uint(uint64(at))
}

func decodeExample(d *linear.Decoder) Example {
	x := Example{ID: d.String(), Text: d.String(), Label: d.String()}
	if at := int64(d.Uint()); at != 0 {
		x.At = time.UnixMicro(at).UTC()
	}
	return x
}

// decodeOverlay reads the overlay of a model that is complete but for it, and
// reports whether it fits.
func (m *Model) decodeOverlay(d *linear.Decoder) bool {
	n := d.Count(2)
	if n == 0 {
		return d.Err == nil
	}
	m.base = d.String()
	trained := make(map[string]*Example, len(m.examples))
	for i := range m.examples {
		if x := &m.examples[i]; trained[x.ID] == nil {
			trained[x.ID] = x
		}
	}
	var (
		lessons            []*lesson
		learned, unlearned = map[string]bool{}, map[string]bool{}
		sc                 = m.newScratch()
	)
	defer m.scratch.Put(sc)
	for range n {
		switch d.Uint() {
		case 0:
		case 1:
			x := trained[d.String()]
			if x == nil || unlearned[x.ID] || d.Err != nil {
				return false
			}
			unlearned[x.ID] = true
			lessons = append(lessons, m.unlearn(sc, *x))
			continue
		default:
			return false
		}
		x := decodeExample(d)
		if _, err := learnable(x); err != nil || d.Err != nil || x.ID == "" || learned[x.ID] {
			return false
		}
		learned[x.ID] = true
		l := m.newLesson(sc, x)
		if len(l.terms) == 0 {
			return false
		}
		lessons = append(lessons, l)
	}
	for _, l := range lessons {
		if !l.unlearn && trained[l.example.ID] != nil && !unlearned[l.example.ID] {
			return false
		}
	}
	m.overlay = (*overlay)(nil).with(lessons...)
	m.lose()
	return true
}
