package routing

import "slices"

// qualifies returns what an agent lacks to take an item that waits in a queue and
// requires so much: nil if nothing, and then it allocates nothing.
func (p *planner) qualifies(a *Agent, r *Require, queue string) (lacks []Lack) {
	if !p.serves(a, queue) {
		lacks = append(lacks, Lack{What: "queue", Want: queue})
	}
	if r.Agent != "" && r.Agent != a.ID {
		lacks = append(lacks, Lack{What: "agent", Want: r.Agent})
	}
	if r.People && a.Bot {
		lacks = append(lacks, Lack{What: "person"})
	}
	if r.Department != "" && r.Department != a.Department {
		lacks = append(lacks, Lack{What: "department", Want: r.Department})
	}
	if r.Seniority > a.Seniority {
		lacks = append(lacks, Lack{What: "seniority", Min: r.Seniority, Have: a.Seniority})
	}
	if r.Language != "" && !writes(a, r.Language) {
		lacks = append(lacks, Lack{What: "language", Want: r.Language})
	}
	for i := range r.Skills {
		n := &r.Skills[i]
		if have := a.Skills[n.Skill]; have < max(1, n.Min) {
			lacks = append(lacks, Lack{What: "skill", Want: n.Skill, Min: max(1, n.Min), Have: have})
		}
	}
	return lacks
}

// serves says that items of a queue are for an agent. A queue that is not in the plan
// is served by those who name it, and by those who name none.
func (p *planner) serves(a *Agent, queue string) bool {
	if len(a.Queues) > 0 {
		return slices.Contains(a.Queues, queue)
	}
	q := p.queues[queue]
	return q == nil || q.Department == "" || q.Department == a.Department
}

// writes says that an agent writes a language.
func writes(a *Agent, language string) bool {
	if len(a.Languages) == 0 {
		return true
	}
	for _, has := range a.Languages {
		if covers(has, language) || covers(language, has) {
			return true
		}
	}
	return false
}

// covers says that one language tag is another one, or stands for all that begin
// like it: "en" covers "en-GB" (basic filtering, RFC 4647, section 3.3.1). Case does
// not matter, nor whether "-" or "_" is between the parts.
func covers(short, long string) bool {
	if len(short) > len(long) || len(short) < len(long) && tagByte(long[len(short)]) != '-' {
		return false
	}
	for i := range len(short) {
		if tagByte(short[i]) != tagByte(long[i]) {
			return false
		}
	}
	return true
}

// narrower is the language that covers what both of two do not exclude; an empty one
// excludes nothing. False: they exclude each other.
func narrower(a, b string) (string, bool) {
	switch {
	case a == "" || b != "" && covers(a, b):
		return b, true
	case b == "" || covers(b, a):
		return a, true
	}
	return "", false
}

func tagByte(c byte) byte {
	switch {
	case c == '_':
		return '-'
	case 'A' <= c && c <= 'Z':
		return c + 'a' - 'A'
	}
	return c
}
