package metrics

import (
	"context"
	"encoding/json"
	"expvar"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// instrumented is a collector with a clock, and its instruments.
func instrumented(t *testing.T, opts *InstrumentOptions) (*Collector, *Instruments, *time.Time) {
	now := boardEpoch
	c, err := New(NewMemoryStore(), &Options{Now: func() time.Time { return now }})
	require.NoError(t, err)
	in, err := NewInstruments(c, opts)
	require.NoError(t, err)
	return c, in, &now
}

// point is the point of an instrument for values of labels, nil where there is none.
func point(t *testing.T, in *Instruments, name string, values ...string) *Point {
	t.Helper()
	list, err := in.Read(context.Background())
	require.NoError(t, err)
	for _, i := range list {
		if i.Name != name {
			continue
		}
		for _, p := range i.Points {
			require.Len(t, p.Values, len(i.Labels))
			if fmt.Sprint(p.Values) == fmt.Sprint(values) {
				return &p
			}
		}
		return nil
	}
	t.Fatalf("no instrument %s", name)
	return nil
}

// say records what happens in a conversation of the channel "web" and folds it.
func say(t *testing.T, c *Collector, conversation string, at time.Time, kinds ...Kind) {
	t.Helper()
	var events []Event
	for i, k := range kinds {
		events = append(events, Event{
			ID: fmt.Sprint(at.UnixMicro(), "-", i), At: at.Add(time.Duration(i) * time.Second), Kind: k, Conversation: conversation,
			Channel: "web", Turn: "t", Reason: "closed", Agent: map[Kind]string{AgentSpoke: "ann"}[k],
		})
	}
	require.NoError(t, c.Record(context.Background(), events...))
	_, err := c.Roll(context.Background())
	require.NoError(t, err)
}

func TestInstrumentsCountFromTheFirstRead(t *testing.T) {
	c, in, now := instrumented(t, nil)
	say(t, c, "before", *now, CustomerSpoke)
	require.Equal(t, 0., point(t, in, "talks_started", "web").X)
	say(t, c, "a", *now, CustomerSpoke, Answered, BotSpoke, Ended)
	require.Equal(t, 1., point(t, in, "talks_started", "web").X)
	require.Equal(t, 1., point(t, in, "talks_ended", "web", "by_bot").X)
	require.Equal(t, 1., point(t, in, "messages", "web", "bot").X)
	first := point(t, in, "first_reply", "web")
	require.Equal(t, 2., first.X)
	require.Equal(t, int64(1), first.N)
	require.Equal(t, int64(1), first.Buckets[4], "two seconds are between 1 and 2.5")
	require.Len(t, first.Buckets, len(Bounds())+1)
	// What had begun before and ends now counts.
	say(t, c, "before", now.Add(time.Minute), Answered, BotSpoke, Ended)
	require.Equal(t, 2., point(t, in, "talks_ended", "web", "by_bot").X)
}

// A sum that falls does not take the counter along: a monitoring system would take that for a restart, and count everything again.
func TestCountersNeverFall(t *testing.T) {
	c, in, now := instrumented(t, nil)
	point(t, in, "talks_started")
	say(t, c, "a", *now, CustomerSpoke, Answered, BotSpoke, Resolved, Ended)
	require.Equal(t, 1., point(t, in, "talks_ended", "web", "by_bot").X)
	say(t, c, "a", now.Add(3500*time.Millisecond), AgentSpoke) // it comes late, and so a person took part
	require.Equal(t, 1., point(t, in, "talks_ended", "web", "by_human").X)
	require.Equal(t, 1., point(t, in, "talks_ended", "web", "by_bot").X)
	say(t, c, "b", *now, CustomerSpoke, Answered, BotSpoke, Resolved, Ended)
	require.Equal(t, 1., point(t, in, "talks_ended", "web", "by_bot").X, "the sum has caught up")
	say(t, c, "c", *now, CustomerSpoke, Answered, BotSpoke, Resolved, Ended)
	require.Equal(t, 2., point(t, in, "talks_ended", "web", "by_bot").X)
}

func TestCountersOverWeeks(t *testing.T) {
	c, in, now := instrumented(t, nil)
	say(t, c, "old", *now, CustomerSpoke, BotSpoke, Ended)
	point(t, in, "talks_started")
	from := in.from
	for day := range 30 {
		*now = boardEpoch.AddDate(0, 0, day)
		say(t, c, fmt.Sprint(day), *now, CustomerSpoke, BotSpoke, Ended)
		require.Equal(t, float64(day+1), point(t, in, "talks_started", "web").X)
		require.Equal(t, int64(day+1), point(t, in, "first_reply", "web").N)
	}
	require.True(t, in.from.After(from.AddDate(0, 0, 20)), "old sums are not read again and again")
}

func TestInstrumentsHaveFewLabels(t *testing.T) {
	c, in, now := instrumented(t, &InstrumentOptions{Limit: 3})
	for i := range 10 {
		ch := fmt.Sprint("ch", i)
		events := []Event{
			{ID: "1", At: *now, Kind: CustomerSpoke, Conversation: ch, Channel: ch},
			{ID: "2", At: *now, Kind: Queued, Conversation: ch, Channel: ch, Queue: ch, Item: "i"},
		}
		require.NoError(t, c.Record(context.Background(), events...))
		c.Live().Observe(context.Background(), events)
		_, err := c.Roll(context.Background())
		require.NoError(t, err)
		point(t, in, "talks_started")
	}
	list, err := in.Read(context.Background())
	require.NoError(t, err)
	for _, i := range list {
		values := map[string]bool{}
		for _, p := range i.Points {
			if len(p.Values) > 0 {
				values[p.Values[0]] = true
			}
		}
		require.LessOrEqual(t, len(values), 4, i.Name)
	}
	require.Equal(t, 7., point(t, in, "channel_talks_open", Other).X)
	require.Equal(t, 1., point(t, in, "channel_talks_open", "ch1").X)
	require.Equal(t, 7., point(t, in, "queue_waiting", Other).X)
	require.Equal(t, 7., point(t, in, "talks_started", Other).X, "who came first keeps his name")
	for i := range 10 {
		c.Live().Observe(context.Background(), []Event{{ID: "3", At: *now, Kind: Ended, Conversation: fmt.Sprint("ch", i)}})
	}
	require.Equal(t, 0., point(t, in, "queue_waiting", "ch1").X, "an empty queue is at 0, not gone")
	require.Equal(t, 0., point(t, in, "channel_talks_open", "ch1").X)
}

func TestInstrumentsRefuseOptions(t *testing.T) {
	_, err := NewInstruments(nil, &InstrumentOptions{Limit: -1, Back: time.Hour})
	require.ErrorIs(t, err, ErrInvalid)
	for _, part := range []string{"no collector", "Limit", "Back"} {
		require.ErrorContains(t, err, part)
	}
	_, in, _ := instrumented(t, nil)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = in.Read(ctx)
	require.ErrorIs(t, err, context.Canceled)
}

func TestInstrumentsFitExpvar(t *testing.T) {
	_, in, _ := instrumented(t, nil)
	var v expvar.Var = in
	var list []struct {
		Name, Kind string
		Points     []struct{ X float64 }
	}
	require.NoError(t, json.Unmarshal([]byte(v.String()), &list))
	require.Greater(t, len(list), 20)
	kinds := map[string]int{}
	for i, one := range list {
		kinds[one.Kind]++
		require.Regexp(t, `^[a-z0-9_]+$`, one.Name)
		require.True(t, i == 0 || list[i-1].Name < one.Name, "in order, and each once")
	}
	require.Len(t, kinds, 3)
}
