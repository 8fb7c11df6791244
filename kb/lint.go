package kb

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/kefu-go/kefu/internal/text"
)

// LintOptions are the choices of [Library.Lint].
type LintOptions struct {
	// Rules are what to look for. Default: all of them.
	Rules []Rule
	// StaleAfter is how long an entry may stay unchanged. Default: 365 days;
	// negative is for ever.
	StaleAfter time.Duration
	// HitWithin is how long an entry may exist without being shown. Default: 90
	// days; negative is for ever.
	HitWithin time.Duration
	// Likeness, in (0,1], is how like two wordings must be to be near duplicates:
	// the weight of the terms that they share, as a part of all their terms. Those
	// of other numbers, or of which one denies, never are. Default: 0.8.
	Likeness float64
	// MaxPhrasings is how many phrasings are useful. Default: 200.
	MaxPhrasings int
	// MinVotes is how many verdicts it takes to judge an entry. Default: 10.
	MinVotes int64
	// MinUseful is the least share of verdicts Useful, in [0,1]. Default: 0.4.
	MinUseful float64
}

const day = 24 * time.Hour

func (o LintOptions) withDefaults() LintOptions {
	fill := func(d *time.Duration, days int) {
		if *d == 0 {
			*d = time.Duration(days) * day
		}
	}
	fill(&o.StaleAfter, 365)
	fill(&o.HitWithin, 90)
	if o.Likeness == 0 {
		o.Likeness = 0.8
	}
	if o.MaxPhrasings == 0 {
		o.MaxPhrasings = 200
	}
	if o.MinVotes == 0 {
		o.MinVotes = 10
	}
	if o.MinUseful == 0 {
		o.MinUseful = 0.4
	}
	return o
}

// Lint looks for entries that should be mended or taken out, and returns what it
// found: worst first, then by entry, always in the same order. Two entries that
// are alike are one finding, of the one with the smaller id; of many that are alike,
// some are told. It reads the present state of the index beside the traffic, one
// smart match for each wording: some seconds for forty thousand wordings.
func (l *Library) Lint(ctx context.Context, opts LintOptions) ([]Finding, error) {
	if err := l.load(ctx); err != nil {
		return nil, err
	}
	c, err := l.newLinter(ctx, opts, true)
	if err != nil {
		return nil, err
	}
	for e := range l.index.all() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c.entry(e)
		c.pairs(e, func(other *Entry) bool { return e.ID < other.ID })
	}
	sortFindings(c.found)
	return c.found, nil
}

// linter collects findings about entries of a library.
type linter struct {
	library *Library
	opts    LintOptions
	now     time.Time
	usage   map[string]Usage // nil if nobody counts
	lines   analyzer
	found   []Finding
}

// newLinter returns a linter; of a library that has been in use it looks at its
// log too.
func (l *Library) newLinter(ctx context.Context, opts LintOptions, used bool) (*linter, error) {
	c := &linter{library: l, opts: opts.withDefaults(), now: l.now(), lines: analyzer{stemmer: l.index.stemmer}}
	if used && (c.wants(NeverHit) || c.wants(LowUsefulness)) {
		usage, err := l.usage(ctx)
		if err != nil {
			return nil, err
		}
		if len(usage) > 0 { // else nobody counts
			c.usage = usage
		}
	}
	return c, nil
}

// usage returns the counts of all entries, or nil if the library has no log.
func (l *Library) usage(ctx context.Context) (map[string]Usage, error) {
	if l.opts.Log == nil {
		return nil, nil
	}
	list, err := l.opts.Log.Usage(ctx)
	if err != nil {
		return nil, err
	}
	usage := make(map[string]Usage, len(list))
	for _, u := range list {
		usage[u.Entry] = u
	}
	return usage, nil
}

func (c *linter) wants(r Rule) bool {
	return len(c.opts.Rules) == 0 || slices.Contains(c.opts.Rules, r)
}

func (c *linter) add(f Finding) {
	if c.wants(f.Rule) {
		c.found = append(c.found, f)
	}
}

// entry applies the rules that look at one entry.
func (c *linter) entry(e *Entry) {
	add := func(rule Rule, severity Severity, f Finding) {
		f.Rule, f.Severity, f.Entry = rule, severity, e.ID
		c.add(f)
	}
	if err := e.Validate(); err != nil {
		add(Faulty, Blocking, Finding{Field: rowError(0, err).Column})
	}
	if len(e.Answer.Parts) == 0 && e.Answer.Action == nil && len(e.Facts) == 0 && e.Guide == nil {
		add(NoAnswer, Blocking, Finding{Field: "answer"})
	}
	if n := len(e.Phrasings); n > c.opts.MaxPhrasings {
		add(TooManyPhrasings, Warning, Finding{Field: "phrasings", Value: float64(n)})
	}
	switch {
	case !e.ValidTo.IsZero() && !c.now.Before(e.ValidTo):
		add(Expired, Warning, Finding{Field: "valid_to"})
	case c.now.Before(e.ValidFrom):
		add(NotYetValid, Info, Finding{Field: "valid_from"})
	}
	if age := c.now.Sub(e.Updated); !e.Updated.IsZero() {
		if c.opts.StaleAfter > 0 && age > c.opts.StaleAfter {
			add(Stale, Warning, Finding{Field: "updated", Value: float64(age / day)})
		}
		u := c.usage[e.ID]
		if c.usage != nil && c.opts.HitWithin > 0 && age > c.opts.HitWithin && u.Answered+u.Offered+u.Picked == 0 {
			add(NeverHit, Info, Finding{})
		}
	}
	if u := c.usage[e.ID]; u.Useful+u.NotUseful+u.Wrong >= c.opts.MinVotes {
		if share := float64(u.Useful) / float64(u.Useful+u.NotUseful+u.Wrong); share < c.opts.MinUseful {
			add(LowUsefulness, Warning, Finding{Field: "answer", Value: share})
		}
	}
	for i, id := range e.Related {
		if _, ok := c.library.index.Get(id); !ok || id == e.ID {
			add(BrokenRelated, Warning, Finding{Field: "related[" + strconv.Itoa(i) + "]", Other: id})
		}
	}
	c.wordings(e, add)
	c.actions(e, add)
}

// wordings looks at the questions of an entry.
func (c *linter) wordings(e *Entry, add func(Rule, Severity, Finding)) {
	if e.Mode == Pattern {
		return
	}
	seen := map[string]bool{}
	for i := -1; i < len(e.Phrasings); i++ {
		key := text.Key(e.wording(i))
		if seen[key] {
			add(Repeated, Info, Finding{Field: wordingField(i)})
		}
		seen[key] = true
		if e.Mode == Exact {
			continue
		}
		telling, characters := 0, 0
		c.lines.analyze(e.wording(i), e.Locale, func(s sighting) {
			if !s.common {
				telling++
			}
			characters += len([]rune(string(s.key)))
		})
		if telling == 0 || e.Mode == Contains && characters < 2 {
			add(TooShort, Warning, Finding{Field: wordingField(i)})
		}
	}
}

// wordingField is the name of a wording in JSON; -1 is the question.
func wordingField(i int) string {
	if i < 0 {
		return "question"
	}
	return "phrasings[" + strconv.Itoa(i) + "]"
}

// actions looks at what the answers call and where the guide leads.
func (c *linter) actions(e *Entry, add func(Rule, Severity, Finding)) {
	known := func(a *Action, field string) {
		if a == nil {
			return
		}
		if _, ok := c.library.opts.Actions[a.Name]; !ok {
			add(UnknownAction, Blocking, Finding{Field: field, Other: a.Name})
		}
	}
	known(e.Answer.Action, "answer.action")
	if e.Guide == nil || len(e.Guide.Steps) == 0 {
		return
	}
	next := map[string][]string{}
	for i, s := range e.Guide.Steps {
		known(s.Say.Action, "guide.steps["+strconv.Itoa(i)+"].say.action")
		for _, o := range s.Options {
			next[s.ID] = append(next[s.ID], o.Next)
		}
	}
	reached := map[string]bool{}
	for todo := []string{e.Guide.Steps[0].ID}; len(todo) > 0; {
		id := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !reached[id] {
			reached[id] = true
			todo = append(todo, next[id]...)
		}
	}
	for i, s := range e.Guide.Steps {
		if !reached[s.ID] {
			add(UnreachableStep, Warning, Finding{Field: "guide.steps[" + strconv.Itoa(i) + "]"})
		}
	}
}
