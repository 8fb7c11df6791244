package kefu_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
)

// Numbers that open accounts reach the action that a flow asks for them for, whole, and are in
// nothing that is kept: "the refund went to ****3000".
func TestAccountNumbersReachActionsOnly(t *testing.T) {
	for kind, c := range map[string]struct{ said, want string }{
		"card":       {"4111 1111 1111 1111", "4111111111111111"},
		"iban":       {"DE89 3704 0044 0532 0130 00", "DE89370400440532013000"},
		"chinese_id": {"11010519491231002X", "11010519491231002X"},
	} {
		for name, said := range map[string][]string{
			"asked for":       {"refund", c.said},
			"in the sentence": {"refund to " + c.said},
		} {
			t.Run(kind+"/"+name, func(t *testing.T) {
				got := ""
				number := dialog.ValueSlot[string]("number", kind, dialog.In("number", "号码"), dialog.In("Your number?", "号码？"))
				bot := newBot(t, &kefu.Options{Dialog: dialog.Options{Flows: []*dialog.Flow{{
					Name: "refund", Phrases: []string{"refund"}, Steps: []dialog.Step{
						dialog.Ask(number),
						dialog.Do("refund", func(_ context.Context, call dialog.Call) (dialog.Result, error) {
							got, _ = number.Get(call.Slots)
							return dialog.Result{}, nil
						}),
					},
				}}}})
				talk := newTalk(t, bot)
				for _, text := range said {
					kept, err := json.Marshal(talk.say(text))
					require.NoError(t, err)
					assert.NotContains(t, string(kept), c.want)
				}
				assert.Equal(t, c.want, got)
				read, err := bot.Read(t.Context(), kefu.Message{Text: c.said})
				require.NoError(t, err)
				require.NotEmpty(t, read.Values)
				assert.Equal(t, "****"+c.want[len(c.want)-4:], read.Values[0].Value)
			})
		}
	}
}
