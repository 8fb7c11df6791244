package kbtest

import (
	"slices"
	"testing"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

// RunStore checks every obligation that [kb.Store] states, each as a subtest
// with a store of its own. newStore returns a store that holds nothing; what
// it opens it closes by t.Cleanup.
//
// Beyond the words of the interface the suite fixes these points:
//
//   - Ids are text: one that is empty, not UTF-8 or holds a NUL byte is
//     [kb.ErrInvalid] when written, and not found by a read. All other ids are
//     kept apart byte for byte, and ordered by their bytes.
//   - Text of any kind is stored. Bytes that are not UTF-8 may come back as
//     U+FFFD.
//   - A nil slice and an empty one are the same.
//   - Changes yields deleted entries too, whatever revision it starts from. The
//     Version of a deleted entry is the revision that deleted it.
//   - Updated is kept as the caller gives it.
//   - A loop over Changes or History may call the store, and may be left early.
//   - A write that is refused leaves no trace in History either.
func RunStore(t *testing.T, newStore func(t *testing.T) kb.Store) {
	t.Helper()
	storetest.Run(t, newStore, storeChecks())
}

func storeChecks() []storetest.Check[kb.Store] {
	return slices.Concat(putChecks, deleteChecks, mixedChecks, changesChecks, historyChecks, raceChecks, contentChecks, contextChecks)
}
