package kefu_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

func TestBadIDs(t *testing.T) {
	stores := kefu.MemoryStores()
	bot := newBot(t, &kefu.Options{Stores: stores})
	fields := map[string]func(*kefu.Message) *string{
		"id":           func(m *kefu.Message) *string { return &m.ID },
		"conversation": func(m *kefu.Message) *string { return &m.Conversation },
		"customer":     func(m *kefu.Message) *string { return &m.Customer },
		"agent":        func(m *kefu.Message) *string { return &m.Agent },
		"channel":      func(m *kefu.Message) *string { return &m.Channel },
		"locale":       func(m *kefu.Message) *string { return &m.Locale },
		"choice":       func(m *kefu.Message) *string { return &m.Choice },
	}
	for field, at := range fields {
		for _, id := range append(storetest.BadIDs(), strings.Repeat("i", 257)) {
			if id == "" && field != "id" && field != "conversation" {
				continue
			}
			msg := kefu.Message{ID: "m", Conversation: "c", Text: "customer's secret"}
			*at(&msg) = id
			for _, call := range []func(kefu.Message) (kefu.Reply, error){
				func(m kefu.Message) (kefu.Reply, error) { return bot.Handle(t.Context(), m) },
				func(m kefu.Message) (kefu.Reply, error) { return bot.Say(t.Context(), m) },
			} {
				_, err := call(msg)
				var fault *dialog.FieldError
				require.ErrorAs(t, err, &fault, "%s %q", field, id)
				require.ErrorIs(t, err, kefu.ErrInvalid)
				require.Equal(t, field, fault.Field)
				require.NotContains(t, err.Error(), "secret")
			}
		}
	}
	_, err := bot.Release(t.Context(), "c", "")
	require.ErrorIs(t, err, kefu.ErrInvalid)
	_, err = bot.Release(t.Context(), "", "r")
	require.ErrorIs(t, err, kefu.ErrInvalid)
	_, err = stores.Dialog.Load(t.Context(), "c")
	require.ErrorIs(t, err, dialog.ErrNotFound, "nothing was stored")
}

// Ids are compared byte for byte, however much alike they look.
func TestStrangeIDs(t *testing.T) {
	stores := kefu.MemoryStores()
	bot := newBot(t, &kefu.Options{Stores: stores})
	for _, id := range append(storetest.IDs(), strings.Repeat("i", 256)) {
		_, err := bot.Handle(t.Context(), kefu.Message{ID: id, Conversation: id, Customer: id, Text: id})
		require.NoError(t, err, id)
		require.Len(t, transcript(t, stores.Dialog, id), 1)
	}
}

func TestWrongParty(t *testing.T) {
	bot := newBot(t, nil)
	for _, from := range []dialog.Role{dialog.Agent, dialog.Bot, dialog.System, "boss"} {
		_, err := bot.Handle(t.Context(), kefu.Message{ID: "m", Conversation: "c", From: from, Text: "hi"})
		var fault *dialog.FieldError
		require.ErrorAs(t, err, &fault)
		require.Equal(t, "from", fault.Field)
	}
	for _, from := range []dialog.Role{dialog.Customer, dialog.Bot, dialog.System} {
		_, err := bot.Say(t.Context(), kefu.Message{ID: "m", Conversation: "c", From: from, Text: "hi"})
		require.ErrorIs(t, err, kefu.ErrInvalid)
	}
}

func TestSayNeedsWords(t *testing.T) {
	bot := newBot(t, nil)
	for _, text := range []string{"", " \n", strings.Repeat("x", kefu.MaxText+1)} {
		_, err := bot.Say(t.Context(), kefu.Message{ID: "m", Conversation: "c", Text: text})
		var fault *dialog.FieldError
		require.ErrorAs(t, err, &fault)
		require.Equal(t, "text", fault.Field)
	}
	_, err := bot.Say(t.Context(), kefu.Message{ID: "m", Conversation: "c", Parts: []kefu.Part{{Kind: dialog.ImagePart, URL: "u"}}})
	require.NoError(t, err, "a picture says it")
	_, err = bot.Say(t.Context(), kefu.Message{ID: "n", Conversation: "c", Text: strings.Repeat("x", kefu.MaxText)})
	require.NoError(t, err)
}

func TestTooManyParts(t *testing.T) {
	bot := newBot(t, nil)
	for n, ok := range map[int]bool{64: true, 65: false} {
		_, err := bot.Handle(t.Context(), kefu.Message{ID: "m", Conversation: "c", Parts: make([]kefu.Part, n)})
		if ok {
			require.NoError(t, err)
			continue
		}
		var fault *dialog.FieldError
		require.ErrorAs(t, err, &fault)
		require.Equal(t, "parts", fault.Field)
	}
}

func TestTexts(t *testing.T) {
	long := strings.Repeat("长", kefu.MaxText/3)
	for _, c := range []struct {
		name, text string
		kind       dialog.ReplyKind
		stored     string
	}{
		{"empty", "", dialog.Invalid, ""},
		{"blank", " \t\n　", dialog.Invalid, " \t\n　"},
		{"control characters only", "\x00\x07\x1b", dialog.Invalid, ""},
		{"control characters inside", "How can\x00 I\x1b pay?\x7f", dialog.Answered, "How can I pay?"},
		{"line breaks stay", "How can\nI\tpay?", dialog.Answered, "How can\nI\tpay?"},
		{"emoji only", "😀👍🏽", dialog.Unanswered, "😀👍🏽"},
		{"punctuation only", "?!", dialog.Unanswered, "?!"},
		{"zero width only", "\u200b\u2060", dialog.Unanswered, "\u200b\u2060"},
		{"html", "<b>How can I pay?</b><script>alert(1)</script>", dialog.Unanswered, "<b>How can I pay?</b><script>alert(1)</script>"},
		{"not UTF-8", "caf\xff\xfe zebra", dialog.Unanswered, "caf\ufffd zebra"},
		{"as long as allowed", long, dialog.Unanswered, long},
		{"one byte longer", long + "xx", dialog.Invalid, long + "xx"},
		{"1 MB", strings.Repeat("x", 1<<20), dialog.Invalid, strings.Repeat("x", 1<<20)},
		{"1 MB of Chinese", strings.Repeat("长", 1<<20/3), dialog.Invalid, strings.Repeat("长", 1<<20/3)},
		{"1 MB of rubbish", strings.Repeat("\xff\x00", 1<<19), dialog.Invalid, ""},
		{"deep nesting", strings.Repeat("(", 9999), dialog.Unanswered, strings.Repeat("(", 9999)},
	} {
		t.Run(c.name, func(t *testing.T) {
			stores := kefu.MemoryStores()
			reply := newTalk(t, newBot(t, &kefu.Options{Stores: stores})).say(c.text)
			require.Equal(t, c.kind, reply.Kind)
			require.NotEmpty(t, reply.Text)
			stored := transcript(t, stores.Dialog, "c")[0].Message.Text
			require.True(t, utf8.ValidString(stored))
			if c.stored != "" {
				require.Equal(t, c.stored, stored)
			}
		})
	}
}

// What a customer wrote is never in the bot's own words.
func TestRepliesDoNotEcho(t *testing.T) {
	require.NotContains(t, newTalk(t, newBot(t, nil)).say("<img src=x onerror=alert(1)>").Text, "<img")
}

// A message without words, or too long, is no unanswered question.
func TestUnreadableMessagesDoNotHandOver(t *testing.T) {
	c := newTalk(t, newBot(t, &kefu.Options{Handoff: &takeOver{}}))
	for range 3 {
		require.Contains(t, c.say("").Text, "did not get any text")
		require.Contains(t, c.say(strings.Repeat("talk to a person ", 2000)).Text, "too long")
	}
}

// Parts are cleaned like text, so that every store can keep them.
func TestPartsAreCleaned(t *testing.T) {
	stores := kefu.MemoryStores()
	newTalk(t, newBot(t, &kefu.Options{Stores: stores})).send(kefu.Message{
		Parts: []kefu.Part{{Kind: "im\x00age", Text: "a\xffb", URL: "u\x1b", MIME: "m\x00"}},
	})
	require.Equal(t, []kefu.Part{{Kind: "image", Text: "a\ufffdb", URL: "u", MIME: "m"}}, transcript(t, stores.Dialog, "c")[0].Message.Parts)
}

func FuzzHandle(f *testing.F) {
	for _, text := range append(storetest.Texts(), "2", "the second one", "转人工", "human", "my warranty", "\xff", "我的会员卡 2 none") {
		f.Add(text, "", "", "")
	}
	f.Add("", "w2", "zh", "\x00")
	knowledge := kefu.MemoryStores().KB
	newBot(f, &kefu.Options{Stores: kefu.Stores{KB: knowledge, Dialog: dialog.NewMemoryStore()}})
	f.Fuzz(func(t *testing.T, text, choice, locale, id string) {
		stores := kefu.Stores{KB: knowledge, Dialog: dialog.NewMemoryStore()}
		bot, err := kefu.New(&kefu.Options{Stores: stores, Handoff: &takeOver{}, Sender: &outbound{}})
		require.NoError(t, err)
		const conversation = "c"
		_, err = bot.Handle(t.Context(), kefu.Message{ID: "offer", Conversation: conversation, Text: "my warranty"})
		require.NoError(t, err)
		msg := kefu.Message{ID: "m" + id, Conversation: conversation, Text: text, Choice: choice, Locale: locale, Parts: []kefu.Part{{Text: text}}}
		reply, err := bot.Handle(t.Context(), msg)
		if err != nil {
			require.ErrorIs(t, err, kefu.ErrInvalid)
			return
		}
		again, err := bot.Handle(t.Context(), msg)
		require.NoError(t, err)
		require.Equal(t, reply, again)
		require.True(t, utf8.ValidString(reply.Text))
		require.Equal(t, reply.Kind == dialog.Relayed, reply.Text == "")
		require.True(t, reply.Score >= 0 && reply.Score <= 1)
		require.Equal(t, reply.Kind == dialog.Suggested, len(reply.Choices) > 0)
		record, err := stores.Dialog.Replied(t.Context(), conversation, msg.ID)
		require.NoError(t, err)
		require.True(t, utf8.ValidString(record.Message.Text))
	})
}
