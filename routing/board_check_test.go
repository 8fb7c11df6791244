package routing

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/stretchr/testify/require"
)

// image is all that a board knows, in words: two boards are equal if their images are.
func image(b *board) []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for e := range b.works.each {
		id := e.item.ID
		add("item %s: %+v arrived=%d", id, e.status, e.arrived)
		if e.class != nil {
			add("item %s waits with rank %v", id, e.rank)
		}
	}
	for id, s := range b.seats {
		var held, past []string
		for _, e := range s.held {
			held = append(held, e.item.ID)
		}
		sort.Strings(held)
		for c, x := range s.past {
			past = append(past, fmt.Sprintf("%s %.6f", c, x))
		}
		sort.Strings(past)
		add("agent %s: %+v held=%v used=%d channel=%v class=%v past=%v online=%t open=%t", id, s.rec, held, s.used,
			counted(s.channel), counted(s.class), past, b.online.has(s.index), b.open.has(s.index))
	}
	for id, q := range b.queues {
		if q.waiting+q.held > 0 {
			add("queue %s: %d %d", id, q.waiting, q.held)
		}
	}
	for key, c := range b.class {
		if c.len() == 0 {
			continue
		}
		var line, odd, seats []string
		c.line.each(func(e *entry) bool { line = append(line, e.item.ID); return true })
		for _, e := range c.odd {
			odd = append(odd, e.item.ID)
		}
		for _, s := range c.list {
			seats = append(seats, s.rec.Agent.ID)
		}
		sort.Strings(seats)
		add("class %q: %v %v for %v", key, line, odd, seats)
	}
	for id, list := range b.talks {
		var items []string
		for _, e := range list {
			items = append(items, e.item.ID)
		}
		sort.Strings(items)
		add("conversation %s: %v", id, items)
	}
	for category, x := range b.team.Past {
		add("team %s: %.6f", category, x)
	}
	for _, a := range b.alarms {
		add("alarm %s at %v", a.name(), a.at)
	}
	add("waiting %d, people %d, control %+v, revision %d, seq %d", b.waiting, b.people, b.control, b.revision, b.seq)
	sort.Strings(out)
	return out
}

func counted(t tally) []string {
	var out []string
	for _, x := range t {
		if x.n != 0 {
			out = append(out, fmt.Sprint(x))
		}
	}
	sort.Strings(out)
	return out
}

// tester is what both tests and properties are.
type tester interface {
	require.TestingT
	Helper()
	Fatalf(format string, args ...any)
}

// requireFresh holds the board of a router against one that is loaded anew, and
// checks what a board is made of.
func requireFresh(t tester, r *Router) {
	t.Helper()
	fresh, err := New(r.store, &r.opts)
	require.NoError(t, err)
	fresh.planner = r.planner
	fresh.reset()
	require.NoError(t, fresh.load(context.Background()))
	want, got := image(fresh.board), image(r.board)
	if !slices.Equal(want, got) {
		t.Fatalf("the board is not what the store holds\nonly on the board:\n%s\nonly in the store:\n%s", less(got, want), less(want, got))
	}
	requireSound(t, r)
}

func less(a, b []string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) }), "\n")
}

// requireSound checks the inner order of a board that no command is changing.
func requireSound(t tester, r *Router) {
	t.Helper()
	b := r.board
	for e := range b.works.each {
		id := e.item.ID
		require.False(t, e.touched || e.dirty, "item %s is left touched", id)
	}
	for id, s := range b.seats {
		require.False(t, s.touched || s.dirty, "agent %s is left touched", id)
		require.Equal(t, s, b.order[s.index])
		for i, e := range s.held {
			require.Equal(t, i, e.place)
		}
	}
	for _, c := range b.class {
		requireLine(t, &c.line)
		require.True(t, slices.IsSortedFunc(c.odd, func(a, b *entry) int {
			if a.before(&b.urgency) {
				return -1
			}
			return 1
		}))
	}
	requireHeap(t, b.alarms)
	require.Empty(t, r.tx.undo)
	require.Empty(t, r.tx.worked)
}

// requireWorking checks that nobody waits for whom somebody has room, that nothing
// that is due is left, and that no more is held than there is capacity, but for
// agents whose capacity was lowered.
func requireWorking(t tester, r *Router, lowered map[string]bool) {
	t.Helper()
	b, now := r.board, r.now()
	for e := range b.works.each {
		id := e.item.ID
		st := &e.status
		if !st.Due.IsZero() {
			require.True(t, st.Due.After(now), "item %s was due at %v, it is %v", id, st.Due, now)
		}
		if st.State.Held() {
			require.NotNil(t, b.seats[st.Agent], "item %s is held by nobody", id)
			continue
		}
		for agent, s := range b.seats {
			if s.rec.Presence == Online && s.takes(st.Weight, e.item.Channel, e.item.Class) && !slices.Contains(st.Declined, agent) {
				require.NotEmpty(t, r.planner.qualifies(&s.rec.Agent, &st.Stage.Require, st.Stage.Queue), "item %s waits and %s has room", id, agent)
			}
		}
	}
	for id, s := range b.seats {
		if !s.rec.Lease.IsZero() {
			require.True(t, s.rec.Lease.After(now), "the lease of %s is over", id)
		}
		if a := &s.rec.Agent; !lowered[id] && a.Capacity > 0 {
			require.LessOrEqual(t, s.used, a.Capacity, id)
		}
	}
}

func requireLine(t tester, l *line) {
	t.Helper()
	require.Len(t, l.sizes, len(l.runs))
	n := 0
	var first, last *entry
	for i, r := range l.runs {
		require.Positive(t, r.hi-r.lo, "an empty run")
		require.EqualValues(t, r.hi-r.lo, l.sizes[i])
		for k := r.lo; k < r.hi; k++ {
			e := r.items[k]
			require.Equal(t, e.urgency, r.keys[k])
			require.True(t, last == nil || last.before(&e.urgency))
			if last = e; first == nil {
				first = e
			}
			n++
		}
	}
	require.Equal(t, n, l.len())
	require.True(t, l.front == first)
	require.True(t, first == nil || l.head == first.urgency)
}

func requireHeap(t tester, h alarms) {
	t.Helper()
	for i, a := range h {
		require.Equal(t, i+1, a.index)
		require.False(t, a.at.IsZero())
		require.False(t, i > 0 && a.before(h[(i+1)/2-1]), "alarm %d is before its parent", i)
	}
}
