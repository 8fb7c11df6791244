package kefu

import (
	"context"
	"errors"
	"net/url"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/kb"
)

// What customers ask goes to the log of the knowledge base, from which it
// learns. The ledger of conversations is the source: it is read from a cursor
// that is kept with the records of the knowledge base, and the log leaves out
// what it has already. So nothing is lost or counted twice, whatever crashes in
// between, and two nodes that read at once do no harm.

const (
	askedBatch  = 500 // turns that are carried over at a time
	askedRecord = "conversations"
)

// askedKind is the kind of the record that holds the cursor.
const askedKind = "checkpoint"

// logAsked carries the turns that were committed since the last time from the
// conversations to the log.
func (b *Bot) logAsked(ctx context.Context) error {
	for {
		n, err := b.logSomeAsked(ctx)
		if errors.Is(err, kb.ErrConflict) { // another node is at it
			return nil
		}
		if err != nil || n < askedBatch {
			return err
		}
	}
}

func (b *Bot) logSomeAsked(ctx context.Context) (turns int, err error) {
	at, err := b.loadCursor(ctx, askedRecord)
	if err != nil {
		return 0, err
	}
	var asked []kb.Asked
	var verdicts []kb.Feedback
	for record, err := range b.opts.Stores.Dialog.Feed(ctx, at.At) {
		if err != nil {
			return 0, err
		}
		question, verdict := b.logged(ctx, record)
		if question != nil {
			asked = append(asked, *question)
		}
		if verdict != nil {
			verdicts = append(verdicts, *verdict)
		}
		at.At = record.Cursor
		if turns++; turns == askedBatch {
			break
		}
	}
	if turns == 0 {
		return 0, nil
	}
	if err := b.kb.Log(ctx, asked...); err != nil {
		return 0, err
	}
	for _, f := range verdicts {
		// A verdict may be about a question that is forgotten, or an entry from a
		// list of long ago: that teaches nothing.
		err := b.kb.Feedback(ctx, f)
		if err != nil && !errors.Is(err, kb.ErrNotFound) && !errors.Is(err, kb.ErrInvalid) {
			return 0, err
		}
	}
	return turns, b.saveCursor(ctx, &at)
}

// logged says what a turn tells the knowledge base: the question that it was, or
// what the customer thinks of an answer, or both.
func (b *Bot) logged(ctx context.Context, record dialog.Record) (*kb.Asked, *kb.Feedback) {
	msg, reply := record.Message, record.Reply
	if msg.From != dialog.Customer {
		return nil, nil
	}
	asked := &kb.Asked{
		ID: askedID(msg.Conversation, msg.ID), At: reply.At, Text: msg.Text, Locale: reply.Locale, Conversation: msg.Conversation,
	}
	verdict := func(v kb.Verdict, about string) *kb.Feedback {
		return &kb.Feedback{
			ID: asked.ID + "/" + string(v), Asked: askedID(msg.Conversation, about), Entry: reply.Source, Verdict: v, At: reply.At, Actor: msg.Customer,
		}
	}
	own := reply.Question == "" || reply.Question == msg.ID // the message is a question itself
	switch {
	case reply.Kind == dialog.Answered && own:
		asked.Decision, asked.Shown = kb.Direct, []kb.Shown{b.shown(ctx, reply.Source, reply.Score, reply.At)}
		return asked, nil
	case reply.Kind == dialog.Answered:
		return nil, verdict(kb.Picked, reply.Question)
	case reply.Kind == dialog.Suggested:
		asked.Decision = kb.Suggest
		for _, c := range reply.Choices {
			if c.ID != dialog.NoneOfThese {
				asked.Shown = append(asked.Shown, b.shown(ctx, c.ID, 0, reply.At))
			}
		}
		if len(asked.Shown) > 0 {
			asked.Shown[0].Score = reply.Score
		}
		return asked, nil
	case reply.Kind == dialog.Unanswered && own:
		return asked, nil
	case reply.Kind == dialog.Unanswered:
		return nil, verdict(kb.NoneOfThese, reply.Question)
	case reply.Kind == dialog.HandedOff && reply.Question == msg.ID: // it was not answered
		return asked, verdict(kb.HandedOff, msg.ID)
	case reply.Kind == dialog.HandedOff && reply.Question != "":
		return nil, verdict(kb.HandedOff, reply.Question)
	}
	return nil, nil
}

// shown is an entry as the customer saw it at a time.
func (b *Bot) shown(ctx context.Context, entry string, score float64, at time.Time) kb.Shown {
	return kb.Shown{Entry: entry, Score: score, Version: b.entryVersion(ctx, entry, at)}
}

// entryVersion is the version that an entry had at a time: the one that was
// shown then, unless another node had changed it in the second or so before.
// It is 0, unknown, where the history does not go back so far.
func (b *Bot) entryVersion(ctx context.Context, entry string, at time.Time) int64 {
	if e, err := b.kb.Get(ctx, entry); err == nil && !e.Updated.After(at) {
		return e.Version
	}
	for c, err := range b.kb.History(ctx, entry) {
		if err != nil {
			return 0
		}
		if !c.Deleted && !c.Entry.Updated.After(at) { // nobody is shown a deletion
			return c.Entry.Version
		}
	}
	return 0
}

// askedID is the id in the log of the question that a message asked. It is the
// ID of the reply to it.
func askedID(conversation, message string) string {
	return url.PathEscape(conversation) + "/" + url.PathEscape(message)
}
