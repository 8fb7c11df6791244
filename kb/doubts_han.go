package kb

import "strings"

// han reads a number that is written in Chinese characters. A digit that stands alone,
// and one of something counted, may be no number, since 一 is a part of many words.
func (r *outlineReader) han(i int) (figure, int) {
	if r.text(i) == "零" && (r.text(i+1) == "下" || r.text(i+1) == "上") && i+2 < len(r.tokens) { // 零下5度
		f, next := r.at(i + 2)
		if next == i+2 {
			return figure{}, i
		}
		if r.text(i+1) == "下" {
			f.value = -max(f.value, -f.value)
		}
		return f, next
	}
	if r.text(i) == "半" { // 半年
		f := figure{value: 0.5}
		next := r.unit(&f, i+1)
		if f.unit.dimension == noDimension || f.unit.dimension == counted {
			return figure{}, i
		}
		return f, next
	}
	value, next := r.hanValue(i)
	if next == i || next == i+1 && strings.Contains(noNumber, " "+r.text(i)+r.text(next)+" ") && r.text(i+2) != "钟" {
		return figure{}, i
	}
	f := figure{value: value}
	if r.text(next) == "成" { // 三成
		f.unit, f.value = units["%"], 10*value
		r.end = next
		return f, next + 1
	}
	if r.text(i-1) == "负" {
		f.value = -f.value
	}
	after := r.unit(&f, next)
	if r.text(i-1) != "第" {
		f.weak = f.unit.dimension == counted && value == 1 || after == next && next < i+2
	}
	if r.text(after) == "半" && f.unit.dimension == duration || r.text(after) == "半" && after > next && r.tokensAre(after+1, "月", "小") {
		f.value += 0.5 // 一年半, 一个半月
		after++
		if f.unit.dimension == counted {
			after = r.unit(&f, after)
		}
	}
	return f, after
}

// noNumber are words that begin with a digit and count nothing.
const noNumber = " 一下 一样 一些 一般 一直 一起 一定 一旦 一共 一切 一点 一会 一边 一律 一方 一并 一再 一向 一致 一键 一系 一番 一来 一时 一经 一同 一概 一流 十分 四处 四周 万一 三方 "

// tokensAre reports whether a token is one of these.
func (r *outlineReader) tokensAre(i int, texts ...string) bool {
	for _, s := range texts {
		if r.text(i) == s {
			return true
		}
	}
	return false
}

// hanValue reads a Chinese numeral and returns the token after it; the same token if
// there is none. A digit at the end counts for the place below the last one, unless a
// zero is between: 两千五 is 2500.
func (r *outlineReader) hanValue(i int) (value float64, next int) {
	total, section, part, last := 0.0, 0.0, 0.0, 0.0
	digits, zero := 0, false
	for next = i; next < len(r.tokens); next++ {
		c := r.text(next)
		if digit, ok := hanDigits[c]; ok {
			if c == "两" && next > i && hanPlaces[r.text(next+1)] == 0 {
				break // a unit of mass
			}
			if digits == 0 {
				zero = digit == 0
			}
			part = part*10 + digit
			digits++
			continue
		}
		place := hanPlaces[c]
		if place == 0 || next == i && place != 10 {
			break
		}
		switch {
		case place >= 1e8:
			total, section = (total+max(1, section+part))*place, 0
		case place >= 1e4:
			total, section = total+max(1, section+part)*place, 0
		default:
			section += max(1, part) * place
		}
		part, last, digits, zero = 0, place, 0, false
	}
	if digits == 1 && !zero && last >= 100 {
		part *= last / 10
	}
	return total + section + part, next
}
