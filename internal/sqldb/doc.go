// Package sqldb is what the SQL stores of all features share: the two
// dialects, group commit, retries, migrations, loops that read by pages, the feed
// in the order of commits, and the checks that a database is set up so that an
// acknowledged write stays written.
//
// It imports no driver: the host passes a *sql.DB. A [DB] wraps it, and a
// [Feature] is the part of the database that belongs to one feature; several
// features on one DB share its group commit.
//
// On SQLite every write of a process goes through one combiner: the first
// caller who waits leads, runs the functions of all who wait in one transaction,
// each behind a savepoint of its own, and everybody gets his result after the one
// COMMIT. On PostgreSQL every write is a transaction of its own, because there
// the server groups the commits.
package sqldb
