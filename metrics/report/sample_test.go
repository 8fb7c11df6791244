package report

import (
	"fmt"
	"math"
	"time"

	"github.com/kefu-go/kefu/metrics"
)

func nums(xs ...float64) []Number {
	out := make([]Number, len(xs))
	for i, x := range xs {
		if out[i] = Some(x, 100); math.IsNaN(x) {
			out[i] = none
		}
	}
	return out
}

// gallery has charts of all kinds with what is hard to draw: names that are long or markup, numbers that are
// missing, of few cases, negative or far apart.
func gallery() []Chart {
	nan := math.NaN()
	zone := time.FixedZone("", 8*3600)
	days := func(n int, step int) (times []time.Time) {
		for i := range n {
			times = append(times, time.Date(2026, 3, 2+i*step, 0, 0, 0, 0, zone))
		}
		return times
	}
	hours := func() (times []time.Time) {
		for i := range 24 {
			times = append(times, time.Date(2026, 3, 2, i, 0, 0, 0, zone))
		}
		return times
	}
	wave := func(n int, level, height float64) (v []Number) {
		for i := range n {
			v = append(v, Some(math.Round(level+height*math.Sin(float64(i)/3)), 100))
		}
		return v
	}
	few := nums(.8, .82, .79, nan, .84, .9, .95)
	few[5].Of, few[6].Of = 7, 3
	heat := Chart{Kind: Heat, Title: "Inquiries by weekday and hour", Unit: metrics.Count, X: "Hour of the day"}
	for h := range 24 {
		heat.Labels = append(heat.Labels, fmt.Sprintf("%02d", h))
	}
	for d := range 7 {
		s := Series{Name: chinese().Weekdays[d]}
		for h := range 24 {
			s.Values = append(s.Values, Some(math.Round(130*math.Exp(-math.Pow(float64(h)-14, 2)/20)/(1+.2*float64(d))), 1))
		}
		heat.Series = append(heat.Series, s)
	}
	heat.Series[2].Values[5] = none
	return []Chart{
		{Kind: Trend, Title: "Inquiries over time", Unit: metrics.Count, Times: hours(), Series: []Series{{Name: "Now", Values: wave(24, 1200, 900)}, {Name: "Before", Faint: true, Values: wave(24, 1000, 800)}}},
		{Kind: Trend, Title: "CSAT <over> time & \"targets\"", Unit: metrics.Share, Times: days(7, 1), Line: Some(.85, 0), LineTitle: "Target", Series: []Series{{Name: "CSAT", Values: few}}},
		{Kind: Trend, Title: "Waits", Unit: metrics.Seconds, Times: days(31, 1), Series: []Series{{Name: "Median", Values: wave(31, 80, 20)}, {Name: "90th percentile", Values: wave(31, 95, 20)}, {Name: "A third line with a long name that ends", Values: wave(31, 99, 20)}, {Name: "Fourth", Values: wave(31, 99.5, 20)}}},
		{Kind: Trend, Title: "Ratings by week", Unit: metrics.Stars, Times: days(26, 7), Series: []Series{{Name: "Mean", Values: wave(26, 4, .9)}}},
		{Kind: Trend, Title: "One point only", Unit: metrics.Scale, Times: days(1, 1), Series: []Series{{Name: "Mood", Values: nums(-.2)}}},
		{Kind: Stack, Title: "Outcomes", Unit: metrics.Share, Times: days(7, 1), Series: []Series{
			{Name: "Resolved by the bot", Values: nums(.5, .52, .48, nan, .5, .5, .3)},
			{Name: "Resolved by people", Values: nums(.2, .2, .22, nan, .2, .1, .3)},
			{Name: "Handed off, unresolved", Values: nums(.1, .1, .1, nan, .1, .1, .1)},
			{Name: "Abandoned", Values: nums(.1, .1, .1, nan, .1, .2, .1)},
			{Name: "Unresolved", Values: nums(.1, .08, .1, nan, .1, .1, .2)},
		}},
		{Kind: Stack, Title: "Outcomes by hour", Unit: metrics.Count, Times: hours(), Series: []Series{{Name: "A", Values: wave(24, 20, 10)}, {Name: "B", Values: wave(24, 12, 8)}, {Name: "C", Values: wave(24, 9, 3)}}},
		{Kind: Columns, Title: "First human reply", Unit: metrics.Share, Y: "Share of talks (%)", Labels: []string{"≤ 10 s", "≤ 30 s", "≤ 1 min", "≤ 5 min", "≤ 30 min", "≤ 1 h", "≤ 4 h", "over 4 h"}, Series: []Series{{Name: "Share", Values: nums(.02, .11, .24, .3, .2, .08, .04, .01)}}},
		{Kind: Columns, Title: "Change by hour", Unit: Change, Labels: heat.Labels, Series: []Series{{Name: "Now", Values: wave(24, 0, 1.4)}, {Name: "Before", Faint: true, Values: wave(24, 1, 1.4)}}},
		{Kind: Compare, Title: "CSAT by channel", Unit: metrics.Share, Line: Some(.8, 0), LineTitle: "All", Labels: []string{"web", "微信小程序(售后服务专区与会员中心)", "<script>alert(1)</script>", "a channel whose name does not end before the chart begins", "phone", "fax"}, Series: []Series{{Name: "CSAT", Values: []Number{Some(.95, 1203), Some(.88, 20), Some(.75, 19), Some(.5, 1), none, Some(0, 44)}}}},
		{Kind: Compare, Title: "Mood change", Unit: metrics.Scale, Labels: []string{"refund", "delivery", "thanks"}, Series: []Series{{Name: "x", Values: nums(-.4, -.02, .3)}}},
		{Kind: Spread, Title: "First human reply by channel", Unit: metrics.Seconds, Note: english().SpreadNote, Labels: []string{"web", "微信", "e-mail"}, Series: []Series{{Name: "10 %", Values: nums(4, 9, 1800)}, {Name: "25 %", Values: nums(9, 20, 3600)}, {Name: "50 %", Values: nums(20, 45, 7200)}, {Name: "75 %", Values: nums(60, 100, 30000)}, {Name: "90 %", Values: nums(200, 340, 90000)}}},
		{Kind: Spread, Title: "Handling time", Unit: metrics.Seconds, Labels: []string{"Li", "Wang"}, Series: []Series{{Name: "10 %", Values: nums(100, 200)}, {Name: "25 %", Values: nums(150, 260)}, {Name: "50 %", Values: nums(250, 300)}, {Name: "75 %", Values: nums(400, 350)}, {Name: "90 %", Values: nums(700, 480)}}},
		heat,
		{Kind: Funnel, Title: "Steps of refund", Unit: metrics.Count, Labels: []string{"order number", "reason", "照片上传", "address", "confirm"}, Series: []Series{{Name: "Reached", Values: nums(1203, 1100, 640, 610, 580)}}},
		{Kind: Compare, Title: "Nothing", Unit: metrics.Share, Labels: []string{"a"}, Series: []Series{{Name: "x", Values: nums(nan)}}},
	}
}
