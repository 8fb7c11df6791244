package kefu

import (
	"context"
	"slices"
	"strings"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/text"
)

// A hand-off record shows the last turns, each line up to a length: what is
// longer is in the transcript of the store.
const (
	transcriptTurns = 20
	transcriptLine  = 2 << 10 // bytes
)

// handOff gives the conversation to a person: the owner changes and the record
// goes into the outbox, in the same commit as the reply that says so.
func (b *Bot) handOff(ctx context.Context, turn *dialog.Turn, s *state, reason dialog.HandoffReason) error {
	c, reply := &turn.Conversation, &turn.Reply
	words := b.texts(reply.Locale)
	if b.opts.Handoff == nil {
		reply.Kind, reply.Text = dialog.Unanswered, words.NobodyThere
		return nil
	}
	reply.Kind, reply.Text = dialog.HandedOff, words.HandingOff
	switch reason {
	case dialog.NotAnswered:
		reply.Text = words.GivingUp
	case dialog.Upset:
		reply.Text = words.Upset
	}
	lines, readings, err := b.transcript(ctx, c.ID, c.Version-transcriptTurns)
	if err != nil {
		return err
	}
	lines = append(lines, spoken(turn.Message, *reply)...)
	if reply.Reading != nil {
		readings = append(readings, reply.Reading)
	}
	known := brief(readings)
	known.Since = c.Created
	c.Owner = dialog.Agent
	s.Unanswered, s.Offered = 0, nil
	turn.Outbox = append(turn.Outbox, Outgoing{
		ID: "handoff/" + reply.ID, Conversation: c.ID, Customer: c.Customer, Channel: c.Channel, Due: reply.At,
		Handoff: &Handoff{
			ID: "handoff/" + reply.ID, Conversation: c.ID, Customer: c.Customer, Channel: c.Channel, Locale: reply.Locale,
			Reason: reason, Question: b.lastQuestion(lines), At: reply.At,
			Transcript: lines, Brief: known,
		},
	})
	return nil
}

// lastQuestion returns what the customer said last that is no request for a
// person.
func (b *Bot) lastQuestion(lines []dialog.Line) string {
	for _, line := range slices.Backward(lines) {
		if line.From != dialog.Customer {
			continue
		}
		if wish, _ := b.wish.Detect(line.Text); wish {
			continue
		}
		if key := text.Key(line.Text); number(key) == 0 && !refusals[key] { // else it picked from a list
			return line.Text
		}
	}
	return ""
}

// transcript returns the lines of a conversation after a version, and what was
// read in them.
func (b *Bot) transcript(ctx context.Context, conversation string, after int64) (lines []dialog.Line, readings []*dialog.Reading, err error) {
	for record, err := range b.opts.Stores.Dialog.Transcript(ctx, conversation, max(0, after)) {
		if err != nil {
			return nil, nil, err
		}
		lines = append(lines, spoken(record.Message, record.Reply)...)
		if record.Reply.Reading != nil {
			readings = append(readings, record.Reply.Reading)
		}
	}
	return lines, readings, nil
}

// spoken returns what was said in a turn. An agent's words are in its reply
// too, and are said once.
func spoken(msg Message, reply Reply) []dialog.Line {
	var lines []dialog.Line
	if msg.From == dialog.Customer && msg.Text != "" {
		lines = append(lines, dialog.Line{From: msg.From, Text: clip(msg.Text), At: msg.At})
	}
	if reply.Text != "" {
		lines = append(lines, dialog.Line{From: reply.From, Text: clip(reply.Text), At: reply.At})
	}
	return lines
}

// clip cuts a text that is longer than a line of a record may be.
func clip(s string) string {
	if len(s) <= transcriptLine {
		return s
	}
	return strings.ToValidUTF8(s[:transcriptLine], "") + "…"
}
