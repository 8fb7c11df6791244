package kefu_test

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// clock is a time that tests move.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func newClock() *clock { return &clock{t: noon} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// entry returns an entry that answers "answer <id>" to its very wordings.
func entry(id, locale, question string, phrasings ...string) kb.Entry {
	return kb.Entry{ID: id, Locale: locale, Question: question, Phrasings: phrasings, Answer: kb.TextAnswer("answer " + id), Mode: kb.Exact}
}

// shop is a knowledge base whose scores do not depend on how smart matching
// is tuned: "warranty" and "会员卡" name three entries each, equally well.
func shop() []kb.Entry {
	entries := []kb.Entry{
		entry("return", "en", "How do I return an item?", "send it back"),
		entry("pay", "en", "How can I pay?", "payment methods", "42"),
		entry("zh-return", "zh", "怎么退货？", "东西不想要了"),
	}
	for _, e := range []kb.Entry{
		entry("w1", "en", "How long is the warranty of a phone?", "warranty"),
		entry("w2", "en", "How long is the warranty of a laptop?", "warranty"),
		entry("w3", "en", "How long is the warranty of a tablet?", "warranty"),
		entry("z1", "zh", "会员卡怎么办理？", "会员卡"),
		entry("z2", "zh", "会员卡丢了怎么补办？", "会员卡"),
		entry("z3", "zh", "会员卡怎么注销？", "会员卡"),
	} {
		e.Mode = kb.Contains
		entries = append(entries, e)
	}
	return entries
}

// newBot returns a bot with the shop's knowledge.
func newBot(t testing.TB, opts *kefu.Options) *kefu.Bot {
	t.Helper()
	bot, err := kefu.New(opts)
	require.NoError(t, err)
	_, err = bot.KB().Put(t.Context(), shop()...)
	require.NoError(t, err)
	return bot
}

// talk is one conversation with a bot; its messages are numbered from 1.
type talk struct {
	t    testing.TB
	bot  *kefu.Bot
	id   string
	said int
}

func newTalk(t testing.TB, bot *kefu.Bot) *talk { return &talk{t: t, bot: bot, id: "c"} }

func (c *talk) say(text string) kefu.Reply {
	c.t.Helper()
	return c.send(kefu.Message{Text: text})
}

func (c *talk) send(msg kefu.Message) kefu.Reply {
	c.t.Helper()
	c.said++
	msg.ID, msg.Conversation = strconv.Itoa(c.said), c.id
	reply, err := c.bot.Handle(c.t.Context(), msg)
	require.NoError(c.t, err)
	return reply
}

// takeOver is a sink that takes every hand-off and remembers it.
type takeOver struct {
	mu    sync.Mutex
	taken []kefu.Handoff
}

func (s *takeOver) Offer(_ context.Context, h kefu.Handoff) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.taken = append(s.taken, h)
	return nil
}

func (s *takeOver) all() []kefu.Handoff {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.taken)
}

// outbound is a sender that remembers what it sent.
type outbound struct {
	mu   sync.Mutex
	sent []kefu.Outgoing
}

func (s *outbound) Send(_ context.Context, out kefu.Outgoing) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent = append(s.sent, out)
	return nil
}

func (s *outbound) texts() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var texts []string
	for _, out := range s.sent {
		texts = append(texts, out.Reply.Text)
	}
	return texts
}

func transcript(t testing.TB, store dialog.Store, conversation string) []dialog.Record {
	t.Helper()
	records, err := storetest.Collect(store.Transcript(t.Context(), conversation, 0))
	require.NoError(t, err)
	return records
}

func deliver(t testing.TB, bot *kefu.Bot) int {
	t.Helper()
	n, err := bot.Deliver(t.Context())
	require.NoError(t, err)
	return n
}
