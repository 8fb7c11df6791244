package ticket_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// Trying shows what would follow, and changes nothing; that it shows what Do does is in
// TestRandomRules.
func TestTry(t *testing.T) {
	ctx := context.Background()
	b := newBench(t, &ticket.Rules{Triggers: []ticket.Trigger{{Name: "t", On: []ticket.Happening{{Type: ticket.EventOpened}, {Type: ticket.EventCommented}}, Do: []ticket.Action{ticket.Tag("x")}}}})
	events, after, err := b.TryOpen(ctx, ticket.Draft{ID: "a", Subject: "s"}, mia)
	require.NoError(t, err)
	assert.Len(t, events, 2)
	assert.Equal(t, []string{"x"}, after.Tags)
	assert.Zero(t, after.Version)
	_, err = b.Load(ctx, "a")
	require.ErrorIs(t, err, ticket.ErrNotFound)

	a := b.open(ticket.Draft{ID: "a", Subject: "s"}, mia)
	events, after, err = b.TryOpen(ctx, ticket.Draft{ID: "a", Subject: "another"}, mia)
	require.NoError(t, err)
	assert.Empty(t, events)
	assert.Equal(t, a, after)

	_, _, err = b.Try(ctx, "a", ticket.Command{Actor: mia, Actions: []ticket.Action{ticket.MoveTo("merged", "")}})
	require.ErrorIs(t, err, ticket.ErrMove)
	_, _, err = b.Try(ctx, "a", ticket.Command{Actor: carl, Actions: []ticket.Action{ticket.Raise(1)}})
	require.ErrorIs(t, err, ticket.ErrDenied)
	_, _, err = b.Try(ctx, "b", ticket.Command{Actor: mia, Actions: []ticket.Action{ticket.Raise(1)}})
	require.ErrorIs(t, err, ticket.ErrNotFound)

	_, err = b.Do(ctx, "a", ticket.Command{ID: "c", Actor: mia, Actions: []ticket.Action{ticket.Raise(1)}})
	require.NoError(t, err)
	events, _, err = b.Try(ctx, "a", ticket.Command{ID: "c", Actor: mia, Actions: []ticket.Action{ticket.Raise(1)}})
	require.NoError(t, err)
	assert.Empty(t, events, "it is done already")
}

func TestMacrosOnOffer(t *testing.T) {
	ctx := context.Background()
	closed := ticket.Condition{All: []ticket.Test{{Field: "kind", Value: "closed"}}}
	b := newBench(t, &ticket.Rules{Macros: []ticket.MacroRule{
		{Name: "any", Do: []ticket.Action{ticket.Raise(1)}},
		{Name: "note", Do: []ticket.Action{ticket.Tag("x")}},
		{Name: "over", When: closed, Do: []ticket.Action{ticket.Tag("x")}},
	}})
	names := func() (names []string) {
		macros, err := b.Macros(ctx, "a")
		require.NoError(t, err)
		for _, m := range macros {
			names = append(names, m.Name)
		}
		return names
	}
	b.open(ticket.Draft{ID: "a", Subject: "s"}, mia)
	assert.Equal(t, []string{"any", "note"}, names())
	b.do("a", mia, ticket.MoveTo("closed", "done"))
	assert.Equal(t, []string{"note", "over"}, names(), "what has ended takes no more changes")
	_, err := b.Macros(ctx, "b")
	require.ErrorIs(t, err, ticket.ErrNotFound)
	require.ErrorIs(t, b.refuse("a", mia, ticket.Macro("gone")), ticket.ErrInvalid)
	require.ErrorIs(t, b.refuse("a", mia, ticket.Macro("any")), ticket.ErrFinal)
	assert.Equal(t, []string{"x"}, b.do("a", mia, ticket.Macro("over")).Tags)
}

// nineToFive is open from 9 to 17 UTC, every day.
type nineToFive struct{}

func (nineToFive) Open(at time.Time) bool                     { return at.Hour() >= 9 && at.Hour() < 17 }
func (nineToFive) Next(time.Time) (change time.Time, ok bool) { return change, false }
func (o nineToFive) Between(from, to time.Time) (d time.Duration) {
	for ; from.Before(to); from = from.Add(time.Minute) {
		if o.Open(from) {
			d += time.Minute
		}
	}
	return d
}

func (o nineToFive) Add(from time.Time, d time.Duration) time.Time {
	for ; d > 0; from = from.Add(time.Minute) {
		if o.Open(from) {
			d -= time.Minute
		}
	}
	return from
}

// Timers and steps count the hours of their calendars.
func TestRulesCountWorkingHours(t *testing.T) {
	ctx := context.Background()
	now := noon
	in := []string{"new"}
	four := ticket.Duration(10 * time.Hour)
	rules := ticket.Rules{
		Timers: []ticket.Timer{{Name: "day", In: in, For: four, Do: []ticket.Action{ticket.Tag("day")}}, {Name: "work", In: in, For: four, Hours: "office", Do: []ticket.Action{ticket.Tag("work")}}},
		Templates: []ticket.Template{
			{Name: "usual", Steps: []ticket.StepRule{{Name: "a", Within: four}}},
			{Name: "office", Hours: "office", Steps: []ticket.StepRule{{Name: "a", Within: four}}},
			{Name: "always", Hours: ticket.Always, Steps: []ticket.StepRule{{Name: "a", Within: four}, {Name: "b", After: []string{"a"}, Within: four}, {Name: "c", After: []string{"a"}, Within: four, FromOpening: true}}},
		},
	}
	d, err := ticket.New(ticket.NewMemoryStore(), &ticket.Options{
		Rules: &rules, Now: func() time.Time { return now }, Hours: map[string]ticket.Hours{"": nineToFive{}, "office": nineToFive{}},
	})
	require.NoError(t, err)
	for template, due := range map[string]time.Time{"usual": noon.Add(26 * time.Hour), "office": noon.Add(26 * time.Hour), "always": noon.Add(10 * time.Hour)} {
		a, err := d.Open(ctx, ticket.Draft{ID: template, Subject: "s", Template: template}, mia)
		require.NoError(t, err)
		assert.Equal(t, due, a.Steps[0].Due, template)
		assert.Equal(t, due, a.Clocks[0].Due, "%s: the clock says the same", template)
	}
	now = noon.Add(10 * time.Hour)
	_, err = d.Sweep(ctx)
	require.NoError(t, err)
	a, err := d.Load(ctx, "always")
	require.NoError(t, err)
	assert.Equal(t, []string{"day"}, a.Tags, "around the clock without a name, whatever the calendar without one is")
	a, err = d.Do(ctx, "always", ticket.Command{Actor: mia, Actions: []ticket.Action{ticket.Complete("a", nil)}})
	require.NoError(t, err)
	assert.Equal(t, []time.Time{now.Add(10 * time.Hour), noon.Add(10 * time.Hour)}, []time.Time{a.Steps[1].Due, a.Steps[2].Due}, "from the step's beginning, or from the opening")
	now = noon.Add(26 * time.Hour)
	_, err = d.Sweep(ctx)
	require.NoError(t, err)
	a, err = d.Load(ctx, "always")
	require.NoError(t, err)
	assert.Equal(t, []string{"day", "work"}, a.Tags)
}

// A procedure whose rules were taken away can still be finished.
func TestProcedureWithoutItsRules(t *testing.T) {
	ctx := context.Background()
	b := newBench(t, &ticket.Rules{Templates: []ticket.Template{{Name: "p", Steps: []ticket.StepRule{{Name: "a", Results: []string{"x"}}, {Name: "b", After: []string{"a"}}}}}})
	b.open(ticket.Draft{ID: "a", Subject: "s", Template: "p"}, mia)
	_, err := b.Open(ctx, ticket.Draft{ID: "b", Subject: "s", Template: "q"}, mia)
	require.ErrorIs(t, err, ticket.ErrInvalid)
	for _, results := range []map[string]string{{"": "x"}, {"x": "\xff"}, {"x": " "}} {
		b.refuse("a", mia, ticket.Complete("a", results))
	}
	require.NoError(t, b.SetRules(ticket.Rules{}))
	require.ErrorIs(t, b.refuse("a", mia, ticket.MoveTo("resolved", "r")), ticket.ErrMissing)
	b.do("a", mia, ticket.Complete("b", nil), ticket.Complete("a", map[string]string{"y": " z "}), ticket.MoveTo("resolved", "r"))
	a, err := b.Load(ctx, "a")
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"y": "z"}, a.Steps[0].Results)
	assert.Equal(t, "mia", a.Steps[0].By)
	assert.Equal(t, b.now, a.Steps[1].Started)
}
