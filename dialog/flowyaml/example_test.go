package flowyaml_test

import (
	"context"
	"fmt"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/dialog/flowyaml"
)

const booking = `
name: booking
label: {en: the table, zh: 订位}
phrases: [book a table, 订位]
slots:
  - name: guests
    kind: number
    whole: true
    min: 1
    max: 12
    label: {en: number of guests, zh: 人数}
    prompts:
      - {en: 'For how many?', zh: '几位？'}
  - name: phone
    kind: phone
    optional: true
    label: {en: phone number, zh: 手机号}
    prompts:
      - {en: 'Which number can we call?', zh: '请留一个手机号。'}
steps:
  - ask: guests
  - if: guests > 8
    then:
      - hand_off: large_party
        words: {en: I will ask a colleague., zh: 我请同事为您安排。}
        priority: 1
        skills: [events]
  - ask: phone
  - confirm: {en: 'A table for {guests}?', zh: '{guests}位，对吗？'}
  - do: reserve
  - say: {en: 'Your table is number {table}.', zh: '您的桌号是{table}。'}
`

// A flow that others than programmers can edit: what it says and asks is data, what it does
// is code that it names.
func Example() {
	spec, err := flowyaml.Parse([]byte(booking))
	if err != nil {
		fmt.Println(err) // each fault with its line
		return
	}
	flow, err := dialog.NewFlow(spec, dialog.Registry{Actions: map[string]dialog.Action{
		"reserve": func(_ context.Context, c dialog.Call) (dialog.Result, error) {
			return dialog.Result{Set: map[string]string{"table": "7"}}, nil // idempotent by c.Key
		},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	engine, err := dialog.NewEngine(dialog.NewMemoryStore(), &dialog.Options{Flows: []*dialog.Flow{flow}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, words := range []string{"Can I book a table?", "four", "I'd rather not give my phone", "yes"} {
		reply, err := engine.Handle(context.Background(), dialog.Message{ID: fmt.Sprint(i), Conversation: "c", Text: words})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(">", words)
		fmt.Println(reply.Text)
	}
	// Output:
	// > Can I book a table?
	// For how many?
	// > four
	// Which number can we call?
	// > I'd rather not give my phone
	// That's fine, we can do without it.
	// A table for 4?
	// > yes
	// Your table is number 7.
}
