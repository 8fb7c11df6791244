package ticket

import "time"

// ActionKind is something that can be done to a ticket.
type ActionKind string

// What can be done. The comment says which fields of [Action] are read.
const (
	DoMove     ActionKind = "move"     // To: a state; Reason
	DoAssign   ActionKind = "assign"   // To: an agent, empty for nobody
	DoGroup    ActionKind = "group"    // To: a group, empty for none
	DoPriority ActionKind = "priority" // Priority
	DoRaise    ActionKind = "raise"    // Priority: by how much, also downwards
	DoSet      ActionKind = "set"      // Field, To: a custom field, "type", "subject", "category", "summary", "customer" or "conversation"
	DoTag      ActionKind = "tag"      // To
	DoUntag    ActionKind = "untag"    // To
	DoComment  ActionKind = "comment"  // Comment
	DoWatch    ActionKind = "watch"    // To
	DoUnwatch  ActionKind = "unwatch"  // To
	DoLink     ActionKind = "link"     // Link
	DoUnlink   ActionKind = "unlink"   // Link
	DoSnooze   ActionKind = "snooze"   // Until, or For from now on
	DoWake     ActionKind = "wake"
	DoStart    ActionKind = "start"    // To: a template
	DoStep     ActionKind = "step"     // To: a step that is done; Results
	DoSkip     ActionKind = "skip"     // To: a step that is left out; Reason
	DoVerdict  ActionKind = "verdict"  // Verdict
	DoEscalate ActionKind = "escalate" // To: whom to call, default "supervisor"; Reason
	DoNotify   ActionKind = "notify"   // To: whom to tell; Field: the kind of the notice; Reason: the words
	DoMacro    ActionKind = "macro"    // To: a macro of the rules
)

// Action is one thing to do to a ticket: by a person ([Desk.Do]), or by a rule. As data,
// it is JSON with these keys. The functions [MoveTo], [AssignTo] and so on write the
// usual ones.
type Action struct {
	Do       ActionKind        `json:"do"`
	To       string            `json:"to,omitempty"`
	Field    string            `json:"field,omitempty"`
	Priority int               `json:"priority,omitempty"`
	Reason   string            `json:"reason,omitempty"`
	Until    time.Time         `json:"until,omitzero"`
	For      Duration          `json:"for,omitempty"`
	Comment  *Comment          `json:"comment,omitempty"`
	Link     *Link             `json:"link,omitempty"`
	Results  map[string]string `json:"results,omitempty"`
	Verdict  *Verdict          `json:"verdict,omitempty"`
}

// MoveTo moves the ticket to a state, for a reason.
func MoveTo(state, reason string) Action { return Action{Do: DoMove, To: state, Reason: reason} }

// AssignTo makes an agent the owner; empty: nobody.
func AssignTo(agent string) Action { return Action{Do: DoAssign, To: agent} }

// ToGroup gives the ticket to a department, without changing the owner.
func ToGroup(group string) Action { return Action{Do: DoGroup, To: group} }

// SetPriority sets the priority.
func SetPriority(p int) Action { return Action{Do: DoPriority, Priority: p} }

// Raise raises the priority, or lowers it.
func Raise(by int) Action { return Action{Do: DoRaise, Priority: by} }

// Set sets a custom field, or one of those that [DoSet] names. Empty takes it away.
func Set(field, value string) Action { return Action{Do: DoSet, Field: field, To: value} }

// Tag adds a tag.
func Tag(tag string) Action { return Action{Do: DoTag, To: tag} }

// Untag takes a tag away.
func Untag(tag string) Action { return Action{Do: DoUntag, To: tag} }

// Reply writes a public comment, which goes to the customer.
func Reply(text string) Action { return Action{Do: DoComment, Comment: &Comment{Text: text}} }

// Note writes an internal comment, and asks people to look at it.
func Note(text string, mentions ...string) Action {
	return Action{Do: DoComment, Comment: &Comment{Text: text, Internal: true, Mentions: mentions}}
}

// Watch makes somebody a watcher: an agent by his id, or "group:NAME" or "role:NAME".
func Watch(id string) Action { return Action{Do: DoWatch, To: id} }

// Unwatch makes somebody a watcher no more.
func Unwatch(id string) Action { return Action{Do: DoUnwatch, To: id} }

// LinkTo says what another ticket is to this one: LinkTo(Parent, id) makes this one a
// part of the other.
func LinkTo(kind LinkKind, id string) Action {
	return Action{Do: DoLink, Link: &Link{Kind: kind, Ticket: id}}
}

// Unlink takes a link away, on both sides.
func Unlink(kind LinkKind, id string) Action {
	return Action{Do: DoUnlink, Link: &Link{Kind: kind, Ticket: id}}
}

// Snooze puts the ticket off.
func Snooze(until time.Time) Action { return Action{Do: DoSnooze, Until: until} }

// Wake ends that.
func Wake() Action { return Action{Do: DoWake} }

// Start begins a procedure.
func Start(template string) Action { return Action{Do: DoStart, To: template} }

// Complete ends a step of the procedure.
func Complete(step string, results map[string]string) Action {
	return Action{Do: DoStep, To: step, Results: results}
}

// Skip leaves a step out.
func Skip(step, reason string) Action { return Action{Do: DoSkip, To: step, Reason: reason} }

// Judge takes down what the customer says of the solution. Accepting closes a resolved
// ticket, refusing opens it again, as far as the life cycle allows.
func Judge(accepted bool, score int, text string) Action {
	return Action{Do: DoVerdict, Verdict: &Verdict{Accepted: accepted, Score: score, Text: text}}
}

// Escalate calls somebody for help: "supervisor", "group:billing", "agent:mia".
func Escalate(to, reason string) Action { return Action{Do: DoEscalate, To: to, Reason: reason} }

// Notify tells somebody something.
func Notify(to, kind, text string) Action {
	return Action{Do: DoNotify, To: to, Field: kind, Reason: text}
}

// Macro does what a macro of the rules says.
func Macro(name string) Action { return Action{Do: DoMacro, To: name} }

// Command is what somebody wants done, all of it or nothing.
type Command struct {
	// ID makes the command safe to repeat: it is the id of the first event, and a
	// ticket that has it answers as it stands. Default: a new one, so that each call
	// counts.
	ID    string
	Actor Actor
	// Reason is that of actions that have none of their own. Cause is what led to the
	// command, such as the id of a message.
	Reason string
	Cause  string
	// Version refuses the command with [ErrConflict] if the ticket has another one.
	// Default: 0, whatever it is.
	Version int64
	// AcrossCustomers says that a merge of two customers' tickets is meant; see
	// [Desk.Merge]. Others do not read it.
	AcrossCustomers bool
	Actions         []Action
}
