// Package dialogtest tests bots and stores.
//
// A [Script] is a conversation as people write it down, with what they expect of
// the bot: [Run] plays all scripts of a folder, each against a bot of its own that
// does the host's real actions, under a clock that scripts move. [Record] makes a
// script of a conversation that took place, and [Past] of one in a store's
// transcript, so that what went wrong once becomes a test.
//
// [Shop] sends simulated customers, who are hasty, change their minds, mistype, ask in
// the middle, get angry or fall silent, and counts how they fare: nobody may be lost,
// be asked the same for ever, or get something else than he said.
//
// [RunStore] is the conformance suite for [dialog.Store]: whoever writes a store of his
// own runs it and knows that the bot can rely on it.
package dialogtest
