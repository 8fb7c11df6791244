package dialog_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

// What a customer tells about himself reaches the profile after the commit, and again
// until it was kept.
func TestWhatIsToldReachesTheProfile(t *testing.T) {
	schema, err := dialog.NewProfileSchema(dialog.DefaultProfileFields())
	require.NoError(t, err)
	profiles := dialog.NewMemoryProfiles(schema, 10)
	fails, now := true, time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	engine, err := dialog.NewEngine(dialog.NewMemoryStore(), &dialog.Options{
		Now: func() time.Time { return now },
		Reader: dialog.ReaderFunc(func(_ context.Context, in dialog.ReadInput) (dialog.Understood, error) {
			return dialog.Understood{Reading: dialog.Reading{Language: "en", Values: []dialog.Value{
				{Type: "phone", Value: "+8613812345678", Start: len("my phone is "), End: len(in.Text)},
			}}}, nil
		}),
		ProfileSink: dialog.ProfileSinkFunc(func(ctx context.Context, customer string, attrs []dialog.Attribute) error {
			if fails {
				return errors.New("the customer base is away")
			}
			return profiles.Put(ctx, customer, attrs)
		}),
	})
	require.NoError(t, err)
	_, err = engine.Handle(t.Context(), dialog.Message{ID: "1", Conversation: "c", Customer: "ann", Text: "my phone is 13812345678"})
	require.NoError(t, err)
	_, err = engine.Deliver(t.Context())
	require.Error(t, err)
	fails = false
	now = now.Add(time.Minute)
	n, err := engine.Deliver(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, n, "it is tried again")
	known, err := profiles.Profile(t.Context(), "ann")
	require.NoError(t, err)
	phone, ok := known.Get("phone")
	require.True(t, ok)
	require.Equal(t, "+8613812345678", phone.Value)
	require.Equal(t, dialog.Stated, phone.Source)
	require.Equal(t, "1", phone.Message)

	_, err = engine.Handle(t.Context(), dialog.Message{ID: "1", Conversation: "nobody", Text: "my phone is 13812345678"})
	require.NoError(t, err)
	n, err = engine.Deliver(t.Context())
	require.NoError(t, err)
	require.Zero(t, n, "nobody knows whose it is")
}

// A value that does not fit is no reason to try again, and holds up nothing; what
// fails beside it is.
func TestWhatDoesNotFitAProfileIsNotTriedAgain(t *testing.T) {
	bad := &dialog.AttributeError{Name: "phone", Reason: "is no phone number"}
	for _, c := range []struct {
		err   error
		again bool
	}{{bad, false}, {errors.Join(bad, bad), false}, {errors.Join(bad, errors.New("away")), true}} {
		engine, err := dialog.NewEngine(dialog.NewMemoryStore(), &dialog.Options{
			Reader: dialog.ReaderFunc(func(context.Context, dialog.ReadInput) (dialog.Understood, error) {
				return dialog.Understood{Reading: dialog.Reading{Language: "en"}}, nil
			}),
			ProfileSink: dialog.ProfileSinkFunc(func(context.Context, string, []dialog.Attribute) error { return c.err }),
		})
		require.NoError(t, err)
		_, err = engine.Handle(t.Context(), dialog.Message{ID: "1", Conversation: "c", Customer: "ann", Text: "hello there"})
		require.NoError(t, err)
		_, err = engine.Deliver(t.Context())
		require.Equal(t, c.again, err != nil)
	}
}
