package dialog

import (
	"context"
	"time"
)

// SlotSpec describes a value that a flow needs. It is plain data; see [Slot] for
// what only code can say.
type SlotSpec struct {
	// Name is unique in the flow.
	Name string `json:"name"`
	// Kind says what fills the slot: one of the built-in kinds, or a type of value
	// that the [Reader] finds ("order", "time"). Default: [TextKind].
	Kind string `json:"kind,omitempty"`
	// Role says which of several values of the kind ("origin"); empty takes any that no
	// other slot claims.
	Role string `json:"role,omitempty"`
	// Label is what customers call the value: "delivery address". It stands in
	// confirmations, and names the slot in corrections ("change the address").
	Label Words `json:"label,omitempty"`
	// Also are further words that name the slot in corrections.
	Also []string `json:"also,omitempty"`
	// Options are what to choose from, of a slot of [ChoiceKind]. Page is how many of them are
	// shown at once; the customer writes "more" for the next ones, or a part of what he
	// looks for. Default: 10.
	Options []Option `json:"options,omitempty"`
	Page    int      `json:"page,omitempty"`
	// Pattern is a regular expression (RE2) that a value of [PatternKind] has to match as a whole.
	Pattern string `json:"pattern,omitempty"`
	// Min and Max bound a number; nil is no bound.
	Min *float64 `json:"min,omitempty"`
	Max *float64 `json:"max,omitempty"`
	// Whole refuses fractions of a number.
	Whole bool `json:"whole,omitempty"`
	// Prompts ask for the value: the first one at first, the next one after each
	// answer that could not be used; the last one stays.
	Prompts []Words `json:"prompts"`
	// Help explains what the value is needed for, to a customer who asks back.
	Help Words `json:"help,omitempty"`
	// Refused is said to a customer who does not want to tell a value that is needed: what
	// it is for, or what else he can do. Default: Help, else a general sentence, and how to
	// reach a person.
	Refused Words `json:"refused,omitempty"`
	// Invalid says why a value was refused. Default: a general sentence.
	Invalid Words `json:"invalid,omitempty"`
	// Optional slots can be skipped; Hidden ones are never asked for, only filled.
	Optional bool `json:"optional,omitempty"`
	Hidden   bool `json:"hidden,omitempty"`
	// Raw slots take the whole message as it stands, whatever its words mean: names
	// of projects, descriptions of faults.
	Raw bool `json:"raw,omitempty"`
	// When says on which condition the slot is needed; see [ParseCondition]. Empty: always.
	When string `json:"when,omitempty"`
	// DependsOn names slots: when one of them changes, this one is asked for again.
	DependsOn []string `json:"depends_on,omitempty"`
	// Attempts is how many answers are tried before Exhausted says what happens.
	// Default: 3.
	Attempts int `json:"attempts,omitempty"`
	// Exhausted says what happens when no answer could be used. Default: [ExhaustedHandOff].
	Exhausted Exhaustion `json:"exhausted,omitempty"`
	// Check names a check that the host registered, for flows that are data.
	Check string `json:"check,omitempty"`
	// Profile names the attribute of the customer's profile that fills the slot before
	// it is asked for.
	Profile string `json:"profile,omitempty"`
	// Secret values are masked in all that is kept and shown of a conversation: in the customer's
	// message and its reading, events, hand-offs, and what is learned for a profile. While a run holds
	// one, its turns have no trace ([ErrNoTrace]), and the state of the conversation has the value in
	// clear, because actions need it; of a run that has ended, nothing is left. The bot forgets with it
	// that the value was a secret: a customer who writes it once more is recorded as he writes.
	// Default: false, but true for slots of the kinds "card", "iban" and "chinese_id".
	Secret bool `json:"secret,omitempty"`
}

// The built-in kinds of slots. The others are the types of values that the
// [Reader] finds. "Friday at 3" fills a slot of DateKind and one of ClockKind, or one of
// the type "time" as a whole.
const (
	TextKind    = "text"    // what the customer writes
	ChoiceKind  = "choice"  // one of Options, by button, number or wording
	YesNoKind   = "yesno"   // "yes" or "no"
	NumberKind  = "number"  // a number, in digits or words
	PatternKind = "pattern" // what matches Pattern
	DateKind    = "date"    // the day of a "time", as the [Reader] writes it ("2026-11-24")
	ClockKind   = "clock"   // the time of day of a "time" ("15:00", "12:00/18:00")
)

// Option is one of the values of a slot of [ChoiceKind].
type Option struct {
	Value string   `json:"value"`
	Label Words    `json:"label"`
	Also  []string `json:"also,omitempty"` // further words for it
	// When says on which condition there is this option; see [ParseCondition]. When a slot that
	// it names changes, and the option is gone, the choice is asked for again. A choice that
	// has no options is not asked for. Empty: always.
	When string `json:"when,omitempty"`

	keys []string // see wordings
}

// Exhaustion says what happens when a customer has given no usable answer in all
// attempts.
type Exhaustion string

// What may happen then.
const (
	ExhaustedHandOff Exhaustion = "handoff" // a person takes over; where nobody can, the flow is cancelled
	ExhaustedSkip    Exhaustion = "skip"    // the flow goes on without the value
	ExhaustedCancel  Exhaustion = "cancel"  // the flow ends
)

// Attempt says which attempt a value is.
type Attempt struct {
	// Now is when the turn takes place, Locale the language of the conversation.
	Now    time.Time
	Locale string
	// Number counts the answers to the prompt, from 1; 0 if the customer told the
	// value without having been asked.
	Number int
	// Raw are the customer's words; Slots what was collected so far.
	Raw          string
	Slots        Values
	Conversation string
}

// Slot is a [SlotSpec] with a Go type.
type Slot[T any] struct {
	SlotSpec
	// Parse makes a T of the normal form of a value. A value that it refuses counts as
	// not usable. Default: for texts, numbers, bool ("yes" and "no"), and types with
	// UnmarshalText; other types need one.
	Parse func(value string) (T, error)
	// Validate refuses a value with an error, or replaces it. A [*Refusal] tells
	// the customer why. It has [Options.HookTimeout], and has to honour ctx; a panic and a
	// late answer refuse the value. Default: nil, every value is fine.
	Validate func(ctx context.Context, value T, a Attempt) (T, error)
	// Format is the inverse of Parse, needed where Validate replaces values. Default:
	// "yes" and "no" for bool, MarshalText where the type has it, otherwise fmt.Sprint.
	Format func(T) string
	// Show is how the customer reads a value, in a language. Default: the label of
	// a choice; otherwise the normal form.
	Show func(value T, locale string) string
	// Need says in code on which condition the slot is needed, in addition to When.
	// Default: nil, always.
	Need func(Values) bool
	// Offer says in code which of Options there are, in addition to their When; a panic counts as
	// a no. It must be a pure function. Default: nil, all of them.
	Offer func(o Option, v Values) bool
}

// Refusal is why a value cannot be used, in words for the customer.
type Refusal struct{ Why Words }

// Error is a general sentence.
func (*Refusal) Error() string { return "dialog: value refused" }

// Unwrap returns ErrInvalid.
func (*Refusal) Unwrap() error { return ErrInvalid }
