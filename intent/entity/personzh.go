package entity

import (
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// personsZH finds names in Chinese characters: a surname and up to two
// characters, by the words around them.
type personsZH struct {
	single, double map[string]bool
	sure, whole    []string // before a name; before one that is a whole clause
	titles         []string // behind a name
	offices        []string // behind a surname
	relations      []string // before a name that ends the clause
	nouns          []string // what a name may be changed of
	not            string   // characters that no given name has
	words          []string // words that come behind a name
	no             map[string]bool
}

func newPersonsZH() *personsZH {
	single, double := surnamesZH()
	return &personsZH{
		single: single, double: double,
		sure: []string{
			"我叫", "我姓", "本人姓", "敝姓", "免贵姓", "贵姓", "姓名", "姓名是", "名字", "名字是", "名字叫", "名叫", "名字叫做", "叫做", "收件人", "收货人",
			"联系人", "户名", "户名是", "开户名", "持卡人", "乘客", "乘机人", "入住人", "预订人", "预定人", "本人", "姓名叫", "我的名字是", "我名字叫",
			"收件人改成", "收货人改成", "联系人改成", "收件人改为", "收货人改为", "联系人改为", "名字改成", "名字改为", "姓名改为", "姓名改成", "投保人", "被保人", "客户姓名", "我的名字叫", "我本名", "署名", "叫我",
			"姓名为", "户主", "户主是", "车主", "经办人", "申请人", "姓", "收款人", "付款人", "汇款人", "受益人", "寄件人", "购票人", "订票人", "取票人", "取件人", "乘车人", "出行人", "报名人", "投诉人", "收件人叫", "联系人叫", "收货人叫",
		},
		whole: []string{"我是", "这是", "他叫", "她叫", "叫", "不是", "是", "找", "联系", "转接", "我老公", "我老婆", "我妈", "我爸", "我朋友", "我同事", "我儿子", "我女儿", "名为", "来自"},
		relations: []string{
			"妈妈", "母亲", "爸爸", "父亲", "老公", "丈夫", "老婆", "妻子", "太太", "女朋友", "男朋友", "朋友", "同事", "儿子", "女儿", "孩子", "姐姐", "哥哥", "弟弟", "妹妹", "家人", "室友", "同学", "奶奶", "爷爷", "外婆", "外公", "客户",
		},
		nouns:   []string{"收件人", "收货人", "联系人", "姓名", "名字", "乘客", "入住人"},
		titles:  []string{"先生", "女士", "小姐", "太太"},
		offices: []string{"先生", "女士", "小姐", "太太", "老师", "经理", "师傅", "医生", "教授", "主任", "大哥", "大姐", "阿姨", "叔叔", "同学"},
		not:     "我你您他她它们的了吗呢吧啊呀是在不没有要想来去到从住和跟与或也都就还又很把被给让请问这那哪什么怎谁个号码打手先女姓收寄送买退换今昨现已会能可以因为所但如果做说电址帮",
		words: []string{
			"电话", "手机", "地址", "订单", "身份", "今年", "来自", "想要", "号码", "联系", "需要", "已经", "刚刚", "刚才", "之前", "昨天", "今天", "明天", "先生", "女士", "小姐", "太太", "邮箱",
			"预订", "预定", "咨询", "查询", "投诉", "反馈", "购买", "本人", "微信", "男", "女", "此人", "客服", "老师", "经理", "师傅", "收到", "收件", "同学", "麻烦", "生日", "账号", "签收", "代收", "下单", "转接", "接电",
		},
		no: set("高兴 方便 明白 安全 常客 金牌 金卡 安排 安心 成功 关于 关心 全部 全新 包邮 包裹 何时 何必 任何 任务 于是 温馨 万一 应该 应当 连接 连续 解决 解释 简单 强烈 白色 黄色 蓝色 钱包 钱款 高级 高铁 华为 华硕 毛病 麦克 米饭 牛奶 马上 马桶 车子 车票 车辆 路上 江苏 江西 安徽 宁波 宁夏 石家 成都 常州 常见 温州 金额 文件 文字 时间 管理 项目 景点 房子 房间 房东 房客 单子 单号 白天 白条 白金 熊猫 习惯 游客 游戏 符合 费用 易碎 易购 全额 全款 全国 尚未 万能 方式 方法 方案 成品 安装 安卓 苹果 明天 包装 包含 包括 包包 商品 商家 商户 明显 解约 古装 边框 连衣 边上 阳光 甘肃 云南 向你 向您 强制 强行 华人 欧洲 司机 学生 会员 用户 客户 老板 老人 老用户 老客户 新用户 新客户 金融 马云 黄牛 钟点 盛大 符号 马来 解冻 应用 卫生 郎酒 高中 高考 高血压 高手 白领 金主 路人 路过"),
	}
}

func (p *personsZH) find(dst []found, in *input) []found {
	s := in.folded
	for i := range len(in.toks) {
		if in.toks[i].Kind != text.Char {
			continue
		}
		lo := in.toks[i].Lo
		if n := p.surname(in, i); n > 0 {
			end, score := p.named(in, i, n)
			if end > i {
				start, stop := in.span(i, end)
				dst = append(dst, found{typ: Person, value: in.raw[start:stop], start: start, end: stop, score: score, priority: announced})
				continue
			}
		}
		if end := p.labelled(in, i); end > i {
			start, stop := in.span(i, end)
			dst = append(dst, found{typ: Person, value: in.raw[start:stop], start: start, end: stop, score: 0.8, priority: announced})
			continue
		}
		if startsWithAny(s[lo:], p.offices) != "" {
			if from, to := p.titled(in, i); from < to {
				start, stop := in.span(from, to)
				dst = append(dst, found{typ: Person, value: in.raw[start:stop], start: start, end: stop, score: 0.85, priority: announced})
			}
		}
	}
	return dst
}

// labelled returns the end of the name at token i that a label or a nickname
// announces: 姓名：阿依古丽, 我叫小李.
func (p *personsZH) labelled(in *input, i int) (end int) {
	head := in.folded[:in.toks[i].Lo]
	if i+1 < len(in.toks) && in.gap(i+1) == "" && strings.Contains("小老阿", in.word(i)) && p.single[in.word(i+1)] && (strings.HasSuffix(head, "叫") || strings.HasSuffix(head, "叫我")) {
		return i + 2
	}
	label, ok := strings.CutSuffix(strings.TrimRight(head, " "), ":")
	if !ok || endsWithAny(label, p.nouns) == "" {
		return i
	}
	for end = i; end < len(in.toks) && in.toks[end].Kind == text.Char && (end == i || in.gap(end) == "" || in.gap(end) == "·"); end++ {
	}
	if end-i < 2 || end-i > 10 || end-i > 5 && !strings.Contains(in.folded[in.toks[i].Lo:in.toks[end-1].Hi], "·") {
		return i
	}
	return end
}

// surname returns how many tokens the surname at token i has, 0 for none.
func (p *personsZH) surname(in *input, i int) int {
	if i+1 < len(in.toks) && in.gap(i+1) == "" && in.toks[i+1].Kind == text.Char && p.double[in.folded[in.toks[i].Lo:in.toks[i+1].Hi]] {
		return 2
	}
	if p.single[in.word(i)] {
		return 1
	}
	return 0
}

// named returns the end of the name at token i that the words before it
// announce, i if there is none. Its surname has n tokens.
func (p *personsZH) named(in *input, i, n int) (end int, score float64) {
	s := in.folded
	head := strings.TrimRight(s[:in.toks[i].Lo], " :=\"'([“")
	tight := len(head) == in.toks[i].Lo
	sure := endsWithAny(head, p.sure)
	if sure == "" && endsWithAny(head, []string{"改成", "改为", "换成", "换为", "改成了"}) != "" && containsWord(head, p.nouns) {
		sure = "改成"
	}
	if label, is := strings.CutSuffix(head, "是"); is && sure == "" && strings.HasSuffix(label, "人") {
		sure = endsWithAny(label, p.sure) // 收款人是
	}
	related := endsWithAny(strings.TrimSuffix(strings.TrimSuffix(head, "叫"), "是"), p.relations) != ""
	whole := endsWithAny(head, p.whole)
	start := head == ""
	if sure == "" && whole == "" && !start && !related {
		return i, 0
	}
	end = i + n
	for k := end; k < min(i+n+2, len(in.toks)); k++ {
		if in.toks[k].Kind != text.Char || in.gap(k) != "" || !han(in.word(k)) || strings.Contains(p.not, in.word(k)) || startsWithAny(s[in.toks[k].Lo:], p.words) != "" {
			break
		}
		end = k + 1
	}

	for k := i + 2; k <= end; k++ {
		if p.no[s[in.toks[i].Lo:in.toks[k-1].Hi]] {
			return i, 0
		}
	}
	clause := end == len(in.toks) || in.toks[end].Kind != text.Char || in.gap(end) != ""
	switch {
	case strings.HasSuffix(sure, "姓") && (sure != "姓" || clause && end == i+n):
		// 我姓王: only the surname, unless the given name is there too.
		if !clause || end-i-n > 2 {
			end = i + n
		}
		return end, 0.9
	case end == i+n && (p.titleAt(in, end) || !clause || n == 1):
		return i, 0 // 王先生, or a word that starts like a surname
	case sure != "":
		return end, 0.9
	case (whole == "我是" || whole == "他叫" || whole == "她叫" || whole == "名为") && (clause || startsWithAny(s[in.toks[end].Lo:], p.words) != ""):
		return end, 0.8
	case related && clause && tight:
		return end, 0.8
	case (whole == "联系" || whole == "转接") && clause && tight:
		return end, 0.7
	case whole != "" && clause && tight && end-i == n+2 && strings.HasPrefix(whole, "我"):
		return end, 0.7
	case (whole == "不是" || whole == "是") && clause && tight && containsWord(head[max(0, len(head)-60):], p.nouns): // 名字是刘洋，不是刘扬
		return end, 0.8
	case end-i >= 2 && p.titleAt(in, end) && (start || whole != ""):
		return end, 0.9
	}

	return i, 0
}

// titleAt reports whether a form of address stands at token i.
func (p *personsZH) titleAt(in *input, i int) bool {
	return i < len(in.toks) && in.gap(i) == "" && startsWithAny(in.folded[in.toks[i].Lo:], p.titles) != ""
}

// titled returns the tokens of the name before the form of address at token i:
// the given and the family name without it (王小明先生), or the family name with
// it (王先生).
func (p *personsZH) titled(in *input, i int) (from, to int) {
	run := 0 // characters before it, without a gap
	for run < 4 && i-run > 0 && in.toks[i-run-1].Kind == text.Char && in.gap(i-run) == "" {
		run++
	}
	full := startsWithAny(in.folded[in.toks[i].Lo:], p.titles) != ""
	alone := 0
	if run >= 1 && p.single[in.word(i-1)] {
		alone = 1
	}
	if run >= 2 && p.surname(in, i-2) == 2 {
		alone = 2
	}
	if full {
		for _, n := range []int{4, 3, 2} {
			if n > run {
				continue
			}
			k := p.surname(in, i-n)
			if k == 0 || n-k > 2 || n <= k || p.no[in.folded[in.toks[i-n].Lo:in.toks[i-n+1].Hi]] {
				continue
			}
			good := true
			for g := i - n + k; g < i; g++ {
				good = good && !strings.Contains(p.not, in.word(g))
			}
			edge := n == run || strings.Contains("是为叫找给请问和跟让帮替由", in.word(i-n-1))
			if good && (alone == 0 && (edge || n == 3) || alone > 0 && edge && (n == 3 || n == 2 && alone == 1 && !strings.Contains(p.not, in.word(i-n)))) {
				return i - n, i
			}
		}
	}
	if alone > 0 {
		n := len([]rune(startsWithAny(in.folded[in.toks[i].Lo:], p.offices)))
		return i - alone, i + n
	}
	return 0, 0
}

func han(s string) bool { return len(s) == 3 && s >= "一" && s <= "鿿" }

// startsWithAny returns the longest of words that s begins with.
func startsWithAny(s string, words []string) (best string) {
	for _, w := range words {
		if len(w) <= len(best) || len(w) > len(s) || len(w) > 2 && w[2] != s[2] { // most words differ there
			continue
		}
		if strings.HasPrefix(s, w) {
			best = w
		}
	}
	return best
}

// endsWithAny returns the longest of words that s ends with.
func endsWithAny(s string, words []string) (best string) {
	for _, w := range words {
		if len(w) > len(best) && len(w) <= len(s) && w[len(w)-1] == s[len(s)-1] && strings.HasSuffix(s, w) {
			best = w
		}
	}
	return best
}
