package kb

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/internal/text"
)

func TestCorrect(t *testing.T) {
	x := NewIndex(nil)
	require.NoError(t, x.Put(
		Entry{ID: "1", Question: "refund parcel discount fee", Phrasings: []string{"parcel voucher", "заказать"}},
		Entry{ID: "2", Question: "qarcel paarcel"},
		Entry{ID: "3", Question: "blueroom greenroof greenrook"},
		Entry{ID: "4", Question: "obsolete"},
	))
	require.Equal(t, 1, x.Delete("4"))
	m := &matcher{lines: analyzer{stemmer: x.stemmer}, view: x.current.Load()}
	for _, c := range []struct {
		why, word, want string
		sure            float64
	}{
		{"a letter too few", "refnd", "refund", oneTypo},
		{"a letter too many", "refundd", "refund", oneTypo},
		{"a wrong first letter", "gefund", "refund", oneTypo},
		{"a wrong last letter", "refunt", "refund", oneTypo},
		{"neighbours swapped", "discuont", "discount", oneTypo},
		{"two errors in a long word", "discuunnt", "discount", twoTypos},
		{"two errors in a short word", "refuntt", "", 0},
		{"three errors", "discuuunnt", "", 0},
		{"a short word", "fea", "", 0},
		{"another short word", "fee", "", 0},
		{"not like anything", "xylophon", "", 0},
		{"the more frequent of two as near", "aarcel", "parcel", oneTypo},
		{"the first by letters of two as frequent", "greenroox", "greenroof", oneTypo},
		{"a word that is gone", "obsolet", "", 0},
		{"a letter beyond ASCII", "заказать"[:len("заказать")-2] + "т", "", 0},
		{"one character of four bytes", "𐅀", "", 0},
		{"two characters of four bytes", "𐅀𐅀", "", 0},
		{"longer than any word", strings.Repeat("refund", 9), "", 0},
	} {
		found, sure := m.correct([]byte(c.word))
		name := ""
		if found != nil {
			name = string(m.view.text(found))
		}
		assert.Equal(t, c.want, name, "%s: %s", c.why, c.word)
		assert.InDelta(t, c.sure, sure, 0, c.why)
	}
}

// A word within some edits is never taken for one that is too far away, unless it
// differs by more bytes.
func TestShapeKeepsWhatIsNear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-cxyzéж]{1,20}`)
		a, b, limit := word.Draw(t, "a"), word.Draw(t, "b"), rapid.IntRange(1, 2).Draw(t, "limit")
		if at := rapid.IntRange(0, len(a)).Draw(t, "at"); rapid.Bool().Draw(t, "edited") {
			b = strings.ToValidUTF8(a[:at]+a[min(len(a), at+1):], "q")
		}
		bytes := max(len(a), len(b)) - min(len(a), len(b))
		if bytes <= limit && text.EditDistance([]byte(a), []byte(b), limit) <= limit {
			require.True(t, shapeOf([]byte(a)).near(shapeOf([]byte(b)), limit), "%q, %q", a, b)
		}
	})
}
