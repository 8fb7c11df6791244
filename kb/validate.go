package kb

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// Validate reports the first fault of an entry as a [*FieldError]. The ID may
// be empty: a [Library] assigns one.
func (e *Entry) Validate() error {
	if len(e.ID) > MaxID {
		return tooLong("id", MaxID)
	}
	if !utf8.ValidString(e.ID) || strings.ContainsRune(e.ID, 0) {
		return &FieldError{Field: "id", Reason: "is not a text"}
	}
	if err := validateWording("question", e.Question); err != nil {
		return err
	}
	if len(e.Phrasings) > MaxPhrasings {
		return &FieldError{Field: "phrasings", Reason: "are more than " + strconv.Itoa(MaxPhrasings)}
	}
	for i, p := range e.Phrasings {
		if err := validateWording("phrasings["+strconv.Itoa(i)+"]", p); err != nil {
			return err
		}
	}
	if e.Mode > Pattern {
		return &FieldError{Field: "mode", Reason: "is unknown"}
	}
	if err := e.Answer.validate("answer"); err != nil {
		return err
	}
	if err := e.validateFields(); err != nil {
		return err
	}
	if err := e.validateFacts(); err != nil {
		return err
	}
	return e.validateGuide()
}

func validateWording(field, s string) error {
	switch {
	case len(s) > MaxQuestion:
		return tooLong(field, MaxQuestion)
	case !utf8.ValidString(s):
		return &FieldError{Field: field, Reason: "is not valid UTF-8"}
	case text.Key(s) == "":
		return &FieldError{Field: field, Reason: "is empty"}
	}
	return nil
}

func tooLong(field string, limit int) error {
	return &FieldError{Field: field, Reason: "is longer than " + strconv.Itoa(limit) + " bytes"}
}
