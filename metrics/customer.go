package metrics

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"
)

// CustomerCounts is what is known of one customer in a cohort: how often he came, about what, how it went.
type CustomerCounts struct {
	Customer string `json:"customer"`
	// Talks are all, Settled those that the bot or a person settled, Reopened those of these that came back,
	// HandedOff those where a person was asked for or took part.
	Talks     int `json:"talks"`
	Settled   int `json:"settled"`
	Reopened  int `json:"reopened"`
	HandedOff int `json:"handed_off"`
	Abandoned int `json:"abandoned"`
	// Messages are his own, Repeats how often something was asked or said again.
	Messages int `json:"messages"`
	Repeats  int `json:"repeats"`
	// Rating and Mood are means over his talks that have one; the mood of a talk is its last.
	Rating Value `json:"rating"`
	Mood   Value `json:"mood"`
	// Categories, Channels and Tags count his talks.
	Categories map[string]int `json:"categories,omitempty"`
	Channels   map[string]int `json:"channels,omitempty"`
	Tags       map[string]int `json:"tags,omitempty"`
	// First and Last are the starts of his first and last talk.
	First time.Time `json:"first"`
	Last  time.Time `json:"last"`
}

// mostWords is how many categories, channels and tags are counted for a customer; what comes later is [Other].
const mostWords = 32

// Customers counts the talks of a cohort by customer, those with most talks first, at most limit of them (1 to
// 100,000). Talks of unknown customers are left out. What is asked in marketing and product work
// (preferences, patterns) starts from these counts, or from [Collector.Episodes]. Errors are those of
// [Collector.Episodes].
func (c *Collector) Customers(ctx context.Context, o Cohort, limit int) ([]CustomerCounts, error) {
	if limit < 1 || limit > 100_000 {
		fault := &QueryError{}
		fault.add("limit", "is not from 1 to 100000")
		return nil, fault
	}
	o.Subject = Talk
	counts := map[string]*customerCount{}
	for e, err := range c.Episodes(ctx, o) {
		if err != nil {
			return nil, err
		}
		if e.Customer == "" {
			continue
		}
		if counts[e.Customer] == nil {
			counts[e.Customer] = &customerCount{CustomerCounts: CustomerCounts{Customer: e.Customer, First: e.Start}}
		}
		counts[e.Customer].add(&e)
	}
	order := slices.SortedFunc(maps.Values(counts), func(a, b *customerCount) int {
		return cmp.Or(cmp.Compare(b.Talks, a.Talks), cmp.Compare(a.Customer, b.Customer))
	})
	list := make([]CustomerCounts, min(limit, len(order)))
	for i := range list {
		x := order[i]
		x.Rating = meanValue(x.ratings, x.rated)
		x.Mood = meanValue(x.moods, x.felt)
		list[i] = x.CustomerCounts
	}
	return list, nil
}

type customerCount struct {
	CustomerCounts
	ratings, moods float64
	rated, felt    int64
}

func (x *customerCount) add(e *Episode) {
	settled := e.Outcome == ByBot || e.Outcome == ByHuman
	x.Talks++
	x.Settled += oneIf(settled)
	x.Reopened += oneIf(settled && e.Reopened)
	x.HandedOff += oneIf(e.people())
	x.Abandoned += oneIf(e.Outcome == Abandoned)
	x.Messages += e.FromCustomer
	x.Repeats += e.Repeats
	if e.Rating > 0 {
		x.ratings += e.Rating
		x.rated++
	}
	if n := len(e.Moods); n > 0 {
		x.moods += float64(e.Moods[n-1])
		x.felt++
	}
	countWord(&x.Categories, e.Category)
	countWord(&x.Channels, e.Channel)
	for _, tag := range e.Tags {
		countWord(&x.Tags, tag)
	}
	x.Last = e.Start
}

func oneIf(so bool) int {
	if so {
		return 1
	}
	return 0
}

func countWord(counts *map[string]int, word string) {
	if word == "" {
		return
	}
	if *counts == nil {
		*counts = map[string]int{}
	}
	if _, ok := (*counts)[word]; !ok && len(*counts) >= mostWords {
		word = Other
	}
	(*counts)[word]++
}

func meanValue(sum float64, n int64) Value {
	if n == 0 {
		return Value{}
	}
	return Value{X: sum / float64(n), Known: true, Of: n}
}
