package dialogtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kefu-go/kefu/dialog"
)

// shopper is a simulated customer in his conversation.
type shopper struct {
	Persona
	goal   Goal
	opts   *ShopOptions
	r      *rand.Rand
	stage  *Stage
	talker Talker
	words  wordsOf

	id     string            // of his conversation
	told   map[string]string // by slot, what he said that it is
	asked  string            // what the bot asks for: a slot, "yes" or "which"; empty if nothing
	ladder int               // how often it asked for that in a row
	reply  dialog.Reply
	opened bool // the flow has begun
	sent   int
	got    []*dialog.Effect
	story  strings.Builder
	out    Report
	over   bool
}

// shop is the customer's conversation, from his first word to the end.
func (s *shopper) shop(ctx context.Context, build Build) (Report, error) {
	s.stage, s.words, s.told, s.out = NewStage(), wordsIn(s.goal.Locale), map[string]string{}, Report{Customers: 1}
	var err error
	if s.talker, err = build(s.stage); err != nil {
		return Report{}, err
	}
	for i := range s.goal.Wants {
		w := &s.goal.Wants[i]
		if len(w.Tricky) > 0 && s.chance(s.Commands) {
			w.Value = oneOf(w.Tricky, s.r)
			w.Say = []string{w.Value}
		}
	}
	fmt.Fprintf(&s.story, "%s (%s, %s)\n", s.Name, s.goal.Flow, s.goal.Locale)
	for !s.over {
		s.step(ctx)
		if err := ctx.Err(); err != nil {
			return Report{}, err
		}
	}
	if s.out.Served > 0 && !s.servedRight() {
		s.out.Wrong = 1
	}
	if s.out.Lost+s.out.Looped+s.out.Wrong > 0 {
		s.out.Stories = []string{s.story.String()}
	}
	s.out.Messages = s.sent
	return s.out, nil
}

func (s *shopper) servedRight() bool {
	if s.goal.Effect == "" {
		return true
	}
	if len(s.got) != 1 {
		return false
	}
	for _, w := range s.goal.Wants {
		if got := s.got[0].Args[w.Slot]; got != s.told[w.Slot] {
			fmt.Fprintf(&s.story, "(%s arrived as %q instead of %q)\n", w.Slot, got, s.told[w.Slot])
			return false
		}
	}
	return true
}

func (s *shopper) chance(p float64) bool { return p > 0 && s.r.Float64() < p }

// end ends the conversation with an outcome, once.
func (s *shopper) end(count *int) {
	if !s.over {
		*count, s.over = 1, true
	}
}

// step writes one message, or lets time go by, and looks at what came of it.
func (s *shopper) step(ctx context.Context) {
	switch {
	case s.sent >= s.opts.Messages:
		s.end(&s.out.Lost)
		return
	case s.Patience > 0 && s.sent >= s.Patience:
		s.end(&s.out.GivenUp)
		return
	case s.sent > 0 && s.chance(s.Silent):
		s.wait(ctx, time.Duration(1+s.r.IntN(90))*time.Minute)
		if s.over {
			return
		}
	}
	msg := dialog.Message{Conversation: s.id, ID: strconv.Itoa(s.sent), Locale: s.goal.Locale, Text: s.next(), At: s.stage.Clock.Now()}
	s.sent++
	s.stage.Clock.Advance(time.Duration(5+s.r.IntN(20)) * time.Second)
	s.story.WriteString("> " + msg.Text + "\n")
	reply, err := s.talker.Handle(ctx, msg)
	if err != nil {
		s.story.WriteString("(" + err.Error() + ")\n")
		s.end(&s.out.Lost)
		return
	}
	s.reply = reply
	s.look(ctx)
	if !s.over && reply.Owner == dialog.Bot && !speaks(reply) {
		s.end(&s.out.Lost)
	}
}

// wait lets time go by; what is due is done when it is due.
func (s *shopper) wait(ctx context.Context, d time.Duration) {
	until := s.stage.Clock.Now().Add(d)
	fmt.Fprintf(&s.story, "(%s)\n", d)
	for range 100 {
		c, err := s.stage.Store.Load(ctx, s.id)
		if err != nil || c.Due.IsZero() || c.Due.After(until) {
			break
		}
		if c.Due.After(s.stage.Clock.Now()) {
			s.stage.Clock.Set(c.Due)
		}
		if _, err := s.talker.Sweep(ctx, s.stage.Clock.Now()); err != nil {
			s.story.WriteString("(" + err.Error() + ")\n")
			s.end(&s.out.Lost)
		}
		s.look(ctx)
		if s.over {
			return
		}
	}
	s.stage.Clock.Set(until)
}

// look has delivered what waits, and reads what was committed.
func (s *shopper) look(ctx context.Context) {
	if _, err := s.talker.Deliver(ctx); err != nil {
		s.story.WriteString("(" + err.Error() + ")\n")
	}
	for _, turn := range s.stage.Store.Turns() {
		if turn.Reply.Text != "" {
			fmt.Fprintf(&s.story, "< %s %s\n", turn.Reply.Kind, turn.Reply.Text)
			s.reply = turn.Reply
		}
		for _, out := range turn.Outbox {
			if out.Effect != nil && out.Effect.Name == s.goal.Effect && !slices.ContainsFunc(s.got, func(e *dialog.Effect) bool { return e.Key == out.Effect.Key }) {
				s.got = append(s.got, out.Effect)
			}
		}
		s.hear(turn)
	}
}

// hear draws from the events of a turn what became of the matter, and what is asked.
func (s *shopper) hear(turn dialog.Turn) {
	asked, progress := "", false
	for _, e := range turn.Events {
		switch e.Type {
		case dialog.EventSlotFilled, dialog.EventSlotCorrected, dialog.EventSlotCleared, dialog.EventDenied, dialog.EventDigressed,
			dialog.EventFlowResumed, dialog.EventFlowSuspended, dialog.EventTimeoutWarned:
			progress = true
		case dialog.EventFlowStarted:
			s.opened, progress = s.opened || e.Flow == s.goal.Flow, true
		case dialog.EventPrompted:
			asked = e.Slot
			if asked == "" {
				asked = "which"
				if slices.ContainsFunc(turn.Reply.Choices, func(c dialog.Choice) bool { return strings.HasSuffix(c.ID, "/yes") }) {
					asked = "yes"
				}
			}
		case dialog.EventFlowCompleted:
			if e.Flow == s.goal.Flow {
				s.end(&s.out.Served)
			}
		case dialog.EventFlowCancelled, dialog.EventFlowExpired:
			if e.Flow == s.goal.Flow && turn.Conversation.Owner == dialog.Bot {
				s.end(&s.out.GivenUp)
			}
		}
	}
	if turn.Conversation.Owner == dialog.Agent {
		s.end(&s.out.HandedOff)
	}
	if asked == s.asked && !progress && asked != "" {
		s.ladder++
	} else {
		s.ladder = 1
	}
	if asked != "" || len(turn.Events) > 0 {
		s.asked = asked
	}
	if s.ladder > s.opts.Ladder {
		s.out.Looped = 1
	}
}

// next is what he writes.
func (s *shopper) next() string {
	if s.sent > 0 && s.chance(s.Person) {
		return oneOf(s.words.person, s.r)
	}
	w := s.want(s.asked)
	if s.opened && s.asked != "" && (w == nil || !w.Free) && s.chance(s.Vague) {
		return oneOf(s.words.vague, s.r)
	}
	text := s.answer()
	if (w == nil || !w.Free) && s.chance(s.Angry) {
		text = oneOf(s.words.angry, s.r) + text
	}
	return text
}

func (s *shopper) answer() string {
	if s.sent > 0 && s.chance(s.Quits) {
		return oneOf(s.words.quit, s.r)
	}
	if !s.opened {
		return s.open()
	}
	if w := s.want(s.asked); (w == nil || !w.Free) && s.asked != "which" && len(s.goal.Asides) > 0 && s.chance(s.Asks) {
		return oneOf(s.goal.Asides, s.r)
	}
	wrong := s.wrong()
	switch {
	case s.asked == "yes" && s.reply.Kind == dialog.Offered: // a person, or a guess
		return oneOf(s.words.no, s.r)
	case s.asked == "yes" && wrong == nil:
		return oneOf(s.words.yes, s.r)
	case s.asked == "yes" && s.chance(0.5):
		return oneOf(s.words.no, s.r)
	case s.asked == "which" && wrong != nil:
		if s.chance(0.5) {
			return wrong.Label
		}
		return s.correct(wrong)
	case wrong != nil && (s.asked == "yes" || s.asked == "" || s.chance(0.5)):
		return s.correct(wrong)
	}
	if w := s.want(s.asked); w != nil {
		return s.tell(w)
	}
	if s.asked == "" && s.reply.Kind == dialog.Offered {
		return oneOf(s.words.no, s.r)
	}
	return s.goal.Open[0]
}

// open says what he wants, at first in his own way.
func (s *shopper) open() string {
	if s.sent > 0 {
		return s.goal.Open[0]
	}
	text := oneOf(s.goal.Open, s.r)
	if s.chance(s.Typos) {
		text = mistyped(text, s.r)
	}
	return text + s.more("", s.Several)
}

// tell answers with a value, and perhaps with another one instead or besides.
func (s *shopper) tell(w *Want) string {
	if s.chance(s.OutOfOrder) {
		if other := s.more(w.Slot, 1); other != "" {
			return strings.TrimPrefix(other, s.words.between)
		}
	}
	if w.Wrong != "" && s.told[w.Slot] == "" && s.chance(s.ChangesMind) {
		s.told[w.Slot] = w.Wrong
		return w.Wrong
	}
	s.told[w.Slot] = w.Value
	return oneOf(w.Say, s.r) + s.more(w.Slot, s.Several)
}

// more says the values that he has not told yet and says unasked, each with a chance.
func (s *shopper) more(but string, chance float64) (text string) {
	if w := s.want(but); w != nil && w.Free {
		return "" // everything that he writes would be the value
	}
	for i := range s.goal.Wants {
		w := &s.goal.Wants[i]
		if w.Slot != but && w.Unasked != "" && s.told[w.Slot] == "" && s.chance(chance) {
			s.told[w.Slot] = w.Value
			text += s.words.between + w.Unasked
		}
	}
	return text
}

// correct changes what he told wrongly.
func (s *shopper) correct(w *Want) string {
	old := s.told[w.Slot]
	s.told[w.Slot] = w.Value
	phrase := oneOf(s.words.changed, s.r)
	if old != "" && old != w.Value && s.chance(0.5) {
		phrase = oneOf(s.words.replaced, s.r)
	}
	return said(phrase, w.Label, old, w.Say[0])
}

// wrong is the first value that he told and that is not what the bot has, as the bot
// shows when it asks for a confirmation.
func (s *shopper) wrong() *Want {
	has := map[string]string{}
	if c, err := s.stage.Store.Load(context.Background(), s.id); err == nil {
		p := player{finished: c}
		has = p.slots()
	}
	for i := range s.goal.Wants {
		w := &s.goal.Wants[i]
		if got := has[w.Slot]; got != "" && got != w.Value { // what he skipped is not wrong
			return w
		}
	}
	return nil
}

func (s *shopper) want(slot string) *Want {
	for i := range s.goal.Wants {
		if s.goal.Wants[i].Slot == slot {
			return &s.goal.Wants[i]
		}
	}
	return nil
}
