// Package routingsql keeps items, agents and their history in an SQL database: a
// [routing.Store] on SQLite or PostgreSQL. It imports no driver; the host opens the
// *sql.DB, with modernc.org/sqlite or with the stdlib adapter of pgx, and keeps it.
//
// Call [Store.Migrate] once before the first use, and again after an update of
// the library.
package routingsql
