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
// Three layers are tried in order, and the first one that finds anything wins:
//
//  1. identical text: an entry of mode exact or smart has a wording that is the
//     same as the question after folding. Score 1.
//  2. contains: the question contains a phrase of an entry of mode contains.
//     The longest phrase wins. Score 0.9 to 1.
//     Of a row of a table (an entry with facts) the phrase is the subject, and the
//     rest of the question chooses the fact; see [Hit.Answer]. A row that does not
//     have what is asked for, or has the name of another model, scores below 0.9,
//     and if nothing scores more, the third layer adds what it finds.
//  3. smart: words, word order and characters in common, weighed by how much
//     they tell in this knowledge base, over all wordings of an entry. The score
//     is the estimated probability that the entry is the right one, below 1.
//
// Within a layer the higher score is first; ties go to the entry whose locale
// is the more specific one for the query, then to the higher priority, then to
// the smaller id, so that the order is always the same.
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
