package ticket

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// Message is something that somebody said to the business, on whatever channel: a mail,
// a message in a chat, what was noted of a call. See [Desk.FromMessage].
type Message struct {
	// ID is that of the message in its conversation on its channel: the same one again is
	// the same ticket. Default: none, each call makes a draft of another ticket.
	ID      string
	Channel string
	// Conversation is where answers go, if anywhere.
	Conversation string
	Customer     string
	Locale       string
	// Subject is that of a mail. Default: the beginning of the text.
	Subject     string
	Text        string
	Attachments []Attachment
	// Author is who wrote it down, where that is not the customer, such as the agent who
	// took the call. Private says that it is a note for staff, not the customer's words.
	Author  *Actor
	Private bool
	// Triage is what is known of it beside the text. Its Text, Channel and Language are
	// those of the message where it has none.
	Triage TriageInput
	At     time.Time
}

// FromMessage makes the draft of a ticket of a message, sorted by [Assess]. Its ID is made
// of the channel, the conversation and the ID of the message, which is its Source: what
// has the same id elsewhere is another ticket. Whatever the
// message is like, the draft can be opened: what is too long is cut, and attachments that
// cannot be kept are left out.
func (d *Desk) FromMessage(m Message) Draft {
	text := clip(m.Text, MaxText)
	language := labelLanguage(m.Locale, clip(m.Text, MaxValue))
	draft := Draft{
		ID: m.key(), Source: key(m.ID), Customer: key(m.Customer), Conversation: key(m.Conversation), Channel: clip(m.Channel, MaxID), Locale: clip(m.Locale, MaxID),
		Subject: subjectOf(cmp.Or(bareSubject(m.Subject), firstLine(text)), language), Created: d.past(m.At),
	}
	c := Comment{Text: text, At: keepZero(m.At), Internal: m.Private, Message: draft.Source}
	for _, a := range m.Attachments {
		if len(c.Attachments) < MaxList && (&Comment{Attachments: []Attachment{a}}).check() == nil {
			c.Attachments = append(c.Attachments, a)
		}
	}
	switch {
	case m.Author != nil:
		c.Author = &Actor{Role: Role(clip(string(m.Author.Role), MaxID)), ID: key(m.Author.ID), Name: clip(m.Author.Name, MaxID)}
	case draft.Customer != "":
		author := ByCustomer(draft.Customer)
		c.Author = &author
	}
	if c.check() == nil {
		draft.Comments = []Comment{c}
	}
	in := m.Triage
	in.Text = cmp.Or(in.Text, m.Subject+"\n"+text)
	in.Channel, in.Language = cmp.Or(in.Channel, m.Channel), cmp.Or(in.Language, m.Locale)
	Assess(in, d.book.Load().rules.Triage).Fill(&draft)
	draft.Category = clip(draft.Category, MaxID)
	draft.Tags = draft.Tags[:min(len(draft.Tags), MaxList)]
	return draft
}

// key is the id of the ticket of the message; empty if the message has none.
func (m *Message) key() string {
	if m.ID == "" {
		return ""
	}
	return uuid.NewSHA1(uuid.Nil, []byte(strconv.Quote(m.Channel)+strconv.Quote(m.Conversation)+strconv.Quote(m.ID))).String()
}

// bareSubject is the subject of a mail without what answering and forwarding add.
func bareSubject(s string) string {
	for {
		s = strings.TrimSpace(s)
		at := strings.IndexAny(s, ":：")
		if at < 0 {
			return s
		}
		switch strings.ToLower(strings.TrimSpace(s[:at])) {
		case "re", "aw", "fw", "fwd", "wg", "sv", "回复", "答复", "转发", "回覆", "轉寄":
			s = strings.TrimPrefix(strings.TrimPrefix(s[at:], ":"), "：")
		default:
			return s
		}
	}
}
