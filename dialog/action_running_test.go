package dialog

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// slowDeed is an action that takes its time, whatever its context says, and counts how
// often it is called, and by how many at once.
type slowDeed struct {
	mu              sync.Mutex
	takes           []time.Duration // of the first calls; the last one is for all further ones
	calls, now, top int
	keys            []string
	err             error
}

func (d *slowDeed) do(_ context.Context, c Call) (Result, error) {
	d.mu.Lock()
	takes := d.takes[min(d.calls, len(d.takes)-1)]
	d.calls++
	d.now++
	d.top = max(d.top, d.now)
	d.keys = append(d.keys, c.Key)
	d.mu.Unlock()
	time.Sleep(takes)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now--
	return Result{Say: In("It is booked.", "已预订。")}, d.err
}

func (d *slowDeed) called() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.calls
}

func (d *slowDeed) most() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.top
}

// size is how many calls are under way.
func (r *running) size() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.jobs)
}

func bookingWith(t *testing.T, d *slowDeed) *Engine {
	e, err := NewEngine(NewMemoryStore(), &Options{TurnTimeout: time.Minute, Flows: []*Flow{{
		Name: "book", Phrases: []string{"book it", "订一个"},
		Steps: []Step{Do("book", d.do).Retry(Retry{Tries: 3, Timeout: 100 * time.Millisecond, Pause: time.Millisecond})},
	}}})
	require.NoError(t, err)
	return e
}

// An action that does not heed its context is never called twice at once. The customer is not
// told that it failed, which nobody knows, and who stops then is told so.
func TestALateActionIsNotDoneTwice(t *testing.T) {
	say := func(t *testing.T, e *Engine, id, text string) Reply {
		r, err := e.Handle(t.Context(), Message{ID: id, Conversation: "c", Text: text})
		require.NoError(t, err)
		return r
	}
	t.Run("a try waits for the one before it", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			d := &slowDeed{takes: []time.Duration{300 * time.Millisecond}}
			r := say(t, bookingWith(t, d), "1", "book it")
			assert.Equal(t, "It is booked.", r.Text)
			assert.Equal(t, Completed, r.Kind)
			assert.Equal(t, 1, d.called())
		})
	})
	t.Run("its failure is a failure, and then it is tried again", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			d := &slowDeed{takes: []time.Duration{300 * time.Millisecond, 0}, err: errors.New("no")}
			r := say(t, bookingWith(t, d), "1", "book it")
			assert.Contains(t, r.Text, "did not work")
			assert.Equal(t, 2, d.called(), "the second try waited for the first call")
			assert.Equal(t, 1, d.most())
		})
	})
	t.Run("nobody knows", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			d := &slowDeed{takes: []time.Duration{10 * time.Second}}
			e := bookingWith(t, d)
			r := say(t, e, "1", "book it")
			assert.Contains(t, r.Text, "cannot tell yet whether it worked")
			assert.NotContains(t, r.Text, "did not work")
			assert.Equal(t, 1, d.called())
			played, err := e.Replay(t.Context(), "c", 1)
			require.NoError(t, err, "without the action")
			assert.Empty(t, played.Differences)
			assert.Equal(t, 1, d.called())

			r = say(t, e, "2", "no")
			assert.Contains(t, r.Text, "I could not find out")
			time.Sleep(10 * time.Second)
			assert.Equal(t, 1, d.called())
			assert.Zero(t, e.running.size())
		})
	})
	t.Run("the yes to another try gets what has come of it", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			d := &slowDeed{takes: []time.Duration{700 * time.Millisecond}}
			e := bookingWith(t, d)
			assert.Contains(t, say(t, e, "1", "订一个").Text, "暂时还无法确认")
			time.Sleep(20 * time.Millisecond)
			assert.Contains(t, say(t, e, "2", "好的").Text, "已预订")
			assert.Equal(t, 1, d.called())
			assert.Equal(t, 1, d.most())
		})
	})
	t.Run("a call that has ended meanwhile is made again with its key", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			d := &slowDeed{takes: []time.Duration{700 * time.Millisecond, 0}}
			e := bookingWith(t, d)
			say(t, e, "1", "book it")
			time.Sleep(time.Second)
			assert.Contains(t, say(t, e, "2", "yes").Text, "It is booked.")
			d.mu.Lock()
			defer d.mu.Unlock()
			require.Len(t, d.keys, 2)
			assert.Equal(t, d.keys[0], d.keys[1])
			assert.Equal(t, 1, d.top)
			assert.NotContains(t, say(t, e, "3", "cancel").Text, "could not find out", "it is known now")
		})
	})
}

// A panic, and a goroutine that ends itself, leave nobody waiting.
func TestRunningIsOverHoweverACallEnds(t *testing.T) {
	var r running
	assert.Panics(t, func() { _, _ = r.once(t.Context(), "k", func() (outcome, error) { panic("no") }) })
	assert.Empty(t, r.jobs)
	out, err := r.once(t.Context(), "k", func() (outcome, error) { return outcome{Refused: true}, nil })
	require.NoError(t, err)
	assert.True(t, out.Refused)
}

// What a host's function says of a customer is in no log but that of whoever looks for faults.
func TestHostErrorsAreLoggedBySort(t *testing.T) {
	for level, shown := range map[slog.Level]bool{slog.LevelInfo: false, slog.LevelDebug: true} {
		var log bytes.Buffer
		alice := fmt.Errorf("no account for %q: %w", "Alice Secretson", errors.New("404"))
		e, err := NewEngine(NewMemoryStore(), &Options{
			Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: level})),
			Flows: []*Flow{{Name: "book", Phrases: []string{"book it"}, Steps: []Step{
				Do("book", func(context.Context, Call) (Result, error) { return Result{}, alice }).Retry(Retry{Tries: 1}),
			}}},
			Sender: SenderFunc(func(context.Context, Outgoing) error { return alice }),
			Reader: ReaderFunc(func(context.Context, ReadInput) (Understood, error) { return Understood{}, alice }),
		})
		require.NoError(t, err)
		_, err = e.Handle(t.Context(), Message{ID: "1", Conversation: "c", Text: "book it"})
		require.NoError(t, err)
		_, err = e.Say(t.Context(), Message{ID: AgentIDs + "1", Conversation: "c", From: Agent, Agent: "mia", Text: "hello"})
		require.NoError(t, err)
		_, err = e.Deliver(t.Context())
		require.ErrorIs(t, err, alice, "whoever calls is told")
		e.hostFailed(t.Context(), "dialog: delivery failed", err)
		assert.Contains(t, log.String(), "action failed")
		assert.Contains(t, log.String(), "errorString")
		assert.Equal(t, shown, bytes.Contains(log.Bytes(), []byte("Secretson")), log.String())
	}
}
