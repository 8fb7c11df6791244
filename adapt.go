package kefu

import (
	"cmp"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

// What one package says in the words of another. Conversions live here and
// nowhere else.

// partsFromKB returns the parts of an answer as parts of a reply.
func partsFromKB(parts []kb.Part) []Part {
	if parts == nil {
		return nil
	}
	out := make([]Part, len(parts))
	for i, p := range parts {
		out[i] = Part{Kind: dialog.PartKind(p.Kind), Text: p.Text, URL: p.URL, MIME: p.MIME}
	}
	return out
}

// partsToKB is the inverse of partsFromKB: how what was said becomes knowledge.
// Of what an answer cannot hold (places, cards, names of files) the plain text is kept.
func partsToKB(parts []Part) []kb.Part {
	if parts == nil {
		return nil
	}
	out := make([]kb.Part, len(parts))
	for i, p := range parts {
		switch p.Kind {
		case dialog.LocationPart, dialog.CardPart:
			out[i] = kb.TextAnswer(p.Plain()).Parts[0]
		default:
			out[i] = kb.Part{Kind: kb.PartKind(p.Kind), Text: cmp.Or(p.Text, p.Title), URL: p.URL, MIME: p.MIME}
		}
	}
	return out
}
