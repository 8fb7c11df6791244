package dialog

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Who was asked for a new value and gives none keeps the old one, and his task.
func TestKeepsTheOldValue(t *testing.T) {
	at := map[string]string{"order": "A-12", "qty": "2", "note": "careful"}
	for _, field := range []string{"note", "quantity", "order number"} {
		for _, words := range []string{
			"keep it as it is", "no", "No, keep it.", "leave it", "oh just leave it please", "leave the note as it is", "the same as before", "no change", "never mind", "forget it", "don't change it", "no thanks",
			"不改了", "不用改了", "没有", "还是原来的", "还是原来的吧", "那就不改了吧", "保持不变", "算了", "不用了，谢谢", "哦，算了，不改了",
		} {
			f := countTalk(t)
			f.say("2")
			f.say("careful")
			assert.NotContains(t, f.say("change the "+field), "Is that right?")
			reply := f.say(words)
			assert.Equal(t, at, f.slots(), "%s: %s", field, words)
			assert.True(t, f.state().top() != nil && f.state().top().Asking != "" && f.state().top().Again == "", "%s: %s: %s", field, words, reply)
		}
	}
	for words, note := range map[string]string{"no bell, please knock": "no bell, please knock", "不用了解太多，放门口": "不用了解太多，放门口", "keep it dry": "keep it dry", "leave it with the porter": "leave it with the porter"} {
		f := countTalk(t)
		f.say("2")
		f.say("careful")
		f.say("change the note")
		f.say(words)
		assert.Equal(t, note, f.slots()["note"])
	}
	f := countTalk(t)
	f.say("2")
	f.say("no")
	assert.Equal(t, "no", f.slots()["note"], "the first time, it is the answer")
	f.say("change the note")
	f.say("cancel")
	assert.Empty(t, f.state().Frames, "cancelling is more than not to change")
}

// Where "no" can be the value, it is: only words that keep a value keep it.
func TestKeepsTheOldValueButForNo(t *testing.T) {
	name := TextSlot("name", In("name", "名字"), In("Which name?", "什么名字？"))
	name.Raw = true
	urgent := YesNoSlot("urgent", In("urgency", "紧急"), In("Is it urgent?", "紧急吗？"))
	for words, want := range map[string][2]string{"no": {"no", "no"}, "keep it": {"acme", "yes"}} {
		f := talkWith(t, nil, &Flow{Name: "f", Phrases: []string{"go"}, Steps: []Step{Ask(name), Ask(urgent), Confirm(nil)}})
		f.say("go")
		f.say("acme")
		f.say("yes")
		f.say("change the name")
		f.say(words)
		f.say("change the urgency")
		f.say(words)
		assert.Equal(t, map[string]string{"name": want[0], "urgent": want[1]}, f.slots(), words)
	}
}
