package dialog

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMendedReportAgain: a report of a hand-off that failed, told once more, or ended
// for good, leaves alone what the customer has begun since.
func TestMendedReportAgain(t *testing.T) {
	d := newTimedDesk(t, Options{Flows: []*Flow{timedFlow(nil)}})
	d.say("talk to a human please")
	id := d.session().Pending.ID
	_, err := d.e.Progress(t.Context(), "c", "p1", HandoffProgress{ID: id, State: HandoffFailed})
	require.NoError(t, err)
	d.say("return it")
	d.say("A-77")
	for _, report := range []string{"p2", "p3"} {
		_, err = d.e.Progress(t.Context(), "c", report, HandoffProgress{ID: id, State: HandoffFailed})
		require.NoError(t, err, report)
		require.Len(t, d.session().Frames, 1, report)
	}
	_, err = d.e.Progress(t.Context(), "c", "p4", HandoffProgress{ID: id, State: HandoffCompleted})
	require.NoError(t, err)
	assert.Len(t, d.session().Frames, 1)
}

// TestMendedOfflineThenSay: an agent who comes to a message that was left is done with
// it under the id that he got it by.
func TestMendedOfflineThenSay(t *testing.T) {
	d := offlineDesk(t)
	d.say("talk to a human please")
	d.say("My parcel is lost")
	d.after(0)
	id := d.sent[0].Handoff.ID
	_, err := d.e.Say(t.Context(), Message{ID: "1", Conversation: "c", Text: "Found it.", Agent: "bo"})
	require.NoError(t, err)
	r, err := d.e.Progress(t.Context(), "c", "p", HandoffProgress{ID: id, State: HandoffCompleted})
	require.NoError(t, err)
	assert.Equal(t, Bot, r.Owner)
}

// mendedKnowledge finds what a test says.
type mendedKnowledge func(Query) Found

func (k mendedKnowledge) Search(_ context.Context, q Query) (Found, error) { return k(q), nil }

func (k mendedKnowledge) Answer(_ context.Context, h Hit, _ Query) (Answer, error) {
	return Answer{Entry: h.ID, Text: "answer " + h.ID, Category: "refund"}, nil
}

// mendedSure is sure of some words, and finds nothing for others.
func mendedSure(words ...string) mendedKnowledge {
	return func(q Query) Found {
		for _, w := range words {
			if strings.Contains(q.Text, w) {
				return Found{Confidence: Sure, Hits: []Hit{{ID: w, Question: "What about " + w + "?", Score: .9}}}
			}
		}
		return Found{Confidence: Nothing}
	}
}

func mendedPeople(o *Options) {
	o.Handoff = HandoffFunc(func(context.Context, Handoff) error { return nil })
}

// TestMendedUndeliverable: where nobody can take a hand-off, the customer hears of it
// and has the bot again.
func TestMendedUndeliverable(t *testing.T) {
	d := newTimedDesk(t, Options{Handoff: HandoffFunc(func(context.Context, Handoff) error { return ErrUndeliverable })})
	require.Equal(t, Agent, d.say("talk to a human please").Owner)
	_, err := d.e.Deliver(t.Context())
	require.ErrorIs(t, err, ErrUndeliverable)
	require.Len(t, d.sent, 1)
	assert.Contains(t, d.sent[0].Reply.Text, d.e.texts[TextNobodyCame]["en"][0])
	r := d.say("hello")
	assert.Equal(t, Bot, r.Owner)
	assert.Equal(t, Chatted, r.Kind)
}

// TestMendedRefundedAndHandedOff: who is handed over in the turn in which something was
// done for him hears of both, but not of the question that is not asked any more.
func TestMendedRefundedAndHandedOff(t *testing.T) {
	f := talkWith(t, mendedPeople, &Flow{Name: "refund", Label: In("the refund", "退款"), Phrases: []string{"refund me"}, Steps: []Step{
		Ask(PatternSlot("order", `[A-Z]-\d+`, In("order", "订单"), In("Which order?", "哪个订单?"))),
		Do("refund", func(context.Context, Call) (Result, error) {
			return Result{Say: In("I have refunded $50 to your card.", "已退款50元。")}, nil
		}),
		Ask(TextSlot("why", In("reason", "原因"), In("Why was it?", "为什么?"))),
	}})
	f.say("refund me")
	words := f.say("A-1, and my lawyer will sue you")
	assert.Equal(t, HandedOff, f.reply.Kind)
	assert.True(t, strings.HasPrefix(words, "I have refunded $50 to your card.\n"), words)
	assert.NotContains(t, words, "Why was it?")
	assert.Contains(t, words, "passing you on")
}

// TestMendedLawIsInsisted: an answer settles no threat with the law, also where it is a
// good one.
func TestMendedLawIsInsisted(t *testing.T) {
	for _, threat := range []string{"退款再不处理我就起诉你们", "refund me now or I will sue you"} {
		f := talkWith(t, func(o *Options) { mendedPeople(o); o.Knowledge = mendedSure("refund", "退款") })
		f.say("hello")
		f.say(threat)
		assert.Equal(t, HandedOff, f.reply.Kind, threat)
	}
}

// TestMendedThanksAreNoDoubt: what asks nothing is no answer that is too unsure.
func TestMendedThanksAreNoDoubt(t *testing.T) {
	for _, words := range []string{"thanks", "谢谢", "hello", "bye", "please repeat that"} {
		f := talkWith(t, func(o *Options) {
			mendedPeople(o)
			o.Knowledge = mendedSure("refund")
			o.Categories = CategoryPolicies{{Category: "refund", Handoff: CategoryHandoff{Confidence: .4}}}
		})
		f.say("how do I get a refund?")
		f.say(words)
		assert.NotEqual(t, HandedOff, f.reply.Kind, words)
		f.say("zebra")
		assert.Equal(t, HandedOff, f.reply.Kind, words)
	}
}

// TestMendedOfferByNumber: an offer of a person that shows two choices is answered by
// the number of one.
func TestMendedOfferByNumber(t *testing.T) {
	for number, kind := range map[string]ReplyKind{"1": HandedOff, "第二个": Chatted, "2.": Chatted} {
		f := talkWith(t, func(o *Options) { mendedPeople(o); o.Knowledge = mendedSure("hours"); o.MaxFollowUps = 5 })
		f.say("what are your hours?")
		f.say("that doesn't help")
		require.Len(t, f.reply.Choices, 2)
		f.say(number)
		assert.Equal(t, kind, f.reply.Kind, number)
	}
}

// TestMendedNarrowingWaits: what is said in between takes no narrowing question away.
func TestMendedNarrowingWaits(t *testing.T) {
	var hits []Hit
	for i := range 8 {
		about := []string{"delivery", "returns"}[i%2]
		hits = append(hits, Hit{ID: "e" + itoa(i), Question: "Question " + about + " number " + itoa(i), Category: about, Score: .5})
	}
	for _, between := range []string{"hold on", "say that again", "thanks"} {
		f := talkWith(t, func(o *Options) {
			o.Knowledge = mendedKnowledge(func(q Query) Found {
				if q.Text == "many" {
					return Found{Confidence: Unsure, Hits: hits[:3], More: hits[3:]}
				}
				return Found{}
			})
		})
		f.say("many")
		f.say(between)
		f.say("1")
		assert.Equal(t, Suggested, f.reply.Kind, between)
	}
}

// TestMendedUnsoundSearch: a knowledge base that is sure of nothing in particular fails
// no turn.
func TestMendedUnsoundSearch(t *testing.T) {
	for _, found := range []Found{{Confidence: Unsure}, {Confidence: Sure}, {Confidence: Unsure, More: []Hit{{ID: "a"}}}} {
		f := talkWith(t, func(o *Options) { o.Knowledge = mendedKnowledge(func(Query) Found { return found }) })
		f.say("zebra?")
		assert.Equal(t, Unanswered, f.reply.Kind)
	}
	f := talkWith(t, func(o *Options) {
		o.Knowledge = mendedKnowledge(func(Query) Found { return Found{Confidence: Sure, Hits: []Hit{{ID: "a", Score: math.NaN()}}} })
	})
	f.say("zebra?")
	assert.Equal(t, Answered, f.reply.Kind)
	assert.Zero(t, f.reply.Score)
}

// TestMendedSecret: a secret is nowhere in what people get, neither while its flow is
// open nor after it has ended.
func TestMendedSecret(t *testing.T) {
	for _, ended := range []bool{false, true} {
		pin := PatternSlot("pin", `\d{6}`, In("PIN", "密码"), In("PIN?", "密码?"))
		pin.Secret = true
		flow := &Flow{Name: "p", Label: In("p", "p"), Phrases: []string{"check in"}, Steps: []Step{Ask(pin)}}
		if !ended {
			flow.Steps = append(flow.Steps, Ask(PatternSlot("order", `[A-Z]-\d+`, In("order", "订单"), In("Order?", "订单?"))))
		}
		d := newTimedDesk(t, Options{Flows: []*Flow{flow}, Reader: ReaderFunc(func(_ context.Context, in ReadInput) (Understood, error) {
			u := Understood{Reading: Reading{WantsHuman: strings.Contains(in.Text, "human")}}
			if at := strings.Index(in.Text, "424242"); at >= 0 {
				u.Reading.Values = []Value{{Type: "order", Value: "424242", Start: at, End: at + 6}}
			}
			return u, nil
		})})
		d.say("check in")
		d.say("the pin is 424242")
		d.say("talk to a human please")
		d.after(0)
		require.NotEmpty(t, d.sent)
		h := d.sent[0].Handoff
		require.NotNil(t, h)
		data, err := json.Marshal(h)
		require.NoError(t, err)
		assert.NotContains(t, string(data), "424242")
		assert.Contains(t, string(data), masked)
		assert.Contains(t, string(data), "the pin is "+masked, "only the secret is hidden")
	}
}

// TestMendedNever: a category that is for the bot alone gives nobody away who does not
// ask for it.
func TestMendedNever(t *testing.T) {
	f := talkWith(t, func(o *Options) {
		mendedPeople(o)
		o.Reader, o.Knowledge = nil, mendedSure("refund")
		o.Categories = CategoryPolicies{{Category: "refund", Handoff: CategoryHandoff{Never: true}}}
	})
	f.say("how do I get a refund?")
	for range 3 {
		f.say("zebra yak")
		assert.Equal(t, Unanswered, f.reply.Kind)
	}
	f.say("how do I get a refund?")
	for range 3 {
		f.say("that doesn't help")
		assert.Equal(t, Bot, f.reply.Owner)
	}
	f.say("talk to a human please")
	assert.Equal(t, HandedOff, f.reply.Kind)
}

// TestMendedMessageForPeople: what is said beside a message to leave is not taken for it.
func TestMendedMessageForPeople(t *testing.T) {
	for words, kind := range map[string]ReplyKind{
		"thanks": Chatted, "谢谢": Chatted, "bye": Chatted, "hold on": Chatted, "unsubscribe": Chatted,
		"repeat please": Repeated, "what are your opening hours?": Answered,
	} {
		d := newTimedDesk(t, Options{
			Knowledge: mendedSure("hours"),
			Available: func(context.Context, Handoff) (Availability, error) { return Availability{Closed: true}, nil },
		})
		d.say("talk to a human please")
		assert.Equal(t, kind, d.say(words).Kind, words)
		if kind == Answered {
			d.say(words) // once more: then it is meant for people
		} else {
			d.say("My parcel is lost")
		}
		assert.Len(t, d.events(EventOfflineMessage), 1, words)
	}
}

// TestMendedFlowAsksAfterClosed: where people are away and the flow below goes on, the
// answer to what it asks is no message for people.
func TestMendedFlowAsksAfterClosed(t *testing.T) {
	d := offlineDesk(t, timedFlow(nil), &Flow{Name: "b", Label: In("the gift", "礼品"), Phrases: []string{"gift"}, Steps: []Step{HandOff("x", In("I will ask someone.", "问"))}})
	d.say("return it")
	d.say("gift")
	d.say("A-77")
	assert.Empty(t, d.events(EventOfflineMessage))
	require.Len(t, d.session().Frames, 1)
	assert.Equal(t, "A-77", d.session().top().Slots["order"].Value)
}

// TestMendedPressedTwice: a button answers the question that it was shown with: pressed
// again it confirms nothing else, and an old one changes what it was about.
func TestMendedPressedTwice(t *testing.T) {
	done := 0
	f := talkWith(t, nil, &Flow{Name: "buy", Label: In("the order", "订单"), Phrases: []string{"buy"}, Steps: []Step{
		Ask(YesNoSlot("gift", In("gift wrap", "包装"), In("Gift wrap?", "要包装吗?"))),
		Confirm(In("Place the order for $900, gift wrap {gift}?", "下单，包装{gift}?")),
		Do("order", func(context.Context, Call) (Result, error) { done++; return Result{}, nil }),
		Say(In("Ordered.", "已下单")),
	}})
	f.say("buy")
	gift := f.reply.Choices
	require.Len(t, gift, 2)
	f.pick(gift[0].ID)
	order := f.reply.Choices
	require.Len(t, order, 2)
	for range 5 {
		assert.Equal(t, "Place the order for $900, gift wrap Yes?", f.pick(gift[0].ID))
	}
	assert.Zero(t, done)
	assert.Contains(t, f.pick(gift[1].ID), "Place the order for $900, gift wrap No?")
	assert.Contains(t, f.pick(order[0].ID), "Place the order", "that was about other values")
	assert.Zero(t, done)
	assert.Equal(t, "Ordered.", f.pick(f.reply.Choices[0].ID))
	assert.Equal(t, 1, done)
}
