package routingtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kefu-go/kefu/routing"
)

// expectation is something that must be so; least is how many words it needs.
type expectation struct {
	least int
	check func(p *player, ctx context.Context, words []string) error
}

// expect checks what a step says.
func (p *player) expect(ctx context.Context, st *step) error {
	e := expectations()[st.words[0]]
	if len(st.words)-1 < e.least {
		return fmt.Errorf("%q needs more words", st.words[0])
	}
	return e.check(p, ctx, st.words[1:])
}

func expectations() map[string]expectation {
	return map[string]expectation{
		"item": {2, (*player).item}, "place": {3, (*player).place}, "wait": {3, (*player).wait},
		"events": {1, (*player).events}, "event": {2, (*player).event}, "queue": {2, (*player).queue},
		"agent": {2, (*player).agent}, "open": {1, (*player).open}, "suggest": {1, (*player).suggest},
		"why": {2, (*player).why}, "lacks": {2, (*player).lacks}, "peak": {1, (*player).peak}, "next": {1, (*player).next},
	}
}

// wantError checks how the step before failed.
func wantError(err error, words []string) error {
	kinds := map[string]error{
		"no_room": routing.ErrNoRoom, "stale": routing.ErrStale, "state": routing.ErrState, "not_found": routing.ErrNotFound,
		"unqualified": routing.ErrUnqualified, "queue_full": routing.ErrQueueFull, "invalid": routing.ErrInvalid,
	}
	want, ok := kinds[word(words, 0)]
	switch {
	case !ok:
		return fmt.Errorf("there is no error %q", word(words, 0))
	case err == nil:
		return fmt.Errorf("no error, want %q", words[0])
	case !errors.Is(err, want):
		return fmt.Errorf("the error is %w, want %q", err, words[0])
	case len(words) > 1 && !strings.Contains(err.Error(), words[1]):
		return fmt.Errorf("the error is %w, want something with %q", err, words[1])
	}
	return nil
}

// same compares words.
func same(what string, got, want []string) error {
	if slices.Equal(got, want) {
		return nil
	}
	return fmt.Errorf("%s: %s, want %s", what, list(got), list(want))
}

func list(words []string) string {
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(words, " ")
}

// pairs checks "name=value" words against what there is.
func pairs(what string, words []string, got map[string]any) error {
	for _, w := range words {
		name, want, ok := strings.Cut(w, "=")
		is, exists := got[name]
		if !ok || !exists {
			return fmt.Errorf("%s has no %q", what, w)
		}
		if fmt.Sprint(is) != want && !sameDuration(is, want) {
			return fmt.Errorf("%s: %s is %v, want %s", what, name, is, want)
		}
	}
	return nil
}

func sameDuration(is any, text string) bool {
	d, ok := is.(time.Duration)
	want, err := time.ParseDuration(text)
	return ok && err == nil && d == want
}

func (p *player) item(ctx context.Context, words []string) error {
	w, err := p.r.Work(ctx, words[0])
	if err != nil {
		return err
	}
	st := w.Status
	if strings.Contains(words[1], "=") {
		return pairs("item "+words[0], words[1:], map[string]any{
			"priority": st.Stage.Priority, "target": st.Stage.Target, "step": st.Stage.Step, "rule": st.Stage.Rule,
			"returns": st.Returns, "pass": st.Pass, "weight": st.Weight, "epoch": st.Epoch, "queue": st.Stage.Queue,
			"outcome": st.Outcome, "waited": p.now.Sub(st.Arrived),
		})
	}
	got := []string{st.State.String()}
	switch {
	case len(words) == 2:
	case st.State == routing.Waiting:
		got = append(got, "in", st.Stage.Queue)
	case st.State == routing.Offered, st.State == routing.Diverted:
		to := st.Agent
		if st.State == routing.Diverted {
			to = st.Outcome
		}
		got = append(got, "to", to)
	case st.State.Held():
		got = append(got, "with", st.Agent)
	default:
		got = append(got, st.Outcome)
	}
	return same("item "+words[0], got, words[1:])
}

func (p *player) place(ctx context.Context, words []string) error {
	at, err := p.r.Place(ctx, words[0])
	if err != nil {
		return err
	}
	return same("place "+words[0], []string{"=", fmt.Sprint(at.Place)}, words[1:])
}

func (p *player) wait(ctx context.Context, words []string) error {
	at, err := p.r.Place(ctx, words[0])
	if err != nil {
		return err
	}
	if !at.Known || !sameDuration(at.Wait, words[2]) {
		return fmt.Errorf("wait %s is %v (known: %v), want %s", words[0], at.Wait, at.Known, words[2])
	}
	return nil
}

func (p *player) events(ctx context.Context, words []string) error {
	var got []string
	for e, err := range p.r.Events(ctx, strings.TrimSuffix(words[0], ":"), 0) {
		if err != nil {
			return err
		}
		got = append(got, string(e.Type))
	}
	return same("events "+words[0], got, words[1:])
}

func (p *player) event(ctx context.Context, words []string) error {
	var problem error
	for e, err := range p.r.Events(ctx, words[0], 0) {
		if err != nil {
			return err
		}
		if string(e.Type) != words[1] {
			continue
		}
		problem = pairs("event "+words[1], words[2:], map[string]any{
			"agent": e.Agent, "by": e.By, "reason": e.Reason, "detail": e.Detail, "queue": e.Queue, "waited": e.Waited,
		})
		if problem == nil {
			return nil
		}
	}
	if problem == nil {
		problem = fmt.Errorf("item %s has no event %q", words[0], words[1])
	}
	return problem
}

func (p *player) queue(ctx context.Context, words []string) error {
	q, err := p.r.Queue(ctx, words[0])
	if err != nil {
		return err
	}
	return pairs("queue "+words[0], words[1:], map[string]any{
		"waiting": q.Waiting, "held": q.Held, "online": q.Online, "available": q.Available,
		"longest": q.Longest, "estimate": q.Estimate, "open": q.Open,
	})
}

func (p *player) agent(ctx context.Context, words []string) error {
	a, err := p.r.Agent(ctx, words[0])
	if err != nil {
		return err
	}
	what := "agent " + words[0]
	switch {
	case strings.Contains(words[1], "="):
		return pairs(what, words[1:], map[string]any{
			"used": a.Used, "offered": a.Offered, "active": a.Active, "wrapping": a.Wrapping, "room": a.Room, "missed": a.Seat.Missed,
		})
	case words[1] == "has" && word(words, 2) == "nothing":
		return same(what+" has", a.Items, nil)
	case words[1] == "has":
		return same(what+" has", a.Items, words[2:])
	}
	got := []string{a.Seat.Presence.String()}
	if len(words) > 2 {
		got = append(got, a.Seat.Note)
	}
	return same(what, got, words[1:])
}

func (p *player) open(ctx context.Context, words []string) error {
	open, err := p.r.Open(ctx, strings.TrimSuffix(words[0], ":"))
	if err != nil {
		return err
	}
	return same("open "+words[0], works(routing.Changes{Works: open}), words[1:])
}

func (p *player) suggest(ctx context.Context, words []string) error {
	all, err := p.r.Suggest(ctx, strings.TrimSuffix(words[0], ":"), 1000)
	if err != nil {
		return err
	}
	var got []string
	for i := range all {
		got = append(got, all[i].Agent)
	}
	return same("suggest "+words[0], got, words[1:])
}

// verdict is what is said of an agent for an item.
func (p *player) verdict(ctx context.Context, item, agent string) (routing.Verdict, error) {
	all, err := p.r.Explain(ctx, item)
	if err != nil {
		return routing.Verdict{}, err
	}
	i := slices.IndexFunc(all, func(v routing.Verdict) bool { return v.Agent == agent })
	if i < 0 {
		return routing.Verdict{}, fmt.Errorf("nothing is said of agent %q", agent)
	}
	return all[i], nil
}

func (p *player) why(ctx context.Context, words []string) error {
	v, err := p.verdict(ctx, words[0], strings.TrimSuffix(words[1], ":"))
	if err != nil {
		return err
	}
	return same("why "+words[0]+" "+words[1], v.Why, words[2:])
}

func (p *player) lacks(ctx context.Context, words []string) error {
	v, err := p.verdict(ctx, words[0], strings.TrimSuffix(words[1], ":"))
	if err != nil {
		return err
	}
	var got []string
	for _, l := range v.Lacks {
		got = append(got, l.String())
	}
	return same("lacks "+words[0]+" "+words[1], got, words[2:])
}

func (p *player) peak(ctx context.Context, words []string) error {
	l, err := p.r.Load(ctx)
	if err != nil {
		return err
	}
	got := "off"
	if l.Peak {
		got = "on"
	}
	return same("peak", []string{got}, words)
}

func (p *player) next(_ context.Context, words []string) error {
	got := "never"
	if next := p.r.Next(); !next.IsZero() {
		got = next.Sub(p.now).String()
	}
	if d, err := time.ParseDuration(words[0]); err == nil {
		words = []string{d.String()}
	}
	return same("next", []string{got}, words)
}
