package entity

import (
	"math"
	"strings"
	"time"
)

// span is a length of time, in the units in which it was written.
type span struct {
	years, months, weeks, days, hours, minutes, seconds float64
	workdays                                            bool
}

// add adds n units.
func (s *span) add(n float64, unit int) {
	switch unit {
	case unitSecond:
		s.seconds += n
	case unitMinute:
		s.minutes += n
	case unitHour:
		s.hours += n
	case unitDay:
		s.days += n
	case unitWorkday:
		s.days, s.workdays = s.days+n, true
	case unitWeek:
		s.weeks += n
	case unitMonth:
		s.months += n
	case unitQuarter:
		s.months += 3 * n
	case unitYear:
		s.years += n
	}
}

// whole returns the length without fractions of units above the second: half a
// year is six months, half a month 15 days, half a day 12 hours. Weeks beside
// another unit are days, as ISO 8601 demands.
func (s span) whole() span {
	down := func(from, to *float64, per float64) {
		n, f := math.Modf(*from)
		*from, *to = n, *to+math.Round(f*per*1e6)/1e6
	}
	down(&s.years, &s.months, 12)
	down(&s.months, &s.days, 30)
	if s.weeks != 0 && (s.weeks != math.Trunc(s.weeks) || s.years+s.months+s.days+s.hours+s.minutes+s.seconds > 0) {
		s.weeks, s.days = 0, s.days+7*s.weeks
	}
	down(&s.days, &s.hours, 24)
	down(&s.hours, &s.minutes, 60)
	down(&s.minutes, &s.seconds, 60)
	return s
}

// iso returns the length in ISO 8601.
func (s span) iso() string {
	s = s.whole()
	var b strings.Builder
	put := func(n float64, letter byte) {
		if n != 0 {
			b.WriteString(formatNumber(n))
			b.WriteByte(letter)
		}
	}
	b.WriteByte('P')
	put(s.years, 'Y')
	put(s.months, 'M')
	put(s.weeks, 'W')
	put(s.days, 'D')
	if s.hours+s.minutes+s.seconds != 0 {
		b.WriteByte('T')
		put(s.hours, 'H')
		put(s.minutes, 'M')
		put(s.seconds, 'S')
	}
	if b.Len() == 1 {
		return "PT0S"
	}
	return b.String()
}

// fixed returns the length in seconds, and zero if months or years are in it.
func (s span) fixed() float64 {
	if s.years != 0 || s.months != 0 {
		return 0
	}
	return ((s.weeks*7+s.days)*24+s.hours)*3600 + s.minutes*60 + s.seconds
}

// clocked reports whether the length has hours, minutes or seconds.
func (s span) clocked() bool {
	s = s.whole()
	return s.hours+s.minutes+s.seconds != 0
}

// from returns the moment a length after t, or before it if sign is -1. Years,
// months and days move the calendar: a day is from one clock time to the same
// one, and a month that is too short ends on its last day. Hours, minutes and
// seconds are added to the moment.
func (s span) from(t time.Time, sign int) time.Time {
	s = s.whole()
	months := sign * int(s.years*12+s.months)
	if months != 0 {
		y, m, d := t.Date()
		first := civil(y, int(m)+months, 1)
		if end := first.AddDate(0, 1, -1).Day(); d > end {
			d = end
		}
		t = time.Date(first.Year(), first.Month(), d, t.Hour(), t.Minute(), t.Second(), 0, t.Location())
	}
	t = t.AddDate(0, 0, sign*int(s.weeks*7+s.days))
	return t.Add(time.Duration(sign) * time.Duration((s.hours*3600+s.minutes*60+s.seconds)*float64(time.Second)))
}

// maxSpan is the longest length in years that moves a moment: beyond it years
// have five digits.
const maxSpan = 1000

// moves reports whether the length is short enough to be added to a moment.
func (s span) moves() bool {
	return s.years+s.months/12+s.weeks/52+s.days/365+s.hours/8766+s.minutes/525960+s.seconds/31557600 < maxSpan
}

// length reads a length of time at lexeme i: "2 hours and 30 minutes", "an hour
// and a half", "half a day", 三个半小时, 一刻钟. It returns the lexeme behind it, i
// if there is none.
func (r *reader) length(i int) (s span, next int) {
	next = i
	for k := i; ; {
		n, unit, to := r.amount(k)
		if to == k || k > i && unit >= r.unitAt(next-1) {
			return s, next
		}
		s.add(n, unit)
		next = to
		if e, to := r.andHalf(next); to > next {
			s.add(e, unit)
			return s, to
		}
		k = next
		switch {
		case r.is(k, "and") && r.near(k) && r.near(k+1), r.is(k, "零") && r.near(k), r.is(k, "又") && r.near(k):
			k++
		case !r.near(k) && r.gap(k) != ", ":
			return s, next
		}
	}
}

// unitAt returns the unit that ends at lexeme i, and a small one if there is
// none.
func (r *reader) unitAt(i int) int {
	for ; i >= 0; i-- {
		if u, _ := r.unit(i); u > 0 {
			return u
		}
	}
	return 0
}

// unit reads the unit at lexeme i and how many days, weeks ... it is.
func (r *reader) unit(i int) (unit int, n float64) {
	l := r.at(i)
	switch {
	case l.kind == lexUnit && l.m > 0:
		return l.n, float64(l.m)
	case l.kind == lexUnit:
		return l.n, 1
	case l.txt == "second":
		return unitSecond, 1
	}
	return 0, 0
}

// amount reads a number and a unit at lexeme i.
func (r *reader) amount(i int) (n float64, unit, next int) {
	k := i
	l := r.at(k)
	half := false
	switch {
	case l.kind == lexNum:
		if p := r.at(i - 1); i > 0 && l.gap == "" && l.num.digits > 0 && p.kind == lexOther && !p.han {
			return 0, 0, i // w2s
		}
		n, k = l.num.val, k+1
		if r.is(k, "quarters") && r.is(k+1, "of") && r.is(k+2, "an") && r.at(k+3).n == unitHour && r.at(k+3).kind == lexUnit {
			return 15 * n, unitMinute, k + 4
		}
		if r.is(k, "点") && r.at(k+1).kind == lexNum && r.gap(k) == "" && r.at(k+1).num.small { // 一点五小时
			n, k = n+r.at(k+1).num.val/10, k+2
		}
		if l.num.zero && !l.han { // but 一年零三个月
			return 0, 0, i
		}
	case l.txt == "a" || l.txt == "an":
		n, k = 1, k+1
		switch {
		case r.is(k, "couple"):
			n, k = 2, k+1
			if r.is(k, "of") {
				k++
			}
		case r.at(k).kind == lexHalf && !r.at(k).han:
			n, k = .5, k+1
		case r.is(k, "quarter") && r.is(k+1, "of") && r.is(k+2, "an") && r.at(k+3).n == unitHour:
			return 15, unitMinute, k + 4
		}
	case l.kind == lexHalf:
		n, k, half = .5, k+1, true
		if !l.han && (r.is(k, "a") || r.is(k, "an")) {
			k++
		}
	case l.txt == "quarter" && r.is(k+1, "of") && r.is(k+2, "an"):
		return 15, unitMinute, k + 4
	default:
		return 0, 0, i
	}
	if l.han || r.at(k).han {
		k, n, half = r.classifier(k, n, half)
		if r.is(k, "刻") && r.is(k+1, "钟") && r.tight(k) {
			return n * 15, unitMinute, k + 2
		}
	} else if (r.is(k, "business") || r.is(k, "working") || r.is(k, "work")) && r.near(k) {
		k++
		if r.at(k).n != unitDay || r.at(k).kind != lexUnit {
			return 0, 0, i
		}
		return n, unitWorkday, k + 1
	}
	u, m := r.unit(k)
	if u == 0 || (!r.near(k) && r.gap(k) != "-") || !r.unitFits(i, k, half) {
		return 0, 0, i
	}
	return n * m, u, k + 1
}

// classifier reads 个, and 半 behind it: 三个半. It returns whether it did.
func (r *reader) classifier(k int, n float64, half bool) (next int, _ float64, _ bool) {
	if r.is(k, "个") && r.tight(k) {
		k++
		if r.at(k).kind == lexHalf && r.tight(k) {
			return k + 1, n + .5, true
		}
		return k, n, true
	}
	return k, n, half
}

// unitFits tells lengths from dates and other things that are written alike:
// 3个月 and 3月, 两年 and 26年, 5分钟 and 5分, "5 m". The number starts at i, the unit is
// at k, and counted says that 个 or 半 is between.
func (r *reader) unitFits(i, k int, counted bool) bool {
	l, first := r.at(k), r.at(i)
	switch l.txt {
	case "月", "月份":
		return counted || r.is(i, "半个")
	case "年", "年份":
		return l.txt == "年" && (first.kind != lexNum || first.num.digits < 2 || first.num.val < 24 && first.num.digits == 2)
	case "日":
		return first.kind == lexNum && (r.is(k+1, "内") || r.is(k+1, "之内") || r.is(k+1, "以内"))
	case "分":
		prev, after := r.at(i-1), r.at(k+2)
		return prev.kind == lexUnit && prev.n == unitHour || r.at(k+1).kind == lexNum && after.kind == lexUnit && after.n == unitSecond
	case "季度":
		return counted
	case "m":
		prev := r.at(i - 1)
		return r.gap(k) == "" && prev.kind == lexUnit && prev.n == unitHour && r.near(i)
	case "s", "h", "d":
		prev := r.at(i - 1)
		if r.is(i-1, "the") || l.txt == "s" && first.num.val < 10 && (prev.kind != lexUnit || prev.n != unitMinute) {
			return false // the 90s, iPhone 4s
		}
		return r.gap(k) == "" && first.num.digits > 0 && first.num.digits < 4
	case "sec":
		return first.kind == lexNum
	case "second":
		return first.kind == lexNum && first.num.val <= 1
	}
	return true
}

// andHalf reads "and a half" behind a unit, and 半 behind 年 and 天: 一年半.
func (r *reader) andHalf(i int) (float64, int) {
	switch {
	case r.is(i, "and") && r.is(i+1, "a") && r.near(i):
		if r.at(i+2).kind == lexHalf {
			return .5, i + 3
		}
		if r.is(i+2, "quarter") && !r.is(i+3, "of") {
			return .25, i + 3
		}
	case r.is(i, "半") && r.tight(i) && i > 0 && (r.is(i-1, "年") || r.is(i-1, "天") || r.is(i-1, "周")) && r.at(i+1).kind != lexUnit:
		return .5, i + 1
	}
	return 0, i
}

// duration reads a length that stands for itself.
func (r *reader) duration(dst []found, i int) ([]found, int) {
	s, next := r.length(i)
	if next == i || r.idiom(i, next) {
		return dst, i
	}
	f := r.found(Duration, i, next)
	f.value, f.number = s.iso(), s.fixed()
	return append(dst, f), next
}

// idiom reports whether what looks like a length is a rate or a phrase: "twice
// a day", "$10 a month", "wait a minute", 有一天, 每一天.
func (r *reader) idiom(i, next int) bool {
	l, prev := r.at(i), r.at(i-1)
	switch {
	case l.txt == "两" && next == i+2 && r.is(i+1, "天") && r.follows(i, "这 前 过 那 头"): // these days
		return true
	case l.txt == "半" && r.is(i+1, "天") && next == i+2: // for ages
		return !r.ends(i) && !r.isAny(i-1, "要 需 需要 用 约 大约 请 少 晚 早 提前 休")
	case l.txt == "a" || l.txt == "an":
		if prev.kind == lexNum || prev.kind == lexUnit || prev.txt == "$" {
			return true
		}
		switch prev.txt {
		case "times", "time", "once", "twice", "what", "such", "dollars", "bucks", "euros", "pounds", "usd", "have", "%", "percent", "day", "much", "many":
			return true
		}
		u, _ := r.unit(i + 1)
		switch u {
		case unitSecond:
			return true
		case unitMinute:
			switch prev.txt {
			case "wait", "just", "on", "got", "me", "hold", "hang", "give":
				return true
			}
		}
	case l.num.small && l.num.val == 1 && (prev.txt == "有" || prev.txt == "每" || prev.txt == "哪" || prev.txt == "某"),
		l.txt == "one" && r.at(i+1).n == unitDay && next == i+2 && r.at(i+1).txt == "day" && prev.txt != "in" && prev.txt != "for" && prev.txt != "within":
		return true
	}
	return false
}
