package intent_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/intent"
)

// keywordCases are messages with the keywords that a reader would mark.
var keywordCases = []struct {
	text string
	want []string
}{
	{"Where is the refund for my order A-10293?", []string{"refund", "A-10293"}},
	{"My iPhone 15 Pro battery drains too fast", []string{"iPhone 15 Pro battery"}},
	{"I want to change the delivery address of my order", []string{"delivery address", "order"}},
	{"The washing machine makes a loud noise", []string{"washing machine", "loud noise"}},
	{"how do I reset my password for the mobile app", []string{"password", "mobile app"}},
	{"Your interest rate for a student loan?", []string{"interest rate", "student loan"}},
	{"I was charged twice, the duplicate charge is 49.90", []string{"duplicate charge", "49.90"}},
	{"Please send the invoice to my email", []string{"invoice", "email"}},
	{"can I bring my dog to the hotel room", []string{"dog", "hotel room"}},
	{"The verification code never arrives", []string{"verification code"}},
	{"flight UA4411 was delayed and I lost my luggage", []string{"UA4411", "luggage"}},
	{"does the Galaxy S24 Ultra support wireless charging", []string{"Galaxy S24 Ultra", "wireless charging"}},
	{"email me at bob@example.com", []string{"bob@example.com"}},
	{"the page https://shop.com/a?id=3 does not open.", []string{"https://shop.com/a?id=3"}},
	{"发到邮箱li.lei@mail.cn谢谢", []string{"li.lei@mail.cn"}},
	{"我要退货，另外发票怎么开", []string{"退货", "发票"}},
	{"我上周买的蓝牙耳机充不进电", []string{"蓝牙耳机"}},
	{"收货地址填错了怎么修改", []string{"收货地址"}},
	{"信用卡年费多少钱", []string{"信用卡年费"}},
	{"快递单号SF1234567890一直没更新", []string{"快递单号", "SF1234567890"}},
	{"iPhone15的屏幕碎了保修吗", []string{"iPhone15", "屏幕", "保修"}},
	{"家里宽带断网了，光猫亮红灯", []string{"宽带断网", "光猫"}},
	{"怎么申请电子发票，抬头写错了", []string{"电子发票", "抬头"}},
	{"滚筒洗衣机漏水，能上门维修吗", []string{"滚筒洗衣机", "维修"}},
	{"你们的運費險怎麼賠", []string{"運費險"}},
	{"戴森吹风机和小米吹风机有什么区别", []string{"戴森吹风机", "小米吹风机"}},
	{"登录不上，一直收不到验证码", []string{"登录", "验证码"}},
}

func TestKeywords(t *testing.T) {
	found, wanted, given := 0.0, 0.0, 0.0
	for _, c := range keywordCases {
		keywords := intent.Keywords(c.text, 4)
		var texts []string
		for i, k := range keywords {
			texts = append(texts, k.Text)
			assert.Equal(t, k.Text, c.text[k.Start:k.End])
			assert.Equal(t, k.Text, string([]rune(c.text)[k.RuneStart:k.RuneEnd]))
			assert.True(t, k.Score > 0 && k.Score <= 1 && (i == 0 || k.Score <= keywords[i-1].Score))
		}
		given += float64(len(texts))
		for _, want := range c.want {
			wanted++
			if assert.Contains(t, texts, want, c.text) {
				found++
			}
		}
		t.Log(strings.Join(texts, " | "))
	}
	t.Logf("recall %.3f, keywords a message %.1f, of these marked %.3f", found/wanted, given/float64(len(keywordCases)), found/given)
}

// Words are not cut in two where one of their characters is a word elsewhere (人,
// 打, 上, 中 end a phrase), and of those that no list knows nothing broken is left
// before a term.
func TestKeywordsAreWholeWords(t *testing.T) {
	for message, want := range map[string][]string{
		"转人工客服":     {"人工客服"},
		"帮我转人工":     {"人工"},
		"人工客服在哪":    {"人工客服"},
		"做饭机器人坏了":   {"机器人"},
		"中国移动套餐":    {"中国移动套餐"},
		"上海发货吗":     {"上海"},
		"到账时间":      {"到账时间"},
		"下载发票":      {"发票"},
		"打印发票":      {"发票"},
		"打车发票":      {"发票"},
		"做工粗糙":      {"做工粗糙"},
		"用户名忘了":     {"用户名"},
		"好评返现":      {"好评返现"},
		"中通快递":      {"中通快递"},
		"开机密码":      {"密码"},
		"发货单号":      {"单号"},
		"前台电话":      {"前台电话"},
		"高铁票退票":     {"高铁票退票"},
		"月饼礼盒":      {"月饼礼盒"},
		"日用品优惠券":    {"日用品优惠券"},
		"写字楼配送":     {"写字楼"},
		"出租车发票":     {"出租车发票"},
		"进口奶粉":      {"进口奶粉"},
		"真皮沙发":      {"真皮沙发"},
		"早餐券":       {"早餐券"},
		"讲座门票":      {"讲座门票"},
		"发动机故障":     {"发动机故障"},
		"人脸识别失败":    {"人脸识别失败"},
		"点餐系统":      {"点餐系统"},
		"少儿课程":      {"少儿课程"},
		"第三方支付":     {"第三方支付"},
		"停车费怎么开发票":  {"停车费", "发票"},
		"大件快递多少运费":  {"快递", "运费"},
		"条纹衣服有货吗":   {"衣服"}, // of 条纹, which no list has
		"买小米手机送耳机吗": {"小米手机", "耳机"},
	} {
		var got []string
		for _, k := range intent.Keywords(message, 4) {
			got = append(got, k.Text)
		}
		assert.ElementsMatch(t, want, got, message)
	}
}

func TestKeywordsCountAndLimit(t *testing.T) {
	got := intent.Keywords("The refund! Where is the refund? My refund and my parcel", 5)
	require.Len(t, got, 2)
	assert.Equal(t, "refund", got[0].Text)
	assert.Equal(t, 3, got[0].Count)
	assert.InDelta(t, 1.0, got[0].Score, 1e-9)
	assert.Len(t, intent.Keywords("the router, the printer and the camera", 2), 2)
	assert.Empty(t, intent.Keywords("refund", 0))
	assert.Empty(t, intent.Keywords("how are you?", 5))
	assert.Empty(t, intent.Keywords("", 5))
}

func FuzzKeywords(f *testing.F) {
	f.Add("A-10293 退货 iPhone15\xff")
	f.Fuzz(func(t *testing.T, message string) {
		for _, k := range intent.Keywords(message, 10) {
			if k.Start >= k.End || k.Text != message[k.Start:k.End] || k.Score <= 0 || k.Score > 1 {
				t.Fatal(k)
			}
		}
	})
}

func BenchmarkKeywords(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		intent.Keywords("Hello, the battery of my iPhone 15 Pro drains too fast. 我上周买的蓝牙耳机充不进电，快递单号SF1234567890", 5)
	}
}
