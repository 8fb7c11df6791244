// Package bizhours knows the working hours of a business: several spans a day, breaks,
// holidays, make-up days, in a time zone. It tells whether the business is open, when
// that changes, when so much working time will have passed, and how much has passed:
//
//	hours, err := bizhours.New(bizhours.Options{
//		Location: "Europe/Berlin",
//		Week:     map[string][]string{"mon-fri": {"09:00-12:00", "13:00-18:00"}},
//		Days:     []bizhours.Day{{Date: "12-24", Until: "12-26", Name: "Christmas"}},
//	})
//	due := hours.Add(time.Now(), 8*time.Hour)
//
// A [Calendar] is a pure function of its [Options], and knows no clock. All is exact to
// the nanosecond, at any time that package time can tell, and what lies centuries apart
// costs a few microseconds.
//
// # Bounds
//
// A span holds its first instant and not its end: at 18:00 the business is closed. What
// takes until the end is due at the end: four hours from 14:00 are due at 18:00 sharp,
// and not at 09:00 the next morning.
//
// # When the clock is changed
//
// The hours follow the clock on the wall of [Options.Location], and what is counted is
// time that really passes. One rule covers all: the business opens and closes when the
// clock first shows the time, or has skipped it. So
//
//   - where the clock skips from 02:00 to 03:00, what should open or close at 02:30 does
//     so at 03:00, and the span 02:15-02:45 does not take place;
//   - where the clock goes back from 03:00 to 02:00, what should close at 02:30 closes
//     when it is 02:30 for the first time, and nothing opens or closes while the clock
//     repeats the hour: what was open at 02:59:59 stays open for it, what was closed
//     stays closed;
//   - the day on which that happens belongs to the rule as well: if the clock goes back
//     at midnight, or a minute after it, the date that it has reached stays in force;
//   - a day of 24 hours has 23 or 25 of them, or 23.5 on Lord Howe Island;
//   - a date that the zone leaves out (2011-12-30 in Samoa) has no hours.
//
// # Where others differ
//
// Other libraries count from the next opening if they add nothing to an instant at
// which it is closed, take the instant of closing for open, give the same sign whichever
// way round the two instants are, or move an instant outside of the hours into them
// first. Here adding nothing changes nothing, closing time is closed, and
// [Calendar.Between] is negative if the second instant is the earlier one.
package bizhours
