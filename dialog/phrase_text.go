package dialog

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

const (
	// Who writes more than this tells a story: no phrase is sought in it.
	maxPhraseBytes  = 1024
	maxPhraseTokens = 96
	// maxPhraseHits is how many phrases may begin at one word.
	maxPhraseHits = 8
)

// phrasePause is what stands between two words.
type phrasePause uint8

const (
	phrasePauseNone phrasePause = iota
	phrasePauseSome             // a comma and the like, or a space between Chinese characters
	phrasePauseAsks             // a question mark
)

// phraseText is an utterance cut into words, each looked up in the book.
type phraseText struct {
	book   *phraseBook
	s      string
	buf    text.Buffer
	tokens []text.Token
	word   [maxPhraseTokens + 1]uint16      // 0 behind the last
	pauses [maxPhraseTokens + 1]phrasePause // before each word, and behind the last
}

// phraseHit is a phrase found.
type phraseHit struct {
	end  int
	mark phraseMark
}

// read cuts an utterance, and reports whether there is something to seek in.
func (p *phraseText) read(utterance string) bool {
	p.book, p.s, p.tokens = phrases(), utterance, nil
	if len(utterance) > maxPhraseBytes {
		return false
	}
	p.buf.Grow(len(utterance))
	tokens := p.buf.Segment(utterance)
	if len(tokens) == 0 || len(tokens) > maxPhraseTokens {
		return false
	}
	p.tokens = tokens
	at := 0
	for i, t := range tokens {
		p.word[i] = p.book.ids[string(p.buf.Bytes(t))]
		p.pauses[i] = phrasePauseNone
		if t.Start > at {
			p.pauses[i] = pauseIn(utterance[at:t.Start], i > 0 && tokens[i-1].Kind == text.Char && t.Kind == text.Char)
		}
		at = t.End
	}
	p.word[len(tokens)] = 0
	p.pauses[len(tokens)] = pauseIn(utterance[at:], false)
	return true
}

// pauseIn says what the text between two words is.
func pauseIn(between string, chinese bool) phrasePause {
	found := phrasePauseNone
	for i, r := range between {
		switch r {
		case '?', '？':
			return phrasePauseAsks
		case ',', ';', ':', '!', '\n', '"', '(', ')', '，', '；', '：', '！', '。', '、', '…', '—', '–', '~', '～', '（', '）', '“', '”', '|':
			found = phrasePauseSome
		case '.':
			if len(between) > i+1 || i > 0 { // not inside of a.b
				found = phrasePauseSome
			}
		case '-':
			if strings.HasPrefix(between, " ") && strings.HasSuffix(between, " ") || strings.Contains(between, "--") {
				found = phrasePauseSome
			}
		default:
			if chinese && unicode.IsSpace(r) {
				found = phrasePauseSome
			}
		}
	}
	return found
}

// hits finds the phrases of a list that begin with word i, the shortest first.
// None of them goes on behind a pause.
func (p *phraseText) hits(root int32, i int, found *[maxPhraseHits]phraseHit) []phraseHit {
	out, n := found[:0], &p.book.nodes[root]
	for j := i; j < len(p.tokens) && len(out) < maxPhraseHits; j++ {
		if j > i && p.pauses[j] != phrasePauseNone {
			break
		}
		at, ok := n.edge(p.word[j])
		if !ok {
			break
		}
		n = &p.book.nodes[n.edges[at].to]
		if n.mark.label != 0 {
			out = append(out, phraseHit{j + 1, n.mark})
		}
	}
	return out
}

// longest returns where the longest phrase of a list that begins with word i
// ends, or i.
func (p *phraseText) longest(root int32, i int) int {
	var found [maxPhraseHits]phraseHit
	if hits := p.hits(root, i, &found); len(hits) > 0 {
		return hits[len(hits)-1].end
	}
	return i
}

// skip returns where the phrases of a list that follow each other from word i on
// end.
func (p *phraseText) skip(root int32, i int) int {
	for {
		j := p.longest(root, i)
		if j == i {
			return i
		}
		i = j
	}
}

// mood reports whether word i is a picture, which only colours what is said.
func (p *phraseText) mood(i int) bool {
	t := p.tokens[i]
	if t.Kind != text.Symbol || p.word[i] != 0 {
		return false
	}
	r, _ := utf8.DecodeRune(p.buf.Bytes(t))
	return unicode.Is(unicode.So, r) && r >= 0x2190
}

// from is where word i begins, with a bracket, quote or sign that belongs to it.
func (p *phraseText) from(i int) int {
	start, low := p.tokens[i].Start, 0
	if i > 0 {
		low = p.tokens[i-1].End
	}
	if start > low && strings.IndexByte(`("-/`, p.s[start-1]) >= 0 && (start-1 == low || p.s[start-2] == ' ') {
		start--
	}
	return start
}

// span returns where the words from i to before j are. A bracket that is opened
// inside is closed inside.
func (p *phraseText) span(i, j int) (start, end int) {
	start, end = p.from(i), p.tokens[j-1].End
	if end < len(p.s) && (p.s[end] == ')' && strings.Contains(p.s[start:end], "(") || p.s[end] == '"' && p.s[start] == '"') {
		end++
	}
	return start, end
}

// behind returns what is said from word i on, without what joins it to the words
// before.
func (p *phraseText) behind(i int) string {
	i = p.skip(p.book.joints, i)
	if i >= len(p.tokens) {
		return ""
	}
	return strings.TrimSpace(p.s[p.from(i):])
}
