package entity

import (
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// phones finds telephone numbers by the forms in which numbering plans are
// written, and any digits that words announce as a telephone number.
type phones struct {
	edges
	cue   cue
	not   cue
	glued []string // words that may stand before a number without a blank
	codes map[string][2]int
}

func newPhones(e edges) *phones {
	return &phones{
		edges: e,
		cue: cue{
			words: []string{
				"phone", "telephone", "tel", "mobile", "cell", "cellphone", "whatsapp", "call me", "call us", "call him", "call her",
				"reach me", "text me", "ring me", "contact me", "call", "dial", "contact number", "my number", "fax", "hotline", "landline",
				"电话", "手机", "手机号", "座机", "热线", "拨打", "致电", "联系方式", "联系我", "联系号码", "打给我", "传真", "我的号码", "拨",
			},
			fillers: []string{"number", "numbers", "no", "num", "is", "are", "at", "on", "it's", "now", "here", "+", "my", "the", "号", "号码", "是", "为", "就", "改成", "换成", "改为", "换为", "请", "我", "的", "to"},
		},
		not: cue{
			words: []string{
				"order number", "order no", "order id", "tracking number", "tracking", "invoice", "reference", "serial", "imei", "account", "account number", "sn",
				"订单号", "单号", "订单编号", "运单号", "账号", "卡号", "编号", "发票号", "序列号", "qq", "流水号", "工号", "身份证", "身份证号",
			},
			fillers: []string{"is", "number", "no", "是", "为", "号码", "号"},
		},
		glued: []string{"tel", "phone", "mobile", "call", "mob", "cell", "ph", "fax"},
		codes: countryCodes(),
	}
}

// digits are groups of digits with blanks, hyphens, points and brackets between.
type digits struct {
	lo, hi [8]int
	n      int
	all    [24]byte // the digits without what is between
	upto   [8]int   // how many digits the groups up to this one have
}

// readDigits reads the groups that start at s[i], a digit.
func readDigits(s string, i int) (d digits) {
	total := 0
	for d.n < len(d.lo) {
		d.lo[d.n] = i
		for i < len(s) && isDigit(s[i]) {
			if total == len(d.all) { // the groups before are a number, if any
				return d
			}
			d.all[total] = s[i]
			total, i = total+1, i+1
		}
		d.hi[d.n], d.upto[d.n] = i, total
		d.n++
		k := i
		for k < len(s) && k-i < 3 && strings.IndexByte(" -.()", s[k]) >= 0 {
			k++
		}
		if k == i || k == len(s) || !isDigit(s[k]) || strings.Count(s[i:k], "-")+strings.Count(s[i:k], ".") > 1 {
			break
		}
		i = k
	}
	return d
}

// sizes returns the lengths of the first n groups as one digit each: 334.
func (d *digits) sizes(n int) int {
	v := 0
	for i := range n {
		v = v*100 + d.hi[i] - d.lo[i]
	}
	return v
}

func (p *phones) find(dst []found, in *input) []found {
	s := in.folded
	dst = spelt(dst, in)
	for i := 0; i < len(s); {
		first := i
		plus := false
		for first < len(s) && (s[first] == '(' || s[first] == '+') && first-i < 3 {
			plus = plus || s[first] == '+'
			first++
		}
		if first < len(s) && plus && s[first] == ' ' {
			first++
		}
		if first == len(s) || !isDigit(s[first]) {
			i++
			continue
		}
		d := readDigits(s, first)
		if !p.startsAt(s, i) && !slashed(s, i) && endsWithWord(s[:i], p.glued) == 0 {
			i = endOfDigits(s, first)
			continue
		}
		f, end, ok := p.match(s, i, plus, &d)
		if !ok {
			i = endOfDigits(s, first)
			continue
		}
		f.start, f.end = in.stretch(f.start, end)
		dst = append(dst, f)
		i = end
	}
	return dst
}

// slashed reports whether a slash before s[i] is between two numbers of ten
// digits and more.
func slashed(s string, i int) bool {
	if byteAt(s, i-1) != '/' || endOfDigits(s, min(i, len(s)))-i < 10 {
		return false
	}
	n := i - 1
	for n > 0 && isDigit(s[n-1]) {
		n--
	}
	return i-1-n >= 10
}

// spelt finds Chinese mobile numbers in Chinese digits, 幺 for 1.
func spelt(dst []found, in *input) []found {
	var d [11]byte
	n := 0
	for i := 0; i <= len(in.toks); i++ {
		at := -1
		if i < len(in.toks) && in.toks[i].Kind == text.Char && (n == 0 || in.gap(i) == "") {
			if k := strings.Index("零一二三四五六七八九〇幺", in.word(i)); k >= 0 && len(in.word(i)) == 3 {
				at = k / 3
			}
		}
		if at >= 0 && n < len(d) {
			d[n] = "012345678901"[at]
			n++
			continue
		}
		if n == len(d) && at < 0 && chineseMobile(string(d[:])) {
			start, end := in.span(i-n, i)
			dst = append(dst, found{typ: Phone, value: "+86" + string(d[:]), start: start, end: end, score: 0.95, priority: announced})
		}
		n = 0
		if at >= 0 {
			for i+1 < len(in.toks) && in.gap(i+1) == "" {
				i++ // too many
			}
		}
	}
	return dst
}

func endOfDigits(s string, i int) int {
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return i
}

// match returns the number that starts at s[lo], with start in s, and its end.
func (p *phones) match(s string, lo int, plus bool, d *digits) (f found, end int, ok bool) {
	if d.n == 0 || d.upto[d.n-1] < 5 {
		return f, 0, false
	}
	cued := p.cue.before(s, lo)
	follows := byteAt(s, lo-1) == ' ' && isDigit(byteAt(s, lo-2)) // another number is right before it
	for n := d.n; n > 0; n-- {
		hi := d.hi[n-1]
		more := n < d.n
		if more && s[hi] != ' ' || !more && !p.endsAt(s, hi) && !extensionAt(s, hi) && !slashed(s, hi+1) {
			continue
		}
		num := string(d.all[:d.upto[n-1]])
		value, score := p.plan(num, d.sizes(n), plus, more || follows)
		ext := ""
		if value == "" && n > 1 {
			// A landline with its extension: 010-12345678-801.
			if k := d.hi[n-1] - d.lo[n-1]; k >= 2 && k <= 5 && s[d.hi[n-2]] == '-' && len(num)-k >= 10 {
				if value, score = p.plan(num[:len(num)-k], d.sizes(n-1), plus, false); value != "" {
					ext = num[len(num)-k:]
				}
			}
		}
		prio := normal
		if cued {
			prio = announced
			if value == "" && !more && (len(num) >= 7 && len(num) <= 15 || len(num) >= 5 && (num[0] == '1' || num[0] == '9') && d.n == 1) {
				value, score = num, 0.9
			}
		}
		if value == "" || !p.wide && !cued && !plus && p.not.before(s, lo) {
			continue
		}
		if s[lo] == '(' && !strings.Contains(s[lo:hi], ")") {
			lo++
		}
		end = hi
		if ext == "" {
			ext, end = extension(s, hi)
		}
		if ext != "" {
			value += ";ext=" + ext
		}
		return found{typ: Phone, value: value, start: lo, score: score, priority: prio}, end, true
	}
	return f, 0, false
}

// plan returns the value of a number that is written as some numbering plan
// does, or "". Sizes are those of its groups; more says that digits follow.
func (p *phones) plan(d string, sizes int, plus, more bool) (value string, score float64) {
	if plus {
		return p.international(d), 1
	}
	grouped := sizes > 99
	switch {
	case len(d) == 11 && chineseMobile(d) && (sizes == 11 || sizes == 30404 || sizes == 308 || sizes == 704 || sizes == 30305):
		return "+86" + d, 1
	case len(d) == 13 && strings.HasPrefix(d, "86") && chineseMobile(d[2:]) && (sizes == 13 || sizes/10000 == 203 || sizes == 211 || sizes == 50404 || sizes == 20308):
		return "+" + d, 1
	case more && len(d) < 10:
		return "", 0
	case strings.HasPrefix(d, "00") && len(d) >= 11:
		if v := p.international(d[2:]); v != "" && v[1] != '0' {
			return v, 0.9
		}
	case len(d) == 10 && (d[:3] == "400" || d[:3] == "800") && (sizes == 10 || sizes == 30304 || sizes == 30403 || sizes == 307 || sizes == 40303 || sizes == 604):
		return d, 0.9
	case len(d) == 10 && d[0] >= '2' && d[3] >= '2' && (sizes == 30304 || sizes == 307):
		return d, 0.95
	case len(d) == 10 && (d[0] >= '2' && d[3] >= '2' || d[0] >= '6') && sizes == 10 && !more:
		return d, 0.6
	case len(d) == 11 && d[0] == '1' && d[1] >= '2' && d[4] >= '2' && (sizes == 1030304 || sizes == 110 || sizes == 10307 || sizes == 40304):
		return d, 0.95
	case len(d) == 11 && d[0] == '1' && d[1] >= '2' && d[4] >= '2' && sizes == 11 && !more:
		return d, 0.6
	case d[0] == '0' && d[1] != '0' && !more && len(d) >= 9 && len(d) <= 12:
		if grouped || len(d) == 10 || len(d) == 11 || len(d) == 12 && d[1] >= '3' {
			return d, 0.8
		}
	}
	return "", 0
}

// international returns E.164 for digits that start with a country code, or "".
func (p *phones) international(d string) string {
	for n := 1; n <= 3 && n < len(d); n++ {
		span, ok := p.codes[d[:n]]
		if !ok {
			continue
		}
		national := d[n:]
		if d[:n] != "39" { // Italy keeps its zero
			national = strings.TrimPrefix(national, "0")
		}
		if len(national) < span[0] || len(national) > span[1] {
			return ""
		}
		return "+" + d[:n] + national
	}
	return ""
}

// extensionAt reports whether an extension follows at s[i].
func extensionAt(s string, i int) bool {
	ext, _ := extension(s, i)
	return ext != ""
}

// extension returns the extension that follows a number at s[i], and its end;
// "" and i where there is none.
func extension(s string, i int) (ext string, end int) {
	k := skipSpace(s, i)
	if byteAt(s, k) == ',' {
		k = skipSpace(s, k+1)
	}
	for _, w := range []string{"extension", "ext", "x", "#", "转分机", "分机号", "分机", "转"} {
		if !strings.HasPrefix(s[k:], w) {
			continue
		}
		k += len(w)
		for k < len(s) && strings.IndexByte(" .:", s[k]) >= 0 {
			k++
		}
		end = endOfDigits(s, k)
		if end > k && end-k <= 6 && endsAlone(s, end) {
			return s[k:end], end
		}
		break
	}
	return "", i
}

func skipSpace(s string, i int) int {
	for i < len(s) && s[i] == ' ' {
		i++
	}
	return i
}
