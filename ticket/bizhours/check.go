package bizhours

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// checking turns options into a plan and collects what is wrong with them.
type checking struct {
	faults
	plan plan
}

// compile fills the calendar, or returns all faults.
func (c *Calendar) compile(o Options) error {
	var ch checking
	c.zone = ch.location(&o)
	ch.week(o.Week)
	ch.days(o.Days)
	if len(ch.faults) == 0 && !ch.plan.recurs() {
		ch.add("week", "has no open time, nor has any day that comes every year; the business would close for good")
	}
	c.plan = ch.plan
	return errors.Join(ch.faults...)
}

func (ch *checking) location(o *Options) *time.Location {
	switch {
	case o.Zone == nil && o.Location == "Local", o.Zone == time.Local:
		ch.add("location", "is that of the host, which may change; name one such as %q", "Europe/Berlin")
	case o.Zone != nil && o.Location != "":
		ch.add("location", "and Zone are both given; leave one out")
	case o.Zone != nil:
		if _, offset := time.Unix(0, 0).In(o.Zone).Zone(); max(offset, -offset) > maxOffset {
			ch.add("location", "is more than 26 hours from UTC")
		}
		return o.Zone
	default:
		zone, err := time.LoadLocation(o.Location)
		if err == nil {
			return zone
		}
		ch.add("location", "%q is no time zone that this host knows; is the name an IANA one, and is there a time zone database (import time/tzdata)?", clip(o.Location))
	}
	return time.UTC
}

func (ch *checking) week(week map[string][]string) {
	var by [7]string // the key that a day stands in
	for _, key := range slices.Sorted(maps.Keys(week)) {
		field := "week." + clip(key)
		hours := ch.spans(field, week[key])
		days, ok := daysNamed(key)
		if !ok {
			ch.add(field, "is no day of the week; write mon, tue, wed, thu, fri, sat or sun, or two of them as mon-fri")
			continue
		}
		for _, d := range days {
			if by[d] != "" {
				ch.add(field, "has %s, which %s has too", dayNames[d], by[d])
				continue
			}
			by[d], ch.plan.week[d] = key, hours
		}
	}
}

func (ch *checking) days(days []Day) {
	for i := range days {
		day := days[i].clone()
		at := fmt.Sprintf("days[%d]", i)
		e := exception{day: &day, index: i, hours: ch.spans(at+".open", day.Open)}
		if day.As != "" {
			as, ok := dayNamed(day.As)
			switch {
			case !ok:
				ch.add(at+".as", "is no day of the week; write mon, tue, wed, thu, fri, sat or sun")
			case len(day.Open) > 0:
				ch.add(at+".as", "and open are both given; leave one out")
			default:
				e.hours = ch.plan.week[as]
			}
		}
		ch.dates(at, e)
	}
	ch.plan.dated = ch.apart(ch.plan.dated)
	ch.plan.yearly = ch.apart(ch.plan.yearly)
}

// dates puts an exception where its dates belong.
func (ch *checking) dates(at string, e exception) {
	first, yearly, ok := date(e.day.Date)
	if !ok {
		ch.add(at+".date", "%q is no date; write %q in the years %d to %d, or %q for every year", clip(e.day.Date), "2026-10-01", earliest, latest-1, "10-01")
	}
	last, lastYearly := first, yearly
	if e.day.Until != "" {
		var lastOK bool
		if last, lastYearly, lastOK = date(e.day.Until); !lastOK {
			ch.add(at+".until", "%q is no date, or none in the years %d to %d", clip(e.day.Until), earliest, latest-1)
		}
		ok = ok && lastOK
	}
	switch {
	case !ok:
		return
	case yearly != lastYearly:
		ch.add(at+".until", "must have a year if the date has one, and none if it has none")
		return
	case !yearly && last < first:
		ch.add(at+".until", "is before the date")
		return
	}
	e.first, e.last = first, last
	switch {
	case !yearly:
		ch.plan.dated = append(ch.plan.dated, e)
	case first <= last:
		ch.plan.yearly = append(ch.plan.yearly, e)
	default:
		untilNewYear, fromNewYear := e, e
		untilNewYear.last, fromNewYear.first = monthDay(time.December, 31), monthDay(time.January, 1)
		ch.plan.yearly = append(ch.plan.yearly, untilNewYear, fromNewYear)
	}
}

// apart sorts exceptions by date and refuses two for one date.
func (ch *checking) apart(list []exception) []exception {
	slices.SortStableFunc(list, func(a, b exception) int { return cmp.Compare(a.first, b.first) })
	longest := 0
	for i := 1; i < len(list); i++ {
		if a, b := &list[longest], &list[i]; b.first <= a.last {
			ch.add(fmt.Sprintf("days[%d]", max(a.index, b.index)), "has a date that days[%d] has too", min(a.index, b.index))
		}
		if list[i].last > list[longest].last {
			longest = i
		}
	}
	return list
}

// spans reads the spans of a day.
func (ch *checking) spans(field string, list []string) []stretch {
	all, known := make([]stretch, 0, len(list)), len(ch.faults)
	for i, text := range list {
		at := fmt.Sprintf("%s[%d]", field, i)
		from, to, dash := strings.Cut(text, "-")
		s, ok := stretch{}, false
		if dash {
			var fromOK bool
			s.from, fromOK = clock(from)
			s.to, ok = clock(to)
			ok = ok && fromOK && s.from < secondsPerDay
		}
		switch {
		case !ok:
			ch.add(at, "%q is no span; write it as %q", clip(text), "09:00-17:30")
		case s.from == s.to:
			ch.add(at, "%q is empty; a whole day is %q", text, "00:00-24:00")
		case s.from > s.to:
			ch.add(at, "%q ends before it begins; split what goes over midnight into %q and, on the day after, %q", text, from+"-24:00", "00:00-"+to)
		default:
			all = append(all, s)
		}
	}
	if len(ch.faults) > known {
		return nil
	}
	if two, ok := ordered(all); !ok {
		ch.add(field, "has two spans that overlap: %s and %s", two[0], two[1])
	}
	return all
}
