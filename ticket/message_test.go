package ticket_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

func TestAMailBecomesATicket(t *testing.T) {
	b := newBench(t, &ticket.Rules{Triage: []ticket.TriageRule{{Name: "mail", When: ticket.TriageWhen{Channels: []string{"mail"}, Words: []string{"invoice"}}, Group: "billing"}}})
	m := ticket.Message{
		ID: "<1@mail>", Channel: "mail", Customer: "carl", Subject: "RE: Fwd: 回复：Invoice: wrong", Text: "The amount is wrong.\nIt is unacceptable.",
		Attachments: []ticket.Attachment{{URL: "s3://1", Name: "invoice.pdf"}, {Name: "lost"}}, At: b.now.Add(-time.Hour),
	}
	c := b.open(b.FromMessage(m), form)
	assert.Equal(t, "Invoice: wrong", c.Subject)
	assert.Equal(t, "<1@mail>", c.Source)
	assert.Equal(t, "complaint", c.Type)
	assert.Equal(t, "billing", c.Group)
	assert.Equal(t, m.At, c.Created)
	r := gather(t, b.Comments(t.Context(), c.ID, true))
	require.Len(t, r, 1)
	assert.Equal(t, ticket.ByCustomer("carl"), r[0].Actor)
	assert.Equal(t, m.At, r[0].At)
	assert.Equal(t, []ticket.Attachment{{URL: "s3://1", Name: "invoice.pdf"}}, r[0].Comment.Attachments)
	assert.Equal(t, m.Text, r[0].Comment.Text)
	assert.Equal(t, "<1@mail>", r[0].Comment.Message, "answers are not sent back as a copy")
	assert.Equal(t, c.Version, b.open(b.FromMessage(m), form).Version)
}

func TestANoteOfACallBecomesATicket(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	c := b.open(b.FromMessage(ticket.Message{
		Channel: "phone", Customer: "carl", Text: "Mr Smith wants to be called back.\nHe sounds upset.", Author: &mia, Private: true,
		Triage: ticket.TriageInput{Intent: "callback", Emotion: "anxious", Text: "call me"},
	}), mia)
	assert.Equal(t, "callback", c.Type)
	assert.Equal(t, "Mr Smith wants to be called back.", c.Subject)
	assert.Equal(t, []string{"anxious"}, c.Tags)
	r := gather(t, b.Comments(t.Context(), c.ID, false))
	assert.Equal(t, mia, r[0].Actor)
	assert.True(t, r[0].Comment.Internal)
	assert.Empty(t, gather(t, b.Comments(t.Context(), c.ID, true)))
}
