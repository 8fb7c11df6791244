package dialog

import (
	"context"

	"github.com/kefu-go/kefu/internal/text"
)

// PlainReader is a [Reader] that tells the language of a message and whether it
// plainly asks for a person, and nothing else. Flows then fill from what they ask
// for, one by one.
type PlainReader struct{}

// Read implements [Reader].
func (PlainReader) Read(_ context.Context, in ReadInput) (Understood, error) {
	lang, _ := text.Detect(in.Text)
	return Understood{Reading: Reading{Language: lang, WantsHuman: readCommand(in.Text).What == commandHuman, Urgency: 1}}, nil
}
