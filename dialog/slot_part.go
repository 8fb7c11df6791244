package dialog

import "strings"

// partOf is what a value is for a slot of a kind: the value itself where its type is
// that kind, the day or the time of day of a "time", otherwise nothing.
func partOf(kind string, v Value) (string, bool) {
	switch {
	case v.Type == kind:
		return v.Value, true
	case v.Type != "time" || kind != DateKind && kind != ClockKind:
		return "", false
	}
	date, clock := dateAndClock(v.Value)
	if kind == DateKind {
		return date, date != ""
	}
	return clock, clock != ""
}

// dateAndClock parts a time in its normal form: "2026-11-22T12:00/2026-11-22T18:00" is
// "2026-11-22" and "12:00/18:00".
func dateAndClock(value string) (date, clock string) {
	from, to, stretch := strings.Cut(value, "/")
	date, clock = dateAndClockAt(from)
	if !stretch {
		return date, clock
	}
	toDate, toClock := dateAndClockAt(to)
	return spanOf(date, toDate), spanOf(clock, toClock)
}

func spanOf(from, to string) string {
	if from == "" || to == "" || from == to {
		return from + strings.TrimPrefix(to, from)
	}
	return from + "/" + to
}

func dateAndClockAt(at string) (date, clock string) {
	if date, clock, both := strings.Cut(at, "T"); both {
		return date, clock
	}
	if strings.Contains(at, ":") {
		return "", at
	}
	return at, ""
}

// free reports whether a value has not been taken for slots of a kind: its day and its
// time of day may go to two of them.
func (h *heard) free(i int, kind string) bool {
	return !h.taken[i] && (h.parts[i] == "" || h.parts[i] != kind && kind != h.values[i].Type)
}

// take makes a value no longer free for a kind.
func (h *heard) take(i int, kind string) {
	if kind == h.values[i].Type || h.parts[i] != "" {
		h.taken[i] = true
	}
	h.parts[i] = kind
}
