package routing

import (
	"fmt"
	"log/slog"
	"time"
)

// planner is a plan made ready: names resolved, conditions parsed. It never
// changes and is safe for concurrent use.
type planner struct {
	plan     Plan // with its defaults filled in
	log      *slog.Logger
	location *time.Location
	queues   map[string]*planQueue
	rules    []route
	rest     route // what no rule holds for
	named    map[string]*route
}

// planQueue is a queue with what it names.
type planQueue struct {
	*Queue
	strategyName string
	strategy     Strategy
	hours        Hours // nil: always open
}

// route is a rule, or what stands for one.
type route struct {
	name    string
	cond    *Condition // nil holds
	when    func(*Facts) bool
	targets []planTarget
}

// planTarget is a target with what it names.
type planTarget struct {
	*Target
	rule   string // its name
	index  int
	last   bool
	queue  *planQueue
	skip   *Condition // nil: never
	always []demand   // what it asks at each step of an item that asks for nothing
}

// newPlanner checks a plan and makes it ready. It keeps nothing of the plan.
func newPlanner(plan Plan, opts *Options) (*planner, error) {
	if opts == nil {
		opts = &Options{}
	}
	if err := plan.Check(opts); err != nil {
		return nil, err
	}
	p := &planner{plan: plan.clone().filled(), log: opts.Logger, location: opts.Location}
	if p.log == nil {
		p.log = slog.New(slog.DiscardHandler)
	}
	if p.location == nil {
		p.location = time.UTC
	}
	strategies := opts.strategies()
	p.queues = make(map[string]*planQueue, len(p.plan.Queues))
	for i := range p.plan.Queues {
		q := &planQueue{Queue: &p.plan.Queues[i]}
		q.strategyName = q.Strategy
		if q.strategyName == "" {
			q.strategyName = defaultStrategy
		}
		q.strategy = strategies[q.strategyName]
		if q.Hours != "" {
			q.hours = opts.Hours[q.Hours]
		}
		p.queues[q.ID] = q
	}
	schema := p.plan.schema()
	p.rest = p.route(schema, "", p.plan.Default)
	p.rules = make([]route, len(p.plan.Rules))
	p.named = make(map[string]*route, len(p.plan.Rules)+1)
	p.named[""] = &p.rest
	for i := range p.plan.Rules {
		r := &p.plan.Rules[i]
		p.rules[i] = p.route(schema, r.Name, r.Targets)
		p.rules[i].cond, p.rules[i].when = parsed(schema, r.If), r.When
		p.named[r.Name] = &p.rules[i]
	}
	return p, nil
}

func (p *planner) route(schema *Schema, name string, targets []Target) route {
	r := route{name: name, targets: make([]planTarget, len(targets))}
	for i := range targets {
		t := &r.targets[i]
		*t = planTarget{
			Target: &targets[i], rule: name, index: i, last: i == len(targets)-1,
			queue: p.queues[targets[i].Queue], skip: parsed(schema, targets[i].SkipIf),
		}
		t.always = make([]demand, len(t.Relax)+1)
		for step := range t.always {
			t.always[step] = t.work(&Item{}, step)
		}
	}
	return r
}

// parsed is a condition that was checked before; nil if there is none.
func parsed(schema *Schema, text string) *Condition {
	if text == "" {
		return nil
	}
	c, err := schema.Parse(text)
	if err != nil {
		panic(fmt.Sprintf("routing: a checked condition does not parse: %v", err))
	}
	return c
}

// filled returns the plan with the defaults of queues and targets.
func (p Plan) filled() Plan {
	if len(p.Queues) == 0 {
		p.Queues = []Queue{{ID: "default"}}
	}
	if len(p.Default) == 0 {
		p.Default = []Target{{Queue: p.Queues[0].ID}}
	}
	return p
}

// schema is what conditions of the plan can ask.
func (p Plan) schema() *Schema {
	p = p.filled()
	ids := make([]string, len(p.Queues))
	for i := range p.Queues {
		ids[i] = p.Queues[i].ID
	}
	return ItemSchema().WithArguments("queue", ids...)
}

// queue returns a queue of the plan, or nil.
func (p *planner) queue(id string) *Queue {
	if q := p.queues[id]; q != nil {
		return q.Queue
	}
	return nil
}

// strategy returns the strategy of a queue and its name; a queue that is not in the
// plan has the default one.
func (p *planner) strategy(queue string) (name string, s Strategy) {
	if q := p.queues[queue]; q != nil {
		return q.strategyName, q.strategy
	}
	return defaultStrategy, StrategyFunc(LeastLoaded)
}

// weight is how many units of capacity an item fills, at least 1.
func (p *planner) weight(item *Item) int {
	if item.Weight > 0 {
		return item.Weight
	}
	w, ok := p.plan.Weights[item.Channel]
	if !ok {
		w = p.plan.Weights[""]
	}
	return max(1, w)
}

// holds asks a condition; what cannot be answered does not hold.
func (p *planner) holds(c *Condition, f *Facts) bool {
	holds, err := c.Holds(f)
	if err != nil {
		p.log.Error("routing: condition failed", "condition", c.String(), "error", err)
	}
	return holds && err == nil
}

// takes says that a rule holds.
func (p *planner) takes(r *route, f *Facts) (holds bool) {
	if r.cond != nil && !p.holds(r.cond, f) {
		return false
	}
	if r.when == nil {
		return true
	}
	defer func() {
		if v := recover(); v != nil {
			p.log.Error("routing: condition of a rule panicked", "rule", r.name, "panic", v)
			holds = false
		}
	}()
	return r.when(f)
}
