package entity

import (
	"slices"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// Misspelt words are found by what is left of them when letters are taken away
// (W. Garbe's symmetric delete algorithm, 2012): two words within two edits
// share a remainder that has at most two letters less than each. Only the first
// letters of a word are indexed, which bounds the index and the look-ups.
const (
	nearEdits  = 2
	nearPrefix = 7
)

// addNear indexes a word.
func (x *lists) addNear(word string, id int32) {
	remainders(word, func(rest []byte) {
		if ids := x.near[string(rest)]; !slices.Contains(ids, id) {
			x.near[string(rest)] = append(ids, id)
		}
	})
}

func (x *lists) addKid(node, id int32) {
	if !slices.Contains(x.kids[node], id) {
		x.kids[node] = append(x.kids[node], id)
	}
}

// remainders calls f with the first letters of a word, and with what is left of
// them without one and without two.
func remainders(word string, f func([]byte)) {
	var ends [nearPrefix + 1]int // where each letter starts, and the end
	n := 0
	for i := 0; i < len(word) && n < nearPrefix; {
		_, size := utf8.DecodeRuneInString(word[i:])
		i += size
		n++
		ends[n] = i
	}
	var space [nearPrefix * utf8.UTFMax]byte
	build := func(a, b int) {
		rest := space[:0]
		for k := range n {
			if k != a && k != b {
				rest = append(rest, word[ends[k]:ends[k+1]]...)
			}
		}
		f(rest)
	}
	build(-1, -1)
	for a := range n {
		build(a, -1)
		for b := a + 1; b < n; b++ {
			build(a, b)
		}
	}
}

// stepNear is walk.step for what is misspelt.
func (w *walk) stepNear(node int32, i, cost int, word string, known bool) {
	x, in := w.lists, w.in
	left := nearEdits - cost
	if left <= 0 {
		return
	}
	switch in.toks[i].Kind {
	case text.Word:
		if known || len(word) < 3 {
			return
		}
		var seen [32]int32
		tried := seen[:0]
		remainders(word, func(rest []byte) {
			for _, id := range x.near[string(rest)] {
				to, ok := x.next[edge(node, id)]
				if !ok || slices.Contains(tried, id) {
					continue
				}
				tried = append(tried, id)
				if name := x.names[id]; name[0] != word[0] || len(name) < 6 && replaces(name, word) {
					continue // hair and chain are no chair
				}
				if d := text.EditDistance([]byte(word), []byte(x.names[id]), left); d <= left {
					w.step(to, i+1, cost+d)
				}
			}
		})
	case text.Char:
		// The first character is right; another may be wrong, missing or too many.
		kids := x.kids[node]
		if i == w.start || len(kids) == 0 || len(kids) > 64 {
			return
		}
		for _, id := range kids {
			to := x.next[edge(node, id)]
			w.step(to, i+1, cost+1)
			if then, ok := x.next[edge(to, x.words[word])]; ok {
				w.step(then, i+1, cost+1)
			}
		}
		if next := in.word(i + 1); i+1 < len(in.toks) && in.gap(i+1) == "" {
			if to, ok := x.next[edge(node, x.words[next])]; ok {
				w.step(to, i+2, cost+1)
			}
		}
	}
}

// replaces reports whether two words differ by a letter in the place of
// another, and not by two that changed places.
func replaces(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	n := 0
	for i := range len(a) {
		if a[i] != b[i] {
			n++
		}
	}
	return n == 1
}
