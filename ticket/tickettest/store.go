package tickettest

import (
	"slices"
	"testing"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

// RunStore checks every obligation that [ticket.Store] and [ticket.Outbox] state, and
// [ticket.Archive] where the store is one, each as a subtest with a store of its own.
// newStore returns a store that holds nothing; what it opens it closes by t.Cleanup.
//
// Beyond the words of the interfaces the suite fixes these points:
//
//   - Ids of tickets, events and notices that are empty, not UTF-8 or hold a NUL byte
//     are [ticket.ErrInvalid] in a commit, and not found by a read. What a filter
//     compares is text of the same kind, or empty; all other text is stored, whatever
//     it is, but bytes that are not UTF-8 may come back as U+FFFD. A nil slice or map
//     and an empty one are the same.
//   - The Number of a ticket is not kept: it comes back empty. So does the Seq of an
//     event in a history. The Serial of a ticket never changes, whatever a change says.
//   - An event id twice in one change is as one that the ticket has already.
//   - Times of filters, of claims and of prunings are cut to the microsecond as well.
//     What is due at a time is due then; a lease that ends at a time does not cover it.
//   - DeadlineTo describes only tickets that have a deadline. Breached is [ticket.Ticket.Late].
//   - Desc turns the keys round and not the ties: at the same place the younger serial
//     is last in both directions, and so are tickets that are never due.
//   - The last page has no Next, even if it is full. An After that was damaged or is of
//     another order or direction is [ticket.ErrInvalid]. A ticket that did not change
//     between two pages is on exactly one of them, whatever else was committed.
//   - Groups without tickets are not counted; [ticket.CountAll] always is.
//   - A notice is due at its At, later at the end of its lease or at its time to retry,
//     and the oldest is the one that has been due longest. Those of one ticket leave in
//     the order of their commits. One that was settled after its lease, but before
//     another claim, is settled.
//   - Limits of zero and below, but for pages, give nothing.
//   - Pruning goes by Closed and Updated. Notices of pruned tickets that have not left
//     still do, and an id that was pruned may be used for a new ticket.
func RunStore(t *testing.T, newStore func(t *testing.T) ticket.Store) {
	t.Helper()
	storetest.Run(t, newStore, storeChecks())
	t.Run("archive", func(t *testing.T) {
		if _, ok := newStore(t).(ticket.Archive); !ok {
			t.Skip("the store is no ticket.Archive: there is nothing to prune")
		}
		storetest.Run(t, newStore, pruneChecks)
	})
}

type check = storetest.Check[ticket.Store]

func storeChecks() []check {
	return slices.Concat(commitChecks, refusalChecks, contentChecks, feedChecks, dueChecks, findChecks, pageChecks, termChecks,
		outboxChecks, claimChecks, contextChecks, raceChecks)
}
