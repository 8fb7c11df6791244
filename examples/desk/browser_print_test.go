package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/kefu-go/kefu/metrics/report"
	"github.com/stretchr/testify/require"
)

// The report of the week is printed on A4, in both languages: no page is empty, and all titles of sections, charts and tables, the
// names of figures and the units of axes are on paper, and so are the notes; what only a screen can open is not.
func TestBrowserPrint(t *testing.T) {
	tab := chromium(t, "en-US")
	c := newClock(noon)
	prices, err := readPrices("")
	require.NoError(t, err)
	s, _, _, ada := team(t, settings{now: c.now, prices: prices})
	seed(t, s, noon)
	tab.signedIn(s, "Ada")
	for lang, words := range map[string]struct{ shown, hidden []string }{
		"en": {[]string{"Number", "Share (%)", "Time", "CNY", "How to read the numbers", "Definitions", "may be chance"}, []string{"Show the numbers"}},
		"zh": {[]string{"数量", "占比(%)", "时长", "CNY", "数字怎么看", "指标定义", "或为偶然波动"}, []string{"查看数据"}},
	} {
		query := "/agent/metrics/report?period=week&date=2026-11-20&lang=" + lang
		tab.do(chromedp.Navigate(s.server.URL + query))
		texts, a4 := readPDF(t, tab.print("report-"+lang)).pages()
		require.True(t, a4)
		require.GreaterOrEqual(t, len(texts), 8, "so much does not fit on fewer pages")
		require.LessOrEqual(t, len(texts), 16)
		for i, text := range texts {
			require.NotEmpty(t, text, "page %d of the report in %s is empty", i+1, lang)
		}
		all := strings.Join(texts, "")
		var made report.Report
		_, body := ada.get(query + "&format=json")
		require.NoError(t, json.Unmarshal([]byte(body), &made))
		want := append([]string{made.Title, made.Subtitle, made.Zone}, words.shown...)
		for _, section := range made.Sections {
			want = append(want, section.Title)
			for _, f := range section.Figures {
				want = append(want, f.Title)
			}
			for _, chart := range section.Charts {
				want = append(want, chart.Title, chart.Note)
			}
			for _, table := range section.Tables {
				want = append(want, table.Title)
			}
		}
		for _, f := range made.Findings {
			want = append(want, f.Text)
		}
		require.Greater(t, len(want), 50)
		for _, text := range append(want, made.Notes...) {
			require.True(t, reads(all, spaceless(text)), "not on paper in %s: %s", lang, text)
		}
		for _, text := range words.hidden {
			require.False(t, reads(all, spaceless(text)), "nobody can open it on paper: %s", text)
		}
	}
}

// print makes a PDF of the page, as somebody prints it; it is kept where pictures are.
func (p *tab) print(name string) []byte {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	var pdf []byte
	require.NoError(p.t, chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		printed, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: new(true)})
		pdf = printed.Data
		return err
	})))
	if dir := os.Getenv("KEFU_SHOTS"); dir != "" {
		require.NoError(p.t, os.MkdirAll(dir, 0o755))
		require.NoError(p.t, os.WriteFile(filepath.Join(dir, name+".pdf"), pdf, 0o644))
	}
	return pdf
}
