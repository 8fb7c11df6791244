// Package metrics says how well a customer service works, in numbers that cannot lie.
//
// A host records what happens as [Event] values: a customer spoke, the bot answered, an
// agent took over, somebody rated the talk. Events of one conversation are folded into
// episodes ([Fold]), each of which ends in exactly one [Outcome], so that the rates of
// outcomes add up to one. The fold does not depend on the order in which events arrive,
// and an event that comes twice counts once: totals are a function of the set of events.
//
// A [Collector] keeps events in a [Store], folds what changed, and answers a [Query] by
// time, agent, channel, category and other dimensions. Each [Metric] ships with its
// definition ([Describe]): the formula, what is counted, what is left out, and where the
// definition comes from. A rate over nothing has no value; it is never 0.
package metrics
