package report

import (
	"fmt"
	"strings"

	"github.com/kefu-go/kefu/metrics"
)

// stack draws a column for each place, of the parts that the series are.
func (d *drawing) stack() float64 {
	const top, bottom = 30.0, 230.0
	c := d.chart
	hi := 0.0
	for i := range c.places() {
		sum := 0.0
		for s := range c.Series {
			if v := c.at(s, i); v.Known {
				sum += max(v.X, 0)
			}
		}
		hi = max(hi, sum)
	}
	if c.Unit == metrics.Share && hi < 1+1e-6 {
		hi = 1
	}
	ys := valueScale(c.Unit, 0, hi, true, 5, bottom, top)
	left, right := d.axisWidth(&ys), width-10
	d.valueAxis(&ys, left, right)
	band := (right - left) / float64(c.places())
	centre := func(i int) float64 { return left + band*(float64(i)+.5) }
	names, fills := make([]string, len(c.Series)), make([]fill, len(c.Series))
	for s := range c.Series {
		names[s], fills[s] = c.Series[s].Name, fillOf(s)
	}
	bar := min(band*.78, 60)
	for i := range c.places() {
		sum := 0.0
		for s := range c.Series {
			v := c.at(s, i)
			if !v.Known || v.X <= 0 {
				continue
			}
			from, to := ys.at(sum), ys.at(sum+v.X)
			sum += v.X
			h := from - to
			if h > 2 {
				h-- // a light line between parts
			}
			d.rect(centre(i)-bar/2, to, bar, h, fills[s], d.tip(i, names[s], v))
		}
		if sum == 0 {
			d.text(centre(i), bottom-5, style{anchor: "middle", color: muted}, "-")
		}
	}
	d.line(left, bottom, right, bottom, muted, 1, "")
	d.bandLabels(centre, band, bottom+17)
	y := bottom + 44
	y += d.xTitle(left, right, bottom+36)
	return y + d.legend(y, names, fills) - 4
}

// columns draws columns beside each other.
func (d *drawing) columns() float64 {
	const top, bottom = 30.0, 220.0
	c := d.chart
	lo, hi := d.lineBounds()
	ys := valueScale(c.Unit, lo, hi, true, 5, bottom, top)
	left, right := d.axisWidth(&ys), width-10
	d.valueAxis(&ys, left, right)
	band := (right - left) / float64(c.places())
	centre := func(i int) float64 { return left + band*(float64(i)+.5) }
	n := len(c.Series)
	bar := min(band*.8/float64(n), 48)
	zero := ys.at(max(ys.lo, min(0, ys.hi)))
	names, fills, at := make([]string, n), make([]fill, n), 0
	for s := range c.Series {
		names[s] = c.Series[s].Name
		if fills[s] = (fill{"#c9d0d6", ""}); !c.Series[s].Faint {
			fills[s] = fillOf(2 * at) // the plain ones
			at++
		}
	}
	for i := range c.places() {
		for s := range c.Series {
			v := c.at(s, i)
			x := centre(i) - bar*float64(n)/2 + bar*float64(s)
			if !v.Known && bar < 8 {
				continue
			}
			if !v.Known {
				d.text(x+bar/2, bottom-5, style{anchor: "middle", size: 11, color: muted}, "-")
				continue
			}
			y := ys.at(v.X)
			fl := fills[s]
			if few(c.Unit, v) {
				fl.pattern = "few"
			}
			d.rect(x, min(y, zero), bar-min(1, bar/4), max(y, zero)-min(y, zero), fl, d.tip(i, names[s], v))
			if label := strings.Replace(d.words.value(c.Unit, v), ".0%", "%", 1); n == 1 && textWidth(label, 10) < band {
				d.text(x+bar/2, min(y, zero)-4, style{anchor: "middle", size: 10, color: muted}, label)
			}
		}
	}
	d.line(left, zero, right, zero, muted, 1, "")
	d.reference(&ys, left, right)
	d.bandLabels(centre, band, bottom+17)
	y := bottom + 30 + d.xTitle(left, right, bottom+36)
	if n > 1 {
		y += 14
		y += d.legend(y, names, fills) - 14
	}
	return y
}

// compare draws a horizontal bar for each label.
func (d *drawing) compare() float64 {
	const row = 26.0
	c := d.chart
	lo, hi := d.lineBounds()
	left := d.labelWidth()
	value := 0.0
	texts, ends := make([]string, c.places()), make([]float64, c.places())
	for i := range texts {
		v := c.at(0, i)
		texts[i] = d.words.value(c.Unit, v)
		if v.Known && c.Unit != metrics.Count && c.Unit != Change && v.Of > 0 {
			texts[i] += " (" + fmt.Sprintf(d.words.OfCases, thousands(float64(v.Of))) + ")"
		}
		value = max(value, textWidth(texts[i], 11))
	}
	right := width - value - 18
	xs := valueScale(c.Unit, lo, hi, true, 5, left, right)
	top := 8.0
	if c.Line.Known {
		top = 24
	}
	bottom := top + row*float64(c.places())
	d.bottomAxis(&xs, top, bottom)
	zero := xs.at(max(xs.lo, min(0, xs.hi)))
	for i := range c.places() {
		y := top + row*float64(i)
		v := c.at(0, i)
		d.text(left-8, y+row/2+4, style{anchor: "end"}, shorten(d.label(i), 12, left-16))
		fl := fillOf(2)
		if few(c.Unit, v) {
			fl.pattern = "few"
		}
		end := zero
		if v.Known {
			x := xs.at(v.X)
			end = max(x, zero)
			d.rect(min(x, zero), y+4, max(x, zero)-min(x, zero), row-8, fl, d.tip(i, "", v))
		}
		ends[i] = end
	}
	d.line(zero, top, zero, bottom, muted, 1, "")
	if l := c.Line; l.Known && l.X >= xs.lo && l.X <= xs.hi {
		x := xs.at(l.X)
		d.line(x, top-4, x, bottom, ink, 1.2, "2 3")
		label := c.LineTitle + " " + d.words.value(c.Unit, l)
		d.text(d.inside(x, label, 11), top-9, style{anchor: "middle", size: 11}, label)
	}
	for i, s := range texts {
		d.text(ends[i]+6, top+row*float64(i)+row/2+4, style{size: 11, halo: true}, s)
	}
	return bottom + 40
}

// labelWidth is the room for labels at the left, at most a third of the image.
func (d *drawing) labelWidth() float64 {
	w := 0.0
	for i := range d.chart.places() {
		w = max(w, textWidth(d.label(i), 12))
	}
	return min(w, width/3) + 18
}

// bottomAxis draws the grid, the labels and the title of a horizontal axis of values.
func (d *drawing) bottomAxis(s *scale, top, bottom float64) {
	for _, t := range s.ticks {
		x := s.at(t)
		d.line(x, top, x, bottom, grid, 1, "")
	}
	last := -1e9
	for _, t := range s.ticks {
		label := d.tick(s, t)
		if x, half := d.inside(s.at(t), label, 11), textWidth(label, 11)/2; x-half > last+5 {
			d.text(x, bottom+15, style{anchor: "middle", size: 11, color: muted}, label)
			last = x + half
		}
	}
	title := d.chart.X
	if title == "" {
		title = d.words.unit(d.chart.Unit)
	}
	if s.log {
		title += " " + d.words.LogAxis
	}
	d.text((s.a+s.b)/2, bottom+32, style{anchor: "middle", size: 11, color: muted}, title)
}

// funnel draws what is left after each step, and what was lost before it.
func (d *drawing) funnel() float64 {
	const row, top = 34.0, 6.0
	c := d.chart
	left := d.labelWidth()
	const side = 216.0
	whole := 0.0
	for i := range c.places() {
		whole = max(whole, c.at(0, i).X)
	}
	if whole <= 0 {
		whole = 1
	}
	first := c.at(0, 0)
	for i := range c.places() {
		y := top + row*float64(i)
		v := c.at(0, i)
		w := max((width-left-side)*v.X/whole, 1)
		d.text(left-8, y+18, style{anchor: "end"}, shorten(d.label(i), 12, left-16))
		d.rect(left, y+2, width-left-side, row-10, fill{"#eef1f4", ""}, "")
		d.rect(left, y+2, w, row-10, fillOf(2), d.tip(i, "", v))
		label := d.words.value(c.Unit, v)
		if share := ratio(v, first); share.Known && share.X <= 1 {
			label += " · " + percent(share.X)
		}
		d.text(width-side+8, y+18, style{bold: true}, label)
		if i == 0 {
			continue
		}
		if before := c.at(0, i-1); before.Known && v.Known && before.X > v.X {
			lost := fmt.Sprintf("−%s (%s)", thousands(before.X-v.X), percent((before.X-v.X)/before.X))
			d.text(width-8, y+18, style{anchor: "end", size: 11, color: "#a8391c"}, lost)
		}
	}
	return top + row*float64(c.places()) + 6
}
