package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
)

// Patience is how long one check may take before its context ends.
const Patience = 2 * time.Minute

// Check is one obligation of a store. Run gets a store of its own that nothing
// was written to, and returns an error that says which promise was broken.
type Check[S any] struct {
	Name string
	Run  func(ctx context.Context, s S) error
}

// Run runs each check as a subtest with a store of its own.
func Run[S any](t *testing.T, newStore func(t *testing.T) S, checks []Check[S]) {
	t.Helper()
	for _, c := range checks {
		t.Run(c.Name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), Patience)
			defer cancel()
			if err := c.Run(ctx, newStore(t)); err != nil {
				t.Error(err)
			}
		})
	}
}

// First returns the first error, so that a check can list what must hold.
func First(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// WantErr returns an error unless err is target.
func WantErr(what string, err, target error) error {
	if errors.Is(err, target) {
		return nil
	}
	return fmt.Errorf("%s: got error %w, want %w", what, err, target)
}

// NoErr returns an error unless err is nil.
func NoErr(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}
