package dialog

import (
	"context"

	"github.com/kefu-go/kefu/internal/text"
)

// PlainReader is a [Reader] that tells the language of a message and whether it
// plainly asks for a person, and nothing else. Flows then fill from what they ask
// for, one by one.
type PlainReader struct{}

// Prompt implements [Prompt]: it only computes.
func (PlainReader) Prompt() bool { return true }

// Read implements [Reader].
func (PlainReader) Read(_ context.Context, in ReadInput) (Understood, error) {
	h := in.plain
	if h == nil || h.text != in.Text {
		lang, _ := text.Detect(in.Text)
		h = &plainReading{text: in.Text, lang: lang, does: readCommand(in.Text).What}
	}
	return Understood{Reading: Reading{Language: h.lang, WantsHuman: h.does == commandHuman, Urgency: 1}}, nil
}

// plainReading is what an engine finds in every text by itself.
type plainReading struct {
	text string
	lang string
	does command
}
