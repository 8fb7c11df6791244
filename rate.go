package kefu

import (
	"context"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

// Rating is what somebody says of a reply: the customer by a thumb under it, an
// agent who reads along, a reviewer.
type Rating struct {
	// ID is the caller's key: a second rating with the same ID changes nothing.
	ID string
	// Conversation and Message name the message whose reply is rated.
	Conversation string
	Message      string
	// Verdict is the rating; see the verdicts of package kb.
	Verdict kb.Verdict
	// Entry is the entry that the verdict is about. Default: the one that the
	// reply shows.
	Entry string
	// Actor is who says so, Reason and Tags are why. Default: the customer of the
	// message.
	Actor  string
	Reason string
	Tags   []string
}

// Rate takes a rating to the knowledge base, which learns from it: see
// [kb.Library.Feedback]. A message that had no reply of the knowledge base is
// [dialog.ErrNotFound], a verdict that makes no sense for the reply [kb.ErrInvalid].
func (b *Bot) Rate(ctx context.Context, r Rating) error {
	record, err := b.opts.Stores.Dialog.Replied(ctx, r.Conversation, r.Message)
	if err != nil {
		return err
	}
	msg, reply := record.Message, record.Reply
	switch reply.Kind {
	case dialog.Answered, dialog.Guided, dialog.Suggested, dialog.Unanswered, dialog.HandedOff:
	default:
		return dialog.ErrNotFound
	}
	about := msg.ID
	if reply.Question != "" {
		about = reply.Question
	}
	f := kb.Feedback{
		ID: r.ID, Asked: askedID(msg.Conversation, about), Entry: r.Entry, Verdict: r.Verdict, At: b.now(),
		Actor: r.Actor, Reason: r.Reason, Tags: r.Tags,
	}
	if f.Entry == "" && f.Verdict != kb.NoneOfThese {
		f.Entry = reply.Source
	}
	if f.Actor == "" {
		f.Actor = msg.Customer
	}
	if err := b.logAsked(ctx); err != nil { // the question may not have got there yet
		return err
	}
	return b.kb.Feedback(ctx, f)
}
