package storetest

import (
	"context"
	"fmt"
	"iter"
	"time"
)

// DoneContexts calls f with a context that was cancelled and with one whose
// deadline has passed. f makes one call and returns its error, which must be the
// context's.
func DoneContexts(ctx context.Context, what string, f func(ctx context.Context) error) error {
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	late, cancel := context.WithDeadline(ctx, time.Unix(0, 0))
	defer cancel()
	return First(
		WantErr(what+" with a cancelled context", f(cancelled), context.Canceled),
		WantErr(what+" after the deadline", f(late), context.DeadlineExceeded),
	)
}

// Collect reads all of an iterator, up to its first error.
func Collect[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var all []T
	for v, err := range seq {
		if err != nil {
			return all, err
		}
		all = append(all, v)
	}
	return all, nil
}

// StopsEarly returns an error unless a loop over seq can be left after each
// number of elements and started again, always from the first. An iterator that
// goes on after its loop was left panics, which becomes an error here.
func StopsEarly[T any](what string, seq iter.Seq2[T, error]) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("%s panics when its loop is left early: %v", what, fault)
		}
	}()
	all, err := Collect(seq)
	if err != nil {
		return err
	}
	for stop := 1; stop <= len(all); stop++ {
		var got []T
		for v, err := range seq {
			if err != nil {
				return err
			}
			if got = append(got, v); len(got) == stop {
				break
			}
		}
		if err := Same(fmt.Sprintf("%s, left after %d", what, stop), all[:stop], got); err != nil {
			return err
		}
	}
	return nil
}
