package dialog

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What a reader sees of Markdown and HTML, for channels that show neither. The
// knowledge base writes the plain form of its answers into the reply itself, and
// [Render] prefers that; this is for parts that come from elsewhere.

// plainHTML returns the text of HTML: blocks on lines of their own, items with
// a dash, links and pictures with their URL behind them. Scripts, styles,
// comments and all tags are dropped; a "<" that begins no tag is text.
func plainHTML(s string) string {
	var b strings.Builder
	var href string
	var linked int // where the text of the open link begins
	for s != "" {
		at := strings.IndexByte(s, '<')
		if at < 0 {
			at = len(s)
		}
		b.WriteString(strings.Map(blankLines, html.UnescapeString(s[:at])))
		if s = s[at:]; s == "" {
			break
		}
		name, attrs, rest := htmlTagAt(s)
		if rest == len(s)+1 { // no tag
			b.WriteByte('<')
			s = s[1:]
			continue
		}
		s = s[rest:]
		switch name {
		case "script", "style", "template", "head", "/script", "/style":
			s = behindElement(s, name)
		case "a":
			href, linked = attrs("href"), b.Len()
		case "/a":
			if said := b.String()[linked:]; href != "" && !strings.HasPrefix(href, "#") && !strings.Contains(said, href) {
				b.WriteString(" (" + href + ")")
			}
			href, linked = "", b.Len()
		case "img":
			if alt, src := attrs("alt"), attrs("src"); src != "" {
				b.WriteString(alt + behindLabel(alt, src))
			} else {
				b.WriteString(alt)
			}
		case "li":
			b.WriteString("\n- ")
		case "td", "th":
			b.WriteByte(' ')
		case "p", "/p", "div", "/div", "br", "hr", "tr", "ul", "ol", "/ul", "/ol", "table", "/table", "h1", "h2", "h3", "h4", "h5", "h6",
			"/h1", "/h2", "/h3", "/h4", "/h5", "/h6", "blockquote", "/blockquote", "pre", "/pre", "section", "/section", "dt", "dd", "/li", "/tr":
			b.WriteByte('\n')
		}
	}
	return strings.ReplaceAll(tidyLines(b.String()), "\n\n", "\n")
}

// behindLabel is how a URL stands behind the words that lead to it: in parentheses,
// as package kb writes it.
func behindLabel(label, url string) string {
	if label == "" {
		return url
	}
	return " (" + url + ")"
}

// blankLines turns the line breaks of HTML, which mean nothing, into blanks.
func blankLines(r rune) rune {
	if r == '\n' || r == '\r' || r == '\t' {
		return ' '
	}
	return r
}

// htmlTagAt reads the tag that begins a text: its name in lower case, its
// attributes, and how long it is; one more than the text is long if there is none.
func htmlTagAt(s string) (name string, attrs func(string) string, n int) {
	none := func(string) string { return "" }
	if strings.HasPrefix(s, "<!--") {
		if end := strings.Index(s[4:], "-->"); end >= 0 {
			return "!", none, 4 + end + 3
		}
		return "!", none, len(s)
	}
	i := 1
	if i < len(s) && (s[i] == '/' || s[i] == '!' || s[i] == '?') {
		i++
	}
	start := i
	for i < len(s) && (s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' || i > start && s[i] >= '0' && s[i] <= '9') {
		i++
	}
	if i == start {
		return "", none, len(s) + 1
	}
	name = strings.ToLower(s[1:i])
	quote := byte(0)
	for end := i; end < min(len(s), longestMark); end++ {
		switch c := s[end]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && s[end-1] == '=':
			quote = c
		case c == '>':
			inner := s[i:end]
			return name, func(key string) string { return htmlAttribute(inner, key) }, end + 1
		}
	}
	return "", none, len(s) + 1
}

// htmlAttribute returns the value of an attribute that is a web, mail or phone
// address or plain words; addresses of other schemes (javascript:, data:) are none.
func htmlAttribute(inner, key string) string {
	for at := 0; ; at++ {
		i := strings.IndexByte(inner[at:], '=')
		if i < 0 {
			return ""
		}
		at += i
		start := at - len(key)
		if start < 0 || !strings.EqualFold(inner[start:at], key) || start > 0 && !unicode.IsSpace(rune(inner[start-1])) && inner[start-1] != '"' && inner[start-1] != '\'' {
			continue
		}
		value := inner[at+1:]
		if value != "" && (value[0] == '"' || value[0] == '\'') {
			value, _, _ = strings.Cut(value[1:], value[:1])
		} else if end := strings.IndexFunc(value, unicode.IsSpace); end >= 0 {
			value = value[:end]
		}
		value = strings.TrimSpace(html.UnescapeString(value))
		if key != "alt" && !safeURL(value) {
			return ""
		}
		return value
	}
}

// safeURL reports whether a URL is one that people may be shown: relative, or
// of a scheme that runs nothing.
func safeURL(url string) bool {
	scheme, _, has := strings.Cut(url, ":")
	if !has || strings.ContainsAny(scheme, "/?#") {
		return true
	}
	switch strings.ToLower(scheme) {
	case "http", "https", "mailto", "tel", "sms", "geo":
		return true
	}
	return false
}

// behindElement is what follows the end of an element whose content is no text.
func behindElement(s, name string) string {
	if strings.HasPrefix(name, "/") {
		return s
	}
	for {
		at := strings.Index(s, "</")
		if at < 0 {
			return ""
		}
		s = s[at+2:]
		if len(s) < len(name) || !strings.EqualFold(s[:len(name)], name) {
			continue
		}
		_, s, _ = strings.Cut(s, ">")
		return s
	}
}

// tidyLines makes one blank of several, and at most one empty line.
func tidyLines(s string) string {
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" && (len(lines) == 0 || lines[len(lines)-1] == "") || line == "-" {
			continue
		}
		lines = append(lines, line)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// plainMarkdown returns what a reader sees of Markdown: headings, quotes,
// emphasis and code without their marks, lists with dashes or numbers, links and
// pictures with their URL in parentheses behind them. All words stay.
func plainMarkdown(s string) string {
	var b strings.Builder
	fenced := false
	for line := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~"):
			if fenced = !fenced; !fenced {
				trimmed = strings.Trim(trimmed, "`~ ")
			} else if trimmed = strings.TrimLeft(trimmed, "`~"); !strings.ContainsAny(trimmed, "` ") {
				trimmed = "" // the name of a language
			}
			if trimmed == "" {
				continue
			}
		case fenced:
			trimmed = strings.TrimRight(line, " \t")
		case trimmed != "" && strings.Trim(trimmed, "-=*_:| ") == "" && len(trimmed) > 2:
			continue // a rule, the line below a heading or the head of a table
		default:
			trimmed = inlineMarkdown(blockMark(trimmed), 0)
		}
		b.WriteString(trimmed)
		b.WriteByte('\n')
	}
	return tidyLines(b.String())
}

// blockMark takes the mark of a heading, a quote or a table from a line and
// makes a dash of the mark of an item.
func blockMark(line string) string {
	for strings.HasPrefix(line, ">") {
		line = strings.TrimSpace(line[1:])
	}
	if rest := strings.TrimLeft(line, "#"); rest != line && len(line)-len(rest) <= 6 && (rest == "" || rest[0] == ' ') {
		return strings.TrimSpace(strings.TrimRight(rest, "# "))
	}
	if len(line) > 1 && strings.IndexByte("*+", line[0]) >= 0 && line[1] == ' ' {
		return "-" + line[1:]
	}
	if len(line) > 1 && line[0] == '|' && line[len(line)-1] == '|' {
		return strings.TrimSpace(line[1 : len(line)-1])
	}
	return line
}

// longestMark is how many bytes a tag, a link or emphasised words can have, and
// deepestMark how often marks stand inside of marks; what is beyond is text.
// Whatever is written, the time that it takes grows as its length.
const (
	longestMark = 2048
	deepestMark = 4
)

// inlineMarkdown takes the marks from a line.
func inlineMarkdown(line string, depth int) string {
	if depth > deepestMark {
		return line
	}
	var b strings.Builder
	for i := 0; i < len(line); {
		switch c := line[i]; {
		case c == '\\' && i+1 < len(line) && strings.IndexByte("\\`*_{}[]()#+-.!|<>~", line[i+1]) >= 0:
			b.WriteByte(line[i+1])
			i += 2
			continue
		case c == '<':
			if end := strings.IndexByte(line[i:min(len(line), i+longestMark)], '>'); end > 1 && !strings.ContainsAny(line[i:i+end], " ") && strings.ContainsAny(line[i:i+end], ":@") && safeURL(line[i+1:i+end]) {
				b.WriteString(line[i+1 : i+end])
				i += end + 1
				continue
			}
		case c == '[' || c == '!' && strings.HasPrefix(line[i+1:], "["):
			if label, url, n := markdownLink(line[i:]); n > 0 {
				label = inlineMarkdown(label, depth+1)
				b.WriteString(label)
				if url != label && safeURL(url) {
					b.WriteString(behindLabel(label, url))
				}
				i += n
				continue
			}
		case c == '`' || c == '*' || c == '_' || c == '~':
			if inner, n := markdownSpan(line, i); n > 0 {
				if c != '`' {
					inner = inlineMarkdown(inner, depth+1)
				}
				b.WriteString(inner)
				i += n
				continue
			}
		}
		if n := linkLength(line[i:]); n > 0 { // marks in a URL are none
			b.WriteString(line[i : i+n])
			i += n
			continue
		}
		_, n := utf8.DecodeRuneInString(line[i:])
		b.WriteString(line[i : i+n])
		i += n
	}
	return b.String()
}

// markdownLink reads [label](url "title") or ![label](url).
func markdownLink(s string) (label, url string, n int) {
	s = s[:min(len(s), longestMark)]
	start := strings.IndexByte(s, '[') + 1
	depth, at := 1, start
	for ; at < len(s) && depth > 0; at++ {
		switch s[at] {
		case '[':
			depth++
		case ']':
			depth--
		}
	}
	if depth > 0 || at >= len(s) || s[at] != '(' {
		return "", "", 0
	}
	depth = 1
	end := at + 1
	for ; end < len(s) && depth > 0; end++ {
		switch s[end] {
		case '(':
			depth++
		case ')':
			depth--
		}
	}
	if depth > 0 {
		return "", "", 0
	}
	url, title, _ := strings.Cut(strings.TrimSpace(s[at+1:end-1]), " ")
	label = s[start : at-1]
	if title = strings.Trim(title, " \"'"); title != "" {
		label = strings.TrimSpace(label + " " + title)
	}
	return label, strings.Trim(url, "<>"), end
}

// markdownSpan reads what stands between two equal runs of a mark, which touch
// the words that they enclose: `code`, *emphasis*, __strong__, ~~deleted~~. Inside
// of words underscores are no marks.
func markdownSpan(line string, i int) (inner string, n int) {
	mark := line[i]
	run := 1
	for i+run < len(line) && line[i+run] == mark {
		run++
	}
	if mark == '~' && run != 2 || mark != '`' && run > 3 {
		return "", 0
	}
	from := i + run
	before, _ := utf8.DecodeLastRuneInString(line[:i])
	if mark == '_' && (unicode.IsLetter(before) || unicode.IsDigit(before)) {
		return "", 0
	}
	marks := line[i:from]
	for at := from; at < min(len(line), i+longestMark); {
		k := strings.Index(line[at:min(len(line), i+longestMark)], marks)
		if k < 0 {
			return "", 0
		}
		at += k
		end := at + run
		long := end < len(line) && line[end] == mark || line[at-1] == mark
		inner = line[from:at]
		if !long && inner != "" && (mark == '`' || strings.TrimSpace(inner) == inner) && (mark != '_' || !inWordBehind(line, end)) {
			return inner, end - i
		}
		for at < len(line) && line[at] == mark {
			at++
		}
	}
	return "", 0
}

// inWordBehind reports whether a letter or a digit follows.
func inWordBehind(line string, end int) bool {
	r, _ := utf8.DecodeRuneInString(line[end:]) // at the end U+FFFD, which is neither
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
