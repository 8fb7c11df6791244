package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// patience is how long a page may take for one step.
const patience = 45 * time.Second

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

// apart opens a tab that shares no cookies with this one, as somebody else's browser would.
func (p *tab) apart() *tab {
	p.t.Helper()
	ctx, cancel := chromedp.NewContext(p.ctx, chromedp.WithNewBrowserContext())
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
		if p.holds(expression) {
			return
		}
		select {
		case <-poll.C:
		case <-deadline:
			p.t.Fatalf("never came true: %s\nthe page:\n%s", expression, eval[string](p, "document.body.innerText"))
		}
	}
}

// desk opens the page of an agent, who goes online.
func (p *tab) desk(s *testSite, name, query string) {
	p.t.Helper()
	p.signedIn(s, name)
	p.do(chromedp.Navigate(s.server.URL + "/agent" + query))
	p.until(`document.querySelector('#presence [aria-pressed=true]')?.value === 'offline'`)
	p.click(`#presence [value=online]`)
	p.until(`document.querySelector('#presence [aria-pressed=true]').value === 'online'`)
}

// finishes gives the open conversation back to the bot, and is ready for the next.
func (p *tab) finishes() {
	p.t.Helper()
	p.click("#finish")
	p.click("#panelGo")
	p.until(`!document.querySelector('#ready').hidden`)
	p.click("#ready")
	p.until(`document.querySelectorAll('.case').length === 0 && document.body.dataset.view === 'list'`)
}

// holds tells whether an expression is true; nothing is while the tab goes to another page.
func (p *tab) holds(expression string) bool {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("Boolean("+expression+")"))
	if err != nil && strings.Contains(err.Error(), "navigated") {
		return false
	}
	require.NoError(p.t, err, expression)
	return value
}

// signedIn makes the browser of a tab that of an agent.
func (p *tab) signedIn(s *testSite, name string) {
	p.t.Helper()
	b := s.signIn(visit(p.t, s.server.URL), name)
	for _, c := range b.http.Jar.Cookies(must(url.Parse(s.server.URL))) {
		if c.Name == "kefu_agent" {
			p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
				_, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, URL: s.server.URL, HTTPOnly: new(true)})
				return err
			}))
		}
	}
}

// click clicks something. What the news of a live page put in its place meanwhile is clicked instead.
func (p *tab) click(selector string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	for {
		err := chromedp.Do(ctx, chromedp.Click(selector))
		if err == nil || ctx.Err() != nil || !strings.Contains(err.Error(), "Could not find node") {
			require.NoError(p.t, err, selector)
			return
		}
	}
}

// press presses something once it is there to be pressed. Looking and pressing are one
// step: a mouse would miss what the news of a live page moves in between.
func (p *tab) press(selector string) {
	p.t.Helper()
	p.until(`((e) => {
		if (!e || e.disabled || !e.getClientRects().length) return false;
		e.scrollIntoView({ block: 'nearest' });
		e.focus({ preventScroll: true });
		e.click();
		return true;
	})(document.querySelector(%q))`, selector)
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
