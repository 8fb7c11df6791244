package main

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// One customer, two agents and a supervisor, each at a browser of his own: the first agent
// declines, the second lets it pass, the first gets it again by hand and hands it on to the
// second, who finishes.
func TestBrowserFloor(t *testing.T) {
	for _, c := range []struct {
		name, language, scheme                         string
		width, height                                  int64
		person, queued, asking, mia, tom, back, solved string
		waits                                          string
	}{
		{
			"floor-desktop-en", "en-US", "light", 1280, 800,
			"Talk to a person", "no. 1 in the queue", "We are asking a colleague", "Mia is here", "Tom is here", "Assistant online", "resolved", "waiting",
		},
		{
			"floor-phone-zh", "zh-CN", "dark", 360, 740,
			"转人工客服", "排在第 1 位", "正在联系人工客服", "Mia 为您服务", "Tom 为您服务", "智能助手在线", "left", "等待中",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			customer := chromium(t, c.language)
			clock := newClock(time.Now())
			s, _, _, _ := team(t, settings{now: clock.now, offer: 20 * time.Second})
			people := map[string]*tab{}
			for _, name := range []string{"Mia", "Tom", "Ada"} {
				people[name] = customer.apart()
				people[name].device(c.width, c.height, c.scheme)
				people[name].signedIn(s, name)
			}
			mia, tom, ada := people["Mia"], people["Tom"], people["Ada"]
			status := func(words string) {
				t.Helper()
				customer.until(`document.querySelector('#status').textContent.includes(%q)`, words)
			}
			customer.device(c.width, c.height, c.scheme)
			customer.do(chromedp.Navigate(s.server.URL))
			customer.until(`document.querySelector('#status').dataset.state === 'bot'`)
			customer.click("#person")
			status(c.queued)
			customer.fits()
			customer.shot(c.name + "-1-queued")

			// The supervisor sees the customer before anybody is there.
			ada.do(chromedp.Navigate(s.server.URL + "/agent/team"))
			ada.until(`document.querySelector('.piece .badge')?.textContent === %q && document.querySelectorAll('.seat').length === 3 && !document.querySelector('.piece form')`, c.waits)

			mia.desk(s, "Mia", "")
			mia.until(`!document.querySelector('#accept').hidden && location.hash.length > 20`)
			status(c.asking)
			mia.fits()
			mia.shot(c.name + "-2-offered")
			clock.pass(time.Second)
			tom.desk(s, "Tom", "")
			mia.click("#decline")
			mia.until(`!document.querySelector('#panel').hidden`)
			mia.fits()
			mia.shot(c.name + "-3-decline")
			mia.click("#panelGo")
			mia.until(`document.querySelectorAll('.case').length === 0 && document.body.dataset.view === 'list'`)
			tom.until(`!document.querySelector('#accept').hidden`)
			clock.pass(20 * time.Second)
			tom.until(`document.querySelectorAll('.case').length === 0`)
			status(c.queued)
			ada.until(`document.querySelector('.piece .soft').textContent.includes('Mia') && document.querySelector('.piece .soft').textContent.includes('Tom')`)
			ada.fits()
			ada.shot(c.name + "-4-team")

			// By hand.
			ada.until(`document.querySelector('.piece select')?.value === 'Mia'`)
			ada.click(".piece .primary")
			mia.until(`!document.querySelector('#finish').hidden`)
			status(c.mia)
			ada.until(`document.querySelector('.piece .badge').textContent.startsWith('Mia')`)
			mia.write("One moment, Tom knows more. <b>")
			customer.until(`[...document.querySelectorAll('#log .agent .bubble')].at(-1)?.textContent === 'One moment, Tom knows more. <b>'`)
			mia.click("#transfer")
			mia.until(`document.querySelector('#panelChoice').value === 'agent/Tom'`)
			mia.do(chromedp.SendKeys("#panelNote", "about the kettle"))
			mia.fits()
			mia.shot(c.name + "-5-transfer")
			mia.click("#panelGo")
			mia.until(`document.querySelectorAll('.case').length === 0`)
			tom.until(`!document.querySelector('#accept').hidden && [...document.querySelectorAll('#log .agent .bubble')].length === 1`)
			tom.until(`document.querySelector('#recordList').textContent.includes('Mia: about the kettle') && [...document.querySelectorAll('#log .agent .meta')].at(-1).textContent.startsWith('Mia')`)
			tom.click("#accept")
			status(c.tom)
			customer.fits()
			customer.shot(c.name + "-6-person")
			tom.write("Hello, I am Tom.")
			customer.until(`[...document.querySelectorAll('#log .agent .bubble')].at(-1).textContent === 'Hello, I am Tom.'`)
			tom.fits()
			tom.shot(c.name + "-7-active")
			ada.shot(c.name + "-8-busy")
			tom.click("#finish")
			eval[chromedp.Void](tom, `document.querySelector('#panelChoice').value = '`+c.solved+`'`)
			tom.fits()
			tom.shot(c.name + "-9-finish")
			tom.click("#panelGo")
			tom.until(`!document.querySelector('#ready').hidden && document.querySelector('#text').disabled`)
			status(c.back)
			tom.shot(c.name + "-10-wrapup")
			clock.pass(2 * time.Minute)
			tom.until(`document.querySelectorAll('.case').length === 0`)
			var outcome string
			for e, err := range s.bot.Router().Events(t.Context(), "", 0) {
				require.NoError(t, err)
				if e.Type == "completed" {
					outcome = e.Detail
				}
			}
			require.Equal(t, c.solved, outcome)
		})
	}
}
