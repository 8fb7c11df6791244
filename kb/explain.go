package kb

// Explanation says how a question was matched, and why an entry is the answer or is
// not. It has what the customer wrote in it: keep it as you keep his messages. It can
// be written as JSON; String is the gist of it in one line.
type Explanation struct {
	// Layers are the layers that were tried, in their order. The last one that decided
	// gave the hits; none did if nothing fits.
	Layers []LayerTried `json:"layers"`
	// Terms is the question as smart matching has read it, if it came to that.
	Terms []ExplainedTerm `json:"terms,omitempty"`
	// Unknown counts words of the question that no entry has.
	Unknown int `json:"unknown,omitempty"`
	// FollowUp tells that the question was taken for one that leaves out what it is
	// about, and was matched with the terms marked as Named.
	FollowUp bool `json:"follow_up,omitempty"`
	// Entries are the hits, the best first, and after them the ids that were asked for
	// and are no hits.
	Entries []ExplainedEntry `json:"entries"`
	// Decision is what the library's policy makes of the hits; nil from
	// [Index.Explain].
	Decision *ExplainedDecision `json:"decision,omitempty"`
}

// LayerTried is a layer that was looked into.
type LayerTried struct {
	// Mode names the layer.
	Mode Mode `json:"mode"`
	// Live tells that only entries with a live answer were wanted.
	Live bool `json:"live,omitempty"`
	// Found counts the entries that it found, and Decided tells that they are the
	// hits.
	Found   int  `json:"found"`
	Decided bool `json:"decided,omitempty"`
}

// ExplainedTerm is one term of the question.
type ExplainedTerm struct {
	// Text is the term as the vocabulary has it: folded, the stem of a word.
	Text string `json:"text"`
	// Weight is how much it tells; Sure, in (0,1], is the part of its own weight that
	// it counts with: less than 1 for what was corrected or only named before.
	Weight float64 `json:"weight"`
	Sure   float64 `json:"sure"`
	// Common terms hold sentences together and cannot carry a match.
	Common bool `json:"common,omitempty"`
	// Named: the term is not in the question but was named before.
	Named bool `json:"named,omitempty"`
}

// ExplainedEntry is how one entry did.
type ExplainedEntry struct {
	// ID and Question are those of the entry; an id that is unknown has no question.
	ID       string `json:"id"`
	Question string `json:"question,omitempty"`
	// Rank is the entry's place among the hits, from 1; 0 if it is none, and then
	// Obstacle says why.
	Rank     int      `json:"rank,omitempty"`
	Obstacle Obstacle `json:"obstacle,omitempty"`
	// Mode, Phrasing, Score, Boost and Doubts are those of the [Hit]. The score of an
	// entry that is no hit is 0.
	Mode     Mode     `json:"mode"`
	Phrasing string   `json:"phrasing,omitempty"`
	Score    float64  `json:"score"`
	Boost    float64  `json:"boost,omitempty"`
	Doubts   []string `json:"doubts,omitempty"`
	// Words is how smart matching compared it; nil if it did not.
	Words *WordMatch `json:"words,omitempty"`
	// Meaning is what an [Embedder] added; nil if it did not.
	Meaning *MeaningMatch `json:"meaning,omitempty"`
}

// WordMatch is how smart matching compared an entry.
type WordMatch struct {
	// Shared are the terms that the question and the entry's best wording have in
	// common, the weightiest first.
	Shared []ExplainedTerm `json:"shared,omitempty"`
	// Pairs and Grams are the weights of the neighbouring words, and of the parts of
	// words, that they have in common.
	Pairs float64 `json:"pairs"`
	Grams float64 `json:"grams"`
	// Covered is the part of the best wording that the question has; Asked the part
	// of the question that the entry has, and Telling the same of its terms that are
	// not common; all by weight.
	Covered float64 `json:"covered"`
	Asked   float64 `json:"asked"`
	Telling float64 `json:"telling"`
	// Evidence is what all wordings of the entry together say for it: the logarithm of
	// how much likelier the question is for this entry than for any.
	Evidence float64 `json:"evidence"`
	// Rank is what entries are ordered by before boosts. Share is the entry's part in
	// the competition of the candidates; the shares of all candidates are 1.
	Rank  float64 `json:"rank"`
	Share float64 `json:"share"`
}

// MeaningMatch is what an [Embedder] said of an entry.
type MeaningMatch struct {
	// Similarity is that of the nearest wording, from -1 to 1.
	Similarity float64 `json:"similarity"`
	// LogOdds is what it added to the score.
	LogOdds float64 `json:"log_odds"`
	// Found tells that words alone had not found the entry.
	Found bool `json:"found,omitempty"`
}

// ExplainedDecision is what a [Policy] made of the hits, and by which thresholds.
type ExplainedDecision struct {
	// Kind is "direct", "suggest" or "none".
	Kind string `json:"kind"`
	// Reason says which rule of the policy decided.
	Reason Reason `json:"reason"`
	// Policy has its defaults filled in.
	Policy Policy `json:"policy"`
	// Shown are the ids of the answer or of what is offered.
	Shown []string `json:"shown,omitempty"`
	// RunnerUp is the second hit, and Ahead how far the first is ahead of it.
	RunnerUp string  `json:"runner_up,omitempty"`
	Ahead    float64 `json:"ahead,omitempty"`
}

// Obstacle says why an entry is not among the hits.
type Obstacle string

// The obstacles.
const (
	NoEntry       Obstacle = "no such entry"
	OtherLocale   Obstacle = "other locale"
	OtherCategory Obstacle = "other category"
	OutOfScope    Obstacle = "out of scope"
	OtherKind     Obstacle = "other kind"
	NotValid      Obstacle = "not valid at this time"
	NotLive       Obstacle = "no live answer"
	// OtherLayer: another layer has decided before this entry's was tried.
	OtherLayer Obstacle = "another layer decided"
	// OtherText: the question is not the text, or does not contain the phrase, or the
	// expression is not found in it.
	OtherText Obstacle = "text not found"
	// NothingShared: no term in common but such as hold sentences together.
	NothingShared Obstacle = "nothing in common"
	// NotRecalled: it has less in common with the question than those compared.
	NotRecalled Obstacle = "not among the nearest"
	// BelowMinScore: the entry's own MinScore asks for more.
	BelowMinScore Obstacle = "below its own least score"
	// BeyondLimit: it would be a hit if more were wanted.
	BeyondLimit Obstacle = "beyond the limit"
)
