package ticket

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kefu-go/kefu/internal/text"
)

// Holds says whether a ticket is one that the condition describes, at a time. It is pure
// and always has an answer: a test that makes no sense, which no desk has in its rules,
// does not hold.
func (c *Condition) Holds(t *Ticket, now time.Time) bool {
	holds := func(x Test) bool { return x.holds(t, now) }
	for i := range c.All {
		if !c.All[i].holds(t, now) {
			return false
		}
	}
	return !slices.ContainsFunc(c.None, holds) && (len(c.Any) == 0 || slices.ContainsFunc(c.Any, holds))
}

func (x *Test) holds(t *Ticket, now time.Time) bool {
	switch x.Field {
	case "tag":
		return x.list(t.Tags)
	case "watcher":
		return x.list(t.Watchers)
	case "priority":
		return x.number(float64(t.Priority))
	case "comments":
		return x.number(float64(t.Comments))
	case "reopened":
		return x.number(float64(t.Reopened))
	case "waiting":
		return x.text(strconv.FormatBool(!t.Waiting.IsZero()))
	case "breached":
		return x.text(strconv.FormatBool(t.Late()))
	case "snoozed":
		return x.text(strconv.FormatBool(t.Snoozed(now)))
	}
	s, ok := t.says(x.Field)
	return ok && x.text(s)
}

// says returns what a ticket has in a field that is text.
func (t *Ticket) says(field string) (s string, ok bool) {
	switch field {
	case "state":
		return t.State, true
	case "kind":
		return string(t.Kind), true
	case "channel":
		return t.Channel, true
	case "locale":
		return t.Locale, true
	case "source":
		return t.Source, true
	case "template":
		return t.Template, true
	case "verdict":
		switch {
		case t.Verdict == nil:
			return "", true
		case t.Verdict.Accepted:
			return "accepted", true
		}
		return "refused", true
	}
	if name, custom := strings.CutPrefix(field, "fields."); custom {
		return t.Fields[name], true
	}
	if at := t.text(field); at != nil {
		return *at, true
	}
	return "", false
}

// text holds the test against a text.
func (x *Test) text(s string) bool {
	switch x.Op {
	case "", "is":
		return s == x.Value
	case "not":
		return s != x.Value
	case "in":
		return slices.Contains(x.Values, s)
	case "under":
		rest, below := strings.CutPrefix(s, x.Value)
		return below && (rest == "" || rest[0] == '/')
	case "has":
		return contains(s, x.Value)
	case "set":
		return s != ""
	case "unset":
		return s == ""
	case "above", "below":
		n, err := strconv.ParseFloat(s, 64)
		return err == nil && x.number(n)
	}
	return false
}

// list holds the test against any of a list.
func (x *Test) list(list []string) bool {
	switch x.Op {
	case "", "is":
		return slices.Contains(list, x.Value)
	case "not":
		return !slices.Contains(list, x.Value)
	case "in":
		return slices.ContainsFunc(list, func(s string) bool { return slices.Contains(x.Values, s) })
	case "has":
		return slices.ContainsFunc(list, func(s string) bool { return contains(s, x.Value) })
	case "set":
		return len(list) > 0
	case "unset":
		return len(list) == 0
	}
	return false
}

// number holds the test against a number.
func (x *Test) number(n float64) bool {
	is := func(s string) bool {
		v, err := strconv.ParseFloat(s, 64)
		return err == nil && v == n
	}
	switch x.Op {
	case "", "is":
		return is(x.Value)
	case "not":
		return !is(x.Value)
	case "in":
		return slices.ContainsFunc(x.Values, is)
	}
	v, err := strconv.ParseFloat(x.Value, 64)
	return err == nil && (x.Op == "above" && n > v || x.Op == "below" && n < v)
}

func contains(s, part string) bool {
	return part != "" && strings.Contains(text.Fold(s), text.Fold(part))
}
