package emotion

import "strings"

// narrow returns a message that has letters in full width, as some keyboards
// write them, with all of ASCII in half width: emoticons, capitals and
// apostrophes are then where they are looked for. Others it returns as they are:
// full-width signs between Chinese words are no spelling of anything. Places are
// brought back by widen.
func (s *scan) narrow(message string) string {
	s.places = s.places[:0]
	if !hasWideLetters(message) {
		return message
	}
	s.half = s.half[:0]
	for i := 0; i < len(message); {
		s.places = append(s.places, int32(i))
		c, n := halfWidth(message[i:])
		s.half = append(s.half, c)
		i += n
	}
	s.places = append(s.places, int32(len(message)))
	return string(s.half)
}

// widen makes the places of the units and sentences those of the message before
// narrow.
func (s *scan) widen() {
	if len(s.places) == 0 {
		return
	}
	for i := range s.units {
		u := &s.units[i]
		u.Start, u.End = int(s.places[u.Start]), int(s.places[u.End])
	}
	for i := range s.sentences {
		t := &s.sentences[i]
		t.start, t.end = int(s.places[t.start]), int(s.places[t.end])
	}
}

// hasWideLetters reports whether there are Latin letters in full width.
func hasWideLetters(message string) bool {
	for {
		i := strings.IndexByte(message, 0xEF)
		if i < 0 {
			return false
		}
		message = message[i:]
		if c, n := halfWidth(message); n > 1 && (c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z') {
			return true
		}
		message = message[1:]
	}
}

// halfWidth returns the ASCII character that the text begins with in full width,
// U+FF01 to U+FF5E, and its length; or else the first byte.
func halfWidth(text string) (c byte, n int) {
	if len(text) >= 3 && text[0] == 0xEF {
		switch {
		case text[1] == 0xBC && text[2] >= 0x81 && text[2] <= 0xBF:
			return text[2] - 0x81 + '!', 3
		case text[1] == 0xBD && text[2] >= 0x80 && text[2] <= 0x9E:
			return text[2] - 0x80 + '`', 3
		}
	}
	return text[0], 1
}
