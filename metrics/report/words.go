package report

import (
	"strings"

	"github.com/kefu-go/kefu/metrics"
)

// words are all texts of reports in one language. The verbs of formats are %s and come in the same order in all
// languages, or with their index.
type words struct {
	Lang string

	// Numbers and times.
	Millisecond, Second, Minute, Hour, Day string
	Points                                 string
	DateLayout, DayLayout, MonthLayout     string
	Weekdays, ShortWeekdays                [7]string
	UnitCount, UnitShare, UnitSeconds      string
	UnitStars, UnitScale, UnitChange       string
	UnitMoney, UnitRatio                   string
	// OfCases: how many. MoreThan, UpTo: a time.
	OfCases, MoreThan, UpTo  string
	Open, Close, Colon, Stop string

	// The page.
	Period, ComparedWith, TimeZone, Made, Through             string
	Findings, NoFindings, Notes, Definitions, Numbers         string
	Formula, Counts, Excludes, Source                         string
	Name, Metric, Date, Before, BeforeShort, Now, ChangeTitle string
	Target, Met, Missed                                       string
	Better, Worse, Changed, Steady, Unclear                   string
	NoValue, NoValueHint, NoData, All, Unknown, Other         string
	// AxisFrom: where an axis begins. RangeOf: series, least, where, most, where.
	AxisFrom, LogAxis, RangeOf string

	// Titles of sections.
	Overview, Demand, Outcomes, Speed, SatisfactionTitle, Opinions, MoodTitle, Knowledge, Flows, Team string
	Training, Handoffs, Queues, Needs, Service, Segments                                              string
	Agent, Queue, Channel, Category, Tier, Language, Region, Base, Flow, Step, Reason, Tag, HourOfDay string
	DayOfWeek, Mean, Median, P90, P99, ByBot, ByHuman, HandedOff, HandedOver, Abandoned, Unresolved   string
	Question, Times, RestOfTeam, ShareOfTalks, UnansweredQuestions, Reached, Filled, Rejected, Left   string
	FunnelNote, Started, Completed                                                                    string
	LeftShare, StepTime, VolumeOverTime, VolumeByHour, ByChannel, ByCategory, ByBase, ByQueue, ByFlow string
	ByReason, ByTag, OutcomeOverTime, OutcomeByCategory, TimesTable, CoverageOverTime, GapsByCategory string
	TopQuestions, TopicTable, AgentTable, LoadByAgent, TrainingTable, ShareTrend, MoodCourse          string
	OutcomeNote, SpreadNote, TrainingNote, NobodyStandsOut, NoteStart, NoteChange, NoteNone, NoteOpen string
	FewPoints                                                                                         string // how many are few
	NoteFew                                                                                           string // how many are few
	AverageNote                                                                                       string
	OverTime, HoursOf, ByHourOf                                                                       string // metric
	SpreadOf                                                                                          string // metric
	SpreadBy, MetricBy                                                                                string // metric, dimension
	MedianOf                                                                                          string // metric
	PercentileOf                                                                                      string // metric, percentile
	SegmentBy                                                                                         string // dimension
	BeforeNote                                                                                        string // period
	FunnelOf, StepsOf                                                                                 string // flow

	// Findings.
	Rose, Fell  string // metric, before, now, difference
	BelowGoal   string // metric, now, target
	StandsOut   string // metric, group, value, value of the others
	AgentBelow  string // agent, category, metric, value, value of the others
	TopicDrives string // topic, before, now, difference
	TopicNew    string // topic, now
	GapLargest  string // category, how many, share of all
	StepLoses   string // flow, step, share, how many
	Peak        string // weekday, hours, how many
	LoadSpread  string // agents, mean, the busiest, his, variation

	// Costs.
	Costs, CostTable, CostBot, CostPeople, CostTickets, CostFixed string
	CostPrices                                                    string // currency, bot turn, bot episode, agent minute, ticket, month
	CostAssumed                                                   string // share of solved ones, lost ones, minutes
	CostLostNone, CostLostAll, CostNoSavings                      string

	Titles, Subtitles map[Kind]string
}

// wordsFor chooses by a BCP 47 tag: Chinese for what begins with zh, English for all else.
func wordsFor(locale string) *words {
	language, _, _ := strings.Cut(strings.ReplaceAll(locale, "_", "-"), "-")
	w := english()
	if strings.EqualFold(language, "zh") {
		w = chinese()
	}
	return &w
}

func (w *words) title(k Kind) string    { return w.Titles[k] }
func (w *words) subtitle(k Kind) string { return w.Subtitles[k] }

// unit names what the numbers of an axis are.
func (w *words) unit(u metrics.Unit) string {
	switch u {
	case metrics.Share:
		return w.UnitShare
	case metrics.Ratio:
		return w.UnitRatio
	case metrics.Seconds:
		return w.UnitSeconds
	case metrics.Stars:
		return w.UnitStars
	case metrics.Scale:
		return w.UnitScale
	case Change:
		return w.UnitChange
	case metrics.Money:
		return w.UnitMoney
	}
	return w.UnitCount
}

// verdict names a verdict.
func (w *words) verdict(v Verdict) string {
	switch v {
	case Better:
		return w.Better
	case Worse:
		return w.Worse
	case Changed:
		return w.Changed
	case Steady:
		return w.Steady
	case Unclear:
		return w.Unclear
	}
	return w.NoValue
}

// dimension names a dimension, "" where it is the host's.
func (w *words) dimension(d metrics.Dimension) string {
	return map[metrics.Dimension]string{
		metrics.ByAgent: w.Agent, metrics.ByQueue: w.Queue, metrics.ByChannel: w.Channel, metrics.ByCategory: w.Category,
		metrics.ByTier: w.Tier, metrics.ByLanguage: w.Language, metrics.ByRegion: w.Region, metrics.ByBase: w.Base,
		metrics.ByFlow: w.Flow, metrics.ByStep: w.Step, metrics.ByReason: w.Reason, metrics.ByHour: w.HourOfDay,
		metrics.ByWeekday: w.DayOfWeek,
	}[d]
}

// inText writes a title within a sentence.
func (w *words) inText(title string) string {
	if w.Lang == "en" && title != "" && title[1:] == strings.ToLower(title[1:]) {
		return strings.ToLower(title[:1]) + title[1:]
	}
	return title
}
