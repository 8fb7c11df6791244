package report

import (
	"bytes"
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// What charts are drawn with. Fills that can be neighbours differ in lightness by at least 13 of
// 100 (CIE L*: 20, 77, 51, 38, 86, 44), so that they differ in grey and for the colour-blind, and
// every second one has a pattern. Lines differ in their dashes and marks as well.
const (
	ink   = "#1a2530"
	muted = "#56616c"
	grid  = "#dfe4e8"
	faint = "#9aa5b0"
)

type fill struct {
	color   string
	pattern string // "", "diagonal", "dots", "cross"
}

func fillOf(i int) fill {
	fills := [...]fill{
		{"#16324f", ""},
		{"#f0b43c", "diagonal"},
		{"#3d7fb8", ""},
		{"#a8391c", "cross"},
		{"#bfdcf0", ""},
		{"#5f6b76", "dots"},
	}
	return fills[i%len(fills)]
}

// stroke is how a line is drawn, and the shape of its marks around the origin.
type stroke struct{ color, dash, mark string }

func strokeOf(i int) stroke {
	strokes := [...]stroke{
		{"#16324f", "", "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0Z"},
		{"#c2410c", "7 3", "M-2.7-2.7H2.7V2.7H-2.7Z"},
		{"#3d7fb8", "2 3", "M0-3.8L3.8 0L0 3.8L-3.8 0Z"},
		{"#3f4a54", "9 3 2 3", "M0-3.6L3.6 2.8H-3.6Z"},
	}
	return strokes[i%len(strokes)]
}

// canvas writes the elements of an SVG image.
type canvas struct {
	bytes.Buffer
	// id makes the ids of the image unique in its page.
	id       string
	patterns bytes.Buffer
	defined  map[string]bool
}

// width of all charts; heights differ.
const width = 720.0

// f writes a coordinate.
func f(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		x = 0
	}
	return strconv.FormatFloat(noMinusZero(x, 1), 'f', -1, 64)
}

// escape makes text safe in XML: markup is escaped, what no XML may have is left out.
func escape(s string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r == '\r' {
			return ' '
		}
		if unicode.IsControl(r) || r == '\ufffe' || r == '\uffff' || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd")))
}

// style is how text is written.
type style struct {
	anchor string // "start", "middle", "end"
	size   float64
	color  string
	bold   bool
	halo   bool // white around it, where it crosses lines
}

func (c *canvas) text(x, y float64, st style, s string) {
	if st.size == 0 {
		st.size = 12
	}
	if st.color == "" {
		st.color = ink
	}
	fmt.Fprintf(c, `<text x="%s" y="%s" font-size="%s" fill="%s"`, f(x), f(y), f(st.size), st.color)
	if st.anchor != "" && st.anchor != "start" {
		fmt.Fprintf(c, ` text-anchor="%s"`, st.anchor)
	}
	if st.bold {
		c.WriteString(` font-weight="600"`)
	}
	if st.halo {
		c.WriteString(` paint-order="stroke" stroke="#fff" stroke-width="4" stroke-linejoin="round"`)
	}
	c.WriteString(">" + escape(s) + "</text>\n")
}

func (c *canvas) line(x1, y1, x2, y2 float64, color string, w float64, dash string) {
	fmt.Fprintf(c, `<line x1="%s" y1="%s" x2="%s" y2="%s" stroke="%s" stroke-width="%s"`, f(x1), f(y1), f(x2), f(y2), color, f(w))
	if dash != "" {
		fmt.Fprintf(c, ` stroke-dasharray="%s"`, dash)
	}
	c.WriteString("/>\n")
}

// rect draws a filled rectangle that says title when it is pointed at.
func (c *canvas) rect(x, y, w, h float64, fl fill, title string) {
	c.rectangle(x, y, w, h, fmt.Sprintf(`fill="%s"`, fl.color), title)
	if fl.pattern != "" {
		c.rectangle(x, y, w, h, fmt.Sprintf(`fill="url(#%s)"`, c.pattern(fl.pattern)), title)
	}
}

func (c *canvas) rectangle(x, y, w, h float64, attributes, title string) {
	fmt.Fprintf(c, `<rect x="%s" y="%s" width="%s" height="%s" %s`, f(x), f(y), f(max(w, 0)), f(max(h, 0)), attributes)
	if title == "" {
		c.WriteString("/>\n")
		return
	}
	c.WriteString("><title>" + escape(title) + "</title></rect>\n")
}

// pattern defines a pattern of light lines once, and returns its id.
func (c *canvas) pattern(name string) string {
	id := c.id + name
	if c.defined[name] {
		return id
	}
	c.defined[name] = true
	body := map[string]string{
		"diagonal": `<path d="M-1 7L7 -1M-1 1L1 -1M5 7L7 5" stroke="#fff" stroke-width="1.3"/>`,
		"cross":    `<path d="M0 0L6 6M6 0L0 6" stroke="#fff" stroke-width=".9" stroke-opacity=".8"/>`,
		"dots":     `<circle cx="3" cy="3" r="1.1" fill="#fff"/>`,
		"few":      `<path d="M-1 7L7 -1M-1 1L1 -1M5 7L7 5" stroke="#fff" stroke-width="2.6"/>`,
	}[name]
	fmt.Fprintf(&c.patterns, `<pattern id="%s" width="6" height="6" patternUnits="userSpaceOnUse">%s</pattern>`+"\n", id, body)
	return id
}

// image wraps what was drawn.
func (c *canvas) image(height float64, lang, title, desc string) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%s" height="%s" role="img" lang="%s" aria-labelledby="%st %sd" font-family="%s">`+"\n",
		f(width), f(height), f(width), f(height), lang, c.id, c.id, fonts)
	fmt.Fprintf(&out, "<title id=\"%st\">%s</title>\n<desc id=\"%sd\">%s</desc>\n", c.id, escape(title), c.id, escape(desc))
	if c.patterns.Len() > 0 {
		out.WriteString("<defs>\n" + c.patterns.String() + "</defs>\n")
	}
	out.Write(c.Bytes())
	out.WriteString("</svg>\n")
	return out.Bytes()
}

const fonts = `system-ui,-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif`

// textWidth estimates the width of a text of a size, rather too wide: there is no font to ask.
func textWidth(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		switch {
		case r == ' ' || r == '.' || r == ',' || r == ':' || r == 'i' || r == 'l' || r == '\'' || r == '|':
			w += .34
		case r >= 0x2e80: // Chinese, Japanese, Korean and their punctuation
			w += 1
		case r == 'm' || r == 'w' || r == 'M' || r == 'W' || r == '%' || r == '@':
			w += .92
		case unicode.IsUpper(r):
			w += .72
		default:
			w += .6
		}
	}
	return w * size
}

// shorten cuts a text to a width, and says so with an ellipsis.
func shorten(s string, size, room float64) string {
	if textWidth(s, size) <= room {
		return s
	}
	runes := []rune(s)
	for n := len(runes); n > 0; n-- {
		if t := strings.TrimRight(string(runes[:n]), " ") + "…"; textWidth(t, size) <= room {
			return t
		}
	}
	return "…"
}
