package assist

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// The lengths that fields of replies, marks and decisions may have, in bytes.
const (
	MaxID       = 512
	MaxShortcut = 64
	MaxTitle    = 1 << 10
	MaxText     = 32 << 10
	MaxTags     = 50
)

// Canned is a reply that is ready to be sent (快捷回复, 话术). Where Owner is set it
// is that agent's alone, where Team is set that team's; otherwise it is shared
// by all.
type Canned struct {
	ID string `json:"id"`
	// Shortcut is what an agent types to get it, such as "/refund": letters, digits
	// and signs without white space. The slash in front is optional and does not
	// count, neither do case and width. It is unique within the scope (owner, team or
	// all) and locale. Empty is none.
	Shortcut string `json:"shortcut,omitempty"`
	Title    string `json:"title,omitempty"`
	// Category is a path ("aftersales/refund").
	Category string `json:"category,omitempty"`
	// Locale is a BCP 47 tag; empty serves every language.
	Locale string `json:"locale,omitempty"`
	// Text is what is sent, with variables; see [Template].
	Text  string   `json:"text"`
	Owner string   `json:"owner,omitempty"`
	Team  string   `json:"team,omitempty"`
	Tags  []string `json:"tags,omitempty"`
	// Editor is who wrote it last, Updated when.
	Editor  string    `json:"editor,omitempty"`
	Updated time.Time `json:"updated,omitzero"`
	// Deleted marks what is left of a reply that was deleted. It has no shortcut.
	Deleted bool `json:"deleted,omitempty"`

	// Version is that of the content; 0 is a reply that does not exist yet. Only the
	// store sets it, as well as what follows.
	Version int64 `json:"version,omitempty"`
	// Uses is how often it was used, Used when last.
	Uses int64     `json:"uses,omitempty"`
	Used time.Time `json:"used,omitzero"`
	// Cursor is the place among the changes of the store.
	Cursor int64 `json:"-"`
}

// Use is one use of a reply.
type Use struct {
	// Key tells the use from all others: the same key counts once.
	Key string
	// Reply is the id of the reply, Agent who used it, At when.
	Reply, Agent string
	At           time.Time
}

// Validate returns a [*FieldError] unless a store can keep the use.
func (u *Use) Validate() error {
	if err := validID("key", u.Key); err != nil {
		return err
	}
	return validID("reply", u.Reply)
}

// Validate returns a [*FieldError] unless the reply can be kept: it needs an id, and
// a text unless it is deleted; all of it is UTF-8 without NUL and within the limits.
func (c *Canned) Validate() error {
	if err := validID("id", c.ID); err != nil {
		return err
	}
	for _, f := range []struct {
		name, value string
		limit       int
	}{
		{"shortcut", c.Shortcut, MaxShortcut},
		{"title", c.Title, MaxTitle},
		{"category", c.Category, MaxID},
		{"locale", c.Locale, MaxID},
		{"text", c.Text, MaxText},
		{"owner", c.Owner, MaxID},
		{"team", c.Team, MaxID},
		{"editor", c.Editor, MaxID},
		{"tags", strings.Join(c.Tags, ""), MaxTags * MaxShortcut},
	} {
		if err := validText(f.name, f.value, f.limit); err != nil {
			return err
		}
	}
	switch {
	case c.Version < 0:
		return &FieldError{"version", "is negative"}
	case c.Owner != "" && c.Team != "":
		return &FieldError{"owner", "and team are both set"}
	case len(c.Tags) > MaxTags:
		return &FieldError{"tags", "are too many"}
	case c.Shortcut != "" && shortcutKey(c.Shortcut) == "":
		return &FieldError{"shortcut", "has no letter or digit, or white space in it"}
	case c.Deleted:
		return nil
	case strings.TrimSpace(c.Text) == "":
		return &FieldError{"text", "is empty"}
	}
	_, err := ParseTemplate(c.Text)
	return err
}

// Slot is the place that the shortcut takes: no two replies of a store have the
// same, but "", which is that of replies without a shortcut and of deleted ones. It
// is UTF-8 without NUL.
func (c *Canned) Slot() string {
	key := shortcutKey(c.Shortcut)
	if key == "" || c.Deleted {
		return ""
	}
	scope := "all"
	switch {
	case c.Owner != "":
		scope = "owner " + c.Owner
	case c.Team != "":
		scope = "team " + c.Team
	}
	// Neither of the first two has a blank in it.
	return key + " " + localeKey(c.Locale) + " " + scope
}

// visible tells whether an agent sees the reply.
func (c *Canned) visible(agent string, teams []string) bool {
	switch {
	case c.Owner != "":
		return c.Owner == agent
	case c.Team != "":
		return slices.Contains(teams, c.Team)
	}
	return true
}

// sameContent tells whether two replies differ only in what the store sets.
func (c *Canned) sameContent(d *Canned) bool {
	return c.ID == d.ID && c.Shortcut == d.Shortcut && c.Title == d.Title && c.Category == d.Category && c.Locale == d.Locale &&
		c.Text == d.Text && c.Owner == d.Owner && c.Team == d.Team && c.Deleted == d.Deleted && slices.Equal(c.Tags, d.Tags)
}

func (c Canned) clone() Canned {
	c.Tags = slices.Clone(c.Tags)
	return c
}

// shortcutMarks are what may stand in front of a shortcut. Chinese keyboards give
// the enumeration comma or the wide slash where the slash is.
const shortcutMarks = "/、／"

// shortcutKey is the form in which shortcuts are the same; "" if it is none.
func shortcutKey(s string) string {
	s = strings.TrimSpace(text.Fold(strings.TrimLeft(s, shortcutMarks)))
	if strings.IndexFunc(s, unicode.IsSpace) >= 0 || strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0 {
		return ""
	}
	return s
}

// localeKey is the form in which locales are the same.
func localeKey(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(s, "_", "-")), ""))
}

// language is the primary subtag of a locale, in lower case.
func language(locale string) string {
	if i := strings.IndexAny(locale, "-_"); i >= 0 {
		locale = locale[:i]
	}
	return strings.ToLower(locale)
}

func validID(field, id string) error {
	if id == "" {
		return &FieldError{field, "is empty"}
	}
	return validText(field, id, MaxID)
}

func validText(field, s string, limit int) error {
	switch {
	case len(s) > limit:
		return &FieldError{field, "is too long"}
	case !utf8.ValidString(s):
		return &FieldError{field, "is not UTF-8"}
	case strings.IndexByte(s, 0) >= 0:
		return &FieldError{field, "holds a NUL"}
	}
	return nil
}

// kept is a time as stores keep it.
func kept(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
