package dialog

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// The bounds of a message.
const (
	MaxID    = 256      // bytes of an id
	MaxText  = 16 << 10 // bytes of text that an engine reads; it declines longer messages politely
	MaxSize  = 1 << 20  // bytes of a message's text and parts together; larger ones are refused
	MaxParts = 64
)

// sanitize checks the ids and the size of a message and makes its text storable.
func (e *Engine) sanitize(msg *Message) error {
	for _, id := range []struct{ field, value string }{
		{"id", msg.ID},
		{"conversation", msg.Conversation},
		{"customer", msg.Customer},
		{"agent", msg.Agent},
		{"channel", msg.Channel},
		{"locale", msg.Locale},
		{"choice", msg.Choice},
	} {
		switch {
		case id.value == "" && (id.field == "id" || id.field == "conversation"):
			return &FieldError{Field: id.field, Reason: "is empty"}
		case len(id.value) > MaxID:
			return &FieldError{Field: id.field, Reason: fmt.Sprintf("is longer than %d bytes", MaxID)}
		case !utf8.ValidString(id.value) || strings.ContainsRune(id.value, 0):
			return &FieldError{Field: id.field, Reason: "is not a text"}
		}
	}
	if msg.From == Customer && (strings.HasPrefix(msg.ID, AgentIDs) || strings.HasPrefix(msg.ID, SystemIDs)) {
		return &FieldError{Field: "id", Reason: "begins with " + AgentIDs + " or " + SystemIDs + ", which the engine keeps for itself"}
	}
	if len(msg.Parts) > MaxParts {
		return &FieldError{Field: "parts", Reason: fmt.Sprintf("are more than %d", MaxParts)}
	}
	size := len(msg.Text)
	for _, p := range msg.Parts {
		size += partSize(p)
		if !(math.Abs(p.Latitude) <= 90 && math.Abs(p.Longitude) <= 180) { // nor is it then JSON
			return &FieldError{Field: "parts", Reason: "have a place that is not on earth"}
		}
	}
	if size > MaxSize {
		return &FieldError{Field: "text", Reason: fmt.Sprintf("and parts are larger than %d bytes", MaxSize)}
	}
	msg.Parts = cleanParts(msg.Parts)
	msg.Text = clean(msg.Text)
	msg.Locale = strings.ReplaceAll(msg.Locale, "_", "-")
	if year := msg.At.Year(); msg.At.IsZero() || year < 1970 || year > 9999 { // a clock that nobody set
		msg.At = e.now()
	}
	msg.At = msg.At.UTC().Truncate(time.Microsecond)
	return nil
}

// cleanParts returns parts that can be stored; nil when there are none, as
// stores return it.
func cleanParts(parts []Part) (out []Part) {
	for _, p := range parts {
		p.Kind, p.Text, p.URL, p.MIME = PartKind(clean(string(p.Kind))), clean(p.Text), clean(p.URL), clean(p.MIME)
		p.Title, p.Image, p.Size = clean(p.Title), clean(p.Image), max(p.Size, 0)
		p.Choices = slices.Clone(p.Choices)
		for i, c := range p.Choices {
			p.Choices[i] = Choice{ID: clean(c.ID), Label: clean(c.Label), URL: clean(c.URL)}
		}
		out = append(out, p)
	}
	return out
}

// partSize is how many bytes a part has, with some for each button, however empty.
func partSize(p Part) int {
	const button = 16
	size := len(p.Kind) + len(p.Text) + len(p.URL) + len(p.MIME) + len(p.Title) + len(p.Image)
	for _, c := range p.Choices {
		size += button + len(c.ID) + len(c.Label) + len(c.URL)
	}
	return size
}

// clean makes a text valid UTF-8 without control characters other than line
// breaks and tabs. Marks of the direction of writing stay: Arabic needs them.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
