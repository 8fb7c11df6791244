package kb

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// figure is a number in a text, or the name of a model that has one.
type figure struct {
	value float64
	unit  unit
	// code is a hash of the letters and digits that the figure is part of, for
	// "X200", "x-200" and "iPhone 14" alike; 0 where it stands alone.
	code uint32
	// head is a hash of the letters before the digits, or 0.
	head uint32
	// whole tells that letters and digits were written as one word.
	whole bool
	// weak tells that the number may be none, as "one" in "this one": it is compared only
	// with a figure in the same place.
	weak bool
	// before, after and behind are hashes of the tokens before the number, after it, and
	// after its unit: the place of the figure. 0 is the end of a clause.
	before, after, behind uint32
}

// mostFigures bounds the work for texts that are full of numbers.
const mostFigures = 16

// outline is what two texts that say nearly the same may differ in.
type outline struct {
	figures []figure
	turns   []turn
	words   []uint32 // hashes of the other words and characters that tell
	// opposites are the words that begin as an opposite does.
	opposites []opposite
	// reverses tells that the text is about undoing something: "remove the trust" is
	// to "untrust".
	reverses bool
	// cancels tells that it is about undoing or forbidding what the rest says: 取消静音.
	cancels bool
	codes   []code
	// from and to are hashes of the places of a way, or 0.
	from, to uint32
}

// opposite is a word and what it is without its beginning: illegal and legal.
type opposite struct{ word, without uint32 }

// outlineReader finds the outline of a text.
type outlineReader struct {
	stemmer *text.Stemmer
	source  string
	buffer  text.Buffer
	tokens  []text.Token
	code    []byte
	end     int // of the number that was read last, without its unit
}

// read fills in an outline.
func (r *outlineReader) read(o *outline, s string) {
	o.figures, o.turns, o.words, o.opposites = o.figures[:0], o.turns[:0], o.words[:0], o.opposites[:0]
	o.reverses, o.cancels, o.codes, o.from, o.to = false, false, o.codes[:0], 0, 0
	r.source = s
	r.tokens = r.buffer.Segment(s)
	r.tokens = r.tokens[:min(len(r.tokens), maxTokens)]
	for i := 0; i < len(r.tokens) && len(o.figures) < mostFigures; {
		r.end = 0
		f, next := r.at(i)
		if next > i {
			if r.end == 0 {
				r.end = next
			}
			f.before, f.after, f.behind = r.beside(i, i-1), r.beside(r.end, r.end), r.beside(next, next)
			o.figures = append(o.figures, f)
		}
		i = max(next, i+1)
	}
	r.readTurns(o)
}

func (r *outlineReader) text(i int) string {
	if i < 0 || i >= len(r.tokens) {
		return ""
	}
	return string(r.buffer.Bytes(r.tokens[i]))
}

// at returns the figure that begins at a token and the token after it; the same
// token if there is none.
func (r *outlineReader) at(i int) (figure, int) {
	switch r.tokens[i].Kind {
	case text.Word:
		if next := r.glued(i); next > i+1 {
			return r.whole(i, next), next
		}
		if value, ok := numerals[r.text(i)]; ok {
			return r.word(i, value)
		}
		if f, ok := r.roman(i); ok {
			return f, i + 1
		}
		if word := r.text(i); word == "a" || word == "an" || word == "per" { // a day, per month
			f := figure{value: 1}
			r.end = i + 1
			if next := r.unit(&f, i+1); next > i+1 && len(r.text(i+1)) > 2 && (f.unit.dimension != duration || f.unit.factor >= 3600) {
				return f, next
			}
			r.end = 0
		}
		if value, ok := ordinals[r.text(i)]; ok {
			return figure{value: value, unit: unit{dimension: ordinal, factor: 1}}, i + 1
		}
	case text.Number:
		if next := r.glued(i); next > i+1 && !r.isAmount(i, next) {
			return r.whole(i, next), next
		}
		return r.number(i)
	case text.Char:
		return r.han(i)
	}
	return figure{}, i
}

// glued returns the end of the run of letters and digits that begins at a token
// and has both, whether or not hyphens are in it; i+1 if there is none.
func (r *outlineReader) glued(i int) int {
	end, digits, letters := i, false, false
	for end < len(r.tokens) {
		t := r.tokens[end]
		if t.Kind != text.Word && t.Kind != text.Number {
			break
		}
		if end > i {
			gap := r.buffer.Folded()[r.tokens[end-1].Hi:t.Lo]
			same := r.tokens[end-1].Kind == t.Kind && (t.Kind == text.Word || !letters) // well-known, 2024-05
			if len(gap) > 1 || len(gap) == 1 && (gap[0] != '-' || same) {
				break
			}
		}
		digits, letters = digits || t.Kind == text.Number, letters || t.Kind == text.Word
		end++
	}
	if !digits || !letters {
		return i + 1
	}
	return end
}

// isAmount reports whether a run is a number with its unit: "5kg".
func (r *outlineReader) isAmount(i, end int) bool {
	if end != i+2 {
		return false
	}
	word := r.text(i + 1)
	_, ok := units[word]
	return ok || word == "k" || word == "am" || word == "pm" || word == "st" || word == "nd" || word == "rd" || word == "th"
}

// whole reads the name of a model.
func (r *outlineReader) whole(i, end int) figure {
	f := figure{whole: true}
	r.code = r.code[:0]
	for ; i < end; i++ {
		if r.tokens[i].Kind == text.Number && f.head == 0 {
			f.head = hashText(wordSeed, r.code)
			f.value = parseNumber(r.text(i))
		}
		r.code = append(r.code, r.buffer.Bytes(r.tokens[i])...)
	}
	f.code = hashText(wordSeed, r.code)
	return f
}

// number reads digits with what belongs to them.
func (r *outlineReader) number(i int) (figure, int) {
	f := figure{value: parseNumber(r.text(i))}
	next, place := i+1, 0.0
	for next < len(r.tokens) { // 1万, 10k
		factor := hanPlaces[r.text(next)]
		if r.text(next) == "k" && r.tokens[next].Lo == r.tokens[i].Hi {
			factor = 1000
		}
		if factor == 0 {
			break
		}
		f.value *= factor
		place = factor
		next++
	}
	if digit, ok := hanDigits[r.text(next)]; ok && place >= 100 && r.text(next) != "两" { // 3万五
		f.value += digit * place / 10
		next++
	}
	f.value, next = r.withHalf(f.value, next)
	if r.isNegative(i) {
		f.value = -f.value
	}
	next = r.unit(&f, next)
	if f.value > 0 && r.text(next) == "below" && r.text(next+1) == "zero" {
		f.value = -f.value
		next += 2
	}
	if f.unit.dimension == noDimension && i > 0 {
		switch before := r.tokens[i-1]; {
		case before.Kind == text.Symbol:
			f.unit = units[r.text(i-1)]
		case before.Kind == text.Word && !text.IsFunctionWord("en", r.buffer.Bytes(before)) && r.tokens[i].Lo-before.Hi == 1:
			r.code = append(append(r.code[:0], r.buffer.Bytes(before)...), r.buffer.Bytes(r.tokens[i])...)
			f.head, f.code = hashText(wordSeed, r.buffer.Bytes(before)), hashText(wordSeed, r.code)
		}
	}
	return f, next
}

// unit reads the unit of a figure, if there is one, and returns the token after
// it.
func (r *outlineReader) unit(f *figure, i int) int {
	r.end = i
	if i >= len(r.tokens) {
		return i
	}
	if r.tokens[i].Kind != text.Char {
		if u, ok := units[r.text(i)]; ok {
			f.unit = u
			return i + 1
		}
		return i
	}
	name, found := "", i
	for n := i; n < len(r.tokens) && n < i+longestUnit && r.tokens[n].Kind == text.Char; n++ {
		name += r.text(n)
		if u, ok := units[name]; ok {
			f.unit, found = u, n+1
		}
	}
	return found
}

// word reads a number that is written in English words.
func (r *outlineReader) word(i int, value float64) (figure, int) {
	f := figure{value: value}
	next := i + 1
	for next < len(r.tokens) && r.tokens[next].Kind == text.Word {
		more, ok := numerals[r.text(next)]
		switch {
		case !ok:
		case more >= 100 || more == 12 && r.text(next) == "dozen":
			f.value *= more
		case more < 10 && f.value >= 20:
			f.value += more
		default:
			ok = false
		}
		if !ok {
			break
		}
		next++
	}
	if value == 0.5 && (r.text(next) == "a" || r.text(next) == "an") { // half an hour
		next++
	}
	f.value, next = r.withHalf(f.value, next)
	if r.isNegative(i) {
		f.value = -f.value
	}
	after := r.unit(&f, next)
	// "This one", "thousand thanks".
	f.weak = next == i+1 && after == next && (value <= 1 || value >= 100)
	return f, after
}

// withHalf adds what is said behind a number: "one and a half years".
func (r *outlineReader) withHalf(value float64, i int) (float64, int) {
	if r.text(i) == "and" && r.text(i+1) == "a" && r.text(i+2) == "half" {
		return value + 0.5, i + 3
	}
	return value, i
}

// isNegative reports whether a sign, or a word for it, is before a number: -5, minus 5,
// 零下5, but not 3-5.
func (r *outlineReader) isNegative(i int) bool {
	switch r.text(i - 1) {
	case "minus", "negative", "负", "-", "−":
		return true
	case "下":
		return r.text(i-2) == "零"
	}
	folded, lo := r.buffer.Folded(), r.tokens[i].Lo
	if lo == 0 || folded[lo-1] != '-' && !bytes.HasSuffix(folded[:lo], []byte("−")) {
		return false
	}
	if i == 0 {
		return true
	}
	before := r.tokens[i-1]
	gap := bytes.Trim(folded[before.Hi:lo], "-−")
	if before.Kind == text.Char {
		return len(gap) == 0 && (i < 2 || r.tokens[i-2].Kind != text.Number)
	}
	return before.Kind != text.Number && len(gap) > 0
}

// roman reads a number as kings and versions have it, behind their name: Louis XIV,
// Final Fantasy VII.
func (r *outlineReader) roman(i int) (figure, bool) {
	if i == 0 {
		return figure{}, false
	}
	before := r.tokens[i-1]
	name := before.Kind == text.Word && !text.IsFunctionWord("en", r.buffer.Bytes(before))
	value := romanValue(r.text(i))
	if value == 0 || !name && before.Kind != text.Char {
		return figure{}, false
	}
	f := figure{value: float64(value)}
	if name {
		f.head = hashText(wordSeed, r.buffer.Bytes(before))
		r.code = strconv.AppendInt(append(r.code[:0], r.buffer.Bytes(before)...), int64(value), 10)
		f.code = hashText(wordSeed, r.code)
	}
	return f, true
}

// romanValue returns the value of a Roman numeral of two letters or more from 2 to 39,
// or 0. XX and XXX are no numbers that people write.
func romanValue(s string) int {
	value, rest := 0, s
	for strings.HasPrefix(rest, "x") {
		value, rest = value+10, rest[1:]
	}
	if at := strings.Index(" i ii iii iv v vi vii viii ix ", " "+rest+" "); at >= 0 && rest != "" && len(s) > 1 && value < 40 {
		return value + strings.Count(" i ii iii iv v vi vii viii ix "[:at+1], " ")
	}
	return 0
}

// beside returns a hash of a token that stands beside a figure, with no end of a clause
// between: the token before position at, or at it. The lowest bit tells whether the
// token says what is counted.
func (r *outlineReader) beside(at, i int) uint32 {
	if i < 0 || i >= len(r.tokens) {
		return 0
	}
	if at > 0 && at < len(r.tokens) && bytes.ContainsAny(r.buffer.Folded()[r.tokens[at-1].Hi:r.tokens[at].Lo], ",;:!?。，、；：！？\n") {
		return 0
	}
	b := r.buffer.Bytes(r.tokens[i])
	if r.tokens[i].Kind != text.Word {
		if at == i { // what is counted follows in Chinese
			return hashText(wordSeed, b) | 1
		}
		return hashText(wordSeed, b) &^ 1
	}
	if text.IsFunctionWord("en", b) {
		return hashText(wordSeed, b) &^ 1
	}
	if one, ok := irregular[string(b)]; ok {
		return r.hash(one) | 1
	}
	return r.hash(r.stemmer.Stem("en", b)) | 1
}

// irregular has the stems of what is counted and has another form for many.
var irregular = map[string]string{"people": "person", "children": "child", "men": "man", "women": "woman"}

// parseNumber reads digits with points, commas and colons. What is no plain
// number, such as a time or a version, becomes a number of its own.
func parseNumber(s string) float64 {
	plain := make([]byte, 0, 16)
	points := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == ',' && i+4 <= len(s) && points == 0:
		case c == '.' || c == ',':
			points++
			plain = append(plain, '.')
		default:
			plain = append(plain, c)
		}
	}
	if value, err := strconv.ParseFloat(string(plain), 64); err == nil && !math.IsInf(value, 0) {
		return value
	}
	return -1 - float64(hashText(wordSeed, plain))
}
