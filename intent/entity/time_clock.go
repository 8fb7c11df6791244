package entity

// clockTime reads a time of day at lexeme i: "3pm", "15:30", "half past five",
// 三点半, 10点一刻.
func (r *reader) clockTime(i int) (when, int) {
	l := r.at(i)
	switch {
	case l.kind == lexClock:
		return r.digital(i)
	case l.kind == lexHalf && r.isAny(i+1, "past after") && r.near(i+1):
		if w, next := r.offset(i+2, 30, 1); next > i+2 {
			return w, next
		}
	case l.kind == lexHalf && !l.han && r.isAny(i-1, "at @ around by until till before after") && r.at(i+1).num.small:
		if w, next := r.offset(i+1, 30, 1); next > i+1 && r.bounded(next) {
			return w, next
		}
	case l.txt == "quarter" || l.txt == "a" && r.is(i+1, "quarter"):
		k := i
		if l.txt == "a" {
			k++
		}
		return r.past(k+1, i, 15)
	case l.kind == lexNum && (!l.num.zero || l.num.digits == 2 || l.num.digits == 4):
		return r.hourAt(i)
	case l.txt == "差":
		return r.short(i)
	}
	return when{}, i
}

// digital reads 15:30 and what may follow it.
func (r *reader) digital(i int) (when, int) {
	l := r.at(i)
	w := when{clocked: true, clock: l.n, bare: l.n < 13*3600 && l.txt[0] != '0'}
	k := i + 1
	if m, next := r.meridiem(k, l.n/3600); next > k {
		w.clock, w.bare = atMeridiem(w.clock, m), false
		return w, next
	}
	if r.gap(k) == "-" && r.at(k).kind == lexNum && r.at(k).num.digits > 4 {
		return when{}, i
	}
	return w, k
}

// meridiem reads am, pm, "o'clock" aside, for an hour before lexeme k.
func (r *reader) meridiem(k, hour int) (add, next int) {
	l := r.at(k)
	if l.kind != lexMeridiem || !r.near(k) || hour > 12 && l.n == 0 || hour > 23 || hour == 0 && l.n == 12 {
		return 0, k
	}
	if l.txt == "am" && r.gap(k) == " " && r.isAny(k-2, "i") { // "I 5 am"
		return 0, k
	}
	return l.n, k + 1
}

// atMeridiem turns a time of at most 12 hours into one of 24.
func atMeridiem(clock, add int) int {
	const half = 12 * 3600
	switch {
	case clock >= half+3600:
		return clock
	case clock >= half:
		return clock - half + add*3600
	}
	return clock + add*3600
}

// past reads "past five" or "to six" at lexeme k, for minutes that were told
// from lexeme i on.
func (r *reader) past(k, i, minutes int) (when, int) {
	if !r.near(k) {
		return when{}, i
	}
	sign := 0
	switch {
	case r.isAny(k, "past after"):
		sign = 1
	case r.isAny(k, "to of till before") && !r.is(k, "of"):
		sign = -1
	}
	if sign == 0 {
		return when{}, i
	}
	w, next := r.offset(k+1, minutes, sign)
	if next == k+1 {
		return when{}, i
	}
	return w, next
}

// offset reads the hour at lexeme k of a time some minutes past or to it.
func (r *reader) offset(k, minutes, sign int) (when, int) {
	l := r.at(k)
	w := when{clocked: true, bare: true}
	switch {
	case l.kind == lexPart && l.n == partNoon && r.near(k):
		w.clock, w.bare = 12*3600, false
	case l.kind == lexPart && l.n == partMidnight && r.near(k):
		w.clock, w.bare = 24*3600, false
	case (r.hourLike(l) || l.kind == lexNum && l.num.digits == 2 && l.num.whole(13, 23)) && r.near(k):
		w.clock = int(l.num.val) * 3600
	default:
		return when{}, k
	}
	next := k + 1
	if r.is(next, "o'clock") {
		next++
	}
	if sign < 0 && w.clock == 3600 {
		w.clock += 12 * 3600
	}
	w.clock += sign * minutes * 60
	if m, to := r.meridiem(next, w.clock/3600); to > next {
		w.clock, w.bare, next = atMeridiem(w.clock, m), false, to
	}
	if w.clock >= 24*3600 {
		w.clock -= 24 * 3600
	}
	return w, next
}

// hourAt reads a time of day that begins with a number.
func (r *reader) hourAt(i int) (when, int) {
	n := r.at(i).num
	if n.point && r.at(i).hi == r.at(i).lo+1 {
		return r.dotted(i)
	}
	if n.digits > 2 {
		return r.packed(i)
	}
	if n.point || !n.whole(0, 24) {
		return when{}, i
	}
	h := int(n.val)
	w := when{clocked: true, clock: h * 3600, bare: h <= 12 && h > 0 && !n.zero}
	k := i + 1
	if m, next := r.meridiem(k, h); next > k {
		w.clock, w.bare = atMeridiem(w.clock, m), false
		return w, next
	}
	switch {
	case r.isAny(k, "o'clock oclock") && r.near(k), r.is(k, "o") && r.is(k+1, "clock"):
		k++
		if r.is(k, "clock") {
			k++
		}
		if m, next := r.meridiem(k, h); next > k {
			w.clock, w.bare, k = atMeridiem(w.clock, m), false, next
		}
		return w, k
	case (r.is(k, "点") || r.is(k, "时")) && r.tight(k):
		return r.hanClock(i)
	case r.isAny(k, "past after to") && n.whole(1, 29) && r.near(k) && (!r.is(k, "after") || n.whole(5, 25)):
		if r.is(k, "past") || int(n.val)%5 == 0 && !r.is(i-1, "from") && !r.is(i-1, "between") && r.minuteWord(i) {
			return r.past(k, i, int(n.val))
		}
	case r.isAny(k, "minutes min mins") && r.isAny(k+1, "past to"):
		return r.past(k+1, i, int(n.val))
	}
	if r.is(k, "ish") && (r.near(k) || r.gap(k) == "-") && r.hourLike(r.at(i)) {
		return w, k + 1
	}
	if w, next := r.spoken(i); next > i {
		return w, next
	}
	return r.borrowed(i, w)
}

// minuteWord tells "ten to six" from a range: the number is a word, or "it is"
// or "at" stands before it and no sign of the time of day behind the other.
func (r *reader) minuteWord(i int) bool {
	return r.at(i).num.digits == 0 && r.at(i+3).kind != lexMeridiem
}

// dotted reads 3.30pm, and 15.30 behind "at".
func (r *reader) dotted(i int) (when, int) {
	l := r.at(i)
	n := len(l.txt)
	if n < 4 || l.txt[n-3] != '.' || atoi(l.txt[:n-3]) > 23 || atoi(l.txt[n-2:]) > 59 {
		return when{}, i
	}
	h := atoi(l.txt[:n-3])
	w := when{clocked: true, clock: h*3600 + atoi(l.txt[n-2:])*60, bare: h <= 12}
	if m, next := r.meridiem(i+1, h); next > i+1 {
		w.clock, w.bare = atMeridiem(w.clock, m), false
		return w, next
	}
	if r.isAny(i-1, "at @") && r.bounded(i+1) {
		return w, i + 1
	}
	return when{}, i
}

// packed reads 930pm and 0930am.
func (r *reader) packed(i int) (when, int) {
	n := r.at(i).num
	h, m := int(n.val)/100, int(n.val)%100
	if n.digits > 4 || n.point || h < 1 || h > 12 || m > 59 {
		return when{}, i
	}
	add, next := r.meridiem(i+1, h)
	if next == i+1 {
		return when{}, i
	}
	return when{clocked: true, clock: atMeridiem(h*3600+m*60, add)}, next
}

// spoken reads "seven thirty": two numbers, with am, pm or "at" beside them.
func (r *reader) spoken(i int) (when, int) {
	a, b := r.at(i), r.at(i+1)
	if b.kind != lexNum || !r.near(i+1) || !a.num.whole(1, 12) || !b.num.whole(10, 59) || b.num.digits == 1 || b.num.point {
		return when{}, i
	}
	if (a.num.digits == 0) != (b.num.digits == 0) || r.gap(i+1) == "" {
		return when{}, i
	}
	w := when{clocked: true, bare: true, clock: int(a.num.val)*3600 + int(b.num.val)*60}
	if m, next := r.meridiem(i+2, int(a.num.val)); next > i+2 {
		w.clock, w.bare = atMeridiem(w.clock, m), false
		return w, next
	}
	if p := r.at(i + 2); p.kind == lexPart && !p.han && r.near(i+2) || r.isAny(i-1, "at @ around by until till before after") && r.bounded(i+2) {
		return w, i + 2
	}
	return when{}, i
}

// borrowed reads an hour whose sign stands behind the other end of a range
// ("2-4pm", 2到4点), or one that a preposition announces ("at 7").
func (r *reader) borrowed(i int, w when) (when, int) {
	if to := r.connector(i+1, "and"); to > 0 && w.clock <= 12*3600 && w.clock > 0 {
		l := r.at(to)
		switch {
		case l.kind == lexClock && r.at(i).num.digits > 0:
			return w, i + 1
		case l.kind == lexNum && l.num.whole(1, 24):
			if _, next := r.meridiem(to+1, int(l.num.val)); next > to+1 || r.isAny(to+1, "o'clock oclock") {
				return w, i + 1
			}
			if (r.is(to+1, "点") || r.is(to+1, "时")) && r.at(i).num.digits+r.at(i).hi-r.at(i).lo > 0 {
				return w, i + 1
			}
		}
	}
	if k := i + 1; r.hourLike(r.at(i)) && r.isAny(k, "at in") && r.near(k) {
		if k++; r.is(k, "the") {
			k++
		}
		if p := r.at(k); p.kind == lexPart && p.n <= partEvening && !p.han {
			return w, i + 1
		}
	}
	if r.hourLike(r.at(i)) && r.bounded(i+1) && (r.isAny(i-1, "at @ around by until till before after") || r.is(i-1, "than") && r.isAny(i-2, "earlier later")) &&
		(!r.isAny(i-1, "around before after") || r.at(i).num.digits != 0) &&
		!r.isAny(i-2, "divided multiplied increased decreased reduced raised lowered divide multiply") {
		w.shaky = !r.isAny(i-1, "at @ until till")
		return w, i + 1
	}
	return when{}, i
}

// hanClock reads 三点, 3点半, 10点一刻, 三点零五分, 15时30分20秒 at lexeme i.
func (r *reader) hanClock(i int) (when, int) {
	l := r.at(i)
	h := int(l.num.val)
	w := when{clocked: true, clock: h * 3600, bare: h <= 12 && h > 0}
	k := i + 2 // behind 点
	told := false
	switch n := r.at(k); {
	case r.is(k, "半") && r.tight(k):
		w.clock, k, told = w.clock+1800, k+1, true
	case (r.is(k, "整") || r.is(k, "钟")) && r.tight(k):
		k, told = k+1, true
	case r.is(k, "过") && r.at(k+1).kind == lexNum && (r.is(k+2, "分") || r.is(k+2, "刻")):
		k++
		n = r.at(k)
		fallthrough
	case n.kind == lexNum && r.tight(k):
		m := n.num
		switch {
		case r.is(k+1, "刻") && m.whole(1, 3):
			w.clock, k, told = w.clock+int(m.val)*900, k+2, true
		case m.whole(0, 59) && r.is(k+1, "分"):
			w.clock, k, told = w.clock+int(m.val)*60, k+2, true
			if s := r.at(k); s.kind == lexNum && r.at(k+1).n == unitSecond && r.at(k+1).kind == lexUnit && s.num.whole(0, 59) && r.tight(k) {
				w.clock, k = w.clock+int(s.num.val), k+2
			}
		case m.whole(0, 59) && !m.point && (m.digits == 2 && (!n.han || m.zero) || m.digits == 0 && m.val >= 10) && r.at(k+1).kind != lexUnit && !r.is(k+1, "个"):
			w.clock, k, told = w.clock+int(m.val)*60, k+1, true
		case r.at(k+1).kind != lexUnit && !r.is(k+1, "个") && !r.is(k+1, "点"):
			return when{}, i // 三点五
		}
	}
	if w.clock > 24*3600 {
		return when{}, i
	}
	if r.is(i+1, "时") && !told && l.num.small || !told && r.aBit(i, k) {
		return when{}, i
	}
	return w, k
}

// aBit reports whether 一点 or 三点 at lexeme i, ending before lexeme k, may
// mean a bit or points of a list: there is no date or part of the day before
// it, and no other time beside it.
func (r *reader) aBit(i, k int) bool {
	switch r.at(i - 1).kind {
	case lexPart, lexDay, lexDayPart, lexWeekday, lexHoliday:
		return false
	}
	if r.is(i-1, "到") || r.is(i-1, "至") || r.gap(i) == "-" || r.is(k, "到") || r.is(k, "至") || r.gap(k) == "-" {
		return false
	}
	if r.begins(k, "建议 意见 要求 问题 原因 疑问 不满 理由 说明 需求 想法 内容 信息 都 也 儿 水 钱") {
		return true
	}
	if r.at(i).num.val != 1 || r.at(i).num.digits > 0 {
		return false
	}
	return !r.begins(k, "之前 前 以前 之后 后 以后 左右 可以 行 吧 见 开始")
}

// short reads 差五分三点 at lexeme i.
func (r *reader) short(i int) (when, int) {
	k, minutes := i+2, 0
	n := r.at(i + 1)
	switch {
	case n.kind != lexNum || !n.num.whole(1, 29):
		return when{}, i
	case r.is(k, "分"), r.is(k, "分钟"):
		minutes = int(n.num.val)
	case r.is(k, "刻"):
		minutes = 15 * int(n.num.val)
	default:
		return when{}, i
	}
	h := r.at(k + 1)
	if h.kind != lexNum || !h.num.whole(1, 24) || !r.is(k+2, "点") {
		return when{}, i
	}
	return when{clocked: true, bare: h.num.val <= 12, clock: int(h.num.val)*3600 - minutes*60}, k + 3
}
