package kefu

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

// A guide runs inside of a conversation. Each step is a reply with choices; what
// the customer says next picks one of them, or is a question of its own: then
// that is answered, and the step still waits.

// guideState is where a customer stands in a guide.
type guideState struct {
	Entry string `json:"entry"`
	Step  string `json:"step"`
}

// stepChoice marks the ids of choices that belong to the step of a guide.
const stepChoice = "step/"

// beginGuide shows the first step of an entry's guide behind its answer.
func (b *Bot) beginGuide(reply *Reply, s *state, entry *kb.Entry) {
	b.showStep(reply, s, entry.ID, entry.Guide.Start())
}

// showStep says a step and offers the ways on.
func (b *Bot) showStep(reply *Reply, s *state, entry string, step kb.Step) {
	if len(reply.Parts) == 0 && reply.Text != "" && len(step.Options) > 0 {
		reply.Parts = []Part{{Kind: dialog.TextPart, Text: reply.Text}}
	}
	b.say(reply, step.Say)
	s.Guide = nil
	if len(step.Options) == 0 {
		return
	}
	s.Guide = &guideState{Entry: entry, Step: step.ID}
	if len(reply.Parts) == 0 { // for channels that show the choices themselves
		reply.Parts = []Part{{Kind: dialog.TextPart, Text: reply.Text}}
	}
	var list strings.Builder
	list.WriteString(reply.Text)
	for i, o := range step.Options {
		reply.Choices = append(reply.Choices, Choice{ID: stepChoice + strconv.Itoa(i+1), Label: o.Label})
		list.WriteString("\n" + strconv.Itoa(i+1) + ". " + o.Label)
	}
	reply.Text = list.String()
}

// followGuide takes a message as the way on from the step that waits. It
// reports whether it was one.
func (b *Bot) followGuide(ctx context.Context, turn *dialog.Turn, s *state) (bool, error) {
	if s.Guide == nil {
		return false, nil
	}
	entry, err := b.kb.Get(ctx, s.Guide.Entry)
	if errors.Is(err, kb.ErrNotFound) || err == nil && entry.Guide == nil { // gone since
		s.Guide = nil
		return false, nil
	}
	if err != nil {
		return false, err
	}
	said := turn.Message.Text
	if number, ok := strings.CutPrefix(turn.Message.Choice, stepChoice); ok {
		said = number
	}
	step, err := entry.Guide.Next(s.Guide.Step, said)
	if err != nil { // no way on from here: it may be a question
		return false, nil //nolint:nilerr // that is the answer
	}
	reply := &turn.Reply
	b.speakAs(reply, &entry)
	reply.Kind, reply.Source, reply.Question = dialog.Guided, entry.ID, s.Question
	s.Unanswered = 0
	if step.Outcome == kb.HandOff && b.opts.Handoff != nil {
		s.Guide = nil
		said := step.Say.PlainText()
		if err := b.handOff(ctx, turn, s, dialog.GuideEnded); err != nil {
			return false, err
		}
		reply.Text = joined(said, reply.Text)
		return true, nil
	}
	b.showStep(reply, s, entry.ID, step)
	return true, nil
}
