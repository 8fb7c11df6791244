package ticket_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// Two customers' messages with the same id on two channels, or in two conversations of
// one, are two tickets.
func TestTheSameIDElsewhereIsAnotherTicket(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	seen := map[string]bool{}
	for _, m := range []ticket.Message{
		{ID: "42", Channel: "mail", Customer: "anna", Text: "My lamp broke"},
		{ID: "42", Channel: "wechat", Customer: "lilei", Text: "我要投诉"},
		{ID: "42", Channel: "wechat", Conversation: "c1", Customer: "han", Text: "退货"},
		{ID: "42", Channel: "wechat", Conversation: "c2", Customer: "han", Text: "退货"},
		{ID: `42"`, Channel: "wechat", Customer: "han", Text: "退货"},
	} {
		c := b.open(b.FromMessage(m), form)
		assert.Equal(t, m.Customer, c.Customer)
		assert.Equal(t, m.ID, c.Source)
		assert.Equal(t, c, b.open(b.FromMessage(m), form), "the same message is the same ticket")
		assert.False(t, seen[c.ID])
		seen[c.ID] = true
	}
	none := ticket.Message{Channel: "phone", Text: "call me"}
	assert.NotEqual(t, b.open(b.FromMessage(none), form).ID, b.open(b.FromMessage(none), form).ID)
}

// A draft with the id of another customer's ticket is refused, not taken for it.
func TestAnIDOfAnotherCustomersTicketIsRefused(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "Lamp", Customer: "anna"}, form)
	_, err := b.Open(t.Context(), ticket.Draft{ID: "a", Subject: "Invoice", Customer: "carl"}, form)
	var exists *ticket.ExistsError
	require.ErrorAs(t, err, &exists)
	assert.Equal(t, "a", exists.Ticket)
	b.do("a", mia, ticket.Set("customer", "anna smith"))
	b.open(ticket.Draft{ID: "a", Subject: "Lamp", Customer: "anna"}, form) // the same again: she got another id since
	b.open(ticket.Draft{ID: "a", Subject: "Lamp", Customer: "anna smith"}, form)
}

// Pruning forgets nothing to which a living ticket leads back: its words, and the numbers
// that customers know.
func TestPruningLosesNoReply(t *testing.T) {
	ctx := context.Background()
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "Lamp", Comments: []ticket.Comment{{Text: "order 8812"}}}, carl)
	b.open(ticket.Draft{ID: "b", Subject: "Lamp again"}, carl)
	_, err := b.Merge(ctx, "a", "b", ticket.Command{Actor: mia})
	require.NoError(t, err)
	b.do("b", mia, ticket.MoveTo("closed", "done"))
	later := b.do("a", carl, ticket.Reply("still dark"))
	assert.NotContains(t, []string{"a", "b"}, later.ID)
	month := 30 * 24 * time.Hour
	b.now = b.now.Add(2 * month)
	n, err := b.store.Prune(ctx, b.now.Add(-month), 10)
	require.NoError(t, err)
	assert.Zero(t, n)
	assert.Equal(t, []string{"order 8812"}, b.comments("b"))
	assert.Equal(t, later.ID, b.do("a", carl, ticket.Reply("any news?")).ID)
	b.do(later.ID, mia, ticket.MoveTo("closed", "done"))
	b.now = b.now.Add(2 * month)
	n, err = b.store.Prune(ctx, b.now.Add(-month), 10)
	require.NoError(t, err)
	assert.Equal(t, 3, n)
}

// What one recipient refuses is kept from nobody else; after three days it is given up,
// which staff is told, once.
func TestARefusedNoticeSilencesNobodyElse(t *testing.T) {
	ctx := context.Background()
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	store := ticket.NewMemoryStore()
	refused, told := 0, map[string]int{}
	d, err := ticket.New(store, &ticket.Options{Now: func() time.Time { return now }, Notifier: ticket.NotifierFunc(func(_ context.Context, n ticket.Notice) error {
		if n.To == "customer:carl" {
			refused++
			return assert.AnError
		}
		told[n.Kind]++
		return nil
	})})
	require.NoError(t, err)
	_, err = d.Open(ctx, ticket.Draft{ID: "a", Subject: "Lamp"}, carl)
	require.NoError(t, err)
	for range 24 * 5 {
		now = now.Add(time.Hour)
		_, err := d.Sweep(ctx)
		require.NoError(t, err)
		_, err = d.Deliver(ctx)
		require.NoError(t, err)
		if now.Sub(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)) < 60*time.Hour {
			require.Zero(t, told["failed"])
		}
	}
	assert.Equal(t, 80, refused)
	assert.Positive(t, told["warned"])
	assert.Positive(t, told["breached"])
	assert.Positive(t, told["escalated"])
	assert.Equal(t, 1, told["failed"])
	failed := 0
	for e, err := range d.History(ctx, "a") {
		require.NoError(t, err)
		if e.Type == ticket.EventFailed {
			failed++
			assert.Equal(t, "customer:carl", e.New)
		}
	}
	assert.Equal(t, 1, failed)
}

// A reply does not take the wake time of a ticket that it moves nowhere: a call that was
// promised is remembered. Whoever ends a snooze has the ticket come back.
func TestAReplyLosesNoWakeTime(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "Part", Customer: "carl"}, mia)
	until := b.now.Add(72 * time.Hour)
	b.do("a", mia, ticket.MoveTo("on_hold", "part"), ticket.Snooze(until))
	c := b.do("a", carl, ticket.Reply("How much longer?"))
	assert.Equal(t, "on_hold", c.State)
	assert.Equal(t, until, c.Wake)
	b.now = until
	_, err := b.Sweep(t.Context())
	require.NoError(t, err)
	c, err = b.Load(t.Context(), "a")
	require.NoError(t, err)
	assert.Equal(t, "open", c.State, "it is back")
	b.do("a", mia, ticket.MoveTo("pending", ""), ticket.Snooze(b.now.Add(time.Hour)))
	c = b.do("a", carl, ticket.Reply("Here it is."))
	assert.Equal(t, "open", c.State)
	assert.Zero(t, c.Wake, "where a reply brings it back, that is the end of it")
	b.do("a", mia, ticket.MoveTo("on_hold", ""), ticket.Snooze(b.now.Add(time.Hour)))
	assert.Equal(t, "open", b.do("a", mia, ticket.Wake()).State)
}

// Who refuses the solution waits for an answer, and is found by what he says of it.
func TestWhoRefusesTheSolutionWaits(t *testing.T) {
	b := newBench(t, &ticket.Rules{Policies: []ticket.Policy{{Name: "p", Targets: []ticket.Target{{Metric: ticket.NextResponse, Limit: ticket.Duration(time.Hour)}}}}})
	b.open(ticket.Draft{ID: "a", Subject: "Lamp"}, carl)
	b.do("a", mia, ticket.Reply("Use another bulb."), ticket.MoveTo("resolved", "bulb"))
	c := b.do("a", carl, ticket.Judge(false, 1, "flickers"))
	assert.Equal(t, "open", c.State)
	assert.Equal(t, b.now, c.Waiting)
	assert.False(t, c.Verdict.Accepted)
	require.Len(t, c.Clocks, 1)
	assert.Equal(t, ticket.Running, c.Clocks[0].State)
	found, err := b.Find(t.Context(), ticket.Filter{Words: ticket.Words("flickers")}, ticket.Page{})
	require.NoError(t, err)
	assert.Len(t, found.Tickets, 1)
}

// Thanks and consent in one command are about what was resolved, in whatever order.
func TestThanksAndConsentInOneCommand(t *testing.T) {
	for _, actions := range [][]ticket.Action{
		{ticket.Reply("Thanks, solved."), ticket.Judge(true, 5, "")},
		{ticket.Judge(true, 5, ""), ticket.Reply("Thanks, solved.")},
	} {
		b := newBench(t, &ticket.Rules{})
		b.open(ticket.Draft{ID: "a", Subject: "Lamp"}, carl)
		b.do("a", mia, ticket.MoveTo("resolved", "bulb"))
		c := b.do("a", carl, actions...)
		assert.Equal(t, "a", c.ID)
		assert.Equal(t, "closed", c.State)
		assert.Equal(t, []string{"Thanks, solved."}, b.comments("a"))
	}
}

// What an agent said before the ticket was opened ends no wait: the ticket and its clocks
// say the same.
func TestWordsOfADraftEndNoWait(t *testing.T) {
	b := newBench(t, &ticket.Rules{Policies: []ticket.Policy{{Name: "p", Targets: []ticket.Target{{Metric: ticket.FirstResponse, Limit: ticket.Duration(time.Hour)}}}}})
	c := b.open(b.FromHandoff(ticket.Handoff{
		ID: "h", Customer: "carl", At: b.now.Add(-4 * time.Minute),
		Transcript: []ticket.Line{{Text: "My refund?", At: b.now.Add(-10 * time.Minute)}, {From: ticket.Agent, Name: "mia", Text: "I pass you on", At: b.now.Add(-5 * time.Minute)}},
	}), ticket.ByBot("kefu"))
	assert.Equal(t, c.Created, c.Waiting)
	assert.Zero(t, c.Replied)
	require.Len(t, c.Clocks, 1)
	assert.Equal(t, ticket.Running, c.Clocks[0].State)
	b.open(ticket.Draft{ID: "into", Subject: "Refund"}, mia)
	c, err := b.Merge(t.Context(), "h", "into", ticket.Command{Actor: mia})
	require.NoError(t, err)
	assert.False(t, c.Waiting.IsZero(), "his wait came along")
	require.Len(t, c.Clocks, 1)
}
