package kbdoc

import (
	"strings"
	"unicode/utf8"
)

// readText reads plain text: a title, paragraphs with empty lines in between, lines of a
// list, and questions with answers that are marked as such.
func readText(b *builder, source []byte) {
	at := markLength(source)
	as := func(raw string) (string, string) { return raw, escapeMarkdown(raw) }
	for line := range strings.Lines(string(source[at:])) {
		bare := strings.TrimSpace(line)
		switch {
		case bare == "":
			b.open(prose, at)
		case mdPatterns().item.MatchString(line):
			mark := mdPatterns().item.FindString(line)
			b.open(item, at).prefix = mark
			b.text(line[len(mark):], at+len(mark), as)
		default:
			if len(b.cur.words) > 0 && startsTurn(bare) {
				b.open(prose, at).tight = true
			}
			b.space = true
			b.text(line, at, as)
		}
		at += len(line)
	}
	b.flush()
	if len(b.blocks) > 0 {
		first := &b.blocks[0]
		if line := plain(first.words); first.kind == prose && utf8.RuneCountInString(line) <= maxTitle && !strings.ContainsAny(line, ".。!！;；") {
			first.kind, first.level, b.title = heading, 1, line
		}
	}
}

// maxTitle is how many characters the first line of a text may have as its title.
const maxTitle = 80
