package ticket

import (
	"slices"
	"strconv"
	"strings"
)

// Placeholders stand in the texts of rules and notices: {customer}, {number}, {subject},
// {owner}, {group}, {type}, {category}, {priority}, {state}, and {fields.x} with the name
// of a custom field. Braces around anything else stay as they are written.
var ticketPlaceholders = []string{"customer", "number", "subject", "owner", "group", "type", "category", "priority", "state"}

// expand replaces the placeholders of a text for which there is a value.
func expand(s string, value func(name string) (string, bool)) string {
	open := strings.IndexByte(s, '{')
	if open < 0 {
		return s
	}
	var b strings.Builder
	for ; open >= 0; open = strings.IndexByte(s, '{') {
		b.WriteString(s[:open])
		s = s[open:]
		name, ok := placeholder(s)
		if !ok {
			b.WriteByte('{')
			s = s[1:]
			continue
		}
		whole := s[:len(name)+2]
		s = s[len(whole):]
		if v, ok := value(name); ok {
			whole = v
		}
		b.WriteString(whole)
	}
	b.WriteString(s)
	return b.String()
}

// placeholder returns the name in the braces that a text begins with.
func placeholder(s string) (name string, ok bool) {
	end := strings.IndexByte(s, '}')
	if end < 2 {
		return "", false
	}
	name = s[1:end]
	return name, !strings.ContainsAny(name, "{ \t\r\n\"':,") && name[0] >= 'a' && name[0] <= 'z'
}

// placeholders returns the names of those in a text, each as often as it is there.
func placeholders(s string) (names []string) {
	expand(s, func(name string) (string, bool) {
		names = append(names, name)
		return "", false
	})
	return names
}

// checkText returns which placeholders of a text mean nothing, or must not be shown.
func (r *Rules) checkText(s string, public bool, path string, more ...string) (faults []error) {
	for _, name := range placeholders(s) {
		field, custom := strings.CutPrefix(name, "fields.")
		internal := func(f FieldRule) bool { return f.Name == field && f.Internal }
		switch {
		case custom && !r.hasField(field):
			faults = append(faults, fault("has the placeholder of a field that does not exist: "+name, "%s", path))
		case custom && public && slices.ContainsFunc(r.Fields, internal):
			faults = append(faults, fault("shows customers an internal field: "+name, "%s", path))
		case !custom && !slices.Contains(ticketPlaceholders, name) && !slices.Contains(more, name):
			faults = append(faults, fault("has an unknown placeholder: "+name, "%s", path))
		}
	}
	return faults
}

// stands returns the value of a placeholder. A ticket that is not committed yet has no
// number: its placeholder stays, and [Desk.Deliver] fills it in.
func (w *work) stands(name string) (string, bool) {
	switch name {
	case "number":
		return w.t.Number, w.t.Number != ""
	case "priority":
		return strconv.Itoa(w.t.Priority), true
	case "state":
		s := w.book.rules.Workflow.state(w.t.State)
		if s == nil {
			return w.t.State, true
		}
		if title := localized(s.Title, w.t.Locale); title != "" {
			return title, true
		}
		return s.Name, true
	}
	if slices.Contains(ticketPlaceholders, name) || strings.HasPrefix(name, "fields.") {
		return w.t.says(name)
	}
	return "", false
}

// localized returns what a map has for a locale, for a more general one, or in English.
func localized(by map[string]string, locale string) string {
	for ; locale != ""; locale = moreGeneral(locale) {
		if s, ok := by[locale]; ok {
			return s
		}
	}
	return by["en"]
}

// moreGeneral is the locale that a locale is one of: "zh" of "zh-CN", and "" of "zh".
func moreGeneral(locale string) string { return locale[:max(0, strings.LastIndexByte(locale, '-'))] }

// filled is an action of a rule with the placeholders of its texts filled in.
func (w *work) filled(a *Action) Action {
	f := *a
	if a.Comment != nil {
		c := *a.Comment
		c.Text = expand(c.Text, w.stands)
		f.Comment = &c
	}
	if a.Do == DoNotify {
		f.Reason = expand(a.Reason, w.stands)
	}
	return f
}
