package routing

import (
	"maps"
	"slices"
	"time"
)

// kept returns a time as stores keep it. [time.Time.Truncate] does the same and
// takes four times as long.
func kept(t time.Time) time.Time {
	t = t.UTC()
	if finer := t.Nanosecond() % 1000; finer > 0 {
		t = t.Add(-time.Duration(finer))
	}
	return t
}

// cloneItem returns a copy that shares no memory.
func cloneItem(i *Item) Item {
	c := *i
	c.Skills = slices.Clone(i.Skills)
	c.Tags = slices.Clone(i.Tags)
	c.Attributes = maps.Clone(i.Attributes)
	c.Brief = slices.Clone(i.Brief)
	return c
}

// cloneStatus returns a copy that shares no memory.
func cloneStatus(s *Status) Status {
	c := *s
	c.Stage.Require.Skills = slices.Clone(s.Stage.Require.Skills)
	c.Stage.Prefer = slices.Clone(s.Stage.Prefer)
	c.Stage.Earlier = slices.Clone(s.Stage.Earlier)
	c.Declined = slices.Clone(s.Declined)
	return c
}

// cloneSeat returns a copy that shares no memory.
func cloneSeat(s *Seat) Seat {
	c := *s
	c.Agent.Queues = slices.Clone(s.Agent.Queues)
	c.Agent.Skills = maps.Clone(s.Agent.Skills)
	c.Agent.Languages = slices.Clone(s.Agent.Languages)
	c.Agent.Limits = maps.Clone(s.Agent.Limits)
	c.Agent.Reserved = maps.Clone(s.Agent.Reserved)
	c.Agent.Attributes = maps.Clone(s.Agent.Attributes)
	return c
}

// setStatus overwrites to, whose memory is its own, with a copy of from, whose lists
// are used as they are if they are constant. Mostly the lists are what they were, and
// nothing is allocated.
func setStatus(to, from *Status, constant bool) {
	skills, prefer, earlier, declined := to.Stage.Require.Skills, to.Stage.Prefer, to.Stage.Earlier, to.Declined
	*to = *from
	if !constant {
		to.Stage.Require.Skills = keepSlice(skills, from.Stage.Require.Skills)
		to.Stage.Prefer = keepSlice(prefer, from.Stage.Prefer)
		to.Stage.Earlier = keepSlice(earlier, from.Stage.Earlier)
		to.Declined = keepSlice(declined, from.Declined)
	}
	to.Stage.Until, to.Stage.Entered, to.Stage.Queued = kept(from.Stage.Until), kept(from.Stage.Entered), kept(from.Stage.Queued)
	to.Arrived, to.Since, to.Due = kept(from.Arrived), kept(from.Since), kept(from.Due)
	to.Accepted, to.Reply = kept(from.Accepted), kept(from.Reply)
}

// setSeat is setStatus for a seat.
func setSeat(to, from *Seat, constant bool) {
	old := to.Agent
	*to = *from
	to.Since, to.Lease, to.Idle, to.Given = kept(from.Since), kept(from.Lease), kept(from.Idle), kept(from.Given)
	if constant {
		return
	}
	a := &to.Agent
	a.Queues = keepSlice(old.Queues, from.Agent.Queues)
	a.Skills = keepMap(old.Skills, from.Agent.Skills)
	a.Languages = keepSlice(old.Languages, from.Agent.Languages)
	a.Limits = keepMap(old.Limits, from.Agent.Limits)
	a.Reserved = keepMap(old.Reserved, from.Agent.Reserved)
	a.Attributes = keepMap(old.Attributes, from.Agent.Attributes)
}

func keepSlice[T comparable](own, given []T) []T {
	if len(given) == 0 {
		return nil
	}
	if slices.Equal(own, given) {
		return own
	}
	return slices.Clone(given)
}

func keepMap[V comparable](own, given map[string]V) map[string]V {
	if len(given) == 0 {
		return nil
	}
	if maps.Equal(own, given) {
		return own
	}
	return maps.Clone(given)
}
