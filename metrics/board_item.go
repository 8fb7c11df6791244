package metrics

import (
	"cmp"
	"strings"
)

// The states of an item, in the order in which events of the same time have happened.
const (
	itemWaits uint8 = iota + 1
	itemServed
	itemGone // the customer left the queue, or nobody will take it
	itemWraps
	itemDone
)

// A boardItem is something that waits for a person or has one: its latest state.
type boardItem struct {
	id    string
	at    int64
	state uint8
	agent *boardAgent
	queue string

	// What was counted of it.
	wait   boardNode
	line   *boardLine
	server *boardAgent
}

func (it *boardItem) active() bool { return it.state == itemWaits || it.state == itemServed }

// see takes a state if it is later than the present one.
func (it *boardItem) see(at int64, state uint8, agent *boardAgent, queue string) {
	if it.state != 0 && cmp.Or(cmp.Compare(at, it.at), cmp.Compare(state, it.state),
		strings.Compare(agent.title(), it.agent.title()), strings.Compare(queue, it.queue)) <= 0 {
		return
	}
	it.at, it.state, it.agent, it.queue = at, state, agent, queue
}

// item is the one of an id, made where there is none.
func (t *boardTalk) item(id string) *boardItem {
	for _, it := range t.items {
		if it.id == id {
			return it
		}
	}
	it := &boardItem{id: strings.Clone(id)}
	t.items = append(t.items, it)
	return it
}

// A boardAgent is what a board knows about an agent.
type boardAgent struct {
	name  string
	state boardWord
	talks int // that he has now

	due, forget boardNode
	shown       shownAgent
}

func (a *boardAgent) title() string {
	if a == nil {
		return ""
	}
	return a.name
}

// The states of agents; anything else is away.
const (
	agentGone uint8 = iota
	agentOnline
	agentBusy
	agentWraps
	agentAway
)

func (a *boardAgent) present(clock, quiet int64) uint8 {
	if a.state.value == "" || a.state.at+quiet <= clock {
		return agentGone
	}
	switch a.state.value {
	case "offline":
		return agentGone
	case "online":
		return agentOnline
	case "busy":
		return agentBusy
	case "wrap_up":
		return agentWraps
	}
	return agentAway
}

// A boardLine is a queue: what waits in it, the longest first, and what of it agents have.
type boardLine struct {
	name   string
	waits  boardHeap
	served int
}

// serving is the items of the latest talk that count. Where nobody reports items, what is known of hand-offs and
// of agents' words stands in.
func (t *boardTalk) serving(start int64, yield func(*boardItem)) {
	var known, active bool
	var last int64
	for _, it := range t.items {
		if it.at < start {
			continue
		}
		known, last = true, max(last, it.at)
		if it.active() {
			active = true
			yield(it)
		}
	}
	if own := &t.own; own.active() && own.at >= start {
		if own.state == itemServed && !known || own.state == itemWaits && !active && own.at > last {
			yield(own)
		}
	}
}
