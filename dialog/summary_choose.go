package dialog

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// weight says how well a sentence of the customer tells what he came with,
// beside what it says.
func (u *digestUnit) weight() float64 {
	if u.nothing || !u.customer || u.content == 0 {
		return 0
	}
	w := 0.5 + u.central
	w /= 1 + 0.4*float64(u.order)
	for _, more := range []bool{u.asks, u.denies, u.names} {
		if more {
			w *= 1.1
		}
	}
	return w
}

// problem chooses the sentences that tell what the customer came with, in the
// order of the conversation: each time the one that says most beyond those
// chosen before, for its length, as long as they fit into so many runes; the last
// one may have to be cut (a greedy choice under a budget, Lin and Bilmes 2010). There is at least one, if
// he said anything.
func (d *digest) problem(room int) []int {
	var chosen []int
	said := map[int]bool{}
	first := 0.0
	for room > 0 {
		best, most := -1, 0.0
		for i := range d.units {
			u := &d.units[i]
			w := u.weight()
			n := u.runeCount()
			fits := n <= room || room >= worthCutting && (len(chosen) == 0 || i > slices.Max(chosen))
			if w == 0 || slices.Contains(chosen, i) || !fits {
				continue
			}
			more := 0.0
			for _, t := range u.vector {
				if !said[t.id] {
					more += d.says[t.id]
				}
			}
			w *= more / math.Sqrt(float64(max(n, 8)))
			if w > most {
				best, most = i, w
			}
		}
		first = max(first, most)
		if best < 0 || most < first*worthSaying {
			break
		}
		chosen = append(chosen, best)
		for _, t := range d.units[best].vector {
			said[t.id] = true
		}
		room -= d.units[best].runeCount() + 1
	}
	slices.Sort(chosen)
	return chosen
}

// worthSaying is how much a sentence must say, beside the one that says most.
const worthSaying = 0.15

// worthCutting is the room, in runes, that a sentence is cut for.
const worthCutting = 15

// join puts sentences together to at most n runes.
func (d *digest) join(units []int, n int) string {
	var b strings.Builder
	for _, i := range units {
		joinSentence(&b, d.units[i].text)
	}
	return clipRunes(b.String(), n)
}

// joinSentence appends a sentence, with a blank before it unless one in Chinese
// ended with its mark.
func joinSentence(b *strings.Builder, s string) {
	if last, _ := utf8.DecodeLastRuneInString(b.String()); b.Len() > 0 && !strings.ContainsRune("。！？；，、…", last) {
		b.WriteByte(' ')
	}
	b.WriteString(s)
}

// last returns the sentence of the customer that is open: of his last line that
// says anything the question, or what says most; -1 if there is none.
func (d *digest) last() int {
	best, most, line := -1, 0.0, -1
	for i, u := range slices.Backward(d.units) {
		if !u.customer || u.nothing || u.content == 0 {
			continue
		}
		if line >= 0 && u.line != line {
			break
		}
		line = u.line
		w := u.content / (u.content + 3)
		if u.asks {
			w *= 2
		}
		if w > most {
			best, most = i, w
		}
	}
	return best
}

// covered reports whether a sentence says nothing beyond those chosen.
func (d *digest) covered(unit int, chosen []int) bool {
	const same = 0.8
	for _, c := range chosen {
		if c == unit || d.like(c, unit) >= same {
			return true
		}
	}
	return false
}

// tried returns the most telling sentence of each answer, the best three of
// them in the order of the conversation, cut to so many runes together.
func (d *digest) tried(room int) []string {
	type answer struct {
		unit int
		best float64
	}
	var answers []answer
	fresh := true // the next sentence begins an answer
	from := -1    // the customer's last sentence that says something
	for i := range d.units {
		u := &d.units[i]
		if u.customer {
			fresh = true
			if !u.nothing {
				from = i
			}
			continue
		}
		w := u.content / (u.content + 3)
		if from >= 0 {
			w *= 0.5 + d.like(i, from)
		}
		switch {
		case u.nothing, u.content < 2, u.asks: // who asks back answers nothing yet
		case fresh:
			answers = append(answers, answer{i, w})
			fresh = false
		case w > answers[len(answers)-1].best:
			answers[len(answers)-1] = answer{i, w}
		}
	}
	var chosen []int
	for len(chosen) < summaryTried {
		best, most := -1, 0.0
		for _, a := range answers {
			if slices.Contains(chosen, a.unit) || d.covered(a.unit, chosen) {
				continue
			}
			if a.best > most {
				best, most = a.unit, a.best
			}
		}
		if best < 0 {
			break
		}
		chosen = append(chosen, best)
	}
	slices.Sort(chosen)
	var out []string
	for i, c := range chosen {
		s := clipRunes(d.units[c].text, max(room/(len(chosen)-i), 1))
		if s == "" {
			continue
		}
		room -= len([]rune(s))
		out = append(out, s)
	}
	return out
}
