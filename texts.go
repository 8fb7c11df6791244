package kefu

import (
	"maps"

	"github.com/kefu-go/kefu/dialog"
)

// Texts are the bot's own words in one language. In each, a line break is
// allowed; Suggest comes before a numbered list.
type Texts struct {
	Suggest     string // before the questions to pick from
	Unknown     string // the bot has no answer
	AskPerson   string // follows Unknown where a person can be reached: how to ask for one
	HandingOff  string // the customer asked for a person
	GivingUp    string // the bot could not answer and hands over
	Upset       string // the customer is dissatisfied and the bot hands over
	NobodyThere string // a person was asked for, but there is no way to reach one
	Back        string // a person gave the conversation back
	Empty       string // the message had nothing in it
	TooLong     string // the message was longer than MaxText
	Declined    string // a guard forbids what the customer wrote
	NoneOfThese string // what the customer may say to a list that lacks his question
}

func defaultTexts() map[string]Texts {
	return map[string]Texts{
		"en": {
			Suggest:     "Did you mean one of these? Reply with its number.",
			Unknown:     "I'm sorry, I don't know the answer to that. Could you put it in other words?",
			AskPerson:   " You can also write \"talk to a person\" at any time.",
			HandingOff:  "I'm passing you on to a colleague. Everything you have written so far goes along, so you need not repeat it.",
			GivingUp:    "I'm sorry, I could not answer that. I'm passing you on to a colleague, who will see what you have written so far.",
			Upset:       "I'm sorry about this. I'm passing you on to a colleague, who will see what you have written so far.",
			NobodyThere: "I'm sorry, nobody can take over at the moment. I'm still here for your questions.",
			Back:        "You are talking to the assistant again. What else can I do for you?",
			Empty:       "I did not get any text. What would you like to know?",
			TooLong:     "That message is too long for me to read. Could you put your question in a few sentences?",
			Declined:    "I'm sorry, I cannot help with that. Please put it in other words.",
			NoneOfThese: "None of these",
		},
		"zh": {
			Suggest:     "您想问的是下面哪一个问题？回复序号即可。",
			Unknown:     "抱歉，这个问题我暂时答不上来。您可以换个说法再问一次。",
			AskPerson:   "也可以随时回复“人工”转接人工客服。",
			HandingOff:  "正在为您转接人工客服，您之前说的内容会一并转给同事，不用再重复。",
			GivingUp:    "抱歉，没能帮您解决问题。正在为您转接人工客服，同事会看到之前的对话。",
			Upset:       "非常抱歉给您带来不好的体验。正在为您转接人工客服，同事会看到之前的对话。",
			NobodyThere: "抱歉，目前没有人工客服可以接待。您可以继续向我提问。",
			Back:        "现在由智能助手继续为您服务，请问还有什么可以帮您？",
			Empty:       "没有收到文字内容，请问您想咨询什么？",
			TooLong:     "这条消息太长了，请用几句话描述您的问题。",
			Declined:    "抱歉，这条消息我无法处理，请换个说法。",
			NoneOfThese: "都不是",
		},
	}
}

// engineTexts are the texts of all languages as the engine takes them, with those
// that the host gives the engine itself.
func engineTexts(texts map[string]Texts, own map[dialog.TextID]dialog.Words) map[dialog.TextID]dialog.Words {
	all := dialog.DefaultTexts()
	for lang, t := range texts {
		for id, words := range map[dialog.TextID]string{
			dialog.TextSuggest: t.Suggest, dialog.TextUnknown: t.Unknown, dialog.TextAskPerson: t.AskPerson,
			dialog.TextHandingOff: t.HandingOff, dialog.TextGivingUp: t.GivingUp, dialog.TextUpset: t.Upset,
			dialog.TextNobody: t.NobodyThere, dialog.TextBack: t.Back, dialog.TextEmpty: t.Empty, dialog.TextTooLong: t.TooLong,
			dialog.TextDeclined: t.Declined, dialog.TextNoneOfThese: t.NoneOfThese,
		} {
			all[id][lang] = []string{words}
		}
	}
	maps.Copy(all, own)
	return all
}

// with returns t with the fields that own has.
func (t Texts) with(own Texts) Texts {
	for _, f := range fields(&t, &own) {
		if *f.own != "" {
			*f.field = *f.own
		}
	}
	return t
}

// missing returns the name of the first empty field.
func (t Texts) missing() string {
	for _, f := range fields(&t, &t) {
		if *f.field == "" {
			return f.name
		}
	}
	return ""
}

type textField struct {
	name       string
	field, own *string
}

func fields(t, own *Texts) []textField {
	return []textField{
		{"Suggest", &t.Suggest, &own.Suggest},
		{"Unknown", &t.Unknown, &own.Unknown},
		{"AskPerson", &t.AskPerson, &own.AskPerson},
		{"HandingOff", &t.HandingOff, &own.HandingOff},
		{"GivingUp", &t.GivingUp, &own.GivingUp},
		{"Upset", &t.Upset, &own.Upset},
		{"NobodyThere", &t.NobodyThere, &own.NobodyThere},
		{"Back", &t.Back, &own.Back},
		{"Empty", &t.Empty, &own.Empty},
		{"TooLong", &t.TooLong, &own.TooLong},
		{"Declined", &t.Declined, &own.Declined},
		{"NoneOfThese", &t.NoneOfThese, &own.NoneOfThese},
	}
}
