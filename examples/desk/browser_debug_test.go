package main

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// With ?debug=1 both pages show what the bot read in each message; without it
// neither does.
func TestBrowserShowsWhatTheBotRead(t *testing.T) {
	for _, c := range []struct {
		name, language, scheme string
		width, height          int64
		says, person           string
		shows                  []string
	}{
		{
			"debug-desktop-en", "en-US", "light", 1280, 900, "My coffee machine is broken again!! This is the second time, order A-10293, bought last Friday", "Talk to a person",
			[]string{"en", "faults/coffee-machine", "frustrated", "order: A-10293", "time: ", "coffee machine"},
		},
		{
			"debug-phone-zh", "zh-CN", "dark", 360, 740, "咖啡机又坏了！！这是第二次了，电话13812345678，上周五买的", "转人工客服",
			[]string{"zh", "faults/coffee-machine", "不满", "phone: +8613812345678", "time: 2", "咖啡机"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			customer := chromium(t, c.language)
			s := fresh(t)
			customer.device(c.width, c.height, c.scheme)
			customer.do(chromedp.Navigate(s.server.URL + "/?debug=1"))
			customer.until(`document.querySelector('#status').dataset.state === 'bot'`)
			customer.write(c.says)
			customer.until(`document.querySelectorAll('#log .customer .reading').length === 1`)
			panel := eval[string](customer, `document.querySelector('#log .reading').textContent`)
			for _, want := range c.shows {
				require.Contains(t, panel, want)
			}
			require.Less(t, eval[float64](customer, `document.querySelector('.reading .valence .bad').getBoundingClientRect().right`),
				1+eval[float64](customer, `(r => (r.left + r.right) / 2)(document.querySelector('.reading .valence').getBoundingClientRect())`), "bad is to the left")
			customer.fits()
			customer.shot(c.name + "-1-customer")

			customer.click("#person")
			customer.until(`document.querySelectorAll('#log .customer .reading').length === 2`)
			agent := customer.another()
			agent.device(c.width, c.height, c.scheme)
			agent.do(chromedp.Navigate(s.server.URL + "/agent?debug=1"))
			agent.until(`document.querySelectorAll('.case').length === 1`)
			agent.click(".case")
			agent.until(`document.querySelectorAll('#log .customer .reading').length === 2`)
			agent.fits()
			agent.shot(c.name + "-2-agent")

			customer.do(chromedp.Navigate(s.server.URL))
			customer.until(`document.querySelectorAll('#log .customer').length === 2`)
			require.Zero(t, eval[int](customer, `document.querySelectorAll('.reading').length`))
		})
	}
}

// What the bot thinks of a customer is for agents. Where the page is open to
// other hosts, a customer does not get it, whatever he asks for.
func TestReadingsAreForAgents(t *testing.T) {
	for token, want := range map[string]bool{"": true, "secret": false} {
		r, err := http.NewRequest(http.MethodGet, "/api/events?debug=1", nil)
		require.NoError(t, err)
		s := &site{token: token}
		require.Equal(t, want, s.readerOf(r, false).debug, fmt.Sprintf("token %q", token))
		require.True(t, s.readerOf(r, true).debug)
	}
}
