package dialog

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// toConfirm is a talk in which the journey was told and is to be confirmed.
func toConfirm(t *testing.T, lang string) (*flowTalk, *booked) {
	t.Helper()
	b := &booked{}
	f := talkWith(t, nil, tripFlow(b.action))
	f.say(map[string]string{"en": "book a trip from Shanghai to Beijing on Monday, we are 2", "zh": "订行程，周一从上海到北京，2 个人"}[lang])
	require.Contains(t, f.say(map[string]string{"en": "skip", "zh": "跳过"}[lang]), map[string]string{"en": "Is that right?", "zh": "对吗"}[lang])
	return f, b
}

func TestAYesWithMoreBehindIt(t *testing.T) {
	for lang, words := range map[string][]string{
		"en": {
			"yes but only if it's free", "sure, how much is it?", "ok, I hate this", "yes but wait, let me ask my wife first",
			"ok, but only if breakfast is included", "yes and add breakfast please", "yes, 2, if it is free",
		},
		"zh": {"好的，运费多少？", "可以，但是要便宜点", "好，但我要先问一下老公", "嗯，太贵了", "对啊，你们怎么搞的", "对，但是要无烟房"},
	} {
		for _, words := range words {
			f, b := toConfirm(t, lang)
			f.say(words)
			assert.Empty(t, b.calls, words)
			assert.Contains(t, f.reply.Text, map[string]string{"en": "Is that right?", "zh": "对吗"}[lang], words)
			f.say(map[string]string{"en": "yes", "zh": "是的"}[lang])
			assert.Len(t, b.calls, 1, words)
		}
	}
	for lang, words := range map[string][]string{
		"en": {"yes, thank you very much", "Yes, that's right. Thanks!", "ok, go ahead", "yes please book it", "yes, to Beijing", "sure, why not?", "yes, 2 people", "correct, please do", "yes, all good"},
		"zh": {"好的，麻烦了", "是的，谢谢", "对，没错", "嗯嗯，可以的", "好的，下单吧", "可以，辛苦了", "对的，2 个人"},
	} {
		for _, words := range words {
			f, b := toConfirm(t, lang)
			f.say(words)
			assert.Len(t, b.calls, 1, "%s: %s", words, f.reply.Text)
		}
	}
}
