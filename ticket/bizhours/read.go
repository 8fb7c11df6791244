package bizhours

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// dayNames by [time.Weekday].
var dayNames = [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// dayNamed reads the name of a day of the week.
func dayNamed(name string) (time.Weekday, bool) {
	i := slices.Index(dayNames[:], name)
	return time.Weekday(i), i >= 0
}

// daysNamed reads a day of the week or a row of them.
func daysNamed(name string) ([]time.Weekday, bool) {
	from, to, row := strings.Cut(name, "-")
	if !row {
		to = from
	}
	day, ok := dayNamed(from)
	last, lastOK := dayNamed(to)
	if !ok || !lastOK || row && day == last {
		return nil, false
	}
	days := []time.Weekday{day}
	for day != last {
		day = (day + 1) % 7
		days = append(days, day)
	}
	return days, true
}

// date reads a date: its day number, or its monthDay if it comes every year.
func date(text string) (key int64, yearly, ok bool) {
	if len(text) == len("01-02") {
		d, err := time.Parse(time.DateOnly, "2000-"+text) // a leap year
		return monthDay(d.Month(), d.Day()), true, err == nil
	}
	d, err := time.Parse(time.DateOnly, text)
	if err != nil || d.Year() < earliest || d.Year() >= latest {
		return 0, false, false
	}
	return floorDiv(d.Unix(), secondsPerDay), false, true
}

// clock reads a time of day, in seconds; "24:00" is one.
func clock(text string) (second int64, ok bool) {
	if len(text) != len("15:04") && len(text) != len("15:04:05") {
		return 0, false
	}
	var parts [3]int64
	for i := range len(text) {
		switch c := text[i]; {
		case i%3 == 2:
			if c != ':' {
				return 0, false
			}
		case c < '0' || c > '9':
			return 0, false
		default:
			parts[i/3] = 10*parts[i/3] + int64(c-'0')
		}
	}
	second = parts[0]*3600 + parts[1]*60 + parts[2]
	return second, parts[1] < 60 && parts[2] < 60 && second <= secondsPerDay
}

// String writes the stretch as a span.
func (s stretch) String() string { return clockText(s.from) + "-" + clockText(s.to) }

func clockText(second int64) string {
	text := fmt.Sprintf("%02d:%02d:%02d", second/3600, second/60%60, second%60)
	return strings.TrimSuffix(text, ":00")
}

// clip shortens what is quoted in an error.
func clip(s string) string {
	const most = 40
	if len(s) <= most {
		return s
	}
	n := most
	for n > most-utf8.UTFMax && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "..."
}

// clone returns a copy that shares nothing.
func (d Day) clone() Day {
	d.Open = slices.Clone(d.Open)
	return d
}
