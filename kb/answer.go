package kb

import (
	"strconv"
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
	ARPart       PartKind = "ar" // a model or a scene of augmented reality
)

// Part is one piece of an answer. Bytes stay with the host: a part that is not
// text refers to them by URL.
type Part struct {
	// Kind says what the part is. Required.
	Kind PartKind `json:"kind"`
	// Text is the content of a part of text, Markdown or HTML, and the caption of
	// any other part.
	Text string `json:"text,omitempty"`
	// URL is where the content of any other part is, which needs it; behind a written
	// part it is where to read on.
	URL string `json:"url,omitempty"`
	// MIME is the media type of what URL refers to, when it is known.
	MIME string `json:"mime,omitempty"`
}

// Answer is what the customer gets to see.
type Answer struct {
	// Parts are shown one after the other. None at all is an answer of nothing.
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

// known reports whether a kind is one of those above.
func (k PartKind) known() bool {
	switch k {
	case TextPart, MarkdownPart, HTMLPart, ImagePart, VideoPart, AudioPart, FilePart, LinkPart, ARPart:
		return true
	}
	return false
}

// written reports whether the content is in Text, and not behind URL.
func (k PartKind) written() bool { return k == TextPart || k == MarkdownPart || k == HTMLPart }

// validate reports the first fault of an answer, whose field has this name.
func (a *Answer) validate(field string) error {
	size := 0
	for i, p := range a.Parts {
		size += len(p.Text) + len(p.URL) + len(p.MIME)
		part := field + ".parts[" + strconv.Itoa(i) + "]"
		switch {
		case p.Kind == "":
			return &FieldError{Field: part + ".kind", Reason: "is empty"}
		case !p.Kind.known():
			return &FieldError{Field: part + ".kind", Reason: "is unknown"}
		case !p.Kind.written() && p.URL == "":
			return &FieldError{Field: part + ".url", Reason: "is empty"}
		}
	}
	if size > MaxAnswer {
		return tooLong(field, MaxAnswer)
	}
	return a.Action.validate(field + ".action")
}

// PlainText returns the answer for a channel that can show nothing but text:
// the texts and captions, each on a line of its own, with the URL behind it.
// Of Markdown and HTML it is what a reader sees: lists with their marks, tables
// with bars, links with their URLs in parentheses, entities as characters; scripts,
// styles and tags are left out. The result is text and not safe as HTML.
func (a Answer) PlainText() string {
	var b strings.Builder
	for _, p := range a.Parts {
		line := p.Text
		switch p.Kind {
		case HTMLPart:
			line = plainHTML(line)
		case MarkdownPart:
			line = plainMarkdown(line)
		}
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
