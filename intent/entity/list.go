package entity

import (
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// lists finds the values of the host's lists. All values are in one tree of
// tokens, so that the cost of a text does not grow with their number.
type lists struct {
	words map[string]int32   // token to number, from 1
	next  map[uint64]int32   // node and token to node; node 0 is the root
	ends  map[int32]listed   // what ends at a node
	kids  map[int32][]int32  // the single characters behind a node, of fuzzy lists
	near  map[string][]int32 // words by what is left of them with letters taken away
	names []string           // token by number
}

// listed is a value in the tree.
type listed struct {
	typ     Type
	name    string
	letters int // in the way it is written
	edits   int // how many edits a misspelling may have
}

func newLists(ls []List) *lists {
	x := &lists{
		words: map[string]int32{}, next: map[uint64]int32{}, ends: map[int32]listed{},
		kids: map[int32][]int32{}, near: map[string][]int32{}, names: []string{""},
	}
	var buf text.Buffer
	for _, l := range ls {
		for _, v := range l.Values {
			x.add(&buf, l, v.Name, v.Name)
			for _, s := range v.Synonyms {
				x.add(&buf, l, v.Name, s)
			}
		}
	}
	return x
}

// add puts one way to write a value into the tree. The first value that is
// written like this, in the first of two lists, keeps it.
func (x *lists) add(buf *text.Buffer, l List, name, form string) {
	toks := buf.Segment(form)
	value := listed{typ: l.Type, name: name}
	digits := false
	for _, t := range toks {
		value.letters += utf8.RuneCount(buf.Bytes(t))
		digits = digits || t.Kind == text.Number
	}
	if l.Fuzzy && !digits {
		value.edits = edits(value.letters)
	}
	node := int32(0)
	for _, t := range toks {
		word := string(buf.Bytes(t))
		id, ok := x.words[word]
		if !ok {
			id = int32(len(x.names))
			x.words[word] = id
			x.names = append(x.names, word)
		}
		if value.edits > 0 {
			switch t.Kind {
			case text.Word:
				x.addNear(word, id)
			case text.Char:
				x.addKid(node, id)
			}
		}
		to, ok := x.next[edge(node, id)]
		if !ok {
			to = int32(len(x.next) + 1)
			x.next[edge(node, id)] = to
		}
		node = to
	}
	if _, taken := x.ends[node]; !taken && node != 0 {
		x.ends[node] = value
	}
}

// edits is how many edits a word of so many letters may have.
func edits(letters int) int {
	switch {
	case letters >= 9:
		return 2
	case letters >= 5:
		return 1
	}
	return 0
}

func edge(node, id int32) uint64 { return uint64(node)<<32 | uint64(id) }

func (x *lists) find(dst []found, in *input) []found {
	w := walk{lists: x, in: in, dst: dst}
	for i := range in.toks {
		if i > 0 && in.toks[i].Kind != text.Char && in.toks[i-1].Kind == in.toks[i].Kind && in.toks[i-1].Hi == in.toks[i].Lo {
			continue // inside a word that was cut, such as ℃
		}
		w.start, w.best = i, 0
		w.step(0, i, 0)
		if w.best > 0 {
			w.dst = append(w.dst, w.found)
		}
	}
	return w.dst
}

// walk is the search for the longest value from one token on.
type walk struct {
	lists *lists
	in    *input
	dst   []found
	start int
	best  int // the length of what was found, in bytes, less three for each edit
	found found
}

// step goes on from a node at token i with the edits made so far.
func (w *walk) step(node int32, i, cost int) {
	x, in := w.lists, w.in
	if i > w.start {
		if v, ok := x.ends[node]; ok && cost <= v.edits {
			w.keep(v, in.toks[i-1].End, cost)
		}
	}
	if i == len(in.toks) || i > w.start && !joins(in.gap(i)) {
		return
	}
	word := in.word(i)
	id, known := x.words[word]
	if known {
		if to, ok := x.next[edge(node, id)]; ok {
			w.step(to, i+1, cost)
		}
	}
	if in.toks[i].Kind == text.Word {
		if stem, cut := singular(word); cut > 0 {
			if to, ok := x.next[edge(node, x.words[stem])]; ok {
				if v, ok := x.ends[to]; ok && v.edits >= cost && v.letters >= 4 {
					end := in.toks[i].End
					if strings.HasSuffix(word, "'s") {
						_, end = in.stretch(in.toks[i].Lo, in.toks[i].Hi-2)
					}
					w.keep(v, end, cost)
				}
			}
		}
	}
	if len(x.near) > 0 || len(x.kids) > 0 {
		w.stepNear(node, i, cost, word, known)
	}
}

// keep records a value that ends at a byte of the raw text, if it is better
// than what was found.
func (w *walk) keep(v listed, end, cost int) {
	worth := end - w.in.toks[w.start].Start - 3*cost
	if worth <= w.best {
		return
	}
	w.best = worth
	w.found = found{
		typ: v.typ, value: v.name, start: w.in.toks[w.start].Start, end: end,
		score: 1 - 0.15*float64(cost), priority: hosts,
	}
}

// singular returns a word without the ending of a plural or a genitive, and
// how many bytes that took away; 0 where there is none.
func singular(word string) (stem string, cut int) {
	if s, ok := strings.CutSuffix(word, "'s"); ok {
		return s, 2
	}
	if s, ok := strings.CutSuffix(word, "s"); ok && len(s) >= 4 {
		return s, 1
	}
	return word, 0
}

// joins reports whether a value may go on behind a gap.
func joins(gap string) bool {
	return gap == "" || gap == " " || gap == "-" || len(gap) <= 3 && strings.Trim(gap, " -/'&._") == ""
}
