package intenttest

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/kefu-go/kefu/intent"
	"github.com/kefu-go/kefu/internal/storetest"
)

// RunStore checks every obligation that [intent.Store] states, each as a subtest
// with a store of its own. newStore returns a store that holds nothing; what it
// opens it closes by t.Cleanup.
//
// Beyond the words of the interface the suite fixes these points:
//
//   - A model has 20 MB at most; text of any kind, and bytes that are none, come
//     back as they were.
//   - Ids and versions are kept apart byte for byte.
//   - Cursors rise; gaps are fine. The first is above 0.
//   - SetLive with both faults may report either.
//   - A loop over Models or Corrections may call the store, and may be left early.
func RunStore(t *testing.T, newStore func(t *testing.T) intent.Store) {
	t.Helper()
	storetest.Run(t, newStore, storeChecks())
}

type check = storetest.Check[intent.Store]

func storeChecks() []check {
	return slices.Concat(modelChecks, liveChecks, correctionChecks, raceChecks, contextChecks)
}

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// model returns a small model, created n minutes after noon.
func model(version string, n int) intent.StoredModel {
	return intent.StoredModel{
		Version: version, Created: noon().Add(time.Duration(n) * time.Minute), Note: "note of " + version,
		Examples: 10 + n, Labels: 2, Folded: int64(n), Data: []byte("data of " + version),
	}
}

// correction returns one that holds.
func correction(id string) intent.Correction {
	return intent.Correction{ID: id, Text: "text of " + id, Label: "refund", Wrong: "billing", Actor: "ann", At: noon()}
}

// put keeps models.
func put(ctx context.Context, s intent.Store, models ...intent.StoredModel) error {
	for _, m := range models {
		if err := s.PutModel(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// correct keeps corrections.
func correct(ctx context.Context, s intent.Store, corrections ...intent.Correction) error {
	for _, c := range corrections {
		if _, err := s.PutCorrection(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// sameModel compares byte for byte; with JSON, bytes that are not UTF-8 would be
// alike.
func sameModel(what string, want, got intent.StoredModel) error {
	want.Created = storetest.Kept(want.Created)
	if err := storetest.KeptTimes(what, got); err != nil {
		return err
	}
	if !got.Created.Equal(want.Created) || !bytes.Equal(got.Data, want.Data) || got.Version != want.Version || got.Note != want.Note ||
		got.Examples != want.Examples || got.Labels != want.Labels || got.Folded != want.Folded {
		return fmt.Errorf("%s (%q) came back changed", what, want.Version)
	}
	return nil
}

// sameCorrection compares all but the cursor, byte for byte.
func sameCorrection(what string, want, got intent.Correction) error {
	want.At = storetest.Kept(want.At)
	if err := storetest.KeptTimes(what, got); err != nil {
		return err
	}
	if !got.At.Equal(want.At) || got.ID != want.ID || got.Text != want.Text || got.Label != want.Label ||
		got.Wrong != want.Wrong || got.Actor != want.Actor || got.Undone != want.Undone {
		return fmt.Errorf("%s (%q) came back changed", what, want.ID)
	}
	return nil
}

// second drops the first result of a call.
func second[T any](_ T, err error) error { return err }
