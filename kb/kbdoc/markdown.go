package kbdoc

import (
	"net/url"
	"regexp"
	"strings"
	"sync"
	"unicode"

	"github.com/kefu-go/kefu/kb"
)

// mdReader reads the blocks of Markdown line by line. What is within a block stays
// as it is.
type mdReader struct {
	b     *builder
	base  *url.URL
	fence string
	html  *htmlReader // of a raw block that has not ended
}

func readMarkdown(b *builder, source []byte, base string) {
	r := &mdReader{b: b}
	r.base, _ = url.Parse(base)
	at := markLength(source)
	at += frontMatter(b, string(source[at:]))
	lines := []string{}
	for line := range strings.Lines(string(source[at:])) {
		lines = append(lines, line)
	}
	for i, line := range lines {
		next := ""
		if i+1 < len(lines) {
			next = strings.TrimSpace(lines[i+1])
		}
		r.line(line, next, at)
		at += len(line)
	}
	b.flush()
	if b.title == "" {
		for _, block := range b.blocks {
			if block.kind == heading && block.level == 1 {
				b.title = kb.Answer{Parts: []kb.Part{{Kind: kb.MarkdownPart, Text: plain(block.words)}}}.PlainText()
				return
			}
		}
	}
}

// frontMatter returns the length of the settings at the front of a file, between
// lines of dashes, and takes the title from them.
func frontMatter(b *builder, s string) int {
	if !strings.HasPrefix(s, "---\n") && !strings.HasPrefix(s, "---\r\n") {
		return 0
	}
	n, title := 0, ""
	for line := range strings.Lines(s) {
		bare := strings.TrimSpace(line)
		if n += len(line); n > 1<<16 {
			return 0
		}
		if n > len(line) && bare == "---" {
			b.title = title
			return n
		}
		if value, ok := strings.CutPrefix(bare, "title:"); ok {
			title = strings.Trim(strings.TrimSpace(value), `"'`)
		}
	}
	return 0
}

// patterns are the lines that are more than text.
type patterns struct{ atx, item, definition, image *regexp.Regexp }

var mdPatterns = sync.OnceValue(func() patterns {
	return patterns{
		atx:        regexp.MustCompile(`^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$`),
		item:       regexp.MustCompile(`^(\s*)([-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?`),
		definition: regexp.MustCompile(`^ {0,3}\[[^\]]{1,200}\]:\s*\S+`),
		image:      regexp.MustCompile(`!\[([^\]]*)\]\(\s*<?([^)\s>]+)>?[^)]*\)`),
	}
})

func (r *mdReader) line(line, next string, at int) {
	b := r.b
	text := strings.TrimRight(line, "\r\n")
	bare := strings.TrimSpace(text)
	if r.html != nil {
		r.rawHTML(line, bare, at)
		return
	}
	if mark := fenceOf(bare); r.fence != "" {
		if strings.HasPrefix(mark, r.fence) && mark == bare {
			r.fence = ""
			b.open(prose, at)
			return
		}
		b.space = false
		b.add(text+"\n", text+"\n", at, at+len(line))
		return
	} else if mark != "" {
		r.fence = mark
		b.open(code, at)
		return
	}
	for strings.HasPrefix(bare, ">") { // quotes are read as what they quote
		cut := strings.Index(text, ">") + 1
		line, text, at = line[cut:], text[cut:], at+cut
		bare = strings.TrimSpace(text)
	}
	p := mdPatterns()
	if b.cur.kind == table && !strings.Contains(bare, "|") {
		b.open(prose, at)
	}
	switch found := p.atx.FindStringSubmatchIndex(text); {
	case bare == "", p.definition.MatchString(text):
		b.open(prose, at)
	case found != nil:
		b.open(heading, at).level = found[3] - found[2]
		if found[4] >= 0 {
			r.words(text[found[4]:found[5]], at+found[4])
		}
		b.open(prose, at+len(text))
	case strings.Contains(bare, "|") && isTableRule(next) && b.cur.kind != table:
		b.open(table, at)
		r.row(text, at)
	case b.cur.kind == table:
		if len(b.cur.rows) != 1 || !isTableRule(bare) {
			r.row(text, at)
		}
		b.cur.end = at + len(text)
	case len(b.cur.words) > 0 && b.cur.kind == prose && isUnderline(bare):
		b.cur.kind, b.cur.level = heading, 1
		if bare[0] == '-' {
			b.cur.level = 2
		}
		b.open(prose, at)
	case isRule(bare):
		b.open(prose, at)
	case startsHTML(bare):
		r.rawHTML(line, bare, at)
	default:
		r.prose(text, at)
	}
}

// prose reads a line of a paragraph or list.
func (r *mdReader) prose(text string, at int) {
	b := r.b
	if found := mdPatterns().item.FindStringSubmatchIndex(text); found != nil {
		b.open(item, at).prefix = strings.ReplaceAll(text[:found[1]], "\t", "    ")
		r.words(text[found[1]:], at+found[1])
		return
	}
	if len(b.cur.words) > 0 && startsTurn(strings.TrimSpace(text)) {
		b.open(prose, at).tight = true
	}
	b.space = true
	r.words(text, at)
	if strings.HasSuffix(text, "  ") || strings.HasSuffix(text, "\\") {
		kind := b.cur.kind
		b.open(kind, at+len(text)).tight = true
	}
}

// words adds the words of a line, and its images apart from them.
func (r *mdReader) words(text string, at int) {
	for {
		found := mdPatterns().image.FindStringSubmatchIndex(text)
		if found == nil || r.b.cell != nil {
			break
		}
		r.plainWords(text[:found[0]], at)
		if source := resolve(r.base, text[found[4]:found[5]]); source != "" {
			r.b.media(kb.Part{Kind: kb.ImagePart, Text: text[found[2]:found[3]], URL: source}, at+found[0], at+found[1])
		}
		text, at = text[found[1]:], at+found[1]
	}
	r.plainWords(text, at)
}

// plainWords adds words as they are written. No cut is allowed within brackets.
func (r *mdReader) plainWords(text string, at int) {
	to := &r.b.cur
	if r.b.cell != nil {
		to = r.b.cell
	}
	from := len(to.words)
	r.b.text(text, at, func(raw string) (string, string) { return raw, raw })
	depth := 0
	for i := from; i < len(to.words); i++ {
		w := to.words[i].text
		depth += strings.Count(w, "[") + strings.Count(w, "](") - strings.Count(w, "]") - min(strings.Count(w, ")"), strings.Count(w, "]("))
		to.words[i].held = depth > 0 && i+1 < len(to.words) && i-from < 60
	}
}

// row reads a row of a table.
func (r *mdReader) row(text string, at int) {
	b := r.b
	lead := len(text) - len(strings.TrimLeft(text, " \t"))
	body, from := strings.TrimSpace(text), at+lead
	if rest, ok := strings.CutPrefix(body, "|"); ok {
		body, from = rest, from+1
	}
	if strings.HasSuffix(body, "|") && !strings.HasSuffix(body, `\|`) {
		body = body[:len(body)-1]
	}
	var row []block
	for len(row) < kb.MaxFacts+2 {
		end := cellEnd(body)
		row = append(row, block{start: from, end: from + end})
		b.cell, b.space = &row[len(row)-1], false
		r.words(strings.ReplaceAll(body[:end], `\|`, " |"), from)
		if end == len(body) {
			break
		}
		body, from = body[end+1:], from+end+1
	}
	b.cell = nil
	b.cur.rows = append(b.cur.rows, row)
	b.cur.end = at + len(text)
}

func cellEnd(s string) int {
	for i := range len(s) {
		if s[i] == '|' && (i == 0 || s[i-1] != '\\') {
			return i
		}
	}
	return len(s)
}

// rawHTML reads the lines of a raw block, which ends with an empty line.
func (r *mdReader) rawHTML(line, bare string, at int) {
	if bare == "" {
		r.html.skip = ""
		r.html = nil
		r.b.cell = nil
		r.b.open(prose, at)
		return
	}
	if r.html == nil {
		r.b.open(prose, at)
		r.html = &htmlReader{b: r.b, base: r.base, content: 1}
	}
	r.html.read([]byte(line), at)
}

func startsHTML(bare string) bool {
	if len(bare) < 3 || bare[0] != '<' {
		return false
	}
	name := strings.ToLower(strings.TrimLeft(bare, "</"))
	if strings.HasPrefix(name, "!--") {
		return true
	}
	end := strings.IndexFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if end < 0 {
		return false
	}
	switch name[:end] {
	case "details", "summary", "div", "p", "table", "thead", "tbody", "tr", "td", "th", "ul", "ol", "li", "dl", "dt", "dd", "section", "article", "nav",
		"header", "footer", "aside", "script", "style", "pre", "blockquote", "figure", "form", "iframe", "center", "h1", "h2", "h3", "h4", "h5", "h6", "video", "audio":
		return true
	}
	return false
}

func fenceOf(bare string) string {
	for _, c := range []string{"`", "~"} {
		if n := len(bare) - len(strings.TrimLeft(bare, c)); n >= 3 {
			return bare[:n]
		}
	}
	return ""
}

func isTableRule(bare string) bool {
	return strings.Contains(bare, "-") && strings.Contains(bare, "|") && strings.Trim(bare, "|-: \t") == ""
}

func isUnderline(bare string) bool {
	return strings.Trim(bare, "=") == "" || len(bare) > 1 && strings.Trim(bare, "-") == ""
}

func isRule(bare string) bool {
	marks := strings.ReplaceAll(strings.ReplaceAll(bare, " ", ""), "\t", "")
	return len(marks) >= 3 && (strings.Trim(marks, "-") == "" || strings.Trim(marks, "*") == "" || strings.Trim(marks, "_") == "")
}
