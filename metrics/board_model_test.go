package metrics

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// modelBoard works everything out anew from all events, the slow and plain way.
func modelBoard(events []Event, now time.Time, quiet, linger time.Duration) (Moment, []TalkMoment, []AgentMoment) {
	m := Moment{At: now}
	threads := map[[2]string][]Event{}
	states := map[string]Event{}
	for _, e := range events {
		if e.Kind == Presence {
			if s := states[e.Agent]; e.At.After(s.At) || e.At.Equal(s.At) && e.Step > s.Step {
				states[e.Agent] = e
			}
			continue
		}
		key := [2]string{e.Conversation, e.Episode}
		threads[key] = append(threads[key], e)
	}
	queues, channels, loads := map[string]*QueueMoment{}, map[string]int{}, map[string]int{}
	queue := func(name string) *QueueMoment {
		if queues[name] == nil {
			queues[name] = &QueueMoment{Queue: name}
		}
		return queues[name]
	}
	var talks []TalkMoment
	for key, thread := range threads {
		talk, starts, items := modelTalk(thread, now, quiet, linger)
		for _, s := range starts {
			if s.Unix() > now.Unix()-300 {
				m.Last5m++
			}
			if s.Unix() > now.Unix()-3600 {
				m.Last1h++
			}
		}
		if talk == nil {
			continue
		}
		talk.Conversation, talk.Episode = key[0], key[1]
		talks = append(talks, *talk)
		m.Open++
		channels[talk.Channel]++
		switch talk.Phase {
		case WithBot:
			m.WithBot++
		case WithNobody:
			m.Waiting++
		case WithAgent:
			m.Served++
		}
		for _, it := range items {
			q := queue(it.Queue)
			if it.Kind == Assigned {
				q.Served++
				loads[it.Agent]++
			} else {
				q.Waiting++
				q.LongestWait = max(q.LongestWait, now.Sub(it.At))
				m.LongestWait = max(m.LongestWait, q.LongestWait)
			}
		}
	}
	for _, q := range queues {
		m.Queues = append(m.Queues, *q)
	}
	slices.SortFunc(m.Queues, func(a, b QueueMoment) int { return cmp.Compare(a.Queue, b.Queue) })
	for c, n := range channels {
		m.Channels = append(m.Channels, ChannelMoment{c, n})
	}
	slices.SortFunc(m.Channels, func(a, b ChannelMoment) int { return cmp.Compare(a.Channel, b.Channel) })
	spread := map[int]int{}
	var agents []AgentMoment
	names := map[string]bool{}
	for a := range states {
		names[a] = true
	}
	for a := range loads {
		names[a] = true
	}
	for a := range names {
		state, known := states[a]
		is, since := "offline", time.Time{}
		if known && state.At.Add(quiet).After(now) && state.Step != "offline" {
			is, since = state.Step, state.At
		}
		if a == "" || is == "offline" && loads[a] == 0 {
			continue
		}
		switch is {
		case "offline":
		case "online":
			m.Online++
		case "busy":
			m.Busy++
		case "wrap_up":
			m.Wrapping++
		default:
			m.Away++
		}
		spread[min(loads[a], 32)]++
		agents = append(agents, AgentMoment{Agent: a, State: is, Since: since, Talks: loads[a]})
	}
	slices.SortFunc(agents, func(a, b AgentMoment) int { return cmp.Compare(a.Agent, b.Agent) })
	for talks := range 33 {
		if spread[talks] > 0 {
			m.Loads = append(m.Loads, LoadMoment{talks, spread[talks]})
		}
	}
	sortTalks(talks)
	return m, talks, agents
}

func sortTalks(talks []TalkMoment) {
	slices.SortFunc(talks, func(a, b TalkMoment) int {
		return cmp.Or(cmp.Compare(a.Conversation, b.Conversation), cmp.Compare(a.Episode, b.Episode))
	})
}

// modelTalk walks through the events of a talk in the order of their times, an end after all that is of its
// time, and returns what is open, when talks began, and what waits or is served.
func modelTalk(events []Event, now time.Time, quiet, linger time.Duration) (open *TalkMoment, starts []time.Time, items []Event) {
	events = slices.Clone(events)
	slices.SortStableFunc(events, func(a, b Event) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(modelLast(a.Kind), modelLast(b.Kind)))
	})
	var going, begun, settled bool // going: and not left alone for too long
	var start, last, busy, until time.Time
	patience := func() time.Duration {
		if settled {
			return linger
		}
		return quiet
	}
	for _, e := range events {
		last = e.At
		if going && e.At.Sub(busy) >= patience() {
			going = false
		}
		switch {
		case e.Kind == Ended:
			going, begun = false, false
		case going && slices.Contains([]Kind{Denied, Unanswered, HandoffRequested, Queued}, e.Kind):
			settled = false
		case going && e.Kind == Resolved:
			settled = true
		}
		if !modelGoesOn(e.Kind) {
			continue
		}
		if !going && slices.Contains([]Kind{CustomerSpoke, HandoffRequested, Queued, Assigned}, e.Kind) {
			going, begun, settled, start = true, true, false, e.At
			starts = append(starts, start)
		}
		busy = e.At
		if going {
			until = busy.Add(patience())
		}
	}
	if !begun || !until.After(now) {
		return nil, starts, nil
	}
	t := &TalkMoment{Phase: WithBot, Start: start, Since: start, Last: last}
	latest := map[string]Event{} // by item; "own" is the one of hand-offs
	rank := func(k Kind) int {
		return slices.Index([]Kind{HandoffRequested, Queued, AgentSpoke, Assigned, HandoffFailed, LeftQueue, Wrapping, Completed}, k)
	}
	var replied time.Time
	var moods []Event
	for _, e := range events {
		if (e.Kind == BotSpoke || e.Kind == AgentSpoke) && e.At.After(replied) {
			replied = e.At
		}
		if e.Kind == CustomerSpoke && e.Felt {
			moods = append(moods, e)
		}
		if e.At.Before(start) {
			continue
		}
		t.Channel, t.Category = cmp.Or(e.Channel, t.Channel), cmp.Or(e.Category, t.Category)
		if i := rank(e.Kind); i >= 0 {
			item := "i" + e.Item
			if slices.Contains([]Kind{HandoffRequested, AgentSpoke, HandoffFailed}, e.Kind) {
				item = "own"
			}
			l, ok := latest[item]
			if !ok || cmp.Or(e.At.Compare(l.At), cmp.Compare(i, rank(l.Kind)), cmp.Compare(e.Agent, l.Agent), cmp.Compare(e.Queue, l.Queue)) > 0 {
				latest[item] = e
			}
		}
		switch e.Kind {
		case CustomerSpoke:
			t.FromCustomer++
		case Repeated:
			t.Repeats++
		case Unanswered:
			t.Unanswered++
		case Failed:
			t.Failures++
		}
	}
	for _, e := range events {
		if e.Kind == CustomerSpoke && !e.At.Before(start) && e.At.After(replied) {
			t.Unreplied = e.At
			break
		}
	}
	n := 0
	for _, e := range moods[max(0, len(moods)-4):] {
		if !e.At.Before(start) {
			t.Mood += e.Valence
			n++
		}
	}
	if n > 0 {
		t.Felt, t.Mood = true, t.Mood/float64(n)
	}
	own, stands := latest["own"]
	delete(latest, "own")
	known, active := len(latest) > 0, false
	for _, e := range latest {
		if e.Kind == Queued || e.Kind == Assigned {
			active = true
			items = append(items, e)
		}
		if !e.At.Before(own.At) && own.Kind == HandoffRequested {
			stands = false
		}
	}
	switch {
	case stands && own.Kind == HandoffRequested && !active:
		own.Queue = ""
		items = append(items, own)
	case stands && own.Kind == AgentSpoke && !known:
		own.Kind, own.Queue = Assigned, ""
		items = append(items, own)
	}
	slices.SortFunc(items, func(a, b Event) int {
		return cmp.Or(cmp.Compare(btoi(a.Kind == Assigned), btoi(b.Kind == Assigned)), a.At.Compare(b.At), cmp.Compare(a.Item, b.Item))
	})
	if len(items) > 0 {
		e := items[len(items)-1]
		t.Queue, t.Since, t.Phase = e.Queue, e.At, WithNobody
		if e.Kind == Assigned {
			t.Phase, t.Agent = WithAgent, e.Agent
		}
	}
	return t, starts, items
}

// modelLast puts kinds of the same instant in order.
func modelLast(k Kind) int {
	switch k {
	case Resolved:
		return 1
	case Ended:
		return 2
	}
	return 0
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func modelGoesOn(k Kind) bool {
	return !slices.Contains([]Kind{Ended, Wrapping, Completed, Rated, SurveySent, Helpful}, k)
}

var boardEpoch = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// boardEvents are up to n events within a time.
func boardEvents(t *rapid.T, n int, within time.Duration) []Event {
	kinds := []Kind{
		CustomerSpoke, CustomerSpoke, CustomerSpoke, BotSpoke, AgentSpoke, Answered, Unanswered, Repeated, Failed, HandoffRequested,
		HandoffFailed, Queued, Queued, Assigned, Assigned, LeftQueue, Wrapping, Completed, Ended, Ended, Resolved, Resolved, Denied, Rated, Presence, Presence,
	}
	steps := max(1, int(within/(20*time.Second)))
	events := make([]Event, rapid.IntRange(1, n).Draw(t, "events"))
	for i := range events {
		e := &events[i]
		*e = Event{
			ID: fmt.Sprint(i), Kind: rapid.SampledFrom(kinds).Draw(t, "kind"),
			At: boardEpoch.Add(time.Duration(rapid.IntRange(0, steps).Draw(t, "at")) * 20 * time.Second),
		}
		e.Agent = rapid.SampledFrom([]string{"ann", "bob"}).Draw(t, "agent")
		if e.Kind == Presence {
			e.Step = rapid.SampledFrom([]string{"online", "busy", "wrap_up", "lunch", "offline"}).Draw(t, "state")
			continue
		}
		e.Conversation = rapid.SampledFrom([]string{"c1", "c2", "c3"}).Draw(t, "conversation")
		e.Item = rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "item")
		e.Queue = rapid.SampledFrom([]string{"", "sales", "vip"}).Draw(t, "queue")
		if e.Kind == Queued || e.Kind == LeftQueue || e.Kind == HandoffRequested || e.Kind == HandoffFailed {
			e.Agent = ""
		}
		if e.Kind == HandoffRequested || e.Kind == AgentSpoke || e.Kind == Wrapping || e.Kind == Completed || e.Kind == LeftQueue || e.Kind == HandoffFailed {
			e.Queue = ""
		}
	}
	// What several events of one microsecond say is decided by the values; the model has none
	// of this where it is not asked for: moods, categories and counts are of distinct times.
	for i := range events {
		e := &events[i]
		switch e.Kind {
		case CustomerSpoke, Unanswered, Repeated, Failed:
			e.At = e.At.Add(time.Duration(i+1) * time.Microsecond)
			e.Felt, e.Valence = i%3 == 0, float64(i%9-4)/4
			e.Channel = []string{"", "web", "app"}[i%3]
			e.Category = []string{"", "refund", "", "shipping"}[i%4]
		}
	}
	return events
}

// sameAsModel holds a board against the model.
func sameAsModel(t require.TestingT, b *Board, seen []Event, now time.Time, quiet, linger time.Duration) {
	moment, talks, agents := modelBoard(seen, now, quiet, linger)
	require.Equal(t, moment, b.Now())
	require.Equal(t, agents, b.Agents())
	var got []TalkMoment
	for m := range b.Talks() {
		got = append(got, m)
	}
	sortTalks(got)
	for i := range talks { // signs are kept up to a number
		talks[i].Repeats, talks[i].Unanswered = min(talks[i].Repeats, 16), min(talks[i].Unanswered, 16)
		talks[i].Failures = min(talks[i].Failures, 16)
	}
	require.Equal(t, talks, got)
}

func TestBoardIsAFunctionOfTheSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := boardEvents(t, 60, 55*time.Minute)
		quiet := rapid.SampledFrom([]time.Duration{2 * time.Minute, 10 * time.Minute, 24 * time.Hour}).Draw(t, "quiet")
		linger := quiet / time.Duration(rapid.SampledFrom([]int{1, 2, 5}).Draw(t, "linger"))
		now := boardEpoch.Add(time.Duration(rapid.IntRange(0, 90*60).Draw(t, "now")) * time.Second)
		b, err := NewBoard(&BoardOptions{Quiet: quiet, Linger: linger, Now: func() time.Time { return now }})
		require.NoError(t, err)
		order := rapid.Permutation(append(slices.Clone(events), events[:len(events)/2]...)).Draw(t, "order")
		for len(order) > 0 {
			n := rapid.IntRange(1, len(order)).Draw(t, "batch")
			b.Observe(context.Background(), order[:n])
			order = order[n:]
		}
		sameAsModel(t, b, events, now, quiet, linger)
	})
}

// Events come up to an hour late, over a day: what was forgotten meanwhile does not show.
func TestBoardForgetsWithoutAMistake(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := boardEvents(t, 150, time.Duration(rapid.IntRange(1, 20).Draw(t, "hours"))*time.Hour)
		quiet := rapid.SampledFrom([]time.Duration{15 * time.Minute, time.Hour, 3 * time.Hour}).Draw(t, "quiet")
		linger := quiet / time.Duration(rapid.SampledFrom([]int{1, 2, 5}).Draw(t, "linger"))
		arrival := map[string]time.Time{}
		for _, e := range events {
			arrival[e.ID] = e.At.Add(time.Duration(rapid.IntRange(0, 59*60).Draw(t, "late")) * time.Second)
		}
		slices.SortFunc(events, func(a, b Event) int { return arrival[a.ID].Compare(arrival[b.ID]) })
		var now time.Time
		b, err := NewBoard(&BoardOptions{Quiet: quiet, Linger: linger, Now: func() time.Time { return now }})
		require.NoError(t, err)
		every := rapid.IntRange(1, 30).Draw(t, "every")
		for i, e := range events {
			now = arrival[e.ID].Truncate(time.Microsecond)
			b.Observe(context.Background(), []Event{e})
			if i%every == 0 {
				sameAsModel(t, b, events[:i+1], now, quiet, linger)
			}
		}
		sameAsModel(t, b, events, now, quiet, linger)

		now = now.Add(48 * time.Hour)
		b.Observe(context.Background(), []Event{{ID: "z", At: now, Kind: CustomerSpoke, Conversation: "other"}})
		require.Len(t, b.talks, 1)
		require.Empty(t, b.agents)
		require.Len(t, b.sums.inflow.seconds, 1)
	})
}
