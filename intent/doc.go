// Package intent understands messages: what the customer wants, in which
// language, how urgent it is and whether he wants a person. A [Model] is trained
// in the process from examples, within seconds, without a training server; what
// it gets wrong can be corrected while it runs. [Registry] keeps models and
// corrections and swaps them live.
//
// Package entity finds values in messages, package emotion how the customer
// feels.
package intent
