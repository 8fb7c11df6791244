package escalation

import "time"

// Decision is what to do about a customer, and why.
type Decision struct {
	// Action is what to do.
	Action Action `json:"action"`
	// Rule is what called for it: the name of a rule, the path of a category,
	// [ByScore] or [ByWish]. Empty for [Stay].
	Rule string `json:"rule,omitempty"`
	// Wanted is what was called for before opening hours, queue, cool-down and the
	// customer's own choice were looked at: at least Action, unless soothing that did
	// not help became an offer.
	Wanted Action `json:"wanted,omitempty"`
	// Priority is how urgent it is, higher is more urgent; Skills is what a person
	// needs to know who takes over, in the order of the rules, without repetition.
	// Both are there for [Offer] and above.
	Priority int      `json:"priority,omitempty"`
	Skills   []string `json:"skills,omitempty"`
	// Closed says that nobody is there now: offer to take a message or to call back.
	// Busy that people are there after Wait: say so, and ask.
	Closed bool          `json:"closed,omitempty"`
	Busy   bool          `json:"busy,omitempty"`
	Wait   time.Duration `json:"wait,omitempty"`
	// Nobody says that the customer needs a person and there is none at all: tell
	// him, whatever Action says.
	Nobody bool `json:"nobody,omitempty"`
	// Score is that of [Policy.Score].
	Score float64 `json:"score"`
	// Reasons are what speaks for Wanted, the decisive rule first, at most 6, and last
	// what held it back.
	Reasons []Reason `json:"reasons,omitempty"`
}

// Reason is one of the things that led to a decision, for machines: people need
// words in their own language.
type Reason struct {
	// Code says what it is.
	Code Code `json:"code"`
	// Rule is the rule that asked for it, as in [Decision]. Empty for what held an
	// action back.
	Rule string `json:"rule,omitempty"`
	// Value is what it is, Limit what it had to reach, where it is a number; of
	// [Elapsed], [Waited] and [QueueLong] in seconds.
	Value float64 `json:"value,omitempty"`
	Limit float64 `json:"limit,omitempty"`
	// Detail is the topic, feeling, category or another name that it is about.
	Detail string `json:"detail,omitempty"`
}

// Code is a sort of [Reason].
type Code string

// What speaks for an action.
const (
	Wish        Code = "wish"        // the customer asks for a person
	Scored      Code = "score"       // the score
	Felt        Code = "feeling"     // the feeling of the message
	Displeased  Code = "displeasure" // how unpleasant it is
	Intense     Code = "intensity"   // how strong it is
	WorstSoFar  Code = "worst"       // the worst so far
	Falling     Code = "fall"        // it gets worse
	NeedsPerson Code = "needs_human" // the conversation looks as if a person should take over
	Doubted     Code = "doubt"       // there is no sure answer
	Failed      Code = "failures"    // answers failed
	Unresolved  Code = "unresolved"  // the customer came back to the topic
	Repeated    Code = "repeats"     // he asks the same again
	Pressing    Code = "urgency"     // it is urgent
	Long        Code = "turns"       // the conversation has many turns
	Sensitive   Code = "topic"       // it is about something sensitive
	Intended    Code = "intent"      // what he wants
	Tiered      Code = "tier"        // who he is
	InCategory  Code = "category"    // what it is about
	InLocale    Code = "locale"      // his language
	Elapsed     Code = "elapsed"     // since the conversation began
	Waited      Code = "waited"      // since he began to wait
	AtStake     Code = "value"       // what is at stake
	ByFunction  Code = "function"    // a function of the host's says so
	RuleBroken  Code = "broken"      // a function of the host's panicked; its rule counts as not matching
	Unhelped    Code = "unhelped"    // soothing did not help, so a person is offered
)

// What holds an action back.
const (
	CoolingDown Code = "cooling_down" // the same was done a few turns ago
	DeclinedIt  Code = "declined"     // the customer does not want a person
	JustBack    Code = "just_back"    // a person has just given the conversation back
	DeskClosed  Code = "closed"       // nobody is there now
	QueueLong   Code = "queue"        // the wait is long
	NoPeople    Code = "nobody"       // there are no people at all
)

// What calls for an action beside rules and categories.
const (
	ByScore = "score"
	ByWish  = "wish"
)

const (
	mostReasons = 6
	roomForHeld = 2
)

// because adds what speaks for an action.
func (d *Decision) because(r Reason) {
	if len(d.Reasons) < mostReasons {
		d.but(r)
	}
}

// but adds what held an action back.
func (d *Decision) but(r Reason) {
	if d.Reasons == nil {
		d.Reasons = make([]Reason, 0, mostReasons+roomForHeld)
	}
	d.Reasons = append(d.Reasons, r)
}

// explain adds what made a rule match.
func (d *Decision) explain(r *Rule, s *Signals) {
	before := len(d.Reasons)
	if before >= mostReasons {
		return
	}
	d.condition(r.Name, &r.If, s)
	if r.When != nil {
		d.because(Reason{Code: ByFunction, Rule: r.Name})
	}
	if len(d.Reasons) == before {
		d.because(Reason{Code: InCategory, Rule: r.Name, Detail: s.Category})
	}
}

func (d *Decision) condition(rule string, c *If, s *Signals) {
	number := func(code Code, value, limit float64) {
		if limit > 0 {
			d.because(Reason{Code: code, Rule: rule, Value: value, Limit: limit})
		}
	}
	name := func(code Code, asked bool, detail string) {
		if asked {
			d.because(Reason{Code: code, Rule: rule, Detail: detail})
		}
	}
	name(Wish, c.WantsHuman, "")
	for _, topic := range s.Topics {
		name(Sensitive, c.names(topic), topic)
	}
	name(Felt, len(c.Feelings) > 0, s.Feeling)
	number(Displeased, s.displeasure(), c.Displeasure)
	number(Intense, s.Intensity, c.Intensity)
	number(WorstSoFar, s.worst(), c.Worst)
	number(Falling, s.fall(), c.Fall)
	number(NeedsPerson, s.NeedsHuman, c.NeedsHuman)
	number(Scored, d.Score, c.Score)
	number(Doubted, s.Doubt, c.Doubt)
	number(Failed, float64(s.Failures), float64(c.Failures))
	number(Unresolved, float64(s.Unresolved), float64(c.Unresolved))
	number(Repeated, float64(s.Repeats), float64(c.Repeats))
	number(Pressing, float64(s.Urgency), float64(c.Urgency))
	number(Long, float64(s.Turns), float64(c.Turns))
	name(Intended, len(c.Intents) > 0, s.Intent)
	name(InCategory, len(c.Categories) > 0, s.Category)
	name(Tiered, len(c.Tiers) > 0, s.Tier)
	name(InLocale, len(c.Locales) > 0, s.Locale)
	if c.Elapsed > 0 || c.Waited > 0 {
		number(Elapsed, s.Elapsed.Seconds(), time.Duration(c.Elapsed).Seconds())
		number(Waited, s.Waited.Seconds(), time.Duration(c.Waited).Seconds())
	}
	number(AtStake, s.Value, c.Value)
	for i := range c.Any {
		if c.Any[i].holds(s, d.Score) {
			d.condition(rule, &c.Any[i], s)
			break
		}
	}
}
