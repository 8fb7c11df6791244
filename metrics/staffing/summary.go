package staffing

import "time"

// Summary is a plan in a few figures.
type Summary struct {
	// Contacts is the sum of all intervals.
	Contacts float64
	// Peak is the interval with the most agents, the first of equals; nil without
	// intervals.
	Peak *Need
	// AgentHours are spent on contacts and on waiting for them.
	AgentHours float64
	// PaidHours are the hours on the roster: AgentHours, and what is lost to shrinkage,
	// rounded up to whole agents in each interval.
	PaidHours float64
	// Cost is PaidHours times [Options.HourlyCost].
	Cost float64
	// ServiceLevel, Abandoned and ASA are means over all contacts, each interval
	// weighted by its contacts (ASA by those that are answered; service levels by other
	// countings than [OfOffered] by all contacts too, which is approximate). Without
	// contacts 1, 0 and 0.
	ServiceLevel, Abandoned float64
	ASA                     time.Duration
	// Occupancy is the share of AgentHours spent on contacts. 0 without agents.
	Occupancy float64
}

// Summary returns the plan in a few figures. Shifts are not part of it: that people
// cannot come for half an hour each makes the paid hours of real rosters longer.
func (p *Plan) Summary() Summary {
	s := Summary{ServiceLevel: 1}
	hours := p.Options.Interval.Hours()
	var level, gone, asa, answered, busy float64
	for i := range p.Needs {
		n := &p.Needs[i]
		if s.Peak == nil || n.Agents > s.Peak.Agents {
			s.Peak = n
		}
		agentHours := float64(n.Agents) * hours
		s.Contacts += n.Contacts
		s.AgentHours += agentHours
		s.PaidHours += float64(n.Roster) * hours
		level += n.Contacts * n.Figures.ServiceLevel
		gone += n.Contacts * n.Figures.Abandoned
		taken := n.Contacts * (1 - n.Figures.Abandoned)
		answered += taken
		asa += taken * float64(n.Figures.ASA)
		busy += agentHours * n.Figures.Occupancy
	}
	s.Cost = s.PaidHours * p.Options.HourlyCost
	if s.Contacts > 0 {
		s.ServiceLevel, s.Abandoned = level/s.Contacts, gone/s.Contacts
	}
	if answered > 0 {
		s.ASA = duration(asa / answered)
	}
	if s.AgentHours > 0 {
		s.Occupancy = busy / s.AgentHours
	}
	if s.Peak != nil {
		peak := *s.Peak
		s.Peak = &peak
	}
	return s
}
