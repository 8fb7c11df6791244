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
//
// On SQLite what a ticket is found by is kept as sets of serials besides, in rows of 4096:
// words, tags, fields, customer, owner, group, state, type, kind, priority. What has
// several of these at once, none included, is found by reading a short row for each 4096
// tickets and condition, and so is its order by serial and by priority. With a million open
// tickets a page takes some 5 to 20 ms of one processor; of what thousands have that no index
// has in order, up to 5000 are looked at, which takes up to 50 ms. One kind takes longer: in
// the order of the last change or of the deadline, of what tens of thousands have that are
// all at the end of that order. They are looked at one by one, some microseconds each:
// half a second for 83,000. An index of every word in each order would cost a write for
// each word of a ticket whenever it changes.
//
// On PostgreSQL, where writers of different tickets would wait for each other's sets,
// conditions that go together seldom are checked ticket by ticket: all of the shortest
// list is looked at, which takes tenths of a second where that has a hundred thousand.
//
// Each of those indexes costs a write whose columns it has. A comment moves the ticket in
// the order of the last change, and nothing else: on SQLite six entries, on PostgreSQL
// one in each index of the row that is written anew.
//
// Call [Store.Migrate] once before the first use, and again after an update of
// the library.
package ticketsql
