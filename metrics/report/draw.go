package report

import (
	"fmt"
	"math"
	"strings"

	"github.com/kefu-go/kefu/metrics"
)

// SVG draws the chart as an SVG image that needs nothing else: no script, no style sheet, no font of
// its own. The language is that of a BCP 47 tag, Chinese or English. The id makes what is defined in the image
// unique in its page: letters, digits, "-" and "_", from a letter; other characters are left out.
// A chart without a number is an image that says so.
func (c *Chart) SVG(locale, id string) []byte {
	w := wordsFor(locale)
	sound := c.sound()
	d := drawing{
		canvas: canvas{id: cleanID(id), defined: map[string]bool{}},
		chart:  &sound, words: w,
	}
	height := d.draw()
	return d.image(height, w.Lang, c.Title, w.describe(&sound))
}

func cleanID(id string) string {
	id = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return -1
	}, id)
	if id == "" || id[0] < 'A' {
		id = "chart" + id
	}
	return id + "-"
}

// drawing is one chart on its canvas.
type drawing struct {
	canvas
	chart *Chart
	words *words
}

// draw returns the height of what it drew.
func (d *drawing) draw() float64 {
	if d.chart.empty() || d.chart.places() == 0 {
		d.text(width/2, 34, style{anchor: "middle", color: muted}, d.words.NoData)
		return 60
	}
	switch d.chart.Kind {
	case Stack:
		return d.stack()
	case Columns:
		return d.columns()
	case Compare:
		return d.compare()
	case Spread:
		return d.spread()
	case Heat:
		return d.heat()
	case Funnel:
		return d.funnel()
	}
	return d.trend()
}

// tip is what a mark says when it is pointed at.
func (d *drawing) tip(place int, series string, n Number) string {
	s := d.label(place)
	if series != "" && series != d.chart.Title {
		s += ", " + series
	}
	s += ": " + d.words.value(d.chart.Unit, n)
	if n.Known && d.chart.Unit != metrics.Count && n.Of > 0 {
		s += " (" + fmt.Sprintf(d.words.OfCases, thousands(float64(n.Of))) + ")"
	}
	return s
}

// label names a place.
func (d *drawing) label(place int) string { return d.words.place(d.chart, place) }

func (w *words) place(c *Chart, place int) string {
	if place < len(c.Times) {
		if t := c.Times[place]; t.Equal(startOfDay(t)) && !sameDay(c.Times[0], c.Times[len(c.Times)-1]) {
			return w.day(t)
		}
		return w.moment(c.Times[place])
	}
	if place < len(c.Labels) {
		return c.Labels[place]
	}
	return ""
}

// valueAxis draws the grid and the labels of a vertical axis, and its title above.
func (d *drawing) valueAxis(s *scale, left, right float64) {
	for _, t := range s.ticks {
		y := s.at(t)
		d.line(left, y, right, y, grid, 1, "")
		d.text(left-8, y+4, style{anchor: "end", size: 11, color: muted}, d.tick(s, t))
	}
	title := d.chart.Y
	if title == "" {
		title = d.words.unit(d.chart.Unit)
	}
	if s.log {
		title += " " + d.words.LogAxis
	} else if (s.lo > 0 || s.hi < 0) && d.chart.Unit != metrics.Stars { // nothing is not on it
		title += " " + fmt.Sprintf(d.words.AxisFrom, d.tick(s, s.lo))
	}
	d.text(8, 14, style{size: 11, color: muted}, title)
}

// tick writes the value of a tick, with no more digits than ticks differ by.
func (d *drawing) tick(s *scale, x float64) string {
	step := 0.0
	if len(s.ticks) > 1 {
		step = s.ticks[1] - s.ticks[0]
	}
	digits := 0
	for p := step; p > 0 && p < .999 && digits < 3; p *= 10 {
		digits++
	}
	switch d.chart.Unit {
	case metrics.Share, metrics.Ratio:
		digits = max(0, digits-2)
		return trimFixed(100*x, digits) + "%"
	case metrics.Seconds:
		return d.words.duration(x)
	case Change:
		return signed(100*x, 0) + "%"
	case metrics.Count:
		return thousands(x)
	}
	return trimFixed(x, digits)
}

func trimFixed(x float64, digits int) string {
	s := fmt.Sprintf("%.*f", digits, noMinusZero(x, digits))
	return s
}

// axisWidth is the room that the labels of a vertical axis need.
func (d *drawing) axisWidth(s *scale) float64 {
	w := 0.0
	for _, t := range s.ticks {
		w = max(w, textWidth(d.tick(s, t), 11))
	}
	return math.Ceil(w) + 14
}

// reference draws a dashed horizontal line where the chart has one.
func (d *drawing) reference(s *scale, left, right float64) {
	if l := d.chart.Line; l.Known && l.X >= s.lo && l.X <= s.hi {
		y := s.at(l.X)
		d.line(left, y, right, y, ink, 1, "2 4")
		d.text(left+4, y-5, style{size: 11, color: ink, halo: true}, d.chart.LineTitle+" "+d.words.value(d.chart.Unit, l))
	}
}

// lineBounds are the bounds with the line of reference among them.
func (d *drawing) lineBounds() (lo, hi float64) {
	lo, hi, _ = d.chart.bounds()
	if l := d.chart.Line; l.Known {
		lo, hi = min(lo, l.X), max(hi, l.X)
	}
	return lo, hi
}

// legend writes names beside samples of fills, in lines, and returns the height that it took.
func (d *drawing) legend(y float64, names []string, fills []fill) float64 {
	x, top := 8.0, y
	for i, n := range names {
		n = shorten(n, 12, width-60)
		w := textWidth(n, 12) + 34
		if x > 8 && x+w > width-8 {
			x, y = 8, y+20
		}
		d.rect(x, y-10, 16, 12, fills[i], "")
		d.text(x+21, y, style{}, n)
		x += w
	}
	return y - top + 20
}

// bandLabels writes labels below bands of a width, as many as have room; the others are left out in
// equal steps.
func (d *drawing) bandLabels(centre func(int) float64, band, y float64) {
	n := d.chart.places()
	if len(d.chart.Times) > 0 {
		for _, t := range d.words.timeTicks(d.chart.Times, centre, 11) {
			d.text(d.inside(centre(t.index), t.label, 11), y, style{anchor: "middle", size: 11, color: muted}, t.label)
		}
		return
	}
	widest := 0.0
	for i := range n {
		widest = max(widest, textWidth(d.label(i), 11))
	}
	room, step := band-6, 1
	if short := 34.0; widest > room && room < short {
		step = int(math.Ceil((min(widest, 80) + 6) / band))
	}
	for i := 0; i < n; i += step {
		// Neither the next label is touched nor the edge.
		room := min(band*float64(step)-6, 2*(centre(i)-2), 2*(width-2-centre(i)))
		s := shorten(d.label(i), 11, room)
		d.text(centre(i), y, style{anchor: "middle", size: 11, color: muted}, s)
	}
}

// inside moves the centre of a text so that it does not leave the image.
func (d *drawing) inside(x float64, s string, size float64) float64 {
	half := textWidth(s, size) / 2
	return min(max(x, half+2), width-half-2)
}

// xTitle writes the title of the horizontal axis and returns the height that it took.
func (d *drawing) xTitle(left, right, y float64) float64 {
	if d.chart.X == "" {
		return 0
	}
	d.text((left+right)/2, y, style{anchor: "middle", size: 11, color: muted}, d.chart.X)
	return 18
}
