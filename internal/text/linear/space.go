package linear

import (
	"iter"
	"math"
	"slices"
)

// Feature is a component of a vector. Feature 0 is the same in every vector.
type Feature struct {
	Index int32
	Value float32
}

// Vector is a text as numbers, without the features that are zero.
type Vector []Feature

// Square returns the square of the length of the vector.
func (v Vector) Square() float32 {
	square := float32(0)
	for _, f := range v {
		square += f.Value * f.Value
	}
	return square
}

// View says how a view takes part in vectors.
type View struct {
	// Weight is the length of its part of a vector: what it counts for beside the
	// other views, however many features it has.
	Weight float32
	// MinTexts is in how many texts a feature must occur to be kept. Default: 1.
	MinTexts int
}

// bias is the value of feature 0.
const bias = 0.3

// Space knows the features of a set of texts. It does not change, and is safe
// for concurrent use.
type Space struct {
	views  []View
	texts  int
	keys   []Key   // sorted; feature i+1 is keys[i]
	traits []trait // by feature
	slots  []slot  // hash table of keys
}

// trait is what is known of a feature, in one place for the sake of the cache.
type trait struct {
	idf   float32
	texts int32 // how many have it
	view  uint8
}

type slot struct {
	key   Key
	index int32 // 0: empty
}

// NewSpace returns the space of the features of some texts: all that occur in
// at least MinTexts of them. A feature is worth 1 + ln((1+n)/(1+m)) if it occurs
// in m of n texts (inverse document frequency, smoothed).
func NewSpace(views []View, texts iter.Seq[*Bag]) *Space {
	type count struct {
		texts int32
		view  uint8
	}
	counts := map[Key]count{}
	s := &Space{views: views}
	for bag := range texts {
		s.texts++
		for v := range views {
			for _, key := range bag.Keys(v) {
				c := counts[key]
				counts[key] = count{c.texts + 1, uint8(v)}
			}
		}
	}
	for key, c := range counts {
		if int(c.texts) >= views[c.view].MinTexts {
			s.keys = append(s.keys, key)
		}
	}
	slices.Sort(s.keys)
	s.traits = make([]trait, len(s.keys)+1)
	for i, key := range s.keys {
		c := counts[key]
		s.traits[i+1] = trait{texts: c.texts, view: c.view}
	}
	s.index()
	return s
}

// index computes what the features are worth and fills the hash table.
func (s *Space) index() {
	for i := range s.keys {
		t := &s.traits[i+1]
		t.idf = float32(1 + math.Log(float64(1+s.texts)/float64(1+t.texts)))
	}
	size := 8
	for size < 2*len(s.keys) {
		size *= 2
	}
	s.slots = make([]slot, size)
	for i, key := range s.keys {
		at := int(key) & (size - 1)
		for s.slots[at].index != 0 {
			at = (at + 1) & (size - 1)
		}
		s.slots[at] = slot{key, int32(i + 1)}
	}
}

// Len returns the number of features, feature 0 among them.
func (s *Space) Len() int { return len(s.keys) + 1 }

// Find returns the number of a feature; 0 if the texts of the space do not have
// it.
func (s *Space) Find(key Key) int32 {
	for at := int(key) & (len(s.slots) - 1); ; at = (at + 1) & (len(s.slots) - 1) {
		if slot := s.slots[at]; slot.index == 0 || slot.key == key {
			return slot.index
		}
	}
}

// View returns the view of a feature.
func (s *Space) View(index int32) int { return int(s.traits[index].view) }

// Rarity returns what a feature is worth before its view is brought to its
// length; see [NewSpace].
func (s *Space) Rarity(index int32) float32 { return s.traits[index].idf }

// Texts returns how many texts have a feature.
func (s *Space) Texts(index int32) int { return int(s.traits[index].texts) }

// Vector appends the vector of a bag to dst. Features that the space does not
// have count for nothing.
func (s *Space) Vector(dst Vector, bag *Bag) Vector {
	dst = append(dst, Feature{0, bias})
	for v, view := range s.views {
		from, square := len(dst), float32(0)
		for _, key := range bag.Keys(v) {
			if i := s.Find(key); i != 0 {
				idf := s.traits[i].idf
				dst = append(dst, Feature{i, idf})
				square += idf * idf
			}
		}
		scale := view.Weight / float32(math.Sqrt(float64(square)))
		for i := range dst[from:] {
			dst[from+i].Value *= scale
		}
	}
	return dst
}
