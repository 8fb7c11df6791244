package routing

import (
	"slices"
	"strconv"
)

// class is the items that ask the same of an agent and age alike: whoever can take
// one of them can take each of them.
type class struct {
	// What is looked at for each agent who becomes free lies together in front.
	line             line
	odd              []*entry // those with agents who declined, in order
	weight           int
	channel, service string // the latter is Item.Class

	key     string
	queue   string
	count   *queueCount // of the queue
	require Require
	ageing  float64

	seats set     // who qualify, there or not
	list  []*seat // the same

	// possible says that somebody could ever take an item, lacks what it takes
	// otherwise; they hold for the agents of board.profiles.
	judged   int
	possible bool
	lacks    []Lack
}

// urgency is what decides whose turn it is. At any time an item's priority is rank plus
// ageing times the minutes since the epoch: what does not change while it waits.
type urgency struct {
	rank, ageing    float64
	arrived, number int64 // microseconds; the item's, who came first at the same time
}

func urgencyOf(s *Status) urgency {
	u := urgency{rank: float64(s.Stage.Priority), ageing: s.Stage.Ageing, arrived: s.Arrived.UnixMicro(), number: s.Order}
	if u.ageing != 0 {
		u.rank -= u.ageing * minutes(u.arrived)
	}
	return u
}

// minutes since an epoch that keeps the numbers small.
func minutes(micros int64) float64 {
	const epoch = 1_700_000_000_000_000
	return float64(micros-epoch) / 60e6
}

// sooner says that u is served before x at a time.
func (u *urgency) sooner(x *urgency, now int64) bool {
	a, b := u.rank, x.rank
	if u.ageing != x.ageing {
		a += u.ageing * minutes(now)
		b += x.ageing * minutes(now)
	}
	if a != b {
		return a > b
	}
	return u.earlier(x)
}

// before says it of two that age alike.
func (u *urgency) before(x *urgency) bool {
	if u.rank != x.rank {
		return u.rank > x.rank
	}
	return u.earlier(x)
}

// earlier says that u came before x.
func (u *urgency) earlier(x *urgency) bool {
	if u.arrived != x.arrived {
		return u.arrived < x.arrived
	}
	return u.number < x.number
}

// classOf returns the class of an item in a stage, which it makes if there is none.
func (b *board) classOf(item *Item, stage *Stage, weight int) *class {
	if b.latest.is(item, stage, weight) {
		return b.latest
	}
	r := &stage.Require
	var buf [256]byte
	k := buf[:0]
	for _, text := range [...]string{stage.Queue, item.Channel, item.Class, r.Language, r.Department, r.Agent} {
		k = append(k, text...)
		k = append(k, 0)
	}
	k = strconv.AppendInt(k, int64(weight), 36)
	k = append(k, ' ')
	k = strconv.AppendInt(k, int64(r.Seniority), 36)
	k = append(k, ' ')
	if stage.Ageing != 0 {
		k = strconv.AppendFloat(k, stage.Ageing, 'g', -1, 64)
	}
	k = strconv.AppendBool(k, r.People)
	for _, n := range r.Skills {
		k = append(k, 0)
		k = append(k, n.Skill...)
		k = append(k, 0)
		k = strconv.AppendInt(k, int64(n.Min), 36)
	}
	if c := b.class[string(k)]; c != nil {
		b.latest = c
		return c
	}
	if len(b.class) >= 2*max(keepClasses, b.needed) {
		b.sweep()
	}
	c := &class{
		key: string(k), queue: stage.Queue, require: *r, weight: weight,
		channel: item.Channel, service: item.Class, ageing: stage.Ageing, count: b.count(stage.Queue),
	}
	b.class[c.key], b.latest = c, c
	c.count.classes[c] = struct{}{}
	if r.Agent != "" {
		if seat := b.seats[r.Agent]; seat != nil {
			b.join(c, seat)
		}
		return c
	}
	for _, seat := range b.order {
		if seat != nil {
			b.join(c, seat)
		}
	}
	return c
}

// is says that c, which may be nil, is the class of an item in a stage.
func (c *class) is(item *Item, stage *Stage, weight int) bool {
	if c == nil || c.queue != stage.Queue || c.channel != item.Channel || c.service != item.Class ||
		c.weight != weight || c.ageing != stage.Ageing {
		return false
	}
	a, b := &c.require, &stage.Require
	return a.Language == b.Language && a.Seniority == b.Seniority && a.Department == b.Department &&
		a.Agent == b.Agent && a.People == b.People && slices.Equal(a.Skills, b.Skills)
}

// keepClasses is how many classes a board keeps that nothing waits in: making one
// looks at every agent.
const keepClasses = 2000

// drop forgets a class that is not worth keeping.
func (b *board) drop(c *class) {
	if c.len() > 0 || c.require.Agent == "" && len(b.class) <= keepClasses {
		return
	}
	delete(b.class, c.key)
	delete(c.count.classes, c)
	if b.latest == c {
		b.latest = nil
	}
	for _, s := range c.list {
		i := slices.Index(s.classes, c)
		s.classes[i] = s.classes[len(s.classes)-1]
		s.classes = s.classes[:len(s.classes)-1]
	}
}

// sweep forgets the classes that were only asked about: drop sees no others than
// those that something waited in.
func (b *board) sweep() {
	for _, c := range b.class {
		b.drop(c)
	}
	b.needed = len(b.class)
}

// join lets a seat into a class that it qualifies for.
func (b *board) join(c *class, s *seat) {
	if b.planner.qualifies(&s.rec.Agent, &c.require, c.queue) == nil {
		c.seats.put(s.index, true)
		c.list = append(c.list, s)
		s.classes = append(s.classes, c)
	}
}

// qualify finds the classes of a seat anew.
func (b *board) qualify(s *seat) {
	b.profiles++
	for _, c := range s.classes {
		c.leave(s)
	}
	s.classes = s.classes[:0]
	for _, c := range b.class {
		if c.require.Agent == "" || c.require.Agent == s.rec.Agent.ID {
			b.join(c, s)
		}
	}
}

func (c *class) leave(s *seat) {
	c.seats.put(s.index, false)
	i := slices.Index(c.list, s)
	c.list = slices.Delete(c.list, i, i+1)
}

func (c *class) len() int { return c.line.len() + len(c.odd) }

func (c *class) add(e *entry) {
	if len(e.status.Declined) == 0 {
		c.line.insert(e)
		return
	}
	i, _ := slices.BinarySearchFunc(c.odd, e, func(x, e *entry) int {
		if x.before(&e.urgency) {
			return -1
		}
		return 1
	})
	c.odd = slices.Insert(c.odd, i, e)
}

func (c *class) remove(e *entry) {
	if len(e.status.Declined) == 0 {
		c.line.remove(e)
		return
	}
	i := slices.Index(c.odd, e)
	c.odd = slices.Delete(c.odd, i, i+1)
}

// top returns the first item of a class that a seat has not declined, or nil.
func (c *class) top(s *seat) *entry {
	for _, e := range c.odd {
		if c.line.front != nil && !e.before(&c.line.head) {
			break
		}
		if !e.declinedBy(s) {
			return e
		}
	}
	return c.line.front
}

func (e *entry) declinedBy(s *seat) bool { return slices.Contains(e.status.Declined, s.rec.Agent.ID) }
