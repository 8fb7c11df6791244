// Package kbsql keeps a knowledge base in an SQL database, SQLite or PostgreSQL:
// its entries with their history as a [kb.Store], what is beside them as a
// [kb.RecordStore], and what was asked as a [kb.LogStore]. It imports no driver; the
// host opens the *sql.DB, with modernc.org/sqlite or with the stdlib adapter of pgx,
// and keeps it.
//
// Call Migrate of one of the stores once before the first use, and again after an
// update of the library. Nodes that still run an older version meanwhile write
// no history.
package kbsql
