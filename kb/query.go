package kb

import "time"

// Query is what to look for.
type Query struct {
	// Text is what the customer wrote. Any bytes are allowed. Smart, pattern and
	// contains matching read the first [MaxQuestion] bytes.
	Text string
	// Locale is a BCP 47 tag such as "zh-CN"; "zh_CN" is the same. Entries without a locale, of the
	// locale itself or of one of its parents ("zh") are considered. Empty
	// considers all entries.
	Locale string
	// Category keeps to entries of this category and those below it; empty
	// considers all.
	Category string
	// Scope says which knowledge bases are searched. Default: all of them.
	Scope Scope
	// Kinds keeps to entries of these kinds; empty considers all.
	Kinds []Kind
	// At is the time for which entries must be valid. Default: the clock of the
	// index.
	At time.Time
	// Context is what the conversation has been about. Default: nothing.
	Context Context
	// Profile is what is known of the customer. Default: nothing.
	Profile Profile
	// Limit is how many hits are wanted at most. Default: 5.
	Limit int
}

// Scope says which knowledge bases a query sees. The zero Scope sees all.
type Scope struct {
	// Public searches the public base.
	Public bool
	// Bases are the independent bases to search. Of hits that are equal
	// otherwise, those of an independent base come before those of the public one.
	Bases []string
}

// Context is what a conversation has been about: what a short question
// ("and how long does it take?") leaves out.
type Context struct {
	// LastEntry is the id of the entry that was shown last. It changes nothing for a
	// question that does not say that it goes on ("and ...", "it", 那, 呢), that has
	// words which no entry has, or that fits an entry as well by itself. Entries of the
	// same locale whose category has the same parent are its topic, and those that
	// either side names as related.
	LastEntry string
	// Category is what the conversation is about.
	Category string
	// Entities and Slots are what the customer has named so far.
	Entities []string
	Slots    map[string]string
}

// Profile is what is known of a customer. Nothing of it is kept.
type Profile struct {
	// Attributes are facts such as "tier": "gold". They are compared with tags of
	// the form "tier:gold".
	Attributes map[string]string
	// Interests are categories, with weights from 0 to 1.
	Interests map[string]float64
	// History are the ids of entries that the customer was shown, latest last.
	History []string
	// Trail is what the customer looked at, latest last.
	Trail []Visit
}

// Visit is one step of a browsing trail.
type Visit struct {
	// At is when it was looked at. Zero is not known: then the place in the trail
	// tells how recent it is.
	At time.Time
	// Page is the title or text of what was looked at; Category and Entry are
	// what the host knows of it. At least one of the three is set.
	Page     string
	Category string
	Entry    string
}

// Hit is one entry that matches a query.
type Hit struct {
	// Entry must not be modified: it is shared with the index.
	Entry *Entry
	// Mode is the layer that found the entry; for a text that is identical to a
	// wording it is the entry's own mode.
	Mode Mode
	// Phrasing is the wording that matched best.
	Phrasing string
	// Score is in [0,1]: 1 is identical text, and what smart matching gives is
	// the estimated probability that a person would accept the entry as the
	// answer.
	Score float64
	// Doubts are reasons why the entry must not be the answer without asking
	// back, whatever its score. They are looked for where it is at least 0.1.
	Doubts Doubt
	// Boost is what profile, context and the host's [Booster] added, in log-odds;
	// Score has it already.
	Boost float64
	// Fact is the cell of a table row that the query asks for, or nil.
	Fact *Fact
	// Args are the named groups of a pattern.
	Args map[string]string
}

// Doubt is a set of reasons why a match must not be answered directly.
type Doubt uint8

// The reasons for doubt. A query differs from the wording that it is nearest to
// only, or mostly, in what turns the meaning.
const (
	// DoubtNumber: another number, date, amount or version.
	DoubtNumber Doubt = 1 << iota
	// DoubtUnit: the same number of another unit or currency.
	DoubtUnit
	// DoubtModel: another model name or code: X200 and X300.
	DoubtModel
	// DoubtNegation: one side denies what the other one says.
	DoubtNegation
	// DoubtCommon: nothing but words that are common to most questions agrees.
	DoubtCommon
	// DoubtForeign: the words of the query that no entry has tell more than those
	// that the entry has: it is likely about something else. The score has this
	// already; it is not lowered further.
	DoubtForeign
)

// Booster is a host's own preference among entries that match. It returns
// log-odds in [-2,2], 0 for no preference; what is outside is cut off. Boosts
// change the order and the shares of entries that match by themselves, and the order
// of equal scores in the other layers. They never turn what does not match into a
// match, and never beat identical text. Boost is
// called for each candidate of a match: it must be fast, safe for concurrent use
// and must not call the index. A panic counts as 0.
type Booster interface {
	Boost(q *Query, e *Entry) float64
}

// BoosterFunc is a function as [Booster].
type BoosterFunc func(q *Query, e *Entry) float64

// Boost calls f.
func (f BoosterFunc) Boost(q *Query, e *Entry) float64 { return f(q, e) }

// IndexOptions are the choices of an [Index].
type IndexOptions struct {
	// Lexicon is the host's vocabulary. Default: none.
	Lexicon *Lexicon
	// Precedence orders the layers; what it does not name follows in the order
	// of the default, and what it repeats or is no mode is left out; see the package
	// comment. Default: Exact, Pattern, Contains, Smart.
	Precedence []Mode
	// Booster is the host's preference among matches. Default: none.
	Booster Booster
	// Now tells the time, for validity. Default: time.Now.
	Now func() time.Time
}
