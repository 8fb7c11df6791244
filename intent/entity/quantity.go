package entity

import (
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// quantities finds numbers with a unit, and counted things.
type quantities struct {
	en       map[string]string
	zh       []unitZH
	abstract []string // what one 个 or 件 of is no quantity
}

func newQuantities() *quantities {
	return &quantities{
		en:       unitsEN(),
		zh:       unitsZH(),
		abstract: []string{"问题", "事", "原因", "办法", "方法", "说法", "解释", "意思", "样", "建议", "机会", "情况", "好", "疑问", "态度", "交代", "忙", "答复", "回复", "结果", "电话", "投诉", "劲", "月", "星期", "人工"},
	}
}

func (q *quantities) find(dst []found, in *input) []found {
	for i := 0; i < len(in.toks); {
		n, next, ok := in.number(i)
		if !ok && in.word(i) == "半" {
			n, next, ok = numeral{val: .5}, i+1, !startsAnyOf(in.word(i+1), "个张条件名位人") // 半公斤
		}
		if !ok {
			i = max(i+1, next)
			continue
		}
		before := in.word(i - 1)
		if n.zero && !n.point || in.kind(i) == text.Number && !startsAlone(in.folded, in.toks[i].Lo) && in.kind(i-1) != text.Char ||
			in.gap(i) == "" && (before == "第" || before == "每" || before == "这" && in.word(i) == "一" || before == "哪" || before == "某") {
			i = next
			continue
		}
		unit, factor, end := q.unit(in, i, next, n.val)
		if end == 0 {
			i = next
			continue
		}
		v := n.val * factor
		if in.word(end) == "半" && in.gap(end) == "" && in.kind(end-1) == text.Char && !strings.Contains("个人位名", in.word(end-1)) && (in.gap(end+1) != "" || !startsAnyOf(in.word(end+1), "个小天年月价夜路途")) {
			v, end = v+factor/2, end+1 // 一公斤半
		}
		if in.word(end-1) == "米" && unit == "m" && !n.point {
			if part, to := q.metrePart(in, end); to > end {
				v, end = v+part, to
			}
		}
		start, stop := in.span(i, end)
		if unit == "°C" || unit == "°F" {
			from, to := q.below(in, i, end)
			if from < start || to > end {
				v, start = -v, from
				end = to
				_, stop = in.span(i, end)
			}
		}
		dst = append(dst, found{
			typ: Quantity, value: formatNumber(v) + " " + unit, start: start, end: stop, score: 0.95,
			priority: normal, number: v, unit: unit,
		})
		i = end
	}
	return dst
}

// unit returns the unit at token k, behind the number at [i, k), how much of
// the unit it is, and the token behind it; 0 if there is none.
func (q *quantities) unit(in *input, i, k int, v float64) (unit string, factor float64, end int) {
	gap := in.gap(k)
	if k >= len(in.toks) || gap != "" && gap != " " && gap != "-" {
		return "", 0, 0
	}
	switch in.kind(k) {
	case text.Char:
		if gap == "-" {
			return "", 0, 0
		}
		return q.chinese(in, i, k, v)
	case text.Symbol:
		if in.word(k) == "°" && (in.word(k+1) == "c" || in.word(k+1) == "f") {
			return "°" + strings.ToUpper(in.word(k+1)), 1, k + 2
		}
		return "", 0, 0
	case text.Word:
	default:
		return "", 0, 0
	}
	w := in.word(k)
	unit, ok := q.en[w]
	switch {
	case w == "degrees" || w == "degree":
		if u := q.en[in.word(k+1)]; u == "°C" || u == "°F" {
			return u, 1, k + 2
		}
		if in.word(k+1) == "c" || in.word(k+1) == "f" {
			return "°" + strings.ToUpper(in.word(k+1)), 1, k + 2
		}
		return "", 0, 0
	case w == "square" && q.en[in.word(k+1)] == "m":
		return "m2", 1, k + 2
	case w == "square" && q.en[in.word(k+1)] == "ft":
		return "ft2", 1, k + 2
	case w == "in" && gap == "":
		return "in", 1, k + 1
	case !ok || in.gap(k+1) == "" && in.kind(k+1) == text.Number:
		return "", 0, 0
	}
	loud := allCapital(in, k)
	switch w {
	case "g":
		if loud {
			if v == 2 || v == 3 || v == 4 || v == 5 || v == 6 {
				return "", 0, 0 // a network
			}
			unit = "GB"
		}
	case "m", "l", "v", "w", "a":
		if gap == " " && !loud && w != "m" && w != "l" {
			return "", 0, 0
		}
		if w == "m" && loud && gap == "" {
			unit = "MB"
		}
	case "pound", "pounds":
		// A weight only where the sums say that it is none: the longer candidate
		// and, of equals, the first decide.
	case "order", "account", "user", "card", "product", "case", "set", "can", "bar", "pack", "unit", "room", "ticket", "item", "seat", "bed", "stick", "glass", "plate", "package", "parcel", "person", "device":
		if v > 1 && in.kind(i) == text.Number && gap == " " && w != "person" {
			return "", 0, 0 // "order 12345 case" and the like: no plural
		}
	}
	return unit, 1, k + 1
}

// chinese is unit for Chinese units and classifiers.
func (q *quantities) chinese(in *input, i, k int, v float64) (unit string, factor float64, end int) {
	if strings.Contains("多来余", in.word(k)) && v >= 10 && in.kind(k+1) == text.Char && in.gap(k+1) == "" {
		k++ // 十多个
	}
	s := in.folded[in.toks[k].Lo:]
	best := -1
	for n := range q.zh {
		if (best < 0 || len(q.zh[n].text) > len(q.zh[best].text)) && strings.HasPrefix(s, q.zh[n].text) && !startsAnyOf(s[len(q.zh[n].text):], q.zh[n].not) {
			best = n
		}
	}
	if best < 0 {
		if strings.HasPrefix(s, "块") && startsWithAny(s[3:], []string{"手表", "表", "巧克力", "蛋糕", "布", "电池", "屏", "玻璃", "肥皂", "硬盘", "面包", "糖", "饼"}) != "" {
			return "piece", 1, k + 1
		}
		return "", 0, 0
	}
	u := q.zh[best]
	rest := s[len(u.text):]
	if v == 1 && (u.text == "个" || u.text == "件") && startsWithAny(rest, q.abstract) != "" {
		return "", 0, 0
	}
	if len(u.text) == 3 && in.gap(k) != "" && in.kind(i) != text.Number {
		return "", 0, 0
	}
	if u.unit == "person" && u.text == "位" {
		if strings.HasPrefix(rest, "客人") {
			return "person", 1, k + 1
		}
	}
	return u.unit, u.factor, k + len(u.text)/3
}

// metrePart returns the part of a metre that the digits at token k are, right
// behind 米: 1米8, 一米七五. It returns the token behind them, k if they count
// something else.
func (q *quantities) metrePart(in *input, k int) (part float64, next int) {
	if in.gap(k) != "" {
		return 0, k
	}
	scale := .1
	next = k
	if w := in.word(k); in.kind(k) == text.Number {
		if len(w) > 2 || !isDigits(w) {
			return 0, k
		}
		for i := range len(w) {
			part += float64(w[i]-'0') * scale
			scale /= 10
		}
		next++
	} else {
		for ; next < k+2 && in.gap(next) == ""; next++ {
			d, ok := hanDigit(in.rune(next))
			if !ok {
				break
			}
			part += float64(d) * scale
			scale /= 10
		}
	}
	if next == k || in.rune(next-1) == '两' || in.gap(next) == "" && next < len(in.toks) && (in.kind(next) != text.Char || hanMultiplier(in.rune(next)) > 0) {
		return 0, k
	}
	if _, _, end := q.unit(in, k, next, 2); end > 0 && in.gap(next) == "" || startsAnyOf(in.word(next), "元块折号点年月天种次样般定直些起条") {
		return 0, k // 买3米2件
	}
	return part, next
}

// below looks for a sign or words that put the temperature at tokens [i, end)
// below zero: 零下5度, "-5°C", "5°C below zero". It returns where it then starts in
// the raw text and the token behind it.
func (q *quantities) below(in *input, i, end int) (start, next int) {
	start, _ = in.span(i, end)
	lo := in.toks[i].Lo
	switch {
	case in.word(i-1) == "下" && in.word(i-2) == "零" && in.gap(i) == "" && in.gap(i-1) == "":
		return in.toks[i-2].Start, end
	case in.word(i-1) == "负" && in.gap(i) == "", in.word(i-1) == "minus" && in.gap(i) == " ":
		return in.toks[i-1].Start, end
	case in.word(end) == "below" && in.word(end+1) == "zero":
		return start, end + 2
	}
	for _, sign := range [...]string{"-", "−"} {
		at := lo - len(sign)
		if strings.HasSuffix(in.gap(i), sign) && !isAlnum(byteAt(in.folded, at-1)) && (at == 0 || in.folded[at-1] != '-') {
			if i > 0 && in.gap(i) == sign && strings.ContainsAny(in.word(i-1), "度℃°") {
				return start, end // 3度-5度
			}
			start, _ = in.stretch(at, lo)
			return start, end
		}
	}
	return start, end
}
