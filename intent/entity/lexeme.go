package entity

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// lexKind is what a lexeme means to the grammar of times.
type lexKind uint8

const (
	lexOther    lexKind = iota
	lexNum              // num
	lexClock            // 10:30 or 10:30:15; n seconds of the day
	lexDots             // 24.11.2026; txt
	lexNth              // 24th, third; n
	lexMonth            // November; n
	lexWeekday          // Friday, 周五; n, Monday is 1; shaky for "sat" and "sun"
	lexUnit             // hours, 小时; n is a unit
	lexPart             // afternoon, 下午; n is a part of the day
	lexDay              // tomorrow, 明天; n days from today
	lexDayPart          // tonight, 明晚; n days from today, m the part of the day
	lexNext             // next, 下; n how many
	lexLast             // last, 上
	lexThis             // this, 这
	lexYear             // 去年; n years from the present one
	lexEdge             // 月底, 年初; n an edge, m the unit
	lexWeekend          // weekend, 周末
	lexHoliday          // n a holiday
	lexMeridiem         // pm; n hours to add
	lexHalf             // half, 半
	lexPast             // 过去, 最近: followed by a length
	lexAhead            // 未来, 接下来: followed by a length
)

// lexeme is a word, a number or a Chinese expression of the text.
type lexeme struct {
	kind   lexKind
	n, m   int
	num    numeral
	txt    string // folded
	gap    string // the folded text between it and the one before
	start  int    // bytes of the raw text
	end    int
	lo, hi int // tokens [lo, hi)
	han    bool
	shaky  bool // the word means other things too: may, sun, second
	tense  int8 // below 0 it tells of what was, above of what will be
}

// word describes an entry of the lexicon.
type word struct {
	kind  lexKind
	n, m  int
	shaky bool
	tense int8
}

// lexemes returns the text as lexemes. They are made once for each text.
func (in *input) lexemes() []lexeme {
	if in.lexed {
		return in.lex
	}
	in.lexed, in.lex = true, in.lex[:0]
	for i := 0; i < len(in.toks); {
		l := in.lexeme(i)
		l.gap = in.gap(i)
		l.lo = i
		in.lex = append(in.lex, l)
		i = l.hi
	}
	return in.lex
}

// lexeme reads the lexeme at token i.
func (in *input) lexeme(i int) lexeme {
	l := lexeme{txt: in.word(i), hi: i + 1}
	switch in.kind(i) {
	case text.Number:
		in.lexNumber(&l, i)
	case text.Char:
		l.han = true
		in.lexHan(&l, i)
	case text.Word:
		in.lexWord(&l, i)
	}
	if l.end == 0 {
		l.start, l.end = in.span(i, l.hi)
	}
	return l
}

// lexNumber reads what begins with digits.
func (in *input) lexNumber(l *lexeme, i int) {
	s := l.txt
	if h, rest, ok := strings.Cut(s, ":"); ok {
		m, sec, _ := strings.Cut(rest, ":")
		if sec == "" {
			sec = "00"
		}
		sec, _, _ = strings.Cut(sec, ".")
		hour, minute, second := atoi(h), atoi(m), atoi(sec)
		if len(h) <= 2 && len(m) == 2 && len(sec) == 2 && hour <= 24 && minute < 60 && second < 60 && (hour < 24 || minute == 0) {
			l.kind, l.n = lexClock, hour*3600+minute*60+second
		}
		return
	}
	if strings.Count(s, ".") == 2 {
		l.kind = lexDots
		return
	}
	if w, g := in.word(i+1), in.gap(i+1); (g == "" || g == " " && len(s) < 3) && in.kind(i+1) == text.Word && isDigits(s) && len(s) <= 4 {
		if w == "st" || w == "nd" || w == "rd" || w == "th" {
			l.kind, l.n, l.hi = lexNth, atoi(s), i+2
			return
		}
	}
	if n, next, ok := in.number(i); ok {
		l.kind, l.num, l.hi = lexNum, n, next
	}
}

// lexWord reads what begins with a Latin word.
func (in *input) lexWord(l *lexeme, i int) {
	if n, next, ok := in.number(i); ok {
		l.kind, l.num, l.hi = lexNum, n, next
		if o := wordOrdinals()[in.word(next)]; o > 0 && o < 10 && in.joins(next) && n.whole(20, 90) && int(n.val)%10 == 0 {
			l.kind, l.n, l.hi = lexNth, int(n.val)+o, next+1 // twenty-first
		}
		return
	}
	if o := wordOrdinals()[l.txt]; o > 0 {
		l.kind, l.n, l.shaky = lexNth, o, true
		return
	}
	// p.m.
	if (l.txt == "p" || l.txt == "a") && in.gap(i+1) == "." && in.word(i+1) == "m" {
		l.kind, l.hi = lexMeridiem, i+2
		if l.txt == "p" {
			l.n = 12
		}
		l.start, l.end = in.span(i, l.hi)
		if rest := in.raw[l.end:]; strings.HasPrefix(rest, ".") {
			l.end++
		} else if strings.HasPrefix(rest, "．") {
			l.end += len("．")
		}
		return
	}
	base, possessive := strings.CutSuffix(l.txt, "'s")
	w, ok := englishWords()[base]
	if !ok {
		if len(base) > 4 && strings.HasSuffix(base, "ed") {
			l.tense = -1
		}
		return
	}
	l.kind, l.n, l.m, l.shaky, l.tense = w.kind, w.n, w.m, w.shaky, w.tense
	if possessive && l.kind != lexOther {
		l.txt = base
		l.start, l.end = in.span(i, i+1)
		l.end-- // the s
		_, n := utf8.DecodeLastRuneInString(in.raw[:l.end])
		l.end -= n
	}
}

// lexHan reads what begins with a Chinese character: the longest expression of
// the lexicon, or else a number.
func (in *input) lexHan(l *lexeme, i int) {
	lo := in.toks[i].Lo
	for _, p := range hanWords()[in.rune(i)] {
		if strings.HasPrefix(in.folded[lo:], p.txt) {
			hi := i
			for end := lo + len(p.txt); hi < len(in.toks) && in.toks[hi].Lo < end; {
				hi++
			}
			if in.toks[hi-1].Hi != lo+len(p.txt) || p.txt == "十分" && in.tenMinutes(i) || strings.HasSuffix(p.txt, "天") && in.rune(hi) == '气' {
				continue // it ends inside a token, or is no word here
			}
			if _, digit := hanDigit(in.rune(hi)); digit && p.txt == "零点" {
				continue // 零点五
			}
			l.kind, l.n, l.m, l.shaky, l.tense = p.kind, p.n, p.m, p.shaky, p.tense
			l.txt, l.hi = p.txt, hi
			return
		}
	}
	n, next, ok := in.number(i)
	switch {
	case ok:
		l.kind, l.num, l.hi = lexNum, n, next
		l.txt = in.folded[lo:in.toks[next-1].Hi]
	case next > i:
		l.hi = next // about two or three
		l.txt = in.folded[lo:in.toks[next-1].Hi]
	}
}

// tenMinutes reports whether 十分 at token i is not the word for "very": 十分钟,
// 十分之一, 三点十分.
func (in *input) tenMinutes(i int) bool {
	before, behind := in.rune(i-1), in.rune(i+2)
	return behind == '钟' || behind == '之' || before == '点' || before == '时'
}

// atoi returns the value of decimal digits, and a large number for anything
// else.
func atoi(s string) int {
	if !isDigits(s) || len(s) > 9 {
		return 1 << 30
	}
	n, _ := strconv.Atoi(s)
	return n
}
