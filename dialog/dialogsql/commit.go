package dialogsql

import (
	"context"
	"fmt"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/sqldb"
)

// commit is a turn, ready to be written.
type commit struct {
	conversation, message string
	version               int64 // the loaded one
	due                   any   // microseconds, or nil
	state                 []byte
	body, turn            []byte
	events, trace         []byte
	customer              any // or nil, if he cannot be looked up
	updated               int64
	outbox                []outgoing
}

type outgoing struct {
	id   string
	due  int64
	body []byte
}

// Commit implements [dialog.Store]. An error that is [ErrUnknownOutcome] leaves
// open whether the turn was written; committing it again tells.
func (s *Store) Commit(ctx context.Context, turn dialog.Turn) (int64, error) {
	c, err := prepare(&turn)
	if err != nil {
		return 0, err
	}
	if err := s.db.Write(ctx, func(tx *sqldb.Tx) error { return s.commit(tx, c) }); err != nil {
		return 0, err
	}
	return c.version + 1, nil
}

// prepare does what can be done before the transaction.
func prepare(turn *dialog.Turn) (c *commit, err error) {
	conversation := turn.Conversation
	c = &commit{
		conversation: conversation.ID,
		message:      turn.Message.ID,
		version:      conversation.Version,
		state:        conversation.State,
		trace:        turn.Trace,
		customer:     findable(conversation.Customer),
		updated:      sqldb.Micros(conversation.Updated),
		outbox:       make([]outgoing, len(turn.Outbox)),
	}
	if !usableID(c.conversation) {
		return nil, fmt.Errorf("%w: the conversation id is not a usable text", dialog.ErrInvalid)
	}
	if !usableID(c.message) {
		return nil, fmt.Errorf("%w: the message id is not a usable text", dialog.ErrInvalid)
	}
	if !conversation.Due.IsZero() {
		c.due = sqldb.Micros(conversation.Due)
	}
	if c.body, err = encodeConversation(conversation); err != nil {
		return nil, err
	}
	if c.turn, err = encodeTurn(turn); err != nil {
		return nil, err
	}
	if c.events, err = encodeEvents(turn.Events); err != nil {
		return nil, err
	}
	ids := make(map[string]struct{}, len(turn.Outbox))
	for i, o := range turn.Outbox {
		if !usableID(o.ID) {
			return nil, fmt.Errorf("%w: the id of outbox item %d is not a usable text", dialog.ErrInvalid, i)
		}
		if _, twice := ids[o.ID]; twice {
			return nil, fmt.Errorf("%w: outbox item %d repeats an id", dialog.ErrInvalid, i)
		}
		ids[o.ID] = struct{}{}
		c.outbox[i].id, c.outbox[i].due = o.ID, sqldb.Micros(o.Due)
		if c.outbox[i].body, err = encodeOutgoing(o); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// commit needs two statements in the normal case, three with an outbox. The
// row of the conversation comes first: on PostgreSQL its lock puts the turns
// of a conversation, and what is settled of its outbox, one after the other.
func (s *Store) commit(tx *sqldb.Tx, c *commit) error {
	n, err := s.writeConversation(tx, c)
	if err != nil {
		return err
	}
	if n == 0 {
		return s.refuse(tx, c)
	}
	n, err = tx.Exec("INSERT INTO dialog_turn (tenant, conversation, version, message, body, events, trace, written)"+
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		s.tenant, c.conversation, c.version+1, c.message, c.turn, c.events, c.trace, c.updated)
	if err != nil {
		return err
	}
	if n == 0 {
		return s.refuse(tx, c)
	}
	return s.enqueue(tx, c)
}

func (s *Store) writeConversation(tx *sqldb.Tx, c *commit) (int64, error) {
	if c.version == 0 {
		return tx.Exec("INSERT INTO dialog_conversation (tenant, id, version, due, body, state, customer, updated)"+
			" VALUES (?, ?, 1, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
			s.tenant, c.conversation, c.due, c.body, c.state, c.customer, c.updated)
	}
	return tx.Exec("UPDATE dialog_conversation SET version = version + 1, due = ?, body = ?, state = ?, customer = ?, updated = ?"+
		" WHERE tenant = ? AND id = ? AND version = ?",
		c.due, c.body, c.state, c.customer, c.updated, s.tenant, c.conversation, c.version)
}

// refuse says why a turn cannot be written.
func (s *Store) refuse(tx *sqldb.Tx, c *commit) error {
	r, found, err := s.replied(tx, c.conversation, c.message)
	switch {
	case err != nil:
		return err
	case found:
		return &dialog.DuplicateError{Record: r}
	}
	return dialog.ErrConflict
}

// outboxRows is how many items one statement writes.
const outboxRows = 100

// enqueue writes the outbox. The first item becomes the head of the
// conversation's queue if nothing unsettled is before it.
func (s *Store) enqueue(tx *sqldb.Tx, c *commit) error {
	if len(c.outbox) == 0 {
		return nil
	}
	behind, err := tx.Get([]any{new(int)}, "SELECT 1 FROM dialog_outbox"+
		" WHERE tenant = ? AND conversation = ? AND state < 2 LIMIT 1", s.tenant, c.conversation)
	if err != nil {
		return err
	}
	for from := 0; from < len(c.outbox); from += outboxRows {
		rows := c.outbox[from:min(from+outboxRows, len(c.outbox))]
		args := make([]any, 0, len(rows)*9)
		for i, o := range rows {
			head := 0
			if from+i == 0 && !behind {
				head = 1
			}
			args = append(args, s.tenant, o.id, c.conversation, c.version+1, from+i, head, o.due, o.due, o.body)
		}
		n, err := tx.Exec("INSERT INTO dialog_outbox"+
			" (tenant, id, conversation, version, pos, head, due, ready, body, state, attempt)"+
			" VALUES "+sqldb.Repeat("(?,?,?,?,?,?,?,?,?,0,0)", len(rows))+" ON CONFLICT DO NOTHING", args...)
		if err != nil {
			return err
		}
		if n < int64(len(rows)) {
			return fmt.Errorf("%w: an outbox item is in the store already", dialog.ErrInvalid)
		}
	}
	return nil
}
