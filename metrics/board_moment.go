package metrics

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"time"
)

func compareTimes(a, b int64) int { return cmp.Compare(a, b) }

// Moment is what a [Board] shows. Open is always the sum of WithBot, Waiting and Served.
type Moment struct {
	At time.Time `json:"at"`
	// Open talks: with the bot, waiting for a person, with a person.
	Open    int `json:"open"`
	WithBot int `json:"with_bot"`
	Waiting int `json:"waiting"`
	Served  int `json:"served"`
	// LongestWait is that of the item that waits longest now, in any queue.
	LongestWait time.Duration `json:"longest_wait"`
	// Agents by what they are doing; Away is in a state that is none of the others. Who is offline is in none
	// of them.
	Online   int `json:"online"`
	Busy     int `json:"busy"`
	Away     int `json:"away"`
	Wrapping int `json:"wrapping"`
	// Talks that began in the last five minutes and in the last hour, to the second. A talk begins with what a
	// customer says, or with a person being asked for.
	Last5m int `json:"last_5m"`
	Last1h int `json:"last_1h"`
	// Queues with anything in them, by name; "" is that of items without a queue.
	Queues []QueueMoment `json:"queues,omitempty"`
	// Channels of open talks, by name.
	Channels []ChannelMoment `json:"channels,omitempty"`
	// Loads is how the open talks spread over the agents: how many of those who are there have how many talks, in
	// ascending order.
	Loads []LoadMoment `json:"loads,omitempty"`
}

// QueueMoment is what a queue is like now: items that wait, and items of it that agents have.
type QueueMoment struct {
	Queue       string        `json:"queue"`
	Waiting     int           `json:"waiting"`
	Served      int           `json:"served"`
	LongestWait time.Duration `json:"longest_wait"`
}

// ChannelMoment is how many talks are open in a channel now.
type ChannelMoment struct {
	Channel string `json:"channel"`
	Open    int    `json:"open"`
}

// LoadMoment says that so many agents have so many talks; 32 stands for 32 and more.
type LoadMoment struct {
	Talks  int `json:"talks"`
	Agents int `json:"agents"`
}

// AgentMoment is what an agent is doing now.
type AgentMoment struct {
	Agent string `json:"agent"`
	// State is that of his last [Presence], and Since its time; "offline" and zero where there is none or it is too
	// old.
	State string    `json:"state"`
	Since time.Time `json:"since,omitzero"`
	// Talks that he has.
	Talks int `json:"talks"`
}

// Phase is who has an open talk.
type Phase string

// The phases.
const (
	WithBot    Phase = "bot"
	WithNobody Phase = "waiting"
	WithAgent  Phase = "agent"
)

// TalkMoment is what an open talk is like now.
type TalkMoment struct {
	Conversation string `json:"conversation"`
	Episode      string `json:"episode,omitempty"`
	Customer     string `json:"customer,omitempty"`
	Channel      string `json:"channel,omitempty"`
	Category     string `json:"category,omitempty"`
	Tier         string `json:"tier,omitempty"`
	Language     string `json:"language,omitempty"`

	Phase Phase  `json:"phase"`
	Agent string `json:"agent,omitempty"`
	Queue string `json:"queue,omitempty"`
	// Start is when it began, Since when it came to the agent or into the queue (Start where it is with the bot), Last its
	// last event.
	Start time.Time `json:"start"`
	Since time.Time `json:"since"`
	Last  time.Time `json:"last"`
	// Unreplied is the time of the first words of the customer that nobody has replied to, zero where there are none.
	Unreplied time.Time `json:"unreplied,omitzero"`
	// FromCustomer counts his messages. Repeats, Unanswered and Failures count events of these kinds, up to 16.
	FromCustomer int `json:"from_customer"`
	Repeats      int `json:"repeats,omitempty"`
	Unanswered   int `json:"unanswered,omitempty"`
	Failures     int `json:"failures,omitempty"`
	// Felt says that Mood is known: the mean of the last moods of his, at most four, from -1 to 1.
	Felt bool    `json:"felt,omitempty"`
	Mood float64 `json:"mood,omitempty"`
}

// Now is a snapshot.
func (b *Board) Now() Moment {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.advance(b.now().UnixMicro())
	s := &b.sums
	m := Moment{
		At:      time.UnixMicro(b.clock).UTC(),
		WithBot: s.phases[phaseBot], Waiting: s.phases[phaseWaits], Served: s.phases[phaseServed],
		Online: s.agents[agentOnline], Busy: s.agents[agentBusy], Away: s.agents[agentAway], Wrapping: s.agents[agentWraps],
		Last5m: s.inflow.five, Last1h: s.inflow.hour,
	}
	if len(s.channels) > 0 {
		m.Channels = slices.Clone(s.channels)
	}
	m.Open = m.WithBot + m.Waiting + m.Served
	if len(s.lines) > 0 {
		m.Queues = make([]QueueMoment, len(s.lines))
	}
	for i, l := range s.lines {
		q := &m.Queues[i]
		q.Queue, q.Waiting, q.Served = l.name, len(l.waits), l.served
		if len(l.waits) > 0 {
			q.LongestWait = max(0, time.Duration(b.clock-l.waits[0].key)*time.Microsecond)
			m.LongestWait = max(m.LongestWait, q.LongestWait)
		}
	}
	kinds := 0
	for _, n := range s.loads {
		kinds += min(n, 1)
	}
	if kinds > 0 {
		m.Loads = make([]LoadMoment, 0, kinds)
	}
	for talks, n := range s.loads {
		if n > 0 {
			m.Loads = append(m.Loads, LoadMoment{Talks: talks, Agents: n})
		}
	}
	return m
}

// Agents are those who are there or have talks, by name. It takes a time that grows with their number.
func (b *Board) Agents() []AgentMoment {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.advance(b.now().UnixMicro())
	var out []AgentMoment
	for _, a := range b.agents {
		if !a.shown.counted {
			continue
		}
		m := AgentMoment{Agent: a.name, State: "offline", Talks: a.talks}
		if a.shown.state != agentGone {
			m.State, m.Since = a.state.value, time.UnixMicro(a.state.at).UTC()
		}
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b AgentMoment) int { return strings.Compare(a.Agent, b.Agent) })
	return out
}

// talksAtOnce is how many talks are described before others may use the board.
const talksAtOnce = 128

// Talks yields the open talks, in no particular order. Who changes the board meanwhile is not held up; a talk that is open all
// the time is yielded once.
func (b *Board) Talks() iter.Seq[TalkMoment] {
	return func(yield func(TalkMoment) bool) {
		var part [talksAtOnce]TalkMoment
		for rest := b.open(); len(rest) > 0; {
			n := min(len(rest), talksAtOnce)
			for i := range b.describe(rest[:n], part[:0]) {
				if !yield(part[i]) {
					return
				}
			}
			rest = rest[n:]
		}
	}
}

// open is the talks that are open now.
func (b *Board) open() []*boardTalk {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.advance(b.now().UnixMicro())
	talks := make([]*boardTalk, 0, b.sums.phases[phaseBot]+b.sums.phases[phaseWaits]+b.sums.phases[phaseServed])
	for _, t := range b.talks {
		if t.shown.phase != phaseNone {
			talks = append(talks, t)
		}
	}
	return talks
}

// describe tells what talks are like, leaving out those that are over by now.
func (b *Board) describe(talks []*boardTalk, into []TalkMoment) []TalkMoment {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, t := range talks {
		if t.shown.phase != phaseNone {
			into = append(into, t.moment())
		}
	}
	return into
}

func (t *boardTalk) moment() TalkMoment {
	start, _, _ := t.present()
	m := TalkMoment{
		Conversation: t.conversation, Customer: t.customer.since(start), Channel: t.channel.since(start),
		Category: t.category.since(start), Tier: t.tier.since(start), Language: t.language.since(start),
		Phase: WithBot, Start: time.UnixMicro(start).UTC(), Since: time.UnixMicro(start).UTC(), Last: time.UnixMicro(t.last).UTC(),
		FromCustomer: t.said(start),
		Repeats:      countSince(t.signs.repeats, start), Unanswered: countSince(t.signs.unanswered, start),
		Failures: countSince(t.signs.failures, start),
	}
	if len(t.key) > len(t.conversation) {
		m.Episode = t.key[len(t.conversation)+1:]
	}
	if at := t.unreplied(start); at != 0 {
		m.Unreplied = time.UnixMicro(at).UTC()
	}
	n := 0
	for _, mood := range t.signs.moods {
		if mood.at >= start {
			m.Mood += float64(mood.valence)
			n++
		}
	}
	if m.Felt = n > 0; m.Felt {
		m.Mood /= float64(n)
	}
	var best *boardItem
	t.serving(start, func(it *boardItem) {
		if best == nil || cmp.Or(cmp.Compare(it.state, best.state), cmp.Compare(it.at, best.at), strings.Compare(it.id, best.id)) > 0 {
			best = it
		}
	})
	if best != nil {
		m.Phase, m.Agent, m.Queue = WithNobody, best.agent.title(), best.queue
		m.Since = time.UnixMicro(best.at).UTC()
		if best.state == itemServed {
			m.Phase = WithAgent
		}
	}
	return m
}

func countSince(times []int64, start int64) (n int) {
	for _, at := range times {
		if at >= start {
			n++
		}
	}
	return n
}
