package routing

import "time"

// Agent is who takes work: a person or a bot. A router keeps agents as the host
// registers them, see [Router.Register].
type Agent struct {
	// ID is the agent's id, unique and not empty.
	ID string `json:"id"`
	// Name is for people to read.
	Name string `json:"name,omitempty"`
	// Bot says that it is a program.
	Bot bool `json:"bot,omitempty"`
	// Department is where the agent belongs; see [Queue.Department].
	Department string `json:"department,omitempty"`
	// Queues are the ids of the queues that the agent serves. Empty: all queues
	// of his department, and all that have none.
	Queues []string `json:"queues,omitempty"`
	// Skills are what he can do, each with a level from 1 (beginner) to 10.
	Skills map[string]int `json:"skills,omitempty"`
	// Languages are BCP 47 tags of the languages that he writes; "en" covers
	// "en-GB". Empty: any.
	Languages []string `json:"languages,omitempty"`
	// Seniority is his experience, from 0 up; higher is more senior.
	Seniority int `json:"seniority,omitempty"`
	// Capacity is how many units of work he can have at once; see [Plan.Weights].
	// 0: only what Limits allows, and no work at all without them.
	Capacity int `json:"capacity"`
	// Limits is how many items of a channel he can have at once, whatever they
	// weigh. A channel that is not here has no limit of its own.
	Limits map[string]int `json:"limits,omitempty"`
	// Reserved holds units of Capacity back for items of a class: others never
	// take the last so many. It is also what keeps a heavy item from waiting for ever
	// behind light ones, which take each unit that becomes free.
	Reserved map[string]int `json:"reserved,omitempty"`
	// Attributes are the host's.
	Attributes map[string]string `json:"attributes,omitempty"`
}

// Presence is whether an agent takes work.
type Presence uint8

// The presences.
const (
	// Offline: not there. His items return to their queues.
	Offline Presence = iota
	// Online: there, and taking work as far as his capacity goes.
	Online
	// Busy: there, keeps what he has, takes nothing new from the queues; work
	// can still be assigned to him by hand.
	Busy
	// Away: not there for a moment; keeps what he has and takes nothing new.
	Away
)

var presences = [...]string{Offline: "offline", Online: "online", Busy: "busy", Away: "away"}

// String returns the name of the presence.
func (p Presence) String() string {
	if int(p) < len(presences) {
		return presences[p]
	}
	return "unknown"
}

// Seat is an agent and how he is now: the record that a [Store] keeps. Whether he
// is wrapping up is known from his items.
type Seat struct {
	Agent Agent `json:"agent"`
	// Presence is what he was set to last.
	Presence Presence `json:"presence"`
	// Note says why: "lunch", "missed offers", "lease".
	Note string `json:"note,omitempty"`
	// Since is when the presence began.
	Since time.Time `json:"since"`
	// Lease is when he goes offline by himself if no heartbeat comes; zero
	// means never.
	Lease time.Time `json:"lease,omitzero"`
	// Idle is when he last ended an item or came online: what "longest idle"
	// goes by.
	Idle time.Time `json:"idle,omitzero"`
	// Given is when he was last given an item, and Turn the number of that
	// assignment in the whole store: what "round robin" goes by.
	Given time.Time `json:"given,omitzero"`
	Turn  int64     `json:"turn,omitempty"`
	// Missed is how many offers in a row he let pass.
	Missed int `json:"missed,omitempty"`
	// Removed says that the agent is registered no more.
	Removed bool `json:"removed,omitempty"`
}

// Learned is what was learned of an agent and a category of items: a record of its
// own, because it changes with every item that he completes.
type Learned struct {
	Agent    string `json:"agent"`
	Category string `json:"category"`
	// Experience is empty (Done is 0) where it was forgotten.
	Experience Experience `json:"experience"`
}

// Experience is how an agent did with a kind of work.
type Experience struct {
	// Done is how many items he completed, Good how many of them with an
	// outcome that counts as a success, and Rated how many had an outcome that
	// counts at all.
	Done  float64 `json:"done"`
	Good  float64 `json:"good,omitempty"`
	Rated float64 `json:"rated,omitempty"`
	// Seconds is the sum of the handling times, from accepted to completed.
	Seconds float64 `json:"seconds"`
}
