package report

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kefu-go/kefu/metrics"
)

// Daily is the service of a day: what came in, how it ended, how fast it was served, what customers thought
// of it, what the bot knew, and who worked. It is compared with the same weekday a week before.
func Daily(ctx context.Context, src Source, r Range, opts *Options) (*Report, error) {
	return Make(ctx, KindDaily, src, r, opts)
}

// Weekly is the quality report of a week: all of [Daily] with the hours of the week, flows, topics and
// where a look at an agent's talks may be worth while.
func Weekly(ctx context.Context, src Source, r Range, opts *Options) (*Report, error) {
	return Make(ctx, KindWeekly, src, r, opts)
}

// AgentEfficiency is what each agent did: talks, times, results, ratings, occupancy, how work was spread,
// and in which categories one differs from the rest of the team by more than chance.
func AgentEfficiency(ctx context.Context, src Source, r Range, opts *Options) (*Report, error) {
	return Make(ctx, KindAgents, src, r, opts)
}

// Satisfaction is what customers thought: ratings by time, channel, category and agent, tags, moods.
func Satisfaction(ctx context.Context, src Source, r Range, opts *Options) (*Report, error) {
	return Make(ctx, KindSatisfaction, src, r, opts)
}

// Trends is how the service developed over a longer time, for all and by tier, language and region.
func Trends(ctx context.Context, src Source, r Range, opts *Options) (*Report, error) {
	return Make(ctx, KindTrends, src, r, opts)
}

// KnowledgeGaps is what the knowledge base does not know: by category and base, and the questions
// themselves where [Options.Questions] has them.
func KnowledgeGaps(ctx context.Context, src Source, r Range, opts *Options) (*Report, error) {
	return Make(ctx, KindGaps, src, r, opts)
}

// CustomerNeeds is what customers came for, what changed, and what they complained about: for
// product and marketing.
func CustomerNeeds(ctx context.Context, src Source, r Range, opts *Options) (*Report, error) {
	return Make(ctx, KindTopics, src, r, opts)
}

// Bottlenecks is where bot and people, and people among themselves, hold each other up: reasons of
// hand-offs, waits by queue and hour, abandonment, flows. For the review of a [Month].
func Bottlenecks(ctx context.Context, src Source, r Range, opts *Options) (*Report, error) {
	return Make(ctx, KindBottlenecks, src, r, opts)
}

// plan is what a kind of report has: its figures and its sections.
type plan struct {
	figures  []metrics.Metric
	sections []func(*builder) Section
}

func planOf(k Kind) (plan, bool) {
	service := []metrics.Metric{
		metrics.Volume, metrics.ResolutionRate, metrics.BotResolutionRate, metrics.HandoffRate,
		metrics.AbandonmentRate, metrics.FirstHumanReply.P(50), metrics.FirstHumanReply.P(90), metrics.ServiceLevel,
		metrics.CSAT, metrics.MeanRating, metrics.RatingRate, metrics.Coverage,
		metrics.UnansweredRate, metrics.ReopenRate, metrics.ResolutionTime.P(50), metrics.FailureRate,
	}
	type sections = []func(*builder) Section
	plans := map[Kind]plan{
		KindDaily:  {service, sections{(*builder).demand, (*builder).outcomes, (*builder).speed, (*builder).satisfaction, (*builder).knowledge, (*builder).team}},
		KindWeekly: {service, sections{(*builder).demand, (*builder).outcomes, (*builder).speed, (*builder).satisfaction, (*builder).knowledge, (*builder).flows, (*builder).topics, (*builder).team, (*builder).training}},
		KindAgents: {
			[]metrics.Metric{
				metrics.HumanResolutionRate, metrics.FirstHumanReply.P(50), metrics.HumanReply.P(50), metrics.HumanReply.P(90),
				metrics.HandleTime, metrics.WrapTime, metrics.Occupancy, metrics.MeanRating,
			},
			sections{(*builder).team, (*builder).training},
		},
		KindSatisfaction: {
			[]metrics.Metric{metrics.CSAT, metrics.MeanRating, metrics.RatingRate, metrics.SurveyResponse, metrics.Mood, metrics.WorsenedRate, metrics.ImprovedRate, metrics.SoothedRate},
			sections{(*builder).satisfaction, (*builder).opinions, (*builder).mood},
		},
		KindTrends: {
			[]metrics.Metric{
				metrics.Volume, metrics.ResolutionRate, metrics.FirstContact, metrics.DurableResolution, metrics.BotResolutionRate, metrics.HandoffRate,
				metrics.FirstHumanReply.P(50), metrics.CSAT,
			},
			sections{(*builder).trends, (*builder).segments, (*builder).topics},
		},
		KindGaps: {
			[]metrics.Metric{metrics.Questions, metrics.Coverage, metrics.UnansweredRate, metrics.Accuracy, metrics.Helpfulness, metrics.IntentErrorRate, metrics.RepeatRate},
			sections{(*builder).knowledge},
		},
		KindTopics: {
			[]metrics.Metric{metrics.Volume, metrics.UnresolvedRate, metrics.HandoffRate, metrics.ReopenRate, metrics.CSAT, metrics.WorsenedRate},
			sections{(*builder).topics, (*builder).opinions},
		},
		KindBottlenecks: {
			[]metrics.Metric{metrics.HandoffRate, metrics.HandedOffRate, metrics.SpeedOfAnswer, metrics.SpeedOfAnswer.P(90), metrics.ServiceLevel, metrics.QueueAbandonment, metrics.FirstHumanReply.P(50), metrics.FlowDropOff},
			sections{(*builder).handoffs, (*builder).queues, (*builder).flows},
		},
	}
	p, ok := plans[k]
	return p, ok
}

// Make makes a report of a kind, of a range. Nil options are the defaults; unusable ones, and unknown kinds,
// are one error that unwraps to [metrics.ErrInvalid]. It asks the source up to some forty queries, one after
// the other, and nothing else waits; where costs are in it, it counts the talks of both ranges as well.
func Make(ctx context.Context, k Kind, src Source, r Range, opts *Options) (*Report, error) {
	p, ok := planOf(k)
	if !ok {
		return nil, fmt.Errorf("report: %w: %q is no kind of report", metrics.ErrInvalid, k)
	}
	if src == nil {
		return nil, fmt.Errorf("report: %w: there is no source", metrics.ErrInvalid)
	}
	o, r, err := opts.complete(r)
	if err != nil {
		return nil, err
	}
	w := wordsFor(o.Locale)
	made, former := o.Now().In(o.Zone), o.Before
	if (opts == nil || opts.Before == Range{}) && made.Before(r.To) && made.After(r.From) {
		o.Before.To = former.From.Add(made.Sub(r.From).Truncate(metrics.Slot))
		if !o.Before.To.After(former.From) || o.Before.To.After(former.To) {
			o.Before = former
		}
	}
	b := &builder{ctx: ctx, src: src, opts: o, words: w, former: former, r: &Report{
		Kind: k, Title: cmp.Or(o.Title, w.title(k)), Subtitle: w.subtitle(k), Locale: w.Lang,
		Range: r, Before: o.Before, Zone: o.Zone.String(), Made: made,
	}}
	b.add(Section{Title: w.Overview, Figures: b.figures(p.figures...)})
	if withCosts(k) && b.priced() {
		p.sections = append(p.sections, (*builder).costs)
	}
	for _, s := range p.sections {
		if b.err == nil {
			b.err = ctx.Err()
		}
		if b.err == nil {
			b.add(s(b))
		}
	}
	if b.err != nil {
		return nil, b.err
	}
	b.finish()
	return b.r, nil
}

// add adds a section, without charts and tables that have nothing.
func (b *builder) add(s Section) {
	s.Charts = slices.DeleteFunc(s.Charts, func(c Chart) bool { return c.empty() })
	s.Tables = slices.DeleteFunc(s.Tables, func(t Table) bool { return len(t.Rows) == 0 })
	if len(s.Figures)+len(s.Charts)+len(s.Tables)+len(s.Text) == 0 {
		s.Text = []string{b.words.NoData}
	}
	b.r.Sections = append(b.r.Sections, s)
}

// mostFindings is how many findings a reader is asked to read.
const mostFindings = 12

func (b *builder) finish() {
	w := b.words
	slices.SortStableFunc(b.r.Findings, func(x, y Finding) int { return cmp.Compare(y.Strength, x.Strength) })
	b.r.Findings = b.r.Findings[:min(len(b.r.Findings), mostFindings)]
	b.r.Notes = append(b.r.Notes, w.NoteStart, fmt.Sprintf(w.NoteFew, strconv.Itoa(Few)), w.NoteChange, w.NoteNone)
	if b.r.Range.To.After(b.r.Made) {
		b.r.Notes = append([]string{w.NoteOpen}, b.r.Notes...)
	}
	if b.opts.Brief {
		return
	}
	var done []metrics.Metric
	for _, m := range b.mentions {
		// The definition of a percentile is that of its metric.
		base, _, _ := strings.Cut(string(m), ".p")
		if d, ok := metrics.Describe(metrics.Metric(base), b.opts.Locale); ok && !slices.Contains(done, d.Metric) {
			done = append(done, d.Metric)
			b.r.Definitions = append(b.r.Definitions, d)
		}
	}
	b.r.Definitions = append(b.r.Definitions, b.defined...)
}
