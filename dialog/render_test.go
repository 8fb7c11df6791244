package dialog_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

var updateRender = flag.Bool("update-render", false, "write the golden files of rendering")

// shownReplies are replies that use everything, in both languages.
func shownReplies() map[string]dialog.Reply {
	return map[string]dialog.Reply{
		"en": {
			ID: "r1", Locale: "en",
			Text: "Your parcel is not lost. It waits at the shop.",
			Parts: []dialog.Part{
				{Kind: dialog.MarkdownPart, Text: "# Where it is\n\nYour parcel is *not* lost. It **waits** at [the shop](https://shop.example/pick-up?id=7)."},
				{Kind: dialog.ImagePart, Text: "The shelf", URL: "https://shop.example/shelf.png", MIME: "image/png", Size: 40_000},
				{Kind: dialog.LocationPart, Title: "Corner shop", Text: "5 High Street", Latitude: 51.5, Longitude: -0.12},
				{Kind: dialog.FilePart, Title: "slip.pdf", URL: "https://shop.example/slip.pdf", MIME: "application/pdf", Size: 90_000},
				{
					Kind: dialog.CardPart, Title: "Blue lamp", Text: "Ready to collect", URL: "https://shop.example/lamp", Image: "https://shop.example/lamp.jpg",
					Choices: []dialog.Choice{{ID: "keep", Label: "Keep it"}, {ID: "manual", Label: "Manual", URL: "https://shop.example/manual"}},
				},
				{Kind: dialog.ARPart, Text: "See it in your room", URL: "https://shop.example/lamp.usdz", MIME: "model/vnd.usdz+zip"},
				{Kind: dialog.AudioPart, Text: "How to get there", URL: "https://shop.example/way.mp3", MIME: "audio/mpeg"},
				{Kind: dialog.TextPart, Text: "What now?"},
			},
			Choices: []dialog.Choice{{ID: "1", Label: "Send it home"}, {ID: "2", Label: "Give it back"}},
		},
		"zh": {
			ID: "r2", Locale: "zh-CN",
			Text: "您想问的是：\n1. 怎么退货？\n2. 运费多少\n3. 都不是",
			Parts: []dialog.Part{
				{Kind: dialog.HTMLPart, Text: "<p>运费见<a href=\"https://shop.example/fee\">运费表</a>，满99元<b>包邮</b>。</p><ul><li>江浙沪：6元</li><li>其他：10元</li></ul>"},
				{Kind: dialog.VideoPart, Text: "打包视频", URL: "https://shop.example/pack.mp4", MIME: "video/mp4", Size: 30 << 20},
				{Kind: dialog.LinkPart, Text: "退货政策", URL: "https://shop.example/return"},
				{Kind: dialog.TextPart, Text: "您想问的是："},
			},
			Choices: []dialog.Choice{{ID: "a", Label: "怎么退货？"}, {ID: "b", Label: "运费多少"}, {ID: "-", Label: "都不是"}},
		},
	}
}

// What each shipped channel makes of them is pinned as files that people read.
func TestRenderGolden(t *testing.T) {
	channels := dialog.Channels()
	for name, abilities := range channels {
		var b strings.Builder
		replies := shownReplies()
		for _, lang := range slices.Sorted(maps.Keys(replies)) {
			writeRendered(&b, lang, dialog.Render(abilities, replies[lang]))
		}
		file := filepath.Join("testdata", "render", name+".txt")
		if *updateRender {
			require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
			require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o644))
		}
		want, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, string(want), b.String(), name)
	}
	files, err := filepath.Glob(filepath.Join("testdata", "render", "*.txt"))
	require.NoError(t, err)
	require.Len(t, files, len(channels), "a file of a channel that is gone")
}

func writeRendered(b *strings.Builder, lang string, r dialog.Rendered) {
	for _, p := range r.Pieces {
		fmt.Fprintf(b, "=== %s %s\n", lang, p.ID)
		if p.Text != "" {
			fmt.Fprintln(b, p.Text)
		}
		for _, part := range p.Parts {
			fmt.Fprintln(b, partLine(part))
		}
		for _, c := range p.Choices {
			fmt.Fprintf(b, "[%s]\n", c.Label)
		}
	}
	for _, p := range r.Left {
		fmt.Fprintf(b, "=== %s left\n%s\n", lang, partLine(p))
	}
}

func partLine(p dialog.Part) string {
	line := fmt.Sprintf("<%s>", p.Kind)
	for _, s := range []string{p.Title, p.Text, p.URL, p.Image} {
		if s != "" {
			line += " | " + s
		}
	}
	if p.Kind == dialog.LocationPart {
		line += fmt.Sprintf(" | %g %g", p.Latitude, p.Longitude)
	}
	for _, c := range p.Choices {
		line += " [" + c.Label + "]"
	}
	return line
}

// textLength measures a text apart from the code under test, but for segments.
func textLength(a dialog.Abilities, s string) int {
	switch a.Text.Unit {
	case dialog.Runes:
		return utf8.RuneCountInString(s)
	case dialog.Bytes:
		return len(s)
	case dialog.Segments:
		n, _ := dialog.SMSSegments(s)
		return n
	}
	return len(utf16Of(s))
}

func longest(a dialog.Abilities) int {
	if a.Text.Max == 0 {
		return dialog.Unbounded
	}
	return a.Text.Max
}

func utf16Of(s string) []uint16 { return utf16.Encode([]rune(s)) }

// everythingIn is all that replies say, in their order.
func everythingIn(replies ...dialog.Reply) string {
	var b strings.Builder
	for _, r := range replies {
		b.WriteString(r.Text + "\n")
		for _, p := range r.Parts {
			b.WriteString(strings.Join([]string{p.Title, p.Text, p.URL, p.Image}, "\n") + "\n")
			b.WriteString(everythingIn(dialog.Reply{Choices: p.Choices}))
		}
		for _, c := range r.Choices {
			b.WriteString(c.Label + "\n" + c.URL + "\n")
		}
	}
	return b.String()
}

func notALetter(r rune) bool { return !unicode.IsLetter(r) }

func squeezed(s string) string { return strings.Join(strings.FieldsFunc(s, notALetter), "") }
