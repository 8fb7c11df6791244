package kefu_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/routing"
	"github.com/kefu-go/kefu/ticket"
)

// happened are the kinds of what was recorded about a thread, in the order of commits.
func happened(t testing.TB, store metrics.Store, thread string) (kinds []string) {
	t.Helper()
	for e, err := range store.Feed(t.Context(), 0) {
		require.NoError(t, err)
		if e.Thread() == thread {
			kinds = append(kinds, e.Kind.String())
		}
	}
	return kinds
}

// numbers answers a query over the last days, in the form "volume 1, csat -".
func numbers(t testing.TB, bot *kefu.Bot, names ...metrics.Metric) string {
	t.Helper()
	table, err := bot.Metrics().Query(t.Context(), metrics.Query{
		Metrics: names, From: time.Now().Add(-30 * 24 * time.Hour), To: time.Now().Add(time.Hour),
	})
	require.NoError(t, err)
	require.Len(t, table.Rows, 1)
	var words []string
	for i, v := range table.Rows[0].Values {
		text := "-"
		if v.Known {
			text = fmt.Sprintf("%.4g", v.X)
		}
		words = append(words, string(names[i])+" "+text)
	}
	return strings.Join(words, ", ")
}

// A talk that the bot settles is one, and stays one: measured again, by another node, and after a
// restart.
func TestTalkIsMeasuredOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stores := kefu.MemoryStores()
		bot := newBot(t, &kefu.Options{Stores: stores, Metrics: &kefu.Metrics{}})
		c := newTalk(t, bot)
		c.say("How can I pay?")
		c.say("xyzzy plugh")
		c.say("How do I return an item?")
		require.NoError(t, bot.Measure(t.Context()))
		want := []string{"customer_spoke", "answered", "bot_spoke", "customer_spoke", "unanswered", "bot_spoke", "customer_spoke", "answered", "bot_spoke"}
		require.Equal(t, want, happened(t, stores.Metrics, "c/c"))
		require.Equal(t, "volume 1, bot_resolution_rate -", numbers(t, bot, metrics.Volume, metrics.BotResolutionRate), "it is not over")

		other, err := kefu.New(&kefu.Options{Stores: stores, Metrics: &kefu.Metrics{}})
		require.NoError(t, err)
		require.NoError(t, other.Measure(t.Context()))
		require.NoError(t, bot.Measure(t.Context()))
		require.Equal(t, want, happened(t, stores.Metrics, "c/c"))
		time.Sleep(25 * time.Hour)
		all := []metrics.Metric{metrics.Volume, metrics.BotResolutionRate, metrics.HandoffRate, metrics.Coverage}
		require.Equal(t, "volume 1, bot_resolution_rate 1, handoff_rate 0, knowledge_coverage 0.6667", numbers(t, other, all...))
	})
}

// The cursor is saved after what it stands behind was recorded: a crash in between records again
// what is there, and that counts once.
func TestCrashBetweenRecordingAndCursor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stores := kefu.MemoryStores()
		records := &lostRecords{RecordStore: stores.KBRecords}
		stores.KBRecords = records
		bot := newBot(t, &kefu.Options{Stores: stores, Metrics: &kefu.Metrics{}})
		c := newTalk(t, bot)
		c.say("How can I pay?")
		records.lost = true
		require.ErrorIs(t, bot.Measure(t.Context()), errLost)
		first := happened(t, stores.Metrics, "c/c")
		require.Len(t, first, 3)
		records.lost = false
		require.NoError(t, bot.Measure(t.Context()))
		require.Equal(t, first, happened(t, stores.Metrics, "c/c"))
	})
}

var errLost = fmt.Errorf("lost")

// lostRecords cannot write for a while.
type lostRecords struct {
	kb.RecordStore
	lost bool
}

func (l *lostRecords) PutRecord(ctx context.Context, r kb.Record) (int64, error) {
	if l.lost {
		return 0, errLost
	}
	return l.RecordStore.PutRecord(ctx, r)
}

// Who writes again after his session ended begins another talk, though nobody noticed the end before.
func TestSilenceThatIsNoticedLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bot := newBot(t, &kefu.Options{Dialog: dialog.Options{SessionTimeout: time.Hour}, Metrics: &kefu.Metrics{}})
		c := newTalk(t, bot)
		c.say("How can I pay?")
		time.Sleep(2 * time.Hour)
		c.say("xyzzy plugh")
		require.NoError(t, bot.Measure(t.Context()))
		require.Equal(t, "volume 2, bot_resolution_rate 1", numbers(t, bot, metrics.Volume, metrics.BotResolutionRate))
	})
}

// What agents do is measured: the wait, the talk, the after-work, who settled it, and how long they
// were there.
func TestAgentsWorkIsMeasured(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stores := kefu.MemoryStores()
		bot := newBot(t, &kefu.Options{
			Stores: stores, Metrics: &kefu.Metrics{},
			Routing: &kefu.Routing{Options: routing.Options{Lease: -1, Plan: routing.Plan{Queues: []routing.Queue{{ID: "help"}}}}},
		})
		stop := running(t, bot)
		c := newTalk(t, bot)
		c.say("let me talk to a person")
		time.Sleep(10 * time.Second)
		onDuty(t, bot, "ann")
		time.Sleep(5 * time.Second)
		speaks(t, bot, "ann", "What can I do for you?")
		time.Sleep(5 * time.Minute)
		w := held(t, bot, "ann")
		_, err := bot.Release(t.Context(), "c", "bye")
		require.NoError(t, err)
		time.Sleep(time.Minute)
		got := happened(t, stores.Metrics, "c/c")
		for _, kind := range []string{"handoff_requested", "queued", "assigned", "agent_spoke", "completed", "resolved"} {
			assert.Contains(t, got, kind)
		}
		assert.NotEmpty(t, w.Item.ID)
		stop()
		time.Sleep(25 * time.Hour)
		require.NoError(t, bot.Measure(t.Context()))
		require.Equal(t, "volume 1, human_resolution_rate 1, handoff_rate 1, service_level 1, speed_of_answer 10",
			numbers(t, bot, metrics.Volume, metrics.HumanResolutionRate, metrics.HandoffRate, metrics.ServiceLevel, metrics.SpeedOfAnswer))
		table, err := bot.Metrics().Query(t.Context(), metrics.Query{
			Metrics: []metrics.Metric{metrics.HandleTime, metrics.Occupancy}, GroupBy: []metrics.Dimension{metrics.ByAgent},
			From: time.Now().Add(-48 * time.Hour), To: time.Now().Add(time.Hour),
		})
		require.NoError(t, err)
		require.Len(t, table.Rows, 1, "%v", table.Rows)
		require.Equal(t, []string{"ann"}, table.Rows[0].Group)
		require.InDelta(t, 305, table.Rows[0].Values[0].X, 2)
		require.InDelta(t, 305.0/(25*3600), table.Rows[0].Values[1].X, .001)
	})
}

// A ticket is a case of its own, and what its conversation came to.
func TestTicketsAreMeasured(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stores := kefu.MemoryStores()
		bot := newBot(t, &kefu.Options{Stores: stores, Metrics: &kefu.Metrics{}, Tickets: &kefu.Tickets{}})
		stop := running(t, bot)
		newTalk(t, bot).say("let me talk to a person")
		time.Sleep(5 * time.Second)
		c := tickets(t, bot)[0]
		time.Sleep(time.Hour)
		onTicket(t, bot, c.ID, ticket.AssignTo("mia"), ticket.Reply("It is settled"), ticket.MoveTo("resolved", "sent a new one"))
		time.Sleep(5 * time.Second)
		stop()
		time.Sleep(26 * time.Hour)
		require.NoError(t, bot.Measure(t.Context()))
		require.Equal(t, "ticket_opened ticket_replied goal_met goal_met ticket_solved", strings.Join(happened(t, stores.Metrics, "t/"+c.ID), " "))
		require.Equal(t, "volume 1, human_resolution_rate 1, cases 1, case_resolution_time 3605, sla_attainment 1",
			numbers(t, bot, metrics.Volume, metrics.HumanResolutionRate, metrics.Cases, metrics.CaseResolution, metrics.GoalsKept))
	})
}

// What is said of answers is measured where it belongs, and ratings begin no talk.
func TestVerdictsAndRatingsAreMeasured(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stores := kefu.MemoryStores()
		bot := newBot(t, &kefu.Options{
			Stores: stores, Metrics: &kefu.Metrics{},
			Dialog: dialog.Options{Flows: []*dialog.Flow{dialog.AskRating(dialog.RatingOptions{})}},
		})
		c := newTalk(t, bot)
		c.say("How can I pay?")
		require.NoError(t, bot.Rate(t.Context(), kefu.Rating{ID: "thumb", Conversation: "c", Message: "1", Verdict: kb.Useful}))
		require.NoError(t, bot.Measure(t.Context()))
		require.Contains(t, happened(t, stores.Metrics, "c/c"), "helpful")
		require.Equal(t, "helpfulness 1", numbers(t, bot, metrics.Helpfulness))
	})
}

// The host's hook adds dimensions; what it breaks is recorded as it was.
func TestEventsGetTheHostsDimensions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stores := kefu.MemoryStores()
		bot := newBot(t, &kefu.Options{
			Stores: stores,
			Profiles: kefu.ProfilesFunc(func(_ context.Context, customer string) (kb.Profile, error) {
				return kb.Profile{Attributes: map[string]string{"tier": "gold", "city": "Shanghai"}}, nil
			}),
			Metrics: &kefu.Metrics{
				Segments: []string{"tier", "city"},
				Event: func(_ context.Context, e *metrics.Event) {
					switch e.Kind {
					case metrics.BotSpoke:
						panic("broken")
					case metrics.Answered:
						e.Conversation = "another"
					}
					e.Base = "shop"
				},
			},
		})
		c := newTalk(t, bot)
		c.send(kefu.Message{Text: "How can I pay?", Customer: "lee"})
		require.NoError(t, bot.Measure(t.Context()))
		require.Equal(t, []string{"customer_spoke", "answered", "bot_spoke"}, happened(t, stores.Metrics, "c/c"))
		for e, err := range stores.Metrics.Feed(t.Context(), 0) {
			require.NoError(t, err)
			require.Equal(t, "gold", e.Tier)
			require.Equal(t, []metrics.Label{{Name: "city", Value: "Shanghai"}}, e.Labels)
			require.Equal(t, e.Kind == metrics.CustomerSpoke, e.Base == "shop")
		}
	})
}
