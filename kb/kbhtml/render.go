package kbhtml

import (
	"bytes"
	"fmt"
	"html"
	"html/template"
	"net/url"
	"path"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	gmhtml "github.com/yuin/goldmark/renderer/html"

	"github.com/kefu-go/kefu/kb"
)

// Options are the choices of [Render].
type Options struct {
	// SameTab opens links in the tab of the page. Default: links to other sites open
	// a new tab, which cannot reach back.
	SameTab bool
	// NoMedia shows links in place of images, video and audio, so that nothing is
	// loaded before the reader wants it. It does not change what is within parts of
	// HTML and Markdown, whose images are left out. Default: media are shown.
	NoMedia bool
}

// Render returns an answer as HTML, a block for each of its parts. Nil options are
// the defaults. What cannot be shown safely is left out; of a part whose URL is not
// allowed the caption stays. It is safe for concurrent use, and its time is about
// linear in the size of the answer.
func Render(a kb.Answer, opts *Options) template.HTML {
	var o Options
	if opts != nil {
		o = *opts
	}
	var b strings.Builder
	for _, p := range a.Parts {
		if body := render(p, o); body != "" {
			b.WriteString(body)
			b.WriteByte('\n')
		}
	}
	return template.HTML(sanitize(b.String(), o)) //nolint:gosec // this is what the policy is for
}

// Sanitize returns HTML of any origin without what is not safe in a page, as
// [Render] does with a part of HTML.
func Sanitize(s string) template.HTML {
	return template.HTML(sanitize(s, Options{})) //nolint:gosec // this is what the policy is for
}

func sanitize(s string, o Options) string {
	clean := policies()[o].Sanitize(s)
	// The sanitiser writes tags in one form and < nowhere else.
	return strings.TrimSpace(strings.ReplaceAll(clean, "<img ", `<img loading="lazy" `))
}

// policies has a policy for each choice of options.
var policies = sync.OnceValue(func() map[Options]*bluemonday.Policy {
	all := map[Options]*bluemonday.Policy{}
	for _, o := range []Options{{}, {SameTab: true}, {NoMedia: true}, {SameTab: true, NoMedia: true}} {
		all[o] = policy(o)
	}
	return all
})

func policy(o Options) *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "div", "span", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code", "kbd", "samp",
		"b", "strong", "i", "em", "u", "s", "del", "ins", "mark", "small", "sub", "sup", "ul", "dl", "dt", "dd",
		"figure", "figcaption", "details", "summary", "caption", "table", "thead", "tbody", "tfoot", "tr")
	p.AllowLists()
	p.AllowTables()
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("download").Matching(bluemonday.Paragraph).OnElements("a")
	p.AllowAttrs("title").Matching(bluemonday.Paragraph).OnElements("a", "abbr", "img")
	p.AllowAttrs("class").Matching(bluemonday.SpaceSeparatedTokens).OnElements("figure", "p")
	p.AllowAttrs("dir").Matching(bluemonday.Direction).Globally()
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true)
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	if !o.NoMedia {
		p.AllowAttrs("src", "alt").OnElements("img")
		p.AllowAttrs("width", "height").Matching(bluemonday.NumberOrPercent).OnElements("img", "video")
		p.AllowAttrs("src", "controls", "preload").OnElements("video", "audio")
	}
	p.RequireNoReferrerOnFullyQualifiedLinks(true)
	p.AddTargetBlankToFullyQualifiedLinks(!o.SameTab)
	return p
}

func render(p kb.Part, o Options) string {
	switch p.Kind {
	case kb.HTMLPart:
		return "<div>" + p.Text + "</div>"
	case kb.MarkdownPart:
		return markdown(p.Text)
	case kb.TextPart:
		return paragraphs(p.Text) + link(p, "link")
	case kb.ImagePart:
		if o.NoMedia || !webURL(p.URL) {
			return link(p, "image")
		}
		return figure("image", `<img src="`+html.EscapeString(p.URL)+`" alt="`+html.EscapeString(p.Text)+`">`, p.Text)
	case kb.VideoPart, kb.AudioPart:
		if o.NoMedia || !webURL(p.URL) {
			return link(p, string(p.Kind))
		}
		tag := string(p.Kind)
		return figure(tag, "<"+tag+` src="`+html.EscapeString(p.URL)+`" controls="" preload="none"></`+tag+">", p.Text)
	}
	return link(p, string(p.Kind))
}

// figure is a medium with its caption.
func figure(class, body, caption string) string {
	if caption != "" {
		body += "<figcaption>" + html.EscapeString(caption) + "</figcaption>"
	}
	return `<figure class="kb-` + class + `">` + body + "</figure>"
}

// link is what a part refers to, as a line of its own. Without a usable URL it is
// the caption.
func link(p kb.Part, class string) string {
	if p.URL == "" {
		return ""
	}
	said := p.Text
	if p.Kind == kb.TextPart {
		said = ""
	}
	if !linkURL(p.URL) {
		return paragraphs(said)
	}
	if said == "" {
		said = p.URL
		if p.Kind == kb.FilePart {
			said = fileName(p.URL)
		}
	}
	extra := ""
	if p.Kind == kb.FilePart {
		extra = ` download="` + html.EscapeString(fileName(p.URL)) + `"`
	}
	return fmt.Sprintf(`<p class="kb-%s"><a href="%s"%s>%s</a></p>`, html.EscapeString(class), html.EscapeString(p.URL), extra, html.EscapeString(said))
}

func fileName(s string) string {
	u, err := url.Parse(s)
	if err != nil || path.Base(u.Path) == "." || path.Base(u.Path) == "/" {
		return s
	}
	return path.Base(u.Path)
}

// linkURL reports whether a URL may be the target of a link, and webURL whether
// something may be loaded from it.
func linkURL(s string) bool { return hasScheme(s, "", "http", "https", "mailto", "tel") }

func webURL(s string) bool { return hasScheme(s, "", "http", "https") }

func hasScheme(s string, schemes ...string) bool {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || s == "" {
		return false
	}
	for _, scheme := range schemes {
		if u.Scheme == scheme {
			return true
		}
	}
	return false
}

// paragraphs is plain text, with its line breaks.
func paragraphs(s string) string {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	if s == "" {
		return ""
	}
	s = html.EscapeString(s)
	s = strings.ReplaceAll(s, "\n\n", "</p><p>")
	return "<p>" + strings.ReplaceAll(s, "\n", "<br>") + "</p>"
}

// markdowner renders Markdown with tables, as GitHub writes it. Raw HTML in it is
// left to the sanitiser.
var markdowner = sync.OnceValue(func() goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Linkify, extension.NewCJK(extension.WithEastAsianLineBreaks())),
		goldmark.WithRendererOptions(gmhtml.WithUnsafe()),
	)
})

func markdown(s string) (body string) {
	if tooDeep(s) {
		return paragraphs(kb.Answer{Parts: []kb.Part{{Kind: kb.MarkdownPart, Text: s}}}.PlainText())
	}
	defer func() {
		if recover() != nil { // a fault of the renderer must not take the page down
			body = paragraphs(s)
		}
	}()
	var b bytes.Buffer
	if err := markdowner().Convert([]byte(s), &b); err != nil {
		return paragraphs(s)
	}
	return "<div>" + b.String() + "</div>"
}
