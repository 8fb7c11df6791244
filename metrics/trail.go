package metrics

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// A Trail is how one message of a customer was dealt with: what was understood, what was answered and from which
// entry and version, which rules called for whom, who served, and how it ended.
type Trail struct {
	Conversation string    `json:"conversation"`
	Turn         string    `json:"turn"`
	At           time.Time `json:"at"`
	// Intent is what Model understood, Truth what the message means, empty unless somebody judged it.
	Intent string `json:"intent,omitempty"`
	Model  string `json:"model,omitempty"`
	Truth  string `json:"truth,omitempty"`
	// Felt says that Valence, the customer's mood, is known.
	Felt    bool    `json:"felt,omitempty"`
	Valence float64 `json:"valence,omitempty"`
	// Answers are what the bot answered to it, as sure as Score says.
	Answers []TrailAnswer `json:"answers,omitempty"`
	// Suggested and Unanswered say that it offered several answers, or knew none.
	Suggested  bool `json:"suggested,omitempty"`
	Unanswered bool `json:"unanswered,omitempty"`
	// Rules called for kind words or a person, Failures broke, because of this message; so did what names no message and
	// happened before the next one.
	Rules    []TrailRule `json:"rules,omitempty"`
	Failures []TrailRule `json:"failures,omitempty"`
	// Visits and Stints are the waits and the agents of the talk that had not ended before the message.
	Visits []Visit `json:"visits,omitempty"`
	Stints []Stint `json:"stints,omitempty"`
	// Episode is the talk as a whole: its outcome, rating and the rest.
	Episode Episode `json:"episode"`
	// Causes are where it went wrong, as far as the events show, in the order of the chain: the first is the one to look at first.
	Causes []Cause `json:"causes,omitempty"`
	// Events are those of the talk from the message to the next one of the customer's, in the order of the fold.
	Events []Event `json:"events,omitempty"`
}

// TrailAnswer is an answer to a message.
type TrailAnswer struct {
	Entry   string  `json:"entry"`
	Version int64   `json:"version,omitempty"`
	Score   float64 `json:"score"`
	// Judged says how right people found it, from 0 to 1, by name; Helped what the customer said: 1, -1, or 0 for nothing.
	Judged []TrailJudgement `json:"judged,omitempty"`
	Helped int              `json:"helped,omitempty"`
}

// TrailJudgement is what somebody thinks of an answer, from 0 (wrong) to 1 (right).
type TrailJudgement struct {
	Judge string  `json:"judge,omitempty"`
	Score float64 `json:"score"`
}

// TrailRule is a rule that called for somebody, or something that broke, and why.
type TrailRule struct {
	Rule   string    `json:"rule,omitempty"`
	Reason string    `json:"reason,omitempty"`
	At     time.Time `json:"at"`
}

// Link is a part of the chain from a message to its effect.
type Link string

// The links.
const (
	ModelLink     Link = "model"     // it was understood as something else than it means
	EntryLink     Link = "entry"     // the answer was judged wrong, or did not help
	KnowledgeLink Link = "knowledge" // there was no answer
	SystemLink    Link = "system"    // something broke
	RuleLink      Link = "rule"      // a rule called for a person, and nobody came
	QueueLink     Link = "queue"     // he waited until he left, or longer than [Rules.Within]
	AgentLink     Link = "agent"     // a person had it and it was not settled, or was rated low
)

// A Cause is a link that failed. Name is the model, entry, rule, queue or agent; Detail says more: the truth of an intent, a reason.
type Cause struct {
	Link    Link   `json:"link"`
	Name    string `json:"name,omitempty"`
	Version int64  `json:"version,omitempty"`
	Detail  string `json:"detail,omitempty"`
}

// Trail leads from a message to what caused its answer, and to how it ended. It is read from the events as they are now. A
// conversation that is not known, was forgotten by an [Archive], or has no such message is [ErrNotFound].
func (c *Collector) Trail(ctx context.Context, conversation, turn string) (*Trail, error) {
	thread, err := c.thread(ctx, "c/"+conversation)
	if err != nil {
		return nil, err
	}
	t := TrailOf(thread.Events, turn, &c.opts.Rules, c.opts.Now())
	if t == nil {
		return nil, fmt.Errorf("%w: the turn", ErrNotFound)
	}
	return t, nil
}

// TrailOf is the trail of a message in the events of its conversation, nil if it is not there or part of no talk. It is a
// function of the set of events.
func TrailOf(thread []Event, turn string, r *Rules, now time.Time) *Trail {
	if turn == "" {
		return nil
	}
	p := partsOf(thread, r, now)
	about := func(it item) bool { return it.e.Turn == turn && !remarks(it.e.Kind) }
	i := slices.IndexFunc(p.items, func(it item) bool { return it.e.Kind == CustomerSpoke && it.e.Turn == turn })
	if i < 0 {
		i = slices.IndexFunc(p.items, about)
	}
	if i < 0 || p.of[i] == "" {
		return nil
	}
	t := &Trail{Conversation: p.items[i].e.Conversation, Turn: turn, At: instant(p.items[i].at)}
	for j := range p.episodes {
		if p.episodes[j].ID == p.of[i] {
			t.Episode = p.episodes[j]
		}
	}
	next := t.read(&p, i)
	for _, v := range t.Episode.Visits {
		if !v.At.Add(v.Wait).Before(t.At) {
			t.Visits = append(t.Visits, v)
		}
	}
	for _, s := range t.Episode.Stints {
		if !s.Over || !s.From.Add(s.Talk).Before(t.At) {
			t.Stints = append(t.Stints, s)
		}
	}
	t.blame(next)
	return t
}

// read goes through the events of the talk and returns whether the customer wrote again in it.
func (t *Trail) read(p *parts, from int) (next bool) {
	for i := range p.items {
		e := p.items[i].e
		if p.of[i] != p.of[from] {
			continue
		}
		if i > from && e.Kind == CustomerSpoke && e.Turn != t.Turn {
			next = true
		}
		if e.Turn != t.Turn && (e.Turn != "" || i < from || next || remarks(e.Kind)) {
			continue
		}
		t.Events = append(t.Events, *e)
		t.note(e)
	}
	return next
}

func (t *Trail) note(e *Event) {
	switch e.Kind {
	case CustomerSpoke:
		if t.Intent == "" && t.Model == "" {
			t.Intent, t.Model, t.Felt, t.Valence = e.Intent, e.Model, e.Felt, e.Valence
		}
	case Answered, Picked:
		if a := t.answer(e.Entry); a == nil {
			t.Answers = append(t.Answers, TrailAnswer{Entry: e.Entry, Version: e.Version, Score: e.Score})
		} else if a.Version == 0 {
			a.Version, a.Score = e.Version, e.Score
		}
	case Suggested:
		t.Suggested = true
	case Unanswered:
		t.Unanswered = true
	case Escalated:
		t.Rules = append(t.Rules, TrailRule{e.Rule, e.Reason, e.At})
	case Failed:
		t.Failures = append(t.Failures, TrailRule{e.Rule, e.Reason, e.At})
	case IntentJudged:
		t.Truth = e.Truth
		if t.Intent == "" {
			t.Intent = e.Intent
		}
	case AnswerJudged:
		if a := t.answer(e.Entry); a != nil {
			a.Judged = append(a.Judged, TrailJudgement{e.Agent, e.Score})
		}
	case Helpful:
		if a := t.answer(e.Entry); a != nil {
			a.Helped = 1
			if e.Score < .5 {
				a.Helped = -1
			}
		}
	}
}

// answer is the answer from an entry, the last one where none is named, nil if there is none.
func (t *Trail) answer(entry string) *TrailAnswer {
	for i := len(t.Answers) - 1; i >= 0; i-- {
		if entry == "" || t.Answers[i].Entry == entry {
			return &t.Answers[i]
		}
	}
	return nil
}

// blame looks for the links that failed. How the talk ended is blamed on those who had it last only if nothing else came of the message.
func (t *Trail) blame(next bool) {
	cause := func(c Cause) { t.Causes = append(t.Causes, c) }
	if t.Truth != "" && t.Truth != t.Intent {
		cause(Cause{Link: ModelLink, Name: t.Model, Detail: t.Intent + " != " + t.Truth})
	}
	for _, a := range t.Answers {
		switch {
		case slices.ContainsFunc(a.Judged, func(j TrailJudgement) bool { return j.Score < 1 }):
			cause(Cause{Link: EntryLink, Name: a.Entry, Version: a.Version, Detail: "judged"})
		case a.Helped < 0:
			cause(Cause{Link: EntryLink, Name: a.Entry, Version: a.Version, Detail: "not_helped"})
		}
	}
	if t.Unanswered {
		cause(Cause{Link: KnowledgeLink, Name: t.Intent})
	}
	for _, f := range t.Failures {
		cause(Cause{Link: SystemLink, Name: f.Rule, Detail: f.Reason})
	}
	e := &t.Episode
	if len(t.Rules) > 0 && len(e.Stints) == 0 && e.FromAgents == 0 && e.Handoffs > 0 && e.Outcome != Open {
		last := t.Rules[len(t.Rules)-1]
		cause(Cause{Link: RuleLink, Name: last.Rule, Detail: last.Reason})
	}
	for _, v := range t.Visits {
		if v.End == visitAbandoned || v.End != "" && !v.Within {
			cause(Cause{Link: QueueLink, Name: v.Queue, Detail: v.End})
		}
	}
	low := e.Rating > 0 && e.Rating <= 2
	if n := len(t.Stints); n > 0 && (e.Outcome == HandedOff || low) {
		detail := "unsettled"
		if low {
			detail = "rated"
		}
		cause(Cause{Link: AgentLink, Name: t.Stints[n-1].Agent, Detail: detail})
	}
	if n := len(t.Answers); n > 0 && low && len(e.Stints) == 0 && !next && len(t.Causes) == 0 {
		cause(Cause{Link: EntryLink, Name: t.Answers[n-1].Entry, Version: t.Answers[n-1].Version, Detail: "rated"})
	}
}
