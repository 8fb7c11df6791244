package routingsim

import (
	"context"

	"github.com/kefu-go/kefu/routing"
)

// journal is a store that remembers what was committed until it is asked. So the
// simulation sees what the router did, whichever command did it, in the order in
// which it was done.
type journal struct {
	routing.Store
	statuses []routing.StatusOf
	seats    []routing.Seat
	turned   []string // items that came to another queue than their rule says
}

// Commit passes on to the store.
func (j *journal) Commit(ctx context.Context, c routing.Commit) (int64, error) {
	revision, err := j.Store.Commit(ctx, c)
	if err == nil {
		j.statuses = append(j.statuses, c.Statuses...)
		j.seats = append(j.seats, c.Seats...)
		for i := range c.Events {
			if e := &c.Events[i]; e.Type == routing.EventSubmitted && (e.Reason == "full" || e.Reason == "closed") {
				j.turned = append(j.turned, e.Item)
			}
		}
	}
	return revision, err
}
