package ticket_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/ticket"
)

func lampHandoff(at time.Time) ticket.Handoff {
	return ticket.Handoff{
		ID: "talk/handoff/1", Conversation: "talk", Customer: "carl", Channel: "web", Locale: "en-GB", Reason: "escalated", Reasons: []string{"unresolved"},
		Priority: 1, Urgency: 2, Question: "Where is my refund?", Category: "billing/refund", Tags: []string{"order:4711", "refund"},
		Mood:  ticket.Mood{Label: "angry", Now: -0.8, Peak: -0.9, Trend: -0.2, Failures: 2},
		Slots: map[string]string{"returns.order": "4711", "returns.size": "M", "returns.days": "many"},
		Transcript: []ticket.Line{
			{From: ticket.Customer, Text: "My lamp arrived broken", At: at.Add(-3 * time.Minute)},
			{From: ticket.Bot, Name: "kefu", Text: "You can send it back.", At: at.Add(-2 * time.Minute)},
			{Text: "Where is my refund?", At: at.Add(-time.Minute)},
			{From: ticket.System, Text: "handed over", At: at},
			{From: ticket.Customer, Text: "  "},
		},
		Problem: "My lamp arrived broken", Tried: []string{"You can send it back."}, Open: "Where is my refund?",
		Past: []ticket.PastConversation{{ID: "old", Channel: "mail", Started: at.Add(-48 * time.Hour), Category: "delivery", Summary: "parcel late; waited", Outcome: "resolved"}},
		At:   at,
	}
}

func TestAHandoffBecomesATicket(t *testing.T) {
	ctx := context.Background()
	b := newBench(t, &ticket.Rules{Fields: []ticket.FieldRule{
		{Name: "size", Type: ticket.ChoiceField, Choices: []string{"s", "m"}}, {Name: "returns.order"}, {Name: "days", Type: ticket.IntegerField},
	}})
	at := b.now.Add(-time.Minute)
	h := lampHandoff(at)
	d := b.FromHandoff(h)
	c := b.open(d, ticket.ByBot("kefu"))
	assert.Equal(t, "talk/handoff/1", c.ID)
	assert.Equal(t, c.ID, c.Source)
	assert.Equal(t, "My lamp arrived broken", c.Subject)
	assert.Equal(t, "billing/refund", c.Category)
	assert.Equal(t, 3, c.Priority, "urgent, angry, two failures")
	assert.Equal(t, []string{"angry", "order:4711", "refund", "unresolved"}, c.Tags)
	assert.Equal(t, map[string]string{"size": "m", "returns.order": "4711"}, c.Fields)
	assert.Equal(t, at, c.Created)
	assert.Equal(t, strings.Join([]string{
		"Problem: My lamp arrived broken",
		"Details: days: many",
		"Told: You can send it back.",
		"Open: Where is my refund?",
		"Mood: angry (-0.80, worst -0.90), getting worse",
		"Earlier: 2026-11-21 mail delivery parcel late, waited (resolved)",
		"Tags: angry; order:4711; refund; unresolved",
	}, "\n"), c.Summary)
	var said []string
	for _, r := range gather(t, b.Comments(ctx, c.ID, false)) {
		said = append(said, fmt.Sprint(r.Actor.Role, " ", r.Actor.ID, " ", r.At.Sub(at), " ", r.Comment.Internal, " ", r.Comment.Text))
	}
	assert.Equal(t, []string{
		"customer carl -3m0s false My lamp arrived broken", "bot kefu -2m0s false You can send it back.",
		"customer carl -1m0s false Where is my refund?", "system  0s true handed over",
	}, said)
	assert.Equal(t, c.Version, b.open(b.FromHandoff(h), ticket.ByBot("kefu")).Version, "the same hand-off is the same ticket")
}

func TestHandoffsThatSayLittle(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	d := b.FromHandoff(ticket.Handoff{})
	assert.Equal(t, ticket.Draft{Subject: "Customer request", Type: "question"}, d)
	d = b.FromHandoff(ticket.Handoff{ID: "h", Locale: "zh-CN", Offline: true, At: b.now.Add(time.Second), Mood: ticket.Mood{Label: "frustrated", Now: -0.5, Peak: -0.7, Trend: 0.2}})
	assert.Equal(t, "客户咨询", d.Subject)
	assert.Equal(t, []string{"frustrated", "offline"}, d.Tags)
	assert.Zero(t, d.Created, "clocks differ: a time that has not come is none")
	assert.Equal(t, "情绪：不满（-0.50，最低 -0.70），有所好转\n标签：frustrated；offline", d.Summary)
	d = b.FromHandoff(ticket.Handoff{Locale: "zh", Transcript: []ticket.Line{{Text: "你好"}, {Text: "我的订单4711还没发货，什么时候发?"}, {From: ticket.Bot, Text: "一般三天内发货。"}}})
	assert.Equal(t, "你好", d.Subject)
	assert.Equal(t, "问题：我的订单4711还没发货，什么时候发?\n已答复：一般三天内发货。", d.Summary, "without a summary, one is made of the lines")
	d = b.FromHandoff(ticket.Handoff{Mood: ticket.Mood{Label: "neutral", Peak: -0.2}, Problem: "x"})
	assert.Equal(t, "Problem: x", d.Summary, "a mood that is none is not told")
}

func TestALongHandoffIsCut(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	h := ticket.Handoff{ID: strings.Repeat("x", 300), Customer: "carl"}
	for i := range 400 {
		h.Transcript = append(h.Transcript, ticket.Line{Text: fmt.Sprint("line ", i)})
	}
	d := b.FromHandoff(h)
	require.Len(t, d.Comments, ticket.MaxList)
	assert.Equal(t, "line 49", d.Comments[49].Text)
	assert.Equal(t, "line 194", d.Comments[50].Text)
	assert.Equal(t, "line 399", d.Comments[ticket.MaxList-1].Text)
	assert.True(t, strings.HasPrefix(d.ID, "sha256:"))
	h.ID += "y"
	assert.NotEqual(t, d.ID, b.FromHandoff(h).ID)
}

// Whatever a hand-off or a message is like, its draft can be opened, by a bot.
func TestDraftsCanBeOpened(t *testing.T) {
	b := newBench(t, &ticket.Rules{Fields: []ticket.FieldRule{{Name: "n", Type: ticket.NumberField}, {Name: "t", Min: bound(1)}}})
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", " ", "\x00", "\xff\xfe", "客服", strings.Repeat("好", 30000), strings.Repeat("\xff", 70000), "a\nb"}))
		say := func(name string) string { return text.Draw(t, name) }
		h := ticket.Handoff{
			ID: say("id"), Conversation: say("conversation"), Customer: say("customer"), Channel: say("channel"), Locale: say("locale"), Reason: say("reason"),
			Reasons: []string{say("reasons")}, Priority: rapid.Int().Draw(t, "priority"), Question: say("question"), Intent: say("intent"), Category: say("category"),
			Tags: []string{say("tag"), say("tag")}, Tier: say("tier"), Mood: ticket.Mood{Label: say("mood"), Now: rapid.Float64().Draw(t, "now")},
			Slots: map[string]string{"n": say("n"), "x.t": say("t"), say("slot"): say("value")}, Problem: say("problem"), Tried: []string{say("tried")},
			Transcript: []ticket.Line{{From: ticket.Role(say("from")), Name: say("name"), Text: say("line"), At: b.now}},
			Past:       []ticket.PastConversation{{Summary: say("past")}}, Details: []string{say("detail")},
		}
		m := ticket.Message{
			ID: say("id"), Channel: say("channel"), Conversation: say("conversation"), Customer: say("customer"), Subject: say("subject"), Text: say("text"),
			Attachments: []ticket.Attachment{{URL: say("url"), Name: say("name")}, {URL: "u"}}, Author: &ticket.Actor{Role: ticket.Role(say("role")), ID: say("author"), Name: say("name")},
			Triage: ticket.TriageInput{Category: say("category"), Tier: say("tier")},
		}
		for _, d := range []ticket.Draft{b.FromHandoff(h), b.FromMessage(m)} {
			d.ID = "" // one of each
			c, err := b.Open(context.Background(), d, ticket.ByBot("kefu"))
			if err != nil {
				t.Fatalf("%v", err)
			}
			if !utf8.ValidString(c.Subject + c.Summary) {
				t.Fatal("no UTF-8")
			}
		}
	})
}
