// Package ticket carries cases through their life: opened, worked on, answered in
// time, escalated, closed for a reason, and never lost, late or silently changed.
//
// A [Ticket] is the fold of its events ([Fold]): who did what, when, why, from what to
// what. A [Desk] is the way to change one: it checks a [Command] against the [Rules]
// (life cycle, required fields, guards, rights), adds what follows from it (triggers,
// clocks, notices) and commits all of it to a [Store] at once, compare-and-set, so that
// any number of desks on any number of nodes may share a store. A command that comes
// again changes nothing.
//
// The service level is a pure function, [Evaluate], of a ticket's events, a [Policy], a
// calendar and a time. [Desk.Run] wakes for what is due and otherwise costs nothing.
//
// # Where other help desks count differently
//
// There is no one right way to count, and products disagree. In brief, from what is known
// of them without looking it up; [Evaluate] has the rules, [Explain] shows each minute:
//
//	                          elsewhere                               here
//	resolved, never answered  Zendesk, Jira: that answers it          the answer is still owed if it comes back
//	reopened                  Zammad: the first end stays,            the resolution goes on with what was
//	                          Jira: a new cycle                       used, as in Zendesk
//	merged                    the wait of the merged one is lost      counts on, from when it began
//	more urgent later         Zammad: judged anew                     what was answered in time stays so
//	taken down by an agent    Zammad (calls): the customer waits      nobody waits: open it as the customer
//	put off                   Zammad (reminders): pauses              counts, unless its state pauses
//	answered at the very end  they say nothing                        too late
//
// The package stands alone: package ticket/bizhours has calendars that fit [Hours],
// ticket/ticketsql keeps tickets in SQLite or PostgreSQL, and ticket/tickettest checks
// any other store.
package ticket
