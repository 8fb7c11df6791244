package bizhours_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/kefu-go/kefu/ticket/bizhours"
)

// hours are spans of a day in seconds.
type hours [][2]int

// spec is a calendar as the oracle reads it: by date, with none of the package's code.
type spec struct {
	zone   *time.Location
	week   [7]hours
	dated  map[string]hours // "2006-01-02"
	yearly map[string]hours // "01-02"
}

// on returns the hours of a date, given as seconds of a clock in UTC.
func (s *spec) on(clock int64) hours {
	day := time.Unix(clock, 0).UTC()
	if h, ok := s.dated[day.Format("2006-01-02")]; ok {
		return h
	}
	if h, ok := s.yearly[day.Format("01-02")]; ok {
		return h
	}
	return s.week[day.Weekday()]
}

// calendar is the same for the package.
func (s *spec) calendar() (*bizhours.Calendar, error) {
	o := bizhours.Options{Zone: s.zone, Week: map[string][]string{}}
	for d, name := range []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} {
		o.Week[name] = s.week[d].texts()
	}
	for date, h := range s.dated {
		o.Days = append(o.Days, bizhours.Day{Date: date, Open: h.texts()})
	}
	for date, h := range s.yearly {
		o.Days = append(o.Days, bizhours.Day{Date: date, Open: h.texts()})
	}
	return bizhours.New(o)
}

func (h hours) texts() []string {
	var out []string
	for _, s := range h {
		at := func(x int) string {
			if x%60 == 0 {
				return fmt.Sprintf("%02d:%02d", x/3600, x/60%60)
			}
			return fmt.Sprintf("%02d:%02d:%02d", x/3600, x/60%60, x%60)
		}
		out = append(out, at(s[0])+"-"+at(s[1]))
	}
	return out
}

var daily = []hours{
	{},
	{{0, 86400}},
	{{9 * 3600, 18 * 3600}},
	{{9 * 3600, 12 * 3600}, {13*3600 + 1800, 18 * 3600}},
	{{22 * 3600, 86400}},
	{{0, 6 * 3600}, {22 * 3600, 86400}},
	{{2*3600 + 900, 2*3600 + 2700}},
	{{1800, 5400}, {7200, 7260}, {3 * 3600, 4 * 3600}},
	{{0, 1800}, {1800, 3600}, {23 * 3600, 86340}},
}

// randomHours are hours with bounds at whole units, often in the small hours.
func randomHours(r *rand.Rand, unit int) hours {
	if r.IntN(3) > 0 {
		return daily[r.IntN(len(daily))]
	}
	most := 86400 / unit
	if r.IntN(2) == 0 {
		most = 4 * 3600 / unit
	}
	bounds := make([]int, 2*(1+r.IntN(3)))
	for i := range bounds {
		bounds[i] = r.IntN(most+1) * unit
	}
	slices.Sort(bounds)
	var out hours
	for i := 0; i < len(bounds); i += 2 {
		if bounds[i] < bounds[i+1] {
			out = append(out, [2]int{bounds[i], bounds[i+1]})
		}
	}
	return out
}

// randomSpec has exceptions around an instant.
func randomSpec(r *rand.Rand, zone *time.Location, around int64, unit int) *spec {
	s := &spec{zone: zone, dated: map[string]hours{}, yearly: map[string]hours{}}
	for d := range s.week {
		s.week[d] = randomHours(r, unit)
	}
	s.week[r.IntN(7)] = daily[2]
	for range r.IntN(6) {
		day := time.Unix(around+int64(r.IntN(24)-12)*86400, 0).UTC()
		if y := day.Year(); y >= 1700 && y < 2400 {
			s.dated[day.Format("2006-01-02")] = randomHours(r, unit)
		}
	}
	for range r.IntN(4) {
		day := time.Unix(around+int64(r.IntN(24)-12)*86400, 0).UTC()
		s.yearly[day.Format("01-02")] = randomHours(r, unit)
	}
	return s
}
