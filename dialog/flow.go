package dialog

import (
	"time"
)

// Flow is a task that the bot does with a customer over several turns: it asks for
// what it needs, in any order that he likes to tell it, and then does something.
//
// A flow is walked through from its first step in every turn: a step whose slot is
// filled, or whose action is done, is passed. So a value that is corrected, and
// whatever depended on it, is asked for and done again by itself, and nothing
// else is.
//
// A Flow must not be changed once an engine has it.
type Flow struct {
	// Name is unique among the flows of an engine and is kept with conversations.
	Name string
	// Version counts the changes that conversations in the middle of the flow have to
	// know of, from 1. Default: 1.
	Version int
	// Label is what customers call the task: "the return" in "Shall we go on with the
	// return?". Default: the name.
	Label Words
	// Category is what the conversation is about while the flow talks.
	Category string
	// Intents start the flow when a message is sure to show one of them.
	Intents []string
	// Phrases start the flow when a message is one of them or has one in it.
	Phrases []string
	// Steps are what to do, in order.
	Steps []Step
	// Migrate takes what an older version of the flow had collected over to this one.
	// Default: nil; slots of the same name are kept, and steps begin anew except for
	// actions that are done.
	Migrate func(Saved) (Saved, error)
	// Timeouts say how long the flow waits for the customer. Default: those of the
	// engine.
	Timeouts *Timeouts
	// OnEnd names the effect ([Options.Effects]) that is told how a run of the flow
	// ended. Its args are "flow", "run", "ended" (the [EventType]: flow_completed,
	// flow_cancelled, flow_expired, flow_failed, flow_handed_off), and the values that are not
	// secret as "slot.NAME". It leaves through the outbox, so that it is told at least once,
	// with a stable key. Default: nobody.
	OnEnd string
}

// Saved is what is kept of a run of a flow.
type Saved struct {
	Flow    string               `json:"f"`
	Version int                  `json:"v"`
	Slots   map[string]SlotValue `json:"s,omitempty"`
	// Done holds what was done or said, by step.
	Done map[string]Deed `json:"d,omitempty"`
}

// Deed is a step that was done.
type Deed struct {
	// Print is the fingerprint of the values that the step saw, Set the slots that its
	// action filled.
	Print string   `json:"p,omitempty"`
	Set   []string `json:"s,omitempty"`
	// Failed says that all tries failed, and the flow went on by [Step.Else].
	Failed bool `json:"f,omitempty"`
}

// SlotValue is a value that was collected.
type SlotValue struct {
	// Value is the normal form, Raw the customer's words for it where they differ.
	Value string `json:"v"`
	Raw   string `json:"r,omitempty"`
	// Source says where it comes from. Default: [Told].
	Source SlotSource `json:"s,omitempty"`
}

// SlotSource says where a value comes from.
type SlotSource string

// The sources of a value.
const (
	Told     SlotSource = ""         // the customer said it
	Known    SlotSource = "profile"  // it was known of the customer
	Given    SlotSource = "argument" // whoever started the flow gave it
	Computed SlotSource = "action"   // an action set it
	Omitted  SlotSource = "skipped"  // the customer skipped it; Value is empty
)

// Timeouts say how long a customer may be silent in a flow.
type Timeouts struct {
	// Warn is after what silence the customer is reminded, Expire after what silence
	// the flow ends; its slots are kept for [Timeouts.Keep], and the customer may go on
	// where he left. Zero: never. Warn must be shorter than Expire.
	Warn   time.Duration
	Expire time.Duration
	Keep   time.Duration
	// Slots overrides Warn and Expire while a slot is being asked for.
	Slots map[string]Timeouts
}

// frame is a run of a flow in a conversation.
type frame struct {
	Saved
	// ID names the run; it is the id of the message that began it.
	ID string `json:"i"`
	// Asking is the step that waits for the customer, by its id; empty if none does.
	Asking string `json:"a,omitempty"`
	// Attempts is how often the customer's answer to Asking could not be used.
	Attempts int `json:"n,omitempty"`
	// Started is when the run began, in Unix seconds.
	Started int64 `json:"t,omitempty"`
	// Confirmed is the fingerprint of the slots that the customer confirmed, by step.
	Confirmed map[string]string `json:"c,omitempty"`
	// Wrong says that the customer denied a confirmation and was asked which value is wrong.
	Wrong bool `json:"w,omitempty"`
	// Resumed says that the customer has to be told what this run was about.
	Resumed bool `json:"r,omitempty"`
	// ends is how the run ends if the conversation goes to a person in this turn; empty
	// is [EventFlowHandedOff].
	ends EventType
	// Again is a slot that is asked for though it is filled: the customer wants to change it.
	Again string `json:"g,omitempty"`
	// From is how many options of the choice that is asked for were shown before the present
	// ones, Filter what the customer looks for among them, by its key.
	From   int    `json:"o,omitempty"`
	Filter string `json:"h,omitempty"`
	// Last is the slot that was filled last.
	Last string `json:"l,omitempty"`
	// Known are the slots that were filled from the profile, which happens once.
	Known []string `json:"k,omitempty"`
	// Tries counts by slot how often an action could not use the value, and by step how
	// often an action failed.
	Tries map[string]int `json:"y,omitempty"`
}

// The ways in which a run ends, beside [EventFlowCompleted], [EventFlowCancelled] and
// [EventFlowExpired].
const (
	EventFlowFailed    EventType = "flow_failed"     // an action failed for good
	EventFlowHandedOff EventType = "flow_handed_off" // a person took over
)
