// Package storetest holds what every store's conformance suite needs,
// whatever the store keeps: checks that return errors (so that the suites can
// themselves be tested against broken stores), concurrent compare-and-set,
// linearizability, contexts that are done, times, texts and shared memory. [Data] finds
// the evaluation data, for tests of quality.
package storetest
