package routing

import "time"

// Plan is how work is routed: queues, rules and what holds for all of them. It is
// data, apart from [Rule.When]; [Plan.Check] names every fault. A router takes a
// new one at any time, see [Router.SetPlan]. Routers that share a store should
// have the same.
type Plan struct {
	// Queues are where items wait. None: one queue with the id "default".
	Queues []Queue `json:"queues,omitempty"`
	// Rules are tried in order; the first that holds routes the item.
	Rules []Rule `json:"rules,omitempty"`
	// Default routes what no rule holds for. None: the first queue.
	Default []Target `json:"default,omitempty"`
	// Weights is how many units of capacity an item of a channel fills, at
	// least 1; "" is for channels that are not here. Default: 1.
	Weights map[string]int `json:"weights,omitempty"`
	// Peak says when the load is high. Nil: never.
	Peak *Peak `json:"peak,omitempty"`
}

// Queue is where items wait for the same agents.
type Queue struct {
	// ID is the queue's id, unique and not empty.
	ID string `json:"id"`
	// Name is for people to read.
	Name string `json:"name,omitempty"`
	// Department is whose queue it is: agents who name no queues serve those of
	// their department.
	Department string `json:"department,omitempty"`
	// Require is what every agent must meet, whatever the target asks besides.
	Require Require `json:"require,omitzero"`
	// Strategy chooses among the agents: a name in [Options.Strategies].
	// Default: "least_loaded", which is the longest idle where each has one item at
	// a time.
	Strategy string `json:"strategy,omitempty"`
	// Hours are when it is open: a name in [Options.Hours]. Default: always.
	Hours string `json:"hours,omitempty"`
	// Closed is what becomes of items that come, or still wait, when it is
	// closed. Default: they wait.
	Closed *Overflow `json:"closed,omitempty"`
	// MaxLen is how many items can wait at once. Default: 0, any number.
	MaxLen int `json:"max_len,omitempty"`
	// MaxWait is how long an item may wait in it, over all visits of this route
	// to the queue. Default: 0, for ever.
	MaxWait Duration `json:"max_wait,omitempty"`
	// Full is what becomes of items beyond MaxLen or MaxWait. Default: beyond
	// MaxLen the next target of the rule, and [ErrQueueFull] if there is none;
	// MaxWait needs it. An item that somebody can take at once is not beyond MaxLen,
	// and one that is in the router already is never refused: it stays where it is
	// and tries again after RetryAfter.
	Full *Overflow `json:"full,omitempty"`
	// OfferFor is how long an agent has to accept. Default: 0, the item is his
	// without being asked.
	OfferFor Duration `json:"offer_for,omitempty"`
	// RetryAfter is how long after the last refusal of an item those who declined it
	// are asked again. Until then it waits for others only. Default: 30 s.
	RetryAfter Duration `json:"retry_after,omitempty"`
	// AwayAfter sets an agent [Away] who let so many offers in a row pass. With
	// offers, 2 or 3 keeps customers from waiting for an empty chair.
	// Default: 0, never.
	AwayAfter int `json:"away_after,omitempty"`
	// WrapUp is how long an agent holds the capacity of an item after it.
	// Default: 0.
	WrapUp Duration `json:"wrap_up,omitempty"`
	// ReplyWithin is how long a customer may wait for the agent's next message
	// before the item returns to the queue; see [Router.CustomerSpoke]. Default: 0, for
	// ever.
	ReplyWithin Duration `json:"reply_within,omitempty"`
	// KeepLost is how long the items of an agent who went offline wait for him
	// before they return to the queue. Default: 0, not at all.
	KeepLost Duration `json:"keep_lost,omitempty"`
	// Ageing is by how much the priority of an item grows with each minute of
	// waiting. Default: 0.
	//
	// An item can be overtaken only by items of higher priority that come at
	// most (difference of the priorities) / Ageing minutes after it.
	Ageing float64 `json:"ageing,omitempty"`
}

// Overflow is where items go that a queue does not take: to another queue, or out
// of the router. It ends the route: whatever targets are left, they are not tried.
//
// In the other queue its own [Queue.Require] is asked, and besides what the item
// cannot be served without: the language and, if they were asked for, people. Skills
// that were required are preferred there; seniority and department do not matter.
type Overflow struct {
	// Queue is the id of another queue. Overflow from queue to queue must end.
	Queue string `json:"queue,omitempty"`
	// To diverts the item: "ticket", "callback", or what the host understands;
	// it becomes the [Status.Outcome]. Exactly one of Queue and To is set.
	To string `json:"to,omitempty"`
}

// Rule routes the items that it holds for.
type Rule struct {
	// Name is unique and not empty.
	Name string `json:"name"`
	// If is a condition; see [ParseCondition] and [Facts.Variable]. Empty holds for
	// everything.
	If string `json:"if,omitempty"`
	// When is a condition in Go, asked if If holds; it must be a pure function.
	// A panic counts as false. Nil holds. A rule that has one cannot be marshalled.
	When func(f *Facts) bool `json:"-"`
	// Targets are tried one after the other, as long as each one says. A target
	// whose requirements no registered agent meets, however relaxed, is passed over
	// at once, and so is such a step of it; if that leaves none, the item goes its
	// way all the same, and [EventUnsatisfiable] tells. If all are skipped, the item
	// goes to [Plan.Default]. If none of the later targets can be had, it stays in
	// the one it is in, and tries again after [Queue.RetryAfter].
	Targets []Target `json:"targets"`
}

// SkillUse says what an item's own skills mean.
type SkillUse string

// The uses of skills.
const (
	// SkillsRequired: the agent must have them. The default.
	SkillsRequired SkillUse = ""
	// SkillsPreferred: they speak for an agent.
	SkillsPreferred SkillUse = "preferred"
	// SkillsIgnored: they do not matter.
	SkillsIgnored SkillUse = "ignored"
)

// Target is a queue and what an item asks of the agent there.
type Target struct {
	// Queue is the queue's id.
	Queue string `json:"queue"`
	// Require is what the agent must meet besides [Queue.Require].
	Require Require `json:"require,omitzero"`
	// Prefer are skills that speak for an agent.
	Prefer []Need `json:"prefer,omitempty"`
	// Skills says what the item's own skills mean.
	Skills SkillUse `json:"skills,omitempty"`
	// Language asks for an agent who writes the item's language. If the queue or
	// Require ask for another one, nobody meets the target for such an item.
	Language bool `json:"language,omitempty"`
	// LastAgent asks for the agent who served the customer last. Such a target
	// is skipped unless he is there, and left when he goes. It cannot be the last
	// of [Plan.Default].
	LastAgent bool `json:"last_agent,omitempty"`
	// Priority is added to the item's.
	Priority int `json:"priority,omitempty"`
	// Ageing replaces the queue's; nil leaves it.
	Ageing *float64 `json:"ageing,omitempty"`
	// Wait is how long the item stays before it goes on to the next target. In
	// the last target it stays for ever. Default: 0, only if an agent has room at
	// once.
	Wait Duration `json:"wait,omitempty"`
	// SkipIf is a condition under which the target is passed over, asked when the
	// item comes to it. The last target of [Plan.Default] cannot have one.
	SkipIf string `json:"skip_if,omitempty"`
	// Relax loosens what is asked while the item waits here: agents who met it
	// before still do. What the queue requires is not loosened.
	Relax []Relaxation `json:"relax,omitempty"`
}

// Relaxation loosens what a target asks.
type Relaxation struct {
	// After is the time in the target, more than that of the one before.
	After Duration `json:"after"`
	// Drop are skills that are required no longer but preferred; "*" is all.
	Drop []string `json:"drop,omitempty"`
	// Lower is by how many levels the required skills and seniority are lowered,
	// to 1 and 0 at least.
	Lower int `json:"lower,omitempty"`
	// AnyLanguage, AnyDepartment drop those requirements.
	AnyLanguage   bool `json:"any_language,omitempty"`
	AnyDepartment bool `json:"any_department,omitempty"`
	// Priority is added to the item's.
	Priority int `json:"priority,omitempty"`
}

// Peak says when the load is high. Load is how many items wait for each person who
// is online. It has hysteresis twice: in height and in time.
type Peak struct {
	// Enter is the load above which a peak begins, and Leave, which is lower,
	// below which it ends.
	Enter float64 `json:"enter"`
	Leave float64 `json:"leave"`
	// For is how long the load must be so before that happens. Default: 0.
	For Duration `json:"for,omitempty"`
	// Share is the bot's share of what it could do, from 0 to 1, outside and in
	// a peak; rules read it as bot_share and compare it with lot, a number in
	// [0,1) that each item draws by its id.
	Share     float64 `json:"share"`
	PeakShare float64 `json:"peak_share"`
}

// Duration is a time.Duration that is text such as "1m30s" in JSON.
type Duration time.Duration

// Std returns it as a time.Duration.
func (d Duration) Std() time.Duration { return time.Duration(d) }

// MarshalText returns the text that [time.ParseDuration] reads.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads what [time.ParseDuration] reads.
func (d *Duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	if err != nil {
		return &FieldError{Field: "duration", Reason: `is not a text such as "90s" or "2m30s"`}
	}
	*d = Duration(v)
	return nil
}
