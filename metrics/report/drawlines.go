package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kefu-go/kefu/metrics"
)

// trend draws a line for each series, with its name at the right end.
func (d *drawing) trend() float64 {
	const top, bottom, plotHeight = 30.0, 250.0, 220.0
	c := d.chart
	lo, hi := d.lineBounds()
	ys := valueScale(c.Unit, lo, hi, false, 5, bottom, top)
	if c.Unit == metrics.Seconds && lo > 0 && hi > 30*lo {
		ys = logScale(c.Unit, lo, hi, 5, bottom, top)
	}
	left := d.axisWidth(&ys)
	names := 0.0
	if len(c.Series) > 1 {
		for _, s := range c.Series {
			names = max(names, textWidth(shorten(s.Name, 12, 150), 12))
		}
		names += 14
	}
	right := width - 10 - max(names, 14)
	d.valueAxis(&ys, left, right)
	d.line(left, bottom, right, bottom, muted, 1, "")

	x := d.placesAlong(left+8, right-6)
	d.bandLabels(x, (right-left)/float64(max(c.places(), 1)), bottom+18)
	d.reference(&ys, left, right)

	type end struct {
		y    float64
		name string
		st   stroke
	}
	var ends []end
	at := 0
	for i, s := range c.Series {
		st := strokeOf(at)
		if s.Faint {
			st = stroke{color: faint, dash: "4 4"}
		} else {
			at++
		}
		last := d.path(i, st, x, &ys)
		if len(c.Series) > 1 && last >= 0 {
			ends = append(ends, end{ys.at(c.at(i, last).X), shorten(s.Name, 12, 150), st})
		}
	}
	// Names that would touch are pushed apart, downwards and then up again from the bottom.
	slices.SortStableFunc(ends, func(a, b end) int {
		switch {
		case a.y < b.y:
			return -1
		case a.y > b.y:
			return 1
		}
		return 0
	})
	const gap = 15.0
	for i := 1; i < len(ends); i++ {
		ends[i].y = max(ends[i].y, ends[i-1].y+gap)
	}
	for i := len(ends) - 1; i >= 0; i-- {
		limit := bottom
		if i+1 < len(ends) {
			limit = ends[i+1].y - gap
		}
		ends[i].y = min(ends[i].y, limit)
	}
	for _, e := range ends {
		color := e.st.color
		if color == faint {
			color = muted
		}
		d.text(right+4, e.y+4, style{color: color, bold: color != muted}, e.name)
	}
	return bottom + 30 + d.xTitle(left, right, bottom+36)
}

// placesAlong places times by when they are, and labels in equal steps.
func (d *drawing) placesAlong(a, b float64) func(int) float64 {
	times := d.chart.Times
	n := d.chart.places()
	if len(times) < 2 || !times[len(times)-1].After(times[0]) {
		return func(i int) float64 {
			if n < 2 {
				return (a + b) / 2
			}
			return a + (b-a)*float64(i)/float64(n-1)
		}
	}
	whole := times[len(times)-1].Sub(times[0]).Seconds()
	return func(i int) float64 { return a + (b-a)*times[i].Sub(times[0]).Seconds()/whole }
}

// path draws one series and returns its last known place, -1 where there is none. What is not known is
// a gap; what is of few cases has a hollow mark.
func (d *drawing) path(series int, st stroke, x func(int) float64, ys *scale) (last int) {
	c := d.chart
	var path strings.Builder
	open, last := false, -1
	for i := range c.places() {
		v := c.at(series, i)
		if !v.Known {
			open = false
			continue
		}
		step := "L"
		if !open {
			step = "M"
		}
		path.WriteString(step + f(x(i)) + " " + f(ys.at(v.X)))
		open, last = true, i
	}
	w := 2.2
	if st.color == faint {
		w = 1.6
	}
	fmt.Fprintf(d, `<path d="%s" fill="none" stroke="%s" stroke-width="%s" stroke-linejoin="round"`, path.String(), st.color, f(w))
	if st.dash != "" {
		fmt.Fprintf(d, ` stroke-dasharray="%s"`, st.dash)
	}
	d.WriteString("/>\n")
	if c.Series[series].Faint {
		return last
	}
	// Where there is no room for all marks, only those are drawn that say something.
	crowded := c.places() > 35
	size := 1.0
	if c.places() > 16 {
		size = .75
	}
	for i := range c.places() {
		v := c.at(series, i)
		if !v.Known {
			continue
		}
		hollow := few(c.Unit, v)
		alone := !c.at(series, i+1).Known && (i == 0 || !c.at(series, i-1).Known)
		if crowded && !alone && !hollow {
			continue
		}
		inner := st.color
		if hollow {
			inner = "#fff"
		}
		fmt.Fprintf(d, `<path d="%s" transform="translate(%s %s) scale(%s)" fill="%s" stroke="%s" stroke-width="1.5"><title>%s</title></path>`+"\n",
			st.mark, f(x(i)), f(ys.at(v.X)), strconv.FormatFloat(size, 'f', -1, 64), inner, st.color, escape(d.tip(i, c.Series[series].Name, v)))
	}
	return last
}
