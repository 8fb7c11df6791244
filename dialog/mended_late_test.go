package dialog

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// lateFlow refunds and then does something else that may hang.
func lateFlow(keys *[]string, then Action) *Flow {
	return &Flow{Name: "refund", Label: In("the refund", "退款"), Phrases: []string{"refund"}, Steps: []Step{
		Ask(PatternSlot("order", `[A-Z]-\d+`, In("order", "订单"), In("Which order?", "哪个订单?"))),
		Do("refund", func(_ context.Context, c Call) (Result, error) { *keys = append(*keys, c.Key); return Result{}, nil }),
		Do("mail", then),
		Say(In("Refunded {order}.", "{order}已退款。")),
	}}
}

// What an action has done is not forgotten because a later step takes too long: who says the
// same again goes on, and money moves once.
func TestLateStepKeepsTheActionBefore(t *testing.T) {
	for name, slowly := range map[string]func(context.Context) error{
		"until it is cut off":       slowHook,
		"and succeeds all the same": func(context.Context) error { time.Sleep(6 * time.Second); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var keys []string
				slow := true
				f := talkWith(t, nil, lateFlow(&keys, func(ctx context.Context, _ Call) (Result, error) {
					if slow {
						return Result{}, slowly(ctx)
					}
					return Result{}, nil
				}))
				said := f.say("refund A-1")
				slow = false
				if !strings.Contains(said, "Refunded A-1.") {
					f.say("refund A-1")
					require.Contains(t, f.say("yes"), "Refunded A-1.")
				}
				require.Len(t, keys, 1)
			})
		})
	}
}

// An action that hangs leads to its words about failures and then to a person, with the usual
// bounds of actions and turns.
func TestHangingActionReachesAPerson(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		flow := &Flow{Name: "buy", Label: In("the order", "订单"), Phrases: []string{"buy"}, Steps: []Step{
			Do("order", func(ctx context.Context, _ Call) (Result, error) { return Result{}, slowHook(ctx) }).OnFailure(In("The shop is down.", "商店系统故障。")),
		}}
		f := talkWith(t, func(o *Options) { o.Handoff = HandoffFunc(nil) }, flow)
		began := time.Now()
		require.Contains(t, f.say("buy"), "The shop is down.")
		require.Less(t, time.Since(began), usualTurn)
		f.say("again")
		require.Equal(t, HandedOff, f.reply.Kind)
		require.Equal(t, Agent, f.reply.Owner)
		for _, version := range []int64{1, 2} {
			got, err := f.engine.Replay(t.Context(), "c", version)
			require.NoError(t, err)
			require.Empty(t, got.Differences)
		}
	})
}

// Turns without an end count like questions without an answer.
func TestTurnsOutOfTimeReachAPerson(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := talkWith(t, func(o *Options) {
			o.Handoff, o.KnowledgeTimeout = HandoffFunc(nil), time.Minute
			o.Knowledge = troubledKnowledge{slowHook}
		})
		f.say("zebra")
		require.Equal(t, Unanswered, f.reply.Kind)
		f.say("zebra")
		require.Equal(t, HandedOff, f.reply.Kind)
		got, err := f.engine.Replay(t.Context(), "c", 2)
		require.NoError(t, err)
		require.Empty(t, got.Differences)
	})
}

// While a person has the conversation, a slow reader does not make the bot speak.
func TestOutOfTimeIsSilentBesideAPerson(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := talkWith(t, func(o *Options) {
			o.ReadTimeout = time.Minute
			o.Reader = ReaderFunc(func(ctx context.Context, _ ReadInput) (Understood, error) { return Understood{}, slowHook(ctx) })
		})
		_, err := f.engine.Say(t.Context(), Message{ID: "1", Conversation: "c", Text: "Hi, I am Bo", Agent: "bo"})
		require.NoError(t, err)
		require.Empty(t, f.say("my order is A-1"))
		require.Equal(t, Relayed, f.reply.Kind)
		require.Zero(t, f.state().Unanswered)
	})
}
