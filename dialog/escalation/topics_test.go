package escalation_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog/escalation"
)

// TestTopics: messages of both languages with the topics that they speak of, and
// messages that only look so.
func TestTopics(t *testing.T) {
	for topics, messages := range map[string][]string{
		"safety": {
			"The charger caught fire last night", "There's a burning smell coming from the oven", "my phone EXPLODED!!", "I can smell gas in the kitchen",
			"It's not safe, it caught fire", "there was glass in my salad",
			"充电宝起火了", "插座一直冒烟", "洗衣机漏电怎么办", "手機電池鼓包了", "刹车失灵了",
		},
		"injury": {
			"The glass broke and cut my hand", "my daughter got hurt on your slide", "I had an allergic reaction to the cream", "we ended up in the hospital",
			"用了你们的面膜过敏了", "孩子被烫伤了", "吃完上吐下泻，去医院检查了", "玻璃碎了，手一直流血",
		},
		"legal": {
			"You will hear from my lawyer", "I'll sue you", "see you in court then", "I will take legal action", "I'd rather not go to court",
			"再不退款我就去12315投诉", "我要起诉你们", "我已经找了律师", "准备走法律途径", "等着12345热线找你们吧",
		},
		"press": {
			"I'm going to the press with this", "I'll post this all over Twitter", "I will contact the media",
			"再不解决我就找媒体曝光", "信不信我让你们上热搜", "我要在微博曝光你们",
		},
		"fraud": {
			"Someone used my card in Spain", "There is a charge I didn't make", "my account has been hacked", "I think I was scammed", "unauthorised transactions on my card",
			"我的卡被盗刷了", "我被骗了两千块", "有人冒充客服打电话", "这笔交易不是我本人操作的",
		},
		"data": {
			"You leaked my personal data", "Delete all my personal data, GDPR", "why did you sell my phone... I mean, you sold my data",
			"你们泄露了我的个人信息", "我的信息被泄露了", "请删除我的个人信息",
		},
		"safety legal": {"The charger caught fire. My lawyer will call you.", "手机炸了，我要去消协投诉"},
		"legal fraud":  {"卡被盗刷，我already报警了 and my lawyer knows"},
		"": {
			"Do I press the red button?", "Is it legal to unlock my phone?", "I need a fire stick remote", "where is the hospital", "the nearest emergency room please",
			"nobody was hurt", "It was never hacked", "no it never caught fire", "没有冒烟", "how hot does it get", "your sale is on fire sale", "do you have a smoke detector", "Can I post my parcel at the shop",
			"what is your data protection policy", "does this have surge protection against short circuits", "I can't expose the film",
			"Do you sell electric shock collars?", "can I get a lawyer discount?", "律师函打印服务多少钱",
			"请按一下红色按钮", "法国什么时候发货", "有没有防漏电的插座", "没有受伤", "这款灭火器多少钱", "最短路线怎么走", "相机曝光怎么调", "my zip is 12345", "订单尾号12315", "Sue the last 4 digits are 1718", "315活动什么时候开始", "医院附近有店吗", "这个会不会太烫",
			"", "!!!", "订单号 12345678",
		},
	} {
		for _, message := range messages {
			assert.Equal(t, strings.Fields(topics), append([]string{}, escalation.Topics(message)...), message)
		}
	}
}

// TestTopicsReachOfDenial: a denial counts in its own clause only, and not for
// what is a topic also when it is denied.
func TestTopicsReachOfDenial(t *testing.T) {
	assert.Equal(t, []string{"safety"}, escalation.Topics("没有受伤，但是冒烟了"))
	assert.Equal(t, []string{"injury"}, escalation.Topics("it is not okay, my son was hurt"))
	assert.Equal(t, []string{"legal"}, escalation.Topics("I do not want to sue you"))
	assert.Equal(t, []string{"injury"}, escalation.Topics("I did not expect that somebody was hurt"))
}

// TestTopicsOfLongMessage: what stands behind the first 4 KB is not read, also
// where that cuts a character.
func TestTopicsOfLongMessage(t *testing.T) {
	assert.Equal(t, []string{"safety"}, escalation.Topics("起火了"+strings.Repeat("哦", 5000)))
	assert.Nil(t, escalation.Topics(strings.Repeat("哦", 2000)+"起火了"))
}

// FuzzTopics: any bytes give some of the known topics, in their order.
func FuzzTopics(f *testing.F) {
	f.Add("The charger caught fire, 我要起诉你们\xff")
	f.Fuzz(func(t *testing.T, message string) {
		topics := escalation.Topics(message)
		order := []string{"safety", "injury", "legal", "press", "fraud", "data"}
		at := 0
		for _, topic := range topics {
			i := slices.Index(order[at:], topic)
			require.GreaterOrEqual(t, i, 0, topic)
			at += i + 1
		}
		if utf8.ValidString(message) && len(message) < 2000 {
			require.Equal(t, topics, escalation.Topics(strings.ToUpper(strings.ToLower(message))), "case counts for nothing")
		}
	})
}
