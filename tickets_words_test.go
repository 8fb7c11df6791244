package kefu

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/ticket"
)

func TestAttachmentsRoundTrip(t *testing.T) {
	files := []ticket.Attachment{
		{URL: "https://shop.example/1", Name: "lamp.jpg", Type: "image/jpeg", Size: 12},
		{URL: "https://shop.example/2", Name: "words", Type: "audio/ogg"},
		{URL: "https://shop.example/3", Type: "video/mp4"},
		{URL: "https://shop.example/4", Name: "bill.pdf", Type: "application/pdf"},
	}
	assert.Equal(t, files, partsToTicket(partsFromTicket(files)))
	assert.Nil(t, partsToTicket(nil))
	assert.Nil(t, partsFromTicket(nil))
}

func TestMessagesAreCommentsWithAllThatIsInThem(t *testing.T) {
	c := ticketComment(Message{ID: "1", Text: " look ", Parts: []Part{
		{Kind: dialog.ImagePart, URL: "https://shop.example/1", Text: "my lamp"},
		{Kind: dialog.LocationPart, Title: "Home", Latitude: 1, Longitude: 2},
	}})
	assert.Equal(t, &ticket.Comment{Text: "look\nHome (1.000000, 2.000000)", Message: "1", Attachments: []ticket.Attachment{
		{URL: "https://shop.example/1", Name: "my lamp"},
	}}, c)
	assert.Nil(t, ticketComment(Message{ID: "1", Choice: "yes"}), "a button is not a word")
	long := ticketComment(Message{Text: strings.Repeat("灯", ticket.MaxText)})
	require.LessOrEqual(t, len(long.Text), ticket.MaxText)
	assert.True(t, utf8.ValidString(long.Text))
	assert.NotEqual(t, spokenID("a", "b/c"), spokenID("a/b", "c"))
	assert.Less(t, len(spokenID(strings.Repeat("x", MaxID), strings.Repeat("y", MaxID))), ticket.MaxID)
}
