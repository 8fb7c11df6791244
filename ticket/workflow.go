package ticket

import "time"

// Workflow is the life cycle of tickets, as data.
type Workflow struct {
	// Initial is the state of a new ticket, of [KindNew] or [KindOpen].
	Initial string  `json:"initial"`
	States  []State `json:"states"`
	// Reopen is for how long after it was resolved a customer's words open a ticket
	// again; after that it closes, and words that come later open a linked follow-up.
	// Default: 96 h.
	Reopen Duration `json:"reopen,omitempty"`
}

// State is a state of the [Workflow].
type State struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
	// Title is its name for people, by locale. Default: the Name.
	Title map[string]string `json:"title,omitempty"`
	// To are the states that it can be moved to; none for final kinds.
	To []string `json:"to,omitempty"`
	// Require are fields without which nothing moves here: "reason" (of the move),
	// "owner", "group", "category", "summary", or a custom field's name.
	Require []string `json:"require,omitempty"`
	// Guards are names of [Options.Guards] that have to agree. "children" refuses while a
	// part of the ticket is unresolved, and "steps" while required steps are.
	Guards []string `json:"guards,omitempty"`
	// OnReply is where a customer's words move it; empty: nowhere.
	OnReply string `json:"on_reply,omitempty"`
	// OnAnswer is where a public comment of staff moves it; empty: nowhere.
	OnAnswer string `json:"on_answer,omitempty"`
	// OnWake is where the end of a snooze moves it; empty: nowhere.
	OnWake string `json:"on_wake,omitempty"`
}

// DefaultWorkflow returns the usual life cycle. A state has the name of its kind.
//
//	new      -> open, pending, on_hold, resolved, closed, spam
//	open     -> pending, on_hold, resolved, closed, spam
//	pending  -> open, on_hold, resolved, closed, spam
//	on_hold  -> open, pending, resolved, closed, spam
//	resolved -> open, closed
//
// Closing, and calling something spam, needs a reason; resolving does too, and the
// guards "children" and "steps" have to agree. Merged is entered by [Desk.Merge] only,
// from any state that is not final.
func DefaultWorkflow() Workflow {
	return Workflow{Initial: "new", Reopen: Duration(96 * time.Hour), States: []State{
		{Name: "new", Kind: KindNew, To: []string{"open", "pending", "on_hold", "resolved", "closed", "spam"}, OnAnswer: "open", Title: title("New", "新建")},
		{Name: "open", Kind: KindOpen, To: []string{"pending", "on_hold", "resolved", "closed", "spam"}, Title: title("Open", "处理中")},
		{Name: "pending", Kind: KindPending, To: []string{"open", "on_hold", "resolved", "closed", "spam"}, OnReply: "open", OnWake: "open", Title: title("Waiting for customer", "等待客户")},
		{Name: "on_hold", Kind: KindOnHold, To: []string{"open", "pending", "resolved", "closed", "spam"}, OnWake: "open", Title: title("On hold", "挂起")},
		{Name: "resolved", Kind: KindResolved, To: []string{"open", "closed"}, Require: []string{"reason"}, Guards: []string{"children", "steps"}, OnReply: "open", Title: title("Resolved", "已解决")},
		{Name: "closed", Kind: KindClosed, Require: []string{"reason"}, Title: title("Closed", "已关闭")},
		{Name: "merged", Kind: KindMerged, Title: title("Merged", "已合并")},
		{Name: "spam", Kind: KindSpam, Require: []string{"reason"}, Title: title("Spam", "垃圾信息")},
	}}
}

func title(en, zh string) map[string]string { return map[string]string{"en": en, "zh": zh} }

// state returns a state; nil if there is none of the name.
func (w *Workflow) state(name string) *State {
	for i := range w.States {
		if w.States[i].Name == name {
			return &w.States[i]
		}
	}
	return nil
}

// Allowed returns the states that a ticket can be moved to from one.
func (w *Workflow) Allowed(from string) []string {
	if s := w.state(from); s != nil {
		return s.To
	}
	return nil
}

// first returns the first state of a kind; nil if there is none.
func (w *Workflow) first(kind Kind) *State {
	for i := range w.States {
		if w.States[i].Kind == kind {
			return &w.States[i]
		}
	}
	return nil
}
