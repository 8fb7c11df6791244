package ticket

// Kind is what sort of state a state is. What kefu does by itself follows from kinds;
// the states of a [Workflow] are names for them.
type Kind string

// The kinds of states.
const (
	// KindNew: nobody has looked at it. Nothing comes back to it.
	KindNew Kind = "new"
	// KindOpen: staff works on it.
	KindOpen Kind = "open"
	// KindPending: it waits for the customer.
	KindPending Kind = "pending"
	// KindOnHold: it waits for somebody else.
	KindOnHold Kind = "on_hold"
	// KindResolved: it is solved as far as staff can tell; the customer may still object.
	KindResolved Kind = "resolved"
	// KindClosed, KindMerged and KindSpam are final.
	KindClosed Kind = "closed"
	KindMerged Kind = "merged"
	KindSpam   Kind = "spam"
)

// Kinds returns all kinds, in the order of a ticket's life.
func Kinds() []Kind {
	return []Kind{KindNew, KindOpen, KindPending, KindOnHold, KindResolved, KindClosed, KindMerged, KindSpam}
}

// Final says whether nothing leads out of such a state.
func (k Kind) Final() bool { return k == KindClosed || k == KindMerged || k == KindSpam }

// Active says whether there is work left: neither resolved nor final.
func (k Kind) Active() bool {
	return k == KindNew || k == KindOpen || k == KindPending || k == KindOnHold
}
