package dialog_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/dialog"
)

// clusters are characters of several runes, which must never be divided.
var clusters = []string{"👨‍👩‍👧‍👦", "👍🏽", "🇨🇳", "e\u0301", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️‍🔥", "각"}

var links = []string{"https://shop.example/a?b=1&c=(2)", "www.shop.example", "http://例子.example/", "https://x.example/" + strings.Repeat("p", 90)}

var utterances = rapid.Custom(func(t *rapid.T) string {
	piece := rapid.SampledFrom(append([]string{
		"hello", "the parcel", "waits", "不退不换", "运费是多少", "客服", "订单A-77", "3.5 kg", "1234567",
		".", ". ", "! ", "? ", "。", "！", "，", ", ", " ", "\n", "\n\n", "（", "）", "“", "”", ":",
		"(", ")", "see (https://x.example/q) there", strings.Repeat("longword", 12), strings.Repeat("长句没有标点", 12),
	}, slices.Concat(clusters, links)...))
	between := rapid.SampledFrom([]string{"", " "}).Draw(t, "between")
	var b strings.Builder
	for _, p := range rapid.SliceOfN(piece, 0, 40).Draw(t, "pieces") {
		b.WriteString(p + between)
		if slices.Contains(links, p) { // what follows at once would be a part of it
			b.WriteString(" ")
		}
	}
	return b.String()
})

var labels = rapid.SampledFrom([]string{"Yes", "No", "退货", "怎么退货？", "Where is my parcel right now", "都不是", "👍🏽 fine", strings.Repeat("long ", 20) + "label"})

var choiceLists = rapid.Custom(func(t *rapid.T) []dialog.Choice {
	var choices []dialog.Choice
	for range rapid.IntRange(0, 14).Draw(t, "choices") {
		c := dialog.Choice{ID: rapid.StringN(1, 4, -1).Draw(t, "id"), Label: labels.Draw(t, "label")}
		if rapid.IntRange(0, 9).Draw(t, "link") == 0 {
			c.URL = "https://shop.example/choice"
		}
		choices = append(choices, c)
	}
	return choices
})

var anyKind = rapid.SampledFrom([]dialog.PartKind{
	dialog.TextPart, dialog.MarkdownPart, dialog.HTMLPart, dialog.ImagePart, dialog.VideoPart, dialog.AudioPart, dialog.FilePart,
	dialog.LinkPart, dialog.LocationPart, dialog.CardPart, dialog.ARPart, "", "of the future",
})

var anyParts = rapid.Custom(func(t *rapid.T) dialog.Part {
	p := dialog.Part{Kind: anyKind.Draw(t, "kind"), Text: utterances.Draw(t, "text")}
	switch p.Kind {
	case dialog.TextPart, dialog.MarkdownPart, dialog.HTMLPart, "":
		return p
	}
	p.URL = rapid.SampledFrom([]string{"", "https://shop.example/part.bin"}).Draw(t, "url")
	p.MIME = rapid.SampledFrom([]string{"", "image/png", "audio/mpeg", "video/mp4", "Image/PNG; q=1", "application/x-new"}).Draw(t, "mime")
	p.Size = rapid.SampledFrom([]int64{0, 1000, 1 << 33}).Draw(t, "size")
	p.Title = labels.Draw(t, "title")
	if p.Kind == dialog.CardPart {
		p.Image = "https://shop.example/card.png"
		p.Choices = choiceLists.Draw(t, "buttons")
	}
	return p
})

var anyReplies = rapid.Custom(func(t *rapid.T) dialog.Reply {
	r := dialog.Reply{
		ID: "r", Locale: rapid.SampledFrom([]string{"", "en", "zh-CN"}).Draw(t, "locale"), Text: utterances.Draw(t, "text"),
		Parts: rapid.SliceOfN(anyParts, 0, 5).Draw(t, "parts"), Choices: choiceLists.Draw(t, "choices"),
	}
	return r
})

// anyAbilities are the shipped ones, some of them made narrower.
var anyAbilities = rapid.Custom(func(t *rapid.T) dialog.Abilities {
	channels := dialog.Channels()
	names := make([]string, 0, len(channels))
	for name := range channels {
		names = append(names, name)
	}
	slices.Sort(names)
	a := channels[rapid.SampledFrom(names).Draw(t, "channel")]
	if rapid.Bool().Draw(t, "narrow") {
		a.Text.Unit = rapid.SampledFrom([]dialog.Unit{dialog.Runes, dialog.Bytes, dialog.UTF16, dialog.Segments}).Draw(t, "unit")
		a.Text.Max = rapid.IntRange(40, 200).Draw(t, "max")
		if a.Text.Unit == dialog.Segments {
			a.Text.Max = rapid.IntRange(1, 3).Draw(t, "segments")
		}
		for i := range a.Menus {
			a.Menus[i].Body = 0
		}
	}
	require.NoError(t, a.Validate())
	return a
})

func TestRenderedPiecesRespectTheAbilities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, r := anyAbilities.Draw(t, "abilities"), anyReplies.Draw(t, "reply")
		got := dialog.Render(a, r)
		for i, p := range got.Pieces {
			require.False(t, p.Text == "" && len(p.Parts) == 0 && len(p.Choices) == 0, "an empty piece")
			require.False(t, p.Text != "" && len(p.Parts) > 0, "text twice")
			require.True(t, utf8.ValidString(p.Text))
			require.LessOrEqual(t, textLength(a, p.Text), longest(a))
			if !a.Mixed {
				require.LessOrEqual(t, len(p.Parts), 1)
			}
			written := 0
			for _, part := range p.Parts {
				require.True(t, a.Shows(part), "%v", part)
				switch part.Kind {
				case dialog.TextPart, dialog.MarkdownPart, dialog.HTMLPart:
					written += textLength(a, part.Text)
				default:
					at := slices.IndexFunc(a.Media, func(m dialog.Medium) bool { return m.Kind == part.Kind })
					require.LessOrEqual(t, len(utf16Of(part.Text)), a.Media[at].Caption)
					require.LessOrEqual(t, len(utf16Of(part.Title)), a.Media[at].Title)
				}
			}
			require.LessOrEqual(t, written, longest(a))
			if len(p.Choices) > 0 {
				require.Equal(t, len(got.Pieces)-1, i, "choices come last")
				menu, ok := a.Menu(p.Choices)
				require.True(t, ok)
				require.True(t, a.Mixed || p.Text != "", "a menu has to hang on a text")
				if menu.Body > 0 {
					require.LessOrEqual(t, textLength(a, p.Text), menu.Body)
				}
			}
			if a.Speech {
				require.NotContains(t, p.Text, "://")
				require.Empty(t, p.Choices)
			}
		}
	})
}

func TestRenderLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, r := anyAbilities.Draw(t, "abilities"), anyReplies.Draw(t, "reply")
		got := dialog.Render(a, r)
		said := everythingIn(append(slices.Clone(got.Pieces), dialog.Reply{Parts: got.Left})...)
		words := everythingIn(r)
		for _, link := range links {
			require.True(t, !strings.Contains(words, link) || strings.Contains(said, link), link)
			words = strings.ReplaceAll(words, link, " ")
		}
		for _, word := range strings.FieldsFunc(words, notALetter) {
			require.Contains(t, squeezed(said), word)
		}
		for _, c := range r.Choices {
			require.Contains(t, squeezed(said), squeezed(c.Label))
			require.Contains(t, said, c.URL)
		}
		for _, p := range r.Parts {
			require.Contains(t, said, p.URL)
			require.Contains(t, said, p.Image)
		}
	})
}

// A text that is only text comes out whole: in order, with every character, and
// every cluster and link in one piece.
func TestRenderKeepsTheOrderOfAText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, text := anyAbilities.Draw(t, "abilities"), utterances.Draw(t, "text")
		if a.Speech {
			a.Speech = false
		}
		got := dialog.Render(a, dialog.Reply{ID: "r", Text: text})
		var said []string
		for _, p := range got.Pieces {
			said = append(said, p.Text)
		}
		if len(got.Left) == 0 {
			require.Equal(t, strings.Join(strings.Fields(text), ""), strings.Join(strings.Fields(strings.Join(said, "")), ""))
		}
		for _, whole := range append([]string{links[0]}, clusters...) {
			n := 0
			for _, s := range said {
				n += strings.Count(s, whole)
			}
			require.Equal(t, strings.Count(text, whole), n, whole)
		}
	})
}

func TestRenderIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, r := anyAbilities.Draw(t, "abilities"), anyReplies.Draw(t, "reply")
		for _, p := range dialog.Render(a, r).Pieces {
			again := dialog.Render(a, p)
			require.Equal(t, []dialog.Reply{p}, again.Pieces)
			require.Empty(t, again.Left)
		}
	})
}
