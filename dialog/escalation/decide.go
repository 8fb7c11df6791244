package escalation

import "slices"

// Decide says what to do about the customer's message, and returns what to
// remember for the next one: hand it in with the next message of the same
// conversation, whether the action was carried out or not. It is a pure function
// but for the functions of rules: the same input gives the same result.
//
// The highest action that is called for is taken; of several rules that call for
// it, the first one names it. These things hold whatever the rules say:
//
//   - A customer who asks for a person gets [HandOff] at least: at once, where
//     people are there; an offer to leave a message, where they are not.
//   - With the same memory and the same desk, a worse signal never gives a lower
//     action, as far as the functions of rules keep to that. The names among the
//     signals have no order, and are left alone.
//   - Two soothings are at least [Policy.SootheAgain] turns apart, and there are at
//     most [Policy.SootheMost]; two offers are [Policy.OfferAgain] turns apart,
//     except those that a wish or a rule with [Rule.Always] calls for.
//   - After a declined offer no person comes up for [Policy.DeclineFor] turns, unless
//     the customer asks, things get clearly worse, or a rule with Always calls for
//     more than an offer.
//   - In the first turn after a person gave the conversation back there is no
//     hand-off that the customer did not ask for, and for DeclineFor turns no person
//     comes up by the score or the category alone unless things get clearly worse.
//   - Where the desk is closed, [Offer] is the most, and where there are no people at
//     all, [Soothe].
func (p *Policy) Decide(s Signals, m Memory) (Decision, Memory) {
	var d Decision // apart from c, so that the signals need not leave the stack
	c := chooser{policy: p, limits: p.limits(), signals: &s, before: m, after: m, d: &d}
	c.after.Turn++
	c.evidence = s.evidence()
	c.d.Score, c.after.Past = weigh(c.evidence, m)
	c.measure()
	c.collect()
	c.conclude()
	return d, c.after
}

// chooser is one decision while it is made.
type chooser struct {
	policy        *Policy
	limits        limits
	signals       *Signals
	before, after Memory
	evidence      float64
	d             *Decision
	// declined says that no person shall come up, back that score and category alone
	// shall not bring one, justBack that only the customer may.
	declined, back, justBack bool
	holds                    holds
	matched                  [16]*Rule // the first rules that call for something
	count                    int
	broken                   *Rule
	scored                   Action
}

// measure looks at what the customer declined or got back, and keeps the least
// evidence since.
func (c *chooser) measure() {
	m := &c.before
	turn := c.after.Turn
	declined, back := since(turn, m.Declined) < c.limits.declineFor, since(turn, m.Returned) < c.limits.declineFor
	if !declined && !back {
		c.after.Calm = 0
		return
	}
	if m.Calm > 0 {
		c.after.Calm = min(m.Calm, int(100*c.evidence)+1)
	}
	worse := m.Calm > 0 && c.evidence >= float64(m.Calm-1)/100+c.limits.worse
	c.declined, c.back, c.justBack = declined && !worse, back && !worse, since(turn, m.Returned) == 0
}

// collect looks for all that calls for an action.
func (c *chooser) collect() {
	if c.signals.WantsHuman {
		c.call(HandOff, ByWish, true, true)
	}
	for i := range c.policy.Rules {
		c.try(&c.policy.Rules[i])
	}
	for i := range c.policy.Categories {
		k := &c.policy.Categories[i]
		if !covers(k.Path, c.signals.Category, '/') {
			continue
		}
		c.add(k.Priority, k.Skills)
		c.call(c.anew(k.Least, Stay), k.Path, false, false)
		for j := range k.Rules {
			c.try(&k.Rules[j])
		}
	}
	for _, step := range c.limits.steps() {
		if c.d.Score >= step.from {
			c.scored = step.action
		}
	}
	c.call(c.anew(c.scored, Soothe), ByScore, false, false)
}

// anew leaves so much of an action that is called for by how things stand, and
// not by anything new, where a person has dealt with them.
func (c *chooser) anew(action, most Action) Action {
	if !c.back || action <= Soothe {
		return action
	}
	c.want(action)
	c.holds |= heldBack
	return most
}

func (c *chooser) try(r *Rule) {
	match, failed := r.matches(c.signals, c.before, c.d.Score)
	if failed && c.broken == nil {
		c.broken = r
	}
	if !match {
		return
	}
	c.add(r.Priority, r.Skills)
	if r.Do > Stay && c.count < len(c.matched) {
		c.matched[c.count] = r
		c.count++
	}
	c.call(r.Do, r.Name, r.Always, false)
}

// add counts what a rule that matches adds for whoever takes over.
func (c *chooser) add(priority int, skills []string) {
	c.d.Priority = max(c.d.Priority, priority)
	for _, skill := range skills {
		if !slices.Contains(c.d.Skills, skill) {
			c.d.Skills = append(c.d.Skills, skill)
		}
	}
}

func (c *chooser) want(action Action) { c.d.Wanted = max(c.d.Wanted, action) }

// call takes what something calls for as far as it can be done. What the customer
// asks for himself is held back by nothing but the desk. Each step keeps the
// order of actions, so that the whole does.
func (c *chooser) call(action Action, by string, always, asked bool) {
	if action == Stay {
		return
	}
	c.want(action)
	action = c.atDesk(action, always)
	if c.justBack && !asked && action > Offer {
		action, c.holds = Offer, c.holds|heldBack
	}
	if c.declined && !asked && action > Soothe && (!always || action <= Offer) {
		action, c.holds = Soothe, c.holds|heldDeclined
	}
	if action = c.cool(action, always); action > c.d.Action {
		c.d.Action, c.d.Rule = action, by
	}
}

// atDesk is the most of an action that the desk can do.
func (c *chooser) atDesk(action Action, always bool) Action {
	s := c.signals
	switch {
	case s.Unreachable && action > Soothe:
		c.holds |= heldNobody
		return Soothe
	case s.Hours >= Closed && action > Offer:
		c.holds |= heldClosed
		return Offer
	case s.Hours == Busy && s.Wait > c.limits.patience && !always && action == HandOff:
		c.holds |= heldQueue
		return Offer
	}
	return action
}

// cool is what the cool-downs leave of an action: an offer that comes too soon is
// a soothing, a soothing that comes too soon is nothing, and one too many is an
// offer.
func (c *chooser) cool(action Action, always bool) Action {
	turn, m := c.after.Turn, &c.before
	again := since(turn, m.Offered) >= c.limits.offerAgain
	if action == Offer && !always && !again {
		action, c.holds = Soothe, c.holds|heldCooling
	}
	if action != Soothe {
		return action
	}
	switch {
	case since(turn, m.Soothed) < c.limits.sootheAgain:
		c.holds |= heldCooling
		return Stay
	case m.Soothings < c.limits.sootheMost:
		return Soothe
	case again && !c.declined && !c.signals.Unreachable:
		c.holds |= heldUnhelped
		return Offer
	}
	c.holds |= heldCooling
	return Stay
}

// conclude fills in the decision and remembers it.
func (c *chooser) conclude() {
	d, s := c.d, c.signals
	d.Nobody = s.Unreachable && d.Wanted >= Offer
	if d.Action >= Offer {
		d.Priority += max(0, min(s.Urgency, 3)-1) + c.policy.Tiers[s.Tier]
		d.Closed, d.Busy = s.Hours >= Closed, s.Hours == Busy
		if d.Busy {
			d.Wait = max(0, s.Wait)
		}
	} else {
		d.Priority, d.Skills = 0, nil
	}
	switch d.Action {
	case Soothe:
		c.after.Soothed = c.after.Turn
		c.after.Soothings++
	case Offer:
		c.after.Offered = c.after.Turn
	case Stay, HandOff, Supervisor:
	}
	c.reasons()
}

// reasons says what speaks for the decision, what called for it first.
func (c *chooser) reasons() {
	d := c.d
	if d.Wanted > Stay {
		c.wantedReasons()
		c.heldReasons()
	}
	if c.broken != nil {
		d.but(Reason{Code: RuleBroken, Rule: c.broken.Name})
	}
}

// wantedReasons adds what matched.
func (c *chooser) wantedReasons() {
	d, s := c.d, c.signals
	for first := range 2 {
		decisive := func(name string) bool { return (name == d.Rule) == (first == 0) }
		if s.WantsHuman && decisive(ByWish) {
			d.because(Reason{Code: Wish, Rule: ByWish})
		}
		for action := Supervisor; action > Stay; action-- {
			for _, r := range c.matched[:c.count] {
				if r.Do == action && decisive(r.Name) {
					d.explain(r, s)
				}
			}
			for i := range c.policy.Categories {
				if k := &c.policy.Categories[i]; k.Least == action && decisive(k.Path) && covers(k.Path, s.Category, '/') {
					d.because(Reason{Code: InCategory, Rule: k.Path, Detail: s.Category})
				}
			}
			if c.scored == action && decisive(ByScore) {
				d.because(Reason{Code: Scored, Rule: ByScore, Value: d.Score, Limit: c.limits.steps()[action-1].from})
			}
		}
	}
}

// holds is what kept actions from being done, as a set.
type holds uint8

const (
	heldNobody holds = 1 << iota
	heldClosed
	heldQueue
	heldBack
	heldDeclined
	heldCooling
	heldUnhelped
)

// heldReasons adds why less, or more, is done than was called for.
func (c *chooser) heldReasons() {
	for i, code := range [...]Code{NoPeople, DeskClosed, QueueLong, JustBack, DeclinedIt, CoolingDown, Unhelped} {
		hold := holds(1) << i
		changed := c.d.Action < c.d.Wanted
		if hold == heldUnhelped {
			changed = c.d.Action > c.d.Wanted
		}
		if c.holds&hold == 0 || !changed {
			continue
		}
		r := Reason{Code: code}
		if code == QueueLong {
			r.Value, r.Limit = c.signals.Wait.Seconds(), c.limits.patience.Seconds()
		}
		c.d.but(r)
	}
}
