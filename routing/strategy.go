package routing

import "time"

// Candidate is an agent who could take an item now.
type Candidate struct {
	// Item, Stage and Seat are not to be changed.
	Item  *Item
	Stage *Stage
	Seat  *Seat
	// Used is how many units of his capacity are filled, and Items how many
	// items he holds.
	Used, Items int
	// Past is what was learned of him, by category; not to be changed.
	Past map[string]Experience
	// Now is the time of the decision.
	Now time.Time
	// Team is what is known of all agents together, for what is not known of
	// one.
	Team *Team
}

// Team is the experience of all agents together, by category; "" is all of them.
type Team struct {
	Past map[string]Experience
}

// Strategy chooses among the agents who could take an item: the highest score has
// it. Equal scores are decided by who has been idle longest, then by the smaller
// id. Score must be a pure function of the candidate; NaN counts as the lowest
// score, and so does a panic.
type Strategy interface {
	Score(c *Candidate) float64
}

// StrategyFunc is a function that is a [Strategy].
type StrategyFunc func(c *Candidate) float64

// Score calls f.
func (f StrategyFunc) Score(c *Candidate) float64 { return f(c) }

// Decision is the choice of an agent for an item.
type Decision struct {
	// Item and Stage are what was decided on; Chosen is the agent.
	Item   *Item
	Stage  *Stage
	Chosen string
	// Strategy is its name.
	Strategy string
	// explain looks at every agent.
	explain func() []Verdict
}

// Explain says of each registered agent what spoke for or against him, the chosen
// one first. It looks at all of them: call it only where it is read, and only inside
// [Options.OnDecision]; afterwards it returns nil.
func (d *Decision) Explain() []Verdict { return d.explain() }

// Verdict is why an agent was chosen for an item, or not.
type Verdict struct {
	// Agent is his id, Score what the strategy gave him; it is 0 if he lacks
	// something.
	Agent string  `json:"agent"`
	Score float64 `json:"score"`
	// Rank is his place among those who could take the item at once, from 1; 0 if
	// he is none of them.
	Rank int `json:"rank"`
	// Lacks are requirements that he does not meet.
	Lacks []Lack `json:"lacks,omitempty"`
	// Why are codes: "chosen", "offline", "away", "busy", "no_room", "declined",
	// "unqualified", "lower_score", "tie_idle", "tie_id".
	Why []string `json:"why"`
}
