package kefu_test

import (
	"bytes"
	"context"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
)

// running runs a bot until the returned function is called, which waits for
// the end of Run.
func running(t *testing.T, bot *kefu.Bot) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- bot.Run(ctx) }()
	synctest.Wait()
	return func() {
		cancel()
		require.NoError(t, <-ended)
	}
}

func TestNothingLeavesWithoutRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sink := &takeOver{}
		bot := newBot(t, &kefu.Options{Handoff: sink})
		request(t, bot, "c")
		time.Sleep(time.Hour)
		require.Empty(t, sink.all())
		stop := running(t, bot)
		require.Len(t, sink.all(), 1, "Run begins with what is there")
		stop()
	})
}

func TestRunDeliversAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sink, out := &takeOver{}, &outbound{}
		bot := newBot(t, &kefu.Options{Handoff: sink, Sender: out})
		stop := running(t, bot)
		time.Sleep(300 * time.Millisecond) // between two polls
		from := time.Now()
		request(t, bot, "c")
		synctest.Wait()
		require.Len(t, sink.all(), 1)
		agentSays(t, bot, "c", "hello")
		synctest.Wait()
		require.Len(t, out.texts(), 1)
		require.Equal(t, from, time.Now(), "without waiting for a poll")
		stop()
	})
}

func TestRunDeliversForOtherNodes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stores, sink := kefu.MemoryStores(), &takeOver{}
		other := newBot(t, &kefu.Options{Stores: stores, Handoff: &takeOver{}})
		bot := newBot(t, &kefu.Options{Stores: stores, Handoff: sink})
		stop := running(t, bot)
		request(t, other, "c")
		synctest.Wait()
		require.Empty(t, sink.all())
		time.Sleep(time.Second)
		synctest.Wait()
		require.Len(t, sink.all(), 1)
		stop()
	})
}

// Run makes the entries that another node wrote findable.
func TestRunFollowsTheKnowledgeBase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stores := kefu.MemoryStores()
		other := newBot(t, &kefu.Options{Stores: stores})
		bot := newBot(t, &kefu.Options{Stores: stores})
		stop := running(t, bot)
		_, err := other.KB().Put(t.Context(), entry("zebra", "", "zebra"))
		require.NoError(t, err)
		c := newTalk(t, bot)
		require.Equal(t, dialog.Unanswered, c.say("zebra").Kind)
		time.Sleep(time.Second)
		synctest.Wait()
		require.Equal(t, "answer zebra", c.say("zebra").Text)
		stop()
	})
}

func TestRunRetriesAndLogs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		var mu sync.Mutex
		var tried []time.Duration
		from := time.Now()
		bot := newBot(t, &kefu.Options{
			Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelInfo})),
			Handoff: dialog.HandoffFunc(func(context.Context, kefu.Handoff) error {
				mu.Lock()
				defer mu.Unlock()
				tried = append(tried, time.Since(from))
				if len(tried) < 3 {
					return errSink
				}
				return nil
			}),
		})
		stop := running(t, bot)
		_, err := bot.Handle(t.Context(), kefu.Message{ID: "m", Conversation: "c", Text: "my secret is 4711. human"})
		require.NoError(t, err)
		time.Sleep(time.Minute)
		stop()
		require.Equal(t, []time.Duration{0, time.Second, 3 * time.Second}, tried)
		require.Contains(t, log.String(), "delivery failed")
		require.NotContains(t, log.String(), errSink.Error(), "the words of a host's error may be about customers")
		require.NotContains(t, log.String(), "4711", "no customer text in the log")
	})
}

// A failing or slow receiver does not keep Run from ending, nor from running.
func TestRunEndsWhileDelivering(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bot := newBot(t, &kefu.Options{Handoff: dialog.HandoffFunc(func(ctx context.Context, _ kefu.Handoff) error {
			<-ctx.Done()
			return ctx.Err()
		})})
		stop := running(t, bot)
		request(t, bot, "c")
		synctest.Wait()
		from := time.Now()
		stop()
		require.Equal(t, from, time.Now())
	})
}

// An idle bot asks its stores a few times a second at most.
func TestRunIsCheap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		counted := &faultyStore{Store: dialog.NewMemoryStore()}
		bot := newBot(t, &kefu.Options{Stores: kefu.Stores{KB: kefu.MemoryStores().KB, Dialog: counted}})
		stop := running(t, bot)
		time.Sleep(100*time.Second + time.Millisecond)
		stop()
		require.LessOrEqual(t, counted.called(), 101)
	})
}
