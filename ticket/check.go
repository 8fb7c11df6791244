package ticket

import (
	"strings"
	"time"
	"unicode/utf8"
)

// The bounds of what a ticket holds. Texts are measured in bytes.
const (
	MaxID       = 256
	MaxSubject  = 512
	MaxText     = 64 << 10 // of a comment
	MaxValue    = 4 << 10  // of any other text
	MaxList     = 256      // of tags, watchers, links, attachments or mentions
	MaxPriority = 100      // and the lowest priority is its negative
	MaxHistory  = 100_000  // events of one ticket; a command that would go beyond is refused, unless it ends the ticket
	maxActions  = 256
)

// usable says whether a text can be kept in a field.
func usable(field, value string) error {
	most := MaxValue
	switch field {
	case "subject":
		most = MaxSubject
	case "type", "category", "owner", "group", "customer", "conversation", "to", "id", "ticket", "channel", "locale", "source", "template":
		most = MaxID
	}
	switch {
	case len(value) > most:
		return fault("is too long", "%s", field)
	case !utf8.ValidString(value):
		return fault("is not UTF-8", "%s", field)
	case strings.ContainsRune(value, 0):
		return fault("has a NUL byte", "%s", field)
	}
	return nil
}

// check returns what is wrong with a command, its actions apart.
func (c *Command) check() error {
	for _, f := range []struct{ field, value string }{
		{"id", c.ID}, {"actor.id", c.Actor.ID}, {"actor.name", c.Actor.Name}, {"actor.role", string(c.Actor.Role)}, {"reason", c.Reason}, {"cause", c.Cause},
	} {
		if err := usable(f.field, f.value); err != nil {
			return err
		}
	}
	for _, own := range []string{"mark/", "ladder/", "timer/"} {
		if strings.HasPrefix(c.ID, own) {
			return fault("begins like that of an event by a rule", "id")
		}
	}
	return nil
}

// check returns what is wrong with the texts and times of an action.
func (a *Action) check() error {
	for _, f := range []struct{ field, value string }{{"field", a.Field}, {"reason", a.Reason}, {"value", a.To}} {
		if err := usable(f.field, f.value); err != nil {
			return err
		}
	}
	if a.Verdict != nil {
		if err := usable("verdict.text", a.Verdict.Text); err != nil {
			return err
		}
	}
	if a.Priority < -2*MaxPriority || a.Priority > 2*MaxPriority {
		return fault("is out of range", "priority")
	}
	if len(a.Results) > MaxList {
		return fault("are too many", "results")
	}
	for name, value := range a.Results {
		if usable("results", name) != nil || usable("results", value) != nil {
			return fault("cannot be used", "results")
		}
	}
	return usableTime("until", a.Until)
}

// usableTime says whether a time can be kept: those that JSON has can.
func usableTime(field string, t time.Time) error {
	if y := t.UTC().Year(); y < 1 || y > 9999 {
		return fault("is too far away", "%s", field)
	}
	return nil
}

// bounded says whether the ticket holds no more than it may.
func (w *work) bounded() error {
	for _, list := range []struct {
		field string
		n     int
	}{{"tags", len(w.t.Tags)}, {"watchers", len(w.t.Watchers)}, {"links", len(w.t.Links)}} {
		if list.n > MaxList {
			return fault("are too many", "%s", list.field)
		}
	}
	return nil
}

// check returns what is wrong with a comment.
func (c *Comment) check() error {
	switch {
	case c == nil:
		return fault("is missing", "comment")
	case strings.TrimSpace(c.Text) == "" && len(c.Attachments) == 0:
		return fault("is empty", "comment")
	case len(c.Text) > MaxText:
		return fault("is too long", "comment.text")
	case !utf8.ValidString(c.Text) || strings.ContainsRune(c.Text, 0):
		return fault("is not UTF-8 without NUL bytes", "comment.text")
	case len(c.Attachments) > MaxList || len(c.Mentions) > MaxList:
		return fault("has too many attachments or mentions", "comment")
	}
	author := Actor{}
	if c.Author != nil {
		author = *c.Author
	}
	for _, f := range []struct{ field, value string }{
		{"comment.message", c.Message},
		{"comment.origin", c.Origin},
		{"comment.author.id", author.ID},
		{"comment.author.name", author.Name},
		{"comment.author.role", string(author.Role)},
	} {
		if err := usable(f.field, f.value); err != nil {
			return err
		}
	}
	if err := usableTime("comment.at", c.At); err != nil {
		return err
	}
	for i, a := range c.Attachments {
		if a.URL == "" || usable("", a.URL) != nil || usable("", a.Name) != nil || usable("", a.Type) != nil || usable("", a.Hash) != nil || a.Size < 0 {
			return fault("cannot be used", "comment.attachments[%d]", i)
		}
	}
	for i, id := range c.Mentions {
		if usable("id", id) != nil {
			return fault("cannot be used", "comment.mentions[%d]", i)
		}
	}
	return nil
}

// check returns what is wrong with a draft.
func (d *Draft) check() error {
	if d.Subject = strings.TrimSpace(d.Subject); d.Subject == "" {
		return fault("is empty", "subject")
	}
	for _, f := range []struct{ field, value string }{
		{"id", d.ID},
		{"type", d.Type},
		{"subject", d.Subject},
		{"category", d.Category},
		{"owner", d.Owner},
		{"group", d.Group},
		{"customer", d.Customer},
		{"conversation", d.Conversation},
		{"channel", d.Channel},
		{"locale", d.Locale},
		{"source", d.Source},
		{"summary", d.Summary},
		{"template", d.Template},
	} {
		if err := usable(f.field, f.value); err != nil {
			return err
		}
	}
	if d.Priority < -MaxPriority || d.Priority > MaxPriority {
		return fault("is out of range", "priority")
	}
	if len(d.Tags) > MaxList || len(d.Watchers) > MaxList || len(d.Links) > MaxList || len(d.Comments) > MaxList || len(d.Fields) > MaxList {
		return fault("has too many tags, watchers, links, comments or fields", "ticket")
	}
	for i := range d.Tags {
		if err := usable("to", d.Tags[i]); err != nil {
			return fault("cannot be used", "tags[%d]", i)
		}
	}
	for i := range d.Watchers {
		if err := usable("to", d.Watchers[i]); err != nil {
			return fault("cannot be used", "watchers[%d]", i)
		}
	}
	for i := range d.Links {
		if usable("id", d.Links[i].Ticket) != nil {
			return fault("cannot be used", "links[%d]", i)
		}
	}
	for name, value := range d.Fields {
		if usable("id", name) != nil || usable("value", value) != nil {
			return fault("cannot be used", "fields")
		}
	}
	if err := usableTime("created", d.Created); err != nil {
		return err
	}
	for i := range d.Comments {
		if err := d.Comments[i].check(); err != nil {
			return err
		}
	}
	return nil
}
