package report

import (
	"time"

	"github.com/kefu-go/kefu/metrics"
)

// Kind is what a report is about.
type Kind string

// The kinds of reports.
const (
	KindDaily        Kind = "daily"
	KindWeekly       Kind = "weekly"
	KindAgents       Kind = "agent_efficiency"
	KindSatisfaction Kind = "satisfaction"
	KindTrends       Kind = "service_trends"
	KindGaps         Kind = "knowledge_gaps"
	KindTopics       Kind = "customer_needs"
	KindBottlenecks  Kind = "bottlenecks"
)

// A Report is a document of numbers. It is plain data: it can be changed before it is written,
// and read back from its JSON.
type Report struct {
	Kind     Kind   `json:"kind"`
	Title    string `json:"title"`
	Subtitle string `json:"subtitle,omitempty"`
	// Locale is "en" or "zh".
	Locale string `json:"locale"`
	// Range is the time that it is about, Before the one that it is compared with; both are in
	// the time zone named Zone.
	Range  Range  `json:"range"`
	Before Range  `json:"before"`
	Zone   string `json:"zone"`
	// Made is when it was made; Through is up to when what was recorded is in the numbers.
	Made    time.Time `json:"made"`
	Through time.Time `json:"through,omitzero"`

	// Findings say in words what changed and what stands out, the most certain first.
	Findings []Finding `json:"findings,omitempty"`
	Sections []Section `json:"sections,omitempty"`
	// Notes say how to read the numbers; Definitions are those of all metrics in the report.
	Notes       []string             `json:"notes,omitempty"`
	Definitions []metrics.Definition `json:"definitions,omitempty"`
}

// Section is a part of a report.
type Section struct {
	Title   string   `json:"title"`
	Text    []string `json:"text,omitempty"`
	Figures []Figure `json:"figures,omitempty"`
	Charts  []Chart  `json:"charts,omitempty"`
	Tables  []Table  `json:"tables,omitempty"`
}

// Verdict is what a difference means.
type Verdict string

// The verdicts.
const (
	// Better and Worse: it changed, and that is good or bad. Changed: it did, and is neither.
	Better  Verdict = "better"
	Worse   Verdict = "worse"
	Changed Verdict = "changed"
	// Steady: there is no difference that would matter. Unclear: there may be one, or it is chance.
	Steady  Verdict = "steady"
	Unclear Verdict = "unclear"
	// Unknown: one of the two numbers is not there.
	Unknown Verdict = ""
)

// Figure is one number of interest, and what it was before.
type Figure struct {
	Metric metrics.Metric `json:"metric"`
	Title  string         `json:"title"`
	Unit   metrics.Unit   `json:"unit"`
	// Better is 1 where more is better, -1 where less is, 0 where neither.
	Better int    `json:"better"`
	Now    Number `json:"now"`
	Before Number `json:"before"`
	// Delta is the difference: of shares, stars and scales absolute, of counts and times
	// relative to Before.
	Delta Number `json:"delta"`
	// Verdict is what the difference means. It is Better, Worse or Changed only where chance
	// makes such a difference once in a hundred times, and it is at least 1 point of a
	// share, 0.1 stars, 0.05 of a scale, or 5 % of a count or time.
	Verdict Verdict `json:"verdict,omitempty"`
	// Target is what it should be, where the host says so; Met whether it is.
	Target Number `json:"target,omitzero"`
	Met    bool   `json:"met,omitempty"`
}

// Finding is a sentence about numbers.
type Finding struct {
	Text    string         `json:"text"`
	Metric  metrics.Metric `json:"metric,omitempty"`
	Verdict Verdict        `json:"verdict,omitempty"`
	// Strength is how far from chance it is, in standard errors.
	Strength float64 `json:"strength,omitempty"`
}

// Table is rows of numbers.
type Table struct {
	Title string `json:"title"`
	Note  string `json:"note,omitempty"`
	// Keys are the titles of what rows are named by, Columns those of their numbers.
	Keys    []string `json:"keys"`
	Columns []Column `json:"columns"`
	Rows    []Row    `json:"rows"`
}

// Column is what the numbers below it are.
type Column struct {
	Title  string         `json:"title"`
	Metric metrics.Metric `json:"metric,omitempty"`
	Unit   metrics.Unit   `json:"unit"`
	Better int            `json:"better,omitempty"`
}

// Row has a name for each key and a number for each column of its [Table].
type Row struct {
	Names []string `json:"names"`
	Cells []Number `json:"cells"`
	// Total marks the row of all others together.
	Total bool `json:"total,omitempty"`
}
