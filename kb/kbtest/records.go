package kbtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

// RunRecordStore checks every obligation that [kb.RecordStore] states, each as a
// subtest with a store of its own. newStore returns a store that holds nothing;
// what it opens it closes by t.Cleanup.
//
// Beyond the words of the interface the suite fixes these points:
//
//   - What [kb.Record.Validate] reports is [kb.ErrInvalid]. A read by a name that
//     no record can have finds nothing.
//   - Kinds, ids and states are kept apart byte for byte.
//   - Data are bytes of any kind; none at all and nil are the same.
//   - A conflict names the id of the record.
//   - A loop over Records may call the store, and may be left early.
func RunRecordStore(t *testing.T, newStore func(t *testing.T) kb.RecordStore) {
	t.Helper()
	storetest.Run(t, newStore, recordChecks())
}

type recordCheck = storetest.Check[kb.RecordStore]

func recordChecks() []recordCheck {
	return slices.Concat(recordWriteChecks, recordReadChecks, recordRaceChecks)
}

// record returns a small record on top of a version.
func record(kind, id string, version int64) kb.Record {
	return kb.Record{Kind: kind, ID: id, State: "open", Version: version, Updated: noon(), Data: []byte("data of " + id)}
}

// keep writes records, one after the other, and returns them as they have to be
// stored.
func keep(ctx context.Context, s kb.RecordStore, records ...kb.Record) ([]kb.Record, error) {
	stored := make([]kb.Record, len(records))
	for i, r := range records {
		given := r
		given.Data = bytes.Clone(r.Data)
		version, err := s.PutRecord(ctx, given)
		if err != nil {
			return nil, fmt.Errorf("put of record %q/%q: %w", r.Kind, r.ID, err)
		}
		if version != r.Version+1 {
			return nil, fmt.Errorf("put on top of version %d returned version %d", r.Version, version)
		}
		r.Version, r.Updated = version, storetest.Kept(r.Updated)
		stored[i] = r
	}
	return stored, nil
}

// hasRecords returns an error unless the store holds exactly these records of a
// kind, and Record and Records agree on them.
func hasRecords(ctx context.Context, s kb.RecordStore, what, kind string, records ...kb.Record) error {
	listed, err := storetest.Collect(s.Records(ctx, kind, ""))
	if err != nil {
		return fmt.Errorf("%s: records: %w", what, err)
	}
	slices.SortFunc(records, func(a, b kb.Record) int { return bytes.Compare([]byte(a.ID), []byte(b.ID)) })
	if err := sameRecords(what, records, listed); err != nil {
		return err
	}
	for _, r := range records {
		got, err := s.Record(ctx, kind, r.ID)
		err = storetest.First(err, sameRecords(what+": what Record returns", []kb.Record{r}, []kb.Record{got}))
		if err != nil {
			return err
		}
	}
	return nil
}

func sameRecords(what string, want, got []kb.Record) error {
	return storetest.Same(what, shownRecords(want), shownRecords(got))
}

// shownRecords are records to be compared: without data is nil data.
func shownRecords(records []kb.Record) []kb.Record {
	shown := make([]kb.Record, len(records))
	for i, r := range records {
		if len(r.Data) == 0 {
			r.Data = nil
		}
		shown[i] = r
	}
	return shown
}

// conflict returns an error unless err is a conflict about a record.
func conflict(what string, err error, id string) error {
	var c *kb.ConflictError
	if !errors.As(err, &c) {
		return fmt.Errorf("%s: got error %w, want a *ConflictError", what, err)
	}
	return storetest.First(storetest.WantErr(what, err, kb.ErrConflict),
		storetest.Same(what+": the ids in the error", []string{id}, c.IDs))
}
