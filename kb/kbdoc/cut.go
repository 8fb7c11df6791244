package kbdoc

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/kb"
)

// The limits of what is cut, in passages of the greatest size.
const (
	longSentence = 4 // from here on a sentence is cut between words
	longAnswer   = 4 // to an FAQ; a longer one becomes passages
)

// cutter makes passages of blocks.
type cutter struct {
	doc   *Document
	max   int
	path  []head
	ids   map[string]int
	asked string  // the question that the blocks answer
	open  []block // of the present section or answer
	// explicit tells that a mark, and not a heading, asks the question.
	explicit bool
}

// definition is the level of a term in a list of definitions, which is a question
// only if it asks something.
const definition = 1

type head struct {
	level int
	text  string
}

// cut makes a document of blocks.
func cut(blocks []block, o Options) *Document {
	c := &cutter{
		doc: &Document{ID: o.ID, Title: o.Title, URL: o.URL, Locale: o.Locale, Category: o.Category, Base: o.Base},
		max: o.MaxPassage, ids: map[string]int{},
	}
	for _, b := range blocks {
		c.take(b)
	}
	c.close()
	return c.doc
}

func (c *cutter) take(b block) {
	switch b.kind {
	case heading:
		c.close()
		text := c.text(b.words)
		for len(c.path) > 0 && c.path[len(c.path)-1].level >= b.level {
			c.path = c.path[:len(c.path)-1]
		}
		if text == "" {
			return
		}
		c.path = append(c.path, head{level: b.level, text: text})
		if isQuestion(text) && hasWord(text) {
			c.asked = text
		}
	case question:
		text := c.text(b.words)
		c.close()
		if !hasWord(text) || utf8.RuneCountInString(text) > maxQuestion || b.level == definition && !isQuestion(text) {
			b.kind = prose
			c.open = append(c.open, b)
			return
		}
		c.asked, c.explicit = text, true
	case answered:
		c.close()
	case table:
		c.table(&b)
		c.open = append(c.open, b)
	default:
		c.turn(b)
	}
}

// turn looks for Q: and A: at the front of a paragraph.
func (c *cutter) turn(b block) {
	n, asks := 0, false
	if b.kind == prose && len(b.words) > 0 {
		n, asks = readTurn(plain(b.words[:min(len(b.words), 4)]))
	}
	if n == 0 {
		c.open = append(c.open, b)
		return
	}
	words := behind(b.words, n)
	if !asks {
		if len(words) > 0 {
			b.words = words
			b.start = words[0].start
			b.tight = false
			c.open = append(c.open, b)
		}
		return
	}
	c.close()
	if text := c.text(words); hasWord(text) && utf8.RuneCountInString(text) <= maxQuestion {
		c.asked, c.explicit = text, true
		return
	}
	c.open = append(c.open, b)
}

// behind returns the words behind a mark of n bytes.
func behind(words []word, n int) []word {
	for i := range words {
		if i > 0 && !words[i].glued {
			n--
		}
		if n < len(words[i].text) {
			if n <= 0 {
				return words[i:]
			}
			rest := append([]word(nil), words[i:]...)
			w := &rest[0]
			if w.markdown == w.text && w.end-w.start == len(w.text) {
				w.start += n
			}
			w.text = w.text[n:]
			w.markdown = strings.TrimLeft(strings.TrimPrefix(w.markdown, words[i].text[:n]), "*")
			return rest
		}
		n -= len(words[i].text)
	}
	return nil
}

// text returns what words say, without marks.
func (c *cutter) text(words []word) string {
	return strings.Join(strings.Fields(said(marked(words))), " ")
}

// said returns the plain text of Markdown.
func said(markdown string) string {
	return kb.Answer{Parts: []kb.Part{{Kind: kb.MarkdownPart, Text: markdown}}}.PlainText()
}

// close makes passages of the blocks since the last heading or question.
func (c *cutter) close() {
	blocks, asked, explicit := c.open, c.asked, c.explicit
	c.open, c.asked, c.explicit = nil, "", false
	if len(blocks) == 0 {
		return
	}
	size := 0
	for i := range blocks {
		size += blocks[i].size()
	}
	path := make([]string, 0, len(c.path)+1)
	for _, h := range c.path {
		path = append(path, h.text)
	}
	if asked != "" && size <= longAnswer*c.max {
		if !explicit {
			path = path[:len(path)-1]
		}
		c.add(blocks, path, asked)
		return
	}
	if explicit {
		path = append(path, asked)
	}
	var pack []block
	packed := 0
	for _, b := range c.fit(blocks) {
		n := b.size()
		if len(pack) > 0 && packed+n > c.max {
			c.add(pack, path, "")
			pack, packed = nil, 0
		}
		pack = append(pack, b)
		packed += n
	}
	c.add(pack, path, "")
}

// fit cuts the blocks that are longer than a passage into sentences.
func (c *cutter) fit(blocks []block) []block {
	var list []block
	for _, b := range blocks {
		if b.size() <= c.max || b.kind == table {
			list = append(list, c.rows(b)...)
			continue
		}
		var words []word
		size := 0
		flush := func() {
			if len(words) > 0 {
				part := b
				part.words, part.media = words, nil
				part.start, part.end = words[0].start, words[len(words)-1].end
				list = append(list, part)
				b.prefix = ""
				words, size = nil, 0
			}
		}
		from := len(list)
		for _, s := range c.parts(b) {
			n := utf8.RuneCountInString(plain(s))
			if size+n > c.max {
				flush()
			}
			words = append(words, s...)
			size += n
		}
		flush()
		if len(list) > from {
			list[len(list)-1].media = b.media
		}
	}
	return list
}

// parts returns the sentences of a block, or the lines of code, and cuts what is
// far too long between words.
func (c *cutter) parts(b block) [][]word {
	all := sentences(b.words)
	if b.kind == code {
		all = nil
		for i := range b.words {
			all = append(all, b.words[i:i+1])
		}
	}
	var list [][]word
	for _, s := range all {
		from, size := 0, 0
		for i := range s {
			if size += utf8.RuneCountInString(s[i].text); size > longSentence*c.max && i > from {
				list = append(list, s[from:i])
				from, size = i, 0
			}
		}
		list = append(list, s[from:])
	}
	return list
}

// rows cuts a long table between its rows; the first row is repeated.
func (c *cutter) rows(b block) []block {
	if b.kind != table || b.size() <= c.max || len(b.rows) < 3 {
		return []block{b}
	}
	var list []block
	part := b
	part.rows = b.rows[:1:1]
	head := part.size()
	size := head
	flush := func() {
		if len(part.rows) > 1 {
			part.start, part.end = rowSpan(part.rows[1:])
			list = append(list, part)
		}
	}
	for _, row := range b.rows[1:] {
		n := rowSize(row)
		if len(part.rows) > 1 && size+n > c.max {
			flush()
			part.media, part.rows, size = nil, b.rows[:1:1], head
		}
		part.rows = append(part.rows, row)
		size += n
	}
	flush()
	if len(list) > 0 {
		list[0].start = b.start
	}
	return list
}

func rowSpan(rows [][]block) (start, end int) {
	start = -1
	for _, row := range rows {
		for _, cell := range row {
			if start < 0 {
				start = cell.start
			}
			end = max(end, cell.end)
		}
	}
	return max(0, start), end
}

func rowSize(row []block) (n int) {
	for _, cell := range row {
		n += utf8.RuneCountInString(plain(cell.words)) + 3
	}
	return n
}

// size is the length of a block in characters.
func (b *block) size() (n int) {
	for i := range b.words {
		n += utf8.RuneCountInString(b.words[i].text) + 1
	}
	for _, row := range b.rows {
		n += rowSize(row)
	}
	return n
}

// add appends a passage of blocks.
func (c *cutter) add(blocks []block, path []string, asked string) {
	p := Passage{Path: path, Question: asked, Start: -1}
	var markdown strings.Builder
	for i := range blocks {
		b := &blocks[i]
		p.Media = append(p.Media, b.media...)
		if p.Start < 0 || b.start >= 0 && b.start < p.Start {
			p.Start = b.start
		}
		p.End = max(p.End, b.end)
		body := b.markdown()
		if body == "" {
			continue
		}
		if markdown.Len() > 0 {
			markdown.WriteString("\n")
			if !b.tight && (b.kind != item || blocks[i-1].kind != item) {
				markdown.WriteString("\n")
			}
		}
		markdown.WriteString(body)
		for _, s := range sentences(b.words) {
			if line := c.text(s); line != "" {
				p.Sentences = append(p.Sentences, line)
			}
		}
	}
	p.Markdown = markdown.String()
	p.Text = said(p.Markdown)
	if p.Text == "" && len(p.Media) == 0 {
		return
	}
	p.Start = max(0, p.Start)
	p.ID = c.id(append(append([]string{}, path...), asked))
	c.doc.Passages = append(c.doc.Passages, p)
}

// id names a passage by its headings; further ones under the same headings are
// numbered.
func (c *cutter) id(path []string) string {
	sum := sha256.Sum256([]byte(strings.Join(path, "\x00")))
	id := c.doc.ID + "#" + hex.EncodeToString(sum[:8])
	c.ids[id]++
	if n := c.ids[id]; n > 1 {
		id += "-" + strconv.Itoa(n)
	}
	return id
}

// markdown returns a block as Markdown.
func (b *block) markdown() string {
	switch b.kind {
	case code:
		body := strings.Trim(strings.ReplaceAll(join(b.words, func(w *word) string { return w.text }), " \n", "\n"), "\n")
		if body == "" {
			return ""
		}
		fence := "```"
		for strings.Contains(body, fence) {
			fence += "`"
		}
		return fence + "\n" + body + "\n" + fence
	case table:
		return b.tableMarkdown()
	case item:
		if body := marked(b.words); body != "" {
			return b.prefix + body
		}
		return ""
	}
	return marked(b.words)
}
