package metrics_test

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/metrics"
)

// foldKinds are the kinds that a conversation has.
func foldKinds() (kinds []metrics.Kind) {
	for k := metrics.CustomerSpoke; k.Known(); k++ {
		kinds = append(kinds, k)
	}
	return kinds
}

// drawEvent draws an event of a conversation in which much has to do with much else.
func drawEvent(t *rapid.T, i int, at time.Time, named bool) metrics.Event {
	one := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
	e := metrics.Event{
		ID: "e" + strconv.Itoa(i), At: at, Conversation: "c", Kind: rapid.SampledFrom(foldKinds()).Draw(t, "kind"),
		Agent: one("agent", "", "ann", "bob"), Item: one("item", "", "i", "j"), Queue: one("queue", "", "q", "r"), Turn: one("turn", "", "m1", "m2", "m3"),
		Flow: one("flow", "f", "g"), Step: one("step", "a", "b"), Reason: one("reason", "", "completed", "resolved", "bot", "idle"),
		Channel: one("channel", "", "web", "app"), Category: one("category", "", "a", "b"),
		Score: rapid.SampledFrom([]float64{0, .4, .5, 1, 2, 5}).Draw(t, "score"), Felt: rapid.Bool().Draw(t, "felt"), Confirmed: rapid.Bool().Draw(t, "confirmed"),
		Took: rapid.SampledFrom([]time.Duration{0, time.Second, time.Hour}).Draw(t, "took"),
	}
	if named {
		e.Episode = one("episode", "", "x", "y")
	}
	if rapid.IntRange(0, 9).Draw(t, "ticket") == 0 {
		e.Ticket = "t"
	}
	return e
}

// drawThread draws what happens in a conversation: mostly customers' words and the bot's, minutes to days apart.
func drawThread(t *rapid.T) []metrics.Event {
	named := rapid.IntRange(0, 4).Draw(t, "named") == 0
	at := foldNoon
	var events []metrics.Event
	for i := range rapid.IntRange(1, 40).Draw(t, "n") {
		at = at.Add(rapid.SampledFrom([]time.Duration{0, time.Microsecond, time.Second, time.Minute, 20 * time.Minute, 5 * time.Hour, 25 * time.Hour, 80 * time.Hour}).Draw(t, "pause"))
		e := drawEvent(t, i, at, named)
		if rapid.Bool().Draw(t, "ordinary") {
			e.Kind = rapid.SampledFrom([]metrics.Kind{metrics.CustomerSpoke, metrics.CustomerSpoke, metrics.BotSpoke, metrics.Answered, metrics.Ended}).Draw(t, "word")
		}
		events = append(events, e)
	}
	return events
}

func drawNow(t *rapid.T) time.Time {
	return foldNoon.Add(rapid.SampledFrom([]time.Duration{0, time.Hour, 30 * time.Hour, 10000 * time.Hour}).Draw(t, "now"))
}

func sameEpisodes(t require.TestingT, want, got []metrics.Episode) {
	if !reflect.DeepEqual(want, got) {
		require.Equal(t, want, got)
	}
}

// Whatever order events come in, and however often each, they come to the same episodes and sums.
func TestFoldDoesNotDependOnOrderOrRepeats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events, now := drawThread(t), drawNow(t)
		want, due := metrics.Fold(events, nil, now)
		checkEpisodes(t, want, now)
		again := slices.Clone(events)
		for range rapid.IntRange(0, 5).Draw(t, "repeats") {
			again = append(again, rapid.SampledFrom(events).Draw(t, "repeated"))
		}
		again = rapid.Permutation(again).Draw(t, "order")
		kept := slices.Clone(again)
		got, dueAgain := metrics.Fold(again, nil, now)
		sameEpisodes(t, want, got)
		require.Equal(t, due, dueAgain)
		require.Equal(t, kept, again, "the events were changed")
	})
}

// Episodes keep nothing that the caller could change.
func TestFoldSharesNoLists(t *testing.T) {
	events := []metrics.Event{
		{ID: "1", At: foldNoon, Kind: metrics.CustomerSpoke, Conversation: "c", Labels: []metrics.Label{{Name: "a", Value: "b"}}},
		{ID: "2", At: foldNoon, Kind: metrics.Rated, Conversation: "c", Score: 5, Tags: []string{"kind"}},
	}
	episodes, _ := metrics.Fold(events, nil, foldNoon)
	events[0].Labels[0].Value, events[1].Tags[0] = "x", "x"
	assert.Equal(t, []metrics.Label{{Name: "a", Value: "b"}}, episodes[0].Labels)
	assert.Equal(t, []string{"kind"}, episodes[0].Tags)
}

// Of very many moods an episode keeps the first and the last ones, in their order.
func TestFoldKeepsTheFirstAndTheLastMoods(t *testing.T) {
	for _, n := range []int{64, 65, 100, 1000} {
		var events []metrics.Event
		for i := range n {
			events = append(events, metrics.Event{
				ID: strconv.Itoa(i), At: foldNoon.Add(time.Duration(i) * time.Second), Kind: metrics.CustomerSpoke, Conversation: "c", Felt: true, Valence: float64(i) / 1000,
			})
		}
		episodes, _ := metrics.Fold(events, nil, foldNoon)
		moods := episodes[0].Moods
		require.Len(t, moods, 64)
		for i := range 32 {
			require.InDelta(t, float64(i)/1000, moods[i], 1e-6)
			require.InDelta(t, float64(n-32+i)/1000, moods[32+i], 1e-6)
		}
	}
}

// Events of the same id that differ are one, whichever comes first.
func TestFoldOfEventsThatDisagree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := drawThread(t)
		for i := range events {
			events[i].ID = "e" + strconv.Itoa(rapid.IntRange(0, 3).Draw(t, "id"))
			events[i].At = foldNoon.Add(time.Duration(rapid.IntRange(0, 2).Draw(t, "at")) * time.Minute)
		}
		want, _ := metrics.Fold(events, nil, foldNoon)
		got, _ := metrics.Fold(rapid.Permutation(events).Draw(t, "order"), nil, foldNoon)
		sameEpisodes(t, want, got)
	})
}

// Sums that are kept while events arrive late and repeated are those of all events at once.
func TestFoldOfLateEventsGivesTheSameTotals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events, now := drawThread(t), drawNow(t)
		arriving := rapid.Permutation(append(slices.Clone(events), events...)).Draw(t, "order")
		running := metrics.NewSheet()
		var former []metrics.Episode
		for n := 0; n < len(arriving); {
			n = min(len(arriving), n+rapid.IntRange(1, 8).Draw(t, "batch"))
			for i := range former {
				running.Remove(&former[i])
			}
			former, _ = metrics.Fold(arriving[:n], nil, now)
			for i := range former {
				running.Add(&former[i])
			}
		}
		all, _ := metrics.Fold(events, nil, now)
		assert.Equal(t, cellsOf(sheetOf(all)), cellsOf(running))
		for i := range former {
			running.Remove(&former[i])
		}
		assert.True(t, running.Empty())
	})
}

// cellsOf are the sums of a sheet by cell and measure.
func cellsOf(s *metrics.Sheet) map[string][2]int64 {
	sums := map[string][2]int64{}
	cells := s.Cells()
	for m := range 256 {
		for cell, sum := range s.Column(metrics.Measure(m)) {
			sums[fmt.Sprintf("%d %+v", m, cells[cell])] = [2]int64{sum.N, sum.Total}
		}
	}
	return sums
}

// What is folded when it is due comes to something else, and to the same until then.
func TestFoldChangesWhenItIsDueOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events, now := drawThread(t), drawNow(t)
		for range 100 {
			episodes, due := metrics.Fold(events, nil, now)
			if due.IsZero() {
				for i := range episodes {
					require.NotEqual(t, metrics.Open, episodes[i].Outcome, "an open talk is never due")
				}
				later, _ := metrics.Fold(events, nil, now.Add(1e6*time.Hour))
				sameEpisodes(t, episodes, later)
				return
			}
			require.True(t, due.After(now))
			before, dueBefore := metrics.Fold(events, nil, due.Add(-time.Microsecond))
			sameEpisodes(t, episodes, before)
			require.Equal(t, due, dueBefore)
			after, _ := metrics.Fold(events, nil, due)
			require.NotEqual(t, episodes, after)
			now = due
		}
		require.Fail(t, "it is due forever")
	})
}

// Every talk that is over has the outcome that a short reading of the rules gives it.
func TestFoldEndsEachTalkInOneOutcome(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := drawThread(t)
		episodes, due := metrics.Fold(events, nil, foldNoon.Add(10000*time.Hour))
		require.Zero(t, due)
		counts := map[metrics.Outcome]int{}
		for i := range episodes {
			counts[episodes[i].Outcome]++
		}
		total := 0
		for _, o := range []metrics.Outcome{metrics.ByBot, metrics.ByHuman, metrics.HandedOff, metrics.Abandoned, metrics.Unresolved} {
			total += counts[o]
		}
		require.Equal(t, len(episodes), total)
		spoke := 0
		for i := range episodes {
			spoke += episodes[i].FromCustomer
		}
		for _, e := range events {
			if e.Kind == metrics.CustomerSpoke {
				spoke--
			}
		}
		require.Zero(t, spoke, "each word of the customer is part of exactly one talk")
	})
}

// An agent's time is counted once, whatever the days, and no hour has more than an hour.
func TestFoldOfPresence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		byThread := map[string][]metrics.Event{}
		at, total := foldNoon, map[string]time.Duration{}
		states := []string{"online", "busy", "away", "offline"}
		for i := range rapid.IntRange(1, 20).Draw(t, "n") {
			took := rapid.SampledFrom([]time.Duration{time.Microsecond, time.Minute, time.Hour, 7 * time.Hour, 40 * time.Hour}).Draw(t, "took")
			state := rapid.SampledFrom(states).Draw(t, "state")
			at = at.Add(took)
			e := metrics.Event{ID: strconv.Itoa(i), At: at, Kind: metrics.Presence, Agent: "ann", Reason: state, Step: "online", Took: took}
			require.NoError(t, e.Validate())
			byThread[e.Thread()] = append(byThread[e.Thread()], e)
			if state != "offline" {
				total[state] += took
			}
		}
		counted, hours := map[string]time.Duration{}, map[time.Time]time.Duration{}
		for _, events := range byThread {
			episodes, _ := metrics.Fold(rapid.Permutation(events).Draw(t, "order"), nil, at)
			checkEpisodes(t, episodes, at)
			for _, e := range episodes {
				for _, s := range e.States {
					counted[s.Name] += s.Took
					hours[e.Start.Truncate(time.Hour)] += s.Took
				}
			}
		}
		assert.Equal(t, total, counted)
		for hour, d := range hours {
			assert.LessOrEqual(t, d, time.Hour, "%v", hour)
		}
	})
}

// FuzzFold folds whatever there is.
func FuzzFold(f *testing.F) {
	f.Add([]byte{1, 0, 0, 0, 4, 1, 0, 0, 2, 0, 0, 0}, uint8(0))
	f.Add([]byte{64, 0, 9, 0, 66, 1, 0, 0, 69, 9, 9, 9}, uint8(1))
	f.Add([]byte{96, 200, 9, 255, 96, 1, 4, 4}, uint8(2))
	f.Fuzz(func(t *testing.T, data []byte, about uint8) {
		events := decodeThread(data, about%3)
		now := foldNoon.Add(time.Duration(len(data)) * time.Hour)
		episodes, _ := metrics.Fold(events, &metrics.Rules{Hours: office{0, 12}}, now)
		if !slices.ContainsFunc(events, func(e metrics.Event) bool { return e.Took == math.MaxInt64 }) { // whose sums would overflow
			checkEpisodes(t, episodes, now)
		}
		slices.Reverse(events)
		again, _ := metrics.Fold(events, &metrics.Rules{Hours: office{0, 12}}, now)
		sameEpisodes(t, episodes, again)
	})
}

// decodeThread makes an event of each four bytes.
func decodeThread(data []byte, about uint8) (events []metrics.Event) {
	at := foldNoon
	for i := 0; i+4 <= len(data); i += 4 {
		kind, pause, names, rest := metrics.Kind(data[i]), data[i+1], data[i+2], data[i+3]
		at = at.Add(time.Duration(int8(pause)) * time.Duration(pause&7) * 10 * time.Minute)
		pick := func(shift int, of ...string) string { return of[int(names>>shift)&3%len(of)] }
		e := metrics.Event{
			ID: strconv.Itoa(i / 4 % 50), At: at, Kind: kind % 64, Conversation: "c", Ticket: "", Agent: pick(0, "", "ann", "bob"),
			Item: pick(2, "", "i", "j"), Queue: pick(2, "q", "r"), Turn: pick(4, "", "m1", "m2", "m3"), Flow: pick(4, "f", "g"), Step: pick(6, "a", "b", "c"),
			Reason: pick(6, "", "completed", "resolved", "offline"), Episode: "", Confirmed: rest&1 != 0, Felt: rest&2 != 0,
			Score: float64(int8(rest)) / 20, Valence: float64(int8(rest)) / 100, Took: time.Duration(int8(rest)) * time.Minute,
		}
		switch rest {
		case 255:
			e.Took, e.Score, e.Valence = math.MaxInt64, math.NaN(), math.Inf(1)
		case 254:
			e.At = time.Time{}.Add(time.Hour) // no time at all is no time of an end either, and is invalid
		}
		switch about {
		case 1:
			e.Kind, e.Ticket = metrics.TicketOpened+kind%8, "t"
		case 2:
			e.Kind, e.Agent = metrics.Presence, "ann"
		}
		events = append(events, e)
	}
	return events
}
