package kbtest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

// RunLogStore checks every obligation that [kb.LogStore] states, each as a
// subtest with a store of its own. newStore returns a store that holds nothing;
// what it opens it closes by t.Cleanup.
//
// Beyond the words of the interface the suite fixes these points:
//
//   - Text of any kind is stored. Bytes that are not UTF-8 may come back as
//     U+FFFD.
//   - A nil slice and an empty one are the same.
//   - Cursors rise; gaps are fine. After Prune no cursor is given again.
//   - What an entry was shown or said counts as [kb.Logged.Count] says.
//   - A loop over Items may call the store, and may be left early.
func RunLogStore(t *testing.T, newStore func(t *testing.T) kb.LogStore) {
	t.Helper()
	storetest.Run(t, newStore, logChecks())
}

type logCheck = storetest.Check[kb.LogStore]

func logChecks() []logCheck {
	return slices.Concat(logAppendChecks, logItemsChecks, logUsageChecks, logRaceChecks)
}

// question returns a question that got a direct answer.
func question(id, entry string) kb.Logged {
	return kb.Logged{Asked: &kb.Asked{
		ID: id, At: noon(), Text: "question " + id, Decision: kb.Direct, Shown: []kb.Shown{{Entry: entry, Version: 1, Score: 0.5}},
	}}
}

// verdict returns what somebody says of an answer.
func verdict(id, asked, entry string, v kb.Verdict) kb.Logged {
	return kb.Logged{Feedback: &kb.Feedback{ID: id, Asked: asked, Entry: entry, Verdict: v, At: noon()}}
}

// fullQuestion and fullVerdict have every field set.
func fullQuestion(id string) kb.Logged {
	return kb.Logged{Asked: &kb.Asked{
		ID: id, At: storetest.Moment(), Text: "怎么退货?", Locale: "zh-Hans", Base: "staff", Conversation: "c", Decision: kb.Suggest,
		Shown: []kb.Shown{{Entry: "b", Version: 1 << 40, Score: 0.1 + 0.2}, {Entry: "a"}, {Entry: "b", Version: 2, Score: 1}},
	}}
}

func fullVerdict(id, asked string) kb.Logged {
	return kb.Logged{Feedback: &kb.Feedback{
		ID: id, Asked: asked, Entry: "b", Verdict: kb.Wrong, At: storetest.Moment(), Actor: "王", Reason: "old <b>price</b>", Tags: []string{"price", "", "price"},
	}}
}

// write appends items and returns an error if that changes them.
func write(ctx context.Context, s kb.LogStore, items ...kb.Logged) error {
	given := make([]kb.Logged, len(items))
	for i, item := range items {
		given[i] = keptItem(item)
	}
	if err := s.Append(ctx, items...); err != nil {
		return fmt.Errorf("append of %d items: %w", len(items), err)
	}
	for i, item := range items {
		items[i] = keptItem(item)
	}
	return storetest.Same("what the caller has appended, and still holds", given, items)
}

// keptItem returns a copy as it has to be stored.
func keptItem(item kb.Logged) kb.Logged {
	if item.Asked != nil {
		a := *item.Asked
		a.At, a.Shown = storetest.Kept(a.At), slices.Clone(a.Shown)
		item.Asked = &a
	}
	if item.Feedback != nil {
		f := *item.Feedback
		f.At, f.Tags = storetest.Kept(f.At), slices.Clone(f.Tags)
		item.Feedback = &f
	}
	return item
}

// hasItems returns an error unless the items behind a cursor are these, under
// cursors that rise, and returns the last cursor.
func hasItems(ctx context.Context, s kb.LogStore, what string, after int64, want ...kb.Logged) (last int64, err error) {
	items, err := storetest.Collect(s.Items(ctx, after))
	if err != nil {
		return 0, fmt.Errorf("%s: items: %w", what, err)
	}
	last = after
	kept := make([]kb.Logged, 0, len(want))
	for _, item := range want {
		item = keptItem(item)
		item.Cursor = 0
		kept = append(kept, item)
	}
	got := make([]kb.Logged, 0, len(items))
	for _, item := range items {
		if item.Cursor <= last {
			return 0, fmt.Errorf("%s: cursor %d follows %d", what, item.Cursor, last)
		}
		last = item.Cursor
		item.Cursor = 0
		got = append(got, item)
	}
	return last, storetest.Same(what, kept, got)
}

// hasUsage returns an error unless these are the counts of all entries.
func hasUsage(ctx context.Context, s kb.LogStore, what string, want ...kb.Usage) error {
	got, err := s.Usage(ctx)
	if err != nil {
		return fmt.Errorf("%s: usage: %w", what, err)
	}
	slices.SortFunc(want, func(a, b kb.Usage) int { return cmp.Compare(a.Entry, b.Entry) })
	return storetest.Same(what, append([]kb.Usage{}, want...), append([]kb.Usage{}, got...))
}

// timesAnswered is the usage of an entry that was answered n times, last at noon.
func timesAnswered(entry string, n int64) kb.Usage {
	return kb.Usage{Entry: entry, Answered: n, Last: noon()}
}

// at moves an item in time.
func at(item kb.Logged, t time.Time) kb.Logged {
	item = keptItem(item)
	if item.Asked != nil {
		item.Asked.At = t
	} else {
		item.Feedback.At = t
	}
	return item
}
