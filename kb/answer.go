package kb

import (
	"strings"
	"time"
)

// PartKind is the kind of content that a [Part] holds.
type PartKind string

// The kinds of content.
const (
	TextPart     PartKind = "text"
	MarkdownPart PartKind = "markdown" // Text is Markdown
	HTMLPart     PartKind = "html"     // Text is HTML, not trusted: see package kbhtml
	ImagePart    PartKind = "image"
	VideoPart    PartKind = "video"
	AudioPart    PartKind = "audio"
	FilePart     PartKind = "file"
	LinkPart     PartKind = "link"
)

// Part is one piece of an answer. Bytes stay with the host: a part that is not
// text refers to them by URL.
type Part struct {
	Kind PartKind `json:"kind"`
	// Text is the content of a part of text, Markdown or HTML, and the caption of
	// any other part.
	Text string `json:"text,omitempty"`
	URL  string `json:"url,omitempty"`
	// MIME is the media type of what URL refers to, when it is known.
	MIME string `json:"mime,omitempty"`
}

// Answer is what the customer gets to see.
type Answer struct {
	Parts []Part `json:"parts"`
	// Action, where there is one, fetches the answer when it is asked for; Parts
	// are then what to say if that fails. See [Library.Answer].
	Action *Action `json:"action,omitempty"`
}

// Action names a function of the host that knows the answer of this moment: the
// state of an order, the weather.
type Action struct {
	// Name is the key of the function in [LibraryOptions.Actions].
	Name string `json:"name"`
	// Args are handed to the function; the named groups of a pattern and the
	// slots of the query's context are added to them.
	Args map[string]string `json:"args,omitempty"`
	// Timeout bounds the call. Default: 3 s.
	Timeout time.Duration `json:"timeout,omitempty"`
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
