package routingtest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/routing"
)

// given is a commit that gives an item to an agent.
func given(after int64, id, agent string, epoch int64) routing.Commit {
	st := status(id, routing.Active, after, 1)
	st.Status.Agent, st.Status.Epoch, st.Status.Order = agent, epoch, order(id)
	return routing.Commit{
		After: after, Statuses: []routing.StatusOf{st}, Seats: []routing.Seat{seat(agent, after)}, Control: &routing.Control{Turn: after, Order: 9},
		Events: []routing.Event{{At: minute(1), Type: routing.EventAssigned, Item: id, Agent: agent, Epoch: epoch, Reason: "longest_idle"}},
	}
}

// order is the place of an item that is named by a letter.
func order(id string) int64 { return int64(id[0]-'a') + 1 }

// arrivals is the first commit: items a, b and c wait, ann and ben are online.
func arrivals() routing.Commit {
	c := routing.Commit{Control: &routing.Control{Order: 3}, Seats: []routing.Seat{seat("ann", 0), seat("ben", 0)}}
	for _, id := range []string{"a", "b", "c"} {
		one := submit(0, id)
		one.Statuses[0].Status.Order = order(id)
		one.Events[0].Type = routing.EventSubmitted
		c.Items, c.Statuses, c.Events = append(c.Items, one.Items...), append(c.Statuses, one.Statuses...), append(c.Events, one.Events...)
	}
	return c
}

// ended is a commit that ends item a, which ann has in epoch 1.
func ended(after, version int64) routing.Commit {
	c := given(after, "a", "ann", 1)
	c.Statuses[0].Status.State, c.Statuses[0].Status.Version = routing.Completed, version
	c.Events[0].Type = routing.EventCompleted
	return c
}

// What Watch finds, each by a history that breaks one rule with its last commit.
func TestWatchNotices(t *testing.T) {
	first, second := given(1, "a", "ann", 1), given(2, "b", "ben", 1)
	first.Statuses[0].Status.Version, second.Statuses[0].Status.Version = 2, 2
	for name, c := range map[string]struct {
		spoil   func(c *routing.Commit) // the second commit, or what is behind it
		commits []routing.Commit        // between the first and the last
		last    routing.Commit
		want    string
	}{
		"version stays":   {last: second, commits: []routing.Commit{first}, spoil: func(c *routing.Commit) { c.Statuses[0].Status.Version = 1 }, want: "from version 1 to 1"},
		"new version 2":   {last: submit(1, "d"), spoil: func(c *routing.Commit) { c.Statuses[0].Status.Version = 2 }, want: "is new and has version 2"},
		"no state":        {last: first, spoil: func(c *routing.Commit) { c.Statuses[0].Status.State = 0 }, want: "in state 0"},
		"submitted twice": {last: submit(1, "d"), spoil: func(*routing.Commit) {}, want: "0 events say that it was submitted"},
		"age is lost": {last: first, spoil: func(c *routing.Commit) {
			c.Statuses[0].Status.Arrived = minute(1)
		}, want: "loses its age"},
		"place is lost": {last: first, spoil: func(c *routing.Commit) { c.Statuses[0].Status.Order = 7 }, want: "loses its age or its place"},
		"number used": {last: submit(1, "d"), spoil: func(c *routing.Commit) {
			c.Statuses[0].Status.Order = 3
		}, want: "has number 3, below 3"},
		"no queue": {last: submit(1, "d"), spoil: func(c *routing.Commit) {
			c.Statuses[0].Status.Stage.Queue = ""
		}, want: "waits in no queue"},
		"silent end":    {last: ended(2, 3), commits: []routing.Commit{first}, spoil: func(c *routing.Commit) { c.Events = nil }, want: "0 events are \"completed\""},
		"two ends":      {last: ended(2, 3), commits: []routing.Commit{first}, spoil: func(c *routing.Commit) { c.Events = append(c.Events, c.Events[0]) }, want: "2 events are \"completed\""},
		"end of nobody": {last: first, spoil: func(c *routing.Commit) { c.Events[0].Type = routing.EventCancelled }, want: "1 events are \"cancelled\""},
		"after the end": {last: ended(3, 4), commits: []routing.Commit{first, ended(2, 3)}, spoil: func(*routing.Commit) {}, want: "has ended or was never submitted"},
		"epoch stays":   {last: first, spoil: func(c *routing.Commit) { c.Statuses[0].Status.Epoch = 0 }, want: "from epoch 0 to 0, and 1 events"},
		"epoch jumps":   {last: first, spoil: func(c *routing.Commit) { c.Statuses[0].Status.Epoch = 2 }, want: "from epoch 0 to 2"},
		"held by nobody": {last: first, spoil: func(c *routing.Commit) {
			c.Statuses[0].Status.Agent = ""
		}, want: "nobody has it"},
		"another owner in the same epoch": {last: given(2, "a", "ben", 1), commits: []routing.Commit{first}, spoil: func(c *routing.Commit) {
			c.Events, c.Statuses[0].Status.Version = nil, 3
		}, want: `goes to agent "ben" in the epoch of "ann"`},
		"back in the same epoch": {last: given(2, "a", "ann", 1), commits: []routing.Commit{first}, spoil: func(c *routing.Commit) {
			c.Events, c.Statuses[0].Status.Version, c.Statuses[0].Status.State = nil, 3, routing.Offered
		}, want: "was active and is offered"},
		"unknown agent": {last: first, spoil: func(c *routing.Commit) {
			c.Seats, c.Statuses[0].Status.Agent = nil, "zoe"
		}, want: "who is not registered"},
		"removed agent":  {last: first, spoil: func(c *routing.Commit) { c.Seats[0].Removed = true }, want: "who is not registered"},
		"seat is silent": {last: first, spoil: func(c *routing.Commit) { c.Seats = nil }, want: "whose seat does not say so"},
		"absent agent": {last: first, commits: nil, spoil: func(c *routing.Commit) {
			c.Seats[0] = seat("cid", 1)
			c.Seats[0].Presence = routing.Away
			c.Statuses[0].Status.Agent = "cid"
		}, want: "who is away"},
		"removed with an item": {last: routing.Commit{After: 2, Seats: []routing.Seat{seat("ann", 3)}}, commits: []routing.Commit{first}, spoil: func(c *routing.Commit) {
			c.Seats[0].Removed = true
		}, want: `is removed and still has item "a"`},
		"too heavy": {last: first, spoil: func(c *routing.Commit) { c.Statuses[0].Status.Weight = 4 }, want: "fills 4 units of 3"},
		"too many": {last: second, commits: []routing.Commit{first}, spoil: func(c *routing.Commit) {
			c.Statuses[0].Status.Agent, c.Statuses[0].Status.Weight, c.Seats[0] = "ann", 3, seat("ann", 2)
		}, want: "fills 4 units of 3"},
		"reserved": {last: first, spoil: func(c *routing.Commit) {
			c.Seats[0] = seat("cid", 1)
			c.Seats[0].Agent.Reserved = map[string]int{"vip": 3}
			c.Statuses[0].Status.Agent = "cid"
		}, want: "of which 3 are reserved"},
		"limit": {last: first, spoil: func(c *routing.Commit) {
			c.Seats[0] = seat("cid", 1)
			c.Seats[0].Agent.Limits = map[string]int{"chat": 0}
			c.Statuses[0].Status.Agent = "cid"
		}, want: `has 1 of channel "chat", of at most 0`},
		"no capacity": {last: first, spoil: func(c *routing.Commit) {
			c.Seats[0] = seat("cid", 1)
			c.Seats[0].Agent.Capacity = 0
			c.Statuses[0].Status.Agent = "cid"
		}, want: "has no capacity"},
		"pushes in": {last: second, spoil: func(c *routing.Commit) { c.After = 1 }, want: `before item "a", which waits for the same and came first`},
		"numbers fall": {
			last: routing.Commit{After: 1, Control: &routing.Control{Order: 2}}, spoil: func(*routing.Commit) {},
			want: "go from 0 and 3 to 0 and 2",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := Watch(routing.NewMemoryStore())
			require.NoError(t, write(t.Context(), w, append([]routing.Commit{arrivals()}, c.commits...)...))
			require.NoError(t, w.Err(), "what comes before is right")
			last := *own(&c.last)
			c.spoil(&last)
			require.NoError(t, write(t.Context(), w, last), "a fault is reported, and written")
			require.ErrorContains(t, w.Err(), c.want)
			require.Equal(t, len(c.commits)+2, w.Commits())
		})
	}
}

// What is right is let pass: the rest of the rules of the queue and of capacity.
func TestWatchLetsPass(t *testing.T) {
	byHand := given(1, "b", "ben", 1)
	byHand.Events[0].By = "supervisor"
	declined := arrivals()
	declined.Statuses[0].Status.Declined = []string{"ben"}
	elsewhere := arrivals()
	elsewhere.Statuses[0].Status.Stage.Queue = "other"
	accepted := given(2, "a", "ann", 1)
	accepted.Events[0].By, accepted.Events[0].Reason = "ann", "accepted"
	accepted.Statuses[0].Status.Version = 3
	offered := given(1, "a", "ann", 1)
	offered.Statuses[0].Status.State, offered.Events[0].Type = routing.Offered, routing.EventOffered
	for name, commits := range map[string][]routing.Commit{
		"by hand, whoever waits":             {arrivals(), byHand},
		"the first has declined":             {declined, given(1, "b", "ben", 1)},
		"the first waits for something else": {elsewhere, given(1, "b", "ben", 1)},
		"an offer that is accepted":          {arrivals(), offered, accepted},
	} {
		t.Run(name, func(t *testing.T) {
			w := Watch(routing.NewMemoryStore())
			for i := range commits {
				if i == 1 {
					commits[i].Statuses[0].Status.Version = 2
				}
			}
			require.NoError(t, write(t.Context(), w, commits...))
			require.NoError(t, w.Err())
		})
	}
}

// Two that watch the same store follow each other.
func TestWatchFollowsOthers(t *testing.T) {
	store := routing.NewMemoryStore()
	one, two := Watch(store), Watch(store)
	first := given(1, "a", "ann", 1)
	first.Statuses[0].Status.Version = 2
	require.NoError(t, write(t.Context(), one, arrivals(), first))
	require.NoError(t, write(t.Context(), two, ended(2, 3)))
	require.NoError(t, write(t.Context(), one, routing.Commit{After: 3}))
	require.NoError(t, errors.Join(one.Err(), two.Err()))
	require.NoError(t, write(t.Context(), two, ended(4, 4)))
	require.ErrorContains(t, two.Err(), "has ended")

	_, err := one.Commit(t.Context(), routing.Commit{After: 1})
	require.ErrorIs(t, err, routing.ErrConflict)

	lastWins := newBroken()
	lastWins.commit = func(_ context.Context, c routing.Commit) (int64, error) { return c.After + 1, nil }
	w := Watch(lastWins)
	require.NoError(t, write(t.Context(), w, routing.Commit{}, routing.Commit{After: 5}))
	require.ErrorContains(t, w.Err(), "a commit after revision 5 was taken")
}

// Whoever could take an item that waits is idle.
func TestQuietNotices(t *testing.T) {
	agent := func(change func(a *routing.Agent)) routing.Seat {
		s := seat("ann", 1)
		s.Agent.Skills, s.Agent.Languages, s.Agent.Department, s.Agent.Seniority = map[string]int{"x": 3}, []string{"en"}, "sales", 2
		change(&s.Agent)
		return s
	}
	for name, c := range map[string]struct {
		change func(a *routing.Agent)
		spoil  func(c *routing.Commit)
		idle   bool
	}{
		"idle":            {idle: true},
		"skill":           {change: func(a *routing.Agent) { a.Skills["x"] = 2 }},
		"language":        {change: func(a *routing.Agent) { a.Languages = []string{"de", "e"} }},
		"any language":    {change: func(a *routing.Agent) { a.Languages = nil }, idle: true},
		"department":      {change: func(a *routing.Agent) { a.Department = "" }},
		"another queue":   {change: func(a *routing.Agent) { a.Queues = []string{"other"} }},
		"the queue":       {change: func(a *routing.Agent) { a.Queues, a.Department = []string{"q"}, "x" }, idle: true},
		"seniority":       {change: func(a *routing.Agent) { a.Seniority = 1 }},
		"a bot":           {change: func(a *routing.Agent) { a.Bot = true }},
		"another agent":   {change: func(a *routing.Agent) { a.ID = "ben" }},
		"no capacity":     {change: func(a *routing.Agent) { a.Capacity = 1 }},
		"busy":            {spoil: func(c *routing.Commit) { c.Seats[0].Presence = routing.Busy }},
		"removed":         {spoil: func(c *routing.Commit) { c.Seats[0].Removed = true }},
		"he has declined": {spoil: func(c *routing.Commit) { c.Statuses[0].Status.Declined = []string{"ann"} }},
		"he has it": {spoil: func(c *routing.Commit) {
			c.Statuses[0].Status.State, c.Statuses[0].Status.Agent = routing.Active, "ann"
		}},
	} {
		t.Run(name, func(t *testing.T) {
			if c.change == nil {
				c.change = func(*routing.Agent) {}
			}
			one := submit(0, "a")
			one.Statuses[0].Status.Weight = 2
			one.Statuses[0].Status.Stage.Require = routing.Require{
				Skills: []routing.Need{{Skill: "x", Min: 3}}, Language: "en-GB", Seniority: 2, Agent: "ann", People: true,
			}
			one.Seats = []routing.Seat{agent(c.change)}
			if c.spoil != nil {
				c.spoil(&one)
			}
			s := routing.NewMemoryStore()
			require.NoError(t, write(t.Context(), s, one))
			err := Quiet(t.Context(), s, routing.Queue{ID: "q", Department: "sales"})
			require.Equal(t, c.idle, err != nil, fmt.Sprint(err))
		})
	}
}
