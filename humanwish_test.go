package kefu_test

import (
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
)

var englishWishes = []string{
	"agent", "Human", "operator please", "HUMAN AGENT NOW!!!", "a real person please", "representative",
	"talk to a person", "I want to talk to a human", "can I speak with someone?", "let me speak to your manager",
	"I'd like to chat with a customer service representative", "could you please transfer me to an agent",
	"put me through to somebody who can help", "connect me with a real person", "get me a human", "give me your supervisor",
	"I need a real human being", "I want a live agent", "I need to speak to an advisor about my loan",
	"is there anyone I can talk to? I would rather speak to a person", "please pass me to a colleague", "hand me over to support staff",
	"I don't want to talk to a bot", "stop this robot", "I do not want to speak with a machine", "forward me to a specialist",
	"This is useless. Agent!", "hello, human please", "can you connect us to a representative", "i wanna speak to a humen or a person",
	"My card was stolen and I need to talk to someone right now", "Not helpful, let me talk to a human", "ｔａｌｋ　ｔｏ　ａ　ｈｕｍａｎ",
}

var englishOthers = []string{
	"don't transfer me to an agent", "no agent please", "I don't want to talk to a person", "please do not connect me with an operator",
	"I never asked to speak to a human", "no need to talk to someone", "agent orange", "I am a travel agent, do you have discounts?",
	"is the cleaning agent safe for wood?", "someone stole my card", "somebody used my account", "transfer money to someone",
	"I want to transfer 50 euros to a person in France", "send money to my manager", "send a parcel to someone", "put it in the bag of another person",
	"how much per person?", "a table for two people please", "is it human hair?", "human rights report", "what does a sales representative earn",
	"my manager needs an invoice", "can I give someone a gift card?", "are you a robot?", "is the robot vacuum loud?", "machine wash at 30?",
	"which ai phone is the best", "talk about the price", "get me the blue one", "I spoke with a friend", "the delivery person was rude",
	"can another person collect my order?", "how do I contact the seller", "call", "", "does the operator charge roaming fees?",
}

var chineseWishes = []string{
	"人工", "转人工", "人工客服", "我要人工", "请转人工", "转人工！！", "转接人工服务", "找人工客服", "客服", "真人", "在线等，转人工",
	"我要找真人客服", "有没有真人", "帮我转一下人工", "麻烦转人工客服，谢谢", "不要机器人", "我不想跟机器人说话", "别用机器人敷衍我",
	"叫你们经理来", "我要找你们领导", "找主管", "换个人跟我说", "人工服务在吗", "轉人工", "轉接客服", "我要和真人聊", "退货的事，找客服",
	"说不清楚，给我转人工吧", "你好，人工", "talk to 人工", "接人工", "我要投诉，叫你们领导出来", "听不懂吗？我要人工", "有人吗，转客服",
}

var chineseOthers = []string{
	"不要转人工", "别转人工", "先不用转人工", "不用转人工，我自己来", "我不想转人工", "人工智能", "人工智能音箱多少钱", "人工湖怎么走", "人工费多少",
	"手机壳是人工皮革的吗", "人工呼吸怎么做", "真人秀", "真人CS在哪里玩", "和照片上的真人一样吗", "客服电话是多少", "客服几点上班", "你们客服态度很差",
	"我是经理", "经理的名片怎么印", "机器人多少钱", "扫地机器人坏了", "转账给别人", "给家人转钱", "找不到订单", "找人代付", "可以送人吗", "别人能代收吗",
	"请问人到了吗", "要几个人拼团", "个人信息怎么改", "本人不在家", "人民币", "领导让我开发票", "", "换个颜色", "我要退货", "收货人填错了",
}

// handsOver reports whether a message alone makes the bot hand over.
func handsOver(t *testing.T, bot *kefu.Bot, text string) bool {
	t.Helper()
	reply, err := bot.Handle(t.Context(), kefu.Message{ID: uuid.NewString(), Conversation: uuid.NewString(), Text: text})
	require.NoError(t, err)
	return reply.Kind == dialog.HandedOff
}

func TestAsksForAPerson(t *testing.T) {
	bot, err := kefu.New(&kefu.Options{Handoff: &takeOver{}})
	require.NoError(t, err)
	for _, wish := range slices.Concat(englishWishes, chineseWishes) {
		assert.True(t, handsOver(t, bot, wish), wish)
	}
	for _, other := range slices.Concat(englishOthers, chineseOthers) {
		assert.False(t, handsOver(t, bot, other), other)
	}
}

// An agent orange is no agent, but the wish beside it counts, wherever a long
// message has it.
func TestWishInALongMessage(t *testing.T) {
	bot, err := kefu.New(&kefu.Options{Handoff: &takeOver{}})
	require.NoError(t, err)
	story := strings.Repeat("The parcel came late and the box was open. ", 40)
	require.True(t, handsOver(t, bot, story+"Let me talk to a person."))
	require.True(t, handsOver(t, bot, "Don't send me to the shop. "+story+"Connect me with an agent"))
	require.False(t, handsOver(t, bot, strings.Repeat(story, 10)))
}

// The messages to banks and hotels of NLU++ (PolyAI, CC BY 4.0).
func TestAsksForAPersonOnRealMessages(t *testing.T) {
	bot, err := kefu.New(&kefu.Options{Handoff: &takeOver{}})
	require.NoError(t, err)
	var hit, wrong, missed float64
	for line := range strings.Lines(readData(t, "emotion/handoff_nlupp.dev.tsv.gz")) {
		columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch wants, got := columns[1] == "1", handsOver(t, bot, columns[0]); {
		case wants && got:
			hit++
		case wants:
			missed++
		case got:
			wrong++
		}
	}
	require.EqualValues(t, 14, hit+missed)
	precision, recall := hit/(hit+wrong), hit/(hit+missed)
	t.Logf("precision %.3f, recall %.3f, F1 %.3f", precision, recall, 2*hit/(2*hit+wrong+missed))
	require.GreaterOrEqual(t, precision, 1.0)
	require.GreaterOrEqual(t, recall, 0.64)
}

// readData reads a file of the evaluation data, or skips the test where the
// data is missing.
func readData(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("KEFU_DATA")
	if dir == "" {
		dir = "../shared/data" // beside the repository
	}
	file, err := os.Open(filepath.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) && !slices.Contains(strings.Split(os.Getenv("KEFU_REQUIRE"), ","), "data") {
		t.Skip("the evaluation data is not here: set KEFU_DATA to its directory to run this test")
	}
	require.NoError(t, err)
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	require.NoError(t, err)
	data, err := io.ReadAll(unpacked)
	require.NoError(t, err)
	return string(data)
}
