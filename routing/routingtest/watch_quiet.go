package routingtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/routing"
)

// Quiet checks a store at a moment at which no command is under way and nothing is
// due: no item waits while an agent is online who qualifies, has room, and has not
// declined it. It needs the queues of the plan, and reads all that is open.
func Quiet(ctx context.Context, store routing.Store, queues ...routing.Queue) error {
	c, err := store.Changes(ctx, 0)
	if err != nil {
		return err
	}
	var p picture
	p.reset()
	p.follow(&c)
	var faults []error
	for id, w := range p.works {
		if w.Status.State != routing.Waiting {
			continue
		}
		for agent, s := range p.seats {
			if s.Presence != routing.Online || slices.Contains(w.Status.Declined, agent) || !qualifies(&s.Agent, &w, queues) {
				continue
			}
			given := w.Status
			given.State, given.Agent = routing.Active, agent
			k := &checking{before: &p, status: map[string]*routing.Status{id: &given}}
			if k.room(id, &s); len(k.faults) == 0 {
				faults = append(faults, fmt.Errorf("item %q waits in queue %q while agent %q could take it", id, w.Status.Stage.Queue, agent))
			}
		}
	}
	return errors.Join(faults...)
}

// qualifies tells whether an agent serves the queue of an item and meets what its
// stage requires.
func qualifies(a *routing.Agent, w *routing.Work, queues []routing.Queue) bool {
	stage := &w.Status.Stage
	department := ""
	for i := range queues {
		if queues[i].ID == stage.Queue {
			department = queues[i].Department
		}
	}
	if len(a.Queues) > 0 && !slices.Contains(a.Queues, stage.Queue) || len(a.Queues) == 0 && department != "" && department != a.Department {
		return false
	}
	r := &stage.Require
	for _, need := range r.Skills {
		if a.Skills[need.Skill] < max(1, need.Min) {
			return false
		}
	}
	speaks := r.Language == "" || len(a.Languages) == 0 || slices.ContainsFunc(a.Languages, func(tag string) bool {
		return strings.EqualFold(tag, r.Language) || strings.HasPrefix(strings.ToLower(r.Language), strings.ToLower(tag)+"-")
	})
	return speaks && a.Seniority >= r.Seniority && (r.Department == "" || r.Department == a.Department) &&
		(r.Agent == "" || r.Agent == a.ID) && !(r.People && a.Bot)
}
