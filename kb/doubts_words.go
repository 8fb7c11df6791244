package kb

import (
	"strings"

	"github.com/kefu-go/kefu/internal/text"
)

// A class of words are those of which only one fits in a place: weekdays, parts of
// the day, plans, a word and its opposite. Two texts that otherwise say the same
// and have different words of a class mean different things.
type class uint8

const (
	tailClass   class = 0  // what follows a model: 14 and 14 Pro
	letterClass class = 61 // model A and model B
	prefixClass class = 62 // legal and illegal
)

// classes is a set of classes.
type classes uint64

// turn is a word of a class.
type turn struct {
	class class
	// members are the members of the class that the word may mean: "pm" is the
	// afternoon and the evening.
	members uint32
	// tail tells that the word follows a figure.
	tail bool
}

// turnClasses are the classes with what they raise. Members are separated by bars,
// and words for one member by commas. The first class is the one of tails.
var turnClasses = []struct {
	doubt   Doubt
	members string
}{
	{DoubtModel, "pro | max | plus | ultra | mini | air | se | lite | fe | ti | super | fold | flip | note | 青春版 | 标准版 | 至尊版"},
	{DoubtModel, "gold, 黄金, 金卡 | silver, 白银, 银卡 | platinum, 白金, 铂金 | bronze, 青铜 | diamond, 钻石 | basic, 基础版 | premium, 高级版 | standard | professional, 专业版 | business | enterprise, 企业版 | personal, 个人版"},
	{DoubtModel, "xs | small, 小号, s码 | medium, 中号, m码 | large, 大号, l码 | xl, xl码 | xxl, xxl码"},
	{DoubtModel, "red, 红色 | blue, 蓝色 | green, 绿色 | yellow, 黄色 | black, 黑色 | white, 白色 | grey, gray, 灰色 | pink, 粉色 | purple, 紫色 | brown, 棕色"},
	{DoubtModel, "adult, adults, 成年人 | minor, minors, child, children, kid, 儿童, 小孩, 未成年 | student, 学生 | senior, seniors, 老人"},
	{DoubtModel, "全新, 一手 | 二手"},
	{DoubtNumber, "am, morning, 上午, 早上, 早晨, 清晨 | pm, afternoon, 下午 | pm, evening, 晚上, 傍晚 | night, 晚上, 夜里, 夜间, 半夜, 凌晨 | noon, 中午"},
	{DoubtNumber, "monday, mon, 周一, 星期一, 礼拜一, weekdays, 工作日 | tuesday, tue, 周二, 星期二, 礼拜二, weekdays, 工作日 | wednesday, wed, 周三, 星期三, 礼拜三, weekdays, 工作日 | thursday, thu, 周四, 星期四, 礼拜四, weekdays, 工作日 | friday, fri, 周五, 星期五, 礼拜五, weekdays, 工作日 | " +
		"saturday, sat, 周六, 星期六, 礼拜六, weekend, 周末 | sunday, 周日, 周天, 星期日, 星期天, 礼拜日, 礼拜天, weekend, 周末"},
	{DoubtNumber, "january, jan | february, feb | march | april, apr | may | june, jun | july, jul | august, aug | september, sept, sep | october, oct | november, nov | december, dec"},
	{DoubtNegation, "enable, 启用, 开启, 打开, 开通, 激活, 启动 | disable, 禁用, 停用, 关闭, 关掉, 取消"},
	{DoubtNegation, "include, 包含, 包括 | exclude, 除外, 不含"},
	{DoubtNegation, "open | close, closed, shut"},
	{DoubtNegation, "before, 之前, 以前 | after, 之后, 以后"},
	{DoubtNegation, "increase, raise, 增加, 提高, 调高 | decrease, reduce, lower, 减少, 降低, 调低"},
	{DoubtNegation, "buy, purchase, 购买 | sell, 出售, 卖出"},
	{DoubtNegation, "start, begin, 开始 | stop, end, 停止, 结束"},
	{DoubtNegation, "turn on, switch on | turn off, switch off"},
	{DoubtNegation, "log in, login, sign in, 登录, 登陆 | log out, logout, sign out, 登出, 退出"},
	{DoubtNegation, "check in | check out, checkout"},
	{DoubtNegation, "over, above, more than, 以上, 超过, 高于 | under, below, less than, 以下, 低于, 不足"},
	{DoubtNegation, "accept, approve, 接受, 同意 | reject, decline, refuse, 拒绝"},
	{DoubtNegation, "allow, permit, 允许 | forbid, forbidden, prohibit, 禁止"},
	{DoubtNegation, "add, 添加, 新增 | remove, delete, 删除, 移除"},
	{DoubtNegation, "upgrade, 升级 | downgrade, 降级"},
	{DoubtNegation, "import, 导入 | export, 导出"},
	{DoubtNegation, "upload, 上传 | download, 下载"},
	{DoubtNegation, "deposit, 存款, 充值 | withdraw, 取款, 提现"},
	{DoubtNegation, "minimum, 最低, 最少, 至少 | maximum, 最高, 最多"},
	{DoubtNegation, "incoming | outgoing"},
	{DoubtNegation, "domestic, 国内 | abroad, overseas, 国外, 境外, 海外"},
	{DoubtNegation, "绑定 | 解绑"},
	{DoubtNegation, "冻结 | 解冻"},
	{DoubtNegation, "锁定 | 解锁"},
	{DoubtNegation, "成功 | 失败"},
	{DoubtNegation, "有效 | 无效, 失效"},
	{DoubtNegation, "succeed | fail"},
}

// turns has the words of all classes, folded, and English ones by their stems too.
var turns = func() map[string]turn {
	table := map[string]turn{}
	stemmer := text.NewStemmer(1)
	for c, row := range turnClasses {
		for i, members := range strings.Split(row.members, "|") {
			for word := range strings.SplitSeq(members, ",") {
				word = strings.TrimSpace(word)
				keys := []string{word}
				if stem := stemmer.Stem("en", []byte(word)); stem != word && row.doubt == DoubtNegation {
					keys = append(keys, stem)
				}
				for _, key := range keys {
					t := table[key]
					table[key] = turn{class: class(c), members: t.members | 1<<i}
				}
			}
		}
	}
	return table
}()

// wordFilter tells most words that are not in a table without looking there: by its
// first byte it has the lengths of the words, as bits.
type wordFilter [256]uint64

func (f *wordFilter) add(word string) { f[word[0]] |= 1 << min(len(word), 63) }

// has reports whether the table may have a word.
func (f *wordFilter) has(word []byte) bool { return f[word[0]]>>min(len(word), 63)&1 != 0 }

// turnFilter is that of turns.
var turnFilter = func() (f wordFilter) {
	for word := range turns {
		f.add(word)
	}
	return f
}()

// turnOf returns the word of a class with this text, which is not empty.
func turnOf(word []byte) (found turn, ok bool) {
	if turnFilter.has(word) {
		found, ok = turns[string(word)]
	}
	return found, ok
}

// longestTurn is how many characters a word of a class has at most.
const longestTurn = 3

func (c class) doubt() Doubt {
	switch {
	case c == letterClass:
		return DoubtModel
	case c == prefixClass:
		return DoubtNegation
	case int(c) < len(turnClasses):
		return turnClasses[c].doubt
	}
	return 0
}

// doubts returns what a set of classes raises.
func (c classes) doubts() Doubt {
	var d Doubt
	for k := class(0); c != 0; k, c = k+1, c>>1 {
		if c&1 != 0 {
			d |= k.doubt()
		}
	}
	return d
}

// named are the words after which, and beside which characters, a single letter is a
// name.
const (
	namedBefore = " model version type plan size class grade terminal gate zone group category option series tier level block unit room vitamin hepatitis "
	namedAfter  = "款型版码号类级座区栋组"
	// whether are the characters that only say whether it is so: 已经, 还没有, 无法, 为什么.
	whether = "已经还有无法能可以会了过为什么怎样吗呢非别"
)

// readTurns reads the words of the text that was segmented last.
func (r *outlineReader) readTurns(o *outline) {
	for i := 0; i < len(r.tokens); {
		i = r.turnAt(o, i)
	}
}

// turnAt takes in one token, or several that are one word.
func (r *outlineReader) turnAt(o *outline, i int) int {
	t := r.tokens[i]
	b := r.buffer.Bytes(t)
	switch t.Kind {
	case text.Word:
		if i+1 < len(r.tokens) && r.tokens[i+1].Kind == text.Word {
			r.code = append(append(append(r.code[:0], b...), ' '), r.buffer.Bytes(r.tokens[i+1])...)
			if found, ok := turnOf(r.code); ok {
				o.turns = append(o.turns, found)
				return i + 2
			}
		}
		if len(b) == 1 && r.isName(i) {
			o.turns = append(o.turns, turn{class: letterClass, members: 1 << (b[0] & 31)})
			if size, ok := turns[string(append(append(r.code[:0], b...), "码"...))]; ok {
				o.turns = append(o.turns, size)
			}
			return i + 1
		}
		stem := r.stemmer.Stem("en", b)
		found, ok := turnOf(b)
		if !ok && string(b) != stem {
			found, ok = turnOf([]byte(stem))
		}
		if string(b) == "may" && !r.isMay(i) {
			return i + 1
		}
		if ok {
			o.reverses = o.reverses || stem == "remov" || stem == "stop"
			found.tail = found.class == tailClass && r.follows(o, i)
			if found.class != tailClass || found.tail || len(b) > 2 {
				o.turns = append(o.turns, found)
			}
			return i + 1
		}
		if i > 0 && romanValue(string(b)) > 0 || text.IsFunctionWord("en", b) || numeralStems[stem] || denials[stem] || stem == "abl" {
			return i + 1
		}
		o.reverses = o.reverses || stem == "remov" || stem == "undo" || stem == "stop"
		word := r.hash(stem)
		o.words = append(o.words, word)
		for _, prefix := range oppositePrefixes {
			if len(b) >= len(prefix)+4 && string(b[:len(prefix)]) == prefix {
				o.opposites = append(o.opposites, opposite{word: word, without: r.hash(r.stemmer.Stem("en", b[len(prefix):]))})
			}
		}
	case text.Char:
		if string(b) == "可" && r.text(i+1) == "以" { // 可以下载 has no 以下
			return i + 2
		}
		if split, ok := r.splitTurn(i); ok {
			o.turns = append(o.turns, split)
			return i + 3
		}
		end := i
		var found turn
		r.code = r.code[:0]
		for n := i; n < len(r.tokens) && n < i+longestTurn && r.tokens[n].Kind == text.Char; n++ {
			r.code = append(r.code, r.buffer.Bytes(r.tokens[n])...)
			if t, ok := turnOf(r.code); ok {
				found, end = t, n+1
			}
		}
		if end > i {
			o.turns = append(o.turns, found)
			return end
		}
		if !text.IsFunctionWord("zh", b) && !isNumeral(b) && !isDenial(b) && !strings.Contains(whether, string(b)) {
			o.words = append(o.words, hashText(wordSeed, b))
		}
	}
	return i + 1
}

// splitTurn returns the word of a class that stands around 不 or 得: 打不开, 打得开.
func (r *outlineReader) splitTurn(i int) (turn, bool) {
	if between := r.text(i + 1); between != "不" && between != "得" {
		return turn{}, false
	}
	r.code = append(append(r.code[:0], r.text(i)...), r.text(i+2)...)
	found, ok := turns[string(r.code)]
	return found, ok
}

// hash returns the hash of a stem.
func (r *outlineReader) hash(stem string) uint32 {
	r.code = append(r.code[:0], stem...)
	return hashText(wordSeed, r.code)
}

// oppositePrefixes turn a word into its opposite.
var oppositePrefixes = [...]string{"un", "in", "im", "il", "ir", "dis", "non", "de"}

// isName reports whether a single letter is the name of something.
func (r *outlineReader) isName(i int) bool {
	if i+1 < len(r.tokens) && r.tokens[i+1].Kind == text.Char && strings.Contains(namedAfter, r.text(i+1)) {
		return true
	}
	return i > 0 && r.tokens[i-1].Kind == text.Word && strings.Contains(namedBefore, " "+r.text(i-1)+" ")
}

// isMay reports whether "may" is the month.
func (r *outlineReader) isMay(i int) bool {
	if i > 0 && (r.tokens[i-1].Kind == text.Number || strings.Contains(" in of by until till since from next last this before after during early late ", " "+r.text(i-1)+" ")) {
		return true
	}
	return i+1 < len(r.tokens) && r.tokens[i+1].Kind == text.Number
}

// follows reports whether a tail stands behind a number, or behind another tail that
// does.
func (r *outlineReader) follows(o *outline, i int) bool {
	if i == 0 {
		return false
	}
	if r.tokens[i-1].Kind == text.Number {
		return true
	}
	return len(o.turns) > 0 && o.turns[len(o.turns)-1].tail && turns[r.text(i-1)].class == tailClass && r.tokens[i-1].Kind == text.Word
}

// compareTurns returns the classes of which two texts have different words, and
// those of which a wording has just the words of the question.
func compareTurns(q, w *outline) (differ, agree classes) {
	for _, t := range q.turns {
		switch bit := classes(1) << t.class; {
		case w.has(t):
			agree |= bit
		case w.hasOther(t.class, q) || t.tail && w.figured():
			differ |= bit
		}
	}
	for _, t := range w.turns {
		if t.tail && q.figured() && !q.has(t) {
			differ |= 1 << tailClass
		}
	}
	if q.opposes(w) || w.opposes(q) {
		differ |= 1 << prefixClass
	} else if q.sharesOpposite(w) {
		agree |= 1 << prefixClass
	}
	return differ, agree &^ differ
}

func (o *outline) has(t turn) bool {
	for _, other := range o.turns {
		if other.class == t.class && other.members&t.members != 0 {
			return true
		}
	}
	return false
}

// hasOther reports whether the text has a word of the class that the other one has
// not.
func (o *outline) hasOther(c class, other *outline) bool {
	for _, t := range o.turns {
		if t.class == c && !other.has(t) {
			return true
		}
	}
	return false
}

// opposes reports whether the text has the opposite of a word of the other one, and
// not the word.
func (o *outline) opposes(other *outline) bool {
	for _, x := range o.opposites {
		if !other.reverses && holds(other.words, x.without) && !holds(o.words, x.without) && !holds(other.words, x.word) {
			return true
		}
	}
	return false
}

// sharesOpposite reports whether both texts have the same word that may be an
// opposite.
func (o *outline) sharesOpposite(other *outline) bool {
	for _, x := range o.opposites {
		if holds(other.words, x.word) {
			return true
		}
	}
	return false
}

// within returns which part of the words another text has too, be it as their
// opposites.
func (o *outline) within(other *outline) float64 {
	if len(o.words) == 0 {
		return 1
	}
	n := 0
	for _, word := range o.words {
		if holds(other.words, word) || other.turnsRound(word) || o.turnedIn(word, other) {
			n++
		}
	}
	return float64(n) / float64(len(o.words))
}

// withTurns is within with the words of classes counted like all others: 登录 is all
// that 登录不了 and 能登录 are about.
func (o *outline) withTurns(other *outline) float64 {
	n := o.within(other) * float64(len(o.words))
	for _, t := range o.turns {
		if other.has(t) {
			n++
		}
	}
	return n / float64(max(1, len(o.words)+len(o.turns)))
}

// turnsRound reports whether the text has the opposite of a word.
func (o *outline) turnsRound(word uint32) bool {
	for _, x := range o.opposites {
		if x.without == word {
			return true
		}
	}
	return false
}

// turnedIn reports whether a word of the text is the opposite of one in the other.
func (o *outline) turnedIn(word uint32, other *outline) bool {
	for _, x := range o.opposites {
		if x.word == word && holds(other.words, x.without) {
			return true
		}
	}
	return false
}
