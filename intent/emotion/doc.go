// Package emotion reads how a customer feels, from one message ([Detector]) and
// over a conversation ([Tracker]), in English, Chinese and a mixture of both.
//
// It works as it is: lexicons, rules and weights are built in. A host that has
// labelled messages of its own can train on them ([Train]).
package emotion
