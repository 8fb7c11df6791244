package kb

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// The limits of the fields around an entry's question and answer.
const (
	MaxCategory = 1 << 10 // bytes
	MaxTags     = 100     // of one entry, each of at most MaxID bytes
	MaxRelated  = 100     // entries
	MaxReason   = 4 << 10 // bytes
)

// validateFields reports the first fault of what is around question and answer.
func (e *Entry) validateFields() error {
	for _, f := range []struct {
		name, value string
		limit       int
	}{
		{"base", e.Base, MaxID},
		{"category", e.Category, MaxCategory},
		{"locale", e.Locale, MaxID},
		{"editor", e.Editor, MaxID},
		{"reason", e.Reason, MaxReason},
	} {
		if err := validateText(f.name, f.value, f.limit); err != nil {
			return err
		}
	}
	// A table cannot keep such white space, and nobody sees why two ids are not one.
	for _, f := range [][2]string{{"id", e.ID}, {"category", e.Category}, {"locale", e.Locale}} {
		if strings.TrimSpace(f[1]) != f[1] {
			return &FieldError{Field: f[0], Reason: "begins or ends with white space"}
		}
	}
	switch e.kind() {
	case FAQ, Passage, TableRow, GuideKind, ChitChat:
	default:
		return &FieldError{Field: "kind", Reason: "is unknown"}
	}
	if !e.ValidFrom.IsZero() && !e.ValidTo.IsZero() && !e.ValidFrom.Before(e.ValidTo) {
		return &FieldError{Field: "valid_to", Reason: "is not after valid_from"}
	}
	if !(e.MinScore >= 0 && e.MinScore < 1) {
		return &FieldError{Field: "min_score", Reason: "is not in [0,1)"}
	}
	// That related entries exist is not required: they may come later. Lint reports those
	// that do not.
	if err := validateList("related", e.Related, MaxRelated); err != nil {
		return err
	}
	if err := validateList("tags", e.Tags, MaxTags); err != nil {
		return err
	}
	return e.validatePatterns()
}

// validatePatterns compiles the expressions of an entry of mode pattern.
func (e *Entry) validatePatterns() (err error) {
	if e.Mode != Pattern {
		return nil
	}
	e.expressions(func(line int, source string) {
		if _, fault := compile(source); fault != "" && err == nil {
			field := "question"
			if line >= 0 {
				field = at("phrasings", line)
			}
			err = &FieldError{Field: field, Reason: fault}
		}
	})
	return err
}

func validateList(field string, list []string, limit int) error {
	if len(list) > limit {
		return &FieldError{Field: field, Reason: "are more than " + strconv.Itoa(limit)}
	}
	for i, s := range list {
		if s == "" {
			return &FieldError{Field: at(field, i), Reason: "is empty"}
		}
		if err := validateText(at(field, i), s, MaxID); err != nil {
			return err
		}
	}
	return nil
}

func validateText(field, s string, limit int) error {
	switch {
	case len(s) > limit:
		return tooLong(field, limit)
	case !utf8.ValidString(s) || strings.ContainsRune(s, 0):
		return &FieldError{Field: field, Reason: "is not a text"}
	}
	return nil
}

// at names an element of a field.
func at(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }
