package routingtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/routing"
)

var contentChecks = []check{
	{Name: "content/ids", Run: func(ctx context.Context, s routing.Store) error {
		var c routing.Commit
		ids := storetest.IDs()
		shuffled := slices.Clone(ids)
		slices.Reverse(shuffled)
		for i, id := range shuffled {
			one := full(0, id)
			one.Items[0].Customer = fmt.Sprint(i)
			one.Seats[0].Agent.ID, one.Learned[0].Agent = id, id
			c.Items, c.Statuses, c.Seats = append(c.Items, one.Items...), append(c.Statuses, one.Statuses...), append(c.Seats, one.Seats...)
			c.Learned, c.Events = append(c.Learned, one.Learned...), append(c.Events, one.Events...)
		}
		if err := storetest.First(write(ctx, s, c), wantWorks(ctx, s, 0, ids...)); err != nil {
			return err
		}
		got, err := s.Changes(ctx, 0)
		if err != nil {
			return err
		}
		for i, id := range ids {
			if len(got.Seats) != len(ids) || len(got.Learned) != len(ids) || got.Seats[i].Agent.ID != id || got.Learned[i].Agent != id {
				return fmt.Errorf("the agents are not those that were written, in the order of their ids")
			}
			w, err := s.Work(ctx, id)
			if err != nil {
				return fmt.Errorf("item %q: %w", id, err)
			}
			if n := len(ids) - 1 - i; w.Item.ID != id || w.Item.Customer != fmt.Sprint(n) {
				return fmt.Errorf("the item %q is that of %q", id, w.Item.ID)
			}
			if err := wantEvents(ctx, s, id, 0, int64(len(ids)-i)); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "content/every field", Run: everyField},
	{Name: "content/texts", Run: func(ctx context.Context, s routing.Store) error {
		var commits []routing.Commit
		for i, text := range storetest.Texts() {
			c := full(int64(i), fmt.Sprint("item ", i))
			it, st, se, ev := &c.Items[0], &c.Statuses[0].Status, &c.Seats[0], &c.Events[0]
			it.Customer, it.Category, it.Tags = text, text, []string{text}
			it.Attributes = map[string]string{"key": text}
			st.Stage.Queue, st.Agent, st.Outcome, st.Declined = text, text, text, []string{text}
			se.Note, se.Agent.Name, se.Agent.Skills = text, text, map[string]int{text: 1}
			ev.Reason, ev.Detail, ev.By, ev.Agent, ev.Queue, ev.Type = text, text, text, text, text, routing.EventType(text)
			c.Learned[0].Category = text
			commits = append(commits, c)
		}
		if err := write(ctx, s, commits...); err != nil {
			return err
		}
		events, err := storetest.Collect(s.Events(ctx, "", 0))
		if err != nil || len(events) != len(commits) {
			return fmt.Errorf("%d of %d events came back: %w", len(events), len(commits), err)
		}
		for i, c := range commits {
			got, err := s.Changes(ctx, int64(i))
			if err != nil {
				return err
			}
			w, err := s.Work(ctx, c.Items[0].ID)
			if err != nil {
				return err
			}
			k := slices.IndexFunc(got.Learned, func(l routing.Learned) bool { return l.Agent == c.Learned[0].Agent })
			if k < 0 || got.Learned[k] != c.Learned[0] {
				return fmt.Errorf("the category %q of what was learned came back changed", c.Learned[0].Category)
			}
			k = slices.IndexFunc(got.Seats, func(x routing.Seat) bool { return x.Agent.ID == c.Seats[0].Agent.ID })
			if k < 0 {
				return fmt.Errorf("seat %d is missing", i)
			}
			c.Events[0].Seq = int64(i) + 1
			if err := storetest.First(
				storetest.Same("an item", routing.Work{Item: c.Items[0], Status: c.Statuses[0].Status}, w),
				storetest.Same("a seat", c.Seats[0], got.Seats[k]),
				storetest.Same("an event", c.Events[0], events[i]),
			); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "content/brief", Run: func(ctx context.Context, s routing.Store) error {
		brief := []byte("{ \"b\" : [1.0e3,\t\"<&>\u2028\\u00e9\"],\n\"a\":1, \"a\": 2 }")
		c := submit(0, "a")
		c.Items[0].Brief = slices.Clone(brief)
		next := routing.Commit{After: 1, Statuses: []routing.StatusOf{status("a", routing.Active, 2, 1)}}
		if err := write(ctx, s, c, next); err != nil {
			return err
		}
		w, err := s.Work(ctx, "a")
		if err != nil {
			return err
		}
		got, err := s.Changes(ctx, 0)
		if err != nil {
			return err
		}
		for _, b := range []json.RawMessage{w.Item.Brief, got.Works[0].Item.Brief} {
			if !bytes.Equal(b, brief) {
				return fmt.Errorf("the brief %q came back as %q", brief, b)
			}
		}
		return nil
	}},
	{Name: "content/no shared memory", Run: noSharedMemory},
}

// everyField writes records that have all fields there are, and compares.
func everyField(ctx context.Context, s routing.Store) error {
	for i := range int64(8) {
		seed := int(i)
		c := routing.Commit{
			After: i, Items: []routing.Item{storetest.Random[routing.Item](seed)},
			Statuses: []routing.StatusOf{{Status: storetest.Random[routing.Status](seed)}},
			Seats:    []routing.Seat{storetest.Random[routing.Seat](seed)}, Learned: []routing.Learned{storetest.Random[routing.Learned](seed)},
			Events: []routing.Event{storetest.Random[routing.Event](seed)},
		}
		control := storetest.Random[routing.Control](seed)
		c.Control = &control
		id := fmt.Sprint("item ", i)
		c.Items[0].ID, c.Statuses[0].Item, c.Events[0].Item = id, id, id
		c.Seats[0].Agent.ID, c.Learned[0].Agent = id, id
		c.Items[0].Brief = json.RawMessage(`{"a":1}`)
		c.Learned[0].Experience.Done++
		if err := write(ctx, s, c); err != nil {
			return err
		}
		got, err := s.Changes(ctx, i)
		if err != nil {
			return err
		}
		if i == 0 { // where only what has not ended is shown
			got.Works, got.Seats = nil, nil
			w, err := s.Work(ctx, id)
			if err != nil {
				return err
			}
			got.Works, got.Seats = append(got.Works, w), append(got.Seats, c.Seats[0])
		}
		events, err := storetest.Collect(s.Events(ctx, "", i))
		if err != nil || len(events) != 1 {
			return fmt.Errorf("%d events after %d: %w", len(events), i, err)
		}
		c.Events[0].Seq = i + 1
		want := routing.Changes{
			Revision: i + 1, Whole: i == 0, Works: []routing.Work{{Item: c.Items[0], Status: c.Statuses[0].Status}},
			Seats: c.Seats, Learned: c.Learned, Control: control, Seq: i + 1,
		}
		keptTimes(&want.Works[0].Item, &want.Works[0].Status, &want.Seats[0], &want.Control, &c.Events[0])
		if i == 0 {
			keptTimes(nil, nil, &got.Seats[0], nil, nil)
		}
		if err := storetest.First(
			storetest.KeptTimes("what changed", got), storetest.KeptTimes("an event", events[0]),
			storetest.Same("what changed", want, got), storetest.Same("an event", c.Events[0], events[0]),
		); err != nil {
			return err
		}
	}
	return nil
}

// keptTimes cuts times as a store does.
func keptTimes(i *routing.Item, st *routing.Status, seat *routing.Seat, c *routing.Control, e *routing.Event) {
	var all []*time.Time
	if i != nil {
		all = append(all, &i.Arrived)
	}
	if st != nil {
		all = append(all, &st.Arrived, &st.Since, &st.Due, &st.Accepted, &st.Reply, &st.Stage.Until, &st.Stage.Entered, &st.Stage.Queued)
	}
	if seat != nil {
		all = append(all, &seat.Since, &seat.Lease, &seat.Idle, &seat.Given)
	}
	if c != nil {
		all = append(all, &c.PeakSince, &c.Beyond)
	}
	if e != nil {
		all = append(all, &e.At)
	}
	for _, t := range all {
		*t = storetest.Kept(*t)
	}
}

// noSharedMemory changes everything that was given to the store and that came
// from it.
func noSharedMemory(ctx context.Context, s routing.Store) error {
	rich := func(after int64) routing.Commit {
		c := full(after, "a")
		it, st, se := &c.Items[0], &c.Statuses[0].Status, &c.Seats[0]
		it.Skills, it.Tags, it.Attributes = []routing.Need{{Skill: "x"}}, []string{"t"}, map[string]string{"k": "v"}
		it.Brief = json.RawMessage(`{"a":1}`)
		st.Stage.Require.Skills, st.Stage.Prefer = []routing.Need{{Skill: "y"}}, []routing.Need{{Skill: "z"}}
		st.Stage.Earlier, st.Declined = []routing.Visit{{Queue: "e", For: 1}}, []string{"d"}
		a := &se.Agent
		a.Queues, a.Languages = []string{"q"}, []string{"en"}
		a.Skills, a.Limits, a.Reserved = map[string]int{"s": 1}, map[string]int{"chat": 1}, map[string]int{"c": 1}
		a.Attributes = map[string]string{"k": "v"}
		return c
	}
	for round := range int64(2) { // the first time it is new, the second time the same
		given := rich(round)
		if round > 0 {
			given.Items = nil
		}
		if err := write(ctx, s, given); err != nil {
			return err
		}
		storetest.Scramble(given)
		c := rich(round)
		want := routing.Changes{
			Revision: round + 1, Whole: true, Works: []routing.Work{{Item: c.Items[0], Status: c.Statuses[0].Status}},
			Seats: c.Seats, Learned: c.Learned, Control: *c.Control, Seq: round + 1,
		}
		for range 2 {
			got, err := s.Changes(ctx, 0)
			if err := storetest.First(err, storetest.Same("what was written", want, got)); err != nil {
				return err
			}
			storetest.Scramble(got)
			w, err := s.Work(ctx, "a")
			if err := storetest.First(err, storetest.Same("the item", want.Works[0], w)); err != nil {
				return err
			}
			storetest.Scramble(w)
		}
	}
	return nil
}
