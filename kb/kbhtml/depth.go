package kbhtml

import "strings"

// The depth of Markdown that is rendered. Deeper text is hostile, and is shown as
// plain text: parsing it costs time that is quadratic in its depth.
const (
	maxContainers = 32   // quotes and lists in one line
	maxIndent     = 64   // spaces before a line
	maxBrackets   = 64   // opened and not closed
	maxMarks      = 5000 // of emphasis, links, code and HTML in one paragraph
)

// tooDeep reports whether a text nests beyond what people write.
func tooDeep(s string) bool {
	open, marks := 0, 0
	for line := range strings.SplitSeq(s, "\n") {
		if containers, indent := frontOf(line); containers > maxContainers || indent > maxIndent {
			return true
		}
		if strings.TrimSpace(line) == "" {
			open, marks = 0, 0
		}
		for i := range len(line) {
			switch line[i] {
			case '[':
				open++
				marks++
			case ']':
				open = max(0, open-1)
			case '*', '_', '~', '`', '<', '!', '&':
				marks++
			}
			if open > maxBrackets || marks > maxMarks {
				return true
			}
		}
	}
	return false
}

// frontOf counts the marks of quotes and lists in front of a line, and the spaces.
// A rule of dashes or stars nests nothing.
func frontOf(line string) (containers, indent int) {
	if strings.Trim(line, "-*_ \t\r") == "" && !strings.Contains(line, "- ") && !strings.Contains(line, "* ") {
		return 0, 0
	}
	for i := range len(line) {
		switch c := line[i]; {
		case c == ' ' || c == '\t':
			indent++
		case strings.IndexByte(">-*+", c) >= 0:
			containers++
		case c >= '0' && c <= '9':
		case (c == '.' || c == ')') && i > 0 && line[i-1] >= '0' && line[i-1] <= '9':
			containers++
		default:
			return containers, indent - containers
		}
	}
	return containers, indent - containers
}
