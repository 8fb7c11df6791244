package kb

import (
	"html"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// plainMarkdown returns Markdown as a reader would write it down: without marks
// for headings and emphasis, lists and line breaks as they are, links with their
// URLs in parentheses.
func plainMarkdown(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	refs := markdownRefs(s)
	var b strings.Builder
	fence, empty, text := "", true, false // empty and text: of the line before
	for line := range strings.SplitSeq(s, "\n") {
		bare := strings.TrimSpace(line)
		mark := markdownFence(bare)
		switch {
		case fence != "":
			if mark != "" && strings.HasPrefix(mark, fence) && len(mark) == len(bare) {
				fence = ""
				continue
			}
			b.WriteString(line + "\n")
			empty, text = false, false
			continue
		case mark != "":
			fence, text = mark, false
			continue
		}
		for strings.HasPrefix(bare, ">") {
			bare = strings.TrimSpace(bare[1:])
			line = bare
		}
		def := markdownDefinition().FindString(line)
		switch {
		case bare == "", def != "", isRule(bare) || text && isUnderline(bare):
			if !empty && (bare == "" || !text) {
				b.WriteByte('\n')
				empty = true
			}
			text = false
			continue
		case isTableRule(bare):
			continue
		}
		b.WriteString(markdownLine(line, refs) + "\n")
		empty, text = false, true
	}
	return strings.TrimSpace(b.String())
}

var markdownDefinition = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^ {0,3}\[([^\]]{1,200})\]:\s*<?(\S+?)>?(\s|$)`)
})

// markdownRefs returns the URLs that a text defines for its links.
func markdownRefs(s string) map[string]string {
	refs := map[string]string{}
	if !strings.Contains(s, "]:") {
		return refs
	}
	for line := range strings.SplitSeq(s, "\n") {
		if found := markdownDefinition().FindStringSubmatch(line); found != nil {
			if name := strings.ToLower(found[1]); refs[name] == "" {
				refs[name] = found[2]
			}
		}
	}
	return refs
}

// markdownFence returns the marks that begin or end a block of code.
func markdownFence(bare string) string {
	for _, c := range []string{"`", "~"} {
		if n := len(bare) - len(strings.TrimLeft(bare, c)); n >= 3 {
			return bare[:n]
		}
	}
	return ""
}

// isRule reports whether a line is a horizontal rule, and isUnderline whether it
// makes a heading of the line before.
func isRule(bare string) bool {
	for _, c := range []string{"-", "*", "_"} {
		if marks := strings.ReplaceAll(bare, " ", ""); len(marks) >= 3 && strings.Trim(marks, c) == "" {
			return true
		}
	}
	return false
}

func isUnderline(bare string) bool {
	return bare != "" && (strings.Trim(bare, "=") == "" || strings.Trim(bare, "-") == "")
}

// isTableRule reports whether a line stands between the head and the rows of a
// table.
func isTableRule(bare string) bool {
	return strings.Contains(bare, "-") && strings.Contains(bare, "|") && strings.Trim(bare, "|-: ") == ""
}

// markdownLine returns one line without its marks.
func markdownLine(line string, refs map[string]string) string {
	bare := strings.TrimLeft(line, " \t")
	indent := line[:len(line)-len(bare)]
	if level := len(bare) - len(strings.TrimLeft(bare, "#")); level > 0 && level <= 6 && (len(bare) == level || bare[level] == ' ') {
		return markdownInline(strings.TrimSpace(strings.TrimRight(bare[level:], "# ")), refs)
	}
	if len(bare) > 1 && strings.IndexByte("-*+", bare[0]) >= 0 && bare[1] == ' ' {
		return indent + "- " + markdownInline(strings.TrimSpace(bare[2:]), refs)
	}
	if row := strings.TrimSpace(bare); len(row) > 2 && row[0] == '|' {
		var cells []string
		for cell := range strings.SplitSeq(strings.Trim(row, "|"), "|") {
			cells = append(cells, markdownInline(strings.TrimSpace(cell), refs))
		}
		return strings.Join(cells, " | ")
	}
	return indent + markdownInline(strings.TrimRight(bare, " \\"), refs)
}

// markdownInline returns a stretch of text without marks, in time linear in its
// length.
func markdownInline(s string, refs map[string]string) string {
	if !strings.ContainsAny(s, "*_`[]<&\\~") {
		return s
	}
	drop := emphasis(s)
	var b strings.Builder
	nearEnd := false // no ] is left
	for i := 0; i < len(s); i++ {
		if drop[i] {
			continue
		}
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && isASCIIPunct(s[i+1]):
			i++
			b.WriteByte(s[i])
			continue
		case c == '`':
			n := len(s[i:]) - len(strings.TrimLeft(s[i:], "`"))
			if end := strings.Index(s[i+n:], s[i:i+n]); end >= 0 && n < 8 {
				b.WriteString(strings.TrimSpace(s[i+n : i+n+end]))
				i += 2*n + end - 1
				continue
			}
			b.WriteString(s[i : i+n])
			i += n - 1
			continue
		case (c == '[' || c == '!' && i+1 < len(s) && s[i+1] == '[') && !nearEnd:
			said, url, n := markdownLink(s[i:], refs)
			if n < 0 {
				nearEnd = true
			}
			if n > 0 {
				said = markdownInline(said, nil)
				b.WriteString(said)
				if c == '!' {
					url = ""
				}
				if url = shownURL(url, said); url != "" {
					if said != "" {
						url = " (" + url + ")"
					}
					b.WriteString(url)
				}
				i += n - 1
				continue
			}
		case c == '<':
			if end := strings.IndexByte(s[i:min(len(s), i+maxAutolink)], '>'); end > 0 {
				inside := s[i+1 : i+end]
				if isAutolink(inside) {
					b.WriteString(inside)
					i += end
					continue
				}
				if tag, _, ok := readTag(s[i : i+end+1]); ok {
					if tag.name == "br" {
						b.WriteByte('\n')
					}
					i += end
					continue
				}
			}
		case c == '&':
			if end := strings.IndexByte(s[i:min(len(s), i+40)], ';'); end > 0 {
				b.WriteString(html.UnescapeString(s[i : i+end+1]))
				i += end
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

const maxAutolink = 2000

func isASCIIPunct(c byte) bool {
	return c < utf8.RuneSelf && c > ' ' && !isLetter(c) && (c < '0' || c > '9') && c != 0x7f
}

func isAutolink(s string) bool {
	return !strings.ContainsAny(s, " <") && (strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "mailto:") ||
		strings.Contains(s, "@") && !strings.ContainsAny(s, "/="))
}

// maxLink bounds the text and the target of a link, and maxBrackets how deep
// brackets go in it, so that brackets without an end cost little.
const (
	maxLink     = 4000
	maxBrackets = 8
)

// markdownLink takes [text](url), [text][ref], [ref], or an image from the front
// of s: n is its length, 0 if it is no link, and -1 if no link follows at all.
func markdownLink(s string, refs map[string]string) (said, url string, n int) {
	from := strings.IndexByte(s, '[') + 1
	depth, end := 1, -1
	closes := false
	for i := from; i < min(len(s), from+maxLink); i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			depth++
		case ']':
			closes = true
			depth--
		}
		if depth > maxBrackets {
			return "", "", 0
		}
		if depth == 0 {
			end = i
			break
		}
	}
	if end < 0 {
		if !closes && len(s) < from+maxLink {
			return "", "", -1
		}
		return "", "", 0
	}
	said = s[from:end]
	rest := s[end+1 : min(len(s), end+1+maxLink)]
	switch {
	case strings.HasPrefix(rest, "("):
		open := 0
		for i := range len(rest) {
			switch rest[i] {
			case '(':
				open++
			case ')':
				open--
			}
			if open > maxBrackets {
				break
			}
			if open == 0 {
				url, _, _ = strings.Cut(strings.TrimSpace(rest[1:i]), " ")
				return said, strings.Trim(url, "<>"), end + 2 + i
			}
		}
	case strings.HasPrefix(rest, "["):
		if i := strings.IndexByte(rest, ']'); i > 0 {
			name := rest[1:i]
			if name == "" {
				name = said
			}
			if url = refs[strings.ToLower(name)]; url != "" {
				return said, url, end + 2 + i
			}
		}
	}
	if url = refs[strings.ToLower(said)]; url != "" {
		return said, url, end + 1
	}
	return "", "", 0
}

// emphasis marks the bytes of *, _ and ~~ that come in pairs around text.
func emphasis(s string) []bool {
	drop := make([]bool, len(s)+1)
	open := map[string][]int{}
	for i := 0; i < len(s); {
		c := s[i]
		if c == '\\' {
			i += 2
			continue
		}
		if c == '`' { // code has no emphasis
			n := len(s[i:]) - len(strings.TrimLeft(s[i:], "`"))
			if end := strings.Index(s[i+n:], s[i:i+n]); end >= 0 && n < 8 {
				i += 2*n + end
			} else {
				i += n
			}
			continue
		}
		if c != '*' && c != '_' && c != '~' {
			i++
			continue
		}
		end := i
		for end < len(s) && s[end] == c {
			end++
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[end:])
		opens := end < len(s) && !unicode.IsSpace(after)
		closes := i > 0 && !unicode.IsSpace(before)
		if c == '_' { // within a word it is a sign of its own
			opens, closes = opens && !isWordRune(before, i > 0), closes && !isWordRune(after, end < len(s))
		}
		mark := s[i:end]
		if len(mark) <= 3 && (c != '~' || len(mark) == 2) {
			switch waiting := open[mark]; {
			case closes && len(waiting) > 0:
				at := waiting[len(waiting)-1]
				open[mark] = waiting[:len(waiting)-1]
				for k := range len(mark) {
					drop[at+k], drop[i+k] = true, true
				}
			case opens:
				open[mark] = append(waiting, i)
			}
		}
		i = end
	}
	return drop
}

func isWordRune(r rune, there bool) bool { return there && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
