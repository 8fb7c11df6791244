package main

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/kefu-go/kefu/dialog"
	"github.com/stretchr/testify/require"
)

// What the knowledge base can do beyond answers, as people see it: thumbs, related
// questions, guides, advice, and the knowledge page.
func TestBrowserKnowledge(t *testing.T) {
	for _, c := range []struct {
		name, language, scheme                                     string
		width, height                                              int64
		weighs, weight, returns, order, state, coffee, red, offer  string
		rated, notRated, missing, wording, answer, reason, mending string
		unicorns, unicorn                                          string
	}{
		{
			"kb-desktop-en", "en-US", "light", 1280, 800,
			"How heavy is the X200?", "2.6 kg", "How do I return an item?", "where is my order KF-100234?", "on its way", "My coffee machine makes no coffee", "It is red", "What is the offer of the week?",
			"You found this useful.", "You found this not useful.", "Have you got garden gnomes?", "garden gnomes", "No, we have no garden gnomes.", "the link is gone", "Open My orders and choose Return.",
			"Have you got unicorns?", "unicorns",
		},
		{
			"kb-phone-zh", "zh-CN", "dark", 360, 740,
			"X200有多重？", "2.6 公斤", "怎么申请退货", "我的订单KF-100234到哪了", "运输途中", "咖啡机不出咖啡", "红色", "本周特惠是什么",
			"您认为有用。", "您认为没用。", "你们卖花园小矮人吗", "花园小矮人", "抱歉，我们不卖花园小矮人。", "链接打不开", "请在“我的订单”里点“退货”。",
			"你们有独角兽吗？", "独角兽",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			customer := chromium(t, c.language)
			s := fresh(t)
			for i := range 3 { // others before, who ask what nobody knows, and complain
				b := visit(t, s.server.URL)
				require.Equal(t, dialog.Unanswered, b.say("1", c.missing).Reply.Kind)
				require.Equal(t, dialog.Answered, b.say("2", c.returns).Reply.Kind)
				if i > 0 {
					require.Equal(t, http.StatusOK, b.json("/api/ratings", map[string]any{"message": "2", "reason": c.reason + hostile}, nil))
				}
			}

			// The customer: a fact, a thumb up.
			customer.device(c.width, c.height, c.scheme)
			customer.do(chromedp.Navigate(s.server.URL))
			customer.until(`document.querySelector('#status').dataset.state === 'bot'`)
			ask := func(question, answer string) {
				t.Helper()
				customer.write(question)
				customer.until(`document.querySelector('#log > :last-child .customer .bubble')?.textContent === %q && document.querySelector('#log > :last-child .bot .bubble')?.textContent.includes(%q)`, question, answer)
			}
			ask(c.weighs, c.weight)
			customer.fits()
			customer.shot(c.name + "-1-fact")
			customer.click(`#log > :last-child .thumb`)
			customer.until(`document.querySelector('#log > :last-child .rated')?.textContent.startsWith(%q)`, c.rated)
			ask(c.order, c.state)
			ask(c.coffee, "")
			customer.click(`#log > :last-child .choices button:nth-child(2)`)
			customer.until(`document.querySelector('#log > :last-child .customer .bubble')?.textContent === %q && document.querySelectorAll('#log > :last-child .choices button:enabled').length === 2`, c.red)
			customer.shot(c.name + "-2-guide")

			// Markdown is text, and its link can be followed.
			ask(c.offer, "X200")
			require.False(t, eval[bool](customer, `document.querySelector('#log > :last-child .bubble').textContent.includes('**')`))
			require.Equal(t, "https://shop.example/x200", eval[string](customer, `document.querySelector('#log > :last-child .bubble a').href`))
			customer.shot(c.name + "-3-markdown")

			// A thumb down with a reason, then a related question.
			ask(c.returns, "")
			customer.click(`#log > :last-child .thumb + .thumb`)
			customer.do(chromedp.SendKeys(`#log > :last-child .reason input`, c.reason))
			customer.fits()
			customer.shot(c.name + "-4-reason")
			customer.do(chromedp.SendKeys(`#log > :last-child .reason input`, kb.Enter))
			customer.until(`document.querySelector('#log > :last-child .rated')?.textContent.startsWith(%q)`, c.notRated)
			next := eval[string](customer, `document.querySelector('#log > :last-child .related button').textContent`)
			customer.click(`#log > :last-child .related button`)
			customer.until(`document.querySelector('#log > :last-child .customer .bubble')?.textContent === %q && document.querySelector('#log > :last-child .bot .bubble')`, next)
			require.Equal(t, 1, eval[int](customer, `[...document.querySelectorAll('.related')].filter(e => !e.hidden).length`), "only the latest answer leads on")
			customer.do(chromedp.Reload())
			customer.until(`document.querySelectorAll('.rated').length === 2`)
			customer.shot(c.name + "-5-rated")

			// The agent: advice, put into the reply.
			customer.click("#person")
			customer.until(`document.querySelector('#status').dataset.state === 'waiting'`)
			require.NoError(t, s.bot.KB().Refine(t.Context())) // as Run does after some seconds: advice is another then
			agent := customer.another()
			agent.device(c.width, c.height, c.scheme)
			agent.desk(s, "Mia", "")
			agent.until(`document.querySelectorAll('#adviceList li').length > 0`)
			agent.until(`document.querySelector('#adviceList .badge')`) // of what the customer has seen
			if c.width < 1100 {
				agent.click("#advice summary")
			}
			agent.do(chromedp.SendKeys("#adviceSearch", "X300"))
			agent.until(`document.querySelector('#adviceList strong')?.textContent === 'X300'`)
			agent.fits()
			agent.shot(c.name + "-6-advice")
			agent.click("#adviceList button")
			words := eval[string](agent, `document.querySelector('#text').value`)
			require.Contains(t, words, "X300")
			agent.do(chromedp.SendKeys("#text", kb.Enter))
			customer.until(`[...document.querySelectorAll('#log .agent .bubble')].at(-1)?.textContent === %q`, words)

			// The knowledge page: why an answer is found.
			desk := customer.another()
			desk.device(c.width, c.height, c.scheme)
			desk.do(chromedp.Navigate(s.server.URL + "/agent/knowledge"))
			desk.do(chromedp.SendKeys("#tryText", c.weighs+kb.Enter))
			desk.until(`document.querySelector('#tryResult .line1')?.textContent.includes('x200')`)
			desk.fits()
			desk.shot(c.name + "-7-try")

			// What customers miss becomes an entry.
			desk.do(chromedp.Navigate(s.server.URL + "/agent/knowledge#missing"))
			desk.until(`[...document.querySelectorAll('#missingList h3')].some(e => e.textContent.includes(%q))`, c.wording)
			desk.shot(c.name + "-8-missing")
			card := fmt.Sprintf(`[...document.querySelectorAll('#missingList .card')].find(e => e.textContent.includes(%q))`, c.wording)
			eval[chromedp.Void](desk, card+`.querySelector('.primary').click()`)
			desk.until("%s", card+`.querySelector('.said.bad').textContent`)
			eval[chromedp.Void](desk, card+`.querySelectorAll('textarea')[1].value = `+fmt.Sprintf("%q", c.answer))
			eval[chromedp.Void](desk, card+`.querySelector('.primary').click()`)
			desk.until("%s", card+`.querySelector('.said[data-t=accepted]')`)
			require.Equal(t, c.answer, visit(t, s.server.URL).say("1", c.missing).Reply.Text)

			// A complaint is mended.
			desk.click(`nav a[href="#complaints"]`)
			desk.until(`document.querySelectorAll('#complaintsList .card').length === 1`)
			require.True(t, eval[bool](desk, `document.querySelector('#complaintsList .quotes').textContent.includes('<script>') && !document.querySelector('#complaintsList script, #complaintsList img')`))
			desk.fits()
			desk.shot(c.name + "-9-complaints")
			eval[chromedp.Void](desk, `document.querySelector('#complaintsList textarea').value = `+fmt.Sprintf("%q", c.mending))
			desk.click("#complaintsList .primary")
			desk.until(`document.querySelector('#complaintsList .said[data-t=fixed]')`)
			require.Contains(t, visit(t, s.server.URL).say("1", c.returns).Reply.Text, c.mending+"\n", "the link behind it stays")

			desk.click(`nav a[href="#check"]`)
			desk.until(`document.querySelector('#checkList .list, #checkList [data-t=checkNone]')`)
			desk.fits()
			desk.shot(c.name + "-10-check")
			desk.click(`nav a[href="#hot"]`)
			desk.until(`document.querySelectorAll('#hotList tbody tr').length > 2`)
			desk.fits()
			desk.shot(c.name + "-11-hot")

			// An entry: found, made, kept as a draft, published.
			desk.click(`nav a[href="#entries"]`)
			desk.until(`document.querySelectorAll('#entriesList button').length === 20`)
			desk.click("#entriesMore")
			desk.until(`document.querySelectorAll('#entriesList button').length === 40`)
			desk.click("#addEntry")
			desk.do(chromedp.SendKeys(`#editForm [name=question]`, c.unicorns))
			desk.do(chromedp.SendKeys(`#editForm [name=answer]`, "<b>No</b>, sorry."))
			desk.fits()
			desk.shot(c.name + "-12-edit")
			desk.click(`#editForm [value=draft]`)
			desk.until(`document.querySelectorAll('#draftsList .card').length === 1 && document.querySelector('#editForm').hidden`)
			desk.fits()
			desk.shot(c.name + "-13-draft")
			desk.click("#draftsList .primary")
			desk.until(`document.querySelector('#draftsBox').hidden`)
			require.Equal(t, "<b>No</b>, sorry.", visit(t, s.server.URL).say("1", c.unicorns).Reply.Text)
			desk.do(chromedp.SendKeys("#searchText", c.unicorn))
			desk.until(`document.querySelectorAll('#entriesList button').length === 1`)
			desk.click("#entriesList button")
			desk.until(`document.querySelector('#editForm [name=answer]').value === '<b>No</b>, sorry.'`)
			desk.shot(c.name + "-14-entry")
			desk.click("#language")
			require.NotEmpty(t, eval[string](desk, `document.querySelector('#editForm [name=answer]').value`), "the language changes, what is being written stays")
			desk.fits()
		})
	}
}
