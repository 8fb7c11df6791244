package intent

import (
	"maps"
	"slices"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/linear"
)

// terms are the words of a host's field, and what else they are called; see
// [TrainOptions.Terms]. A nil *terms has none.
type terms struct {
	names map[string][]string
	// steps is by the path of units to the end of a name, or on the way to one, as
	// its hash: the term, or 0 on the way.
	steps map[uint64]uint64
}

// newTerms prepares terms. The error is a [FieldError] for a name that says
// nothing, or belongs to two terms.
func newTerms(names map[string][]string, stemmer *text.Stemmer) (*terms, error) {
	if len(names) == 0 {
		return nil, nil
	}
	t := &terms{names: make(map[string][]string, len(names)), steps: map[uint64]uint64{}}
	r := newReader(stemmer, nil)
	for _, term := range slices.Sorted(maps.Keys(names)) {
		t.names[term] = slices.Clone(names[term])
		unit := linear.HashPair(edge, linear.HashString(linear.Hash, text.Key(term)))
		for _, name := range append([]string{term}, names[term]...) {
			r.read(name)
			if len(r.units) == 0 || len(r.units) == maxUnits {
				return nil, &FieldError{"Terms", "has a name without words, or of too many"}
			}
			path := uint64(edge)
			for i, u := range r.units {
				path = linear.HashPair(path, u)
				if _, on := t.steps[path]; !on && i < len(r.units)-1 {
					t.steps[path] = 0
				}
			}
			if other := t.steps[path]; other != 0 && other != unit {
				return nil, &FieldError{"Terms", "has a name of two terms"}
			}
			t.steps[path] = unit
		}
	}
	return t, nil
}

// find returns the term with the longest name that the units begin with, and how
// many of them it is; 0 if there is none.
func (t *terms) find(units []uint64) (unit uint64, length int) {
	path := uint64(edge)
	for i, u := range units {
		path = linear.HashPair(path, u)
		term, ok := t.steps[path]
		if !ok {
			break
		}
		if term != 0 {
			unit, length = term, i+1
		}
	}
	return unit, length
}

// nameTerms puts terms in the place of their names, which stay features of their
// own.
func (r *reader) nameTerms() {
	if r.terms == nil {
		return
	}
	kept, tokens := r.units[:0], r.tokens[:0]
	for i := 0; i < len(r.units); {
		unit, length := r.terms.find(r.units[i:])
		if length == 0 {
			kept, tokens = append(kept, r.units[i]), append(tokens, r.tokens[i])
			i++
			continue
		}
		for _, u := range r.units[i : i+length] {
			r.bag.Add(viewUnits, u)
		}
		whole := r.tokens[i]
		whole.Hi, whole.End = r.tokens[i+length-1].Hi, r.tokens[i+length-1].End
		kept, tokens = append(kept, unit), append(tokens, whole)
		i += length
	}
	r.units, r.tokens = kept, tokens
}

// encode writes the terms.
func (t *terms) encode(e *linear.Encoder) {
	if t == nil {
		e.Uint(0)
		return
	}
	e.Uint(uint64(len(t.names)))
	for _, term := range slices.Sorted(maps.Keys(t.names)) {
		e.String(term)
		e.Uint(uint64(len(t.names[term])))
		for _, name := range t.names[term] {
			e.String(name)
		}
	}
}

// decodeTerms reads what encode wrote.
func decodeTerms(d *linear.Decoder) map[string][]string {
	n := d.Count(2)
	names := make(map[string][]string, n)
	for range n {
		term := d.String()
		list := make([]string, d.Count(1))
		for i := range list {
			list[i] = d.String()
		}
		names[term] = list
	}
	return names
}
