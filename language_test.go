package kefu_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
)

const (
	unknownEn = "I'm sorry, I don't know"
	unknownZh = "抱歉，这个问题我暂时答不上来"
)

func TestLanguageOfReplies(t *testing.T) {
	type said struct{ text, locale, want string }
	for _, c := range []struct {
		name  string
		opts  kefu.Options
		turns []said
	}{
		{"of each message", kefu.Options{}, []said{
			{"where is the zebra", "", "en"}, {"斑马在哪里", "", "zh"}, {"where is the zebra", "", "en"},
		}},
		{"digits keep it", kefu.Options{}, []said{{"斑马在哪里", "", "zh"}, {"12345", "", "zh"}, {"👍", "", "zh"}}},
		{"one unknown word keeps it", kefu.Options{}, []said{{"斑马在哪里", "", "zh"}, {"kefuXL", "", "zh"}}},
		{"digits first", kefu.Options{}, []said{{"12345", "", "en"}}},
		{"digits first, host in China", kefu.Options{Locale: "zh-CN"}, []said{{"12345", "", "zh-CN"}, {"where is the zebra", "", "en"}}},
		{"declared", kefu.Options{}, []said{{"12345", "zh-TW", "zh-TW"}, {"678", "", "zh-TW"}}},
		{"declared, same language", kefu.Options{}, []said{{"斑马在哪里", "zh-HK", "zh-HK"}, {"where is it", "en-GB", "en-GB"}}},
		{"declared, but the text shows another", kefu.Options{}, []said{{"斑马在哪里", "en-GB", "zh"}, {"where is the zebra", "zh", "en"}}},
		{"declared, unknown to the bot", kefu.Options{}, []said{{"12345", "fr-FR", "en"}}},
		{"mixed, more Chinese", kefu.Options{}, []said{{"我的 iPhone 的斑马在哪里呢", "", "zh"}}},
		{"mixed, more English", kefu.Options{}, []said{{"where can I find the word 斑马 on this page", "", "en"}}},
		{"a language without texts", kefu.Options{}, []said{{"où est le zèbre de ma sœur", "", "en"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			bot, err := kefu.New(&c.opts)
			require.NoError(t, err)
			talk := newTalk(t, bot)
			for _, s := range c.turns {
				reply := talk.send(kefu.Message{Text: s.text, Locale: s.locale})
				require.Equal(t, s.want, reply.Locale, s.text)
				if s.want[:2] == "zh" {
					require.Contains(t, reply.Text, unknownZh)
				} else {
					require.Contains(t, reply.Text, unknownEn)
				}
			}
		})
	}
}

// All of the bot's words are in the customer's language.
func TestChineseTexts(t *testing.T) {
	c := newTalk(t, newBot(t, &kefu.Options{Handoff: &takeOver{}, Sender: &outbound{}}))
	offer := c.say("我的会员卡")
	require.Contains(t, offer.Text, "您想问的是")
	require.Equal(t, "都不是", offer.Choices[3].Label)
	require.Contains(t, c.say("").Text, "没有收到文字内容")
	require.Contains(t, c.say("斑马").Text, unknownZh)
	require.Contains(t, c.say("斑马").Text, "没能帮您解决问题")
	back, err := c.bot.Release(t.Context(), "c", "r")
	require.NoError(t, err)
	require.Contains(t, back.Text, "智能助手继续为您服务")
	require.Contains(t, c.say("人工").Text, "正在为您转接人工客服，您之前")
}

// Answers of another language than the message's are not shown, and those
// without a language are.
func TestEntriesByLanguage(t *testing.T) {
	bot := newBot(t, nil)
	vip := entry("vip-en", "en", "VIP 会员 VIP 会员 VIP")
	both := entry("both", "", "订单 order")
	_, err := bot.KB().Put(t.Context(), vip, both)
	require.NoError(t, err)
	ask := func(text, locale string) string {
		reply, err := bot.Handle(t.Context(), kefu.Message{ID: text, Conversation: "in " + locale, Text: text, Locale: locale})
		require.NoError(t, err)
		return reply.Source
	}
	require.Equal(t, "both", ask("订单 order", ""))
	require.Equal(t, "both", ask("订单 order", "zh"))
	require.Equal(t, "pay", ask("42", ""), "nothing tells: all are considered")
	require.Equal(t, "pay", ask("42", "zh"), "what is said about the customer shuts nothing out")
	require.Empty(t, ask("How do I 退货 可以吗 请问一下", "en"), "what the text shows does")
}

// A reply is in the language of the entry that it shows.
func TestReplySpeaksTheEntrysLanguage(t *testing.T) {
	c := newTalk(t, newBot(t, nil))
	require.Equal(t, "zh", c.say("斑马在哪里").Locale)
	require.Equal(t, "en", c.say("42").Locale)
	reply := c.send(kefu.Message{Text: "怎么退货", Locale: "zh-TW"})
	require.Equal(t, "zh-return", reply.Source)
	require.Equal(t, "zh-TW", reply.Locale, "an entry for all Chinese speaks the customer's")
}

// The language of a conversation is the customer's, not the agent's.
func TestAgentKeepsTheLanguage(t *testing.T) {
	c := newTalk(t, newBot(t, nil))
	require.Equal(t, "zh", c.say("斑马在哪里").Locale)
	agentSays(t, c.bot, "c", "OK, this is the tracking number of the parcel")
	back, err := c.bot.Release(t.Context(), "c", "r")
	require.NoError(t, err)
	require.Equal(t, "zh", back.Locale)
	require.Equal(t, "zh", c.say("123").Locale)
}

func TestOwnTexts(t *testing.T) {
	full := kefu.Texts{
		Suggest: "Oder meinen Sie", Unknown: "Weiß nicht", AskPerson: " Mensch", HandingOff: "Moment", GivingUp: "Leider", Upset: "Verzeihung", NobodyThere: "Niemand da",
		Back: "Wieder da", Empty: "Leer", TooLong: "Lang", Declined: "Das nicht", NoneOfThese: "Nichts davon",
	}
	bot := newBot(t, &kefu.Options{Locale: "de-AT", Texts: map[string]kefu.Texts{
		"en": {Unknown: "No idea.\nSorry."}, "de": full,
	}})
	c := newTalk(t, bot)
	require.Equal(t, "No idea.\nSorry.", c.say("where is the zebra").Text)
	require.Contains(t, c.say("the person I want to talk to is a human").Text, "nobody can take over", "other fields keep their default")
	require.Contains(t, c.say("斑马在哪里").Text, unknownZh)

	german := &talk{t: t, bot: bot, id: "de"}
	require.Equal(t, "Leer", german.say("").Text)
	require.Equal(t, "Weiß nicht", german.say("wo ist das zebra denn nur").Text)
	require.Equal(t, "de-AT", german.send(kefu.Message{Text: "12", Locale: "de-AT"}).Locale)
}

// What customers say to a list is what the list says.
func TestOwnNoneOfThese(t *testing.T) {
	c := newTalk(t, newBot(t, &kefu.Options{Texts: map[string]kefu.Texts{"en": {NoneOfThese: "Try again"}}}))
	require.Equal(t, "Try again", c.say("my warranty").Choices[3].Label)
	require.Equal(t, dialog.Unanswered, c.say("try again!").Kind)
}
