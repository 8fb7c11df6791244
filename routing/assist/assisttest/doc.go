// Package assisttest holds what tests of stores for agent assist need: [RunStore] is
// the conformance suite for whoever writes an [assist.Store] of his own.
package assisttest
