package assist

import (
	"strings"
	"time"
)

// Speaker is who said something.
type Speaker string

// Who speaks in a conversation.
const (
	ByCustomer Speaker = "customer"
	ByAgent    Speaker = "agent"
	ByBot      Speaker = "bot"
)

// Line is something that was said in a conversation.
type Line struct {
	// ID is the message, if the host knows it.
	ID   string
	By   Speaker
	Text string
	At   time.Time
	// Mood is how the customer feels in it, from -1 (angry) to 1 (happy). 0 is
	// neither, or not known.
	Mood float64
	// Notice says that it is about the conversation itself, such as a list to pick from
	// or who takes over, and answers nothing; a [Brief] leaves it out.
	Notice bool
	// Source is what an agent's or the bot's words were taken from: a [Suggestion] of that
	// ID has been said, however it is worded. Empty is not known.
	Source string
}

// Situation is what an agent has before him: a conversation, and what he is
// typing. Who reads it must not change it.
type Situation struct {
	Conversation, Customer, Agent string
	// Teams are those that the agent belongs to.
	Teams []string
	// Locale is the customer's as a BCP 47 tag; empty is not known. Category is what
	// the conversation is about, a path.
	Locale, Category string
	// Lines are the last things that were said, the earliest first.
	Lines []Line
	// Draft is what the agent is typing.
	Draft string
	// Attributes are what is known about the customer ("name", "tier", "phone"); nil
	// lets an [Assistant] ask its [Profiles].
	Attributes map[string]string
	// Slots are what the conversation has found out ("order_id").
	Slots map[string]string
	// Values are further variables of replies, by their whole names ("agent.name",
	// "shop.name"). They come before all others.
	Values map[string]string
	// Now is the time for which to advise. An [Assistant] sets it if it is zero.
	Now time.Time
}

// Value returns the value of a variable of replies and conditions: one of Values;
// "customer." and an attribute; "slot." and a slot, or the slot's name alone;
// "customer.id", "agent.id", "conversation.id" (unless there is such an attribute);
// "locale" and "category".
func (s *Situation) Value(name string) (string, bool) {
	if v, ok := s.Values[name]; ok {
		return v, true
	}
	if attribute, ok := strings.CutPrefix(name, "customer."); ok {
		if v, ok := s.Attributes[attribute]; ok {
			return v, true
		}
	}
	if v, ok := s.Slots[strings.TrimPrefix(name, "slot.")]; ok {
		return v, true
	}
	v := ""
	switch name {
	case "customer.id":
		v = s.Customer
	case "agent.id":
		v = s.Agent
	case "conversation.id":
		v = s.Conversation
	case "locale":
		v = s.Locale
	case "category":
		v = s.Category
	}
	return v, v != ""
}

// asked are the lines of the customer since somebody answered him last, the
// earliest first: what the next reply is to.
func (s *Situation) asked() []Line {
	end := len(s.Lines)
	for end > 0 && s.Lines[end-1].By != ByCustomer { // somebody has answered, and goes on
		end--
	}
	if end < len(s.Lines) {
		return nil
	}
	from := end
	for from > 0 && s.Lines[from-1].By == ByCustomer {
		from--
	}
	return s.Lines[from:end]
}

// underCategory tells whether a category is another one or lies below it.
func underCategory(category, top string) bool {
	return top == "" || category == top || strings.HasPrefix(category, top) && category[len(top)] == '/'
}

// fitsLocale tells whether something in one language can be used in a locale.
func fitsLocale(of, locale string) bool {
	return of == "" || locale == "" || language(of) == language(locale)
}
