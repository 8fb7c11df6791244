package dialog

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// migrated takes the open runs of a conversation over to the present versions of their
// flows, and drops those whose flow is gone. Runs of a newer version than this node
// knows are put aside untouched, for a node that knows it: while a deployment is
// rolled out, both are there.
func (t *Talk) migrated(ctx context.Context) error {
	s := t.s
	var keep []*frame
	for _, f := range append(slices.Clone(s.Parked), s.Frames...) {
		parked := slices.Contains(s.Parked, f)
		p := t.plan(f)
		switch {
		case p == nil:
			t.event(Event{Type: EventFlowCancelled, Flow: f.Flow, Detail: "there is no such flow any more"})
			t.sayOwn(TextGone)
			if parked {
				s.Parked = slices.DeleteFunc(s.Parked, func(o *frame) bool { return o == f })
			}
			continue
		case f.Version > p.version:
			if !parked {
				s.Parked = append(s.Parked, f)
				t.sayOwn(TextUpdating)
			}
			continue
		case f.Version < p.version:
			if err := t.migrate(ctx, f, p); err != nil {
				return err
			}
		}
		if parked {
			s.Parked = slices.DeleteFunc(s.Parked, func(o *frame) bool { return o == f })
		}
		keep = append(keep, f)
	}
	if len(s.Parked) == 0 {
		s.Parked = nil
	}
	s.Frames = keep
	return nil
}

// migrate takes one run over to the present version of its flow.
func (t *Talk) migrate(ctx context.Context, f *frame, p *plan) error {
	from := f.Version
	saved := f.Saved
	if p.flow.Migrate != nil {
		given := f.Saved
		given.Slots, given.Done = maps.Clone(f.Slots), maps.Clone(f.Done)
		own, err := call(ctx, t, "migrate/"+f.Flow, "", t.engine.opts.HookTimeout, func(context.Context) (Saved, error) {
			return p.flow.Migrate(given)
		})
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			t.failed(ctx, "no migration of flow "+f.Flow, err)
		default:
			saved = own
		}
	}
	f.Slots, f.Done = map[string]SlotValue{}, nil
	for name, v := range saved.Slots {
		if s := p.bySlot[name]; s == nil || v.Source == Omitted || s.fits(v.Value) {
			f.Slots[name] = v
		}
	}
	for id, deed := range saved.Done {
		if n := p.byID[id]; n != nil && (n.kind == doStep || n.kind == effectStep) {
			f.did(id, deed)
		}
	}
	f.Flow, f.Version = p.flow.Name, p.version
	f.Confirmed, f.Wrong, f.Again = nil, false, ""
	if f.Asking != "" {
		before := f.Asking
		f.Asking = anew
		if s := p.next(f); s != nil {
			f.Asking = p.asks[s.Name].id
		}
		if f.Asking != before {
			f.Attempts = 0
		}
	}
	t.event(Event{Type: EventMigrated, Flow: f.Flow, Detail: fmt.Sprintf("from version %d to %d", from, p.version)})
	return nil
}

// next is the slot that is asked for next, whatever is to be done before that.
func (p *plan) next(f *frame) *slot {
	var find func(nodes []*node) *slot
	find = func(nodes []*node) *slot {
		for _, n := range nodes {
			var way []*node
			switch n.kind {
			case askStep:
				if _, filled := f.Slots[n.slot.Name]; !filled && !n.slot.Hidden && n.slot.needed(Values{f.Slots}) {
					return n.slot
				}
			case branchStep:
				way = n.way(Values{f.Slots})
			case callStep:
				way = n.sub
			}
			if s := find(way); s != nil {
				return s
			}
		}
		return nil
	}
	return find(p.steps)
}
