package report

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/kefu-go/kefu/metrics"
)

// value writes a number for people; "-" where there is none.
func (w *words) value(u metrics.Unit, n Number) string {
	if !n.Known {
		return "-"
	}
	switch u {
	case metrics.Share, metrics.Ratio:
		return percent(n.X)
	case metrics.Seconds:
		return w.duration(n.X)
	case metrics.Stars, metrics.Scale:
		return strconv.FormatFloat(noMinusZero(n.X, 2), 'f', 2, 64)
	case Change:
		return signed(100*n.X, 0) + "%"
	case metrics.Money:
		return amountOf(n.X)
	}
	if n.X == math.Trunc(n.X) {
		return thousands(n.X)
	}
	return strconv.FormatFloat(n.X, 'f', 1, 64)
}

// delta writes a difference: shares in points, stars and scales in their own, all else relative.
func (w *words) delta(u metrics.Unit, n Number) string {
	switch {
	case !n.Known:
		return "-"
	case u == metrics.Share, u == metrics.Ratio:
		return signed(100*n.X, 1) + w.Points
	case u == metrics.Stars, u == metrics.Scale:
		return signed(n.X, 2)
	}
	return signed(100*n.X, 0) + "%"
}

// percent writes a share. What is not all is never written as 100 %, nor what is something as 0 %.
func percent(x float64) string {
	p := 100 * x
	switch s := strconv.FormatFloat(noMinusZero(p, 1), 'f', 1, 64); {
	case s == "100.0" && p < 100:
		return ">99.9%"
	case s == "0.0" && p > 0:
		return "<0.1%"
	case strings.HasSuffix(s, ".0") && (p == 0 || p == 100):
		return strings.TrimSuffix(s, ".0") + "%"
	default:
		return s + "%"
	}
}

// duration writes seconds with the two units that matter.
func (w *words) duration(seconds float64) string {
	sign := ""
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	unit := func(n float64, name string) string { return strconv.FormatFloat(n, 'f', 0, 64) + name }
	pair := func(n, of float64, big, small string) string {
		n = math.Round(n)
		if rest := math.Mod(n, of); rest != 0 {
			return unit(math.Floor(n/of), big) + " " + unit(rest, small)
		}
		return unit(n/of, big)
	}
	switch {
	case seconds == 0:
		return unit(0, w.Second)
	case seconds < .9995:
		return sign + unit(max(1, math.Round(seconds*1000)), w.Millisecond)
	case seconds < 9.95:
		return sign + strings.TrimSuffix(strconv.FormatFloat(seconds, 'f', 1, 64), ".0") + w.Second
	case seconds < 59.5:
		return sign + unit(seconds, w.Second)
	case seconds < 3599.5:
		return sign + pair(seconds, 60, w.Minute, w.Second)
	case seconds < 86400-30:
		return sign + pair(seconds/60, 60, w.Hour, w.Minute)
	}
	return sign + pair(seconds/3600, 24, w.Day, w.Hour)
}

// thousands writes a whole number in groups of three digits.
func thousands(x float64) string {
	s := strconv.FormatFloat(math.Abs(x), 'f', 0, 64)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	if x < 0 {
		s = "-" + s
	}
	return s
}

// amountOf writes an amount of money with hundredths, one of less than a tenth with two digits more.
func amountOf(x float64) string {
	digits := 2
	if x != 0 && math.Abs(x) < .1 {
		digits = 4
	}
	x = noMinusZero(x, digits)
	whole, part, _ := strings.Cut(strconv.FormatFloat(math.Abs(x), 'f', digits, 64), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if x < 0 {
		whole = "-" + whole
	}
	return whole + "." + part
}

func signed(x float64, digits int) string {
	x = noMinusZero(x, digits)
	s := strconv.FormatFloat(x, 'f', digits, 64)
	if x > 0 {
		s = "+" + s
	}
	return s
}

// noMinusZero rounds, and has no minus before what is rounded to nothing.
func noMinusZero(x float64, digits int) float64 {
	p := math.Pow10(digits)
	if x = math.Round(x*p) / p; x == 0 {
		return 0
	}
	return x
}

// day writes a date, and moment a time to the minute.
func (w *words) day(t time.Time) string    { return t.Format(w.DateLayout) }
func (w *words) moment(t time.Time) string { return t.Format(w.DateLayout + " 15:04") }

// span writes a range: a day, or the first and the last day, or two moments.
func (w *words) span(r Range) string {
	from, to := r.From, r.To
	midnight := func(t time.Time) bool { return t.Equal(startOfDay(t)) }
	if !midnight(from) || !midnight(to) {
		return w.moment(from) + " – " + w.moment(to)
	}
	last := to.AddDate(0, 0, -1)
	if !last.After(from) {
		return w.day(from) + " (" + w.Weekdays[(int(from.Weekday())+6)%7] + ")"
	}
	return w.day(from) + " – " + w.day(last)
}
