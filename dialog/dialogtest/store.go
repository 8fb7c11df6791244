package dialogtest

import (
	"slices"
	"testing"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

// RunStore checks every obligation that [dialog.Store] and [dialog.Outbox]
// state, each as a subtest with a store of its own. newStore returns a store
// that holds nothing; what it opens it closes by t.Cleanup.
//
// Beyond the words of the interface the suite fixes these points:
//
//   - Ids are text: one that is empty, not UTF-8 or holds a NUL byte is
//     [dialog.ErrInvalid] in a commit, and not found by a read. All other ids
//     are kept apart byte for byte.
//   - Text of any kind is stored. Bytes that are not UTF-8 may come back as
//     U+FFFD.
//   - A nil slice and an empty one are the same, State included.
//   - The cursor of a record is checked only where a feed yields it, and is 0
//     in a transcript. The Due of a claimed item is not compared.
//   - A loop over Transcript or Feed may call the store, and may be left early.
//   - A lease that ends at a time does not cover that time.
func RunStore(t *testing.T, newStore func(t *testing.T) dialog.Store) {
	t.Helper()
	storetest.Run(t, newStore, storeChecks())
}

func storeChecks() []storetest.Check[dialog.Store] {
	return slices.Concat(commitChecks, raceChecks, contentChecks, feedChecks, dueChecks, outboxChecks, claimChecks, contextChecks)
}
