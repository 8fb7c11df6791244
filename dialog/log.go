package dialog

import (
	"context"
	"errors"
	"fmt"
)

// hostFailed logs that a function of the host has failed. Its own words may be about a
// customer ("no account for ..."), so they are told at Debug only.
func (e *Engine) hostFailed(ctx context.Context, what string, err error, args ...any) {
	e.opts.Logger.WarnContext(ctx, what, append(args[:len(args):len(args)], "error", sortOf(err))...)
	e.opts.Logger.DebugContext(ctx, what, append(args[:len(args):len(args)], "error", err)...)
}

// sortOf says what sort of error it is: the one of ours, or of contexts, that it is, else the
// type of the innermost.
func sortOf(err error) string {
	for _, known := range []error{
		ErrLate, ErrPanicked, context.DeadlineExceeded, context.Canceled, ErrUndeliverable, ErrNotFound, ErrInvalid, ErrConflict,
	} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	for {
		switch wrapped := err.(type) { //nolint:errorlint // goes down one by one
		case interface{ Unwrap() error }:
			if inner := wrapped.Unwrap(); inner != nil {
				err = inner
				continue
			}
		case interface{ Unwrap() []error }:
			if inner := wrapped.Unwrap(); len(inner) > 0 {
				err = inner[0]
				continue
			}
		}
		return fmt.Sprintf("%T", err)
	}
}
