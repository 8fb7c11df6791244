package routing

import (
	"math"
	"strings"
)

const (
	// memory is after how many further items of a category what was learned of one
	// counts half.
	memory = 200
	// fade is what an item counts after one further: 2^(-1/memory).
	fade = 0.9965402628278678
	// maxCategories is of how many categories an agent's experience is kept.
	maxCategories = 64
	// timeStrength and rateStrength are how many items of his own an agent needs
	// for his mean to count as much as what it is drawn towards; see
	// [Team.Estimate].
	timeStrength = 10
	rateStrength = 20
)

// learn returns what changes in the experience of an agent by an item that he
// completed in so many seconds, with a good outcome or not, if it is rated at all.
// Older items fade: each one of the category makes those before it count
// 2^(-1/200) as much, so that half of the weight is on the last 200 and no agent
// has more than 289 items of a category.
//
// past is the agent's, and is not changed. The experience of the 65th category
// takes the place of the one with the least items.
func learn(agent string, past map[string]Experience, category string, seconds float64, good, rated bool) []Learned {
	if !(seconds >= 0) || math.IsInf(seconds, 0) { // a clock that jumped
		seconds = 0
	}
	x := past[category]
	x = Experience{Done: x.Done*fade + 1, Good: x.Good * fade, Rated: x.Rated * fade, Seconds: x.Seconds*fade + seconds}
	if rated {
		x.Rated++
		if good {
			x.Good++
		}
	}
	changes := []Learned{{Agent: agent, Category: category, Experience: x}}
	if _, known := past[category]; known || len(past) < maxCategories {
		return changes
	}
	first := true
	var least string
	for c, x := range past {
		if y := past[least]; first || x.Done < y.Done || x.Done == y.Done && c < least {
			least, first = c, false
		}
	}
	return append(changes, Learned{Agent: agent, Category: least})
}

// learned replaces what the team knows of one agent and a category. It counts for the
// category, for all above it, and for "", which is all.
func (t *Team) learned(category string, old, now Experience) {
	if t.Past == nil {
		t.Past = make(map[string]Experience)
	}
	for {
		x := t.Past[category]
		x.Done += now.Done - old.Done
		x.Good += now.Good - old.Good
		x.Rated += now.Rated - old.Rated
		x.Seconds += now.Seconds - old.Seconds
		if x.Done < 1e-9 { // nothing but what rounding left
			delete(t.Past, category)
		} else {
			t.Past[category] = x
		}
		if category == "" {
			return
		}
		category = category[:max(0, strings.LastIndexByte(category, '/'))]
	}
}

// Estimate is what can be expected of an agent and an item.
type Estimate struct {
	// Seconds is the handling time, from accepted to completed; 0 if nothing is
	// known of anybody.
	Seconds float64
	// Success is the share of good outcomes, from 0 to 1; a half if nothing is
	// known of anybody.
	Success float64
	// Done is how many items of the category the agent himself completed, and
	// Rated how many of them had an outcome that counts. Old ones count less, so
	// they are no whole numbers.
	Done, Rated float64
}

// Estimate returns what can be expected of the candidate; see [Team.Estimate].
func (c *Candidate) Estimate() Estimate { return c.Team.Estimate(c.Past, c.Item.Category) }

// Estimate returns what can be expected of an agent with a past and an item of a
// category; of an average agent if past is nil. A nil Team knows nothing.
//
// Little evidence is drawn towards more: the mean of n items of the agent's own
// with sum S is taken as (S + k m) / (n + k), where m is the mean of the team for the
// category, which in the same way is drawn towards that of the category above it
// ("a/b" for "a/b/c"), and so on to the mean of all. This is the credibility
// formula of Bühlmann (1967, ASTIN Bulletin 4), an empirical Bayes estimate (Efron and
// Morris 1975, JASA 70) with fixed k: the variance within agents over that between
// them. k is 10 for times (agents' means differ by a third of the spread of their
// items) and 20 for successes (rates around 0.7 that differ by 0.1). The success rate
// of all is drawn towards a half with k = 2 (Laplace's rule of succession).
//
// What an agent did in other categories is not used: whoever has the hard ones would
// look slow in all.
func (t *Team) Estimate(past map[string]Experience, category string) Estimate {
	var e Estimate
	if t == nil {
		t = &Team{}
	}
	all := t.Past[""]
	if all.Done > 0 {
		e.Seconds = all.Seconds / all.Done
	}
	e.Success = drawn(all.Good, all.Rated, 0.5, 2)
	for end := 0; end < len(category); {
		if next := strings.IndexByte(category[end+1:], '/'); next >= 0 {
			end += 1 + next
		} else {
			end = len(category)
		}
		if x, ok := t.Past[category[:end]]; ok {
			e.draw(x)
		}
	}
	if x, ok := past[category]; ok {
		e.draw(x)
		e.Done, e.Rated = x.Done, x.Rated
	}
	e.Success = min(1, max(0, e.Success)) // whatever rounding did
	return e
}

// draw makes what is known of a part from what is known of the whole.
func (e *Estimate) draw(x Experience) {
	e.Seconds = drawn(x.Seconds, x.Done, e.Seconds, timeStrength)
	e.Success = drawn(x.Good, x.Rated, e.Success, rateStrength)
}

// drawn is the mean of n things with a sum, drawn towards another mean with the
// strength of k things.
func drawn(sum, n, mean, k float64) float64 { return (sum + k*mean) / (n + k) }

// learn takes up how an agent did with an item that he completes now.
func (t *tx) learn(e *entry, outcome string) {
	if e.seat == nil {
		return
	}
	good, rated := t.r.rate(outcome)
	for _, l := range learn(e.status.Agent, e.seat.past, e.item.Category, t.now.Sub(e.status.Accepted).Seconds(), good, rated) {
		t.teach(e.seat, l)
	}
}

// rate asks whether an outcome is a success; where the host's function panics, it
// says nothing.
func (r *Router) rate(outcome string) (good, rated bool) {
	defer func() {
		if v := recover(); v != nil {
			r.log.Error("routing: success panicked", "panic", v)
			good, rated = false, false
		}
	}()
	return r.opts.Success(outcome)
}
