package emotion

import (
	"math"

	"github.com/kefu-go/kefu/internal/text"
	"github.com/kefu-go/kefu/internal/text/linear"
)

// The views of a message for learned models.
const (
	wordView   = iota // words and Chinese characters
	pairView          // two neighbours
	pieceView         // beginnings of words, three Chinese characters
	letterView        // four letters of a word; only for what a host trains
	views
)

// ruleFigures is how many numbers the rules give a learned model.
const ruleFigures = 6 + 3 + kinds + 6

// fill puts the features of a message that was read into the bag; those of the
// last two views only if it is to be full.
func (s *scan) fill(full bool) {
	if s.bag == nil {
		s.bag = linear.NewBag(trackerViews)
	}
	bag := s.bag
	bag.Reset()
	last, before := uint64(1), uint64(1)
	for i := range s.units {
		u := &s.units[i]
		h := u.hash
		switch u.Kind {
		case 0:
			h = uint64(u.entry.label)*2 + 3
		case text.Number:
			h = 2 // figures are all alike
		}
		if u.denied {
			h = linear.HashPair(h, denied)
		}
		bag.Add(wordView, h)
		if full {
			bag.Add(pairView, linear.HashPair(last, h))
		}
		switch u.Kind {
		case text.Word:
			if word := s.buffer.Bytes(u.Token); len(word) > 5 {
				bag.Add(pieceView, hashOf(word[:5]))
			}
			if full {
				s.fillLetters(s.buffer.Bytes(u.Token))
			}
		case text.Char:
			bag.Add(pieceView, linear.HashPair(linear.HashPair(before, last), h))
		}
		last, before = h, last
	}
	if full {
		bag.Add(pairView, linear.HashPair(last, 1))
	}
}

// fillLetters adds the stretches of three to five letters of a word, with its
// ends.
func (s *scan) fillLetters(word []byte) {
	for n := 3; n <= 5; n++ {
		for gram := range text.NGrams(word, n) {
			s.bag.Add(letterView, hashOf(gram))
		}
	}
}

// appendRules appends what the rules saw as components first, first+1 and so on.
func (g *signals) appendRules(v linear.Vector, first int32, base [6]float64) linear.Vector {
	add := func(x float64) {
		if x != 0 {
			v = append(v, linear.Feature{Index: first, Value: float32(x)})
		}
		first++
	}
	for _, x := range g.felt {
		add(0.6 * log1p(x))
	}
	sum := g.good - g.bad
	add(sum / math.Sqrt(sum*sum+squash))
	add(0.5 * log1p(g.good))
	add(0.5 * log1p(g.bad))
	for i, n := range g.counts {
		if n != 0 { // most are
			v = append(v, linear.Feature{Index: first + int32(i), Value: float32(0.4 * min(n, 2))})
		}
	}
	first += kinds
	for _, z := range base {
		add(0.5 * z)
	}
	return v
}

// log1p is math.Log1p, with a short way for zero: most feelings are not there.
func log1p(x float64) float64 {
	if x == 0 {
		return 0
	}
	return math.Log1p(x)
}
