package ticket_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

var dora = ticket.ByCustomer("dora")

// reads are the texts that somebody reads on a ticket, in its comments and in its history.
func (b *bench) reads(who ticket.Actor, id string) (comments, history []string) {
	b.Helper()
	for _, r := range gather(b, b.As(who).Comments(context.Background(), id)) {
		comments = append(comments, r.Comment.Text)
	}
	for _, e := range gather(b, b.As(who).History(context.Background(), id)) {
		if e.Opened != nil {
			for _, c := range e.Opened.Comments {
				history = append(history, c.Text)
			}
		}
		if e.Comment != nil {
			history = append(history, e.Comment.Text)
		}
	}
	return comments, history
}

// twoCustomers is a ticket of carl's, "a", into which one of dora's, "b", was merged, and
// what both said after that.
func twoCustomers(t testing.TB) (b *bench, dorasWords, carlsWords string) {
	b = newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "Broken", Customer: "carl", Conversation: "talk", Channel: "web"}, carl)
	b.open(ticket.Draft{ID: "b", Subject: "Broken", Customer: "dora"}, dora)
	_, err := b.Merge(context.Background(), "b", "a", ticket.Command{Actor: mia, AcrossCustomers: true})
	require.NoError(t, err)
	b.do("b", dora, ticket.Reply("My card is 4111."))
	b.do("a", carl, ticket.Reply("Hello?"))
	for _, r := range gather(t, b.Comments(context.Background(), "a", false)) {
		switch r.Actor {
		case dora:
			dorasWords = r.ID
		case carl:
			carlsWords = r.ID
		}
	}
	return b, dorasWords, carlsWords
}

func TestWhatIsSplitOffIsHisWhoWroteIt(t *testing.T) {
	b, doras, _ := twoCustomers(t)
	c, err := b.Split(context.Background(), "a", []string{doras}, ticket.Draft{ID: "c", Subject: "Card"}, ticket.Command{Actor: mia})
	require.NoError(t, err)
	assert.Equal(t, "dora", c.Customer)
	assert.Empty(t, c.Conversation+c.Channel, "these are carl's")
	comments, history := b.reads(dora, "c")
	assert.Equal(t, []string{"My card is 4111."}, comments)
	assert.Equal(t, comments, history)
	_, err = b.As(carl).Load(context.Background(), "c")
	require.ErrorIs(t, err, ticket.ErrDenied)
}

func TestWhatIsSplitOffForAnotherCustomerHidesHisWords(t *testing.T) {
	for name, draft := range map[string]ticket.Draft{
		"of both":    {ID: "c", Subject: "Card"},
		"said whose": {ID: "c", Subject: "Card", Customer: "carl"},
	} {
		b, doras, carls := twoCustomers(t)
		c, err := b.Split(context.Background(), "a", []string{doras, carls}, draft, ticket.Command{Actor: mia})
		require.NoError(t, err, name)
		assert.Equal(t, "carl", c.Customer, name)
		assert.Equal(t, "talk", c.Conversation, name)
		comments, history := b.reads(carl, "c")
		assert.Equal(t, []string{"Hello?"}, comments, name)
		assert.Equal(t, comments, history, name)
	}
}

func TestWordsThatWereRelayedAreHisWhoSaidThem(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "Broken", Customer: "carl"}, carl)
	b.do("a", ticket.BySystem("mail"), ticket.Action{Do: ticket.DoComment, Comment: &ticket.Comment{Text: "My card is 4111.", Author: &dora}})
	b.do("a", ticket.BySystem("mail"), ticket.Action{Do: ticket.DoComment, Comment: &ticket.Comment{Text: "Hello?", Author: &carl}})
	comments, history := b.reads(carl, "a")
	assert.Equal(t, []string{"Hello?"}, comments)
	assert.Equal(t, comments, history)
}

func TestTicketsOfTwoCustomersAreMergedOnlyIfThatIsMeant(t *testing.T) {
	ctx := context.Background()
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "Broken", Customer: "carl"}, carl)
	b.open(ticket.Draft{ID: "b", Subject: "Broken", Customer: "dora"}, dora)
	b.open(ticket.Draft{ID: "nobody's", Subject: "Broken"}, mia)
	before, err := b.Load(ctx, "b")
	require.NoError(t, err)
	_, err = b.Merge(ctx, "b", "a", ticket.Command{Actor: mia})
	var two *ticket.CustomersError
	require.ErrorAs(t, err, &two)
	assert.Equal(t, ticket.CustomersError{From: "b", Into: "a"}, *two)
	require.ErrorIs(t, err, ticket.ErrInvalid)
	assert.NotContains(t, err.Error(), "dora")
	after, err := b.Load(ctx, "b")
	require.NoError(t, err)
	assert.Equal(t, before, after)
	_, err = b.Merge(ctx, "b", "a", ticket.Command{Actor: carl})
	require.ErrorIs(t, err, ticket.ErrDenied, "who may not merge learns nothing of the customers")

	meant := ticket.Command{Actor: mia, AcrossCustomers: true}
	c, err := b.Merge(ctx, "b", "a", meant)
	require.NoError(t, err)
	assert.Equal(t, "carl", c.Customer)
	_, err = b.Merge(ctx, "b", "a", ticket.Command{Actor: mia})
	require.NoError(t, err, "twice changes nothing")
	c, err = b.Merge(ctx, "a", "nobody's", ticket.Command{Actor: mia})
	require.NoError(t, err, "of an unknown customer it can be")
	assert.Equal(t, "carl", c.Customer)
}
