package entity

import (
	"strings"
	"time"
)

// numbers finds times, lengths of time, percentages, ordinals and numbers.
type numbers struct{}

// reader reads one text.
type reader struct {
	in    *input
	lx    []lexeme
	today time.Time // civil
	// last is the last day that was found with its month, and lastEnd the lexeme
	// behind it: 24日 and 25日 of "12月24日和25日" are of one month.
	last    time.Time
	lastEnd int
	// moons says that the text may hold a date of the Chinese calendar.
	moons bool
}

func newReader(in *input) reader {
	y, m, d := in.now.Date()
	return reader{in: in, lx: in.lexemes(), today: civil(y, int(m), d), moons: mayBeLunar(in.folded)}
}

func (numbers) find(dst []found, in *input) []found {
	r := newReader(in)
	starts := starters()
	for i := 0; i < len(r.lx); {
		if to := r.lunar(i); to > i {
			i = to
			continue
		}
		var next int
		if dst, next = r.durationRange(dst, i); next > i {
			i = next
			continue
		}
		if r.lx[i].kind == lexOther && !starts[r.lx[i].txt] {
			i++
			continue
		}
		if dst, next = r.time(dst, i); next == i {
			if dst, next = r.percentage(dst, i); next == i {
				if dst, next = r.duration(dst, i); next == i {
					if dst, next = r.ordinal(dst, i); next == i {
						dst, next = r.plainNumber(dst, i)
					}
				}
			}
		}
		i = max(next, i+1)
	}
	return dst
}

// at returns lexeme i, and an empty one outside of the text.
func (r *reader) at(i int) *lexeme {
	if i < 0 || i >= len(r.lx) {
		return &lexeme{}
	}
	return &r.lx[i]
}

// is reports whether lexeme i is that word, or a number or unit so written.
func (r *reader) is(i int, txt string) bool { return i >= 0 && i < len(r.lx) && r.lx[i].txt == txt }

// isAny reports whether lexeme i is one of some words, separated by blanks.
func (r *reader) isAny(i int, words string) bool {
	txt := r.at(i).txt
	if txt == "" {
		return false
	}
	for w := range strings.FieldsSeq(words) {
		if w == txt {
			return true
		}
	}
	return false
}

// begins reports whether the text goes on at lexeme i with one of some words,
// separated by blanks, wherever lexemes end.
func (r *reader) begins(i int, words string) bool {
	if i < 0 || i >= len(r.lx) {
		return false
	}
	rest := r.in.folded[r.in.toks[r.lx[i].lo].Lo:]
	for w := range strings.FieldsSeq(words) {
		if strings.HasPrefix(rest, w) {
			return true
		}
	}
	return false
}

// follows reports whether one of some words, separated by blanks, stands right
// before lexeme i.
func (r *reader) follows(i int, words string) bool {
	if i <= 0 || i >= len(r.lx) {
		return false
	}
	before := r.in.folded[:r.in.toks[r.lx[i].lo].Lo]
	for w := range strings.FieldsSeq(words) {
		if strings.HasSuffix(before, w) {
			return true
		}
	}
	return false
}

// gap returns the folded text before lexeme i, and behind the last one.
func (r *reader) gap(i int) string {
	switch {
	case i >= 0 && i < len(r.lx):
		return r.lx[i].gap
	case i == len(r.lx):
		return r.in.gap(len(r.in.toks))
	}
	return ""
}

// tight reports whether lexeme i follows without anything between.
func (r *reader) tight(i int) bool { return i > 0 && i < len(r.lx) && r.lx[i].gap == "" }

// near reports whether lexeme i follows with nothing but blanks between.
func (r *reader) near(i int) bool {
	return i > 0 && i < len(r.lx) && strings.TrimLeft(r.lx[i].gap, " ") == ""
}

// ends reports whether a clause ends before lexeme i.
func (r *reader) ends(i int) bool {
	return i >= len(r.lx) || strings.ContainsAny(r.lx[i].gap, ".,;?!。、:\"()")
}

// found is a value at lexemes [i, next).
func (r *reader) found(typ Type, i, next int) found {
	return found{typ: typ, start: r.lx[i].start, end: r.lx[next-1].end, score: 1}
}

// time reads a time at lexeme i.
func (r *reader) time(dst []found, i int) ([]found, int) {
	w, next := r.stretch(i)
	if next == i || r.habit(i) {
		if to := r.impossible(i); to > next {
			return dst, to
		}
		return dst, i
	}
	if to := r.impossible(i); to > next {
		return dst, to
	}
	w, next = r.zoned(w, next)
	if w.grain == grainDays && w.until == nil {
		if w.anchor == anchorOfMonth && r.lastEnd > 0 && i <= r.lastEnd+2 && !strings.ContainsAny(r.gap(i), ".;?!。") {
			if d, ok := date(r.last.Year(), int(r.last.Month()), w.day.Day()); ok && d.After(r.last) {
				w.day = d
			}
		}
		if w.anchor != anchorOfWeek {
			r.last, r.lastEnd = w.day, next
		}
	}
	v, from, to := r.resolve(w)
	if v == "" || !from.Before(to) || from.Year() < 1 || to.Year() > 9999 {
		return dst, i
	}
	f := r.found(Time, i, next)
	f.value, f.from, f.to, f.score = v, from, to, w.score()
	f.end = r.closed(f.start, f.end)
	f.bound = w.bound
	if f.closed = w.until != nil; f.closed && r.isAny(i, "from 从 自") {
		f.start = r.at(i + 1).start // as every other preposition
	}
	return append(dst, f), next
}

// closed moves the end of a stretch behind the bracket that closes one within.
func (r *reader) closed(start, end int) int {
	for _, pair := range [...][2]string{{"(", ")"}, {"（", "）"}} {
		s := r.in.raw[start:end]
		if strings.Count(s, pair[0]) > strings.Count(s, pair[1]) && strings.HasPrefix(r.in.raw[end:], pair[1]) {
			return end + len(pair[1])
		}
	}
	return end
}

// habit reports whether a time comes again and again: "every Monday", 每天上午.
func (r *reader) habit(i int) bool { return r.isAny(i-1, "every each 每 每个 每逢") }

// grain is how long a date is.
type grain uint8

const (
	noDate    grain = iota
	grainDays       // one day
	grainWeeks
	grainMonths
	grainYears
	grainStretch // from when.day to when.last, both included
)

// anchor says what of a date was told, so that it can be moved.
type anchor uint8

const (
	anchorFixed    anchor = iota
	anchorOfWeek          // a weekday: Friday
	anchorOfMonth         // a day of some month: the 24th
	anchorOfYear          // a day or a month of some year: November 24
	anchorRelative        // a day from today; another date may start from it
)

// when is a time as it was told.
type when struct {
	grain  grain
	anchor anchor
	day    time.Time // civil; the first day
	last   time.Time // civil; the last day, if grain is stretch
	part   int       // a part of the day, or zero
	// clock is the time of day in seconds, if clocked; above a day for the hours
	// after midnight of an evening. Bare means that it may be of the afternoon too.
	clock   int
	clocked bool
	bare    bool
	// until is the second time of a range, or nil.
	until *when
	// at is a moment, reached by hours or minutes from now, and to the end of the
	// stretch from or to now.
	at, to time.Time
	shaky  bool // it may be something else
	// bound is the role that a word between the date and the time of day gives:
	// "tomorrow after 5pm".
	bound string
}

// score is how sure a time is.
func (w when) score() float64 {
	s := 1.0
	if w.bare && w.part == 0 {
		s = .9
	}
	if w.shaky {
		s = .6
	}
	if w.until != nil {
		s = min(1, max(s, w.until.score()))
	}
	return s
}

// moment is a time of day of a civil day in the time zone of now. A time that a
// change of the clocks leaves out is as much later as the clocks are moved; of
// one that comes twice it is one of both, as [time.Date] has it.
func (r *reader) moment(day time.Time, seconds int) time.Time {
	loc := r.in.now.Location()
	y, m, d := day.Date()
	t := time.Date(y, m, d, 0, 0, seconds, 0, loc)
	wall := day.Add(secondsOf(seconds))
	if t.Day() != wall.Day() || t.Hour() != wall.Hour() || t.Minute() != wall.Minute() {
		_, before := wall.AddDate(0, 0, -1).In(loc).Zone()
		t = wall.Add(-secondsOf(before)).In(loc)
	}
	return t
}

// partOf returns the stretch of a part of the day in seconds; the moments noon
// and midnight have none.
func partOf(part int) (from, to int) {
	switch part {
	case partMorning:
		return 6 * 3600, 12 * 3600
	case partAfternoon:
		return 12 * 3600, 18 * 3600
	case partEvening:
		return 18 * 3600, 24 * 3600
	case partSmall:
		return 0, 6 * 3600
	case partNoon:
		return 12 * 3600, 12 * 3600
	}
	return 0, 0
}

// secondsOf is a number of seconds as a length.
func secondsOf(n int) time.Duration { return time.Duration(n) * time.Second }

// formatTwo returns a number as two digits.
func formatTwo(n int) string { return string([]byte{byte('0' + n/10%10), byte('0' + n%10)}) }
