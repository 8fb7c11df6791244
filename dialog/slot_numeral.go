package dialog

import (
	"strings"
	"unicode/utf8"
)

func hanDigit(r rune) int {
	switch r {
	case '零', '〇':
		return 0
	case '一', '壹':
		return 1
	case '二', '两', '俩', '贰':
		return 2
	case '三', '仨', '叁':
		return 3
	case '四', '肆':
		return 4
	case '五', '伍':
		return 5
	case '六', '陆':
		return 6
	case '七', '柒':
		return 7
	case '八', '捌':
		return 8
	case '九', '玖':
		return 9
	}
	return -1
}

func hanUnit(r rune) int {
	switch r {
	case '十', '拾':
		return 10
	case '百', '佰':
		return 100
	case '千', '仟':
		return 1000
	case '万':
		return 10000
	case '亿':
		return 100000000
	}
	return 0
}

// isNumeral reports whether a character may be of a number.
func isNumeral(r rune) bool { return hanDigit(r) >= 0 || hanUnit(r) > 0 }

// hanNumber reads Chinese numerals: 十五, 两百零五, 三千, 一百二 (120), 一万二 (12,000), or digit by
// digit: 二〇六. Neighbours are no number but about so many: 两三.
func hanNumber(s string) (float64, bool) {
	for _, unit := range []string{"亿", "万"} {
		high, low, ok := strings.Cut(s, unit)
		if !ok {
			continue
		}
		r, _ := utf8.DecodeRuneInString(unit)
		size := float64(hanUnit(r))
		h, ok := hanNumber(high)
		switch {
		case !ok:
			return 0, false
		case low == "":
			return h * size, true
		}
		l, ok := hanNumber(low)
		if utf8.RuneCountInString(low) == 1 {
			l *= size / 10
		}
		return h*size + l, ok
	}
	return hanThousands(s)
}

// hanThousands is hanNumber below 10,000.
func hanThousands(s string) (float64, bool) {
	total, digit, last := 0, -1, 0
	byDigit, units := 0, false
	n, zeros := 0, 0
	for _, r := range s {
		n++
		if unit := hanUnit(r); unit > 0 {
			if digit < 0 {
				if unit > 10 || units {
					return 0, false
				}
				digit = 1
			}
			if last > 0 && unit >= last || n > 2 && !units && zeros == 0 {
				return 0, false
			}
			total, digit, last, units = total+digit*unit, -1, unit, true
			continue
		}
		d := hanDigit(r)
		if d < 0 || digit > 0 && units {
			return 0, false
		}
		byDigit = byDigit*10 + d
		digit = d
		if d == 0 {
			zeros++
			if units {
				digit = -1
			}
		}
	}
	switch {
	case n == 0 || n > 9 || n == 2 && !units && zeros == 0:
		return 0, false
	case !units:
		return float64(byDigit), true
	case digit < 0:
		return float64(total), true
	case last > 10 && !strings.ContainsAny(s, "零〇"):
		return float64(total + digit*last/10), true
	}
	return float64(total + digit), true
}

// numeralCounts reports whether the numerals in a folded text count something: they stand
// alone, behind a word that leads to a number, or before what is counted. In 一直, 四川 and
// 十分着急 they do not.
func numeralCounts(s string, from, to int) bool {
	before, after := s[:from], s[to:]
	if i := strings.LastIndexFunc(before, ends); i >= 0 {
		_, size := utf8.DecodeRuneInString(before[i:])
		before = before[i+size:]
	}
	if i := strings.IndexFunc(after, ends); i >= 0 {
		after = after[:i]
	}
	own := s[from:to]
	if own == "一" && hasSuffix(before, "上", "下", "另", "另外", "每", "哪", "某", "任", "同") || strings.HasSuffix(before, "第") && hasPrefix(after, "次", "回", "时间", "批") {
		return false
	}
	for _, word := range numeralWords {
		if at := strings.Index(word, own); at >= 0 && strings.HasSuffix(before, word[:at]) && strings.HasPrefix(after, word[at+len(own):]) {
			return false
		}
	}
	if rest, ok := cutMeasure(after); ok {
		return own != "十" || !strings.HasPrefix(after, "分") || rest == "" || hasPrefix(rest, "钟", "吧", "啊", "了")
	}
	if joint, ok := cutJoint(after); ok {
		r, _ := utf8.DecodeRuneInString(joint)
		return isNumeral(r) // it is one of two, and so none
	}
	if after != "" && !hasPrefix(after, "吧", "啊", "呀", "哦", "呢", "了", "左右", "的话", "谢谢") {
		return false
	}
	return before == "" || hasSuffix(before, leadsToNumeral...)
}

// cutTime takes the time that 两个 counts off the beginning of a text.
func cutTime(after string) string {
	for _, unit := range []string{"星期", "礼拜", "月", "小时", "钟头"} {
		if rest, ok := strings.CutPrefix(after, unit); ok {
			return rest
		}
	}
	return after
}

// ends reports whether a character ends a clause, or a word in a script with word spaces.
func ends(r rune) bool {
	return r < utf8.RuneSelf || strings.ContainsRune("，。；：！？、…（）“”", r)
}

// cutMeasure takes a measure word off the beginning of a text.
func cutMeasure(after string) (rest string, ok bool) {
	for _, m := range measureWords {
		if rest, ok = strings.CutPrefix(after, m); ok {
			return rest, true
		}
	}
	r, size := utf8.DecodeRuneInString(after)
	if size == 0 || !strings.ContainsRune(measureRunes, r) {
		return after, false
	}
	return after[size:], true
}

// cutJoint takes what joins two numbers off the beginning of a text.
func cutJoint(after string) (rest string, ok bool) {
	for _, joint := range []string{"到", "至", "或者", "或"} {
		if rest, ok = strings.CutPrefix(after, joint); ok {
			return rest, true
		}
	}
	return after, false
}

func hasPrefix(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

func hasSuffix(s string, suffixes ...string) bool {
	for _, p := range suffixes {
		if strings.HasSuffix(s, p) {
			return true
		}
	}
	return false
}

// What stands behind numerals that count, the longer first, and before them.
var (
	measureWords = []string{"小时", "分钟", "星期", "礼拜", "公斤", "千克", "公里", "厘米", "毫米", "平米", "成人", "大人", "小孩", "孩子", "儿童", "老人", "秒"}
	measureRunes = "个箇件台份张双条只支枝瓶箱包盒本把套块片杯袋位人名口间晚天夜次回辆斤克米桶桌棵根粒颗枚层楼卷罐碗年岁周折分元遍趟户家部架艘匹朵串束对副床顶幅项课页批吨升码寸尺款组样道"

	leadsToNumeral = []string{"要", "共", "是", "就", "只", "退", "换", "买", "订", "来", "拿", "给", "有", "剩", "约", "大概", "差不多", "填", "选", "写", "为", "量", "数", "负"}

	// numeralWords look like numerals that count, and do not.
	numeralWords = []string{"一样", "一次性", "一口气", "一块退", "一块儿", "一块寄", "一个朋友", "一个同事", "一个同学", "一个亲戚", "一个邻居", "一个问题", "一个疑问", "一个事", "一件事", "一家人", "一天到晚", "一本正经", "一个劲", "一把年纪"}
)
