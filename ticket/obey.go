package ticket

import (
	"context"
	"errors"
	"log/slog"
)

// obey does what a rule says. An action that cannot be done is left out, and an
// [EventFailed] says why: a rule never fails what somebody did. Errors that are not the
// rule's, such as those of the store, are returned.
func (w *work) obey(by doer, actions []Action) error {
	if by.depth > MaxDepth {
		w.desk.log.Warn("ticket: rules lead to one another too deep", "ticket", w.t.ID, "rule", by.rule)
		return nil
	}
	for i := range actions {
		a := w.filled(&actions[i])
		if a.Do == DoMacro {
			if m := w.book.macro(a.To); m != nil && m.When.Holds(w.t, w.now) { // so that each of its actions is left out alone
				if err := w.obey(by, m.Do); err != nil {
					return err
				}
				continue
			}
		}
		err := w.act(by, &a)
		if err == nil {
			continue
		}
		if !refused(w.ctx, err) {
			return err
		}
		w.desk.log.Warn("ticket: a rule could not be followed", "ticket", w.t.ID, "rule", by.rule, "action", string(a.Do), slog.Any("error", err))
		e := by.event(EventFailed)
		e.Field, e.New, e.Reason = string(a.Do), a.To, clipped(err.Error())
		if err := w.add(e); err != nil {
			return err
		}
	}
	return nil
}

// refused says whether an error means that something cannot be done to the ticket as it
// stands: another try would not help.
func refused(ctx context.Context, err error) bool {
	for _, why := range []error{ErrInvalid, ErrMove, ErrMissing, ErrFinal, ErrDenied} {
		if errors.Is(err, why) {
			return true
		}
	}
	return errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil // a guard that was too slow
}

// clipped is a text that fits into an event.
func clipped(s string) string {
	if len(s) > MaxValue {
		return clip(s, MaxValue-4) + " ..."
	}
	return clip(s, MaxValue)
}
