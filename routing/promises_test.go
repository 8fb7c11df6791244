package routing_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing"
)

// office is a router in which ann, who can have one item, has one that is active (1),
// ben is offered one (2), cat wraps one up (3), and one waits (4), for which nobody
// has room; 5 is completed. dan is offline.
type office struct {
	*routing.Router
	now  time.Time
	seen int // events
}

func newOffice(t *testing.T) *office {
	t.Helper()
	x := &office{now: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)}
	r, err := routing.New(routing.NewMemoryStore(), &routing.Options{
		Now: func() time.Time { return x.now }, Lease: time.Hour,
		Plan: routing.Plan{
			Queues: []routing.Queue{
				{ID: "q"},
				{ID: "offer", OfferFor: routing.Duration(30 * time.Second)},
				{ID: "wrap", WrapUp: routing.Duration(30 * time.Second)},
				{ID: "full", MaxLen: 1, Require: routing.Require{Agent: "dan"}},
			},
			Rules: []routing.Rule{
				{Name: "offer", If: "channel == 'voice'", Targets: []routing.Target{{Queue: "offer"}}},
				{Name: "wrap", If: "channel == 'mail'", Targets: []routing.Target{{Queue: "wrap"}}},
				{Name: "full", If: "channel == 'letter'", Targets: []routing.Target{{Queue: "full"}}},
			},
		},
	})
	require.NoError(t, err)
	x.Router = r
	ctx := t.Context()
	for _, a := range []struct{ id, channel, item string }{{"ann", "chat", "1"}, {"ben", "voice", "2"}, {"cat", "mail", "3"}} {
		require.NoError(t, r.Register(ctx, routing.Agent{ID: a.id, Capacity: 1}))
		require.NoError(t, r.SetPresence(ctx, a.id, routing.Online, ""))
		_, err := r.Submit(ctx, routing.Item{ID: a.item, Channel: a.channel, Conversation: "talk"})
		require.NoError(t, err)
	}
	_, err = r.Complete(ctx, x.of("3"), "solved")
	require.NoError(t, err)
	require.NoError(t, r.Register(ctx, routing.Agent{ID: "dan", Capacity: 1}))
	require.NoError(t, r.SetPresence(ctx, "dan", routing.Online, ""))
	_, err = r.Submit(ctx, routing.Item{ID: "5"})
	require.NoError(t, err)
	_, err = r.Complete(ctx, x.of("5"), "solved")
	require.NoError(t, err)
	require.NoError(t, r.SetPresence(ctx, "dan", routing.Offline, ""))
	_, err = r.Submit(ctx, routing.Item{ID: "4", Conversation: "talk"})
	require.NoError(t, err)
	x.seen = x.events()
	return x
}

func (x *office) events() (n int) {
	for range x.Events(context.Background(), "", 0) {
		n++
	}
	return n
}

// of is the present or last assignment of an item.
func (x *office) of(item string) routing.Assignment {
	w, _ := x.Work(context.Background(), item)
	return routing.Assignment{Item: item, Agent: w.Status.Agent, Epoch: w.Status.Epoch}
}

func second[T any](_ T, err error) error { return err }

// TestRefusals: each command says what is wrong, and changes nothing.
func TestRefusals(t *testing.T) {
	ctx := context.Background()
	stale := routing.Assignment{Item: "1", Agent: "ann"}
	for name, c := range map[string]struct {
		do   func(x *office) error
		want error
	}{
		"accept an item that is unknown": {func(x *office) error {
			return second(x.Accept(ctx, routing.Assignment{Item: "9", Agent: "ann", Epoch: 1}))
		}, routing.ErrNotFound},
		"accept what nobody has": {func(x *office) error { return second(x.Accept(ctx, routing.Assignment{Item: "4"})) }, routing.ErrStale},
		"accept for another agent": {func(x *office) error {
			return second(x.Accept(ctx, routing.Assignment{Item: "2", Agent: "ann", Epoch: 1}))
		}, routing.ErrStale},
		"accept an earlier epoch":  {func(x *office) error { return second(x.Accept(ctx, stale)) }, routing.ErrStale},
		"accept what has ended":    {func(x *office) error { return second(x.Accept(ctx, x.of("5"))) }, routing.ErrState},
		"reject what is accepted":  {func(x *office) error { return second(x.Reject(ctx, x.of("1"), "")) }, routing.ErrState},
		"return what is wrapping":  {func(x *office) error { return second(x.Return(ctx, x.of("3"), "")) }, routing.ErrState},
		"complete what is offered": {func(x *office) error { return second(x.Complete(ctx, x.of("2"), "")) }, routing.ErrState},
		"complete an ended one of another": {func(x *office) error {
			return second(x.Complete(ctx, routing.Assignment{Item: "5", Agent: "ann", Epoch: 1}, ""))
		}, routing.ErrStale},
		"ready without wrap-up":       {func(x *office) error { return second(x.Ready(ctx, x.of("1"))) }, routing.ErrState},
		"answer what is offered":      {func(x *office) error { return x.AgentSpoke(ctx, x.of("2")) }, routing.ErrState},
		"customer of an unknown item": {func(x *office) error { return x.CustomerSpoke(ctx, "9") }, routing.ErrNotFound},
		"cancel an unknown item":      {func(x *office) error { return second(x.Cancel(ctx, "9", "")) }, routing.ErrNotFound},
		"cancel what is completed":    {func(x *office) error { return second(x.Cancel(ctx, "5", "")) }, routing.ErrState},
		"assign to an unknown agent":  {func(x *office) error { return second(x.Assign(ctx, "4", "eve", routing.Hand{})) }, routing.ErrNotFound},
		"assign an unknown item":      {func(x *office) error { return second(x.Assign(ctx, "9", "ann", routing.Hand{})) }, routing.ErrNotFound},
		"assign to who is offline":    {func(x *office) error { return second(x.Assign(ctx, "4", "dan", routing.Hand{})) }, routing.ErrState},
		"assign beyond capacity":      {func(x *office) error { return second(x.Assign(ctx, "4", "ann", routing.Hand{})) }, routing.ErrNoRoom},
		"assign what is wrapping":     {func(x *office) error { return second(x.Assign(ctx, "3", "cat", routing.Hand{})) }, routing.ErrState},
		"assign what has ended":       {func(x *office) error { return second(x.Assign(ctx, "5", "ann", routing.Hand{})) }, routing.ErrState},
		"transfer nowhere": {func(x *office) error {
			return second(x.Transfer(ctx, x.of("1"), routing.Destination{}, routing.Hand{}))
		}, routing.ErrInvalid},
		"transfer to two places": {func(x *office) error {
			return second(x.Transfer(ctx, x.of("1"), routing.Destination{Agent: "ben", Route: true}, routing.Hand{}))
		}, routing.ErrInvalid},
		"transfer to an unknown queue": {func(x *office) error {
			return second(x.Transfer(ctx, x.of("1"), routing.Destination{Queue: "z"}, routing.Hand{}))
		}, routing.ErrInvalid},
		"transfer what is offered": {func(x *office) error {
			return second(x.Transfer(ctx, x.of("2"), routing.Destination{Route: true}, routing.Hand{}))
		}, routing.ErrState},
		"register without id":            {func(x *office) error { return x.Register(ctx, routing.Agent{}) }, routing.ErrInvalid},
		"remove an unknown agent":        {func(x *office) error { return x.Remove(ctx, "eve") }, routing.ErrNotFound},
		"presence of an unknown agent":   {func(x *office) error { return x.SetPresence(ctx, "eve", routing.Online, "") }, routing.ErrNotFound},
		"an unknown presence":            {func(x *office) error { return x.SetPresence(ctx, "ann", 9, "") }, routing.ErrInvalid},
		"heartbeat of an unknown agent":  {func(x *office) error { return x.Heartbeat(ctx, "eve") }, routing.ErrNotFound},
		"heartbeat of who is offline":    {func(x *office) error { return x.Heartbeat(ctx, "dan") }, routing.ErrState},
		"submit without id":              {func(x *office) error { return second(x.Submit(ctx, routing.Item{})) }, routing.ErrInvalid},
		"suggest for an ended item":      {func(x *office) error { return second(x.Suggest(ctx, "5", 1)) }, routing.ErrNotFound},
		"place of what is active":        {func(x *office) error { return second(x.Place(ctx, "1")) }, routing.ErrState},
		"place of what has ended":        {func(x *office) error { return second(x.Place(ctx, "5")) }, routing.ErrNotFound},
		"a queue that is not there":      {func(x *office) error { return second(x.Queue(ctx, "z")) }, routing.ErrNotFound},
		"experience of an unknown agent": {func(x *office) error { return second(x.Learned(ctx, "eve")) }, routing.ErrNotFound},
		"a plan with a fault": {func(x *office) error {
			return x.SetPlan(ctx, routing.Plan{Queues: []routing.Queue{{ID: "q"}, {ID: "q"}}})
		}, routing.ErrInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			x := newOffice(t)
			before, err := x.Load(ctx)
			require.NoError(t, err)
			err = c.do(x)
			require.ErrorIs(t, err, c.want)
			require.Greater(t, len(err.Error()), len(c.want.Error())+10, "it says more than which error it is")
			after, err := x.Load(ctx)
			require.NoError(t, err)
			assert.Equal(t, before, after, "nothing is written")
			assert.Len(t, x.Plan().Queues, 4)
		})
	}
}

// TestRepeats: a command that is given again answers what it answered, and changes
// nothing.
func TestRepeats(t *testing.T) {
	ctx := context.Background()
	for name, do := range map[string]func(x *office) (routing.Work, error){
		"accept":             func(x *office) (routing.Work, error) { return x.Accept(ctx, x.of("2")) },
		"complete":           func(x *office) (routing.Work, error) { return x.Complete(ctx, x.of("1"), "solved") },
		"complete, wrapping": func(x *office) (routing.Work, error) { return x.Complete(ctx, x.of("3"), "other words") },
		"ready":              func(x *office) (routing.Work, error) { return x.Ready(ctx, x.of("3")) },
		"cancel":             func(x *office) (routing.Work, error) { return x.Cancel(ctx, "4", "left") },
		"assign":             func(x *office) (routing.Work, error) { return x.Assign(ctx, "2", "ben", routing.Hand{By: "eve"}) },
		"submit":             func(x *office) (routing.Work, error) { return x.Submit(ctx, routing.Item{ID: "1", Priority: 9}) },
		"transfer to himself": func(x *office) (routing.Work, error) {
			return x.Transfer(ctx, x.of("1"), routing.Destination{Agent: "ann"}, routing.Hand{})
		},
		"register": func(x *office) (routing.Work, error) {
			return routing.Work{}, x.Register(ctx, routing.Agent{ID: "ann", Capacity: 2})
		},
		"an answer":               func(x *office) (routing.Work, error) { return routing.Work{}, x.AgentSpoke(ctx, x.of("1")) },
		"heartbeat":               func(x *office) (routing.Work, error) { return routing.Work{}, x.Heartbeat(ctx, "ann") },
		"words after the end":     func(x *office) (routing.Work, error) { return routing.Work{}, x.CustomerSpoke(ctx, "5") },
		"the plan that there was": func(x *office) (routing.Work, error) { return routing.Work{}, x.SetPlan(ctx, x.Plan()) },
	} {
		t.Run(name, func(t *testing.T) {
			x := newOffice(t)
			first, err := do(x)
			require.NoError(t, err)
			load, err := x.Load(ctx)
			require.NoError(t, err)
			x.now = x.now.Add(time.Second)
			again, err := do(x)
			require.NoError(t, err)
			assert.Equal(t, first, again)
			after, err := x.Load(ctx)
			require.NoError(t, err)
			assert.Equal(t, load.Revision, after.Revision)
		})
	}
}

// TestHeartbeatWritesThirds: a lease is written when a third of it has passed.
func TestHeartbeatWritesThirds(t *testing.T) {
	x := newOffice(t)
	lease := func() time.Time {
		a, err := x.Agent(t.Context(), "ann")
		require.NoError(t, err)
		return a.Seat.Lease
	}
	first := lease()
	x.now = x.now.Add(20*time.Minute - time.Microsecond)
	require.NoError(t, x.Heartbeat(t.Context(), "ann"))
	require.Equal(t, first, lease())
	x.now = x.now.Add(time.Microsecond)
	require.NoError(t, x.Heartbeat(t.Context(), "ann"))
	require.Equal(t, first.Add(20*time.Minute), lease())
}

// TestReadsAreCopies: what is read can be changed without harm.
func TestReadsAreCopies(t *testing.T) {
	x, ctx := newOffice(t), t.Context()
	own := routing.Item{ID: "6", Skills: []routing.Need{{Skill: "x"}}, Attributes: map[string]string{"k": "v"}}
	_, err := x.Submit(ctx, own)
	require.NoError(t, err)
	own.Skills[0].Skill, own.Attributes["k"] = "y", "w"
	w, err := x.Work(ctx, "6")
	require.NoError(t, err)
	require.Equal(t, "x", w.Item.Skills[0].Skill)
	require.Equal(t, "v", w.Item.Attributes["k"])
	w.Item.Skills[0].Skill, w.Status.Stage.Require.Skills[0].Skill = "z", "z"
	open, err := x.Open(ctx, "q")
	require.NoError(t, err)
	for i := range open {
		if open[i].Item.ID == "6" {
			require.Equal(t, "x", open[i].Status.Stage.Require.Skills[0].Skill)
		}
	}
	plan := x.Plan()
	plan.Queues[0].ID = "other"
	require.Equal(t, "q", x.Plan().Queues[0].ID)
}

// TestReads: what a desk shows.
func TestReads(t *testing.T) {
	x, ctx := newOffice(t), t.Context()
	talk, err := x.Conversation(ctx, "talk")
	require.NoError(t, err)
	var ids []string
	for _, w := range talk {
		ids = append(ids, w.Item.ID)
	}
	require.Equal(t, []string{"1", "2", "3", "4"}, ids, "open ones, as they came")
	open, err := x.Open(ctx, "")
	require.NoError(t, err)
	require.Equal(t, "4", open[0].Item.ID, "who waits comes first")
	stage, who, err := x.SuggestFor(ctx, routing.Item{ID: "new", Channel: "voice"}, 2)
	require.NoError(t, err)
	require.Equal(t, "offer", stage.Queue)
	require.Len(t, who, 2)
	none, err := x.Suggest(ctx, "4", -1)
	require.NoError(t, err)
	require.Empty(t, none)
	require.Equal(t, x.seen, x.events(), "none of this is an event")
	learned, err := x.Learned(ctx, "cat")
	require.NoError(t, err)
	require.InDelta(t, 1, learned[""].Good, 0)
	future, err := x.Submit(ctx, routing.Item{ID: "6", Arrived: x.now.Add(time.Hour)})
	require.NoError(t, err)
	require.Equal(t, x.now, future.Status.Arrived, "nobody waits since tomorrow")
}
