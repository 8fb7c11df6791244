package entity

import "time"

// The holidays that are found by name: those of fixed days of the Gregorian
// calendar, and the ones that hang on Thanksgiving Day.
const (
	newYear = iota + 1
	newYearsEve
	valentines
	womensDay
	labourDay
	childrensDay
	teachersDay
	nationalDay
	halloween
	singlesDay
	doubleTwelve
	christmasEve
	christmas
	thanksgiving // the fourth Thursday of November
	blackFriday  // the day after
	cyberMonday  // the Monday after
)

// holidayWords adds the Chinese names.
func holidayWords(add func(word, string)) {
	for n, words := range map[int]string{
		newYear: "元旦 元旦节", valentines: "情人节", womensDay: "妇女节 三八节", labourDay: "五一 五一劳动节 劳动节 五一节",
		childrensDay: "儿童节 六一 六一儿童节", teachersDay: "教师节", nationalDay: "国庆 国庆节 十一国庆",
		halloween: "万圣节", singlesDay: "双十一 双11 双十一 光棍节", doubleTwelve: "双十二 双12",
		christmasEve: "平安夜", christmas: "圣诞 圣诞节", thanksgiving: "感恩节", blackFriday: "黑色星期五 黑五",
		newYearsEve: "跨年夜",
	} {
		add(word{kind: lexHoliday, n: n}, words)
	}
}

// holidayIn returns the day of a holiday in a year.
func holidayIn(n, y int) time.Time {
	md := [...][2]int{
		newYear: {1, 1}, newYearsEve: {12, 31}, valentines: {2, 14}, womensDay: {3, 8}, labourDay: {5, 1},
		childrensDay: {6, 1}, teachersDay: {9, 10}, nationalDay: {10, 1}, halloween: {10, 31}, singlesDay: {11, 11},
		doubleTwelve: {12, 12}, christmasEve: {12, 24}, christmas: {12, 25},
	}
	if n < thanksgiving {
		return civil(y, md[n][0], md[n][1])
	}
	first := civil(y, 11, 1)
	fourth := first.AddDate(0, 0, (int(time.Thursday)-int(first.Weekday())+7)%7+21)
	return fourth.AddDate(0, 0, map[int]int{thanksgiving: 0, blackFriday: 1, cyberMonday: 4}[n])
}

// civil is a day of the calendar, as midnight UTC: days have 24 hours there, so
// that arithmetic is safe. It is turned into a moment in [moment].
func civil(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
