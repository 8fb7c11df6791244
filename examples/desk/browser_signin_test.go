package main

import (
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// Signing in and out as people do it: led to the page and back to where they wanted to go,
// with what they had begun to write.
func TestBrowserSignIn(t *testing.T) {
	for _, c := range []struct {
		name, language, scheme          string
		width, height                   int64
		wrong, many, supervisor, person string
		differ, oldWrong, changed       string
	}{
		{
			"signin-desktop-en", "en-US", "light", 1280, 800,
			"The name or the password is wrong.", "Please wait 60 seconds.", "supervisor", "Talk to a person",
			"differ", "present password is wrong", "is changed",
		},
		{
			"signin-phone-zh", "zh-CN", "dark", 360, 740,
			"姓名或密码不正确。", "请等待 60 秒。", "主管", "转人工客服",
			"不一致", "当前密码不正确", "密码已修改",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := chromium(t, c.language)
			d := newDoor(t)
			customer := visit(t, d.server.URL)
			customer.say("1", c.person)
			s := d.server.URL
			p.device(c.width, c.height, c.scheme)
			p.do(chromedp.Navigate(s + "/agent?debug=1#" + customer.conversation()))
			p.until(`location.pathname === '/agent/login' && document.activeElement.id === 'name'`)
			p.fits()
			p.shot(c.name + "-1-login")
			p.do(chromedp.SendKeys("#name", "Ada"))
			for range int(perPlaceAndName.burst) {
				p.do(chromedp.SendKeys("#password", "wrong"+kb.Enter))
				p.until(`document.querySelector('#problem').textContent === %q && !document.querySelector('.primary').disabled`, c.wrong)
			}
			p.shot(c.name + "-2-wrong")
			p.do(chromedp.SendKeys("#password", "wrong"+kb.Enter))
			p.until(`document.querySelector('#problem').textContent.includes(%q)`, c.many)
			d.pass(perPlaceAndName.every)
			p.until(`document.querySelector('#password').value && !document.querySelector('.primary').disabled`)
			p.do(chromedp.SendKeys("#password", d.people["Ada"].password+kb.Enter))

			p.until(`location.pathname + location.search + location.hash === %q`, "/agent?debug=1#"+customer.conversation())
			p.until(`document.querySelector('[data-name]')?.textContent === 'Ada' && document.querySelector('[data-role]').textContent === %q && document.querySelector('#log .line')`, c.supervisor)
			require.Empty(t, eval[string](p, `document.cookie`), "scripts do not see the session")
			eval[chromedp.Void](p, `document.querySelector('#presence [value=online]').click()`) // on a phone it is on the other side
			p.until(`!document.querySelector('#text').disabled`)
			p.do(chromedp.SendKeys("#text", "half a sentence"))
			p.fits()
			p.shot(c.name + "-3-agent")

			// The same browser: a second tab signs out.
			other := p.another()
			other.device(c.width, c.height, c.scheme)
			other.do(chromedp.Navigate(s + "/agent"))
			other.until(`document.querySelector('[data-name]')?.textContent === 'Ada'`)
			other.fits()
			other.shot(c.name + "-4-list")
			eval[chromedp.Void](other, `document.querySelector('[data-out]').click()`)
			other.until(`location.pathname === '/agent/login'`)
			p.until(`location.pathname === '/agent/login'`)
			other.do(chromedp.Navigate(s + "/agent/login?next=https://evil.example/agent"))
			other.until(`document.activeElement.id === 'name'`)
			other.do(chromedp.SendKeys("#name", "ada"+kb.Tab+d.people["Ada"].password+kb.Enter))
			other.until(`location.href === %q`, s+"/agent")
			p.do(chromedp.Reload())
			p.until(`location.hash === %q && document.querySelector('#text')?.value === 'half a sentence'`, "#"+customer.conversation())

			// A password of one's own.
			p.do(chromedp.Navigate(s + "/agent/account"))
			p.until(`document.querySelector('[data-name]')?.textContent === 'Ada'`)
			change := func(from, to, again string) {
				t.Helper()
				eval[chromedp.Void](p, `document.querySelector('#form').reset()`)
				p.do(chromedp.SendKeys("#old", from), chromedp.SendKeys("#new", to), chromedp.SendKeys("#again", again+kb.Enter))
			}
			const chosen = "my own long password"
			change("wrong", chosen, chosen+"s")
			p.until(`document.querySelector('#problem').textContent.includes(%q)`, c.differ)
			change("wrong", chosen, chosen)
			p.until(`document.querySelector('#problem').textContent.includes(%q)`, c.oldWrong)
			p.fits()
			p.shot(c.name + "-5-account")
			d.pass(perPlaceAndName.every)
			change(d.people["Ada"].password, chosen, chosen)
			p.until(`document.querySelector('#said').textContent.includes(%q)`, c.changed)
			p.shot(c.name + "-6-changed")
			require.Equal(t, http.StatusOK, visit(t, s).login("Ada", chosen))
			p.do(chromedp.Navigate(s + "/agent/knowledge"))
			p.until(`document.querySelector('[data-name]')?.textContent === 'Ada'`)
			p.fits()
			p.shot(c.name + "-7-knowledge")
		})
	}
}
