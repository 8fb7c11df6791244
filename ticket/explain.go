package ticket

import "time"

// Explain returns the parts of the time of each clock that [Evaluate] reports, of all its
// rounds, and why they count or do not: by clock, then by round, then by time. What was
// Counted in the parts of a clock's last round adds up to its Elapsed. Working time is
// told from nights and holidays; so it takes time in proportion to the opening and
// closing times since the ticket was opened, and is meant for whoever asks.
func Explain(events []Event, p *Policy, hours map[string]Hours, now time.Time) []Segment {
	v := evaluation{detail: true}
	v.init(p, hours, now, len(events))
	v.pass(events)
	var all []Segment
	for i := range v.tracks {
		t := &v.tracks[i]
		if t.round > 0 {
			v.explain(t)
		}
		all = append(all, t.segments...)
	}
	return all
}

// explain takes down the parts of the present round.
func (v *evaluation) explain(t *track) {
	if t.promise(v) <= 0 {
		return
	}
	end := t.ended
	if t.running() {
		end = v.now
	}
	for i := 0; i <= len(t.past); i++ {
		s := t.now
		if i < len(t.past) {
			s = t.past[i]
		}
		if i == len(t.past) || s.to > end {
			s.to = end
		}
		t.segments = t.explain(t.segments, s, v)
	}
}

// explain appends a part; what counts is cut where working hours begin or end.
func (t *track) explain(list []Segment, s stretch, v *evaluation) []Segment {
	if s.from >= s.to {
		return list
	}
	g := Segment{Clock: t.name, Round: t.round, From: at(s.from), To: at(s.to), Why: [...]Why{WhyCounts, WhyPaused, WhyQuiet, WhyEnded}[s.why]}
	if s.stay > 0 {
		g.State, g.Kind = v.stays[s.stay-1].state, v.stays[s.stay-1].kind
	}
	if s.why != counts {
		return append(list, g)
	}
	for end := g.To; g.From.Before(end); g.From = g.To {
		g.To, g.Why = end, WhyClosed
		if change, ok := t.hours.Next(g.From); ok && change.After(g.From) && change.Before(end) {
			g.To = change.UTC()
		}
		if t.hours.Open(g.From) {
			g.Why = WhyCounts
		}
		g.Counted = Duration(t.hours.Between(g.From, g.To))
		list = append(list, g)
	}
	return list
}
