package dialogtest

import (
	"time"

	"github.com/kefu-go/kefu/dialog"
)

// fullTurn returns a turn that has every field set, with a reply, a hand-off and
// an effect in its outbox.
func fullTurn(conversation, message string, version int64) dialog.Turn {
	at := noon()
	parts := func() []dialog.Part {
		return []dialog.Part{
			{Kind: dialog.TextPart, Text: "the invoice, as you asked"},
			{Kind: dialog.ImagePart, Text: "a photo", URL: "https://example.com/a.png", MIME: "image/png"},
			{Kind: dialog.VideoPart, URL: "https://example.com/b"},
			{Kind: dialog.AudioPart, URL: "https://example.com/c"},
			{Kind: dialog.FilePart, URL: "https://example.com/d.pdf", MIME: "application/pdf"},
			{Kind: dialog.LinkPart, URL: "https://example.com/?a=1&b=2"},
			{Kind: dialog.LocationPart, Title: "the shop", Latitude: -33.8568, Longitude: 151.2153},
			{
				Kind: dialog.CardPart, Title: "a lamp", Image: "https://example.com/e.png", Size: 1 << 40,
				Choices: []dialog.Choice{{ID: "buy", Label: "Buy", URL: "https://example.com/buy"}},
			},
			{Kind: dialog.ARPart, URL: "https://example.com/f.usdz"},
		}
	}
	reply := func(id string) dialog.Reply {
		return dialog.Reply{
			ID: id, Conversation: conversation, Message: message, Kind: dialog.Suggested, From: dialog.Agent, Agent: "bob", Locale: "zh-Hans",
			Text: "您是想问：", Parts: parts(), Choices: []dialog.Choice{{ID: "1", Label: "退货"}, {ID: "2", Label: "refund"}},
			Source: "entry-17", Score: 0.1 + 0.2, Question: "m0", Reading: fullReading(), Owner: dialog.Agent, At: at.Add(time.Second),
		}
	}
	spoken := reply("spoken:" + message)
	return dialog.Turn{
		Conversation: dialog.Conversation{
			ID: conversation, Customer: "ann", Channel: "wechat", Locale: "zh-Hans", Owner: dialog.Agent, Version: version,
			Created: at.Add(-time.Hour), Updated: at, Due: at.Add(time.Hour), State: []byte{0, 1, 2, 0xff},
		},
		Message: dialog.Message{
			ID: message, Conversation: conversation, From: dialog.Customer, Customer: "ann", Agent: "bob", Channel: "wechat",
			Locale: "en", Text: "Where is my order?", Choice: "2", Parts: parts(), At: at,
		},
		Reply: reply("reply:" + message),
		Outbox: []dialog.Outgoing{
			{ID: "reply", Conversation: conversation, Customer: "ann", Channel: "wechat", Reply: &spoken, Due: at},
			{ID: "handoff", Conversation: conversation, Customer: "ann", Channel: "wechat", Due: at, Handoff: &dialog.Handoff{
				ID: "h1", Conversation: conversation, Customer: "ann", Channel: "wechat", Locale: "zh-Hans", Reason: dialog.AskedForHuman,
				Question: "人工", At: at, Brief: dialog.Brief{Category: "a/b", Tags: []string{"refund", "order:A-1"}, Urgency: 2, Mood: fullReading().Mood, Since: at.Add(-time.Hour)}, Transcript: []dialog.Line{
					{From: dialog.Customer, Text: "人工", At: at}, {From: dialog.Bot, Text: "好的", At: at.Add(time.Second)},
				},
				Reasons: []string{"rule:vip", "repeats"}, Priority: 3, Skills: []string{"refunds", "zh"}, Flow: "return", Slots: map[string]string{"return.order": "A-1"},
				Course: []float64{0.1, -0.7}, Past: []dialog.PastConversation{{ID: "c0", Channel: "web", Ended: at.Add(-time.Hour), Summary: "退款"}},
				Summary: dialog.Summary{
					Language: "zh", Problem: "退款没到", Tried: []string{"请稍等"}, Open: "什么时候到?", Details: []string{"order A-1"}, Mood: "生气", Text: "问题:退款没到",
				},
			}},
			{ID: "effect", Conversation: conversation, Customer: "ann", Channel: "wechat", Due: at, Effect: &dialog.Effect{
				Name: "cancel order", Key: "k1", Args: map[string]string{"order": "A-1", "reason": "不要了"},
			}},
		},
		Events: []dialog.Event{
			{Type: dialog.EventSlotFilled, Cause: message, Flow: "return", Slot: "order", Value: "A-1", Detail: "heard", At: at, V: 1},
			{Type: dialog.EventAnswered, Cause: message, Value: "entry-17", At: at.Add(time.Second), V: 2},
		},
		Trace: []byte{0, 0xff, '{', 1},
	}
}

// fullReading returns a reading that has every field set.
func fullReading() *dialog.Reading {
	return &dialog.Reading{
		Language: "en", Intent: "refund", Confidence: 0.1 + 0.7, Sure: true, Novelty: 0.1, Intents: []string{"refund", "invoice"}, Category: "after_sales/refund", Model: "v7",
		WantsHuman: true, Urgency: 2, Complex: true, Keywords: []string{"refund", "退款"},
		Values:  []dialog.Value{{Type: "order", Value: "A-1", Role: "old", Start: 3, End: 6}},
		Emotion: "angry", Valence: -0.7, Intensity: 0.9, Tones: []string{"rude", "threat"}, Cues: []string{"still waiting"},
		Mood: dialog.Mood{Label: "angry", Now: -0.6, Trend: -0.1, Peak: -0.8, Cause: "still waiting", NeedsHuman: 0.75, Turns: 3},
	}
}

// atMoment returns the turn with every time set to at.
func atMoment(t dialog.Turn, at time.Time) dialog.Turn {
	t.Conversation.Created, t.Conversation.Updated, t.Conversation.Due = at, at, at
	t.Message.At, t.Reply.At = at, at
	for i := range t.Events {
		t.Events[i].At = at
	}
	for i := range t.Outbox {
		out := &t.Outbox[i]
		out.Due = at
		if out.Reply != nil {
			out.Reply.At = at
		}
		if out.Handoff != nil {
			out.Handoff.At, out.Handoff.Brief.Since = at, at
			for j := range out.Handoff.Past {
				out.Handoff.Past[j].Ended = at
			}
			for j := range out.Handoff.Transcript {
				out.Handoff.Transcript[j].At = at
			}
		}
	}
	return t
}

// withText returns the turn with every free text set to text.
func withText(t dialog.Turn, text string) dialog.Turn {
	t.Conversation.Customer, t.Conversation.Channel = text, text
	t.Message.Customer, t.Message.Agent, t.Message.Text, t.Message.Choice = text, text, text, text
	t.Message.Parts[0].Text, t.Message.Parts[1].URL = text, text
	t.Reply.Text, t.Reply.Choices[0].Label = text, text
	t.Events[0].Value, t.Events[0].Detail = text, text
	for i := range t.Outbox {
		out := &t.Outbox[i]
		out.Customer = text
		if out.Reply != nil {
			out.Reply.Text = text
		}
		if out.Handoff != nil {
			out.Handoff.Question, out.Handoff.Transcript[0].Text = text, text
		}
		if out.Effect != nil {
			out.Effect.Args["order"] = text
		}
	}
	return t
}
