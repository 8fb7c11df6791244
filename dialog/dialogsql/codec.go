package dialogsql

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/sqldb"
)

// What has no column of its own is kept as JSON. Times in it are cut to the
// microsecond before; columns win over what the JSON says.

// turnBody is the JSON of a record.
type turnBody struct {
	Message dialog.Message `json:"message"`
	Reply   dialog.Reply   `json:"reply"`
}

func encode(v any) ([]byte, error) {
	body, err := json.Marshal(v)
	if err != nil { // a time in the year 10000, or a score that is no number
		return nil, fmt.Errorf("%w: %w", dialog.ErrInvalid, err)
	}
	return body, nil
}

func decode(body []byte, v any) error {
	if err := json.Unmarshal(body, v); err != nil {
		// The text of the error may quote what was stored.
		return fmt.Errorf("dialogsql: a stored row is damaged: %T", err)
	}
	return nil
}

func encodeConversation(c dialog.Conversation) ([]byte, error) {
	c.Created, c.Updated, c.Due = sqldb.Keep(c.Created), sqldb.Keep(c.Updated), sqldb.Keep(c.Due)
	c.State = nil
	return encode(&c)
}

func decodeConversation(id string, version int64, body, state []byte) (dialog.Conversation, error) {
	var c dialog.Conversation
	if err := decode(body, &c); err != nil {
		return dialog.Conversation{}, err
	}
	c.ID, c.Version = id, version
	if len(state) > 0 {
		c.State = state
	}
	return c, nil
}

func encodeTurn(t *dialog.Turn) ([]byte, error) {
	b := turnBody{Message: t.Message, Reply: t.Reply}
	b.Message.At = sqldb.Keep(b.Message.At)
	b.Reply.At = sqldb.Keep(b.Reply.At)
	return encode(&b)
}

// encodeEvents returns nil if there are none.
func encodeEvents(events []dialog.Event) ([]byte, error) {
	if len(events) == 0 {
		return nil, nil
	}
	events = slices.Clone(events)
	for i := range events {
		events[i].At = sqldb.Keep(events[i].At)
	}
	return encode(events)
}

// recordRow is a row of dialog_turn as it is read.
type recordRow struct {
	cursor, version     int64
	body, events, trace []byte
	written             sql.NullInt64
}

func (row *recordRow) decode() (dialog.Record, error) {
	var b turnBody
	if err := decode(row.body, &b); err != nil {
		return dialog.Record{}, err
	}
	r := dialog.Record{Cursor: row.cursor, Version: row.version, Message: b.Message, Reply: b.Reply, Pruned: !row.written.Valid}
	if len(row.events) > 0 {
		if err := decode(row.events, &r.Events); err != nil {
			return dialog.Record{}, err
		}
	}
	if len(row.trace) > 0 {
		r.Trace = row.trace
	}
	return r, nil
}

func encodeOutgoing(o dialog.Outgoing) ([]byte, error) {
	if o.Reply != nil {
		reply := *o.Reply
		reply.At = sqldb.Keep(reply.At)
		o.Reply = &reply
	}
	o.Handoff = o.Handoff.Clone()
	o.Due, o.Attempt = sqldb.Keep(o.Due), 0
	return encode(&o)
}

func decodeOutgoing(due int64, attempt int, body []byte) (dialog.Outgoing, error) {
	var o dialog.Outgoing
	if err := decode(body, &o); err != nil {
		return dialog.Outgoing{}, err
	}
	o.Due, o.Attempt = sqldb.Time(due), attempt
	return o, nil
}
