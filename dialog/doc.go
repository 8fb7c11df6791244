// Package dialog holds conversations: it takes messages, asks for what a task needs,
// answers questions, notices when a customer should rather have a person, hands
// over, and takes over again. [Engine] does it, over a [Store] of the host's choice;
// English and Chinese work out of the box.
//
// # Turns
//
// The commit is the turn. [Store.Commit] writes the new state of a conversation, the
// message with its reply, what happened ([Event]), and everything that has to be sent
// because of it, in one transaction. A message id that was committed before is never
// processed again: its reply is read from the ledger. What leaves outside of the reply
// (an agent's words, a hand-off, an [Effect]) waits in the outbox and is delivered at
// least once, with a stable id. An engine keeps nothing between turns, so any number of
// them, on as many nodes, serve the same conversations.
//
// # Flows
//
// A [Flow] is a task that takes several turns, made of steps: [Ask], [Do], [Confirm],
// [If] and so on, in Go or as data ([FlowSpec]; package flowyaml reads YAML). The customer
// tells values in any order, several at once, corrects them, asks something else in
// between, begins another task, comes back tomorrow. What an engine does about that is a
// row of [Patterns], each of which a host can replace.
//
// # Understanding and knowledge
//
// The engine asks a [Reader] what a message means and a [Knowledge] for answers: small
// interfaces, for which packages intent and kb are made, and a few lines wire them
// (examples/wire). Without them it runs on words and choices alone. What a host
// hooks in may fail, panic or be slow: the talk goes on. Only a [Knowledge] that fails
// fails the turn, so that the channel brings the question again instead of losing it.
//
// # People
//
// The policy of package escalation decides when a customer is soothed, offered a
// person or handed over; a [Handoff] tells the person what he has to know, and
// [Engine.Progress] takes what becomes of it. Exactly one party owns a conversation at
// any time, and the customer is always told.
//
// # Time
//
// Time is an argument: [Engine.Sweep] does what is due (reminders, time-outs, planned
// messages) exactly once, whichever node comes first; [Engine.Run] calls it. Any past
// turn can be played again bit for bit ([Engine.Replay]).
package dialog
