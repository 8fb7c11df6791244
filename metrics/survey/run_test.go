package survey_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/survey"
)

// Run asks when it is time, goes on when the zone hook and the store break, runs once, and ends with its context.
func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &broken{Store: metrics.NewMemoryStore(), fails: 3}
		h := &house{t: t, Store: store}
		var err error
		h.collector, err = metrics.New(store, nil)
		require.NoError(t, err)
		h.talk("ann", "a", "m1", time.Since(noon))
		s, err := survey.New(h.collector, h, &survey.Options{
			Policy: survey.Policy{Quiet: &survey.Hours{}},
			Zone:   func(context.Context, *metrics.Episode) *time.Location { panic("no map") },
		})
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- s.Run(ctx) }()
		synctest.Wait()
		require.ErrorIs(t, s.Run(ctx), survey.ErrRunning)
		time.Sleep(24*time.Hour - time.Second)
		synctest.Wait()
		assert.Empty(t, h.names())
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		assert.Equal(t, []string{"c/a#1"}, h.names())
		cancel()
		require.ErrorIs(t, <-done, context.Canceled)
	})
}

type broken struct {
	metrics.Store
	fails int
}

func (b *broken) Stale(ctx context.Context, now time.Time, limit int) ([]string, error) {
	if b.fails--; b.fails >= 0 {
		return nil, errDead
	}
	return b.Store.Stale(ctx, now, limit)
}

func TestNewNamesEveryFault(t *testing.T) {
	_, err := survey.New(nil, nil, &survey.Options{Every: time.Millisecond, Timeout: -1, Longest: -1, Policy: survey.Policy{Share: 2}})
	require.ErrorIs(t, err, survey.ErrInvalid)
	for _, field := range []string{"collector", "asker", "Every", "Timeout", "Longest", "Share"} {
		assert.ErrorContains(t, err, ": "+field+" ")
	}
	h := open(t, metrics.NewMemoryStore())
	_, err = survey.New(h.collector, h, &survey.Options{Timeout: time.Hour})
	require.ErrorContains(t, err, "twice at once")
	_, err = survey.New(h.collector, h, &survey.Options{Policy: survey.Policy{Retry: time.Second}})
	require.NoError(t, err, "the timeout follows the policy")
}

// Nobody is asked about one talk in the middle of another one.
func TestNobodyIsInterrupted(t *testing.T) {
	h := open(t, metrics.NewMemoryStore())
	s := h.scheduler(survey.Policy{})
	h.talk("ann", "a", "m1", 0)
	h.record(metrics.Event{ID: "d", At: noon.Add(-time.Minute), Kind: metrics.Denied, Conversation: "a"})
	h.record(metrics.Event{ID: "x", At: noon.Add(day - time.Minute), Kind: metrics.CustomerSpoke, Conversation: "a", Turn: "m2"})
	_, asked := h.pass(s, day)
	assert.Empty(t, asked)
	h.record(metrics.Event{ID: "y", At: noon.Add(day + time.Minute), Kind: metrics.Ended, Conversation: "a", Reason: "customer"})
	_, asked = h.pass(s, day+2*time.Minute)
	assert.Equal(t, []string{"c/a#1"}, asked)
}

// What was sent is written down, though the pass was cancelled meanwhile.
func TestCancelledPassRemembers(t *testing.T) {
	h := open(t, metrics.NewMemoryStore())
	h.talk("ann", "a", "m1", 0)
	ctx, cancel := context.WithCancel(t.Context())
	h.answer = func(survey.Survey) error { cancel(); return nil }
	h.now = noon.Add(day)
	r, err := h.scheduler(survey.Policy{}).Pass(ctx, h.now)
	require.NoError(t, err)
	assert.Equal(t, 1, r.Sent)
	assert.True(t, h.episodes("a")[0].Surveyed)
}

// A channel whose customers are asked sooner is looked at sooner.
func TestPassLooksAtFastChannels(t *testing.T) {
	h := open(t, metrics.NewMemoryStore())
	s := h.scheduler(survey.Policy{Channels: map[string]survey.Channel{"chat": {After: time.Minute}}})
	h.talk("ann", "a", "m1", 0)
	h.record(metrics.Event{ID: "c", At: noon.Add(-time.Minute), Kind: metrics.BotSpoke, Conversation: "a", Channel: "chat"})
	_, asked := h.pass(s, time.Minute)
	assert.Equal(t, []string{"c/a#1"}, asked)
}
