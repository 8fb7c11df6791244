package routingsim

import (
	"math"
	"slices"
)

// report puts the replications together.
func (s *Scenario) report(runs []*tally) Report {
	length := (s.Horizon - s.WarmUp).Seconds() / float64(s.Slices)
	r := Report{
		Scenario: s.Name, Observations: len(runs) * s.Slices, Seconds: length,
		Confidence: s.Confidence, Within: s.Within.Seconds(),
	}
	part := func(name string, of func(*tally) []cell) Part {
		var cells []cell
		for _, t := range runs {
			cells = append(cells, of(t)...)
		}
		return s.part(name, cells, length)
	}
	r.Total = part("", func(t *tally) []cell { return t.total })
	for i, st := range s.Streams {
		r.Streams = append(r.Streams, part(st.Name, func(t *tally) []cell { return t.streams[i] }))
	}
	for _, id := range queues(runs) {
		r.Queues = append(r.Queues, part(id, func(t *tally) []cell {
			if n, ok := t.names[id]; ok {
				return t.queues[n]
			}
			return make([]cell, s.Slices)
		}))
	}
	for _, t := range runs {
		r.Events += t.events
	}
	s.agents(&r, runs)
	return r
}

// queues are the ids of all queues that anything came to.
func queues(runs []*tally) (ids []string) {
	for _, t := range runs {
		for _, id := range t.ids {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

func (s *Scenario) part(name string, cells []cell, length float64) Part {
	p := Part{Name: name}
	for i := range cells {
		slices.Sort(cells[i].waits)
	}
	for _, m := range measures() {
		values := m.from(cells, length)
		p.series = append(p.series, values)
		*m.of(&p) = m.unit.within(values.interval(s.Confidence))
	}
	return p
}

// agents adds what is known of them, each and together.
func (s *Scenario) agents(r *Report, runs []*tally) {
	var used, there, squares []float64
	observation := func(of func(desk) float64, agent int) (out []float64) {
		for _, t := range runs {
			for _, d := range t.desks[agent] {
				out = append(out, of(d))
			}
		}
		return out
	}
	busy := make([][]float64, len(s.Agents)) // by agent, then observation
	used, there = make([]float64, r.Observations), make([]float64, r.Observations)
	for i, a := range s.Agents {
		u := observation(func(d desk) float64 { return d.used }, i)
		h := observation(func(d desk) float64 { return d.staffed }, i)
		busy[i] = make([]float64, len(u))
		for k := range u {
			used[k], there[k] = used[k]+u[k], there[k]+h[k]
			busy[i][k] = u[k] / h[k]
		}
		r.Agents = append(r.Agents, Work{
			Agent:     a.ID,
			Hours:     series(observation(func(d desk) float64 { return d.staffed / 3600 }, i)).interval(s.Confidence),
			Items:     series(observation(func(d desk) float64 { return d.items }, i)).interval(s.Confidence),
			Occupancy: share.within(ratio(u, h).interval(s.Confidence)),
		})
	}
	for k := range used {
		squares = append(squares, deviation(busy, k))
	}
	r.load = [2]series{ratio(used, there), squares}
	r.Occupancy, r.Spread = share.within(r.load[0].interval(s.Confidence)), share.within(r.load[1].interval(s.Confidence))
}

// deviation is the standard deviation over the agents who were there at all.
func deviation(busy [][]float64, k int) float64 {
	n, total, squares := 0.0, 0.0, 0.0
	for i := range busy {
		if x := busy[i][k]; !math.IsNaN(x) {
			n, total = n+1, total+x
		}
	}
	for i := range busy {
		if x := busy[i][k]; !math.IsNaN(x) {
			squares += (x - total/n) * (x - total/n)
		}
	}
	return math.Sqrt(squares / n)
}
