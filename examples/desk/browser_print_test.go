package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

func TestBrowserPrint(t *testing.T) {
	tab := chromium(t, "en-US")
	c := newClock(noon)
	prices, err := readPrices("")
	require.NoError(t, err)
	s, _, _, _ := team(t, settings{now: c.now, prices: prices})
	seed(t, s, noon)
	tab.signedIn(s, "Ada")
	for _, lang := range []string{"en", "zh"} {
		tab.do(chromedp.Navigate(s.server.URL + "/agent/metrics/report?period=week&date=2026-11-20&lang=" + lang))
		pdf := tab.printed("report-" + lang)
		t.Log(len(pdf))
	}
}

// printed is the page as a PDF, as somebody prints it; it is kept where pictures are.
func (p *tab) printed(name string) []byte {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	var pdf []byte
	require.NoError(p.t, chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		printed, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: new(true)})
		if err == nil {
			pdf = printed.Data
		}
		return err
	})))
	if dir := os.Getenv("KEFU_SHOTS"); dir != "" {
		require.NoError(p.t, os.MkdirAll(dir, 0o755))
		require.NoError(p.t, os.WriteFile(filepath.Join(dir, name+".pdf"), pdf, 0o644))
	}
	return pdf
}
