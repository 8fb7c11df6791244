// Package integration runs what needs a database driver: the conformance suites
// of all stores on SQLite and PostgreSQL, and the tests that kill processes and
// connections. It is a module of its own, so that the library needs no driver.
//
// PostgreSQL is found through KEFU_POSTGRES_DSN, else on the usual socket and
// port of this machine; without a server its tests skip.
package integration
