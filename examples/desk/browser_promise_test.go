package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/kefu-go/kefu/ticket"
	"github.com/stretchr/testify/require"
)

// An agent promises from a conversation to call back, by a double click, which is one promise.
// It gets late, which the supervisor sees, who takes it over, puts it off and calls for help;
// a search finds it.
func TestBrowserPromise(t *testing.T) {
	for _, c := range []struct {
		name, language, scheme       string
		width, height                int64
		subject, note, late, putOff  string
		reason, opened, found, words string
	}{
		{
			"promise-desktop-en", "en-US", "light", 1280, 860,
			"Call about the kettle", "She works until six", "late by", "put off", "It is dangerous", "Made: T-1001.", "kettle", "Help called: supervisor",
		},
		{
			"promise-phone-zh", "zh-CN", "dark", 360, 740,
			"回电：水壶漏水", "六点下班", "已超时", "推迟到", "有安全隐患", "已建立：T-1001。", "水壶", "请求协助：主管",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			mia := chromium(t, c.language)
			clock := newClock(noon)
			s, _, _, _ := team(t, settings{now: clock.now})
			ada := mia.apart()
			mia.device(c.width, c.height, c.scheme)
			ada.device(c.width, c.height, c.scheme)
			customer := visit(t, s.server.URL)
			customer.talks("talk to a person")
			mia.desk(s, "Mia", "")
			mia.until(`!document.querySelector('#accept').hidden && location.hash.length > 20`)
			mia.click("#accept")
			mia.until(`!document.querySelector('#finish').hidden`)
			eval[chromedp.Void](mia, `document.querySelector('#caseWork').open = true`)
			mia.click("#caseMake")
			mia.until(`document.activeElement.id === 'caseSubject'`)
			mia.fills("#caseSubject", c.subject)
			mia.fills("#caseNote", c.note)
			mia.fits()
			mia.shot(c.name + "-1-form")
			eval[chromedp.Void](mia, `document.querySelector('#caseForm').requestSubmit(); document.querySelector('#caseForm').requestSubmit()`)
			mia.until(`document.querySelector('#caseSaid').textContent === %q && document.querySelectorAll('#caseList .case').length === 1`, c.opened)
			mia.shot(c.name + "-2-made")
			count, err := s.bot.Tickets().Count(t.Context(), ticket.Filter{}, ticket.CountAll)
			require.NoError(t, err)
			require.Equal(t, 1, count[""])

			// Nobody calls. Ada comes two days later.
			clock.pass(46 * time.Hour)
			ada.signedIn(s, "Ada")
			ada.do(chromedp.Navigate(s.server.URL + "/agent/team"))
			ada.until(`document.querySelectorAll('.seat').length === 3`)
			ada.until(`document.querySelector('#cases .clock')?.dataset.state === 'late' && document.querySelector('#cases .clock').textContent.includes(%q)`, c.late)
			ada.fits()
			eval[chromedp.Void](ada, `document.querySelector('#cases').scrollIntoView({ block: 'end' })`)
			ada.shot(c.name + "-3-late")
			ada.click("#cases .plain")
			ada.until(`document.querySelector('#cases .case').textContent.includes('Ada')`)
			ada.do(chromedp.Navigate(s.server.URL + "/agent/tickets#late/"))
			ada.until(`document.querySelector('#views [aria-current]')?.hash === '#late/' && document.querySelectorAll('#cases .case').length === 1`)
			ada.fits()
			ada.shot(c.name + "-4-overdue")
			ada.opensTicket("T-1001")
			ada.picks("#actions", "escalate")
			ada.until(`document.activeElement.id === 'panelReason'`)
			ada.fills("#panelReason", c.reason)
			ada.click("#panelGo")
			ada.until(`document.querySelector('#history').textContent.includes(%q) && document.querySelector('#panel').hidden`, c.words)
			ada.picks("#actions", "snooze")
			ada.picks("#panelChoice", "time")
			ada.until(`!document.querySelector('#panelTimeField').hidden`)
			ada.fits()
			ada.shot(c.name + "-5-snooze")
			ada.picks("#panelChoice", "86400000")
			ada.click("#panelGo")
			ada.until(`document.querySelector('#facts .snoozed')?.textContent.includes(%q)`, c.putOff)
			eval[chromedp.Void](ada, `document.querySelector('#historyBlock').open = true; document.querySelector('#historyBlock').scrollIntoView()`)
			ada.fits()
			ada.shot(c.name + "-6-history")
			eval[chromedp.Void](ada, `document.querySelector('#words').value = `+fmt.Sprintf("%q", c.found)+`; document.querySelector('#search').requestSubmit()`)
			ada.until(`document.querySelector('#found').textContent.includes(%q) && document.querySelectorAll('#cases .case').length === 1`, c.found)
		})
	}
}
