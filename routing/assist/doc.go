// Package assist helps agents while they write (坐席辅助). An [Assistant] asks
// sources of the host's choice for answers, policies, guides, similar cases and next
// steps, and makes one list of them. [Replies] is a library of canned replies (常用话术库) with
// shortcuts, variables, a search that keeps up with typing, and counts of use;
// [Playbook] says what to do next; [Cases] finds conversations that were alike; [BriefOf] says what a
// conversation has been about; a [Linter] checks what is about to be sent; and
// [Training] collects what agents mark for those who train the bot.
//
// Each of them can be used alone. The package knows no knowledge base and no
// bot: what they know comes through [Source], [Profiles] and [Histories], interfaces of
// one method each.
//
// Replies and marks are kept in a [Store]: a [MemoryStore], that of package
// assistsql, or the host's own, for which package assisttest has the conformance
// suite. A store is that of one tenant.
package assist
