package entity

// percentage reads a share at lexeme i: "25 %", "20% off", "half price",
// 百分之三点五, 打八折, 三成.
func (r *reader) percentage(dst []found, i int) ([]found, int) {
	v, role, next := r.share(i)
	if next == i {
		return dst, i
	}
	f := r.found(Percentage, i, next)
	f.value, f.number, f.role = formatNumber(v), v, role
	return append(dst, f), next
}

// share reads the value of a percentage, whether it is a discount, and the
// lexeme behind it.
func (r *reader) share(i int) (v float64, role string, next int) {
	l := r.at(i)
	switch {
	case l.txt == "打" && r.near(i+1):
		if v, k := r.fold(i+1, true); k > i+1 {
			return v, RoleDiscount, k
		}
		return 0, "", i
	case l.txt == "半价", l.txt == "对折":
		return 50, RoleDiscount, i + 1
	case l.txt == "half" && (r.is(i+1, "price") || r.is(i+1, "off")) && (r.near(i+1) || r.gap(i+1) == "-"):
		return 50, RoleDiscount, i + 2
	case l.txt == "百分之", l.txt == "千分之", l.txt == "万分之":
		n, k := r.decimal(i + 1)
		if r.is(i+1, "百") {
			n, k = 100, i+2
		}
		if k == i+1 || !r.near(i+1) {
			return 0, "", i
		}
		per := map[string]float64{"百分之": 1, "千分之": 10, "万分之": 100}[l.txt]
		return n / per, r.discounted(i, k), k
	case l.kind != lexNum:
		return 0, "", i
	}
	if v, k := r.fold(i, false); k > i {
		return v, RoleDiscount, k
	}
	k := i + 1
	switch {
	case (r.is(k, "%") || r.isAny(k, "percent pct percents")) && (r.near(k) || r.gap(k) == "-"):
		k++
	case r.begins(k, "个百分点") && r.tight(k):
		return l.num.val, "", k + 3
	case r.is(k, "per") && r.is(k+1, "cent"):
		k += 2
	case r.is(k, "成") && r.tight(k) && l.num.whole(1, 10):
		return r.tenths(i)
	default:
		return 0, "", i
	}
	v = l.num.val
	if r.is(k, "off") && r.near(k) {
		return v, RoleDiscount, k + 1
	}
	return v, r.discounted(i, k), k
}

// discounted returns the role of a share at lexemes [i, next) that the words
// around call a discount.
func (r *reader) discounted(i, next int) string {
	if r.isAny(next, "discount discounts reduction cheaper rebate") || r.begins(next, "的折扣 的优惠 折扣 优惠") ||
		r.follows(i, "优惠 减 减免 减了 便宜 降价 便宜了 降了 直降 优惠了") || r.is(i-1, "of") && r.isAny(i-2, "discount reduction") {
		return RoleDiscount
	}
	return ""
}

// decimal reads a number at lexeme i, 三点五 as well, and the lexeme behind it.
func (r *reader) decimal(i int) (float64, int) {
	l := r.at(i)
	if l.kind == lexHalf && l.txt == "半" {
		return .5, i + 1
	}
	if l.kind != lexNum {
		return 0, i
	}
	v, k := l.num.val, i+1
	if r.is(k, "点") && r.tight(k) {
		if f, next := r.fractionDigits(k + 1); next > k+1 {
			return v + f, next
		}
	}
	return v, k
}

// fractionDigits reads the digits behind a Chinese decimal point at lexeme i.
func (r *reader) fractionDigits(i int) (float64, int) {
	l := r.at(i)
	if l.kind != lexNum || !r.tight(i) || !l.han {
		return 0, i
	}
	v, scale := 0.0, .1
	for _, c := range l.txt {
		d, ok := hanDigit(c)
		if !ok {
			return 0, i
		}
		v += float64(d) * scale
		scale /= 10
	}
	return v, i + 1
}

// fold reads what is left of the price, 八折 or 8.5折 or 八五折, as the discount.
func (r *reader) fold(i int, told bool) (off float64, next int) {
	v, k := r.decimal(i)
	if k == i || !r.is(k, "折") || !r.tight(k) || r.begins(k+1, "叠 腾 磨 断 返 合") {
		if k > i && r.is(k, "折扣") && r.tight(k) {
			return left(v), k + 1
		}
		return 0, i
	}
	if v == 0 || v >= 100 || !told && v == 1 && r.begins(k+1, "回") {
		return 0, i
	}
	return left(v), k + 1
}

// left turns what is left of ten, or with two digits of a hundred, into the
// discount.
func left(v float64) float64 {
	if v > 10 {
		return 100 - v
	}
	return 100 - 10*v
}

// tenths reads 三成 and 三成五 at lexeme i.
func (r *reader) tenths(i int) (v float64, role string, next int) {
	k := i + 2
	if r.begins(k, "功 本 立 长 交 为 员 人 年 都 分 品 绩 份 了 语 果 套") && r.tight(k) {
		return 0, "", i
	}
	v = r.at(i).num.val * 10
	if n := r.at(k); n.kind == lexNum && n.num.whole(1, 9) && n.num.small && r.tight(k) {
		return v + n.num.val, "", k + 1
	}
	if r.is(k, "半") && r.tight(k) {
		return v + 5, "", k + 1
	}
	return v, "", k
}
