package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/ticket/bizhours"
	"github.com/stretchr/testify/require"
)

const hostile = `<img src=x onerror="window.ran=1"><script>window.ran=1</script>`

// Both pages as people use them: at both sizes, in both languages and colours.
func TestBrowser(t *testing.T) {
	for _, c := range []struct {
		name, language, scheme          string
		width, height                   int64
		bot, waiting, with, person, bye string
	}{
		{"desktop-en", "en-US", "light", 1280, 800, "Assistant online", "We are asking a colleague", "Mia <b> is here", "Talk to a person", "bye"},
		{"phone-zh", "zh-CN", "dark", 360, 740, "智能助手在线", "正在联系人工客服", "Mia <b> 为您服务", "转人工客服", "再见"},
	} {
		t.Run(c.name, func(t *testing.T) {
			customer := chromium(t, c.language)
			s := fresh(t)
			customer.device(c.width, c.height, c.scheme)
			customer.do(chromedp.Navigate(s.server.URL))
			customer.until(`document.querySelectorAll('#starters button').length === 4 && document.querySelector('#status').textContent === %q`, c.bot)
			customer.fits()
			customer.shot(c.name + "-1-empty")

			// A suggestion, picked by a click. It comes first: what was said before would help to
			// answer it.
			suggested := questionWithSuggestions(t, s, c.language)
			customer.write(suggested)
			customer.until(`document.querySelectorAll('#log > :last-child .choices button:enabled').length > 1`)
			customer.fits()
			customer.shot(c.name + "-2-suggestions")
			picked := eval[string](customer, `document.querySelector('#log > :last-child .choices button').textContent`)
			customer.click(`#log > :last-child .choices button`)
			customer.until(`document.querySelector('#log > :last-child .customer .bubble').textContent === %q && document.querySelector('#log > :last-child .bot .bubble')`, picked)
			require.True(t, eval[bool](customer, `[...document.querySelectorAll('.choices button')].every(b => b.disabled)`), "what was offered before cannot be picked any more")

			// Three questions in each language.
			for _, q := range [][2]string{
				{"What payment methods do you accept?", "PayPal"},
				{"I forgot my password", "password"},
				{"which size should I order?", "Measuring guide"},
				{"你好", "客福商城"},
				{"忘记密码了怎么办", "密码"},
				{"支持哪些付款方式", "微信"},
			} {
				customer.write(q[0])
				customer.until(`document.querySelector('#log > :last-child .customer .bubble')?.textContent === %q && document.querySelector('#log > :last-child .bot .bubble').textContent.includes(%q)`, q[0], q[1])
			}
			customer.fits()
			customer.shot(c.name + "-3-answers")

			// What looks like HTML is a text like any other.
			customer.write(hostile)
			customer.until(`[...document.querySelectorAll('#log .customer .bubble')].at(-1).textContent === %q`, hostile)
			require.False(t, eval[bool](customer, `'ran' in window || document.querySelector('#log script, #log [onerror]') !== null`))

			// A person.
			agent := customer.another()
			agent.device(c.width, c.height, c.scheme)
			agent.desk(s, "Mia <b>", "")
			agent.fits()
			agent.shot(c.name + "-4-nobody")
			customer.click("#person")
			customer.until(`document.querySelector('#status').textContent === %q`, c.waiting)
			agent.until(`[...document.querySelectorAll('#log .customer .bubble')].some(e => e.textContent === %q)`, hostile)
			require.False(t, eval[bool](agent, `'ran' in window || document.querySelector('#log script, #log [onerror]') !== null`))
			words := "Hello, I am Mia. 我来帮您看一下。 <i>One moment</i>"
			agent.write(words)
			customer.until(`[...document.querySelectorAll('#log .agent .bubble')].at(-1)?.textContent === %q`, words)
			customer.until(`document.querySelector('#status').textContent === %q`, c.with)
			customer.write(c.bye)
			agent.until(`[...document.querySelectorAll('#log .customer .bubble')].at(-1).textContent === %q`, c.bye)
			agent.fits()
			agent.shot(c.name + "-5-agent")
			customer.fits()
			customer.shot(c.name + "-6-person")

			// And back to the bot.
			agent.finishes()
			customer.until(`document.querySelector('#status').textContent === %q`, c.bot)

			// A reload shows it all again.
			said := map[string][]string{}
			for _, role := range []string{"customer", "bot", "agent"} {
				said[role] = customer.bubbles(role)
				require.NotEmpty(t, said[role])
			}
			customer.do(chromedp.Reload())
			customer.until(`document.querySelector('#status').textContent === %q`, c.bot)
			for role := range said {
				require.Equal(t, said[role], customer.bubbles(role))
			}
			customer.click("#language")
			require.NotEqual(t, c.bot, eval[string](customer, `document.querySelector('#status').textContent`))
			customer.shot(c.name + "-7-other-language")
		})
	}
}

// A message that is written while the server is away arrives once, when it is
// back, and the page goes on where it was.
func TestBrowserOutlivesTheServer(t *testing.T) {
	customer := chromium(t, "en-US")
	path, addr := filepath.Join(t.TempDir(), "desk.db"), "127.0.0.1:0"
	serve := func() (stop func()) {
		d, err := openDesk(t.Context(), path, bizhours.Always(), nil, slog.New(slog.DiscardHandler))
		require.NoError(t, err)
		require.NoError(t, d.importShop(t.Context()))
		require.NoError(t, d.trainIntents(t.Context()))
		listener, err := net.Listen("tcp", addr)
		require.NoError(t, err)
		addr = listener.Addr().String()
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- newSite(d, listener.Addr(), nil).serve(ctx, listener) }()
		return func() {
			cancel()
			require.NoError(t, <-ended)
			require.NoError(t, d.Close())
		}
	}
	stop := serve()
	customer.device(360, 740, "light")
	customer.do(chromedp.Navigate("http://" + addr))
	customer.write("hello")
	customer.until(`document.querySelectorAll('#log .bot').length === 1`)
	stop()
	customer.until(`document.querySelector('#status').dataset.state === 'connecting'`)
	customer.write("thanks")
	customer.until(`document.querySelector('#pending .failed button')`)
	customer.fits()
	customer.shot("phone-en-unsent")

	stop = serve()
	customer.until(`document.querySelectorAll('#log .bot').length === 2 && !document.querySelector('#pending .line')`)
	customer.until(`document.querySelector('#status').dataset.state === 'bot'`)
	require.Equal(t, []string{"hello", "thanks"}, customer.bubbles("customer"))

	// Too long for the server: the page says so and gives the words back.
	eval[chromedp.Void](customer, `document.querySelector('#text').value = 'long '.repeat(40000)`)
	customer.click("form .send")
	customer.until(`document.querySelector('#pending .failed button')`)
	customer.click("#pending .failed button")
	require.Equal(t, 199999, eval[int](customer, `document.querySelector('#text').value.length`))
	customer.fits()
	stop()
}

// questionWithSuggestions finds a question that the bot is not sure about.
func questionWithSuggestions(t *testing.T, s *testSite, language string) string {
	t.Helper()
	questions := []string{"delivery costs and time", "refund", "I want to return a gift", "order not arrived", "track my return refund", "cancel the return", "change delivery"}
	if language == "zh-CN" {
		questions = []string{"订单", "退款", "怎么退货", "退货运费", "订单退款", "快递没到", "换货退款多久", "修改订单地址"}
	}
	for i, q := range questions {
		reply, err := s.bot.Handle(t.Context(), kefu.Message{ID: "1", Conversation: fmt.Sprint("probe ", i), Text: q})
		require.NoError(t, err)
		if reply.Kind == dialog.Suggested && len(reply.Choices) > 2 {
			return q
		}
	}
	t.Fatal("the bot is sure about everything")
	return ""
}
