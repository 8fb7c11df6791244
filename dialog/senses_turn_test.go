package dialog_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

// What is heard and seen in a message is answered as if it had been written, and a
// recognised voice is the customer's.
func TestTurnsHearAndSee(t *testing.T) {
	var read []dialog.ReadInput
	e, err := dialog.NewEngine(dialog.NewMemoryStore(), &dialog.Options{
		Knowledge: book{"the drum is stuck": "Open the lid and turn it by hand."},
		Senses: &dialog.Senses{
			Transcriber: dialog.TranscriberFunc(func(context.Context, dialog.Part, string) (dialog.Heard, error) {
				return dialog.Heard{Text: "the drum is stuck", Confidence: 0.9}, nil
			}),
			Images: dialog.ImageReaderFunc(func(context.Context, dialog.Part, string) (dialog.Seen, error) {
				return dialog.Seen{Text: "the drum is stuck", Confidence: 0.9, Values: []dialog.Value{{Type: "part", Value: "drum"}}}, nil
			}),
			Identity: dialog.IdentityFunc(func(context.Context, dialog.Message) (dialog.Identity, error) {
				return dialog.Identity{Customer: "ann", Confidence: 0.95}, nil
			}),
		},
		Reader: dialog.ReaderFunc(func(_ context.Context, in dialog.ReadInput) (dialog.Understood, error) {
			read = append(read, in)
			return dialog.Understood{}, nil
		}),
	})
	require.NoError(t, err)
	for id, part := range map[string]dialog.Part{
		"voice": {Kind: dialog.AudioPart, URL: "https://example.com/a.ogg"},
		"photo": {Kind: dialog.ImagePart, URL: "https://example.com/p.jpg"},
	} {
		reply, err := e.Handle(t.Context(), dialog.Message{ID: id, Conversation: "c", Parts: []dialog.Part{part}})
		require.NoError(t, err)
		require.Contains(t, reply.Text, "turn it by hand", id)
		require.Equal(t, "the drum is stuck", read[len(read)-1].Text)
		if id == "photo" {
			require.Contains(t, reply.Reading.Values, dialog.Value{Type: "part", Value: "drum"})
		}
		replayed, err := e.Replay(t.Context(), "c", reply.Version)
		require.NoError(t, err)
		require.Empty(t, replayed.Differences)
	}
	past, err := e.History(t.Context(), "ann", 5)
	require.NoError(t, err)
	require.Len(t, past, 1, "who was recognised is the customer")
}

// A place needs no hook.
func TestPlaceWithoutHooks(t *testing.T) {
	e, err := dialog.NewEngine(dialog.NewMemoryStore(), nil)
	require.NoError(t, err)
	reply, err := e.Handle(t.Context(), dialog.Message{ID: "1", Conversation: "c", Parts: []dialog.Part{{Kind: dialog.LocationPart, Latitude: 31.2, Longitude: 121.5, Title: "The Bund"}}})
	require.NoError(t, err)
	require.NotEqual(t, dialog.Invalid, reply.Kind)
	require.Equal(t, "location", reply.Reading.Values[0].Type)
}

// Whoever takes over sees what the customer came with before.
func TestHandoffKnowsThePast(t *testing.T) {
	var taken dialog.Handoff
	e, err := dialog.NewEngine(dialog.NewMemoryStore(), &dialog.Options{Handoff: dialog.HandoffFunc(func(_ context.Context, h dialog.Handoff) error {
		taken = h
		return nil
	})})
	require.NoError(t, err)
	for _, m := range []dialog.Message{
		{ID: "1", Conversation: "old", Customer: "ann", Channel: "sms", Text: "my kettle leaks at the bottom"},
		{ID: "1", Conversation: "new", Customer: "ann", Channel: "web", Text: "转人工"},
	} {
		_, err := e.Handle(t.Context(), m)
		require.NoError(t, err)
	}
	_, err = e.Deliver(t.Context())
	require.NoError(t, err)
	require.Len(t, taken.Past, 1)
	require.Equal(t, "old", taken.Past[0].ID)
	require.Equal(t, "sms", taken.Past[0].Channel)
	require.Contains(t, taken.Past[0].Summary, "kettle")
}
