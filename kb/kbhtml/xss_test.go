package kbhtml_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbhtml"
)

// attacks are the classic ways to bring a script into a page.
var attacks = []string{
	`<script>alert(1)</script>`,
	`<SCRIPT SRC=//evil.example/x.js></SCRIPT>`,
	`<scr<script>ipt>alert(1)</scr</script>ipt>`,
	`<script/src="data:text/javascript,alert(1)">`,
	`<<script>alert(1);//<</script>`,
	`<img src=x onerror=alert(1)>`,
	`<img src="javascript:alert(1)">`,
	`<img """><script>alert(1)</script>">`,
	`<img/src=x/onerror=alert(1)>`,
	`<IMG SRC=JaVaScRiPt:alert(1)>`,
	`<img src=&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)>`,
	`<img src="jav&#x09;ascript:alert(1)">`,
	"<img src=\"jav\nascript:alert(1)\">",
	`<img src=" &#14; javascript:alert(1)">`,
	`<img src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+">`,
	`<img srcset="x 1x, javascript:alert(1) 2x">`,
	`<svg onload=alert(1)>`,
	`<svg><script>alert(1)</script></svg>`,
	`<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>`,
	`<svg><animate attributeName=href values=javascript:alert(1) /></svg>`,
	`<math><mi xlink:href="javascript:alert(1)">x</mi></math>`,
	`<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>`,
	`<a href="javascript:alert(1)">x</a>`,
	`<a href=" javascript:alert(1)">x</a>`,
	`<a href="java` + "\x00" + `script:alert(1)">x</a>`,
	`<a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A&#x61">x</a>`,
	`<a href="vbscript:msgbox(1)">x</a>`,
	`<a href="data:text/html,<script>alert(1)</script>">x</a>`,
	`<a href="//%0ajavascript:alert(1)">x</a>`,
	`<a href=x onmouseover="alert(1)">x</a>`,
	`<a href="x" style="background:url(javascript:alert(1))">x</a>`,
	`<body onload=alert(1)>`,
	`<iframe src="javascript:alert(1)"></iframe>`,
	`<iframe srcdoc="<script>alert(1)</script>"></iframe>`,
	`<object data="javascript:alert(1)"></object>`,
	`<embed src="javascript:alert(1)">`,
	`<form action="javascript:alert(1)"><button>x</button></form>`,
	`<button formaction="javascript:alert(1)">x</button>`,
	`<input onfocus=alert(1) autofocus>`,
	`<isindex action="javascript:alert(1)" type=image>`,
	`<meta http-equiv="refresh" content="0;url=javascript:alert(1)">`,
	`<base href="javascript:alert(1)//">`,
	`<link rel=stylesheet href="javascript:alert(1)">`,
	`<style>@import 'javascript:alert(1)';</style>`,
	`<div style="width: expression(alert(1))">x</div>`,
	`<div onclick="alert(1)" onpointerenter=alert(1)>x</div>`,
	`<table background="javascript:alert(1)"><td>x</table>`,
	`<video src="javascript:alert(1)" onloadstart=alert(1)></video>`,
	`<video poster="javascript:alert(1)"><source onerror=alert(1)></video>`,
	`<audio src=x onerror=alert(1)></audio>`,
	`<details open ontoggle=alert(1)>x</details>`,
	`<marquee onstart=alert(1)>x</marquee>`,
	`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
	`<textarea></textarea><script>alert(1)</script>`,
	`<title><img title="</title><img src=x onerror=alert(1)>"></title>`,
	`<!--><script>alert(1)</script>-->`,
	`<!--[if gte IE 4]><script>alert(1)</script><![endif]-->`,
	`<![CDATA[<script>alert(1)</script>]]>`,
	`<?xml version="1.0"?><script>alert(1)</script>`,
	`<p title="a > b" onclick=alert(1) >x`,
	`<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>`,
	`<template><script>alert(1)</script></template>`,
	`<b/onmouseover=alert(1)>x</b>`,
	"[x](javascript:alert(1))",
	"[x](  javascript&colon;alert(1))",
	"[x](<java\nscript:alert(1)>)",
	"![x](data:text/html;base64,PHNjcmlwdD4=)",
	`![x](x"onerror="alert(1))`,
	"[x]: javascript:alert(1)\n\n[x]",
	"<javascript:alert(1)>",
	"<https://a.example/\"onclick=alert(1)>",
	"```\"><script>alert(1)</script>\n```",
	"| a |\n|---|\n| <img src=x onerror=alert(1)> |",
}

// requireSafe parses HTML as a browser does, within a page, and finds nothing that
// runs.
func requireSafe(t testing.TB, s string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader("<!doctype html><body><div>" + s + "</div>"))
	require.NoError(t, err)
	allowed := map[string]bool{}
	for name := range strings.FieldsSeq(`html head body p br hr div span h1 h2 h3 h4 h5 h6 blockquote pre code kbd samp b strong i em u s del ins mark small sub sup
		ul ol li dl dt dd figure figcaption details summary caption table thead tbody tfoot tr td th colgroup col a img video audio`) {
		allowed[name] = true
	}
	attrs := map[string]bool{}
	for name := range strings.FieldsSeq(`href src alt title class dir width height controls preload loading rel target download type value start
		align valign colspan rowspan headers scope abbr summary span cite nowrap reversed`) {
		attrs[name] = true
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			require.True(t, allowed[n.Data] && n.Namespace == "", "element %q in %q", n.Data, s)
			for _, a := range n.Attr {
				require.True(t, attrs[a.Key], "attribute %q in %q", a.Key, s)
				if a.Key == "href" || a.Key == "src" || a.Key == "cite" {
					u, err := url.Parse(strings.Map(func(r rune) rune {
						if r <= ' ' {
							return -1
						}
						return r
					}, a.Val))
					require.NoError(t, err, s)
					require.Contains(t, []string{"", "http", "https", "mailto", "tel"}, strings.ToLower(u.Scheme), s)
				}
				if a.Key == "target" {
					require.Contains(t, n.Attr, html.Attribute{Key: "rel", Val: "noreferrer noopener"}, s)
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
}

// everyWay returns an answer that has a text in all places.
func everyWay(s string) kb.Answer {
	var a kb.Answer
	for _, kind := range []kb.PartKind{kb.TextPart, kb.MarkdownPart, kb.HTMLPart, kb.ImagePart, kb.VideoPart, kb.AudioPart, kb.FilePart, kb.LinkPart, "other"} {
		a.Parts = append(a.Parts, kb.Part{Kind: kind, Text: s, URL: s, MIME: s}, kb.Part{Kind: kind, Text: s, URL: "https://a.example/" + s})
	}
	return a
}

func TestAttacks(t *testing.T) {
	require.Greater(t, len(attacks), 60)
	for _, s := range attacks {
		for _, o := range []*kbhtml.Options{nil, {NoMedia: true}} {
			requireSafe(t, string(kbhtml.Render(everyWay(s), o)))
		}
		requireSafe(t, string(kbhtml.Sanitize(s)))
	}
}

// FuzzRender: whatever an answer holds, nothing of it runs.
func FuzzRender(f *testing.F) {
	for _, s := range attacks {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		requireSafe(t, string(kbhtml.Render(everyWay(s), nil)))
		requireSafe(t, string(kbhtml.Sanitize(s)))
	})
}
