package intent

import (
	"strings"
	"unicode/utf8"
)

// chineseWish knows how customers ask for a person in Chinese. It reads folded
// text of one clause without white space.
type chineseWish struct {
	foreign map[string]string // what an English word or its sound stands for
	typos   *strings.Replacer
	verbs   []string                 // before the person
	between []string                 // between verb and person
	persons map[rune][]chinesePerson // by first character
	phrases map[rune][]chinesePhrase
	refusal []string
	detours []string // between a refusal and the phrase
	talk    []string // what a person is asked to do
	talked  []string // what he has done
	greets  []string // hello and thanks
	silent  []string // nobody answers
	inquiry []string // hide a refusal: whether, why not
	fillers *strings.Replacer
	weak    map[string]bool // verbs that need more than the name of a superior
	whole   map[string]bool // clauses that ask for somebody, and say nothing more
	passed  []string        // what may follow 转人, the beginning of many a word
	ignored []string        // nobody cares about the customer, who tells it
}

// chinesePerson is a name for the staff.
type chinesePerson struct {
	name string
	// alone says that the name by itself is a wish.
	alone bool
	// never are the beginnings of what follows in words that mean something else,
	// or in a sentence about the person.
	never []string
}

// chinesePhrase asks for a person without a name for one.
type chinesePhrase struct {
	text string
	sure float64
	// refuses says that the phrase itself holds a refusal, of the machine.
	refuses bool
	never   []string
}

func newChineseWish() *chineseWish {
	labour := strings.Fields("智能 智慧 费 成本 湖 草 呼吸 皮 翻译 授精 流产 降雨 制造 钻 耳蜗 林 岛 合成 晶体 关节 安装 称重 检测 打包 审核 复核 审批 养殖 种植 " +
		"心脏 受孕 培育 石 水晶 革 毛 色素 甜味 牛黄 麝香 肉 喂养 驾驶 操作 干预费 调价 充值 成像 造 搬运 拆 核实后 核算 染色")
	working := strings.Fields("电话是 电话多少 的电话 电话几 热线 号码 几点 上班 下班 工作时间 在线时间 服务时间 时间 态度 要等多久 等多久 评价 素质 说 讲 告诉 答应 承诺 骗 " +
		"挂 太 真 很 不理 不回 没 都 跟我说 和我说 联系我 问题 也 已经 刚 昨天 让我 叫我 给我打 给的 是几 是什么 是不是24 24小时 怎么这么 什么态度 服务态度 服务费 培训 招聘 岗位 工资 证 " +
		"外包 微信是 的微信 工号 满意度 系统 软件 平台 图标 按钮在 聊天记录 处理过 回复过 服务怎么样 服务好 一直 后 然而 几个 几次 三天 却 结果 问 反映 反馈 了半天 了也 了但 了三 了两 了几 过了 询问 沟通未 半天 好几 大半天 查过 投诉了")
	c := &chineseWish{
		foreign: map[string]string{},
		persons: map[rune][]chinesePerson{},
		phrases: map[rune][]chinesePhrase{},
		whole:   wordSet("有人 有没有人 有人在 有没有人在 有没有人理我 有人理我 换人 要换人 我要换人 给我换人 能换人 可以换人"),
		passed:  strings.Fields("吧 啊 呀 啦 呗 吗 行吗 行不行 好吗 好不好 可以 谢谢 快 来 服务 处理 解决 接听 回复 沟通 说话 聊"),
		ignored: strings.Fields("但没人 但是没人 没人理 没有人理 没人回 没人管 没人处理 一直没人 不理我 不回我"),
		weak:    wordSet("要 有 给 来 想 让 请 和 跟 与 用 使用 走 直接"),
		typos: strings.NewReplacer(
			"人功", "人工", "人公", "人工", "仁工", "人工", "任工", "人工", "人供", "人工", "认工", "人工", "专人工", "转人工", "砖人工", "转人工", "传人工", "转人工",
			"装人工", "转人工", "赚人工", "转人工", "人工克服", "人工客服", "转克服", "转客服", "找克服", "找客服", "人工客户服务", "人工客服", "人工客付", "人工客服",
			"人工客户", "人工客服", "在线客服", "人工客服", "客服人员", "客服", "客服专员", "客服", "客服小姐姐", "客服", "客服小姐", "客服", "客服妹子", "客服", "客服小哥", "客服",
			"人人工", "人工", "转转", "转", "真实的人", "真人", "真正的人", "真人", "大活人", "活人", "工作人员", "工作人员", "人工人工", "人工", "转接", "转", "转到", "转", "转给", "转", "转入", "转", "转成", "转",
			"转去", "转",
		),
		verbs: strings.Fields("转 接通 接入 接到 接 找到 找 换成 换到 换 要求 需要 要 叫 喊 联系 呼叫 安排 切换到 切换成 切换 切到 切 召唤 连线 连 求 想和 想跟 和 跟 与 使用 用 选择 选 有没有 有 给 来 派 请 让 想 见 直接 申请 进入 走 不如"),
		between: strings.Fields("我 我们 一个 个 一下 下 你们家的 你们家 你们的 你们 你 的 到 给 位 一位 一名 名 真正 在线 这边 这里 能 懂 其他 其它 别 另外 另一个 另一位 " +
			"售后 售前 专业 高级 店铺 官方 平台 银行 公司 那个 这个 值班 上级 大堂 快点 快 赶紧 赶快 马上 立刻 直接"),
		inquiry: strings.Fields("能不能 可不可以 可以不可以 是不是 要不要 为什么不 为啥不 怎么不 咋不 干嘛不 凭什么不 还不 再不 需不需要 用不用 会不会 不给 不让 不帮 不能 不得不 不可以"),
		greets:  strings.Fields("你好 您好 辛苦 谢谢 感谢 多谢 早上好 晚上好"),
		silent:  strings.Fields("怎么打不通 打不通 接不通 没人接 怎么没人 一直占线 接不进 怎么接不通 进不去"),
		detours: strings.Fields("给我 帮我 让我 急着 马上 现在 直接 联系 转接 转 接 找 要 再 叫 去 跟 和 换 到 总 老 一直 随便"),
		talk:    strings.Fields("说话 说说 说一 说清 聊 谈 讲 沟通 通话 对话 交流 来 出来 接 帮 处理 解决 回复 跟我说话 和我说话 跟我谈 和我谈 联系我 给我回 介入"),
		talked:  strings.Fields("来了 来过 聊过 聊了 谈过 谈了 讲过 讲了 沟通过 沟通了 接了 处理过 处理了 处理好 回复过 回复了 回复我了 回复说 处理完 来说"),
		refusal: strings.Fields("不要 不用 不需要 不想 不必 无需 无须 别 不是 没要 没说 没必要 不 用不着 犯不着 拒绝 没想 没有要 没让 没叫 不打算 不希望 未"),
	}
	for _, p := range []struct {
		names string
		alone bool
		never []string
	}{
		{"人工客服 人工服务 人工坐席 人工座席 人工台 人工通道 人工回复 人工咨询 人工接听 人工处理 人工窗口 人工专员 真人客服 真人服务 接线员 话务员", true, working},
		{"人工", true, append(labour, working...)},
		{"真人 活人", true, append(strings.Fields("秀 cs 版 快打 图 照 拍 实拍 测评 试穿 上身 比例 娃娃 模特 大小 一样 头发 发 假发 手办 cos 电影 演 出镜 语音包 配音 展示"), working...)},
		{"客服", true, append(strings.Fields("号 中心在 软件 系统 岗 兼职 主管招"), working...)},
		{"经理 主管 领导 老板 负责人 上级 店长 管事的 管理员 坐席 座席 专员 专人 工作人员 值班人员 管理人员 客户经理 客服经理 业务员 柜员 营业员 懂的人 能做主的人 懂行的人", false, append(strings.Fields("的 名片 级 岗 娘 键 说 让 要 给我的 证 报销 签字 审批 桌 椅 送 层"), working...)},
	} {
		for _, name := range strings.Fields(p.names) {
			first, _ := utf8.DecodeRuneInString(name)
			c.persons[first] = append(c.persons[first], chinesePerson{name: name, alone: p.alone, never: p.never})
		}
	}
	errand := strings.Fields("工 代 取 拼 收 陪 帮我收 帮我取 帮我拿 安装 来安装 上门 修 来修 送 搬 合租 一起 换 跑腿 的 办 开 信息 性 账 税 修改 名字 下单 付 均")
	for _, p := range []struct {
		sure    float64
		refuses bool
		texts   string
		never   []string
	}{
		{0.9, true, "不要跟机器 不想跟机器 不跟机器 不和机器 不要和机器 不想和机器 不要机器人 不想跟机器人 不想和机器人 不跟机器人 不和机器人 别用机器人 别拿机器人 不要跟机器人 不要和机器人 不要再用机器人 别再用机器人 别让机器人 不想对着机器人 " +
			"不需要机器人 不想要机器人 不用机器人回 不要智能客服 不要智能机器人 不要自动回复 别自动回复 不要再自动回复 别再自动回复 别给我自动回复 不要ai 不想跟ai 不想和ai 别用ai 不要人工智能客服", []string{"擦", "拖", "玩具", "模型", "套装"}},
		{0.9, false, "跟人说话 和人说话 跟人聊 和人聊 跟人谈 和人谈 跟人沟通 和人沟通 跟人讲 找人聊 找人说 找人沟通", errand},
		{0.85, false, "换个人 找个人 叫个人 换人来 派个人 来个人 换一个人 找一个人 叫人来 换人跟我 找人来 找人处理 找人解决 找人帮 换人处理 找人跟我", errand},
		{0.75, false, "跟我说话 有没有人管 有人管吗 没人管吗 有没有人处理 有人处理吗 有没有人能解决 出来个人 有没有活的 能说话的人 能沟通的人 能管事的人 能办事的人 会说话的人", nil},
		{0.8, false, "关闭机器人 关掉机器人 退出机器人 机器人走开 机器人滚 跳过机器人 机器人退下 机器人下线", nil},
	} {
		for _, phrase := range strings.Fields(p.texts) {
			first, _ := utf8.DecodeRuneInString(phrase)
			c.phrases[first] = append(c.phrases[first], chinesePhrase{text: phrase, sure: p.sure, refuses: p.refuses, never: p.never})
		}
	}
	for _, line := range []string{
		"人工 agent agents human humans operator representative rep csr rengong rgkf person humanagent liveagent", "客服 kefu keFu customer service",
		"转 transfer zhuan switch connect", "转人工 zrg zhuanrengong zhuanren", "经理 manager supervisor", "要 want need", "机器人 bot robot chatbot jiqiren", "找 zhao talk speak", "ai ai", "cs cs",
	} {
		words := strings.Fields(line)
		for _, word := range words[1:] {
			c.foreign[word] = words[0]
		}
	}
	var pairs []string
	for _, filler := range strings.Fields("你好 您好 请问 请 我想要 我要 我想 我 要 帮 给 一下 一个 谢谢 麻烦 有没有 有 在不在 在线 在 哪里 哪 吧 啊 呢 吗 呀 啦 哈 嘛 了 的 找 转 接 个 快点 快 点 " +
		"喂 亲 急 现在 马上 立刻 赶紧 好 行 可以 直接 那 先 还是 就 能 怎么 如何 来 呼叫 联系 叫 换 到 叭 哦 噢 嗯 您 你们 你 这边 需要 能不能 可不可以 出来 接入 求 求求 拜托 真的 必须 我们 人呢 请求") {
		pairs = append(pairs, filler, "")
	}
	pairs = append(pairs, "人工", "", "客服", "")
	c.fillers = strings.NewReplacer(append(pairs, " ", "")...)
	return c
}

// judge returns how likely a clause asks for a person. Foreign clauses have
// only what words stand for.
func (c *chineseWish) judge(clause string) float64 {
	clause = strings.ReplaceAll(clause, " ", "")
	if !strings.ContainsAny(clause, "转人工客服经理主管领导老板机器坐席座员店长自动智能ai") {
		return 0
	}
	clause = c.typos.Replace(clause)
	if strings.HasSuffix(clause, "转") || strings.HasSuffix(clause, "转一下") {
		if c.fillers.Replace(strings.TrimSuffix(clause, "一下")) == "" && len(clause) > len("转") {
			return 0.75 // 请转接
		}
	}
	best := 0.0
	if c.whole[strings.Trim(clause, "喂你好您请问吗啊呀吧呢嘛那快了")] {
		best = 0.75 // 有人吗
	}
	for at, r := range clause {
		if after, ok := strings.CutPrefix(clause[at:], "转人"); ok && (after == "" || begins(after, c.passed)) && !c.refused(clause[:at]) {
			best = max(best, 0.9)
		}
		for _, phrase := range c.phrases[r] {
			if after, ok := strings.CutPrefix(clause[at:], phrase.text); ok && !begins(after, phrase.never) && (phrase.refuses || !c.refused(clause[:at])) {
				best = max(best, phrase.sure)
			}
		}
		for _, person := range c.persons[r] {
			if after, ok := strings.CutPrefix(clause[at:], person.name); ok {
				best = max(best, c.person(clause[:at], after, person))
			}
		}
	}
	return best
}

// person judges one name of the staff by what stands before and after it.
func (c *chineseWish) person(before, after string, p chinesePerson) float64 {
	if begins(after, p.never) && !c.talksAfter(after) || containsOne(after, c.ignored) {
		return 0
	}
	verb := before
	for {
		shorter := verb
		for _, word := range c.between {
			if cut, ok := strings.CutSuffix(verb, word); ok {
				shorter = cut
				break
			}
		}
		if shorter == verb {
			break
		}
		verb = shorter
		if c.verb(verb) != "" {
			break
		}
	}
	if word := c.verb(verb); word != "" {
		if c.refused(strings.TrimSuffix(verb, word)) || c.refused(verb) {
			return 0
		}
		if weak := c.weak[word]; !weak || p.alone && (word != "和" && word != "跟" && word != "与" || c.talksAfter(after)) || c.talksAfter(after) {
			return 0.95
		}
	}
	if p.name == "客服" && (begins(after, c.greets) || hasSuffix(before, c.greets)) {
		return 0 // says hello or thanks
	}
	if p.alone && len(p.name) > len("人工") && begins(after, c.silent) {
		return 0.75
	}
	if p.alone && c.fillers.Replace(before) == "" && c.fillers.Replace(after) == "" {
		return 0.95
	}
	if p.alone && len(p.name) > len("人工") && c.fillers.Replace(after) == "" && !strings.HasSuffix(before, "是") && !c.refused(before) {
		return 0.8
	}
	if (p.name == "经理" || p.name == "主管") && c.fillers.Replace(before+after) == "" {
		return 0.85
	}
	return 0
}

// talksAfter reports whether somebody is to talk, come or help.
func (c *chineseWish) talksAfter(after string) bool {
	return after == "说" || begins(after, c.talk) && !begins(after, c.talked)
}

// verb returns the verb that a text ends with, or "".
func (c *chineseWish) verb(s string) string {
	for _, verb := range c.verbs {
		if strings.HasSuffix(s, verb) {
			return verb
		}
	}
	return ""
}

// refused reports whether what stands before a phrase denies it.
func (c *chineseWish) refused(before string) bool {
	for {
		for _, open := range c.inquiry { // asks or complains, and denies nothing
			before = strings.TrimSuffix(before, open)
		}
		for _, refusal := range c.refusal {
			if strings.HasSuffix(before, refusal) {
				return true
			}
		}
		shorter := before
		for _, between := range c.detours {
			if cut, ok := strings.CutSuffix(before, between); ok {
				shorter = cut
				break
			}
		}
		if shorter == before {
			return false
		}
		before = shorter
	}
}

// containsOne reports whether one of the words is in a text.
func containsOne(s string, words []string) bool {
	for _, word := range words {
		if strings.Contains(s, word) {
			return true
		}
	}
	return false
}

// begins reports whether a text begins with one of the words.
func begins(s string, words []string) bool {
	for _, word := range words {
		if strings.HasPrefix(s, word) {
			return true
		}
	}
	return false
}
