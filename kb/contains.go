package kb

import (
	"github.com/kefu-go/kefu/internal/text"
)

// phrase is a run of tokens that some contains phrase begins with. The table
// of them is a trie whose edges are found by hashing the path: adding a phrase
// touches nothing but its own path, and no automaton is ever rebuilt.
type phrase struct {
	// refs are the entries for which the run is the whole phrase.
	refs refs
}

// tokenEnd separates tokens in a path. It cannot occur in folded text.
const tokenEnd = 0x1f

// maxPhrase is the longest phrase, in tokens, that is looked for inside of a
// question. It bounds the work of a question made of one word.
const maxPhrase = 64

// addPhrase makes an entry findable by a phrase inside of a question.
func (c *core) addPhrase(s *slot, line string, number int) {
	tokens := c.lines.buffer.Segment(line)
	if len(tokens) == 0 || len(tokens) > maxPhrase { // only the identical text has it
		c.addWording(s, line, number)
		return
	}
	var last *phrase
	c.lines.eachStep(tokens, func(path []byte) { last = c.phrases.add(path, nil) })
	last.refs.add(s, number)
}

// eachStep calls see with each path that the tokens of a phrase take.
func (a *analyzer) eachStep(tokens []text.Token, see func(path []byte)) {
	path := a.key[:0]
	for _, t := range tokens {
		path = append(append(path, a.buffer.Bytes(t)...), tokenEnd)
		see(path)
	}
	a.key = path
}

// containsFloor is the score of a contained phrase that makes up a vanishing
// share of the question. Whoever chose the mode contains wants the entry
// whenever the phrase occurs, so the score starts where policies answer; the
// rest, up to 1, is the share of the question that the phrase covers.
const containsFloor = 0.9

// contains appends the entries that have a phrase which the question contains,
// with the longest phrase of each.
func (m *matcher) contains(dst []Hit) []Hit {
	if !m.view.phrases {
		return dst
	}
	tokens := m.tokens()
	total := 0
	for _, t := range tokens {
		total += t.Hi - t.Lo
	}
	from := len(dst)
	for i := range tokens {
		path, covered := m.path[:0], 0
		for _, t := range tokens[i:] {
			path = append(append(path, m.lines.buffer.Bytes(t)...), tokenEnd)
			covered += t.Hi - t.Lo
			reached := m.view.core.phrases.get(path)
			if reached == nil {
				break
			}
			for r := reached.refs.head.Load(); r != nil; r = r.next {
				if m.admits(r.slot) {
					score := containsFloor + (1-containsFloor)*float64(covered)/float64(total)
					dst = raise(dst, from, r, score)
				}
			}
		}
		m.path = path
	}
	return dst
}

// raise puts a contained phrase among the hits unless its entry has a longer
// one there.
func raise(dst []Hit, from int, r *ref, score float64) []Hit {
	hit := Hit{Entry: r.slot.entry, Mode: Contains, Phrasing: r.slot.entry.wording(r.line), Score: score}
	for i := from; i < len(dst); i++ {
		if dst[i].Entry == hit.Entry {
			if score > dst[i].Score {
				dst[i] = hit
			}
			return dst
		}
	}
	return append(dst, hit)
}

// tokens segments the question once for all layers.
func (m *matcher) tokens() []text.Token {
	if !m.segmented {
		m.cut = m.lines.buffer.Segment(m.query.Text)
		m.segmented = true
	}
	return m.cut
}
