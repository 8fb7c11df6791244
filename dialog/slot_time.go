package dialog

import (
	"fmt"
	"strings"
	"time"
)

// Values of the type "time" are as package intent/entity writes them, in ISO 8601: a
// day, a day with a time of day, a time of day, a week, a month, a year, or two of
// these with a slash between them.

// ParseTime reads a value of the type "time" as the stretch from its first moment up
// to the one after its last, in a time zone; of a moment, both are the same. A time of day
// without a day is on the day of the year 1. Anything else is [ErrInvalid].
func ParseTime(value string, zone *time.Location) (from, to time.Time, err error) {
	if zone == nil {
		zone = time.UTC
	}
	first, last, stretch := strings.Cut(value, "/")
	if from, to, err = parseStretch(first, zone); err != nil || !stretch {
		return from, to, err
	}
	if _, to, err = parseStretch(last, zone); err == nil && to.Before(from) {
		err = fmt.Errorf("%w: a stretch of time that ends before it begins", ErrInvalid)
	}
	return from, to, err
}

func parseStretch(s string, zone *time.Location) (from, to time.Time, err error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, t, nil
	}
	for _, form := range []struct {
		layout              string
		years, months, days int
	}{
		{time.DateOnly, 0, 0, 1},
		{"2006-01-02T15:04", 0, 0, 0},
		{"2006-01-02T15:04:05", 0, 0, 0},
		{"15:04", 0, 0, 0},
		{"15:04:05", 0, 0, 0},
		{"2006-01", 0, 1, 0},
		{"2006", 1, 0, 0},
	} {
		if t, err := time.ParseInLocation(form.layout, s, zone); err == nil {
			if t.Year() == 0 { // a time of day
				t = t.AddDate(1, 0, 0)
			}
			return t, t.AddDate(form.years, form.months, form.days), nil
		}
	}
	if day, ok := strings.CutSuffix(s, "T24:00"); ok { // the end of a day
		if t, err := time.ParseInLocation(time.DateOnly, day, zone); err == nil {
			t = t.AddDate(0, 0, 1)
			return t, t, nil
		}
	}
	var year, week int
	if n, err := fmt.Sscanf(s, "%4d-W%2d", &year, &week); n == 2 && err == nil && week >= 1 && week <= 53 && len(s) == 8 {
		fourth := time.Date(year, 1, 4, 0, 0, 0, 0, zone) // in the first week, by ISO 8601
		monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7+7*(week-1))
		return monday, monday.AddDate(0, 0, 7), nil
	}
	return from, to, fmt.Errorf("%w: no value of time", ErrInvalid)
}

// showTime is how customers read a value of the type "time".
func showTime(value, locale string) string {
	first, last, stretch := strings.Cut(value, "/")
	if !stretch {
		return showMoment(value, locale)
	}
	if day, clock, ok := strings.Cut(last, "T"); ok && strings.HasPrefix(first, day+"T") { // within a day
		return showMoment(first, locale) + "–" + clock
	}
	return showMoment(first, locale) + " – " + showMoment(last, locale)
}

func showMoment(s, locale string) string {
	day, clock, timed := strings.Cut(s, "T")
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return s
	}
	shown := t.Format("Mon 2 Jan 2006")
	if primary(locale) == "zh" {
		shown = t.Format("2006年1月2日")
	}
	if timed {
		shown += " " + clock
	}
	return shown
}
