package ticket_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

var (
	mia  = ticket.ByAgent("mia")
	carl = ticket.ByCustomer("carl")
	form = ticket.BySystem("form")
)

// bench is a desk on a memory store, with a clock that stands still.
type bench struct {
	testing.TB
	*ticket.Desk
	store *ticket.MemoryStore
	now   time.Time
}

func newBench(t testing.TB, rules *ticket.Rules) *bench {
	b := &bench{TB: t, store: ticket.NewMemoryStore(), now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	var err error
	n := 0
	b.Desk, err = ticket.New(b.store, &ticket.Options{
		Rules: rules, Now: func() time.Time { return b.now }, NewID: func() string { n++; return fmt.Sprintf("id%d", n) },
	})
	require.NoError(t, err)
	return b
}

func (b *bench) open(d ticket.Draft, by ticket.Actor) ticket.Ticket {
	b.Helper()
	t, err := b.Open(context.Background(), d, by)
	require.NoError(b, err)
	return t
}

func (b *bench) do(id string, by ticket.Actor, actions ...ticket.Action) ticket.Ticket {
	b.Helper()
	b.now = b.now.Add(time.Minute)
	t, err := b.Do(context.Background(), id, ticket.Command{Actor: by, Actions: actions})
	require.NoError(b, err)
	return t
}

func (b *bench) refuse(id string, by ticket.Actor, actions ...ticket.Action) error {
	b.Helper()
	before, err := b.Load(context.Background(), id)
	require.NoError(b, err)
	_, err = b.Do(context.Background(), id, ticket.Command{Actor: by, Actions: actions})
	require.Error(b, err)
	after, err2 := b.Load(context.Background(), id)
	require.NoError(b, err2)
	assert.Equal(b, before, after, "what is refused changes nothing")
	return err
}

// comments are the texts of a ticket's comments.
func (b *bench) comments(id string) (texts []string) {
	b.Helper()
	for r, err := range b.Comments(context.Background(), id, false) {
		require.NoError(b, err)
		texts = append(texts, r.Comment.Text)
	}
	return texts
}

func TestATicketGoesThroughItsLife(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	c := b.open(ticket.Draft{ID: "a", Subject: " The lamp is broken ", Customer: "carl"}, carl)
	assert.Equal(t, "T-1001", c.Number)
	assert.Equal(t, "The lamp is broken", c.Subject)
	assert.Equal(t, ticket.KindNew, c.Kind)
	assert.Equal(t, b.now, c.Waiting)

	again := b.open(ticket.Draft{ID: "a", Subject: "Something else"}, mia)
	assert.Equal(t, c, again, "the same id is the same ticket")

	c = b.do("a", mia, ticket.AssignTo("mia"), ticket.Reply("Which lamp?"))
	assert.Equal(t, "open", c.State, "an answer opens a new ticket")
	assert.Zero(t, c.Waiting)
	c = b.do("a", mia, ticket.MoveTo("pending", ""))
	c = b.do("a", carl, ticket.Reply("The red one."))
	assert.Equal(t, "open", c.State, "the customer's words bring it back")
	assert.Equal(t, b.now, c.Waiting)

	err := b.refuse("a", mia, ticket.MoveTo("new", ""))
	var move *ticket.MoveError
	require.ErrorAs(t, err, &move)
	assert.Equal(t, []string{"pending", "on_hold", "resolved", "closed", "spam"}, move.Allowed)
	var missing *ticket.MissingError
	require.ErrorAs(t, b.refuse("a", mia, ticket.MoveTo("resolved", "")), &missing)
	assert.Equal(t, []string{"reason"}, missing.Fields)

	c = b.do("a", mia, ticket.MoveTo("resolved", "replaced"))
	c = b.do("a", carl, ticket.Judge(true, 5, "Thanks"))
	assert.Equal(t, "closed", c.State)
	assert.Equal(t, 5, c.Verdict.Score)
	require.ErrorIs(t, b.refuse("a", mia, ticket.MoveTo("open", "")), ticket.ErrMove)
	require.ErrorIs(t, b.refuse("a", mia, ticket.AssignTo("tom")), ticket.ErrFinal)
	assert.Equal(t, []string{"Which lamp?", "The red one."}, b.comments("a"))
}

func TestALateReplyOpensAFollowUp(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "Broken", Customer: "carl", Owner: "mia"}, form)
	b.do("a", mia, ticket.MoveTo("resolved", "replaced"))
	b.now = b.now.Add(95 * time.Hour)
	c := b.do("a", carl, ticket.Reply("Broken again."))
	assert.Equal(t, "open", c.State)
	assert.Equal(t, 1, c.Reopened)

	b.do("a", mia, ticket.MoveTo("resolved", "replaced"))
	b.now = b.now.Add(97 * time.Hour)
	c = b.do("a", carl, ticket.Reply("Once more."))
	assert.NotEqual(t, "a", c.ID)
	assert.Equal(t, []string{"a"}, c.Linked(ticket.FollowUpOf))
	assert.Equal(t, "mia", c.Owner)
	old, err := b.Load(context.Background(), "a")
	require.NoError(t, err)
	assert.Equal(t, ticket.KindClosed, old.Kind)
	next := b.do("a", carl, ticket.Reply("And another thing."))
	assert.Equal(t, c.ID, next.ID, "the second late reply goes to the same ticket")
	assert.Equal(t, []string{"Once more.", "And another thing."}, b.comments(c.ID))
}

func TestMergedTicketsGoOnAsOne(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "Broken", Customer: "carl", Tags: []string{"lamp"}, Watchers: []string{"ada"}}, form)
	b.open(ticket.Draft{ID: "b", Subject: "Lamp", Customer: "carl"}, carl)
	b.open(ticket.Draft{ID: "p", Subject: "All lamps"}, mia)
	b.do("a", mia, ticket.LinkTo(ticket.Parent, "p"), ticket.Note("seen"))
	ctx := context.Background()
	c, err := b.Merge(ctx, "a", "b", ticket.Command{Actor: mia, Reason: "same"})
	require.NoError(t, err)
	assert.Equal(t, []string{"lamp"}, c.Tags)
	assert.Equal(t, []string{"ada"}, c.Watchers)
	assert.Equal(t, []ticket.Link{{Kind: ticket.MergedFrom, Ticket: "a"}, {Kind: ticket.Parent, Ticket: "p"}}, c.Links)
	p, err := b.Load(ctx, "p")
	require.NoError(t, err)
	assert.Equal(t, []string{"b"}, p.Linked(ticket.Child))
	_, err = b.Merge(ctx, "b", "a", ticket.Command{Actor: mia})
	require.ErrorIs(t, err, ticket.ErrFinal)
	again, err := b.Merge(ctx, "a", "b", ticket.Command{Actor: mia})
	require.NoError(t, err)
	assert.Equal(t, c, again)

	c = b.do("a", carl, ticket.Reply("Hello?"))
	assert.Equal(t, "b", c.ID, "what comes for the merged ticket goes into the other")
	assert.Equal(t, []string{"seen", "Hello?"}, b.comments("b"))
	require.ErrorIs(t, b.refuse("a", mia, ticket.Tag("x")), ticket.ErrFinal)
}

func TestSplitTakesCommentsAlong(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "Two things", Customer: "carl", Comments: []ticket.Comment{{Text: "My lamp is broken."}}}, carl)
	b.do("a", carl, ticket.Reply("And where is my invoice?"))
	ctx := context.Background()
	var ids []string
	for r, err := range b.Comments(ctx, "a", true) {
		require.NoError(t, err)
		ids = append(ids, r.ID)
	}
	c, err := b.Split(ctx, "a", ids[1:], ticket.Draft{ID: "b", Subject: "Invoice"}, ticket.Command{Actor: mia})
	require.NoError(t, err)
	assert.Equal(t, "carl", c.Customer)
	assert.Equal(t, []string{"And where is my invoice?"}, b.comments("b"))
	assert.Equal(t, []string{"My lamp is broken."}, b.comments("a"))
	for r, err := range b.Comments(ctx, "b", true) {
		require.NoError(t, err)
		assert.Equal(t, carl, r.Actor)
		assert.Equal(t, b.now, r.At)
	}
	_, err = b.Split(ctx, "a", ids[1:], ticket.Draft{ID: "c", Subject: "Once more"}, ticket.Command{Actor: mia})
	require.ErrorIs(t, err, ticket.ErrInvalid, "they have gone")
	again, err := b.Split(ctx, "a", ids[1:], ticket.Draft{ID: "b", Subject: "Invoice"}, ticket.Command{Actor: mia})
	require.NoError(t, err)
	assert.Equal(t, c, again)
}

func TestTheTicketIsTheFoldOfItsEvents(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "Broken", Customer: "carl", Fields: map[string]string{"size": "3"}}, carl)
	b.open(ticket.Draft{ID: "b", Subject: "Lamp", Customer: "carl"}, carl)
	b.do("a", mia, ticket.Snooze(b.now.Add(time.Hour)), ticket.Set("size", "4"), ticket.Tag("x"), ticket.Watch("ada"), ticket.SetPriority(2))
	b.do("a", carl, ticket.Reply("Now"))
	_, err := b.Merge(context.Background(), "b", "a", ticket.Command{Actor: mia})
	require.NoError(t, err)
	for _, id := range []string{"a", "b"} {
		folded, err := ticket.Fold(b.History(context.Background(), id))
		require.NoError(t, err)
		kept, err := b.Load(context.Background(), id)
		require.NoError(t, err)
		folded.Serial, folded.Number, folded.Version = kept.Serial, kept.Number, kept.Version
		folded.Clocks, folded.Deadline, folded.Due = kept.Clocks, kept.Deadline, kept.Due
		assert.Equal(t, kept, folded)
	}
}

func TestACommandIsDoneOnce(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "Broken", Customer: "carl"}, carl)
	for range 2 {
		c, err := b.Do(context.Background(), "a", ticket.Command{ID: "m1", Actor: mia, Actions: []ticket.Action{ticket.Reply("Hello"), ticket.Tag("x")}})
		require.NoError(t, err)
		assert.Equal(t, int64(2), c.Version)
		assert.Equal(t, 1, c.Comments)
	}
	_, err := b.Do(context.Background(), "a", ticket.Command{Version: 1, Actor: mia, Actions: []ticket.Action{ticket.Tag("y")}})
	var stale *ticket.VersionError
	require.ErrorAs(t, err, &stale)
	assert.Equal(t, int64(2), stale.Have)
	require.ErrorIs(t, err, ticket.ErrConflict)
}
