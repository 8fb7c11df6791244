package dialog_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

func heard(texts map[string]dialog.Heard) dialog.TranscriberFunc {
	return func(_ context.Context, recording dialog.Part, _ string) (dialog.Heard, error) {
		h, ok := texts[recording.URL]
		if !ok {
			return h, errors.New("no such recording")
		}
		return h, nil
	}
}

// brokenDoor is a reader of images that knows one fault.
var brokenDoor = dialog.ImageReaderFunc(func(_ context.Context, _ dialog.Part, locale string) (dialog.Seen, error) {
	return dialog.Seen{
		Text:   map[string]string{"zh": "门的铰链断了", "en": "the hinge of the door is broken"}[locale],
		Values: []dialog.Value{{Type: "fault", Value: "hinge", Start: 5, End: 9}}, Confidence: 0.9,
	}, nil
})

// Speech and pictures become words, in the order of the message, in both languages.
func TestPerceive(t *testing.T) {
	senses := dialog.Senses{
		Transcriber: heard(map[string]dialog.Heard{
			"a": {Text: " 怎么修？ ", Language: "zh-CN", Confidence: 0.9}, "b": {Text: "mumble", Confidence: 0.3},
		}),
		Images: brokenDoor,
	}
	m := dialog.Message{Text: "您好", Locale: "zh", Customer: "openid-7", Parts: []dialog.Part{
		{Kind: dialog.ImagePart, URL: "i"},
		{Kind: dialog.AudioPart, URL: "a"},
		{Kind: dialog.AudioPart, URL: "b"},
		{Kind: dialog.LocationPart, Title: "我家", Latitude: 31.25, Longitude: 121.5},
		{Kind: dialog.TextPart, Text: "谢谢"},
		{Kind: dialog.TextPart, Text: "您好"},
	}}
	p, err := senses.Perceive(t.Context(), m)
	require.NoError(t, err)
	require.Equal(t, "您好\n门的铰链断了\n怎么修？\n我家 (31.250000, 121.500000)\n谢谢", p.Text, "the unclear and the doubled is left out")
	require.Equal(t, "zh", p.Language)
	require.Equal(t, []dialog.Value{{Type: "location", Value: "31.250000,121.500000"}, {Type: "fault", Value: "hinge"}}, p.Values)
	require.Equal(t, "openid-7", p.Customer)
	require.Len(t, p.Heard, 2, "what was unclear is kept")
	require.Equal(t, 2, p.Heard[1].Part)
	require.Empty(t, p.Faults)

	// It is data.
	data, err := json.Marshal(p)
	require.NoError(t, err)
	var again dialog.Perceived
	require.NoError(t, json.Unmarshal(data, &again))
	require.Equal(t, p, again)

	// Without hooks a message is what it says.
	p, err = new(dialog.Senses).Perceive(t.Context(), dialog.Message{Text: " as it is ", Parts: m.Parts[:3]})
	require.NoError(t, err)
	require.Equal(t, dialog.Perceived{Text: " as it is ", Language: "en"}, p)
}

// Whatever hooks do, the rest of the message is understood, in the time of one of
// them.
func TestPerceiveFaults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		senses := dialog.Senses{
			Transcriber: dialog.TranscriberFunc(func(ctx context.Context, p dialog.Part, _ string) (dialog.Heard, error) {
				switch p.URL {
				case "stubborn":
					time.Sleep(time.Hour) // honours nothing
				case "slow":
					<-ctx.Done()
					return dialog.Heard{}, ctx.Err()
				}
				return dialog.Heard{Text: "heard"}, nil
			}),
			Images: dialog.ImageReaderFunc(func(context.Context, dialog.Part, string) (dialog.Seen, error) {
				panic("a lens " + strings.Repeat("破", 100))
			}),
			Identity: dialog.IdentityFunc(func(context.Context, dialog.Message) (dialog.Identity, error) {
				return dialog.Identity{}, errors.New("no database")
			}),
		}
		m := dialog.Message{Text: "hi", Customer: "c", Parts: []dialog.Part{
			{Kind: dialog.AudioPart, URL: "stubborn"}, {Kind: dialog.AudioPart, URL: "slow"}, {Kind: dialog.VideoPart}, {Kind: dialog.AudioPart, URL: "good"},
		}}
		began := time.Now()
		p, err := senses.Perceive(t.Context(), m)
		require.NoError(t, err)
		require.Equal(t, 3*time.Second, time.Since(began))
		require.Equal(t, "hi\nheard", p.Text)
		require.Equal(t, "c", p.Customer)
		require.Len(t, p.Faults, 4)
		require.Equal(t, dialog.Fault{Hook: "identity", Part: -1, Reason: dialog.FaultError, Detail: "no database"}, p.Faults[0])
		require.Equal(t, dialog.Fault{Hook: "transcriber", Part: 0, Reason: dialog.FaultTimeout}, p.Faults[1])
		require.Equal(t, dialog.Fault{Hook: "transcriber", Part: 1, Reason: dialog.FaultTimeout}, p.Faults[2])
		require.Equal(t, dialog.FaultPanic, p.Faults[3].Reason)
		require.Equal(t, "a lens "+strings.Repeat("破", 64), p.Faults[3].Detail, "cut to whole characters")

		// A turn that is given up is given up at once.
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began = time.Now()
		_, err = senses.Perceive(ctx, m)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, time.Second, time.Since(began))
		time.Sleep(2 * time.Hour) // until the stubborn one is done: it is left alone, not stopped
	})
}

func TestPerceiveLooksAtSoManyParts(t *testing.T) {
	calls := make(chan struct{}, 100)
	senses := dialog.Senses{Parts: 2, Images: dialog.ImageReaderFunc(func(context.Context, dialog.Part, string) (dialog.Seen, error) {
		calls <- struct{}{}
		return dialog.Seen{}, nil
	})}
	m := dialog.Message{Parts: make([]dialog.Part, 4)}
	for i := range m.Parts {
		m.Parts[i] = dialog.Part{Kind: dialog.ImagePart}
	}
	p, err := senses.Perceive(t.Context(), m)
	require.NoError(t, err)
	require.Len(t, calls, 2)
	require.Equal(t, []dialog.Fault{{Hook: "image_reader", Part: 2, Reason: dialog.FaultSkipped}, {Hook: "image_reader", Part: 3, Reason: dialog.FaultSkipped}}, p.Faults)
	require.Empty(t, p.Seen, "nothing was to be seen")
}

// Only who is recognised with certainty is taken for that customer.
func TestPerceiveIdentity(t *testing.T) {
	for _, c := range []struct {
		found   dialog.Identity
		certain float64
		who     string
	}{
		{dialog.Identity{Customer: "anna", Confidence: 0.8, Method: "voiceprint"}, 0, "anna"},
		{dialog.Identity{Customer: "anna", Confidence: 0.79, Method: "voiceprint"}, 0, "openid-7"},
		{dialog.Identity{Customer: "anna", Confidence: 0.9}, 0.95, "openid-7"},
		{dialog.Identity{Customer: "anna", Confidence: math.NaN()}, 0, "openid-7"},
		{dialog.Identity{Confidence: 1}, 0, "openid-7"},
	} {
		senses := dialog.Senses{Certain: c.certain, Identity: dialog.IdentityFunc(func(_ context.Context, m dialog.Message) (dialog.Identity, error) {
			m.Parts[0].URL = "changed"
			return c.found, nil
		})}
		m := dialog.Message{Customer: "openid-7", Parts: []dialog.Part{{Kind: dialog.FilePart, URL: "u"}}}
		p, err := senses.Perceive(t.Context(), m)
		require.NoError(t, err)
		require.Equal(t, c.who, p.Customer)
		require.Equal(t, c.found.Customer != "", p.Identity != nil, "a guess is kept as one")
		require.Equal(t, "u", m.Parts[0].URL, "a hook has a copy")
		_, err = json.Marshal(p)
		require.NoError(t, err)
	}
}

// The most intense voice is the one that counts.
func TestPerceiveVoice(t *testing.T) {
	senses := dialog.Senses{Voice: dialog.VoiceEmotionFunc(func(_ context.Context, p dialog.Part) (dialog.Feeling, error) {
		return map[string]dialog.Feeling{
			"calm":  {Label: "neutral", Intensity: 0.1},
			"angry": {Label: "angry", Valence: -3, Intensity: 7},
			"sad":   {Label: "sad", Valence: -0.5, Intensity: 0.6},
		}[p.URL], nil
	})}
	m := dialog.Message{Parts: []dialog.Part{{Kind: dialog.AudioPart, URL: "calm"}, {Kind: dialog.AudioPart, URL: "angry"}, {Kind: dialog.AudioPart, URL: "sad"}}}
	p, err := senses.Perceive(t.Context(), m)
	require.NoError(t, err)
	require.Equal(t, &dialog.Feeling{Label: "angry", Valence: -1, Intensity: 1}, p.Voice)
}

func TestPerceiveTranslates(t *testing.T) {
	senses := dialog.Senses{
		Translator: dialog.TranslatorFunc(func(_ context.Context, text, from, to string) (string, error) {
			if strings.Contains(text, "упал") {
				return "", errors.New("down")
			}
			return from + ">" + to, nil
		}),
		Transcriber: heard(map[string]dialog.Heard{"a": {Text: "12345", Language: "ru-RU"}}),
	}
	for _, c := range []struct {
		name     string
		m        dialog.Message
		text     string
		original string
		faults   int
	}{
		{"a language that is not known", dialog.Message{Text: "Где моя посылка?"}, "ru>en", "Где моя посылка?", 0},
		{"one that is", dialog.Message{Text: "Where is my parcel?", Locale: "ru"}, "Where is my parcel?", "", 0},
		{"the other one", dialog.Message{Text: "我的包裹在哪里"}, "我的包裹在哪里", "", 0},
		{"what was heard, by its language", dialog.Message{Parts: []dialog.Part{{Kind: dialog.AudioPart, URL: "a"}}}, "ru>en", "12345", 0},
		{"nothing tells but the locale", dialog.Message{Text: "12345", Locale: "fr-FR"}, "fr>en", "12345", 0},
		{"a translator that fails", dialog.Message{Text: "Сервер упал"}, "Сервер упал", "", 1},
	} {
		p, err := senses.Perceive(t.Context(), c.m)
		require.NoError(t, err)
		require.Equal(t, c.text, p.Text, c.name)
		require.Equal(t, c.original, p.Original, c.name)
		require.Len(t, p.Faults, c.faults, c.name)
	}
	senses.Languages = []string{"ru"}
	p, err := senses.Perceive(t.Context(), dialog.Message{Text: "我的包裹在哪里"})
	require.NoError(t, err)
	require.Equal(t, "zh>ru", p.Text)
	require.Equal(t, "ru", p.Language)
	require.Equal(t, "zh", p.Foreign)
}
