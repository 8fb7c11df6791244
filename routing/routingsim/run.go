package routingsim

import (
	"context"
	"fmt"
	"sync"
)

// Run simulates a scenario. It runs the router itself, on a clock that jumps from one
// thing that happens to the next, and a store in memory, so what it reports is what
// the plan does, not what a model of it would do. The error is that of the context,
// what is wrong with the scenario ([ErrInvalid], every fault; [routing.ErrInvalid] for
// the plan), or what the router failed with. A panic of a function of the scenario is
// an error as well.
func Run(ctx context.Context, s Scenario) (Report, error) {
	s, err := s.ready()
	if err != nil {
		return Report{}, err
	}
	runs, errs := make([]*tally, s.Replications), make([]error, s.Replications)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var group sync.WaitGroup
	places := make(chan struct{}, s.Parallel)
	for i := range runs {
		places <- struct{}{}
		group.Go(func() {
			defer func() { <-places }()
			if runs[i], errs[i] = s.guarded(ctx, i); errs[i] != nil {
				cancel(errs[i])
			}
		})
	}
	group.Wait()
	if err := context.Cause(ctx); err != nil {
		return Report{}, err
	}
	return s.report(runs), nil
}

// guarded is simulate, with panics of the host's functions as errors.
func (s *Scenario) guarded(ctx context.Context, replication int) (t *tally, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("routingsim: replication %d: panic: %v", replication, p)
		}
	}()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return s.simulate(ctx, replication)
}
