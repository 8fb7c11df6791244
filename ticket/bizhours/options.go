package bizhours

import "time"

// Options are the hours of a business, as data: they can be written in Go, or read
// from JSON by [Parse].
//
//	{
//	  "location": "Asia/Shanghai",
//	  "week": {"mon-fri": ["09:00-12:00", "13:30-18:00"], "sat": ["10:00-14:00"]},
//	  "days": [
//	    {"date": "2025-10-01", "until": "2025-10-08", "name": "National Day"},
//	    {"date": "2025-10-11", "as": "mon", "name": "make-up day"},
//	    {"date": "12-31", "open": ["09:00-12:00"], "name": "New Year's Eve"}
//	  ]
//	}
//
// A span is "from-to" by the clock on the wall, each "HH:MM" or "HH:MM:SS", from
// "00:00" to "24:00"; it holds its first second and not its last bound. The spans of a
// day may touch, but not overlap, and stand in any order. A span over midnight is
// refused, because nobody could tell which day's exception would end it: write
// "22:00-24:00", and "00:00-06:00" on the following day. Both make one stretch.
type Options struct {
	// Location is the time zone, an IANA name such as "Europe/Berlin". "Local" is
	// refused: hours must not depend on the host. Where the host has no time zone
	// database, import time/tzdata. Default: UTC.
	Location string `json:"location,omitempty"`
	// Zone is the time zone instead of Location. Default: Location.
	Zone *time.Location `json:"-"`
	// Week has the spans of the days of the week. A key is a day ("mon", "tue",
	// "wed", "thu", "fri", "sat", "sun") or a row of days ("mon-fri", "fri-mon"), and
	// each day stands in one of them at most. Default: closed, unless Days say
	// otherwise.
	Week map[string][]string `json:"week,omitempty"`
	// Days are the exceptions. Two of them may only speak of the same date if one has
	// a year and the other one has not: then the one with the year holds.
	Days []Day `json:"days,omitempty"`
}

// Day is an exception from the week: a holiday, a make-up day, a half day, or a row of
// them. With neither Open nor As the business is closed.
type Day struct {
	// Date is the first date: "2026-10-01" for that one day, in the years 1700 to
	// 2399, or "10-01" for every year. "02-29" is in leap years only.
	Date string `json:"date"`
	// Until is the last date, in the same form as Date. Without years it may lie in
	// the next year: "12-24" until "01-02". Default: Date.
	Until string `json:"until,omitempty"`
	// Open are the spans on each of these days.
	Open []string `json:"open,omitempty"`
	// As is the day of the week whose hours hold on each of these days: so a list of
	// holidays and make-up days fits every business.
	As string `json:"as,omitempty"`
	// Name is for people; see [Calendar.Exception].
	Name string `json:"name,omitempty"`
}
