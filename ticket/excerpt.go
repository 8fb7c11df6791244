package ticket

import (
	"strings"
	"unicode/utf8"
)

// clip returns at most so many bytes of a text that can be kept: valid UTF-8 without NUL
// bytes and white space around it.
func clip(s string, most int) string {
	if len(s) > most {
		s = s[:most]
		for back := 0; back < utf8.UTFMax && len(s) > 0; back++ { // a rune that was cut through
			if r, size := utf8.DecodeLastRuneInString(s); r != utf8.RuneError || size > 1 {
				break
			}
			s = s[:len(s)-1]
		}
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "\x00", "")
	for len(s) > most { // what replaced invalid bytes is longer
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return strings.TrimSpace(s)
}

// excerpt returns at most so many runes of a text, cut between words where there is a
// place in the last third, and with an ellipsis then.
func excerpt(s string, most int) string {
	s = strings.TrimSpace(s)
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	if most <= 1 {
		return ""
	}
	end, n := 0, 0
	for i := range s {
		if n == most-1 {
			end = i
			break
		}
		n++
	}
	cut := s[:end]
	if at := strings.LastIndexAny(cut, " ,.;，。；、"); at > 2*len(cut)/3 && s[end] != ' ' {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,.;，。；、") + "…"
}
