package dialog

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Impatience is what is nothing else; whoever says more, or asks what the bot may know, has
// said something.
func TestVents(t *testing.T) {
	for words, vents := range map[string]bool{
		"this is taking forever": true, "Come on!!": true, "ugh, hurry up please": true, "what a waste of time": true, "are you kidding me?": true, "how much longer?": true,
		"太慢了吧": true, "等了半天了": true, "你们这系统真垃圾，快点！": true, "搞什么啊": true, "有完没完？": true,
		"the kettle is useless": false, "this is ridiculous, I want my money": false, "it is a joke present": false, "too many parcels": false,
		"水壶太垃圾": false, "快点发货": false, "烦死了，我要退款": false, "够了三件": false,
	} {
		d := talkWith(t, nil, contactFlow())
		d.say("contact")
		d.say(words)
		assert.Equal(t, vents, d.state().top().Attempts == 0 && len(d.events(EventSoothed)) == 1, words)
	}
}

// A few words that the reader knows for angry ones are impatience, too, where no words but
// certain ones are an answer.
func TestVentsThatTheReaderSees(t *testing.T) {
	feels := Reading{Emotion: "angry", Valence: -0.8, Intensity: 0.8}
	for words, vents := range map[string]bool{"you lot drive me up the wall": false, "you drive me mad": true} {
		d := talkWith(t, func(o *Options) { o.Reader = readsAs(feels) }, contactFlow())
		d.say("contact")
		d.say(words)
		assert.Equal(t, vents, d.state().top().Attempts == 0, words)
	}
	d := talkWith(t, func(o *Options) { o.Reader = readsAs(feels) }, contactFlow())
	for _, words := range []string{"contact", "skip", "mail me not, I won't give my mail", "no, I won't tell you my mail", "you drive me mad"} {
		d.say(words)
	}
	assert.Equal(t, "you drive me mad", d.slots()["note"])
}

func readsAs(r Reading) Reader {
	return ReaderFunc(func(context.Context, ReadInput) (Understood, error) { return Understood{Reading: r}, nil })
}

// What is ruled out at a glance is what no phrase is in.
func TestMayVent(t *testing.T) {
	for _, words := range [][]string{ventWords, ventWordsHan} {
		for _, w := range words {
			for _, key := range []string{w, "oh " + w, w + " now", "我 " + w, "我" + w + "了", w + "a", "bot" + w, w + "\xff", "\xe4" + w} {
				if is, _ := ventIn(key); is {
					if !mayVent(key) {
						t.Errorf("%q is ruled out", key)
					}
				}
			}
		}
	}
	for _, key := range []string{"", "how long does delivery take", "a card", "发货要多久", "\xff", "杭\xe4"} {
		if mayVent(key) {
			t.Errorf("%q is not ruled out", key)
		}
	}
}
