package entity

import "strings"

// ordinal reads a place in a row at lexeme i: "3rd", "the second", 第三.
func (r *reader) ordinal(dst []found, i int) ([]found, int) {
	l := r.at(i)
	n, next := 0.0, i
	switch {
	case l.txt == "第" && r.tight(i+1) && !r.begins(i+1, "一次"): // for the first time
		if num := r.at(i + 1); num.kind == lexNum && !num.num.point && num.num.val >= 1 {
			n, next = num.num.val, i+2
		}
	case l.kind == lexNth && l.n > 0 && (!l.shaky || r.placed(i)):
		n, next = float64(l.n), i+1
	}
	if next == i {
		return dst, i
	}
	f := r.found(Ordinal, i, next)
	f.value, f.number = formatNumber(n), n
	return append(dst, f), next
}

// placed tells "the second order" from "wait a second", "first of all", "the
// first time", "first name" and "second-hand".
func (r *reader) placed(i int) bool {
	l := r.at(i)
	if r.isAny(i+1, "name names class aid hand language thing foremost party") && r.near(i+1) || r.gap(i+1) == "-" || l.n == 1 && r.is(i+1, "time") || r.is(i+1, "of") && r.is(i+2, "all") {
		return false
	}
	if r.isAny(i-1, "at a per one each") || r.ends(i) && l.n <= 2 && r.isAny(i-1, "") && (r.gap(i+1) != " " || i == 0 && !r.is(i+1, "one")) {
		return false
	}
	if r.isAny(i-1, "the my this our your his her their every for its very") {
		return !r.is(i-1, "this") || l.n > 2 || !r.ends(i+1)
	}
	return l.n > 2 && r.near(i+1)
}

// plainNumber reads a number that nothing else claims at lexeme i. One that is
// part of a word or a code is none: "iphone15", "A-10293".
func (r *reader) plainNumber(dst []found, i int) ([]found, int) {
	l := r.at(i)
	if l.kind != lexNum || l.num.zero {
		if l.kind == lexHalf && r.is(i+1, "dozen") {
			f := r.found(Number, i, i+2)
			f.value, f.number, f.priority = "6", 6, weak
			return append(dst, f), i + 2
		}
		return dst, i
	}
	v, next := r.decimal(i)
	if r.is(next, "万") || r.is(next, "亿") { // 一点五万
		if r.tight(next) {
			v, next = v*hanMultiplier([]rune(r.at(next).txt)[0]), next+1
		}
	}
	f := r.found(Number, i, next)
	switch {
	case next == i+1 && (v == 2000 || v == 4000 || v == 8000) && strings.HasSuffix(r.in.raw[f.start:f.end], "K") &&
		r.near(next) && !r.isAny(next, "for of to per a and or but in on at back from with is was it"):
		return dst, next // what a screen resolves
	case v == 1e6 && r.is(i-1, "thanks"), l.num.digits > 15, !r.free(i, next): // thanks a million
		return dst, next
	case l.num.small && next == i+1 && len(r.lx) > 1 && !r.counting(i) && !r.negative(i):
		return dst, next
	}
	if r.negative(i) {
		v = -v
		f.start = r.signAt(i)
	}
	f.value, f.number, f.priority = formatNumber(v), v, weak
	return append(dst, f), next
}

// free reports whether lexemes [i, next) are not glued to letters or codes.
func (r *reader) free(i, next int) bool {
	l := r.at(i)
	if l.num.digits > 0 && strings.HasSuffix(l.gap, ".") { // .5
		return false
	}
	if i > 0 {
		p := r.at(i - 1)
		switch g := l.gap; {
		case g == "" && !p.han && p.txt != "$" && p.txt != "#" && p.txt != "€" && p.txt != "£" && p.txt != "¥" && p.txt != "+" && p.txt != "@" && !l.han,
			g == "_", g == ".", g == "/", g == ":", g == "=":
			return false
		case g == "-" && (p.kind == lexOther || p.kind == lexNum && (p.num.digits > 3 || l.num.digits > 3) || p.kind == lexDots):
			return false
		}
		if p.txt == "几" || p.txt == "好几" {
			return false
		}
	}
	if next >= len(r.lx) {
		return true
	}
	n := r.at(next)
	switch g := r.gap(next); {
	case g == "" && n.txt == "x" && l.num.val == 0: // 0x80070005
		return false
	case g == "" && n.txt != "" && !n.han && n.txt != "%" && n.txt != "$" && n.txt != "€" && n.txt != "£" && n.txt != "+" && n.txt != "x" && l.num.digits > 0 && !unitLike(n):
		return false
	case g == "_", g == "/", g == ":", g == "=", g == "*":
		return false
	case g == "-" && l.num.digits > 0 && n.kind == lexNum && (n.num.digits > 3 || l.num.digits > 3):
		return false
	case r.begins(next, "个多"):
		return false
	case g == "" && (n.txt == "多" || n.txt == "几" || n.txt == "来"):
		return false
	}
	return true
}

func unitLike(l *lexeme) bool { return l.kind == lexUnit }

// counting tells a single Chinese numeral or English word that counts from one
// that is part of an expression: 三次, "two people", not "no one".
func (r *reader) counting(i int) bool {
	l, n := r.at(i), r.at(i+1)
	if l.han {
		if !r.tight(i+1) || !n.han {
			return (r.ends(i) || r.isAny(i-1, "选 按")) && r.ends(i+1)
		}
		if l.num.val == 1 {
			return false
		}
		return r.isAny(i+1, `个 件 只 条 张 次 遍 位 名 台 部 双 对 套 箱 盒 瓶 包 袋 本 种 层 岁 人 份 把 支 枝 根 颗 块 片 串 辆 间 家 款 桌 杯 碗
			单 组 批 倍 口 头 米 斤 公斤 克 升 笔 样 道 场 顿 站 节 处 门 册 卷 枚 束`)
	}
	if r.ends(i) && r.ends(i+1) {
		return true
	}
	if l.num.val != 1 {
		return !r.is(i+1, "way") || l.num.val > 2
	}
	if r.isAny(i-1, "no this that which the each every any another new other old first last next some only good bad same right wrong") {
		return false
	}
	if i+1 >= len(r.lx) || !r.near(i+1) || n.kind != lexOther || n.tense != 0 {
		return false
	}
	return !r.isAny(i+1, `of another day more who that that's is was has does in with for to from at on and or but please thing i you he she we they
		it by as than can will if so not too either again the my your`)
}

// negative reports whether a minus sign stands right before lexeme i, and no
// number before that.
func (r *reader) negative(i int) bool {
	l := r.at(i)
	if r.isAny(i-1, "minus 负") && r.near(i) {
		return true
	}
	return l.num.digits > 0 && (l.gap == " -" || i == 0 && l.gap == "-")
}

// signAt returns where the minus sign of lexeme i begins.
func (r *reader) signAt(i int) int {
	if r.isAny(i-1, "minus 负") && r.near(i) {
		return r.at(i - 1).start
	}
	start, _ := r.in.stretch(r.in.toks[r.at(i).lo].Lo-1, r.in.toks[r.at(i).lo].Lo)
	return start
}
