package main

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// says writes a message and waits for a reply that has words in it.
func (p *tab) says(message, reply string) {
	p.t.Helper()
	p.write(message)
	p.until(`document.querySelector('#log > :last-child .customer .bubble')?.textContent === %q && document.querySelector('#log > :last-child .bot .bubble')?.textContent.includes(%q)`, message, reply)
}

// presses clicks the button of the last turn that has a label.
func (p *tab) presses(label, reply string) {
	p.t.Helper()
	const find = `[...document.querySelectorAll('#log > :last-child .choices button:enabled')].find(b => b.textContent === %q)`
	p.until(find, label)
	eval[chromedp.Void](p, fmt.Sprintf(find+`.click()`, label))
	p.until(`document.querySelector('#log > :last-child .customer .bubble')?.textContent === %q && document.querySelector('#log > :last-child .bot .bubble')?.textContent.includes(%q)`, label, reply)
}

// noted returns what the page says that the bot has noted.
func (p *tab) noted() []string {
	p.t.Helper()
	return eval[[]string](p, `[...document.querySelectorAll('#task:not([hidden]) button')].map(b => b.textContent)`)
}

// The three tasks as customers see them: by buttons and by words, with a correction and a
// question in the middle, kind words, and stars at the end.
func TestBrowserTasks(t *testing.T) {
	for _, c := range []struct {
		name, language, scheme                             string
		width, height                                      int64
		task, which, order, item, pickedItem, why, reason  string
		condition, loose, where, question, answer, address string
		when, tomorrow, right, change, changed, yes        string
		booked, noted, corrected                           string
		track, last, state                                 string
		upset, soothing                                    string
	}{
		{
			"tasks-desktop-en", "en-US", "light", 1280, 800,
			"I want to return an item", "Which order", "KF-100231", "bath mat", "Which item", "Why do you", "It is broken",
			"In what condition", "There is a hole in it", "Where shall we", "Are returns free?", "free", "12 Main Street, Springfield",
			"When?", "tomorrow afternoon", "Is that right?", "Change the reason to it does not fit", "It does not fit", "yes",
			"R-500001", "item bath mat", "reason It does not fit",
			"Track my order", "my last order", "is being packed",
			"This is ridiculous, where is my order, I have been waiting forever!!!", "I'm sorry",
		},
		{
			"tasks-phone-zh", "zh-CN", "dark", 390, 780,
			"我要退货", "哪个订单", "KF-100231", "浴室地垫", "哪一件", "退货原因", "坏了",
			"什么状况", "中间有个洞", "哪里取件", "退货运费谁出", "免费", "上海市南京路1号",
			"什么时候", "明天下午", "以上信息对吗", "把原因改成尺寸不合适", "尺寸不合适", "是",
			"R-500001", "商品 浴室地垫", "原因 尺寸不合适",
			"查订单", "最近一单", "正在打包",
			"我的订单到哪了？等了这么久，真让人生气！", "抱歉",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			customer := chromium(t, c.language)
			s := newTestSiteWith(t, filepath.Join(t.TempDir(), "desk.db"), settings{now: time.Now, rate: time.Second})
			customer.device(c.width, c.height, c.scheme)
			customer.do(chromedp.Navigate(s.server.URL))
			customer.until(`document.querySelectorAll('#tasks button').length === 3 && document.querySelector('#status').dataset.state === 'bot'`)
			customer.fits()
			customer.shot(c.name + "-1-start")

			// A return, by buttons as far as there are any.
			customer.click("#tasks button")
			customer.until(`document.querySelector('#log > :last-child .bot .bubble')?.textContent.includes(%q)`, c.which)
			customer.fits()
			customer.shot(c.name + "-2-orders")
			require.Empty(t, customer.noted())
			customer.presses(c.order, c.pickedItem)
			customer.presses(c.item, c.why)
			require.Contains(t, customer.noted(), c.noted)
			customer.presses(c.reason, c.condition)
			customer.says(c.loose, c.where)
			customer.says(c.question, c.answer) // is answered, and the address is asked for again
			require.Contains(t, eval[string](customer, `document.querySelector('#log > :last-child .bot .bubble').textContent`), c.where)
			customer.fits()
			customer.shot(c.name + "-3-digression")
			customer.says(c.address, c.when)
			customer.says(c.tomorrow, c.right)
			// A value that was noted is changed by writing.
			eval[chromedp.Void](customer, `document.querySelectorAll('#task button')[2].click()`)
			begun := eval[string](customer, `document.querySelector('#text').value`)
			require.Contains(t, c.change, begun)
			eval[chromedp.Void](customer, `document.querySelector('#text').value = ''`)
			customer.says(c.change, c.changed)
			require.Contains(t, customer.noted(), c.corrected)
			customer.fits()
			customer.shot(c.name + "-4-confirm")
			customer.says(c.yes, c.booked)
			require.Empty(t, customer.noted(), "what is done is not on the strip any more")

			// Stars, which come by themselves.
			customer.until(`document.querySelectorAll('#log > :last-child .choices button:enabled').length === 5`)
			customer.fits()
			customer.shot(c.name + "-5-stars")
			customer.click(`#log > :last-child .choices button:nth-child(5)`)
			customer.until(`document.querySelectorAll('#log > :last-child .bot').length === 1`)

			// Another conversation: an order, and kind words.
			eval[chromedp.Void](customer, `window.confirm = () => true`)
			customer.click("#fresh")
			customer.until(`document.querySelectorAll('#log > *').length === 0 && document.querySelector('#status').dataset.state === 'bot'`)
			customer.says(c.track, c.which)
			customer.says(c.last, c.state)
			customer.until(`document.querySelector('#log > :last-child .card strong').textContent.startsWith('KF-100233')`)
			customer.says(c.upset, c.soothing)
			customer.until(`document.querySelector('#log > :last-child .soothing').textContent.includes(%q)`, c.soothing)
			customer.fits()
			customer.shot(c.name + "-6-soothed")
		})
	}
}

// From a complaint to a person and back: busy people, the place in the queue, the record,
// who takes it, and what the bot decided for whoever debugs.
func TestBrowserHandoff(t *testing.T) {
	for _, c := range []struct {
		name, language, scheme                          string
		width, height                                   int64
		complain, about, details, number                string
		place, with, back, helping, offer, offered, yes string
	}{
		{
			"handoff-desktop-en", "en-US", "light", 1280, 860,
			"I want to complain", "Something dangerous", "The kettle gave me an electric shock", "T-1001",
			"no. 1 in the queue", "Mia is here", "Assistant online", "Assistant helps", "that does not help", "colleague?", "Yes",
		},
		{
			"handoff-phone-zh", "zh-CN", "light", 390, 780,
			"我要投诉", "安全问题", "水壶漏电，我被电到了", "T-1001",
			"排在第 1 位", "Mia 为您服务", "智能助手在线", "助手继续为您服务", "没用", "人工客服吗", "是",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			customer := chromium(t, c.language)
			s := fresh(t)
			customer.device(c.width, c.height, c.scheme)
			customer.signedIn(s, "Mia")
			customer.do(chromedp.Navigate(s.server.URL + "/?debug=1"))
			customer.until(`document.querySelector('#status').dataset.state === 'bot'`)
			customer.says(c.complain, "")
			customer.presses(c.about, "")
			customer.says(c.details, c.number)
			customer.until(`document.querySelector('#status').textContent.includes(%q)`, c.place)
			require.Contains(t, eval[string](customer, `document.querySelector('#status').textContent`), c.helping)
			require.Contains(t, eval[string](customer, `document.querySelector('#log > :last-child .happenings').textContent`), "handoff_requested")
			customer.fits()
			customer.shot(c.name + "-1-waiting")

			agent := customer.another()
			agent.device(c.width, c.height, c.scheme)
			agent.desk(s, "Mia", "")
			agent.until(`document.querySelectorAll('#recordList dd').length >= 2 && !document.querySelector('#accept').hidden`)
			agent.fits()
			if c.width < 1100 {
				agent.click("#record summary")
			}
			agent.shot(c.name + "-2-record")
			agent.click("#accept")
			customer.until(`document.querySelector('#status').textContent === %q`, c.with)
			agent.until(`document.querySelector('#accept').hidden && !document.querySelector('#finish').hidden`)
			customer.fits()
			customer.shot(c.name + "-4-accepted")
			agent.finishes()
			customer.until(`document.querySelector('#status').textContent === %q`, c.back)

			// An answer that does not help: the bot asks whether a person should take over.
			customer.says(map[string]string{"en-US": "Are returns free?", "zh-CN": "退货运费谁出"}[c.language], "")
			customer.says(c.offer, c.offered)
			customer.fits()
			customer.shot(c.name + "-5-offer")
			customer.presses(c.yes, "")
			agent.until(`!document.querySelector('#decline').hidden`)
			agent.click("#decline")
			agent.click("#panelGo")
			agent.until(`document.querySelectorAll('.case').length === 0`)
		})
	}
}
