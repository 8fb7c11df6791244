package kb

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"
)

// defaultActionTimeout bounds the call of an action that says nothing else.
const defaultActionTimeout = 3 * time.Second

// Answer returns what to show for a hit of this library and the query that it
// answers: a live answer where the entry has an action, the value of the fact that
// was asked for, or else the entry's parts. If an action fails, the answer is the
// entry's own parts and the error, an [*ActionError], says why: a host shows the one
// and logs the other. A library with a [Guard] has it check what is returned, live or
// not; if it forbids the answer, the answer is empty and the error unwraps to
// [ErrBlocked].
//
// The action runs in the caller's goroutine with a context that ends at its time-out:
// an action that does not heed its context delays the answer.
func (l *Library) Answer(ctx context.Context, hit Hit, q Query) (Answer, error) {
	if hit.Entry == nil {
		return Answer{}, &FieldError{Field: "hit", Reason: "has no entry"}
	}
	answer, err := l.answer(ctx, hit, q)
	if l.opts.Guard != nil {
		checked, blocked := l.guardAnswer(ctx, answer)
		return checked, errors.Join(err, blocked)
	}
	return answer, err
}

func (l *Library) answer(ctx context.Context, hit Hit, q Query) (Answer, error) {
	written := hit.Entry.Answer.clone()
	action := written.Action
	written.Action = nil
	if action == nil {
		if hit.Fact != nil {
			return hit.Answer(), nil
		}
		return written, nil
	}
	act, ok := l.opts.Actions[action.Name]
	if !ok || act == nil {
		return written, &ActionError{Name: action.Name, Err: ErrNotFound}
	}
	timeout := action.Timeout
	if timeout <= 0 {
		timeout = defaultActionTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	answer, err := act.call(ctx, ActionCall{Query: &q, Entry: hit.Entry, Args: actionArgs(action, &q, hit)})
	if err == nil {
		answer = answer.clone()
		answer.Action = nil
		err = answer.usable()
	}
	if err != nil {
		return written, &ActionError{Name: action.Name, Err: err}
	}
	return answer, nil
}

// actionArgs joins the arguments of an action: its own, over them the slots of the
// conversation, and over them what a pattern has found in this question.
func actionArgs(a *Action, q *Query, hit Hit) map[string]string {
	args := make(map[string]string, len(a.Args)+len(q.Context.Slots)+len(hit.Args))
	maps.Copy(args, a.Args)
	maps.Copy(args, q.Context.Slots)
	maps.Copy(args, hit.Args)
	return args
}

// call calls the function. A panic is an error.
func (f ActionFunc) call(ctx context.Context, call ActionCall) (answer Answer, err error) {
	defer func() {
		if p := recover(); p != nil {
			answer, err = Answer{}, fmt.Errorf("panic of type %T", p) // its text may be the customer's
		}
	}()
	return f(ctx, call)
}

// errNoContent is the fault of an action that returns nothing to show.
var errNoContent = errors.New("no content")

// usable reports whether an answer that a host has made can be shown.
func (a *Answer) usable() error {
	if err := a.validate("answer"); err != nil {
		return err
	}
	if a.PlainText() == "" {
		return errNoContent
	}
	return nil
}
