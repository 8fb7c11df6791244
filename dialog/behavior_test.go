package dialog_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/dialog"
)

// Events come late and twice; what is kept is the newest, newest first.
func TestTrailHasNoOrderOfArrival(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var events []dialog.BehaviorEvent
		for i := range rapid.IntRange(0, 12).Draw(t, "events") {
			events = append(events, dialog.BehaviorEvent{ID: strconv.Itoa(i), At: day(rapid.IntRange(1, 5).Draw(t, "day"))})
		}
		most := rapid.IntRange(1, 8).Draw(t, "most")
		follow := func(events []dialog.BehaviorEvent) (trail dialog.Trail) {
			for _, e := range events {
				trail = trail.With(e, most)
			}
			return trail
		}
		shuffled := rapid.Permutation(append(slices.Clone(events), events...)).Draw(t, "shuffled")
		got := follow(shuffled)
		require.Equal(t, follow(events), got)
		require.Len(t, got.Events, min(most, len(events)))
		require.True(t, slices.IsSortedFunc(got.Events, func(a, b dialog.BehaviorEvent) int { return b.At.Compare(a.At) }))
		for _, e := range events {
			kept := slices.ContainsFunc(got.Events, func(o dialog.BehaviorEvent) bool { return o.ID == e.ID })
			require.True(t, kept || !e.At.After(got.Events[len(got.Events)-1].At), "only the oldest are dropped")
		}
	})
}

func TestTrailIsBoundedAndItsOwn(t *testing.T) {
	var trail dialog.Trail
	for i := range 150 {
		trail = trail.With(dialog.BehaviorEvent{ID: strconv.Itoa(i), At: day(1).Add(time.Duration(i) * time.Second)}, 0)
	}
	require.Len(t, trail.Events, 100)
	longer := trail.With(dialog.BehaviorEvent{ID: "x", At: day(2)}, 0)
	require.Equal(t, "149", trail.Events[0].ID)
	require.Equal(t, "x", longer.Events[0].ID)
}

func TestDwell(t *testing.T) {
	at := day(1)
	page := func(id string, after, dwell time.Duration) dialog.BehaviorEvent {
		return dialog.BehaviorEvent{ID: id, Kind: dialog.PageView, At: at.Add(after), Dwell: dwell}
	}
	var trail dialog.Trail
	for _, e := range []dialog.BehaviorEvent{
		page("told", 0, time.Minute), page("until the next", time.Hour, 0),
		{ID: "search", Kind: dialog.SearchFor, At: at.Add(time.Hour + 20*time.Second)},
		page("gone away", 2*time.Hour, 0), page("left open", 3*time.Hour, 9*time.Hour), page("the last", 20*time.Hour, 0),
	} {
		trail = trail.With(e, 0)
	}
	want := map[string]time.Duration{"told": time.Minute, "until the next": 20 * time.Second, "left open": 30 * time.Minute}
	for i, e := range trail.Events {
		require.Equal(t, want[e.ID], trail.Dwell(i), e.ID)
	}
}

func TestInterests(t *testing.T) {
	week := 7 * 24 * time.Hour
	now := day(28)
	event := func(id string, kind dialog.BehaviorKind, category string, age time.Duration) dialog.BehaviorEvent {
		return dialog.BehaviorEvent{ID: id, Kind: kind, Category: category, At: now.Add(-age)}
	}
	var trail dialog.Trail
	for _, e := range []dialog.BehaviorEvent{
		event("1", dialog.Purchase, "lamps", week),      // 8, half: 4
		event("2", dialog.CartAdd, "灯泡", 0),             // 4
		event("3", dialog.SearchFor, "灯泡", 2*week),      // 2, a quarter: 0.5
		event("4", "call", "tables", -time.Hour),        // of the future: 1
		event("5", dialog.PageView, "", 0),              // of nothing
		{ID: "6", Kind: "call", Item: "sku-1", At: now}, // of an item: 1
	} {
		trail = trail.With(e, 0)
	}
	got := trail.Interests(now, 0)
	require.Len(t, got, 4)
	for i, want := range []struct {
		category string
		mass     float64
	}{{"灯泡", 4.5}, {"lamps", 4}, {"sku-1", 1}, {"tables", 1}} {
		require.Equal(t, want.category, got[i].Category)
		require.InDelta(t, want.mass/10.5, got[i].Weight, 1e-9)
		require.InDelta(t, want.mass/(want.mass+2), got[i].Confidence, 1e-9)
	}
	require.Equal(t, now, got[0].Last)
	require.Equal(t, "lamps", trail.Interests(now, 100*week)[0].Category, "with a longer memory the purchase counts more")

	attrs := trail.Attributes(now, 0)
	require.Len(t, attrs, 3)
	p := dialog.Profile{}.Merge(attrs...)
	best, _ := p.Get("interest")
	require.Equal(t, "灯泡", best.Value)
	require.Equal(t, dialog.Inferred, best.Source)
	require.Empty(t, dialog.Trail{}.Interests(now, 0))
}

// A page that was looked at longer says more, within bounds.
func TestInterestOfPages(t *testing.T) {
	for dwell, mass := range map[time.Duration]float64{time.Second: 0.25, 30 * time.Second: 1, 45 * time.Second: 1.5, time.Hour: 2, 0: 1} {
		trail := dialog.Trail{}.With(dialog.BehaviorEvent{ID: "1", Kind: dialog.PageView, Category: "x", Dwell: dwell, At: day(1)}, 0)
		require.InDelta(t, mass/(mass+2), trail.Interests(day(1), 0)[0].Confidence, 1e-9, dwell)
	}
}
