package kb

// A class of words are those of which only one fits in a place: weekdays, parts of
// the day, plans, a word and its opposite. Two texts that otherwise say the same
// and have different words of a class mean different things.
type class uint8

const (
	tailClass   class = 0   // what follows a model: 14 and 14 Pro
	cancelClass class = 124 // 静音 and 取消静音
	letterClass class = 125 // model A and model B
	prefixClass class = 126 // legal and illegal
	routeClass  class = 127 // from A to B, and from B to A
)

// classes is a set of classes.
type classes [2]uint64

func (s *classes) add(c class) { s[c/64] |= 1 << (c % 64) }

func (s classes) has(c class) bool { return s[c/64]>>(c%64)&1 != 0 }

func (s classes) with(other classes) classes {
	return classes{s[0] | other[0], s[1] | other[1]}
}

func (s classes) without(other classes) classes {
	return classes{s[0] &^ other[0], s[1] &^ other[1]}
}

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
	{DoubtNegation, "enable, 启用, 开启, 打开, 开通, 激活, 启动 | disable, 禁用, 停用, 关闭, 关掉, 取消, 解除, 撤销, 撤回"},
	{DoubtNegation, "include, 包含, 包括 | exclude, 除外, 不含"},
	{DoubtNegation, "open | close, closed, shut"},
	{DoubtNegation, "before, 之前, 以前 | after, 之后, 以后"},
	{DoubtNegation, "increase, raise, 增加, 提高, 调高 | decrease, reduce, lower, 减少, 降低, 调低"},
	{DoubtNegation, "buy, purchase, 购买 | sell, 出售, 卖出"},
	{DoubtNegation, "start, begin, 开始 | stop, end, 停止, 结束"},
	{DoubtNegation, "turn on, switch on | turn off, switch off"},
	{DoubtNegation, "log in, login, sign in, join, 登录, 登陆, 加入 | log out, logout, sign out, leave, 登出, 退出, 离开"},
	{DoubtNegation, "check in | check out, checkout"},
	{DoubtNegation, "over, above, more than, 以上, 超过, 高于 | under, below, less than, fewer than, 以下, 低于, 不足"},
	{DoubtNegation, "accept, approve, 接受, 同意 | reject, decline, refuse, deny, denied, 拒绝"},
	{DoubtNegation, "allow, permit, 允许 | forbid, forbidden, prohibit, 禁止"},
	{DoubtNegation, "add, 添加, 新增 | remove, delete, 删除, 移除"},
	{DoubtNegation, "upgrade, 升级 | downgrade, 降级"},
	{DoubtNegation, "import, 导入 | export, 导出"},
	{DoubtNegation, "upload, 上传 | download, 下载"},
	{DoubtNegation, "deposit, 存款, 充值 | withdraw, 取款, 提现"},
	{DoubtNegation, "minimum, at least, 最低, 最少, 至少 | maximum, at most, 最高, 最多"},
	{DoubtNegation, "incoming, inbound, arrival, arrive, 到达 | outgoing, outbound, departure, depart, 出发"},
	{DoubtNegation, "domestic, 国内, 境内 | abroad, overseas, international, 国外, 境外, 海外, 国际"},
	{DoubtNegation, "绑定 | 解绑"},
	{DoubtNegation, "冻结 | 解冻"},
	{DoubtNegation, "锁定 | 解锁"},
	{DoubtNegation, "成功 | 失败"},
	{DoubtNegation, "有效 | 无效, 失效"},
	{DoubtNegation, "succeed | fail"},
	{DoubtNegation, "订阅 | 退订"},
	{DoubtNegation, "挂失 | 解挂"},
	{DoubtNegation, "关注 | 取关"},
	{DoubtNegation, "注册, 开户 | 注销, 销户"},
	{DoubtNegation, "安装 | 卸载"},
	{DoubtNegation, "上架, 上线 | 下架, 下线"},
	{DoubtNegation, "入住 | 退房"},
	{DoubtNegation, "转入, 存入 | 转出, 取出"},
	{DoubtNegation, "收入 | 支出"},
	{DoubtNegation, "上班 | 下班"},
	{DoubtNegation, "涨价 | 降价"},
	{DoubtNegation, "有货, 现货 | 缺货, 断货"},
	{DoubtNegation, "提前 | 逾期, 延期, 推迟"},
	{DoubtNegation, "send, 寄件, 发货, 寄出, 发送 | receive, 收件, 收货, 收到, 接收"},
	{DoubtNegation, "online, 线上, 在线, 网上 | offline, 线下, 离线, 实体店"},
	{DoubtNegation, "show | hide, 隐藏"},
	{DoubtNegation, "pick up, pickup | drop off, dropoff"},
	{DoubtNegation, "borrow | lend"},
	{DoubtNegation, "push | pull"},
	{DoubtNegation, "inside, indoor, indoors, 室内 | outside, outdoor, outdoors, 室外, 户外"},
	{DoubtNegation, "internal, 内部 | external, 外部"},
	{DoubtNegation, "public, 公开 | private, 私密, 私人"},
	{DoubtNegation, "manual, manually, 手动 | automatic, automatically, 自动"},
	{DoubtNegation, "positive | negative"},
	{DoubtNegation, "cheapest, 最便宜 | most expensive, dearest, 最贵"},
	{DoubtNegation, "earliest, 最早, 最快 | latest, 最晚, 最迟, 最慢"},
	{DoubtModel, "left, 左 | right, 右"},
	{DoubtModel, "front, 前置 | rear, back, 后置"},
	{DoubtModel, "upper | bottom"},
	{DoubtModel, "men, mens, men's, male, 男 | women, womens, women's, ladies, female, 女"},
	{DoubtModel, "mother, mother's, 母亲, 妈妈 | father, father's, 父亲, 爸爸"},
	{DoubtModel, "buyer, 买家 | seller, 卖家"},
	{DoubtModel, "single, 单人 | double, 双人 | triple, 三人"},
	{DoubtModel, "hot | cold"},
	{DoubtModel, "new, 新用户, 新客, 新款 | old, used, 老用户, 老客, 旧款, 老款"},
	{DoubtModel, "wired, 有线 | wireless, 无线"},
	{DoubtModel, "甲 | 乙 | 丙 | 丁"},
	{DoubtModel, "breakfast, 早餐, 早饭 | lunch, 午餐, 午饭 | dinner, 晚餐, 晚饭"},
	{DoubtModel, "north, northern | south, southern | east, eastern | west, western"},
	{DoubtNumber, "today, 今天, 今日 | tomorrow, 明天, 明日 | yesterday, 昨天, 昨日 | 后天 | 前天"},
	{DoubtNumber, "last, 上周, 上月, 上个月, 去年 | next, 下周, 下月, 下个月, 明年 | 本周, 这周, 本月, 这个月, 今年"},
	{DoubtNumber, "上半年 | 下半年"},
	{DoubtNumber, "daily, 日卡, 每天, 每日 | weekly, 周卡, 每周 | monthly, 月卡, 月付, 包月, 每月 | quarterly, 季卡, 季付 | yearly, annual, annually, 年卡, 年付, 包年, 每年"},
}

func (c class) doubt() Doubt {
	switch {
	case c == letterClass:
		return DoubtModel
	case c >= cancelClass:
		return DoubtNegation
	case int(c) < len(turnClasses):
		return turnClasses[c].doubt
	}
	return 0
}

// doubts returns what a set of classes raises.
func (s classes) doubts() Doubt {
	var d Doubt
	for c := class(0); c <= routeClass; c++ {
		if s.has(c) {
			d |= c.doubt()
		}
	}
	return d
}
