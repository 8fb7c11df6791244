package dialog

import (
	"slices"
	"time"
)

// keep returns a time as a store keeps it.
func keep(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// copyTurn returns a turn that shares no memory with the given one, with all
// times as they are kept.
func copyTurn(t Turn) Turn {
	t.Conversation = copyConversation(t.Conversation)
	t.Message = copyMessage(t.Message)
	t.Reply = copyReply(t.Reply)
	t.Outbox = slices.Clone(t.Outbox)
	for i, out := range t.Outbox {
		t.Outbox[i] = copyOutgoing(out)
	}
	return t
}

func copyConversation(c Conversation) Conversation {
	c.Created, c.Updated, c.Due = keep(c.Created), keep(c.Updated), keep(c.Due)
	c.State = slices.Clone(c.State)
	return c
}

func copyMessage(m Message) Message {
	m.Parts = slices.Clone(m.Parts)
	m.At = keep(m.At)
	return m
}

func copyReply(r Reply) Reply {
	r.Parts = slices.Clone(r.Parts)
	r.Choices = slices.Clone(r.Choices)
	r.Reading = r.Reading.Clone()
	r.At = keep(r.At)
	return r
}

func copyRecord(r *Record, cursor int64) Record {
	return Record{Cursor: cursor, Version: r.Version, Message: copyMessage(r.Message), Reply: copyReply(r.Reply)}
}

func copyOutgoing(o Outgoing) Outgoing {
	if o.Reply != nil {
		reply := copyReply(*o.Reply)
		o.Reply = &reply
	}
	if o.Handoff != nil {
		h := *o.Handoff
		h.At = keep(h.At)
		h.Brief.Tags, h.Brief.Since = slices.Clone(h.Brief.Tags), keep(h.Brief.Since)
		h.Transcript = slices.Clone(h.Transcript)
		for i := range h.Transcript {
			h.Transcript[i].At = keep(h.Transcript[i].At)
		}
		o.Handoff = &h
	}
	o.Due = keep(o.Due)
	return o
}
