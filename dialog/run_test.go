package dialog

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// asking is a flow whose time-outs send words that nobody waits for.
func asking(timeouts Timeouts) []*Flow {
	return []*Flow{{Name: "ask", Phrases: []string{"return it"}, Timeouts: &timeouts, Steps: []Step{
		Ask(TextSlot("what", nil, In("What?", "什么?"))),
	}}}
}

// keepRunning runs an engine in a bubble of a fake clock, and returns how to end it.
func keepRunning(t *testing.T, e *Engine) (end func()) {
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- e.Run(ctx) }()
	return func() {
		stop()
		require.NoError(t, <-ended)
	}
}

// A customer is warned and his task expires in time though the outbox is never empty.
func TestTimeGoesOnBesideSlowDeliveries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := NewMemoryStore()
		var sent atomic.Int64
		e, err := NewEngine(store, &Options{
			Flows:      asking(Timeouts{Warn: 10 * time.Second, Expire: 20 * time.Second}),
			Deliveries: 1,
			Sender: SenderFunc(func(ctx context.Context, _ Outgoing) error {
				if err := pauseFor(ctx, time.Second); err != nil {
					return err
				}
				sent.Add(1)
				return nil
			}),
		})
		require.NoError(t, err)
		_, err = e.Handle(t.Context(), Message{ID: "1", Conversation: "quiet", Text: "return it"})
		require.NoError(t, err)
		defer keepRunning(t, e)()
		for i := range 60 { // half a minute, twice as much as can be sent
			_, err := e.Say(t.Context(), Message{ID: AgentIDs + fmt.Sprint(i), Conversation: fmt.Sprint("busy", i), From: Agent, Agent: "mia", Text: "one moment"})
			require.NoError(t, err)
			time.Sleep(500 * time.Millisecond)
		}
		c, err := store.Load(t.Context(), "quiet")
		require.NoError(t, err)
		assert.EqualValues(t, 3, c.Version, "asked, warned and expired")
		assert.Less(t, sent.Load(), int64(40), "the outbox was not empty")
	})
}

// Slow deliveries go on beside each other, those of one conversation do not.
func TestSlowDeliveriesAreMadeAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		now, most, of := 0, 0, map[string][]string{}
		talking := map[string]bool{}
		e, err := NewEngine(NewMemoryStore(), &Options{Sender: SenderFunc(func(ctx context.Context, out Outgoing) error {
			mu.Lock()
			now++
			most = max(most, now)
			assert.False(t, talking[out.Conversation], "two at once in one conversation")
			talking[out.Conversation] = true
			of[out.Conversation] = append(of[out.Conversation], out.Reply.Text)
			mu.Unlock()
			err := pauseFor(ctx, time.Second)
			mu.Lock()
			defer mu.Unlock()
			now--
			talking[out.Conversation] = false
			return err
		})})
		require.NoError(t, err)
		var want []string
		for i := range 5 {
			want = append(want, fmt.Sprint(i))
			for c := range 8 {
				_, err := e.Say(t.Context(), Message{ID: AgentIDs + fmt.Sprint(i), Conversation: fmt.Sprint(c), From: Agent, Agent: "mia", Text: fmt.Sprint(i)})
				require.NoError(t, err)
			}
		}
		defer keepRunning(t, e)()
		time.Sleep(11 * time.Second) // 40 items of a second, four at a time
		mu.Lock()
		defer mu.Unlock()
		assert.Equal(t, usualDeliveries, most)
		require.Len(t, of, 8)
		for c, got := range of {
			assert.Equal(t, want, got, c)
		}
	})
}

// countingOutbox counts the questions for what is to deliver.
type countingOutbox struct {
	Store
	claims atomic.Int64
}

func (s *countingOutbox) Outbox() Outbox { return &countedOutbox{s.Store.Outbox(), &s.claims} }

type countedOutbox struct {
	Outbox
	claims *atomic.Int64
}

func (o *countedOutbox) Claim(ctx context.Context, now, until time.Time, n int) ([]Outgoing, error) {
	o.claims.Add(1)
	return o.Outbox.Claim(ctx, now, until, n)
}

// However many goroutines deliver: the store is asked once a second while there is nothing,
// and once for each item, and once more, while they are quick.
func TestRunAsksSeldom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &countingOutbox{Store: NewMemoryStore()}
		var sent atomic.Int64
		e, err := NewEngine(store, &Options{Sender: SenderFunc(func(context.Context, Outgoing) error {
			time.Sleep(time.Millisecond)
			sent.Add(1)
			return nil
		})})
		require.NoError(t, err)
		defer keepRunning(t, e)()
		time.Sleep(30*time.Second + 500*time.Millisecond)
		require.EqualValues(t, 31, store.claims.Swap(0))
		for i := range 10 {
			_, err := e.Say(t.Context(), Message{ID: AgentIDs + fmt.Sprint(i), Conversation: "c", From: Agent, Agent: "mia", Text: "one moment"})
			require.NoError(t, err)
			time.Sleep(10 * time.Millisecond)
		}
		assert.EqualValues(t, 10, sent.Load())
		assert.EqualValues(t, 20, store.claims.Load())
	})
}
