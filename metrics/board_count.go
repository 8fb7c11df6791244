package metrics

import (
	"slices"
	"strings"
)

// The phases of an open talk.
const (
	phaseNone uint8 = iota
	phaseBot
	phaseWaits
	phaseServed
)

// shownTalk is what a board's sums have of a talk.
type shownTalk struct {
	phase   uint8
	channel string
	starts  []int64
}

// shownAgent is what they have of an agent.
type shownAgent struct {
	state   uint8
	load    int
	counted bool
}

// boardSums are the numbers of a snapshot, kept up to date.
type boardSums struct {
	phases   [phaseServed + 1]int
	agents   [agentAway + 1]int
	loads    []int // how many agents have so many talks
	channels []ChannelMoment
	lines    []*boardLine // in the order of names
	inflow   boardInflow
}

// loadsKept is the largest number of talks of an agent that is told apart from larger ones.
const loadsKept = 32

const second = 1_000_000 // in microseconds

// uncount takes out of the sums what they have of a talk.
func (b *Board) uncount(t *boardTalk) {
	s := &t.shown
	if s.phase != phaseNone {
		b.sums.phases[s.phase]--
		b.sums.channel(s.channel, -1)
		s.phase = phaseNone
	}
	for _, at := range s.starts {
		b.sums.inflow.add(wholeSecond(at), -1)
	}
	s.starts = s.starts[:0]
	for _, it := range t.items {
		b.uncountItem(it)
	}
	b.uncountItem(&t.own)
}

func (b *Board) uncountItem(it *boardItem) {
	if it.line == nil {
		return
	}
	if it.server != nil {
		it.line.served--
		b.load(it.server, -1)
		it.server = nil
	} else {
		it.line.waits.remove(&it.wait)
	}
	b.sums.leave(it.line)
	it.line = nil
}

// count adds a talk to the sums, as things are at the board's clock.
func (b *Board) count(t *boardTalk) {
	s := &t.shown
	t.starts(func(i int) { s.starts = append(s.starts, t.openers[i].at) })
	for _, at := range s.starts {
		b.sums.inflow.add(wholeSecond(at), 1)
	}
	start, until, open := t.present()
	if !open || until <= b.clock {
		return
	}
	if t.due.pos == 0 || until < t.due.key {
		b.due.remove(&t.due)
		t.due.key = until
		b.due.push(&t.due)
	}
	s.phase, s.channel = phaseBot, t.channel.since(start)
	t.serving(start, func(it *boardItem) {
		it.line = b.sums.line(it.queue)
		if it.state == itemServed {
			s.phase = phaseServed
			it.line.served++
			it.server = b.agent(it.agent.title()) // "" is somebody
			b.load(it.server, 1)
			return
		}
		s.phase = max(s.phase, phaseWaits)
		it.wait.key = it.at
		it.line.waits.push(&it.wait)
	})
	b.sums.phases[s.phase]++
	b.sums.channel(s.channel, 1)
}

// load gives an agent one talk more or less.
func (b *Board) load(a *boardAgent, n int) {
	a.talks += n
	b.countAgent(a)
}

// countAgent puts an agent into the sums as he is at the board's clock.
func (b *Board) countAgent(a *boardAgent) {
	s := &a.shown
	if s.counted {
		b.sums.agents[s.state]--
		b.sums.loads[s.load]--
		s.counted = false
	}
	if a.name == "" {
		return
	}
	state := a.present(b.clock, b.quiet)
	if state == agentGone && a.talks == 0 {
		return
	}
	if state != agentGone && a.due.pos == 0 {
		a.due.key = a.state.at + b.quiet
		b.due.push(&a.due)
	}
	*s = shownAgent{state: state, load: min(a.talks, loadsKept), counted: true}
	b.sums.agents[s.state]++
	b.sums.loads[s.load]++
}

// line is the queue of a name, made where there is none.
func (s *boardSums) line(name string) *boardLine {
	i, found := slices.BinarySearchFunc(s.lines, name, func(l *boardLine, name string) int { return strings.Compare(l.name, name) })
	if !found {
		s.lines = slices.Insert(s.lines, i, &boardLine{name: strings.Clone(name)})
	}
	return s.lines[i]
}

// leave drops a queue that has nothing any more.
func (s *boardSums) leave(l *boardLine) {
	if len(l.waits) == 0 && l.served == 0 {
		if i := slices.Index(s.lines, l); i >= 0 {
			s.lines = slices.Delete(s.lines, i, i+1)
		}
	}
}

func (s *boardSums) channel(name string, n int) {
	i, found := slices.BinarySearchFunc(s.channels, name, func(c ChannelMoment, name string) int { return strings.Compare(c.Channel, name) })
	if !found {
		s.channels = slices.Insert(s.channels, i, ChannelMoment{Channel: strings.Clone(name)})
	}
	if s.channels[i].Open += n; s.channels[i].Open == 0 {
		s.channels = slices.Delete(s.channels, i, i+1)
	}
}

// wholeSecond is the second that a time is in.
func wholeSecond(micro int64) int64 {
	s := micro / second
	if micro%second < 0 {
		s--
	}
	return s
}
