package dialog

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestFlowModel sends random messages to flows and checks after every turn that
// the events tell all that happened to the slots, that nothing is lost but by the
// rules, that no value is kept which does not fit, that no action is done twice under a
// key or before its confirmation, and that no question is asked beyond its ladder.
func TestFlowModel(t *testing.T) {
	says := []string{
		"book a trip", "book a trip from Shanghai to Beijing on Tuesday", "订行程，从上海到北京", "return", "return A-1, it is broken",
		"Shanghai", "to Hangzhou", "从北京", "Monday", "周二", "two", "3", "44", "三个人", "2.5", "Hilton", "the lid of A-1 and 5 more", "A-1", "B-2", "Z-9", "from Shanghai on Monday, we are 4",
		"yes", "no", "对", "不对", "no, to Hangzhou", "no, Monday", "yes but make it three", "the second", "the day", "日期", "it is fine",
		"not Monday but Tuesday", "不是上海，是杭州", "no wait, 3", "no wait, 44", "change the day", "change the destination to Beijing", "日期改一下", "说错了，应该是两个", "change the order to B-2", "change the reason",
		"skip", "跳过", "I don't know", "cancel", "取消", "start over", "what?", "say that again", "why?", "hello", "try again", "hm", "??", "how long does it take?", "damaged", "it is late", "both", "1", "4",
	}
	buttons := []string{"slot/yes", "slot/no", "slot/day", "slot/to", "slot/damaged", "slot/late", "slot/nothing", "slot/order"}
	rapid.Check(t, func(t *rapid.T) {
		done := map[string]int{}
		failing, confirmed := false, false
		broken := ""
		act := func(do func(Call) (Result, error)) Action {
			return func(_ context.Context, c Call) (Result, error) {
				if failing {
					return Result{}, errors.New("down")
				}
				done[c.Key]++
				if done[c.Key] > 1 {
					broken = c.Key + " was done twice"
				}
				return do(c)
			}
		}
		var agreed map[string]string // the values that were confirmed last
		trip := tripFlow(act(func(c Call) (Result, error) {
			if !confirmed && !maps.Equal(agreed, maps.Collect(c.Slots.All())) {
				broken = "booked without a confirmation"
			}
			return Result{}, nil
		}))
		order := ValueSlot[string]("order", "order", In("order", "订单"), In("Order?", "订单？"))
		order.Validate = func(_ context.Context, v string, _ Attempt) (string, error) {
			if v == "Z-9" {
				return "", ErrInvalid
			}
			return v, nil
		}
		reason := ChoiceSlot("reason", In("reason", "原因"), []Option{{Value: "damaged", Also: []string{"broken"}}, {Value: "late"}}, In("Why?", "为什么？"))
		reason.Exhausted = ExhaustedSkip
		part := TextSlot("part", In("part", "部位"), In("Which part?", "哪里？"))
		part.DependsOn, part.Optional = []string{"reason"}, true
		back := &Flow{Name: "return", Phrases: []string{"return", "退货"}, Steps: []Step{
			Ask(order),
			Do("look up", act(func(c Call) (Result, error) {
				return Result{Set: map[string]string{"price": "of " + c.Slots.Text("order")}}, nil
			})).Retry(Retry{Tries: 1}).Repeatable().Uses("order"),
			Ask(reason), If(reason.Is("damaged"), Ask(part)),
			Do("send", act(func(Call) (Result, error) { return Result{}, nil })).Retry(Retry{Tries: 1}),
		}}
		engine, err := NewEngine(NewMemoryStore(), &Options{Flows: []*Flow{trip, back}, Reader: flowReader, Now: func() time.Time { return time.Unix(1_800_000_000, 0) }})
		require.NoError(t, err)

		model := map[string]map[string]string{} // by run, by slot
		for i := range rapid.IntRange(5, 25).Draw(t, "turns") {
			msg := Message{ID: fmt.Sprint("m", i), Conversation: "c"}
			if rapid.IntRange(0, 9).Draw(t, "how") == 0 {
				msg.Choice = rapid.SampledFrom(buttons).Draw(t, "button")
			} else {
				msg.Text = rapid.SampledFrom(says).Draw(t, "says")
			}
			failing = rapid.IntRange(0, 9).Draw(t, "failing") == 0
			answer, _ := readYesNo(msg.Text)
			confirmed = msg.Choice == "slot/yes" || answer > 0 || msg.Text == "try again"
			_, err := engine.Handle(context.Background(), msg)
			require.NoError(t, err)
			require.Empty(t, broken)
			record, err := engine.store.Replied(context.Background(), "c", msg.ID)
			require.NoError(t, err)
			checkModel(t, model, record)
			if slices.ContainsFunc(record.Events, func(e Event) bool { return e.Type == EventConfirmed }) {
				agreed = maps.Clone(model["trip"])
			}
			c, err := engine.store.Load(context.Background(), "c")
			require.NoError(t, err)
			s, err := readSession(c.State)
			require.NoError(t, err)
			require.Len(t, s.Frames, len(model))
			for _, f := range s.Frames {
				kept := maps.Collect(Values{f.Slots}.All())
				delete(kept, "price")
				require.Equal(t, model[f.Flow], kept, "the events tell of every change")
				p := engine.plans[f.Flow]
				for name, value := range kept {
					require.True(t, p.bySlot[name].fits(value), "%s=%s", name, value)
				}
				if v, ok := f.Slots["price"]; ok && f.Slots["order"].Value != "" && f.Done["do/look up"].Print == f.fingerprint([]string{"order"}) {
					require.Equal(t, "of "+f.Slots["order"].Value, v.Value, "what was computed belongs to what it was computed from")
				}
				require.Less(t, f.Attempts, defaultAttempts)
			}
			if top := s.top(); top != nil {
				require.NotNil(t, engine.plans[top.Flow].waiting(top), "a run that talks waits for something")
			}
		}
	})
}

// checkModel does to a model what the events say.
func checkModel(t *rapid.T, model map[string]map[string]string, r Record) {
	t.Helper()
	for _, e := range r.Events {
		slots := model[e.Flow]
		switch e.Type {
		case EventFlowStarted:
			require.Nil(t, slots, "begun twice")
			model[e.Flow] = map[string]string{}
		case EventFlowCompleted, EventFlowCancelled, EventFlowFailed, EventFlowHandedOff:
			require.NotNil(t, slots)
			delete(model, e.Flow)
		case EventSlotFilled:
			require.NotContains(t, slots, e.Slot, "overwritten")
			slots[e.Slot] = e.Value
		case EventSlotCorrected:
			require.Contains(t, slots, e.Slot)
			require.NotEqual(t, slots[e.Slot], e.Value)
			slots[e.Slot] = e.Value
		case EventSlotCleared:
			delete(slots, e.Slot)
		case EventInternalError:
			t.Fatalf("internal error: %s", e.Detail)
		}
	}
}
