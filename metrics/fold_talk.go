package metrics

import (
	"slices"
	"strings"
)

// near is how many of the latest waits, stints, walks or steps are looked through for the one that an event is
// about: more cannot be under way in one talk, and so the fold takes a time in proportion to its events.
const near = 64

// talk is an episode under way.
type talk struct {
	Episode
	start int64
	last  int64 // the last event with which it went on
	seen  int64 // the last event of all
	end   int64 // where it is over
	done  int64 // when it was over and settled
	over  bool

	// The replies.
	first      int64  // the customer's first message
	asked      int64  // when a person was asked for first
	unanswered int64  // the customer's first message that nobody replied to
	unserved   int64  // what no person replied to, though one was asked for
	turned     bool   // a message of these has a Turn
	early      string // the Turn of a reply that came before its message
	person     bool   // a person was asked for or has the talk

	// The matter.
	served    bool // a person took part
	ticket    bool
	elsewhere bool // the item was diverted
	nobody    bool // the hand-off failed
	left      bool // the customer gave up waiting
	waited    bool // the item of this event waited in an earlier talk
	matter    matter
	matterAt  int64
	helped    bool // the customer said so of the last answer
	more      bool // he wrote something that nothing was made of
	settled   bool // by Resolved
	settledAt int64
	confirmed bool // the customer said so
	settler   string
	offered   bool   // suggestions wait to be picked
	picked    string // the Turn with which one was

	holder  string // the last person who had it
	until   int64  // where the next talk begins
	labours []labour
	walks   []walk
	moods   int // how many there were
}

// lapse ends a talk in which nothing happens any more.
func (t *talk) lapse() {
	t.over, t.end, t.EndReason = true, max(t.last, t.start), "quiet"
	if t.settled {
		t.EndReason = "settled"
	}
}

// apply notes an event of a talk; going says that the talk goes on with it.
func (f *folder) apply(t *talk, it *item, going bool) {
	e := it.e
	t.seen = max(t.seen, it.at)
	if going {
		t.over, t.end, t.EndReason = false, never, ""
		t.last = max(t.last, it.at)
	}
	t.describe(e, !remarks(e.Kind))
	t.ticket = t.ticket || e.Ticket != ""
	switch e.Kind {
	case CustomerSpoke:
		f.customerSpoke(t, it)
	case BotSpoke:
		f.botSpoke(t, it)
	case AgentSpoke:
		f.agentSpoke(t, it)
	case HandoffRequested, HandoffFailed, Queued, Assigned, LeftQueue, Diverted, Wrapping, Completed:
		t.serve(it)
	case FlowStarted, FlowEnded, StepAsked, StepFilled, StepRejected:
		t.flow(it)
	case Answered, Suggested, Picked, Unanswered, Failed, Resolved, Denied, Helpful:
		t.note(it)
	case Ended:
		if !t.over {
			t.over, t.end, t.EndReason = true, max(it.at, t.start), e.Reason
			if e.Reason == "" {
				t.EndReason = "closed"
			}
		}
	case Repeated:
		t.Repeats++
	case Soothed:
		t.Soothed++
	case Escalated:
		t.Escalations++
	case Rated:
		if e.Score >= 1 && e.Score <= 5 {
			t.Rating, t.RatedAt = e.Score, instant(it.at)
			t.Tags = slices.Clone(e.Tags)
		}
	case SurveySent:
		t.Surveyed = true
	case SurveyRefused:
		t.Refused = true
	case AnswerJudged:
		// Else it is about what the agent did, or was looked at because it seemed bad.
		if e.Step != partOfTalk && e.Reason != ReasonPicked {
			t.JudgedAnswers++
			t.RightAnswers += thousandths(e.Score)
		}
	case IntentJudged:
		if e.Reason != ReasonPicked {
			t.JudgedIntents++
			if e.Intent == e.Truth {
				t.RightIntents++
			}
		}
	}
}

// thousandths is a score from 0 to 1 as a whole number.
func thousandths(x float64) int {
	if !(x > 0) {
		return 0
	}
	return int(min(x, 1)*1000 + .5)
}

// describe takes the dimensions of an event over. What is known of a customer from the start is the first that was
// said; what shows while they talk is the last. Remarks, which may come another way, tell only what nothing else did.
func (t *talk) describe(e *Event, part bool) {
	first(&t.Customer, e.Customer)
	first(&t.Tier, e.Tier)
	first(&t.Region, e.Region)
	if !part {
		return
	}
	first(&t.Channel, e.Channel)
	last(&t.Category, e.Category)
	last(&t.Language, e.Language)
	last(&t.Base, e.Base)
	t.Labels = label(t.Labels, e.Labels)
}

func first(to *string, s string) {
	if *to == "" {
		*to = s
	}
}

func last(to *string, s string) {
	if s != "" {
		*to = s
	}
}

// label puts more labels to those of an episode, which are in the order of names; the last value of a name counts.
func label(labels, more []Label) []Label {
	for _, l := range more {
		i, found := slices.BinarySearchFunc(labels, l, func(a, b Label) int { return strings.Compare(a.Name, b.Name) })
		switch {
		case found:
			labels[i].Value = l.Value
		case len(labels) < MaxLabels:
			labels = slices.Insert(labels, i, l)
		}
	}
	return labels
}

// finish makes an episode of what was noted.
func (f *folder) finish(t *talk) {
	if !t.over {
		if at := plus(t.last, f.patience(t)); f.now >= at {
			t.lapse()
		} else {
			f.dueAt(at)
		}
	}
	if t.over {
		t.leave()
	}
	t.keep(&f.rules)
	t.Last = instant(t.seen)
	t.Agent = t.holder
	if t.settled && t.settler != "" {
		t.Agent = t.settler
	}
	t.sortMoods()
	if !t.over {
		return
	}
	t.End = instant(t.end)
	f.release(t)
	var at int64
	t.Outcome, at = t.outcome()
	t.abandonFlows()
	if t.Outcome == ByBot || t.Outcome == ByHuman {
		t.done = max(t.end, at)
		t.Resolution = f.span(t.start, at)
		t.Confirmed = t.confirmed || t.Outcome == ByBot && t.helped
	}
}
