// Package dialog holds the conversation: the messages that customers, agents
// and the bot exchange, the record of each conversation, the ledger of every
// turn, and the outbox of what must leave the process.
//
// The commit is the turn. [Store.Commit] writes the new state of a
// conversation, the message with its reply, and everything that has to be sent
// because of it, in one transaction. A message id that was committed before is
// never processed again: its reply is read from the ledger. What leaves
// outside of the reply (an agent's words, a hand-off) waits in the outbox and
// is delivered at least once, with a stable id, through a [Sender].
package dialog
