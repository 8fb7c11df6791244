package metrics

import (
	"cmp"
	"slices"
	"strings"
)

// item is an event in the order of the fold.
type item struct {
	at   int64 // microseconds since 1970
	e    *Event
	talk int32 // the number of the talk that it is part of, from 1
	rank uint8
	done bool // it was asked which talk it is part of
}

// ranks put kinds that happen at the same instant in the order of cause and effect: what the customer did, what
// the bot made of it, what it said, who took over, what he said, and how it ended.
var ranks = [...]uint8{
	CustomerSpoke: 1, Repeated: 2, Escalated: 3, Soothed: 4, Picked: 5, Denied: 6,
	FlowStarted: 7, StepRejected: 8, StepFilled: 9, StepAsked: 10, FlowEnded: 11,
	Suggested: 12, Unanswered: 13, Answered: 14, Recommended: 15, Failed: 16, BotSpoke: 17,
	HandoffRequested: 20, Queued: 21, Offered: 22, Declined: 23, LeftQueue: 24, Diverted: 25, HandoffFailed: 26,
	Assigned: 27, AgentSpoke: 28, Helpful: 29, Resolved: 30, Ended: 31, Wrapping: 32, Completed: 33,
	SurveySent: 34, SurveyRefused: 35, Rated: 36, AnswerJudged: 37, IntentJudged: 38,
	TicketOpened: 1, TicketReplied: 2, TicketSolved: 3, TicketReopened: 4, TicketClosed: 5, GoalMet: 6, GoalMissed: 7,
	SurveyTried: 1, OptedOut: 2, OptedIn: 3,
	Presence: 1,
}

func rank(k Kind) uint8 {
	if int(k) < len(ranks) {
		return ranks[k]
	}
	return 0
}

func (a *item) compare(b *item) int {
	if c := cmp.Compare(a.at, b.at); c != 0 {
		return c
	}
	if c := cmp.Compare(a.rank, b.rank); c != 0 {
		return c
	}
	if c := strings.Compare(a.e.ID, b.e.ID); c != 0 {
		return c
	}
	if a.e == b.e {
		return 0
	}
	return compareContent(a.e, b.e)
}

// order puts events in order and keeps the first of each id. It appends to items, which is empty.
func order(events []Event, items []item) []item {
	items = slices.Grow(items, len(events))
	sorted := true
	for i := range events {
		e := &events[i]
		items = append(items, item{at: e.At.UnixMicro(), e: e, rank: rank(e.Kind)})
		sorted = sorted && (i == 0 || items[i-1].compare(&items[i]) <= 0)
	}
	if !sorted {
		slices.SortFunc(items, func(a, b item) int { return a.compare(&b) })
	}
	return dedupe(items)
}

// few is up to how many events looking through them is faster than a map.
const few = 24

func dedupe(items []item) []item {
	kept := items[:0]
	if len(items) <= few {
	next:
		for _, it := range items {
			for i := range kept {
				if kept[i].e.ID == it.e.ID {
					continue next
				}
			}
			kept = append(kept, it)
		}
		return kept
	}
	seen := make(map[string]struct{}, len(items))
	for _, it := range items {
		if _, twice := seen[it.e.ID]; !twice {
			seen[it.e.ID] = struct{}{}
			kept = append(kept, it)
		}
	}
	return kept
}

// compareContent orders events of the same id and instant by what else they say; their place in a store says
// nothing.
func compareContent(a, b *Event) int {
	if c := cmp.Compare(a.Kind, b.Kind); c != 0 {
		return c
	}
	for _, p := range [...][2]string{
		{a.Conversation, b.Conversation},
		{a.Episode, b.Episode},
		{a.Ticket, b.Ticket},
		{a.Customer, b.Customer},
		{a.Channel, b.Channel},
		{a.Category, b.Category},
		{a.Tier, b.Tier},
		{a.Language, b.Language},
		{a.Region, b.Region},
		{a.Base, b.Base},
		{a.Agent, b.Agent},
		{a.Queue, b.Queue},
		{a.Item, b.Item},
		{a.Turn, b.Turn},
		{a.Entry, b.Entry},
		{a.Model, b.Model},
		{a.Rule, b.Rule},
		{a.Flow, b.Flow},
		{a.Step, b.Step},
		{a.Intent, b.Intent},
		{a.Truth, b.Truth},
		{a.Reason, b.Reason},
	} {
		if c := strings.Compare(p[0], p[1]); c != 0 {
			return c
		}
	}
	if c := cmp.Compare(a.Version, b.Version); c != 0 {
		return c
	}
	if c := cmp.Compare(number(a.Confirmed), number(b.Confirmed)); c != 0 {
		return c
	}
	if c := cmp.Compare(number(a.Felt), number(b.Felt)); c != 0 {
		return c
	}
	if c := cmp.Compare(a.Valence, b.Valence); c != 0 {
		return c
	}
	if c := cmp.Compare(a.Score, b.Score); c != 0 {
		return c
	}
	if c := cmp.Compare(a.Took, b.Took); c != 0 {
		return c
	}
	if c := slices.Compare(a.Tags, b.Tags); c != 0 {
		return c
	}
	return slices.CompareFunc(a.Labels, b.Labels, func(a, b Label) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Value, b.Value))
	})
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
