package kefu_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/routing"
)

// toldOfTickets counts how often the customer heard that a ticket was made.
func toldOfTickets(out *outbound) int {
	return strings.Count(strings.Join(out.texts(), "\n"), "a colleague will answer it")
}

// A sink of the host that fails for too long loses nobody: once, the hand-off becomes a ticket.
func TestAHandoffThatASinkFailsToTakeBecomesATicket(t *testing.T) {
	for name, c := range map[string]struct {
		fail  func(ctx context.Context) error
		limit time.Duration
		none  time.Duration // when there is no ticket yet; 0: there may be one at once
		by    time.Duration // when there is one; 0: never
	}{
		"fails":         {func(context.Context) error { return errors.New("down") }, 10 * time.Minute, 10*time.Minute - time.Second, 20 * time.Minute},
		"by default":    {func(context.Context) error { return errors.New("down") }, 0, 30*time.Minute - time.Second, 40 * time.Minute},
		"hangs":         {func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, 10 * time.Minute, 10*time.Minute - time.Second, 20 * time.Minute},
		"for good":      {func(context.Context) error { return dialog.ErrUndeliverable }, 10 * time.Minute, 0, 5 * time.Second},
		"without limit": {func(context.Context) error { return errors.New("down") }, -1, 24 * time.Hour, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var offers atomic.Int64
				out := &outbound{}
				bot := newBot(t, &kefu.Options{Sender: out, Tickets: &kefu.Tickets{Untaken: c.limit}, Handoff: dialog.HandoffFunc(func(ctx context.Context, _ kefu.Handoff) error {
					offers.Add(1)
					return c.fail(ctx)
				})})
				stop := running(t, bot)
				defer stop()
				newTalk(t, bot).say("let me talk to a person")
				if c.none > 0 {
					time.Sleep(c.none)
					require.Empty(t, tickets(t, bot))
				}
				if c.by == 0 {
					return
				}
				time.Sleep(c.by - c.none)
				require.Len(t, tickets(t, bot), 1)
				assert.Equal(t, 1, toldOfTickets(out), out.texts())
				asked := offers.Load()
				time.Sleep(time.Hour)
				assert.Equal(t, asked, offers.Load(), "it is not offered any more")
				assert.Len(t, tickets(t, bot), 1)
				assert.Equal(t, 1, toldOfTickets(out))
			})
		})
	}
}

func TestAHandoffThatASinkTookAfterAllIsNoTicket(t *testing.T) {
	for name, accept := range map[string]bool{"late": false, "without saying so": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var bot *kefu.Bot
				up := time.Now().Add(9 * time.Minute)
				bot = newBot(t, &kefu.Options{Tickets: &kefu.Tickets{Untaken: 10 * time.Minute}, Handoff: dialog.HandoffFunc(func(ctx context.Context, h kefu.Handoff) error {
					switch {
					case accept:
						_, err := bot.Engine().Progress(ctx, h.Conversation, "p", dialog.HandoffProgress{ID: h.ID, State: dialog.HandoffAccepted, Agent: "ann"})
						return errors.Join(err, errors.New("but the answer is lost"))
					case time.Now().Before(up):
						return errors.New("down")
					}
					return nil
				})})
				stop := running(t, bot)
				defer stop()
				newTalk(t, bot).say("let me talk to a person")
				time.Sleep(time.Hour)
				assert.Empty(t, tickets(t, bot))
			})
		})
	}
}

// A queue that neither diverts nor is full loses nobody either; those that divert decide.
func TestAHandoffThatWaitsTooLongBecomesATicket(t *testing.T) {
	for name, c := range map[string]struct {
		queue routing.Queue
		limit time.Duration
		want  int
	}{
		"default":  {routing.Queue{ID: "help"}, 0, 1},
		"no limit": {routing.Queue{ID: "help"}, -1, 0},
		"diverts":  {routing.Queue{ID: "help", MaxWait: routing.Duration(2 * time.Hour), Full: &routing.Overflow{To: "voicemail"}}, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				out, stores := &outbound{}, kefu.MemoryStores()
				bot := newBot(t, &kefu.Options{
					Sender: out, Stores: stores, Tickets: &kefu.Tickets{Untaken: c.limit}, Metrics: &kefu.Metrics{},
					Routing: &kefu.Routing{Options: routing.Options{Lease: -1, Plan: routing.Plan{Queues: []routing.Queue{c.queue}}}},
				})
				stop := running(t, bot)
				defer stop()
				onDuty(t, bot, "ann")
				for _, id := range []string{"hers", "the host's"} {
					_, err := bot.Router().Submit(t.Context(), routing.Item{ID: id})
					require.NoError(t, err)
				}
				newTalk(t, bot).say("let me talk to a person")
				time.Sleep(29 * time.Minute)
				require.Empty(t, tickets(t, bot))
				time.Sleep(2 * time.Minute)
				require.Len(t, tickets(t, bot), c.want)
				assert.Equal(t, c.want, toldOfTickets(out))
				open, err := bot.Router().Open(t.Context(), "")
				require.NoError(t, err)
				assert.Len(t, open, 3-c.want, "the host's own items wait")
				require.NoError(t, bot.Measure(t.Context()))
				n := 0
				for e, err := range stores.Metrics.Feed(t.Context(), 0) {
					require.NoError(t, err)
					assert.NotEqual(t, metrics.LeftQueue, e.Kind)
					if e.Kind == metrics.Diverted {
						assert.Equal(t, "ticket", e.Reason)
						n++
					}
				}
				assert.Equal(t, 2*c.want, n, "by the queue and by the ticket: who got a ticket did not leave the queue")
			})
		})
	}
}

// The wait of whoever comes back from an agent begins anew.
func TestAHandoffThatAnAgentGivesBackWaitsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bot := newBot(t, &kefu.Options{Tickets: &kefu.Tickets{}, Routing: &kefu.Routing{Options: routing.Options{Lease: -1}}})
		stop := running(t, bot)
		defer stop()
		onDuty(t, bot, "ann")
		newTalk(t, bot).say("let me talk to a person")
		time.Sleep(time.Hour)
		require.Empty(t, tickets(t, bot), "ann has it")
		w := held(t, bot, "ann")
		require.NoError(t, bot.Router().SetPresence(t.Context(), "ann", routing.Offline, ""))
		_, _ = bot.Router().Return(t.Context(), w.Assignment(), "sick")
		time.Sleep(29 * time.Minute)
		require.Empty(t, tickets(t, bot))
		time.Sleep(2 * time.Minute)
		require.Len(t, tickets(t, bot), 1)
	})
}
