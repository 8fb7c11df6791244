package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
)

// sample has all parts of a report; every name in it is the given one.
func sample(name string) *Report {
	return &Report{
		Kind: KindWeekly, Title: name, Subtitle: name, Locale: "en", Range: Week(monday, shanghai), Before: Week(monday, shanghai).Previous(),
		Zone: name, Made: monday, Notes: []string{name},
		Findings:    []Finding{{Text: name, Verdict: Worse}, {Text: name}},
		Definitions: []metrics.Definition{{Metric: metrics.Metric(name), Title: name, Formula: name, Counts: name, Excludes: name, Source: name}},
		Sections: []Section{{
			Title: name, Text: []string{name},
			Figures: []Figure{
				{Metric: metrics.CSAT, Title: name, Unit: metrics.Share, Better: 1, Now: Some(.8, 7), Before: none, Target: Some(.9, 0)},
				{Metric: metrics.CSAT, Title: name, Unit: metrics.Share, Better: 1, Now: none, Before: Some(.8, 70), Target: Some(.9, 0)},
			},
			Charts: []Chart{
				{Kind: Compare, Title: name, Note: name, X: name, Unit: metrics.Share, Labels: []string{name}, Line: Some(.5, 9), LineTitle: name, Series: []Series{{Name: name, Values: nums(.5)}}},
				{Kind: Heat, Title: name, Unit: metrics.Count, Labels: []string{name}, Series: []Series{{Name: name, Values: nums(3)}}},
				{Kind: Trend, Title: name, Unit: metrics.Share, Labels: []string{name, name}, Y: name, Series: []Series{{Name: name, Values: nums(.5, .7)}, {Name: name, Values: nums(.5, .6)}}},
				{Kind: Stack, Title: name, Unit: metrics.Share, Labels: []string{name}, Series: []Series{{Name: name, Values: nums(.5)}, {Name: name, Values: nums(.5)}}},
			},
			Tables: []Table{{
				Title: name, Note: name, Keys: []string{name, name}, Columns: []Column{{Title: name, Unit: metrics.Share}, {Title: name, Unit: metrics.Seconds}},
				Rows: []Row{{Names: []string{name, name}, Cells: []Number{Some(.25, 19), none}}, {Names: []string{name}, Total: true}},
			}},
		}},
	}
}

func text(t require.TestingT, write func(io.Writer) error) string {
	var b bytes.Buffer
	require.NoError(t, write(&b))
	return b.String()
}

var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</svg></title></style></script>`, `javascript:alert(1)`, `{{.Title}}`, "a|b\n# c", "`x` *b* [l](http://e.vil) <b>",
	`=cmd|' /C calc'!A0`, "+1", "-1+1", "@SUM(A1)", "\t=1", "＝1", "\u202e=1", "\xff\xfe", "\x00", "]]>", "&lt;", "名字",
}

// No name can become markup of the page: outside of text there is only what the template says.
func TestNamesAreNoMarkup(t *testing.T) {
	tags := func(page string) []string {
		return regexp.MustCompile(`<[a-zA-Z!/][^>]*>`).FindAllString(regexp.MustCompile(`\b(title|class|d|x|y|width|height|x1|x2|y1|y2|transform|content)="[^"]*"`).ReplaceAllString(page, ""), -1)
	}
	want := tags(text(t, sample("plain").HTML))
	for _, name := range hostile {
		page := text(t, sample(name).HTML)
		assert.Equal(t, len(want), len(tags(page)), name)
		assert.NotContains(t, page, "<script")
		assert.NotContains(t, page, "<img")
		assert.NotContains(t, page, "ZgotmplZ")
		assert.True(t, utf8.ValidString(strings.ReplaceAll(page, "\xff\xfe", "")))
	}
}

// The page stands alone.
func TestPageLoadsNothing(t *testing.T) {
	r := sample("name")
	page := text(t, r.HTML)
	assert.Contains(t, page, `default-src 'none'`)
	assert.NotRegexp(t, `(?i)<(script|link|img|iframe|object|embed|base|form)\b`, page)
	assert.NotRegexp(t, `(?i)\b(src|href|srcset|action)\s*=`, page)
	assert.NotRegexp(t, `(?i)url\((?:["']?)[^#"')]`, page)
	assert.NotContains(t, page, "@import")
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		assert.False(t, ids[m[1]], "id %s is there twice", m[1])
		ids[m[1]] = true
	}
	assert.NotEmpty(t, ids)
	for _, m := range regexp.MustCompile(`url\(#([^)]*)\)|aria-labelledby="([^" ]*)`).FindAllStringSubmatch(page, -1) {
		assert.True(t, ids[m[1]+m[2]], "%s is nowhere", m[0])
	}
}

// What is not known is "-" with a hint, and what is of few cases has a mark.
func TestNoValueIsNotZero(t *testing.T) {
	r := sample("n")
	page := text(t, r.HTML)
	assert.Contains(t, page, `<span title="no cases, so no value">-</span>`)
	assert.Contains(t, page, `<span title="of 19" class="few">25.0%<sup>*</sup></span>`)
	assert.Contains(t, page, "no comparison; target 90.0%: missed")
	assert.Contains(t, page, "no comparison; target 90.0%: no comparison", "a target of nothing is not missed")
	for _, s := range []string{page, text(t, r.Markdown), text(t, r.CSV)} {
		assert.NotContains(t, s, "NaN")
		assert.NotContains(t, s, "Inf")
	}
	assert.Contains(t, text(t, r.Markdown), `| n | n | 25.0%\* | - |`)
}

func TestCSV(t *testing.T) {
	for _, name := range hostile {
		r := sample(name)
		for _, write := range []func(io.Writer) error{r.CSV, r.Sections[0].Tables[0].CSV} {
			out, ok := strings.CutPrefix(text(t, write), byteOrderMark)
			require.True(t, ok, "without the mark Excel garbles Chinese")
			rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
			require.NoError(t, err)
			for _, row := range rows {
				require.Len(t, row, len(rows[0]))
				for _, field := range row {
					if field != "" {
						assert.NotContains(t, "=+-@＝＋－＠\t\r", string([]rune(field)[0]), "%q is a formula", field)
					}
				}
			}
		}
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text(t, sample("a").CSV), byteOrderMark))).ReadAll()
	require.NoError(t, err)
	assert.Equal(t, []string{"section", "title", "kind", "row", "column", "unit", "value", "of"}, rows[0])
	assert.Equal(t, []string{"a", "a", "figure", "csat", "Now", "share", "0.8", "7"}, rows[1])
	assert.Equal(t, []string{"a", "a", "figure", "csat", "Before", "share", "", ""}, rows[2])
	assert.Contains(t, rows, []string{"a", "a", "table", "a / a", "a", "share", "0.25", "19"})
	assert.Contains(t, rows, []string{"a", "a", "table", "a / a", "a", "seconds", "", ""})
}

func TestGuard(t *testing.T) {
	for in, want := range map[string]string{
		"=1": "'=1", " =1": "' =1", "\u200b=1": "'\u200b=1", "＋1": "'＋1", "@a": "'@a", "-a": "'-a", "\ta": "'\ta", "a=1": "a=1", "": "", "-": "-", "名": "名", "\x00=1": "'=1",
	} {
		assert.Equal(t, want, guard(in), "%q", in)
	}
}

func TestMarkdownKeepsItsShape(t *testing.T) {
	shape := func(s string) (lines []string) {
		for line := range strings.Lines(s) {
			switch line = strings.TrimSpace(line); {
			case strings.HasPrefix(line, "|"):
				lines = append(lines, strings.Repeat("|", strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")))
			case line != "":
				lines = append(lines, string([]rune(line)[0]))
			}
		}
		return lines
	}
	want := len(shape(text(t, sample("plain").Markdown)))
	for _, name := range hostile {
		out := text(t, sample(name).Markdown)
		if clean(name) != "" {
			assert.Len(t, shape(out), want, "%q", name)
		}
		assert.NotRegexp(t, `<[a-z/]`, out)
		assert.NotRegexp(t, `[^\\]\]\(http`, out)
	}
}

// A report that was read from its JSON is the same report.
func TestJSONIsTheReport(t *testing.T) {
	for _, name := range []string{"plain", hostile[0], "名字"} {
		r := sample(name)
		var back Report
		require.NoError(t, json.Unmarshal([]byte(text(t, r.JSON)), &back))
		assert.Equal(t, text(t, r.HTML), text(t, back.HTML))
		assert.Equal(t, text(t, r.Markdown), text(t, back.Markdown))
		assert.Equal(t, text(t, r.CSV), text(t, back.CSV))
	}
}

var errFull = errors.New("full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestErrorsOfWritersAreToldOf(t *testing.T) {
	r := sample("n")
	for _, write := range []func(io.Writer) error{r.JSON, r.CSV, r.Markdown, r.HTML, r.Sections[0].Tables[0].CSV} {
		assert.ErrorIs(t, write(full{}), errFull)
	}
}

// A report without anything can be written in any way.
func TestEmptyReport(t *testing.T) {
	r := &Report{Sections: []Section{{Charts: []Chart{{}}, Tables: []Table{{}, {Rows: []Row{{}}}}}}}
	for _, write := range []func(io.Writer) error{r.JSON, r.CSV, r.Markdown, r.HTML} {
		assert.NotEmpty(t, text(t, write))
	}
}

// FuzzNames holds that no name breaks what is written.
func FuzzNames(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	tags := regexp.MustCompile(`<(script|img|iframe|b)\b`)
	f.Fuzz(func(t *testing.T, name string) {
		if len(name) > 1000 {
			t.Skip()
		}
		r := sample(name)
		page := text(t, r.HTML)
		if tags.MatchString(page) {
			t.Fatalf("markup: %q", name)
		}
		for i := range r.Sections[0].Charts {
			parse(t, r.Sections[0].Charts[i].SVG("en", name))
		}
		out := strings.TrimPrefix(text(t, r.CSV), byteOrderMark)
		if _, err := csv.NewReader(strings.NewReader(out)).ReadAll(); err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		text(t, r.Markdown)
	})
}
