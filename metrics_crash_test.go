package kefu_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/kb"
	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/routing"
	"github.com/kefu-go/kefu/ticket"
)

// flakyRecords loses every other write.
type flakyRecords struct {
	kb.RecordStore
	writes int
}

func (f *flakyRecords) PutRecord(ctx context.Context, r kb.Record) (int64, error) {
	if f.writes++; f.writes%2 == 1 {
		return 0, errLost
	}
	return f.RecordStore.PutRecord(ctx, r)
}

// A crash before each cursor is saved changes neither what is recorded nor the numbers: of turns, hand-offs, agents' presence, tickets, thumbs
// and corrections.
func TestCrashesOfAllMetersChangeNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stores := kefu.MemoryStores()
		options := func(s kefu.Stores, m *kefu.Metrics) *kefu.Options {
			return &kefu.Options{
				Stores: s, Metrics: m, Tickets: &kefu.Tickets{},
				Routing: &kefu.Routing{Options: routing.Options{Lease: -1, Plan: routing.Plan{Queues: []routing.Queue{{ID: "help"}}}}},
			}
		}
		bot := newBot(t, options(stores, nil)) // nothing is measured yet
		stop := running(t, bot)
		c := newTalk(t, bot)
		c.say("How can I pay?")
		require.NoError(t, bot.Rate(t.Context(), kefu.Rating{ID: "thumb", Conversation: "c", Message: "1", Verdict: kb.Useful}))
		_, err := bot.Intents().Correct(t.Context(), intent.Correction{ID: "c/1", Text: "How can I pay?", Label: "payment"})
		require.NoError(t, err)
		c.say("let me talk to a person")
		time.Sleep(10 * time.Second)
		onDuty(t, bot, "ann")
		time.Sleep(5 * time.Second)
		speaks(t, bot, "ann", "What can I do for you?")
		time.Sleep(5 * time.Minute)
		_, err = bot.Release(t.Context(), "c", "bye")
		require.NoError(t, err)
		made, err := bot.Tickets().Open(t.Context(), ticket.Draft{Customer: "bob", Subject: "It is broken"}, ticket.ByAgent("mia"))
		require.NoError(t, err)
		time.Sleep(time.Hour)
		onTicket(t, bot, made.ID, ticket.AssignTo("mia"), ticket.Reply("It is settled"), ticket.MoveTo("resolved", "sent a new one"))
		time.Sleep(time.Minute)
		stop()
		time.Sleep(26 * time.Hour)

		all := []metrics.Metric{
			metrics.Volume, metrics.HumanResolutionRate, metrics.HandoffRate, metrics.ServiceLevel, metrics.SpeedOfAnswer, metrics.HandleTime, metrics.Occupancy,
			metrics.Helpfulness, metrics.Cases, metrics.CaseResolution, metrics.GoalsKept, metrics.Coverage,
		}
		measure := func(records kb.RecordStore) (feed []metrics.Event, words string, crashes int) {
			s := stores
			s.Metrics, s.KBRecords = metrics.NewMemoryStore(), records
			b, err := kefu.New(options(s, &kefu.Metrics{}))
			require.NoError(t, err)
			for err = b.Measure(t.Context()); err != nil; err = b.Measure(t.Context()) {
				require.ErrorIs(t, err, errLost)
				crashes++
				b, err = kefu.New(options(s, &kefu.Metrics{})) // as after a crash
				require.NoError(t, err)
			}
			for e, err := range s.Metrics.Feed(t.Context(), 0) {
				require.NoError(t, err)
				feed = append(feed, e)
			}
			return feed, numbers(t, b, all...), crashes
		}
		feed, words, crashes := measure(kb.NewMemoryRecords())
		require.Zero(t, crashes)
		kinds := map[metrics.Kind]bool{}
		for _, e := range feed {
			kinds[e.Kind] = true
		}
		for _, k := range []metrics.Kind{metrics.CustomerSpoke, metrics.HandoffRequested, metrics.Assigned, metrics.Presence, metrics.TicketSolved, metrics.Helpful, metrics.IntentJudged} {
			require.True(t, kinds[k], k)
		}
		again, same, crashes := measure(&flakyRecords{RecordStore: kb.NewMemoryRecords()})
		require.Equal(t, 5, crashes, "each meter lost its cursor once")
		require.Equal(t, feed, again)
		require.Equal(t, words, same)
	})
}
