package dialog

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// contactFlow asks for what people do not like to tell.
func contactFlow() *Flow {
	phone := ValueSlot[string]("phone", "phone", In("phone number", "手机号"), In("Your phone number?", "您的手机号？"))
	phone.Optional = true
	mail := ValueSlot[string]("mail", "email", In("e-mail address", "邮箱"), In("Your mail?", "您的邮箱？"))
	mail.Refused = In("Then write to us at the desk.", "那请到前台办理。")
	mail.Exhausted = ExhaustedSkip
	note := TextSlot("note", In("note", "备注"), In("Any note?", "备注？"))
	tip := YesNoSlot("tip", In("tip", "小费"), In("Do you give a tip?", "给小费吗？"))
	return &Flow{Name: "contact", Label: In("the contact", "联系方式"), Phrases: []string{"contact", "联系"}, Steps: []Step{
		Ask(phone), Ask(mail), Ask(note), Ask(tip), Say(In("Kept.", "已保存。")),
	}}
}

// Who refuses says so in many ways; other words are no refusal.
func TestRefusals(t *testing.T) {
	for words, refused := range map[string]bool{
		"I'd rather not give my phone": true, "I don’t want to share that": true, "do I have to give you my number?": true, "I won't tell you": true,
		"I'm not comfortable giving out my phone number": true, "I don't have a phone": true, "that's private": true, "I would prefer not to say": true,
		"不想提供手机号": true, "手机号就不给了": true, "我不方便留电话": true, "能不填手机号吗": true, "我没有手机": true, "这是个人隐私": true, "可以不留手机号吗？": true,
		"I don't want to give back the kettle": false, "don't give me that nonsense": false, "I'd rather not": false, "I won't be at home": false, "I have no time": false,
		"不要给快递员留言": false, "不要说话": false, "没有问题": false, "我不想提供发票": false, "不告诉我进度": false,
	} {
		d := talkWith(t, nil, contactFlow())
		d.say("contact")
		d.say(words)
		_, skipped := d.state().top().Slots["phone"]
		assert.Equal(t, refused, skipped, words)
		assert.Equal(t, refused, len(d.events(EventSlotDeclined)) > 0, words)
	}
}

// What is asked for later can be refused before.
func TestRefusalOfAnotherSlot(t *testing.T) {
	d := talkWith(t, nil, contactFlow())
	d.say("contact")
	require.Contains(t, d.say("I don't want to give my e-mail address"), "Then write to us at the desk.\nYour phone number?")
	assert.Zero(t, d.state().top().Attempts)
	d.say("skip")
	require.Equal(t, "Any note?", d.say("I'd rather not give my e-mail"), "he has heard why, and the slot says that it is left out then")
}

// A no to a question, and words where any words are wanted, are answers.
func TestRefusalsThatAreAnswers(t *testing.T) {
	d := talkWith(t, nil, contactFlow())
	for _, words := range []string{"contact", "skip", "I won't tell you", "I won't tell you"} {
		d.say(words)
	}
	require.Equal(t, "Do you give a tip?", d.say("Please do not ring, I don't want to give an autograph"))
	require.Equal(t, "Please do not ring, I don't want to give an autograph", d.slots()["note"])
	require.Equal(t, "Kept.", d.say("no, I won't give any"))
}
