package ticket_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// Who may change the tickets of one group only, links none of another one's.
func TestALinkTakesTheRightForBothTickets(t *testing.T) {
	ctx := context.Background()
	b := newBench(t, &ticket.Rules{})
	var err error
	b.Desk, err = ticket.New(b.store, &ticket.Options{Rules: &ticket.Rules{}, Authorizer: ticket.AuthorizerFunc(
		func(_ context.Context, who ticket.Actor, _ ticket.Right, c *ticket.Ticket) error {
			if who == mia && c.Group != "a" {
				return errors.New("another group's")
			}
			return nil
		})})
	require.NoError(t, err)
	for id, group := range map[string]string{"a": "a", "a2": "a", "b": "b"} {
		b.open(ticket.Draft{ID: id, Subject: "x", Group: group}, form)
	}
	before, err := b.Load(ctx, "b")
	require.NoError(t, err)
	for _, id := range []string{"b", "unknown"} {
		require.ErrorIs(t, b.refuse("a", mia, ticket.LinkTo(ticket.Child, id)), ticket.ErrDenied, id)
	}
	_, err = b.Open(ctx, ticket.Draft{ID: "c", Subject: "x", Group: "a", Links: []ticket.Link{{Kind: ticket.Parent, Ticket: "b"}}}, mia)
	require.ErrorIs(t, err, ticket.ErrDenied)
	after, err := b.Load(ctx, "b")
	require.NoError(t, err)
	assert.Equal(t, before, after)
	b.do("a", mia, ticket.LinkTo(ticket.Child, "a2"))
	b.do("a", form, ticket.LinkTo(ticket.Related, "b"))
	require.ErrorIs(t, b.refuse("a", mia, ticket.Unlink(ticket.Related, "b")), ticket.ErrDenied)
	c := b.do("a", mia, ticket.Unlink(ticket.Child, "a2"))
	assert.Equal(t, []string{"b"}, c.Linked(ticket.Related))
}
