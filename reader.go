package kefu

import (
	"context"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/intent/emotion"
	"github.com/kefu-go/kefu/intent/entity"
	"github.com/kefu-go/kefu/kb"
)

// reader reads messages for the engine. What it remembers is the tracker of the
// customer's mood.
type reader struct{ b *Bot }

// Prompt implements [dialog.Prompt]: what is the bot's own only computes.
func (r reader) Prompt() bool {
	u := &r.b.opts.Understanding
	_, own := u.Classifier.(published)
	return own && u.Prior == nil && u.Location == nil && u.Voice == nil
}

// Read implements [dialog.Reader].
func (r reader) Read(ctx context.Context, in dialog.ReadInput) (dialog.Understood, error) {
	msg := in.Message
	msg.Text = in.Text
	s := &memory{Feelings: in.Memory, Failures: in.Failures}
	var profile kb.Profile
	if r.b.opts.Understanding.Prior != nil && r.b.opts.Profiles != nil && msg.Customer != "" {
		profile = r.b.profile(ctx, msg.Customer)
	}
	var expected []entity.Type
	for _, e := range in.Expect {
		expected = append(expected, entity.Type(e.Kind))
	}
	reading := r.b.read(ctx, &msg, s, profile, expected...)
	return dialog.Understood{Reading: *reading, Memory: s.Feelings}, ctx.Err()
}

// Listen implements [dialog.Listener]: the mood follows what the customer is told. A
// second "I do not know" tells as much as what he says to it.
func (r reader) Listen(_ context.Context, feelings string, reply dialog.Reply) (string, error) {
	speaker := emotion.Bot
	if reply.From == dialog.Agent {
		speaker = emotion.Agent
	}
	s := &memory{Feelings: feelings}
	r.b.mood(s, emotion.Turn{Speaker: speaker, Text: reply.Text, At: reply.At})
	return s.Feelings, nil
}
