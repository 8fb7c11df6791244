package dialogtest

import (
	"slices"
	"testing"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

// ArchiveStore is a store with its archive, as [RunArchive] checks the two
// together.
type ArchiveStore interface {
	dialog.Store
	dialog.Archive
}

// RunArchive checks every obligation that [dialog.Archive] states, each as a
// subtest with a store of its own. newStore is as for [RunStore], which checks the
// store alone. Beyond the words of the interface the suite fixes that
// limits of zero and below prune nothing, and that a loop over conversations may
// call the store, and may be left early.
func RunArchive(t *testing.T, newStore func(t *testing.T) ArchiveStore) {
	t.Helper()
	storetest.Run(t, newStore, archiveChecks())
}

type archiveCheck = storetest.Check[ArchiveStore]

func archiveChecks() []archiveCheck {
	return slices.Concat(customerChecks, pruneChecks, retentionChecks)
}
