package entity

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// hanWord is an entry of the Chinese lexicon.
type hanWord struct {
	word
	txt string // folded, simplified
}

// hanWords is the lexicon of Chinese by first character, longer entries first.
var hanWords = sync.OnceValue(func() map[rune][]hanWord {
	m := map[rune][]hanWord{}
	add := func(w word, words string) {
		for s := range strings.FieldsSeq(words) {
			r, _ := utf8.DecodeRuneInString(s)
			m[r] = append(m[r], hanWord{w, s})
		}
	}
	for n, words := range map[int]string{
		0: "今天 今日 今儿 今儿个", 1: "明天 明日 明儿 明儿个", 2: "后天 后日", 3: "大后天", 4: "大大后天",
		-1: "昨天 昨日 昨儿", -2: "前天 前日", -3: "大前天",
	} {
		add(word{kind: lexDay, n: n}, words)
	}
	for n, first := range map[int]string{0: "今", 1: "明", -1: "昨"} {
		add(word{kind: lexDayPart, n: n, m: partMorning}, first+"早 "+first+"晨")
		add(word{kind: lexDayPart, n: n, m: partEvening}, first+"晚 "+first+"夜 "+first+"儿晚上")
	}
	add(word{kind: lexDayPart, m: partMorning}, "今早上")
	add(word{kind: lexDayPart, m: partEvening}, "今晚上 当晚")
	add(word{kind: lexDayPart, n: 1, m: partMorning}, "明早上")
	add(word{kind: lexDayPart, n: 1, m: partEvening}, "明晚上")
	add(word{kind: lexDayPart, n: 2, m: partEvening}, "后晚")
	add(word{kind: lexDayPart, n: -1, m: partEvening}, "昨晚上")
	add(word{kind: lexPart, n: partMorning}, "早上 早晨 清晨 清早 一早 大清早 一大早 上午 晨间 早间")
	add(word{kind: lexPart, n: partAfternoon}, "下午 午后")
	add(word{kind: lexPart, n: partEvening}, "傍晚 晚上 夜里 夜晚 晚间 夜间 深夜 入夜")
	add(word{kind: lexPart, n: partSmall}, "凌晨 半夜 后半夜 下半夜")
	add(word{kind: lexPart, n: partNoon}, "中午 正午 晌午 午间")
	add(word{kind: lexPart, n: partMidnight}, "午夜 零点 零时")
	add(word{kind: lexPart, n: partMorning}, "每早")
	add(word{kind: lexPart, n: partEvening}, "每晚")
	add(word{kind: lexPart, n: partMorning, shaky: true}, "早")
	add(word{kind: lexPart, n: partEvening, shaky: true}, "晚")
	for k, prefix := range []string{"周", "星期", "礼拜", "週"} {
		for n, d := range []string{"一", "二", "三", "四", "五", "六", "日"} {
			add(word{kind: lexWeekday, n: n + 1}, prefix+d)
			add(word{kind: lexWeekday, n: n + 1, shaky: k == 0}, prefix+string(rune('1'+n)))
		}
		add(word{kind: lexWeekday, n: 7}, prefix+"天")
	}
	add(word{kind: lexWeekend}, "周末 双休日 双休 週末 星期末")
	add(word{kind: lexOther}, `周年 周期 周边 周到 周转 周围 周岁`)
	add(word{kind: lexNext, n: 1}, "下 下个 下一 下一个")
	add(word{kind: lexNext, n: 2}, "下下 下下个")
	add(word{kind: lexLast, n: 1}, "上 上个 上一 上一个")
	add(word{kind: lexLast, n: 2}, "上上 上上个")
	add(word{kind: lexThis}, "这 这个 本 当 当前 今 此")
	for n, words := range map[int]string{0: "今年 本年 本年度", 1: "明年 来年 次年", 2: "后年", -1: "去年 上年", -2: "前年"} {
		add(word{kind: lexYear, n: n}, words)
	}
	add(word{kind: lexUnit, n: unitSecond}, "秒 秒钟")
	add(word{kind: lexUnit, n: unitMinute}, "分钟")
	add(word{kind: lexUnit, n: unitMinute, shaky: true}, "分")
	add(word{kind: lexUnit, n: unitHour}, "小时 钟头")
	add(word{kind: lexUnit, n: unitDay}, "天 日")
	add(word{kind: lexUnit, n: unitWorkday}, "工作日 工作天 交易日")
	add(word{kind: lexUnit, n: unitWeek}, "周 星期 礼拜 週")
	add(word{kind: lexUnit, n: unitMonth}, "月 月份")
	add(word{kind: lexUnit, n: unitQuarter}, "季度")
	add(word{kind: lexUnit, n: unitYear}, "年 年份")
	for n, words := range map[int]string{
		edgeBeginning: "初", edgeMiddle: "中", edgeEnding: "底 末", edgeEarly: "上旬", edgeMid: "中旬", edgeLate: "下旬",
	} {
		for s := range strings.FieldsSeq(words) {
			add(word{kind: lexEdge, n: n, m: unitMonth}, "月"+s+" 月份"+s)
			if n <= edgeEnding {
				add(word{kind: lexEdge, n: n, m: unitYear}, "年"+s)
			}
			if n >= edgeEarly {
				add(word{kind: lexEdge, n: n, m: unitMonth}, s)
			}
		}
	}
	add(word{kind: lexHalf}, "半 半个")
	add(word{kind: lexPast}, "过去 最近 近 之前 前 过去的 最近的")
	add(word{kind: lexAhead}, "未来 接下来 今后 往后 未来的 接下来的")
	add(word{tense: -1}, "了 过 的 已 已经 刚 刚刚 曾经 当时 曾")
	add(word{tense: 1}, `要 会 想 能 能否 可以 可否 请 将 将要 希望 麻烦 帮 打算 准备 预约 预定 预订 约 改到 改成 改为 安排 送来 方便
		什么时候 能不能 可不可以 一定 需要`)
	// Words that only look like numbers or times.
	add(word{}, `万一 一般 一下 一下子 一起 一样 一些 一点儿 一点点 一直 一定 一共 一旦 一切 一边 一面 一律 一致 一方面 一会儿 一会
		一个劲 一带 一流 一体 一键 一手 二手 二维码 三星 四川 五金 九牛 八卦 七夕 十分 十足 千万 百货 百度 万能 万科 万岁 万分 万元户
		第一时间 统一 唯一 逐一 之一 单一 同一 专一 万事 百姓 三明治 半天了 一半 一向 一再 一时 一旁 不一 一楼 一口气 一模一样 一条龙
		三七 四季 两样 五星 有一点 有点 早点 晚点 快点 快一点 慢点 慢一点 早一点 晚一点 好一点 多一点 少一点 大一点 小一点 便宜一点 一点都 一点也
		差一点 贵一点 点赞 点击 点餐 点评 点单 重点 要点 特点 优点 缺点 地点 网点 站点 观点 以上 以下 马上 网上 线上 手上 身上 楼上 楼下
		线下 上面 下面 上次 下次 上海 下单 下载 下架 上架 上班 下班 上门 上传 下来 上来 下去 上去 加上 晚上好 早上好 下午好 上午好 中午好 晚安
		当然 当天 当日 当地 当时 这天 那天 本来 本人 本店 本身 年级 年龄 年轻 年货 月饼 月亮 月票 月租 月卡 年卡 天气 天猫 天津 天线 天然 天哪 日本 日常 日期 日子 日用
		日元 星期几 礼物 周几 分别 分期 分享 分类 分公司 分店 积分 部分 充分 过分 百分 半价 半成 一半 中国 末端 初始 初次 底部 中心 中文
		之后 以后 之内 以内 以前 目前 提前 面前 跟前 附近 最近怎么样 这里 这边 这样 这种 这些 这么 这件 这款 这次 这笔 这张 这台 这双
		这条 近视 前面 前台 前排 前者 前往 前置 三方 第三方 双方 一号店 不行了 为了 除了 算了 受不了 了解 过程 过期 过来 过敏 通过 经过
		的话 的确 目的 会员 会议 机会 约会 社会 能力 功能 想法 重要 要求 要是 主要 能量 请问 将军 帮忙`)
	add(word{}, "百分之 千分之 万分之 折扣 对折 意见 建议")
	holidayWords(add)
	for r := range m {
		slices.SortStableFunc(m[r], func(a, b hanWord) int { return len(b.txt) - len(a.txt) })
	}
	return m
})
