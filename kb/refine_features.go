package kb

import (
	"math"

	"github.com/kefu-go/kefu/internal/text"
)

// features are what the linear model of [Index.Refine] sees of a text: hashes in
// three views. Each view is normalised by itself, so that a long text has no
// more to say than a short one, and its hundred pieces no more than its ten words.
type features struct {
	hashes []uint32
	ends   viewEnds
	marked []byte
	pieces []uint32 // wait here until the other views are complete
}

// viewEnds says where each view ends in the hashes.
type viewEnds [featureViews]int

// The views.
const (
	wordView  = iota // stems, numbers, single characters
	pairView         // of words near each other: neighbours in order, others in any
	pieceView        // two to five letters of a word
	featureViews
)

// viewShare is the length of each view. Halving or doubling one of them moved
// the share of right first answers by less than 0.01 on every set.
var viewShare = [featureViews]float64{wordView: 1, pairView: 0.8, pieceView: 1}

const (
	featureWords  = 128 // of a text, which are looked at
	featurePieces = 1024
	featureReach  = 3 // words this near each other are a pair
	longestPiece  = 5
)

// The seeds keep the kinds of features apart.
const (
	wordSeed  = 0x9e3779b97f4a7c15
	nextSeed  = 0xd1b54a32d192ed03
	pairSeed  = 0x8cb92ba72f3d8dd7
	pieceSeed = 0xaef17502108ef2d9
)

// hashText and hashPair are the same in every process, so that refining the same
// entries gives the same model.
func hashText(seed uint64, b []byte) uint32 {
	h := seed
	for _, c := range b {
		h = (h ^ uint64(c)) * hashFactor
	}
	return mixed(h)
}

func hashPair(seed uint64, a, b uint32) uint32 {
	return mixed((seed ^ uint64(a) ^ uint64(b)<<32) * hashFactor)
}

const hashFactor = 0x9fb21c651e98df25

func mixed(h uint64) uint32 { return uint32((h ^ h>>29) * 0xd6e8feb86659fd93 >> 32) }

func (f *features) begin() { f.hashes, f.pieces = f.hashes[:0], f.pieces[:0] }

// add notes the next term of the text.
func (f *features) add(found sighting) {
	if found.part || len(f.hashes) == featureWords {
		return
	}
	f.hashes = append(f.hashes, hashText(wordSeed, found.name))
	if found.kind == text.Char || found.kind == text.Word && len(found.key) <= maxGramWord {
		f.addPieces(found.key)
	}
}

func (f *features) addPieces(word []byte) {
	f.marked = append(append(append(f.marked[:0], text.WordStart), word...), text.WordEnd)
	for start := 0; start < len(f.marked); start += runeLen(f.marked[start:]) {
		end, h := start, uint64(pieceSeed)
		for n := 1; n <= longestPiece && end < len(f.marked) && len(f.pieces) < featurePieces; n++ {
			for size := runeLen(f.marked[end:]); size > 0; size-- {
				h = (h ^ uint64(f.marked[end])) * hashFactor
				end++
			}
			if n > 1 {
				f.pieces = append(f.pieces, mixed(h))
			}
		}
	}
}

// end completes the views.
func (f *features) end() {
	words := f.hashes[:len(f.hashes):len(f.hashes)]
	f.ends[wordView] = len(f.hashes)
	for i, a := range words {
		for j, b := range words[i+1 : min(len(words), i+1+featureReach)] {
			if j == 0 {
				f.hashes = append(f.hashes, hashPair(nextSeed, a, b))
			}
			f.hashes = append(f.hashes, hashPair(pairSeed, min(a, b), max(a, b)))
		}
	}
	f.ends[pairView] = len(f.hashes)
	f.hashes = append(f.hashes, f.pieces...)
	f.ends[pieceView] = len(f.hashes)
}

// view returns the features of one view and the value of each.
func (e *viewEnds) view(hashes []uint32, i int) ([]uint32, float64) {
	from := 0
	if i > 0 {
		from = e[i-1]
	}
	part := hashes[from:e[i]]
	return part, viewShare[i] / math.Sqrt(float64(max(1, len(part))))
}

// window is where the weights of a feature are: those of all entries are near
// each other in memory. Weights that fall together share a place.
const window = 256

func windowOf(feature uint32, mask uint32) uint32 { return feature * 0x9e3779b1 & mask &^ (window - 1) }

// placeOf is the place of an entry, by its key, in the window of a feature.
func placeOf(feature, key uint32) uint32 { return (feature ^ key) * 0xc2b2ae35 >> 24 }

// entryKey spreads the marks of entries.
func entryKey(mark uint32) uint32 { return mark * 0x85ebca6b }

// mark is a hash of the entry's id and wordings. A model knows entries by it, so
// that it still knows one whose answer was changed, and does not judge one that
// asks something else now.
func (e *Entry) mark() uint32 {
	h := hashText(wordSeed, []byte(e.ID))
	for i := -1; i < len(e.Phrasings); i++ {
		h = hashPair(pairSeed, h, hashText(wordSeed, []byte(e.wording(i))))
	}
	return h
}
