package dialog_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

// What an agent writes beside a file is shown, and what the parts say is not
// shown twice.
func TestRenderTextBesideParts(t *testing.T) {
	web := dialog.Channels()["web"]
	link := dialog.Part{Kind: dialog.LinkPart, Text: "退货政策", URL: "https://shop.example/r"}
	for _, c := range []struct {
		name  string
		text  string
		parts []dialog.Part
		first dialog.PartKind
	}{
		{"words of its own", "Bob here", []dialog.Part{link}, dialog.TextPart},
		{"the same words", "退货政策 https://shop.example/r", []dialog.Part{link}, dialog.LinkPart},
		{"a word that is only a part of another", "ok", []dialog.Part{{Kind: dialog.LinkPart, Text: "book", URL: "https://b.example"}}, dialog.TextPart},
		{"a number of its own", "123456", []dialog.Part{link}, dialog.TextPart},
		{"nothing but a sign", "👍", []dialog.Part{link}, dialog.TextPart},
		{"other marks and numbers", "1. Read\n2. Sign", []dialog.Part{{Kind: dialog.HTMLPart, Text: "<ul><li>Read<li><b>Sign</b></ul>"}}, dialog.HTMLPart},
	} {
		got := dialog.Render(web, dialog.Reply{ID: "r", Text: c.text, Parts: c.parts}).Pieces
		require.Len(t, got, 1, c.name)
		require.Equal(t, c.first, got[0].Parts[0].Kind, c.name)
	}
}

// Package kb knows more of Markdown than this package: where its plain text says
// all that the parts say, it is shown as it is.
func TestRenderPrefersTheReplysOwnText(t *testing.T) {
	r := dialog.Reply{
		Text:    "Fee | Days\nten euros | three\n\nSee the table (https://a.example)\n1. Yes",
		Parts:   []dialog.Part{{Kind: dialog.MarkdownPart, Text: "| Fee | Days |\n|-|-|\n| ten euros | three |"}, {Kind: dialog.LinkPart, Text: "See the table", URL: "https://a.example"}},
		Choices: choicesOf("Yes"),
	}
	require.Equal(t, r.Text, dialog.Render(dialog.Abilities{}, r).Pieces[0].Text)
	r.Parts = append(r.Parts, dialog.Part{Kind: dialog.FilePart, Title: "slip.pdf", URL: "https://a.example/slip.pdf"})
	require.Contains(t, dialog.Render(dialog.Abilities{}, r).Pieces[0].Text, "slip.pdf", "unless it lacks something")
}

func TestRenderList(t *testing.T) {
	// The list in the text is not shown beside buttons, and not twice without them.
	r := dialog.Reply{Text: "Which?\n1. Yes\n2. No", Choices: choicesOf("Yes", "No")}
	buttons := dialog.Render(dialog.Channels()["facebook"], r).Pieces[0]
	require.Equal(t, "Which?", buttons.Text)
	require.Equal(t, r.Choices, buttons.Choices)
	require.Equal(t, r.Text, dialog.Render(dialog.Abilities{}, r).Pieces[0].Text)

	// What only looks like the list is not cut.
	r = dialog.Reply{Text: "It ends on May 21. Yes", Choices: choicesOf("Yes")}
	require.Equal(t, r.Text, dialog.Render(dialog.Channels()["facebook"], r).Pieces[0].Text)

	// A menu needs words beside it.
	alone := dialog.Reply{Choices: choicesOf("Yes", "No")}
	require.Equal(t, "1. Yes\n2. No", dialog.Render(dialog.Channels()["facebook"], alone).Pieces[0].Text)
	require.Len(t, dialog.Render(dialog.Channels()["web"], alone).Pieces[0].Choices, 2, "but not on a page")

	// The menu's own bound is for the last piece only.
	long := dialog.Reply{Text: "Please choose. " + repeatSentence(40), Choices: choicesOf("Yes", "No")}
	pieces := dialog.Render(dialog.Channels()["facebook"], long).Pieces
	require.Greater(t, len(pieces), 1)
	last := pieces[len(pieces)-1]
	require.Len(t, last.Choices, 2)
	require.LessOrEqual(t, len(last.Text), 640)

	// A page to open that has no button is behind its label.
	linked := dialog.Reply{Text: "Here:", Choices: []dialog.Choice{{ID: "1", Label: "The form", URL: "https://a.example"}}}
	require.Equal(t, "Here:\n1. The form https://a.example", dialog.Render(dialog.Abilities{}, linked).Pieces[0].Text)
}

func repeatSentence(n int) (s string) {
	for range n {
		s += "This is a sentence of some length. "
	}
	return s
}

func TestRenderAloud(t *testing.T) {
	phone := dialog.Channels()["phone"]
	for _, c := range []struct {
		name  string
		reply dialog.Reply
		said  string
		left  int
	}{
		{"a link behind its words", dialog.Reply{Locale: "en", Text: "Look at the form (https://a.example/f), please."}, "Look at the form, please.", 1},
		{"a link in a sentence", dialog.Reply{Locale: "zh", Text: "请打开https://a.example/f查看"}, "请打开链接查看", 1},
		{"parentheses that hold words", dialog.Reply{Text: "It is free (in May)."}, "It is free (in May).", 0},
		{"a word with www. in it", dialog.Reply{Text: "awww.that is sad"}, "awww.that is sad", 0},
		{"numbers above ten are digits", dialog.Reply{Locale: "en", Choices: choicesOf("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k")}, "Say one for: a.\nSay two for: b.\nSay three for: c.\nSay four for: d.\nSay five for: e.\nSay six for: f.\nSay seven for: g.\nSay eight for: h.\nSay nine for: i.\nSay ten for: j.\nSay 11 for: k.", 0},
		{"a language that is not told", dialog.Reply{Text: "选哪个？", Choices: choicesOf("退货", "iPhone")}, "选哪个？\n请说一：退货。\n请说二：iPhone。", 0},
		{"a choice that opens a page", dialog.Reply{Locale: "en", Choices: []dialog.Choice{{Label: "Form", URL: "https://a.example"}}}, "Say one for: Form.", 1},
		{"a place has no coordinates", dialog.Reply{Parts: []dialog.Part{{Kind: dialog.LocationPart, Title: "Shop", Latitude: 1, Longitude: 2}}}, "Shop", 1},
	} {
		got := dialog.Render(phone, c.reply)
		require.Len(t, got.Pieces, 1, c.name)
		require.Equal(t, c.said, got.Pieces[0].Text, c.name)
		require.Len(t, got.Left, c.left, c.name)
	}
}

// What the caller holds is not shared with what he gets.
func TestRenderSharesNothing(t *testing.T) {
	r := dialog.Reply{
		Text: "Which?", Reading: &dialog.Reading{Keywords: []string{"word"}}, Choices: choicesOf("Yes"),
		Parts: []dialog.Part{{Kind: dialog.TextPart, Text: "Which?"}, {Kind: dialog.CardPart, Title: "Lamp", Choices: choicesOf("Buy")}},
	}
	got := dialog.Render(dialog.Channels()["web"], r).Pieces[0]
	got.Reading.Keywords[0], got.Choices[0].Label, got.Parts[0].Text, got.Parts[1].Choices[0].Label = "x", "x", "x", "x"
	require.Equal(t, "word", r.Reading.Keywords[0])
	require.Equal(t, "Yes", r.Choices[0].Label)
	require.Equal(t, "Which?", r.Parts[0].Text)
	require.Equal(t, "Buy", r.Parts[1].Choices[0].Label)
}

func BenchmarkRender(b *testing.B) {
	r := shownReplies()["en"]
	for _, channel := range []string{"web", "whatsapp", "sms", "phone"} {
		a := dialog.Channels()[channel]
		b.Run(channel, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				dialog.Render(a, r)
			}
		})
	}
}
