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

var ada = ticket.BySupervisor("ada")

// say has a customer say something in a message with an id, which is its text too.
func (b *bench) say(id, message string) ticket.Ticket {
	b.Helper()
	c, err := b.Do(context.Background(), id, ticket.Command{ID: message, Actor: carl, Actions: []ticket.Action{ticket.Reply(message)}})
	require.NoError(b, err)
	return c
}

func (b *bench) merge(from, into string) ticket.Ticket {
	b.Helper()
	c, err := b.Merge(context.Background(), from, into, ticket.Command{Actor: ada, AcrossCustomers: true})
	require.NoError(b, err)
	return c
}

func TestALateReplyThatComesAgainIsTakenOnce(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "Broken", Customer: "carl"}, carl)
	b.open(ticket.Draft{ID: "b", Subject: "Other", Customer: "carl"}, carl)
	b.do("a", ada, ticket.MoveTo("resolved", "done"))
	b.now = b.now.Add(1000 * time.Hour) // it is closed by this reply
	first := b.say("a", "m1")
	require.NotEqual(t, "a", first.ID)
	assert.Equal(t, first, b.say("a", "m1"))
	b.merge(first.ID, "b")
	assert.Equal(t, first.ID, b.say("a", "m1").ID, "after its follow-up was merged")
	assert.Equal(t, []string{"m1"}, b.comments("b"))
	assert.Equal(t, "b", b.say("a", "m2").ID)
	b.do("a", ada, ticket.Unlink(ticket.FollowUp, "b"))
	assert.Equal(t, "b", b.say("a", "m2").ID, "after the link was taken away")
	assert.NotEqual(t, "b", b.say("a", "m3").ID)
}

func TestCommandsNeverMeetTheIDsOfEvents(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "Broken", Customer: "carl"}, carl)
	for _, id := range []string{"m", "m/2", "m/3"} {
		_, err := b.Do(context.Background(), "a", ticket.Command{ID: id, Actor: carl, Actions: []ticket.Action{ticket.Reply(id), ticket.Reply(id), ticket.Reply(id)}})
		require.NoError(t, err)
	}
	assert.Len(t, b.comments("a"), 9)
	for _, id := range []string{"mark/resolution/1/100", "ladder/resolution/1/100", "timer/close/1"} {
		_, err := b.Do(context.Background(), "a", ticket.Command{ID: id, Actor: carl, Actions: []ticket.Action{ticket.Reply("x")}})
		require.ErrorIs(t, err, ticket.ErrInvalid)
	}
}

func TestRepliesFindTheirWayHoweverLongItIs(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "Broken", Customer: "carl"}, carl)
	last := "a"
	for i := range 40 { // follow-ups of follow-ups
		b.do(last, ada, ticket.MoveTo("closed", "done"))
		last = b.say("a", fmt.Sprint("m", i)).ID
	}
	assert.Equal(t, last, b.say("a", "once more").ID)
	for i := range 40 { // merged into one another
		id := fmt.Sprint("t", i)
		b.open(ticket.Draft{ID: id, Subject: "Broken", Customer: "carl"}, carl)
		b.merge(last, id)
		last = id
	}
	assert.Equal(t, last, b.say("a", "and again").ID)
}

func TestALateReplyGoesToTheYoungestFollowUp(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	for _, id := range []string{"a", "b", "c"} {
		b.open(ticket.Draft{ID: id, Subject: id, Customer: "carl"}, carl)
	}
	b.do("a", ada, ticket.LinkTo(ticket.FollowUp, "b"), ticket.LinkTo(ticket.FollowUp, "c"), ticket.MoveTo("closed", "done"))
	assert.Equal(t, "c", b.say("a", "m1").ID)
}

// A timer that closes later does not keep the ticket from being closed by its follow-up.
func TestAFollowUpClosesWhatItFollows(t *testing.T) {
	b := newBench(t, &ticket.Rules{Timers: []ticket.Timer{
		{Name: "late", In: []string{"resolved"}, For: ticket.Duration(1000 * time.Hour), Do: []ticket.Action{ticket.MoveTo("closed", "late")}},
	}})
	b.open(ticket.Draft{ID: "a", Subject: "A", Customer: "carl"}, carl)
	b.do("a", ada, ticket.MoveTo("resolved", "done"))
	b.now = b.now.Add(200 * time.Hour)
	require.NotEqual(t, "a", b.say("a", "m1").ID)
	assert.Equal(t, "closed", b.load("a").State)
}

// What is done at once elsewhere, between any two reads, is seen as done.
func TestWhatIsDoneAtOnceElsewhereIsDoneOnce(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	meanwhile := &between{Store: b.store}
	d, err := ticket.New(meanwhile, &ticket.Options{Rules: &ticket.Rules{}, Now: func() time.Time { return b.now }})
	require.NoError(t, err)
	draft := ticket.Draft{ID: "a", Subject: "A", Customer: "carl"}
	meanwhile.load = func(string) {
		meanwhile.load = nil
		b.open(draft, carl)
	}
	c, err := d.Open(context.Background(), draft, carl)
	require.NoError(t, err)
	assert.Equal(t, b.load("a"), c)
	meanwhile.load = func(string) {
		meanwhile.load = nil
		b.say("a", "m1")
	}
	c, err = d.Do(context.Background(), "a", ticket.Command{ID: "m1", Actor: carl, Actions: []ticket.Action{ticket.Reply("m1")}})
	require.NoError(t, err)
	assert.Equal(t, b.load("a"), c)
}

func TestRepliesGoOnWhereFollowUpsGoInACircle(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "A", Customer: "carl"}, carl)
	b.open(ticket.Draft{ID: "b", Subject: "B", Customer: "carl"}, carl)
	b.do("a", ada, ticket.LinkTo(ticket.FollowUp, "b"))
	b.do("b", ada, ticket.LinkTo(ticket.FollowUp, "a"))
	b.do("a", ada, ticket.MoveTo("closed", "done"))
	b.do("b", ada, ticket.MoveTo("closed", "done"))
	next := b.say("a", "m1").ID
	assert.NotContains(t, []string{"a", "b"}, next)
	assert.Equal(t, next, b.say("a", "m2").ID)
}

func TestRepliesGoOnWhereTheFollowUpIsForgotten(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "A", Customer: "carl"}, carl)
	b.do("a", ada, ticket.MoveTo("closed", "done"))
	forgotten := b.say("a", "m1").ID
	b.do(forgotten, ada, ticket.MoveTo("closed", "done"))
	b.now = b.now.Add(time.Hour)
	b.do("a", ada, ticket.Tag("kept"))
	pruned, err := b.store.Prune(context.Background(), b.now, 10)
	require.NoError(t, err)
	require.Equal(t, 1, pruned)
	next := b.say("a", "m2").ID
	assert.Equal(t, []string{"m2"}, b.comments(next))
	c := b.do("a", ada, ticket.Unlink(ticket.FollowUp, forgotten))
	assert.Equal(t, []string{next}, c.Linked(ticket.FollowUp))
}

func TestTheVersionIsThatOfTheTicketThatIsNamed(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "A", Customer: "carl"}, carl)
	b.open(ticket.Draft{ID: "b", Subject: "B", Customer: "carl"}, carl)
	for range 3 {
		b.do("b", ada, ticket.Note("x"))
	}
	stale := ticket.Command{Actor: ada, Version: 3, Actions: []ticket.Action{ticket.Note("y")}}
	_, err := b.Merge(context.Background(), "a", "b", stale)
	require.ErrorIs(t, err, ticket.ErrConflict)
	_, err = b.Split(context.Background(), "a", []string{"x"}, ticket.Draft{Subject: "C"}, stale)
	require.ErrorIs(t, err, ticket.ErrConflict)
	b.merge("a", "b") // a has version 2, b 5
	_, err = b.Do(context.Background(), "a", stale)
	var version *ticket.VersionError
	require.ErrorAs(t, err, &version)
	assert.Equal(t, &ticket.VersionError{Ticket: "a", Have: 2, Want: 3}, version)
	stale.Version = 2
	_, err = b.Do(context.Background(), "a", stale)
	require.NoError(t, err)
}

func TestAVerdictMovesAsFarAsTheLifeCycleAllows(t *testing.T) {
	rules := ticket.Rules{Workflow: ticket.DefaultWorkflow()}
	rules.Workflow.States[4].To = []string{"open"}
	b := newBench(t, &rules)
	b.open(ticket.Draft{ID: "a", Subject: "A", Customer: "carl"}, carl)
	b.do("a", ada, ticket.MoveTo("resolved", "done"))
	assert.Equal(t, "resolved", b.do("a", carl, ticket.Judge(true, 5, "")).State)
	assert.Equal(t, "open", b.do("a", carl, ticket.Judge(false, 1, " no ")).State)
	b.do("a", ada, ticket.MoveTo("resolved", "done"))
	b.now = b.now.Add(1000 * time.Hour)
	c := b.do("a", carl, ticket.Judge(false, 1, "too late"))
	assert.Equal(t, "too late", c.Verdict.Text)
	assert.NotEqual(t, "open", c.State)
}

// A state that new rules do not have any more is left as if it were the first of its kind.
func TestTicketsLeaveStatesThatTheRulesHaveNoMore(t *testing.T) {
	rules := ticket.Rules{Workflow: ticket.DefaultWorkflow()}
	rules.Workflow.States[4].Name = "solved"
	for i := range rules.Workflow.States[:4] {
		for j, to := range rules.Workflow.States[i].To {
			if to == "resolved" {
				rules.Workflow.States[i].To[j] = "solved"
			}
		}
	}
	b := newBench(t, &rules)
	for _, id := range []string{"a", "b"} {
		b.open(ticket.Draft{ID: id, Subject: "A", Customer: "carl"}, carl)
		b.do(id, ada, ticket.MoveTo("solved", "done"))
	}
	require.NoError(t, b.SetRules(ticket.Rules{}))
	assert.Equal(t, "open", b.do("a", carl, ticket.Judge(false, 1, "")).State)
	assert.Equal(t, "open", b.do("b", ada, ticket.MoveTo("open", "again")).State)
}
