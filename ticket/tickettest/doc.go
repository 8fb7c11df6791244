// Package tickettest checks implementations of the store of package ticket: [RunStore]
// holds every promise of [ticket.Store], [ticket.Outbox] and [ticket.Archive] against
// a host's own store, and [RunDesks] has desks that share it do random commands at once.
package tickettest
