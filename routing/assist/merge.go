package assist

import (
	"cmp"
	"hash/maphash"
	"math"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// The numbers of merging, chosen by hand.
const (
	saidFactor  = 0.3  // of what was said already
	typedFactor = 0.2  // of what the draft has already
	draftShare  = 0.5  // of a score that the draft may add or take
	sameWords   = 0.9  // share of words (Jaccard) from which two texts are one
	hasWords    = 0.85 // share of a text's words from which a draft has it
	draftWords  = 2    // words that a draft needs before it says anything
)

// merger makes one list of what sources suggest. It is used again and again.
type merger struct {
	seed   maphash.Seed
	buffer text.Buffer
	words  []uint64 // of all that is looked at, one after the other
	all    []candidate
	draft  span
	said   []span   // the lines of agents and bots
	from   []string // what these were taken from
	key    []byte   // of the draft
	keys   []byte   // scratch
}

// span is a stretch of merger.words.
type span struct{ from, to int }

// candidate is a suggestion that is being looked at.
type candidate struct {
	Suggestion
	words span
}

// begin reads what all suggestions are held against.
func (m *merger) begin(s *Situation) {
	if m.seed == (maphash.Seed{}) {
		m.seed = maphash.MakeSeed()
	}
	clear(m.all[:cap(m.all)])
	m.words, m.all, m.said, m.from = m.words[:0], m.all[:0], m.said[:0], m.from[:0]
	m.draft = m.read(s.Draft)
	m.key = text.AppendKey(m.key[:0], s.Draft)
	for _, line := range s.Lines {
		if line.By != ByCustomer {
			m.said, m.from = append(m.said, m.read(line.Text)), append(m.from, line.Source)
		}
	}
}

// read returns the words of a text, as sorted hashes without doubles. Of a text in
// characters these are its characters.
func (m *merger) read(s string) span {
	from := len(m.words)
	for _, t := range m.buffer.Segment(s) {
		m.words = append(m.words, maphash.Bytes(m.seed, m.buffer.Bytes(t)))
	}
	slices.Sort(m.words[from:])
	m.words = m.words[:from+len(slices.Compact(m.words[from:]))]
	return span{from, len(m.words)}
}

// common counts the words that both have.
func (m *merger) common(a, b span) (n int) {
	i, k := a.from, b.from
	for i < a.to && k < b.to {
		switch {
		case m.words[i] < m.words[k]:
			i++
		case m.words[i] > m.words[k]:
			k++
		default:
			n++
			i++
			k++
		}
	}
	return n
}

func (s span) size() int { return s.to - s.from }

// add takes the suggestions of a source.
func (m *merger) add(from *origin, list []Suggestion) {
	for _, s := range list {
		if !knownKind(s.Kind) || strings.TrimSpace(s.Text) == "" && strings.TrimSpace(s.Title) == "" {
			continue
		}
		if math.IsNaN(s.Score) {
			s.Score = 0
		}
		s.Score = max(0, min(1, s.Score)) * from.Weight
		s.Sources, s.Said, s.Typed, s.Continues = []string{from.Name}, false, false, false
		c := candidate{Suggestion: s, words: m.read(cmp.Or(s.Text, s.Title))}
		if at := m.same(&c); at >= 0 {
			m.unite(&m.all[at], &c)
			continue
		}
		m.all = append(m.all, c)
	}
}

func knownKind(k Kind) bool { return k != "" && strings.Contains(kinds, " "+string(k)+" ") }

// same returns what has the same content, or -1. A step is for the agent, the rest
// is for the customer: these two are never the same.
func (m *merger) same(c *candidate) int {
	for i := range m.all {
		other := &m.all[i]
		if (c.Kind == NextStep) != (other.Kind == NextStep) {
			continue
		}
		n := m.common(c.words, other.words)
		if union := c.words.size() + other.words.size() - n; union > 0 && float64(n) >= sameWords*float64(union) ||
			union == 0 && c.Text == other.Text && c.Title == other.Title {
			return i
		}
	}
	return -1
}

// unite keeps the better of two, and both sources.
func (m *merger) unite(have, c *candidate) {
	sources := have.Sources
	for _, name := range c.Sources {
		sources = appendOnce(sources, name)
	}
	if c.Score > have.Score {
		*have = *c
	}
	have.Sources = sources
}

// list ranks what there is.
func (m *merger) list(o *Options) []Suggestion {
	for i := range m.all {
		m.weigh(&m.all[i])
	}
	slices.SortStableFunc(m.all, func(a, b candidate) int {
		return cmp.Or(
			cmp.Compare(rankOf(&a), rankOf(&b)), cmp.Compare(b.Score, a.Score),
			cmp.Compare(strings.Index(kinds, string(a.Kind)), strings.Index(kinds, string(b.Kind))),
			cmp.Compare(a.ID, b.ID))
	})
	list := make([]Suggestion, 0, min(o.Limit, len(m.all)))
	for i := range m.all {
		c := &m.all[i]
		if len(list) == o.Limit {
			break
		}
		of := 0
		for k := range list {
			if list[k].Kind == c.Kind {
				of++
			}
		}
		if of < o.PerKind && c.Score >= o.MinScore {
			list = append(list, c.Suggestion)
		}
	}
	return list
}

// rankOf puts what was said or typed behind the rest.
func rankOf(c *candidate) int {
	if c.Said || c.Typed {
		return 1
	}
	return 0
}

// weigh holds a suggestion against the draft and what was said.
func (m *merger) weigh(c *candidate) {
	n := c.words.size()
	if n == 0 || c.Kind == NextStep {
		return
	}
	for i, said := range m.said {
		if c.ID != "" && m.from[i] == c.ID || float64(m.common(c.words, said)) >= sameWords*float64(n) {
			c.Said = true
			c.Score *= saidFactor
			break
		}
	}
	if c.End > c.Start || m.draft.size() < draftWords { // it was asked for by the draft
		return
	}
	common := m.common(c.words, m.draft)
	m.keys = text.AppendKey(m.keys[:0], c.Text)
	switch {
	case len(m.keys) > len(m.key) && strings.HasPrefix(string(m.keys), string(m.key)):
		c.Continues = true
		c.Score += draftShare * (1 - c.Score)
	case float64(common) >= hasWords*float64(n):
		c.Typed = true
		c.Score *= typedFactor
	default:
		// What shares nothing with what is being written is less likely to be wanted.
		c.Score *= 1 - draftShare + draftShare*float64(common)/float64(m.draft.size())
	}
}
