package kbtest

import (
	"context"
	"fmt"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

var recordReadChecks = []recordCheck{
	{Name: "records/nothing", Run: func(ctx context.Context, s kb.RecordStore) error {
		return storetest.First(
			storetest.WantErr("a record of an empty store", second(s.Record(ctx, "k", "a")), kb.ErrNotFound),
			hasRecords(ctx, s, "an empty store", "k"),
		)
	}},
	{Name: "records/order", Run: func(ctx context.Context, s kb.RecordStore) error {
		ids := storetest.IDs()
		var records []kb.Record
		for i := range ids {
			id := ids[len(ids)-1-i]
			records = append(records, record("k", id, 0))
			if _, err := keep(ctx, s, record(id, "a", 0)); err != nil {
				return err
			}
		}
		stored, err := keep(ctx, s, records...)
		if err != nil {
			return err
		}
		for _, kind := range ids {
			want := record(kind, "a", 1)
			if err := hasRecords(ctx, s, fmt.Sprintf("the kind %q among others that look alike", kind), kind, want); err != nil {
				return err
			}
		}
		return hasRecords(ctx, s, "records whose ids look alike", "k", stored...)
	}},
	{Name: "records/states", Run: func(ctx context.Context, s kb.RecordStore) error {
		states := append(storetest.IDs(), "")
		want := map[string][]kb.Record{}
		for i := range 3 {
			for j, state := range states {
				r := record("k", fmt.Sprintf("%02d-%d", j, i), 0)
				r.State = "before"
				stored, err := keep(ctx, s, r)
				if err != nil {
					return err
				}
				r = stored[0]
				r.State = state
				if stored, err = keep(ctx, s, r); err != nil {
					return err
				}
				if state != "" {
					want[state] = append(want[state], stored[0])
				}
			}
		}
		for _, state := range append(states, "before", "unheard of") {
			if state == "" {
				continue
			}
			got, err := storetest.Collect(s.Records(ctx, "k", state))
			err = storetest.First(err, sameRecords(fmt.Sprintf("the records of state %q", state), want[state], got))
			if err != nil {
				return err
			}
		}
		all, err := storetest.Collect(s.Records(ctx, "k", ""))
		return storetest.First(err, storetest.Same("how many records have any state", 3*len(states), len(all)))
	}},
	{Name: "records/hundreds", Run: func(ctx context.Context, s kb.RecordStore) error {
		const n = 230
		var stored, odd []kb.Record
		for i := range n {
			r := record("k", fmt.Sprintf("%03d", i*7%n), 0)
			r.State = fmt.Sprint(i % 2)
			kept, err := keep(ctx, s, r)
			if err != nil {
				return err
			}
			stored = append(stored, kept...)
		}
		if err := hasRecords(ctx, s, "hundreds of records", "k", stored...); err != nil {
			return err
		}
		for _, r := range stored { // hasRecords has sorted them
			if r.State == "1" {
				odd = append(odd, r)
			}
		}
		got, err := storetest.Collect(s.Records(ctx, "k", "1"))
		return storetest.First(err, sameRecords("those of hundreds that have a state", odd, got))
	}},
	{Name: "records/leave early", Run: func(ctx context.Context, s kb.RecordStore) error {
		_, err := keep(ctx, s, record("k", "a", 0), record("k", "b", 0), record("k", "c", 0))
		return storetest.First(err, storetest.StopsEarly("records", s.Records(ctx, "k", "")))
	}},
	{Name: "records/use the store", Run: func(ctx context.Context, s kb.RecordStore) error {
		const n = 120
		for i := range n {
			if _, err := keep(ctx, s, record("k", fmt.Sprintf("%03d", i), 0)); err != nil {
				return err
			}
		}
		seen := map[string]int{}
		for r, err := range s.Records(ctx, "k", "open") {
			if err != nil {
				return err
			}
			seen[r.ID]++
			// What was yielded leaves the state, and what may come is written anew.
			r.State = "closed"
			if _, err := s.PutRecord(ctx, r); err != nil {
				return fmt.Errorf("put within a loop over records: %w", err)
			}
			if err := s.DeleteRecord(ctx, "k", r.ID, r.Version+1); err != nil {
				return fmt.Errorf("delete within a loop over records: %w", err)
			}
		}
		for i := range n {
			if id := fmt.Sprintf("%03d", i); seen[id] != 1 {
				return fmt.Errorf("a loop over records that closes and deletes as it goes saw record %s %d times", id, seen[id])
			}
		}
		return hasRecords(ctx, s, "after a loop that deletes", "k")
	}},
	{Name: "records/context", Run: func(ctx context.Context, s kb.RecordStore) error {
		stored, err := keep(ctx, s, record("k", "a", 0))
		if err != nil {
			return err
		}
		return storetest.First(
			storetest.DoneContexts(ctx, "record", func(ctx context.Context) error { return second(s.Record(ctx, "k", "a")) }),
			storetest.DoneContexts(ctx, "records", func(ctx context.Context) error {
				return second(storetest.Collect(s.Records(ctx, "k", "")))
			}),
			storetest.DoneContexts(ctx, "records, where there are none", func(ctx context.Context) error {
				return second(storetest.Collect(s.Records(ctx, "none", "")))
			}),
			storetest.DoneContexts(ctx, "put", func(ctx context.Context) error { return second(s.PutRecord(ctx, record("k", "a", 1))) }),
			storetest.DoneContexts(ctx, "put of a new one", func(ctx context.Context) error { return second(s.PutRecord(ctx, record("k", "b", 0))) }),
			storetest.DoneContexts(ctx, "delete", func(ctx context.Context) error { return s.DeleteRecord(ctx, "k", "a", 1) }),
			hasRecords(ctx, s, "after writes with a context that was done", "k", stored...),
		)
	}},
}
