// Package kbtest holds what tests of knowledge bases need: the conformance suites
// for [kb.Store], [kb.RecordStore] and [kb.LogStore], which whoever writes a store
// of his own runs to know that the library can rely on it, and [Evaluate], which
// measures how well questions are answered.
package kbtest
