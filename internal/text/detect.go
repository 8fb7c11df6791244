package text

import (
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// What one piece of text says for its language. A Chinese character is about
// a word; a Latin word that no list knows is as likely a brand or a model in a
// sentence of another language.
const (
	weightHan      = 0.8
	weightHanExtra = 0.4 // more, for a function character
	weightKnown    = 1.0
	weightUnknown  = 0.35
	weightLetter   = 0.4 // a letter that few languages have
)

// scripts are the scripts that one language of customers stands for.
var scripts = [...]struct {
	lang  string
	table *unicode.RangeTable
}{
	{"ru", unicode.Cyrillic},
	{"ko", unicode.Hangul},
	{"ar", unicode.Arabic},
	{"he", unicode.Hebrew},
	{"th", unicode.Thai},
	{"el", unicode.Greek},
	{"hi", unicode.Devanagari},
	{"bn", unicode.Bengali},
	{"ta", unicode.Tamil},
	{"te", unicode.Telugu},
	{"lo", unicode.Lao},
	{"km", unicode.Khmer},
	{"my", unicode.Myanmar},
	{"ka", unicode.Georgian},
	{"hy", unicode.Armenian},
}

// maxDetectBytes is how much of a text decides its language.
const maxDetectBytes = 2048

// Detect returns the language of a text as a BCP 47 primary subtag, by its
// scripts and, for Latin letters, by common words, and how sure that is, from
// 0 to 1. A text in two languages is in the one that says more: one Chinese
// character counts about as much as an English word. Latin letters without a
// known word are taken for English, with low confidence; the language is ""
// and the confidence 0 where nothing tells, as in numbers and emoji. Only the
// first 2 KB are read.
func Detect(s string) (lang string, confidence float64) {
	if len(s) > maxDetectBytes {
		s = s[:maxDetectBytes] // half a rune at the end is dropped by folding
	}
	var b Buffer
	b.Grow(len(s))
	b.Segment(s)
	return b.Language()
}

// Language is [Detect] for the text of the last [Buffer.Segment], at no cost
// of memory.
func (b *Buffer) Language() (lang string, confidence float64) {
	var d detector
	list := words()
	for _, t := range b.tokens {
		if t.Hi > maxDetectBytes {
			break
		}
		if t.Kind == Word || t.Kind == Char {
			d.add(list, t.Kind, b.Bytes(t))
		}
	}
	return d.result(list)
}

type detector struct {
	latin   float64
	known   [32]float64 // by bit of langSet: known words
	han     float64
	hanRun  int
	kana    int // but の, which decorates Chinese shop names
	no      int // の
	scripts [len(scripts)]float64
}

func (d *detector) add(list *wordList, kind Kind, word []byte) {
	r, n := utf8.DecodeRune(word)
	switch {
	case kind == Char && unicode.Is(unicode.Han, r):
		d.hanRun++
		d.han += weightHan
		if _, ok := list.han[string(word)]; ok {
			d.han += weightHanExtra
		}
	case r == 'の':
		d.no++
	case r >= 0x3041 && r <= 0x30FF:
		d.kana++
	case r < 0x250 || unicode.Is(unicode.Latin, r):
		d.addLatin(list, word)
	default:
		weight := weightKnown
		if kind == Char && n == len(word) {
			weight = weightHan
		}
		for i := range scripts {
			if unicode.Is(scripts[i].table, r) {
				d.scripts[i] += weight
				return
			}
		}
	}
}

func (d *detector) addLatin(list *wordList, word []byte) {
	set := list.known[string(word)]
	if set == 0 {
		d.latin += weightUnknown
		d.addLetters(list, word)
		return
	}
	d.latin += weightKnown
	// A word of one language tells more than one that several have.
	share := 1 / float64(bits.OnesCount32(uint32(set)))
	for set != 0 {
		d.known[bits.TrailingZeros32(uint32(set))] += 0.5 + 0.5*share
		set &= set - 1
	}
}

// addLetters counts the letters of a word that few languages have.
func (d *detector) addLetters(list *wordList, word []byte) {
	for len(word) > 0 {
		r, n := utf8.DecodeRune(word)
		word = word[n:]
		if r < utf8.RuneSelf {
			continue
		}
		for set := list.letters[r]; set != 0; set &= set - 1 {
			d.known[bits.TrailingZeros32(uint32(set))] += weightLetter
		}
	}
}

// telltale are the letters that speak for a language, by bit of langSet.
var telltale = [...]string{
	"",
	"éèêëàâçùûîïôœ",
	"ñáéíóú",
	"äöü",
	"ãõçáéíóúâêô",
	"àèéìòù",
	"ëï",
	"åäö",
	"åøæ",
	"åøæ",
	"áéíóöőúüű",
	"ąćęłńóśźż",
	"çğıöşü",
	"",
	"ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
}

func (d *detector) result(list *wordList) (string, float64) {
	lang, best, total := "", 0.0, 0.0
	consider := func(l string, weight float64) {
		total += weight
		if weight > best {
			lang, best = l, weight
		}
	}
	for i := range scripts {
		consider(scripts[i].lang, d.scripts[i])
	}
	east := d.han + weightHan*float64(d.kana+d.no)
	if 6*d.kana >= d.hanRun+d.kana+d.no && d.kana > 0 {
		consider("ja", east)
	} else {
		consider("zh", east)
	}
	latin, sure := d.latinLang(list)
	consider(latin, d.latin)
	if best == 0 {
		return "", 0
	}
	confidence := best / total
	if lang == latin {
		confidence *= sure
	}
	return lang, confidence
}

// latinLang is the language of the words in Latin letters, and how sure that
// is.
func (d *detector) latinLang(list *wordList) (string, float64) {
	const unknown = 0.3
	best, second := 0, 0.0
	for i := 1; i < len(list.langs); i++ {
		switch {
		case d.known[i] > d.known[best]:
			second = d.known[best]
			best = i
		case d.known[i] > second:
			second = d.known[i]
		}
	}
	if d.known[best] == 0 {
		return "en", unknown
	}
	margin := (d.known[best] - second) / d.known[best]
	evidence := d.known[best] / (d.known[best] + 1)
	return list.langs[best], unknown + (1-unknown)*margin*evidence
}
