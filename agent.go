package kefu

import (
	"context"
	"strings"

	"github.com/kefu-go/kefu/dialog"
)

// Say takes a message of an agent to the customer. The conversation is the
// agent's from then on, whether or not the bot has handed it over before. The
// words go into the outbox and reach the customer through the Sender, which
// [Bot.Run] calls; the returned reply is what will be sent. Message.From may be
// empty. Under the same ID it is said once; the ids of agents are kept apart from
// those of customers by the prefix [AgentIDs].
func (b *Bot) Say(ctx context.Context, msg Message) (Reply, error) {
	if msg.From != "" && msg.From != dialog.Agent {
		return Reply{}, &dialog.FieldError{Field: "from", Reason: "is not an agent"}
	}
	if strings.TrimSpace(clean(msg.Text)) == "" && len(msg.Parts) == 0 {
		return Reply{}, &dialog.FieldError{Field: "text", Reason: "is empty"}
	}
	if len(msg.Text) > MaxText {
		return Reply{}, &dialog.FieldError{Field: "text", Reason: "is too long"}
	}
	msg.From, msg.ID = dialog.Agent, ownID(AgentIDs, msg.ID)
	return b.turn(ctx, msg, func(_ context.Context, turn *dialog.Turn, s *state) error {
		turn.Conversation.Owner = dialog.Agent
		*s = state{}
		turn.Reply.Agent = turn.Message.Agent
		b.speak(turn, dialog.Agent, turn.Message.Text, turn.Message.Parts)
		return nil
	})
}

// Release gives a conversation from its agent back to the bot, and tells the
// customer. The id makes the call repeatable, as a message's does. A
// conversation that the bot owns already stays as it is.
func (b *Bot) Release(ctx context.Context, conversation, id string) (Reply, error) {
	msg := Message{ID: ownID(SystemIDs, id), Conversation: conversation, From: dialog.System}
	return b.turn(ctx, msg, func(_ context.Context, turn *dialog.Turn, s *state) error {
		if turn.Conversation.Version == 0 {
			return dialog.ErrNotFound
		}
		if turn.Conversation.Owner == dialog.Bot {
			turn.Reply.Kind = dialog.Relayed
			return nil
		}
		turn.Conversation.Owner = dialog.Bot
		*s = state{}
		b.speak(turn, dialog.Bot, b.texts(turn.Reply.Locale).Back, nil)
		return nil
	})
}

// The ledger knows the messages of agents and of the system by their ids behind
// these prefixes, so that they never meet one that a channel has given to a
// customer's.
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
func (b *Bot) speak(turn *dialog.Turn, from dialog.Role, words string, parts []Part) {
	reply := &turn.Reply
	reply.Kind, reply.From, reply.Text, reply.Parts = dialog.Spoken, from, words, parts
	reply.Owner = turn.Conversation.Owner
	if b.opts.Sender == nil {
		return // the host reads the transcript
	}
	sent := *reply
	turn.Outbox = append(turn.Outbox, Outgoing{
		ID: "reply/" + reply.ID, Conversation: reply.Conversation, Customer: turn.Conversation.Customer,
		Channel: turn.Conversation.Channel, Due: reply.At, Reply: &sent,
	})
}
