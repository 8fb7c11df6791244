package dialog

import (
	"context"
	"time"
)

// Step is a part of a flow, made by [Ask], [Say], [Do] and so on.
type Step struct {
	// ID is unique in the flow and kept with conversations. Default: what the step does
	// and its name, "ask/order", and a number from the second one on, "say#2".
	ID string

	kind   stepKind
	slot   *slot
	words  Words
	name   string // of an action, an effect, a flow
	action Action
	args   func(Values) map[string]string
	retry  Retry
	uses   []string
	again  bool // repeatable
	cases  []Case
	or     []Step
	reason HandoffReason
	// priority and skills are the least that a hand-off asks for.
	priority int
	skills   []string
	failure  Words
	fault    string // what a constructor found wrong
}

// Case is one of the ways on of a [Switch].
type Case struct {
	value string
	when  Condition
	steps []Step
}

type stepKind string

const (
	askStep     stepKind = "ask"
	sayStep     stepKind = "say"
	confirmStep stepKind = "confirm"
	doStep      stepKind = "do"
	effectStep  stepKind = "emit"
	branchStep  stepKind = "if"
	handoffStep stepKind = "handoff"
	endStep     stepKind = "end"
	callStep    stepKind = "include"
)

// Action does something for the customer: it looks up, books, changes. It must be
// idempotent by [Call.Key]: after a crash, or when another node was faster, it is
// called again with the same key. It has to honour ctx. A [*Refusal] as its error is told
// to the customer and not tried again; any other error is.
type Action func(ctx context.Context, c Call) (Result, error)

// Call is what an [Action] is given.
type Call struct {
	// Key is the same whenever this step of this run is tried again with the same values. An
	// engine makes one call of a key at a time; another node may make one at once.
	Key string
	// Attempt counts the tries within this turn, from 1.
	Attempt      int
	Conversation string
	Customer     string
	Channel      string
	Locale       string
	// Slots are those that were passed on the way to the step, or those that the step
	// uses by [Step.Uses].
	Slots   Values
	Profile Profile
	Now     time.Time
}

// Result is what an [Action] found or did.
type Result struct {
	// Say is told to the customer at once. Default: nothing.
	Say Words `json:"say,omitempty"`
	// Parts are shown below it.
	Parts []Part `json:"parts,omitempty"`
	// Set fills slots, also such that no step asks for, which later steps can use.
	Set map[string]string `json:"set,omitempty"`
	// Clear empties slots, so that they are asked for again: "there is no order with
	// that number". Each counts as an answer that could not be used, and the action is
	// not done until it was called again with the new values.
	Clear []string `json:"clear,omitempty"`
	// HandOff passes the conversation to a person, with the words of Say.
	HandOff bool `json:"hand_off,omitempty"`
	// End ends the flow as completed.
	End bool `json:"end,omitempty"`
}

// Retry says how an [Action] is tried.
type Retry struct {
	// Timeout bounds each try, and Options.TurnTimeout all of them. A try that does not heed its
	// context is waited for as long again, and then left alone: further tries wait for it, and
	// if it is not back after all of them, the customer is told that nobody knows yet whether it
	// worked ([TextUnsure]). Default: 5 s.
	Timeout time.Duration
	// Tries is how many there are at most, up to 10. Default: 2.
	Tries int
	// Pause is how long the first pause between them is; each further one is twice as
	// long. The customer waits meanwhile. Default: 50 ms.
	Pause time.Duration
}
