package kefu_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

// offered returns a conversation in which the bot has just offered three
// questions, and "none of these" as the fourth.
func offered(t *testing.T, opts *kefu.Options, question string) *talk {
	t.Helper()
	c := newTalk(t, newBot(t, opts))
	require.Equal(t, dialog.Suggested, c.say(question).Kind)
	return c
}

func TestPick(t *testing.T) {
	for _, p := range []struct{ offer, said, source string }{
		{"my warranty", "2", "w2"},
		{"my warranty", "2.", "w2"},
		{"my warranty", "2)", "w2"},
		{"my warranty", "(2)", "w2"},
		{"my warranty", "#2", "w2"},
		{"my warranty", " ２ ", "w2"}, // full width
		{"my warranty", "two", "w2"},
		{"my warranty", "No. 2", "w2"},
		{"my warranty", "number 2", "w2"},
		{"my warranty", "Number two please", "w2"},
		{"my warranty", "option 3", "w3"},
		{"my warranty", "choice 3", "w3"},
		{"my warranty", "the second one", "w2"},
		{"my warranty", "The first!", "w1"},
		{"my warranty", "3rd", "w3"},
		{"my warranty", "the third one please", "w3"},
		{"我的会员卡", "2", "z2"},
		{"我的会员卡", "２。", "z2"},
		{"我的会员卡", "二", "z2"},
		{"我的会员卡", "第二个", "z2"},
		{"我的会员卡", "第2个吧", "z2"},
		{"我的会员卡", "第三项", "z3"},
		{"我的会员卡", "第一条", "z1"},
		{"我的会员卡", "选2", "z2"},
		{"我的会员卡", "选择 3", "z3"},
		{"我的会员卡", "选第三个", "z3"},
		{"我的会员卡", "两", "z2"},

		{"my warranty", "how long is the WARRANTY of a tablet", "w3"},
		{"my warranty", "tablet", "w3"},
		{"my warranty", "of a laptop?", "w2"},
		{"我的会员卡", "会员卡怎么注销", "z3"},
		{"我的会员卡", "注销", "z3"},
		{"我的会员卡", "补办", "z2"},
	} {
		t.Run(p.said, func(t *testing.T) {
			reply := offered(t, nil, p.offer).say(p.said)
			require.Equal(t, dialog.Answered, reply.Kind, reply.Text)
			require.Equal(t, p.source, reply.Source)
			require.Equal(t, "answer "+p.source, reply.Text)
			require.EqualValues(t, 1, reply.Score, "the customer has said which")
		})
	}
}

func TestPickNone(t *testing.T) {
	for _, p := range []struct{ offer, said string }{
		{"my warranty", "none of these"},
		{"my warranty", "None of them."},
		{"my warranty", "4"},
		{"my warranty", "the fourth one"},
		{"my warranty", "neither"},
		{"my warranty", "no"},
		{"my warranty", "0"},
		{"my warranty", "something else"},
		{"我的会员卡", "都不是"},
		{"我的会员卡", "都不是。"},
		{"我的会员卡", "以上都不是"},
		{"我的会员卡", "第四个"},
		{"我的会员卡", "没有我要的"},
		{"我的会员卡", "其它"},
	} {
		t.Run(p.said, func(t *testing.T) {
			reply := offered(t, nil, p.offer).say(p.said)
			require.Equal(t, dialog.Unanswered, reply.Kind, reply.Text)
			require.Empty(t, reply.Choices)
		})
	}
}

// "None of these" is an unanswered question like any other.
func TestPickNoneCounts(t *testing.T) {
	c := offered(t, &kefu.Options{Handoff: &takeOver{}}, "my warranty")
	require.Equal(t, dialog.Unanswered, c.say("none of these").Kind)
	require.Equal(t, dialog.Suggested, c.say("my warranty").Kind)
	require.Equal(t, dialog.HandedOff, c.say("4").Kind)
}

func TestPickByButton(t *testing.T) {
	for _, p := range []struct {
		name   string
		msg    kefu.Message
		kind   dialog.ReplyKind
		source string
	}{
		{"button", kefu.Message{Choice: "w2"}, dialog.Answered, "w2"},
		{"button beats text", kefu.Message{Choice: "w2", Text: "3"}, dialog.Answered, "w2"},
		{"none of these", kefu.Message{Choice: "-"}, dialog.Unanswered, ""},
		{"of an earlier list", kefu.Message{Choice: "pay"}, dialog.Answered, "pay"},
		{"of no list", kefu.Message{Choice: "gone"}, dialog.Unanswered, ""},
		{"of no list, with text", kefu.Message{Choice: "gone", Text: "3"}, dialog.Answered, "w3"},
	} {
		t.Run(p.name, func(t *testing.T) {
			reply := offered(t, nil, "my warranty").send(p.msg)
			require.Equal(t, p.kind, reply.Kind)
			require.Equal(t, p.source, reply.Source)
		})
	}
}

func TestNumberBeyondTheOffer(t *testing.T) {
	for _, said := range []string{"5", "10", "-1", "1.5", "第九个"} {
		require.Equal(t, dialog.Unanswered, offered(t, nil, "my warranty").say(said).Kind, said)
	}
	require.Equal(t, "pay", offered(t, nil, "my warranty").say("42").Source, "it is a question then")
}

// A number is a pick only right after an offer.
func TestNumberIsAQuestionWithoutAnOffer(t *testing.T) {
	bot := newBot(t, nil)
	two := entry("two", "", "2")
	_, err := bot.KB().Put(t.Context(), two)
	require.NoError(t, err)
	c := newTalk(t, bot)
	require.Equal(t, "two", c.say("2").Source)
	require.Equal(t, dialog.Suggested, c.say("my warranty").Kind)
	require.Equal(t, "w2", c.say("2").Source)
	require.Equal(t, "two", c.say("2").Source, "an offer is picked from once")
}

func TestPickOnlyFromTheLastOffer(t *testing.T) {
	c := offered(t, nil, "my warranty")
	require.Equal(t, dialog.Suggested, c.say("我的会员卡").Kind)
	require.Equal(t, "w2", c.send(kefu.Message{Choice: "w2"}).Source, "a button says which entry it means")
	require.Equal(t, dialog.Suggested, c.say("我的会员卡").Kind)
	require.Equal(t, "z2", c.say("2").Source)

	// Any other turn that says something ends the offer as well.
	require.Equal(t, dialog.Suggested, c.say("my warranty").Kind)
	require.Equal(t, dialog.Answered, c.say("How can I pay?").Kind)
	require.Equal(t, dialog.Unanswered, c.say("2").Kind)
}

// A message that could not be read is no answer to an offer.
func TestOfferOutlastsAnEmptyMessage(t *testing.T) {
	c := offered(t, nil, "my warranty")
	require.Equal(t, dialog.Invalid, c.say(" ").Kind)
	require.Equal(t, "w2", c.say("2").Source)
}

func TestPickOfADeletedEntry(t *testing.T) {
	c := offered(t, nil, "my warranty")
	require.NoError(t, c.bot.KB().Delete(t.Context(), "w2"))
	require.Equal(t, dialog.Unanswered, c.send(kefu.Message{Choice: "w2"}).Kind)

	c = offered(t, nil, "my warranty")
	require.NoError(t, c.bot.KB().Delete(t.Context(), "w2"))
	require.Equal(t, dialog.Unanswered, c.say("2").Kind)

	c = offered(t, nil, "my warranty")
	require.NoError(t, c.bot.KB().Delete(t.Context(), "w2"))
	require.Equal(t, "pay", c.send(kefu.Message{Choice: "w2", Text: "How can I pay?"}).Source, "what else it says is asked")
}

// What an entry says when it is picked counts, not what it said when offered.
func TestPickOfAChangedEntry(t *testing.T) {
	c := offered(t, nil, "my warranty")
	changed := entry("w2", "en", "Something new?")
	changed.Answer = kb.TextAnswer("two years now")
	_, err := c.bot.KB().Put(t.Context(), changed)
	require.NoError(t, err)
	require.Equal(t, "two years now", c.say("2").Text)
}

// A text that is part of two labels, or too short, picks nothing.
func TestPartOfALabelMustBeClear(t *testing.T) {
	for _, said := range []string{"how long is the", "a", "of", "arrant"} {
		require.NotEqual(t, dialog.Answered, offered(t, nil, "my warranty").say(said).Kind, said)
	}
	for _, said := range []string{"怎么", "办", "卡"} {
		require.NotEqual(t, dialog.Answered, offered(t, nil, "我的会员卡").say(said).Kind, said)
	}
}

// Whoever says it in other words after an offer need not be asked again.
func TestRewordingPicks(t *testing.T) {
	smart := entry("hours", "en", "When are you open on weekends?")
	smart.Mode = kb.Smart
	bot, err := kefu.New(&kefu.Options{Policy: kb.Policy{Direct: 1, Suggest: 1e-9}})
	require.NoError(t, err)
	_, err = bot.KB().Put(t.Context(), smart)
	require.NoError(t, err)
	c := newTalk(t, bot)
	require.Equal(t, dialog.Suggested, c.say("are you open on weekends then").Kind)
	reply := c.say("so on weekends you are open")
	require.Equal(t, dialog.Answered, reply.Kind)
	require.Equal(t, "hours", reply.Source)
	require.Less(t, reply.Score, 1.0)
	require.Equal(t, dialog.Suggested, c.say("so on weekends you are open").Kind, "without an offer it is not sure")
}

// A question of its own after an offer is answered, not taken for a pick.
func TestQuestionAfterAnOffer(t *testing.T) {
	require.Equal(t, "pay", offered(t, nil, "my warranty").say("How can I pay?").Source)
}

// The bound of the policy is that of the list, also above the default limit of
// matching.
func TestMaxSuggest(t *testing.T) {
	for _, most := range []int{1, 2, 7} {
		bot, err := kefu.New(&kefu.Options{Policy: kb.Policy{MaxSuggest: most}})
		require.NoError(t, err)
		for _, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
			e := entry(id, "", "Question "+id+" of the shop?", "lamp")
			e.Mode = kb.Contains
			_, err = bot.KB().Put(t.Context(), e)
			require.NoError(t, err)
		}
		require.Len(t, newTalk(t, bot).say("my lamp").Choices, most+1)
	}
}
