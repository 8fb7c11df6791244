package ticket_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

func (b *bench) load(id string) ticket.Ticket {
	b.Helper()
	c, err := b.Load(context.Background(), id)
	require.NoError(b, err)
	return c
}

func (b *bench) openAll(ids ...string) {
	b.Helper()
	for _, id := range ids {
		b.open(ticket.Draft{ID: id, Subject: id}, ada)
	}
}

func TestMergingLeavesNoLooseEnds(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.openAll("a", "b", "child", "middle", "gone", "late")
	b.do("a", ada, ticket.LinkTo(ticket.Parent, "b"), ticket.LinkTo(ticket.Child, "child"), ticket.LinkTo(ticket.Related, "child"),
		ticket.LinkTo(ticket.Blocks, "middle"), ticket.LinkTo(ticket.Related, "gone"))
	b.do("middle", ada, ticket.LinkTo(ticket.Blocks, "b"))
	b.do("b", ada, ticket.LinkTo(ticket.Related, "child"))
	b.do("gone", ada, ticket.MoveTo("closed", "done"))
	b.now = b.now.Add(time.Hour)
	_, err := b.store.Prune(context.Background(), b.now, 10)
	require.NoError(t, err)

	c := b.merge("a", "b")
	assert.Equal(t, []ticket.Link{
		{Kind: ticket.BlockedBy, Ticket: "middle"},
		{Kind: ticket.Child, Ticket: "child"},
		{Kind: ticket.MergedFrom, Ticket: "a"},
		{Kind: ticket.Related, Ticket: "child"},
	}, c.Links, "none to the merged one, none to a forgotten one, none that makes a circle")
	assert.Equal(t, []ticket.Link{{Kind: ticket.Parent, Ticket: "b"}, {Kind: ticket.Related, Ticket: "b"}}, b.load("child").Links)
	assert.Equal(t, []ticket.Link{{Kind: ticket.Blocks, Ticket: "b"}}, b.load("middle").Links)

	merged := b.load("a")
	c = b.do("late", ada, ticket.LinkTo(ticket.Parent, "a"))
	assert.Equal(t, []string{"b"}, c.Linked(ticket.Parent), "a link to a merged ticket is one to the ticket that lives on")
	require.ErrorIs(t, b.refuse("b", ada, ticket.LinkTo(ticket.Related, "a")), ticket.ErrInvalid)
	assert.Equal(t, merged, b.load("a"))
}

func TestWhereATicketCameFromStaysWithTheMergedOne(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.openAll("a")
	b.do("a", ada, ticket.Reply("Two things."))
	var ids []string
	for r, err := range b.Comments(context.Background(), "a", false) {
		require.NoError(t, err)
		ids = append(ids, r.ID)
	}
	_, err := b.Split(context.Background(), "a", ids, ticket.Draft{ID: "b", Subject: "B"}, ticket.Command{Actor: ada})
	require.NoError(t, err)
	b.do("a", ada, ticket.LinkTo(ticket.Related, "b"))
	assert.Equal(t, []ticket.Link{{Kind: ticket.MergedFrom, Ticket: "a"}, {Kind: ticket.SplitFrom, Ticket: "a"}}, b.merge("a", "b").Links)
}

func TestAPartThatIsActiveKeepsTheWholeFromBeingResolved(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.openAll("whole", "part")
	b.do("part", ada, ticket.LinkTo(ticket.Parent, "whole"))
	var move *ticket.MoveError
	require.ErrorAs(t, b.refuse("whole", ada, ticket.MoveTo("resolved", "done")), &move)
	assert.Equal(t, []string{"open", "pending", "on_hold", "closed", "spam"}, move.Allowed)
	b.do("part", ada, ticket.MoveTo("resolved", "done"))
	assert.Equal(t, "resolved", b.do("whole", ada, ticket.MoveTo("resolved", "done")).State)
}

func TestMergingTakesOverWhatIsMissing(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "A", Customer: "carl", Conversation: "chat", Owner: "mia", Group: "lamps"}, ada)
	b.open(ticket.Draft{ID: "b", Subject: "B", Group: "tables"}, ada)
	c := b.merge("a", "b")
	assert.Equal(t, []string{"carl", "chat", "mia", "tables"}, []string{c.Customer, c.Conversation, c.Owner, c.Group})
	assert.Zero(t, c.Waiting)
}

func TestACustomerWhoWaitsBringsBackWhatHisTicketIsMergedInto(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "A", Customer: "carl"}, carl)
	b.openAll("resolved", "snoozed", "quiet")
	b.do("resolved", ada, ticket.MoveTo("resolved", "done"))
	b.do("snoozed", ada, ticket.Snooze(b.now.Add(time.Hour)))
	since := b.load("a").Waiting
	assert.Equal(t, "snoozed", b.merge("quiet", "snoozed").ID)
	assert.NotZero(t, b.load("snoozed").Wake, "nobody waits")
	c := b.merge("a", "resolved")
	assert.Equal(t, "open", c.State)
	assert.Equal(t, since, c.Waiting)
	assert.NotZero(t, b.merge("resolved", "snoozed").Wake, "who waits takes no promise away")
}

func TestMergingAgainReturnsTheOneThatLivesOn(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.openAll("a", "b", "c")
	b.merge("a", "b")
	last := b.merge("b", "c")
	assert.Equal(t, last, b.merge("a", "b"))

	b.openAll("d")
	_, err := b.Do(context.Background(), "c", ticket.Command{ID: "used", Actor: ada, Actions: []ticket.Action{ticket.Tag("x")}})
	require.NoError(t, err)
	_, err = b.Merge(context.Background(), "d", "c", ticket.Command{ID: "used", Actor: ada})
	require.ErrorIs(t, err, ticket.ErrInvalid)
	_, err = b.Split(context.Background(), "c", []string{"x"}, ticket.Draft{Subject: "D"}, ticket.Command{ID: "used", Actor: ada})
	require.ErrorContains(t, err, "another command")
}

// Links that are made at once never close a circle of three.
func TestACircleIsSeenInWhatIsCommittedMeanwhile(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.openAll("a", "b", "c")
	b.do("b", ada, ticket.LinkTo(ticket.Parent, "c"))
	require.ErrorIs(t, b.refuse("c", ada, ticket.LinkTo(ticket.Parent, "b")), ticket.ErrInvalid)
	meanwhile := &between{Store: b.store}
	d, err := ticket.New(meanwhile, &ticket.Options{Rules: &ticket.Rules{}, Now: func() time.Time { return b.now }})
	require.NoError(t, err)
	meanwhile.load = func(id string) {
		if id == "a" {
			meanwhile.load = nil
			b.do("a", ada, ticket.LinkTo(ticket.Parent, "b"))
		}
	}
	_, err = d.Do(context.Background(), "c", ticket.Command{Actor: ada, Actions: []ticket.Action{ticket.LinkTo(ticket.Parent, "a")}})
	require.ErrorIs(t, err, ticket.ErrInvalid)
}

// between is a store that has something happen after a ticket was loaded.
type between struct {
	ticket.Store
	load func(id string)
}

func (s *between) Load(ctx context.Context, id string) (ticket.Ticket, error) {
	t, err := s.Store.Load(ctx, id)
	if s.load != nil {
		s.load(id)
	}
	return t, err
}

func TestSplittingAgainReturnsTheSameTicket(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	ctx := context.Background()
	b.open(ticket.Draft{ID: "a", Subject: "A", Customer: "carl"}, carl)
	since := b.now.Add(time.Minute)
	b.do("a", carl, ticket.Reply("My lamp."))
	b.do("a", carl, ticket.Reply("My table."))
	var ids []string
	for r, err := range b.Comments(ctx, "a", false) {
		require.NoError(t, err)
		ids = append(ids, r.ID)
	}
	room := make([]ticket.Comment, 0, 8) // which stays as it is
	split := ticket.Command{ID: "s1", Actor: ada}
	c, err := b.Split(ctx, "a", ids, ticket.Draft{Subject: "Both", Comments: room}, split)
	require.NoError(t, err)
	assert.Empty(t, room[:1][0].Text)
	again, err := b.Split(ctx, "a", ids, ticket.Draft{Subject: "Both", Comments: room}, split)
	require.NoError(t, err)
	assert.Equal(t, c, again)
	assert.Equal(t, since, c.Waiting, "since he wrote the first of these comments")
	assert.Equal(t, b.now, c.Heard)
	assert.Zero(t, b.load("a").Comments)

	var own []string
	for r, err := range b.Comments(ctx, c.ID, false) {
		require.NoError(t, err)
		own = append(own, r.ID)
	}
	b.openAll("there")
	_, err = b.Split(ctx, c.ID, own, ticket.Draft{ID: "there", Subject: "X"}, ticket.Command{Actor: ada})
	require.ErrorContains(t, err, "another ticket")
	next, err := b.Split(ctx, c.ID, own[:1], ticket.Draft{Subject: "Lamp"}, ticket.Command{Actor: ada})
	require.NoError(t, err)
	for r, err := range b.Comments(ctx, next.ID, false) {
		require.NoError(t, err)
		assert.Equal(t, ids[0], r.Comment.Origin, "where it was first")
		assert.Equal(t, carl, r.Actor)
	}
}

func TestAnAnsweredCommentThatIsSplitOffWaitsForNobody(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	author := func(a ticket.Actor) *ticket.Actor { return &a }
	c := b.open(ticket.Draft{ID: "a", Subject: "A", Customer: "carl", Comments: []ticket.Comment{
		{Text: "Hello?", Author: author(carl), At: b.now.Add(-3 * time.Hour)},
		{Text: "Seen?", Author: author(carl), At: b.now.Add(-2 * time.Hour), Internal: true},
		{Text: "Hello!", Author: author(mia), At: b.now.Add(-time.Hour)},
	}}, ada)
	assert.Zero(t, c.Waiting)
	assert.Equal(t, b.now.Add(-3*time.Hour), c.Heard)
	assert.Equal(t, b.now.Add(-time.Hour), c.Replied)
}

func TestMergingHugeTicketsIsRefused(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	for _, id := range []string{"a", "b"} {
		var tags []string
		for i := range 200 {
			tags = append(tags, strings.Repeat(id, 2)+fmt.Sprint(i))
		}
		b.open(ticket.Draft{ID: id, Subject: id, Tags: tags}, ada)
	}
	_, err := b.Merge(context.Background(), "a", "b", ticket.Command{Actor: ada})
	require.ErrorIs(t, err, ticket.ErrInvalid)
	assert.Equal(t, int64(1), b.load("a").Version)
}
