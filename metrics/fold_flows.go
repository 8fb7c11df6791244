package metrics

// The walks through flows.

const (
	flowCompleted = "completed"
	flowFailed    = "failed"
	flowHandedOff = "handed_off"
	flowLeft      = "left"
)

// walk is what a [FlowRun] does not tell.
type walk struct {
	start   int64
	engaged bool    // the customer said something for it
	asked   []int64 // when each step was asked for first
}

// flow notes an event of a flow.
func (t *talk) flow(it *item) {
	e := it.e
	switch e.Kind {
	case FlowStarted:
		t.startFlow(it)
	case FlowEnded:
		t.endFlow(it)
	case StepAsked:
		i := t.running(it)
		s, asked := t.step(i, it)
		s.Asked++
		if *asked == never {
			*asked = it.at
		}
	case StepFilled, StepRejected:
		i := t.running(it)
		s, asked := t.step(i, it)
		t.walks[i].engaged = true
		switch {
		case e.Kind == StepRejected:
			s.Rejected++
		case !s.Filled:
			s.Filled = true
			if *asked != never {
				s.Took = passed(*asked, it.at)
			}
		}
	}
}

func (t *talk) startFlow(it *item) int {
	t.Flows = append(t.Flows, FlowRun{Flow: it.e.Flow})
	t.walks = append(t.walks, walk{start: it.at})
	return len(t.Flows) - 1
}

// running is the number of the latest walk that goes on through the flow of an event; what is not there is begun.
func (t *talk) running(it *item) int {
	for i := len(t.Flows) - 1; i >= max(0, len(t.Flows)-near); i-- {
		if r := &t.Flows[i]; r.End == "" && r.Flow == it.e.Flow {
			return i
		}
	}
	return t.startFlow(it)
}

// step is the step of a walk that an event is about, and when it was asked for first.
func (t *talk) step(i int, it *item) (*StepRun, *int64) {
	r, w := &t.Flows[i], &t.walks[i]
	for k := len(r.Steps) - 1; k >= max(0, len(r.Steps)-near); k-- {
		if r.Steps[k].Step == it.e.Step {
			return &r.Steps[k], &w.asked[k]
		}
	}
	r.Steps = append(r.Steps, StepRun{Step: it.e.Step})
	w.asked = append(w.asked, never)
	return &r.Steps[len(r.Steps)-1], &w.asked[len(w.asked)-1]
}

// open is the number of the earliest walk through a flow that goes on, -1 if there is none.
func (t *talk) open(flow string) int {
	at := -1
	for i := len(t.Flows) - 1; i >= max(0, len(t.Flows)-near); i-- {
		if r := &t.Flows[i]; r.End == "" && r.Flow == flow {
			at = i
		}
	}
	return at
}

// endFlow ends the earliest walk through the flow that goes on: of what began at the same instant, it is
// the older one that is over.
func (t *talk) endFlow(it *item) {
	e := it.e
	at := t.open(e.Flow)
	if at < 0 {
		if t.over {
			return
		}
		at = t.startFlow(it)
		t.Flows[at].Took = took(e)
	} else {
		t.Flows[at].Took = passed(t.walks[at].start, it.at)
	}
	r, w := &t.Flows[at], &t.walks[at]
	r.End = e.Reason
	switch e.Reason {
	case flowCompleted:
		t.answered(it.at)
	case flowHandedOff:
		t.askFor(it.at)
		t.person = true
	case flowFailed:
		t.unhelped()
	default:
		first(&r.End, flowLeft)
		if w.engaged {
			t.matter = gaveUp
		}
	}
}

// leftFlow says whether the customer is in the middle of a flow in which he said something.
func (t *talk) leftFlow() bool {
	for i := range t.Flows {
		if t.Flows[i].End == "" && t.walks[i].engaged {
			return true
		}
	}
	return false
}

// abandonFlows ends the walks of a talk that is over.
func (t *talk) abandonFlows() {
	for i := range t.Flows {
		if r := &t.Flows[i]; r.End == "" {
			r.End, r.Took = flowLeft, passed(t.walks[i].start, t.end)
		}
	}
}
