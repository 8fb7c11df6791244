package routing

import "fmt"

// Need is a skill and the least level of it.
type Need struct {
	Skill string `json:"skill"`
	// Min is the least level, 1 to 10; 0 means 1.
	Min int `json:"min,omitempty"`
}

// Require is what an agent must meet. The zero value is met by everybody.
type Require struct {
	// Skills are needed, all of them.
	Skills []Need `json:"skills,omitempty"`
	// Language is a BCP 47 tag; empty asks for none.
	Language string `json:"language,omitempty"`
	// Seniority is the least seniority.
	Seniority int `json:"seniority,omitempty"`
	// Department is where the agent must belong; empty means anywhere.
	Department string `json:"department,omitempty"`
	// Agent is the only one who will do; empty means anybody.
	Agent string `json:"agent,omitempty"`
	// People says that no bot will do.
	People bool `json:"people,omitempty"`
}

// Lack is a requirement that an agent does not meet.
type Lack struct {
	// What is "skill", "language", "seniority", "department", "agent",
	// "person" or "queue".
	What string `json:"what"`
	// Want is what is required: a skill's name, a language, a department, an
	// agent's or a queue's id.
	Want string `json:"want,omitempty"`
	// Min and Have are the levels, for skills and seniority.
	Min  int `json:"min,omitempty"`
	Have int `json:"have,omitempty"`
}

// String says it in a few words, such as "skill billing 3 of 5".
func (l Lack) String() string {
	switch l.What {
	case "skill":
		return fmt.Sprintf("skill %s %d of %d", l.Want, l.Have, l.Min)
	case "seniority":
		return fmt.Sprintf("seniority %d of %d", l.Have, l.Min)
	case "person":
		return "is a bot"
	case "agent":
		return "only agent " + l.Want
	}
	return "not " + l.What + " " + l.Want
}
