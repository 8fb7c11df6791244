package dialogtest

import (
	"errors"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/kefu-go/kefu/dialog"
)

// Record writes a conversation that took place into a script that expects all of it:
// replies, choices, events, effects, hand-offs, the slots. The turns are those of
// one conversation, from its first one: [Watched.Turns] of the store that it ran on,
// or [Past]. A turn without State says nothing about slots and flows, as the turns of
// Past do. The title is the script's first line without the "#".
//
// The script passes against a bot that behaves as that one did. Spaces around a
// customer's words are not kept, nor is when a conversation was given back that no
// agent had.
func Record(title string, turns []dialog.Turn) (*Script, error) {
	if len(turns) == 0 {
		return nil, errors.New("dialogtest: nothing was recorded")
	}
	r := recorder{id: turns[0].Conversation.ID, now: turns[0].Reply.At.Truncate(time.Minute), owner: dialog.Bot, flows: "-"}
	first := turns[max(0, slices.IndexFunc(turns, func(t dialog.Turn) bool { return t.Message.From == dialog.Customer }))].Message
	r.line("# " + title)
	r.line("conversation: " + r.id)
	r.line("start: " + r.now.Format(minute))
	for _, s := range []struct{ name, value string }{{"locale", first.Locale}, {"channel", first.Channel}, {"customer", first.Customer}} {
		if s.value != "" {
			r.line(s.name + ": " + s.value)
		}
	}
	for _, turn := range turns {
		if turn.Conversation.ID != r.id {
			return nil, errors.New("dialogtest: the turns are of several conversations")
		}
		r.turn(turn)
	}
	return Parse("record", r.out.String())
}

// Past returns the turns of a conversation as its transcript has them, without what
// only the store knew: state and outbox.
func Past(conversation string, records iter.Seq2[dialog.Record, error]) (turns []dialog.Turn, err error) {
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		turns = append(turns, dialog.Turn{
			Conversation: dialog.Conversation{ID: conversation, Owner: r.Reply.Owner, Version: r.Version},
			Message:      r.Message, Reply: r.Reply, Events: r.Events,
		})
	}
	return turns, nil
}

// recorder is a script that is written.
type recorder struct {
	out      strings.Builder
	id       string
	now      time.Time
	owner    dialog.Role
	flows    string
	slots    string
	offered  []dialog.Choice
	messages []string // ids, which are others when the script is played
}

func (r *recorder) line(s string) { r.out.WriteString(s + "\n") }

func (r *recorder) turn(turn dialog.Turn) {
	msg, reply := turn.Message, turn.Reply
	r.messages = append(r.messages, msg.ID)
	released := msg.From == dialog.System && r.owner == dialog.Agent && turn.Conversation.Owner == dialog.Bot
	waited := reply.At.Sub(r.now)
	if waited <= 0 && msg.From == dialog.System && !speaks(reply) && len(turn.Events) == 0 && len(turn.Outbox) == 0 {
		released = true // nobody had taken it, but it is a turn
	}
	timed := msg.From == dialog.System && !released
	if timed && waited <= 0 {
		waited = time.Microsecond
	}
	r.line("")
	if waited > 0 {
		r.line("after " + writeSpan(waited))
		r.now = r.now.Add(waited)
	}
	switch {
	case timed:
	case released:
		r.line(verbRelease)
	case msg.From == dialog.Agent:
		r.line(verbAgent + " " + writeWords(msg.Text))
	case msg.Choice != "":
		r.line(verbPicks + " " + r.picked(msg.Choice))
	default:
		for _, p := range msg.Parts {
			r.line(strings.TrimRight(verbAttach+" "+string(p.Kind)+" "+p.URL+" "+p.Text, " "))
		}
		r.line(strings.TrimRight(verbSays+" "+writeWords(msg.Text), " "))
	}
	r.replies(turn, timed)
	if reply.Source != "" {
		r.line(verbExplain + " " + arg{"source", literal(reply.Source)}.String())
	}
	for _, e := range turn.Events {
		e.Cause = ""
		r.line(r.anyID(writeEvent(e)))
	}
	for _, out := range turn.Outbox {
		switch {
		case out.Effect != nil:
			r.line(r.anyID(writeEffect(out.Effect)))
		case out.Handoff != nil:
			r.line(verbHandoff + " " + string(out.Handoff.Reason) + " " + arg{"question", literal(out.Handoff.Question)}.String())
		}
	}
	r.state(turn.Conversation)
	r.offered = reply.Choices
}

// replies writes what was said in a turn.
func (r *recorder) replies(turn dialog.Turn, timed bool) {
	if speaks(turn.Reply) || !timed {
		r.line(writeReply(turn.Reply))
		if len(turn.Reply.Choices) > 0 {
			r.line(writeLabels(labels(turn.Reply.Choices)))
		}
	}
	for _, out := range turn.Outbox {
		if out.Reply != nil && out.Reply.ID != turn.Reply.ID && !out.Due.After(r.now) {
			r.line(writeReply(*out.Reply))
		}
	}
}

// state writes what the turn changed.
func (r *recorder) state(c dialog.Conversation) {
	if c.Owner != r.owner {
		r.owner = c.Owner
		r.line(verbOwner + " " + string(c.Owner))
	}
	runs, err := c.Runs()
	if err != nil || len(c.State) == 0 {
		return
	}
	p := player{finished: c}
	if flows := p.flows(); flows != r.flows {
		r.flows, r.slots = flows, ""
		r.line(verbFlows + " " + flows)
	}
	if len(runs) > 0 && len(runs[len(runs)-1].Slots) > 0 {
		if slots := writeFields(verbSlots, p.slots()); slots != r.slots {
			r.slots = slots
			r.line(slots)
		}
	}
}

// picked is how a script names a choice.
func (r *recorder) picked(id string) string {
	for _, c := range r.offered {
		if c.ID == id && !strings.ContainsAny(c.Label, "\n#") && strings.TrimSpace(c.Label) == c.Label && c.Label != "" {
			return literal(c.Label)
		}
	}
	return "#" + id
}

// anyID puts a * in the place of the ids of messages.
func (r *recorder) anyID(s string) string {
	for _, id := range slices.Backward(r.messages) {
		if len(id) > 1 { // else it may be anything
			s = strings.ReplaceAll(s, literal(id), "*")
		}
	}
	return s
}

// writeWords writes a text as it goes on over several lines.
func writeWords(s string) string { return strings.ReplaceAll(strings.Trim(s, " \t\n"), "\n", "\n| ") }

func writeReply(r dialog.Reply) string {
	kind := string(r.Kind)
	if kind == "" {
		kind = "*"
	}
	return strings.TrimRight(verbReply+" "+kind+" "+writeWords(literal(r.Text)), " ")
}

func writeEvent(e dialog.Event) string {
	out := verbEvent + " " + string(e.Type)
	if e.Slot != "" {
		out += " " + arg{"", e.Slot}.String()
	}
	for _, f := range []arg{{"flow", e.Flow}, {"value", e.Value}, {"detail", e.Detail}} {
		if f.value != "" {
			f.value = literal(f.value)
			out += " " + f.String()
		}
	}
	return out
}

func writeEffect(e *dialog.Effect) string {
	out := verbEffect + " " + arg{"", e.Name}.String()
	for _, name := range slices.Sorted(maps.Keys(e.Args)) {
		out += " " + arg{name, literal(e.Args[name])}.String()
	}
	return out
}

// writeSpan writes a duration without the zeros at its end.
func writeSpan(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
