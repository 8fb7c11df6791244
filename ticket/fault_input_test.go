package ticket_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

func TestWhatNoStoreCanKeepIsRefused(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.openAll("a", "r")
	b.do("r", ada, ticket.MoveTo("resolved", "done"))
	before := b.load("a")
	long, nul, far := strings.Repeat("x", ticket.MaxValue+1), "a\x00b", time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC)
	note := func(c ticket.Comment) ticket.Action {
		c.Text = "x"
		return ticket.Action{Do: ticket.DoComment, Comment: &c}
	}
	for name, a := range map[string]ticket.Action{
		"verdict.text": ticket.Judge(true, 5, nul), "reason": ticket.MoveTo("open", long), "value": ticket.Escalate(nul, ""), "field": ticket.Set(nul, "x"),
		"until": ticket.Snooze(far), "comment.message": note(ticket.Comment{Message: nul}), "comment.origin": note(ticket.Comment{Origin: nul}),
		"comment.author.id": note(ticket.Comment{Author: &ticket.Actor{ID: nul}}), "comment.at": note(ticket.Comment{At: far}),
		"results": ticket.Complete("x", map[string]string{"a": nul}), "priority": ticket.SetPriority(ticket.MaxPriority + 1),
	} {
		_, err := b.Do(context.Background(), "a", ticket.Command{Actor: ada, Actions: []ticket.Action{ticket.Tag("x"), a}})
		var field *ticket.FieldError
		require.ErrorAs(t, err, &field, name)
		assert.Equal(t, name, field.Field)
	}
	_, err := b.Do(context.Background(), "a", ticket.Command{Actor: ada, Actions: []ticket.Action{
		ticket.Tag("x"), {Do: ticket.DoSnooze, For: math.MaxInt64}, {Do: ticket.DoSnooze, For: math.MinInt64},
	}})
	require.ErrorIs(t, err, ticket.ErrInvalid)
	for name, c := range map[string]ticket.Command{
		"id": {ID: nul}, "actor.id": {Actor: ticket.Actor{Role: ticket.Supervisor, ID: nul}}, "actor.name": {Actor: ticket.Actor{Role: ticket.Supervisor, Name: long}},
		"actor.role": {Actor: ticket.Actor{Role: "\xff"}}, "reason": {Actor: ada, Reason: nul}, "cause": {Actor: ada, Cause: nul},
	} {
		c.Actions = []ticket.Action{ticket.Tag("x")}
		var field *ticket.FieldError
		_, err := b.Do(context.Background(), "a", c)
		require.ErrorAs(t, err, &field, name)
		assert.Equal(t, name, field.Field)
		_, err = b.Merge(context.Background(), "a", "r", c)
		require.ErrorAs(t, err, &field, name)
		_, err = b.Split(context.Background(), "a", []string{"x"}, ticket.Draft{Subject: "X"}, c)
		require.ErrorAs(t, err, &field, name)
		assert.Equal(t, name, field.Field)
	}
	assert.Equal(t, before, b.load("a"))
	for name, d := range map[string]ticket.Draft{
		"links[0]": {Links: []ticket.Link{{Kind: ticket.Related, Ticket: nul}}}, "fields": {Fields: map[string]string{nul: "x"}}, "created": {Created: time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC)},
	} {
		d.Subject = "X"
		_, err := b.Open(context.Background(), d, ada)
		var field *ticket.FieldError
		require.ErrorAs(t, err, &field, name)
		assert.Equal(t, name, field.Field)
	}
}

func TestATicketHoldsOnlySoMuch(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	var many []string
	for i := range ticket.MaxList {
		many = append(many, fmt.Sprint("x", i))
	}
	b.open(ticket.Draft{ID: "a", Subject: "A", Customer: "carl", Tags: many, Watchers: many}, ada)
	b.openAll("b")
	require.ErrorIs(t, b.refuse("a", ada, ticket.Tag("one more")), ticket.ErrInvalid)
	require.ErrorIs(t, b.refuse("a", ada, ticket.Watch("one more")), ticket.ErrInvalid)
	require.ErrorIs(t, b.refuse("a", ada, ticket.Note("x", "one more")), ticket.ErrInvalid)
	b.do("a", ada, ticket.Untag("x1"), ticket.Note("x", "x2"))
	b.say("a", "never refused for it")
	for _, id := range many {
		b.openAll("t" + id)
		b.do("a", ada, ticket.LinkTo(ticket.Related, "t"+id))
	}
	require.ErrorIs(t, b.refuse("a", ada, ticket.LinkTo(ticket.Related, "b")), ticket.ErrInvalid)
	require.ErrorIs(t, b.refuse("b", ada, ticket.LinkTo(ticket.Related, "a")), ticket.ErrInvalid)
	b.do("a", ada, ticket.MoveTo("closed", "done"))
	assert.NotEqual(t, "a", b.say("a", "nor for this").ID)
}

func TestAHistoryIsOnlySoLong(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.openAll("a")
	c := b.load("a")
	var events []ticket.Event
	for i := range ticket.MaxHistory - 2 {
		events = append(events, ticket.Event{ID: fmt.Sprint("e", i), Ticket: "a", Type: ticket.EventNotified, At: b.now})
	}
	c.Events += int64(len(events))
	_, err := b.store.Commit(context.Background(), ticket.Commit{Changes: []ticket.Change{{Ticket: c, Events: events}}})
	require.NoError(t, err)
	require.ErrorIs(t, b.refuse("a", ada, ticket.Tag("x"), ticket.Tag("y")), ticket.ErrInvalid)
	b.do("a", ada, ticket.Tag("x"))
	require.ErrorIs(t, b.refuse("a", ada, ticket.Tag("y")), ticket.ErrInvalid)
	b.do("a", ada, ticket.MoveTo("closed", "too long"))
	assert.NotEqual(t, "a", b.do("a", ada, ticket.Reply("What comes then goes on elsewhere.")).ID)
}

func TestPrioritiesStayInTheirRange(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.openAll("a")
	for _, by := range []int{ticket.MaxPriority, 1, 2 * ticket.MaxPriority} {
		assert.Equal(t, ticket.MaxPriority, b.do("a", ada, ticket.Raise(by)).Priority)
	}
	assert.Equal(t, -ticket.MaxPriority, b.do("a", ada, ticket.Raise(-2*ticket.MaxPriority)).Priority)
	require.ErrorIs(t, b.refuse("a", ada, ticket.Raise(math.MaxInt)), ticket.ErrInvalid)
}

func TestWhatIsTypedIsTrimmed(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	c := b.open(ticket.Draft{Subject: "A", Tags: []string{" x ", "x", " "}, Watchers: []string{"tom "}, Comments: []ticket.Comment{{Text: "y", Mentions: []string{" eve"}}}}, ada)
	assert.Equal(t, []string{"x"}, c.Tags)
	assert.Equal(t, []string{"eve", "tom"}, c.Watchers)
	c = b.do(c.ID, ada, ticket.Note("z", "", " bob "))
	assert.Equal(t, []string{"bob", "eve", "tom"}, c.Watchers)
}

// What happens to a ticket after its end does not change what was promised for it.
func TestTheServiceLevelOfAnEndedTicketStays(t *testing.T) {
	policy := func(name string, when ticket.Condition) ticket.Policy {
		return ticket.Policy{Name: name, When: when, Targets: []ticket.Target{{Metric: ticket.Resolution, Limit: ticket.Duration(time.Hour)}}}
	}
	b := newBench(t, &ticket.Rules{Policies: []ticket.Policy{
		policy("vip", ticket.Condition{All: []ticket.Test{{Field: "tag", Value: "vip"}}}), policy("usual", ticket.Condition{}),
	}})
	b.openAll("a")
	before := b.do("a", ada, ticket.MoveTo("closed", "done"))
	after := b.do("a", ada, ticket.Tag("vip"))
	assert.Equal(t, "usual", after.Policy)
	assert.Equal(t, before.Clocks, after.Clocks)
	assert.Equal(t, before.Events+1, after.Events)
	require.NotEmpty(t, after.Clocks)
}

// A ticket that cannot be looked at does not keep the others from it.
func TestSweepPassesOverWhatFails(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	for i := range 150 {
		id := fmt.Sprint("t", i)
		b.openAll(id)
		c := b.load(id)
		c.Due = b.now.Add(time.Duration(i-100) * time.Second)
		_, err := b.store.Commit(context.Background(), ticket.Commit{Changes: []ticket.Change{{Ticket: c}}})
		require.NoError(t, err)
	}
	b.now = b.now.Add(time.Hour)
	d, err := ticket.New(&unreadable{Store: b.store, until: 120}, &ticket.Options{Rules: &ticket.Rules{}, Now: func() time.Time { return b.now }})
	require.NoError(t, err)
	changed, err := d.Sweep(context.Background())
	require.ErrorIs(t, err, errStoreFaults)
	assert.Equal(t, 30, changed)
	changed, err = d.Recompute(context.Background())
	require.ErrorIs(t, err, errStoreFaults)
	assert.Zero(t, changed)
	changed, err = b.Sweep(context.Background())
	require.NoError(t, err)
	assert.Equal(t, 120, changed)
}

// A store that always finds the same ticket due does not keep a desk busy for ever.
func TestSweepLooksAtATicketOnce(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.openAll("a")
	d, err := ticket.New(alwaysDue{b.store}, &ticket.Options{Rules: &ticket.Rules{}})
	require.NoError(t, err)
	changed, err := d.Sweep(context.Background())
	require.NoError(t, err)
	assert.Zero(t, changed)
}

type alwaysDue struct{ ticket.Store }

func (alwaysDue) Due(context.Context, time.Time, int) ([]string, error) { return []string{"a"}, nil }

// unreadable is a store of which some tickets cannot be read.
type unreadable struct {
	ticket.Store
	until int64
}

func (s *unreadable) Load(ctx context.Context, id string) (ticket.Ticket, error) {
	t, err := s.Store.Load(ctx, id)
	if err == nil && t.Serial <= s.until {
		err = errStoreFaults
	}
	return t, err
}
