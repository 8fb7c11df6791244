package escalation

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Rule calls for an action when something is so. Rules do not exclude each
// other: all that match are looked at, and the highest action is taken.
type Rule struct {
	// Name tells the rules of a policy apart.
	Name string `json:"name"`
	// If is the condition as data, When one in Go. Where both are set, both must
	// hold. When must be a pure function and is called with what [Policy.Decide] got;
	// if it panics the rule does not match, and a reason of the code [RuleBroken] says so.
	// Default: one of them must be set.
	If   If                         `json:"if,omitzero"`
	When func(Signals, Memory) bool `json:"-"`
	// Do is the action that is called for. Default: [Stay], where the rule only adds
	// to what others decide.
	Do Action `json:"do,omitempty"`
	// Priority is how urgent that is; the highest of the rules that match counts.
	// Default: 0.
	Priority int `json:"priority,omitempty"`
	// Skills are what a person needs to know who takes over.
	Skills []string `json:"skills,omitempty"`
	// Always says that neither cool-down nor queue holds the rule back; a declined
	// offer does so only if no more than an offer can be done. Default: false.
	Always bool `json:"always,omitempty"`
}

// If is a condition: everything that it names must be so. Numbers are the least
// that must be reached, in the direction in which more is worse; 0 asks nothing.
// Lists name the values of which one must be there; an empty one asks nothing.
// So a condition that holds goes on to hold when anything gets worse.
type If struct {
	// Feelings are the names of feelings, see [Signals.Feeling].
	Feelings []string `json:"feelings,omitempty"`
	// Displeasure is how unpleasant the feeling is, the negative of
	// [Signals.Valence]; Intensity how strong. In [0,1].
	Displeasure float64 `json:"displeasure,omitempty"`
	Intensity   float64 `json:"intensity,omitempty"`
	// Worst is the greatest displeasure so far, in [0,1]; Fall how much it grows with
	// each message, in [0,2].
	Worst float64 `json:"worst,omitempty"`
	Fall  float64 `json:"fall,omitempty"`
	// NeedsHuman is the signal of that name, Score that of [Policy.Score], Doubt how
	// unsure the best answer is. In [0,1].
	NeedsHuman float64 `json:"needs_human,omitempty"`
	Score      float64 `json:"score,omitempty"`
	Doubt      float64 `json:"doubt,omitempty"`
	// Failures, Unresolved, Repeats, Urgency and Turns are the signals of these
	// names.
	Failures   int `json:"failures,omitempty"`
	Unresolved int `json:"unresolved,omitempty"`
	Repeats    int `json:"repeats,omitempty"`
	Urgency    int `json:"urgency,omitempty"`
	Turns      int `json:"turns,omitempty"`
	// WantsHuman: the customer asks for a person. A wish is respected without any
	// rule: this is for what shall be done beyond that.
	WantsHuman bool `json:"wants_human,omitempty"`
	// Topics and Intents are names; Tiers are those of customers.
	Topics  []string `json:"topics,omitempty"`
	Intents []string `json:"intents,omitempty"`
	Tiers   []string `json:"tiers,omitempty"`
	// Categories are paths; each covers what is below it.
	Categories []string `json:"categories,omitempty"`
	// Locales are BCP 47 tags; each covers the longer ones: "zh" holds for "zh-TW".
	Locales []string `json:"locales,omitempty"`
	// Elapsed and Waited are the signals of these names, as "90s" or "10m" in JSON.
	Elapsed Span `json:"elapsed,omitempty"`
	Waited  Span `json:"waited,omitempty"`
	// Value is what is at stake.
	Value float64 `json:"value,omitempty"`
	// Any are further conditions of which one must hold. Default: none is asked.
	Any []If `json:"any,omitempty"`
}

// Span is a stretch of time that reads "1h30m0s" in JSON, in the form of
// [time.ParseDuration].
type Span time.Duration

// MarshalText returns the form of [time.Duration.String].
func (d Span) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads the form of [time.ParseDuration], and returns a
// [FieldError] for anything else.
func (d *Span) UnmarshalText(data []byte) error {
	v, err := time.ParseDuration(string(data))
	if err != nil {
		return &FieldError{Field: "span", Reason: "is no stretch of time such as 90s or 10m"}
	}
	*d = Span(v)
	return nil
}

// MarshalJSON returns the rule as an object. A rule in Go has no such form: that
// it is left out unseen would make another rule of it, so it is a [FieldError].
func (r Rule) MarshalJSON() ([]byte, error) {
	if r.When != nil {
		return nil, &FieldError{Field: "rule", Reason: "is in Go and has no JSON form"}
	}
	type plain Rule
	return json.Marshal(plain(r))
}

// holds reports whether the condition is true.
func (c *If) holds(s *Signals, score float64) bool {
	if s.Failures < c.Failures || s.Unresolved < c.Unresolved || s.Repeats < c.Repeats || s.Urgency < c.Urgency || s.Turns < c.Turns {
		return false
	}
	if c.WantsHuman && !s.WantsHuman || s.Elapsed < time.Duration(c.Elapsed) || s.Waited < time.Duration(c.Waited) {
		return false
	}
	if score < c.Score || !reaches(s.NeedsHuman, c.NeedsHuman) || !reaches(s.Doubt, c.Doubt) || !reaches(s.Intensity, c.Intensity) ||
		!reaches(s.Value, c.Value) {
		return false
	}
	if s.displeasure() < c.Displeasure || s.worst() < c.Worst || s.fall() < c.Fall {
		return false
	}
	return one(c.Feelings, s.Feeling) && one(c.Intents, s.Intent) && one(c.Tiers, s.Tier) &&
		c.topic(s) && below(c.Categories, s.Category, '/') && below(c.Locales, s.Locale, '-') && c.any(s, score)
}

// reaches reports whether a number is large enough; what is no number counts as
// 0.
func reaches(x, least float64) bool { return least <= 0 || x >= least }

func one(list []string, name string) bool { return len(list) == 0 || slices.Contains(list, name) }

// topic reports whether one of the topics is spoken of.
func (c *If) topic(s *Signals) bool {
	return len(c.Topics) == 0 || slices.ContainsFunc(s.Topics, c.names)
}

// names reports whether the condition names a topic.
func (c *If) names(topic string) bool { return slices.Contains(c.Topics, topic) }

// below reports whether a path is one of the list, or below one.
func below(list []string, path string, cut byte) bool {
	return len(list) == 0 || slices.ContainsFunc(list, func(above string) bool { return covers(above, path, cut) })
}

// covers reports whether a path is another one or below it. Letters of locales
// count alike whatever their case.
func covers(above, path string, cut byte) bool {
	if len(path) < len(above) || len(path) > len(above) && path[len(above)] != cut {
		return false
	}
	head := path[:len(above)]
	return head == above || cut == '-' && strings.EqualFold(head, above)
}

func (c *If) any(s *Signals, score float64) bool {
	if len(c.Any) == 0 {
		return true
	}
	for i := range c.Any {
		if c.Any[i].holds(s, score) {
			return true
		}
	}
	return false
}

// matches reports whether the rule matches, and whether its function failed.
func (r *Rule) matches(s *Signals, m Memory, score float64) (match, failed bool) {
	if !r.If.holds(s, score) {
		return false, false
	}
	if r.When == nil {
		return true, false
	}
	return r.call(s, m)
}

// call calls the function of the host's.
func (r *Rule) call(s *Signals, m Memory) (match, failed bool) {
	defer func() {
		if recover() != nil {
			match, failed = false, true
		}
	}()
	return r.When(*s, m), false
}
