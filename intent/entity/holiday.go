package entity

import "time"

// The holidays that are found by name: those of fixed days of the Gregorian
// calendar, and the ones that hang on Thanksgiving Day.
const (
	holidayNewYear = iota + 1
	holidayNewYearsEve
	holidayValentines
	holidayWomensDay
	holidayLabourDay
	holidayChildrensDay
	holidayTeachersDay
	holidayNationalDay
	holidayHalloween
	holidaySinglesDay
	holidayDoubleTwelve
	holidayChristmasEve
	holidayChristmas
	holidayThanksgiving // the fourth Thursday of November
	holidayBlackFriday  // the day after
	holidayCyberMonday  // the Monday after
)

// holidayWords adds the Chinese names.
func holidayWords(add func(word, string)) {
	for n, words := range map[int]string{
		holidayNewYear: "元旦 元旦节", holidayValentines: "情人节", holidayWomensDay: "妇女节 三八节", holidayLabourDay: "五一 五一劳动节 劳动节 五一节",
		holidayChildrensDay: "儿童节 六一 六一儿童节", holidayTeachersDay: "教师节", holidayNationalDay: "国庆 国庆节 十一国庆",
		holidayHalloween: "万圣节", holidaySinglesDay: "双十一 双11 双十一 光棍节", holidayDoubleTwelve: "双十二 双12",
		holidayChristmasEve: "平安夜 圣诞前夜 圣诞夜", holidayChristmas: "圣诞 圣诞节", holidayThanksgiving: "感恩节", holidayBlackFriday: "黑色星期五 黑五",
		holidayNewYearsEve: "跨年夜",
	} {
		add(word{kind: lexHoliday, n: n}, words)
	}
}

// holidayIn returns the day of a holiday in a year.
func holidayIn(n, y int) time.Time {
	md := [...][2]int{
		holidayNewYear: {1, 1}, holidayNewYearsEve: {12, 31}, holidayValentines: {2, 14}, holidayWomensDay: {3, 8}, holidayLabourDay: {5, 1},
		holidayChildrensDay: {6, 1}, holidayTeachersDay: {9, 10}, holidayNationalDay: {10, 1}, holidayHalloween: {10, 31}, holidaySinglesDay: {11, 11},
		holidayDoubleTwelve: {12, 12}, holidayChristmasEve: {12, 24}, holidayChristmas: {12, 25},
	}
	if n < holidayThanksgiving {
		return civil(y, md[n][0], md[n][1])
	}
	first := civil(y, 11, 1)
	fourth := first.AddDate(0, 0, (int(time.Thursday)-int(first.Weekday())+7)%7+21)
	return fourth.AddDate(0, 0, map[int]int{holidayThanksgiving: 0, holidayBlackFriday: 1, holidayCyberMonday: 4}[n])
}

// civil is a day of the calendar, as midnight UTC: days have 24 hours there, so
// that arithmetic is safe. It is turned into a moment in [moment].
func civil(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
