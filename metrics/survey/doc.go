// Package survey asks customers what they think of a talk that is over, some time later, and no more often than is polite.
//
// A [Policy] says who is asked, when and when not, as data; [Policy.Decide] is a pure function of an episode, of what is known of the
// customer, and of the time. A [Scheduler] finds the talks that are due in the store of a [metrics.Collector] and sends surveys through an
// [Asker] of the host's. What the customer answers is recorded with [metrics.Collector.Rate], that he does not want
// to be asked with [metrics.Collector.Refuse].
//
// # Once
//
// A survey has one id, that of its talk, however often it is tried. What a customer is asked is a thread of its own in the store
// ([metrics.SurveyTried]), and every try begins with an event there that is numbered by those before it: of several schedulers that have
// read the same past, one gets the number and sends, and the others look again. So one customer is asked one thing at a time,
// whichever nodes are at work, and the rest between two surveys holds among all his conversations.
//
// The try is written down before the survey is sent, and that it was sent afterwards, together with [metrics.SurveySent]. A
// process that dies in between leaves a try of which nothing is known: it is tried again after [Policy.Retry], with the same id, by
// which the receiver drops what came twice. So a survey is delivered at least once, and a receiver that knows its ids shows it once.
package survey
