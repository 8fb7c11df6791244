package kefu

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/ticket"
)

// ticketComment is a message as a comment on a ticket; nil if there is nothing in it for
// people to read.
func ticketComment(msg Message) *ticket.Comment {
	text := []string{strings.TrimSpace(msg.Text)}
	for _, p := range msg.Parts {
		switch {
		case !isFile(p):
			text = append(text, strings.TrimSpace(p.Plain()))
		case !attachable(p):
			text = append(text, strings.TrimSpace(p.Text+"\n"+p.URL))
		}
	}
	c := &ticket.Comment{Text: strings.TrimSpace(strings.Join(text, "\n")), Attachments: partsToTicket(msg.Parts), Message: msg.ID}
	if len(c.Text) > ticket.MaxText {
		c.Text, _ = cutText(c.Text, ticket.MaxText-len("…"))
		c.Text += "…"
	}
	if c.Text == "" && len(c.Attachments) == 0 {
		return nil
	}
	return c
}

// isFile says whether a part is something to open.
func isFile(p Part) bool {
	switch p.Kind {
	case dialog.ImagePart, dialog.AudioPart, dialog.VideoPart, dialog.FilePart:
		return p.URL != ""
	}
	return false
}

// attachable says whether a ticket can keep a file. What it cannot is told in words.
func attachable(p Part) bool { return isFile(p) && len(p.URL) <= ticket.MaxValue }

// cutText returns the beginning of a text, at most so many bytes of it, and the rest.
func cutText(s string, most int) (head, rest string) {
	if len(s) <= most {
		return s, ""
	}
	for most > 1 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most], s[most:]
}

// partsToTicket are the attachments among parts.
func partsToTicket(parts []Part) (files []ticket.Attachment) {
	for _, p := range parts {
		if attachable(p) && len(files) < ticket.MaxList {
			name, _ := cutText(strings.ToValidUTF8(strings.ReplaceAll(cmp.Or(p.Title, p.Text), "\x00", ""), ""), ticket.MaxValue)
			media, _ := cutText(p.MIME, ticket.MaxValue)
			files = append(files, ticket.Attachment{URL: p.URL, Name: name, Type: media, Size: max(p.Size, 0)})
		}
	}
	return files
}

// partsFromTicket are attachments as parts of a message.
func partsFromTicket(files []ticket.Attachment) (parts []Part) {
	for _, f := range files {
		kind, _, _ := strings.Cut(f.Type, "/")
		p := Part{Kind: dialog.FilePart, Title: f.Name, URL: f.URL, MIME: f.Type, Size: f.Size}
		switch kind {
		case "image":
			p.Kind = dialog.ImagePart
		case "audio":
			p.Kind = dialog.AudioPart
		case "video":
			p.Kind = dialog.VideoPart
		}
		parts = append(parts, p)
	}
	return parts
}

// spokenID is the id of the command by which a message comes to a ticket: messages of
// several conversations may come to one, when tickets are merged.
func spokenID(conversation, message string) string {
	return "message/" + uuid.NewSHA1(uuid.NameSpaceURL, []byte(askedID(conversation, message))).String()
}
