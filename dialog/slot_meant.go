package dialog

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// aligned is a text in its folded form, of which each place is known in the text.
type aligned struct {
	folded string
	at     []int // by byte of folded; nil: the same place
}

func align(s string) aligned {
	if folded := text.Fold(s); len(folded) == len(s) {
		return aligned{folded: folded}
	}
	var a aligned
	var b strings.Builder
	for i, r := range s {
		folded := text.Fold(string(r))
		b.WriteString(folded)
		for range len(folded) {
			a.at = append(a.at, i)
		}
	}
	a.folded, a.at = b.String(), append(a.at, len(s))
	return a
}

// origin is the place in the text of a place in its folded form.
func (a aligned) origin(i int) int {
	if a.at == nil {
		return i
	}
	return a.at[i]
}

// meant returns those of some stretches of a text, by index, that the customer stands by: not
// what he denies ("not A-12"), nor what he takes back ("A-12, no, A-13").
func meant(s string, all []stretch) (keep []int) {
	from, deniesLast := 0, false
	for i, at := range all {
		before := s[min(from, at.from):at.from]
		from = at.to
		if i > 0 && takesBack(before) {
			keep, deniesLast = keep[:0], false
		} else {
			deniesLast = deniesNext(before) || deniesLast && i > 0 && joins(before)
		}
		if !deniesLast && !deniedBehind(s[at.to:]) {
			keep = append(keep, i)
		}
	}
	return keep
}

// takesBack reports whether words between two values say that the second one holds instead.
func takesBack(between string) bool {
	for i, c := range clausesOf(between, true) {
		key := text.Key(c.of(between))
		if slices.Contains(takesBackAlone, key) && (i > 0 || c.from > 0) {
			return true
		}
	}
	key := text.Key(between)
	return slices.ContainsFunc(takesBackWords, func(w string) bool { return contains(key, w) }) ||
		strings.ContainsAny(between, ",，、。.;；") && hasPrefix(strings.TrimLeft(between, " ,，、。.;；"), "还是")
}

// joins reports whether words between two values say the same of both.
func joins(between string) bool {
	switch text.Key(between) {
	case "or", "nor", "and", "或", "或者", "和", "跟", "及":
		return true
	}
	return false
}

// offersEither reports whether words between two values leave open which of them it is.
func offersEither(between string) bool {
	switch text.Key(between) {
	case "or", "or maybe", "or perhaps", "还是", "或", "或者", "或是", "或者是":
		return true
	}
	return false
}

// deniesNext reports whether the words before a value deny it.
func deniesNext(before string) bool {
	if i := strings.LastIndexAny(before, ",;.!?，；。！？、"); i >= 0 {
		_, size := utf8.DecodeRuneInString(before[i:])
		before = before[i+size:]
	}
	key := text.Key(before)
	if hasSuffix(key, deniesNextHan...) {
		return true
	}
	words := strings.Fields(key)
	for i := len(words) - 1; i >= max(0, len(words)-3); i-- {
		if !slices.Contains(deniesNextWords, words[i]) {
			continue
		}
		light := !slices.ContainsFunc(words[i+1:], func(w string) bool { return !slices.Contains(deniesThrough, w) })
		return light && (i == 0 || words[i-1] != "why")
	}
	return false
}

// deniedBehind reports whether the words behind a value deny it: 一件都不退.
func deniedBehind(after string) bool {
	after, _ = cutMeasure(strings.TrimLeft(text.Fold(after), " "))
	return hasPrefix(after, "都不", "也不", "都没", "也没", "都别", "也别", "都不要")
}

// How customers take back or deny a value.
var (
	takesBackAlone = []string{"no", "nope", "no no", "wait", "sorry", "不", "不不", "不是", "错", "噢不", "哦不", "啊不"}
	takesBackWords = []string{
		"no wait", "wait no", "i mean", "i meant", "i mean to say", "actually", "make it", "make that", "correction", "oops", "whoops", "scratch that", "sorry no", "rather", "should be", "my mistake",
		"不对", "说错", "写错", "打错", "搞错", "错了", "应该是", "改成", "改为", "换成", "等等", "等一下", "而是", "更正",
	}
	deniesNextWords = []string{"not", "isn't", "wasn't", "aren't", "never", "neither", "nor", "without", "don't", "didn't", "doesn't"}
	deniesThrough   = []string{"the", "a", "order", "number", "exactly", "just", "only", "for", "it's", "want", "need", "have", "mean", "buy", "return", "say", "to"}
	deniesNextHan   = []string{"不是", "不要", "不想要", "不需要", "不用", "不退", "不买", "不换", "没有", "没", "别", "并非", "而非"}
)

// notCounted reports whether a number in a folded text counts nothing there, or only about so
// many: the digits of a code, 十几件, a time past ("3 days ago").
func notCounted(s string, at stretch) bool {
	before, after := s[:at.from], s[at.to:]
	if ofCode(before, s[at.from:]) || hasPrefix(after, "几", "多个", "多件", "来个", "来件") || hasSuffix(before, "好", "几") && hasPrefix(s[at.from:], "十", "百", "千") {
		return true
	}
	if rest, ok := cutMeasure(after); ok && hasPrefix(cutTime(rest), "多", "前", "以前", "之前", "大", "半") {
		return true
	}
	words := strings.Fields(text.Key(after))
	if len(words) < 2 || words[1] != "ago" && words[1] != "old" && words[1] != "later" && words[1] != "earlier" {
		return false
	}
	return slices.ContainsFunc(units, func(u unitWords) bool { return slices.Contains(u, words[0]) })
}

// bounds reports whether a number in a folded text is the least or the most there may be.
func bounds(s string, at stretch) bool {
	after := s[at.to:]
	if rest, ok := cutMeasure(after); hasPrefix(after, "+", " or more", " or less", " or fewer") || ok && hasPrefix(rest, "以上", "以内", "以下") {
		return true
	}
	key := text.Key(s[:at.from])
	return slices.ContainsFunc(boundWords, func(w string) bool { return strings.HasSuffix(" "+key, " "+w) }) || hasSuffix(key, boundWordsHan...)
}

// ofCode reports whether digits belong to what stands before them: "A-13", "B13".
func ofCode(before, digits string) bool {
	if r := rune(digits[0]); !unicode.IsDigit(r) && r != '-' {
		return false
	}
	letter := func(s string) bool {
		r, _ := utf8.DecodeLastRuneInString(s)
		return r < utf8.RuneSelf && unicode.IsLetter(r)
	}
	if letter(before) {
		return !(strings.HasSuffix(before, "x") && !letter(before[:len(before)-1])) // "x3" are three
	}
	joined := strings.TrimRight(before, " ")
	return hasSuffix(joined, "-", "_") && letter(joined[:len(joined)-1])
}

// Words before a number that is a bound.
var (
	boundWords    = []string{"at least", "at most", "more than", "less than", "fewer than", "up to", "over", "under", "minimum of", "maximum of", "min", "max"}
	boundWordsHan = []string{"至少", "最多", "最少", "起码", "不少于", "不多于", "不超过", "超过", "多于", "少于", "大于", "小于", "不到"}
)
