package ticket_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// TestWhoIsTold does one thing after the other to tickets and says who hears of what, in order.
func TestWhoIsTold(t *testing.T) {
	ctx := context.Background()
	now := noon
	d, notices := listen(t, ticket.Options{Now: func() time.Time { return now }, Rules: &ticket.Rules{Policies: []ticket.Policy{{
		Name: "p", When: ticket.Condition{All: []ticket.Test{{Field: "category", Op: "is", Value: "timed"}}},
		Targets: []ticket.Target{
			{Metric: ticket.FirstResponse, Limit: ticket.Duration(10 * time.Hour)},
			{Metric: ticket.Resolution, Limit: ticket.Duration(12 * time.Hour)},
		},
	}}}})
	told := func(want ...string) {
		t.Helper()
		_, err := d.Deliver(ctx)
		require.NoError(t, err)
		var got []string
		for _, n := range *notices {
			got = append(got, n.To+" "+n.Kind)
		}
		*notices = nil
		assert.ElementsMatch(t, want, got, "what leaves is in order for each recipient only")
	}
	open := func(draft ticket.Draft, by ticket.Actor) ticket.Ticket {
		t.Helper()
		draft.Subject = "s"
		a, err := d.Open(ctx, draft, by)
		require.NoError(t, err)
		return a
	}
	do := func(a ticket.Ticket, by ticket.Actor, actions ...ticket.Action) {
		t.Helper()
		_, err := d.Do(ctx, a.ID, ticket.Command{Actor: by, Actions: actions})
		require.NoError(t, err)
	}
	host := ticket.BySystem("host")

	a := open(ticket.Draft{ID: "a", Customer: "carl", Owner: "mia", Watchers: []string{"wu"}}, host)
	told("agent:mia assigned", "agent:wu opened", "customer:carl opened")

	do(a, mia, ticket.MoveTo("pending", ""), ticket.Reply("your number?"))
	told("customer:carl reply", "agent:wu commented") // the words are news enough
	do(a, mia, ticket.MoveTo("open", ""), ticket.Note("he is angry"))
	told("agent:wu moved", "agent:wu commented") // nobody but staff saw these words
	do(a, mia, ticket.Note("look", "sue", "carl"))
	told("agent:sue mention", "agent:wu commented") // never a customer

	do(a, carl, ticket.Reply("hello?"))
	told("agent:mia commented", "agent:sue commented", "agent:wu commented")
	do(a, mia, ticket.Snooze(now.Add(time.Hour)))
	do(a, ticket.ByAgent("sue"), ticket.Wake())
	told() // people wake it when they work on it
	do(a, mia, ticket.Snooze(now.Add(time.Hour)))
	now = now.Add(2 * time.Hour)
	_, err := d.Sweep(ctx)
	require.NoError(t, err)
	told("agent:mia woken")

	do(a, mia, ticket.MoveTo("resolved", "fixed"), ticket.Tag("lamp"))
	told("customer:carl resolved", "agent:sue moved", "agent:wu moved")

	b := open(ticket.Draft{ID: "b", Customer: "carl", Group: "first"}, host)
	told("group:first opened", "customer:carl opened")
	do(b, mia, ticket.ToGroup("second"), ticket.ToGroup("first"))
	told() // as it was
	do(b, mia, ticket.ToGroup("second"), ticket.ToGroup("third"))
	told("group:third assigned")
	do(b, mia, ticket.ToGroup("fourth"), ticket.SetPriority(2))
	told("group:fourth assigned") // the other change is none of whom it belongs to
	do(b, carl, ticket.Reply("anybody?"))
	told("group:fourth commented")

	c := open(ticket.Draft{ID: "c", Customer: "carl"}, carl)
	told("role:supervisor opened", "customer:carl opened") // he does not know its number
	_, err = d.Merge(ctx, c.ID, b.ID, ticket.Command{Actor: mia})
	require.NoError(t, err)
	told("customer:carl merged")

	// The first clock is at its end, the second one nearly: each has its own marks, and of
	// one clock's only the last is told.
	open(ticket.Draft{ID: "d", Category: "timed", Customer: "carl", Owner: "mia"}, host)
	told("agent:mia assigned", "customer:carl opened")
	do(ticket.Ticket{ID: "d"}, carl, ticket.Reply("hello?")) // staff opened it: now he waits
	told("agent:mia commented")
	now = now.Add(11 * time.Hour)
	_, err = d.Sweep(ctx)
	require.NoError(t, err)
	told("agent:mia warned", "agent:mia breached", "role:supervisor breached")
}
