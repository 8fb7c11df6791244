package ticket

// hit is a [Reached] while the history is gone through: without pointers, as a long
// history has many.
type hit struct {
	at                    int64 // microseconds
	track, round, percent int32
	since                 int32 // the number of the event with which the round began
}

// hit takes down that a clock reached a mark. All are kept in the order of their times.
// Rounds end one after the other, so that there are few marks to look at, whatever the
// number of all.
func (v *evaluation) hit(h hit) {
	v.hits = append(v.hits, h)
	for i := len(v.hits) - 1; i > 0 && v.hits[i-1].at > h.at; i-- {
		v.hits[i-1], v.hits[i] = h, v.hits[i-1]
	}
}

// reached returns the marks that were reached.
func (v *evaluation) reached() []Reached {
	if len(v.hits) == 0 {
		return nil
	}
	list := make([]Reached, len(v.hits))
	for i := range list {
		h, r := &v.hits[i], &list[i]
		r.Mark.Clock, r.Mark.Round, r.Mark.Percent = v.tracks[h.track].name, int(h.round), int(h.percent)
		r.At = at(h.at)
	}
	return list
}
