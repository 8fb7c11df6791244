// Package kb is a knowledge base: entries that are found by exact, contained or
// similar wording, in English, Chinese and both in one sentence.
//
// An [Index] is the matcher alone, in memory: put entries in, match questions
// against them. A [Library] is an Index over a [Store] that keeps the entries,
// with import and with refresh from other nodes. A [Policy] turns matches into a
// decision: answer, suggest, or say that nothing fits.
//
// # How a match is found
//
// Before anything is compared, the query's filters take away what it must not see:
// other locales and categories, bases outside of its [Scope], other kinds, and what
// is not valid at its time. What is taken away has no part in anything that follows.
//
// Then layers are tried in order, and the first one that finds anything wins:
//
//  1. identical text: an entry of mode exact or smart has a wording that is the
//     same as the question after folding. Score 1.
//  2. pattern: an expression of an entry of mode pattern is found in the question.
//     Score 0.9 to 1, by the share of the question that it matches.
//  3. contains: the question contains a phrase of an entry of mode contains.
//     The longest phrase wins. Score 0.9 to 1, by the share that it covers.
//     Of a row of a table (an entry with facts) the phrase is the subject, and the
//     rest of the question chooses the fact; see [Hit.Answer]. A row that does not
//     have what is asked for, or has the name of another model, scores below 0.9,
//     and if nothing scores more, smart matching adds what it finds.
//  4. smart: words, word order and characters in common, weighed by how much
//     they tell in this knowledge base, over all wordings of an entry. The score
//     is the estimated probability that the entry is the right one, below 1.
//
// [IndexOptions.Precedence] puts the layers into another order. Smart matching finds
// something for nearly every question; where it is not last, it decides only with a
// first hit of at least 0.6, and otherwise gives what it has if no layer after it
// finds anything.
//
// Live answers come first: if among the entries that the first three layers would
// find there are some with an [Action], only those of the first such layer are hits,
// even beside an identical text. What is true now beats what was written down.
//
// # Ties
//
// Within a layer the higher score is first. Of entries with the same score
//
//   - small talk ([ChitChat]) comes after everything else,
//   - then the higher boost is first (profile, context, the host's [Booster]),
//   - then an independent base comes before the public one,
//   - then the locale that is the more specific one for the query,
//   - then the higher priority,
//   - then the smaller id, so that the order is always the same.
//
// # Context and boosts
//
// A short question may leave out what it is about: "and how long does it take?",
// "那运费呢?". If the query's [Context] knows what the conversation was about, such a
// question is matched together with the words of the last entry's question and of what
// the customer has named, each with four fifths of its weight, and entries that are
// related to the last one or of its category are preferred. A question that has nine
// tenths of a wording of its own is left alone.
//
// For all other questions, context and profile are boosts: log-odds of at most 1 in the
// competition between entries that match. An entry without telling words of the question
// that another one has is lifted less or not at all. A [Booster] of the host has up to 2.
// Boosts divide what there is: no score gets above the probability that any of the hits
// is right, so that no boost makes a match of what is none.
//
// # Meaning
//
// A [Library] with an [Embedder] adds what wordings mean to the host's model. The
// log-odds of a smart hit are those of its words plus what the similarity of its nearest
// wording tells, from -3 to 3: how far it is above the similarity at which, in this
// knowledge base, wordings of the same and of another entry are equally likely, or above
// the nearest other entry, whichever is less. [Library.Refine] measures that by leaving
// wordings out; with too few wordings a cautious guess takes its place. An entry that
// words have not found starts at 0.05, and gets above 0.5, where it may only be
// suggested, only if something was measured and neither numbers nor denials differ.
//
// # How it learns
//
// [Library.Log] and [Library.Feedback] record what was asked, what was shown, and
// what people said of it. [Library.Usage] counts that. Complaints open a correction
// [Task], which is followed until the questions behind it are answered well.
// [Library.Learn] suggests wordings and entries from what went badly; an editor
// accepts or rejects them. [OnlineOptions] learn from single verdicts at once, and
// [Library.Suggest] helps agents while they talk.
//
// # How a knowledge base is governed
//
// An [Editor] takes changes through machine check and review by a second person to
// the customers, several at once or none, and back again; [Roles] says who may. The
// history of an entry has who wrote what and why ([Library.History]), that of a
// draft who did what ([Editor.Audit]). [Library.Lint] finds what should be mended,
// [Library.Diff] says what a change would do to the answers, [Library.Sync] follows
// other systems, and [Library.Import] and [Library.Export] move files of any size.
package kb
