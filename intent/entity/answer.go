package entity

// timeAnswer reads tokens [i, j), the answer to a question about a time, which
// may be nothing but an hour ("7", "nine", "1830") or a day of the month
// ("15th").
func (in *input) timeAnswer(i, j int) (f found, ok bool) {
	r := newReader(in)
	if len(r.lx) == 0 {
		return f, false
	}
	k := 0
	for k < len(r.lx) && r.lx[k].lo < i {
		k++
	}
	if r.isAny(k, "at around about by the on") {
		k++
	}
	l := r.at(k)
	if k >= len(r.lx) || l.hi != j {
		return f, false
	}
	var w when
	switch n := l.num; {
	case l.kind == lexNth:
		if w, ok = r.monthDay(l.n, false); !ok {
			return f, false
		}
	case l.kind != lexNum || n.point:
		return f, false
	case n.digits <= 2 && n.whole(0, 24):
		w = when{clocked: true, clock: int(n.val) * 3600}
	case n.digits >= 3 && n.digits <= 4 && n.val < 2400 && int(n.val)%100 < 60:
		w = when{clocked: true, clock: int(n.val)/100*3600 + int(n.val)%100*60}
	default:
		return f, false
	}
	f = r.found(Time, k, k+1)
	f.value, f.from, f.to = r.resolve(w)
	f.score, f.priority = .7, expected
	return f, f.value != ""
}

// numberAnswer reads tokens [i, j), the answer to a question about a number,
// which may be a word that is no number elsewhere: "one", 两个.
func (in *input) numberAnswer(i, j int) (f found, ok bool) {
	n, next, ok := in.number(i)
	if !ok || next < j-1 || next == j-1 && in.word(next) != "个" && in.word(next) != "位" || n.zero {
		return f, false
	}
	f = found{typ: Number, value: formatNumber(n.val), number: n.val, score: .9, priority: expected}
	f.start, f.end = in.span(i, j)
	return f, true
}
