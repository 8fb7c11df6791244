package entity

import (
	"strings"
	"unicode/utf8"
)

// addressesZH finds Chinese addresses: administrative units, streets, numbers,
// buildings and rooms in that order.
type addressesZH struct {
	places  map[string]bool
	longest map[string]int    // of the places with a first character, in bytes
	admin   []string          // units of administration
	street  []string          // what a street ends with
	poi     []string          // what a building or a place with a name ends with
	wrong   map[string]string // characters before a unit that make another word
	number  []string          // what a number ends with
	before  []string          // words that an address may follow
	not     string            // characters that no name of a place has
}

func newAddressesZH() *addressesZH {
	a := &addressesZH{
		places:  placesZH(),
		longest: map[string]int{},
		admin:   []string{"省", "市", "自治区", "特别行政区", "自治州", "区", "县", "州", "镇", "乡", "新区", "开发区"},
		street: []string{
			"街道", "大道", "路", "街", "大街", "道", "巷", "胡同", "弄", "里", "村", "小区", "社区", "新村", "家园", "花园", "东路", "西路", "南路", "北路", "中路", "环路", "段", "屯",
			"东街", "西街", "南街", "北街", "横街", "前街", "后街", "公路",
		},
		poi: []string{
			"大厦", "广场", "公寓", "苑", "园区", "工业园", "科技园", "软件园", "产业园", "中心", "大学", "学院", "医院", "酒店", "商场", "城", "庄园", "公馆", "国际", "写字楼", "大楼", "别墅", "商务楼", "园", "府", "湾",
			"宿舍", "中学", "小学", "桥", "站", "菜鸟驿站", "驿站",
		},
		wrong: map[string]string{
			"区": "小地社园校时景战灾郊片专分误禁", "市": "超城股门菜夜上集都级", "乡": "家老故城下", "路": "线网电思套退半出死陆铁一上", "道": "知频通渠味难报轨隧车赛人", "街": "逛", "镇": "城", "州": "神",
			"里": "这那哪家店城手心", "段": "时阶这片手", "城": "商", "站": "网本全", "中心": "服务后业市", "国际": "是", "村": "农",
		},
		number: []string{"号楼", "号院", "号", "栋", "幢", "座", "楼", "层", "单元", "室", "户", "弄", "巷", "门", "段", "组", "院", "房", "区", "期", "街坊", "铺", "村", "街", "路", "支路", "号铺", "号店", "塔", "馆"},
		before: []string{
			"住在", "住", "寄到", "寄去", "寄往", "寄回", "送到", "送去", "送往", "发到", "发往", "地址是", "地址", "地址改成", "地址改为", "地址换成", "改成", "改为", "换成", "换到", "改到", "搬到", "搬去", "到", "去", "在",
			"位于", "是", "从", "不是", "至", "于", "我在", "家住", "收货地址", "寄给", "往", "为", "人在", "来", "派送到",
		},
		not: "的了吗呢吧啊我你您他她们请想要把被给让没很也都就还又个这那哪什么怎在到从往至说问收寄送买退换件单改是电话手机住来去走多少几等先女再能可会",
	}
	for p := range a.places {
		a.longest[p[:3]] = max(a.longest[p[:3]], len(p))
	}
	return a
}

func (a *addressesZH) find(dst []found, in *input) []found {
	s := in.folded
	if len(s) == len(in.raw) && isASCII(s) {
		return dst
	}
	last := 0 // behind the address before
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r < 0x4E00 || i > last && !a.mayStart(s, i) {
			i += n
			continue
		}
		end, parts, ok := a.read(s, i)
		if !ok {
			if parts < maxParts {
				end = i + n
			}
			i = end
			continue
		}
		start, stop := in.stretch(i, end)
		dst = append(dst, found{typ: Address, value: in.raw[start:stop], start: start, end: stop, score: 0.9, priority: announced})
		i, last = end, end
	}
	return dst
}

// mayStart reports whether an address may start at s[i]: at the name of a
// place, or behind a word or a sign.
func (a *addressesZH) mayStart(s string, i int) bool {
	if a.place(s, i) > 0 {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	if i == 0 || r < 0x3400 {
		return true
	}
	return endsWithAny(s[:i], a.before) != ""
}

// place returns the length of the place that s[i:] begins with, in bytes.
func (a *addressesZH) place(s string, i int) int {
	if len(s)-i < 6 {
		return 0
	}
	for n := min(a.longest[s[i:i+3]], len(s)-i); n >= 6; n -= 3 {
		if a.places[s[i:i+n]] {
			return n
		}
	}
	return 0
}

// maxParts is how many parts an address has at most.
const maxParts = 16

// read returns the end of the address that starts at s[i], its parts, and
// whether it is one: two administrative units, or one part that is closer than
// those.
func (a *addressesZH) read(s string, i int) (end, parts int, ok bool) {
	var n [number + 1]int8
	k := i
	for k < len(s) && parts < maxParts {
		at := k
		if end > 0 {
			at = skipSpace(s, k)
			if at-k > 1 {
				break
			}
			if c := byteAt(s, at); (c == ',' || c == '-' || c == '#') && c != 0 {
				if c == ',' && n[number] > 0 {
					break
				}
				at = skipSpace(s, at+1)
			}
		}
		to, kind := a.part(s, at, n[street]+n[poi]+n[number] > 0, n[number] > 0)
		if kind == 0 {
			break
		}
		n[kind]++
		parts++
		k, end = to, to
	}
	return end, parts, n[street] > 0 && n[number]+n[admin]+n[place] > 0 || n[admin] > 0 && n[admin]+n[place] > 1 ||
		n[poi] > 0 && n[number]+n[admin] > 0 || n[number] > 1 && n[admin]+n[place] > 0
}

// The kinds of the parts of an address.
const (
	admin byte = iota + 1 // a unit of administration: 海淀区
	place                 // a city or a province by its name only: 杭州
	street
	poi // a building or another place with a name
	number
)

// part returns the end of one part of an address at s[i], and its kind, 0 for
// none. Behind a street only what is close is read, and behind a number a room
// without a unit.
func (a *addressesZH) part(s string, i int, close, numbered bool) (end int, kind byte) {
	// A number: 27号, A座, 三楼, 5-2, 1502.
	k := i
	for k < len(s) && (isAlnum(s[k]) || s[k] == '-' && isAlnum(byteAt(s, k+1)) || s[k] == '#') {
		k++
	}
	digits := k > i
	if !digits {
		for k < len(s) && inSet("一二三四五六七八九十百零〇两甲乙丙丁", s, k) {
			k += 3
		}
	}
	if k > i {
		if close || digits {
			if u := startsWithAny(s[skipSpaceOnce(s, k):], a.number); u != "" {
				end = skipSpaceOnce(s, k) + len(u)
				if u == "号" && strings.HasPrefix(s[end:], "线") {
					return 0, 0
				}
				if (strings.HasPrefix(s[end:], "之") || strings.HasPrefix(s[end:], "附")) && len(s) > end+3 && (isDigit(s[end+3]) || inSet("一二三四五六七八九", s, end+3)) {
					end = endOfDigits(s, end+3)
					for inSet("一二三四五六七八九", s, end) {
						end += 3
					}
					if strings.HasPrefix(s[end:], "号") {
						end += 3
					}
				}
				if !close && !digits {
					return 0, 0
				}
				return end, number
			}
			if digits && numbered && k-i <= 6 && (k == len(s) || !isAlnum(s[k])) && strings.ContainsAny(s[i:k], "0123456789") {
				if u, _ := utf8.DecodeRuneInString(s[k:]); k == len(s) || u < 0x4E00 || strings.ContainsRune("收，的", u) {
					return k, number // the room at the end
				}
			}
		}
		if digits && !close {
			return 0, 0
		}
	}
	if n := a.place(s, i); n > 0 && !close {
		end = i + n
		if u := startsWithAny(s[end:], []string{"省", "市", "自治区", "特别行政区", "区", "县", "自治州"}); u != "" {
			return end + len(u), admin
		}
		if to, kind := a.named(s, i, close); kind != 0 {
			if to-i <= 15 && a.place(s, end) == 0 && !a.unitInside(s[end:to]) {
				return to, kind
			}
		}
		return end, place
	}
	return a.named(s, i, close)
}

// unitInside reports whether a name has a unit of administration before its
// end, which makes it two parts.
func (a *addressesZH) unitInside(name string) bool {
	for k := 3; k+3 < len(name); k += 3 {
		if strings.Contains("省市区县", name[k:k+3]) {
			return true
		}
	}
	return len(name) > 6
}

// named returns the end of the name of a unit of administration, a street or a
// building at s[i], and its kind. Inside an address it may begin with Latin
// letters.
func (a *addressesZH) named(s string, i int, inside bool) (end int, kind byte) {
	best := 0
	var bestKind byte
	first, _ := utf8.DecodeRuneInString(s[i:])
	if r, _ := utf8.DecodeLastRuneInString(s[:i]); strings.ContainsRune("省市区县镇乡路街号站道", first) && !strings.ContainsRune("省市区县镇乡州", r) {
		return 0, 0
	}
	for k, letters := i, 0; k < len(s) && letters < 11; letters++ {
		_, n := utf8.DecodeRuneInString(s[k:])
		if n != 3 && (letters == 0 && !inside || !isAlnum(s[k])) {
			break
		}
		if letters > 0 {
			if !inside && best == 0 && a.place(s, k) > 0 && a.place(s, i) == 0 {
				return 0, 0 // it starts there
			}
			if u := a.unit(s, i, k, a.street); u != "" && (u != "里" && u != "道" || letters > 1) {
				end = k + len(u)
				if inSet("东西南北中", s, end) && isDigit(byteAt(s, end+3)) {
					end += 3 // 皇后大道中99号
				}
				return end, street
			}
			if u := a.unit(s, i, k, a.poi); u != "" && letters <= 8 {
				best, bestKind = k+len(u), poi
				if !startsAnyOf(u, "园城湾府桥站国") {
					return best, bestKind
				}
				k += len(u)
				continue
			}
			if u := a.unit(s, i, k, a.admin); u != "" && (bestKind == 0 || k == best) {
				end = k + len(u)
				if u == "州" && startsAnyOf(s[end:], "市县区") {
					end += 3
				}
				return end, admin
			}
		}
		if n == 3 && strings.Contains(a.not, s[k:k+3]) {
			break
		}
		k += n
	}
	return best, bestKind
}

// unit returns the longest of units that s[k:] begins with, if it makes
// s[i:k] the name of a place.
func (a *addressesZH) unit(s string, i, k int, units []string) string {
	u := startsWithAny(s[k:], units)
	if u == "" || contains(s[i:k], a.not) {
		return ""
	}
	if strings.HasSuffix(u, "街") && strings.HasPrefix(s[k+len(u):], "道") {
		u += "道" // 城东街道 is no 东街
	}
	if w := a.wrong[u]; w != "" && inSet(w, s, k-3) {
		return ""
	}
	return u
}

func contains(name, chars string) bool { return strings.ContainsAny(name, chars) }

// inSet reports whether s[i:] starts with one of chars, each of three bytes.
func inSet(chars, s string, i int) bool {
	return i+3 <= len(s) && s[i] >= 0xE3 && strings.Contains(chars, s[i:i+3])
}

func skipSpaceOnce(s string, i int) int {
	if byteAt(s, i) == ' ' {
		return i + 1
	}
	return i
}
