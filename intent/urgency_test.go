package intent_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

type urgencyCase struct {
	text  string
	level intent.Level
	kind  intent.ReasonKind // one of the reasons, if not empty
}

var englishUrgency = []urgencyCase{
	{"My charger started smoking and burned my desk", intent.Critical, intent.SafetyReason},
	{"the battery is swollen and it smells like burning", intent.Critical, intent.SafetyReason},
	{"There is a fire in the kitchen of our apartment", intent.Critical, intent.SafetyReason},
	{"fire! my charger is burning", intent.Critical, intent.SafetyReason},
	{"I want to die", intent.Critical, intent.SafetyReason},
	{"I got an electric shock from the kettle", intent.Critical, intent.SafetyReason},
	{"my daughter is bleeding after the glass exploded", intent.Critical, intent.SafetyReason},
	{"my son had an allergic reaction to your cream", intent.Critical, intent.SafetyReason},
	{"we are stuck in the elevator of the hotel", intent.Critical, intent.SafetyReason},
	{"I smell gas, maybe a gas leak", intent.Critical, intent.SafetyReason},
	{"the laptop is overheating", intent.High, intent.SafetyReason},
	{"Someone just stole my card, freeze it", intent.Critical, intent.MoneyReason},
	{"my wallet with my debit card got stolen last night", intent.Critical, intent.MoneyReason},
	{"my account has been hacked", intent.Critical, intent.MoneyReason},
	{"there is a fraudulent payment on my statement", intent.Critical, intent.MoneyReason},
	{"I did not make this transaction", intent.Critical, intent.MoneyReason},
	{"somebody is using my card in another country", intent.Critical, intent.MoneyReason},
	{"I lost my credit card", intent.High, intent.MoneyReason},
	{"I don't recognise this payment", intent.High, intent.MoneyReason},
	{"I was charged twice for the same order", intent.High, intent.MoneyReason},
	{"there is a duplicate charge on my bill", intent.High, intent.MoneyReason},
	{"I sent money to the wrong account", intent.High, intent.MoneyReason},
	{"your website is down", intent.High, intent.OutageReason},
	{"We have no internet since the morning", intent.High, intent.OutageReason},
	{"is there an outage in my area?", intent.High, intent.OutageReason},
	{"production is down and all our customers are affected", intent.Critical, intent.OutageReason},
	{"our store can't take payments", intent.High, intent.OutageReason},
	{"I am locked out and can't access my account", intent.High, intent.OutageReason},
	{"my flight leaves in 2 hours and I have no ticket", intent.High, intent.DeadlineReason},
	{"the meeting starts in 15 minutes, where is the link", intent.High, intent.DeadlineReason},
	{"I need it today", intent.High, intent.DeadlineReason},
	{"it must be delivered by tomorrow", intent.High, intent.DeadlineReason},
	{"we will miss our train", intent.High, intent.DeadlineReason},
	{"I'm at the checkout and my card is declined", intent.High, intent.DeadlineReason},
	{"the wedding is tomorrow and the dress is not here", intent.High, intent.DeadlineReason},
	{"my voucher expires tonight", intent.High, intent.DeadlineReason},
	{"we are stranded after you cancelled the flight", intent.High, intent.DeadlineReason},
	{"only have ten minutes left before boarding", intent.High, intent.DeadlineReason},
	{"URGENT please read", intent.High, intent.PressureReason},
	{"send the invoice asap", intent.High, intent.PressureReason},
	{"I need help immediately", intent.High, intent.PressureReason},
	{"answer me right now", intent.High, intent.PressureReason},
	{"urgent: my card was stolen and the money is gone", intent.Critical, intent.PressureReason},
	{"please hurry, the exam starts in half an hour", intent.Critical, intent.DeadlineReason},
	{"this is not urgent, where can I see my points?", intent.Low, intent.UnhurriedReason},
	{"no rush, but I'd like a copy of the invoice", intent.Low, intent.UnhurriedReason},
	{"take your time with the refund", intent.Low, intent.UnhurriedReason},
	{"whenever you have time, tell me about the plans", intent.Low, intent.UnhurriedReason},
	{"just curious, do you ship to Norway?", intent.Low, intent.UnhurriedReason},
	{"it can wait until next week", intent.Low, intent.UnhurriedReason},
	{"no rush, but the plug is on fire", intent.High, intent.SafetyReason},
	{"what if my card is stolen?", intent.Normal, ""},
	{"does the insurance cover theft if my phone gets stolen", intent.Normal, ""},
	{"my card was stolen last year, do I get the same number?", intent.Normal, ""},
	{"it was not stolen, I found it", intent.Normal, ""},
	{"there was no fraud, please unblock me", intent.Normal, ""},
	{"do you sell smoke detectors", intent.Normal, ""},
	{"does the fire tv stick work with my set", intent.Normal, ""},
	{"I would like a smoking room", intent.Normal, ""},
	{"how do I change my emergency contact", intent.Normal, ""},
	{"is the down jacket waterproof", intent.Normal, ""},
	{"do you offer fraud protection", intent.Normal, ""},
	{"how long does a refund take", intent.Normal, ""},
	{"delivery arrives in 2 hours", intent.Normal, ""},
	{"what time do you close today", intent.Normal, ""},
	{"do I need to pay today", intent.Normal, ""},
	{"I waited 2 hours on the phone", intent.Normal, ""},
	{"cook it for 30 minutes", intent.Normal, ""},
	{"please reply soon", intent.Normal, intent.PressureReason},
	{"", intent.Normal, ""},
	{"I smell gas", intent.Critical, intent.SafetyReason},
	{"I want to die", intent.Critical, intent.SafetyReason},
	{"there's blood everywhere", intent.Critical, intent.SafetyReason},
	{"fire! my charger is burning", intent.Critical, intent.SafetyReason},
	{"my phone exploded and burned my hand", intent.Critical, intent.SafetyReason},
	{"we can't process any payments", intent.Critical, intent.OutageReason},
	{"there is a data leak on your site", intent.Critical, intent.OutageReason},
	{"our production has stopped", intent.Critical, intent.OutageReason},
	{"is the hot sauce on fire deal still on", intent.Normal, ""},
	{"this cake is to die for", intent.Normal, ""},
	{"do you sell blood pressure monitors", intent.Normal, ""},
	{"how many calories am I burning with this watch", intent.Normal, ""},
}

var chineseUrgency = []urgencyCase{
	{"我闻到煤气味", intent.Critical, intent.SafetyReason},
	{"我想死", intent.Critical, intent.SafetyReason},
	{"流了好多血", intent.Critical, intent.SafetyReason},
	{"着火啦！充电器在烧", intent.Critical, intent.SafetyReason},
	{"所有付款都处理不了", intent.Critical, intent.OutageReason},
	{"客户信息泄露了", intent.Critical, intent.OutageReason},
	{"我们全线停产了", intent.Critical, intent.OutageReason},
	{"扣了我两次钱", intent.High, intent.MoneyReason},
	{"这家火锅生意爆了", intent.Normal, ""},
	{"血压计怎么用", intent.Normal, ""},
	{"想死你们家的蛋糕了", intent.Normal, ""},
	{"充电器冒烟了", intent.Critical, intent.SafetyReason},
	{"电池鼓包了还发烫", intent.Critical, intent.SafetyReason},
	{"热水器漏电，把我电到了", intent.Critical, intent.SafetyReason},
	{"插座起火了怎么办", intent.Critical, intent.SafetyReason},
	{"玻璃杯突然炸了，孩子受伤流血", intent.Critical, intent.SafetyReason},
	{"用了你们的面霜严重过敏", intent.Critical, intent.SafetyReason},
	{"闻到燃气味，是不是泄漏了", intent.Critical, intent.SafetyReason},
	{"我们被困在电梯里", intent.Critical, intent.SafetyReason},
	{"电源線燒焦了", intent.Critical, intent.SafetyReason},
	{"手机一直发烫", intent.High, intent.SafetyReason},
	{"我的卡被盗刷了", intent.Critical, intent.MoneyReason},
	{"这笔交易不是我本人操作的", intent.Critical, intent.MoneyReason},
	{"账号被盗了", intent.Critical, intent.MoneyReason},
	{"我被骗了五万块", intent.Critical, intent.MoneyReason},
	{"余额突然没了", intent.Critical, intent.MoneyReason},
	{"收到异地登录提醒", intent.Critical, intent.MoneyReason},
	{"银行卡丢了", intent.High, intent.MoneyReason},
	{"身份证弄丢了要挂失", intent.High, intent.MoneyReason},
	{"钱转错人了", intent.High, intent.MoneyReason},
	{"同一个订单扣了两次钱", intent.High, intent.MoneyReason},
	{"为什么重复扣款", intent.High, intent.MoneyReason},
	{"话费乱扣费", intent.High, intent.MoneyReason},
	{"系统崩溃了", intent.High, intent.OutageReason},
	{"家里断网一天了", intent.High, intent.OutageReason},
	{"小区停电了", intent.High, intent.OutageReason},
	{"所有门店都无法收银", intent.Critical, intent.OutageReason},
	{"生产环境挂了", intent.Critical, intent.OutageReason},
	{"没信号打不出电话", intent.High, intent.OutageReason},
	{"账号被锁了登不上", intent.High, intent.OutageReason},
	{"今天必须发货", intent.High, intent.DeadlineReason},
	{"还有半小时就起飞了，票没出", intent.High, intent.DeadlineReason},
	{"2小时后开会，软件装不上", intent.High, intent.DeadlineReason},
	{"明天就要考试，准考证打印不了", intent.High, intent.DeadlineReason},
	{"来不及了", intent.High, intent.DeadlineReason},
	{"我在机场，订单找不到", intent.High, intent.DeadlineReason},
	{"优惠券今天到期", intent.High, intent.DeadlineReason},
	{"赶飞机呢，帮我看下", intent.High, intent.DeadlineReason},
	{"这是最后一天了", intent.High, intent.DeadlineReason},
	{"等着用呢，怎么还没到", intent.High, intent.DeadlineReason},
	{"很急，麻烦看一下", intent.High, intent.PressureReason},
	{"急急急", intent.High, intent.PressureReason},
	{"马上给我处理", intent.High, intent.PressureReason},
	{"赶紧退款", intent.High, intent.PressureReason},
	{"在线等", intent.High, intent.PressureReason},
	{"加急处理一下，今天必须到", intent.High, intent.DeadlineReason},
	{"卡被盗刷了，快点冻结，很急", intent.Critical, intent.PressureReason},
	{"不急，慢慢来", intent.Low, intent.UnhurriedReason},
	{"不着急，想问下积分怎么用", intent.Low, intent.UnhurriedReason},
	{"有空再帮我查一下", intent.Low, intent.UnhurriedReason},
	{"就是问问，支持七天退货吗", intent.Low, intent.UnhurriedReason},
	{"什么时候都行", intent.Low, intent.UnhurriedReason},
	{"这个不是很急", intent.Low, intent.UnhurriedReason},
	{"不用马上发货", intent.Low, intent.UnhurriedReason},
	{"虽然不急但是插头着火了", intent.High, intent.SafetyReason},
	{"如果卡被盗刷怎么办", intent.Normal, ""},
	{"万一着火了保险赔吗", intent.Normal, ""},
	{"去年我的卡被盗过，现在要换号吗", intent.Normal, ""},
	{"没有被盗，我找到了", intent.Normal, ""},
	{"灭火器多少钱", intent.Normal, ""},
	{"急救包里有什么", intent.Normal, ""},
	{"怎么改紧急联系人", intent.Normal, ""},
	{"这个插座防漏电吗", intent.Normal, ""},
	{"退款多久到账", intent.Normal, ""},
	{"两小时能送到吗", intent.Normal, ""},
	{"等了三个小时了", intent.Normal, ""},
	{"今天几点关门", intent.Normal, ""},
	{"尽快发货", intent.Normal, intent.PressureReason},
	{"敏感肌会过敏吗", intent.Normal, ""},
}

func TestUrgency(t *testing.T) {
	require.GreaterOrEqual(t, len(englishUrgency), 60)
	require.GreaterOrEqual(t, len(chineseUrgency), 60)
	for _, c := range slices.Concat(englishUrgency, chineseUrgency) {
		got := intent.ReadUrgency(c.text)
		assert.Equal(t, c.level, got.Level, "%s: %+v", c.text, got)
		if c.kind != "" {
			assert.True(t, slices.ContainsFunc(got.Reasons, func(r intent.Reason) bool { return r.Kind == c.kind }), "%s: %+v", c.text, got)
		}
		for _, r := range got.Reasons {
			assert.Equal(t, string([]rune(c.text)[r.RuneStart:r.RuneEnd]), c.text[r.Start:r.End])
		}
	}
}

// Messages that were written later, to see what the tables above had not
// foreseen.
func TestUrgencyOfFurtherMessages(t *testing.T) {
	for _, text := range []string{
		"my kid swallowed a piece of the toy", "the oven door shattered in my face", "there's a weird chemical smell and my eyes burn",
		"someone withdrew 500 dollars from my account", "i got a text about a purchase i never made", "my card got eaten by the machine",
		"whole office can't send emails", "we can't open the store because the tills don't work", "my visa appointment is tomorrow and the letter is missing",
		"need this fixed before my presentation at 3pm", "respond now!", "pls be quick im at the gate", "i have an interview in 20 mins and the app wont start",
		"my insulin delivery did not arrive", "you took 300 from my account by mistake",
		"孩子把零件吞下去了", "热水壶炸裂烫到手", "卡里的钱被转走了三千", "有人用我的身份证开户", "收银系统挂了排队的客人都在等", "明天出国护照还没到",
		"半小时内要交标书系统上传不了", "麻烦快一点我在登机口了", "宝宝等着喝奶，奶粉没到", "药没送到老人断药了", "wifi坏了在开视频会议", "多扣了我一千块", "火速处理",
		"车子刹车失灵", "电梯里有人被困",
		"someone is buying things with my account", "my baby drank the cleaning liquid", "our payment terminal stopped and there is a queue of customers",
		"I need the tickets before 6 pm today", "the ceiling is dripping on the router, sparks everywhere", "please cancel this immediately, I did not order it",
		"the concert starts in one hour and the qr code is missing", "I leave for the airport in 30 minutes", "my phone was stolen on the train", "double billed this month",
		"cannot reach any of our servers", "you need to fix this by noon", "water is pouring out of the dishwasher", "my mother fell because the chair broke and is hurt",
		"我的手机被偷了快冻结账户", "小孩喝了清洁剂", "门店刷卡机全部不能用", "晚上六点前必须送到", "演唱会一小时后开始票还没出", "马上取消，不是我下的单", "洗碗机一直往外喷水",
		"老人摔倒受伤了椅子断了", "多收了我一个月的钱", "系统登录不了全公司都停工了", "快点啊，要登机了", "有人登录了我的账号", "我要赶火车，能先处理吗", "限你们今天之内解决",
		"flames are coming out of the toaster", "my grandfather choked on a loose part", "unknown withdrawal of 900 euros", "I gave my password to a fake website",
		"none of our cashiers can log in", "I have to submit the report tonight and export fails", "our train goes in twenty minutes and the ticket won't load",
		"act fast please", "I can't get into my house, the smart lock is dead", "the sim was swapped and I lost access to my bank",
		"插线板冒火星了", "吃了你们的蛋糕上吐下泻", "卡上莫名少了两千", "点了假网站输了密码", "收银员全都登不了系统", "今晚要交报告导不出来", "火车还有二十分钟开，票打不开", "能不能快一点啊十万火急", "网银被人登录转账",
	} {
		assert.GreaterOrEqual(t, intent.ReadUrgency(text).Level, intent.High, text)
	}
	for _, text := range []string{
		"how do I change my plan", "the fire red color looks great", "is it dangerous to use it in the bath?", "my order is running late",
		"when is the last day of the sale", "the shop down the street", "can I use my card today", "quick question about points",
		"the movie was about a bank robbery", "how soon can I get a refund", "what is your emergency number", "今天能发货吗", "急诊能报销吗", "发货速度挺快的",
		"会不会漏水", "这个牌子是不是骗子", "怎么防止盗刷", "马上就到生日了有优惠吗", "现在下单几天到", "锁屏怎么设置", "保险赔不赔火灾",
		"I paid by card, the bike was stolen", "I would like to pay by card for the second of the two blue mountain bikes that replace what was stolen",
		"where can I see my invoices", "do you deliver on weekends", "my favourite color is fire red", "is the battery safe on a plane", "I would like to rent a car tomorrow",
		"what happens to my points if I die", "tell me about the theft insurance", "how do I report a scam email in general", "I am in no hurry at all", "fast charging cable please",
		"the game is about a bomb explosion", "can you send a quick summary", "can someone use my card in the shop", "明天能送货吗", "你们几点上班", "会员快到期有提醒吗",
		"电池安全吗能带上飞机吗", "防盗门多少钱", "快递一般几天", "明天想租辆车", "消防栓怎么买", "诈骗险是什么", "火锅底料辣吗", "紧身裤有货吗",
		"how do I turn off the alarm", "do you sell fire pits", "what time does the train museum open", "can I pay in two installments",
		"I'd like a table for tonight", "is there a fee for lost cards", "how long until my points arrive", "explain phishing to me",
		"does it come with a fire extinguisher", "is express delivery faster", "今晚有房吗", "丢卡补办多少钱", "什么是盗刷", "火车票能改签吗", "快充是多少瓦",
		"急支糖浆有货吗", "明早几点开门", "停电了还能用吗这个灯", "充电要几个小时", "能加急吗多少钱",
	} {
		assert.LessOrEqual(t, intent.ReadUrgency(text).Level, intent.Normal, text)
	}
}

func TestUrgencyShowsWhere(t *testing.T) {
	got := intent.ReadUrgency("你好！卡被盗刷了，urgent")
	require.Len(t, got.Reasons, 2, "%+v", got.Reasons)
	assert.Equal(t, "被盗", "你好！卡被盗刷了，urgent"[got.Reasons[0].Start:got.Reasons[0].End])
	assert.Equal(t, 4, got.Reasons[0].RuneStart)
	data, err := json.Marshal(got)
	require.NoError(t, err)
	assert.Contains(t, string(data), `"level":"critical"`)
	var back intent.Urgency
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, got, back)
	require.ErrorIs(t, new(intent.Level).UnmarshalText([]byte("soon")), intent.ErrInvalid)
}

func FuzzUrgency(f *testing.F) {
	f.Add("my card was stolen in 2 hours 还有3分钟就起飞")
	f.Add("\xff急\x00")
	f.Fuzz(func(t *testing.T, text string) {
		got := intent.ReadUrgency(text)
		if got.Score < 0 || got.Score > 1 || len(got.Reasons) > 16 {
			t.Fatal(got.Score)
		}
		for _, r := range got.Reasons {
			if r.Start < 0 || r.End > len(text) || r.Start >= r.End || r.RuneStart > r.RuneEnd {
				t.Fatal(r)
			}
		}
	})
}

func BenchmarkUrgency(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		intent.ReadUrgency("Hello, my flight leaves in 2 hours and my card was stolen at the airport, what should I do? Please hurry.")
	}
}
