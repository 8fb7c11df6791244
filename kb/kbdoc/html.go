package kbdoc

import (
	"bytes"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"github.com/kefu-go/kefu/kb"
)

// htmlReader reads HTML token by token: it needs no tree, so that neither depth nor
// wrong nesting matters, and the bytes of the source are known at any time.
type htmlReader struct {
	b    *builder
	base *url.URL
	at   int // offset of the present token
	end  int // and of its end

	skip      string // the element that is left out
	skipDepth int
	skipFrom  int
	keep      map[int]bool // offsets of elements that have no end and are not left out

	lists   []int // next numbers, -1 without
	pre     int
	tables  int
	layout  bool // the table holds the page together
	content int  // open elements of main and article
	main    int
	link    string
	linkAt  int
	inTitle bool
	asked   bool // a question of a definition list is open
}

// readHTML reads a page, or a part of one.
func readHTML(b *builder, source []byte, base string) {
	from := markLength(source)
	keep := map[int]bool{}
	for attempt := 0; ; attempt++ {
		page := &builder{}
		r := &htmlReader{b: page, keep: keep}
		r.base, _ = url.Parse(base)
		r.read(source[from:], from)
		if r.skip != "" && !isRaw(r.skip) && attempt < maxUnclosed { // it has no end: it was not meant to hold all the rest
			keep[r.skipFrom] = true
			continue
		}
		page.flush()
		b.title = page.title
		b.blocks = append(b.blocks, mainOf(page.blocks)...)
		return
	}
}

// maxUnclosed bounds how often a page is read again because of an element without
// an end.
const maxUnclosed = 4

// mainOf returns the blocks of the element that a page marks as its content, or
// all.
func mainOf(blocks []block) []block {
	var marked []block
	for _, b := range blocks {
		if b.inMain {
			marked = append(marked, b)
		}
	}
	if len(marked) == 0 {
		return blocks
	}
	return marked
}

// read reads HTML that begins at an offset of the source.
func (r *htmlReader) read(source []byte, from int) {
	z := html.NewTokenizer(bytes.NewReader(source))
	r.end = from
	for {
		kind := z.Next()
		r.at = r.end
		r.end += len(z.Raw())
		switch kind {
		case html.ErrorToken:
			return
		case html.TextToken:
			r.text(source[r.at-from : r.end-from])
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			attrs := map[string]string{}
			for more && len(attrs) < 100 {
				var key, value []byte
				key, value, more = z.TagAttr()
				if _, known := attrs[string(key)]; !known {
					attrs[string(key)] = string(value)
				}
			}
			r.start(string(name), attrs)
		case html.EndTagToken:
			name, _ := z.TagName()
			r.close(string(name))
		}
	}
}

func (r *htmlReader) text(raw []byte) {
	if r.inTitle {
		if r.b.title == "" {
			r.b.title = strings.Join(strings.Fields(html.UnescapeString(string(raw))), " ")
		}
		return
	}
	if r.skip != "" {
		return
	}
	if r.pre == 0 {
		r.b.text(string(raw), r.at, decodeHTML)
		return
	}
	at := r.at
	for line := range strings.Lines(string(raw)) {
		if text := strings.TrimRight(line, "\r\n"); text != "" {
			text = html.UnescapeString(text)
			r.b.space = false
			r.b.add(text, text, at, at+len(strings.TrimRight(line, "\r\n")))
		}
		if strings.HasSuffix(line, "\n") {
			r.b.add("\n", "\n", at+len(line)-1, at+len(line))
		}
		at += len(line)
	}
}

func decodeHTML(raw string) (text, markdown string) {
	text = strings.ReplaceAll(html.UnescapeString(raw), "\u00a0", " ")
	return text, escapeMarkdown(text)
}

// escapeMarkdown keeps a word from being read as marks.
func escapeMarkdown(s string) string {
	if !strings.ContainsAny(s, "\\`*_[]<>#|") {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; strings.IndexByte("\\`*[]<|", c) >= 0 || c == '_' && (i == 0 || i == len(s)-1) || (c == '#' || c == '>') && i == 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func isRaw(name string) bool {
	switch name {
	case "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "select", "textarea":
		return true
	}
	return false
}

// leavesOut reports whether an element is not content.
func (r *htmlReader) leavesOut(name string, attrs map[string]string) bool {
	switch name {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "html", "body":
		return false
	case "nav", "footer", "aside", "button", "form", "dialog":
		return true
	case "header":
		return r.content == 0
	}
	if hidden, there := attrs["hidden"]; there && !strings.EqualFold(hidden, "until-found") || strings.EqualFold(attrs["aria-hidden"], "true") {
		return true
	}
	switch strings.ToLower(attrs["role"]) {
	case "navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alert":
		return true
	}
	if style := strings.ReplaceAll(strings.ToLower(attrs["style"]), " ", ""); strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") {
		return true
	}
	return isRaw(name)
}

// endsItself reports whether the next element of a name ends the one before.
func endsItself(name string) bool {
	switch name {
	case "p", "li", "td", "th", "tr", "dt", "dd", "option":
		return true
	}
	return false
}

func (r *htmlReader) start(name string, attrs map[string]string) {
	if r.skip != "" {
		if name != r.skip {
			return
		}
		if !endsItself(name) {
			r.skipDepth++
			return
		}
		r.skip = ""
	}
	if r.leavesOut(name, attrs) && !r.keep[r.at] {
		r.skip, r.skipDepth, r.skipFrom = name, 1, r.at
		return
	}
	b := r.b
	switch name {
	case "title":
		r.inTitle = true
	case "main", "article":
		r.content++
		if name == "main" {
			r.main++
		}
		b.flush()
		b.inMain = r.main > 0
		b.cur.inMain = b.inMain
	case "h1", "h2", "h3", "h4", "h5", "h6":
		r.breakTable()
		r.lists = r.lists[:0]
		r.open(heading).level = int(name[1] - '0')
	case "summary":
		r.open(question)
	case "br":
		r.lineBreak()
	case "pre":
		r.pre++
		r.open(code)
	case "a":
		r.endLink()
		r.link, r.linkAt = r.resolve(attrs["href"]), len(r.words())
	case "img", "video", "audio", "source":
		r.media(name, attrs)
	case "ul", "ol", "li", "dl", "dt", "dd":
		r.list(name, attrs)
	case "table", "caption", "tr", "td", "th":
		r.table(name, attrs)
	default:
		r.division(name)
	}
}

func (r *htmlReader) close(name string) {
	if r.skip != "" {
		if name == r.skip {
			if r.skipDepth--; r.skipDepth == 0 {
				r.skip = ""
			}
		}
		return
	}
	switch name {
	case "title":
		r.inTitle = false
	case "main", "article":
		r.b.flush()
		r.content = max(0, r.content-1)
		if name == "main" {
			r.main = max(0, r.main-1)
		}
		r.b.inMain = r.main > 0
		r.b.cur.inMain = r.b.inMain
	case "h1", "h2", "h3", "h4", "h5", "h6", "summary":
		r.open(prose)
	case "details":
		r.open(answered)
		r.open(prose)
	case "dl":
		if r.asked {
			r.open(answered)
			r.asked = false
		}
		r.open(prose)
	case "pre":
		r.pre = max(0, r.pre-1)
		r.open(prose)
	case "a":
		r.endLink()
	case "ul", "ol":
		if n := len(r.lists); n > 0 {
			r.lists = r.lists[:n-1]
		}
		r.open(prose)
	case "li":
		r.open(prose)
	case "table":
		r.endTable()
	case "td", "th":
		r.endLink()
		if r.tables == 1 && !r.layout {
			r.b.cell = nil
		}
	default:
		r.division(name)
	}
}

// open begins a block, unless the text belongs to the cell of a table.
func (r *htmlReader) open(kind blockKind) *block {
	r.endLink()
	if r.b.cell != nil {
		r.b.space = true
		return &block{}
	}
	if r.inTable() {
		return &block{}
	}
	return r.b.open(kind, r.at)
}

// inTable reports whether a table is being read, between its cells.
func (r *htmlReader) inTable() bool { return r.tables > 0 && !r.layout }

// division ends a paragraph at the elements that do.
func (r *htmlReader) division(name string) {
	switch name {
	case "p", "div", "section", "blockquote", "figure", "figcaption", "address", "details", "hr", "header", "fieldset", "center", "body", "article":
		if r.b.cell == nil && r.b.cur.kind == item && len(r.b.cur.words) == 0 {
			return // <li><p>: the mark stands before the paragraph
		}
		r.open(prose)
	}
}

func (r *htmlReader) lineBreak() {
	if r.b.cell != nil || r.b.cur.kind == heading || r.b.cur.kind == question || r.inTable() {
		r.b.space = true
		return
	}
	if r.pre > 0 {
		r.b.add("\n", "\n", r.at, r.end)
		return
	}
	kind := r.b.cur.kind
	if len(r.b.cur.words) > 0 {
		r.open(kind).tight = true
	}
}

// maxIndent bounds how deep lists are indented.
const maxIndent = 6

func (r *htmlReader) list(name string, attrs map[string]string) {
	switch name {
	case "ul", "ol":
		next := -1
		if name == "ol" {
			next = 1
			if n, err := strconv.Atoi(attrs["start"]); err == nil && n > 0 && n < 1e6 {
				next = n
			}
		}
		r.lists = append(r.lists, next)
		r.open(prose)
	case "li":
		mark := "- "
		if n := len(r.lists); n > 0 && r.lists[n-1] > 0 {
			mark = strconv.Itoa(r.lists[n-1]) + ". "
			r.lists[n-1]++
		}
		r.open(item).prefix = strings.Repeat("   ", min(max(0, len(r.lists)-1), maxIndent)) + mark
	case "dt":
		r.open(question).level = definition
		r.asked = true
	default:
		r.open(prose)
	}
}

// words are those that the next one is added to.
func (r *htmlReader) words() []word {
	if r.b.cell != nil {
		return r.b.cell.words
	}
	return r.b.cur.words
}

// endLink puts the marks of a link around its words.
func (r *htmlReader) endLink() {
	words := r.words()
	if r.link != "" && r.linkAt < len(words) && r.pre == 0 {
		linkWords(words[r.linkAt:], r.link)
	}
	r.link = ""
}

func linkWords(words []word, to string) {
	words[0].markdown = "[" + words[0].markdown
	words[len(words)-1].markdown += "](" + to + ")"
	for i := range words[:len(words)-1] {
		words[i].held = true
	}
}

// resolve returns the absolute form of a link, or "" for one that is not to be
// kept.
func (r *htmlReader) resolve(href string) string { return resolve(r.base, href) }

func resolve(base *url.URL, href string) string {
	href = strings.TrimSpace(href)
	if href == "" || href[0] == '#' || len(href) > 2000 {
		return ""
	}
	u, err := url.Parse(href)
	if err != nil {
		return ""
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	switch u.Scheme {
	case "http", "https", "mailto", "tel", "":
		return strings.NewReplacer("(", "%28", ")", "%29", " ", "%20", "<", "%3C", ">", "%3E").Replace(u.String())
	}
	return ""
}

func (r *htmlReader) media(name string, attrs map[string]string) {
	source := r.resolve(attrs["src"])
	if source == "" || r.inTable() {
		return
	}
	kind := kb.ImagePart
	switch {
	case name == "video", name == "source" && strings.HasPrefix(attrs["type"], "video/"):
		kind = kb.VideoPart
	case name == "audio", name == "source" && strings.HasPrefix(attrs["type"], "audio/"):
		kind = kb.AudioPart
	case name == "source":
		return
	}
	r.b.media(kb.Part{Kind: kind, Text: strings.TrimSpace(attrs["alt"]), URL: source, MIME: attrs["type"]}, r.at, r.end)
}
