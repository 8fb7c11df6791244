package dialog

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPartsAreBoundedAndClean: all of a part counts for the size of a message, and what is
// kept of it every store can keep.
func TestPartsAreBoundedAndClean(t *testing.T) {
	long := strings.Repeat("x", MaxSize)
	for name, p := range map[string]Part{
		"title":     {Kind: FilePart, Title: long},
		"image":     {Kind: CardPart, Image: long},
		"buttons":   {Kind: CardPart, Choices: make([]Choice, 100_000)},
		"label":     {Kind: CardPart, Choices: []Choice{{Label: long}}},
		"button id": {Kind: CardPart, Choices: []Choice{{ID: long}}},
		"link":      {Kind: CardPart, Choices: []Choice{{URL: long}}},
		"nowhere":   {Kind: LocationPart, Latitude: math.NaN()},
		"far":       {Kind: LocationPart, Longitude: math.Inf(1)},
		"south":     {Kind: LocationPart, Latitude: -90.1},
	} {
		f := talkWith(t, nil)
		_, err := f.engine.Handle(t.Context(), Message{ID: "1", Conversation: "c", Text: "here", Parts: []Part{p}})
		require.ErrorIs(t, err, ErrInvalid, name)
		_, err = f.store.Load(t.Context(), "c")
		require.ErrorIs(t, err, ErrNotFound, name)
	}
	f := talkWith(t, nil)
	given := []Choice{{ID: "a\x00", Label: "b\xff", URL: "c\x01"}}
	f.message(Message{Text: "here", Parts: []Part{{Kind: CardPart, Title: "t\x00", Image: "i\x02", Size: -1, Latitude: 90, Longitude: -180, Choices: given}}})
	for r, err := range f.store.Transcript(t.Context(), "c", 0) {
		require.NoError(t, err)
		assert.Equal(t, []Part{{Kind: CardPart, Title: "t", Image: "i", Latitude: 90, Longitude: -180, Choices: []Choice{{ID: "a", Label: "b\uFFFD", URL: "c"}}}}, r.Message.Parts)
		_, err = json.Marshal(r)
		require.NoError(t, err)
	}
	assert.Equal(t, "a\x00", given[0].ID, "what the host holds is his")
}
