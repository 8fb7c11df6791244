package main

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/kefu-go/kefu/dialog"
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
			customer.signedIn(s, "Mia")
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
			agent.desk(s, "Mia", "?debug=1")
			agent.until(`document.querySelectorAll('#log .customer .reading').length === 2`)
			agent.fits()
			agent.shot(c.name + "-2-agent")

			customer.do(chromedp.Navigate(s.server.URL))
			customer.until(`document.querySelectorAll('#log .customer').length === 2`)
			require.Zero(t, eval[int](customer, `document.querySelectorAll('.reading').length`))
		})
	}
}

// What the bot thinks of a customer is for agents: a customer does not get it, whatever he
// asks for.
func TestReadingsAreForAgents(t *testing.T) {
	s := fresh(t)
	b := visit(t, s.server.URL)
	reading := func() *dialog.Reading { return b.events("/api/events?debug=1", "").next().turn(t).Message.Reading }
	b.say("1", "hello")
	require.Nil(t, reading())
	s.signIn(b, "Mia")
	require.NotNil(t, reading())
}
