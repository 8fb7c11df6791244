package dialog

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Abilities say what a channel can show, so that [Render] can turn any reply
// into messages that the channel takes. The zero value is a channel of plain
// text without bounds. Values are data: compare, store and change them freely.
type Abilities struct {
	// Text bounds the text of one message. Default: no bound.
	Text Limit `json:"text,omitzero"`
	// Media are the kinds of parts, besides plain text, that the channel shows as
	// such; what is not listed falls back to text. Default: none.
	Media []Medium `json:"media,omitempty"`
	// Menus are the ways to show choices, the preferred one first. Choices that fit
	// none become a numbered list in the text. Default: none.
	Menus []Menu `json:"menus,omitempty"`
	// Mixed says that one message can hold several parts beside each other, as a
	// web page and an e-mail do; otherwise each part is a message of its own.
	// Default: false.
	Mixed bool `json:"mixed,omitempty"`
	// Speech says that text is read aloud: no links, no coordinates, and choices as
	// "say one for ...". Default: false.
	Speech bool `json:"speech,omitempty"`
	// Edit says that a message can be changed after it was sent. [Render] does not
	// look at it. Default: false.
	Edit bool `json:"edit,omitempty"`
	// Window is when the channel may be written to unasked. [Render] does not look
	// at it. Default: always.
	Window Window `json:"window,omitzero"`
}

// Unit is what the length of a text is counted in.
type Unit string

// The units. Platforms that say "characters" without saying which are given
// UTF16 here, which never counts less than runes do.
const (
	Runes    Unit = "runes"    // Unicode code points
	Bytes    Unit = "bytes"    // of UTF-8
	UTF16    Unit = "utf16"    // code units of UTF-16: emoji count two
	Segments Unit = "segments" // of SMS, as [SMSSegments] counts them
)

// Limit is the greatest length of a text. A Max of 0 is no limit.
type Limit struct {
	Max  int  `json:"max"`
	Unit Unit `json:"unit"`
}

// Medium is a kind of part that a channel shows as such.
type Medium struct {
	Kind PartKind `json:"kind"`
	// Bytes is the greatest size; parts whose size is not known are taken to fit.
	// Default: no bound.
	Bytes int64 `json:"bytes,omitempty"`
	// MIME are the media types that are shown, "image/*" for a family; parts whose
	// type is not known are taken to be of one. Default: all.
	MIME []string `json:"mime,omitempty"`
	// Caption and Title bound the part's Text and Title, in code units of UTF-16; a
	// longer caption is said before the part, and a card with a longer title or
	// text becomes text. 0 is no room at all, [Unbounded] no bound. What Markdown
	// and HTML bear is bounded by [Abilities].Text instead. Default: 0.
	Caption int `json:"caption,omitempty"`
	Title   int `json:"title,omitempty"`
	// Choices are the buttons that a card bears. Default: none.
	Choices Menu `json:"choices,omitzero"`
}

// Unbounded is a bound that nothing reaches.
const Unbounded = 1 << 30

// MenuStyle says how choices look.
type MenuStyle string

// The styles of menus.
const (
	ButtonMenu MenuStyle = "buttons" // below the message, for as long as it is shown
	QuickMenu  MenuStyle = "quick"   // above the keyboard, until something is said
	ListMenu   MenuStyle = "list"    // behind one button
)

// Menu is a way to show choices.
type Menu struct {
	Style MenuStyle `json:"style,omitempty"`
	// Max is how many choices it holds, Label how long the label of each may be, in
	// code units of UTF-16.
	Max   int `json:"max"`
	Label int `json:"label"`
	// Body is how long the text beside it may be, in the unit of [Abilities].Text.
	// Default: as long as any text.
	Body int `json:"body,omitempty"`
	// Links says that a choice may open a page. Default: false.
	Links bool `json:"links,omitempty"`
}

// Window says how long after a customer's last message a channel may be written
// to without being asked.
type Window struct {
	// For is that time; 0 means that the platform does not bound it (the law and
	// good manners may).
	For time.Duration `json:"for,omitempty"`
	// Messages is how many messages may be sent in it; 0 means any number.
	Messages int `json:"messages,omitempty"`
	// Templates says that outside of the window messages of a form that the
	// platform has approved may still be sent.
	Templates bool `json:"templates,omitempty"`
}

// Open reports whether a message may be sent at a time, when the customer's last
// one came at the time last (zero: never) and sent messages have been sent since.
func (w Window) Open(last, at time.Time, sent int) bool {
	if w.For == 0 {
		return true
	}
	return !last.IsZero() && !at.After(last.Add(w.For)) && (w.Messages == 0 || sent < w.Messages)
}

// Menu returns the first menu that takes all of some choices; false if there is
// none, or nothing to choose. A menu takes distinct labels that are not empty.
func (a *Abilities) Menu(choices []Choice) (Menu, bool) {
	for _, m := range a.Menus {
		if m.takes(choices) {
			return m, true
		}
	}
	return Menu{}, false
}

func (m *Menu) takes(choices []Choice) bool {
	if len(choices) == 0 || len(choices) > m.Max {
		return false
	}
	for i, c := range choices {
		same := func(o Choice) bool { return o.Label == c.Label }
		if strings.TrimSpace(c.Label) == "" || utf16Length(c.Label) > m.Label || c.URL != "" && !m.Links || slices.ContainsFunc(choices[:i], same) {
			return false
		}
	}
	return true
}

// Shows reports whether a part can be shown as what it is; its caption may
// still be too long to stand with it.
func (a *Abilities) Shows(p Part) bool {
	if p.Kind == TextPart || p.Kind == "" {
		return true
	}
	m := a.medium(p.Kind)
	switch {
	case m == nil || m.Bytes > 0 && p.Size > m.Bytes || p.MIME != "" && !m.shows(p.MIME):
		return false
	case p.Kind == MarkdownPart || p.Kind == HTMLPart:
		return a.Text.fits(p.Text)
	case p.Kind == CardPart:
		return utf16Length(p.Title) <= m.Title && utf16Length(p.Text) <= m.Caption && (len(p.Choices) == 0 || m.Choices.takes(p.Choices))
	case p.Kind == LocationPart:
		return utf16Length(p.Title) <= m.Title && utf16Length(p.Text) <= m.Caption
	}
	return p.URL != ""
}

func (a *Abilities) medium(kind PartKind) *Medium {
	for i := range a.Media {
		if a.Media[i].Kind == kind {
			return &a.Media[i]
		}
	}
	return nil
}

// shows reports whether a media type, parameters and case aside, is among those
// of a medium.
func (m *Medium) shows(mime string) bool {
	mime, _, _ = strings.Cut(mime, ";")
	mime = strings.ToLower(strings.TrimSpace(mime))
	return len(m.MIME) == 0 || slices.ContainsFunc(m.MIME, func(known string) bool {
		family, any := strings.CutSuffix(known, "*")
		return mime == known || any && strings.HasPrefix(mime, family)
	})
}

// leastText is the least length of messages that sentences can be divided into:
// one cluster of characters and a link's stand-in have to fit.
const leastText = 40

// Validate returns nil, or an error that is [ErrInvalid] and names every fault:
// bounds below 0, a bound of texts without a known unit or so tight that no
// sentence has room, a medium that is listed twice or is none, a menu that
// holds nothing.
func (a *Abilities) Validate() error {
	var faults []error
	fault := func(field, reason string) { faults = append(faults, &FieldError{Field: field, Reason: reason}) }
	if !slices.Contains([]Unit{"", Runes, Bytes, UTF16, Segments}, a.Text.Unit) || a.Text.Unit == "" && a.Text.Max != 0 {
		fault("text.unit", "is unknown")
	}
	if a.Text.Max < 0 || a.Text.Unit != Segments && a.Text.Max > 0 && a.Text.Max < leastText {
		fault("text.max", "is neither 0 nor at least "+strconv.Itoa(leastText))
	}
	for i, m := range a.Media {
		field := "media[" + strconv.Itoa(i) + "]"
		if m.Kind == "" || m.Kind == TextPart {
			fault(field+".kind", "is none that can be listed")
		}
		if a.medium(m.Kind) != &a.Media[i] {
			fault(field+".kind", "is listed twice")
		}
		if m.Bytes < 0 || m.Caption < 0 || m.Title < 0 {
			fault(field, "has a bound below 0")
		}
	}
	for i, m := range a.Menus {
		field := "menus[" + strconv.Itoa(i) + "]"
		if m.Max <= 0 || m.Label <= 0 {
			fault(field, "holds nothing")
		}
		if m.Body < 0 || m.Body > 0 && m.Body < leastText && a.Text.Unit != Segments {
			fault(field+".body", "is neither 0 nor at least "+strconv.Itoa(leastText))
		}
	}
	if a.Window.For < 0 || a.Window.Messages < 0 {
		fault("window", "has a bound below 0")
	}
	return errors.Join(faults...)
}
