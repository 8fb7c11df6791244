package assist

import (
	"strings"
	"unicode"
)

// Template is a text with variables: {{customer.name}}, or with what stands in
// for a value that nobody knows, {{customer.name|there}}; {{note|}} may be left
// out. A name has letters of any script, digits and . _ -; blanks around it and
// around what stands in do not count. A backslash in front of {{ makes it text.
// A Template never changes and is safe for concurrent use.
type Template struct {
	pieces []piece
}

// piece is a stretch of text, or a variable if it has a name.
type piece struct {
	text       string // of a variable: what stands in
	name       string
	hasDefault bool
}

// ParseTemplate reads a text. The error is a [*FieldError] of "text".
func ParseTemplate(s string) (*Template, error) {
	t := &Template{}
	for s != "" {
		open := strings.Index(s, "{{")
		switch {
		case open < 0:
			t.literal(s)
			return t, nil
		case open > 0 && s[open-1] == '\\':
			t.literal(s[:open-1] + "{{")
			s = s[open+2:]
			continue
		}
		t.literal(s[:open])
		inside, rest, closed := strings.Cut(s[open+2:], "}}")
		if !closed {
			return nil, &FieldError{"text", "has a {{ without }}"}
		}
		name, standIn, has := strings.Cut(inside, "|")
		name = strings.TrimSpace(name)
		if !variableName(name) {
			return nil, &FieldError{"text", "has something between {{ and }} that is not the name of a variable"}
		}
		t.pieces = append(t.pieces, piece{name: name, text: strings.TrimSpace(standIn), hasDefault: has})
		s = rest
	}
	return t, nil
}

func (t *Template) literal(s string) {
	if s == "" {
		return
	}
	if n := len(t.pieces); n > 0 && t.pieces[n-1].name == "" {
		t.pieces[n-1].text += s
		return
	}
	t.pieces = append(t.pieces, piece{text: s})
}

func variableName(s string) bool {
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("._-", r) {
			return false
		}
	}
	return s != ""
}

// Names are the variables of the template, each once, in the order of the text.
func (t *Template) Names() (names []string) {
	for _, p := range t.pieces {
		names = appendOnce(names, p.name)
	}
	return names
}

// Render puts values in. A value of nothing but white space is none. Where there is
// no value and nothing stands in for it, the gap stays in the text as {{name}}, for a
// person to fill in, and the error is a [*MissingError]: such a text must not be
// sent. Values are put in as they are and not read as templates.
func (t *Template) Render(value func(name string) (string, bool)) (string, error) {
	var (
		b       strings.Builder
		missing []string
	)
	for _, p := range t.pieces {
		if p.name == "" {
			b.WriteString(p.text)
			continue
		}
		v, ok := value(p.name)
		switch {
		case ok && strings.TrimSpace(v) != "":
			b.WriteString(v)
		case p.hasDefault:
			b.WriteString(p.text)
		default:
			missing = appendOnce(missing, p.name)
			b.WriteString("{{" + p.name + "}}")
		}
	}
	if missing != nil {
		return b.String(), &MissingError{Names: missing}
	}
	return b.String(), nil
}

// appendOnce appends a name that is not empty and not there yet.
func appendOnce(names []string, name string) []string {
	if name == "" {
		return names
	}
	for _, n := range names {
		if n == name {
			return names
		}
	}
	return append(names, name)
}
