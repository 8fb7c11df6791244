package ticket_test

import (
	"context"
	"encoding/json"
	"iter"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

func gather[T any](t testing.TB, seq iter.Seq2[T, error]) (all []T) {
	t.Helper()
	for v, err := range seq {
		require.NoError(t, err)
		all = append(all, v)
	}
	return all
}

// busy is a ticket with something of everything; what staff alone sees has the word
// SECRET in it.
func busy(t testing.TB) *bench {
	b := newBench(t, &ticket.Rules{Fields: []ticket.FieldRule{{Name: "size"}, {Name: "cost", Internal: true}, {Name: "old"}}})
	b.open(ticket.Draft{
		ID: "a", Subject: "Broken lamp", Type: "complaint", Category: "goods", Priority: 3, Owner: "SECRET", Group: "SECRET", Customer: "carl", Conversation: "talk",
		Channel: "web", Locale: "en", Source: "SECRET", Summary: "SECRET", Tags: []string{"SECRET"}, Watchers: []string{"SECRET"},
		Fields: map[string]string{"size": "m", "cost": "SECRET"},
		Comments: []ticket.Comment{
			{Text: "It is broken", Author: &ticket.Actor{Role: ticket.Customer, ID: "carl"}},
			{Text: "SECRET", Internal: true},
		},
	}, form)
	b.open(ticket.Draft{ID: "SECRET", Subject: "SECRET", Customer: "dora", Comments: []ticket.Comment{{Text: "SECRET of dora"}}}, form)
	b.open(ticket.Draft{ID: "mine", Subject: "Lamp again", Customer: "carl", Comments: []ticket.Comment{{Text: "Again"}}}, carl)
	b.do("a", mia, ticket.LinkTo(ticket.Related, "SECRET"), ticket.Note("SECRET", "SECRET"), ticket.Set("cost", "SECRET 2"), ticket.Set("size", "l"), ticket.SetPriority(5))
	b.do("a", mia, ticket.Action{Do: ticket.DoComment, Comment: &ticket.Comment{Text: "Which one?", Mentions: []string{"SECRET"}}})
	for _, from := range []string{"SECRET", "mine"} {
		_, err := b.Merge(context.Background(), from, "a", ticket.Command{Actor: mia, Reason: "SECRET", AcrossCustomers: true})
		require.NoError(t, err)
	}
	b.do("a", mia, ticket.Escalate("role:SECRET", "SECRET"), ticket.MoveTo("resolved", "SECRET"))
	b.do("a", carl, ticket.Judge(true, 4, "thanks"))
	return b
}

func TestACustomersViewHasNothingOfStaffs(t *testing.T) {
	ctx := context.Background()
	b := busy(t)
	view := b.As(carl)
	c, err := view.Load(ctx, "a")
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"size": "l"}, c.Fields)
	assert.Equal(t, 4, c.Verdict.Score)
	assert.Equal(t, "T-1001", c.Number)
	assert.Empty(t, c.Links, "related tickets are staff's")
	byNumber, err := view.ByNumber(ctx, "1001")
	require.NoError(t, err)
	assert.Equal(t, c, byNumber)
	var texts []string
	comments := gather(t, view.Comments(ctx, "a"))
	for _, r := range comments {
		texts = append(texts, r.Comment.Text)
	}
	assert.Equal(t, []string{"It is broken", "Again", "Which one?"}, texts, "his own merged ticket is in it, another customer's is not")
	history := gather(t, view.History(ctx, "a"))
	var kinds []string
	for _, e := range history {
		kinds = append(kinds, strings.TrimSpace(string(e.Type)+" "+e.Field))
	}
	assert.Equal(t, []string{"opened", "changed fields.size", "commented", "moved", "moved", "verdict", "moved"}, kinds)
	found, err := view.Find(ctx, ticket.Filter{}, ticket.Page{})
	require.NoError(t, err)
	require.Len(t, found.Tickets, 2)
	merged, err := view.Load(ctx, "mine")
	require.NoError(t, err)
	assert.Equal(t, "a", merged.Into(), "the way to where his ticket went")
	for _, seen := range []any{c, comments, history, found, merged} {
		data, err := json.Marshal(seen)
		require.NoError(t, err)
		assert.NotContains(t, string(data), "SECRET")
	}
}

func TestStaffSeesAll(t *testing.T) {
	ctx := context.Background()
	b := busy(t)
	view := b.As(mia)
	c, err := view.Load(ctx, "a")
	require.NoError(t, err)
	whole, err := b.Load(ctx, "a")
	require.NoError(t, err)
	assert.Equal(t, whole, c)
	assert.Equal(t, gather(t, b.History(ctx, "a")), gather(t, view.History(ctx, "a")))
	assert.Equal(t, gather(t, b.Comments(ctx, "a", false)), gather(t, view.Comments(ctx, "a")))
	found, err := view.Find(ctx, ticket.Filter{Tags: []string{"SECRET"}}, ticket.Page{By: ticket.ByPriority})
	require.NoError(t, err)
	require.Len(t, found.Tickets, 1)
}

func TestCustomersDoNotAskForWhatTheyDoNotSee(t *testing.T) {
	ctx := context.Background()
	b := busy(t)
	view := b.As(carl)
	one := 1
	yes := true
	for name, f := range map[string]ticket.Filter{
		"owner": {Owners: []string{"SECRET"}}, "group": {Groups: []string{"SECRET"}}, "source": {Sources: []string{"SECRET"}}, "tag": {Tags: []string{"SECRET"}},
		"watcher": {Watchers: []string{"SECRET"}}, "field": {Fields: map[string]string{"cost": "SECRET"}}, "words": {Words: ticket.Words("SECRET")},
		"least": {MinPriority: &one}, "most": {MaxPriority: &one}, "breached": {Breached: &yes}, "due": {DeadlineTo: b.now}, "awake": {Awake: b.now},
	} {
		_, err := view.Find(ctx, f, ticket.Page{})
		require.ErrorIs(t, err, ticket.ErrDenied, name)
	}
	_, err := view.Find(ctx, ticket.Filter{}, ticket.Page{By: ticket.ByDeadline})
	require.ErrorIs(t, err, ticket.ErrDenied)
	found, err := view.Find(ctx, ticket.Filter{Customers: []string{"dora"}}, ticket.Page{})
	require.NoError(t, err)
	assert.Empty(t, found.Tickets)
	_, err = view.Load(ctx, "SECRET")
	require.ErrorIs(t, err, ticket.ErrDenied)
	_, err = view.ByNumber(ctx, "T-1002")
	require.ErrorIs(t, err, ticket.ErrDenied)
	for _, err := range view.History(ctx, "SECRET") {
		require.ErrorIs(t, err, ticket.ErrDenied)
	}
	for _, err := range view.Comments(ctx, "SECRET") {
		require.ErrorIs(t, err, ticket.ErrDenied)
	}
}

// Whoever may read but not the notes, such as a partner, sees what customers see; what he
// may not read at all is left out.
func TestViewsOfOthers(t *testing.T) {
	ctx := context.Background()
	b := busy(t)
	desk, err := ticket.New(b.store, &ticket.Options{Rules: &ticket.Rules{}, Authorizer: ticket.AuthorizerFunc(
		func(_ context.Context, who ticket.Actor, right ticket.Right, c *ticket.Ticket) error {
			if right != ticket.RightRead || c.ID == "SECRET" {
				return &ticket.DeniedError{Actor: who, Right: right}
			}
			return nil
		})})
	require.NoError(t, err)
	found, err := desk.As(ticket.Actor{Role: "partner", ID: "p"}).Find(ctx, ticket.Filter{}, ticket.Page{})
	require.NoError(t, err)
	require.Len(t, found.Tickets, 2)
	assert.Empty(t, found.Tickets[0].Owner)
}

// What customers see of comments, and may ask for, is all but some: this test wants to know
// that somebody has decided on a new field.
func TestNewFieldsAreDecidedOn(t *testing.T) {
	assert.Equal(t, 8, reflect.TypeFor[ticket.Comment]().NumField(), "is the new field for customers? See Comment.public")
	assert.Equal(t, 24, reflect.TypeFor[ticket.Filter]().NumField(), "may customers ask for it? See Filter.hidden")
}
