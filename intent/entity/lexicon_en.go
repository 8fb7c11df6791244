package entity

import (
	"strings"
	"sync"
)

// The units of time.
const (
	second = iota + 1
	minute
	hour
	day
	workday
	week
	month
	quarter
	year
)

// The parts of the day; see [partOf].
const (
	morning = iota + 1
	afternoon
	evening
	small    // the hours after midnight
	noon     // a moment
	midnight // a moment
)

// The edges of a unit of time.
const (
	beginning = iota + 1
	middle
	ending
	early // 上旬
	mid   // 中旬
	late  // 下旬
)

// englishWords is the lexicon of English; the words are folded.
var englishWords = sync.OnceValue(func() map[string]word {
	m := map[string]word{
		"next": {kind: lexNext, n: 1}, "coming": {kind: lexNext, n: 1, shaky: true}, "following": {kind: lexNext, n: 1, shaky: true},
		"upcoming": {kind: lexNext, n: 1, shaky: true},
		"last":     {kind: lexLast, n: 1}, "past": {kind: lexLast, n: 1, shaky: true}, "previous": {kind: lexLast, n: 1},
		"this": {kind: lexThis}, "current": {kind: lexThis},
		"today": {kind: lexDay}, "tonight": {kind: lexDayPart, m: evening}, "tonite": {kind: lexDayPart, m: evening},
		"half": {kind: lexHalf},
		"am":   {kind: lexMeridiem, shaky: true}, "pm": {kind: lexMeridiem, n: 12},
		"noon": {kind: lexPart, n: noon}, "midday": {kind: lexPart, n: noon}, "midnight": {kind: lexPart, n: midnight},
		"weekend": {kind: lexWeekend}, "fortnight": {kind: lexUnit, n: week, m: 2},
		"eod": {kind: lexEdge, n: ending, m: day}, "eom": {kind: lexEdge, n: ending, m: month},
		"christmas": {kind: lexHoliday, n: christmas}, "xmas": {kind: lexHoliday, n: christmas},
		"halloween": {kind: lexHoliday, n: halloween}, "thanksgiving": {kind: lexHoliday, n: thanksgiving},
	}
	add := func(w word, words string) {
		for s := range strings.FieldsSeq(words) {
			m[s] = w
		}
	}
	add(word{kind: lexDay, n: 1}, "tomorrow tomorow tommorow tommorrow tmr tmrw tomoz 2moro 2morrow")
	add(word{kind: lexDay, n: -1}, "yesterday yesturday yday")
	add(word{kind: lexPart, n: morning}, "morning mornings")
	add(word{kind: lexPart, n: afternoon}, "afternoon afternoons")
	add(word{kind: lexPart, n: evening}, "evening evenings night nights")
	for n, names := range []string{
		"january jan", "february feb febuary", "march", "april apr", "may", "june jun", "july jul", "august aug",
		"september sept sep", "october oct", "november nov", "december dec",
	} {
		add(word{kind: lexMonth, n: n + 1, shaky: names == "march" || names == "may"}, names)
	}
	m["mar"] = word{kind: lexMonth, n: 3, shaky: true}
	for n, names := range []string{
		"monday mondays", "tuesday tuesdays tues tuesady", "wednesday wednesdays wendsday wednsday weds",
		"thursday thursdays thurs thur", "friday fridays", "saturday saturdays", "sunday sundays",
	} {
		add(word{kind: lexWeekday, n: n + 1}, names)
	}
	for n, name := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		m[name] = word{kind: lexWeekday, n: n + 1, shaky: true}
	}
	for n, names := range map[int]string{
		second: "seconds secs", minute: "minute minutes min mins", hour: "hour hours hr hrs",
		day: "day days", week: "week weeks wk wks", month: "month months mth mths", year: "year years yr yrs",
		quarter: "quarters", workday: "workday workdays",
	} {
		add(word{kind: lexUnit, n: n}, names)
	}
	add(word{kind: lexUnit, n: second, shaky: true}, "sec s")
	add(word{kind: lexUnit, n: minute, shaky: true}, "m")
	add(word{kind: lexUnit, n: hour, shaky: true}, "h")
	add(word{kind: lexUnit, n: day, shaky: true}, "d")
	add(word{tense: -1}, `was were did didn't had bought paid sent came made went took gave told said found lost broke
		wasn't weren't already since spent thought saw wrote left began felt ate forgot kept met put`)
	add(word{tense: 1}, `will won't shall can can't cannot could would should may might must want wants need needs going gonna
		i'll we'll you'll he'll she'll they'll it'll i'd please let let's be plan hope expect like when if scheduled expected planned due needed supposed required get`)
	return m
})
