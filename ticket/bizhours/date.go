package bizhours

import "time"

const (
	secondsPerDay = 24 * 60 * 60
	// cycleYears is after how many years dates and weekdays repeat.
	cycleYears = 400
	// cycleSeconds is how long these are: 146,097 days, which are whole weeks.
	cycleSeconds = 146_097 * secondsPerDay
)

// newYear returns the day number of the first day of a year, which may be negative;
// 1970-01-01 is day 0. It is right for the years from -1e16 to 1e16.
func newYear(y int64) int64 {
	y--
	return 365*y + floorDiv(y, 4) - floorDiv(y, 100) + floorDiv(y, 400) - 719_162
}

// newYearSecond is newYear in seconds: what a clock in UTC calls the first of the year.
func newYearSecond(y int64) int64 { return newYear(y) * secondsPerDay }

// weekday returns the day of the week of a day number.
func weekday(day int64) time.Weekday { return time.Weekday(mod(day+4, 7)) }

// floorDiv rounds down; b is above 0.
func floorDiv(a, b int64) int64 {
	q := a / b
	return q + (a-q*b)>>63 // one less where the rest is below 0
}

func mod(a, b int64) int64 { return a - b*floorDiv(a, b) }

// monthDay numbers the dates of a leap year in their order: 32*month + day.
func monthDay(m time.Month, d int) int64 { return int64(m)*32 + int64(d) }

// daysOfMonths of a leap year.
var daysOfMonths = [...]int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
