package integration

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/dialog/dialogtest"
	"github.com/kefu-go/kefu/kb"
)

// The ready-wired bot is driven by scripts as an engine is.
func TestScriptsDriveTheBot(t *testing.T) {
	build := func(stage *dialogtest.Stage) (dialogtest.Talker, error) {
		order := dialog.PatternSlot("order", `[A-Z]-\d+`, dialog.In("order number", "订单号"), dialog.In("Which order?", "请告诉我订单号。"))
		stores := kefu.MemoryStores()
		stores.Dialog = stage.Store
		bot, err := kefu.New(&kefu.Options{
			Stores: stores, Now: stage.Clock.Now, NewID: stage.NewID,
			Dialog: dialog.Options{Flows: []*dialog.Flow{{
				Name: "return", Label: dialog.In("the return", "退货"), Phrases: []string{"return an item", "退货"},
				Steps:    []dialog.Step{dialog.Ask(order), dialog.Say(dialog.In("{order} is booked.", "{order} 已登记。"))},
				Timeouts: &dialog.Timeouts{Warn: 10 * time.Minute, Expire: 20 * time.Minute},
			}}},
		})
		if err != nil {
			return nil, err
		}
		_, err = bot.KB().Put(context.Background(), kb.Entry{
			ID: "cost", Locale: "zh", Question: "运费是多少？", Answer: kb.Answer{Parts: []kb.Part{{Kind: kb.TextPart, Text: "运费 8 元。"}}},
		})
		return bot, err
	}
	for _, text := range []string{`# M25, M31: a question of the knowledge base in the middle, and silence
locale: zh
> 我要退货
< asked 请告诉我订单号。
> 运费是多少？
< answered 运费 8 元。
| 请告诉我订单号。
explain source=cost
after 10m
< spoken *退货*
event timeout_warned
> A-77
< completed A-77 已登记。
`, `# M12: an agent speaks
> I want to return an item
< asked Which order?
agent> I take that over.
< spoken I take*
owner agent
> A-77
< relayed
< nothing
release
owner bot
`} {
		script, err := dialogtest.Parse("bot", text)
		require.NoError(t, err)
		require.NoError(t, script.Check(t.Context(), build))
	}
}
