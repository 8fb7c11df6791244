package ticket_test

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

// each yields events.
func each(events []ticket.Event) iter.Seq2[ticket.Event, error] {
	return func(yield func(ticket.Event, error) bool) {
		for _, e := range events {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func TestFoldRefusesWhatNoDeskWrites(t *testing.T) {
	opened := ticket.Event{ID: "1", Ticket: "a", Type: ticket.EventOpened, New: "new", Kind: ticket.KindNew, Opened: &ticket.Draft{Subject: "A"}}
	_, err := ticket.Fold(each(nil))
	require.ErrorIs(t, err, ticket.ErrNotFound)
	_, err = ticket.Fold(func(yield func(ticket.Event, error) bool) { yield(ticket.Event{}, errBroken) })
	require.ErrorIs(t, err, errBroken)
	for name, e := range map[string]ticket.Event{
		"a second opening":        opened,
		"of another ticket":       {Ticket: "b", Type: ticket.EventTagged, New: "x"},
		"of an unknown type":      {Ticket: "a", Type: "sold"},
		"an unknown field":        {Ticket: "a", Type: ticket.EventChanged, Field: "colour", New: "red"},
		"a priority like no int":  {Ticket: "a", Type: ticket.EventChanged, Field: "priority", New: "high"},
		"a comment without words": {Ticket: "a", Type: ticket.EventCommented},
		"a link to nowhere":       {Ticket: "a", Type: ticket.EventLinked},
		"an unlink of nothing":    {Ticket: "a", Type: ticket.EventUnlinked},
		"a split without a link":  {Ticket: "a", Type: ticket.EventSplit},
		"a merger of nothing":     {Ticket: "a", Type: ticket.EventAbsorbed},
		"a verdict without one":   {Ticket: "a", Type: ticket.EventVerdict},
		"a warning of no clock":   {Ticket: "a", Type: ticket.EventWarned},
		"a breach of no clock":    {Ticket: "a", Type: ticket.EventBreached},
	} {
		_, err := ticket.Fold(each([]ticket.Event{opened, e}))
		require.ErrorIs(t, err, ticket.ErrInvalid, name)
	}
	for name, e := range map[string]ticket.Event{"nothing was opened": {Ticket: "a", Type: ticket.EventTagged}, "an opening without a draft": {Ticket: "a", Type: ticket.EventOpened}} {
		_, err := ticket.Fold(each([]ticket.Event{e}))
		require.ErrorIs(t, err, ticket.ErrInvalid, name)
	}
}

// A fold takes nothing of the events into the ticket that a later one could change.
func TestFoldLeavesTheEventsAlone(t *testing.T) {
	b := newBench(t, nil)
	b.open(ticket.Draft{ID: "a", Type: "complaint", Subject: "A", Customer: "carl", Tags: []string{"b", "c"}, Fields: map[string]string{}}, ada)
	b.openAll("b")
	b.do("a", ada, ticket.LinkTo(ticket.Related, "b"), ticket.Tag("a"), ticket.Untag("b"), ticket.Watch("x"), ticket.Unlink(ticket.Related, "b"), ticket.Note("n", "m"))
	events, err := storetest.Collect(b.History(context.Background(), "a"))
	require.NoError(t, err)
	before, err := json.Marshal(events)
	require.NoError(t, err)
	folded, err := ticket.Fold(each(events))
	require.NoError(t, err)
	after, err := json.Marshal(events)
	require.NoError(t, err)
	assert.JSONEq(t, string(before), string(after))
	storetest.Scramble(&folded)
	after, err = json.Marshal(events)
	require.NoError(t, err)
	assert.JSONEq(t, string(before), string(after))
}

// Whatever events are read, they are refused or lead to one ticket, always the same one.
func FuzzFold(f *testing.F) {
	b := newBench(f, nil)
	b.open(ticket.Draft{ID: "a", Type: "complaint", Subject: "A", Customer: "carl"}, carl)
	b.openAll("b", "c")
	b.do("a", ada, ticket.LinkTo(ticket.Parent, "b"), ticket.Tag("x"), ticket.Reply("Hello"), ticket.Escalate("", "help"), ticket.Snooze(b.now.Add(time.Hour)))
	b.do("a", ada, ticket.MoveTo("closed", "done"), ticket.Judge(true, 5, ""))
	b.merge("c", "b")
	for _, id := range []string{"a", "b", "c"} {
		events, err := storetest.Collect(b.History(context.Background(), id))
		require.NoError(f, err)
		text, err := json.Marshal(events)
		require.NoError(f, err)
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var events []ticket.Event
		if json.Unmarshal(text, &events) != nil {
			return
		}
		first, err := ticket.Fold(each(events))
		if err != nil {
			assert.True(t, errors.Is(err, ticket.ErrInvalid) || errors.Is(err, ticket.ErrNotFound))
			return
		}
		assert.Equal(t, int64(len(events)), first.Events)
		again, err := ticket.Fold(each(events))
		require.NoError(t, err)
		assert.Equal(t, first, again)
		require.NoError(t, storetest.Same("a clone", first, first.Clone()))
	})
}

// Whatever somebody wants done is refused and changes nothing, or leaves a ticket that is
// the fold of its history.
func FuzzCommand(f *testing.F) {
	for _, text := range []string{
		`[{"do":"move","to":"open"},{"do":"comment","comment":{"text":"Hello","mentions":["x",""]}},{"do":"raise","priority":7}]`,
		`[{"do":"snooze","for":"1h"},{"do":"wake"},{"do":"verdict","verdict":{"accepted":true,"score":5}},{"do":"escalate"},{"do":"step","to":"x","results":{"a":"b"}}]`,
		`[{"do":"link","link":{"kind":"parent","ticket":"b"}},{"do":"unlink","link":{"kind":"parent","ticket":"b"}},{"do":"set","field":"subject","to":"x"},{"do":"watch","to":"x"}]`,
		`[{"do":"comment"},{"do":"link"},{"do":"verdict"}]`, `[{"do":"start","to":"complaint"},{"do":"skip","to":"receive","reason":"no"},{"do":"notify","to":"agent:mia","field":"x"},{"do":"macro"}]`,
	} {
		f.Add([]byte(text), true)
	}
	f.Fuzz(func(t *testing.T, text []byte, byStaff bool) {
		var actions []ticket.Action
		if json.Unmarshal(text, &actions) != nil {
			return
		}
		b := newBench(t, nil)
		b.open(ticket.Draft{ID: "a", Type: "complaint", Subject: "A", Customer: "carl"}, carl)
		b.openAll("b")
		actor := carl
		if byStaff {
			actor = ticket.Actor{Role: ticket.Admin, ID: "root"}
		}
		before := b.load("a")
		after, err := b.Do(context.Background(), "a", ticket.Command{ID: "c", Actor: actor, Actions: actions})
		if err != nil {
			assert.Equal(t, before, b.load("a"))
			return
		}
		folded, err := ticket.Fold(b.History(context.Background(), after.ID))
		require.NoError(t, err)
		folded.Serial, folded.Number, folded.Version, folded.Clocks, folded.Due, folded.Deadline = after.Serial, after.Number, after.Version, after.Clocks, after.Due, after.Deadline
		require.NoError(t, storetest.Same("the ticket", folded, after))
		_, err = json.Marshal(after)
		require.NoError(t, err)
	})
}
