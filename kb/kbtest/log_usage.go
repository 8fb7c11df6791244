package kbtest

import (
	"context"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

var logUsageChecks = []logCheck{
	{Name: "usage/decisions", Run: func(ctx context.Context, s kb.LogStore) error {
		asked := func(id string, minutes int, d kb.DecisionKind, entries ...string) kb.Logged {
			a := &kb.Asked{ID: id, At: noon().Add(time.Duration(minutes) * time.Minute), Decision: d}
			for _, e := range entries {
				a.Shown = append(a.Shown, kb.Shown{Entry: e})
			}
			return kb.Logged{Asked: a}
		}
		err := storetest.First(
			write(ctx, s, asked("1", 5, kb.Direct, "a"), asked("2", 3, kb.Suggest, "a", "b", "c", "b", "")),
			write(ctx, s, asked("3", 1, kb.Direct, "b"), asked("4", 9, kb.None, "d"), asked("5", 9, kb.None)),
			write(ctx, s, asked("6", 4, kb.Direct, "a"), asked("7", 2, kb.Suggest, "c")),
		)
		return storetest.First(err, hasUsage(ctx, s, "the usage by what was shown",
			kb.Usage{Entry: "a", Answered: 2, Offered: 1, Last: noon().Add(5 * time.Minute)},
			kb.Usage{Entry: "b", Answered: 1, Offered: 1, Last: noon().Add(3 * time.Minute)},
			kb.Usage{Entry: "c", Offered: 2, Last: noon().Add(3 * time.Minute)},
		))
	}},
	{Name: "usage/verdicts", Run: func(ctx context.Context, s kb.LogStore) error {
		err := storetest.First(
			write(ctx, s, verdict("1", "q", "a", kb.Picked), verdict("2", "q", "a", kb.Useful), verdict("3", "q", "a", kb.NotUseful),
				verdict("4", "q", "a", kb.Wrong), verdict("5", "q", "a", kb.HandedOff)),
			write(ctx, s, verdict("6", "q", "a", kb.NoneOfThese), verdict("7", "q", "a", kb.Answers), verdict("8", "q", "a", "praised")),
			write(ctx, s, verdict("9", "q", "", kb.NoneOfThese), verdict("10", "q", "", kb.Useful), verdict("11", "q", "", kb.HandedOff)),
			write(ctx, s, verdict("12", "other", "a", kb.Wrong), verdict("13", "q", "b", kb.Picked), verdict("14", "q", "c", kb.Answers)),
		)
		return storetest.First(err, hasUsage(ctx, s, "the usage by what was said",
			kb.Usage{Entry: "a", Picked: 1, Useful: 1, NotUseful: 1, Wrong: 2, HandedOff: 1}, kb.Usage{Entry: "b", Picked: 1}))
	}},
	{Name: "usage/of entries", Run: func(ctx context.Context, s kb.LogStore) error {
		err := write(ctx, s, question("1", "b"), question("2", "a"), question("3", "B"), question("4", "中"))
		if err != nil {
			return err
		}
		// In the order of ids whatever the order of the question, each once.
		given := []string{"z", "b", "a", "b", "nul\x00", "bad\xff", ""}
		got, err := s.Usage(ctx, given...)
		return storetest.First(err,
			storetest.Same("what the caller has asked for, and still holds", []string{"z", "b", "a", "b", "nul\x00", "bad\xff", ""}, given),
			storetest.Same("the usage of some entries",
				[]kb.Usage{{}, timesAnswered("a", 1), timesAnswered("b", 1), {Entry: "bad\xff"}, {Entry: "nul\x00"}, {Entry: "z"}}, got),
		)
	}},
}
