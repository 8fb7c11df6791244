// Package metricssql keeps events, the episodes that they were folded to and the sums over
// these in an SQL database: a [metrics.Store] on SQLite or PostgreSQL. It imports no driver;
// the host opens the *sql.DB, with modernc.org/sqlite or with the stdlib adapter of pgx,
// and keeps it.
//
// Call [Store.Migrate] once before the first use, and again after an update of the library.
package metricssql
