// Package dialogtest holds the conformance suite for [dialog.Store]: whoever
// writes a store of his own runs it against [RunStore] and knows that the bot
// can rely on it.
package dialogtest
