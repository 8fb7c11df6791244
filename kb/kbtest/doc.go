// Package kbtest holds what tests of knowledge bases need: the conformance
// suite for [kb.Store], which whoever writes a store of his own runs to know
// that the index can rely on it, and [Evaluate], which measures how well
// questions are answered.
package kbtest
