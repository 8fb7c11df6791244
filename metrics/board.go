package metrics

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
)

// BoardOptions are the choices of a [Board].
type BoardOptions struct {
	// Quiet is how long nothing has to happen for an open talk to be over, and how long an agent is
	// believed to be where his last [Presence] says. Default: 24 hours.
	Quiet time.Duration
	// Linger is how long nothing has to happen for a talk to be over that was settled. Default: 30 minutes, or Quiet where that is
	// shorter.
	Linger time.Duration
	// Late is how much later than others an event may come and still be counted exactly: it is how long the
	// board remembers what is over. Default: an hour, which is the least.
	Late time.Duration
	// Now is the clock. Default: time.Now.
	Now func() time.Time
}

// A Board has the numbers of this moment: open talks, queues, agents, what comes in. It is a function of the set of events that it
// observed and of the time: order and repeats do not matter, as long as no event comes more than [BoardOptions.Late]
// after another one that is later by its time.
//
// Talks begin with what a customer does, or with a person being asked for or coming; they end with [Ended], or when nothing has happened for
// Quiet, or for Linger once the talk was settled ([Resolved]) and nothing took that back.
//
// It holds the talks and agents of the last [BoardOptions.Quiet] only; an open talk leaves when it ends or has been quiet for
// so long. Reading costs what there is of queues and channels, whatever the number of talks. Tickets are not on the board. The clock does not
// go back: a time before one that was seen counts as that one.
//
// Safe for concurrent use.
type Board struct {
	quiet, linger, late int64
	now                 func() time.Time

	mu     sync.Mutex
	clock  int64 // the present
	high   int64 // the latest event, at most the present
	talks  map[string]*boardTalk
	agents map[string]*boardAgent
	due    boardHeap // what may have become quiet
	forget boardHeap // what may be forgotten
	sums   boardSums
}

// NewBoard returns an empty board. Nil options are the defaults.
func NewBoard(opts *BoardOptions) (*Board, error) {
	var o BoardOptions
	if opts != nil {
		o = *opts
	}
	var faults []error
	switch {
	case o.Quiet == 0:
		o.Quiet = 24 * time.Hour
	case o.Quiet < time.Millisecond:
		faults = append(faults, fmt.Errorf("%w: Quiet is below a millisecond", ErrInvalid))
	}
	switch {
	case o.Linger == 0:
		o.Linger = min(30*time.Minute, max(o.Quiet, 0))
	case o.Linger < time.Millisecond || o.Linger > o.Quiet:
		faults = append(faults, fmt.Errorf("%w: Linger is below a millisecond or above Quiet", ErrInvalid))
	}
	switch {
	case o.Late == 0:
		o.Late = time.Hour
	case o.Late < time.Hour:
		faults = append(faults, fmt.Errorf("%w: Late is below an hour", ErrInvalid))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Board{
		quiet: o.Quiet.Microseconds(), linger: o.Linger.Microseconds(), late: o.Late.Microseconds(), now: o.Now,
		talks: map[string]*boardTalk{}, agents: map[string]*boardAgent{},
		sums: boardSums{loads: make([]int, loadsKept+1), inflow: boardInflow{seconds: map[int64]int{}}},
	}, nil
}

// Observe takes note of events. Those of tickets, and those without a conversation or an agent to be about, are
// ignored.
func (b *Board) Observe(_ context.Context, events []Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.advance(b.now().UnixMicro())
	for i := range events {
		e := &events[i]
		b.high = max(b.high, min(e.At.UnixMicro(), b.clock))
		if e.Kind == Presence {
			b.presence(e)
		} else if e.Conversation != "" && !e.Kind.ofTicket() {
			b.talk(e)
		}
	}
	b.drop()
}

// Sweep notes that it is a time: talks that have been quiet for too long are over, and what can be forgotten is. It may be called as often as
// one likes; where it is not, [Board.Now] has the work.
func (b *Board) Sweep(now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.advance(now.UnixMicro())
	b.drop()
}

// advance moves the clock and lets what has become quiet leave the sums.
func (b *Board) advance(now int64) {
	if now <= b.clock {
		return
	}
	b.clock = now
	b.sums.inflow.advance(wholeSecond(now))
	for n := b.due.due(now); n != nil; n = b.due.due(now) {
		if n.talk != nil {
			b.uncount(n.talk)
			b.count(n.talk)
		} else {
			b.countAgent(n.agent)
		}
	}
}

// drop forgets what no event can concern any more that is not too late.
func (b *Board) drop() {
	for n := b.forget.due(b.high); n != nil; n = b.forget.due(b.high) {
		if t := n.talk; t != nil {
			if n.key = t.last + b.quiet + b.late; n.key > b.high || t.shown.phase != phaseNone {
				n.key = max(n.key, b.high+1)
				b.forget.push(n)
				continue
			}
			b.due.remove(&t.due)
			delete(b.talks, t.key)
			continue
		}
		a := n.agent
		if n.key = a.state.at + b.quiet + b.late; n.key > b.high || a.talks > 0 || a.shown.counted {
			n.key = max(n.key, b.high+b.quiet)
			b.forget.push(n)
			continue
		}
		b.due.remove(&a.due)
		delete(b.agents, a.name)
	}
}

// presence notes where an agent is.
func (b *Board) presence(e *Event) {
	if e.Agent == "" {
		return
	}
	a := b.agent(e.Agent)
	a.state.see(e.At.UnixMicro(), strings.Clone(e.Step))
	b.countAgent(a)
}

// doer is the agent who did it, nil where it was nobody that matters.
func (b *Board) doer(e *Event) *boardAgent {
	switch e.Kind {
	case AgentSpoke, Assigned, Wrapping, Completed:
		if e.Agent != "" {
			return b.agent(e.Agent)
		}
	}
	return nil
}

func (b *Board) agent(name string) *boardAgent {
	a := b.agents[name]
	if a == nil {
		a = &boardAgent{name: strings.Clone(name)}
		a.due.agent, a.forget.agent = a, a
		a.forget.key = b.high + b.quiet + b.late
		b.agents[a.name] = a
		b.forget.push(&a.forget)
	}
	return a
}

// talk notes what happened in a conversation.
func (b *Board) talk(e *Event) {
	key := e.Conversation
	if e.Episode != "" {
		key += "\x00" + e.Episode
	}
	t := b.talks[key]
	if t == nil {
		t = &boardTalk{key: strings.Clone(key)}
		t.conversation = t.key[:len(e.Conversation)]
		t.due.talk, t.forget.talk = t, t
		t.last = e.At.UnixMicro()
		t.forget.key = t.last + b.quiet + b.late
		b.talks[t.key] = t
		b.forget.push(&t.forget)
	}
	if t.shown.phase != phaseNone && t.plain(e) {
		t.see(e, b, nil)
		t.thin(b.high - b.late)
		return
	}
	b.uncount(t)
	t.see(e, b, b.doer(e))
	t.thin(b.high - b.late)
	b.count(t)
}

// plain says that an event of an open talk changes nothing that is counted: it goes on, as nearly always.
func (t *boardTalk) plain(e *Event) bool {
	switch e.Kind {
	case Resolved, AgentSpoke, HandoffRequested, HandoffFailed, Queued, Assigned, LeftQueue, Diverted, Wrapping, Completed, Ended:
		return false
	}
	if len(t.settled) > 0 {
		return false
	}
	at, last, now := e.At.UnixMicro(), t.openers[len(t.openers)-1].at, t.alive[len(t.alive)-1]
	return now.from <= last && last <= at && at < now.until && (e.Channel == "" || e.Channel == t.shown.channel)
}

// see takes an event in.
func (t *boardTalk) see(e *Event, b *Board, agent *boardAgent) {
	at := e.At.UnixMicro()
	t.last = max(t.last, at)
	t.customer.see(at, e.Customer)
	t.channel.see(at, e.Channel)
	t.category.see(at, e.Category)
	t.tier.see(at, e.Tier)
	t.language.see(at, e.Language)
	if e.Kind.goesOn() {
		t.alive, t.brief = touch(t.alive, at, b.quiet), touch(t.brief, at, b.linger)
	}
	if e.takesBack() {
		t.withdrawn = insert(t.withdrawn, at, compareTimes, 0)
	}
	switch e.Kind {
	case Resolved:
		t.settled = insert(t.settled, at, compareTimes, signsKept)
	case CustomerSpoke:
		t.openers = insert(t.openers, opener{at, true}, opener.compare, 0)
		if e.Felt {
			t.signs.moods = insert(t.signs.moods, boardMood{at, float32(e.Valence)}, boardMood.compare, moodsKept)
		}
	case Picked, StepFilled, StepRejected:
		t.openers = insert(t.openers, opener{at: at}, opener.compare, 0)
	case BotSpoke:
		t.replied = max(t.replied, at)
	case AgentSpoke:
		t.replied = max(t.replied, at)
		t.own.see(at, itemServed, agent, "")
	case Repeated:
		t.signs.repeats = insert(t.signs.repeats, at, compareTimes, signsKept)
	case Unanswered:
		t.signs.unanswered = insert(t.signs.unanswered, at, compareTimes, signsKept)
	case Failed:
		t.signs.failures = insert(t.signs.failures, at, compareTimes, signsKept)
	case HandoffRequested:
		t.openers = insert(t.openers, opener{at: at}, opener.compare, 0)
		t.own.see(at, itemWaits, nil, "")
	case HandoffFailed:
		t.own.see(at, itemGone, nil, "")
	case Queued:
		t.openers = insert(t.openers, opener{at: at}, opener.compare, 0)
		t.item(e.Item).see(at, itemWaits, nil, e.Queue)
	case Assigned:
		t.openers = insert(t.openers, opener{at: at}, opener.compare, 0)
		t.item(e.Item).see(at, itemServed, agent, e.Queue)
	case LeftQueue, Diverted:
		t.item(e.Item).see(at, itemGone, nil, "")
	case Wrapping:
		t.item(e.Item).see(at, itemWraps, agent, "")
	case Completed:
		t.item(e.Item).see(at, itemDone, agent, "")
	case Ended:
		t.ends = insert(t.ends, at, compareTimes, 0)
	}
}

// takesBack says whether a matter that was settled is not, after this.
func (e *Event) takesBack() bool {
	switch e.Kind {
	case Denied, Unanswered, HandoffRequested, Queued:
		return true
	}
	return e.Kind == Helpful && e.Score < .5
}

// goesOn says whether the kind is part of what goes on in a talk, rather than about one that may be over.
func (k Kind) goesOn() bool {
	switch k {
	case Wrapping, Completed, Ended, Rated, SurveySent, SurveyRefused, AnswerJudged, IntentJudged, Helpful:
		return false
	}
	return true
}
