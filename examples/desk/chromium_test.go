package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// patience is how long a page may take for one step.
const patience = 15 * time.Second

// tab is a page in a browser.
type tab struct {
	t   *testing.T
	ctx context.Context
}

// chromium starts a browser of its own and returns its first tab.
func chromium(t *testing.T, language string) *tab {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		lacking(t, "browser", "no browser found: install chromium to run this test")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("lang", language), chromedp.Flag("accept-lang", language),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"), // the pages need no network
	)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx)
		cancel()
		stop()
	})
	require.NoError(t, chromedp.Do(ctx)) // starts it, without a deadline that would end it
	return &tab{t, ctx}
}

// another opens a further tab of the same browser.
func (p *tab) another() *tab {
	p.t.Helper()
	ctx, cancel := chromedp.NewContext(p.ctx)
	p.t.Cleanup(cancel)
	require.NoError(p.t, chromedp.Do(ctx))
	return &tab{p.t, ctx}
}

// device sets the size of the screen and the colours that its owner prefers.
func (p *tab) device(width, height int64, scheme string) {
	p.t.Helper()
	p.do(chromedp.EmulateViewport(width, height), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	}))
}

func (p *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	require.NoError(p.t, chromedp.Do(ctx, actions...))
}

// eval returns the value of a JavaScript expression.
func eval[T any](p *tab, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	require.NoError(p.t, err, expression)
	return value
}

// until waits until a JavaScript expression is true.
func (p *tab) until(format string, args ...any) {
	p.t.Helper()
	expression := fmt.Sprintf(format, args...)
	poll := time.NewTicker(20 * time.Millisecond)
	defer poll.Stop()
	for deadline := time.After(patience); ; {
		if eval[bool](p, "Boolean("+expression+")") {
			return
		}
		select {
		case <-poll.C:
		case <-deadline:
			p.t.Fatalf("never came true: %s\nthe page:\n%s", expression, eval[string](p, "document.body.innerText"))
		}
	}
}

func (p *tab) click(selector string) {
	p.t.Helper()
	p.do(chromedp.Click(selector))
}

// write types a message and sends it by the enter key.
func (p *tab) write(text string) {
	p.t.Helper()
	p.do(chromedp.SendKeys("#text", text+kb.Enter))
}

// bubbles returns what the page shows as said by somebody, in order, without
// images and links, which come and go with the network.
func (p *tab) bubbles(role string) []string {
	p.t.Helper()
	return eval[[]string](p, fmt.Sprintf(`[...document.querySelectorAll('#log .%s .bubble')].map((e) => {
		const copy = e.cloneNode(true);
		copy.querySelectorAll('.resource, img').forEach((r) => r.remove());
		return copy.textContent;
	})`, role))
}

// fits says that nothing is wider than its place.
func (p *tab) fits() {
	p.t.Helper()
	require.Empty(p.t, eval[[]string](p, `[document.documentElement, ...document.querySelectorAll('main, footer, header, aside, .bubble')]
		.filter(e => e.offsetParent !== null && e.scrollWidth > e.clientWidth + 1).map(e => e.tagName + '.' + e.className)`))
}

// shot keeps a picture of the page in the directory that KEFU_SHOTS names, for
// people to look at.
func (p *tab) shot(name string) {
	p.t.Helper()
	dir := os.Getenv("KEFU_SHOTS")
	if dir == "" {
		return
	}
	p.until(`document.getAnimations().every(a => a.effect.getTiming().iterations !== 1)`)
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	require.NoError(p.t, err)
	require.NoError(p.t, os.MkdirAll(dir, 0o755))
	require.NoError(p.t, os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644))
}
