package entity

import (
	"strings"
	"sync"
)

// The units of time.
const (
	unitSecond = iota + 1
	unitMinute
	unitHour
	unitDay
	unitWorkday
	unitWeek
	unitMonth
	unitQuarter
	unitYear
)

// The parts of the day; see [partOf].
const (
	partMorning = iota + 1
	partAfternoon
	partEvening
	partSmall    // the hours after midnight
	partNoon     // a moment
	partMidnight // a moment
)

// The edges of a unit of time.
const (
	edgeBeginning = iota + 1
	edgeMiddle
	edgeEnding
	edgeEarly // 上旬
	edgeMid   // 中旬
	edgeLate  // 下旬
)

// englishWords is the lexicon of English; the words are folded.
var englishWords = sync.OnceValue(func() map[string]word {
	m := map[string]word{
		"next": {kind: lexNext, n: 1}, "coming": {kind: lexNext, n: 1, shaky: true}, "following": {kind: lexNext, n: 1, shaky: true},
		"upcoming": {kind: lexNext, n: 1, shaky: true},
		"last":     {kind: lexLast, n: 1}, "past": {kind: lexLast, n: 1, shaky: true}, "previous": {kind: lexLast, n: 1},
		"this": {kind: lexThis}, "current": {kind: lexThis},
		"today": {kind: lexDay}, "tonight": {kind: lexDayPart, m: partEvening}, "tonite": {kind: lexDayPart, m: partEvening},
		"half": {kind: lexHalf},
		"am":   {kind: lexMeridiem, shaky: true}, "pm": {kind: lexMeridiem, n: 12},
		"noon": {kind: lexPart, n: partNoon}, "midday": {kind: lexPart, n: partNoon}, "midnight": {kind: lexPart, n: partMidnight},
		"weekend": {kind: lexWeekend}, "fortnight": {kind: lexUnit, n: unitWeek, m: 2},
		"eod": {kind: lexEdge, n: edgeEnding, m: unitDay}, "eom": {kind: lexEdge, n: edgeEnding, m: unitMonth},
		"christmas": {kind: lexHoliday, n: holidayChristmas}, "xmas": {kind: lexHoliday, n: holidayChristmas},
		"halloween": {kind: lexHoliday, n: holidayHalloween}, "thanksgiving": {kind: lexHoliday, n: holidayThanksgiving},
	}
	add := func(w word, words string) {
		for s := range strings.FieldsSeq(words) {
			m[s] = w
		}
	}
	add(word{kind: lexDay, n: 1}, "tomorrow tomorow tommorow tommorrow tmr tmrw tomoz 2moro 2morrow")
	add(word{kind: lexDay, n: -1}, "yesterday yesturday yday")
	add(word{kind: lexPart, n: partMorning}, "morning mornings")
	add(word{kind: lexPart, n: partAfternoon}, "afternoon afternoons")
	add(word{kind: lexPart, n: partEvening}, "evening evenings night nights")
	for n, names := range []string{
		"january jan", "february feb febuary", "march", "april apr", "may", "june jun", "july jul", "august aug",
		"september sept sep", "october oct", "november nov", "december dec",
	} {
		add(word{kind: lexMonth, n: n + 1, shaky: names == "march"}, names)
	}
	m["mar"] = word{kind: lexMonth, n: 3, shaky: true}
	m["apr"] = word{kind: lexMonth, n: 4, shaky: true}
	m["may"] = word{kind: lexMonth, n: 5, shaky: true, tense: 1}
	for n, names := range []string{
		"monday", "tuesday tues tuesady", "wednesday wendsday wednsday weds",
		"thursday thurs thur", "friday", "saturday", "sunday",
	} {
		add(word{kind: lexWeekday, n: n + 1}, names)
	}
	for n, name := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		m[name] = word{kind: lexWeekday, n: n + 1, shaky: true}
	}
	for n, names := range map[int]string{
		unitSecond: "seconds secs", unitMinute: "minute minutes min mins", unitHour: "hour hours hr hrs",
		unitDay: "day days", unitWeek: "week weeks wk wks", unitMonth: "month months mth mths", unitYear: "year years yr yrs",
		unitWorkday: "workday workdays",
	} {
		add(word{kind: lexUnit, n: n}, names)
	}
	add(word{kind: lexUnit, n: unitSecond, shaky: true}, "sec s")
	add(word{kind: lexUnit, n: unitMinute, shaky: true}, "m")
	add(word{kind: lexUnit, n: unitHour, shaky: true}, "h")
	add(word{kind: lexUnit, n: unitDay, shaky: true}, "d")
	add(word{tense: -1}, `was were did didn't had bought paid sent came made went took gave told said lost broke
		wasn't weren't already since spent thought saw wrote left began felt ate forgot kept met ran rang fell flew froze heard held knew meant sold
		slept spoke stood stole stuck threw understood woke won hung`)
	add(word{tense: 1}, `will won't shall can can't cannot could would should might must want wants need needs going gonna
		i'll we'll you'll he'll she'll they'll it'll i'd please let let's be plan hope expect like when if scheduled expected planned needed supposed required get
		booked reserved arranged confirmed listed due`)
	return m
})
