package ticket_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// What became of the promises of a ticket that has ended is the same after an import.
func TestImportedTicketsThatEndedKeepTheirClocks(t *testing.T) {
	ctx := context.Background()
	rules := ticket.DefaultRules()
	a := newBench(t, &rules)
	for id, typ := range map[string]string{"late": "", "in time": "", "complaint": "complaint", "merged": ""} {
		a.open(ticket.Draft{ID: id, Type: typ, Subject: "Broken", Customer: "carl"}, carl)
	}
	a.do("in time", mia, ticket.Reply("Here you are."), ticket.MoveTo("closed", "done"))
	_, err := a.Merge(ctx, "merged", "late", ticket.Command{Actor: mia})
	require.NoError(t, err)
	a.now = a.now.Add(200 * time.Hour)
	_, err = a.Sweep(ctx)
	require.NoError(t, err)
	a.do("late", mia, ticket.MoveTo("closed", "done"))
	a.do("complaint", mia, ticket.MoveTo("closed", "not ours"))
	a.do("late", carl, ticket.Judge(false, 1, "Too late.")) // is taken down after the end

	b := newBench(t, &rules)
	b.now = a.now.Add(time.Hour)
	require.Zero(t, b.imported(a.exported(ticket.Filter{})).Failed)
	_, err = b.Sweep(ctx)
	require.NoError(t, err)
	breached := 0
	for _, id := range []string{"late", "in time", "complaint", "merged"} {
		want, err := a.Load(ctx, id)
		require.NoError(t, err)
		got, err := b.Load(ctx, id)
		require.NoError(t, err)
		require.True(t, want.Ended(), id)
		require.NotEmpty(t, want.Clocks, id)
		assert.Equal(t, want.Clocks, got.Clocks, id)
		assert.Equal(t, want.Deadline, got.Deadline, id)
		assert.Zero(t, got.Due, id)
		for _, c := range got.Clocks {
			if c.Breached {
				breached++
			}
		}
	}
	assert.Positive(t, breached)

	none := newBench(t, &ticket.Rules{Policies: []ticket.Policy{}})
	none.now = b.now
	require.Zero(t, none.imported(a.exported(ticket.Filter{})).Failed)
}
