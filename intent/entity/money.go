package entity

import (
	"math"
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// moneys finds sums: a sign or a code before a number, or a currency behind it.
type moneys struct {
	*currencies
	weight map[string]bool // words that make pounds a weight
	names  [][3]string     // currencies of two words, singular, with their codes
}

func newMoneys(home string) *moneys {
	return &moneys{
		currencies: newCurrencies(home),
		weight:     set("weigh weighs weighed weighing weight heavy heavier lighter of"),
		names: [][3]string{
			{"us", "dollar", "USD"},
			{"american", "dollar", "USD"},
			{"canadian", "dollar", "CAD"},
			{"australian", "dollar", "AUD"},
			{"singapore", "dollar", "SGD"},
			{"british", "pound", "GBP"},
			{"chinese", "yuan", "CNY"},
			{"japanese", "yen", "JPY"},
			{"swiss", "franc", "CHF"},
			{"indian", "rupee", "INR"},
		},
	}
}

func (m *moneys) find(dst []found, in *input) []found {
	var last counted // the number before, which may be the other end of a range
	for i := 0; i < len(in.toks); {
		if code, k := m.signBefore(in, i); k > i {
			if _, to := m.signAgain(in, k); to > k { // RMB ¥
				k = to
			}
			if n, next, ok := m.amount(in, k); ok {
				next = m.codeAgain(in, next)
				dst = append(dst, m.sum(in, i, next, code, n))
				if to, end, ok := m.otherEnd(in, next); ok {
					dst = append(dst, m.sum(in, next+m.gapTokens(in, next), end, code, to))
					next = end
				}
				i = next
				continue
			}
		}
		n, next, ok := in.number(i)
		if !ok || n.zero && !n.point || in.toks[i].Kind == text.Number && !startsAlone(in.folded, in.toks[i].Lo) && strings.Trim(in.gap(i), "-~") != "" {
			i = max(i+1, next)
			continue
		}
		v, code, end := m.unitBehind(in, i, next, n.val)
		if end == 0 {
			last = counted{i, next, n.val}
			i = next
			continue
		}
		if last.to > 0 && m.reaches(in, last.to, i) {
			dst = append(dst, m.sum(in, last.from, last.to, code, last.val*v/n.val))
			if last.val >= n.val || v != n.val {
				dst[len(dst)-1].value = code + " " + formatNumber(last.val)
				dst[len(dst)-1].number = last.val
			}
		}
		dst = append(dst, m.sum(in, i, end, code, v))
		last = counted{}
		i = end
	}
	return dst
}

// counted is a number at tokens [from, to).
type counted struct {
	from, to int
	val      float64
}

// sum makes a candidate of tokens [i, end).
func (m *moneys) sum(in *input, i, end int, code string, v float64) found {
	start, stop := in.span(i, end)
	v = math.Round(v*1e6) / 1e6
	return found{
		typ: Money, value: code + " " + formatNumber(v), start: start, end: stop,
		score: 1, priority: normal, number: v, unit: code,
	}
}

// signBefore returns the currency of the sign or code at token i, and the token
// behind it; i where there is none.
func (m *moneys) signBefore(in *input, i int) (code string, next int) {
	s := in.folded[in.toks[i].Lo:]
	if in.toks[i].Kind == text.Word && isAlnum(byteAt(in.folded, in.toks[i].Lo-1)) {
		return "", i
	}
	best := ""
	if m.starts[s[0]] {
		for _, g := range m.signs {
			if g.text[0] == s[0] && len(g.text) > len(best) && strings.HasPrefix(s, g.text) {
				best, code = g.text, g.code
			}
		}
	}
	if best == "" {
		if w := in.word(i); len(w) == 3 && in.toks[i].Kind == text.Word && m.codes[w] && (allCapital(in, i) || w == "usd" || w == "eur" || w == "gbp" || w == "cny") {
			return strings.ToUpper(w), i + 1
		}
		return "", i
	}
	hi := in.toks[i].Lo + len(best)
	for next = i; next < len(in.toks) && in.toks[next].Hi <= hi; next++ {
	}
	if next == i || in.toks[next-1].Hi != hi {
		return "", i
	}
	if isLetter(best[len(best)-1]) && in.kind(next) == text.Number && strings.Trim(in.gap(next), " .") != "" {
		return "", i
	}
	return code, next
}

// signAgain reads a second sign right behind the first.
func (m *moneys) signAgain(in *input, i int) (string, int) {
	if i >= len(in.toks) || in.gap(i) != "" {
		return "", i
	}
	return m.signBefore(in, i)
}

// amount reads the number behind a sign.
func (m *moneys) amount(in *input, i int) (v float64, next int, ok bool) {
	if in.kind(i) != text.Number || strings.Trim(in.gap(i), " .:") != "" || len(in.gap(i)) > 2 {
		return 0, i, false
	}
	n, next, ok := in.number(i)
	if !ok {
		return 0, i, false
	}
	v = n.val
	if in.gap(next) == "" {
		switch in.word(next) {
		case "m", "mn", "mm":
			return v * 1e6, next + 1, true
		case "b", "bn":
			return v * 1e9, next + 1, true
		case "k":
			return v * 1e3, next + 1, true
		}
	}
	return v, next, true
}

// codeAgain takes a currency behind a sum that has its sign before: "$20 USD",
// ¥99元, ￥50块钱.
func (m *moneys) codeAgain(in *input, i int) int {
	if i >= len(in.toks) || in.gap(i) != "" && in.gap(i) != " " {
		return i
	}
	if w := in.word(i); m.codes[w] && (allCapital(in, i) || w == "usd") {
		return i + 1
	}
	if in.gap(i) == "" {
		if g := m.han(in, i); g.text != "" {
			return i + len(g.text)/3
		}
	}
	return i
}

// han returns the Chinese currency at token i.
func (m *moneys) han(in *input, i int) (best sign) {
	if in.kind(i) != text.Char {
		return best
	}
	s := in.folded[in.toks[i].Lo:]
	for _, g := range m.chinese {
		if len(g.text) > len(best.text) && strings.HasPrefix(s, g.text) {
			best = g
		}
	}
	return best
}

// otherEnd reads the second number of "$20-30" and "$20 to 30".
func (m *moneys) otherEnd(in *input, i int) (v float64, end int, ok bool) {
	k := i + m.gapTokens(in, i)
	if in.kind(k) != text.Number || k == i && in.gap(i) != "-" && in.gap(i) != " - " && in.gap(i) != "~" {
		return 0, i, false
	}
	v, end, ok = m.amount2(in, k)
	if !ok || in.kind(end) == text.Word && in.gap(end) == " " && k > i || in.gap(end) == "-" {
		return 0, i, false
	}
	return v, end, true
}

func (m *moneys) amount2(in *input, i int) (float64, int, bool) {
	n, next, ok := in.number(i)
	return n.val, next, ok
}

// gapTokens returns 1 if the word at token i leads to the end of a range.
func (m *moneys) gapTokens(in *input, i int) int {
	if w := in.word(i); w == "to" || w == "到" || w == "至" {
		return 1
	}
	return 0
}

// reaches reports whether a range goes from the number that ends at token a to
// the one at token b.
func (m *moneys) reaches(in *input, a, b int) bool {
	if a == b {
		g := strings.TrimSpace(in.gap(b))
		return g == "-" || g == "~" || g == "--"
	}
	if b != a+1 {
		return false
	}
	switch in.word(a) {
	case "to", "到", "至", "或", "or":
		return true
	case "and":
		return strings.Contains(in.folded[:in.toks[a].Lo], "between")
	}
	return false
}

// unitBehind returns the sum that the number v at tokens [i, next) is with the
// currency behind it, and the token behind that; 0 if there is no currency.
func (m *moneys) unitBehind(in *input, i, next int, v float64) (_ float64, code string, end int) {
	gap := in.gap(next)
	if gap != "" && gap != " " && gap != "-" || next >= len(in.toks) {
		return 0, "", 0
	}
	if in.word(next) == "w" && gap == "" && m.han(in, next+1).text != "" { // 2w块
		v *= 1e4
		next++
	}
	switch in.kind(next) {
	case text.Char:
		return m.chineseUnit(in, i, next, v)
	case text.Symbol:
		for _, g := range m.signs {
			if g.text == in.word(next) && in.kind(next+1) != text.Number {
				return v, g.code, next + 1
			}
		}
		return 0, "", 0
	case text.Word:
	default:
		return 0, "", 0
	}
	w := in.word(next)
	if m.codes[w] && w != "all" && w != "try" && (allCapital(in, next) || w == "usd" || w == "eur" || w == "gbp" || w == "cny" || w == "hkd" || w == "jpy" || w == "sgd" || w == "aud" || w == "twd") {
		return v, strings.ToUpper(w), next + 1
	}
	s, ok := m.words[w]
	if !ok || w == "p" && gap != "" || w == "rs" && gap == "" {
		return m.named(in, next, v)
	}
	if s.code == "GBP" && strings.HasPrefix(w, "pound") && (m.weight[in.word(next+1)] || m.weight[in.word(i-1)]) {
		return 0, "", 0
	}
	end = next + 1
	v *= s.unit
	if s.unit == 1 {
		k := end
		if in.word(k) == "and" {
			k++
		}
		if n, to, ok := in.number(k); ok && in.gap(k) == " " && n.val < 100 {
			if c, ok := m.words[in.word(to)]; ok && c.unit == 0.01 {
				return v + n.val/100, s.code, to + 1
			}
		}
	}
	return v, s.code, end
}

// named reads two words: US dollars, Hong Kong dollars.
func (m *moneys) named(in *input, i int, v float64) (float64, string, int) {
	k := i + 1
	noun := strings.TrimSuffix(in.word(k), "s")
	for _, n := range m.names {
		if n[0] == in.word(i) && n[1] == noun {
			return v, n[2], k + 1
		}
	}
	if in.word(i) == "hong" && in.word(k) == "kong" && strings.TrimSuffix(in.word(k+1), "s") == "dollar" {
		return v, "HKD", k + 2
	}
	return 0, "", 0
}

// chineseUnit reads 元, 块, 毛, 角 and 分 behind a number, and what comes after
// them: 99块9, 三块五毛, 12元5角.
func (m *moneys) chineseUnit(in *input, i, next int, v float64) (float64, string, int) {
	s := in.folded[in.toks[next].Lo:]
	if len(in.gap(next)) > 0 && in.kind(i) != text.Number {
		return 0, "", 0
	}
	yuan := "CNY"
	if strings.Contains("多来余", in.word(next)) && m.han(in, next+1).text != "" && in.gap(next+1) == "" {
		next++ // 3000多元
		s = in.folded[in.toks[next].Lo:]
	}
	g := m.han(in, next)
	if g.text == "" {
		switch {
		case strings.HasPrefix(s, "毛") && !startsAnyOf(s[3:], "病衣巾利笔孩绒毯坯"), strings.HasPrefix(s, "角") && !startsAnyOf(s[3:], "形度色落"):
			return m.money(in, next+1, v/10, yuan)
		case strings.HasPrefix(s, "分钱"):
			return v / 100, yuan, next + 2
		}
		return 0, "", 0
	}
	rest := s[len(g.text):]
	end := next + len(g.text)/3
	switch g.text {
	case "元":
		if startsAnyOf(rest, "旦素器件宵老首凶") {
			return 0, "", 0
		}
	case "欧":
		if startsAnyOf(rest, "洲姆美式派莱珀") {
			return 0, "", 0
		}
	case "刀":
		if startsAnyOf(rest, "具片叉剪枪") {
			return 0, "", 0
		}
	case "块":
		if v == 1 && in.kind(i) == text.Char && rest != "" && !startsAnyOf(rest, "一二三四五六七八九两钱的,吧了0123456789 。?!、") || startsAnyOf(rest, "儿") {
			return 0, "", 0
		}
		if v <= 10 && startsWithAny(rest, []string{"手表", "表", "巧克力", "蛋糕", "布", "电池", "屏", "玻璃", "肥皂", "香皂", "石头", "肉", "豆腐", "地", "板", "砖", "瓷砖", "毛巾", "硬盘", "面包", "糖", "饼", "牛排", "披萨", "显卡", "主板", "内存", "电子表", "腕表"}) != "" {
			return 0, "", 0
		}
	}
	if g.text != "元" && g.text != "块" {
		return v, g.code, end
	}
	if tenth, ok := hanDigit(in.rune(end)); g.text == "块" && ok && tenth > 0 && in.gap(end) == "" && in.rune(end+1) == '一' && startsAnyOf(in.word(end+2), "个斤件瓶盒箱包袋只张条本份支次位台") {
		return v + float64(tenth)/10, g.code, end + 1 // 两块五一个
	}
	n, to, ok := in.number(end)
	if !ok || in.gap(end) != "" || n.val < 0 || n.val > 99 || n.val != math.Trunc(n.val) || v != math.Trunc(v) {
		return v, g.code, end
	}
	switch unit := in.folded[in.toks[to-1].Hi:]; {
	case strings.HasPrefix(unit, "毛") || strings.HasPrefix(unit, "角"):
		return m.money(in, to+1, v+n.val/10, g.code)
	case strings.HasPrefix(unit, "分"):
		return v + n.val/100, g.code, to + 1
	case g.text == "块" && !startsAnyOf(unit, "个折件月天年号点倍次斤台瓶盒箱%小块元"):
		if n.val >= 10 || n.zero {
			return v + n.val/100, g.code, to
		}
		return v + n.val/10, g.code, to
	}
	return v, g.code, end
}

// money goes on behind 毛 or 角 at token k: 分 and 钱.
func (m *moneys) money(in *input, k int, v float64, code string) (float64, string, int) {
	if n, to, ok := in.number(k); ok && in.gap(k) == "" && n.whole(1, 9) {
		if in.word(to) == "分" {
			return v + n.val/100, code, to + 1
		}
		if to == len(in.toks) || in.gap(to) != "" {
			return v + n.val/100, code, to
		}
	}
	if in.word(k) == "钱" && in.gap(k) == "" {
		k++
	}
	return v, code, k
}

// startsAnyOf reports whether s begins with one of chars.
func startsAnyOf(s, chars string) bool {
	for _, r := range s {
		return strings.ContainsRune(chars, r)
	}
	return false
}
