// Package ticketsql keeps tickets, their histories and what leaves because of them in
// an SQL database: a [ticket.Store] and [ticket.Archive] on SQLite or PostgreSQL. It
// imports no driver; the host opens the *sql.DB, with modernc.org/sqlite or with the
// stdlib adapter of pgx, and keeps it.
//
// Call [Store.Migrate] once before the first use, and again after an update of
// the library.
package ticketsql
