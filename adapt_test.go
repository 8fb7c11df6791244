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

// A field that only one of the two has would be lost on the way.
func TestPartsHaveTheSameFields(t *testing.T) {
	ours, theirs := reflect.TypeFor[Part](), reflect.TypeFor[kb.Part]()
	require.Equal(t, ours.NumField(), theirs.NumField())
	for i := range ours.NumField() {
		a, b := ours.Field(i), theirs.Field(i)
		require.Equal(t, a.Name, b.Name)
		require.Equal(t, a.Tag, b.Tag, a.Name)
		require.Equal(t, a.Type.Kind(), b.Type.Kind(), a.Name)
	}
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
	for i := range got.NumField() {
		require.Equal(t, got.Type().Field(i).Name, got.Field(i).String())
	}
}
