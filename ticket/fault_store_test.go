package ticket_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

var errStoreFaults = errors.New("the connection is lost")

// frail is a store in which one call goes wrong.
type frail struct {
	ticket.Store
	how    string
	at     int // the call that does
	calls  int
	cancel context.CancelFunc
}

// fails says whether this call goes wrong, before it is made or after.
func (f *frail) fails() (before, after error) {
	if f.calls++; f.calls != f.at {
		return nil, nil
	}
	switch f.how {
	case "fails":
		return errStoreFaults, nil
	case "is done, and says that it failed":
		return nil, errStoreFaults
	}
	f.cancel()
	return nil, nil
}

// broken makes a call that may go wrong.
func broken[T any](f *frail, call func() (T, error)) (got T, err error) {
	before, after := f.fails()
	if before != nil {
		return got, before
	}
	if got, err = call(); after != nil {
		return *new(T), after
	}
	return got, err
}

func (f *frail) Commit(ctx context.Context, c ticket.Commit) ([]ticket.Ticket, error) {
	return broken(f, func() ([]ticket.Ticket, error) { return f.Store.Commit(ctx, c) })
}

func (f *frail) Load(ctx context.Context, id string) (ticket.Ticket, error) {
	return broken(f, func() (ticket.Ticket, error) { return f.Store.Load(ctx, id) })
}

func (f *frail) Due(ctx context.Context, now time.Time, limit int) ([]string, error) {
	return broken(f, func() ([]string, error) { return f.Store.Due(ctx, now, limit) })
}

func (f *frail) Find(ctx context.Context, by ticket.Filter, p ticket.Page) (ticket.Found, error) {
	return broken(f, func() (ticket.Found, error) { return f.Store.Find(ctx, by, p) })
}

func (f *frail) History(ctx context.Context, id string, after int64) iter.Seq2[ticket.Event, error] {
	return func(yield func(ticket.Event, error) bool) {
		before, later := f.fails()
		if before != nil {
			yield(ticket.Event{}, before)
			return
		}
		for e, err := range f.Store.History(ctx, id, after) {
			if !yield(e, err) || err != nil {
				return
			}
			if later != nil { // in the middle
				yield(ticket.Event{}, later)
				return
			}
		}
	}
}

func (f *frail) Outbox() ticket.Outbox { return frailOutbox{f, f.Store.Outbox()} }

type frailOutbox struct {
	f   *frail
	box ticket.Outbox
}

func (o frailOutbox) Claim(ctx context.Context, now, lease time.Time, limit int) ([]ticket.Outgoing, error) {
	return broken(o.f, func() ([]ticket.Outgoing, error) { return o.box.Claim(ctx, now, lease, limit) })
}

func (o frailOutbox) Settle(ctx context.Context, id string, attempt int, retry time.Time) error {
	_, err := broken(o.f, func() (struct{}, error) { return struct{}{}, o.box.Settle(ctx, id, attempt, retry) })
	return err
}

// site is a desk on a store that can go wrong, with some tickets.
type site struct {
	*bench
	frail     *frail
	delivered []ticket.Notice
}

func newSite(t testing.TB) *site {
	s := &site{bench: newBench(t, nil)}
	s.frail = &frail{Store: s.store}
	rules := ticket.DefaultRules()
	n := 0
	var err error
	s.Desk, err = ticket.New(s.frail, &ticket.Options{
		Rules: &rules, Now: func() time.Time { return s.now }, NewID: func() string { n++; return fmt.Sprintf("made%d", n) },
		Notifier: ticket.NotifierFunc(func(_ context.Context, n ticket.Notice) error {
			s.delivered = append(s.delivered, n)
			return nil
		}),
	})
	require.NoError(t, err)
	for _, id := range []string{"a", "b", "p"} {
		s.open(ticket.Draft{ID: id, Subject: "About " + id, Customer: "carl", Tags: []string{id}}, carl)
	}
	s.do("a", mia, ticket.LinkTo(ticket.Parent, "p"), ticket.AssignTo("mia"))
	s.do("a", carl, ticket.Reply("One."), ticket.Reply("Two."))
	return s
}

// mend makes the store what it was before.
func (s *site) mend() { s.frail.at = 0 }

var madeIDs = regexp.MustCompile(`made\d+`)

// all is everything that the store holds, as text. What ids the desk made does not matter.
func (s *site) all() string {
	s.Helper()
	var all []any
	page := ticket.Page{Limit: 100}
	found, err := s.store.Find(context.Background(), ticket.Filter{}, page)
	require.NoError(s, err)
	for _, t := range found.Tickets {
		all = append(all, t)
		for e, err := range s.store.History(context.Background(), t.ID, 0) {
			require.NoError(s, err)
			all = append(all, e)
		}
	}
	text, err := json.MarshalIndent(all, "", " ")
	require.NoError(s, err)
	names := map[string]string{}
	return madeIDs.ReplaceAllStringFunc(string(text), func(id string) string {
		if names[id] == "" {
			names[id] = fmt.Sprint("new", len(names))
		}
		return names[id]
	})
}

func TestWhateverGoesWrongNothingIsHalfDone(t *testing.T) {
	say := ticket.Command{ID: "c1", Actor: carl, Actions: []ticket.Action{ticket.Reply("Hello?"), ticket.Reply("Anybody there?")}}
	staff := ticket.Command{ID: "c1", Actor: ticket.BySupervisor("ada"), Reason: "same"}
	link := staff
	link.Actions = []ticket.Action{ticket.LinkTo(ticket.Blocks, "b"), ticket.Note("see b", "tom")}
	for name, c := range map[string]struct {
		before func(s *site)
		run    func(ctx context.Context, s *site) error
		many   bool // more than one commit
	}{
		"Open": {nil, func(ctx context.Context, s *site) error {
			_, err := s.Open(ctx, ticket.Draft{ID: "new", Subject: "New", Links: []ticket.Link{{Kind: ticket.Related, Ticket: "a"}}}, ticket.BySupervisor("ada"))
			return err
		}, false},
		"Do": {nil, func(ctx context.Context, s *site) error {
			_, err := s.Do(ctx, "a", say)
			return err
		}, false},
		"Do with two tickets": {nil, func(ctx context.Context, s *site) error {
			_, err := s.Do(ctx, "a", link)
			return err
		}, false},
		"Do with a follow-up": {func(s *site) {
			s.do("a", mia, ticket.MoveTo("resolved", "done"))
			s.now = s.now.Add(1000 * time.Hour)
		}, func(ctx context.Context, s *site) error {
			_, err := s.Do(ctx, "a", say)
			return err
		}, false},
		"Merge": {nil, func(ctx context.Context, s *site) error {
			_, err := s.Merge(ctx, "a", "b", staff)
			return err
		}, false},
		"Split": {nil, func(ctx context.Context, s *site) error {
			var ids []string
			for r, err := range s.store.History(ctx, "a", 0) {
				if err == nil && r.Type == ticket.EventCommented {
					ids = append(ids, r.ID)
				}
			}
			_, err := s.Split(ctx, "a", ids, ticket.Draft{Subject: "Two"}, staff)
			return err
		}, false},
		"Sweep": {func(s *site) {
			s.do("a", mia, ticket.Snooze(s.now.Add(time.Hour)))
			s.do("b", mia, ticket.Snooze(s.now.Add(time.Hour)))
			s.now = s.now.Add(48 * time.Hour)
		}, func(ctx context.Context, s *site) error {
			_, err := s.Sweep(ctx)
			return err
		}, true},
		"Recompute": {func(s *site) {
			require.NoError(s, s.SetRules(ticket.Rules{Policies: []ticket.Policy{
				{Name: "new", Targets: []ticket.Target{{Metric: ticket.Resolution, Limit: ticket.Duration(time.Hour)}}},
			}}))
		}, func(ctx context.Context, s *site) error {
			_, err := s.Recompute(ctx)
			return err
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			begin := func() *site {
				s := newSite(t)
				if c.before != nil {
					c.before(s)
				}
				s.frail.calls = 0
				return s
			}
			s := begin()
			require.NoError(t, c.run(context.Background(), s))
			want, calls := s.all(), s.frail.calls
			require.NoError(t, c.run(context.Background(), s))
			require.Equal(t, want, s.all(), "what is repeated changes nothing")
			for _, how := range []string{"fails", "is done, and says that it failed", "is cancelled"} {
				for n := 1; n <= calls; n++ {
					s := begin()
					before := s.all()
					ctx, cancel := context.WithCancel(context.Background())
					s.frail.how, s.frail.at, s.frail.cancel = how, n, cancel
					err := c.run(ctx, s)
					after := s.all()
					at := fmt.Sprintf("call %d of %d %s", n, calls, how)
					if !c.many {
						require.Contains(t, []string{before, want}, after, at)
						if how != "is done, and says that it failed" && err != nil {
							require.Equal(t, before, after, "%s, and the error is %v", at, err)
						}
					}
					require.True(t, err != nil || after == want, "%s, without an error", at)
					s.mend()
					require.NoError(t, c.run(context.Background(), s), at)
					require.Equal(t, want, s.all(), at)
					cancel()
				}
			}
		})
	}
}

func TestWhateverGoesWrongNoticesLeaveInOrder(t *testing.T) {
	s := newSite(t)
	s.frail.calls = 0
	sent, err := s.Deliver(context.Background())
	require.NoError(t, err)
	require.Greater(t, sent, 5)
	want, calls := s.delivered, s.frail.calls
	for _, how := range []string{"fails", "is done, and says that it failed", "is cancelled"} {
		for n := 1; n <= calls; n++ {
			s := newSite(t)
			ctx, cancel := context.WithCancel(context.Background())
			s.frail.how, s.frail.at, s.frail.calls, s.frail.cancel = how, n, 0, cancel
			_, _ = s.Deliver(ctx)
			cancel()
			s.mend()
			for range 3 { // what was claimed comes back when its lease is over
				s.now = s.now.Add(time.Hour)
				_, err := s.Deliver(context.Background())
				require.NoError(t, err)
			}
			assert.Equal(t, byTicket(want), byTicket(s.delivered), "call %d %s", n, how)
			left, err := s.store.Outbox().Claim(context.Background(), s.now.Add(1000*time.Hour), s.now.Add(2000*time.Hour), 100)
			require.NoError(t, err)
			assert.Empty(t, left)
		}
	}
}

// byTicket are what notices say, each the first time it came, by ticket and recipient.
func byTicket(all []ticket.Notice) map[string][]string {
	texts := map[string][]string{}
	seen := map[string]bool{}
	for _, n := range all {
		if !seen[n.ID] {
			seen[n.ID] = true
			line := n.Ticket + " to " + n.To
			texts[line] = append(texts[line], n.Kind+": "+n.Text)
		}
	}
	return texts
}
