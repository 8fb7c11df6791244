package metrics

import (
	"math"
	"slices"
)

// What the customer wrote, what was replied, and how long he waited for it.

// maxMoods is how many moods an episode keeps; keptFirst of these are the first ones.
const maxMoods, keptFirst = 64, 32

func (f *folder) customerSpoke(t *talk, it *item) {
	e := it.e
	t.FromCustomer++
	if e.Felt && !math.IsNaN(e.Valence) {
		t.feel(float32(min(max(e.Valence, -1), 1)))
	}
	replied := t.early != "" && t.early == e.Turn
	if t.first == never {
		t.first = it.at
		if replied {
			t.FirstReply = f.span(it.at, it.at)
		}
	}
	if replied {
		t.Replies = append(t.Replies, ReplyTime{})
		return
	}
	t.more = true
	if t.unanswered == never {
		t.unanswered, t.turned = it.at, false
	}
	t.turned = t.turned || e.Turn != ""
	if t.person && t.unserved == never {
		t.unserved = it.at
	}
}

func (f *folder) botSpoke(t *talk, it *item) {
	e := it.e
	t.FromBot++
	if t.unanswered == never {
		t.early = e.Turn
		return
	}
	if e.Turn == "" && t.turned {
		return // nobody asked for it
	}
	f.replied(t, "", t.unanswered, max(it.at, plus(t.unanswered, took(e))))
	t.unanswered, t.more = never, false
}

func (f *folder) agentSpoke(t *talk, it *item) {
	t.FromAgents++
	t.served = true
	last(&t.holder, it.e.Agent)
	if !t.FirstHuman.Known {
		from := t.asked
		if from == never {
			from = t.first
		}
		if from != never {
			t.FirstHuman = f.span(from, it.at)
		}
	}
	from := t.unanswered
	if from == never || t.unserved != never && t.unserved < from {
		from = t.unserved
	}
	if from != never {
		f.replied(t, it.e.Agent, from, it.at)
	}
	t.unanswered, t.unserved = never, never
}

// replied notes a reply to what was written at one time, at another.
func (f *folder) replied(t *talk, agent string, from, at int64) {
	s := f.span(from, at)
	t.Replies = append(t.Replies, ReplyTime{Agent: agent, Wall: s.Wall, Hours: s.Hours})
	if t.first != never && !t.FirstReply.Known {
		t.FirstReply = f.span(t.first, at)
	}
}

// waits says whether somebody is still to do something for the customer.
func (t *talk) waits() bool {
	return !t.settled && (t.unanswered != never || t.unserved != never)
}

// feel keeps the first moods and, behind these, the last ones in a ring.
func (t *talk) feel(mood float32) {
	if len(t.Moods) < maxMoods {
		t.Moods = append(t.Moods, mood)
	} else {
		t.Moods[keptFirst+(t.moods-keptFirst)%(maxMoods-keptFirst)] = mood
	}
	t.moods++
}

// sortMoods puts the ring in order.
func (t *talk) sortMoods() {
	if t.moods <= maxMoods {
		return
	}
	ring := t.Moods[keptFirst:]
	at := (t.moods - keptFirst) % len(ring)
	copy(ring, slices.Concat(ring[at:], ring[:at]))
}
