package ticket

import "time"

// policy returns the service level of a ticket; nil if none applies.
func (b *rulebook) policy(t *Ticket, now time.Time) *Policy {
	for i := range b.rules.Policies {
		if p := &b.rules.Policies[i]; p.When.Holds(t, now) {
			return p
		}
	}
	return nil
}
