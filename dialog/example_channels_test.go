package dialog_test

import (
	"context"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/dialog"
)

// One reply, as three channels take it.
func ExampleRender() {
	reply := dialog.Reply{
		ID: "r1", Locale: "zh", Text: "包裹到了，见 https://shop.example/p 。\n1. 送到家\n2. 自己取",
		Choices: []dialog.Choice{{ID: "home", Label: "送到家"}, {ID: "self", Label: "自己取"}},
	}
	channels := dialog.Channels()
	for _, name := range []string{dialog.WeChatChannel, dialog.SMSChannel, dialog.PhoneChannel} {
		rendered := dialog.Render(channels[name], reply)
		for _, piece := range rendered.Pieces {
			fmt.Printf("%s: %q %d buttons, %d left\n", name, piece.Text, len(piece.Choices), len(rendered.Left))
		}
	}
	// Output:
	// wechat: "包裹到了，见 https://shop.example/p 。" 2 buttons, 0 left
	// sms: "包裹到了，见 https://shop.example/p 。\n1. 送到家\n2. 自己取" 0 buttons, 0 left
	// phone: "包裹到了，见 链接 。\n请说一：送到家。\n请说二：自己取。" 0 buttons, 1 left
}

// A photo and a recording become words and values.
func ExampleSenses_Perceive() {
	senses := dialog.Senses{
		Images: dialog.ImageReaderFunc(func(context.Context, dialog.Part, string) (dialog.Seen, error) {
			return dialog.Seen{Text: "the hinge is broken", Values: []dialog.Value{{Type: "fault", Value: "hinge"}}}, nil
		}),
		Transcriber: dialog.TranscriberFunc(func(context.Context, dialog.Part, string) (dialog.Heard, error) {
			return dialog.Heard{Text: "how do I mend it?"}, nil
		}),
	}
	p, err := senses.Perceive(context.Background(), dialog.Message{Parts: []dialog.Part{
		{Kind: dialog.ImagePart, URL: "https://files.example/door.jpg"},
		{Kind: dialog.AudioPart, URL: "https://files.example/question.ogg"},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%q %v\n", p.Text, p.Values[0].Value)
	// Output:
	// "the hinge is broken\nhow do I mend it?" hinge
}

// What the customer says beats what was concluded, and nothing is forgotten.
func ExampleProfile_Merge() {
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	p := dialog.Profile{Customer: "anna"}.Merge(
		dialog.Attribute{Name: "city", Value: "杭州", Source: dialog.Stated, At: at},
		dialog.Attribute{Name: "city", Value: "上海", Source: dialog.Inferred, Confidence: 0.9, At: at.Add(time.Hour)},
	)
	city, _ := p.Get("city")
	fmt.Println(city.Value, p.Others[0].Value)
	// Output:
	// 杭州 上海
}
