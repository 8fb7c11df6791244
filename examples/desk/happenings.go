package main

import (
	"github.com/kefu-go/kefu/dialog"
)

// happening is an event of a turn as the pages get it: what a task has collected, what
// became of a hand-off. The pages make the present state of things of them.
type happening struct {
	Type dialog.EventType `json:"type"`
	Flow string           `json:"flow,omitempty"`
	Slot string           `json:"slot,omitempty"`
	// Label names the flow or the slot, Shown is the value, in both languages.
	Label dialog.Words `json:"label,omitempty"`
	Shown dialog.Words `json:"shown,omitempty"`
	// Agent is who accepted.
	Agent string `json:"agent,omitempty"`
	// Value and Detail are for debugging.
	Value  string `json:"value,omitempty"`
	Detail string `json:"detail,omitempty"`
}

// happenings are the events of a turn that somebody may see: customers what is about
// their task and about the person they wait for, whoever debugs all of them.
func (t *tasks) happenings(events []dialog.Event, debug bool) (list []happening) {
	for _, e := range events {
		h := happening{Type: e.Type, Flow: e.Flow, Slot: e.Slot}
		switch e.Type {
		case dialog.EventFlowStarted, dialog.EventFlowResumed, dialog.EventFlowCompleted, dialog.EventFlowCancelled, dialog.EventFlowExpired,
			dialog.EventFlowFailed, dialog.EventFlowHandedOff:
			h.Label = t.label(e.Flow)
		case dialog.EventSlotFilled, dialog.EventSlotCorrected:
			slot, ok := t.slot(e.Flow, e.Slot)
			if !ok && !debug {
				continue
			}
			if ok {
				h.Label, h.Shown = slot.Label, shown(slot, e.Value)
			}
		case dialog.EventSlotCleared, dialog.EventSoothed, dialog.EventHandoffRequested, dialog.EventHandoffFailed, dialog.EventHandoffCompleted:
		case dialog.EventHandoffAccepted:
			h.Agent = e.Value
		default:
			if !debug {
				continue
			}
		}
		if debug {
			h.Value, h.Detail = e.Value, e.Detail
		}
		list = append(list, h)
	}
	return list
}

func (t *tasks) label(flow string) dialog.Words {
	for _, one := range t.list {
		if one.flow.Name == flow {
			return one.flow.Label
		}
	}
	return nil
}

func (t *tasks) slot(flow, name string) (dialog.Slot[string], bool) {
	for _, one := range t.list {
		if one.flow.Name != flow {
			continue
		}
		for _, s := range one.slots {
			if s.Name == name {
				return s, true
			}
		}
	}
	return dialog.Slot[string]{}, false
}
