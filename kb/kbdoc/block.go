package kbdoc

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/kb"
)

type blockKind uint8

const (
	prose blockKind = iota
	heading
	item     // of a list
	code     // with its line breaks
	table    // see block.rows
	question // followed by its answer
	answered // an answer ends here
)

// block is a piece of a document between two places where it may be cut.
type block struct {
	kind  blockKind
	level int // of a heading
	// tight blocks stand on the line below the one before, without an empty line.
	tight bool
	// inMain blocks are within the element that a page marks as its content.
	inMain bool
	prefix string // the mark of a list item
	words  []word
	rows   [][]block
	media  []kb.Part
	// start and end are bytes of the source. Words have offsets of their own.
	start, end int
}

// word is what white space, or the end of a Chinese sentence, ends.
type word struct {
	text, markdown string
	glued          bool // no white space is before it
	held           bool // the next word belongs to the same link: no cut behind it
	start, end     int
}

// maxWord is where a stretch without white space is broken, in bytes.
const maxWord = 600

// builder takes what a format's reader finds.
type builder struct {
	title  string
	blocks []block
	cur    block
	inMain bool
	cell   *block // of a table, which takes the words instead of cur
	space  bool   // white space is before the next word
}

// open ends the present block and begins one.
func (b *builder) open(kind blockKind, at int) *block {
	b.flush()
	b.cur = block{kind: kind, inMain: b.inMain, start: at, end: at}
	return &b.cur
}

// flush ends the present block. What follows is prose.
func (b *builder) flush() {
	b.space = false
	if len(b.cur.words) > 0 || len(b.cur.media) > 0 || len(b.cur.rows) > 0 || b.cur.kind == answered {
		if len(b.cur.words) > 0 {
			b.cur.start = min(b.cur.start, b.cur.words[0].start)
			b.cur.end = max(b.cur.end, b.cur.words[len(b.cur.words)-1].end)
			if b.cur.start < b.cur.words[0].start && b.cur.kind != table {
				b.cur.start = b.cur.words[0].start
			}
		}
		b.blocks = append(b.blocks, b.cur)
	}
	b.cur = block{inMain: b.inMain, start: -1}
}

// add appends a word that stands at an offset of the source. A text that is
// written otherwise in Markdown has its Markdown.
func (b *builder) add(text, markdown string, start, end int) {
	to := &b.cur
	if b.cell != nil {
		to = b.cell
	}
	if to.start < 0 || len(to.words) == 0 && to.kind != table {
		to.start = start
	}
	to.words = append(to.words, word{text: text, markdown: markdown, glued: !b.space && len(to.words) > 0, start: start, end: end})
	to.end = end
	b.space = false
}

// text appends the words of a raw text. decode turns a raw word into what it says.
func (b *builder) text(raw string, at int, decode func(string) (text, markdown string)) {
	for len(raw) > 0 {
		n := strings.IndexFunc(raw, func(r rune) bool { return !unicode.IsSpace(r) })
		if n != 0 {
			b.space = true
		}
		if n < 0 {
			return
		}
		raw, at = raw[n:], at+n
		n = wordEnd(raw)
		text, markdown := decode(raw[:n])
		if strings.TrimSpace(text) == "" && text != "" { // nothing but &nbsp;
			b.space = true
		} else if text != "" || markdown != "" {
			b.add(text, markdown, at, at+n)
		}
		raw, at = raw[n:], at+n
	}
}

// wordEnd returns the length of the word at the front of s.
func wordEnd(s string) int {
	for i, r := range s {
		switch {
		case unicode.IsSpace(r):
			return i
		case isFullStop(r):
			i += utf8.RuneLen(r)
			for i < len(s) { // the quotes and further stops behind it
				next, n := utf8.DecodeRuneInString(s[i:])
				if !isFullStop(next) && !strings.ContainsRune("”’」』）》\"')", next) {
					break
				}
				i += n
			}
			return i
		case i >= maxWord:
			return i
		}
	}
	return len(s)
}

// isFullStop reports whether a sign ends a sentence wherever it stands.
func isFullStop(r rune) bool { return strings.ContainsRune("。！？；…", r) }

// media adds an image, a video or the like to the present block.
func (b *builder) media(p kb.Part, start, end int) {
	if b.cur.start < 0 {
		b.cur.start = start
	}
	b.cur.media = append(b.cur.media, p)
	b.cur.end = max(b.cur.end, end)
}

// plain returns the text of words, and marked their Markdown.
func plain(words []word) string  { return join(words, func(w *word) string { return w.text }) }
func marked(words []word) string { return join(words, func(w *word) string { return w.markdown }) }

func join(words []word, of func(*word) string) string {
	var s strings.Builder
	for i := range words {
		if i > 0 && !words[i].glued {
			s.WriteByte(' ')
		}
		s.WriteString(of(&words[i]))
	}
	return strings.TrimSpace(s.String())
}
