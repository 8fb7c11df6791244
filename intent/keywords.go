package intent

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/kefu-go/kefu/internal/text"
)

// Keyword is a word or phrase that says what a message is about.
type Keyword struct {
	// Text is message[Start:End], where it stands first.
	Text string `json:"text"`
	// Score says how much it tells beside the others, in (0,1]; the best has 1.
	Score float64 `json:"score"`
	// Count is how often it occurs.
	Count int `json:"count"`
	// Start and End are the stretch in bytes, RuneStart and RuneEnd in runes.
	Start     int `json:"start"`
	End       int `json:"end"`
	RuneStart int `json:"rune_start"`
	RuneEnd   int `json:"rune_end"`
}

// Keywords returns the words and phrases that tell most about a message, at most
// n, the best first, in English, Chinese or both. Phrases are what stands between
// words that hold sentences together (the idea of RAKE: Rose and others,
// "Automatic Keyword Extraction from Individual Documents", 2010); Chinese is cut
// by those words and by a list of terms of the trade, and what neither knows
// stays in one piece. Names and numbers of products and orders are kept as they
// are written, and so are addresses of pages and of mail. It is safe for concurrent
// use; what stands behind the first 8 KB is not read.
func Keywords(message string, n int) []Keyword {
	var r reading
	r.read(clip(message, maxRead))
	return r.keywords(n)
}

// keywords is [Keywords] of a message that is read.
func (r *reading) keywords(n int) []Keyword {
	if n <= 0 {
		return nil
	}
	k := keywordReader{reading: r, words: keywordWords()}
	k.collect()
	slices.SortStableFunc(k.found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score(), a.score()), cmp.Compare(a.first, b.first))
	})
	var keywords []Keyword
	var taken []string
	for _, c := range k.found {
		if len(keywords) == n {
			break
		}
		if slices.ContainsFunc(taken, func(t string) bool {
			return holds(t, c.key) || holds(c.key, t) && c.key != t && c.count == 1 && len(taken) == n-1
		}) {
			continue
		}
		start, end := k.stretch(c.first, c.last)
		if start == end { // the rest of a character that folds into several tokens, as ½ does
			continue
		}
		taken = append(taken, c.key)
		keywords = append(keywords, Keyword{
			Text: r.text[start:end], Score: c.score() / k.found[0].score(), Count: c.count,
			Start: start, End: end, RuneStart: k.runesBefore(start), RuneEnd: k.runesBefore(end),
		})
	}
	return keywords
}

// holds reports whether a phrase has another one in it, by whole words.
func holds(long, short string) bool {
	return strings.Contains(" "+long+" ", " "+short+" ") || short != "" && short[0] >= 0x80 && strings.Contains(long, short)
}

// candidate is a phrase that may be a keyword.
type candidate struct {
	key         string
	first, last int
	weight      float64
	count       int
}

func (c candidate) score() float64 { return c.weight * (1 + math.Log(float64(c.count))) }

type keywordReader struct {
	*reading
	words *keywordBook
	whole [][]int // addresses
	found []candidate
}

// maxPhrase is how many words of an English phrase, and characters of a Chinese
// one, are kept together.
const (
	maxPhrase        = 4
	maxChinesePhrase = 8
)

// addressWeight is what the address of a page or of mail tells: as much as the
// number of an order.
const addressWeight = 1.3

// collect fills k.found with all phrases.
func (k *keywordReader) collect() {
	k.whole = addresses(k.text)
	for i := 0; i < len(k.tokens); {
		if at := addressAt(k.whole, k.tokens[i].Start); at != nil {
			first := i
			for i < len(k.tokens) && k.tokens[i].Start < at[1] {
				i++
			}
			k.note(strings.ToLower(k.text[at[0]:at[1]]), first, i-1, addressWeight)
			continue
		}
		if k.tokens[i].Kind == text.Char {
			i = k.chinese(i)
			continue
		}
		i = k.latin(i)
	}
}

// latin notes the phrase at a token, and returns the token behind it.
func (k *keywordReader) latin(first int) int {
	if !k.tells(first) {
		return first + 1
	}
	last := first
	if code := k.code(first); code > first {
		k.note(string(k.buffer.Folded()[k.tokens[first].Lo:k.tokens[code].Hi]), first, code, 1.3)
		return code + 1
	}
	for last+1 < len(k.tokens) && k.tells(last+1) && addressAt(k.whole, k.tokens[last+1].Start) == nil && k.code(last+1) == last+1 && k.clause[last+1] == k.clause[first] && last-first+1 < maxPhrase+2*k.numbers(first, last) {
		last++
	}
	for end := last; end >= first; end-- { // a phrase does not end with "broken"
		if !k.weak(end) {
			last = end
			break
		}
	}
	begin := first
	for begin < last && k.weak(begin) {
		begin++
	}
	weight := 0.0
	var key strings.Builder
	for i := begin; i <= last; i++ {
		weight += k.weight(i)
		if key.Len() > 0 {
			key.WriteByte(' ')
		}
		key.WriteString(strings.TrimSuffix(string(k.word(i)), "s"))
	}
	k.note(key.String(), begin, last, weight/math.Sqrt(float64(last-begin+1)))
	return last + 1
}

// code returns the last token of a number such as "A-10293" or "SF1234" that
// begins at a token, or the token itself if there is none.
func (k *keywordReader) code(first int) int {
	const shortest = 5
	last, digits := first, 0
	for i := first; i < len(k.tokens) && (k.tokens[i].Kind == text.Word || k.tokens[i].Kind == text.Number); i++ {
		if i > first && (k.tokens[i].Start > k.tokens[i-1].End+1 || k.tokens[i].Start > k.tokens[i-1].End && k.text[k.tokens[i-1].End] != '-') {
			break
		}
		if last = i; k.tokens[i].Kind == text.Number {
			digits += k.tokens[i].End - k.tokens[i].Start
		}
	}
	if letters := k.tokens[last].End - k.tokens[first].Start - digits; digits < 2 || letters == 0 || letters > digits || digits+letters < shortest {
		return first
	}
	return last
}

// numbers counts the numbers among tokens: they are part of a name.
func (k *keywordReader) numbers(first, last int) int {
	n := 0
	for i := first; i <= last; i++ {
		if k.tokens[i].Kind == text.Number {
			n++
		}
	}
	return n
}

// tells reports whether a token is part of a phrase.
func (k *keywordReader) tells(i int) bool {
	if k.tokens[i].Kind == text.Char || k.tokens[i].Kind == text.Symbol {
		return false
	}
	word := k.word(i)
	if k.tokens[i].Kind == text.Number {
		touches := i > 0 && k.tokens[i-1].End >= k.tokens[i].Start-1 && k.tokens[i-1].Kind == text.Word && !k.words.stop[string(k.word(i-1))] ||
			i+1 < len(k.tokens) && k.tokens[i+1].Start == k.tokens[i].End && k.tokens[i+1].Kind == text.Word
		return len(word) >= 4 || touches
	}
	return len(word) > 1 && !k.words.stop[string(word)] && !text.IsFunctionWord("en", word) || k.joinsNumber(i)
}

// joinsNumber reports whether a single letter belongs to a number: "A-10293".
func (k *keywordReader) joinsNumber(i int) bool {
	return i+1 < len(k.tokens) && k.tokens[i+1].Kind == text.Number && k.tokens[i+1].Start <= k.tokens[i].End+1 && k.tokens[i+1].Start > 0 &&
		k.text[k.tokens[i+1].Start-1] != ' '
}

// weak reports whether a word is better inside of a phrase than at its end.
func (k *keywordReader) weak(i int) bool { return k.words.weak[string(k.word(i))] }

// weight is how much a word tells: more if it is long, little if it is common.
func (k *keywordReader) weight(i int) float64 {
	word := string(k.word(i))
	switch {
	case k.tokens[i].Kind == text.Number:
		return 1.2
	case k.words.weak[word]:
		return 0.3
	case k.words.trade[word] || k.words.trade[strings.TrimSuffix(word, "s")]:
		return 1.4
	}
	return 0.7 + 0.05*float64(min(len(word), 10))
}

// chinese notes the phrases of a run of characters, and returns the token behind it.
func (k *keywordReader) chinese(first int) int {
	begin := -1
	terms, alone := 0, -1
	flush := func(end int) {
		if begin >= 0 && end-begin >= 2 {
			k.note(k.han(begin, end), begin, end-1, 0.55+0.1*float64(min(end-begin, 5))+0.5*float64(min(terms, 2)))
		}
		begin, terms = -1, 0
	}
	i := first
	for i < len(k.tokens) && k.tokens[i].Kind == text.Char && (i == first || k.tokens[i-1].Hi == k.tokens[i].Lo) {
		length, kind := k.words.longest(k, i)
		switch {
		case kind == hanCut:
			flush(i)
			if length == 1 {
				alone = i + 1
			}
		case kind == hanTerm:
			// One unknown character between a cut of one and a term is the rest of a word
			// that the cut was no word in: 里|程|积分.
			if begin >= 0 && i-begin == 1 && begin == alone {
				begin = -1
			}
			if begin >= 0 && (i+length-begin > maxChinesePhrase || terms > 0 && i+length-begin > 5) {
				flush(i)
			}
			if begin < 0 {
				begin = i
			}
			terms++
		case begin < 0:
			begin = i
		}
		i += length
		if begin >= 0 && i-begin >= maxChinesePhrase {
			flush(i)
		}
	}
	flush(i)
	return i
}

// han returns the characters of a stretch.
func (k *keywordReader) han(first, end int) string {
	var b strings.Builder
	for i := first; i < end; i++ {
		b.Write(k.word(i))
	}
	return b.String()
}

// note adds a phrase, or counts it once more.
func (k *keywordReader) note(key string, first, last int, weight float64) {
	for i := range k.found {
		if k.found[i].key == key {
			k.found[i].count++
			return
		}
	}
	k.found = append(k.found, candidate{key: key, first: first, last: last, weight: weight, count: 1})
}

type hanKind uint8

const (
	hanNone hanKind = iota
	hanCut          // ends a phrase and is in none
	hanTerm         // a term of the trade
	hanWord         // any other word: it is not cut in two
)

type keywordBook struct {
	stop, weak, trade map[string]bool
	han               map[string]hanKind
}

// longest returns how many characters the longest word at a token has, and what
// it is; an unknown character is one.
func (b *keywordBook) longest(k *keywordReader, at int) (length int, kind hanKind) {
	const most = 4
	var word []byte
	length = 1
	for i := at; i < len(k.tokens) && i < at+most && k.tokens[i].Kind == text.Char; i++ {
		word = append(word, k.word(i)...)
		if found := b.han[string(word)]; found != hanNone {
			length, kind = i+1-at, found
		} else if i < at+2 && kind == hanNone && text.IsFunctionWord("zh", word) {
			length, kind = i+1-at, hanCut
		}
	}
	return length, kind
}

var keywordWords = sync.OnceValue(func() *keywordBook {
	b := &keywordBook{stop: wordSet(englishStops), weak: wordSet(englishWeak), trade: wordSet(englishTrade), han: map[string]hanKind{}}
	for word := range strings.FieldsSeq(chineseCuts) {
		b.han[word] = hanCut
	}
	for word := range strings.FieldsSeq(chineseWords) {
		b.han[word] = hanWord
	}
	for word := range strings.FieldsSeq(chineseTerms) {
		b.han[word] = hanTerm
	}
	return b
})
