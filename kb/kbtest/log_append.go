package kbtest

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/kb"
)

var logAppendChecks = []logCheck{
	{Name: "append/nothing", Run: func(ctx context.Context, s kb.LogStore) error {
		pruned, pruneErr := s.Prune(ctx, noon())
		appendErr := s.Append(ctx)
		_, err := hasItems(ctx, s, "an empty log", 0)
		return storetest.First(appendErr, pruneErr, err, hasUsage(ctx, s, "the usage of an empty log"),
			storetest.Same("what was pruned of nothing", 0, pruned))
	}},
	{Name: "append/every field", Run: func(ctx context.Context, s kb.LogStore) error {
		one, two := fullQuestion("q"), fullVerdict("f", "q")
		one.Cursor, two.Cursor = 99, -5 // not the caller's to say
		bare := []kb.Logged{{Asked: &kb.Asked{ID: "bare"}}, {Feedback: &kb.Feedback{ID: "bare", Asked: "q"}}}
		if err := write(ctx, s, one, two); err != nil {
			return err
		}
		if err := write(ctx, s, bare...); err != nil {
			return err
		}
		items, err := storetest.Collect(s.Items(ctx, 0))
		if err != nil {
			return err
		}
		_, err = hasItems(ctx, s, "items with every field set and with none", 0, one, two, bare[0], bare[1])
		return storetest.First(err, storetest.KeptTimes("items", items))
	}},
	{Name: "append/texts", Run: func(ctx context.Context, s kb.LogStore) error {
		var items []kb.Logged
		for i, text := range storetest.Texts() {
			q, f := fullQuestion(fmt.Sprint(i)), fullVerdict(fmt.Sprint(i), "q")
			q.Asked.Text, q.Asked.Locale, q.Asked.Base, q.Asked.Conversation = text, text, text, text
			f.Feedback.Actor, f.Feedback.Reason, f.Feedback.Tags = text, text, []string{text, text}
			items = append(items, q, f)
		}
		large := question("large", "a")
		large.Asked.Text = strings.Repeat("很长 and <b>", 100_000)
		items = append(items, large)
		err := write(ctx, s, items...)
		_, e := hasItems(ctx, s, "items with texts that stores tend to damage", 0, items...)
		return storetest.First(err, e)
	}},
	{Name: "append/ids", Run: func(ctx context.Context, s kb.LogStore) error {
		var items []kb.Logged
		var usage []kb.Usage
		for _, id := range append(storetest.IDs(), strings.Repeat("x", kb.MaxID)) {
			items = append(items, question(id, id), verdict(id, id, id, kb.Useful))
			u := timesAnswered(id, 1)
			u.Useful = 1
			usage = append(usage, u)
		}
		err := write(ctx, s, items...)
		_, e := hasItems(ctx, s, "questions and feedback whose ids look alike", 0, items...)
		return storetest.First(err, e, hasUsage(ctx, s, "the usage of entries whose ids look alike", usage...))
	}},
	{Name: "append/once", Run: func(ctx context.Context, s kb.LogStore) error {
		first, said := question("q", "a"), verdict("f", "q", "a", kb.Useful)
		again, retold := question("q", "b"), verdict("f", "q", "b", kb.Wrong)
		again.Asked.Text = "another text"
		if err := write(ctx, s, first, said, again, retold, question("q", "a")); err != nil {
			return err
		}
		cursor, err := hasItems(ctx, s, "items that came twice in one call", 0, first, said)
		if err != nil {
			return err
		}
		fresh := question("r", "a")
		if err := write(ctx, s, again, fresh, retold, said, first); err != nil {
			return err
		}
		_, err = hasItems(ctx, s, "one new item among known ones", cursor, fresh)
		u := timesAnswered("a", 2)
		u.Useful = 1
		return storetest.First(err, hasUsage(ctx, s, "the usage when items come again", u))
	}},
	{Name: "append/early feedback", Run: func(ctx context.Context, s kb.LogStore) error {
		early, later := verdict("f", "q", "a", kb.Useful), question("q", "a")
		err := storetest.First(write(ctx, s, early), write(ctx, s, later), write(ctx, s, verdict("g", "never", "a", kb.Wrong)))
		_, e := hasItems(ctx, s, "feedback before its question", 0, early, later, verdict("g", "never", "a", kb.Wrong))
		u := timesAnswered("a", 1)
		u.Useful, u.Wrong = 1, 1
		return storetest.First(err, e, hasUsage(ctx, s, "the usage when feedback came first", u))
	}},
	{Name: "append/invalid", Run: func(ctx context.Context, s kb.LogStore) error {
		kept := question("kept", "a")
		if err := write(ctx, s, kept); err != nil {
			return err
		}
		both, score, late := question("x", "a"), question("x", "a"), question("x", "a")
		both.Feedback = verdict("x", "x", "a", kb.Useful).Feedback
		score.Asked.Shown[0].Score = math.NaN()
		late.Asked.At = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
		bad := map[string]kb.Logged{
			"neither question nor verdict": {}, "both": both, "a score that is no number": score, "a time that is too late": late,
		}
		for _, id := range append(storetest.BadIDs(), strings.Repeat("x", kb.MaxID+1)) {
			bad[fmt.Sprintf("question %.9q", id)] = question(id, "a")
			bad[fmt.Sprintf("feedback %.9q", id)] = verdict(id, "q", "a", kb.Useful)
			bad[fmt.Sprintf("feedback on %.9q", id)] = verdict("f", id, "a", kb.Useful)
			if id != "" {
				bad[fmt.Sprintf("a question that showed %.9q", id)] = question("x", id)
				bad[fmt.Sprintf("feedback about %.9q", id)] = verdict("x", "q", id, kb.Useful)
			}
		}
		for what, item := range bad {
			for _, items := range [][]kb.Logged{{item}, {question("good", "b"), item, verdict("good", "good", "b", kb.Useful)}} {
				if err := storetest.WantErr("append of "+what, s.Append(ctx, items...), kb.ErrInvalid); err != nil {
					return err
				}
			}
		}
		_, err := hasItems(ctx, s, "after appends that were refused", 0, kept)
		return storetest.First(err, hasUsage(ctx, s, "the usage after appends that were refused", timesAnswered("a", 1)),
			write(ctx, s, question("good", "b")))
	}},
	{Name: "append/thousands", Run: func(ctx context.Context, s kb.LogStore) error {
		const n = 1700
		var items []kb.Logged
		for i := range n {
			items = append(items, question(fmt.Sprint(i), fmt.Sprintf("e%03d", i%450)))
		}
		if err := write(ctx, s, items...); err != nil {
			return err
		}
		last, err := hasItems(ctx, s, "thousands of items", 0, items...)
		if err != nil {
			return err
		}
		usage, err := s.Usage(ctx)
		if err != nil {
			return err
		}
		total := int64(0)
		for _, u := range usage {
			total += u.Answered
		}
		_, e := hasItems(ctx, s, "behind the last cursor", last)
		return storetest.First(e,
			storetest.Same("how many entries were answered", 450, len(usage)), storetest.Same("how often together", int64(n), total))
	}},
	{Name: "append/no shared memory", Run: func(ctx context.Context, s kb.LogStore) error {
		one, two := fullQuestion("q"), fullVerdict("f", "q")
		if err := s.Append(ctx, one, two); err != nil {
			return err
		}
		storetest.Scramble([]kb.Logged{one, two})
		_, err := hasItems(ctx, s, "after the caller changed what he had appended", 0, fullQuestion("q"), fullVerdict("f", "q"))
		if err != nil {
			return err
		}
		items, err := storetest.Collect(s.Items(ctx, 0))
		if err != nil {
			return err
		}
		before, err := s.Usage(ctx)
		if err != nil {
			return err
		}
		want := append([]kb.Usage(nil), before...)
		storetest.Scramble(items)
		storetest.Scramble(before)
		_, err = hasItems(ctx, s, "after the caller changed what he had been given", 0, fullQuestion("q"), fullVerdict("f", "q"))
		return storetest.First(err, hasUsage(ctx, s, "the usage after the caller changed what he had been given", want...))
	}},
	{Name: "append/context", Run: func(ctx context.Context, s kb.LogStore) error {
		kept := question("q", "a")
		if err := write(ctx, s, kept); err != nil {
			return err
		}
		err := storetest.First(
			storetest.DoneContexts(ctx, "append", func(ctx context.Context) error {
				return s.Append(ctx, question("x", "a"), verdict("x", "q", "a", kb.Useful))
			}),
			storetest.DoneContexts(ctx, "prune", func(ctx context.Context) error { return second(s.Prune(ctx, noon().Add(time.Hour))) }),
			storetest.DoneContexts(ctx, "items", func(ctx context.Context) error { return second(storetest.Collect(s.Items(ctx, 0))) }),
			storetest.DoneContexts(ctx, "items, where there are none", func(ctx context.Context) error {
				return second(storetest.Collect(s.Items(ctx, math.MaxInt64)))
			}),
			storetest.DoneContexts(ctx, "usage", func(ctx context.Context) error { return second(s.Usage(ctx)) }),
			storetest.DoneContexts(ctx, "question", func(ctx context.Context) error { return second(s.Question(ctx, "q")) }),
			storetest.DoneContexts(ctx, "usage of an entry", func(ctx context.Context) error { return second(s.Usage(ctx, "a")) }),
			hasUsage(ctx, s, "the usage after appends with a context that was done", timesAnswered("a", 1)),
			write(ctx, s, question("x", "a")),
		)
		_, e := hasItems(ctx, s, "after writes with a context that was done", 0, kept, question("x", "a"))
		return storetest.First(err, e)
	}},
}
