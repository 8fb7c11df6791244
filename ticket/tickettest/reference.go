package tickettest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/ticket"
)

// known is a ticket that a store should know, and the words that it is found by.
type known struct {
	t     ticket.Ticket
	words []string
}

// describes says in the plainest way whether a filter describes a ticket.
func describes(f *ticket.Filter, k *known) bool {
	t := &k.t
	return oneOf(f.IDs, t.ID) && oneOf(f.Serials, t.Serial) && oneOf(f.Kinds, t.Kind) && oneOf(f.States, t.State) && oneOf(f.Types, t.Type) &&
		oneOf(f.Owners, t.Owner) && oneOf(f.Groups, t.Group) && oneOf(f.Customers, t.Customer) &&
		oneOf(f.Conversations, t.Conversation) && oneOf(f.Sources, t.Source) &&
		allOf(f.Tags, t.Tags) && allOf(f.Watchers, t.Watchers) && allOf(f.Words, k.words) && fieldsOf(f, t) &&
		(f.Category == "" || t.Category == f.Category || strings.HasPrefix(t.Category, f.Category+"/")) &&
		(f.MinPriority == nil || t.Priority >= *f.MinPriority) && (f.MaxPriority == nil || t.Priority <= *f.MaxPriority) &&
		from(f.CreatedFrom, t.Created) && to(f.CreatedTo, t.Created) && from(f.UpdatedFrom, t.Updated) && to(f.UpdatedTo, t.Updated) &&
		(f.DeadlineTo.IsZero() || !t.Deadline.IsZero() && to(f.DeadlineTo, t.Deadline)) &&
		(f.Breached == nil || *f.Breached == t.Late()) && (f.Awake.IsZero() || !t.Snoozed(storetest.Kept(f.Awake)))
}

func oneOf[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

func allOf(list, of []string) bool {
	return !slices.ContainsFunc(list, func(s string) bool { return !slices.Contains(of, s) })
}

func fieldsOf(f *ticket.Filter, t *ticket.Ticket) bool {
	for name, value := range f.Fields {
		if v, ok := t.Fields[name]; !ok || v != value {
			return false
		}
	}
	return true
}

func from(bound, t time.Time) bool { return bound.IsZero() || !t.Before(storetest.Kept(bound)) }
func to(bound, t time.Time) bool   { return bound.IsZero() || t.Before(storetest.Kept(bound)) }

// ordered returns the ids of the tickets that a filter describes, in the order of a page.
func ordered(f *ticket.Filter, p ticket.Page, all []*known) (ids []string) {
	var list []*known
	for _, k := range all {
		if describes(f, k) {
			list = append(list, k)
		}
	}
	slices.SortFunc(list, func(a, b *known) int {
		c := 0
		switch p.By {
		case ticket.ByUpdated:
			c = a.t.Updated.Compare(b.t.Updated)
		case ticket.ByPriority:
			c = cmp.Compare(a.t.Priority, b.t.Priority)
		case ticket.ByDeadline:
			if a.t.Deadline.IsZero() != b.t.Deadline.IsZero() {
				if a.t.Deadline.IsZero() {
					return 1
				}
				return -1
			}
			c = a.t.Deadline.Compare(b.t.Deadline)
		default:
			c = cmp.Compare(a.t.Serial, b.t.Serial)
		}
		if p.Desc {
			c = -c
		}
		return cmp.Or(c, cmp.Compare(a.t.Serial, b.t.Serial))
	})
	for _, k := range list {
		ids = append(ids, k.t.ID)
	}
	return ids
}

// counted returns how many tickets a filter describes, by what they are grouped by.
func counted(f *ticket.Filter, by ticket.GroupBy, all []*known) map[string]int {
	counts := map[string]int{}
	if by == ticket.CountAll {
		counts[""] = 0
	}
	for _, k := range all {
		if describes(f, k) {
			counts[group(&k.t, by)]++
		}
	}
	return counts
}

// groups are all the ways to count.
func groups() []ticket.GroupBy {
	return []ticket.GroupBy{
		ticket.CountAll, ticket.CountKind, ticket.CountState, ticket.CountOwner, ticket.CountGroup, ticket.CountType, ticket.CountPriority,
	}
}

func group(t *ticket.Ticket, by ticket.GroupBy) string {
	switch by {
	case ticket.CountKind:
		return string(t.Kind)
	case ticket.CountState:
		return t.State
	case ticket.CountOwner:
		return t.Owner
	case ticket.CountGroup:
		return t.Group
	case ticket.CountType:
		return t.Type
	case ticket.CountPriority:
		return strconv.Itoa(t.Priority)
	default:
		return ""
	}
}
