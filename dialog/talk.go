package dialog

import (
	"context"
	"strings"
	"time"
)

// Talk is one turn of a conversation while it is worked out: what the customer
// said, what was understood, what the conversation has collected, and the reply so
// far. Patterns and conditions of a host get it. It must not be used after the
// call that it was given to, nor from another goroutine.
type Talk struct {
	engine *Engine
	turn   *Turn
	s      *session
	// text is what to understand: the words of the message and of its burst, and what was heard and seen in its parts.
	text string
	// choice is the id of the choice that was picked; empty for one that is of no use any more.
	choice   string
	reading  *Reading
	profile  Profile
	contacts unasked // what other conversations of the customer say
	sensed   Perceived
	// readText is the text that reading is about.
	readText string
	found    *Found
	// offered is what the customer could pick from when he wrote this, and offerKind what picking means.
	offered   []Choice
	offerKind offer
	focus     *focus // what a narrowing question was about that he was asked before
	calls     *calls
	uttered   *utterance // of text, or of what it was before
	room      *turnRoom
	size      int     // of the state before the turn
	aside     stretch // a part of text that is about something else than what is heard
	// prompted is what the reply said before it asked for something.
	prompted struct {
		yes   bool
		text  string
		parts []Part
	}
	// vents is how often in a row he had only shown impatience before; owes says that
	// he deserves kind words, whether or not the policy calls for them.
	vents   int
	owes    bool
	secrecy secrecy
	said    int  // how many pieces the reply has
	fresh   bool // the message is known to have no answer yet
}

// Message is what the customer said. From is [System] in a turn that time caused.
func (t *Talk) Message() Message { return t.turn.Message }

// Text is what to understand: the message's words, with what was heard and seen
// in its parts and what was sent in the same burst.
func (t *Talk) Text() string { return t.text }

// Reading is what was understood; nil if there is nothing to understand.
func (t *Talk) Reading() *Reading { return t.reading }

// Reply is the reply so far. It may be changed.
func (t *Talk) Reply() *Reply { return &t.turn.Reply }

// Conversation is the conversation as it will be after the turn, but for its
// State.
func (t *Talk) Conversation() Conversation { return t.turn.Conversation }

// Now is when the turn takes place.
func (t *Talk) Now() time.Time { return t.turn.Reply.At }

// Locale is the language of the reply.
func (t *Talk) Locale() string { return t.turn.Reply.Locale }

// Flow is the name of the flow that talks; empty if none does.
func (t *Talk) Flow() string {
	if f := t.s.top(); f != nil {
		return f.Flow
	}
	return ""
}

// Slots are the values of the flow that talks.
func (t *Talk) Slots() Values {
	if f := t.s.top(); f != nil {
		return Values{f.Slots}
	}
	return Values{}
}

// Say adds words to the reply, on a line of their own. Names in braces are
// replaced by values of the flow that talks.
func (t *Talk) Say(w Words) {
	words := w.pick(t.Locale(), t.engine.opts.Locale, t.turn.Conversation.ID, &t.s.Said)
	t.tell(expand(words, t.Slots().Get))
}

// tell adds a text to the reply as it is.
func (t *Talk) tell(s string) {
	if s == "" {
		return
	}
	r := &t.turn.Reply
	r.Text = joined(r.Text, s)
	if len(r.Parts) > 0 {
		r.Parts = append(r.Parts, Part{Kind: TextPart, Text: s})
	}
	t.said++
}

// put adds a text with its rich form, if it has one, to the reply.
func (t *Talk) put(words string, parts []Part) {
	if len(parts) == 0 {
		t.tell(words)
		return
	}
	t.show(parts)
	t.turn.Reply.Text = joined(t.turn.Reply.Text, words)
}

// show adds parts to the reply. The text stands alone on every channel; beside
// parts, it becomes one of them.
func (t *Talk) show(parts []Part) {
	r := &t.turn.Reply
	if len(parts) == 0 {
		return
	}
	if len(r.Parts) == 0 && r.Text != "" {
		r.Parts = []Part{{Kind: TextPart, Text: r.Text}}
	}
	r.Parts = append(r.Parts, parts...)
	t.said++
}

// offer shows choices behind the reply: as buttons, and as a numbered list in the
// text.
func (t *Talk) offer(choices []Choice) { t.offerFrom(choices, 0) }

// offerFrom is offer with numbers behind those of choices that were shown before.
func (t *Talk) offerFrom(choices []Choice, before int) {
	r := &t.turn.Reply
	if len(r.Parts) == 0 && r.Text != "" { // for channels that show the choices themselves
		r.Parts = []Part{{Kind: TextPart, Text: r.Text}}
	}
	var list strings.Builder
	list.WriteString(r.Text)
	for i, c := range choices {
		if list.Len() > 0 {
			list.WriteByte('\n')
		}
		list.WriteString(itoa(before+i+1) + ". " + c.Label)
	}
	r.Text, r.Choices = list.String(), choices
}

// sayOwn adds words of the engine's own to the reply.
func (t *Talk) sayOwn(id TextID) { t.tell(t.own(id)) }

// usualEvents is how many events few turns have more of.
const usualEvents = 4

// event notes what happened. The cause is the turn's message unless e has one.
func (t *Talk) event(e Event) {
	if e.Cause == "" {
		e.Cause = t.turn.Message.ID
	}
	if e.Flow == "" {
		e.Flow = t.Flow()
	}
	e.At, e.V = t.Now(), EventVersion
	if t.turn.Events == nil {
		t.turn.Events = make([]Event, 0, usualEvents)
	}
	t.turn.Events = append(t.turn.Events, e)
}

// send puts something into the outbox, under an id that is the turn's with a name.
func (t *Talk) send(name string, out Outgoing) {
	c := &t.turn.Conversation
	out.ID, out.Conversation, out.Customer, out.Channel = name+"/"+t.turn.Reply.ID, c.ID, c.Customer, c.Channel
	if out.Due.IsZero() {
		out.Due = t.Now()
	}
	t.turn.Outbox = append(t.turn.Outbox, out)
}

// Pattern is one of the ways in which a turn may go. It looks at the talk and
// either leaves it alone and returns false, or works the turn out and returns true.
// An error fails the turn: nothing is stored, and the message can be sent again. It has the
// time that is left of the turn.
type Pattern func(ctx context.Context, t *Talk) (bool, error)

// Off is a [Pattern] that never takes a turn: it switches a built-in one off.
func Off(context.Context, *Talk) (bool, error) { return false, nil }
