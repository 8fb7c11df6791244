package kbtest

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

var recordWriteChecks = []recordCheck{
	{Name: "record/create and update", Run: func(ctx context.Context, s kb.RecordStore) error {
		stored, err := keep(ctx, s, record("draft", "a", 0), record("draft", "b", 0), record("task", "a", 0))
		if err != nil {
			return err
		}
		changed := kb.Record{Kind: "draft", ID: "a", Version: 1, State: "done", Updated: storetest.Moment(), Data: []byte("new")}
		updated, err := keep(ctx, s, changed)
		if err != nil {
			return err
		}
		bare, err := keep(ctx, s, kb.Record{Kind: "draft", ID: "b", Version: 1})
		return storetest.First(err,
			hasRecords(ctx, s, "the records of a kind", "draft", updated[0], bare[0]),
			hasRecords(ctx, s, "a record of the same id and another kind", "task", stored[2]),
		)
	}},
	{Name: "record/conflict", Run: func(ctx context.Context, s kb.RecordStore) error {
		stored, err := keep(ctx, s, record("k", "a", 0), record("k", "a", 1), record("k", "a", 2))
		if err != nil {
			return err
		}
		for _, version := range []int64{0, 1, 2, 4, -1, math.MaxInt64} {
			_, err := s.PutRecord(ctx, record("k", "a", version))
			err = conflict(fmt.Sprintf("put at version %d of what has version 3", version), err, "a")
			if err := storetest.First(err, conflict(fmt.Sprintf("delete at version %d of what has version 3", version), s.DeleteRecord(ctx, "k", "a", version), "a")); err != nil {
				return err
			}
		}
		for _, version := range []int64{1, 3, -1} {
			_, err := s.PutRecord(ctx, record("k", "z", version))
			if err := conflict(fmt.Sprintf("put at version %d of what does not exist", version), err, "z"); err != nil {
				return err
			}
		}
		for _, version := range []int64{0, 1, 3} {
			if err := conflict(fmt.Sprintf("delete at version %d of what does not exist", version), s.DeleteRecord(ctx, "k", "z", version), "z"); err != nil {
				return err
			}
		}
		return hasRecords(ctx, s, "after conflicts", "k", stored[2])
	}},
	{Name: "record/delete", Run: func(ctx context.Context, s kb.RecordStore) error {
		stored, err := keep(ctx, s, record("k", "a", 0), record("k", "b", 0), record("other", "a", 0), record("k", "a", 1))
		if err != nil {
			return err
		}
		if err := s.DeleteRecord(ctx, "k", "a", 2); err != nil {
			return fmt.Errorf("delete: %w", err)
		}
		err = storetest.First(
			storetest.WantErr("what was deleted", second(s.Record(ctx, "k", "a")), kb.ErrNotFound),
			conflict("delete of what was deleted", s.DeleteRecord(ctx, "k", "a", 2), "a"),
			conflict("update of what was deleted", second(s.PutRecord(ctx, record("k", "a", 2))), "a"),
			hasRecords(ctx, s, "after a delete", "k", stored[1]),
			hasRecords(ctx, s, "the same id of another kind", "other", stored[2]),
		)
		if err != nil {
			return err
		}
		again, err := keep(ctx, s, record("k", "a", 0)) // has version 1
		return storetest.First(err, hasRecords(ctx, s, "after creating again", "k", again[0], stored[1]))
	}},
	{Name: "record/invalid", Run: func(ctx context.Context, s kb.RecordStore) error {
		long := strings.Repeat("x", kb.MaxID+1)
		var bad []kb.Record
		for _, name := range append(storetest.BadIDs(), long, strings.Repeat("长", kb.MaxID/3+1)) {
			bad = append(bad, record(name, "a", 0), record("k", name, 0))
			if name != "" {
				r := record("k", "a", 0)
				r.State = name
				bad = append(bad, r)
			}
		}
		large := record("k", "a", 0)
		large.Data = make([]byte, kb.MaxRecord+1)
		for _, r := range append(bad, large) {
			what := fmt.Sprintf("kind %.9q, id %.9q, state %.9q, %d bytes", r.Kind, r.ID, r.State, len(r.Data))
			if err := storetest.WantErr("put of "+what, second(s.PutRecord(ctx, r)), kb.ErrInvalid); err != nil {
				return err
			}
			if r.Kind == "k" && r.ID == "a" {
				continue
			}
			listed, err := storetest.Collect(s.Records(ctx, r.Kind, ""))
			err = storetest.First(err,
				storetest.WantErr("delete of "+what, s.DeleteRecord(ctx, r.Kind, r.ID, 1), kb.ErrInvalid),
				storetest.WantErr("read of "+what, second(s.Record(ctx, r.Kind, r.ID)), kb.ErrNotFound),
				storetest.Same("the records of "+what, 0, len(listed)),
			)
			if err != nil {
				return err
			}
		}
		listed, err := storetest.Collect(s.Records(ctx, "k", "nul\x00"))
		return storetest.First(err, storetest.Same("the records of a state that is no text", 0, len(listed)),
			hasRecords(ctx, s, "after writes that were refused", "k"))
	}},
	{Name: "record/limits", Run: func(ctx context.Context, s kb.RecordStore) error {
		name := strings.Repeat("界", kb.MaxID/3) + "x"
		large := make([]byte, kb.MaxRecord)
		for i := range large {
			large[i] = byte(i * i >> 8)
		}
		stored, err := keep(ctx, s, kb.Record{Kind: name, ID: name, State: name, Updated: noon(), Data: large})
		if err != nil {
			return err
		}
		listed, err := storetest.Collect(s.Records(ctx, name, name))
		return storetest.First(err, sameRecords("a record at all limits, by its state", stored, listed),
			hasRecords(ctx, s, "a record at all limits", name, stored...))
	}},
	{Name: "record/content", Run: func(ctx context.Context, s kb.RecordStore) error {
		every := make([]byte, 256)
		for i := range every {
			every[i] = byte(i)
		}
		datas := [][]byte{every, nil, {}, {0}, []byte("null"), []byte(`{"a":"\u0000"}`)}
		for _, text := range storetest.Texts() {
			datas = append(datas, []byte(text))
		}
		var records []kb.Record
		for i, data := range datas {
			r := record("k", fmt.Sprint(i), 0)
			r.Data, r.Updated = data, storetest.Moment()
			records = append(records, r)
		}
		stored, err := keep(ctx, s, records...)
		if err != nil {
			return err
		}
		listed, err := storetest.Collect(s.Records(ctx, "k", ""))
		return storetest.First(err, storetest.KeptTimes("records", listed), hasRecords(ctx, s, "records with data of all kinds", "k", stored...))
	}},
	{Name: "record/no shared memory", Run: func(ctx context.Context, s kb.RecordStore) error {
		given := record("k", "a", 0)
		if _, err := s.PutRecord(ctx, given); err != nil {
			return err
		}
		want := record("k", "a", 1)
		storetest.Scramble(given)
		if err := hasRecords(ctx, s, "after the caller changed what he had put", "k", want); err != nil {
			return err
		}
		got, err := s.Record(ctx, "k", "a")
		if err != nil {
			return err
		}
		listed, err := storetest.Collect(s.Records(ctx, "k", ""))
		if err != nil {
			return err
		}
		storetest.Scramble(got)
		storetest.Scramble(listed)
		return hasRecords(ctx, s, "after the caller changed what he had been given", "k", want)
	}},
}
