package ticket

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// lastLook is how long a ticket that keeps failing is left alone at most.
const lastLook = time.Minute

// sweeper looks at what is due, again and again. Tickets that failed are left alone for a
// while, so that they neither fill the log nor keep a store busy.
type sweeper struct {
	desk   *Desk
	failed map[string]failure
}

// failure is how often a ticket failed in a row, and when it is tried again.
type failure struct {
	times int
	again time.Time
}

// sweep looks at each ticket that is due once.
func (s *sweeper) sweep(ctx context.Context) (changed int, err error) {
	d := s.desk
	began := d.now()
	seen := map[string]bool{}
	for id, f := range s.failed {
		if f.again.After(began) {
			seen[id] = true
		}
	}
	var faults []error
	for {
		ids, err := d.store.Due(ctx, d.now(), sweepBatch+len(seen))
		if err != nil {
			return changed, errors.Join(append(faults, err)...)
		}
		ids = slices.DeleteFunc(ids, func(id string) bool { return seen[id] })
		if len(ids) == 0 {
			s.forget(seen)
			return changed, errors.Join(faults...)
		}
		for _, id := range ids {
			seen[id] = true
			wrote, err := d.look(ctx, id)
			if ctx.Err() != nil {
				return changed, ctx.Err()
			}
			if s.note(id, err); err != nil {
				faults = append(faults, fmt.Errorf("ticket %q: %w", id, err))
			}
			if wrote {
				changed++
			}
		}
	}
}

// note takes down what became of a look at a ticket.
func (s *sweeper) note(id string, err error) {
	if err == nil {
		delete(s.failed, id)
		return
	}
	if s.failed == nil {
		s.failed = map[string]failure{}
	}
	f := s.failed[id]
	wait := min(firstRetry<<min(f.times, 20), lastLook)
	s.failed[id] = failure{f.times + 1, s.desk.now().Add(wait)}
}

// forget drops what is not due any more.
func (s *sweeper) forget(seen map[string]bool) {
	for id := range s.failed {
		if !seen[id] {
			delete(s.failed, id)
		}
	}
}
