package entity

import (
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// expecter reads the answer to a question, which often has nothing around it
// that says what it is: "Anna Smith", "13800138000", "A-10293".
type expecter struct {
	lead, trail []string // courtesies around the answer
	en          *personsEN
	zh          *personsZH
	addresses   *addressesZH
}

func newExpecter(en *personsEN, zh *personsZH, az *addressesZH) *expecter {
	return &expecter{
		lead: []string{
			"it's", "its", "it is", "that's", "that is", "that would be", "sure", "yes", "yeah", "ok", "okay", "well", "um", "so", "hi", "hello", "of course", "certainly", "here it is", "here you go",
			"my name", "name", "my number", "the number", "number", "is", "my", "the", "please", "just", "thanks",
			"好的", "好", "嗯", "嗯嗯", "是的", "是", "叫", "我叫", "我是", "对", "您好", "你好", "号码", "那就", "就", "我的", "名字", "行", "可以", "哦", "恩", "就是",
		},
		trail: []string{"please", "thanks", "thank you", "thx", "pls", "sir", "谢谢", "谢谢你", "谢谢您", "吧", "呀", "啊", "哈", "哦", "的", "麻烦了", "麻烦你了"},
		en:    en, zh: zh, addresses: az,
	}
}

// read appends what the whole message is, of the given types.
func (x *expecter) read(dst []found, in *input, types []Type) []found {
	if len(in.toks) == 0 {
		return dst
	}
	lo, hi := x.core(in)
	i, j := 0, len(in.toks)
	for i < j && in.toks[i].Lo < lo {
		i++
	}
	for j > i && in.toks[j-1].Hi > hi {
		j--
	}
	if i == j {
		return dst
	}
	lo, hi = in.toks[i].Lo, in.toks[j-1].Hi
	for _, t := range types {
		value, score := "", 0.
		switch t {
		case Time:
			if f, ok := in.timeAnswer(i, j); ok {
				dst = append(dst, f)
			}
		case Number:
			if f, ok := in.numberAnswer(i, j); ok {
				dst = append(dst, f)
			}
		case Person:
			value, score = x.person(in, i, j)
		case Phone:
			if byteAt(in.folded, lo-1) == '+' {
				lo--
			}
			value, score = phoneAnswer(in.folded[lo:hi])
		case Order:
			value, score = orderAnswer(in.folded[lo:hi])
		case Address:
			value, score = x.address(in, i, j)
		}
		if score > 0 {
			start, end := in.stretch(lo, hi)
			dst = append(dst, found{typ: t, value: value, start: start, end: end, score: score, priority: expected})
		}
	}
	return dst
}

// core returns the stretch of the folded text without courtesies.
func (x *expecter) core(in *input) (lo, hi int) {
	s := in.folded
	lo, hi = 0, len(s)
	for range 4 {
		for lo < hi && strings.IndexByte(" ,.:;!-", s[lo]) >= 0 {
			lo++
		}
		n := startsWithWord(s[lo:hi], x.lead)
		if n == 0 || n == hi-lo {
			break
		}
		lo += n
	}
	for range 4 {
		hi = lo + len(strings.TrimRight(s[lo:hi], " ,.:;!。、"))
		n := endsWithWord(s[lo:hi], x.trail)
		if n == 0 || n == hi-lo {
			break
		}
		hi -= n
	}
	return lo, hi
}

// person reads a name of up to four Latin words, or of a Chinese surname and
// one or two characters.
func (x *expecter) person(in *input, i, j int) (string, float64) {
	start, end := in.span(i, j)
	name := in.raw[start:end]
	if in.toks[i].Kind == text.Char {
		n := x.zh.surname(in, i)
		if n == 0 || j-i > n+2 || j-i == 1 || x.zh.no[in.folded[in.toks[i].Lo:in.toks[i+1].Hi]] {
			return "", 0
		}
		for k := i; k < j; k++ {
			if k > i && in.gap(k) != "" || !han(in.word(k)) || k >= i+n && strings.Contains(x.zh.not, in.word(k)) {
				return "", 0
			}
		}
		return name, 0.8
	}
	if j-i > 4 || j-i == 1 && greets(in.word(i)) {
		return "", 0
	}
	for k := i; k < j; k++ {
		word := in.word(k)
		gap := in.gap(k)
		if in.toks[k].Kind != text.Word || x.en.stops[word] || k > i && gap != " " && gap != "-" && gap != ". " && (gap != ", " || j-i != 2) || !looksName(word) && !x.en.first[word] && len(word) > 1 {
			return "", 0
		}
	}
	if j-i == 1 && !x.en.first[in.word(i)] && !capital(in, i) && len(in.word(i)) < 2 {
		return "", 0
	}
	return name, 0.7
}

// greets reports whether a word is a greeting as people type it, who may not have read
// that they were asked for a name.
func greets(word string) bool {
	switch word {
	case "hi", "hii", "hiii", "hai", "haii", "hy", "hey", "heyy", "hello", "helo", "hlo", "hallo", "hola":
		return true
	}
	return false
}

// phoneAnswer reads 5 to 15 digits with signs between.
func phoneAnswer(s string) (string, float64) {
	if strings.Trim(s, "0123456789 +-.()/") != "" {
		return "", 0
	}
	d := keepDigits(s)
	if len(d) < 5 || len(d) > 15 {
		return "", 0
	}
	if s[0] == '+' {
		return "+" + d, 0.8
	}
	return d, 0.8
}

func keepDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// orderAnswer reads a code of 3 to 32 letters and digits, with a digit in it.
func orderAnswer(s string) (string, float64) {
	value := strings.ToUpper(strings.ReplaceAll(s, " ", ""))
	if len(value) < 3 || len(value) > 32 || !strings.ContainsAny(value, "0123456789") || strings.Trim(value, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_/") != "" {
		return "", 0
	}
	for part := range strings.FieldsSeq(s) {
		if !strings.ContainsAny(part, "0123456789") && len(part) > 4 {
			return "", 0 // words
		}
	}
	if value[0] == '-' || value[0] == '/' {
		return "", 0
	}
	return value, 0.8
}

// address reads any answer that has a number, or a place or a unit of
// administration in it.
func (x *expecter) address(in *input, i, j int) (string, float64) {
	start, end := in.span(i, j)
	raw := in.raw[start:end]
	s := in.folded[in.toks[i].Lo:in.toks[j-1].Hi]
	if strings.ContainsAny(s, "?@") || j-i < 2 {
		return "", 0
	}
	if in.toks[i].Kind == text.Char {
		if x.addresses.place(s, 0) > 0 || strings.ContainsAny(s, "省市区县路街巷村镇") {
			return raw, 0.7
		}
		return "", 0
	}
	if in.toks[i].Kind == text.Number && j-i >= 3 && in.kind(i+1) == text.Word {
		return raw, 0.6
	}
	return "", 0
}
