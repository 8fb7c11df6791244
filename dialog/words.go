package dialog

import (
	"hash/fnv"
	"strconv"
	"strings"
)

// Words are what is said, by language (a BCP 47 primary subtag such as "en" or
// "zh"). Each language has one wording or several that mean the same: a
// conversation is not told the same one twice in a row. A name in braces,
// "{order}", stands for the value of that slot.
type Words map[string][]string

// In returns words in English and Chinese, with one wording each. Either may be
// empty.
func In(english, chinese string) Words {
	w := Words{}
	if english != "" {
		w["en"] = []string{english}
	}
	if chinese != "" {
		w["zh"] = []string{chinese}
	}
	return w
}

// variants are the wordings in a language, or in the fallback language, or in
// whatever language there is, in the order of the tags.
func (w Words) variants(lang, fallback string) []string {
	if v := w[primary(lang)]; len(v) > 0 {
		return v
	}
	if v := w[primary(fallback)]; len(v) > 0 {
		return v
	}
	best := ""
	for l, v := range w {
		if len(v) > 0 && (best == "" || l < best) {
			best = l
		}
	}
	return w[best]
}

// pick chooses a wording: the one behind that of the last time, which said remembers;
// the first time one that depends on the conversation.
func (w Words) pick(lang, fallback, conversation string, said *wordings) string {
	v := w.variants(lang, fallback)
	switch len(v) {
	case 0:
		return ""
	case 1:
		return v[0]
	}
	return v[said.next(v[0], conversation, len(v))]
}

// wordings remembers which wording of a text was said last, by a hash of the text.
type wordings map[string]int

// mostWordings bounds what is remembered.
const mostWordings = 16

func (s *wordings) next(of, conversation string, n int) int {
	if s == nil {
		return 0
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(of)) // never fails
	key := strconv.FormatUint(uint64(h.Sum32()), 36)
	last, known := (*s)[key]
	if !known {
		_, _ = h.Write([]byte(conversation))
		last = int(h.Sum32() % uint32(n)) //nolint:gosec // few wordings
	}
	if *s == nil || !known && len(*s) >= mostWordings {
		*s = wordings{}
	}
	(*s)[key] = (last + 1) % n
	return (last + 1) % n
}

// expand puts values into the braces of a text. A name without a value stays as
// it is, so that a fault is seen.
func expand(s string, value func(name string) (string, bool)) string {
	if !strings.Contains(s, "{") {
		return s
	}
	var out strings.Builder
	for {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(s[open:], '}')
		if end < 0 {
			break
		}
		out.WriteString(s[:open])
		if v, ok := value(s[open+1 : open+end]); ok {
			out.WriteString(v)
		} else {
			out.WriteString(s[open : open+end+1])
		}
		s = s[open+end+1:]
	}
	out.WriteString(s)
	return out.String()
}

// primary returns the primary subtag of a BCP 47 tag.
func primary(locale string) string {
	lang, _, _ := strings.Cut(strings.ReplaceAll(locale, "_", "-"), "-")
	return strings.ToLower(lang)
}
