package entity

import (
	"slices"
	"strings"
)

// orders finds the numbers of orders, parcels, tickets and invoices: what words
// announce as one, and the forms of known carriers and shops.
type orders struct {
	strong, weak, not cue
	carriers          cue
	after             []string // what says so behind it
}

func newOrders() *orders {
	fillers := []string{
		"is", "are", "number", "numbers", "no", "num", "nr", "id", "code", "it's", "was", "the", "my", "new", "for",
		"是", "为", "号", "号码", "编号", "是这个", "这个", "分别是", "改成", "应该是", "的",
	}
	var strong []string
	for _, noun := range []string{
		"order", "tracking", "invoice", "ticket", "parcel", "package", "shipment", "reference", "ref", "confirmation", "booking",
		"case", "receipt", "transaction", "po", "purchase order", "waybill", "return", "rma", "claim", "reservation", "delivery",
		"bill", "serial order", "complaint", "request",
	} {
		for _, sign := range []string{" number", " numbers", " no", " num", " nr", " id", " ids", " code", " #", "#", " ref", " reference"} {
			strong = append(strong, noun+sign)
		}
	}
	strong = append(
		strong, "tracking", "rma", "awb", "waybill", "invoice",
		"订单号", "订单编号", "订单号码", "单号", "运单号", "快递单", "物流单", "发票号", "发票号码", "发票编号", "工单号", "工单编号", "工单",
		"票号", "流水号", "交易号", "交易单号", "退货单", "售后单", "运单", "包裹号", "预订号", "预约号", "确认号", "订票号", "保单号", "订单尾号", "受理编号",
	)
	return &orders{
		strong: cue{strong, fillers},
		weak: cue{
			[]string{"order", "orders", "parcel", "package", "shipment", "ticket", "reference", "ref", "booking", "reservation", "confirmation", "case", "receipt", "订单", "包裹", "快递", "发票", "这单", "那单", "票"},
			[]string{"is", "the", "my", "with", "是", "为", "number"},
		},
		carriers: cue{
			[]string{"dhl", "ups", "fedex", "usps", "ems", "tnt", "dpd", "hermes", "royal mail", "顺丰", "圆通", "中通", "申通", "韵达", "京东", "邮政", "极兔", "德邦", "百世", "菜鸟"},
			[]string{"快递", "express", "单", "parcel", "的"},
		},
		not: cue{
			[]string{
				"imei", "serial", "serial number", "sn", "s/n", "account", "account number", "card", "card number", "qq", "wechat", "phone", "zip", "postcode", "box", "pin", "password", "model", "error", "error code", "code", "room", "apt", "apartment", "passport", "passport number", "licence", "license", "plate", "unit", "suite", "top",
				"账号", "帐号", "卡号", "银行卡", "身份证", "身份证号", "护照", "护照号", "驾照", "驾驶证", "车牌", "序列号", "微信", "微信号", "手机", "电话", "手机号", "密码", "型号", "验证码",
			},
			[]string{"is", "number", "no", "是", "为", "号码", "号", "my", "code"},
		},
		after: []string{
			"is my order", "is the order", "is my tracking", "is the tracking", "is my invoice", "is the invoice", "is my reference", "is the reference",
			"is my ticket", "is my booking", "is the booking", "is the ticket",
			"是我的订单", "是订单号", "是我的单号", "是单号", "是快递单号", "是我的快递单号", "是运单号", "这个订单", "这个单", "这单", "这一单", "的订单", "这个快递", "的快递",
		},
	}
}

func (o *orders) find(dst []found, in *input) []found {
	s := in.folded
	for i := 0; i < len(s); i++ {
		if !isAlnum(s[i]) {
			continue
		}
		lo, hi := i, chunkEnd(s, i)
		i = hi
		if end := o.blanks(in, lo, hi); end > 0 {
			hi, i = end, end
			start, stop := in.stretch(lo, hi)
			dst = append(dst, found{typ: Order, value: code(s[lo:hi]), start: start, end: stop, score: 0.9, priority: announced})
			continue
		}
		if !strings.ContainsAny(s[lo:hi], "0123456789") || byteAt(s, lo-1) == '@' || byteAt(s, hi) == '@' {
			continue
		}
		if end, prio, score := o.judge(in, lo, hi); score > 0 {
			start, stop := in.stretch(lo, end)
			dst = append(dst, found{typ: Order, value: code(s[lo:end]), start: start, end: stop, score: score, priority: prio})
			i = end
		}
	}
	return dst
}

// code returns a number of the folded text in its normal form.
func code(s string) string { return strings.ToUpper(strings.ReplaceAll(s, " ", "")) }

// blanks returns the end of an announced number that starts with the capital
// letters s[lo:hi] and has blanks in it, 0 for none: "PO 4471 09", "ZTO 7788 9900
// 11", "LX 204 118 339 DE".
func (o *orders) blanks(in *input, lo, hi int) int {
	s := in.folded
	if hi-lo < 2 || hi-lo > 4 || byteAt(s, hi) != ' ' || !isDigit(byteAt(s, hi+1)) || strings.ContainsAny(s[lo:hi], "0123456789-_") ||
		!isLoud(in, lo, hi) || !startsCode(s, lo) || !o.strong.before(s, lo) {
		return 0
	}
	word := s[lo:hi]
	if slices.Contains(o.strong.fillers, word) || slices.Contains(o.carriers.words, word) || knownCurrency(strings.ToUpper(word)) {
		return 0
	}
	if head := strings.TrimRight(s[:lo], " "); isAlnum(byteAt(head, len(head)-1)) && isLoud(in, len(head)-1, len(head)) {
		return 0 // everything is in capitals
	}
	end, count := hi, 0
	for end < len(s) && s[end] == ' ' && isDigit(byteAt(s, end+1)) {
		to := endOfDigits(s, end+1)
		n := to - end - 1
		if n < 2 || count+n > 18 || !endsAlone(s, to) || looksYear(s[end+1:to]) && count >= 5 {
			break
		}
		end, count = to, count+n
	}
	if count < 5 {
		return 0
	}
	if to := end + 3; to <= len(s) && s[end] == ' ' && endsAlone(s, to) && carrier(strings.ReplaceAll(s[lo:to], " ", "")) {
		return to
	}
	return end
}

// chunkEnd returns where the letters and digits from s[i] on end, with single
// hyphens and underscores inside.
func chunkEnd(s string, i int) int {
	for i < len(s) && (isAlnum(s[i]) || (s[i] == '-' || s[i] == '_') && isAlnum(byteAt(s, i+1)) && isAlnum(s[i-1])) {
		i++
	}
	return i
}

// judge decides whether s[lo:hi] is, or starts, an order number; score 0 says
// that it is none.
func (o *orders) judge(in *input, lo, hi int) (end int, _ priority, score float64) {
	s := in.folded
	chunk := s[lo:hi]
	shape := shapeOf(chunk)
	if shape.date || !startsCode(s, lo) || byteAt(s, hi) == '%' ||
		(byteAt(s, hi) == ':' || byteAt(s, hi) == '.' || byteAt(s, hi) == ',') && isDigit(byteAt(s, hi+1)) && shape.digits < 5 {
		return 0, 0, 0
	}
	loud := isLoud(in, lo, hi)
	some := shape.digits >= 3 && shape.all >= 4 || loud && shape.letters > 0 && shape.all >= 5 // enough of a code to be announced
	short := loud && shape.code && shape.digits >= 2 && strings.IndexByte(chunk, '-') > 0      // A-12, where it is called the number of an order
	if (some || short) && o.strong.before(s, lo) {
		if byteAt(s, hi) == '/' && isAlnum(byteAt(s, hi+1)) { // 2024/00123
			return chunkEnd(s, hi+1), announced, 1
		}
		return o.grouped(s, lo, hi), announced, 1
	}
	if some && !looksYear(chunk) {
		if byteAt(s, lo-1) == '#' && (loud || shape.letters == 0) && !o.not.before(s, lo) {
			return hi, announced, 0.9
		}
		if (loud || shape.letters == 0) && startsWithWord2(s[hi:], o.after) {
			return hi, announced, 0.9
		}
		if shape.letters == 0 && shape.digits >= 8 && o.carriers.before(s, lo) {
			return hi, normal, 0.8
		}
		if (shape.letters == 0 && shape.digits >= 5 || shape.letters > 0 && (loud || shape.code)) && o.weak.before(s, lo) && !(shape.letters == 0 && priced(s[hi:])) {
			return hi, normal, 0.8
		}
	}
	if o.not.before(s, lo) || containsWord(s[max(0, lo-40):lo], []string{"error"}) || startsWithWord2(s[hi:], []string{"error", "错误"}) {
		return 0, 0, 0
	}
	if carrier(chunk) {
		return hi, checked, 0.95
	}
	switch {
	case loud && shape.code && shape.digits >= 5 && !knownCurrency(strings.ToUpper(chunk[:min(3, len(chunk))])):
		return hi, normal, 0.7
	case shape.digits == len(chunk) && shape.digits >= 12 && shape.digits <= 24 && dated(chunk):
		return hi, normal, 0.6
	}
	return 0, 0, 0
}

// startsCode reports whether a code may start at s[lo].
func startsCode(s string, lo int) bool {
	c := byteAt(s, lo-1)
	return c == '#' || startsAlone(s, lo) || (c == '-' || c == ':') && !isDigit(byteAt(s, lo-2))
}

// startsWithWord2 is whether one of words follows, blanks aside.
func startsWithWord2(s string, words []string) bool {
	return startsWithWord(strings.TrimLeft(s, " "), words) > 0
}

// priced reports whether what follows digits makes them a sum: 门票500-1000元, but
// not 订单12345元旦前能到吗.
func priced(s string) bool {
	s = strings.TrimLeft(s, " ")
	if after, ok := strings.CutPrefix(s, "元"); ok {
		return !strings.HasPrefix(after, "旦") && !strings.HasPrefix(after, "宵")
	}
	return strings.HasPrefix(s, "块")
}

// shape is what a chunk looks like.
type shape struct {
	digits, letters, all int
	code                 bool // letters, then perhaps a hyphen, then digits (and hyphens) only
	date                 bool
}

func shapeOf(chunk string) (sh shape) {
	sh.code = isLetter(chunk[0])
	for i := range len(chunk) {
		switch c := chunk[i]; {
		case isDigit(c):
			sh.digits++
		case isLetter(c):
			sh.letters++
			if sh.digits > 0 || sh.letters > 5 {
				sh.code = false
			}
		}
	}
	sh.all = sh.digits + sh.letters
	if sh.letters == 0 && strings.Count(chunk, "-") == 2 {
		a, rest, _ := strings.Cut(chunk, "-")
		b, c, _ := strings.Cut(rest, "-")
		sh.date = len(b) <= 2 && (len(a) == 4 && len(c) <= 2 || len(a) <= 2 && (len(c) == 4 || len(c) == 2))
	}
	return sh
}

// dated reports whether digits begin with a day of this century, as the order
// numbers of many shops do: 20261121....
func dated(c string) bool {
	return c[:2] == "20" && c[4:6] >= "01" && c[4:6] <= "12" && c[6:8] >= "01" && c[6:8] <= "31"
}

func looksYear(chunk string) bool {
	return len(chunk) == 4 && (chunk[:2] == "19" || chunk[:2] == "20")
}

// isLoud reports whether folded[lo:hi] was written without small letters.
func isLoud(in *input, lo, hi int) bool {
	start, end := in.stretch(lo, hi)
	return !strings.ContainsFunc(in.raw[start:end], func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'ａ' && r <= 'ｚ'
	})
}

// grouped extends an announced number by groups of digits behind blanks.
func (o *orders) grouped(s string, lo, hi int) int {
	for hi < len(s) && s[hi] == ' ' {
		end := chunkEnd(s, hi+1)
		n := end - hi - 1
		if n < 3 && (n < 2 || hi-lo < 9) || n > 6 || strings.Trim(s[hi+1:end], "0123456789") != "" || hi-lo > 26 || !endsAlone(s, end) ||
			byteAt(s, end) >= 0x80 || looksYear(s[hi+1:end]) {
			break
		}
		if rest := s[end:]; len(rest) > 1 && rest[0] == ' ' && isLetter(rest[1]) && startsWithWord(rest[1:], []string{"and", "but", "is", "has", "please", "for", "from"}) == 0 {
			break // a number of something
		}
		hi = end
	}
	return hi
}

// carrier reports whether a code has the form of a known carrier or shop: SF and
// other Chinese carriers (two or three letters and 10 to 15 digits), UPS (1Z),
// Universal Postal Union S10, Amazon (3-7-7).
func carrier(c string) bool {
	switch {
	case len(c) == 18 && strings.HasPrefix(c, "1z"):
		return !strings.ContainsAny(c, "-_")
	case len(c) == 13 && isLetter(c[0]) && isLetter(c[1]) && isLetter(c[11]) && isLetter(c[12]):
		return strings.Trim(c[2:11], "0123456789") == ""
	case len(c) == 19 && c[3] == '-' && c[11] == '-':
		return strings.Trim(c[:3]+c[4:11]+c[12:], "0123456789") == ""
	}
	n := 0
	for n < len(c) && isLetter(c[n]) {
		n++
	}
	if n < 2 || n > 4 || len(c)-n < 10 || len(c)-n > 18 || strings.Trim(c[n:], "0123456789") != "" {
		return false
	}
	switch c[:n] {
	case "sf", "jd", "jdv", "jdx", "jdvb", "jdva", "jdve", "yt", "zto", "sto", "yd", "jt", "db", "ems", "yto", "dpk", "zt", "ht", "kye", "dhl", "tba", "lp", "cn", "sfc":
		return true
	}
	return false
}
