package ticket_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// Clocks are looked at while a receiver of notices hangs.
func TestDeliveriesKeepNoClockWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		store := ticket.NewMemoryStore()
		rules := ticket.Rules{Timers: []ticket.Timer{{
			Name: "look", In: []string{"new"}, For: ticket.Duration(2500 * time.Millisecond), Do: []ticket.Action{ticket.Tag("seen")},
		}}}
		d, err := ticket.New(store, &ticket.Options{Rules: &rules, Notifier: ticket.NotifierFunc(func(ctx context.Context, _ ticket.Notice) error {
			<-ctx.Done()
			return ctx.Err()
		}), DeliverTimeout: time.Hour})
		require.NoError(t, err)
		ended := make(chan error)
		go func() { ended <- d.Run(ctx) }()
		synctest.Wait()
		_, err = d.Open(ctx, ticket.Draft{ID: "a", Subject: "Broken", Customer: "carl"}, carl)
		require.NoError(t, err)
		time.Sleep(4 * time.Second)
		synctest.Wait()
		a, err := d.Load(ctx, "a")
		require.NoError(t, err)
		assert.Equal(t, []string{"seen"}, a.Tags)
		stop()
		require.ErrorIs(t, <-ended, context.Canceled)
	})
}

// A timer that could not end a resolved ticket does not leave it resolved for ever.
func TestTheWindowClosesWhatATimerCouldNot(t *testing.T) {
	rules := ticket.Rules{Workflow: ticket.DefaultWorkflow(), Timers: []ticket.Timer{{
		Name: "close", In: []string{"resolved"}, For: ticket.Duration(time.Hour), Do: []ticket.Action{ticket.MoveTo("closed", "time is over")},
	}}}
	rules.Workflow.States[5].Require = []string{"reason", "summary"}
	b := newBench(t, &rules)
	b.open(ticket.Draft{ID: "a", Subject: "Broken"}, mia)
	b.do("a", mia, ticket.MoveTo("resolved", "replaced"))
	for range 100 {
		b.now = b.now.Add(time.Hour)
		_, err := b.Sweep(context.Background())
		require.NoError(t, err)
	}
	a, err := b.Load(context.Background(), "a")
	require.NoError(t, err)
	assert.Equal(t, "closed", a.State)
	assert.Equal(t, "window over", a.Reason)
}

// What a rule cannot do is left out, all of it.
func TestARuleFillsNoListBeyondItsBound(t *testing.T) {
	rules := ticket.Rules{Triggers: []ticket.Trigger{{
		Name: "mark", On: []ticket.Happening{{Type: ticket.EventCommented}}, Do: []ticket.Action{ticket.Tag("one more"), ticket.Note("look", "tom")},
	}}}
	b := newBench(t, &rules)
	d := ticket.Draft{ID: "a", Subject: "Broken"}
	for i := range ticket.MaxList {
		d.Tags, d.Watchers = append(d.Tags, strings.Repeat("t", i+1)), append(d.Watchers, strings.Repeat("w", i+1))
	}
	b.open(d, mia)
	a := b.do("a", mia, ticket.Reply("Hello."))
	assert.Equal(t, []int{ticket.MaxList, ticket.MaxList}, []int{len(a.Tags), len(a.Watchers)})
	assert.Equal(t, []string{"Hello."}, b.comments("a"))
}

// Whatever a guard says, the refusal of a rule can be stored as text.
func TestRefusalsOfRulesAreText(t *testing.T) {
	rules := guarded()
	rules.Triggers = []ticket.Trigger{{Name: "go", On: []ticket.Happening{{Type: ticket.EventTagged}}, Do: []ticket.Action{ticket.MoveTo("open", "")}}}
	b := newBench(t, nil)
	for id, says := range map[string]string{"long": strings.Repeat("锁", ticket.MaxValue), "none": "a\x00b\xff"} {
		d := b.another(ticket.Options{Rules: rules, Guards: map[string]ticket.Guard{
			"host": func(context.Context, *ticket.Ticket, string) error { return errors.New(says) },
		}}, 0)
		_, err := d.Open(context.Background(), ticket.Draft{ID: id, Subject: "Broken"}, mia)
		require.NoError(t, err)
		_, err = d.Do(context.Background(), id, ticket.Command{Actor: mia, Actions: []ticket.Action{ticket.Tag("x")}})
		require.NoError(t, err)
		var reason string
		for e, err := range d.History(context.Background(), id) {
			require.NoError(t, err)
			if e.Type == ticket.EventFailed {
				reason = e.Reason
			}
		}
		assert.Contains(t, reason, "host")
		assert.True(t, utf8.ValidString(reason) && !strings.ContainsRune(reason, 0) && len(reason) <= ticket.MaxValue, id)
	}
}

// The id of a command is one for each ticket: only words go on from one to another.
func TestACommandForSeveralTicketsReachesEach(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "Broken", Customer: "carl"}, carl)
	b.do("a", mia, ticket.MoveTo("closed", "done"))
	next := b.do("a", carl, ticket.Reply("Again."))
	for _, id := range []string{next.ID, "a"} {
		c, err := b.Do(context.Background(), id, ticket.Command{ID: "bulk", Actor: mia, Actions: []ticket.Action{ticket.Tag("lamp")}})
		require.NoError(t, err)
		assert.Equal(t, id, c.ID)
		assert.Equal(t, []string{"lamp"}, c.Tags)
	}
}

func TestAMergedTicketIsFoundByAllThatCameBefore(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	for id, subject := range map[string]string{"a": "zebra", "b": "lamp", "c": "bulb"} {
		b.open(ticket.Draft{ID: id, Subject: subject}, mia)
	}
	for _, pair := range [][2]string{{"a", "b"}, {"b", "c"}} {
		_, err := b.Merge(context.Background(), pair[0], pair[1], ticket.Command{Actor: mia})
		require.NoError(t, err)
	}
	found, err := b.Find(context.Background(), ticket.Filter{Words: ticket.Words("zebra"), Kinds: []ticket.Kind{ticket.KindNew}}, ticket.Page{})
	require.NoError(t, err)
	require.Len(t, found.Tickets, 1)
	assert.Equal(t, "c", found.Tickets[0].ID)
}

// Time alone is no change: versions that people have seen stay.
func TestRecomputeLeavesWhatIsRight(t *testing.T) {
	b := newBench(t, nil)
	a := b.open(ticket.Draft{ID: "a", Subject: "Broken", Customer: "carl"}, carl)
	b.now = b.now.Add(time.Minute)
	changed, err := b.Recompute(context.Background())
	require.NoError(t, err)
	assert.Zero(t, changed)
	after, err := b.Load(context.Background(), "a")
	require.NoError(t, err)
	assert.Equal(t, a.Version, after.Version)
}

// Whoever does not read notes finds nothing by them.
func TestPartnersFindNothingByNotes(t *testing.T) {
	const partner ticket.Role = "partner"
	rules := ticket.Rules{Roles: ticket.DefaultRoles()}
	rules.Roles[partner] = []ticket.Right{ticket.RightRead}
	b := newBench(t, &rules)
	b.open(ticket.Draft{ID: "a", Subject: "Broken", Customer: "carl"}, carl)
	b.do("a", mia, ticket.Note("fraud suspected"))
	v := b.As(ticket.Actor{Role: partner, ID: "p"})
	for want, f := range map[int]ticket.Filter{1: {Customers: []string{"carl"}}, 0: {Words: ticket.Words("fraud")}} {
		found, err := v.Find(context.Background(), f, ticket.Page{})
		require.NoError(t, err)
		assert.Len(t, found.Tickets, want)
	}
}

// What another customer said after his ticket was merged into this one stays his.
func TestWordsOfAnotherCustomerStayHisAfterAMerge(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "Broken", Customer: "carl"}, carl)
	b.open(ticket.Draft{ID: "b", Subject: "Broken", Customer: "dora"}, ticket.ByCustomer("dora"))
	_, err := b.Merge(context.Background(), "b", "a", ticket.Command{Actor: mia, AcrossCustomers: true})
	require.NoError(t, err)
	b.do("a", mia, ticket.MoveTo("pending", ""))
	b.do("b", ticket.ByCustomer("dora"), ticket.Reply("My card is 4111."))
	b.do("a", carl, ticket.Reply("Hello?"))
	b.do("a", mia, ticket.Set("customer", "carl@example"))
	b.do("a", ticket.ByCustomer("carl@example"), ticket.Reply("It is me."))
	v := b.As(ticket.ByCustomer("carl@example"))
	var read []string
	for r, err := range v.Comments(context.Background(), "a") {
		require.NoError(t, err)
		read = append(read, r.Comment.Text)
	}
	assert.Equal(t, []string{"Hello?", "It is me."}, read)
	for e, err := range v.History(context.Background(), "a") {
		require.NoError(t, err)
		assert.NotEqual(t, ticket.ByCustomer("dora"), e.Actor)
		assert.False(t, e.Comment != nil && e.Comment.Text == "My card is 4111.")
	}
}

func TestWatchingIsOverWithoutAnError(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	ctx, stop := context.WithCancel(context.Background())
	stop()
	for _, err := range b.Watch(ctx, -1) {
		require.NoError(t, err)
	}
}
