package main

import (
	"net/http"

	"github.com/kefu-go/kefu"
	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/routing"
)

// recordView is a hand-off as an agent sees it: why, how urgent, what about, how the
// customer felt, what the bot had collected, and what he came with before.
type recordView struct {
	Reason   dialog.HandoffReason      `json:"reason"`
	Reasons  []string                  `json:"reasons,omitempty"`
	Priority int                       `json:"priority"`
	Skills   []string                  `json:"skills,omitempty"`
	Summary  dialog.Summary            `json:"summary"`
	Course   []float64                 `json:"course,omitempty"`
	Flow     dialog.Words              `json:"flow,omitempty"`
	Slots    []slotView                `json:"slots,omitempty"`
	Past     []dialog.PastConversation `json:"past,omitempty"`
	// Moves are who handed it on, and why, the first one first.
	Moves []moveView `json:"moves,omitempty"`
}

// slotView is a value that the bot collected, in both languages.
type slotView struct {
	Label dialog.Words `json:"label"`
	Shown dialog.Words `json:"shown"`
}

func (s *site) agentRecord(w http.ResponseWriter, r *http.Request) {
	one, ok := s.handedOver(w, r)
	if !ok {
		return
	}
	v := s.recordOf(handoffOf(one))
	for e, err := range s.bot.Router().Events(r.Context(), one.Item.ID, 0) {
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if e.Type == routing.EventTransferred {
			v.Moves = append(v.Moves, moveView{From: e.By, Reason: e.Reason})
		}
	}
	writeJSON(w, http.StatusOK, v)
}

// moveView is a colleague, or a supervisor, who handed a conversation on.
type moveView struct {
	From   string `json:"from"`
	Reason string `json:"reason,omitempty"`
}

func (s *site) recordOf(h kefu.Handoff) (v recordView) {
	v = recordView{
		Reason: h.Reason, Reasons: h.Reasons, Priority: h.Priority, Skills: h.Skills, Summary: h.Summary, Course: h.Course, Past: h.Past,
	}
	for _, t := range s.tasks.list {
		if t.flow.Name == h.Flow {
			v.Flow = t.flow.Label
		}
		for _, slot := range t.slots {
			if value, ok := h.Slots[t.flow.Name+"."+slot.Name]; ok {
				v.Slots = append(v.Slots, slotView{slot.Label, shown(slot, value)})
			}
		}
	}
	return v
}

// shown is a value of a slot as customers read it, in both languages.
func shown(s dialog.Slot[string], value string) dialog.Words {
	if s.Show != nil {
		return dialog.In(s.Show(value, "en"), s.Show(value, "zh"))
	}
	for _, o := range s.Options {
		if o.Value == value {
			return o.Label
		}
	}
	return dialog.In(value, value)
}
