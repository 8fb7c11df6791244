package kb_test

import (
	"fmt"
	"strings"

	"github.com/kefu-go/kefu/kb"
)

func ExampleReadTable() {
	const file = "Model,Aliases,Weight (kg),Battery (mAh)\nX200,Swift,1.2,4000\nX300,,2.5,5000\n"
	table, err := kb.ReadTable(strings.NewReader(file), kb.Table{ID: "vacuums", Locale: "en"})
	if err != nil {
		fmt.Println(err)
		return
	}
	entries, err := table.Entries()
	if err != nil {
		fmt.Println(err)
		return
	}
	index := kb.NewIndex(nil)
	if err := index.Put(entries...); err != nil {
		fmt.Println(err)
		return
	}
	for _, question := range []string{"how heavy is the X200?", "Swift的电池多大", "X300"} {
		hit := index.Match(kb.Query{Text: question})[0]
		fmt.Println(hit.Answer().PlainText())
	}
	// Output:
	// X200 – weight: 1.2 kg
	// X200 – battery: 4000 mAh
	// X300
	// Weight: 2.5 kg
	// Battery: 5000 mAh
}

func ExampleGuide_Next() {
	guide := kb.Guide{Steps: []kb.Step{
		{ID: "lamp", Say: kb.TextAnswer("What does the lamp show?"), Options: []kb.Option{
			{Label: "It is red", Wordings: []string{"red", "红"}, Next: "restart"},
			{Label: "It is off", Wordings: []string{"off", "dark"}, Next: "agent"},
		}},
		{ID: "restart", Say: kb.TextAnswer("Unplug the router for ten seconds.")},
		{ID: "agent", Say: kb.TextAnswer("A colleague will look into it."), Outcome: kb.HandOff},
	}}
	if err := guide.Validate(); err != nil {
		fmt.Println(err)
		return
	}
	at := guide.Start()
	fmt.Println(at.Say.PlainText())
	at, err := guide.Next(at.ID, "there is a red light")
	fmt.Println(at.Say.PlainText(), at.Last(), err)
	// Output:
	// What does the lamp show?
	// Unplug the router for ten seconds. true <nil>
}

func ExampleAnswer_PlainText() {
	answer := kb.Answer{Parts: []kb.Part{
		{Kind: kb.MarkdownPart, Text: "**Reset** it:\n\n1. Open the [settings](https://shop.example/settings)\n2. Choose *Reset*"},
		{Kind: kb.ImagePart, Text: "The button", URL: "https://shop.example/button.png"},
	}}
	fmt.Println(answer.PlainText())
	// Output:
	// Reset it:
	//
	// 1. Open the settings (https://shop.example/settings)
	// 2. Choose Reset
	// The button https://shop.example/button.png
}
