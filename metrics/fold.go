package metrics

import (
	"slices"
	"strings"
	"time"
)

// Fold makes episodes of the events of one thread, in the order of their starts, and tells when it
// would come to something else though nothing happens (zero: never). It depends on the set of events only:
// neither on their order nor on how often each is there. Events after now count as those before. Nil rules
// are the defaults. The events are not changed, and the episodes share no lists with them.
//
// Events are put in the order of their times, to the microsecond; at the same instant causes come before effects, and
// what ends a talk comes last. Of events with the same id that differ, the first in this order counts.
//
// # Where a talk begins
//
// With what the customer does: he writes ([CustomerSpoke], [Picked], [StepFilled], [StepRejected]), he asks for a person
// or begins to wait for one ([HandoffRequested], [Queued], [Assigned]), or the bot does something about a message of
// his ([Answered], [Suggested], [Unanswered], and whatever else it does that has a Turn). Words that nobody asked
// for, of a bot or an agent, begin nothing, and belong to no talk if none goes on. Ratings, surveys, judgements,
// [Resolved], [Denied], [Ended], and the end of what an agent has to do ([Wrapping], [Completed]) begin nothing either:
// they are about the talk that their Turn or Item was part of, or whose [Episode.ID] their Item is, else about the latest
// one.
//
// # Where it ends
//
// With [Ended]; when nothing has happened in it for [Rules.Quiet] ("quiet"); or, once it was settled by [Resolved], for
// [Rules.Linger] ("settled"). In the last two its End is its last event; ratings and the like keep no talk alive. A talk
// that is over goes on if the person who was asked for comes late: an Item of it is [Queued] or [Assigned], or an
// agent replies, within [Rules.Reopen], to what waits for an answer. Parts that have a name ([Event.Episode]) are told
// apart by it alone; an event without a name belongs to the part that began last.
//
// # How it ended
//
// A talk that is over has the first of these outcomes that holds:
//
//  1. A person took part (was [Assigned], wrote, or is the Agent of Resolved), and the matter was settled, by Resolved or
//     by Completed for the reason "resolved": [ByHuman].
//  2. A person took part: [HandedOff]. That he closed the talk says nothing about the matter.
//  3. The bot settled it: [ByBot]. Resolved says so; where a person was asked for or a ticket opened, only if it is
//     Confirmed. Where neither was, it is assumed if the last question was answered, a suggestion picked or a flow
//     completed, and the customer neither said no nor asked for more. (Intercom's help on Fin has the same two
//     kinds of resolutions, confirmed and assumed.)
//  4. A ticket was opened (an event of the talk names one), the item was [Diverted] to something else than "bot", or
//     a person was asked for and nothing tells that none came: HandedOff.
//  5. He waited for a person until he left: [Abandoned].
//  6. The hand-off failed: [Unresolved].
//  7. He left in the middle of a flow in which he had said something, or cancelled it, or let it expire: Abandoned.
//  8. Something was answered, suggested, unknown, denied, or failed: Unresolved.
//  9. Nothing was: Abandoned.
//
// What Resolved said is withdrawn by what comes after it: [Denied], [Unanswered], HandoffRequested, Queued, or, unless
// a person settled it, [Helpful] with a score below one half. Words alone do not withdraw it: they are thanks, as far
// as anybody knows.
//
// # Times
//
// No time is negative: what seems to come before its cause took no time. The wait for a person begins when he was asked
// for in this talk, and the bot's words do not end it. A bot's words are a reply if they have a Turn, or if the messages
// that wait have none. A wait in a queue is the Took of the event that ended it, where it has one; of an item that an agent
// has had before, it is no longer than since that was queued again. Stints, waits and walks through flows that have no
// end when the talk has one end with it.
//
// # Tickets and presence
//
// A ticket is one episode, from its opening. While it is solved it is ByHuman, or ByBot if a rule did it; closed without
// that it is Unresolved. An agent's presence is an episode for each hour (UTC) in which he was anything but "offline".
// A state that began the day before counts in the hours in which it lasted, once, in the thread of the event that ended it.
//
// What a customer was asked makes no episodes. It is due at the end of time, so that an [Archive] never forgets it.
func Fold(thread []Event, r *Rules, now time.Time) (episodes []Episode, due time.Time) {
	var few [32]item
	items := order(thread, few[:0])
	if len(items) == 0 {
		return nil, time.Time{}
	}
	first := items[0].e
	f := folder{rules: r.filled(), now: now.UnixMicro(), due: never, key: first.Thread(), items: items}
	switch {
	case first.Kind == Presence:
		return f.shift(), time.Time{}
	case first.Kind.ofTicket():
		return f.ticket(), time.Time{}
	case first.Kind.ofCustomer():
		return nil, time.Unix(latest, 0).UTC()
	}
	return f.conversation()
}

// folder folds one thread.
type folder struct {
	rules Rules
	now   int64
	due   int64 // the earliest, never if nothing is due
	key   string
	items []item
	talks []talk
	// turns and things are the numbers of the talks in which a message and an item were seen last; they are made when
	// somebody asks, and read the items up to read.
	turns, things map[string]int32
	read          int
}

// dueAt notes that something changes at a time.
func (f *folder) dueAt(at int64) {
	if f.due == never || at < f.due {
		f.due = at
	}
}

func (f *folder) conversation() ([]Episode, time.Time) {
	if slices.ContainsFunc(f.items, func(it item) bool { return it.e.Episode != "" }) {
		f.named()
	} else {
		f.unnamed()
	}
	for i := range f.talks {
		f.finish(&f.talks[i])
	}
	f.reopen()
	if len(f.talks) == 0 {
		return nil, time.Time{}
	}
	episodes := make([]Episode, len(f.talks))
	for i := range f.talks {
		episodes[i] = f.talks[i].Episode
	}
	slices.SortStableFunc(episodes, func(a, b Episode) int {
		if c := a.Start.Compare(b.Start); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	if f.due == never {
		return episodes, time.Time{}
	}
	return episodes, instant(f.due)
}

// reopen tells which talks brought a settled one back.
func (f *folder) reopen() {
	settled := -1 // the latest one that was settled
	for i := range f.talks {
		t := &f.talks[i]
		if settled >= 0 {
			s := &f.talks[settled]
			if gap := t.start - s.done; gap >= 0 && gap <= f.rules.Reopen.Microseconds() {
				t.Reopens, s.Reopened = true, true
			}
		}
		if t.Outcome == ByBot || t.Outcome == ByHuman {
			settled = i
		}
	}
}
