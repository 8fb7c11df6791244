// Package escalation decides when a customer is soothed, asked whether he wants a
// person, or handed over: a pure function of what is known ([Signals]) and what
// was done before ([Memory]) to a [Decision], with reasons. It keeps nothing,
// knows no clock, and can be used without the rest of kefu:
//
//	policy := escalation.Default()
//	decision, memory = policy.Decide(signals, memory)
//
// # What is done about a decision
//
// [Stay]: answer. [Soothe]: answer, and say first that one understands. [Offer]:
// answer, and ask whether a person shall take over; if [Decision.Closed], whether
// to take a message or to call back. If the customer declines, tell the memory
// ([Memory.Decline]). [HandOff]: give the conversation away, with the priority and
// the skills. [Supervisor]: the same, to somebody who may decide. Tell the memory
// when the conversation comes back ([Memory.Return]). While nobody has accepted a
// hand-off yet, do not hand over again.
//
// # The default policy
//
// A customer who asks for a person gets one, whatever the rules are. Otherwise
// the highest of these is done, as far as it is not held back:
//
//	rule        if                                          do          priority  why
//	danger      topic safety or injury                      supervisor  5         people may get hurt; not held back
//	legal       topic legal or press                        supervisor  3         what is said now counts; not held back
//	fraud       topic fraud                                 hand off    4         money is being lost; not held back
//	privacy     topic data                                  hand off    2         there are legal deadlines; not held back
//	stuck       critical, and no answer surer than 0.5      hand off    2         no time to find out
//	unresolved  came back to the topic a second time        hand off    1         the answer does not help
//	failures    two answers in a row failed                 hand off    1         the bot is lost
//	critical    critical                                    offer       2         the answer may help all the same
//	repeats     asks the same for the third time            offer       0         he does not get what he means
//	waiting     waits for 15 minutes                        offer       1         a person may know more
//	upset       angry, frustrated or anxious, from 0.6      soothe      1         feelings come first
//	confused    confused, from 0.5                          soothe      0         a calm word, and the answer again
//	score       score of 0.6, 0.75, 0.9                     soothe, offer, hand off: it all adds up ([Policy.Score])
//
// Urgency above normal and the tier "vip" add to the priority. A soothing is not
// repeated within 3 turns, and after two of them a person is offered instead; an
// offer is not repeated within 5 turns. After an offer was declined there is none
// for 6 turns unless things get clearly worse; after a person gave the conversation
// back there is no hand-off in the first turn, and no person by score or category
// alone for 6 turns, on the same condition.
//
// The rules are data: a policy is read from JSON by [Parse], which names every
// fault, and a rule may have a condition in Go ([Rule.When]). How good the default
// score is on conversations that people rated is in docs/quality.md.
package escalation
