package tickettest

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

// contents is how many random values the checks of content look at: enough that every
// field has a value in some of them.
const contents = 25

var contentChecks = []check{
	{Name: "content/every field", Run: func(ctx context.Context, s ticket.Store) error {
		for seed := range contents {
			if err := storetest.First(errOf(s.Commit(ctx, random(seed))), readBack(ctx, s, random(seed))); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "content/changes", Run: func(ctx context.Context, s ticket.Store) error {
		c := random(0)
		for seed := range contents {
			next := random(seed)
			next.Changes[0].Ticket.ID, next.Changes[0].Ticket.Version = "t0", int64(seed)
			next.Changes[0].Ticket.Events = c.Changes[0].Ticket.Events
			if seed > 0 {
				next.Changes[0].Events = nil
			}
			next.Outbox = nil
			got, err := s.Commit(ctx, next)
			if err != nil {
				return err
			}
			want := wanted(next, got[0].Serial)
			if err := storetest.First(storetest.Same("a changed ticket", want, got[0]), loaded(ctx, s, want)); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "content/what is given stays as it is", Run: func(ctx context.Context, s ticket.Store) error {
		for seed := range contents {
			given := random(seed)
			if _, err := s.Commit(ctx, given); err != nil {
				return err
			}
			if err := storetest.Same("what the caller committed, and still holds", random(seed), given); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "content/times", Run: func(ctx context.Context, s ticket.Store) error {
		for i, at := range []time.Time{storetest.Moment(), time.Date(1969, 12, 31, 23, 59, 59, 999999999, time.UTC), {}} {
			c := atMoment(full(fmt.Sprint("t", i)), at)
			want := atMoment(full(fmt.Sprint("t", i)), at)
			if err := storetest.First(errOf(s.Commit(ctx, c)), readBack(ctx, s, want)); err != nil {
				return fmt.Errorf("times of %s: %w", at, err)
			}
		}
		return nil
	}},
	{Name: "content/texts", Run: func(ctx context.Context, s ticket.Store) error {
		for i, text := range append(storetest.Texts(), strings.Repeat("退货 please. ", 1<<18/14)) {
			c := withText(full(fmt.Sprint("t", i)), text)
			if err := storetest.First(errOf(s.Commit(ctx, c)), readBack(ctx, s, c)); err != nil {
				return fmt.Errorf("text %q: %w", text[:min(len(text), 30)], err)
			}
		}
		return nil
	}},
	{Name: "content/ids", Run: func(ctx context.Context, s ticket.Store) error {
		ids := storetest.IDs()
		all, err := one(ctx, s, opened("all of them"))
		if err != nil {
			return err
		}
		if _, err := one(ctx, s, changed(all, ids...)); err != nil {
			return err
		}
		for _, id := range ids {
			_, err := write(ctx, s, ticket.Commit{
				Changes: []ticket.Change{opened(id, func(t *ticket.Ticket) { t.Owner, t.Tags = id, []string{id} })},
				Outbox:  []ticket.Notice{notice(id, id)},
			})
			if err != nil {
				return fmt.Errorf("a ticket with the id %q: %w", id, err)
			}
		}
		for _, id := range ids {
			events, err := storetest.Collect(s.History(ctx, id, 0))
			if err == nil && (len(events) != 1 || events[0].Ticket != id) {
				err = fmt.Errorf("the history of %q has %d events, or another's", id, len(events))
			}
			err = storetest.First(err,
				found(ctx, s, fmt.Sprintf("the id %q", id), ticket.Filter{IDs: []string{id}}, id),
				found(ctx, s, fmt.Sprintf("the owner %q", id), ticket.Filter{Owners: []string{id}}, id),
				found(ctx, s, fmt.Sprintf("the tag %q", id), ticket.Filter{Tags: []string{id}}, id),
			)
			if err != nil {
				return err
			}
		}
		return claimed(ctx, s, "notices whose ids look alike", noon(), ids...)
	}},
	{Name: "content/no shared memory", Run: func(ctx context.Context, s ticket.Store) error {
		given := full("a")
		returned, err := s.Commit(ctx, given)
		if err != nil {
			return err
		}
		storetest.Scramble(given)
		if err := readBack(ctx, s, full("a")); err != nil {
			return fmt.Errorf("after the caller changed what he had committed: %w", err)
		}
		storetest.Scramble(returned)
		if err := scrambleAll(ctx, s, "a"); err != nil {
			return err
		}
		if err := readBack(ctx, s, full("a")); err != nil {
			return fmt.Errorf("after the caller changed what he had been given: %w", err)
		}
		return nil
	}},
}

// random returns a commit of one new ticket in which every field may have a value. The
// same seed gives the same commit.
func random(seed int) ticket.Commit {
	id := fmt.Sprint("t", seed)
	t := storetest.Random[ticket.Ticket](seed)
	words(&t, seed)
	t.ID, t.Version = id, 0
	c := ticket.Change{Ticket: t, Events: []ticket.Event{storetest.Random[ticket.Event](seed), storetest.Random[ticket.Event](seed + 1000)}}
	for i := range c.Events {
		c.Events[i].ID, c.Events[i].Ticket = fmt.Sprint("e", i), id
	}
	c.Ticket.Events = int64(len(c.Events))
	n := storetest.Random[ticket.Notice](seed)
	n.ID, n.Ticket = id, id
	return ticket.Commit{Changes: []ticket.Change{c}, Outbox: []ticket.Notice{n}}
}

// words makes what a filter compares text that every database can compare.
func words(t *ticket.Ticket, seed int) {
	ids := storetest.IDs()
	word := func(at int) string { return ids[(seed+at)%len(ids)] }
	t.Kind = ticket.Kind(word(0))
	for i, s := range []*string{&t.State, &t.Type, &t.Owner, &t.Group, &t.Customer, &t.Conversation, &t.Source, &t.Category} {
		if *s != "" {
			*s = word(i)
		}
	}
	for i := range t.Tags {
		t.Tags[i] = word(i)
	}
	for i := range t.Watchers {
		t.Watchers[i] = word(i)
	}
	fields := len(t.Fields)
	t.Fields = nil
	if fields > 0 {
		t.Fields = map[string]string{"color": word(1), "颜色": word(2)}
	}
}

// full returns a commit of one new ticket in which every kind of value is.
func full(id string) ticket.Commit {
	t := opened(id, func(t *ticket.Ticket) {
		t.Tags, t.Watchers, t.Fields = []string{"vip"}, []string{"bob"}, map[string]string{"order": "17"}
		t.Links = []ticket.Link{{Kind: ticket.Parent, Ticket: "p"}}
		t.Steps = []ticket.Step{{Name: "call", Results: map[string]string{"said": "yes"}}}
		t.Verdict = &ticket.Verdict{Score: 4, Text: "good"}
		t.Fired, t.Clocks = []string{"reply/1/80"}, []ticket.Clock{{Name: "reply", Round: 1}}
	})
	c := &ticket.Comment{Text: "hello", Mentions: []string{"bob"}, Attachments: []ticket.Attachment{{URL: "u"}}, Author: &ticket.Actor{Name: "Ann"}}
	e := &t.Events[0]
	e.Comment, e.Moved, e.Steps = c, []string{"e"}, t.Ticket.Steps
	e.Opened = &ticket.Draft{Tags: []string{"vip"}, Fields: map[string]string{"a": "b"}, Comments: []ticket.Comment{*c}}
	e.Notice = &ticket.Notice{ID: "other"}
	n := notice(id, "n"+id)
	n.Comment = &ticket.Comment{Text: "hello", Mentions: []string{"bob"}}
	return ticket.Commit{Changes: []ticket.Change{t}, Outbox: []ticket.Notice{n}}
}

// atMoment returns the commit with another time wherever there is one.
func atMoment(c ticket.Commit, at time.Time) ticket.Commit {
	var set func(v reflect.Value)
	set = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				set(v.Elem())
			}
		case reflect.Struct:
			if t, ok := v.Addr().Interface().(*time.Time); ok {
				*t = at
				return
			}
			for i := range v.NumField() {
				set(v.Field(i))
			}
		case reflect.Slice:
			for i := range v.Len() {
				set(v.Index(i))
			}
		}
	}
	set(reflect.ValueOf(&c))
	return c
}

// withText returns the commit with another text wherever people write one.
func withText(c ticket.Commit, text string) ticket.Commit {
	t, e, n := &c.Changes[0].Ticket, &c.Changes[0].Events[0], &c.Outbox[0]
	t.Subject, t.Summary, t.Reason, t.Verdict.Text = text, text, text, text
	t.Steps[0].Results["said"] = text
	e.Reason, e.Old, e.New, e.Actor.Name, e.Comment.Text, e.Opened.Subject, e.Opened.Fields["a"] = text, text, text, text, text, text, text
	n.Text, n.Comment.Text = text, text
	return c
}

// wanted is the ticket that a commit of one leads to.
func wanted(c ticket.Commit, serial int64) ticket.Ticket {
	t := c.Changes[0].Ticket.Clone()
	t.Serial, t.Number = serial, ""
	t.Version++
	keep(reflect.ValueOf(t))
	return *t
}

// readBack returns an error unless every method that returns something of a commit of
// one new ticket returns it whole, with times as they have to be kept.
func readBack(ctx context.Context, s ticket.Store, c ticket.Commit) error {
	id := c.Changes[0].Ticket.ID
	got, err := s.Load(ctx, id)
	if err != nil {
		return err
	}
	page, err := s.Find(ctx, ticket.Filter{IDs: []string{id}}, ticket.Page{})
	if err != nil {
		return err
	}
	history, err := storetest.Collect(s.History(ctx, id, 0))
	if err != nil {
		return err
	}
	var feed []ticket.Event
	for e, err := range s.Feed(ctx, 0) {
		if err != nil {
			return err
		}
		if e.Ticket == id {
			e.Seq = 0
			feed = append(feed, e)
		}
	}
	events := c.Changes[0].Events
	for i := range events {
		events[i].Seq, events[i].N = 0, int64(i)+1
	}
	keep(reflect.ValueOf(&events))
	want := wanted(c, got.Serial)
	return storetest.First(
		storetest.Same("load", want, got), storetest.KeptTimes("load", got),
		storetest.Same("find", []ticket.Ticket{want}, page.Tickets), storetest.KeptTimes("find", page),
		storetest.Same("history", events, history), storetest.KeptTimes("history", history),
		storetest.Same("feed", events, feed), storetest.KeptTimes("feed", feed),
		noticeBack(ctx, s, c.Outbox[0]),
	)
}

// noticeBack returns an error unless a notice, the only one of its ticket, can be
// claimed whole. It gives it back.
func noticeBack(ctx context.Context, s ticket.Store, want ticket.Notice) error {
	now := noon().AddDate(200, 0, 0)
	items, err := claim(ctx, s, now, 1000)
	if err != nil {
		return err
	}
	keep(reflect.ValueOf(&want))
	seen := false
	for _, out := range items {
		if out.Notice.ID == want.ID {
			seen = true
			if err := storetest.First(storetest.Same("claim", want, out.Notice), storetest.KeptTimes("claim", out)); err != nil {
				return err
			}
		}
		if err := settle(ctx, s, out.Notice.ID, out.Attempt, now); err != nil {
			return err
		}
	}
	if !seen {
		return fmt.Errorf("the notice %q could not be claimed", want.ID)
	}
	return nil
}

// scrambleAll asks the store for all that it holds of a ticket, by every method, and
// overwrites it.
func scrambleAll(ctx context.Context, s ticket.Store, id string) error {
	t, err := s.Load(ctx, id)
	if err != nil {
		return err
	}
	page, err := s.Find(ctx, ticket.Filter{}, ticket.Page{})
	if err != nil {
		return err
	}
	history, err := storetest.Collect(s.History(ctx, id, 0))
	if err != nil {
		return err
	}
	feed, err := storetest.Collect(s.Feed(ctx, 0))
	if err != nil {
		return err
	}
	counts, err := s.Count(ctx, ticket.Filter{}, ticket.CountKind)
	if err != nil {
		return err
	}
	for _, v := range []any{t, page, history, feed, counts} {
		storetest.Scramble(v)
	}
	items, err := claim(ctx, s, noon().AddDate(200, 0, 0), 100)
	if err != nil {
		return err
	}
	for _, out := range items {
		id, attempt := out.Notice.ID, out.Attempt
		storetest.Scramble(out)
		if err := settle(ctx, s, id, attempt, noon()); err != nil {
			return err
		}
	}
	return nil
}
