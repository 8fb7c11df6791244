package dialog

import (
	"context"
	"strings"
)

// Say takes a message of an agent to the customer. The conversation is the
// agent's from then on, whether or not the bot has handed it over before. The
// words go into the outbox and reach the customer through the Sender, which
// [Engine.Run] calls; the returned reply is what will be sent. Message.From may be
// empty. Under the same ID it is said once; the ids of agents are kept apart from
// those of customers by the prefix [AgentIDs].
func (e *Engine) Say(ctx context.Context, msg Message) (Reply, error) {
	return e.agentTurn(ctx, msg, sayWork)
}

// Inform takes words of staff to the customer that do not belong to the talk, such as
// the answer to a ticket: like [Engine.Say], but whoever has the conversation keeps it,
// and what the bot was asking it goes on asking. A conversation that does not exist is
// [ErrNotFound].
func (e *Engine) Inform(ctx context.Context, msg Message) (Reply, error) {
	return e.agentTurn(ctx, msg, informWork)
}

func (e *Engine) agentTurn(ctx context.Context, msg Message, name workName) (Reply, error) {
	if msg.From != "" && msg.From != Agent {
		return Reply{}, &FieldError{Field: "from", Reason: "is not an agent"}
	}
	if strings.TrimSpace(clean(msg.Text)) == "" && len(msg.Parts) == 0 {
		return Reply{}, &FieldError{Field: "text", Reason: "is empty"}
	}
	if len(msg.Text) > MaxText {
		return Reply{}, &FieldError{Field: "text", Reason: "is too long"}
	}
	msg.From, msg.ID = Agent, ownID(AgentIDs, msg.ID)
	return e.do(ctx, msg, work{name: name})
}

// agentSpoke is the turn of an agent's words.
func (t *Talk) agentSpoke(context.Context) error {
	t.turn.Conversation.Owner = Agent
	t.cut()
	t.accepted(t.turn.Message.Agent)
	t.turn.Reply.Agent = t.turn.Message.Agent
	t.speak(Agent, t.turn.Message.Text, t.turn.Message.Parts)
	return nil
}

// informed is the turn of an agent's words beside the conversation.
func (t *Talk) informed(context.Context) error {
	if t.turn.Conversation.Version == 0 {
		return ErrNotFound
	}
	t.turn.Reply.Agent = t.turn.Message.Agent
	t.speak(Agent, t.turn.Message.Text, t.turn.Message.Parts)
	return nil
}

// Release gives a conversation from its agent back to the bot, and tells the
// customer. The id makes the call repeatable, as a message's does. A
// conversation that the bot owns already stays as it is.
func (e *Engine) Release(ctx context.Context, conversation, id string) (Reply, error) {
	msg := Message{ID: ownID(SystemIDs, id), Conversation: conversation, From: System}
	return e.do(ctx, msg, work{name: releaseWork})
}

// agentLeft is the turn in which an agent gives a conversation back.
func (t *Talk) agentLeft(context.Context) error {
	if t.turn.Conversation.Version == 0 {
		return ErrNotFound
	}
	if t.turn.Conversation.Owner == Bot {
		t.turn.Reply.Kind = Relayed
		return nil
	}
	t.turn.Conversation.Owner = Bot
	t.cut()
	t.released()
	t.speak(Bot, t.own(TextBack), nil)
	return nil
}

// The ledger knows the messages of agents and of the system by their ids behind
// these prefixes, so that they never meet one that a channel has given to a
// customer's: Handle refuses those that begin like them.
const (
	AgentIDs  = "agent/"
	SystemIDs = "system/"
)

func ownID(kind, id string) string {
	if id == "" {
		return "" // refused with the other faults of a message
	}
	return kind + id
}

// speak makes words that nobody waits for the reply of a turn, and puts them
// into the outbox.
func (t *Talk) speak(from Role, words string, parts []Part) {
	reply := &t.turn.Reply
	reply.Kind, reply.From, reply.Text, reply.Parts = Spoken, from, words, parts
	reply.Owner = t.turn.Conversation.Owner
	if t.engine.opts.Sender == nil {
		return // the host reads the transcript
	}
	sent := *reply
	t.send("reply", Outgoing{Reply: &sent})
}
