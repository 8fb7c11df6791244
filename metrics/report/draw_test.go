package report

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// wellFormed parses an image and returns its elements and the text of these.
func wellFormed(t *testing.T, svg []byte) (elements []string, text string) {
	t.Helper()
	dec := xml.NewDecoder(strings.NewReader(string(svg)))
	var b strings.Builder
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return elements, b.String()
		}
		require.NoError(t, err)
		switch tok := tok.(type) {
		case xml.StartElement:
			elements = append(elements, tok.Name.Local)
			for _, a := range tok.Attr {
				assert.NotContains(t, a.Value, "NaN")
				assert.NotContains(t, a.Value, "Inf")
				assert.False(t, strings.HasPrefix(strings.ToLower(a.Name.Local), "on"), "a handler: %s", a.Name.Local)
			}
		case xml.CharData:
			b.Write(tok)
		}
	}
}

func TestChartsAreWellFormedImages(t *testing.T) {
	for _, c := range gallery() {
		for _, locale := range []string{"en", "zh"} {
			elements, text := wellFormed(t, c.SVG(locale, "a"))
			assert.Equal(t, "svg", elements[0])
			assert.Equal(t, []string{"title", "desc"}, elements[1:3], "what is drawn is said as well")
			assert.Contains(t, text, c.Title)
			assert.NotContains(t, elements, "script")
		}
	}
}
