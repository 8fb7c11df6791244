package entity

// weekdayOfMonth reads "first Monday of next month" and "last Friday of the month"
// at lexeme i. Of the month that runs it is the next such day, or the one before
// where the words around tell of the past.
func (r *reader) weekdayOfMonth(i int) (when, int) {
	l, day := r.at(i), r.at(i+1)
	place := l.n - 1 // of the day among those of the month; -1 for the last
	if l.kind == lexLast {
		place = -1
	}
	if l.kind != lexNth && l.txt != "last" || place > 4 || day.kind != lexWeekday || day.shaky || !r.near(i+1) || !r.isAny(i+2, "of in") {
		return when{}, i
	}
	month, next := r.base(unitMonth, 0), i+5
	running := r.isAny(i+3, "the this each every") && r.is(i+4, "month")
	if !running {
		if month, next = r.datePiece(i + 3); next == i+3 || month.grain != grainMonths {
			return when{}, i
		}
	}
	found := weekdayIn(month, place, day.n)
	switch past := r.tense(i, next) < 0; {
	case running && past && found.day.After(r.today):
		month = r.base(unitMonth, -1)
	case running && !past && found.day.Before(r.today):
		month = r.base(unitMonth, 1)
	}
	if found = weekdayIn(month, place, day.n); found.day.Month() != month.day.Month() {
		return when{}, i // there is no fifth
	}
	return found, next
}

// weekdayIn is the weekday of a place in a month; -1 is the last.
func weekdayIn(month when, place, weekday int) when {
	if place < 0 {
		last := month.lastDay()
		return when{grain: grainDays, day: last.AddDate(0, 0, -((int(last.Weekday()) - weekday + 7) % 7))}
	}
	return when{grain: grainDays, day: month.day.AddDate(0, 0, (weekday-int(month.day.Weekday())+7)%7+7*place)}
}
