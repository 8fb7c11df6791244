// Package archtest holds the rules of the house as tests: who may import whom,
// what library code must not do, how files are documented, and the coverage
// ledger. It reads the source of all modules with go/parser and runs no other
// program, so that a result is never stale.
package archtest
