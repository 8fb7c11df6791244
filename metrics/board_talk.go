package metrics

import (
	"cmp"
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

	items []*boardItem
	own   boardItem // hand-offs and agents' words, where nobody reports queues

	customer, channel, category, tier, language boardWord
	replied                                     int64 // the latest reply of anybody
	signs                                       boardSigns
	thinned                                     int // customer's messages that openers does not have any more

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

// touch notes that something happened: stretches that come to overlap are joined.
func (t *boardTalk) touch(at, quiet int64) {
	n := len(t.alive)
	if n > 0 && at >= t.alive[n-1].from { // the usual case
		if s := &t.alive[n-1]; at < s.until {
			s.until = max(s.until, at+quiet)
			return
		}
		t.alive = append(t.alive, stretch{at, at + quiet})
		return
	}
	joined := stretch{at, at + quiet}
	i := 0
	for i < n && t.alive[i].until <= joined.from {
		i++
	}
	j := i
	for j < n && t.alive[j].from < joined.until {
		joined.from = min(joined.from, t.alive[j].from)
		joined.until = max(joined.until, t.alive[j].until)
		j++
	}
	t.alive = slices.Replace(t.alive, i, j, joined)
}

// stretchAt is the stretch that has a time, which some activity was at.
func (t *boardTalk) stretchAt(at int64) stretch {
	for i := len(t.alive) - 1; i >= 0; i-- {
		if t.alive[i].from <= at {
			return t.alive[i]
		}
	}
	return stretch{at, at}
}

// starts calls yield with the index of each opener that began a talk: the first one, one after an
// end, one after quiet.
func (t *boardTalk) starts(yield func(i int)) {
	e := 0
	for i, o := range t.openers {
		if i > 0 {
			before := t.openers[i-1].at
			for e < len(t.ends) && t.ends[e] < before {
				e++
			}
			ended := e < len(t.ends) && t.ends[e] < o.at
			if !ended && before >= t.stretchAt(o.at).from {
				continue
			}
		}
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
	return start, t.stretchAt(last).until, true
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

// thin drops what is from before a time and can change nothing any more if no event comes later than
// that. Of the openers stay where the latest talk of theirs began, and the first words that nobody replied to.
func (t *boardTalk) thin(before int64) {
	if len(t.openers)+len(t.ends)+len(t.alive)+len(t.items) <= thinAbove {
		return
	}
	first := before
	if n := len(t.openers); n > 0 && t.openers[0].at < before {
		if t.openers[n/2].at < before { // worth the work
			t.thinOpeners(before)
		}
		first = t.openers[0].at
	}
	e := 0
	for e+1 < len(t.ends) && t.ends[e+1] < first {
		e++
	}
	t.ends = slices.Delete(t.ends, 0, e)
	s := 0
	for s < len(t.alive) && t.alive[s].until <= first {
		s++
	}
	t.alive = slices.Delete(t.alive, 0, s)
	var last int64
	for _, it := range t.items {
		last = max(last, it.at)
	}
	t.items = slices.DeleteFunc(t.items, func(it *boardItem) bool {
		return it.at < first || !it.active() && it.at < before && it.at < last
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
