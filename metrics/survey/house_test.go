package survey_test

import (
	"context"
	"iter"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/metrics"
	"github.com/kefu-go/kefu/metrics/survey"
)

// house is a customer service whose clock the test sets.
type house struct {
	t interface {
		require.TestingT
		Helper()
	}
	metrics.Store
	collector *metrics.Collector
	now       time.Time
	asked     []survey.Survey
	answer    func(survey.Survey) error
	mu        sync.Mutex
}

func open(t *testing.T, store metrics.Store) *house {
	h := &house{t: t, Store: store, now: noon}
	h.collect()
	return h
}

func (h *house) collect() {
	var err error
	h.collector, err = metrics.New(h.Store, &metrics.Options{Now: func() time.Time { return h.now }})
	require.NoError(h.t, err)
}

// Ask implements [survey.Asker].
func (h *house) Ask(_ context.Context, s survey.Survey) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked = append(h.asked, s)
	if h.answer != nil {
		return h.answer(s)
	}
	return nil
}

func (h *house) scheduler(p survey.Policy) *survey.Scheduler {
	h.t.Helper()
	s, err := survey.New(h.collector, h, &survey.Options{Policy: p, Now: func() time.Time { return h.now }})
	require.NoError(h.t, err)
	return s
}

func (h *house) record(events ...metrics.Event) {
	h.t.Helper()
	require.NoError(h.t, h.collector.Record(context.Background(), events...))
}

// talk is a talk of an hour that the bot settled and the customer ended, some time after noon.
func (h *house) talk(customer, conversation, turn string, end time.Duration) {
	h.t.Helper()
	at := func(d time.Duration, k metrics.Kind) metrics.Event {
		return metrics.Event{
			ID: turn + "/" + k.String(), At: noon.Add(end + d - hour), Kind: k, Conversation: conversation, Customer: customer, Turn: turn,
		}
	}
	over := at(hour, metrics.Ended)
	over.Reason, over.Turn = "customer", ""
	h.record(at(0, metrics.CustomerSpoke), at(time.Second, metrics.Answered), at(time.Second, metrics.BotSpoke), over)
}

// pass makes a pass some time after noon and tells the conversations that were asked.
func (h *house) pass(s *survey.Scheduler, after time.Duration) (survey.Result, []string) {
	h.t.Helper()
	h.now, h.asked = noon.Add(after), nil
	r, err := s.Pass(context.Background(), h.now)
	require.NoError(h.t, err)
	return r, h.names()
}

func (h *house) names() (list []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range h.asked {
		list = append(list, s.Episode.ID)
	}
	return list
}

func (h *house) episodes(conversation string) []metrics.Episode {
	h.t.Helper()
	_, err := h.collector.Roll(context.Background())
	require.NoError(h.t, err)
	var list []metrics.Episode
	for e, err := range h.Episodes(context.Background(), noon.Add(-30*day), noon.Add(30*day)) {
		require.NoError(h.t, err)
		if e.Conversation == conversation {
			list = append(list, e)
		}
	}
	return list
}

type counting struct {
	metrics.Store
	read int
}

func (c *counting) Episodes(ctx context.Context, from, to time.Time) iter.Seq2[metrics.Episode, error] {
	return func(yield func(metrics.Episode, error) bool) {
		for e, err := range c.Store.Episodes(ctx, from, to) {
			c.read++
			if !yield(e, err) {
				return
			}
		}
	}
}
