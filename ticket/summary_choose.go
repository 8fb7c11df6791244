package ticket

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// digestReach is how many sentences of a side are read from its beginning and its end,
// digestText how many bytes of a comment.
const (
	digestReach = 100
	digestText  = 8 << 10
)

// side is who says something.
type side int

const (
	fromCustomer side = iota
	fromUs            // staff or bots, in public
	fromNotes         // staff, for itself
)

// unit is a sentence.
type unit struct {
	text    string
	side    side
	comment int
	terms   []string // what it says: distinct, without words that only hold it together
	telling bool     // it asks or names something in particular
}

// digest is the comments as sentences.
type digest struct {
	language string
	units    []unit
	weight   map[string]float64 // of terms, by how often the customer says them
}

// readDigest cuts the comments into sentences.
func readDigest(t *Ticket, comments []Remark) *digest {
	d := &digest{weight: map[string]float64{}}
	var sides [3][]unit
	var buffer text.Buffer
	for i, r := range comments {
		side := fromUs
		switch {
		case r.Comment.Internal && !r.Actor.Role.Staff():
			continue // what programs leave behind
		case r.Comment.Internal:
			side = fromNotes
		case r.Actor.Role == Customer:
			side = fromCustomer
		}
		for _, s := range sentences(clip(r.Comment.Text, digestText)) {
			u := unit{text: s, side: side, comment: i}
			u.read(&buffer)
			sides[side] = append(sides[side], u)
		}
	}
	for _, units := range sides {
		if n := len(units); n > 2*digestReach {
			units = slices.Delete(units, digestReach, n-digestReach)
		}
		d.units = append(d.units, units...)
	}
	about := unit{text: t.Subject}
	about.read(&buffer)
	counts := map[string]float64{}
	for _, term := range about.terms {
		counts[term] += 2
	}
	said := t.Subject
	for _, u := range d.units {
		if u.side != fromCustomer {
			continue
		}
		for _, term := range u.terms {
			counts[term]++
		}
		if len(said) < digestText {
			said += "\n" + u.text
		}
	}
	for term, n := range counts {
		d.weight[term] = math.Log(1 + n)
	}
	d.language = labelLanguage(t.Locale, said)
	return d
}

// labelLanguage is the language of labels: that of the locale, or of what was said.
func labelLanguage(locale, said string) string {
	if locale == "" {
		locale, _ = text.Detect(said)
	}
	if speaksOf("zh", locale) {
		return "zh"
	}
	return "en"
}

// read finds what a sentence says.
func (u *unit) read(buffer *text.Buffer) {
	tokens := buffer.Segment(u.text)
	u.telling = strings.ContainsAny(u.text, "?？吗呢")
	add := func(term string) {
		if !slices.Contains(u.terms, term) && len(u.terms) < MaxList {
			u.terms = append(u.terms, term)
		}
	}
	for i, t := range tokens {
		w := buffer.Bytes(t)
		switch t.Kind {
		case text.Number:
			u.telling = true
			add(string(w))
		case text.Word:
			if !text.IsFunctionWord("en", w) && !politeWords[string(w)] {
				add(string(w))
			}
		case text.Char:
			if i+1 == len(tokens) {
				continue
			}
			pair, ok := buffer.Bigram(t, tokens[i+1])
			if ok && !text.IsFunctionWord("zh", w) && !text.IsFunctionWord("zh", pair) && !politeWords[string(pair)] {
				add(string(pair))
			}
		}
	}
}

// politeWords say nothing of a matter, beside those that package text knows.
var politeWords = map[string]bool{
	"good": true, "morning": true, "afternoon": true, "evening": true, "day": true, "yes": true, "sure": true, "fine": true, "great": true,
	"bye": true, "goodbye": true, "sorry": true, "regards": true, "best": true, "human": true, "agent": true, "person": true,
	"谢谢": true, "多谢": true, "感谢": true, "你好": true, "您好": true, "好的": true, "在吗": true, "再见": true, "人工": true, "客服": true,
	"麻烦": true, "好意": true, "意思": true, "收到": true, "明白": true,
}

// worth is how much a sentence says for its length.
func (d *digest) worth(u *unit, said map[string]bool) float64 {
	w := 0.0
	for _, term := range u.terms {
		if !said[term] {
			w += d.weight[term]
		}
	}
	if u.telling {
		w *= 1.15
	}
	return w / math.Sqrt(float64(max(utf8.RuneCountInString(u.text), 12)))
}

// problem chooses at most two sentences that tell what the customer came with: those that
// say most of what he says at all, and that come early.
func (d *digest) problem() (chosen []int) {
	said := map[string]bool{}
	first := 0.0
	for range 2 {
		best, most := -1, 0.0
		order := -1
		comment := -1
		for i := range d.units {
			u := &d.units[i]
			if u.side != fromCustomer || len(u.terms) == 0 {
				continue
			}
			if u.comment != comment {
				comment = u.comment
				order++
			}
			if w := d.worth(u, said) / (1 + 0.4*float64(order)); w > most && !slices.Contains(chosen, i) {
				best, most = i, w
			}
		}
		if best < 0 || most < 0.4*first {
			break
		}
		first = max(first, most)
		chosen = append(chosen, best)
		for _, term := range d.units[best].terms {
			said[term] = true
		}
	}
	slices.Sort(chosen)
	return chosen
}

// said joins sentences.
func (d *digest) said(units []int) string {
	parts := make([]string, len(units))
	for i, u := range units {
		parts[i] = d.units[u].text
	}
	if d.language == "zh" {
		return strings.Join(parts, "")
	}
	return strings.Join(parts, " ")
}

// told is the best sentence of each of the last answers.
func (d *digest) told() (told []string) {
	for _, best := range d.bestOf(fromUs) {
		told = append(told, d.units[best].text)
	}
	return told[max(0, len(told)-summaryTold):]
}

// noted is the best sentence of the last note.
func (d *digest) noted() string {
	best := d.bestOf(fromNotes)
	if len(best) == 0 {
		return ""
	}
	return d.units[best[len(best)-1]].text
}

// bestOf returns, for each comment of a side that says something, the sentence that says
// most.
func (d *digest) bestOf(from side) (best []int) {
	comment, most := -1, 0.0
	for i := range d.units {
		u := &d.units[i]
		if u.side != from || len(u.terms) == 0 {
			continue
		}
		worth := d.worth(u, nil) + float64(len(u.terms))/math.Sqrt(float64(max(utf8.RuneCountInString(u.text), 12)))
		switch {
		case u.comment != comment:
			best, comment, most = append(best, i), u.comment, worth
		case worth > most:
			best[len(best)-1], most = i, worth
		}
	}
	return best
}

// last is the customer's last sentence that says something; -1: there is none.
func (d *digest) last() int {
	last := -1
	for i := range d.units {
		if d.units[i].side == fromCustomer && len(d.units[i].terms) > 0 {
			last = i
		}
	}
	return last
}

// sentences cuts a text into sentences, which keep their punctuation.
func sentences(s string) (all []string) {
	emit := func(part string) {
		if part = strings.TrimSpace(part); strings.ContainsFunc(part, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			all = append(all, part)
		} else if len(all) > 0 && part != "" {
			all[len(all)-1] += part
		}
	}
	start := 0
	for i, r := range s {
		end := i + utf8.RuneLen(r)
		if r == '\n' || strings.ContainsRune("。！？!?；;…", r) || r == '.' && (end == len(s) || strings.ContainsAny(s[end:end+1], " \n\t")) {
			emit(s[start:end])
			start = end
		}
	}
	emit(s[start:])
	return all
}
