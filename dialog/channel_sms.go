package dialog

import "unicode/utf8"

// SMSSegments returns how many short messages a text takes, and whether it has
// characters outside of the GSM 7-bit alphabet, which make all of it UCS-2. One
// message holds 160 septets or 70 units of UTF-16; several that are shown as one
// hold 153 or 67 each, and neither an escaped character nor a surrogate pair is
// divided between two (3GPP TS 23.038 and 23.040). An empty text takes none.
func SMSSegments(text string) (segments int, unicode bool) {
	var m smsMeter
	for _, r := range text {
		m.add(r)
	}
	return m.segments(), m.ucs2.unicode
}

// smsMeter counts in both alphabets at once: the last character may decide.
type smsMeter struct {
	gsm  smsPacker
	ucs2 struct {
		smsPacker
		unicode bool
	}
}

func (m *smsMeter) add(r rune) {
	m.gsm.add(septets(r), 153)
	m.ucs2.add(utf16Units(r), 67)
	m.ucs2.unicode = m.ucs2.unicode || septets(r) == 0
}

func (m *smsMeter) segments() int {
	if m.ucs2.unicode {
		return m.ucs2.count(70)
	}
	return m.gsm.count(160)
}

// smsPacker puts characters of one or two units into segments.
type smsPacker struct{ total, full, used int }

func (p *smsPacker) add(n, room int) {
	p.total += n
	if p.used+n > room {
		p.full, p.used = p.full+1, 0
	}
	p.used += n
}

// count is the number of segments where a single one has the room alone.
func (p *smsPacker) count(alone int) int {
	switch {
	case p.total == 0:
		return 0
	case p.total <= alone:
		return 1
	}
	return p.full + 1
}

// septets is how many septets a character takes in the GSM 7-bit default
// alphabet and its extension table; 0 if it is in neither.
func septets(r rune) int {
	switch r {
	case '\f', '^', '{', '}', '\\', '[', '~', ']', '|', '€':
		return 2
	case '`':
		return 0
	case '\n', '\r', '£', '¥', 'è', 'é', 'ù', 'ì', 'ò', 'Ç', 'Ø', 'ø', 'Å', 'å', 'Δ', 'Φ', 'Γ', 'Λ', 'Ω', 'Π', 'Ψ', 'Σ', 'Θ', 'Ξ',
		'Æ', 'æ', 'ß', 'É', '¤', '¡', 'Ä', 'Ö', 'Ñ', 'Ü', '§', '¿', 'ä', 'ö', 'ñ', 'ü', 'à':
		return 1
	}
	if r >= ' ' && r <= 'z' {
		return 1
	}
	return 0
}

func utf16Units(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// utf16Length counts the units of a text in UTF-16.
func utf16Length(s string) (n int) {
	for _, r := range s {
		n += utf16Units(r)
	}
	return n
}

// length is how long a text is in the unit of the limit.
func (l Limit) length(s string) int {
	switch l.Unit {
	case Runes:
		return utf8.RuneCountInString(s)
	case UTF16:
		return utf16Length(s)
	case Segments:
		n, _ := SMSSegments(s)
		return n
	}
	return len(s)
}

func (l Limit) fits(s string) bool { return l.Max <= 0 || l.length(s) <= l.Max }
