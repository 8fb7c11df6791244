package kb

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Validate reports, as a [*FieldError], what keeps a [LogStore] from taking an
// item.
func (l *Logged) Validate() error {
	switch {
	case (l.Asked == nil) == (l.Feedback == nil):
		return &FieldError{Field: "item", Reason: "is not one of a question and a verdict"}
	case l.Asked != nil:
		return l.Asked.validate()
	}
	return l.Feedback.validate()
}

func (a *Asked) validate() error {
	if err := validateKey("id", a.ID); err != nil {
		return err
	}
	for i, shown := range a.Shown {
		field := "shown[" + strconv.Itoa(i) + "]"
		if shown.Entry != "" {
			if err := validateKey(field+".entry", shown.Entry); err != nil {
				return err
			}
		}
		if math.IsNaN(shown.Score) || math.IsInf(shown.Score, 0) {
			return &FieldError{Field: field + ".score", Reason: "is not a number"}
		}
	}
	return validateMoment("at", a.At)
}

func (f *Feedback) validate() error {
	if err := validateKey("id", f.ID); err != nil {
		return err
	}
	if err := validateKey("asked", f.Asked); err != nil {
		return err
	}
	if f.Entry != "" {
		if err := validateKey("entry", f.Entry); err != nil {
			return err
		}
	}
	return validateMoment("at", f.At)
}

// validateKey reports whether a text can be a key of a store.
func validateKey(field, key string) error {
	switch {
	case key == "":
		return &FieldError{Field: field, Reason: "is empty"}
	case len(key) > MaxID:
		return tooLong(field, MaxID)
	case !utf8.ValidString(key) || strings.IndexByte(key, 0) >= 0:
		return &FieldError{Field: field, Reason: "is not a text"}
	}
	return nil
}

// validateMoment reports whether JSON can hold a time.
func validateMoment(field string, t time.Time) error {
	if year := t.UTC().Year(); year < 0 || year > 9999 {
		return &FieldError{Field: field, Reason: "is not a time of the years 0 to 9999"}
	}
	return nil
}

// Count adds an item to the [Usage] of each entry that it is about, which usage
// returns. A question counts for the entries that were shown if the decision was
// [Direct] or [Suggest]; one that is shown twice counts once.
func (l *Logged) Count(usage func(entry string) *Usage) {
	switch {
	case l.Feedback != nil:
		l.Feedback.count(usage)
	case l.Asked != nil:
		l.Asked.count(usage)
	}
}

func (a *Asked) count(usage func(entry string) *Usage) {
	if a.Decision != Direct && a.Decision != Suggest {
		return
	}
	for i, shown := range a.Shown {
		twice := slices.ContainsFunc(a.Shown[:i], func(o Shown) bool { return o.Entry == shown.Entry })
		if twice || shown.Entry == "" {
			continue
		}
		u := usage(shown.Entry)
		if a.Decision == Direct {
			u.Answered++
		} else {
			u.Offered++
		}
		if a.At.After(u.Last) {
			u.Last = a.At
		}
	}
}

func (f *Feedback) count(usage func(entry string) *Usage) {
	if f.Entry == "" {
		return
	}
	switch f.Verdict {
	case Picked:
		usage(f.Entry).Picked++
	case Useful:
		usage(f.Entry).Useful++
	case NotUseful:
		usage(f.Entry).NotUseful++
	case Wrong:
		usage(f.Entry).Wrong++
	case HandedOff:
		usage(f.Entry).HandedOff++
	case NoneOfThese, Answers: // about no entry that was shown
	}
}
