package ticket

import (
	"bytes"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// wording is a text in the form in which words and phrases are found in it: folded, a
// space on both sides of each word and number, characters of scripts without spaces side
// by side, and "|" for what else stands between. It is empty for a text without words.
type wording string

func readWording(s string) wording {
	var buffer text.Buffer
	tokens := buffer.Segment(s)
	folded := buffer.Folded()
	var b strings.Builder
	end := 0 // of the token before
	for i, t := range tokens {
		if i > 0 && len(bytes.TrimSpace(folded[end:t.Lo])) > 0 {
			b.WriteByte('|')
		}
		end = t.Hi
		if t.Kind == text.Char {
			b.Write(buffer.Bytes(t))
			continue
		}
		b.WriteByte(' ')
		b.Write(buffer.Bytes(t))
		b.WriteByte(' ')
	}
	return wording(b.String())
}

// first returns the first of some phrases that the text has and does not deny; empty if
// it has none.
func (w wording) first(phrases []string) string {
	for _, p := range phrases {
		if w.has(string(readWording(p))) {
			return p
		}
	}
	return ""
}

// has says whether a phrase, which is a wording itself, is there and not denied.
func (w wording) has(phrase string) bool {
	if phrase == "" {
		return false
	}
	for from := 0; ; {
		at := strings.Index(string(w[from:]), phrase)
		if at < 0 {
			return false
		}
		if !w[:from+at].denies() {
			return true
		}
		from += at + len(phrase)
	}
}

// denyingChars are what denies the characters right behind it.
const denyingChars = "不 不是 不是要 不想 不要 不会 不用 不打算 没 没有 没想 别 并非 无需"

// denyingReach is how many words before a phrase can deny it.
const denyingReach = 4

// denies says whether what was said up to here denies what comes next: "this is not a
// complaint", 不是投诉.
func (w wording) denies() bool {
	clause := string(w[strings.LastIndexByte(string(w), '|')+1:])
	for d := range strings.FieldsSeq(denyingChars) {
		if strings.HasSuffix(clause, d) {
			return true
		}
	}
	words := strings.Fields(clause)
	for _, word := range words[max(0, len(words)-denyingReach):] {
		switch word {
		case "not", "no", "never", "without", "cannot", "hardly":
			return true
		}
		if strings.HasSuffix(word, "n't") {
			return true
		}
	}
	return false
}
