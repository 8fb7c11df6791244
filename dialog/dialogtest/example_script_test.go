package dialogtest_test

import (
	"context"
	"fmt"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/dialog/dialogtest"
)

// A host's bot, as it makes it for a test: with the stage's clock and store.
func newBot(stage *dialogtest.Stage) (dialogtest.Talker, error) {
	city := dialog.TextSlot("city", dialog.In("city", "城市"), dialog.In("Where to?", "去哪里？"))
	return dialog.NewEngine(stage.Store, &dialog.Options{
		Flows: []*dialog.Flow{{
			Name: "taxi", Phrases: []string{"taxi", "打车"},
			Steps: []dialog.Step{dialog.Ask(city), dialog.Say(dialog.In("A taxi to {city} is on its way.", "去{city}的车马上到。"))},
		}},
		Now: stage.Clock.Now, NewID: stage.NewID,
	})
}

func ExampleScript_Check() {
	script, err := dialogtest.Parse("taxi.txtar", `# shop#12: the taxi went to the wrong place
> I need a taxi
< asked Where to?
> the station
< completed *to the airport*
`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(script.Check(context.Background(), newBot))
	// Output:
	// taxi.txtar:5: expected < completed *to the airport*
	// 	came < completed A taxi to the station is on its way.
	// 	so far:
	// 	  customer: I need a taxi
	// 	  bot (asked): Where to?
	// 	  customer: the station
	// 	  bot (completed): A taxi to the station is on its way.
}

func ExampleRecord() {
	ctx := context.Background()
	stage := dialogtest.NewStage()
	bot, err := newBot(stage)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, words := range []string{"打车", "火车站"} {
		if _, err := bot.Handle(ctx, dialog.Message{ID: fmt.Sprint(i), Conversation: "c", Text: words, At: stage.Clock.Now()}); err != nil {
			fmt.Println(err)
		}
	}
	script, err := dialogtest.Record("shop#13: a taxi in Chinese", stage.Store.Turns())
	fmt.Println(err)
	fmt.Print(script)
	// Output:
	// <nil>
	// # shop#13: a taxi in Chinese
	// conversation: c
	// start: 2026-03-02 10:00
	//
	// > 打车
	// < asked 去哪里？
	// event session_started detail=customer
	// event flow_started flow=taxi
	// event prompted city flow=taxi value=1 detail=ask/city
	// flows taxi
	//
	// > 火车站
	// < completed 去火车站的车马上到。
	// event slot_filled city flow=taxi value=火车站
	// event flow_completed flow=taxi
	// flows -
}
