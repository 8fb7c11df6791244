package kefu_test

import (
	"context"
	"errors"
	"iter"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
)

var errStore = errors.New("the database is gone")

// faultyStore calls fault before every call of the store, with the number of
// the call from 1, and after those that write.
type faultyStore struct {
	dialog.Store
	mu     sync.Mutex
	calls  int
	before func(call int) error
	after  func(call int) error // of a commit that succeeded
}

func (s *faultyStore) enter() error {
	s.mu.Lock()
	s.calls++
	call := s.calls
	s.mu.Unlock()
	if s.before == nil {
		return nil
	}
	return s.before(call)
}

// called returns how often it was called.
func (s *faultyStore) called() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls
}

func (s *faultyStore) Load(ctx context.Context, conversation string) (dialog.Conversation, error) {
	if err := s.enter(); err != nil {
		return dialog.Conversation{}, err
	}
	return s.Store.Load(ctx, conversation)
}

func (s *faultyStore) Commit(ctx context.Context, turn dialog.Turn) (int64, error) {
	if err := s.enter(); err != nil {
		return 0, err
	}
	version, err := s.Store.Commit(ctx, turn)
	if err == nil && s.after != nil {
		if err := s.after(s.called()); err != nil {
			return 0, err
		}
	}
	return version, err
}

func (s *faultyStore) Transcript(ctx context.Context, conversation string, after int64) iter.Seq2[dialog.Record, error] {
	return func(yield func(dialog.Record, error) bool) {
		if err := s.enter(); err != nil {
			yield(dialog.Record{}, err)
			return
		}
		s.Store.Transcript(ctx, conversation, after)(yield)
	}
}

func (s *faultyStore) Outbox() dialog.Outbox {
	return &faultyOutbox{Outbox: s.Store.Outbox(), store: s}
}

type faultyOutbox struct {
	dialog.Outbox
	store *faultyStore
}

func (o *faultyOutbox) Claim(ctx context.Context, now, lease time.Time, limit int) ([]dialog.Outgoing, error) {
	if err := o.store.enter(); err != nil {
		return nil, err
	}
	return o.Outbox.Claim(ctx, now, lease, limit)
}

func (o *faultyOutbox) Settle(ctx context.Context, id string, attempt int, outcome dialog.Outcome) error {
	if err := o.store.enter(); err != nil {
		return err
	}
	return o.Outbox.Settle(ctx, id, attempt, outcome)
}

// script is a conversation in which everything happens.
func script(bot *kefu.Bot) []func(context.Context) (kefu.Reply, error) {
	var steps []func(context.Context) (kefu.Reply, error)
	handle := func(id, text string) {
		steps = append(steps, func(ctx context.Context) (kefu.Reply, error) {
			return bot.Handle(ctx, kefu.Message{ID: id, Conversation: "c", Text: text})
		})
	}
	handle("1", "my warranty")
	handle("2", "the second one")
	handle("3", "zebra")
	handle("4", "zebra")
	steps = append(steps, func(ctx context.Context) (kefu.Reply, error) {
		return bot.Say(ctx, kefu.Message{ID: "5", Conversation: "c", Text: "Bob here"})
	})
	handle("6", "thanks")
	steps = append(steps, func(ctx context.Context) (kefu.Reply, error) { return bot.Release(ctx, "c", "7") })
	handle("8", "How can I pay?")
	return steps
}

// outcome is what a script leaves behind.
type outcome struct {
	records []dialog.Record
	offered []kefu.Handoff
	sent    []string
}

// play runs the script on a store, repeating each step until it succeeds, as a
// channel would that delivers at least once.
func play(t *testing.T, store *faultyStore, disturb func(context.Context) context.Context) outcome {
	t.Helper()
	sink, out, at := &takeOver{}, &outbound{}, newClock()
	bot := newBot(t, &kefu.Options{
		Stores: kefu.Stores{KB: kefu.MemoryStores().KB, Dialog: store}, Now: at.now, Handoff: sink, Sender: out,
	})
	version := int64(0)
	for i, step := range script(bot) {
		_, err := step(disturb(t.Context()))
		loaded, _ := store.Store.Load(t.Context(), "c")
		if err != nil {
			require.Contains(t, []int64{version, version + 1}, loaded.Version, "all of the turn or nothing")
			require.Len(t, transcript(t, store.Store, "c"), int(loaded.Version))
			require.NotContains(t, err.Error(), "zebra")
			first, err := step(t.Context())
			require.NoError(t, err)
			again, err := step(t.Context())
			require.NoError(t, err)
			require.Equal(t, first, again)
			loaded, _ = store.Store.Load(t.Context(), "c")
		}
		version++
		require.Equal(t, version, loaded.Version, "step %d is one turn", i+1)
	}
	for range 5 {
		_, _ = bot.Deliver(t.Context())
		at.add(time.Hour)
	}
	return outcome{records: transcript(t, store.Store, "c"), offered: sink.taken, sent: out.texts()}
}

// undisturbed leaves the context of a step alone.
func undisturbed(ctx context.Context) context.Context { return ctx }

// The n-th call of the store fails, or is done but says that it failed, or the
// caller goes away at it, for every n: repeating the message ends in the very
// same conversation.
func TestFaultAtEveryCall(t *testing.T) {
	clean := &faultyStore{Store: dialog.NewMemoryStore()}
	want := play(t, clean, undisturbed)
	require.Len(t, want.records, 8)
	require.Len(t, want.offered, 1)
	require.Len(t, want.sent, 2)
	require.Greater(t, clean.called(), 16)

	for n := 1; n <= clean.called(); n++ {
		fault := func(call int) error {
			if call == n {
				return errStore
			}
			return nil
		}
		t.Run("fails at "+strconv.Itoa(n), func(t *testing.T) {
			requireSame(t, want, play(t, &faultyStore{Store: dialog.NewMemoryStore(), before: fault}, undisturbed))
		})
		t.Run("unknown outcome at "+strconv.Itoa(n), func(t *testing.T) {
			requireSame(t, want, play(t, &faultyStore{Store: dialog.NewMemoryStore(), after: fault}, undisturbed))
		})
		t.Run("cancelled at "+strconv.Itoa(n), func(t *testing.T) {
			var cancel context.CancelFunc
			store := &faultyStore{Store: dialog.NewMemoryStore(), before: func(call int) error {
				if call == n {
					cancel()
				}
				return nil
			}}
			requireSame(t, want, play(t, store, func(ctx context.Context) context.Context {
				ctx, cancel = context.WithCancel(ctx)
				return ctx
			}))
		})
	}
}

func requireSame(t *testing.T, want, got outcome) {
	t.Helper()
	require.Equal(t, want.records, got.records)
	require.Equal(t, want.sent, distinct(got.sent), "at least once, in order")
	require.Equal(t, want.offered[0], got.offered[0])
	for _, h := range got.offered {
		require.Equal(t, want.offered[0].ID, h.ID)
	}
}

func distinct(texts []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, text := range texts {
		if !seen[text] {
			out = append(out, text)
		}
		seen[text] = true
	}
	return out
}

// Other nodes are faster, again and again.
func TestConflictStorm(t *testing.T) {
	storm := func(conflicts int) (*faultyStore, *kefu.Bot) {
		store := &faultyStore{Store: dialog.NewMemoryStore()}
		bot := newBot(t, &kefu.Options{Stores: kefu.Stores{KB: kefu.MemoryStores().KB, Dialog: store}})
		store.before = func(call int) error { // every second call is a commit
			if call%2 == 0 && call/2 <= conflicts {
				return dialog.ErrConflict
			}
			return nil
		}
		return store, bot
	}
	store, bot := storm(99)
	require.Equal(t, dialog.Answered, newTalk(t, bot).say("How can I pay?").Kind)
	require.Len(t, transcript(t, store.Store, "c"), 1)

	store, bot = storm(1000)
	_, err := bot.Handle(t.Context(), kefu.Message{ID: "m", Conversation: "c", Text: "hi"})
	require.ErrorIs(t, err, dialog.ErrConflict, "it ends")
	require.Equal(t, 200, store.called())
	require.Empty(t, transcript(t, store.Store, "c"))
}

// A turn that another node overtook is computed anew from what that one left.
func TestOvertakenTurnSeesTheNewState(t *testing.T) {
	stores := kefu.MemoryStores()
	other := newBot(t, &kefu.Options{Stores: stores})
	store := &faultyStore{Store: stores.Dialog}
	bot := newBot(t, &kefu.Options{Stores: kefu.Stores{KB: stores.KB, Dialog: store}})
	require.Equal(t, dialog.Suggested, newTalk(t, bot).say("my warranty").Kind)
	store.calls = 0
	store.before = func(call int) error {
		if call == 2 { // the commit
			agentSays(t, other, "c", "I take this one")
		}
		return nil
	}
	reply, err := bot.Handle(t.Context(), kefu.Message{ID: "2", Conversation: "c", Text: "2"})
	require.NoError(t, err)
	require.Equal(t, dialog.Relayed, reply.Kind)
}

func TestClockGoingBackwards(t *testing.T) {
	at, sink, out := newClock(), &takeOver{}, &outbound{}
	stores := kefu.MemoryStores()
	bot := newBot(t, &kefu.Options{Stores: stores, Now: at.now, Handoff: sink, Sender: out})
	c := newTalk(t, bot)
	c.say("my warranty")
	at.add(-48 * time.Hour)
	require.Equal(t, "w2", c.say("2").Source)
	c.say("human")
	agentSays(t, bot, "c", "hello")
	require.Equal(t, 2, deliver(t, bot))
	records := transcript(t, stores.Dialog, "c")
	for i, r := range records {
		require.EqualValues(t, i+1, r.Version, "the order is that of the turns")
	}

	// What waits for a time before the jump waits no longer than that.
	agentSays(t, bot, "c", "later")
	at.add(-time.Hour)
	require.Zero(t, deliver(t, bot))
	at.add(time.Hour)
	require.Equal(t, 1, deliver(t, bot))
}

func TestUnreadableState(t *testing.T) {
	stores := kefu.MemoryStores()
	_, err := stores.Dialog.Commit(t.Context(), dialog.Turn{
		Conversation: dialog.Conversation{ID: "c", Owner: dialog.Bot, State: []byte("{secret")}, Message: dialog.Message{ID: "0"},
	})
	require.NoError(t, err)
	_, err = newBot(t, &kefu.Options{Stores: stores}).Handle(t.Context(), kefu.Message{ID: "1", Conversation: "c", Text: "hi"})
	require.ErrorContains(t, err, "state of a conversation")
	require.NotContains(t, err.Error(), "secret")
}
