package ticket

import "time"

const day = 24 * time.Hour

// DefaultRules returns rules that are a good beginning: [DefaultWorkflow],
// [DefaultPolicies], [ComplaintTemplate] and [CorrectiveAction], [DefaultTriggers] and
// [DefaultTimers].
func DefaultRules() Rules {
	return Rules{
		Workflow:  DefaultWorkflow(),
		Policies:  DefaultPolicies(),
		Triggers:  DefaultTriggers(),
		Timers:    DefaultTimers(),
		Templates: []Template{ComplaintTemplate(), CorrectiveAction()},
	}
}

// DefaultTriggers returns the triggers of [DefaultRules]: complaints have a priority of
// at least 1, and supervisors watch them; supervisors are called when a ticket comes back
// for the second time, and told when a customer refuses the solution.
func DefaultTriggers() []Trigger {
	return []Trigger{
		{
			Name: "complaint",
			On:   []Happening{{Type: EventOpened}, {Type: EventChanged, Field: "type", New: "complaint"}},
			When: Condition{All: []Test{{Field: "type", Value: "complaint"}}},
			Do:   []Action{Watch(toSupervisor)},
		},
		{
			Name: "complaint_priority",
			On:   []Happening{{Type: EventOpened}, {Type: EventChanged, Field: "type", New: "complaint"}},
			When: Condition{All: []Test{{Field: "type", Value: "complaint"}, {Field: "priority", Op: "below", Value: "1"}}},
			Do:   []Action{SetPriority(1)},
		},
		{
			Name: "back_again",
			On:   []Happening{{Type: EventMoved, State: string(KindOpen)}},
			When: Condition{All: []Test{{Field: "reopened", Op: "above", Value: "1"}}},
			Do:   []Action{Escalate(toSupervisor, "came back more than once")},
		},
		{
			Name: "refused",
			On:   []Happening{{Type: EventVerdict}},
			When: Condition{All: []Test{{Field: "verdict", Value: "refused"}}},
			Do:   []Action{Notify(toSupervisor, string(EventVerdict), "")},
		},
	}
}

// DefaultTimers returns the timers of [DefaultRules]: a ticket that waits for its
// customer, and follows no procedure, warns him after 5 days and is resolved after 7, for
// "no reply". One that is put off waits until it is woken.
func DefaultTimers() []Timer {
	free := Condition{All: []Test{{Field: "template", Op: "unset"}}}
	return []Timer{
		{Name: "closing", In: []string{string(KindPending)}, When: free, For: Duration(5 * day), Do: []Action{Notify("customer", "closing", "")}},
		{Name: "no_reply", In: []string{string(KindPending)}, When: free, For: Duration(7 * day), Do: []Action{MoveTo("resolved", "no reply")}},
	}
}

// ComplaintTemplate returns the usual way to handle a complaint, step by step. The last
// step is optional, since it comes after the ticket is resolved.
func ComplaintTemplate() Template {
	return Template{
		Name: "complaint", Title: title("Complaint", "投诉处理"), For: []string{"complaint"},
		Steps: []StepRule{
			{Name: "receive", Title: title("Take the complaint down", "受理登记"), Results: []string{"facts"}, Within: Duration(2 * time.Hour)},
			{Name: "confirm", Title: title("Confirm it to the customer", "联系客户确认"), After: []string{"receive"}, Within: Duration(4 * time.Hour)},
			{Name: "investigate", Title: title("Investigate", "调查核实"), After: []string{"receive"}, Results: []string{"findings"}, Within: Duration(2 * day)},
			{Name: "decide", Title: title("Decide what is done", "制定处理方案"), After: []string{"investigate"}, Results: []string{"decision"}, Within: Duration(day)},
			{Name: "answer", Title: title("Tell the customer", "答复客户"), After: []string{"confirm", "decide"}, Results: []string{"answer"}, Within: Duration(day)},
			{Name: "follow_up", Title: title("Ask whether it helped", "回访"), After: []string{"answer"}, Optional: true, Within: Duration(3 * day)},
		},
	}
}

// CorrectiveAction returns what a grave error of the bot or of an agent asks for: within
// 48 hours of the opening, around the clock, the turn, the version of the knowledge base
// and the rule that were wrong, the root cause, what is changed, and who verified it.
func CorrectiveAction() Template {
	within := func(hours int) Duration { return Duration(time.Duration(hours) * time.Hour) }
	return Template{
		Name: "corrective_action", Title: title("Corrective action", "整改"), For: []string{"corrective_action"}, Hours: Always,
		Set: []Action{Watch(toSupervisor)},
		Steps: []StepRule{
			{Name: "evidence", Title: title("Find what was wrong", "定位问题"), Results: []string{"turn", "kb_version", "rule"}, FromOpening: true, Within: within(8)},
			{Name: "root_cause", Title: title("Find the root cause", "分析根本原因"), After: []string{"evidence"}, Results: []string{"root_cause"}, FromOpening: true, Within: within(24)},
			{Name: "action", Title: title("Correct it", "实施整改"), After: []string{"root_cause"}, Results: []string{"action"}, FromOpening: true, Within: within(40)},
			{Name: "verification", Title: title("Verify that it is right now", "验证效果"), After: []string{"action"}, Results: []string{"verified_by"}, FromOpening: true, Within: within(48)},
		},
	}
}
