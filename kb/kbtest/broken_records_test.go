package kbtest

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

// fields tells which fields of a struct are not zero.
func fields(v any) map[string]bool {
	set := map[string]bool{}
	x := reflect.ValueOf(v)
	for i := range x.NumField() {
		set[x.Type().Field(i).Name] = !x.Field(i).IsZero()
	}
	return set
}

func TestEveryRecordCheckNoticesAFault(t *testing.T) {
	var faults []storetest.Fault[kb.RecordStore]
	for _, f := range recordFaults {
		faults = append(faults, storetest.Fault[kb.RecordStore]{What: f.what, Checks: f.checks, New: func() kb.RecordStore {
			s := &brokenRecords{MemoryRecords: kb.NewMemoryRecords()}
			f.store(s)
			return s
		}})
	}
	storetest.Prove(t, recordChecks(), faults)
}

type recordSeq = iter.Seq2[kb.Record, error]

// brokenRecords is a store that works, except for the methods that are replaced.
type brokenRecords struct {
	*kb.MemoryRecords
	put  func(ctx context.Context, r kb.Record) (int64, error)
	del  func(ctx context.Context, kind, id string, version int64) error
	get  func(ctx context.Context, kind, id string) (kb.Record, error)
	list func(ctx context.Context, kind, state string) recordSeq
}

func (b *brokenRecords) PutRecord(ctx context.Context, r kb.Record) (int64, error) {
	if b.put != nil {
		return b.put(ctx, r)
	}
	return b.MemoryRecords.PutRecord(ctx, r)
}

func (b *brokenRecords) DeleteRecord(ctx context.Context, kind, id string, version int64) error {
	if b.del != nil {
		return b.del(ctx, kind, id, version)
	}
	return b.MemoryRecords.DeleteRecord(ctx, kind, id, version)
}

func (b *brokenRecords) Record(ctx context.Context, kind, id string) (kb.Record, error) {
	if b.get != nil {
		return b.get(ctx, kind, id)
	}
	return b.MemoryRecords.Record(ctx, kind, id)
}

func (b *brokenRecords) Records(ctx context.Context, kind, state string) recordSeq {
	if b.list != nil {
		return b.list(ctx, kind, state)
	}
	return b.MemoryRecords.Records(ctx, kind, state)
}

// version tells the version of a record, 0 if there is none.
func (b *brokenRecords) version(ctx context.Context, kind, id string) int64 {
	r, _ := b.MemoryRecords.Record(ctx, kind, id)
	return r.Version
}

// onPutRecord replaces what is written.
func onPutRecord(change func(r *kb.Record)) func(s *brokenRecords) {
	return func(s *brokenRecords) {
		s.put = func(ctx context.Context, r kb.Record) (int64, error) {
			change(&r)
			return s.MemoryRecords.PutRecord(ctx, r)
		}
	}
}

// onRecords replaces what Records yields.
func onRecords(change func(all []kb.Record) []kb.Record) func(s *brokenRecords) {
	return func(s *brokenRecords) {
		s.list = func(ctx context.Context, kind, state string) recordSeq {
			all, err := storetest.Collect(s.MemoryRecords.Records(ctx, kind, state))
			return yieldEach(change(all), err)
		}
	}
}

// yieldEach yields values, and then an error if there is one.
func yieldEach[T any](all []T, err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range all {
			if !yield(v, nil) {
				return
			}
		}
		if err != nil {
			var none T
			yield(none, err)
		}
	}
}

var recordFaults = []struct {
	what   string
	checks []string
	store  func(s *brokenRecords)
}{
	{"an unknown record is an empty one", []string{"records/nothing"}, func(s *brokenRecords) {
		s.get = func(ctx context.Context, kind, id string) (kb.Record, error) {
			r, err := s.MemoryRecords.Record(ctx, kind, id)
			if errors.Is(err, kb.ErrNotFound) {
				err = nil
			}
			return r, err
		}
	}},
	{"a kind is not part of the key", []string{"record/create and update", "record/delete"}, func(s *brokenRecords) {
		s.put = func(ctx context.Context, r kb.Record) (int64, error) {
			version, err := s.MemoryRecords.PutRecord(ctx, r)
			if other := "task"; err == nil && r.Kind == "draft" && s.version(ctx, other, r.ID) > 0 {
				r.Kind, r.Version = other, s.version(ctx, other, r.ID)
				_, err = s.MemoryRecords.PutRecord(ctx, r)
			}
			return version, err
		}
		s.del = func(ctx context.Context, kind, id string, version int64) error {
			_ = s.MemoryRecords.DeleteRecord(ctx, "other", id, s.version(ctx, "other", id))
			return s.MemoryRecords.DeleteRecord(ctx, kind, id, version)
		}
	}},
	{"an empty state is left as it was", []string{"record/create and update"}, func(s *brokenRecords) {
		s.put = func(ctx context.Context, r kb.Record) (int64, error) {
			if old, err := s.MemoryRecords.Record(ctx, r.Kind, r.ID); err == nil && r.State == "" {
				r.State = old.State
			}
			return s.MemoryRecords.PutRecord(ctx, r)
		}
	}},
	{"versions are not compared", []string{"record/conflict", "record/delete", "record race/one wins"}, func(s *brokenRecords) {
		s.put = func(ctx context.Context, r kb.Record) (int64, error) {
			for {
				r.Version = s.version(ctx, r.Kind, r.ID)
				version, err := s.MemoryRecords.PutRecord(ctx, r)
				if !errors.Is(err, kb.ErrConflict) {
					return version, err
				}
			}
		}
	}},
	{"version 0 deletes whatever there is", []string{"record/conflict"}, func(s *brokenRecords) {
		s.del = func(ctx context.Context, kind, id string, version int64) error {
			if version == 0 && s.version(ctx, kind, id) > 0 {
				version = s.version(ctx, kind, id)
			}
			return s.MemoryRecords.DeleteRecord(ctx, kind, id, version)
		}
	}},
	{"what does not exist is deleted", []string{"record/conflict", "record/delete"}, func(s *brokenRecords) {
		s.del = func(ctx context.Context, kind, id string, version int64) error {
			if s.version(ctx, kind, id) == 0 {
				return nil
			}
			return s.MemoryRecords.DeleteRecord(ctx, kind, id, version)
		}
	}},
	{"a conflict names nothing", []string{"record/conflict"}, func(s *brokenRecords) {
		s.put = func(ctx context.Context, r kb.Record) (int64, error) {
			version, err := s.MemoryRecords.PutRecord(ctx, r)
			if errors.Is(err, kb.ErrConflict) {
				err = kb.ErrConflict
			}
			return version, err
		}
	}},
	{"a deleted record stays", []string{"record/delete"}, func(s *brokenRecords) {
		s.del = func(ctx context.Context, kind, id string, version int64) error {
			if version != s.version(ctx, kind, id) || version == 0 {
				return &kb.ConflictError{IDs: []string{id}}
			}
			return nil
		}
	}},
	{"a record is as large as it likes", []string{"record/invalid"}, onPutRecord(func(r *kb.Record) {
		r.Data = r.Data[:min(len(r.Data), kb.MaxRecord)]
	})},
	{"long names are cut", []string{"record/invalid"}, onPutRecord(func(r *kb.Record) {
		r.ID = r.ID[:min(len(r.ID), kb.MaxID)]
	})},
	{"a state may be anything", []string{"record/invalid"}, onPutRecord(func(r *kb.Record) { r.State = strings.ToValidUTF8(r.State, "") })},
	{"a list of what cannot be is a mistake", []string{"record/invalid"}, func(s *brokenRecords) {
		s.list = func(ctx context.Context, kind, state string) recordSeq {
			if strings.HasPrefix(kind, "nul") {
				return yieldEach[kb.Record](nil, kb.ErrInvalid)
			}
			return s.MemoryRecords.Records(ctx, kind, state)
		}
	}},
	{"names are counted in letters, and shorter", []string{"record/limits"}, func(s *brokenRecords) {
		s.put = func(ctx context.Context, r kb.Record) (int64, error) {
			if len(r.ID) > 200 {
				return 0, kb.ErrInvalid
			}
			return s.MemoryRecords.PutRecord(ctx, r)
		}
	}},
	{"large data are cut", []string{"record/limits"}, onPutRecord(func(r *kb.Record) { r.Data = r.Data[:min(len(r.Data), 1<<20)] })},
	{"data are text", []string{"record/content"}, onPutRecord(func(r *kb.Record) { r.Data = bytes.ToValidUTF8(r.Data, []byte("\ufffd")) })},
	{"the store states the time", []string{"record/content"}, onPutRecord(func(r *kb.Record) { r.Updated = noon() })},
	{"times come in another zone", []string{"record/content"}, onRecords(func(all []kb.Record) []kb.Record {
		for i := range all {
			all[i].Updated = all[i].Updated.In(time.FixedZone("", 3600))
		}
		return all
	})},
	{"what is put is not copied", []string{"record/no shared memory"}, func(s *brokenRecords) {
		var data sync.Map
		s.put = func(ctx context.Context, r kb.Record) (int64, error) {
			data.Store(r.ID, r.Data)
			return s.MemoryRecords.PutRecord(ctx, r)
		}
		s.get = func(ctx context.Context, kind, id string) (kb.Record, error) {
			r, err := s.MemoryRecords.Record(ctx, kind, id)
			if kept, ok := data.Load(id); ok {
				r.Data = kept.([]byte)
			}
			return r, err
		}
	}},
	{"what is listed is not copied", []string{"record/no shared memory"}, func(s *brokenRecords) {
		var kept sync.Map
		s.list = func(ctx context.Context, kind, state string) recordSeq {
			all, err := storetest.Collect(s.MemoryRecords.Records(ctx, kind, state))
			list, _ := kept.LoadOrStore(kind, all)
			return yieldEach(slices.Clone(list.([]kb.Record)), err)
		}
	}},
	{"ids are ordered without case", []string{"records/order"}, onRecords(func(all []kb.Record) []kb.Record {
		slices.SortStableFunc(all, func(a, b kb.Record) int { return strings.Compare(strings.ToLower(a.ID), strings.ToLower(b.ID)) })
		return all
	})},
	{"kinds match whatever their case", []string{"records/order"}, func(s *brokenRecords) {
		s.list = func(ctx context.Context, kind, state string) recordSeq {
			if kind == "A" {
				kind = "a"
			}
			return s.MemoryRecords.Records(ctx, kind, state)
		}
	}},
	{"states match without spaces", []string{"records/states"}, func(s *brokenRecords) {
		s.list = func(ctx context.Context, kind, state string) recordSeq {
			all, err := storetest.Collect(s.MemoryRecords.Records(ctx, kind, ""))
			return yieldEach(slices.DeleteFunc(all, func(r kb.Record) bool {
				return state != "" && strings.TrimSpace(r.State) != strings.TrimSpace(state)
			}), err)
		}
	}},
	{"a record keeps its first state", []string{"records/states"}, func(s *brokenRecords) {
		s.put = func(ctx context.Context, r kb.Record) (int64, error) {
			if old, err := s.MemoryRecords.Record(ctx, r.Kind, r.ID); err == nil {
				r.State = old.State
			}
			return s.MemoryRecords.PutRecord(ctx, r)
		}
	}},
	{"records end with the first page", []string{"records/hundreds"}, onRecords(func(all []kb.Record) []kb.Record {
		return all[:min(len(all), 100)]
	})},
	{"a loop cannot be left", []string{"records/leave early"}, func(s *brokenRecords) {
		s.list = func(ctx context.Context, kind, state string) recordSeq {
			return func(yield func(kb.Record, error) bool) {
				for r, err := range s.MemoryRecords.Records(ctx, kind, state) {
					yield(r, err)
				}
			}
		}
	}},
	{"pages are counted, not remembered", []string{"records/use the store"}, func(s *brokenRecords) {
		s.list = func(ctx context.Context, kind, state string) recordSeq {
			return func(yield func(kb.Record, error) bool) {
				for from := 0; ; from += 50 {
					all, err := storetest.Collect(s.MemoryRecords.Records(ctx, kind, state))
					page := all[min(from, len(all)):min(from+50, len(all))]
					left := false
					yieldEach(page, err)(func(r kb.Record, err error) bool { left = !yield(r, err); return !left })
					if left || err != nil || len(page) == 0 {
						return
					}
				}
			}
		}
	}},
	{"records just end", []string{"records/context"}, func(s *brokenRecords) {
		s.list = func(ctx context.Context, kind, state string) recordSeq {
			if ctx.Err() != nil {
				return yieldEach[kb.Record](nil, nil)
			}
			return s.MemoryRecords.Records(ctx, kind, state)
		}
	}},
	{"a cancelled put is written", []string{"records/context"}, func(s *brokenRecords) {
		s.put = func(ctx context.Context, r kb.Record) (int64, error) {
			version, err := s.MemoryRecords.PutRecord(context.WithoutCancel(ctx), r)
			return version, errors.Join(ctx.Err(), err)
		}
	}},
	{"a cancelled delete is done", []string{"records/context"}, func(s *brokenRecords) {
		s.del = func(ctx context.Context, kind, id string, version int64) error {
			return errors.Join(ctx.Err(), s.MemoryRecords.DeleteRecord(context.WithoutCancel(ctx), kind, id, version))
		}
	}},
	{"versions are compared before the transaction", []string{"record race/linearizable"}, func(s *brokenRecords) {
		var arrived atomic.Int64
		both := make(chan struct{})
		s.put = func(ctx context.Context, r kb.Record) (int64, error) {
			if r.Version != s.version(ctx, r.Kind, r.ID) {
				return 0, kb.ErrConflict
			}
			switch arrived.Add(1) { // the first two have both seen that there is none
			case 1:
				<-both
			case 2:
				close(both)
			}
			for {
				r.Version = s.version(ctx, r.Kind, r.ID)
				version, err := s.MemoryRecords.PutRecord(ctx, r)
				if !errors.Is(err, kb.ErrConflict) {
					return version, err
				}
			}
		}
	}},
}
