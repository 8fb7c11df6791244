package kefu_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/dialog/escalation"
	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/intent/emotion"
	"github.com/kefu-go/kefu/kb"
)

// told is a classifier that is sure of the label of each message that it knows.
type told map[string]string

func (k told) Classify(_ context.Context, in intent.Input) (intent.Result, error) {
	label, known := k[in.Text]
	if !known {
		return intent.Result{Novelty: 0.9}, nil
	}
	return intent.Result{
		Decision: intent.Confident, Model: "v1", Language: "en",
		Predictions: []intent.Prediction{{Label: label, Confidence: 0.92, Category: "from/model"}},
	}, nil
}

func TestReadingIsKeptWithTheTurn(t *testing.T) {
	stores := kefu.MemoryStores()
	bot := newBot(t, &kefu.Options{Stores: stores, Understanding: kefu.Understanding{
		Classifier: told{"Order A-10293 came broken, I am really angry!": "damaged"},
		Intents:    map[string]kefu.Action{"damaged": {Category: "after_sales/damage"}},
	}})
	c := newTalk(t, bot)
	reply := c.say("Order A-10293 came broken, I am really angry!")
	read := reply.Reading
	require.NotNil(t, read)
	require.Equal(t, "en", read.Language)
	require.Equal(t, "damaged", read.Intent)
	require.Equal(t, 0.92, read.Confidence)
	require.True(t, read.Sure)
	require.Equal(t, "after_sales/damage", read.Category, "the host's tree comes before the model's")
	require.Equal(t, "v1", read.Model)
	require.Contains(t, read.Values, dialog.Value{Type: "order", Value: "A-10293", Start: 6, End: 13})
	require.Equal(t, "angry", read.Emotion)
	require.Negative(t, read.Valence)
	require.Negative(t, read.Mood.Now)

	record, err := stores.Dialog.Replied(t.Context(), "c", "1")
	require.NoError(t, err)
	require.Equal(t, reply, record.Reply)

	require.Nil(t, c.send(kefu.Message{Choice: "return"}).Reading, "a button has no words of the customer's")
}

func TestIntentActs(t *testing.T) {
	sink := &takeOver{}
	bot := newBot(t, &kefu.Options{Handoff: sink, Understanding: kefu.Understanding{
		Classifier: told{"it blinks": "router", "close my account": "close", "How can I pay?": "router", "gone": "gone"},
		Intents:    map[string]kefu.Action{"router": {Entries: []string{"zh-router", "router"}}, "close": {HandOff: true, Category: "account"}, "gone": {Entries: []string{"nothing"}}},
	}})
	_, err := bot.KB().Put(t.Context(), router())
	require.NoError(t, err)
	c := newTalk(t, bot)

	begun := c.say("it blinks")
	require.Equal(t, "router", begun.Source)
	require.Equal(t, 0.92, begun.Score)
	require.Contains(t, begun.Text, "Which colour has the lamp?", "its guide begins")
	require.Equal(t, dialog.Guided, c.say("red").Kind)

	require.Equal(t, "answer pay", c.say("How can I pay?").Text, "the very text of an entry comes before the intent")
	require.Equal(t, dialog.Unanswered, c.say("gone").Kind, "an entry that is not there does nothing")

	passed := c.say("close my account")
	require.Equal(t, dialog.HandedOff, passed.Kind)
	_, err = bot.Deliver(t.Context())
	require.NoError(t, err)
	require.Len(t, sink.all(), 1)
	require.Equal(t, dialog.IntentMatched, sink.all()[0].Reason)
	require.Equal(t, "close my account", sink.all()[0].Question)
	require.Equal(t, "account", sink.all()[0].Brief.Category)
	require.Contains(t, sink.all()[0].Brief.Tags, "router", "and what it was about before")
}

func TestIntentPrefersItsCategory(t *testing.T) {
	red, blue := entry("red", "en", "Repair a red bag"), entry("blue", "en", "Repair a blue bag")
	red.Mode, blue.Mode, red.Category, blue.Category = kb.Smart, kb.Smart, "repair/red", "repair/blue"
	ask := func(category string) kefu.Reply {
		bot := newBot(t, &kefu.Options{Understanding: kefu.Understanding{
			Classifier: told{"repair my bag": "repair"}, Intents: map[string]kefu.Action{"repair": {Category: category}},
		}})
		_, err := bot.KB().Put(t.Context(), red, blue)
		require.NoError(t, err)
		return newTalk(t, bot).say("repair my bag")
	}
	first := func(r kefu.Reply) string {
		if len(r.Choices) > 0 {
			return r.Choices[0].ID
		}
		return r.Source
	}
	require.Equal(t, "red", first(ask("repair/red")))
	require.Equal(t, "blue", first(ask("repair/blue")))
}

func TestUnderstandingFailsAndTheBotAnswers(t *testing.T) {
	for name, classify := range map[string]intent.ClassifierFunc{
		"error": func(context.Context, intent.Input) (intent.Result, error) { return intent.Result{}, errors.New("away") },
		"panic": func(context.Context, intent.Input) (intent.Result, error) { panic("host") },
		"silent": func(ctx context.Context, _ intent.Input) (intent.Result, error) {
			<-ctx.Done()
			return intent.Result{}, ctx.Err()
		},
	} {
		t.Run(name, func(t *testing.T) {
			bot := newBot(t, &kefu.Options{Understanding: kefu.Understanding{
				Classifier: classify, Timeout: time.Millisecond,
				Prior:    func(kefu.Message, kb.Profile) map[string]float64 { panic("host") },
				Location: func(kefu.Message) *time.Location { panic("host") },
				Voice: kefu.VoiceEmotionFunc(func(context.Context, kefu.Message) (*emotion.Emotion, error) {
					panic("host")
				}),
			}})
			reply := newTalk(t, bot).say("How can I pay?")
			require.Equal(t, "answer pay", reply.Text)
			require.Equal(t, "en", reply.Reading.Language)
			require.Empty(t, reply.Reading.Intent)
		})
	}
}

func TestClassifierIsToldWhatIsKnown(t *testing.T) {
	var got intent.Input
	bot := newBot(t, &kefu.Options{
		Profiles: kefu.ProfilesFunc(func(_ context.Context, customer string) (kb.Profile, error) {
			return kb.Profile{Attributes: map[string]string{"name": customer}}, nil
		}),
		Understanding: kefu.Understanding{
			Classifier: intent.ClassifierFunc(func(_ context.Context, in intent.Input) (intent.Result, error) { got = in; return intent.Result{}, nil }),
			Prior: func(m kefu.Message, p kb.Profile) map[string]float64 {
				return map[string]float64{p.Attributes["name"] + " on " + m.Channel: 2}
			},
		},
	})
	newTalk(t, bot).send(kefu.Message{Text: "hello there", Customer: "ann", Channel: "web", Locale: "en-GB"})
	require.Equal(t, intent.Input{Text: "hello there", Locale: "en-GB", Prior: map[string]float64{"ann on web": 2}}, got)
}

func TestTimesAreTheCustomers(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*3600)
	bot := newBot(t, &kefu.Options{Understanding: kefu.Understanding{Location: func(kefu.Message) *time.Location { return shanghai }}})
	at := time.Date(2026, 11, 21, 20, 0, 0, 0, time.UTC) // the 22nd over there
	read := newTalk(t, bot).send(kefu.Message{Text: "deliver it tomorrow please", At: at}).Reading
	require.Len(t, read.Values, 1)
	require.Equal(t, "2026-11-23", read.Values[0].Value)
}

// The mood is that of the conversation: it outlives the process, and an upset
// customer gets a person without asking for one.
func TestUpsetCustomerGetsAPerson(t *testing.T) {
	sink, stores := &takeOver{}, kefu.MemoryStores()
	opts := func() *kefu.Options {
		return &kefu.Options{Stores: stores, Handoff: sink, MaxUnanswered: -1}
	}
	c := newTalk(t, newBot(t, opts()))
	var last kefu.Reply
	for _, text := range []string{
		"my parcel is still not here", "that does not help at all, where is my parcel?", "this is the third time I am asking, you are useless!",
		"what a terrible service, I have been waiting for three weeks!!", "I am furious, this is a scandal, I will complain about you everywhere!!!",
	} {
		bot, err := kefu.New(opts()) // another node each time
		require.NoError(t, err)
		c.bot = bot
		before := last
		if last = c.say(text); last.Kind == dialog.HandedOff {
			break
		}
		if before.Reading != nil {
			require.Greater(t, last.Reading.Mood.NeedsHuman, before.Reading.Mood.NeedsHuman, text)
		}
	}
	require.Equal(t, dialog.HandedOff, last.Kind)
	require.Contains(t, last.Text, "sorry about this")
	_, err := c.bot.Deliver(t.Context())
	require.NoError(t, err)
	handoff := sink.all()[0]
	require.Equal(t, dialog.Upset, handoff.Reason)
	require.NotEmpty(t, handoff.Reasons)
	require.Negative(t, handoff.Brief.Mood.Now)
	require.NotEmpty(t, handoff.Brief.Mood.Cause)
	require.NotZero(t, handoff.Brief.Since)
}

// One angry message gets what the bot has; so does an upset customer whose
// question the bot can answer.
func TestUpsetIsNoReasonToHideAnAnswer(t *testing.T) {
	c := newTalk(t, newBot(t, &kefu.Options{Handoff: &takeOver{}, MaxUnanswered: -1, Escalation: &escalation.Policy{Soothe: -1, Offer: -1, HandOff: 0.01}}))
	require.Equal(t, dialog.Unanswered, c.say("what a terrible service, I am furious!!!").Kind)
	require.Contains(t, c.say("How can I pay?").Text, "answer pay")
	require.Equal(t, dialog.HandedOff, c.say("zebra").Kind)
	calm := newTalk(t, newBot(t, &kefu.Options{Handoff: &takeOver{}, MaxUnanswered: -1, Escalation: &escalation.Policy{Soothe: -1, Offer: -1, HandOff: -1}}))
	for range 5 {
		require.Equal(t, dialog.Unanswered, calm.say("this is a scandal, you are useless!!!").Kind)
	}
}

// Without a model of the host's, messages are sorted by types all the same.
func TestCategoryWithoutAModel(t *testing.T) {
	c := newTalk(t, newBot(t, nil))
	for text, want := range map[string]string{
		"I want to return the shoes and get my money back": "after_sales",
		"我要投诉你们的客服，态度太差了":                                  "complaint",
	} {
		read := c.say(text).Reading
		require.True(t, strings.HasPrefix(read.Category, want), "%s: %s", text, read.Category)
		require.Empty(t, read.Intent)
	}
}

// Whatever a customer writes, a reading stays small, and tells no number that
// opens an account.
func TestReadingsAreSmallAndDiscreet(t *testing.T) {
	sink := &takeOver{}
	c := newTalk(t, newBot(t, &kefu.Options{Handoff: sink}))
	read := c.say(strings.Repeat("1 2 ", 4000)).Reading
	require.Len(t, read.Values, 8)
	read = c.say("my card 4111 1111 1111 1111, iban DE89370400440532013000, 身份证11010519491231002X, order A-10293").Reading
	data, err := json.Marshal(read)
	require.NoError(t, err)
	require.Contains(t, string(data), `"value":"****1111"`)
	require.NotContains(t, string(data), "4111111111111111")
	require.NotContains(t, string(data), "DE89370400440532013000")
	require.NotContains(t, string(data), "11010519491231002X")
	c.say("human please")
	deliver(t, c.bot)
	require.Contains(t, sink.all()[0].Brief.Tags, "order:A-10293")
	for _, tag := range sink.all()[0].Brief.Tags {
		require.NotRegexp(t, `card:|iban:|chinese_id:|4111|DE89|1101`, tag)
	}
}

func TestReadingSaysWhy(t *testing.T) {
	read, err := newBot(t, nil).Read(t.Context(), kefu.Message{Text: "this is outrageous, I will sue you!!!"})
	require.NoError(t, err)
	require.Contains(t, read.Tones, "threat")
	require.NotEmpty(t, read.Cues)
	require.LessOrEqual(t, len(read.Cues), 3)
	for _, cue := range read.Cues {
		require.Contains(t, "this is outrageous, I will sue you!!!", cue)
	}
}

func TestVoiceCounts(t *testing.T) {
	words := func(voice kefu.VoiceEmotion) dialog.Reading {
		bot := newBot(t, &kefu.Options{Understanding: kefu.Understanding{Voice: voice}})
		read, err := bot.Read(t.Context(), kefu.Message{ID: "1", Conversation: "c", Text: "where is my parcel"})
		require.NoError(t, err)
		return read
	}
	angry, err := emotion.New(nil)
	require.NoError(t, err)
	shouted := angry.Detect("I am furious, this is a scandal!!!")
	loud := words(kefu.VoiceEmotionFunc(func(_ context.Context, m kefu.Message) (*emotion.Emotion, error) {
		require.Equal(t, "where is my parcel", m.Text)
		return &shouted, nil
	}))
	require.Less(t, loud.Valence, words(nil).Valence)
	none := words(kefu.VoiceEmotionFunc(func(context.Context, kefu.Message) (*emotion.Emotion, error) { return nil, nil }))
	require.Equal(t, words(nil).Valence, none.Valence)
}

// A model that was published answers at once, and learns from a correction.
func TestModelsOfTheBot(t *testing.T) {
	var examples []intent.Example
	for label, texts := range map[string]string{
		"refund":   "I want my money back|please refund me|give me a refund|refund my order|I'd like to get my money back|refund the payment",
		"delivery": "where is my parcel|when does my order arrive|track my delivery|my package is late|has my parcel been sent|delivery status",
	} {
		for text := range strings.SplitSeq(texts, "|") {
			examples = append(examples, intent.Example{Text: text, Label: label})
		}
	}
	model, err := intent.Train(t.Context(), examples, nil)
	require.NoError(t, err)
	bot := newBot(t, nil)
	c := newTalk(t, bot)
	require.Empty(t, c.say("please refund my order").Reading.Intent, "nothing has been published")
	_, err = bot.Intents().Publish(t.Context(), model, "first")
	require.NoError(t, err)
	read := c.say("please refund my order").Reading
	require.Equal(t, "refund", read.Intent)
	require.Equal(t, model.Version(), read.Model)
	_, err = bot.Intents().Correct(t.Context(), intent.Correction{ID: "1", Text: "hand it over to my neighbour", Label: "delivery", At: noon})
	require.NoError(t, err)
	require.Equal(t, "delivery", c.say("hand it over to my neighbour").Reading.Intent)
}

func TestUnderstandingIsChecked(t *testing.T) {
	_, err := kefu.New(&kefu.Options{Understanding: kefu.Understanding{
		Timeout: -1, Intents: map[string]kefu.Action{"both": {Entries: []string{"x"}, HandOff: true}},
	}})
	for _, field := range []string{"understanding.timeout", "understanding.intents"} {
		require.ErrorContains(t, err, field)
	}
	require.ErrorIs(t, err, kefu.ErrInvalid)
}
