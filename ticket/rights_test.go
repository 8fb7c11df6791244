package ticket_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// deeds are commands and calls, by the right that each takes.
func deeds() map[ticket.Right]func(b *bench, who ticket.Actor) error {
	do := func(a ticket.Action) func(b *bench, who ticket.Actor) error {
		return func(b *bench, who ticket.Actor) error {
			_, err := b.Do(context.Background(), "a", ticket.Command{Actor: who, Actions: []ticket.Action{a}})
			return err
		}
	}
	deeds := map[ticket.Right]func(b *bench, who ticket.Actor) error{
		ticket.RightOpen: func(b *bench, who ticket.Actor) error {
			_, err := b.Open(context.Background(), ticket.Draft{Subject: "s", Customer: "carl"}, who)
			return err
		},
		ticket.RightRead: func(b *bench, who ticket.Actor) error {
			_, err := b.As(who).Load(context.Background(), "a")
			return err
		},
		ticket.RightReply: do(ticket.Reply("hello")),
		ticket.RightNote:  do(ticket.Note("hello")),
		ticket.RightRelay: do(ticket.Action{Do: ticket.DoComment, Comment: &ticket.Comment{Text: "x", Author: &ticket.Actor{Role: ticket.Customer, ID: "else"}}}),
		ticket.RightMerge: func(b *bench, who ticket.Actor) error {
			_, err := b.Merge(context.Background(), "a", "b", ticket.Command{Actor: who})
			return err
		},
		ticket.RightSplit: func(b *bench, who ticket.Actor) error {
			_, err := b.Split(context.Background(), "a", []string{"x"}, ticket.Draft{Subject: "s"}, ticket.Command{Actor: who})
			return err
		},
		ticket.RightExport: func(b *bench, who ticket.Actor) error {
			_, err := b.As(who).Export(context.Background(), ticket.Filter{}, &discard{})
			return err
		},
		ticket.RightImport: func(b *bench, who ticket.Actor) error {
			_, err := b.As(who).Import(context.Background(), empty{})
			return err
		},
		ticket.Right(ticket.DoLink):     do(ticket.LinkTo(ticket.Related, "b")),
		ticket.Right(ticket.DoUnlink):   do(ticket.Unlink(ticket.Related, "b")),
		ticket.Right(ticket.DoSnooze):   do(ticket.Action{Do: ticket.DoSnooze, For: ticket.Duration(time.Hour)}),
		ticket.Right(ticket.DoVerdict):  do(ticket.Judge(true, 5, "")),
		ticket.Right(ticket.DoPriority): do(ticket.SetPriority(1)),
		ticket.Right(ticket.DoRaise):    do(ticket.Raise(1)),
		ticket.Right(ticket.DoSet):      do(ticket.Set("category", "x")),
	}
	for _, k := range []ticket.ActionKind{
		ticket.DoMove, ticket.DoAssign, ticket.DoGroup, ticket.DoTag, ticket.DoUntag, ticket.DoWatch, ticket.DoUnwatch, ticket.DoWake, ticket.DoStart,
		ticket.DoStep, ticket.DoSkip, ticket.DoEscalate, ticket.DoNotify, ticket.DoMacro,
	} {
		deeds[ticket.Right(k)] = do(ticket.Action{Do: k, To: "resolved"})
	}
	return deeds
}

type discard struct{}

func (*discard) Write(p []byte) (int, error) { return len(p), nil }

type empty struct{}

func (empty) Read([]byte) (int, error) { return 0, errors.New("nothing") }

// Every right is tried by every role: who lacks it is denied, and who has it is not.
func TestEachRightOfEachRole(t *testing.T) {
	all := ticket.Rights()
	require.Len(t, deeds(), len(all))
	roles := ticket.DefaultRoles()
	for _, who := range []ticket.Actor{carl, mia, ticket.BySupervisor("sue"), {Role: ticket.Admin, ID: "ada"}, ticket.ByBot("bot"), ticket.BySystem("form"), {}, {Role: "stranger", ID: "x"}} {
		for right, deed := range deeds() {
			b := newBench(t, &ticket.Rules{})
			b.open(ticket.Draft{ID: "a", Subject: "s", Customer: "carl"}, form)
			b.open(ticket.Draft{ID: "b", Subject: "s", Customer: "carl"}, form)
			err := deed(b, who)
			has := slices.Contains(roles[who.Role], right) || slices.Contains(roles[who.Role], ticket.RightAny)
			var denied *ticket.DeniedError
			if has {
				assert.NotErrorIs(t, err, ticket.ErrDenied, "%s: %s", who.Role, right)
			} else if assert.ErrorAs(t, err, &denied, "%s: %s", who.Role, right) {
				assert.Equal(t, who, denied.Actor)
				assert.Equal(t, right, denied.Right)
			}
		}
	}
}

// The usual roles, written down once more: a change of them is a change of who may what.
func TestTheUsualRoles(t *testing.T) {
	lacks := func(role ticket.Role) (lacking []ticket.Right) {
		for _, r := range ticket.Rights() {
			if !slices.Contains(ticket.DefaultRoles()[role], r) {
				lacking = append(lacking, r)
			}
		}
		return lacking
	}
	assert.Equal(t, []ticket.Right{"open", "read", "reply", "verdict"}, ticket.DefaultRoles()[ticket.Customer])
	assert.Equal(t, []ticket.Right{"export", "import", "verdict"}, lacks(ticket.Agent))
	assert.Equal(t, []ticket.Right{"import"}, lacks(ticket.Supervisor))
	assert.Equal(t, []ticket.Right{"merge", "split", "export", "import", "move", "assign", "unwatch", "unlink", "snooze", "wake", "step", "skip", "verdict", "macro"}, lacks(ticket.Bot))
	assert.Equal(t, []ticket.Right{"*"}, ticket.DefaultRoles()[ticket.Admin])
	assert.Equal(t, []ticket.Right{"*"}, ticket.DefaultRoles()[ticket.System])
}

func TestCustomersHaveTheirOwnTicketsOnly(t *testing.T) {
	ctx := context.Background()
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "s", Customer: "dora"}, form)
	b.open(ticket.Draft{ID: "nobody", Subject: "s"}, form)
	require.ErrorIs(t, b.refuse("a", carl, ticket.Reply("hello")), ticket.ErrDenied)
	require.ErrorIs(t, b.refuse("nobody", ticket.ByCustomer(""), ticket.Reply("hello")), ticket.ErrDenied, "no id is nobody's")
	_, err := b.Open(ctx, ticket.Draft{Subject: "s", Customer: "dora"}, carl)
	require.ErrorIs(t, err, ticket.ErrDenied)
	_, err = b.Open(ctx, ticket.Draft{ID: "a", Subject: "s", Customer: "carl"}, carl)
	require.ErrorIs(t, err, ticket.ErrDenied, "the id of another's ticket does not show it")
	_, err = b.Open(ctx, ticket.Draft{ID: "a", Subject: "s", Customer: "dora"}, ticket.ByCustomer("dora"))
	require.NoError(t, err, "his own again is there")
}

// What a customer may not do he cannot do by the draft of a ticket either.
func TestDraftsOfCustomers(t *testing.T) {
	b := newBench(t, &ticket.Rules{Fields: []ticket.FieldRule{{Name: "cost", Internal: true}, {Name: "size"}}})
	other := ticket.ByCustomer("dora")
	for right, d := range map[ticket.Right]ticket.Draft{
		"assign": {Owner: "mia"},
		"watch":  {Watchers: []string{"mia"}},
		"link":   {Links: []ticket.Link{{Kind: ticket.Related, Ticket: "b"}}},
		"set":    {Fields: map[string]string{"cost": "1"}},
		"note":   {Comments: []ticket.Comment{{Text: "x", Internal: true}}},
		"relay":  {Comments: []ticket.Comment{{Text: "x", Author: &other}}},
	} {
		d.Subject, d.Customer = "s", "carl"
		_, err := b.Open(context.Background(), d, carl)
		var denied *ticket.DeniedError
		require.ErrorAs(t, err, &denied, right)
		assert.Equal(t, right, denied.Right)
	}
	for name, c := range map[string]ticket.Comment{
		"time":    {Text: "x", At: b.now},
		"origin":  {Text: "x", Origin: "e"},
		"mention": {Text: "x", Mentions: []string{"mia"}},
	} {
		_, err := b.Open(context.Background(), ticket.Draft{Subject: "s", Customer: "carl", Comments: []ticket.Comment{c}}, carl)
		require.ErrorIs(t, err, ticket.ErrDenied, name)
	}
	me := carl
	c := b.open(ticket.Draft{
		Subject: "s", Customer: "carl", Priority: 1, Group: "billing", Tags: []string{"x"}, Fields: map[string]string{"size": "1"},
		Comments: []ticket.Comment{{Text: "mine", Author: &me}},
	}, carl)
	assert.Equal(t, 1, c.Priority, "what sorts it is the host's to say")
}

// A customer's reply reaches the ticket that his was merged into, whoever has that.
func TestRepliesToMergedTicketsAreAllowedWhereTheyWereMeant(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "s", Customer: "carl"}, carl)
	b.open(ticket.Draft{ID: "b", Subject: "s", Customer: "dora"}, form)
	_, err := b.Merge(context.Background(), "a", "b", ticket.Command{Actor: mia, AcrossCustomers: true})
	require.NoError(t, err)
	assert.Equal(t, "b", b.do("a", carl, ticket.Reply("still there?")).ID)
	require.ErrorIs(t, b.refuse("b", carl, ticket.Reply("hello")), ticket.ErrDenied)
}

func TestRolesOfRulesAreChecked(t *testing.T) {
	_, err := ticket.New(ticket.NewMemoryStore(), &ticket.Options{Rules: &ticket.Rules{Roles: map[ticket.Role][]ticket.Right{
		"":              {"read"},
		ticket.Customer: {"read", "note", "*"},
		"partner":       {"read", "fly"},
	}}})
	for _, path := range []string{"roles have a role without a name", "roles.customer[1] is never", "roles.customer[2] is never", "roles.partner[1] is no right"} {
		require.ErrorContains(t, err, path)
	}
	b := newBench(t, &ticket.Rules{Roles: map[ticket.Role][]ticket.Right{"partner": {"open", "tag"}}})
	partner := ticket.Actor{Role: "partner", ID: "p"}
	b.open(ticket.Draft{ID: "a", Subject: "s"}, partner)
	b.do("a", partner, ticket.Tag("x"))
	require.ErrorIs(t, b.refuse("a", mia, ticket.Tag("y")), ticket.ErrDenied, "given roles replace the usual ones")
}

func TestTheHostDecides(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx := context.Background()
		var asked []string
		var answer func(ctx context.Context) error
		b := newBench(t, &ticket.Rules{})
		desk, err := ticket.New(b.store, &ticket.Options{Rules: &ticket.Rules{}, Authorizer: ticket.AuthorizerFunc(
			func(ctx context.Context, who ticket.Actor, right ticket.Right, c *ticket.Ticket) error {
				asked = append(asked, fmt.Sprintf("%s %s %s", who.ID, right, c.State))
				c.State = "broken"
				return answer(ctx)
			})})
		require.NoError(t, err)
		b.open(ticket.Draft{ID: "a", Subject: "s"}, mia)
		try := func() error {
			_, err := desk.Do(ctx, "a", ticket.Command{Actor: ticket.Actor{Role: "any", ID: "x"}, Actions: []ticket.Action{ticket.Tag("a"), ticket.Tag("b"), ticket.Note("n")}})
			return err
		}
		var denied *ticket.DeniedError
		answer = func(context.Context) error { return errors.New("not today") }
		require.ErrorAs(t, try(), &denied)
		assert.Equal(t, "not today", denied.Reason)
		answer = func(context.Context) error { return &ticket.DeniedError{Reason: "own"} }
		require.ErrorAs(t, try(), &denied)
		assert.Equal(t, "own", denied.Reason)
		answer = func(context.Context) error { panic("oops") }
		err = try()
		require.ErrorContains(t, err, "authorizer")
		require.NotErrorIs(t, err, ticket.ErrDenied, "a failure is no decision")
		answer = func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
		began := time.Now()
		require.ErrorIs(t, try(), context.DeadlineExceeded)
		assert.Equal(t, 300*time.Millisecond, time.Since(began))
		asked = nil
		answer = func(context.Context) error { return nil }
		require.NoError(t, try())
		assert.Equal(t, []string{"x tag new", "x note new"}, asked, "once for each right")
		c, err := desk.Load(ctx, "a")
		require.NoError(t, err)
		assert.Equal(t, "new", c.State, "the hook has a copy")
	})
}
