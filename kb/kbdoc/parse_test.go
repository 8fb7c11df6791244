package kbdoc_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/kb/kbdoc"
)

func parse(t testing.TB, format kbdoc.Format, source string) *kbdoc.Document {
	t.Helper()
	doc, err := kbdoc.Parse([]byte(source), kbdoc.Options{Format: format, ID: "doc", URL: "https://shop.example/help/", MaxPassage: 200})
	require.NoError(t, err)
	return doc
}

// short writes passages as lines: path, question, Markdown.
func lines(doc *kbdoc.Document) []string {
	list := []string{}
	for _, p := range doc.Passages {
		line := strings.Join(p.Path, ">")
		if p.Question != "" {
			line += "?" + p.Question
		}
		list = append(list, line+"|"+p.Markdown)
	}
	return list
}

func TestHTML(t *testing.T) {
	for _, c := range []struct {
		name, html string
		want       []string
	}{
		{"headings", "<h1>A</h1><p>one<h2>B</h2>two<h3>C</h3>three<h2>D</h2>four", []string{"A|one", "A>B|two", "A>B>C|three", "A>D|four"}},
		{"boilerplate", `<header>x</header><nav>x</nav><script>x</script><style>x</style><p hidden>x</p><div style="display: none">x<div>x</div>x</div>
			<div aria-hidden=true>x</div><div role=search>x</div><template>x</template><p>shown<button>x</button><form>x<p>x</form><footer>x</footer><!-- x -->`, []string{"|shown"}},
		{"header of an article", "<article><header><h1>A</h1></header>text</article>", []string{"A|text"}},
		{"only the main element", "<p>before</p><main><p>in</p></main><p>after</p>", []string{"|in"}},
		{"an element without an end", "<nav>menu<h1>A</h1><p>text</p>", []string{"|menu", "A|text"}},
		{"hidden paragraph without an end", "<p hidden>x<p>shown", []string{"|shown"}},
		{"lists", "<ol start=3><li>c<li>d<ul><li>e</li></ul></li></ol><p>end", []string{"|3. c\n4. d\n   - e\n\nend"}},
		{"links", `<a href="../a b(c)">a <b>link</b></a> <a href="javascript:alert(1)">bad</a> <a href="#x">anchor</a>`, []string{"|[a link](https://shop.example/a%20b%28c%29) bad anchor"}},
		{"signs that Markdown knows", "<p># *a* [b] 1 &lt; 2 snake_case `c`", []string{`|\# \*a\* \[b\] 1 \< 2 snake_case \` + "`c\\`"}},
		{"code", "<pre>a *b*\n  c\n\nd</pre>", []string{"|```\na *b*\n  c\n\nd\n```"}},
		{"line breaks", "a<br>b<br/><br>c", []string{"|a\nb\nc"}},
		{"details", "<details><summary>Why?</summary><p>Because.</p></details><p>more", []string{"?Why?|Because.", "|more"}},
		{"definitions", "<dl><dt>How so?<dd>Thus.<dt>Width<dd>3 cm</dl>", []string{"?How so?|Thus.", "|Width\n\n3 cm"}},
		{"marked turns", "<p>Q: Why?<br>A: Because.</p><p><b>问：</b>为什么？</p><p>答：因为。</p>", []string{"?Why?|Because.", "?为什么？|因为。"}},
		{"question as a heading", "<h2>如何退货</h2><p>点击。</p><h3>例外</h3><p>无。", []string{"?如何退货|点击。", "如何退货>例外|无。"}},
		{"a table for layout", "<table><tr><td><h2>A</h2>one</td><td><h2>B</h2>two</td></tr></table>", []string{"A|one", "B|two"}},
		{"a table", "<table><tr><th>a<th>b|c<tr><td>1<td>2</table>", []string{"|| a | b\\|c |\n| --- | --- |\n| 1 | 2 |"}},
		{"malformed", "</p></div><p <b>x</b></h1><table>y<td>z</tr>", []string{"|x\n\n| z |\n| --- |"}},
	} {
		assert.Equal(t, c.want, lines(parse(t, kbdoc.HTML, c.html)), c.name)
	}
	doc := parse(t, kbdoc.HTML, "\ufeff<title>A &amp; B</title><p>x<img src=/a.png alt=\"an a\"><video src=v.mp4></video>")
	assert.Equal(t, "A & B", doc.Title)
	assert.Equal(t, []kb.Part{{Kind: kb.ImagePart, Text: "an a", URL: "https://shop.example/a.png"}, {Kind: kb.VideoPart, URL: "https://shop.example/help/v.mp4"}}, doc.Passages[0].Media)
}

func TestMarkdown(t *testing.T) {
	for _, c := range []struct {
		name, markdown string
		want           []string
	}{
		{"headings", "# A #\none\n## B\ntwo\n\nC\n===\nthree\n\nD\n---\nfour", []string{"A|one", "A>B|two", "C|three", "C>D|four"}},
		{"no heading", "#tag and\n#### \ntext", []string{"|#tag and\n\ntext"}},
		{"lists", "- a\n- b\n  more\n  * c\n1) d", []string{"|- a\n- b more\n  * c\n1) d"}},
		{"code", "```sh\n# not a heading\n- x\n```\nend", []string{"|```\n# not a heading\n- x\n```\n\nend"}},
		{"quote", "> a\n> b", []string{"|a b"}},
		{"links stay", "see [this *page*](/x) and **more**", []string{"|see [this *page*](/x) and **more**"}},
		{"definitions go", "a [b][1]\n\n[1]: /x\n", []string{"|a [b][1]"}},
		{"raw HTML", "<details>\n<summary>Why?</summary>\n\nBecause *so*.\n\n</details>\n\nmore", []string{"?Why?|Because *so*.", "|more"}},
		{"turns", "**Q:** Why?\nA: Because.", []string{"?Why?|Because."}},
		{"a table", "x\n\n| a | b |\n|---|:-:|\n| 1 | `2` |\nafter", []string{"|x\n\n| a | b |\n| --- | --- |\n| 1 | `2` |\n\nafter"}},
		{"rule", "a\n\n***\n\nb", []string{"|a\n\nb"}},
		{"front matter", "---\ntitle: \"T\"\n---\ntext", []string{"|text"}},
		{"image", "![a lamp](lamp.png \"t\") text", []string{"|text"}},
	} {
		assert.Equal(t, c.want, lines(parse(t, kbdoc.Markdown, c.markdown)), c.name)
	}
	assert.Equal(t, "T", parse(t, kbdoc.Markdown, "---\ntitle: \"T\"\n---\ntext").Title)
	assert.Equal(t, "A b", parse(t, kbdoc.Markdown, "# A *b*\ntext").Title)
	assert.Equal(t, []kb.Part{{Kind: kb.ImagePart, Text: "a lamp", URL: "https://shop.example/help/lamp.png"}}, parse(t, kbdoc.Markdown, "![a lamp](lamp.png)").Passages[0].Media)
}

func TestText(t *testing.T) {
	doc := parse(t, kbdoc.Text, "Opening hours\n\nWe open at nine.\nWe close at six.\n\n- not on Sundays\n- *nor* on holidays\n\n问: 周日开门吗\n答: 不开。\n")
	assert.Equal(t, "Opening hours", doc.Title)
	assert.Equal(t, []string{"Opening hours|We open at nine. We close at six.\n\n- not on Sundays\n- \\*nor\\* on holidays", "Opening hours?周日开门吗|不开。"}, lines(doc))
}

// TestCuts: long text is cut between sentences, and every passage is small.
func TestCuts(t *testing.T) {
	english := strings.Repeat("The pump of e.g. Mr. Smith costs 3.5 euros (or more). Is it new? It is! ", 40)
	chinese := strings.Repeat("这台机器很好用。价格是3.5元吗？是的！“真的。”他说。", 40)
	for _, text := range []string{english, chinese, english + "\n\n" + chinese} {
		for format, source := range map[kbdoc.Format]string{kbdoc.Text: text, kbdoc.Markdown: "# A\n" + text, kbdoc.HTML: "<h1>A</h1><p>" + text} {
			doc := parse(t, format, source)
			require.Greater(t, len(doc.Passages), 4)
			for _, p := range doc.Passages {
				assert.LessOrEqual(t, utf8.RuneCountInString(p.Text), 210)
				last, _ := utf8.DecodeLastRuneInString(p.Text)
				assert.Contains(t, ".?!。？！”", string(last), p.Text)
				assert.NotRegexp(t, `(Mr|e\.g|3)\.$`, p.Text)
			}
		}
	}
	doc := parse(t, kbdoc.Text, strings.Repeat("word ", 4000))
	assert.Greater(t, len(doc.Passages), 10, "a text without an end is cut between words")
	doc = parse(t, kbdoc.Text, "x. "+strings.Repeat("字", 100_000))
	assert.Greater(t, len(doc.Passages), 50)
	doc = parse(t, kbdoc.Markdown, "| a | b |\n|---|---|\n"+strings.Repeat("| some value | other value |\n", 100))
	assert.Greater(t, len(doc.Passages), 5)
	for _, p := range doc.Passages {
		assert.True(t, strings.HasPrefix(p.Markdown, "| a | b |\n| --- |"), "each part of a table has its head")
	}
	link := "[" + strings.Repeat("One. ", 100) + "two](https://shop.example/)"
	assert.Contains(t, lines(parse(t, kbdoc.HTML, "<a href=/>"+strings.Repeat("One. ", 30)+"two</a>"))[0], "[One. One.", "a link is not torn")
	assert.NotEmpty(t, parse(t, kbdoc.Markdown, link).Passages)
}

// requirePlaces checks that each passage is where it says: its first and its last
// word are the first and last of its bytes, and passages follow each other.
func requirePlaces(t testing.TB, source []byte, doc *kbdoc.Document) {
	last := 0
	for _, p := range doc.Passages {
		require.LessOrEqual(t, last, p.Start)
		require.LessOrEqual(t, p.Start, p.End)
		require.LessOrEqual(t, p.End, len(source))
		require.True(t, utf8.Valid(source[p.Start:p.End]), "places are between characters")
		last = p.Start
	}
	for _, e := range doc.Entries() {
		require.NoError(t, e.Validate())
		require.Equal(t, doc.ID, e.Origin.Document)
	}
}

func TestPlaces(t *testing.T) {
	for name, source := range helpSources(t) {
		doc, err := kbdoc.Parse(source, kbdoc.Options{Format: formats[name[strings.LastIndexByte(name, '.'):]], ID: name, MaxPassage: 100})
		require.NoError(t, err)
		requirePlaces(t, source, doc)
		for _, p := range doc.Passages {
			if strings.ContainsAny(p.Markdown, "|[`→*") || p.Media != nil {
				continue // written in another way
			}
			words := strings.Fields(p.Text)
			first := strings.TrimLeft(words[0], "-0123456789.")
			place := string(source[p.Start:p.End])
			assert.True(t, strings.HasPrefix(place, first) || first == "", "%q begins with %q", place, first)
			assert.True(t, strings.HasSuffix(place, words[len(words)-1]), "%q ends with %q", place, words[len(words)-1])
			assert.NotContains(t, place, "<h2>")
		}
	}
}

func TestDocumentTables(t *testing.T) {
	doc := parse(t, kbdoc.HTML, `<h2>Prices</h2><table><caption>All of them</caption><tr><th>Plan</th><th>Price (€)</th></tr><tr><td>Basic plan</td><td>5</td></tr><tr><td>Family plan</td><td>9</td></tr></table>
		<table><tr><th>Size</th><th>Chest</th></tr><tr><td>S</td><td>90</td></tr></table>`)
	require.Len(t, doc.Tables, 1, "S names nothing in a question")
	assert.Equal(t, "Prices", doc.Tables[0].Title)
	x := kb.NewIndex(nil)
	require.NoError(t, x.Put(doc.Entries()...))
	hit := x.Match(kb.Query{Text: "how much is the family plan"})[0]
	require.NotNil(t, hit.Fact)
	assert.Equal(t, "€9", hit.Fact.Value)
	assert.Equal(t, "doc", hit.Entry.Origin.Document)
}

func TestParseFaults(t *testing.T) {
	good := kbdoc.Options{Format: kbdoc.HTML, ID: "d"}
	for field, spoil := range map[string]func(o *kbdoc.Options, source *string){
		"format":      func(o *kbdoc.Options, _ *string) { o.Format = "pdf" },
		"id":          func(o *kbdoc.Options, _ *string) { o.ID = strings.Repeat("x", kbdoc.MaxID+1) },
		"max_passage": func(o *kbdoc.Options, _ *string) { o.MaxPassage = 5 },
		"source":      func(_ *kbdoc.Options, s *string) { *s = "<meta charset=gbk><p>\xc4\xe3\xba\xc3" },
	} {
		o, source := good, "x"
		spoil(&o, &source)
		_, err := kbdoc.Parse([]byte(source), o)
		fault := (*kb.FieldError)(nil)
		require.ErrorAs(t, err, &fault)
		assert.Equal(t, field, fault.Field)
	}
	_, err := kbdoc.Parse([]byte("<meta charset=gbk><p>\xc4\xe3\xba\xc3"), good)
	assert.ErrorContains(t, err, "gbk")
	for _, source := range []string{"\xff\xfea\x00", "\xfe\xff\x00a", "a\xff", strings.Repeat("a", kbdoc.MaxDocument+1)} {
		_, err := kbdoc.Parse([]byte(source), good)
		assert.ErrorIs(t, err, kb.ErrInvalid)
	}
	doc, err := kbdoc.Parse(nil, good)
	require.NoError(t, err)
	assert.Empty(t, doc.Entries())
}

// TestHugeDocuments: ten megabytes of pages are read in seconds, and whatever
// costs most is read in time linear in its size.
func TestHugeDocuments(t *testing.T) {
	for name, unit := range map[string]string{
		"pages": "<h2>Title</h2><p>Some text of a page, with a <a href='/x'>link</a>.</p><ul><li>one</li></ul>", "nested": "<div>", "lists": "<ul><li>", "tables": "<table><tr><td>",
		"open tags": "<", "attributes": "<p a=", "entities": "&amp;", "quotes": "> ", "brackets": "[", "images": "![](", "fences": "```\n", "hidden": "<p hidden>", "nav": "<nav>", "rows": "|a|b|\n|-|-|\n",
		"headings": "# a\n", "one word": "字", "links": "<a href=x>", "details": "<details><summary>a", "turns": "Q: a\nA: b\n", "lines": "\n", "pipes": "|",
	} {
		for _, format := range []kbdoc.Format{kbdoc.HTML, kbdoc.Markdown, kbdoc.Text} {
			size := 1 << 18
			if name == "pages" && format == kbdoc.HTML {
				size = 10 << 20
			}
			if testing.Short() {
				size /= 8
			}
			source := []byte(strings.Repeat(unit, size/len(unit)))
			start := time.Now()
			_, err := kbdoc.Parse(source, kbdoc.Options{Format: format, ID: "d"})
			require.NoError(t, err)
			took := time.Since(start)
			assert.Less(t, took, 90*time.Second, "%s %s", name, format)
			if took > time.Second {
				t.Logf("%s as %s: %v", name, format, took)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for name, source := range helpSources(f) {
		f.Add(string(source[:min(len(source), 700)]), byte(strings.Index("hmt", name[strings.LastIndexByte(name, '.')+1:][:1])))
	}
	f.Add("<table><tr><td><table><h1><details><summary><li><p hidden><a href=x>y</td></table></a><pre>\n", byte(0))
	f.Add("| a |\n|-|\n|\\||\n> - ```\n<div\n![](x)[", byte(1))
	f.Add("Q:\n\b\n\n答:x\n# \b?\n", byte(2))
	f.Add("><p>费\n> | a |\n> |-|\n> <script>", byte(1))
	f.Add("Q:\nA:\n**问：**\n答：", byte(2))
	f.Fuzz(func(t *testing.T, source string, format byte) {
		formats := []kbdoc.Format{kbdoc.HTML, kbdoc.Markdown, kbdoc.Text}
		doc, err := kbdoc.Parse([]byte(source), kbdoc.Options{Format: formats[int(format)%3], ID: "d", MaxPassage: 100})
		if err != nil {
			require.ErrorIs(t, err, kb.ErrInvalid)
			return
		}
		requirePlaces(t, []byte(source), doc)
		ids := map[string]bool{}
		for _, e := range doc.Entries() {
			require.False(t, ids[e.ID], "ids are unique")
			ids[e.ID] = true
		}
	})
}
