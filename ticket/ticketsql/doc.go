// Package ticketsql keeps tickets, their histories and what leaves because of them in
// an SQL database: a [ticket.Store] and [ticket.Archive] on SQLite or PostgreSQL. It
// imports no driver; the host opens the *sql.DB, with modernc.org/sqlite or with the
// stdlib adapter of pgx, and keeps it.
//
// What is due, and pages of an owner, a group, a state, a type or a kind, in any order,
// are read from an index that begins with them, and so are pages by serial of what has a
// tag, a field, a customer or a word: the cost does not grow with the number of tickets.
// So are bounds of a priority, of the last change or of the deadline within a group,
// owner, state or type, where they hold for few.
// Other conditions are checked ticket by ticket. Where they hold for few of what the
// index has, in the first few thousand of the order, all of the shortest list is looked
// at: some microseconds each, so that a page of words that a hundred thousand tickets
// have, and that seldom go with the rest of the filter, takes tenths of a second.
//
// Each of those indexes costs a write whose columns it has. A comment moves the ticket in
// the order of the last change, and nothing else: on SQLite six entries, on PostgreSQL
// one in each index of the row that is written anew.
//
// Call [Store.Migrate] once before the first use, and again after an update of
// the library.
package ticketsql
