package kb

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// analyzer turns a wording into the terms by which it is compared: the stems of
// words, numbers, symbols, and single characters of scripts without word
// spaces. It is not safe for concurrent use; the stemmer behind it is.
type analyzer struct {
	stemmer *text.Stemmer
	buffer  text.Buffer
	key     []byte
	name    []byte
	marked  []byte
	path    []byte
	lexicon *Lexicon // nil for none
}

// commonMark cannot occur in folded text.
const commonMark = 0x1e

// sighting is one term in the order of the text.
type sighting struct {
	kind text.Kind
	// common tells that the term is one of those that hold sentences together.
	common bool
	// denies tells that the term turns what is said into its opposite.
	denies bool
	// key is the term's text; valid until the next sighting.
	key []byte
	// name is what the vocabulary knows the term by: the key, marked if the term
	// is common, so that "can" the verb and "cans" are two terms.
	name []byte
	// pair is the character together with the one before it, where both are
	// characters and neighbours: what a word is in Chinese, as far as can be
	// told without a dictionary.
	pair []byte
	// phrase is the word of the lexicon that the term is, or nil. part tells that
	// the term is inside of one that was seen before it and counts in its place.
	phrase *lexPhrase
	part   bool
}

// analyze calls see for each term of s. The language for stemming is the
// primary subtag of locale, or the detected one.
func (a *analyzer) analyze(s, locale string, see func(sighting)) {
	tokens := a.buffer.Segment(s)
	if a.lexicon != nil {
		if typed, ok := a.lexicon.rewrite(a, s, tokens); ok {
			tokens = a.buffer.Segment(typed)
		}
	}
	lang, _, _ := strings.Cut(strings.ToLower(locale), "-")
	if lang == "" || lang == "zh" {
		lang, _ = a.buffer.Language()
		if lang == "" || lang == "zh" {
			lang = "en" // the words inside a Chinese text
		}
	}
	var before text.Token
	var phrase *lexPhrase
	whole := 0 // tokens before this one belong to it
	for i, t := range tokens {
		if a.lexicon != nil && i >= whole {
			if p := a.lexicon.phraseAt(a, tokens[i:]); p != nil {
				see(p.sight())
				phrase, whole = p, i+p.tokens
			}
		}
		found := sighting{kind: t.Kind, key: a.buffer.Bytes(t)}
		if i < whole {
			found.phrase, found.part = phrase, true
		}
		switch t.Kind {
		case text.Word:
			found.common = text.IsFunctionWord(lang, found.key)
			found.key = a.stem(lang, found.key)
			if lang == "en" {
				found.denies = a.deniesWord(found.key, tokens, i)
			} else {
				found.denies = a.deniesAt(tokens, i)
			}
		case text.Char:
			found.common = text.IsFunctionWord("zh", found.key)
			found.denies = a.deniesAt(tokens, i)
			if i > 0 {
				if pair, ok := a.buffer.Bigram(before, t); ok {
					found.pair = pair
				}
			}
		}
		found.name = found.key
		if found.common {
			a.name = append(append(a.name[:0], found.key...), commonMark)
			found.name = a.name
		}
		see(found)
		before = t
	}
}

// deniesAt reports whether a token denies.
func (a *analyzer) deniesAt(tokens []text.Token, i int) bool {
	b := a.buffer.Bytes(tokens[i])
	if tokens[i].Kind == text.Word {
		return a.deniesWord(a.stem("en", b), tokens, i)
	}
	if tokens[i].Kind != text.Char {
		return false
	}
	switch string(b) {
	case "无":
		return a.is(tokens, i+1, "法", "需", "货")
	case "别":
		return !a.is(tokens, i-1, "分", "特", "级", "区", "性", "类", "识", "个", "差", "辨", "告", "鉴", "派", "国") &&
			!a.is(tokens, i+1, "人", "的", "家", "处", "名", "墅", "针", "称", "样") && i+1 < len(tokens)
	case "禁":
		return a.is(tokens, i+1, "止")
	case "免":
		return !a.is(tokens, i-1, "减", "避", "以", "难", "未", "不", "豁") && !a.is(tokens, i+1, "费", "邮", "得", "检", "疫", "职", "责") && i+1 < len(tokens)
	case "非":
		return a.is(tokens, i+1, "会", "本", "正", "质", "人") && !a.is(tokens, i-1, "是", "除", "并")
	}
	return isDenial(b) && !a.asks(tokens, i) && !a.polite(tokens, i)
}

// deniesWord reports whether an English word with this stem denies: also "hardly",
// whose stem is another word's, and "fails to open".
func (a *analyzer) deniesWord(stem []byte, tokens []text.Token, i int) bool {
	if string(stem) == "fail" {
		return a.is(tokens, i+1, "to")
	}
	return (isDenial(stem) || nearlyNever[string(a.buffer.Bytes(tokens[i]))]) && !a.polite(tokens, i)
}

// appendDenied appends for each token whether something close before it denies, with
// no end of a clause between: "I do not want a refund", 不要退款.
func (a *analyzer) appendDenied(dst []bool, tokens []text.Token) []bool {
	denial := -1 - denialReach // the last token that denies in the clause
	for i := range tokens {
		if i > 0 {
			between := a.buffer.Folded()[tokens[i-1].Hi:tokens[i].Lo]
			if len(between) > 0 && string(between) != " " && bytes.ContainsAny(between, clauseEnds) {
				denial = -1 - denialReach
			}
		}
		dst = append(dst, i-denial <= denialReach)
		if a.deniesAt(tokens, i) {
			denial = i
		}
	}
	return dst
}

const (
	// denialReach is how many tokens before a phrase a denial may be: "do not want to
	// ask for a refund".
	denialReach = 6
	clauseEnds  = ".,;:!?。，、；：！？\n"
)

// denials are the stems and characters that deny. 无 and 别 are not among them:
// they are parts of too many words.
var denials = map[string]bool{
	"not": true, "never": true, "without": true, "dont": true, "doesnt": true, "didnt": true, "cant": true,
	"cannot": true, "couldnt": true, "non": true, "wont": true, "wouldnt": true, "isnt": true, "arent": true, "wasnt": true,
	"werent": true, "havent": true, "hasnt": true, "hadnt": true, "shouldnt": true, "unabl": true, "no": true, "nobodi": true, "nowher": true,
	"neither": true, "nor": true, "seldom": true,
	"不": true, "没": true, "未": true, "勿": true,
}

// nearlyNever are words that deny and whose stems do not.
var nearlyNever = map[string]bool{"hardly": true, "barely": true, "rarely": true, "scarcely": true}

func isDenial(key []byte) bool { return denials[string(key)] }

// asks reports whether a denial only asks: between two equal characters, as in
// 能不能 and 有没有, or at the end, as in 到账了没 and 可以不.
func (a *analyzer) asks(tokens []text.Token, i int) bool {
	last := i+1 == len(tokens) || i+2 == len(tokens) && a.is(tokens, i+1, "有") && a.is(tokens, i-1, "了", "过")
	return i > 0 && (last || a.is(tokens, i+1, string(a.buffer.Bytes(tokens[i-1]))))
}

// polite reports whether a denial is about what the customer knows ("I don't
// know how", 不清楚怎么), or part of a word that denies nothing (不好意思). What is
// asked is then the same as without it.
func (a *analyzer) polite(tokens []text.Token, i int) bool {
	if tokens[i].Kind == text.Word {
		return a.is(tokens, i+1, "sure", "know", "understand", "only", "really") || a.is(tokens, i+2, "know", "understand")
	}
	return a.is(tokens, i+1, "好", "过", "管", "仅", "断", "错", "久") || a.is(tokens, i+1, "知") || a.is(tokens, i+1, "懂") && !a.is(tokens, i+2, "吗") || a.is(tokens, i+1, "了") && a.is(tokens, i+2, "解") ||
		a.is(tokens, i+1, "清", "明") || a.is(tokens, i-1, "差", "对")
}

// is reports whether a token is one of these texts.
func (a *analyzer) is(tokens []text.Token, i int, texts ...string) bool {
	if i < 0 || i >= len(tokens) {
		return false
	}
	for _, s := range texts {
		if string(a.buffer.Bytes(tokens[i])) == s {
			return true
		}
	}
	return false
}

// asksOnly are the stems and characters of question words. They change what is
// asked, but nothing is found by them alone.
var asksOnly = func() map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields("what what's whats which who whom whose when where where's why how how's hows wher when whi much mani 什 么 怎 哪 谁 几 多 少 如 何 吗 为") {
		set[strings.ReplaceAll(word, "'", "")] = true
	}
	return set
}()

// asks reports whether a stem or character asks or denies.
func asks(key []byte) bool { return asksOnly[string(key)] || isDenial(key) }

// stem returns the stem without apostrophes, so that "can't" and "cant" are one.
func (a *analyzer) stem(lang string, word []byte) []byte {
	stem := a.stemmer.Stem(lang, word)
	a.key = a.key[:0]
	for i := range len(stem) {
		if stem[i] != '\'' {
			a.key = append(a.key, stem[i])
		}
	}
	return a.key
}

// maxGramWord bounds the words that are taken apart into n-grams, in bytes.
const maxGramWord = 48

// eachGram calls see with the character 3-grams and 4-grams of a word, marked
// at its beginning and end. They stand for the parts that related and misspelt
// words have in common. The slice is valid until the next call.
func (a *analyzer) eachGram(word []byte, see func(gram []byte)) {
	if at := bytes.IndexByte(word, ' '); at >= 0 { // a phrase
		a.eachGram(word[:at], see)
		a.eachGram(word[at+1:], see)
		return
	}
	if len(word) == 0 || len(word) > maxGramWord {
		return
	}
	a.marked = append(append(append(a.marked[:0], text.WordStart), word...), text.WordEnd)
	marked := a.marked
	for n := 3; n <= 4; n++ {
		end := 0
		for range n {
			if end == len(marked) {
				return
			}
			end += runeLen(marked[end:])
		}
		for start := 0; ; {
			see(marked[start:end])
			if end == len(marked) {
				break
			}
			start += runeLen(marked[start:])
			end += runeLen(marked[end:])
		}
	}
}

func runeLen(b []byte) int {
	if b[0] < utf8.RuneSelf {
		return 1
	}
	_, n := utf8.DecodeRune(b)
	return n
}
