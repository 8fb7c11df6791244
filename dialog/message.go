package dialog

import (
	"slices"
	"time"
)

// Role says who speaks.
type Role string

// The roles of a conversation.
const (
	Customer Role = "customer"
	Agent    Role = "agent"
	Bot      Role = "bot"
	System   Role = "system" // time-outs, hand-offs, ratings: no person spoke
)

// PartKind is the kind of content that a [Part] holds.
type PartKind string

// The kinds of content. A channel that cannot show a kind falls back to the
// part's Text.
const (
	TextPart     PartKind = "text"
	MarkdownPart PartKind = "markdown" // Text is Markdown
	HTMLPart     PartKind = "html"     // Text is HTML that nobody has checked
	ImagePart    PartKind = "image"
	VideoPart    PartKind = "video"
	AudioPart    PartKind = "audio"
	FilePart     PartKind = "file"
	LinkPart     PartKind = "link"
	LocationPart PartKind = "location" // Title and Text name the place, Latitude and Longitude say where it is
	CardPart     PartKind = "card"     // Title, Text, Image, the page at URL, and Choices of its own
	ARPart       PartKind = "ar"       // URL leads to a model or a scene of augmented reality, Image is its preview
)

// Part is one piece of a message or a reply. Bytes stay with the host: a part
// that is not text refers to them by URL.
type Part struct {
	Kind PartKind `json:"kind"`
	// Text is the content of a part of text, Markdown or HTML, and the caption or
	// fallback of any other part.
	Text string `json:"text,omitempty"`
	// URL is where the content is found; empty for text.
	URL string `json:"url,omitempty"`
	// MIME is the media type of what URL refers to, when it is known.
	MIME string `json:"mime,omitempty"`
	// Title is the name of a file, of a place or of a card.
	Title string `json:"title,omitempty"`
	// Image is the URL of a picture that goes with a card, or of a preview.
	Image string `json:"image,omitempty"`
	// Size is how long the content at URL is, in bytes; 0 means "not known".
	Size int64 `json:"size,omitempty"`
	// Latitude and Longitude are where a location is, in degrees north and east
	// (WGS 84). Maps of mainland China use another datum: converting is the host's.
	Latitude  float64 `json:"latitude,omitempty"`
	Longitude float64 `json:"longitude,omitempty"`
	// Choices are the buttons of a card. They are picked by button or by wording,
	// never by number, which belongs to the choices of the reply.
	Choices []Choice `json:"choices,omitempty"`
}

// cloneParts returns parts that share no memory with the given ones.
func cloneParts(parts []Part) []Part {
	parts = slices.Clone(parts)
	for i := range parts {
		parts[i].Choices = slices.Clone(parts[i].Choices)
	}
	return parts
}

// Message is what one party says. The zero values of the optional fields mean
// "not known".
type Message struct {
	// ID is the channel's id of the message, unique within its conversation.
	// The same ID twice is one turn and gets one reply. A customer's must not begin with
	// [AgentIDs] or [SystemIDs].
	ID string `json:"id"`
	// Conversation is the id of the conversation that the message belongs to.
	Conversation string `json:"conversation"`
	// From says who speaks; empty means [Customer].
	From Role `json:"from,omitempty"`
	// Customer and Agent identify the parties, where the host knows them.
	Customer string `json:"customer,omitempty"`
	Agent    string `json:"agent,omitempty"`
	// Channel names the way the message came in, such as "web" or "wechat".
	Channel string `json:"channel,omitempty"`
	// Locale is a BCP 47 tag; empty lets the bot detect the language.
	Locale string `json:"locale,omitempty"`
	// Text is what was said.
	Text string `json:"text,omitempty"`
	// Choice is the ID of the [Choice] that the customer picked, if the channel
	// has buttons.
	Choice string `json:"choice,omitempty"`
	// Parts are attachments and other content besides Text.
	Parts []Part `json:"parts,omitempty"`
	// At is when the message was sent; zero means "now".
	At time.Time `json:"at"`
}

// Choice is something that the customer can pick by a button, by its number
// (counted from 1) or by its wording.
type Choice struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	// URL is the page that the choice opens instead of being said; usually empty.
	URL string `json:"url,omitempty"`
}
