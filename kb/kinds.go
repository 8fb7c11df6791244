package kb

// Kind is what an entry is.
type Kind string

// The kinds of entries.
const (
	// FAQ is a question with its answer; the empty kind means the same.
	FAQ Kind = "faq"
	// Passage is a part of a document; see [Origin].
	Passage Kind = "passage"
	// TableRow is a row of a table: a subject with [Fact]s.
	TableRow Kind = "row"
	// GuideKind is a guide through steps; see [Guide].
	GuideKind Kind = "guide"
	// ChitChat is small talk. A [Policy] may ask more of it, and it is never
	// placed above an entry of another kind that is as good.
	ChitChat Kind = "chitchat"
)

// Recommendable is the tag of entries that may be recommended.
const Recommendable = "recommendable"

// Fact is one cell of a table row.
type Fact struct {
	// Names are the column's name, first, and the ways in which people ask for
	// it: "weight", "how heavy".
	Names []string `json:"names"`
	// Value is the cell, with its unit: "1.2 kg".
	Value string `json:"value"`
}

// Origin is the place that an entry was taken from.
type Origin struct {
	// Document identifies the document, table or source system.
	Document string `json:"document"`
	// Title is the document's title.
	Title string `json:"title,omitempty"`
	// Path are the headings above a passage, the outermost first; or the key and
	// the column of a table.
	Path []string `json:"path,omitempty"`
	// Start and End are the byte offsets of a passage in the document.
	Start int `json:"start,omitempty"`
	End   int `json:"end,omitempty"`
	// URL is where a reader finds the document.
	URL string `json:"url,omitempty"`
}

// Guide leads through steps: troubleshooting, a choice of products. It is data:
// whoever shows it keeps the id of the present step.
type Guide struct {
	// Steps begin with the one to start at.
	Steps []Step `json:"steps"`
}

// Step says something and, unless it is the last one, asks how to go on.
type Step struct {
	// ID identifies the step within its guide. Required.
	ID string `json:"id"`
	// Say is shown: an instruction, a question, or the outcome.
	Say Answer `json:"say"`
	// Options are the ways to go on. A step without any ends the guide.
	Options []Option `json:"options,omitempty"`
	// Outcome of a step that ends the guide: solved, or a hand-off.
	Outcome Outcome `json:"outcome,omitempty"`
}

// Option is one way to go on from a [Step].
type Option struct {
	// Label is what the customer picks: "The lamp is red".
	Label string `json:"label"`
	// Wordings are other ways to say it.
	Wordings []string `json:"wordings,omitempty"`
	// Next is the id of the step that follows.
	Next string `json:"next"`
}

// Outcome is how a guide ends.
type Outcome string

// The outcomes. A last step without one is Solved.
const (
	Solved  Outcome = "solved"
	HandOff Outcome = "handoff"
)
