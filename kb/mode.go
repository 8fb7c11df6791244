package kb

import "strings"

// Mode says how the questions of an [Entry] are compared with what a customer
// writes.
type Mode uint8

// The modes. When several entries match, exact beats pattern, pattern beats
// contains and contains beats smart, unless [IndexOptions.Precedence] says
// otherwise; see [Index.Match].
const (
	// Smart matches by meaning as far as words, word order and characters tell:
	// other wordings, typing errors, extra words.
	Smart Mode = iota
	// Exact matches when the whole question is the same, apart from case,
	// width, spacing, end punctuation, and traditional or simplified script.
	Exact
	// Contains matches when the customer's text contains the phrase: at word
	// boundaries in languages that have them, anywhere in Chinese.
	Contains
	// Pattern matches when a regular expression is found in the customer's text, as
	// it is or in ordinary width and simplified script: an order number, a phone
	// number. The expressions are the phrasings, and the question is what people are
	// shown; without phrasings the question is the expression. The syntax is that of
	// package regexp (RE2), whose time is linear in the text whatever the
	// expression. Letters match both cases unless the expression says (?-i); named
	// groups come back as [Hit.Args]. An expression that matches the empty text, or
	// is longer than [MaxPattern], is refused. Many thousands cost no more than a
	// few, as long as each demands some fixed text or digits: those without, such as
	// [a-z]+, are tried on every question.
	Pattern
)

// String returns "smart", "exact", "contains" or "pattern".
func (m Mode) String() string {
	switch m {
	case Smart:
		return "smart"
	case Exact:
		return "exact"
	case Contains:
		return "contains"
	case Pattern:
		return "pattern"
	}
	return "invalid"
}

// ParseMode reads what [Mode.String] writes; the empty text is [Smart].
func ParseMode(s string) (Mode, error) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "", "smart":
		return Smart, nil
	case "exact":
		return Exact, nil
	case "contains":
		return Contains, nil
	case "pattern":
		return Pattern, nil
	}
	return 0, &FieldError{Field: "mode", Reason: `is none of "smart", "exact", "contains", "pattern"`}
}

// MarshalText makes a mode readable in JSON.
func (m Mode) MarshalText() ([]byte, error) {
	if m > Pattern {
		return nil, &FieldError{Field: "mode", Reason: "is unknown"}
	}
	return []byte(m.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (m *Mode) UnmarshalText(text []byte) error {
	parsed, err := ParseMode(string(text))
	if err == nil {
		*m = parsed
	}
	return err
}
