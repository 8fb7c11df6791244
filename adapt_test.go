package kefu

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

// What an answer can hold, a reply can.
func TestPartsHaveTheSameFields(t *testing.T) {
	ours, theirs := reflect.TypeFor[Part](), reflect.TypeFor[kb.Part]()
	for i := range theirs.NumField() {
		a, b := ours.Field(i), theirs.Field(i)
		require.Equal(t, b.Name, a.Name)
		require.Equal(t, b.Tag, a.Tag, b.Name)
		require.Equal(t, b.Type.Kind(), a.Type.Kind(), b.Name)
	}
}

// Of what only a reply can hold, the words become knowledge.
func TestPartsOfPeopleBecomeText(t *testing.T) {
	got := partsToKB([]Part{
		{Kind: dialog.FilePart, Title: "form.pdf", URL: "https://shop.example/form.pdf"},
		{Kind: dialog.FilePart, Title: "form.pdf", Text: "The form", URL: "https://shop.example/form.pdf"},
		{Kind: dialog.LocationPart, Title: "Shop", Latitude: 1, Longitude: 2},
		{Kind: dialog.CardPart, Title: "Lamp", Text: "It shines", Choices: []Choice{{Label: "Buy"}}},
	})
	require.Equal(t, []kb.Part{
		{Kind: kb.FilePart, Text: "form.pdf", URL: "https://shop.example/form.pdf"},
		{Kind: kb.FilePart, Text: "The form", URL: "https://shop.example/form.pdf"},
		{Kind: kb.TextPart, Text: "Shop (1.000000, 2.000000)"},
		{Kind: kb.TextPart, Text: "Lamp\nIt shines\n- Buy"},
	}, got)
}

func TestPartKindsAreTheSame(t *testing.T) {
	for _, k := range []struct {
		ours   dialog.PartKind
		theirs kb.PartKind
	}{
		{dialog.TextPart, kb.TextPart},
		{dialog.MarkdownPart, kb.MarkdownPart},
		{dialog.HTMLPart, kb.HTMLPart},
		{dialog.ImagePart, kb.ImagePart},
		{dialog.VideoPart, kb.VideoPart},
		{dialog.AudioPart, kb.AudioPart},
		{dialog.FilePart, kb.FilePart},
		{dialog.LinkPart, kb.LinkPart},
		{dialog.ARPart, kb.ARPart},
	} {
		require.Equal(t, string(k.ours), string(k.theirs))
	}
}

func TestPartsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String()
		parts := rapid.SliceOf(rapid.Custom(func(t *rapid.T) kb.Part {
			return kb.Part{Kind: kb.PartKind(text.Draw(t, "kind")), Text: text.Draw(t, "text"), URL: text.Draw(t, "url"), MIME: text.Draw(t, "mime")}
		})).Draw(t, "parts")
		require.Equal(t, parts, partsToKB(partsFromKB(parts)))
		theirs, err := json.Marshal(parts)
		require.NoError(t, err)
		ours, err := json.Marshal(partsFromKB(parts))
		require.NoError(t, err)
		require.JSONEq(t, string(theirs), string(ours))
	})
	require.Nil(t, partsFromKB(nil))
	require.Nil(t, partsToKB(nil))
}

// What is filled in by reflection arrives: no field is left out.
func TestPartsCarryEveryField(t *testing.T) {
	var full kb.Part
	for _, f := range reflect.VisibleFields(reflect.TypeFor[kb.Part]()) {
		reflect.ValueOf(&full).Elem().FieldByIndex(f.Index).SetString(f.Name)
	}
	got := reflect.ValueOf(partsFromKB([]kb.Part{full})[0])
	for _, f := range reflect.VisibleFields(reflect.TypeFor[kb.Part]()) {
		require.Equal(t, f.Name, got.FieldByName(f.Name).String())
	}
}
