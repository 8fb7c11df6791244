package dialog_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

func piecesOf(t *testing.T, a dialog.Abilities, text string) (pieces []string) {
	t.Helper()
	require.NoError(t, a.Validate())
	for _, p := range dialog.Render(a, dialog.Reply{ID: "r", Text: text}).Pieces {
		pieces = append(pieces, p.Text)
	}
	return pieces
}

func TestWhereLongTextsAreDivided(t *testing.T) {
	for _, c := range []struct {
		name   string
		max    int
		text   string
		pieces []string
	}{
		{"behind the last sentence that fits", 50, "Your parcel left. It is on its way to you now. It comes on Monday.", []string{"Your parcel left. It is on its way to you now.", "It comes on Monday."}},
		{"Chinese sentences", 40, strings.Repeat("您的包裹已经发出。", 5), []string{strings.Repeat("您的包裹已经发出。", 4), "您的包裹已经发出。"}},
		{"quotes close with the sentence", 40, "他说：“" + strings.Repeat("好", 33) + "。”然后他走了，我们再也没有见过他。", []string{"他说：“" + strings.Repeat("好", 33) + "。”", "然后他走了，我们再也没有见过他。"}},
		{"a point inside of a number ends nothing", 40, "It has a weight of about twenty or 19.75 kg in its box", []string{"It has a weight of about twenty or 19.75", "kg in its box"}},
		{"lines are sentences", 40, "1. Send it back to us\n2. Keep it and get a discount", []string{"1. Send it back to us", "2. Keep it and get a discount"}},
		{"a clause, where the sentence is too long", 40, "If you would like to change it again, please write to us before noon", []string{"If you would like to change it again,", "please write to us before noon"}},
		{"a word, where the clause is early", 40, "Well, this is a sentence that has no comma for a long time", []string{"Well, this is a sentence that has no", "comma for a long time"}},
		{"a sentence that ends too early does not cut", 40, "Yes. " + strings.Repeat("word ", 9), []string{"Yes. word word word word word word word", "word word"}},
		{"Latin words in Chinese stay whole", 40, strings.Repeat("订", 35) + "iPhone手机", []string{strings.Repeat("订", 35), "iPhone手机"}},
		{"nothing begins with a comma", 40, strings.Repeat("订", 40) + "，好的", []string{strings.Repeat("订", 39), "订，好的"}},
		{"a link is not cut", 40, "Please look at our page about this at https://shop.example/a.b,c?d=e.", []string{"Please look at our page about this at", "https://shop.example/a.b,c?d=e."}},
		{"a long word is", 40, strings.Repeat("x", 50), []string{strings.Repeat("x", 40), strings.Repeat("x", 10)}},
	} {
		got := piecesOf(t, dialog.Abilities{Text: dialog.Limit{Max: c.max, Unit: dialog.Runes}}, c.text)
		require.Equal(t, c.pieces, got, c.name)
	}
}

func TestTextsAreMeasuredInTheUnitOfTheChannel(t *testing.T) {
	text := strings.Repeat("😀", 60)
	for unit, n := range map[dialog.Unit]int{dialog.Runes: 2, dialog.UTF16: 3, dialog.Bytes: 6, dialog.Segments: 1} {
		limit := dialog.Limit{Max: 40, Unit: unit}
		require.Len(t, piecesOf(t, dialog.Abilities{Text: limit}, text), n, unit)
	}
}

// A character of a thousand marks is longer than any message: it is divided
// between runes, and nothing loops.
func TestClusterThatIsTooLong(t *testing.T) {
	text := "e" + strings.Repeat("\u0301", 100)
	got := piecesOf(t, dialog.Abilities{Text: dialog.Limit{Max: 40, Unit: dialog.Runes}}, text)
	require.Equal(t, text, strings.Join(got, ""))
	require.Len(t, got, 3)
}

// A link that no message holds is of no use in halves.
func TestLinkThatIsTooLongIsLeft(t *testing.T) {
	link := "https://shop.example/" + strings.Repeat("p", 100)
	a := dialog.Abilities{Text: dialog.Limit{Max: 60, Unit: dialog.Runes}}
	for locale, want := range map[string]string{"en": "See the link for all of the terms.", "zh-Hans": "See 链接 for all of the terms."} {
		got := dialog.Render(a, dialog.Reply{ID: "r", Locale: locale, Text: "See " + link + " for all of the terms."})
		require.Equal(t, want, got.Pieces[0].Text)
		require.Equal(t, []dialog.Part{{Kind: dialog.LinkPart, URL: link}}, got.Left)
	}
}

func TestPieceIDs(t *testing.T) {
	a := dialog.Abilities{Text: dialog.Limit{Max: 40, Unit: dialog.Runes}}
	long := dialog.Render(a, dialog.Reply{ID: "r", Message: "m", Text: strings.Repeat("One more sentence. ", 4)})
	require.Len(t, long.Pieces, 2)
	require.Equal(t, "r/1", long.Pieces[0].ID)
	require.Equal(t, "r/2", long.Pieces[1].ID)
	require.Equal(t, "m", long.Pieces[1].Message)
	require.Equal(t, "r", dialog.Render(a, dialog.Reply{ID: "r", Text: "short"}).Pieces[0].ID)
	require.Empty(t, dialog.Render(a, dialog.Reply{ID: "r", Kind: dialog.Relayed}).Pieces, "nothing to say")
}

// Wherever the bound falls, a reader sees whole characters.
func TestClustersStayWhole(t *testing.T) {
	for _, whole := range clusters {
		for most := 40; most < 50; most++ {
			a := dialog.Abilities{Text: dialog.Limit{Max: most, Unit: dialog.Bytes}}
			for _, piece := range piecesOf(t, a, strings.Repeat(whole, 20)) {
				require.Empty(t, strings.ReplaceAll(piece, whole, ""), "%q at %d", whole, most)
			}
		}
	}
}
