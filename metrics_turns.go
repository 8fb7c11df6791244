package kefu

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/metrics"
)

// meterTurns tells what the turns of conversations come to.
func (b *Bot) meterTurns(ctx context.Context, at *cursor) iter.Seq2[metered, error] {
	return func(yield func(metered, error) bool) {
		for record, err := range b.opts.Stores.Dialog.Feed(ctx, at.At) {
			if !yield(metered{record.Cursor, b.turnEvents(ctx, &record)}, err) || err != nil {
				return
			}
		}
	}
}

// turnEvents is one turn in the words of package metrics. Ids are those of the version that the turn
// gave its conversation, with a number behind it.
func (b *Bot) turnEvents(ctx context.Context, record *dialog.Record) (events []metrics.Event) {
	msg, reply := &record.Message, &record.Reply
	about := metrics.Event{
		At: reply.At, Conversation: msg.Conversation, Customer: msg.Customer, Channel: msg.Channel, Language: reply.Locale,
	}
	if r := reply.Reading; r != nil {
		about.Category = r.Category
		if r.Language != "" {
			about.Language = r.Language
		}
	}
	add := func(kind metrics.Kind, with func(*metrics.Event)) {
		e := about
		e.Kind, e.ID = kind, fmt.Sprintf("turn/%d/%d", record.Version, len(events))
		if with != nil {
			with(&e)
		}
		events = append(events, e)
	}
	rating := rates(record)
	spoke := reply.At
	switch {
	case msg.From == dialog.Agent:
		add(metrics.AgentSpoke, func(e *metrics.Event) { e.Agent, e.Turn = msg.Agent, msg.ID })
	case msg.From == dialog.Customer && !rating:
		add(metrics.CustomerSpoke, func(e *metrics.Event) {
			e.Turn = msg.ID
			if sent := msg.At; !sent.IsZero() && sent.Before(reply.At) && reply.At.Sub(sent) < clockTrust {
				e.At = sent
			}
			spoke = e.At
			if r := reply.Reading; r != nil {
				e.Intent, e.Model = r.Intent, r.Model
				e.Felt, e.Valence = r.Emotion != "", r.Valence
			}
		})
	}
	former := slices.IndexFunc(record.Events, func(e dialog.Event) bool { return e.Type == dialog.EventSessionStarted })
	for i := range record.Events {
		e := &record.Events[i]
		if kind, with := b.turnEvent(ctx, record, e); kind != 0 {
			add(kind, func(m *metrics.Event) {
				m.Turn = msg.ID
				if !e.At.IsZero() {
					m.At = e.At
				}
				if i < former { // the silence that ended the former talk is only noticed when he writes again
					m.At, m.Turn, m.Category, m.Language = spoke.Add(-time.Microsecond), "", "", ""
				}
				with(m)
			})
		}
	}
	if reply.From == dialog.Bot && reply.Text != "" && !rating {
		add(metrics.BotSpoke, func(e *metrics.Event) {
			if msg.From == dialog.Customer {
				e.Turn = msg.ID
			}
		})
	}
	return events
}

// clockTrust is how much earlier than its turn a message can have been sent; a channel that says more has a wrong
// clock, or delivered what is no wait for us.
const clockTrust = 24 * time.Hour

// rates says that a turn is about the rating of a talk, and nothing else: it is no part of the talk that is rated.
func rates(record *dialog.Record) (so bool) {
	for i := range record.Events {
		switch e := &record.Events[i]; {
		case e.Flow == dialog.RatingFlow:
			so = true
		case e.Flow != "", e.Type == dialog.EventAnswered, e.Type == dialog.EventUnanswered, e.Type == dialog.EventHandoffRequested:
			return false
		}
	}
	return so
}

// turnEvent says what one event of a turn is; kind 0: nothing that is counted.
func (b *Bot) turnEvent(ctx context.Context, record *dialog.Record, e *dialog.Event) (kind metrics.Kind, with func(*metrics.Event)) {
	msg, reply := &record.Message, &record.Reply
	with = func(m *metrics.Event) { m.Reason = firstWord(e.Detail) }
	if e.Flow == dialog.RatingFlow {
		switch e.Type {
		case dialog.EventFlowStarted:
			return metrics.SurveySent, with
		case dialog.EventRated:
			stars, err := strconv.ParseFloat(e.Value, 64)
			if err != nil {
				return 0, nil
			}
			return metrics.Rated, func(m *metrics.Event) {
				m.Score = stars
				if e.Detail != "" {
					m.Tags = []string{e.Detail}
				}
			}
		}
		return 0, nil
	}
	step := func(m *metrics.Event) { m.Flow, m.Step = e.Flow, e.Slot }
	answer := func(m *metrics.Event) {
		m.Entry, m.Score, m.Version = e.Detail, reply.Score, b.entryVersion(ctx, e.Detail, reply.At)
	}
	switch e.Type {
	case dialog.EventSessionEnded:
		return metrics.Ended, with
	case dialog.EventFlowStarted:
		return metrics.FlowStarted, step
	case dialog.EventFlowCompleted, dialog.EventFlowCancelled, dialog.EventFlowExpired, dialog.EventFlowFailed, dialog.EventFlowHandedOff:
		return metrics.FlowEnded, func(m *metrics.Event) {
			m.Flow, m.Reason = e.Flow, strings.TrimPrefix(string(e.Type), "flow_")
		}
	case dialog.EventPrompted:
		return stepKind(e, metrics.StepAsked), step
	case dialog.EventSlotFilled, dialog.EventSlotSkipped, dialog.EventSlotDeclined:
		return stepKind(e, metrics.StepFilled), step
	case dialog.EventSlotRejected:
		return stepKind(e, metrics.StepRejected), step
	case dialog.EventAnswered, dialog.EventDigressed:
		if reply.Question != "" && reply.Question != msg.ID {
			return metrics.Picked, answer
		}
		return metrics.Answered, answer
	case dialog.EventSuggested:
		return metrics.Suggested, with
	case dialog.EventUnanswered:
		return metrics.Unanswered, with
	case dialog.EventRecommended:
		return metrics.Recommended, answer
	case dialog.EventRepeated:
		return metrics.Repeated, with
	case dialog.EventSoothed:
		return metrics.Soothed, with
	case dialog.EventEscalation:
		return metrics.Escalated, func(m *metrics.Event) { m.Rule, m.Reason = firstWord(e.Detail), e.Value }
	case dialog.EventHandoffRequested:
		return metrics.HandoffRequested, with
	case dialog.EventHandoffFailed:
		return metrics.HandoffFailed, with
	case dialog.EventOfflineMessage:
		return metrics.Diverted, func(m *metrics.Event) { m.Reason = "message" }
	case dialog.EventHandoffAccepted:
		if b.router == nil { // else the router says so
			return metrics.Assigned, func(m *metrics.Event) { m.Agent = e.Value }
		}
	case dialog.EventHandoffCompleted:
		if b.router == nil {
			return metrics.Completed, with
		}
	case dialog.EventInternalError:
		return metrics.Failed, with
	}
	return 0, nil
}

// stepKind leaves out what is about no step of a flow.
func stepKind(e *dialog.Event, kind metrics.Kind) metrics.Kind {
	if e.Flow == "" || e.Slot == "" {
		return 0
	}
	return kind
}
