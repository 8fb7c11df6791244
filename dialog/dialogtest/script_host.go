package dialogtest

import (
	"context"
	"errors"
	"strconv"

	"github.com/kefu-go/kefu/dialog"
)

// start lets the bot speak unasked.
func (p *player) start(ctx context.Context, l *line, id string) (dialog.Reply, error) {
	starter, ok := p.talker.(interface {
		Start(ctx context.Context, s dialog.Start) (dialog.Reply, error)
	})
	if !ok {
		return dialog.Reply{}, errors.New("what is tested has no Start")
	}
	set := p.script.Settings
	s := dialog.Start{
		ID: id, Conversation: p.id, Customer: set["customer"], Channel: set["channel"], Locale: set["locale"],
		Flow: l.name, Args: map[string]string{},
	}
	for _, a := range l.args {
		switch a.name {
		case "words":
			s.Words = dialog.Words{"en": {a.value}, "zh": {a.value}}
		case "kind":
			s.Kind = a.value
		case "zone":
			s.Zone = a.value
		default:
			s.Args[a.name] = a.value
		}
	}
	p.tell("(the bot has something to say)")
	return starter.Start(ctx, s)
}

// progress reports what became of the last hand-off.
func (p *player) progress(ctx context.Context, l *line, id string) (dialog.Reply, error) {
	reporter, ok := p.talker.(interface {
		Progress(ctx context.Context, conversation, id string, r dialog.HandoffProgress) (dialog.Reply, error)
	})
	if !ok {
		return dialog.Reply{}, errors.New("what is tested has no Progress")
	}
	r := dialog.HandoffProgress{ID: p.handoff, State: dialog.HandoffState(l.name), At: p.stage.Clock.Now()}
	var err error
	for _, a := range l.args {
		switch a.name {
		case "place":
			r.Place, err = strconv.Atoi(a.value)
		case "wait":
			r.Wait, err = parseSpan(a.value)
		case "agent":
			r.Agent = a.value
		case "reason":
			r.Reason = a.value
		default:
			err = errors.New("progress has no " + a.name)
		}
		if err != nil {
			return dialog.Reply{}, err
		}
	}
	p.tell("(the hand-off is " + l.name + ")")
	return reporter.Progress(ctx, p.id, id, r)
}
