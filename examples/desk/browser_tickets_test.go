package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// opensTicket clicks the first ticket of the list.
func (p *tab) opensTicket(number string) {
	p.t.Helper()
	p.until(`document.querySelectorAll('#cases .case').length > 0`)
	p.press("#cases .case")
	p.until(`document.querySelector('#subject').textContent.includes(%q) && document.body.dataset.view === 'conversation'`, number)
}

// picks chooses an option of a list, as a person does.
func (p *tab) picks(selector, value string) {
	p.t.Helper()
	p.until(`[...document.querySelectorAll('%s option')].some(o => o.value === %q)`, selector, value)
	eval[chromedp.Void](p, fmt.Sprintf(`(e => { e.value = %q; e.dispatchEvent(new Event('change', { bubbles: true })); })(document.querySelector(%q))`, value, selector))
}

// fills writes into a field, in the place of what is there.
func (p *tab) fills(selector, text string) {
	p.t.Helper()
	eval[chromedp.Void](p, fmt.Sprintf(`document.querySelector(%q).value = ''`, selector))
	p.do(chromedp.SendKeys(selector, text))
}

// completes fills in what a step of the procedure asks for, and ends it.
func (p *tab) completes(step, found string) {
	p.t.Helper()
	place := fmt.Sprintf(`#steps [data-step=%s]`, step)
	p.until(`document.querySelector('%s.open form')`, place)
	if found != "" {
		p.fills(place+" input", found)
	}
	p.click(place + " form button")
	p.until(`document.querySelector('%s.done')`, place)
}

// A complaint from the chat to its end: it gets a number and a clock, which gives a warning
// while the page is open; an agent takes it, answers, hears the customer in the ticket, goes
// through the procedure, and resolves it with a reason that the customer is told. The
// supervisor looks on.
func TestBrowserTickets(t *testing.T) {
	for _, c := range []struct {
		name, language, scheme            string
		width, height                     int64
		complain, about, skip, what, wish string
		answer, more, findings, solved    string
		missing, ask, state               string
	}{
		{
			"tickets-desktop-en", "en-US", "light", 1280, 860,
			"I want to complain", "The delivery", "skip", "The courier threw the parcel over the fence", "An apology",
			"I am sorry to hear that. <b>When was it?", "It was on Friday at noon", "The courier was in a hurry", "the courier apologised, voucher sent",
			"Steps still to do: Take the complaint down", "what about T-1001", "solved",
		},
		{
			"tickets-phone-zh", "zh-CN", "dark", 360, 740,
			"我要投诉", "物流配送", "跳过", "快递员把包裹扔过了围墙", "道歉",
			"非常抱歉，<b>请问是什么时候？", "周五中午", "快递员赶时间", "快递员已道歉，补偿优惠券",
			"还需完成步骤：受理登记", "工单T-1001什么状态", "已解决",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			customer := chromium(t, c.language)
			clock := newClock(noon)
			s, _, _, _ := team(t, settings{now: clock.now})
			mia, ada := customer.apart(), customer.apart()
			for name, p := range map[string]*tab{"": customer, "Mia": mia, "Ada": ada} {
				p.device(c.width, c.height, c.scheme)
				if name != "" {
					p.signedIn(s, name)
				}
			}
			customer.do(chromedp.Navigate(s.server.URL))
			customer.until(`document.querySelector('#status').dataset.state === 'bot'`)
			mia.do(chromedp.Navigate(s.server.URL + "/agent/tickets"))
			mia.until(`document.querySelectorAll('#views a').length === 7 && !document.querySelector('#none').hidden`)
			mia.fits()

			customer.says(c.complain, "")
			customer.presses(c.about, "")
			customer.says(c.skip, "")
			customer.says(c.what, "")
			customer.presses(c.wish, "T-1001")
			customer.shot(c.name + "-1-complaint")
			mia.until(`document.querySelectorAll('#cases .case').length === 1 && document.querySelector('#cases .clock').dataset.state === 'running'`)
			mia.fits()
			mia.shot(c.name + "-2-list")
			mia.opensTicket("T-1001")
			mia.until(`document.querySelector('#log .customer .bubble').textContent === %q`, c.what)
			mia.click("#take")
			mia.until(`document.querySelector('#take').hidden && document.querySelector('#facts .badge.open') && document.querySelector('#facts').textContent.includes('Mia')`)
			mia.fits()
			mia.shot(c.name + "-3-taken")

			// Half of the hour for the first answer passes.
			ada.do(chromedp.Navigate(s.server.URL + "/agent/team"))
			ada.until(`document.querySelectorAll('.seat').length === 3 && document.querySelectorAll('#cases .case').length === 0`)
			clock.pass(31 * time.Minute)
			mia.until(`document.querySelector('#clocks .clock[data-state=warned]') && document.querySelector('.incident.warned')`)
			mia.until(`[...document.querySelectorAll('#newsList a')].some(a => a.textContent.includes('50'))`)
			ada.until(`document.querySelectorAll('#cases .case').length === 1`)
			ada.fits()
			ada.shot(c.name + "-4-team")

			// An answer reaches the chat; what the customer writes then reaches the ticket.
			mia.picks("#then", "pending")
			mia.do(chromedp.SendKeys("#text", c.answer))
			mia.press("#form .primary")
			mia.until(`document.querySelector('#facts .badge.pending') && document.querySelector('#text').value === ''`)
			customer.until(`[...document.querySelectorAll('#log .agent .bubble')].at(-1)?.textContent === %q`, c.answer)
			mia.until(`[...document.querySelectorAll('#log .agent .bubble')].at(-1).textContent === %q`, c.answer)
			customer.fits()
			customer.shot(c.name + "-5-answered")
			customer.write(c.more)
			mia.until(`[...document.querySelectorAll('#log .customer .bubble')].at(-1).textContent === %q && document.querySelector('#facts .badge.open')`, c.more)

			// A note is for colleagues, and asks one of them.
			mia.click(`#kind [value=note]`)
			mia.do(chromedp.SendKeys("#text", "@Ada "+c.findings+"?"))
			// The first try arrives, but its answer does not.
			eval[chromedp.Void](mia, `(real => { window.fetch = async (url, call) => {
				const answer = await real(url, call);
				if (call?.method !== 'POST') return answer;
				window.fetch = real;
				throw new TypeError('lost');
			}; })(window.fetch)`)
			mia.press("#form .primary")
			mia.until(`document.querySelector('#problem').textContent !== '' && document.querySelector('#text').value !== ''`)
			mia.press("#form .primary")
			mia.until(`document.querySelectorAll('#log .internal').length === 1 && document.querySelector('#text').value === '' && document.querySelector('#problem').textContent === ''`)
			mia.fits()
			mia.shot(c.name + "-6-note")

			// It is not resolved before the procedure is gone through.
			resolve := func() {
				t.Helper()
				mia.picks("#actions", "move")
				mia.picks("#panelChoice", "resolved")
				mia.until(`document.querySelector('#panelReason').required`)
				mia.fills("#panelReason", c.solved)
				mia.fits()
				mia.click("#panelGo")
			}
			resolve()
			mia.until(`document.querySelector('#problem').textContent.includes(%q)`, c.missing)
			mia.shot(c.name + "-7-refused")
			mia.click("#panelClose")
			for _, step := range [][2]string{{"receive", c.what}, {"confirm", ""}, {"investigate", c.findings}, {"decide", c.solved}, {"answer", c.solved}} {
				mia.completes(step[0], step[1])
			}
			mia.shot(c.name + "-8-steps")
			resolve()
			mia.until(`document.querySelector('#facts .badge.resolved')`)
			customer.until(`[...document.querySelectorAll('#log .agent .bubble')].at(-1).textContent.includes(%q)`, c.solved)
			customer.fits()
			customer.shot(c.name + "-9-resolved")
			require.False(t, eval[bool](customer, fmt.Sprintf(`document.body.textContent.includes(%q)`, c.findings)), "notes are for staff")
			ada.until(`document.querySelectorAll('#cases .case').length === 0`)
			eval[chromedp.Void](mia, `document.querySelector('#historyBlock').open = true`)
			mia.fits()
			mia.shot(c.name + "-10-history")
			customer.says(c.ask, c.state)
			eval[chromedp.Void](mia, `document.querySelector('#language').click()`) // on a phone it is on the list
			mia.until(`document.querySelector('#clocks').textContent !== ''`)
			mia.fits()
			mia.shot(c.name + "-11-other-language")
		})
	}
}
