package kefu

import (
	"cmp"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/ticket"
)

// ticketHandoff says a hand-off in the words of package ticket.
func ticketHandoff(h Handoff) ticket.Handoff {
	out := ticket.Handoff{
		ID: h.ID, Conversation: h.Conversation, Customer: h.Customer, Channel: h.Channel, Locale: cmp.Or(h.Locale, h.Summary.Language),
		Reason: string(h.Reason), Reasons: h.Reasons, Priority: h.Priority, Urgency: h.Brief.Urgency, Question: h.Question, Offline: h.Offline,
		Category: h.Brief.Category, Tags: h.Brief.Tags, Slots: h.Slots, At: h.At,
		Mood: ticket.Mood{
			Label: h.Brief.Mood.Label, Now: h.Brief.Mood.Now, Peak: h.Brief.Mood.Peak, Trend: h.Brief.Mood.Trend,
			Wants: h.Reason == dialog.AskedForHuman,
		},
		Problem: h.Summary.Problem, Tried: h.Summary.Tried, Open: h.Summary.Open, Details: h.Summary.Details,
	}
	for _, l := range h.Transcript {
		out.Transcript = append(out.Transcript, ticket.Line{From: ticketRole(l.From), Text: l.Text, At: l.At})
	}
	for _, p := range h.Past {
		out.Past = append(out.Past, ticket.PastConversation{
			ID: p.ID, Channel: p.Channel, Started: p.Started, Category: p.Category, Summary: p.Summary, Outcome: p.Outcome,
		})
	}
	return out
}

// ticketRole is what a party of a conversation is to a ticket.
func ticketRole(r dialog.Role) ticket.Role {
	switch r {
	case dialog.Agent:
		return ticket.Agent
	case dialog.Bot:
		return ticket.Bot
	case dialog.System:
		return ticket.System
	}
	return ticket.Customer
}
