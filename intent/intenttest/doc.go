// Package intenttest holds what tests of classifiers and of stores for models
// need: [Floor] fails a test when a classifier is worse than it has to be, and
// [RunStore] is the conformance suite for whoever writes an [intent.Store] of his
// own.
package intenttest
