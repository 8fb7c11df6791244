package dialog

import (
	"strconv"
	"strings"
)

// Rendered is a reply as a channel takes it.
type Rendered struct {
	// Pieces are the messages to send, in order; none if the reply says nothing.
	// Each has either Text, which is plain, or Parts, which the channel shows as
	// what they are and beside which nothing else has to be said; and it may have
	// Choices, which [Abilities.Menu] says how to show. The IDs are stable: that of
	// the reply if there is one piece, else with "/1", "/2" ... behind it. All other
	// fields are those of the reply.
	Pieces []Reply
	// Left is what the channel has no way to carry: links and pictures on the
	// phone, links that are longer than a message. Nothing of it is in Pieces; a
	// host can send it another way, such as in a short message.
	Left []Part
}

// Render turns a reply into what a channel takes. Text is divided behind
// sentences, never inside of a character or a link. Choices become a menu of the
// channel or a numbered list; parts that the channel does not show become text
// with their URL; Markdown and HTML become plain text, for which the reply's own
// Text is taken where it says the same. Captions that are too long are said
// before the picture, as a message of their own. What is read aloud has no links
// ("the link" stands for them) and no coordinates.
//
// No word and no choice is lost: all is in Pieces or in Left. Rendering a piece
// again for the same channel changes nothing. A reply's Text that its Parts do
// not say is shown before them. Render depends on nothing but its arguments,
// which it does not change; abilities must be valid.
func Render(a Abilities, r Reply) Rendered {
	w := renderer{a: &a, r: &r, chinese: chineseReply(&r)}
	if a.Speech {
		return w.spoken()
	}
	choices := cloneChoices(r.Choices)
	shown := w.shown(w.parts())
	menu, ok := a.Menu(choices)
	if ok && !a.Mixed && !endsWithText(shown) {
		ok = false // nothing to hang a menu on
	}
	if !ok {
		shown = w.listed(shown, choices)
		choices = nil
	}
	if a.Mixed {
		w.together(shown)
	} else {
		w.oneByOne(shown, menu)
	}
	return w.done(choices)
}

// renderer is the work of one [Render].
type renderer struct {
	a       *Abilities
	r       *Reply
	chinese bool
	pieces  []Reply
	left    []Part
}

func cloneChoices(choices []Choice) []Choice { return append([]Choice(nil), choices...) }

// parts is all that a reply says, beside its choices.
func (w *renderer) parts() []Part {
	text := strings.ToValidUTF8(withoutList(w.r.Text, w.r.Choices), "\uFFFD")
	parts := cloneParts(w.r.Parts)
	if strings.TrimSpace(text) != "" && !saysAll(plainParts(parts), text) {
		parts = append([]Part{{Kind: TextPart, Text: text}}, parts...)
	}
	for i := range parts {
		p := &parts[i]
		p.Text, p.Title = strings.ToValidUTF8(p.Text, "\uFFFD"), strings.ToValidUTF8(p.Title, "\uFFFD")
	}
	return parts
}

func plainParts(parts []Part) string {
	var lines []string
	for _, p := range parts {
		lines = append(lines, p.Plain())
	}
	return joinLines(lines...)
}

// shown turns parts into such that the channel shows; no two texts in a row.
func (w *renderer) shown(parts []Part) (shown []Part) {
	for _, p := range parts {
		switch {
		case p.Kind == TextPart || p.Kind == "":
			shown = w.say(shown, p.Plain())
		case !w.a.Shows(p):
			shown = w.fallback(shown, p)
		case p.Kind == MarkdownPart || p.Kind == HTMLPart || p.Kind == CardPart:
			shown = append(shown, p)
		default:
			var long Part // what has to be said before it
			room := w.a.medium(p.Kind)
			if utf16Length(p.Title) > room.Title {
				long.Title, p.Title = p.Title, ""
			}
			if utf16Length(p.Text) > room.Caption {
				long.Text, p.Text = p.Text, ""
			}
			shown = w.say(shown, long.caption())
			shown = append(shown, p)
		}
	}
	// The reply's own words are the better plain form, if they are all there is.
	own := withoutList(w.r.Text, w.r.Choices)
	if len(shown) == 1 && shown[0].Kind == TextPart && len(parts) > 0 && parts[0].Kind != TextPart && saysAll(own, shown[0].Text) {
		shown[0].Text = strings.ToValidUTF8(own, "\uFFFD")
	}
	return shown
}

// say adds a text, to the one before if there is one.
func (w *renderer) say(shown []Part, text string) []Part {
	if text = strings.TrimSpace(text); text == "" {
		return shown
	}
	if endsWithText(shown) {
		shown[len(shown)-1].Text += "\n" + text
		return shown
	}
	return append(shown, Part{Kind: TextPart, Text: text})
}

func endsWithText(parts []Part) bool {
	return len(parts) > 0 && parts[len(parts)-1].Kind == TextPart
}

// fallback adds a part that the channel does not show: its plain form, and the
// picture of a card if the channel shows pictures.
func (w *renderer) fallback(shown []Part, p Part) []Part {
	if p.Image != "" {
		if picture := (Part{Kind: ImagePart, URL: p.Image}); w.a.Shows(picture) {
			shown = append(shown, picture)
		} else {
			w.left = append(w.left, picture)
		}
	}
	return w.say(shown, p.Plain())
}

// listed adds the choices as a numbered list.
func (w *renderer) listed(shown []Part, choices []Choice) []Part {
	if len(choices) == 0 {
		return shown
	}
	return w.say(shown, strings.ToValidUTF8(withList("", choices), "\uFFFD"))
}

// together puts parts into as few pieces as there is room in.
func (w *renderer) together(shown []Part) {
	var piece []Part
	used := 0
	flush := func() {
		w.add(piece)
		piece, used = nil, 0
	}
	for _, p := range shown {
		for _, p := range w.divided(p, w.a.Text) {
			n := 0
			if written(p.Kind) && w.a.Text.Max > 0 {
				n = w.a.Text.length(p.Text)
			}
			if used > 0 && used+n > w.a.Text.Max && n > 0 || endsWithText(piece) && p.Kind == TextPart {
				flush()
			}
			piece, used = append(piece, p), used+n
		}
	}
	flush()
}

func written(k PartKind) bool { return k == TextPart || k == MarkdownPart || k == HTMLPart }

// oneByOne makes a piece of each part. If there is a menu, it stands beside the
// last text, which has less room then.
func (w *renderer) oneByOne(shown []Part, menu Menu) {
	for i, p := range shown {
		pieces := w.divided(p, w.a.Text)
		if body := (Limit{Max: menu.Body, Unit: w.a.Text.Unit}); i == len(shown)-1 && menu.Body > 0 && len(pieces) > 0 {
			last := len(pieces) - 1
			pieces = append(pieces[:last], w.divided(pieces[last], body)...)
		}
		for _, p := range pieces {
			w.add([]Part{p})
		}
	}
}

// divided is a part within a limit; what is no text is left as it is.
func (w *renderer) divided(p Part, limit Limit) []Part {
	if p.Kind != TextPart {
		return []Part{p}
	}
	var parts []Part
	for _, text := range splitText(w.withoutLongLinks(p.Text, limit), limit) {
		parts = append(parts, Part{Kind: TextPart, Text: text})
	}
	return parts
}

// withoutLongLinks takes links from a text that are longer than a message: half
// of a link leads nowhere.
func (w *renderer) withoutLongLinks(text string, limit Limit) string {
	if limit.fits(text) {
		return text
	}
	return w.replaceLinks(text, func(link string) bool { return !limit.fits(link) })
}

// replaceLinks puts words in place of some links, which are left.
func (w *renderer) replaceLinks(text string, which func(link string) bool) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		n := linkLength(text[i:])
		if n == 0 || i > 0 && asciiLetter(text[i-1]) && text[i]|0x20 == 'w' || !which(text[i:i+n]) { // awww.x is a word
			n = max(n, 1)
			b.WriteString(text[i : i+n])
		} else {
			w.left = append(w.left, Part{Kind: LinkPart, URL: text[i : i+n]})
			b.WriteString(w.words("the link", "链接"))
		}
		i += n
	}
	return b.String()
}

func asciiLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func (w *renderer) words(english, chinese string) string {
	if w.chinese {
		return chinese
	}
	return english
}

// add appends a piece, unless it says nothing.
func (w *renderer) add(parts []Part) {
	if len(parts) == 0 {
		return
	}
	piece := *w.r
	piece.Text, piece.Parts, piece.Choices = "", parts, nil
	if len(parts) == 1 && parts[0].Kind == TextPart {
		piece.Text, piece.Parts = parts[0].Text, nil
	}
	w.pieces = append(w.pieces, piece)
}

// done gives the pieces their ids, and the last one the choices.
func (w *renderer) done(choices []Choice) Rendered {
	if len(choices) > 0 {
		if len(w.pieces) == 0 {
			piece := *w.r
			piece.Text, piece.Parts = "", nil
			w.pieces = append(w.pieces, piece)
		}
		w.pieces[len(w.pieces)-1].Choices = choices
	}
	if len(w.pieces) > 1 {
		for i := range w.pieces {
			w.pieces[i].ID = w.r.ID + "/" + strconv.Itoa(i+1)
		}
	}
	for i := range w.pieces {
		w.pieces[i].Reading = w.r.Reading.Clone()
	}
	return Rendered{Pieces: w.pieces, Left: w.left}
}
