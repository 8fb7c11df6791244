package kb

import (
	"html"
	"strconv"
	"strings"
	"unicode"
)

// plainHTML returns the text that a browser would show, in one pass. It is for
// reading: it does not make HTML safe.
func plainHTML(s string) string {
	var w plainWriter
	for len(s) > 0 {
		at := strings.IndexByte(s, '<')
		if at < 0 {
			w.text(s)
			break
		}
		if at > 0 {
			w.text(s[:at])
			s = s[at:]
		}
		tag, rest, ok := readTag(s)
		if !ok {
			w.text(s[:1])
			s = s[1:]
			continue
		}
		s = rest
		switch tag.name {
		case "script", "style", "template", "head", "title", "iframe", "object", "noscript", "svg", "textarea":
			if !tag.closes && !tag.empty {
				s = behindEnd(s, tag.name)
			}
		default:
			w.tag(tag)
		}
	}
	return w.String()
}

// htmlTag is a tag; comments and declarations have no name.
type htmlTag struct {
	name   string // lower case
	attrs  string
	closes bool
	empty  bool // ends in />
}

// readTag takes the tag, comment or declaration from the front of s.
func readTag(s string) (tag htmlTag, rest string, ok bool) {
	if strings.HasPrefix(s, "<!--") {
		_, rest, _ = strings.Cut(s[4:], "-->")
		return tag, rest, true
	}
	if len(s) < 2 {
		return tag, s, false
	}
	if s[1] == '!' || s[1] == '?' {
		_, rest, _ = strings.Cut(s, ">")
		return tag, rest, true
	}
	from := 1
	if s[1] == '/' {
		tag.closes, from = true, 2
	}
	end := from
	for end < len(s) && (isLetter(s[end]) || end > from && (s[end] >= '0' && s[end] <= '9' || s[end] == '-')) {
		end++
	}
	if end == from {
		return tag, s, false
	}
	tag.name = strings.ToLower(s[from:end])
	quote := byte(0)
	for i := end; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && s[i-1] == '=':
			quote = c
		case c == '>':
			tag.attrs, tag.empty = s[end:i], s[i-1] == '/'
			return tag, s[i+1:], true
		}
	}
	return tag, "", true
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// behindEnd returns what follows the end tag of an element without content to
// show.
func behindEnd(s, name string) string {
	for {
		at := strings.Index(s, "</")
		if at < 0 {
			return ""
		}
		s = s[at+2:]
		if len(s) >= len(name) && strings.EqualFold(s[:len(name)], name) {
			_, rest, _ := strings.Cut(s, ">")
			return rest
		}
	}
}

// attr returns the value of an attribute.
func (t htmlTag) attr(name string) string {
	s := t.attrs
	for {
		s = strings.TrimLeft(s, " \t\r\n/")
		if s == "" {
			return ""
		}
		end := strings.IndexAny(s, "= \t\r\n/")
		if end < 0 {
			return ""
		}
		found := s[:end]
		s = strings.TrimLeft(s[end:], " \t\r\n")
		value := ""
		if rest, ok := strings.CutPrefix(s, "="); ok {
			s = strings.TrimLeft(rest, " \t\r\n")
			switch {
			case s == "":
			case s[0] == '"' || s[0] == '\'':
				value, s, _ = strings.Cut(s[1:], s[:1])
			default:
				if end = strings.IndexAny(s, " \t\r\n"); end < 0 {
					end = len(s)
				}
				value, s = s[:end], s[end:]
			}
		}
		if strings.EqualFold(found, name) {
			return html.UnescapeString(value)
		}
		if end == 0 { // a stray sign
			s = strings.TrimPrefix(s, "=")
		}
	}
}

// plainWriter lays text out in lines.
type plainWriter struct {
	b     strings.Builder
	lines int  // that are due before the next text
	space bool // is due
	pre   int
	cells int   // in the present row
	lists []int // the next number, or -1 for a list without numbers
	links []plainLink
}

type plainLink struct {
	url  string
	from int
}

func (w *plainWriter) String() string { return strings.TrimSpace(w.b.String()) }

// line ends the line, and with n of 2 leaves one empty.
func (w *plainWriter) line(n int) { w.lines, w.space = max(w.lines, n), false }

// text writes text that may have entities.
func (w *plainWriter) text(s string) {
	s = html.UnescapeString(s)
	if w.pre > 0 {
		w.write(s)
		return
	}
	for len(s) > 0 {
		word := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsSpace(r) || r == '\u00a0' })
		if word != 0 {
			w.space = w.b.Len() > 0 && w.lines == 0
		}
		if word < 0 {
			return
		}
		s = s[word:]
		end := strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' })
		if end < 0 {
			end = len(s)
		}
		w.write(strings.ReplaceAll(s[:end], "\u00a0", " "))
		s = s[end:]
	}
}

func (w *plainWriter) write(s string) {
	if w.b.Len() > 0 {
		for range w.lines {
			w.b.WriteByte('\n')
		}
	}
	if w.space {
		w.b.WriteByte(' ')
	}
	w.lines, w.space = 0, false
	w.b.WriteString(s)
}

func (w *plainWriter) tag(t htmlTag) {
	switch t.name {
	case "br":
		if w.lines > 0 {
			w.write("")
		}
		w.line(1)
	case "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "figure", "details", "hr":
		w.line(2)
	case "div", "section", "article", "header", "footer", "main", "aside", "nav", "dl", "dt", "dd", "figcaption", "summary", "address",
		"form", "caption", "thead", "tbody":
		w.line(1)
	case "pre":
		w.line(2)
		if t.closes {
			w.pre = max(0, w.pre-1)
		} else {
			w.pre++
		}
	case "tr":
		w.line(1)
		w.cells = 0
	case "td", "th":
		if !t.closes {
			if w.cells > 0 && w.lines == 0 {
				w.space = false
				w.write(" | ")
			}
			w.cells++
		}
	case "ul", "ol", "li":
		w.list(t)
	case "a":
		w.link(t)
	case "img":
		if alt := t.attr("alt"); alt != "" {
			w.text(html.EscapeString(alt))
		}
	}
}

// maxIndent bounds how deep lists are indented.
const maxIndent = 8

func (w *plainWriter) list(t htmlTag) {
	last := len(w.lists) - 1
	switch {
	case t.name == "li" && !t.closes:
		w.line(1)
		mark := "- "
		if last >= 0 && w.lists[last] > 0 {
			mark = strconv.Itoa(w.lists[last]) + ". "
			w.lists[last]++
		}
		w.write(strings.Repeat("  ", min(max(0, last), maxIndent)) + mark)
	case t.name == "li":
		w.line(1)
	case t.closes:
		if last >= 0 {
			w.lists = w.lists[:last]
		}
		w.line(2 - min(1, len(w.lists)))
	default:
		next := -1
		if t.name == "ol" {
			next = 1
			if n, err := strconv.Atoi(t.attr("start")); err == nil && n > 0 {
				next = n
			}
		}
		w.lists = append(w.lists, next)
		w.line(1)
	}
}

func (w *plainWriter) link(t htmlTag) {
	if !t.closes {
		if w.space { // belongs before the link
			w.write("")
		}
		w.links = append(w.links, plainLink{url: t.attr("href"), from: w.b.Len()})
		return
	}
	if len(w.links) == 0 {
		return
	}
	l := w.links[len(w.links)-1]
	w.links = w.links[:len(w.links)-1]
	said := strings.TrimSpace(w.b.String()[l.from:])
	if l.url = shownURL(l.url, said); l.url == "" {
		return
	}
	if said == "" {
		w.write(l.url)
		return
	}
	w.space = true
	w.write("(" + l.url + ")")
}

// shownURL returns the URL of a link with this text as it is worth showing: not
// where the text is the URL, and only what leads somewhere from a text.
func shownURL(url, said string) string {
	scheme, rest, ok := strings.Cut(url, ":")
	switch {
	case !ok:
		return ""
	case strings.EqualFold(scheme, "mailto"), strings.EqualFold(scheme, "tel"):
		url = rest
	case !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https"):
		return ""
	}
	if bare := strings.TrimSuffix(url, "/"); url == said || bare == said || strings.HasSuffix(bare, "://"+strings.TrimSuffix(said, "/")) {
		return ""
	}
	return url
}
