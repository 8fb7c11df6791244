package ticket_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

// trial is a desk beside the world as it should be.
type trial struct {
	*rapid.T
	desk *ticket.Desk
	w    *tale
	n    int
}

// Random commands on random life cycles: the desk does what the short account says.
func TestADeskDoesWhatTheModelSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &trial{T: t, w: &tale{flow: anyWorkflow(t), now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), lives: map[string]*life{}}}
		n := 0
		var err error
		m.desk, err = ticket.New(ticket.NewMemoryStore(), &ticket.Options{
			Rules: &ticket.Rules{Workflow: m.w.flow}, Now: func() time.Time { return m.w.now }, NewID: func() string { n++; return fmt.Sprintf("made%05d", n) },
			Authorizer: ticket.AuthorizerFunc(func(context.Context, ticket.Actor, ticket.Right, *ticket.Ticket) error { return nil }),
		})
		require.NoError(t, err)
		m.open()
		t.Repeat(map[string]func(*rapid.T){
			"open": func(*rapid.T) { m.open() }, "say": func(*rapid.T) { m.say() }, "move": func(*rapid.T) { m.move() }, "change": func(*rapid.T) { m.change() },
			"snooze": func(*rapid.T) { m.snooze() }, "link": func(*rapid.T) { m.link() }, "judge": func(*rapid.T) { m.judge() },
			"merge": func(*rapid.T) { m.merge() }, "split": func(*rapid.T) { m.split() }, "time": func(*rapid.T) { m.time() }, "": func(*rapid.T) { m.compare() },
		})
	})
}

func (m *trial) draw(what string) *life {
	return m.w.lives[rapid.SampledFrom(m.w.order).Draw(m.T, what)]
}

// do carries out a command, some time after the one before, and returns who took it.
func (m *trial) do(id string, by ticket.Actor, actions ...ticket.Action) (ticket.Ticket, error) {
	return m.desk.Do(context.Background(), id, ticket.Command{Actor: by, Actions: actions})
}

func (m *trial) tick() { m.w.now = m.w.now.Add(time.Second) }

func (m *trial) open() {
	m.tick()
	m.n++
	id, owner := fmt.Sprintf("t%02d", m.n), rapid.SampledFrom([]string{"", "mia"}).Draw(m.T, "owner")
	by := rapid.SampledFrom([]ticket.Actor{carl, ada}).Draw(m.T, "by")
	_, err := m.desk.Open(context.Background(), ticket.Draft{ID: id, Subject: id, Customer: "carl", Owner: owner}, by)
	require.NoError(m, err)
	m.w.open(id, owner, nil, by == carl)
}

func (m *trial) say() {
	m.tick()
	l := m.draw("ticket")
	by := rapid.SampledFrom([]ticket.Actor{carl, ada}).Draw(m.T, "by")
	internal := by == ada && rapid.Bool().Draw(m.T, "internal")
	m.n++
	text := fmt.Sprint("words ", m.n)
	got, err := m.do(l.id, by, ticket.Action{Do: ticket.DoComment, Comment: &ticket.Comment{Text: text, Internal: internal}})
	require.NoError(m, err)
	taker, last := m.w.receiver(l, !internal, map[string]bool{})
	if taker == nil {
		taker = m.w.open(got.ID, last.owner, last.tags, true)
		if m.w.overdue(last) {
			m.w.move(last, m.w.firstOf(ticket.KindClosed))
		}
		last.link(ticket.FollowUp, taker.id)
		taker.link(ticket.FollowUpOf, last.id)
	}
	assert.Equal(m, taker.id, got.ID)
	m.w.say(taker, by.Role, internal, text)
	m.w.settle(taker)
}

func (m *trial) move() {
	m.tick()
	l, to := m.draw("ticket"), rapid.SampledFrom(m.w.flow.States).Draw(m.T, "to").Name
	_, err := m.do(l.id, ada, ticket.MoveTo(to, "because"))
	allowed := m.w.place(l.state).To
	switch {
	case l.kind == ticket.KindMerged:
		require.ErrorIs(m, err, ticket.ErrFinal)
	case to == l.state:
		require.NoError(m, err)
	case !slices.Contains(allowed, to):
		var refused *ticket.MoveError
		require.ErrorAs(m, err, &refused)
		require.NoError(m, storetest.Same("the error", &ticket.MoveError{Ticket: l.id, From: l.state, To: to, Allowed: allowed}, refused))
	default:
		require.NoError(m, err)
		m.w.move(l, to)
		m.w.settle(l)
	}
}

func (m *trial) change() {
	m.tick()
	l := m.draw("ticket")
	owner, tag := rapid.SampledFrom([]string{"", "mia", "tom"}).Draw(m.T, "owner"), rapid.SampledFrom([]string{"x", "y", "z"}).Draw(m.T, "tag")
	var a ticket.Action
	before := fmt.Sprint(*l)
	after := *l
	switch kind := rapid.SampledFrom([]ticket.ActionKind{ticket.DoAssign, ticket.DoTag, ticket.DoUntag}).Draw(m.T, "kind"); kind {
	case ticket.DoAssign:
		a, after.owner = ticket.AssignTo(owner), owner
	case ticket.DoTag:
		a = ticket.Tag(tag)
		after.tag(tag)
	default:
		a = ticket.Untag(tag)
		after.tags = slices.DeleteFunc(slices.Clone(l.tags), func(s string) bool { return s == tag })
	}
	_, err := m.do(l.id, ada, a)
	if l.kind == ticket.KindMerged || l.kind.Final() && a.Do == ticket.DoAssign {
		require.ErrorIs(m, err, ticket.ErrFinal)
		return
	}
	require.NoError(m, err)
	if *l = after; fmt.Sprint(after) != before {
		m.w.settle(l)
	}
}

func (m *trial) snooze() {
	m.tick()
	l := m.draw("ticket")
	if rapid.Bool().Draw(m.T, "wake") {
		_, err := m.do(l.id, ada, ticket.Wake())
		if l.kind.Final() {
			require.ErrorIs(m, err, ticket.ErrFinal)
			return
		}
		require.NoError(m, err)
		if !l.wake.IsZero() {
			l.wake = time.Time{}
			m.w.move(l, m.w.place(l.state).OnWake)
			m.w.settle(l)
		}
		return
	}
	d := time.Duration(rapid.IntRange(1, 50).Draw(m.T, "hours")) * time.Hour
	_, err := m.do(l.id, ada, ticket.Action{Do: ticket.DoSnooze, For: ticket.Duration(d)})
	if !l.kind.Active() {
		require.ErrorIs(m, err, ticket.ErrFinal)
		return
	}
	require.NoError(m, err)
	l.wake = m.w.now.Add(d)
}

func (m *trial) link() {
	m.tick()
	l, other := m.draw("ticket"), m.draw("other")
	kind := rapid.SampledFrom([]ticket.LinkKind{ticket.Parent, ticket.Child, ticket.Blocks, ticket.Related}).Draw(m.T, "kind")
	if there := l.linked(kind); len(there) > 0 && rapid.Bool().Draw(m.T, "unlink") {
		_, err := m.do(l.id, ada, ticket.Unlink(kind, there[0]))
		if l.kind == ticket.KindMerged {
			require.ErrorIs(m, err, ticket.ErrFinal)
			return
		}
		require.NoError(m, err)
		l.unlink(kind, there[0])
		m.w.lives[there[0]].unlink(kind.Counterpart(), l.id)
		m.w.settle(l, m.w.lives[there[0]])
		return
	}
	_, err := m.do(l.id, ada, ticket.LinkTo(kind, other.id))
	for other.kind == ticket.KindMerged {
		other = m.w.lives[other.linked(ticket.MergedInto)[0]]
	}
	switch {
	case l.kind == ticket.KindMerged:
		require.ErrorIs(m, err, ticket.ErrFinal)
	case slices.Contains(l.linked(kind), other.id):
		require.NoError(m, err)
	case l == other || m.w.circle(l, kind, other.id):
		require.ErrorIs(m, err, ticket.ErrInvalid)
	default:
		require.NoError(m, err)
		l.link(kind, other.id)
		other.link(kind.Counterpart(), l.id)
		m.w.settle(l, other)
	}
}

func (m *trial) judge() {
	m.tick()
	l, accepted := m.draw("ticket"), rapid.Bool().Draw(m.T, "accepted")
	_, err := m.do(l.id, carl, ticket.Judge(accepted, 3, ""))
	switch {
	case l.kind == ticket.KindMerged || l.kind == ticket.KindSpam:
		require.Error(m, err)
		return
	case l.kind != ticket.KindResolved && l.kind != ticket.KindClosed:
		require.ErrorIs(m, err, ticket.ErrInvalid)
		return
	}
	require.NoError(m, err)
	state := m.w.place(l.state)
	switch {
	case l.kind == ticket.KindClosed:
	case accepted:
		for _, to := range state.To {
			if m.w.place(to).Kind == ticket.KindClosed {
				m.w.move(l, to)
				break
			}
		}
	case !m.w.overdue(l):
		m.w.move(l, state.OnReply)
	}
	if !accepted {
		l.spoken(ticket.Customer, m.w.now)
	}
	m.w.settle(l)
}

func (m *trial) merge() {
	m.tick()
	from, into := m.draw("from"), m.draw("into")
	got, err := m.desk.Merge(context.Background(), from.id, into.id, ticket.Command{Actor: ada})
	switch {
	case from == into:
		require.ErrorIs(m, err, ticket.ErrInvalid)
	case slices.Contains(from.linked(ticket.MergedInto), into.id):
		require.NoError(m, err)
		assert.NotEqual(m, ticket.KindMerged, got.Kind)
	case from.kind.Final() || into.kind.Final():
		require.ErrorIs(m, err, ticket.ErrFinal)
	default:
		require.NoError(m, err)
		m.w.merge(from, into)
	}
}

func (m *trial) split() {
	m.tick()
	l := m.draw("ticket")
	var ids []string
	for r, err := range m.desk.Comments(context.Background(), l.id, false) {
		require.NoError(m, err)
		if r.Ticket == l.id && len(ids) < 2 {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) == 0 {
		return
	}
	got, err := m.desk.Split(context.Background(), l.id, ids, ticket.Draft{Subject: "split"}, ticket.Command{Actor: ada})
	if l.kind.Final() {
		require.ErrorIs(m, err, ticket.ErrFinal)
		return
	}
	require.NoError(m, err)
	next := m.w.open(got.ID, l.owner, nil, false)
	l.words = slices.DeleteFunc(slices.Clone(l.words), func(s words) bool {
		if s.home != l.id || len(next.words) == len(ids) {
			return false
		}
		s.home = next.id
		next.words = append(next.words, s)
		if !s.internal {
			next.spoken(s.by, s.at)
		}
		return true
	})
	l.link(ticket.SplitInto, next.id)
	next.link(ticket.SplitFrom, l.id)
	m.w.settle(l)
}

// time lets some pass, after which what is due is done.
func (m *trial) time() {
	m.w.now = m.w.now.Add(time.Duration(rapid.IntRange(1, 60).Draw(m.T, "hours")) * time.Hour)
	if rapid.Bool().Draw(m.T, "asleep") {
		return
	}
	_, err := m.desk.Sweep(context.Background())
	require.NoError(m, err)
	for _, l := range m.w.lives {
		if !l.wake.IsZero() && !l.wake.After(m.w.now) {
			l.wake = time.Time{}
			m.w.move(l, m.w.place(l.state).OnWake)
		}
		m.w.settle(l)
	}
}

// compare compares everything.
func (m *trial) compare() {
	for _, id := range m.w.order {
		l := m.w.lives[id]
		got, err := m.desk.Load(context.Background(), id)
		require.NoError(m, err)
		have := life{
			id: id, state: got.State, kind: got.Kind, owner: got.Owner, tags: got.Tags, links: got.Links, wake: got.Wake, waiting: got.Waiting,
			replied: got.Replied, last: got.LastReply, heard: got.Heard, resolved: got.Resolved, closedAt: got.Closed, reopened: got.Reopened,
		}
		for r, err := range m.desk.Comments(context.Background(), id, false) {
			require.NoError(m, err)
			have.words = append(have.words, words{text: r.Comment.Text, home: r.Ticket, at: r.At, by: r.Actor.Role, internal: r.Comment.Internal})
		}
		require.Equal(m, fmt.Sprintf("%+v", *l), fmt.Sprintf("%+v", have))
	}
}
