package emotion_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent/emotion"
)

// Words and numbers that look like feelings, and questions about what others
// complain of, are plain.
func TestPlainMessages(t *testing.T) {
	d := newDetector(t)
	for _, text := range []string{
		"还有五分钟", "订单号是666", "价值多少", "值班电话", "新鲜吗", "支付成功了吗", "订单号315", "315房间", "怎么卸载软件",
		"报警器多少钱", "零分期", "上级部门怎么联系", "维权流程是什么", "售后维权", "傻瓜相机", "小人书", "王八汤", "滚筒洗衣机",
		"蠢蠢欲动", "假发多少钱", "我没用优惠券", "密码错误", "有没有故障", "怎么拒收", "优惠券过期了", "投诉电话是多少", "解决了吗",
		"空气炸锅多少瓦", "请问怎么举报", "垃圾袋在哪里买",
		"how do I cancel my account", "close my account", "how to file a complaint", "can I speak to a supervisor please",
		"is this website a scam?", "fraud alert on my account", "Do you have an anger management book?", "trash can price",
		"I hate to bother you but could you help", "how do I return a defective item?", "error 500", "false lashes",
		"please can you tell me how to report a broken lamp", "is the problem fixed?",
	} {
		e := d.Detect(text)
		assert.Equal(t, emotion.Neutral, e.Label, text)
		assert.Less(t, math.Abs(e.Valence), 0.3, text)
		assert.Less(t, e.NeedsHuman, 0.35, text)
		assert.Zero(t, e.Tone&(emotion.Threat|emotion.Rude), text)
	}
	e := d.Detect("订单没完成怎么办")
	assert.Less(t, e.NeedsHuman, 0.35)
	assert.Zero(t, e.Tone)
}

// What is like them and is meant stays what it was.
func TestPlainWordsThatAreMeant(t *testing.T) {
	d := newDetector(t)
	for text, tone := range map[string]emotion.Tone{
		"I am going to close my account": emotion.Threat, "refund me or I sue you": emotion.Threat, "你们再不处理我就打315": emotion.Threat,
		"我要投诉你们": emotion.Threat, "这事没完": emotion.Threat, "你听不懂人话吗": emotion.Rude,
		"why is your service so terrible?": 0, "你们怎么这么差": 0, "this is a scam": 0, "滚": 0, "质量差": 0, "别敷衍我": 0, "太破了": 0,
		"how can you idiots lose my parcel?": emotion.Rude,
	} {
		e := d.Detect(text)
		assert.Less(t, e.Valence, -0.3, text)
		assert.Contains(t, []emotion.Label{emotion.Angry, emotion.Frustrated}, e.Label, text)
		assert.Equal(t, tone, e.Tone&tone, text)
	}
}

// A single character counts less within what may be another word.
func TestSingleCharacters(t *testing.T) {
	d := newDetector(t)
	for _, pair := range [][2]string{{"这台慢炖锅", "这台慢"}, {"一瓶香草酱", "一瓶香"}, {"这是烂尾楼", "这是烂"}} {
		assert.Less(t, math.Abs(d.Detect(pair[0]).Valence), math.Abs(d.Detect(pair[1]).Valence), pair[0])
	}
}

func TestWhatIsOverIsGood(t *testing.T) {
	d := newDetector(t)
	for _, text := range []string{
		"problem solved", "the problem is fixed", "The error is gone", "stopped crashing", "I will never forget how helpful you were",
		"I can't believe how good this is", "没什么不满", "谁不喜欢呢", "I was angry yesterday but now everything is fine", "故障已经修好了",
	} {
		e := d.Detect(text)
		assert.Equal(t, emotion.Satisfied, e.Label, text)
		assert.Positive(t, e.Valence, text)
	}
	for _, text := range []string{"the problem is not fixed", "问题还没解决", "it was slow but now it is broken"} {
		assert.Negative(t, d.Detect(text).Valence, text)
	}
}

// Thanks that something bad follows are none.
func TestThanksThatAreTakenBack(t *testing.T) {
	d := newDetector(t)
	for _, text := range []string{
		"thanks but it still doesn't work", "thank you, tried that, still doesn't work", "thanks, but no luck",
		"Thank you for your help but I still can't log in", "thank you, however I was charged twice", "谢谢，但是还是不行", "谢谢，可是没有用",
	} {
		e := d.Detect(text)
		assert.NotEqual(t, emotion.Satisfied, e.Label, text)
		assert.Greater(t, e.NeedsHuman, d.Detect("hello").NeedsHuman, text)
	}
	for _, text := range []string{
		"I had a problem with my phone, thank you for fixing it", "thanks for solving my problem", "thanks, but it's all good now", "谢谢，不过现在好了",
		"thanks a lot, that's perfect",
	} {
		assert.Less(t, d.Detect(text).NeedsHuman, 0.2, text)
	}
}

// A customer who says thanks and that it still does not work is not calmed.
func TestTrackerIsNotCalmedByThanksBut(t *testing.T) {
	for _, turns := range [][]string{
		{"thanks", "thanks but it still doesn't work", "thank you, tried that, still doesn't work", "thanks, but no luck"},
		{"谢谢", "谢谢，但是还是不行", "谢谢，试过了，还是不行"},
	} {
		tracker, err := emotion.NewTracker(nil, nil)
		require.NoError(t, err)
		first := tracker.Add(emotion.Turn{Speaker: emotion.Customer, Text: turns[0]})
		var c emotion.Course
		for _, text := range turns[1:] {
			tracker.Add(emotion.Turn{Speaker: emotion.Bot, Text: "Please restart the app."})
			c = tracker.Add(emotion.Turn{Speaker: emotion.Customer, Text: text})
			assert.Greater(t, c.NeedsHuman, 0.3, text)
		}
		assert.Greater(t, c.NeedsHuman, first.NeedsHuman)
		assert.NotEqual(t, emotion.Satisfied, c.Label)
	}
}

// Friendly words before the "but" do not make up for what went before.
func TestTrackerRemembersThroughThanksBut(t *testing.T) {
	tracker, err := emotion.NewTracker(nil, nil)
	require.NoError(t, err)
	var c emotion.Course
	for _, text := range []string{"this is terrible, I am furious", "still broken, useless", "thanks, very kind and friendly of you, but I cannot log in"} {
		c = tracker.Add(emotion.Turn{Text: text})
	}
	assert.Greater(t, c.NeedsHuman, 0.5)
}

// Danger wants a person, however it is said.
func TestDanger(t *testing.T) {
	d := newDetector(t)
	for _, text := range []string{
		"我想自杀", "不想活了", "I want to die", "fire! my charger is burning", "充电器着火了", "充电宝冒烟了怎么办", "what do I do, the plug is on fire?",
		"I don't want to live anymore", "the battery exploded", "孩子误吞了电池",
	} {
		e := d.Detect(text)
		assert.Equal(t, emotion.Anxious, e.Label, text)
		assert.Greater(t, e.NeedsHuman, 0.7, text)
	}
	for _, text := range []string{"does the fire tv stick work here", "想死你了", "防火门多少钱", "跳楼价还有吗", "is smoking allowed in the room?", "he said “want to die”"} {
		assert.Less(t, d.Detect(text).NeedsHuman, 0.5, text)
	}
}
