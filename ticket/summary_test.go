package ticket_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/ticket"
)

func says(role ticket.Role, text string) ticket.Remark {
	return ticket.Remark{Actor: ticket.Actor{Role: role}, Comment: ticket.Comment{Text: text}}
}

func notes(text string) ticket.Remark {
	return ticket.Remark{Actor: mia, Comment: ticket.Comment{Text: text, Internal: true}}
}

func TestASummaryIsChosenFromWhatWasSaid(t *testing.T) {
	c := ticket.Ticket{
		Subject: "Router", Locale: "en", Waiting: time.Unix(1, 0), Tags: []string{"router", "vip"},
		Summary: "Problem: old words\nMood: angry (-0.80, worst -0.90)\nEarlier: 2026-01-02 mail parcel late; T-1001 Lamp (closed)",
	}
	comments := []ticket.Remark{
		says(ticket.Customer, "Hi there! Good morning. My router model X200 drops the connection every evening since the update. I hope you are well."),
		says(ticket.Bot, "Hello! Please restart the router and install firmware 2.1. Thanks!"),
		says(ticket.Customer, "Thanks."),
		notes("Fine.\nFirmware 2.1 is known to drop connections on the X200, see the bulletin."),
		{Actor: ticket.BySystem("x"), Comment: ticket.Comment{Text: "kept by a program about the router X200 connection", Internal: true}},
		says(ticket.Agent, "Good evening, I have sent you a replacement router today."),
		says(ticket.Customer, "When will the replacement arrive?"),
	}
	s := ticket.Summarize(&c, comments, []ticket.Ticket{{Number: "T-1001", Subject: "Lamp", State: "closed"}, {Subject: "Bulb", State: "open"}})
	assert.Equal(t, strings.Join([]string{
		"Problem: My router model X200 drops the connection every evening since the update.",
		"Told: Please restart the router and install firmware 2.1.; Good evening, I have sent you a replacement router today.",
		"Noted: Firmware 2.1 is known to drop connections on the X200, see the bulletin.",
		"Open: When will the replacement arrive?",
		"Mood: angry (-0.80, worst -0.90)",
		"Earlier: T-1001 Lamp (closed); Bulb (open); 2026-01-02 mail parcel late",
		"Tags: router; vip",
	}, "\n"), s.Text)
	c.Waiting = time.Time{}
	assert.Empty(t, ticket.Summarize(&c, comments, nil).Open, "nothing is open while nobody waits")
}

func TestAChineseSummary(t *testing.T) {
	c := ticket.Ticket{Subject: "退款", Waiting: time.Unix(1, 0)}
	s := ticket.Summarize(&c, []ticket.Remark{
		says(ticket.Customer, "你好，在吗？我上周买的台灯坏了，想申请退款。谢谢！"),
		says(ticket.Agent, "您好！退款已经提交，三个工作日内到账。"),
		says(ticket.Customer, "好的。那运费谁承担？"),
	}, []ticket.Ticket{{Number: "T-1001", Subject: "发票", State: "closed"}})
	assert.Equal(t, "问题：我上周买的台灯坏了，想申请退款。\n已答复：退款已经提交，三个工作日内到账。\n待解决：那运费谁承担？\n历史：T-1001 发票（closed）", s.Text)
	assert.Equal(t, "zh", s.Language)
}

// A summary is bounded and the same each time, whatever was said.
func TestSummariesAreBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", strings.Repeat("word ", 5000), strings.Repeat("长句子", 9000), "a. b? c! 1;", "\xff\x00"}))
		c := ticket.Ticket{Subject: text.Draw(t, "subject"), Summary: text.Draw(t, "summary"), Waiting: time.Unix(1, 0), Tags: []string{text.Draw(t, "tag")}}
		var comments []ticket.Remark
		for i := range rapid.IntRange(0, 12).Draw(t, "n") {
			r := says(rapid.SampledFrom([]ticket.Role{ticket.Customer, ticket.Agent, ticket.Bot}).Draw(t, "role"), text.Draw(t, fmt.Sprint("text", i)))
			r.Comment.Internal = rapid.Bool().Draw(t, "internal")
			comments = append(comments, r)
		}
		s := ticket.Summarize(&c, comments, nil)
		if n := utf8.RuneCountInString(s.Text); n > 600 || len(s.Text) > ticket.MaxValue || !utf8.ValidString(s.Text) || strings.ContainsRune(s.Text, 0) {
			t.Fatalf("%d runes, %d bytes: %q", n, len(s.Text), s.Text)
		}
		if again := ticket.Summarize(&c, comments, nil); again.Text != s.Text {
			t.Fatalf("%q, then %q", s.Text, again.Text)
		}
	})
}

func TestTheDeskKeepsASummary(t *testing.T) {
	ctx := context.Background()
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "old", Subject: "Lamp", Customer: "carl"}, carl)
	b.open(ticket.Draft{ID: "a", Subject: "Router", Customer: "carl", Comments: []ticket.Comment{{Text: "My router X200 is broken."}}}, carl)
	b.open(ticket.Draft{ID: "later", Subject: "Later", Customer: "carl"}, carl)
	text, err := b.Summarize(ctx, "a")
	require.NoError(t, err)
	assert.Equal(t, "Problem: My router X200 is broken.\nEarlier: T-1001 Lamp (new)", text)
	c, err := b.Load(ctx, "a")
	require.NoError(t, err)
	assert.Equal(t, text, c.Summary)
	last := gather(t, b.History(ctx, "a"))[1]
	assert.Equal(t, ticket.BySystem("summary"), last.Actor)
	again, err := b.Summarize(ctx, "a")
	require.NoError(t, err)
	assert.Equal(t, text, again)
	same, err := b.Load(ctx, "a")
	require.NoError(t, err)
	assert.Equal(t, c.Version, same.Version, "the same summary is no change")
	b.do("a", mia, ticket.MoveTo("closed", "done"), ticket.Note("Replaced the router X200 today."))
	text, err = b.Summarize(ctx, "a")
	require.NoError(t, err)
	assert.Contains(t, text, "Noted: Replaced the router")
	ended, err := b.Load(ctx, "a")
	require.NoError(t, err)
	assert.Equal(t, c.Summary, ended.Summary, "what has ended stays as it is")
	_, err = b.Summarize(ctx, "none")
	require.ErrorIs(t, err, ticket.ErrNotFound)
}

func TestTheHostSummarizes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx := context.Background()
		var hook func(ctx context.Context, c *ticket.Ticket, comments []ticket.Remark) (string, error)
		desk, err := ticket.New(ticket.NewMemoryStore(), &ticket.Options{
			Rules:      &ticket.Rules{},
			Summarizer: ticket.SummarizerFunc(func(ctx context.Context, c *ticket.Ticket, r []ticket.Remark) (string, error) { return hook(ctx, c, r) }),
		})
		require.NoError(t, err)
		_, err = desk.Open(ctx, ticket.Draft{ID: "a", Subject: "Router", Customer: "carl", Comments: []ticket.Comment{{Text: "It is broken."}}}, carl)
		require.NoError(t, err)
		for name, c := range map[string]struct {
			hook func(ctx context.Context, c *ticket.Ticket, comments []ticket.Remark) (string, error)
			want string
		}{
			"his own": {func(_ context.Context, c *ticket.Ticket, r []ticket.Remark) (string, error) {
				return c.Subject + ": " + r[0].Comment.Text, nil
			}, "Router: It is broken."},
			"too long": {func(context.Context, *ticket.Ticket, []ticket.Remark) (string, error) {
				return strings.Repeat("好", 3000), nil
			}, strings.Repeat("好", ticket.MaxValue/3)},
			"an error": {func(context.Context, *ticket.Ticket, []ticket.Remark) (string, error) { return "x", errors.New("no") }, "Problem: It is broken."},
			"a panic":  {func(context.Context, *ticket.Ticket, []ticket.Remark) (string, error) { panic("no") }, "Problem: It is broken."},
			"nothing":  {func(context.Context, *ticket.Ticket, []ticket.Remark) (string, error) { return " ", nil }, "Problem: It is broken."},
			"too late": {func(ctx context.Context, _ *ticket.Ticket, _ []ticket.Remark) (string, error) {
				<-ctx.Done()
				return "", ctx.Err()
			}, "Problem: It is broken."},
		} {
			hook = c.hook
			text, err := desk.Summarize(ctx, "a")
			require.NoError(t, err, name)
			assert.Equal(t, c.want, text, name)
		}
		gone, cancel := context.WithCancel(ctx)
		hook = func(context.Context, *ticket.Ticket, []ticket.Remark) (string, error) { cancel(); return "x", nil }
		_, err = desk.Summarize(gone, "a")
		require.ErrorIs(t, err, context.Canceled)
	})
}
