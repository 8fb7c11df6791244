package kbhtml_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbhtml"
)

func show(p ...kb.Part) string { return string(kbhtml.Render(kb.Answer{Parts: p}, nil)) }

func TestRender(t *testing.T) {
	for _, c := range []struct {
		part kb.Part
		want string
	}{
		{kb.Part{Kind: kb.TextPart, Text: "a < b\nsecond\n\nthird 中文"}, "<p>a &lt; b<br>second</p><p>third 中文</p>"},
		{kb.Part{Kind: kb.MarkdownPart, Text: "**bold** ~~no~~\n\n1. one\n2. two\n\n| a |\n|---|\n| 1 |"}, "<div><p><strong>bold</strong> <del>no</del></p>\n<ol>\n<li>one</li>\n<li>two</li>\n</ol>\n" +
			"<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n</tr>\n</tbody>\n</table>\n</div>"},
		{kb.Part{Kind: kb.MarkdownPart, Text: "一\n二 <b onclick=x>raw</b>"}, "<div><p>一二 <b>raw</b></p>\n</div>"},
		{kb.Part{Kind: kb.MarkdownPart, Text: "[x](https://a.example) [y](/y) ![z](z.png)"}, `<div><p><a href="https://a.example" rel="noreferrer noopener" target="_blank">x</a> <a href="/y">y</a> <img loading="lazy" src="z.png" alt="z"></p>` + "\n</div>"},
		{kb.Part{Kind: kb.HTMLPart, Text: "<h2>T</h2><ul><li>a</ul><details><summary>s</summary>d</details>"}, "<div><h2>T</h2><ul><li>a</ul><details><summary>s</summary>d</details></div>"},
		{kb.Part{Kind: kb.ImagePart, Text: `a "lamp"`, URL: "https://a.example/l.png?a=1&b=2"}, `<figure class="kb-image"><img loading="lazy" src="https://a.example/l.png?a=1&amp;b=2" alt="a &#34;lamp&#34;"><figcaption>a &#34;lamp&#34;</figcaption></figure>`},
		{kb.Part{Kind: kb.VideoPart, URL: "https://a.example/v.mp4"}, `<figure class="kb-video"><video src="https://a.example/v.mp4" controls="" preload="none"></video></figure>`},
		{kb.Part{Kind: kb.AudioPart, URL: "/a.mp3", Text: "hear"}, `<figure class="kb-audio"><audio src="/a.mp3" controls="" preload="none"></audio><figcaption>hear</figcaption></figure>`},
		{kb.Part{Kind: kb.LinkPart, URL: "https://a.example/", Text: "the <page>"}, `<p class="kb-link"><a href="https://a.example/" rel="noreferrer noopener" target="_blank">the &lt;page&gt;</a></p>`},
		{kb.Part{Kind: kb.LinkPart, URL: "mailto:a@b.example"}, `<p class="kb-link"><a href="mailto:a@b.example">mailto:a@b.example</a></p>`},
		{kb.Part{Kind: kb.FilePart, URL: "https://a.example/m/manual.pdf"}, `<p class="kb-file"><a href="https://a.example/m/manual.pdf" download="manual.pdf" rel="noreferrer noopener" target="_blank">manual.pdf</a></p>`},
		{kb.Part{Kind: kb.LinkPart, URL: "javascript:alert(1)", Text: "only this"}, "<p>only this</p>"},
		{kb.Part{Kind: kb.ImagePart, URL: "data:image/svg+xml,<svg onload=alert(1)>", Text: "caption"}, "<p>caption</p>"},
		{kb.Part{Kind: kb.ImagePart, URL: "https://a.example/\"onerror=alert(1)", Text: ""}, `<figure class="kb-image"><img loading="lazy" src="https://a.example/%22onerror=alert%281%29" alt=""></figure>`},
	} {
		got := show(c.part)
		assert.Equal(t, c.want, got)
		requireSafe(t, got)
	}
	assert.Equal(t, "<p>a</p>\n<p>b</p>", show(kb.Part{Kind: kb.TextPart, Text: "a"}, kb.Part{Kind: kb.TextPart, Text: "b"}))
	assert.Empty(t, show())
}

func TestOptions(t *testing.T) {
	a := kb.Answer{Parts: []kb.Part{{Kind: kb.ImagePart, Text: "x", URL: "https://a.example/x.png"}, {Kind: kb.HTMLPart, Text: "<img src=y>z"}}}
	assert.Equal(t, "<p class=\"kb-image\"><a href=\"https://a.example/x.png\" rel=\"noreferrer\">x</a></p>\n<div>z</div>", string(kbhtml.Render(a, &kbhtml.Options{NoMedia: true, SameTab: true})))
	assert.Equal(t, "<b>x</b>", string(kbhtml.Sanitize("<b style='color:red' onclick=x>x</b>")))
}

// TestRenderIsLinear: an answer of the greatest size, of whatever costs most to
// parse, is shown in seconds and breaks nothing.
func TestRenderIsLinear(t *testing.T) {
	for _, unit := range []string{"> ", "- ", "* a", "[", "![", "[a](", "*", "**a", "_a ", "`", "<div>", "<", "&", "\\", "|a", "|a|\n|-|\n", "- a\n ", "1. ", "a\n", "<!--", "[a]: b\n", "~", "!", "<a href=", "www.a.b ", "\t- a\n"} {
		for _, kind := range []kb.PartKind{kb.MarkdownPart, kb.HTMLPart} {
			start := time.Now()
			show(kb.Part{Kind: kind, Text: strings.Repeat(unit, kb.MaxAnswer/4/len(unit))})
			took := time.Since(start)
			if took > time.Second {
				t.Logf("%s %q: %v", kind, unit, took)
			}
			assert.Less(t, took, 20*time.Second, "%s %q", kind, unit)
		}
	}
	deep := strings.Builder{}
	for i := range 2000 {
		fmt.Fprintf(&deep, "%s- a\n", strings.Repeat(" ", 2*i))
	}
	require.NotEmpty(t, show(kb.Part{Kind: kb.MarkdownPart, Text: deep.String()}))
}
