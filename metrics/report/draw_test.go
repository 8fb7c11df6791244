package report

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/metrics"
)

// element is one of an image.
type element struct {
	name  string
	attrs map[string]string
	text  string
}

func (e *element) number(t require.TestingT, attr string) float64 {
	x, err := strconv.ParseFloat(e.attrs[attr], 64)
	require.NoError(t, err, "%s of %s", attr, e.name)
	return x
}

// parse reads an image, which has to be well-formed and harmless.
func parse(t require.TestingT, svg []byte) (list []element) {
	dec := xml.NewDecoder(strings.NewReader(string(svg)))
	var open []int
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return list
		}
		require.NoError(t, err)
		switch tok := tok.(type) {
		case xml.StartElement:
			e := element{name: tok.Name.Local, attrs: map[string]string{}}
			require.Contains(t, []string{"svg", "title", "desc", "defs", "pattern", "path", "circle", "rect", "line", "text"}, e.name)
			for _, a := range tok.Attr {
				require.NotRegexp(t, `NaN|Inf`, a.Value)
				require.NotRegexp(t, `(?i)^(on|href|src|style)`, a.Name.Local)
				e.attrs[a.Name.Local] = a.Value
			}
			open, list = append(open, len(list)), append(list, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				list[open[len(open)-1]].text += string(tok)
			}
		}
	}
}

// box is where a text is at most.
func box(t require.TestingT, e *element) (x1, y1, x2, y2 float64) {
	x, y, size := e.number(t, "x"), e.number(t, "y"), e.number(t, "font-size")
	w := textWidth(e.text, size)
	switch e.attrs["text-anchor"] {
	case "middle":
		x -= w / 2
	case "end":
		x -= w
	}
	return x, y - .75*size, x + w, y + .25*size
}

// readable holds an image against what makes it readable: texts lie within it, and do not cover each other.
func readable(t require.TestingT, name string, list []element) {
	height := list[0].number(t, "height")
	var texts []*element
	for i := range list {
		if list[i].name == "text" {
			texts = append(texts, &list[i])
		}
	}
	for i, e := range texts {
		x1, y1, x2, y2 := box(t, e)
		require.True(t, x1 >= -1 && x2 <= width+1 && y1 >= -1 && y2 <= height+1, "%s: %q leaves the image: %v %v %v %v of %v", name, e.text, x1, y1, x2, y2, height)
		for _, o := range texts[:i] {
			a1, b1, a2, b2 := box(t, o)
			apart := x2 <= a1+1 || a2 <= x1+1 || y2 <= b1+1 || b2 <= y1+1
			require.True(t, apart, "%s: %q is over %q", name, e.text, o.text)
		}
	}
}

func TestChartsAreReadable(t *testing.T) {
	for _, c := range gallery() {
		for _, locale := range []string{"en", "zh"} {
			list := parse(t, c.SVG(locale, "a"))
			require.Equal(t, "svg", list[0].name)
			assert.Equal(t, c.Title, list[1].text, "the title is the first thing that is said")
			assert.NotEmpty(t, list[2].text, "what is drawn is said as well")
			readable(t, c.Title, list)
		}
	}
}

// Whatever the numbers and names, each chart is an image that can be read.
func TestAnyChartIsReadable(t *testing.T) {
	kinds := []ChartKind{Trend, Stack, Columns, Compare, Spread, Heat, Funnel}
	units := []metrics.Unit{metrics.Count, metrics.Share, metrics.Seconds, metrics.Stars, metrics.Scale}
	rapid.Check(t, func(t *rapid.T) {
		c := Chart{Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Title: rapid.String().Draw(t, "title"), Unit: rapid.SampledFrom(units).Draw(t, "unit")}
		n := rapid.IntRange(1, 30).Draw(t, "places")
		series := rapid.IntRange(1, 5).Draw(t, "series")
		switch c.Kind {
		case Spread:
			series = 5
		case Funnel:
			c.Unit = metrics.Count
		}
		name := rapid.OneOf(rapid.StringN(0, 40, -1), rapid.StringMatching(`[a-z_/]{1,30}`), rapid.StringMatching(`[一-龥]{1,20}`))
		timed := c.Kind == Trend || c.Kind == Stack && rapid.Bool().Draw(t, "timed")
		for i := range n {
			if timed {
				c.Times = append(c.Times, monday.AddDate(0, 0, i))
			} else {
				c.Labels = append(c.Labels, clean(name.Draw(t, "label")))
			}
		}
		value := rapid.Custom(func(t *rapid.T) Number {
			of := rapid.Int64Range(1, 1000).Draw(t, "of")
			switch c.Unit {
			case metrics.Count:
				return Some(float64(rapid.IntRange(0, 100_000).Draw(t, "x")), of)
			case metrics.Share:
				return Some(rapid.Float64Range(0, 1/float64(series)).Draw(t, "x"), of)
			case metrics.Stars:
				return Some(rapid.Float64Range(1, 5).Draw(t, "x"), of)
			case metrics.Scale:
				return Some(rapid.Float64Range(-1, 1).Draw(t, "x"), of)
			}
			return Some(rapid.Float64Range(0, 1e6).Draw(t, "x"), of)
		})
		for range series {
			s := Series{Name: clean(name.Draw(t, "series")), Faint: rapid.Bool().Draw(t, "faint")}
			for range n {
				if v := value.Draw(t, "value"); rapid.IntRange(0, 9).Draw(t, "known") > 0 {
					s.Values = append(s.Values, v)
				} else {
					s.Values = append(s.Values, none)
				}
			}
			c.Series = append(c.Series, s)
		}
		readable(t, string(c.Kind), parse(t, c.SVG(rapid.SampledFrom([]string{"en", "zh"}).Draw(t, "locale"), "a")))
	})
}

func TestNothingToDraw(t *testing.T) {
	c := Chart{Kind: Stack, Title: "t", Labels: []string{"a"}, Series: []Series{{Values: []Number{none}}}}
	list := parse(t, c.SVG("en", ""))
	assert.Equal(t, english().NoData, list[len(list)-1].text)
	parse(t, (&Chart{}).SVG("", "9 <\""))
}

// A gap is a gap: no line is drawn to or from what is not known, and nothing is drawn at 0 for it.
func TestGapsInLines(t *testing.T) {
	c := Chart{Kind: Trend, Unit: metrics.Share, Times: []time.Time{monday, monday.AddDate(0, 0, 1), monday.AddDate(0, 0, 2), monday.AddDate(0, 0, 3)}, Series: []Series{{Values: []Number{Some(.5, 100), none, Some(.7, 100), Some(.8, 3)}}}}
	marks, hollow := 0, 0
	for _, e := range parse(t, c.SVG("en", "a")) {
		if e.name != "path" {
			continue
		}
		if e.attrs["fill"] == "none" {
			assert.Len(t, regexp.MustCompile("M").FindAllString(e.attrs["d"], -1), 2)
			assert.Len(t, regexp.MustCompile("L").FindAllString(e.attrs["d"], -1), 1)
			continue
		}
		if marks++; e.attrs["fill"] == "#fff" {
			hollow++
		}
	}
	assert.Equal(t, 3, marks)
	assert.Equal(t, 1, hollow, "what is of few cases is hollow")
}

// Labels below narrow columns are cut so that they neither touch nor leave the image.
func TestManyLongLabels(t *testing.T) {
	c := Chart{Kind: Columns, Unit: metrics.Count, Series: []Series{{}}}
	for i := range 29 {
		c.Labels = append(c.Labels, "after_sales/delivery")
		c.Series[0].Values = append(c.Series[0].Values, Some(float64(i%9), 1))
	}
	readable(t, "columns", parse(t, c.SVG("en", "a")))
}

// Names at the ends of lines make room for each other, at the top and at the bottom of the chart.
func TestNamesOfLinesMakeRoom(t *testing.T) {
	for _, x := range []float64{0, 1} {
		c := Chart{Kind: Trend, Unit: metrics.Share, Labels: []string{"a", "b"}}
		for i := range 5 {
			c.Series = append(c.Series, Series{Name: strconv.Itoa(i), Values: nums(.5, x)})
		}
		readable(t, "trend", parse(t, c.SVG("en", "a")))
	}
}

// An axis of a line that does not have nothing on it says where it begins.
func TestAxesThatAreCutSaySo(t *testing.T) {
	for _, c := range []struct {
		unit   metrics.Unit
		a, b   float64
		begins string
	}{
		{metrics.Share, .8, .85, "80%"}, {metrics.Scale, -.2, -.15, "-0.20"}, {metrics.Share, .1, .85, ""}, {metrics.Stars, 4, 4.5, ""},
	} {
		chart := Chart{Kind: Trend, Unit: c.unit, Labels: []string{"a", "b"}, Series: []Series{{Values: nums(c.a, c.b)}}}
		said := ""
		for _, e := range parse(t, chart.SVG("en", "a")) {
			if _, rest, ok := strings.Cut(e.text, "axis begins at "); ok {
				said = strings.TrimSuffix(rest, ")")
			}
		}
		assert.Equal(t, c.begins, said)
	}
}

// Bars are as long as their values, from nothing.
func TestBarsAreProportional(t *testing.T) {
	for _, kind := range []ChartKind{Columns, Compare, Funnel} {
		c := Chart{Kind: kind, Unit: metrics.Count, Labels: []string{"a", "b", "c"}, Series: []Series{{Values: nums(400, 200, 50)}}}
		side := "width"
		if kind == Columns {
			side = "height"
		}
		var sizes []float64
		for _, e := range parse(t, c.SVG("en", "a")) {
			if e.name == "rect" && e.attrs["fill"] != "#eef1f4" {
				sizes = append(sizes, e.number(t, side))
			}
		}
		require.Len(t, sizes, 3, kind)
		assert.InDelta(t, .5, sizes[1]/sizes[0], .01, kind)
		assert.InDelta(t, .125, sizes[2]/sizes[0], .01, kind)
	}
}

// The parts of a stack add up: the columns of whole shares are as high as the axis.
func TestStacksAddUp(t *testing.T) {
	c := Chart{Kind: Stack, Unit: metrics.Share, Labels: []string{"a"}, Series: []Series{{Name: "x", Values: nums(.25)}, {Name: "y", Values: nums(.5)}, {Name: "z", Values: nums(.25)}}}
	sum := 0.0
	for _, e := range parse(t, c.SVG("en", "a")) {
		if e.name == "rect" && e.number(t, "width") > 20 && !strings.HasPrefix(e.attrs["fill"], "url") {
			sum += e.number(t, "height") + 1
			assert.InDelta(t, 230-sum, e.number(t, "y"), 1, "each part stands on the one before")
		}
	}
	assert.InDelta(t, 200, sum, 1)
}

// Neighbouring fills differ in lightness, and the ramp darkens evenly: both are told apart in grey.
func TestColorsWorkInGrey(t *testing.T) {
	grey := func(color string) float64 {
		var r, g, b int
		_, err := fmt.Sscanf(color, "#%02x%02x%02x", &r, &g, &b)
		require.NoError(t, err)
		return (.2126*float64(r) + .7152*float64(g) + .0722*float64(b)) / 255
	}
	for i := range 5 {
		d := grey(fillOf(i).color) - grey(fillOf(i+1).color)
		assert.Greater(t, d*d, .1*.1, "fills %d and %d", i, i+1)
	}
	for i := 1; i <= 20; i++ {
		a, _ := ramp(float64(i-1) / 20)
		b, _ := ramp(float64(i) / 20)
		assert.Greater(t, grey(a), grey(b)+.01)
	}
	marks, dashes := map[string]bool{}, map[string]bool{}
	for i := range 4 {
		marks[strokeOf(i).mark], dashes[strokeOf(i).dash] = true, true
	}
	assert.Len(t, marks, 4)
	assert.Len(t, dashes, 4)
}

func TestShorten(t *testing.T) {
	assert.Equal(t, "short", shorten("short", 12, 100))
	long := shorten("a name that has no room", 12, 60)
	assert.True(t, strings.HasSuffix(long, "…"))
	assert.LessOrEqual(t, textWidth(long, 12), 60.0)
	assert.Equal(t, "…", shorten("名字", 12, 1))
}
