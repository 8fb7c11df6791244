package emotion_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kefu-go/kefu/intent/emotion"
)

// want is what a case says of a message: the label must be one of those with
// these letters. n neutral, a angry, f frustrated, c confused, x anxious,
// s satisfied; bad is any of a, f, x.
type hardCase struct {
	text   string
	labels string
	tone   emotion.Tone    // must be in it
	cue    emotion.CueKind // must be there
}

func letter(l emotion.Label) string {
	if l == emotion.Anxious {
		return "x"
	}
	return string(l)[:1]
}

func englishCases() []hardCase {
	return []hardCase{
		// Negation.
		{"I am not happy with this", "f", 0, emotion.NegatedCue},
		{"not bad at all", "sn", 0, ""},
		{"this is not good", "f", 0, ""},
		{"I was never satisfied with your service", "f", 0, emotion.NegatedCue},
		{"it isn't helpful", "f", 0, ""},
		{"hardly a pleasant experience", "f", 0, emotion.NegatedCue},
		{"I'm not angry, just asking", "n", 0, emotion.NegatedCue},
		{"I don't hate it", "nsf", 0, emotion.NegatedCue},
		{"no complaints here", "s", 0, ""},
		{"can't complain", "s", 0, ""},
		{"I cannot recommend this enough", "s", 0, ""},
		{"I would not recommend this to anyone", "f", 0, ""},
		{"nothing works", "f", 0, ""},
		{"it's far from perfect", "f", 0, emotion.NegatedCue},
		{"without a problem", "s", 0, ""},
		{"no problem, take your time", "sn", 0, ""},
		{"don't worry about it", "ns", 0, ""},
		// Intensifiers and emphasis.
		{"really really slow", "f", 0, emotion.StressedCue},
		{"soooo slow", "f", 0, ""},
		{"this is AWFUL", "fa", 0, ""},
		{"absolutely love it", "s", 0, emotion.StressedCue},
		{"I LOVE IT", "s", 0, ""},
		{"extremely disappointed", "f", 0, emotion.StressedCue},
		{"WHERE IS MY PACKAGE", "fnac", emotion.Shouting, ""},
		{"ANSWER ME NOW!!!", "fan", emotion.Shouting, emotion.MarksCue},
		{"goooood job", "s", 0, ""},
		{"loooove this", "s", 0, ""},
		{"a bit disappointing", "f", 0, ""},
		// Anger, insults, swearing.
		{"this is outrageous", "a", 0, emotion.WordCue},
		{"you people are idiots", "a", emotion.Rude, emotion.InsultCue},
		{"what the hell is going on", "a", 0, ""},
		{"fuck this company", "a", 0, ""},
		{"bunch of crooks", "a", emotion.Rude, emotion.InsultCue},
		{"I am so pissed off right now", "a", 0, emotion.StressedCue},
		{"your agent was rude to me and hung up on me", "a", 0, ""},
		{"this is a scam", "a", 0, ""},
		{"I'm sick and tired of your lies", "a", 0, ""},
		{"you stole my money", "a", 0, ""},
		{"stupid bot", "af", emotion.Rude, ""},
		// Threats.
		{"I will sue you", "a", emotion.Threat, emotion.ThreatCue},
		{"I'm taking my business elsewhere", "a", emotion.Threat, emotion.ThreatCue},
		{"you'll hear from my lawyer", "a", emotion.Threat, emotion.ThreatCue},
		{"if this isn't fixed today I will file a complaint", "af", emotion.Threat, emotion.ThreatCue},
		{"close my account, I'm done with you", "a", emotion.Threat, emotion.ThreatCue},
		{"I will tell everyone I know about this", "a", emotion.Threat, emotion.ThreatCue},
		{"you just lost a customer", "a", emotion.Threat, emotion.ThreatCue},
		{"I will dispute it with the Better Business Bureau", "a", emotion.Threat, emotion.ThreatCue},
		{"expect a one star review", "a", emotion.Threat, emotion.ThreatCue},
		// Repeats and waiting.
		{"this is the third time I am asking", "f", 0, emotion.RepeatCue},
		{"I already told you my order number", "f", 0, emotion.RepeatCue},
		{"how many times do I have to explain this", "f", 0, emotion.RepeatCue},
		{"I have waited two weeks", "f", 0, emotion.WaitCue},
		{"been on hold for 45 minutes", "f", 0, emotion.WaitCue},
		{"waiting since Monday and nobody answers", "f", 0, emotion.WaitCue},
		{"still waiting for my refund", "f", 0, emotion.RepeatCue},
		{"my parcel is 3 days late", "f", 0, emotion.WaitCue},
		{"over and over the same answer", "f", 0, emotion.RepeatCue},
		{"it broke again", "f", 0, ""},
		// Dissatisfaction without strong words.
		{"the app crashes every time I open it", "f", 0, ""},
		{"my bag never arrived", "f", 0, ""},
		{"you charged me twice", "f", 0, ""},
		{"it doesn't work", "f", 0, ""},
		{"the screen is cracked", "f", 0, ""},
		{"waste of money", "f", 0, ""},
		{"I got the wrong item", "f", 0, ""},
		{"nobody can help me", "f", 0, ""},
		{"I want my money back", "f", 0, ""},
		{"too thick and too heavy", "f", 0, ""},
		{"your website is useless", "f", 0, ""},
		// Rhetorical questions and irony.
		{"are you kidding me?", "a", 0, ""},
		{"do you even read what I write?", "f", 0, emotion.RhetoricCue},
		{"is it too much to ask?", "f", 0, emotion.RhetoricCue},
		{"why is it so hard to get an answer?", "f", 0, emotion.RhetoricCue},
		{"great, broken again", "f", emotion.Sarcastic, emotion.IronyCue},
		{"Wonderful. Another delay.", "f", emotion.Sarcastic, emotion.IronyCue},
		{"thanks for nothing", "f", emotion.Sarcastic, emotion.IronyCue},
		{"oh great, now it crashed", "f", emotion.Sarcastic, emotion.IronyCue},
		{"yeah right", "f", emotion.Sarcastic, emotion.IronyCue},
		{"nice job losing my bag", "fs", 0, ""},
		// Emoji and emoticons.
		{"my order :(", "fx", 0, emotion.EmojiCue},
		{"arrived today :)", "s", 0, emotion.EmojiCue},
		{"😡😡😡", "a", 0, emotion.EmojiCue},
		{"see you tomorrow 😊", "s", 0, emotion.EmojiCue},
		{"T_T", "x", 0, emotion.EmojiCue},
		{"no idea ¯\\_(ツ)_/¯", "c", 0, emotion.EmojiCue},
		{"still waiting ಥ_ಥ", "fx", 0, emotion.EmojiCue},
		{"it came (◕‿◕)", "s", 0, emotion.EmojiCue},
		{"(・_・;)", "f", 0, emotion.EmojiCue},
		{"I'm leaving for a competitor", "a", 0, emotion.ThreatCue},
		{"see http://example.com/a", "n", 0, ""},
		{"code 8:0)", "n", 0, ""},
		{"what 🤔", "cn", 0, emotion.EmojiCue},
		// Quotes, conditions, wishes.
		{"If I'm not happy with it, can I return it?", "n", 0, ""},
		{"what happens if it arrives damaged?", "nc", 0, ""},
		{"in case the item is broken who pays", "n", 0, ""},
		{"the page says \"this is terrible and awful\" in the example", "nc", emotion.Quoted, ""},
		{"I'm looking for a nice cheap restaurant", "n", 0, ""},
		{"can you recommend a good hotel?", "n", 0, ""},
		{"is the battery good?", "n", 0, ""},
		{"which is the best plan for me?", "n", 0, ""},
		// Words of the trade.
		{"where do I find the complaint form", "nc", 0, ""},
		{"I get error 404", "nf", 0, ""},
		{"I want to dispute a charge", "n", 0, ""},
		{"I lost my card, how do I block it", "nfx", 0, ""},
		{"how much is the cancellation fee", "n", 0, ""},
		{"is there a late check out", "n", 0, ""},
		{"what are your opening hours", "n", 0, ""},
		{"I'd like to book a table for two", "n", 0, ""},
		{"I'll pay by card", "n", 0, ""},
		{"please cancel my order", "n", emotion.Polite, ""},
		{"we'll be there at 5", "n", 0, ""},
		// Confusion.
		{"I don't understand this invoice", "c", 0, ""},
		{"this makes no sense to me", "c", 0, ""},
		{"I'm confused, which one is it?", "c", 0, ""},
		{"what do you mean?", "c", 0, ""},
		{"huh?", "c", 0, ""},
		{"I have no idea how to set this up", "c", 0, ""},
		{"not sure where to click", "c", 0, ""},
		// Worry and sadness.
		{"I'm worried my package is lost", "x", 0, ""},
		{"I am scared somebody hacked my account", "x", 0, ""},
		{"please help me, I need it for a funeral", "x", emotion.Polite, ""},
		{"I'm so nervous about this", "x", 0, emotion.StressedCue},
		{"this makes me really sad", "x", 0, emotion.StressedCue},
		{"I am panicking, my card was stolen", "x", 0, ""},
		// Satisfaction and thanks.
		{"thank you so much for your help", "s", emotion.Polite, emotion.ThanksCue},
		{"perfect, that works", "s", 0, ""},
		{"you guys rock!", "s", 0, ""},
		{"works like a charm", "s", 0, ""},
		{"the agent was friendly and very helpful", "s", 0, emotion.StressedCue},
		{"appreciate the quick reply", "s", 0, emotion.ThanksCue},
		{"problem solved, thanks!", "s", 0, emotion.ThanksCue},
		{"finally got it working, great support", "s", 0, ""},
		{"best service ever", "s", 0, ""},
		// Contrast.
		{"the food was good but the service was terrible", "f", 0, ""},
		{"it took a while but now it works perfectly, thank you", "s", 0, ""},
		{"delivery was fast, however the box was damaged", "fs", 0, ""},
		// Haste.
		{"I need this ASAP", "n", emotion.Urgent, ""},
		{"call me back immediately", "n", emotion.Urgent, ""},
		// Typos.
		{"I am very dissapointed", "f", 0, ""},
		{"thx alot", "s", 0, emotion.ThanksCue},
		{"this is rediculous", "fn", 0, ""},
		// Neutral.
		{"my order number is 12345", "n", 0, ""},
		{"I moved to a new address", "n", 0, ""},
		{"hello", "n", 0, ""},
		{"yes", "ns", 0, ""},
		{"two adults and one child on Friday", "n", 0, ""},
		{"", "n", 0, ""},
	}
}

func chineseCases() []hardCase {
	return []hardCase{
		// 否定
		{"不满意", "f", 0, ""},
		{"不是不满意", "sn", 0, emotion.NegatedCue},
		{"我不是很满意", "f", 0, emotion.NegatedCue},
		{"没有不高兴", "sn", 0, emotion.NegatedCue},
		{"这个一点也不好用", "f", 0, ""},
		{"不错", "s", 0, ""},
		{"也不错", "s", 0, ""},
		{"还不错,下次再来", "s", 0, ""},
		{"没问题", "s", 0, ""},
		{"不用担心", "n", 0, ""},
		{"别生气", "ns", 0, ""},
		{"质量没有想象的好", "fn", 0, ""},
		{"并不方便", "f", 0, ""},
		{"不太好", "f", 0, ""},
		{"谈不上喜欢", "f", 0, emotion.NegatedCue},
		{"毫无诚信", "f", 0, ""},
		// 程度
		{"太慢了", "f", 0, ""},
		{"非常失望", "f", 0, emotion.StressedCue},
		{"慢死了", "f", 0, ""},
		{"真的很差", "f", 0, ""},
		{"气死我了", "a", 0, ""},
		{"好好好", "s", 0, ""},
		{"有点失望", "f", 0, ""},
		{"特别喜欢", "s", 0, ""},
		{"太厚了", "f", 0, ""},
		{"贵得离谱", "f", 0, ""},
		// 愤怒、辱骂
		{"你们就是骗子", "a", 0, ""},
		{"垃圾客服", "a", emotion.Rude, emotion.InsultCue},
		{"他妈的什么破玩意", "a", emotion.Rude, emotion.InsultCue},
		{"太过分了,欺负人", "a", 0, ""},
		{"无耻,不要脸", "a", 0, ""},
		{"忍无可忍", "a", 0, ""},
		{"滚", "a", 0, ""},
		{"黑心商家,坑人", "a", 0, ""},
		{"你们是不是有病", "af", 0, emotion.RhetoricCue},
		{"脑残", "a", emotion.Rude, emotion.InsultCue},
		{"我真的火大", "a", 0, emotion.StressedCue},
		{"敷衍我,糊弄人", "a", 0, ""},
		{"态度恶劣", "a", 0, ""},
		{"傻逼", "a", emotion.Rude, emotion.InsultCue},
		// 威胁
		{"我要投诉你们", "a", emotion.Threat, emotion.ThreatCue},
		{"再不处理我就打12315", "a", emotion.Threat, emotion.ThreatCue},
		{"我会给差评", "a", emotion.Threat, emotion.ThreatCue},
		{"信不信我曝光你们", "a", emotion.Threat, emotion.ThreatCue},
		{"等着收律师函吧", "a", emotion.Threat, emotion.ThreatCue},
		{"卸载了,再也不用你们", "a", emotion.Threat, emotion.ThreatCue},
		{"如果今天不解决我就去消协", "af", emotion.Threat, emotion.ThreatCue},
		{"叫你们经理出来", "a", emotion.Threat, emotion.ThreatCue},
		{"找媒体曝光", "a", emotion.Threat, emotion.ThreatCue},
		// 反复、等待
		{"第三次了", "f", 0, emotion.RepeatCue},
		{"我都说了多少遍了", "f", 0, emotion.RepeatCue},
		{"等了三天了", "f", 0, emotion.WaitCue},
		{"已经5天了还没发货", "f", 0, emotion.WaitCue},
		{"问了8遍了", "f", 0, emotion.RepeatCue},
		{"等了两个多小时", "f", 0, emotion.WaitCue},
		{"又坏了", "f", 0, ""},
		{"还要等多久", "f", 0, emotion.WaitCue},
		{"一个多月了还没退款", "f", 0, ""},
		{"催了好几次了", "f", 0, ""},
		{"你们反反复复让我提交资料", "f", 0, emotion.RepeatCue},
		// 没有强烈字眼的不满
		{"没人理我", "f", 0, ""},
		{"电话打不通", "f", 0, ""},
		{"收到的东西是坏的", "f", 0, ""},
		{"发错货了", "f", 0, ""},
		{"跟图片不一样", "f", 0, ""},
		{"用了两天就坏了", "f", 0, ""},
		{"浪费时间", "f", 0, ""},
		{"物流太慢", "f", 0, ""},
		{"说好的今天到呢", "f", 0, ""},
		{"答非所问", "f", 0, ""},
		{"没给餐具", "fn", 0, ""},
		{"两个小时才送到", "f", 0, ""},
		// 反问、反讽
		{"你们就这样对待客户?", "f", 0, emotion.RhetoricCue},
		{"凭什么不给退?", "af", 0, ""},
		{"要你们何用", "f", 0, emotion.RhetoricCue},
		{"呵呵", "f", 0, ""},
		{"真是好样的", "f", emotion.Sarcastic, emotion.IronyCue},
		{"我谢谢你全家", "f", emotion.Sarcastic, emotion.IronyCue},
		{"你们真行", "f", emotion.Sarcastic, emotion.IronyCue},
		{"有没有人管?", "f", 0, emotion.RhetoricCue},
		{"这就是你们的服务?", "f", 0, emotion.RhetoricCue},
		{"逗我玩呢", "a", 0, ""},
		// 表情
		{"[怒][怒]", "a", 0, emotion.EmojiCue},
		{"好的[微笑]", "s", 0, emotion.EmojiCue},
		{"我的快递😭", "x", 0, emotion.EmojiCue},
		{"收到啦👍", "s", 0, emotion.EmojiCue},
		{"╮(╯▽╰)╭", "f", 0, emotion.EmojiCue},
		{"(*^__^*)", "s", 0, emotion.EmojiCue},
		{"[订单号]", "n", 0, ""},
		// 引用、假设、询问
		{"如果不满意可以退吗", "n", 0, ""},
		{"万一坏了怎么办", "nxc", 0, ""},
		{"要是不合适能换吗", "n", 0, ""},
		{"商品详情写着“质量太差,垃圾”是什么意思", "cn", emotion.Quoted, ""},
		{"质量好吗", "n", 0, ""},
		{"能便宜点吗", "n", 0, ""},
		{"有没有好吃的餐馆推荐", "n", 0, ""},
		{"帮我找一家便宜的酒店", "n", 0, ""},
		{"是正品吗", "n", 0, ""},
		// 业务词
		{"投诉渠道在哪里", "nc", 0, ""},
		{"请问怎么退货", "n", emotion.Polite, ""},
		{"优惠券怎么用", "nc", 0, ""},
		{"运费险怎么买", "nc", 0, ""},
		{"取消订单", "n", 0, ""},
		{"方便面多少钱", "n", 0, ""},
		{"附近有银行吗", "n", 0, ""},
		{"有快捷酒店吗", "n", 0, ""},
		{"香港可以送吗", "n", 0, ""},
		{"我要两份牛肉", "n", 0, ""},
		{"美团上买的", "n", 0, ""},
		{"我周五出差", "n", 0, ""},
		{"别人下的单", "n", 0, ""},
		{"麻烦帮我查一下", "n", emotion.Polite, ""},
		// 困惑
		{"我看不懂", "c", 0, ""},
		{"什么意思", "c", 0, ""},
		{"一头雾水", "c", 0, ""},
		{"不明白为什么", "c", 0, ""},
		{"到底选哪个好", "c", 0, ""},
		{"搞不清楚怎么操作", "c", 0, ""},
		{"前后矛盾,说清楚点", "c", 0, ""},
		// 焦虑
		{"我好担心", "x", 0, ""},
		{"怎么办啊急死了", "x", 0, ""},
		{"账号被盗了怎么办", "x", 0, ""},
		{"我怕来不及", "x", 0, ""},
		{"求求你们帮帮我", "x", 0, ""},
		{"好难过", "x", 0, ""},
		{"心里没底", "x", 0, ""},
		// 满意
		{"谢谢", "s", emotion.Polite, emotion.ThanksCue},
		{"非常感谢您的帮助", "s", emotion.Polite, emotion.ThanksCue},
		{"服务很好,好评", "s", 0, ""},
		{"问题解决了", "s", 0, ""},
		{"太棒了", "s", 0, ""},
		{"物超所值", "s", 0, ""},
		{"小哥很热情", "s", 0, ""},
		{"辛苦了", "s", 0, emotion.ThanksCue},
		{"好吃,送得快", "s", 0, ""},
		// 转折
		{"东西不错,但是客服态度太差", "fa", 0, ""},
		{"虽然慢了点,但是质量很好", "s", 0, ""},
		// 催促
		{"马上给我处理", "n", emotion.Urgent, ""},
		{"在线等", "nf", emotion.Urgent, ""},
		// 繁体、全角、中英混合
		{"垃圾客服,態度惡劣", "a", emotion.Rude, ""},
		{"非常滿意", "s", 0, ""},
		{"太慢了！！！", "f", emotion.Shouting, emotion.MarksCue},
		{"客服太slow了", "f", 0, ""},
		{"so disappointed,再也不买了", "f", 0, ""},
		// 中性
		{"你好", "n", 0, ""},
		{"我的订单号是12345", "n", 0, ""},
		{"明天下午三点", "n", 0, ""},
		{"好的", "ns", 0, ""},
		{"北京市朝阳区", "n", 0, ""},
		{"等一下", "n", 0, ""},
		{"没有了", "n", 0, ""},
	}
}

func TestHardCases(t *testing.T) {
	d := newDetector(t)
	for _, c := range append(englishCases(), chineseCases()...) {
		e := d.Detect(c.text)
		assert.Contains(t, c.labels, letter(e.Label), "%s: %s %.2f %v", c.text, e.Label, e.Valence, e.Cues)
		assert.Equal(t, c.tone, e.Tone&c.tone, "%s: tone %b", c.text, e.Tone)
		if c.cue != "" {
			kinds := []emotion.CueKind{}
			for _, cue := range e.Cues {
				kinds = append(kinds, cue.Kind)
			}
			assert.Contains(t, kinds, c.cue, c.text)
		}
	}
}
