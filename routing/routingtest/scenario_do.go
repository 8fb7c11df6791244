package routingtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kefu-go/kefu/routing"
)

// player plays a scenario.
type player struct {
	r          *routing.Router
	now, start time.Time
}

// action is something that a step does; least is how many words it needs.
type action struct {
	least int
	do    func(p *player, ctx context.Context, words []string) error
}

// do does what a step says.
func (p *player) do(ctx context.Context, st *step) error {
	name, words := st.words[0], st.words[1:]
	if name == "setplan" {
		plan, err := parsePlan(st.rest)
		if err != nil {
			return err
		}
		return p.r.SetPlan(ctx, *plan)
	}
	a := actions()[name]
	if len(words) < a.least {
		return fmt.Errorf("%q needs more words", name)
	}
	return a.do(p, ctx, words)
}

func actions() map[string]action {
	return map[string]action{
		"setplan": {}, "agent": {1, (*player).register}, "submit": {1, (*player).submit},
		"online": {1, presence(routing.Online)}, "busy": {1, presence(routing.Busy)},
		"away": {1, presence(routing.Away)}, "offline": {1, presence(routing.Offline)},
		"heartbeat": {1, func(p *player, ctx context.Context, w []string) error { return p.r.Heartbeat(ctx, w[0]) }},
		"remove":    {1, func(p *player, ctx context.Context, w []string) error { return p.r.Remove(ctx, w[0]) }},
		"accept": {2, held(func(p *player, ctx context.Context, a routing.Assignment, _ string) error {
			return second(p.r.Accept(ctx, a))
		})},
		"reject": {2, held(func(p *player, ctx context.Context, a routing.Assignment, why string) error {
			return second(p.r.Reject(ctx, a, why))
		})},
		"return": {2, held(func(p *player, ctx context.Context, a routing.Assignment, why string) error {
			return second(p.r.Return(ctx, a, why))
		})},
		"complete": {2, held(func(p *player, ctx context.Context, a routing.Assignment, outcome string) error {
			return second(p.r.Complete(ctx, a, outcome))
		})},
		"ready": {2, held(func(p *player, ctx context.Context, a routing.Assignment, _ string) error {
			return second(p.r.Ready(ctx, a))
		})},
		"agent-spoke": {2, held(func(p *player, ctx context.Context, a routing.Assignment, _ string) error {
			return p.r.AgentSpoke(ctx, a)
		})},
		"customer-spoke": {1, func(p *player, ctx context.Context, w []string) error { return p.r.CustomerSpoke(ctx, w[0]) }},
		"cancel": {1, func(p *player, ctx context.Context, w []string) error {
			return second(p.r.Cancel(ctx, w[0], word(w, 1)))
		}},
		"assign": {2, (*player).assign}, "transfer": {4, (*player).transfer},
		"after": {1, (*player).after}, "at": {1, (*player).until}, "jump": {1, (*player).jump},
	}
}

// word is one of some words, or nothing.
func word(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return ""
}

func presence(to routing.Presence) func(*player, context.Context, []string) error {
	return func(p *player, ctx context.Context, w []string) error {
		return p.r.SetPresence(ctx, w[0], to, word(w, 1))
	}
}

// held is something that an agent does with an item.
func held(f func(p *player, ctx context.Context, a routing.Assignment, text string) error) func(*player, context.Context, []string) error {
	return func(p *player, ctx context.Context, w []string) error {
		a, err := p.assignment(ctx, w[0], w[1])
		if err != nil {
			return err
		}
		return f(p, ctx, a, word(w, 2))
	}
}

// assignment is the last one of an item to an agent.
func (p *player) assignment(ctx context.Context, item, agent string) (routing.Assignment, error) {
	a := routing.Assignment{Item: item, Agent: agent}
	for e, err := range p.r.Events(ctx, item, 0) {
		if err != nil {
			return a, err
		}
		if e.Agent == agent && (e.Type == routing.EventOffered || e.Type == routing.EventAssigned) {
			a.Epoch = e.Epoch
		}
	}
	return a, nil
}

func (p *player) register(ctx context.Context, words []string) error {
	a := routing.Agent{ID: words[0], Skills: map[string]int{}}
	for i := 1; i < len(words); i++ {
		w := words[i]
		if skill, level, ok := strings.Cut(w, ":"); ok {
			n, err := strconv.Atoi(level)
			if err != nil {
				return fmt.Errorf("%q is no level", level)
			}
			a.Skills[skill] = n
			continue
		}
		if w == "bot" {
			a.Bot = true
			continue
		}
		i++
		if err := setAgent(&a, w, word(words, i)); err != nil {
			return err
		}
	}
	return p.r.Register(ctx, a)
}

func setAgent(a *routing.Agent, name, value string) (err error) {
	switch name {
	case "capacity":
		a.Capacity, err = strconv.Atoi(value)
	case "seniority":
		a.Seniority, err = strconv.Atoi(value)
	case "limit":
		a.Limits, err = counts(a.Limits, value)
	case "reserved":
		a.Reserved, err = counts(a.Reserved, value)
	case "queues":
		a.Queues = strings.Split(value, ",")
	case "languages":
		a.Languages = strings.Split(value, ",")
	case "department":
		a.Department = value
	default:
		err = fmt.Errorf("agents have no %q", name)
	}
	return err
}

// counts adds "name=n,name=n" to a map.
func counts(m map[string]int, text string) (map[string]int, error) {
	if m == nil {
		m = map[string]int{}
	}
	for _, part := range strings.Split(text, ",") {
		name, value, _ := strings.Cut(part, "=")
		n, err := strconv.Atoi(value)
		if err != nil {
			return nil, fmt.Errorf("%q is not of the form name=number", part)
		}
		m[name] = n
	}
	return m, nil
}

func (p *player) submit(ctx context.Context, words []string) error {
	fields := map[string]any{"id": words[0]}
	attributes := map[string]string{}
	for _, w := range words[1:] {
		name, value, ok := strings.Cut(w, "=")
		if !ok {
			return fmt.Errorf("%q is not of the form name=value", w)
		}
		if attribute, is := strings.CutPrefix(name, "attr."); is {
			attributes[attribute] = value
			continue
		}
		fields[name] = fieldValue(name, value)
	}
	if len(attributes) > 0 {
		fields["attributes"] = attributes
	}
	data, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	item, err := decodeStrictly[routing.Item](string(data))
	if err != nil {
		return err
	}
	return second(p.r.Submit(ctx, item))
}

// fieldValue is the value of a field of an item.
func fieldValue(name, value string) any {
	switch name {
	case "skills":
		var needs []routing.Need
		for _, part := range strings.Split(value, ",") {
			skill, level, _ := strings.Cut(part, ":")
			n, _ := strconv.Atoi(level)
			needs = append(needs, routing.Need{Skill: skill, Min: n})
		}
		return needs
	case "tags":
		return strings.Split(value, ",")
	case "urgency", "priority", "weight", "valence", "complexity":
		return json.Number(value)
	}
	return value
}

func (p *player) assign(ctx context.Context, words []string) error {
	return second(p.r.Assign(ctx, words[0], words[1], hand(words[2:])))
}

func (p *player) transfer(ctx context.Context, words []string) error {
	a, err := p.assignment(ctx, words[0], words[1])
	if err != nil {
		return err
	}
	var to routing.Destination
	switch kind, name := words[3], word(words, 4); {
	case words[2] != "to":
		return errors.New(`"transfer 1 ann to ..."`)
	case kind == "agent":
		to.Agent = name
	case kind == "queue":
		to.Queue = name
	default:
		to.Route = kind == "route"
	}
	return second(p.r.Transfer(ctx, a, to, hand(words[4:])))
}

func hand(words []string) (h routing.Hand) {
	h.Unqualified = slices.Contains(words, "unqualified")
	if i := slices.Index(words, "by"); i >= 0 {
		h.By = word(words, i+1)
	}
	if i := slices.Index(words, "because"); i >= 0 {
		h.Reason = word(words, i+1)
	}
	return h
}

func (p *player) after(ctx context.Context, words []string) error {
	d, err := time.ParseDuration(words[0])
	if err != nil {
		return err
	}
	return p.pass(ctx, p.now.Add(d))
}

func (p *player) until(ctx context.Context, words []string) error {
	clock, err := time.Parse("15:04", words[0])
	if err != nil {
		return err
	}
	to := p.now.Truncate(24 * time.Hour).Add(sinceMidnight(clock))
	if !to.After(p.now) {
		to = to.Add(24 * time.Hour)
	}
	return p.pass(ctx, to)
}

// maxDeadlines bounds what can be due while time passes.
const maxDeadlines = 100_000

// pass lets time pass, with all that is due on the way.
func (p *player) pass(ctx context.Context, to time.Time) error {
	for range maxDeadlines {
		next := p.r.Next()
		if next.IsZero() || next.After(to) {
			p.now = to
			return second(p.r.Sweep(ctx))
		}
		if next.After(p.now) {
			p.now = next
		}
		if _, err := p.r.Sweep(ctx); err != nil {
			return err
		}
	}
	return fmt.Errorf("something is due over and over again, at %v", p.r.Next())
}

func (p *player) jump(_ context.Context, words []string) error {
	d, err := time.ParseDuration(words[0])
	p.now = p.now.Add(d)
	return err
}

func decodeStrictly[T any](text string) (v T, err error) {
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		return v, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return v, errors.New("something follows the JSON")
	}
	return v, nil
}
