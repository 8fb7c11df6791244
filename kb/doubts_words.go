package kb

import (
	"bytes"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// turns has the words of all classes, folded, and English ones by their stems too.
var turns = func() map[string]turn {
	table := map[string]turn{}
	stemmer := text.NewStemmer(1)
	for c, row := range turnClasses {
		for i, members := range strings.Split(row.members, "|") {
			for word := range strings.SplitSeq(members, ",") {
				word = strings.TrimSpace(word)
				keys := []string{word}
				if stem := stemmer.Stem("en", []byte(word)); stem != word && row.doubt == DoubtNegation {
					keys = append(keys, stem)
				}
				for _, key := range keys {
					t := table[key]
					table[key] = turn{class: class(c), members: t.members | 1<<i}
				}
			}
		}
	}
	return table
}()

// wordFilter tells most words that are not in a table without looking there: by its
// first byte it has the lengths of the words, as bits.
type wordFilter [256]uint64

func (f *wordFilter) add(word string) { f[word[0]] |= 1 << min(len(word), 63) }

// has reports whether the table may have a word.
func (f *wordFilter) has(word []byte) bool { return f[word[0]]>>min(len(word), 63)&1 != 0 }

// turnFilter is that of turns.
var turnFilter = func() (f wordFilter) {
	for word := range turns {
		f.add(word)
	}
	return f
}()

// turnOf returns the word of a class with this text, which is not empty.
func turnOf(word []byte) (found turn, ok bool) {
	if turnFilter.has(word) {
		found, ok = turns[string(word)]
	}
	return found, ok
}

// longestTurn is how many characters a word of a class has at most.
const longestTurn = 3

// namedBefore are the words after which a single letter is a name.
const (
	namedBefore = " model version type plan size class grade terminal gate zone group category option series tier level block unit room vitamin hepatitis "
	// whether are the characters that only say whether it is so: 已经, 还没有, 无法, 为什么.
	whether = "已经还有无法能可以会了过为什么怎样吗呢非别免"
)

// readTurns reads the words of the text that was segmented last.
func (r *outlineReader) readTurns(o *outline) {
	for i := 0; i < len(r.tokens); {
		i = r.turnAt(o, i)
	}
}

// turnAt takes in one token, or several that are one word.
func (r *outlineReader) turnAt(o *outline, i int) int {
	t := r.tokens[i]
	b := r.buffer.Bytes(t)
	switch t.Kind {
	case text.Word:
		if i+1 < len(r.tokens) && r.tokens[i+1].Kind == text.Word {
			r.code = append(append(append(r.code[:0], b...), ' '), r.buffer.Bytes(r.tokens[i+1])...)
			if found, ok := turnOf(r.code); ok {
				o.turns = append(o.turns, found)
				return i + 2
			}
		}
		if on, ok := r.switched(i); ok {
			o.turns = append(o.turns, on)
			return i + 1
		}
		if len(b) == 1 && r.isName(i) {
			o.turns = append(o.turns, turn{class: letterClass, members: 1 << (b[0] & 31)})
			if size, ok := turns[string(append(append(r.code[:0], b...), "码"...))]; ok {
				o.turns = append(o.turns, size)
			}
			return i + 1
		}
		switch string(b) {
		case "from":
			o.from = r.place(i + 1)
		case "to":
			if o.from != 0 && o.to == 0 || i > 0 && !text.IsFunctionWord("en", r.buffer.Bytes(r.tokens[i-1])) {
				o.to = r.place(i + 1)
			}
		}
		stem := r.stemmer.Stem("en", b)
		found, ok := turnOf(b)
		if !ok && string(b) != stem {
			found, ok = turnOf([]byte(stem))
		}
		if string(b) == "may" && !r.isMay(i) {
			return i + 1
		}
		if stem == "fail" && r.text(i+1) == "to" {
			return i + 1 // a denial
		}
		if ok {
			r.readCode(o, i)
			o.reverses = o.reverses || stem == "remov" || stem == "stop"
			found.tail = found.class == tailClass && r.follows(o, i)
			if found.class != tailClass || found.tail || len(b) > 2 {
				o.turns = append(o.turns, found)
			}
			return i + 1
		}
		if i > 0 && romanValue(string(b)) > 0 || text.IsFunctionWord("en", b) || numeralStems[stem] || denials[stem] || nearlyNever[string(b)] || anyPerson[string(b)] || stem == "abl" || string(b) == "off" || string(b) == "longer" && r.text(i-1) == "no" {
			return i + 1
		}
		o.reverses = o.reverses || stem == "remov" || stem == "undo" || stem == "stop"
		word := r.hash(stem)
		o.words = append(o.words, word)
		r.readCode(o, i)
		for _, prefix := range oppositePrefixes {
			if len(b) >= len(prefix)+4 && string(b[:len(prefix)]) == prefix {
				o.opposites = append(o.opposites, opposite{word: word, without: r.hash(r.stemmer.Stem("en", b[len(prefix):]))})
			}
		}
	case text.Char:
		if string(b) == "可" && r.text(i+1) == "以" { // 可以下载 has no 以下
			return i + 2
		}
		if split, ok := r.splitTurn(i); ok {
			o.turns = append(o.turns, split)
			return i + 3
		}
		end := i
		var found turn
		r.code = r.code[:0]
		for n := i; n < len(r.tokens) && n < i+longestTurn && r.tokens[n].Kind == text.Char; n++ {
			r.code = append(r.code, r.buffer.Bytes(r.tokens[n])...)
			if t, ok := turnOf(r.code); ok {
				found, end = t, n+1
			}
		}
		if end > i {
			o.turns = append(o.turns, found)
			o.cancels = o.cancels || end == i+2 && bytes.ContainsAny(b, "取解撤禁") && r.tokensAre(i+1, "消", "除", "销", "回", "止")
			return end
		}
		if string(b) == "从" {
			r.route(o, i+1)
		}
		if !text.IsFunctionWord("zh", b) && !isNumeral(b) && !isDenial(b) && !strings.Contains(whether, string(b)) {
			o.words = append(o.words, hashText(wordSeed, b))
		}
	}
	return i + 1
}

// splitTurn returns the word of a class that stands around 不 or 得: 打不开, 打得开.
func (r *outlineReader) splitTurn(i int) (turn, bool) {
	if between := r.text(i + 1); between != "不" && between != "得" {
		return turn{}, false
	}
	r.code = append(append(r.code[:0], r.text(i)...), r.text(i+2)...)
	found, ok := turns[string(r.code)]
	return found, ok
}

// hash returns the hash of a stem.
func (r *outlineReader) hash(stem string) uint32 {
	r.code = append(r.code[:0], stem...)
	return hashText(wordSeed, r.code)
}

// anyPerson are the words that stand where "nobody" and "nothing" may stand.
var anyPerson = wordSet("somebody someone something anybody anyone anything everybody everyone everything")

// oppositePrefixes turn a word into its opposite.
var oppositePrefixes = [...]string{"un", "in", "im", "il", "ir", "dis", "non", "de"}

// isName reports whether a single letter is the name of something. In a text of
// English words "a", "i" and what people write for "you are" are none.
func (r *outlineReader) isName(i int) bool {
	b := r.text(i)
	beside := func(k, lo, hi int) bool { // a character without a space
		return k >= 0 && k < len(r.tokens) && r.tokens[k].Kind == text.Char && lo == hi
	}
	lo, hi := r.tokens[i].Lo, r.tokens[i].Hi
	if i > 0 && beside(i-1, r.tokens[i-1].Hi, lo) || i+1 < len(r.tokens) && beside(i+1, hi, r.tokens[i+1].Lo) {
		return true
	}
	word := i > 0 && r.tokens[i-1].Kind == text.Word
	switch {
	case word && strings.Contains(namedBefore, " "+r.text(i-1)+" "):
		return true
	case word && string(r.buffer.Folded()[r.tokens[i-1].Hi:lo]) == "-": // USB-A
		return true
	case !r.isUpper(i):
		return !strings.Contains("aiurnyok", b)
	case b == "a":
		return word && !text.IsFunctionWord("en", r.buffer.Bytes(r.tokens[i-1]))
	}
	return b != "i"
}

// isMay reports whether "may" is the month.
func (r *outlineReader) isMay(i int) bool {
	if i > 0 && (r.tokens[i-1].Kind == text.Number || strings.Contains(" in of by until till since from next last this before after during early late ", " "+r.text(i-1)+" ")) {
		return true
	}
	return i+1 < len(r.tokens) && r.tokens[i+1].Kind == text.Number
}

// follows reports whether a tail stands behind a number, or behind another tail that
// does.
func (r *outlineReader) follows(o *outline, i int) bool {
	if i == 0 {
		return false
	}
	if r.tokens[i-1].Kind == text.Number {
		return true
	}
	return len(o.turns) > 0 && o.turns[len(o.turns)-1].tail && turns[r.text(i-1)].class == tailClass && r.tokens[i-1].Kind == text.Word
}

// compareTurns returns the classes of which two texts have different words, and
// those of which a wording has just the words of the question.
func compareTurns(q, w *outline) (differ, agree classes) {
	for _, t := range q.turns {
		switch {
		case w.has(t):
			agree.add(t.class)
		case w.hasOther(t.class, q) || t.tail && w.figured():
			differ.add(t.class)
		}
	}
	for _, t := range w.turns {
		if t.tail && q.figured() && !q.has(t) {
			differ.add(tailClass)
		}
	}
	switch {
	case q.opposes(w) || w.opposes(q):
		differ.add(prefixClass)
	case q.sharesOpposite(w):
		agree.add(prefixClass)
	}
	if q.cancels != w.cancels && len(q.words) > 0 && q.within(w) == 1 && w.within(q) == 1 {
		differ.add(cancelClass)
	}
	if q.from != 0 && q.to != 0 && q.from != q.to && q.from == w.to && q.to == w.from {
		differ.add(routeClass)
	}
	switch other, same := compareCodes(q, w); {
	case other:
		differ.add(letterClass)
	case same:
		agree.add(letterClass)
	}
	return differ, agree.without(differ)
}

func (o *outline) has(t turn) bool {
	for _, other := range o.turns {
		if other.class == t.class && other.members&t.members != 0 {
			return true
		}
	}
	return false
}

// hasOther reports whether the text has a word of the class that the other one has
// not.
func (o *outline) hasOther(c class, other *outline) bool {
	for _, t := range o.turns {
		if t.class == c && !other.has(t) {
			return true
		}
	}
	return false
}

// opposes reports whether the text has the opposite of a word of the other one, and
// not the word.
func (o *outline) opposes(other *outline) bool {
	for _, x := range o.opposites {
		if !other.reverses && holds(other.words, x.without) && !holds(o.words, x.without) && !holds(other.words, x.word) {
			return true
		}
	}
	return false
}

// sharesOpposite reports whether both texts have the same word that may be an
// opposite.
func (o *outline) sharesOpposite(other *outline) bool {
	for _, x := range o.opposites {
		if holds(other.words, x.word) {
			return true
		}
	}
	return false
}

// within returns which part of the words another text has too, be it as their
// opposites.
func (o *outline) within(other *outline) float64 {
	if len(o.words) == 0 {
		return 1
	}
	n := 0
	for _, word := range o.words {
		if holds(other.words, word) || other.turnsRound(word) || o.turnedIn(word, other) {
			n++
		}
	}
	return float64(n) / float64(len(o.words))
}

// withTurns is within with the words of classes counted like all others: 登录 is all
// that 登录不了 and 能登录 are about.
func (o *outline) withTurns(other *outline) float64 {
	n := o.within(other) * float64(len(o.words))
	for _, t := range o.turns {
		if other.has(t) {
			n++
		}
	}
	return n / float64(max(1, len(o.words)+len(o.turns)))
}

// turnsRound reports whether the text has the opposite of a word.
func (o *outline) turnsRound(word uint32) bool {
	for _, x := range o.opposites {
		if x.without == word {
			return true
		}
	}
	return false
}

// turnedIn reports whether a word of the text is the opposite of one in the other.
func (o *outline) turnedIn(word uint32, other *outline) bool {
	for _, x := range o.opposites {
		if x.word == word && holds(other.words, x.without) {
			return true
		}
	}
	return false
}
