// Package alert tells people when the numbers of a customer service ask for them.
//
// A [Rule] is data: a number (a metric over a window of time, a gauge of the live board, or a sign of one open talk), a limit,
// and how patient to be: for how long the limit has to be passed, how far the number has to come back, how soon
// the same may be told again. [ComplexTooLong], [LowCSAT], [AbnormalTalk] and others are ready-made. What no rule can say
// is a [CheckFunc].
//
// An [Engine] evaluates rules at a time that the caller gives ([Engine.Evaluate]), keeps what is pending and firing in a [Store],
// and tells a [Notifier] what began and what is over. The state and what is to be told are saved together, by compare-and-set, before anything is
// told: a restart neither repeats nor forgets, and of many nodes that evaluate the same rules one tells. A notice is delivered at least
// once, with an id that never changes.
package alert
