// Package intenttest holds what tests of classifiers and of stores for models
// need: [Floor] fails a test when a classifier is worse than it has to be.
package intenttest
