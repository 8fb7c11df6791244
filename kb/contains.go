package kb

import (
	"hash/maphash"
	"math/bits"
	"sync/atomic"

	"github.com/kefu-go/kefu/internal/text"
)

// node is a run of tokens that some contains phrase begins with. The table
// of them is a trie whose edges are found by hashing the path: adding a phrase
// touches nothing but its own path, and no automaton is ever rebuilt.
//
// Paths are told apart by 64 bits of a hash with a random seed, part of which
// the table keeps and part of which the node does. Nobody can choose two texts that
// collide, and by chance one lookup in 10^12 does in a table of ten million.
type node struct {
	check uint32
	// chain has the wordings for which the run is the whole phrase, plus one; 0
	// is none.
	chain atomic.Uint32
}

// maxPhrase is the longest phrase, in tokens, that is looked for inside of a
// question. It bounds the work of a question made of one word.
const maxPhrase = 64

// step returns the hash of a path with one more token.
func step(path, token uint64) uint64 {
	hi, lo := bits.Mul64(path^token, 0x9E3779B97F4A7C15)
	return hi ^ lo
}

// node returns the node of a path that a body has, or nil.
func (c *core) node(b *body, path uint64) *node {
	for p := c.nodeTable.find(path); ; {
		id, ok := p.next()
		if !ok {
			return nil
		}
		if id < b.nodes.n {
			if n := b.nodes.at(id); n.check == uint32(path) {
				return n
			}
		}
	}
}

// addPhrase makes an entry findable by a phrase inside of a question, unless it
// is too long for that.
func (c *core) addPhrase(line uint32, phrase string) bool {
	n := c.phrase(phrase)
	if n == nil {
		return false
	}
	chain := line
	if others := n.chain.Load(); others > 0 {
		chain = c.refs.link(line, others-1)
	}
	n.chain.Store(chain + 1)
	return true
}

// phrase returns the node of a whole phrase, which may be new, or nil if it is too
// long. Only the writer may call it.
func (c *core) phrase(phrase string) (last *node) {
	tokens := c.analyzer.buffer.Segment(phrase)
	if len(tokens) > maxPhrase {
		return nil
	}
	path := uint64(0)
	for _, t := range tokens {
		path = step(path, maphash.Bytes(c.seed, c.analyzer.buffer.Bytes(t)))
		if last = c.node(&c.body, path); last != nil {
			continue
		}
		var id uint32
		id, last = c.nodes.add()
		last.check = uint32(path)
		c.nodeTable.add(path, id)
	}
	return last
}

// containsFloor is the score of a contained phrase that makes up a vanishing
// share of the question. Whoever chose the mode contains wants the entry
// whenever the phrase occurs, so the score starts where policies answer; the
// rest, up to 1, is the share of the question that the phrase covers.
const containsFloor = 0.9

// contains notes the entries that have a phrase which the question contains,
// with the longest phrase of each.
func (m *matcher) contains() {
	v := m.view
	if v.nodes.n == 0 {
		return
	}
	tokens := m.tokens()
	total := 0
	m.hashes = m.hashes[:0]
	for _, t := range tokens {
		total += t.Hi - t.Lo
		m.hashes = append(m.hashes, maphash.Bytes(v.core.seed, m.lines.buffer.Bytes(t)))
	}
	for i := range tokens {
		path, covered := uint64(0), 0
		for k := i; k < len(tokens); k++ {
			path = step(path, m.hashes[k])
			covered += tokens[k].Hi - tokens[k].Lo
			reached := v.core.node(&v.body, path)
			if reached == nil {
				break
			}
			if chain := reached.chain.Load(); chain > 0 {
				var doubts Doubt
				if m.deniedAt(i) {
					doubts = DoubtNegation
				}
				m.raise(chain-1, containsFloor+(1-containsFloor)*float64(covered)/float64(total), doubts)
			}
		}
	}
	m.chooseFacts()
}

// raise notes the wordings of a contained phrase, except those of entries of which a
// longer one was found.
func (m *matcher) raise(chain uint32, score float64, doubts Doubt) {
	for more := true; more; {
		var line uint32
		line, chain, more = m.view.core.refs.follow(chain)
		if line >= m.view.lines.n {
			continue
		}
		slot := m.view.lines.at(line).slot
		if !m.admits(slot) {
			continue
		}
		if known := m.found(slot); known == nil {
			m.finds = append(m.finds, find{slot: slot, line: line, score: score, doubt: doubts})
		} else if score > known.score {
			known.line, known.score, known.doubt = line, score, doubts
		}
	}
}

// tokens segments the question once for all layers.
func (m *matcher) tokens() []text.Token {
	if !m.segmented {
		m.cut = m.lines.buffer.Segment(m.query.Text)
		m.segmented, m.denied = true, m.denied[:0]
	}
	return m.cut
}

// deniedAt reports whether something before one of the tokens denies it.
func (m *matcher) deniedAt(i int) bool {
	if tokens := m.tokens(); len(m.denied) == 0 {
		m.denied = m.lines.appendDenied(m.denied, tokens)
	}
	return m.denied[i]
}
