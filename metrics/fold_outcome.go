package metrics

// What became of what the customer wanted.

// matter is how the last thing stands that he wanted of the bot.
type matter uint8

const (
	nothing matter = iota // nothing was answered yet
	solved                // it was answered
	unsolved
	gaveUp // he left a flow
)

// note notes an event about answers and their effect.
func (t *talk) note(it *item) {
	e := it.e
	switch e.Kind {
	case Answered:
		if e.Turn == "" || e.Turn != t.picked { // what was picked is the same question
			t.Answered++
		}
		t.answered(it.at)
	case Suggested:
		t.Suggested++
		t.offered = true
		t.unhelped()
	case Picked:
		if t.offered {
			t.Accepted++
		}
		t.offered, t.picked = false, e.Turn
		t.answered(it.at)
	case Unanswered:
		t.Unanswered++
		t.unhelped()
		t.withdraw()
	case Denied:
		t.unhelped()
		t.withdraw()
	case Helpful:
		t.judge(e)
	case Failed:
		t.Failures++
	case Resolved:
		t.settle(it)
	}
}

func (t *talk) answered(at int64) { t.matter, t.matterAt, t.helped, t.more = solved, at, false, false }

func (t *talk) unhelped() { t.matter, t.helped = unsolved, false }

// judge notes what the customer says about an answer.
func (t *talk) judge(e *Event) {
	if e.Score >= .5 {
		t.Helped++
		t.helped = t.matter == solved
		return
	}
	t.NotHelped++
	if t.matter == solved {
		t.unhelped()
	}
	if t.settler == "" {
		t.withdraw()
	}
}

// settle notes that the matter is settled; what says it again may confirm it.
func (t *talk) settle(it *item) {
	if !t.settled {
		t.settled, t.settledAt = true, it.at
	}
	t.confirmed = t.confirmed || it.e.Confirmed
	last(&t.settler, it.e.Agent)
	t.served = t.served || it.e.Agent != ""
}

// withdraw takes back that the matter is settled.
func (t *talk) withdraw() { t.settled, t.settler, t.confirmed = false, "", false }

// outcome is how a talk ended, and when it was settled. See [Fold] for the order.
func (t *talk) outcome() (Outcome, int64) {
	switch {
	case t.served && t.settled:
		return ByHuman, t.settledAt
	case t.served:
		return HandedOff, 0
	}
	wanted := t.asked != never || t.ticket || t.elsewhere
	left := t.left || len(t.Visits) > 0 && t.Visits[len(t.Visits)-1].End == visitAbandoned
	switch {
	case t.settled && (!wanted || t.confirmed):
		return ByBot, t.settledAt
	case !wanted && t.matter == solved && !t.more && !t.leftFlow():
		return ByBot, t.matterAt
	case t.ticket || t.elsewhere || t.asked != never && !t.nobody && !left:
		return HandedOff, 0
	case left:
		return Abandoned, 0
	case t.nobody:
		return Unresolved, 0
	case t.matter == gaveUp || t.leftFlow():
		return Abandoned, 0
	case t.matter != nothing || t.Failures > 0:
		return Unresolved, 0
	}
	return Abandoned, 0
}
