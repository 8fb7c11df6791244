package report

import (
	"fmt"
	"math"

	"github.com/kefu-go/kefu/metrics"
)

// heat draws a field for each value, the darker the more, with the value in it where it has room.
func (d *drawing) heat() float64 {
	c := d.chart
	left := 0.0
	for _, s := range c.Series {
		left = max(left, textWidth(shorten(s.Name, 12, 140), 12))
	}
	left += 14
	const top, row = 26.0, 26.0
	band := (width - left - 8) / float64(c.places())
	lo, hi := d.solidBounds()
	if c.Unit == metrics.Count || c.Unit == metrics.Share || lo > 0 && lo < hi/2 {
		lo = 0
	}
	share := func(x float64) float64 {
		if hi <= lo {
			return .5
		}
		return (x - lo) / (hi - lo)
	}
	step := 1
	for band*float64(step) < textWidth("00", 11)+6 {
		step++
	}
	for i := 0; i < c.places(); i += step {
		label := shorten(d.label(i), 11, band*float64(step)-2)
		d.text(left+band*(float64(i)+.5), top-8, style{anchor: "middle", size: 11, color: muted}, label)
	}
	for r, s := range c.Series {
		y := top + row*float64(r)
		d.text(left-8, y+row/2+4, style{anchor: "end"}, shorten(s.Name, 12, 140))
		for i := range c.places() {
			v, x := c.at(r, i), left+band*float64(i)
			if !v.Known {
				d.rectangle(x+.5, y+.5, band-1, row-1, `fill="#fff" stroke="`+grid+`"`, d.tip(i, s.Name, v))
				continue
			}
			color, light := ramp(share(v.X))
			if few(c.Unit, v) { // what is of few cases must not catch the eye
				d.rect(x+.5, y+.5, band-1, row-1, fill{color, "few"}, d.tip(i, s.Name, v))
				continue
			}
			d.rectangle(x+.5, y+.5, band-1, row-1, `fill="`+color+`"`, d.tip(i, s.Name, v))
			label := d.field(v)
			if textWidth(label, 9.5) > band-1 {
				continue
			}
			st := style{anchor: "middle", size: 9.5, color: ink}
			if light {
				st.color = "#fff"
			}
			d.text(x+band/2, y+row/2+3.5, st, label)
		}
	}
	y := top + row*float64(len(c.Series)) + 8
	if c.X != "" {
		d.text(left+band*float64(c.places())/2, y+8, style{anchor: "middle", size: 11, color: muted}, c.X)
		y += 16
	}
	// The key: from the least to the most.
	const steps, field = 6, 34.0
	d.text(left, y+13, style{size: 11, color: muted}, d.words.unit(c.Unit))
	x := left + textWidth(d.words.unit(c.Unit), 11) + 12
	from := d.words.value(c.Unit, Some(lo, Few))
	d.text(x, y+13, style{size: 11, color: muted}, from)
	x += textWidth(from, 11) + 6
	for i := range steps {
		color, _ := ramp(float64(i) / (steps - 1))
		d.rectangle(x+field*float64(i), y+2, field, 14, `fill="`+color+`"`, "")
	}
	d.text(x+field*steps+6, y+13, style{size: 11, color: muted}, d.words.value(c.Unit, Some(hi, Few)))
	return y + 26
}

// solidBounds are the bounds of what is of enough cases, where there is any.
func (d *drawing) solidBounds() (lo, hi float64) {
	solid := Chart{Series: make([]Series, 1)}
	for _, s := range d.chart.Series {
		for _, v := range s.Values {
			if !few(d.chart.Unit, v) {
				solid.Series[0].Values = append(solid.Series[0].Values, v)
			}
		}
	}
	lo, hi, ok := solid.bounds()
	if !ok {
		lo, hi, _ = d.chart.bounds()
	}
	return lo, hi
}

// field writes a value so that it fits into a field.
func (d *drawing) field(v Number) string {
	switch d.chart.Unit {
	case metrics.Share:
		return fmt.Sprintf("%.0f", 100*v.X)
	case metrics.Count:
		if v.X >= 10000 {
			return fmt.Sprintf("%.0fk", v.X/1000)
		}
		return fmt.Sprintf("%.0f", v.X)
	case metrics.Seconds:
		return d.words.value(d.chart.Unit, v)
	}
	return fmt.Sprintf("%.1f", v.X)
}

// ramp is a color from light to dark; light says that text on it has to be light. Its lightness falls
// evenly, so that it is the same ramp in grey.
func ramp(x float64) (color string, light bool) {
	stops := [...][3]float64{{238, 244, 249}, {172, 205, 230}, {98, 155, 201}, {44, 101, 152}, {16, 42, 72}}
	x = min(max(x, 0), 1) * float64(len(stops)-1)
	i := min(int(x), len(stops)-2)
	t := x - float64(i)
	mix := func(k int) int { return int(math.Round(stops[i][k]*(1-t) + stops[i+1][k]*t)) }
	return fmt.Sprintf("#%02x%02x%02x", mix(0), mix(1), mix(2)), x > 2.2
}

// spread draws the middle half of values as a box, the median as a line, and the middle 80 % as
// whiskers.
func (d *drawing) spread() float64 {
	const row, top = 30.0, 8.0
	c := d.chart
	lo, hi := d.lineBounds()
	left, right := d.labelWidth(), width-100.0
	bottom := top + row*float64(c.places())
	var xs scale
	if lo > 0 && hi/lo > 30 || lo == 0 && hi > 30 && c.Unit == metrics.Seconds {
		for _, s := range c.Series {
			for _, v := range s.Values {
				if v.Known && v.X > 0 {
					hi = max(hi, v.X)
					if lo == 0 || v.X < lo {
						lo = v.X
					}
				}
			}
		}
		xs = logScale(c.Unit, lo, hi, 7, left, right)
	} else {
		xs = valueScale(c.Unit, lo, hi, true, 6, left, right)
	}
	d.bottomAxis(&xs, top, bottom)
	for i := range c.places() {
		y := top + row*float64(i)
		d.text(left-8, y+row/2+4, style{anchor: "end"}, shorten(d.label(i), 12, left-16))
		var p [5]float64
		known := true
		for k := range p {
			v := c.at(k, i)
			known = known && v.Known
			p[k] = xs.at(v.X)
		}
		median := c.at(2, i)
		if !known {
			d.text(right+8, y+row/2+4, style{size: 11, color: muted}, "-")
			continue
		}
		mid := y + row/2
		fl := fillOf(4)
		if few(c.Unit, median) {
			fl.pattern = "few"
		}
		d.line(p[0], mid, p[4], mid, muted, 1.4, "")
		d.line(p[0], mid-5, p[0], mid+5, muted, 1.4, "")
		d.line(p[4], mid-5, p[4], mid+5, muted, 1.4, "")
		d.rect(p[1], y+6, max(p[3]-p[1], 1), row-12, fl, d.tip(i, c.Series[2].Name, median))
		d.rectangle(p[1], y+6, max(p[3]-p[1], 1), row-12, `fill="none" stroke="#3d7fb8"`, "")
		d.line(p[2], y+4, p[2], y+row-4, "#16324f", 3, "")
		d.text(right+8, mid+4, style{size: 11, bold: true}, d.words.value(c.Unit, median))
	}
	return bottom + 40
}
