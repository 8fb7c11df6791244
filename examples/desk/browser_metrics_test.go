package main

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// One customer is answered, another is handed over, served and asked for stars. The supervisor sees both as it happens,
// then what it adds up to, what a number means, and the report.
func TestBrowserNumbers(t *testing.T) {
	for _, c := range []struct {
		name, language, scheme                  string
		width, height                           int64
		question, person, stars, skip, thanks   string
		volume, resolved, served, four, nothing string
		meaning, report, tomorrow               string
	}{
		{
			"numbers-desktop-en", "en-US", "light", 1280, 860,
			"Are returns free?", "Talk to a person", "4 stars", "skip", "Thank you",
			"2", "50 %", "100 %", "4 ★", "nothing to measure yet",
			"talks_rated_4_or_5 / talks_rated", "Weekly", "so far: 1.",
		},
		{
			"numbers-phone-zh", "zh-CN", "dark", 360, 740,
			"退货运费谁出", "转人工客服", "4星", "跳过", "感谢",
			"2", "50 %", "100 %", "4 ★", "暂无数据",
			"talks_rated_4_or_5 / talks_rated", "周", "1 天的数据",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			customer := chromium(t, c.language)
			clock := newClock(noon)
			s, mia, _, _ := team(t, settings{now: clock.now})
			ada := customer.apart()
			for _, p := range []*tab{customer, ada} {
				p.device(c.width, c.height, c.scheme)
			}
			ada.signedIn(s, "Ada")
			ada.do(chromedp.Navigate(s.server.URL + "/agent/team"))
			ada.click("a[href='/agent/metrics']")
			tile := func(n int, value string) {
				t.Helper()
				ada.until(`document.querySelectorAll('#live .value')[%d]?.textContent === %q`, n, value)
			}
			tile(0, "0")
			ada.until(`document.querySelector('[data-metric=csat] .soft')?.textContent === %q && document.querySelector('#outlook').textContent.includes(%q)`, c.nothing, "0")
			ada.fits()
			ada.shot(c.name + "-1-empty")

			visit(t, s.server.URL).talks(c.question)
			mia.goes("online")
			customer.do(chromedp.Navigate(s.server.URL))
			customer.until(`document.querySelector('#status').dataset.state === 'bot'`)
			customer.click("#person")
			offer := mia.gets("offered")
			clock.pass(10 * time.Second)
			require.Equal(t, http.StatusOK, mia.does("accept", offer))
			clock.pass(30 * time.Second)
			mia.json("/agent/api/conversations/"+offer.Conversation+"/reply", map[string]string{"id": "1", "text": "Here I am."}, nil)
			tile(0, "2")
			tile(2, "1")
			ada.fits()
			ada.shot(c.name + "-2-live")
			mia.does("finish", mia.gets("active"), "outcome", "resolved")
			customer.until(`document.querySelector('#status').dataset.state === 'bot'`) // from here on the hour counts
			clock.pass(time.Hour + time.Minute)
			customer.until(`[...document.querySelectorAll('#log .choices button')].length === 5`)
			customer.write(c.stars)
			customer.until(`[...document.querySelectorAll('#log .bot .bubble')].length > 2 && !document.querySelector('.failed')`)
			customer.shot(c.name + "-3-rated")
			customer.write(c.skip)
			customer.until(`[...document.querySelectorAll('#log .bubble')].at(-1).textContent.includes(%q)`, c.thanks)

			clock.pass(25 * time.Hour)
			require.NoError(t, s.bot.Measure(t.Context()))
			ada.signedIn(s, "Ada")
			ada.do(chromedp.Navigate(s.server.URL + "/agent/metrics"))
			ada.click("#periods [value=week]")
			value := func(metric, want string) {
				t.Helper()
				ada.until(`document.querySelector('[data-metric="%s"] .value')?.textContent === %q`, metric, want)
			}
			value("volume", c.volume)
			ada.until(`(() => { document.querySelector('#periods [value=week]').click(); return document.querySelector('[data-metric=bot_resolution_rate] .value').textContent === %q; })()`, c.resolved)
			value("csat", c.served)
			value("mean_rating", c.four)
			ada.until(`document.querySelector('#outlook').textContent.includes(%q)`, c.tomorrow)
			ada.until(`document.querySelector('.chart').naturalWidth > 0`)
			ada.fits()
			ada.shot(c.name + "-4-numbers")
			ada.press("[data-metric=csat] summary")
			ada.until(`document.querySelector('[data-metric=csat] .formula').textContent === %q`, c.meaning)
			eval[chromedp.Void](ada, `document.querySelector('[data-metric=csat]').scrollIntoView()`)
			ada.fits()
			ada.shot(c.name + "-5-meaning")
			eval[chromedp.Void](ada, `document.querySelector('#h-reports').scrollIntoView()`)
			ada.shot(c.name + "-6-reports")
			ada.until(`document.querySelector('#open').href.includes('/agent/metrics/report?period=week')`)
			opened := ada.another()
			opened.device(c.width, c.height, "light")
			opened.do(chromedp.Navigate(eval[string](ada, `document.querySelector('#open').href`)))
			opened.until(`document.querySelector('h1').textContent.includes(%q) && document.querySelectorAll('svg').length > 0`, c.report)
			opened.until(`getComputedStyle(document.querySelector('.figures')).display === 'grid'`)
			opened.fits()
			opened.shot(c.name + "-7-report")

			// Weeks later.
			clock.pass(40 * 24 * time.Hour)
			seed(t, s, clock.now())
			ada.signedIn(s, "Ada")
			ada.do(chromedp.Navigate(s.server.URL + "/agent/metrics"))
			ada.until(`document.querySelectorAll('#outlook .tile').length === 3 && document.querySelectorAll('[data-metric=volume]').length === 1`)
			require.NoError(t, s.bot.Alerts().Evaluate(t.Context(), clock.now()))
			ada.until(`document.querySelector('#alerts [data-rule="abnormal_talk/anger"]')`)
			ada.click("#periods [value=month]")
			ada.until(`document.querySelector('#compared').textContent.includes('2026') && Number(document.querySelector('[data-metric=volume] .value').textContent.replace(/\D/g, '')) > 500`)
			ada.press("#outlook summary")
			ada.fits()
			ada.shot(c.name + "-8-busy")
			for n, place := range []string{"#figures", ".chart", "#figures table", "#h-outlook"} {
				eval[chromedp.Void](ada, `document.querySelector('`+place+`').scrollIntoView()`)
				ada.shot(fmt.Sprint(c.name, "-", 9+n))
			}
		})
	}
}
