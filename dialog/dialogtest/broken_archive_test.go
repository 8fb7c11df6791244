package dialogtest

import (
	"context"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kefu-go/kefu/dialog"
	"github.com/kefu-go/kefu/internal/storetest"
)

// archiveFault is an archive that breaks one obligation, and the checks that
// must notice.
type archiveFault struct {
	what   string
	checks []string
	store  func(s *brokenArchive)
}

func TestEveryArchiveCheckNoticesAFault(t *testing.T) {
	var faults []storetest.Fault[ArchiveStore]
	for _, f := range slices.Concat(customerFaults, pruneFaults) {
		faults = append(faults, storetest.Fault[ArchiveStore]{What: f.what, Checks: f.checks, New: func() ArchiveStore {
			right := dialog.NewMemoryStore()
			s := &brokenArchive{broken: broken{right: right}}
			f.store(s)
			return s
		}})
	}
	storetest.Prove(t, archiveChecks(), faults)
}

// brokenArchive is an archive that works, except for the methods that are
// replaced.
type brokenArchive struct {
	broken
	conversations func(ctx context.Context, customer string, before time.Time) conversations
	prune         func(ctx context.Context, before time.Time, limit int) (int, error)
}

type conversations = iter.Seq2[dialog.Conversation, error]

func (b *brokenArchive) Conversations(ctx context.Context, customer string, before time.Time) conversations {
	if b.conversations != nil {
		return b.conversations(ctx, customer, before)
	}
	return b.right.Conversations(ctx, customer, before)
}

func (b *brokenArchive) Prune(ctx context.Context, before time.Time, limit int) (int, error) {
	if b.prune != nil {
		return b.prune(ctx, before, limit)
	}
	return b.right.Prune(ctx, before, limit)
}

// onConversations replaces what a list of conversations yields.
func onConversations(change func(all []dialog.Conversation) []dialog.Conversation) func(s *brokenArchive) {
	return func(s *brokenArchive) {
		s.conversations = func(ctx context.Context, customer string, before time.Time) conversations {
			all, err := storetest.Collect(s.right.Conversations(ctx, customer, before))
			return yieldConversations(change(all), err)
		}
	}
}

func yieldConversations(all []dialog.Conversation, err error) conversations {
	return func(yield func(dialog.Conversation, error) bool) {
		for _, c := range all {
			if !yield(c, nil) {
				return
			}
		}
		if err != nil {
			yield(dialog.Conversation{}, err)
		}
	}
}

// onBefore replaces the time that a list is asked for.
func onBefore(change func(t time.Time) time.Time) func(s *brokenArchive) {
	return func(s *brokenArchive) {
		s.conversations = func(ctx context.Context, customer string, before time.Time) conversations {
			if !before.IsZero() {
				before = change(before)
			}
			return s.right.Conversations(ctx, customer, before)
		}
	}
}

// asCustomer replaces whose conversation is written, and whose are asked for.
func asCustomer(change func(customer string) string) func(s *brokenArchive) {
	return func(s *brokenArchive) {
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			t.Conversation.Customer = change(t.Conversation.Customer)
			return s.right.Commit(ctx, t)
		}
		s.conversations = func(ctx context.Context, customer string, before time.Time) conversations {
			return s.right.Conversations(ctx, change(customer), before)
		}
	}
}

var customerFaults = []archiveFault{
	{"the oldest conversation comes first", []string{"conversations/newest first", "conversations/many"}, onConversations(func(all []dialog.Conversation) []dialog.Conversation {
		slices.Reverse(all)
		return all
	})},
	{"conversations of the same time come by their ids", []string{"conversations/newest first", "conversations/many"}, onConversations(func(all []dialog.Conversation) []dialog.Conversation {
		slices.SortFunc(all, func(a, b dialog.Conversation) int { return strings.Compare(a.ID, b.ID) })
		slices.SortStableFunc(all, func(a, b dialog.Conversation) int { return b.Updated.Compare(a.Updated) })
		return all
	})},
	{"only one channel is looked at", []string{"conversations/newest first"}, onConversations(func(all []dialog.Conversation) []dialog.Conversation {
		return slices.DeleteFunc(all, func(c dialog.Conversation) bool { return c.Channel == "email" })
	})},
	{"a time is taken in", []string{"conversations/newest first"}, onBefore(func(t time.Time) time.Time { return t.Add(time.Microsecond) })},
	{"a time is cut to the microsecond", []string{"conversations/newest first"}, onBefore(func(t time.Time) time.Time { return t.Truncate(time.Microsecond) })},
	{"a time is what the clock on the wall shows", []string{"conversations/newest first"}, onBefore(func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
	})},
	{"customers are compared without case", []string{"conversations/newest first"}, asCustomer(strings.ToLower)},
	{"customers are compared without spaces", []string{"conversations/newest first", "conversations/ids"}, asCustomer(strings.TrimSpace)},
	{"conversations come without their state", []string{"conversations/whole"}, onConversations(func(all []dialog.Conversation) []dialog.Conversation {
		for i := range all {
			all[i].State = nil
		}
		return all
	})},
	{"conversations are listed by what they were", []string{"conversations/change hands"}, func(s *brokenArchive) {
		var first sync.Map // of each conversation
		s.commit = func(ctx context.Context, t dialog.Turn) (int64, error) {
			first.LoadOrStore(t.Conversation.ID, t.Conversation.Customer)
			return s.right.Commit(ctx, t)
		}
		s.conversations = func(ctx context.Context, customer string, before time.Time) conversations {
			all, err := storetest.Collect(s.right.Conversations(ctx, customer, before))
			return yieldConversations(slices.DeleteFunc(all, func(c dialog.Conversation) bool {
				was, _ := first.Load(c.ID)
				return was != customer
			}), err)
		}
	}},
	{"the unknown are one customer", []string{"conversations/change hands", "conversations/of nobody"}, asCustomer(func(customer string) string {
		if customer == "" {
			return "anonymous"
		}
		return customer
	})},
	{"a long customer is cut", []string{"conversations/of nobody"}, asCustomer(func(customer string) string { return customer[:min(len(customer), dialog.MaxCustomer)] })},
	{"a customer is cleaned", []string{"conversations/of nobody"}, asCustomer(func(customer string) string { return strings.ToValidUTF8(customer, "\ufffd") })},
	{"a long customer has no history", []string{"conversations/of nobody"}, func(s *brokenArchive) {
		s.conversations = func(ctx context.Context, customer string, before time.Time) conversations {
			if len(customer) == dialog.MaxCustomer {
				customer = ""
			}
			return s.right.Conversations(ctx, customer, before)
		}
	}},
	{"a list ends with its first page", []string{"conversations/many"}, onConversations(func(all []dialog.Conversation) []dialog.Conversation { return all[:min(len(all), 200)] })},
	{"a page begins after the time of the last one", []string{"conversations/many"}, onConversations(func(all []dialog.Conversation) []dialog.Conversation {
		if len(all) > 200 {
			rest := slices.IndexFunc(all, func(c dialog.Conversation) bool { return c.Updated.Before(all[199].Updated) })
			all = append(all[:200:200], all[rest:]...)
		}
		return all
	})},
	{"a list cannot be left", []string{"conversations/loops"}, func(s *brokenArchive) {
		s.conversations = func(ctx context.Context, customer string, before time.Time) conversations {
			return func(yield func(dialog.Conversation, error) bool) {
				for c, err := range s.right.Conversations(ctx, customer, before) {
					yield(c, err)
				}
			}
		}
	}},
	{"a list of nobody's does not ask the context", []string{"conversations/loops"}, func(s *brokenArchive) {
		s.conversations = func(ctx context.Context, customer string, before time.Time) conversations {
			if customer == "" {
				return yieldConversations(nil, nil)
			}
			return s.right.Conversations(ctx, customer, before)
		}
	}},
}
