package kb

import "time"

// Entry is one piece of knowledge: a question in several wordings and its
// answer.
type Entry struct {
	// ID identifies the entry within its store: any non-empty text of at most
	// [MaxID] bytes without white space at its ends, as holds of Category and
	// Locale too. A [Library] assigns one where it is empty.
	ID string `json:"id"`
	// Question is the wording that is shown to people.
	Question string `json:"question"`
	// Phrasings are further wordings of the same question (at most
	// [MaxPhrasings]).
	Phrasings []string `json:"phrasings,omitempty"`
	// Answer is what the customer gets to see. It may be empty.
	Answer Answer `json:"answer"`
	// Mode says how the wordings are compared with what a customer writes.
	Mode Mode `json:"mode"`
	// Locale is the BCP 47 tag of the language that the entry is written in;
	// empty means that it serves every language.
	Locale string `json:"locale,omitempty"`
	// Category is a path such as "orders/returns"; empty means none.
	Category string `json:"category,omitempty"`
	// Priority breaks ties between equally good matches, higher first. It never
	// lifts a match over a threshold.
	Priority int `json:"priority,omitempty"`
	// Kind is what the entry is; empty is a [FAQ].
	Kind Kind `json:"kind,omitempty"`
	// Base is the independent knowledge base that the entry belongs to; empty is
	// the public one, which every [Scope] sees unless it says otherwise.
	Base string `json:"base,omitempty"`
	// ValidFrom and ValidTo bound the time in which the entry is found: from
	// ValidFrom on and before ValidTo. Zero is without bound.
	ValidFrom time.Time `json:"valid_from,omitzero"`
	ValidTo   time.Time `json:"valid_to,omitzero"`
	// MinScore, in [0,1), is the least score with which smart matching may show
	// this entry, whatever the policy. Default: 0, no threshold of its own.
	MinScore float64 `json:"min_score,omitempty"`
	// Related are ids of entries that people ask for next, in the order in which
	// to show them.
	Related []string `json:"related,omitempty"`
	// Tags are free labels. [Recommendable] lets [Library.Recommend] choose the
	// entry.
	Tags []string `json:"tags,omitempty"`
	// Facts make the entry a row of a table: the question and phrasings name the
	// subject ("X200"), and each fact answers a question about it.
	Facts []Fact `json:"facts,omitempty"`
	// Guide, of an entry of kind [GuideKind], leads through steps.
	Guide *Guide `json:"guide,omitempty"`
	// Origin tells where a passage was cut from, or which row the entry was.
	Origin *Origin `json:"origin,omitempty"`
	// Editor is who wrote this version, and Reason why: the audit trail.
	Editor string `json:"editor,omitempty"`
	Reason string `json:"reason,omitempty"`
	// Version is the revision of the store at which the entry was last
	// written; 0 for an entry that no store has seen.
	Version int64 `json:"version,omitempty"`
	// Updated is when the entry was last written.
	Updated time.Time `json:"updated"`
}
