package dialog

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// oneStep is a flow that asks for an order and has an effect.
func oneStep(name, phrase string) *Flow {
	order := ValueSlot[string]("order", "order", In("order", "订单"), In("Which order?", "哪个订单？"))
	return &Flow{Name: name, Label: In("the "+name, name), Phrases: []string{phrase}, Intents: []string{name}, Steps: []Step{
		Ask(order), Emit("done", nil), Say(In(name+" of {order}.", name+"{order}。")),
	}}
}

// intentWords is a reader that knows an intent by its word, and tells of all that it sees.
func intentWords(words map[string]string) Reader {
	return ReaderFunc(func(ctx context.Context, in ReadInput) (Understood, error) {
		u, err := flowReader.Read(ctx, in)
		for _, word := range []string{"broken", "when"} {
			if strings.Contains(in.Text, word) {
				u.Reading.Intent, u.Reading.Sure = words[word], true
				u.Reading.Intents = append(u.Reading.Intents, words[word])
			}
		}
		return u, err
	})
}

func effects(o *Options) {
	o.Effects = map[string]EffectFunc{"done": func(context.Context, Effect) error { return nil }}
}

// Two tasks that are over in one turn are two, each with its own values and its own effect.
func TestTwoTasksInOneTurn(t *testing.T) {
	d := talkWith(t, effects, oneStep("repair", "repair"), oneStep("track", "track"))
	text := d.say("Please repair A-1 and track B-2.")
	require.Contains(t, text, "repair of A-1.\nNow to the track.\ntrack of B-2.")
	keys := map[string]bool{}
	for _, out := range d.outbox() {
		keys[out.ID], keys[out.Effect.Key] = true, true
	}
	assert.Len(t, keys, 4)
	assert.Empty(t, d.state().Next)
}

// Tasks that only a reader sees are found in the parts of the message.
func TestTwoTasksByIntent(t *testing.T) {
	d := talkWith(t, func(o *Options) {
		effects(o)
		o.Reader = intentWords(map[string]string{"broken": "repair", "when": "track"})
	}, oneStep("repair", "no such words"), oneStep("track", "none of them either"))
	require.Contains(t, d.say("my kettle is broken and when does B-2 come"), "First the repair")
	require.Equal(t, []queued{{Flow: "track", Words: "and when does B-2 come"}}, d.state().Next)
	require.Empty(t, d.slots())
	require.Contains(t, d.say("A-1"), "track of B-2.")
	require.Equal(t, "A-1", d.reply.Reading.Values[0].Value, "the reading is that of the message")
}

// What waits is forgotten with the talk that it waits in, and when its flow is gone.
func TestQueuedTasksAreDropped(t *testing.T) {
	d := talkWith(t, func(o *Options) {
		effects(o)
		o.Handoff = HandoffFunc(func(context.Context, Handoff) error { return nil })
		o.Reader = ReaderFunc(func(ctx context.Context, in ReadInput) (Understood, error) {
			u, err := flowReader.Read(ctx, in)
			u.Reading.WantsHuman = in.Text == "a person"
			return u, err
		})
	}, oneStep("repair", "repair"), oneStep("track", "track"))
	d.say("repair and track")
	d.say("a person")
	require.Empty(t, d.state().Next)

	d = talkWith(t, effects, oneStep("repair", "repair"), oneStep("track", "track"))
	d.say("repair and track")
	d.deploy(oneStep("repair", "repair"))
	require.Equal(t, "repair of A-1.", d.say("A-1"))
}
