package routing

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Check returns [ErrInvalid] with all that is wrong with the plan, as joined
// [*FieldError]s that name the place and what to do, such as
// "rules[2].targets[0].queue". Strategies and hours are looked up in opts; nil
// leaves out what they would be needed for. What [Rule.If] and [Target.SkipIf] ask is
// checked too, queues that they name included.
func (p Plan) Check(opts *Options) error {
	c := planCheck{plan: p.filled(), opts: opts}
	c.schema = c.plan.schema()
	for i := range c.plan.Queues {
		c.ids = append(c.ids, c.plan.Queues[i].ID)
	}
	c.queues()
	c.circles()
	c.rules()
	for _, channel := range sortedKeys(p.Weights) {
		c.name(key("weights", channel), channel)
		c.between(key("weights", channel), p.Weights[channel], 1, math.MaxInt32)
	}
	c.peak()
	return c.err()
}

// planCheck is the review of a plan.
type planCheck struct {
	review
	plan   Plan
	opts   *Options
	schema *Schema
	ids    []string // of the queues
}

func (c *planCheck) queues() {
	seen := make(map[string]int)
	for i := range c.plan.Queues {
		q := &c.plan.Queues[i]
		at := "queues[" + strconv.Itoa(i) + "]"
		c.id(at+".id", q.ID)
		if first, ok := seen[q.ID]; ok {
			c.add(at+".id", "%q is that of queues[%d] already; give each queue its own", clip(q.ID), first)
		} else {
			seen[q.ID] = i
		}
		c.name(at+".name", q.Name)
		c.name(at+".department", q.Department)
		c.require(at+".require", &q.Require)
		c.registered(at, q)
		c.overflow(at+".closed", q, q.Closed)
		c.overflow(at+".full", q, q.Full)
		c.notBelow(at+".max_len", q.MaxLen, 0)
		if q.MaxWait > 0 && q.Full == nil {
			c.add(at+".max_wait", "needs full, which says what becomes of items that have waited so long")
		}
		c.duration(at+".max_wait", q.MaxWait)
		c.duration(at+".offer_for", q.OfferFor)
		c.duration(at+".retry_after", q.RetryAfter)
		c.notBelow(at+".away_after", q.AwayAfter, 0)
		c.duration(at+".wrap_up", q.WrapUp)
		c.duration(at+".reply_within", q.ReplyWithin)
		c.duration(at+".keep_lost", q.KeepLost)
		c.rate(at+".ageing", q.Ageing)
	}
}

// registered checks the names of what the options have.
func (c *planCheck) registered(at string, q *Queue) {
	if c.opts == nil {
		return
	}
	if q.Strategy != "" {
		all := c.opts.strategies()
		switch s, ok := all[q.Strategy]; {
		case !ok:
			c.add(at+".strategy", "%s", unknown(q.Strategy, "is no strategy", sortedKeys(all)))
		case s == nil:
			c.add(at+".strategy", "%q is nil in the options", clip(q.Strategy))
		}
	}
	if q.Hours != "" && c.opts.Hours[q.Hours] == nil {
		c.add(at+".hours", "%s", unknown(q.Hours, "are no hours of the options", sortedKeys(c.opts.Hours)))
	}
}

func (c *planCheck) overflow(at string, q *Queue, o *Overflow) {
	switch {
	case o == nil:
	case o.Queue == "" && o.To == "":
		c.add(at, "has neither queue nor to; set one of them")
	case o.Queue != "" && o.To != "":
		c.add(at, "has both queue and to; leave one of them out")
	case o.To != "":
		c.name(at+".to", o.To)
	case o.Queue == q.ID:
		c.add(at+".queue", "is the queue itself; name another one")
	default:
		c.known(at+".queue", o.Queue)
	}
}

// known checks that a queue exists.
func (c *planCheck) known(at, id string) {
	switch {
	case id == "":
		c.add(at, "is missing")
	case !slices.Contains(c.ids, id):
		c.add(at, "%s", unknown(id, "is no queue of the plan", c.ids))
	}
}

// unknown says that a name is none of those there are, and which one might be meant.
func unknown(name, what string, known []string) string {
	if len(known) == 0 {
		return fmt.Sprintf("%q %s, which has none", clip(name), what)
	}
	if other := nearest(name, known); other != "" {
		return fmt.Sprintf("%q %s; did you mean %q?", clip(name), what, other)
	}
	list := strings.Join(known[:min(len(known), 10)], ", ")
	if len(known) > 10 {
		list += ", ..."
	}
	return fmt.Sprintf("%q %s; there are %s", clip(name), what, list)
}

// circles finds overflow that never ends, each circle once.
func (c *planCheck) circles() {
	const inside, done = 1, 2
	state := make(map[string]int)
	index := make(map[string]int)
	for i := range c.plan.Queues {
		index[c.plan.Queues[i].ID] = i
	}
	var path []string
	var walk func(i int)
	walk = func(i int) {
		q := &c.plan.Queues[i]
		state[q.ID] = inside
		path = append(path, q.ID)
		for _, way := range [...]struct {
			name string
			o    *Overflow
		}{{"closed", q.Closed}, {"full", q.Full}} {
			if way.o == nil || way.o.Queue == "" || way.o.Queue == q.ID {
				continue
			}
			to, ok := index[way.o.Queue]
			switch {
			case !ok:
			case state[way.o.Queue] == inside:
				circle := append(slices.Clone(path[slices.Index(path, way.o.Queue):]), way.o.Queue)
				c.add("queues["+strconv.Itoa(i)+"]."+way.name+".queue",
					"closes a circle of overflow: %s; let one of them divert instead", strings.Join(circle, " -> "))
			case state[way.o.Queue] == 0:
				walk(to)
			}
		}
		path = path[:len(path)-1]
		state[q.ID] = done
	}
	for i := range c.plan.Queues {
		if state[c.plan.Queues[i].ID] == 0 {
			walk(index[c.plan.Queues[i].ID])
		}
	}
}

func (c *planCheck) peak() {
	p := c.plan.Peak
	if p == nil {
		return
	}
	c.rate("peak.enter", p.Enter)
	c.rate("peak.leave", p.Leave)
	if p.Leave >= p.Enter {
		c.add("peak.leave", "is %v, it must be less than enter, which is %v", p.Leave, p.Enter)
	}
	c.duration("peak.for", p.For)
	c.within("peak.share", p.Share, 0, 1)
	c.within("peak.peak_share", p.PeakShare, 0, 1)
}
