package dialog_test

import (
	"html"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

func TestPlainMarkdown(t *testing.T) {
	for _, c := range []struct{ name, markdown, plain string }{
		{"headings", "# One #\n\nTwo\n===\n#hashtag", "One\n\nTwo\n#hashtag"},
		{"emphasis", "**退货** needs *no* __reason__ and ~~costs~~ ***nothing***", "退货 needs no reason and costs nothing"},
		{"what is no emphasis", "2 * 3 * 4, snake_case_name, a*, ~5 and ~6", "2 * 3 * 4, snake_case_name, a*, ~5 and ~6"},
		{"emphasis in emphasis", "**a *b* c**", "a b c"},
		{"lists", "* one\n+ two\n- three\n1. four", "- one\n- two\n- three\n1. four"},
		{"links", "[the *page*](https://shop.example/a_(b) \"more\"), <https://shop.example/x_y_z>, [](https://e.example)", "the page more (https://shop.example/a_(b)), https://shop.example/x_y_z, https://e.example"},
		{"a link that says itself", "[https://a.example](https://a.example)", "https://a.example"},
		{"marks in a bare link stay", "https://shop.example/a_b_c*d*", "https://shop.example/a_b_c*d*"},
		{"a picture", "![The lamp](https://shop.example/l.png)", "The lamp (https://shop.example/l.png)"},
		{"a link that runs something", "[click](javascript:alert(1))", "click"},
		{"brackets that are no link", "an [optional] thing (really)", "an [optional] thing (really)"},
		{"code", "Type `a*b*c`:\n```sh\nrm *x* y\n```\nDone", "Type a*b*c:\nrm *x* y\nDone"},
		{"quotes, rules and tables", "> > said\n\n---\n| a | b |\n|---|:-:|\n| 1 | 2 |", "said\n\na | b\n1 | 2"},
		{"escapes", `\*not\* 3\. \[x\] C:\dir`, `*not* 3. [x] C:\dir`},
	} {
		require.Equal(t, c.plain, dialog.Part{Kind: dialog.MarkdownPart, Text: c.markdown}.Plain(), c.name)
	}
}

func TestPlainHTML(t *testing.T) {
	for _, c := range []struct{ name, html, plain string }{
		{"blocks and blanks", "<h1>Fees</h1>\n<p>One\n  line</p><div>Two<br/>Three</div>", "Fees\nOne line\nTwo\nThree"},
		{"lists and tables", "<ul><li>a</li><li><b>b</b></li></ul><table><tr><td>1</td><td>2</td></tr></table>", "- a\n- b\n1 2"},
		{"entities", "a &lt; b &amp;amp; c&nbsp;&#8364;", "a < b &amp; c €"},
		{"links", `<a class="x>y" href='https://a.example/?q=1&amp;r=2'>see</a>, <A HREF=https://b.example>https://b.example</A>, <a href="#top">up</a>`, "see (https://a.example/?q=1&r=2), https://b.example, up"},
		{"what runs", `<a href="javascript:x()">a</a><script>if (a<b) x("</p>")</script><style>p{}</style><!-- <p>no</p> -->b`, "ab"},
		{"pictures", `<img alt="The lamp" src="https://a.example/l.png"><img src="data:x" alt="an icon">`, "The lamp (https://a.example/l.png)an icon"},
		{"what is no tag", "1 < 2 and <3 and a <b", "1 < 2 and <3 and a <b"},
		{"what has no end", "<p>a<script>b", "a"},
	} {
		require.Equal(t, c.plain, dialog.Part{Kind: dialog.HTMLPart, Text: c.html}.Plain(), c.name)
	}
}

func TestPlainOfOtherParts(t *testing.T) {
	for _, c := range []struct {
		part  dialog.Part
		plain string
	}{
		{dialog.Part{Kind: dialog.TextPart, Text: "Read on", URL: "https://a.example"}, "Read on https://a.example"},
		{dialog.Part{Kind: dialog.FilePart, Title: "a.pdf", Text: "The form", URL: "https://a.example/a.pdf"}, "a.pdf: The form https://a.example/a.pdf"},
		{dialog.Part{Kind: dialog.LocationPart, Title: "Shop", Text: "5 High St", Latitude: -33.5, Longitude: 151.25}, "Shop, 5 High St (-33.500000, 151.250000)"},
		{dialog.Part{Kind: dialog.CardPart, Title: "灯", URL: "https://a.example", Choices: []dialog.Choice{{Label: "买"}, {Label: "说明", URL: "https://b.example"}}}, "灯\nhttps://a.example\n- 买\n- 说明 https://b.example"},
		{dialog.Part{Kind: dialog.ImagePart}, ""},
	} {
		require.Equal(t, c.plain, c.part.Plain())
	}
}

// Whatever somebody writes: no panic, text that was escaped comes back, and a text
// without marks stays as it is but for its blanks.
func FuzzPlainMarkup(f *testing.F) {
	for _, seed := range []string{"a < b > c", "**x", "[a](b", "<a href=", "![[]]()", "```\n", "<!--", "_a_b_", "\\", "您好`", "<script", "| |", "&#0;"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		dialog.Part{Kind: dialog.MarkdownPart, Text: s}.Plain()
		dialog.Part{Kind: dialog.HTMLPart, Text: s}.Plain()
		escaped := dialog.Part{Kind: dialog.HTMLPart, Text: html.EscapeString(s)}.Plain()
		require.Equal(t, squeezed(strings.ToValidUTF8(s, "")), squeezed(strings.ToValidUTF8(escaped, "")))
		unmarked := strings.Map(func(r rune) rune {
			if strings.ContainsRune("\\`*_~[]<>#|+-=!:.", r) {
				return 'x'
			}
			return r
		}, s)
		require.Equal(t, strings.Fields(unmarked), strings.Fields(dialog.Part{Kind: dialog.MarkdownPart, Text: unmarked}.Plain()))
	})
}
