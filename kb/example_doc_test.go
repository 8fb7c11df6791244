package kb_test

import (
	"errors"
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

// A table made by a program. Each row is an entry that answers a question about
// each of its columns.
func ExampleTable() {
	table := kb.Table{
		ID: "plans", Title: "套餐", Locale: "zh",
		Columns: []kb.Column{
			{Name: "月租", Unit: "元", Wordings: []string{"一个月多少钱"}},
			{Name: "流量", Unit: "GB"},
		},
		Rows: []kb.Subject{
			{Name: "畅享套餐", Aliases: []string{"畅享"}, Cells: []string{"59", "30"}},
			{Name: "尊享套餐", Cells: []string{"129"}},
		},
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
	for _, question := range []string{"畅享一个月多少钱", "尊享套餐的月租", "畅享有多少流量"} {
		hit := index.Match(kb.Query{Text: question})[0]
		fmt.Println(hit.Entry.Question, hit.Fact.Names[0], hit.Fact.Value)
	}
	// Output:
	// 畅享套餐 月租 59元
	// 尊享套餐 月租 129元
	// 畅享套餐 流量 30 GB
}

// What the customer says fits no option, or several: ask him again.
func ExampleChoiceError() {
	guide := kb.Guide{Steps: []kb.Step{
		{ID: "where", Say: kb.TextAnswer("Where did you buy it?"), Options: []kb.Option{
			{Label: "In the shop in York", Next: "shop"},
			{Label: "In the shop in Leeds", Next: "shop"},
			{Label: "Online", Wordings: []string{"网上"}, Next: "online"},
		}},
		{ID: "shop", Say: kb.TextAnswer("Bring it back."), Outcome: kb.Solved},
		{ID: "online", Say: kb.TextAnswer("Print the label."), Outcome: kb.Solved},
	}}
	at := guide.Start()
	for _, said := range []string{"on the moon", "in the shop", "在网上买的"} {
		next, err := guide.Next(at.ID, said)
		if choice, ok := errors.AsType[*kb.ChoiceError](err); ok {
			fmt.Println("which one?", choice.Fits)
			continue
		}
		fmt.Println(next.Say.PlainText(), next.Outcome, err)
	}
	// Output:
	// which one? []
	// which one? [0 1]
	// Print the label. solved <nil>
}
