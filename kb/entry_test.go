package kb_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

func TestValidate(t *testing.T) {
	require.NoError(t, (&kb.Entry{Question: "an id is not needed yet"}).Validate())
	full := kb.Entry{
		ID: strings.Repeat("i", kb.MaxID), Question: strings.Repeat("q", kb.MaxQuestion),
		Phrasings: make([]string, kb.MaxPhrasings), Mode: kb.Contains, Answer: kb.TextAnswer(strings.Repeat("a", kb.MaxAnswer)),
	}
	for i := range full.Phrasings {
		full.Phrasings[i] = "p"
	}
	require.NoError(t, full.Validate(), "the limits may be reached")

	for _, c := range []struct {
		field string
		spoil func(e *kb.Entry)
	}{
		{"id", func(e *kb.Entry) { e.ID += "i" }},
		{"id", func(e *kb.Entry) { e.ID = "\xff" }},
		{"question", func(e *kb.Entry) { e.Question += "q" }},
		{"question", func(e *kb.Entry) { e.Question = "" }},
		{"question", func(e *kb.Entry) { e.Question = " \u200b\t" }},
		{"question", func(e *kb.Entry) { e.Question = "caf\xe9" }},
		{"phrasings", func(e *kb.Entry) { e.Phrasings = append(e.Phrasings, "one too many") }},
		{"phrasings[999]", func(e *kb.Entry) { e.Phrasings[999] = "\u3000" }},
		{"mode", func(e *kb.Entry) { e.Mode = 4 }},
		{"answer", func(e *kb.Entry) { e.Answer.Parts[0].MIME = "x" }},
		{"answer", func(e *kb.Entry) {
			e.Answer.Parts = append(e.Answer.Parts, kb.Part{Kind: kb.LinkPart, URL: "u"})
		}},
		{"answer.parts[1].kind", func(e *kb.Entry) {
			e.Answer.Parts = []kb.Part{{Kind: kb.TextPart}, {Text: "x"}}
		}},
		{"answer.parts[0].url", func(e *kb.Entry) {
			e.Answer.Parts = []kb.Part{{Kind: kb.ImagePart, Text: "a picture"}}
		}},
	} {
		bad := full
		bad.Phrasings = append([]string(nil), full.Phrasings...)
		bad.Answer.Parts = append([]kb.Part(nil), full.Answer.Parts...)
		c.spoil(&bad)
		err := bad.Validate()
		assertField(t, c.field, err)
		if err != nil {
			assert.Less(t, len(err.Error()), 100, "no text of the entry is in the error")
		}
	}
}

func TestModeText(t *testing.T) {
	for mode, name := range map[kb.Mode]string{kb.Smart: "smart", kb.Exact: "exact", kb.Contains: "contains", kb.Pattern: "pattern"} {
		written, err := json.Marshal(mode)
		require.NoError(t, err)
		assert.Equal(t, `"`+name+`"`, string(written))
		read := kb.Mode(9)
		require.NoError(t, json.Unmarshal(written, &read))
		assert.Equal(t, mode, read)
		loose, err := kb.ParseMode("  " + strings.ToUpper(name) + " ")
		require.NoError(t, err)
		assert.Equal(t, mode, loose)
	}
	empty, err := kb.ParseMode("")
	require.NoError(t, err)
	assert.Equal(t, kb.Smart, empty)

	_, err = kb.ParseMode("fuzzy")
	assertField(t, "mode", err)
	kept := kb.Contains
	assertField(t, "mode", kept.UnmarshalText([]byte("fuzzy")))
	assert.Equal(t, kb.Contains, kept)
	_, err = kb.Mode(4).MarshalText()
	assertField(t, "mode", err)
	assert.Equal(t, "invalid", kb.Mode(4).String())
}

func TestPlainText(t *testing.T) {
	a := kb.Answer{Parts: []kb.Part{
		{Kind: kb.TextPart, Text: "first\nsecond"},
		{Kind: kb.TextPart},
		{Kind: kb.ImagePart, URL: "https://shop.example/a.png"},
		{Kind: kb.LinkPart, Text: "the page", URL: "https://shop.example/"},
		{Kind: kb.ARPart, Text: "in your room", URL: "https://shop.example/a.usdz"},
	}}
	assert.Equal(t, "first\nsecond\nhttps://shop.example/a.png\nthe page https://shop.example/\nin your room https://shop.example/a.usdz", a.PlainText())
	assert.Empty(t, kb.Answer{}.PlainText())
}

func TestConflictError(t *testing.T) {
	err := fmt.Errorf("saving: %w", &kb.ConflictError{IDs: []string{"a", "b"}})
	require.ErrorIs(t, err, kb.ErrConflict)
	assert.NotErrorIs(t, err, kb.ErrInvalid)
	assert.Equal(t, "saving: kb: version conflict: a, b", err.Error())
}
