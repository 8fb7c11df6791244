package dialog_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

// shout translates into upper case, but for one word that it does not know.
var shout = dialog.TranslatorFunc(func(_ context.Context, text, _, _ string) (string, error) {
	if strings.Contains(text, "unknown") {
		return "", errors.New("unknown word")
	}
	return strings.ToUpper(text), nil
})

func TestExpressTranslates(t *testing.T) {
	e := dialog.Expression{Translator: shout}
	r := dialog.Reply{
		ID: "r", Locale: "en-GB", Text: "Which lamp?\n1. Red\n2. Blue", Choices: choicesOf("Red", "Blue"),
		Parts: []dialog.Part{{Kind: dialog.TextPart, Text: "Which lamp?"}, {Kind: dialog.CardPart, Title: "Lamps", Choices: choicesOf("Buy")}, {Kind: dialog.FilePart, Title: "list.pdf", URL: "https://a.example/l"}},
	}
	got, faults := e.Express(t.Context(), dialog.Channels()["sms"], r, "fr")
	require.Empty(t, faults)
	require.Equal(t, "WHICH LAMP?\nLAMPS\n- BUY\nlist.pdf https://a.example/l\n1. RED\n2. BLUE", got.Pieces[0].Text, "said once, and the names of files stay")
	require.Equal(t, "fr", got.Pieces[0].Locale)
	require.Equal(t, "Red", r.Choices[0].Label)
	require.Equal(t, "Buy", r.Parts[1].Choices[0].Label)

	// The same language in another country, or one that nobody told, needs none.
	for _, language := range []string{"en-US", ""} {
		got, _ = e.Express(t.Context(), dialog.Channels()["sms"], r, language)
		require.Contains(t, got.Pieces[0].Text, "Which lamp?")
	}

	// Half a translation is none.
	r.Choices[1].Label = "unknown"
	got, faults = e.Express(t.Context(), dialog.Channels()["sms"], r, "fr")
	require.Len(t, faults, 1)
	require.Equal(t, "translator", faults[0].Hook)
	require.Contains(t, got.Pieces[0].Text, "1. Red")
	require.Equal(t, "en-GB", got.Pieces[0].Locale)
}

func TestExpressSpeaks(t *testing.T) {
	e := dialog.Expression{Speaker: dialog.SpeakerFunc(func(_ context.Context, text, locale string) (dialog.Part, error) {
		if strings.HasPrefix(text, "Sorry") {
			panic("hoarse")
		}
		return dialog.Part{Kind: dialog.AudioPart, URL: "voice:" + locale + ":" + text, MIME: "audio/wav"}, nil
	})}
	r := dialog.Reply{ID: "r", Locale: "en", Text: "Hello.", Parts: []dialog.Part{{Kind: dialog.AudioPart, URL: "jingle"}}}
	got, faults := e.Express(t.Context(), dialog.Channels()["phone"], r, "")
	require.Empty(t, faults)
	require.Len(t, got.Pieces, 2)
	require.Equal(t, []dialog.Part{{Kind: dialog.AudioPart, URL: "voice:en:Hello.", MIME: "audio/wav"}}, got.Pieces[0].Parts)
	require.Empty(t, got.Pieces[0].Text)
	require.Equal(t, "jingle", got.Pieces[1].Parts[0].URL)

	// A speaker of its own plays no such sound, and a page is read: both keep the text.
	for _, channel := range []string{"speaker", "web"} {
		got, _ = e.Express(t.Context(), dialog.Channels()[channel], dialog.Reply{ID: "r", Text: "Hello."}, "")
		require.Equal(t, "Hello.", got.Pieces[0].Text, channel)
	}
	got, faults = e.Express(t.Context(), dialog.Channels()["phone"], dialog.Reply{ID: "r", Text: "Sorry."}, "")
	require.Equal(t, "Sorry.", got.Pieces[0].Text)
	require.Equal(t, []dialog.Fault{{Hook: "speaker", Part: -1, Reason: dialog.FaultPanic, Detail: "hoarse"}}, faults)
}
