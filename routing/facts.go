package routing

import "time"

// Facts is what rules can ask: an item and how things are now.
type Facts struct {
	// Item is not to be changed.
	Item *Item
	// Now is the time of the decision, Waited how long the item has waited and
	// Returns how often it came back from an agent.
	Now     time.Time
	Waited  time.Duration
	Returns int
	// Peak says that the load is high, and Share is the bot's share; see [Peak].
	Peak  bool
	Share float64
	// view is the state of the queues, location where hours are told; nil is UTC.
	view     view
	location *time.Location
	// skills are the names of the item's skills, once they were asked for.
	skills []string
}

// Queue returns how a queue is now; an unknown one is empty and closed. So are all
// of Facts that no router made, such as those of a test of [Rule.When].
func (f *Facts) Queue(id string) QueueState {
	if f.view == nil {
		return QueueState{}
	}
	return f.view.queue(id, f.Now)
}

// QueueState is how a queue is.
type QueueState struct {
	// Waiting is how many items wait in it, and Held how many from it agents
	// have or are offered.
	Waiting, Held int
	// Online is how many agents who serve it are online, and Available how many
	// of them have room for something.
	Online, Available int
	// People and Free are those of them that are no bots.
	People, Free int
	// Longest is how long the item has waited that has waited longest.
	Longest time.Duration
	// Estimate is how long an item that comes now will wait, as far as can be
	// told; 0 if an agent has room.
	Estimate time.Duration
	// Open says whether it is open.
	Open bool
}

// view is what the planner sees of the board. Stages are passed by value, so that
// they need not be allocated.
type view interface {
	queue(id string, now time.Time) QueueState
	// present says that the agent is online.
	present(agent string) bool
	// room says that somebody could take such an item at once.
	room(item *Item, stage Stage, weight int) bool
	// possible says that some registered agent meets what the stage requires and
	// could ever hold such an item; lacks is what the nearest one lacks.
	possible(item *Item, stage Stage, weight int) (ok bool, lacks []Lack)
}
