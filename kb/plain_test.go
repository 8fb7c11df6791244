package kb_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

func plain(kind kb.PartKind, s string) string {
	return kb.Answer{Parts: []kb.Part{{Kind: kind, Text: s}}}.PlainText()
}

func TestPlainHTML(t *testing.T) {
	for _, c := range []struct{ html, want string }{
		{"just <b>text</b> &amp; more", "just text & more"},
		{"<h2>Returns</h2>\n<p>Within  30\ndays.</p><p>Free.</p>", "Returns\n\nWithin 30 days.\n\nFree."},
		{"one<br>two<br/>three", "one\ntwo\nthree"},
		{"<ul><li>a</li><li>b<ol start=3><li>c<li>d</ol></ul>e", "- a\n- b\n  3. c\n  4. d\n\ne"},
		{`see <a href="https://shop.example/a?b=1&amp;c=2">the page</a>.`, "see the page (https://shop.example/a?b=1&c=2)."},
		{`<a href="https://shop.example/">shop.example</a> <a href='javascript:alert(1)'>x</a> <a href=mailto:a@b.example>write</a>`, "shop.example x write (a@b.example)"},
		{"<table><tr><th>Size</th><th>Price</th></tr><tr><td>S</td><td>5 €</td></tr></table>", "Size | Price\nS | 5 €"},
		{"<pre>a\n  b</pre>c", "a\n  b\n\nc"},
		{"a<script>alert('</b>')</script >b<style>p{}</style>c<!-- <p>d -->e<!doctype html>", "abce"},
		{"1 < 2 && 3 > 2 <3", "1 < 2 && 3 > 2 <3"},
		{`<img src=x alt="a &quot;lamp&quot;"> <img src=y onerror=alert(1)>`, `a "lamp"`},
		{"&lt;b&gt; stays, &#x4e2d;&#25991; &nbsp;too", "<b> stays, 中文  too"},
		{"<p title='a > b'>x</p", "x"},
		{"<script>never closed", ""},
		{"<details><summary>为什么?</summary>因为。</details>", "为什么?\n因为。"},
		{"中<b>文</b>字", "中文字"},
	} {
		assert.Equal(t, c.want, plain(kb.HTMLPart, c.html), c.html)
	}
}

func TestPlainMarkdown(t *testing.T) {
	for _, c := range []struct{ markdown, want string }{
		{"# Returns #\n\nWithin **30 days**, *free* and ~~never~~ `always`.", "Returns\n\nWithin 30 days, free and never always."},
		{"Title\n=====\ntext\n\n---\nmore", "Title\ntext\n\nmore"},
		{"- a\n  * b\n+ [ ] c\n1. d", "- a\n  - b\n- [ ] c\n1. d"},
		{"see [the page](https://shop.example/a_(b) \"Title\"), [here][x] and <https://a.example>\n\n[x]: https://x.example 'X'", "see the page (https://shop.example/a_(b)), here (https://x.example) and https://a.example"},
		{"![a lamp](https://shop.example/lamp.png) [shop](/relative)", "a lamp shop"},
		{"| Size | Price |\n| --- | ---: |\n| S | 5 |", "Size | Price\nS | 5"},
		{"```go\na := *b\n# no heading\n```\nend", "a := *b\n# no heading\nend"},
		{"> quoted\n> > twice", "quoted\ntwice"},
		{"2 * 3 * 4, snake_case_name, \\*kept\\*, 5*, a&amp;b, x < y", "2 * 3 * 4, snake_case_name, *kept*, 5*, a&b, x < y"},
		{"**重要**：请<br>重启 <b>路由器</b>", "重要：请\n重启 路由器"},
		{"***both*** __bold__ _it_", "both bold it"},
		{"a [b] c]( [", "a [b] c]( ["},
		{"[**bold** link](https://a.example)", "bold link (https://a.example)"},
	} {
		assert.Equal(t, c.want, plain(kb.MarkdownPart, c.markdown), c.markdown)
	}
}

// TestPlainTextIsLinear: an answer of the greatest size, of whatever costs most,
// is read at once.
func TestPlainTextIsLinear(t *testing.T) {
	for _, unit := range []string{"[", "[[a", "[a](", "![", "<", "<a ", "<a href='", "</", "<script></", "&", "`", "``` `", "*", "*a ", "_a", "**a*", "> ", "<ul>", "<ul><li>", "a|", "](", "\\", "[a]: b\n", "<!--"} {
		s := strings.Repeat(unit, kb.MaxAnswer/len(unit))
		for _, kind := range []kb.PartKind{kb.HTMLPart, kb.MarkdownPart} {
			start := time.Now()
			plain(kind, s)
			assert.Less(t, time.Since(start), 15*time.Second, "%s %q", kind, unit)
		}
	}
}

func TestAnswerParts(t *testing.T) {
	for _, kind := range []kb.PartKind{kb.TextPart, kb.MarkdownPart, kb.HTMLPart} {
		assert.NoError(t, (&kb.Entry{Question: "q", Answer: kb.Answer{Parts: []kb.Part{{Kind: kind, Text: "x"}}}}).Validate(), kind)
	}
	assertField(t, "answer.parts[0].url", (&kb.Entry{Question: "q", Answer: kb.Answer{Parts: []kb.Part{{Kind: kb.ImagePart, Text: "x"}}}}).Validate())
	assertField(t, "answer.parts[0].kind", (&kb.Entry{Question: "q", Answer: kb.Answer{Parts: []kb.Part{{Kind: "hologram", URL: "x"}}}}).Validate())
}

// FuzzPlainText: any text has a plain form, without blank ends, and valid texts
// stay valid.
func FuzzPlainText(f *testing.F) {
	f.Add("<a href=\"x\">a</a><br><li>*b* [c](d) `e`\n```\n| f |")
	f.Add("<pre>\n<table><tr><td>&#0;&#xffffffff;<")
	f.Add("[x]\n[x]: <y>\n![[[](((")
	f.Fuzz(func(t *testing.T, s string) {
		for _, kind := range []kb.PartKind{kb.HTMLPart, kb.MarkdownPart} {
			got := plain(kind, s)
			require.Equal(t, strings.TrimSpace(got), got)
			require.True(t, utf8.ValidString(got) || !utf8.ValidString(s))
		}
	})
}
