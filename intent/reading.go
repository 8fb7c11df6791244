package intent

import (
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// maxRead is how much of a message is looked at by what works without a model,
// in bytes: the beginning of a longer one says what it is about.
const maxRead = 8 << 10

// clip returns the beginning of a message, at most limit bytes, cut between
// characters.
func clip(message string, limit int) string {
	if len(message) <= limit {
		return message
	}
	for limit > 0 && !utf8.RuneStart(message[limit]) {
		limit--
	}
	return message[:limit]
}

// clauseEnds are the signs behind which a new clause begins; a comma does so
// too, also the Chinese one, but a reader may want to look past it.
const clauseEnds = ".!?;:。！？；：…()（）\n\r、,，"

// reading is a message cut into words. It is not safe for concurrent use, and
// can be used for one message after the other.
type reading struct {
	text   string
	buffer text.Buffer
	tokens []text.Token
	// clause is the number of the clause that each token stands in.
	clause []int
}

// read cuts a message into words and clauses.
func (r *reading) read(message string) {
	r.text = message
	r.buffer.Grow(len(message))
	r.tokens = r.buffer.Segment(message)
	r.clause = r.clause[:0]
	number, end := 0, 0
	for _, t := range r.tokens {
		if t.Start > end && len(r.clause) > 0 && strings.ContainsAny(message[end:t.Start], clauseEnds) {
			number++
		}
		r.clause = append(r.clause, number)
		end = t.End
	}
}

// word returns the folded text of a token. It is valid until the next read.
func (r *reading) word(i int) []byte { return r.buffer.Bytes(r.tokens[i]) }

// stretch returns the bytes of the message from one token to another one,
// which is included.
func (r *reading) stretch(first, last int) (start, end int) {
	return r.tokens[first].Start, r.tokens[last].End
}

// runesBefore returns how many runes of the message stand before a byte.
func (r *reading) runesBefore(at int) int { return utf8.RuneCountInString(r.text[:at]) }

// phrasebook finds many phrases in a message at once, by whole words and by
// Chinese characters, whatever stands between the words on the same clause.
// Once it is filled it is safe for concurrent use.
type phrasebook struct {
	words map[string]uint32
	next  map[uint64]uint32 // by node and word
	ends  [][]int           // the values of the phrases that end at a node
}

func newPhrasebook() *phrasebook {
	return &phrasebook{words: map[string]uint32{}, next: map[uint64]uint32{}, ends: make([][]int, 1)}
}

// add adds a phrase as a customer may write it, and reports whether there is a
// word in it.
func (p *phrasebook) add(phrase string, value int) bool {
	var buffer text.Buffer
	node := uint32(0)
	for _, t := range buffer.Segment(phrase) {
		word, known := p.words[string(buffer.Bytes(t))]
		if !known {
			word = uint32(len(p.words)) + 1
			p.words[string(buffer.Bytes(t))] = word
		}
		edge := uint64(node)<<32 | uint64(word)
		if node, known = p.next[edge]; !known {
			node = uint32(len(p.ends))
			p.next[edge] = node
			p.ends = append(p.ends, nil)
		}
	}
	if node == 0 {
		return false
	}
	p.ends[node] = append(p.ends[node], value)
	return true
}

// find calls see with each phrase that occurs within one clause: its first and
// last token and its value.
func (p *phrasebook) find(r *reading, see func(first, last, value int)) {
	for first := range r.tokens {
		node := uint32(0)
		for last := first; last < len(r.tokens) && r.clause[last] == r.clause[first]; last++ {
			word, known := p.words[string(r.word(last))]
			if !known {
				break
			}
			if node, known = p.next[uint64(node)<<32|uint64(word)]; !known {
				break
			}
			for _, value := range p.ends[node] {
				see(first, last, value)
			}
		}
	}
}

// spread calls see with every phrase that a short form stands for: parts are
// apart by blanks, alternatives of a part by "/", "_" is a blank within one, and
// "-" is nothing: "card was/is/- stolen" are three phrases.
func spread(short string, see func(phrase string)) {
	phrases := []string{""}
	for part := range strings.FieldsSeq(short) {
		var longer []string
		for _, phrase := range phrases {
			for alternative := range strings.SplitSeq(part, "/") {
				alternative = strings.ReplaceAll(alternative, "_", " ")
				if alternative == "-" {
					longer = append(longer, phrase)
				} else {
					longer = append(longer, phrase+" "+alternative)
				}
			}
		}
		phrases = longer
	}
	for _, phrase := range phrases {
		see(phrase)
	}
}

// wordSet returns the words of a list as a set.
func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
	return set
}
