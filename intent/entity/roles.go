package entity

import (
	"sort"
	"strings"
)

// roles tells by the words around the values which of several of a type is
// which.
type roles struct {
	old, new, from, to, until []string // before a value
	change                    []string // verbs of a change
	articles                  []string // between the word and the value
	changed                   []string // behind an old value
	reach                     []string // between where from and where to
	ends, starts              []string // behind a time
	saves, saved              []string // before and behind a discount
	nouns                     []string // between such a word and a value that it names
	given, taken              []string // before these nouns: what is given up, what takes its place
	refused                   []string // a "not" that is of the verb
	replace                   []string // verbs whose object is given up
	sender, receiver          []string // before an address
}

func newRoles() *roles {
	return &roles{
		old: []string{
			"not", "isn't", "isnt", "wasn't", "aren't", "instead of", "rather than", "no longer", "not at", "not on", "not to", "not for", "not in", "not from", "no longer at", "no longer in", "don't want", "not want",
			"不是", "不要", "而不是", "不再是", "并非", "而非", "不去", "不在", "不寄到", "不到", "别寄到", "原来是", "原来的", "原先是", "旧的是",
		},
		new: []string{
			"make it", "make that", "i meant", "i mean", "should be", "should have been", "it should be", "correct one is", "change it to", "switch it to", "update it to", "replace it with", "replaced by", "new one is", "right one is", "is now",
			"改成", "改为", "换成", "改到", "换到", "换为", "更改为", "修改为", "变更为", "更新为", "更改成", "更新成", "修改成", "变成", "应该是", "应为", "而是", "应该寄到", "改寄到", "改寄", "改送到", "改去", "现在是", "新的是", "改在", "调整到", "调整为", "推迟到", "提前到", "延期到",
		},
		from:     []string{"from", "since", "starting", "starting on", "starting from", "starts", "starts on", "begins", "begins on", "beginning", "as of", "after", "从", "自", "由", "打从", "发自", "来自"},
		to:       []string{"to", "into", "towards", "toward", "到", "至", "去", "往", "飞", "飞往", "前往", "寄到", "送到", "发到", "发往", "寄往", "送往", "送去", "寄去", "抵达", "回", "去往", "开往"},
		until:    []string{"until", "till", "by", "before", "through", "no later than", "to", "ending", "ends", "ends on", "expires", "expires on", "up to", "到", "至", "直到", "截至", "截止到", "截止"},
		change:   []string{"change", "changed", "changing", "update", "updated", "switch", "move", "moved", "reschedule", "rescheduled", "modify", "correct", "amend", "replace", "swap", "改", "换", "更改", "修改", "变更"},
		articles: []string{"the", "a", "an", "my", "our", "this", "on", "at", "in", "city of", "位于", "在", "我的"},
		changed:  []string{"改成", "改为", "换成", "改到", "换到", "更改为", "修改为", "变更为", "更换为", "变成", "换为", "推迟到", "提前到", "改"},
		reach:    []string{"to", "->", "→", "到", "至", "飞", "飞往", "去", "往", "回"},
		ends:     []string{"之前", "以前", "前", "为止", "截止", "at the latest"},
		starts:   []string{"之后", "以后", "起", "开始", "后", "onwards", "onward"},
		saves:    []string{"discount of", "coupon for", "coupon of", "voucher for", "voucher of", "save", "saved", "rebate of", "优惠", "优惠了", "减", "减了", "立减", "便宜", "便宜了", "抵扣", "抵", "折扣", "返", "返现", "少", "省", "省了", "降", "降了"},
		saved:    []string{"off", "discount", "coupon", "voucher", "rebate", "优惠", "的优惠", "折扣", "的折扣", "代金券", "的代金券", "优惠券", "的优惠券", "红包", "的红包", "券"},
		nouns: []string{
			"order", "number", "no", "address", "e-mail", "email", "mail", "phone", "mobile", "cell", "card", "account", "iban", "name", "recipient", "contact", "is", "was", "one is", "one was", "my", "the",
			"订单", "号码", "号", "手机", "手机号", "电话", "邮箱", "地址", "卡", "卡号", "银行卡", "账号", "名字", "收件人", "联系人", "收货", "收件", "的", "是", "为",
		},
		given:    []string{"old", "previous", "former", "旧", "原来", "以前"},
		taken:    []string{"new", "correct", "right", "新", "正确"},
		refused:  []string{"do not", "did not", "does not", "could not", "would not", "have not", "can not"},
		replace:  []string{"replace", "replacing", "swap", "swap out"},
		sender:   []string{"寄件地址", "寄出地址", "发件地址", "取件地址", "上门地址", "发货地址", "sender address", "sender's address", "pickup address", "pick-up address", "pick up address", "from address"},
		receiver: []string{"收件地址", "收货地址", "送货地址", "配送地址", "派送地址", "送餐地址", "recipient address", "recipient's address", "delivery address", "shipping address", "destination address"},
	}
}

// assign gives the candidates, which are in order, their roles.
func (r *roles) assign(fs []found, in *input) {
	if len(fs) == 0 {
		return
	}
	for i := range fs {
		f := &fs[i]
		if f.role == "" {
			f.role = r.of(fs, i, in)
		}
	}
	r.pairs(fs)
}

// of returns the role of candidate i by its own surroundings.
func (r *roles) of(fs []found, i int, in *input) string {
	f := &fs[i]
	head, tail := in.around(f.start, f.end)
	before := strings.TrimRight(head, " :\"'(")
	for range 2 {
		n := endsWithWord(before, r.articles)
		if n == 0 || endsWithWord(before, r.old) > n {
			break
		}
		before = strings.TrimRight(before[:len(before)-n], " ")
	}
	after := strings.TrimLeft(tail, " ")
	if role := r.named(f, before, after); role != "" {
		return role
	}
	clause := before[strings.LastIndexAny(before, ".;!?。\n")+1:]
	changing := func() bool { return containsWord(clause, r.change) }
	place := f.typ == Address || !isBuiltin(f.typ)
	to := endsWithWord(before, r.to)
	switch {
	case f.typ == Money && (endsWithWord(before, r.saves) > 0 || startsWithWord(after, r.saved) > 0):
		return RoleDiscount
	case endsWithWord(before, r.new) > 0 && endsWithWord(before, r.new) >= endsWithWord(before, r.old):
		return RoleNew
	case endsWithWord(before, r.old) > 0 || startsWithWord(after, r.changed) > 0 && (changing() || i+1 < len(fs) && fs[i+1].typ == f.typ):
		return RoleOld
	case to > 0 && f.typ != Person && isAlnum(before[len(before)-1]) && changing():
		return RoleNew
	case f.typ != Duration && i+1 < len(fs) && fs[i+1].typ == f.typ && endsWithWord(before, r.from) > 0 && changing():
		return RoleOld
	}
	switch {
	case f.typ == Time && startsWithWord(after, r.ends) > 0:
		return RoleEnd
	case f.typ == Time && startsWithWord(after, r.starts) > 0:
		return RoleStart
	case f.typ == Time && f.closed:
		return "" // both ends are told: "from Monday to Wednesday"
	case f.typ == Time && f.bound != "":
		return f.bound
	case f.typ == Time && endsWithWord(before, r.until) > 0:
		return RoleEnd
	case f.typ == Time && endsWithWord(before, r.from) > 0:
		return RoleStart
	case place && to > 0:
		return RoleDestination
	case place && endsWithWord(before, r.from) > 0:
		return RoleOrigin
	case place && i+1 < len(fs) && fs[i+1].typ == f.typ && r.between(in, f.end, fs[i+1].start):
		return RoleOrigin
	}
	return ""
}

// named returns the role that the words around a noun give to the value it
// names: "my old number is", "not order", "replace card", 新地址, 寄件地址.
func (r *roles) named(f *found, before, after string) string {
	switch f.typ {
	case Person, Phone, Email, Address, Order, Card, IBAN:
	default:
		return ""
	}
	if startsWithWord(after, r.changed) > 0 {
		return "" // what was old till then
	}
	for range 5 {
		before = strings.TrimRight(before, " :#\"'(")
		switch {
		case f.typ == Address && endsWithWord(before, r.sender) > 0:
			return RoleOrigin
		case f.typ == Address && endsWithWord(before, r.receiver) > 0:
			return RoleDestination
		case f.typ != Order && endsWithWord(before, r.given) > 0:
			return RoleOld
		case f.typ != Order && endsWithWord(before, r.taken) > 0:
			return RoleNew
		case endsWithWord(before, r.old) > 0:
			if endsWithWord(before, r.refused) > 0 {
				return ""
			}
			return RoleOld
		case endsWithWord(before, r.new) > 0:
			return RoleNew
		case endsWithWord(before, r.replace) > 0:
			return RoleOld
		}
		n := endsWithWord(before, r.nouns)
		if n == 0 {
			return ""
		}
		before = before[:len(before)-n]
	}
	return ""
}

// between reports whether only a word of direction is between two places.
func (r *roles) between(in *input, end, start int) bool {
	mid := strings.TrimSpace(in.raw[end:start])
	return mid != "" && startsWithWord(mid, r.reach) == len(mid)
}

// pairs gives the other of two values its role: "Hangzhou, not Shanghai".
func (r *roles) pairs(fs []found) {
	for i := range fs {
		if fs[i].role != RoleOld && fs[i].role != RoleNew {
			continue
		}
		other, alone := -1, true
		for k := range fs {
			if k != i && fs[k].typ == fs[i].typ {
				alone = alone && other < 0
				other = k
			}
		}
		if other < 0 || !alone {
			continue
		}
		switch o := &fs[other]; {
		case fs[i].role == RoleOld && o.role != RoleOld && o.role != RoleDiscount:
			o.role = RoleNew
		case fs[i].role == RoleNew && o.role == "" && other < i:
			o.role = RoleOld
		}
	}
}

// around returns the folded text before and behind a stretch of the raw text,
// as far as roles look.
func (in *input) around(start, end int) (before, after string) {
	const reach = 100 // bytes
	lo, hi := start, end
	if len(in.starts) > 0 {
		lo = sort.SearchInts(in.ends, start+1)
		hi = sort.SearchInts(in.starts, end)
	}
	return in.folded[max(0, lo-reach):lo], in.folded[hi:min(len(in.folded), hi+reach)]
}

// containsWord reports whether s has one of words in it.
func containsWord(s string, words []string) bool {
	for _, w := range words {
		for at := 0; ; {
			k := strings.Index(s[at:], w)
			if k < 0 {
				break
			}
			at += k
			if !isAlnum(w[0]) || !isAlnum(byteAt(s, at-1)) && !isAlnum(byteAt(s, at+len(w))) {
				return true
			}
			at += len(w)
		}
	}
	return false
}

func isBuiltin(t Type) bool {
	switch t {
	case Person, Phone, Email, URL, Address, Order, Time, Duration, Money, Quantity, Percentage, Number, Ordinal, Card, IBAN, ChineseID:
		return true
	}
	return false
}
