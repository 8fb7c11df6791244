package kb

import (
	"strings"
	"time"
)

// Mode says how the questions of an [Entry] are compared with what a customer
// writes.
type Mode uint8

// The modes. When several entries match, exact beats contains and contains
// beats smart; see [Index.Match].
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
)

// String returns "smart", "exact" or "contains".
func (m Mode) String() string {
	switch m {
	case Smart:
		return "smart"
	case Exact:
		return "exact"
	case Contains:
		return "contains"
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
	}
	return 0, &FieldError{Field: "mode", Reason: `is none of "smart", "exact", "contains"`}
}

// MarshalText makes a mode readable in JSON.
func (m Mode) MarshalText() ([]byte, error) {
	if m > Contains {
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

// Entry is one piece of knowledge: a question in several wordings and its
// answer.
type Entry struct {
	// ID identifies the entry within its store: any non-empty text of at most
	// [MaxID] bytes. A [Library] assigns one where it is empty.
	ID string `json:"id"`
	// Question is the wording that is shown to people.
	Question string `json:"question"`
	// Phrasings are further wordings of the same question (at most
	// [MaxPhrasings]).
	Phrasings []string `json:"phrasings,omitempty"`
	Answer    Answer   `json:"answer"`
	Mode      Mode     `json:"mode"`
	// Locale is the BCP 47 tag of the language that the entry is written in;
	// empty means that it serves every language.
	Locale string `json:"locale,omitempty"`
	// Category is a path such as "orders/returns"; empty means none.
	Category string `json:"category,omitempty"`
	// Priority breaks ties between equally good matches, higher first. It never
	// lifts a match over a threshold.
	Priority int `json:"priority,omitempty"`
	// Version is the revision of the store at which the entry was last
	// written; 0 for an entry that no store has seen.
	Version int64 `json:"version,omitempty"`
	// Updated is when the entry was last written.
	Updated time.Time `json:"updated"`
}

// PartKind is the kind of content that a [Part] holds.
type PartKind string

// The kinds of content.
const (
	TextPart  PartKind = "text"
	ImagePart PartKind = "image"
	VideoPart PartKind = "video"
	AudioPart PartKind = "audio"
	FilePart  PartKind = "file"
	LinkPart  PartKind = "link"
)

// Part is one piece of an answer. Bytes stay with the host: a part that is not
// text refers to them by URL.
type Part struct {
	Kind PartKind `json:"kind"`
	// Text is the text of a text part, and the caption of any other part.
	Text string `json:"text,omitempty"`
	URL  string `json:"url,omitempty"`
	// MIME is the media type of what URL refers to, when it is known.
	MIME string `json:"mime,omitempty"`
}

// Answer is what the customer gets to see.
type Answer struct {
	Parts []Part `json:"parts"`
}

// TextAnswer returns an answer of plain text.
func TextAnswer(text string) Answer {
	return Answer{Parts: []Part{{Kind: TextPart, Text: text}}}
}

// PlainText returns the answer for a channel that can show nothing but text:
// the texts and captions, each on a line of its own, with the URL behind it.
func (a Answer) PlainText() string {
	var b strings.Builder
	for _, p := range a.Parts {
		line := p.Text
		if p.URL != "" {
			if line != "" {
				line += " "
			}
			line += p.URL
		}
		if line == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(line)
	}
	return b.String()
}
