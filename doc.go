// Package kefu is a ready-wired customer service bot on top of the packages
// beside it, each of which works alone: kb finds answers, dialog keeps
// conversations.
//
// A [Bot] answers from its knowledge base, offers questions to pick from when
// it is not sure, says so when it does not know, and hands the conversation to
// a person on request or after several unanswered questions. The same message
// delivered twice gets the same reply, and nothing that was acknowledged is
// lost: each turn is one commit.
//
// A host that wants another wiring writes it on the exported parts of the other
// packages, as this one does; what it cannot have that way is the one queue of
// writes that [SQLStores] shares between its stores.
package kefu
