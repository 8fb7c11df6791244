package dialog

import (
	"slices"
	"strings"
	"sync"

	"github.com/kefu-go/kefu/internal/text"
)

// phraseBook holds every phrase that people steer a conversation with. All lists
// share one vocabulary, so that an utterance is looked up once, and one trie, in
// which each list has a root of its own.
type phraseBook struct {
	ids   map[string]uint16 // of folded words and characters; 0 is none of them
	nodes []phraseNode

	// The roots of the lists.
	commands, answers, openings, closings, starts, asides, joints, light, complaints, articles, ordinals, waits, keeps int32

	corrections correctionRules
}

// phraseNode is a place in the trie.
type phraseNode struct {
	edges []phraseEdge // by word
	mark  phraseMark
}

// phraseEdge leads to the node behind a word.
type phraseEdge struct {
	word uint16
	to   int32
}

// edge finds the edge of a word, or where it would be.
func (n *phraseNode) edge(word uint16) (at int, ok bool) {
	lo, hi := 0, len(n.edges)
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		switch w := n.edges[mid].word; {
		case w == word:
			return mid, true
		case w < word:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return lo, false
}

// phraseMark says what a phrase that ends at a node is in its list.
type phraseMark struct {
	label uint8 // 0: no phrase ends here
	bound phraseBound
	leads bool // not as the last clause: "I have a booking, please cancel it" is a task
}

// phraseBound says what may follow a phrase.
type phraseBound uint8

const (
	boundOpen   phraseBound = iota // the end, punctuation, another phrase, or a word that starts a sentence
	boundPaused                    // as above, but no such word: "可以,帮我查" is not "可以帮我查"
	boundWhole                     // nothing but other phrases: "why?"
)

// phrases is the book, made at first use.
var phrases = sync.OnceValue(newPhraseBook)

func newPhraseBook() *phraseBook {
	b := &phraseBook{ids: map[string]uint16{}}
	b.commands, b.answers = b.root(), b.root()
	for _, list := range commandPhrases {
		b.list(b.commands, uint8(list.what), list.phrases)
	}
	b.list(b.commands, phraseFiller, fillerPhrases)
	for _, list := range answerPhrases {
		b.list(b.answers, list.label, list.phrases)
	}
	for _, list := range commandPhrases {
		switch list.what {
		case commandYes, commandNo, phraseAssent:
			b.list(b.answers, uint8(list.what), list.phrases)
		case commandThanks, commandGreeting, commandHold:
			b.list(b.answers, phraseFiller, list.phrases)
		}
	}
	b.list(b.answers, phraseFiller, fillerPhrases)
	b.openings = b.plain(openingPhrases)
	b.closings = b.plain(closingPhrases)
	b.starts = b.plain(startPhrases)
	b.asides = b.plain(asidePhrases)
	b.joints = b.plain(jointPhrases)
	b.complaints = b.plain(complaintPhrases)
	b.articles = b.plain(articlePhrases)
	b.light, b.ordinals = b.root(), b.root()
	for _, list := range lightPhrases {
		b.list(b.light, uint8(list.is), list.phrases)
	}
	for _, list := range ordinalPhrases {
		b.list(b.ordinals, list.n, list.phrases)
	}
	b.waits = b.root()
	b.list(b.waits, waitAsks, waitPhrases)
	b.list(b.waits, waitWaited, waitedPhrases)
	b.list(b.waits, waitWithdraws, withdrawnPhrases)
	for _, list := range commandPhrases {
		if list.what == commandGreeting {
			b.list(b.waits, waitGreets, list.phrases)
		}
	}
	b.list(b.waits, phraseFiller, fillerPhrases+waitFillers)
	b.keeps = b.root()
	b.list(b.keeps, keepStays, keepPhrases)
	for _, list := range commandPhrases {
		switch list.what {
		case commandNo:
			b.list(b.keeps, uint8(list.what), list.phrases)
		case commandYes, phraseAssent, commandThanks:
			b.list(b.keeps, phraseFiller, list.phrases)
		}
	}
	b.list(b.keeps, phraseFiller, fillerPhrases)
	b.corrections = newCorrectionRules(b)
	return b
}

// plain makes a list of which no phrase means anything else than the others.
func (b *phraseBook) plain(lines string) int32 {
	root := b.root()
	b.list(root, 1, lines)
	return root
}

// root makes the root of a new list.
func (b *phraseBook) root() int32 {
	b.nodes = append(b.nodes, phraseNode{})
	return int32(len(b.nodes) - 1)
}

// list adds the phrases of a text, one to a line, to a list. A line that begins
// with = is said alone, one that begins with . needs a pause behind it, ^ keeps it
// from being found as the last clause, and what follows # is a comment.
func (b *phraseBook) list(root int32, label uint8, lines string) {
	for line := range strings.Lines(lines) {
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		mark := phraseMark{label: label}
		switch {
		case strings.HasPrefix(line, "="):
			mark.bound = boundWhole
		case strings.HasPrefix(line, "."):
			mark.bound = boundPaused
		}
		mark.leads = strings.HasPrefix(strings.TrimLeft(line, "=."), "^")
		b.add(root, strings.TrimLeft(line, "=.^"), mark)
	}
}

// add puts every wording of a phrase into a list. The first list that has a
// wording keeps it.
func (b *phraseBook) add(root int32, phrase string, mark phraseMark) {
	var buf text.Buffer
	for _, wording := range phraseWordings(phrase) {
		node := root
		for _, t := range buf.Segment(wording) {
			node = b.step(node, b.id(string(buf.Bytes(t))))
		}
		if node != root && b.nodes[node].mark.label == 0 {
			b.nodes[node].mark = mark
		}
	}
}

// step returns the node behind a word, which it makes if there is none.
func (b *phraseBook) step(node int32, word uint16) int32 {
	at, ok := b.nodes[node].edge(word)
	if !ok {
		to := b.root()
		n := &b.nodes[node]
		n.edges = slices.Insert(n.edges, at, phraseEdge{word, to})
	}
	return b.nodes[node].edges[at].to
}

// id is the number of a word. Many leave out the apostrophe: it counts for
// nothing, unless the word is another one without.
func (b *phraseBook) id(word string) uint16 {
	bare := strings.ReplaceAll(word, "'", "")
	if word == "we'll" || word == "we're" {
		bare = word
	}
	id, ok := b.ids[bare]
	if !ok {
		id = uint16(len(b.ids) + 1)
		b.ids[bare] = id
	}
	b.ids[word] = id
	return id
}

// phraseSpelledOut are the words that contracted ones stand for.
var phraseSpelledOut = map[string]string{
	"i'm": "i am", "i'd": "i would", "i'll": "i will", "i've": "i have", "it's": "it is", "that's": "that is", "what's": "what is", "don't": "do not", "doesn't": "does not", "didn't": "did not",
	"isn't": "is not", "wasn't": "was not", "aren't": "are not", "can't": "cannot", "couldn't": "could not", "won't": "will not", "wouldn't": "would not", "let's": "let us", "haven't": "have not",
	"you're": "you are", "they're": "they are", "shouldn't": "should not", "there's": "there is", "who's": "who is", "how's": "how is", "where's": "where is", "when's": "when is",
}

// phraseWordings are the texts that a phrase stands for: (a|b) is one of them, [a|b]
// is one or none, and contracted words may be spelled out.
func phraseWordings(phrase string) []string {
	texts, rest := phraseChoices(phrase)
	if rest != "" {
		panic("dialog: unbalanced phrase: " + phrase)
	}
	var out []string
	for _, text := range texts {
		text = strings.TrimSpace(text)
		if text == "" {
			continue
		}
		out = append(out, text)
		words := strings.Fields(text)
		changed := false
		for i, w := range words {
			if full, ok := phraseSpelledOut[w]; ok {
				words[i], changed = full, true
			}
		}
		if changed {
			out = append(out, strings.Join(words, " "))
		}
	}
	return out
}

// phraseChoices expands a phrase up to the end or the bracket that closes it, and
// returns what is behind that.
func phraseChoices(phrase string) (texts []string, rest string) {
	part := []string{""}
	for phrase != "" {
		c := phrase[0]
		switch c {
		case '(', '[':
			inner, rest := phraseChoices(phrase[1:])
			if c == '[' {
				inner = append(inner, "")
			}
			var product []string
			for _, head := range part {
				for _, tail := range inner {
					product = append(product, head+tail)
				}
			}
			part, phrase = product, rest
			continue
		case ')', ']':
			return append(texts, part...), phrase[1:]
		case '|':
			texts, part, phrase = append(texts, part...), []string{""}, phrase[1:]
			continue
		}
		n := strings.IndexAny(phrase, "()[]|")
		if n < 0 {
			n = len(phrase)
		}
		for i := range part {
			part[i] += phrase[:n]
		}
		phrase = phrase[n:]
	}
	return slices.Concat(texts, part), ""
}
