package metricstest

import (
	"slices"
	"testing"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/metrics"
)

// RunStore checks every obligation that [metrics.Store] states, and [metrics.Rebuilder] and [metrics.Archive] where
// the store is one, each as a subtest with a store of its own. newStore returns a store that holds nothing; what it
// opens it closes by t.Cleanup.
//
// Beyond the words of the interfaces the suite fixes these points:
//
//   - Events and episodes come back with all their fields, times in UTC and cut to the microsecond. Bytes
//     that are not UTF-8 may come back as U+FFFD. A nil slice and an empty one are the same. The Seq of events in a
//     [metrics.Thread] is free.
//   - Times that a call names are cut to the microsecond as well. What is due at a time is due then.
//   - Of several events with one id the first stays as it is. An append that adds nothing to a
//     thread changes neither its Version nor whether it is stale.
//   - Stale returns each thread once, and nothing for a limit of zero or below.
//   - Fold may name a thread twice: the last counts. Threads that the store does not know are left out. What the
//     caller passed stays as it is.
//   - The sums of a range are those of the episodes that start in it, after each call of Fold and while others are
//     under way.
//   - Loops over Feed, Threads, Sheets and Episodes may call the store, and may be left early. A loop whose
//     context ends yields the context's error.
//   - Pruning goes by the last At of a thread: one that is at the time stays.
func RunStore(t *testing.T, newStore func(t *testing.T) metrics.Store) {
	t.Helper()
	storetest.Run(t, newStore, storeChecks())
	t.Run("rebuilder", func(t *testing.T) {
		if _, ok := newStore(t).(metrics.Rebuilder); !ok {
			t.Skip("the store is no metrics.Rebuilder: there is nothing to rebuild at once")
		}
		storetest.Run(t, newStore, rebuildChecks)
	})
	t.Run("archive", func(t *testing.T) {
		if _, ok := newStore(t).(metrics.Archive); !ok {
			t.Skip("the store is no metrics.Archive: there is nothing to prune")
		}
		storetest.Run(t, newStore, pruneChecks)
	})
}

type check = storetest.Check[metrics.Store]

func storeChecks() []check {
	return slices.Concat(appendChecks, refusalChecks, contentChecks, feedChecks, threadChecks, staleChecks, foldChecks, sheetChecks,
		episodeChecks, contextChecks, raceChecks)
}
