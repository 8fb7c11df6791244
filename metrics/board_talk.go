package metrics

import (
	"cmp"
	"math"
	"slices"
)

// A boardTalk is what a board knows about a conversation, or about a named episode of one. All of it
// grows in one direction only (sets, unions of intervals, the latest of values), so that
// neither the order of events nor repeats matter. Times are microseconds since 1970.
type boardTalk struct {
	key, conversation string

	openers []opener  // what begins a talk or goes on with it, in order; older ones are thinned out
	ends    []int64   // in order
	alive   []stretch // when something had happened less than Quiet ago, in order and apart
	last    int64     // the latest event

	settled   []int64   // when somebody said that the matter is settled, in order; the latest 16
	withdrawn []int64   // when something happened that takes this back, in order
	brief     []stretch // as alive, with Linger for Quiet

	items []*boardItem
	own   boardItem // hand-offs and agents' words, where nobody reports queues

	customer, channel, category, tier, language boardWord
	replied                                     int64 // the latest reply of anybody
	signs                                       boardSigns
	thinned                                     int // customer's messages that openers does not have any more

	thinAt      int // the size at which thinning is worth it again
	due, forget boardNode
	shown       shownTalk
}

// An opener is what a customer said, or that a person was asked for.
type opener struct {
	at   int64
	said bool
}

func (a opener) compare(b opener) int {
	if c := cmp.Compare(a.at, b.at); c != 0 || a.said == b.said {
		return c
	}
	if a.said {
		return -1
	}
	return 1
}

// A stretch is from an activity until Quiet after the last one that is joined to it.
type stretch struct{ from, until int64 }

// A boardWord is the value of the latest event that had one.
type boardWord struct {
	at    int64
	value string
}

func (l *boardWord) see(at int64, value string) {
	if value != "" && (l.value == "" || at > l.at || at == l.at && value > l.value) {
		l.at, l.value = at, value
	}
}

// since is the value if it is not older than a time.
func (l *boardWord) since(at int64) string {
	if l.at < at {
		return ""
	}
	return l.value
}

// boardSigns are what tells that a talk goes wrong: the latest of each.
type boardSigns struct {
	repeats, unanswered, failures []int64
	moods                         []boardMood
}

type boardMood struct {
	at      int64
	valence float32
}

func (a boardMood) compare(b boardMood) int {
	return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.valence, b.valence))
}

const (
	signsKept = 16
	moodsKept = 4
)

// insert puts a value into an ordered set of which the most latest are kept (0: all).
func insert[T any](set []T, value T, compare func(T, T) int, most int) []T {
	i, found := slices.BinarySearchFunc(set, value, compare)
	if found {
		return set
	}
	if most > 0 && len(set) == most {
		if i == 0 {
			return set
		}
		copy(set, set[1:i])
		set[i-1] = value
		return set
	}
	return slices.Insert(set, i, value)
}

// touch adds what happened at a time to stretches of so much each: those that come to overlap are joined.
func touch(all []stretch, at, patience int64) []stretch {
	n := len(all)
	if n > 0 && at >= all[n-1].from { // the usual case
		if s := &all[n-1]; at < s.until {
			s.until = max(s.until, at+patience)
			return all
		}
		return append(all, stretch{at, at + patience})
	}
	joined := stretch{at, at + patience}
	i := 0
	for i < n && all[i].until <= joined.from {
		i++
	}
	j := i
	for j < n && all[j].from < joined.until {
		joined.from = min(joined.from, all[j].from)
		joined.until = max(joined.until, all[j].until)
		j++
	}
	return slices.Replace(all, i, j, joined)
}

// stretchAt is the stretch that has a time, which some activity was at.
func stretchAt(all []stretch, at int64) stretch {
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].from <= at {
			return all[i]
		}
	}
	return stretch{at, at}
}

// lapse is when a talk that began at a time is over because it had been settled before another time and nobody went on with it; the largest
// number where it is not.
func (t *boardTalk) lapse(start, by int64) int64 {
	over := int64(math.MaxInt64)
	for _, at := range t.settled {
		if at < start || at >= by {
			continue
		}
		until := stretchAt(t.brief, at).until
		if i, _ := slices.BinarySearch(t.withdrawn, at+1); i < len(t.withdrawn) && t.withdrawn[i] < until {
			continue
		}
		over = min(over, until)
	}
	return over
}

// starts calls yield with the index of each opener that began a talk: the first one, one after an
// end, one after quiet, one after a settled talk was left alone.
func (t *boardTalk) starts(yield func(i int)) {
	e := 0
	var start int64
	for i, o := range t.openers {
		if i > 0 {
			before := t.openers[i-1].at
			for e < len(t.ends) && t.ends[e] < before {
				e++
			}
			ended := e < len(t.ends) && t.ends[e] < o.at
			if !ended && before >= stretchAt(t.alive, o.at).from && t.lapse(start, o.at) > o.at {
				continue
			}
		}
		start = o.at
		yield(i)
	}
}

// present says when the latest talk began, whether it is not over by what was said, and until when it is open
// if nothing happens.
func (t *boardTalk) present() (start, until int64, open bool) {
	n := len(t.openers)
	if n == 0 {
		return 0, 0, false
	}
	t.starts(func(i int) { start = t.openers[i].at })
	last := t.openers[n-1].at
	if e := len(t.ends); e > 0 && t.ends[e-1] >= last {
		return start, 0, false
	}
	return start, min(stretchAt(t.alive, last).until, t.lapse(start, math.MaxInt64)), true
}

// unreplied is the time of the first words of a talk that nobody replied to, 0 where there are none.
func (t *boardTalk) unreplied(start int64) int64 {
	for _, o := range t.openers {
		if o.said && o.at >= start && o.at > t.replied {
			return o.at
		}
	}
	return 0
}

// thinAbove is how much a talk has before what is old is thinned out.
const thinAbove = 16

func (t *boardTalk) size() int {
	return len(t.openers) + len(t.ends) + len(t.alive) + len(t.items) + len(t.settled) + len(t.withdrawn) + len(t.brief)
}

// thin drops what is from before a time and can change nothing any more if no event comes later than
// that. Of the openers stay where the latest talk of theirs began, and the first words that nobody replied to.
func (t *boardTalk) thin(before int64) {
	if t.size() <= max(thinAbove, t.thinAt) {
		return
	}
	defer func() { t.thinAt = 2 * t.size() }()
	first := before
	if len(t.openers) > 0 && t.openers[0].at < before {
		t.thinOpeners(before)
		first = t.openers[0].at
	}
	e := 0
	for e+1 < len(t.ends) && t.ends[e+1] < first {
		e++
	}
	t.ends = slices.Delete(t.ends, 0, e)
	gone := func(s stretch) bool { return s.until <= first }
	t.alive = slices.DeleteFunc(t.alive, gone)
	t.thinSettled(before, first)
	var last int64
	for _, it := range t.items {
		last = max(last, it.at)
	}
	t.items = slices.DeleteFunc(t.items, func(it *boardItem) bool {
		return it.at < first || !it.active() && it.at < before && it.at < last
	})
}

// thinSettled keeps what settled the latest talk, if nothing has taken it back.
func (t *boardTalk) thinSettled(before, first int64) {
	t.settled = slices.DeleteFunc(t.settled, func(at int64) bool {
		if at >= before {
			return false
		}
		until := stretchAt(t.brief, at).until
		i, _ := slices.BinarySearch(t.withdrawn, at+1)
		return at < first || i < len(t.withdrawn) && t.withdrawn[i] < until
	})
	t.withdrawn = slices.DeleteFunc(t.withdrawn, func(at int64) bool { return at < before })
	t.brief = slices.DeleteFunc(t.brief, func(s stretch) bool {
		i, _ := slices.BinarySearch(t.settled, s.from)
		return s.until <= before && (i == len(t.settled) || t.settled[i] >= s.until)
	})
}

func (t *boardTalk) thinOpeners(before int64) {
	start := 0
	t.starts(func(i int) {
		if t.openers[i].at < before {
			start = i
		}
	})
	waits := t.unreplied(t.openers[start].at)
	if start > 0 {
		t.thinned = 0
	}
	kept := t.openers[:0]
	for i, o := range t.openers {
		switch {
		case o.at >= before || i == start || o.said && o.at == waits:
			kept = append(kept, o)
		case i > start && o.said:
			t.thinned++
		}
	}
	t.openers = kept
}

// said is how many messages of the customer the latest talk has.
func (t *boardTalk) said(start int64) (n int) {
	for _, o := range t.openers {
		if o.said && o.at >= start {
			n++
		}
	}
	if len(t.openers) > 0 && t.openers[0].at == start {
		n += t.thinned
	}
	return n
}
