package ticket_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/ticket"
)

// someActions draws actions, among them such as cannot always be done.
func someActions(templates bool) *rapid.Generator[[]ticket.Action] {
	all := []ticket.Action{
		ticket.Tag("a"), ticket.Tag("b"), ticket.Untag("a"), ticket.Untag("b"), ticket.Raise(1), ticket.Raise(-1), ticket.SetPriority(0),
		ticket.MoveTo("open", "r"), ticket.MoveTo("pending", "r"), ticket.MoveTo("resolved", "r"), ticket.MoveTo("on_hold", "r"), ticket.MoveTo("closed", "r"),
		ticket.Reply("{number}"), ticket.Note("n", "sue"), ticket.AssignTo("mia"), ticket.AssignTo(""), ticket.ToGroup("g"), ticket.Watch("wu"),
		ticket.Set("type", "p"), ticket.Set("type", "q"),
		{Do: ticket.DoSnooze, For: ticket.Duration(5 * time.Hour)},
		ticket.Wake(),
		ticket.LinkTo(ticket.Related, "t1"), ticket.LinkTo(ticket.Child, "t2"), ticket.Unlink(ticket.Related, "t1"),
		ticket.Notify("customer", "hint", "x"), ticket.Notify("watchers", "hint", ""), ticket.Escalate("", "help"),
	}
	if templates {
		all = append(all, ticket.Start("p"), ticket.Action{Do: ticket.DoStart, To: "q", Reason: "r"}, ticket.Action{Do: ticket.DoStart, To: "p", Reason: "r"},
			ticket.Complete("one", nil), ticket.Complete("two", map[string]string{"found": "x"}), ticket.Skip("three", ""))
	}
	return rapid.SliceOfN(rapid.SampledFrom(all), 1, 3)
}

func someCondition(t *rapid.T) (c ticket.Condition) {
	tests := rapid.SliceOfN(rapid.SampledFrom([]ticket.Test{
		{Field: "tag", Value: "a"},
		{Field: "tag", Op: "not", Value: "b"},
		{Field: "priority", Op: "above", Value: "0"},
		{Field: "owner", Op: "unset"},
		{Field: "kind", Op: "in", Values: []string{"new", "open"}},
		{Field: "waiting", Value: "true"},
		{Field: "breached", Value: "true"},
		{Field: "type", Value: "p"},
	}), 0, 2)
	return ticket.Condition{All: tests.Draw(t, "all"), None: tests.Draw(t, "none")}
}

// someRules draws rules that have plenty to do with one another.
func someRules(t *rapid.T) ticket.Rules {
	on := rapid.SliceOfN(rapid.SampledFrom([]ticket.Happening{
		{Type: ticket.EventOpened},
		{Type: ticket.EventMoved},
		{Type: ticket.EventChanged},
		{Type: ticket.EventTagged},
		{Type: ticket.EventUntagged},
		{Type: ticket.EventCommented},
		{Type: ticket.EventLinked},
		{Type: ticket.EventStep},
		{Type: ticket.EventTimer},
		{Type: ticket.EventFailed},
		{Type: ticket.EventBreached},
		{Type: ticket.EventStarted},
		{Type: ticket.EventSnoozed},
		{Type: ticket.EventEscalated},
	}), 1, 3)
	do := someActions(true)
	var r ticket.Rules
	for i := range rapid.IntRange(0, 12).Draw(t, "triggers") {
		r.Triggers = append(r.Triggers, ticket.Trigger{Name: "trigger" + strconv.Itoa(i), On: on.Draw(t, "on"), When: someCondition(t), Do: do.Draw(t, "do")})
	}
	in := rapid.SliceOfN(rapid.SampledFrom([]string{"new", "open", "pending", "on_hold", "resolved"}), 1, 2)
	for i := range rapid.IntRange(0, 4).Draw(t, "timers") {
		r.Timers = append(r.Timers, ticket.Timer{
			Name: "timer" + strconv.Itoa(i), In: in.Draw(t, "in"), When: someCondition(t), Do: do.Draw(t, "do"),
			For: ticket.Duration(rapid.IntRange(1, 30).Draw(t, "hours")) * ticket.Duration(time.Hour), Snoozed: rapid.Bool().Draw(t, "snoozed"),
		})
	}
	rungs := []ticket.Rung{
		{Clock: "resolution", Percent: 80, Do: do.Draw(t, "rung")},
		{Clock: "resolution", Percent: 100, Do: do.Draw(t, "rung")},
		{Clock: "step:one", Percent: 150, Do: do.Draw(t, "rung")},
	}
	r.Policies = []ticket.Policy{{
		Name: "gold", When: ticket.Condition{All: []ticket.Test{{Field: "priority", Op: "above", Value: "1"}}}, Ladder: rungs,
		Targets: []ticket.Target{{Metric: ticket.Resolution, Limit: ticket.Duration(5 * time.Hour)}, {Metric: ticket.NextResponse, Limit: ticket.Duration(time.Hour)}},
	}, {Name: "all", Targets: []ticket.Target{{Metric: ticket.Resolution, Limit: ticket.Duration(20 * time.Hour)}}, Ladder: rungs}}
	steps := []ticket.StepRule{
		{Name: "one", Within: ticket.Duration(3 * time.Hour), Do: do.Draw(t, "step"), Then: do.Draw(t, "step")},
		{Name: "two", After: []string{"one"}, Results: []string{"found"}, Do: do.Draw(t, "step")},
		{Name: "three", After: []string{"one"}, Optional: true, Then: do.Draw(t, "step")},
	}
	r.Templates = []ticket.Template{{Name: "p", For: []string{"p"}, Steps: steps, Set: do.Draw(t, "set")}, {Name: "q", For: []string{"q"}, Steps: steps}}
	return r
}

// rulesModel is a desk with random rules, and what was committed and told.
type rulesModel struct {
	*rapid.T
	*ticket.Desk
	rules     ticket.Rules
	now       time.Time
	ids       int
	committed []ticket.Event
	notices   map[string]bool
}

func (m *rulesModel) Notify(_ context.Context, n ticket.Notice) error {
	require.False(m, m.notices[n.ID], "a notice is told once: %+v", n)
	m.notices[n.ID] = true
	require.NotEmpty(m, n.Number, "%+v", n)
	if strings.HasPrefix(n.To, "customer:") {
		require.False(m, n.Comment != nil && n.Comment.Internal, "customers see no notes: %+v", n)
		require.False(m, n.Comment == nil && strings.Contains(n.Text, "{number}"), "%+v", n)
	}
	return nil
}

// Whatever the rules are, they come to an end, fail nobody's command, and each acts as
// often as it may: triggers once for a ticket and commit, timers once for a stay, marks
// once at all. What Try says is what Do does.
func TestRandomRules(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(t *rapid.T) {
		m := &rulesModel{T: t, rules: someRules(t), now: noon, notices: map[string]bool{}}
		var err error
		m.Desk, err = ticket.New(ticket.NewMemoryStore(), &ticket.Options{
			Rules: &m.rules, Now: func() time.Time { return m.now }, NewID: func() string { m.ids++; return fmt.Sprintf("id%d", m.ids) },
			OnEvent: func(e ticket.Event) { m.committed = append(m.committed, e) }, Notifier: m,
		})
		require.NoError(t, err)
		for i := range 3 {
			id := "t" + strconv.Itoa(i)
			m.once(func() error {
				_, err := m.Open(ctx, ticket.Draft{ID: id, Subject: "s", Customer: "carl", Type: rapid.SampledFrom([]string{"", "p"}).Draw(t, "type")}, ticket.ByBot("b"))
				return err
			})
		}
		actors := rapid.SampledFrom([]ticket.Actor{ticket.ByAgent("mia"), ticket.BySupervisor("sue"), ticket.BySystem("host")})
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			id := "t" + strconv.Itoa(rapid.IntRange(0, 2).Draw(t, "ticket"))
			switch rapid.IntRange(0, 2).Draw(t, "what") {
			case 0:
				m.do(id, actors.Draw(t, "actor"), someActions(true).Draw(t, "do"))
			case 1:
				m.do(id, ticket.ByCustomer("carl"), []ticket.Action{ticket.Reply("hello")})
			default:
				m.now = m.now.Add(time.Duration(rapid.IntRange(1, 40).Draw(t, "hours")) * time.Hour)
				for { // one ticket after the other, to see which events are of one commit
					before := len(m.committed)
					m.once(func() error { _, err := m.Sweep(ctx); return err })
					if len(m.committed) == before {
						break
					}
				}
				m.checkTimers()
			}
		}
		_, err = m.Deliver(ctx)
		require.NoError(t, err)
	})
}

// do carries out a command, after trying it.
func (m *rulesModel) do(id string, by ticket.Actor, actions []ticket.Action) {
	ctx := context.Background()
	m.now = m.now.Add(time.Minute)
	c := ticket.Command{ID: "c" + strconv.Itoa(int(m.now.Unix())), Actor: by, Actions: actions}
	ids := m.ids
	tried, after, tryErr := m.Try(ctx, id, c)
	m.ids = ids // so that it makes the same ones
	before := len(m.committed)
	m.once(func() error {
		t, err := m.Do(ctx, id, c)
		require.Equal(m, tryErr, err)
		if err != nil {
			for _, known := range []error{ticket.ErrInvalid, ticket.ErrMove, ticket.ErrMissing, ticket.ErrFinal, ticket.ErrDenied} {
				if errors.Is(err, known) {
					return nil
				}
			}
			return err
		}
		assert.Equal(m, after.State, t.State)
		assert.Equal(m, fmt.Sprint(after.Tags, after.Fired, after.Steps), fmt.Sprint(t.Tags, t.Fired, t.Steps))
		assert.Equal(m, after.Due, t.Due)
		return nil
	})
	if tryErr == nil {
		require.Equal(m, told(tried), told(m.committed[before:]))
	}
}

// told is what events say.
func told(events []ticket.Event) (all []string) {
	for _, e := range events {
		all = append(all, fmt.Sprint(e.ID, e.Type, e.Rule, e.Depth, e.Field, e.Old, e.New, e.Reason, e.Actor))
	}
	return all
}

// once does something, and looks at the events that it committed.
func (m *rulesModel) once(f func() error) {
	before := len(m.committed)
	require.NoError(m, f())
	causes := map[string]string{}
	for _, e := range m.committed[before:] {
		other := e.Type == ticket.EventLinked || e.Type == ticket.EventUnlinked // may be what it did to another ticket
		if !strings.HasPrefix(e.Rule, "trigger:") || other {
			continue
		}
		require.LessOrEqual(m, e.Depth, ticket.MaxDepth)
		commit, _, _ := strings.Cut(e.ID, "/")
		key := fmt.Sprint(commit, e.Ticket, e.Rule)
		if first, ok := causes[key]; ok {
			require.Equal(m, first, e.Cause, "a trigger acts once: %s", key)
		}
		causes[key] = e.Cause
	}
}

// checkTimers holds the timers against their rules, after a sweep: each has acted in a
// stay once if its time has come, and never before; again only if it was refused.
func (m *rulesModel) checkTimers() {
	for i := range 3 {
		t, err := m.Load(context.Background(), "t"+strconv.Itoa(i))
		require.NoError(m, err)
		for _, rule := range m.rules.Timers {
			var since time.Time
			acted, refused := false, false
			for e, err := range m.History(context.Background(), t.ID) {
				require.NoError(m, err)
				people := e.Comment != nil && !e.Comment.Internal && e.Actor.Role != ticket.System && e.Actor.Role != ticket.Bot
				snooze := e.Type == ticket.EventSnoozed || e.Type == ticket.EventWoken
				refused = refused || e.Type == ticket.EventFailed && e.Rule == "timer:"+rule.Name
				switch {
				case e.Type == ticket.EventOpened || e.Type == ticket.EventMoved || people || snooze && !rule.Snoozed:
					since, acted, refused = e.At, false, false
				case e.Type == ticket.EventTimer && e.New == rule.Name:
					require.False(m, acted && !refused, "%s acts once, unless it was refused", rule.Name)
					refused = false
					require.False(m, e.At.Before(since.Add(rule.For.Std())), "%s acts in time", rule.Name)
					acted = true
				}
			}
			in := slices.Contains(rule.In, t.State)
			due := !m.now.Before(since.Add(rule.For.Std()))
			if in && due && rule.When.Holds(&t, m.now) && (rule.Snoozed || !t.Snoozed(m.now)) {
				require.True(m, acted, "%s has acted on %+v", rule.Name, t)
			}
			if in && !due && !acted && (rule.Snoozed || !t.Snoozed(m.now)) {
				require.False(m, t.Due.IsZero() || t.Due.After(since.Add(rule.For.Std())), "%s is looked at in time", rule.Name)
			}
		}
	}
}
