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

var contentChecks = []check{
	{Name: "content/every field", Run: func(ctx context.Context, s kb.Store) error {
		stored, err := put(ctx, s, full("a", kb.Smart), full("b", kb.Exact), full("c", kb.Contains))
		return storetest.First(err, holds(ctx, s, "entries of all modes with every field set", stored...))
	}},
	{Name: "content/priority", Run: func(ctx context.Context, s kb.Store) error {
		var entries []kb.Entry
		for i, p := range []int{0, 1, -1, math.MaxInt32, math.MinInt32, math.MaxInt, math.MinInt} {
			e := entry(fmt.Sprint(i), 0)
			e.Priority = p
			entries = append(entries, e)
		}
		stored, err := put(ctx, s, entries...)
		return storetest.First(err, holds(ctx, s, "entries of all priorities", stored...))
	}},
	{Name: "content/times", Run: func(ctx context.Context, s kb.Store) error {
		var entries []kb.Entry
		for i, at := range []time.Time{storetest.Moment(), {}, time.Unix(0, -1), time.Unix(-1, 500)} {
			e := entry(fmt.Sprint(i), 0)
			e.Updated, e.ValidFrom, e.ValidTo = at, at, at
			entries = append(entries, e)
		}
		stored, err := put(ctx, s, entries...)
		if err != nil {
			return err
		}
		changes, err := storetest.Collect(s.Changes(ctx, 0))
		if err != nil {
			return err
		}
		got, err := s.Get(ctx, "0")
		return storetest.First(err,
			storetest.KeptTimes("get", got), storetest.KeptTimes("changes", changes),
			holds(ctx, s, "entries of all times", stored...),
		)
	}},
	{Name: "content/texts", Run: func(ctx context.Context, s kb.Store) error {
		var entries []kb.Entry
		for i, text := range storetest.Texts() {
			e := full(fmt.Sprint(i), kb.Smart)
			e.Question, e.Phrasings, e.Locale, e.Category = text, []string{text, "between", text}, text, text
			e.Answer.Parts[0].Text, e.Answer.Parts[1].URL, e.Answer.Parts[2].MIME = text, text, text
			e.Base, e.Editor, e.Reason, e.Answer.Action.Args["text"] = text, text, text, text
			entries = append(entries, e)
		}
		stored, err := put(ctx, s, entries...)
		return storetest.First(err, holds(ctx, s, "entries with texts that stores tend to damage", stored...))
	}},
	{Name: "content/random", Run: func(ctx context.Context, s kb.Store) error {
		var entries []kb.Entry
		for seed := range 60 {
			e := storetest.Random[kb.Entry](seed)
			e.ID, e.Version, e.Mode = fmt.Sprint(seed), 0, e.Mode%(kb.Pattern+1)
			entries = append(entries, e)
		}
		stored, err := put(ctx, s, entries...)
		return storetest.First(err, holds(ctx, s, "entries of random content", stored...))
	}},
	{Name: "content/ids", Run: func(ctx context.Context, s kb.Store) error {
		var entries []kb.Entry
		ids := storetest.IDs()
		for i := range ids {
			entries = append(entries, entry(ids[len(ids)-1-i], 0))
		}
		stored, err := put(ctx, s, entries...)
		return storetest.First(err,
			holds(ctx, s, "entries whose ids look alike", stored...),
			countChanges(ctx, s, 0, len(ids)),
		)
	}},
	{Name: "content/large", Run: func(ctx context.Context, s kb.Store) error {
		e := entry(strings.Repeat("x", kb.MaxID), 0)
		e.Question = strings.Repeat("问", kb.MaxQuestion/3)
		for i := range kb.MaxPhrasings {
			e.Phrasings = append(e.Phrasings, fmt.Sprint("phrasing ", i))
		}
		e.Answer = kb.TextAnswer(strings.Repeat("答 and <b>", kb.MaxAnswer/12))
		stored, err := put(ctx, s, e)
		return storetest.First(err, holds(ctx, s, "an entry at all limits", stored...))
	}},
	{Name: "content/no shared memory", Run: func(ctx context.Context, s kb.Store) error {
		given := full("a", kb.Smart)
		stored, err := put(ctx, s, given)
		if err != nil {
			return err
		}
		want := full("a", kb.Smart)
		want.Version = stored[0].Version
		storetest.Scramble(given)
		if err := holds(ctx, s, "after the caller changed what he had put", want); err != nil {
			return err
		}
		got, err := s.Get(ctx, "a")
		if err != nil {
			return err
		}
		changes, err := storetest.Collect(s.Changes(ctx, 0))
		if err != nil {
			return err
		}
		history, err := storetest.Collect(s.History(ctx, "a"))
		if err != nil {
			return err
		}
		storetest.Scramble(got)
		storetest.Scramble(changes)
		storetest.Scramble(history)
		return holds(ctx, s, "after the caller changed what he had been given", want)
	}},
}

var contextChecks = []check{
	{Name: "context/reads", Run: func(ctx context.Context, s kb.Store) error {
		if _, err := put(ctx, s, entry("a", 0)); err != nil {
			return err
		}
		return storetest.First(
			storetest.DoneContexts(ctx, "get", func(ctx context.Context) error { return second(s.Get(ctx, "a")) }),
			storetest.DoneContexts(ctx, "revision", func(ctx context.Context) error { return second(s.Revision(ctx)) }),
			storetest.DoneContexts(ctx, "changes", func(ctx context.Context) error {
				return second(storetest.Collect(s.Changes(ctx, 0)))
			}),
			storetest.DoneContexts(ctx, "changes, where there are none", func(ctx context.Context) error {
				return second(storetest.Collect(s.Changes(ctx, 99)))
			}),
			storetest.DoneContexts(ctx, "history", func(ctx context.Context) error {
				return second(storetest.Collect(s.History(ctx, "a")))
			}),
			storetest.DoneContexts(ctx, "history, where there is none", func(ctx context.Context) error {
				return second(storetest.Collect(s.History(ctx, "z")))
			}),
		)
	}},
	{Name: "context/writes", Run: func(ctx context.Context, s kb.Store) error {
		stored, err := put(ctx, s, entry("a", 0))
		if err != nil {
			return err
		}
		before, err := look(ctx, s)
		if err != nil {
			return err
		}
		return storetest.First(
			storetest.DoneContexts(ctx, "put", func(ctx context.Context) error {
				return second(s.Put(ctx, entry("b", 0), entry("a", stored[0].Version)))
			}),
			storetest.DoneContexts(ctx, "delete", func(ctx context.Context) error {
				return second(s.Delete(ctx, kb.Ref{ID: "a", Version: stored[0].Version}))
			}),
			unchanged(ctx, s, "writes with a context that was done", before),
		)
	}},
}

// full returns an entry that has every field set.
func full(id string, mode kb.Mode) kb.Entry {
	return kb.Entry{
		ID: id, Question: "How do I return an order?", Phrasings: []string{"return my order", "怎么退货", "return my order"},
		Answer: kb.Answer{Parts: []kb.Part{
			{Kind: kb.TextPart, Text: "Like this: 请看"},
			{Kind: kb.ImagePart, Text: "a photo", URL: "https://example.com/a.png", MIME: "image/png"},
			{Kind: kb.VideoPart, URL: "https://example.com/b"},
			{Kind: kb.AudioPart, URL: "https://example.com/c"},
			{Kind: kb.FilePart, URL: "https://example.com/d.pdf", MIME: "application/pdf"},
			{Kind: kb.LinkPart, URL: "https://example.com/?a=1&b=2"},
			{Kind: kb.ARPart, URL: "https://example.com/e.usdz", MIME: "model/vnd.usdz+zip"},
		}, Action: &kb.Action{Name: "order", Args: map[string]string{"id": "<1>", "语言": "", "": "x"}, Timeout: 1500 * time.Millisecond}},
		Mode: mode, Locale: "zh-Hans", Category: "orders/returns", Priority: -7, Updated: noon(),
		Kind: kb.TableRow, Base: "staff", ValidFrom: noon().Add(-time.Hour), ValidTo: noon().Add(time.Hour), MinScore: 0.1 + 0.2,
		Related: []string{"b", "a", "b"}, Tags: []string{kb.Recommendable, "夏天"},
		Facts: []kb.Fact{{Names: []string{"weight", "多重"}, Value: "1.2 kg"}, {Names: []string{"x"}}, {Value: "no name"}},
		Guide: &kb.Guide{Steps: []kb.Step{
			{ID: "start", Say: kb.TextAnswer("Which lamp?"), Options: []kb.Option{
				{Label: "red", Wordings: []string{"the red one", "红"}, Next: "end"}, {Label: "none", Next: "start"},
			}},
			{ID: "end", Say: kb.Answer{Action: &kb.Action{Name: "reset", Args: map[string]string{"device": "1"}}}, Outcome: kb.HandOff},
		}},
		Origin: &kb.Origin{
			Document: "manual", Title: "手册", Path: []string{"Lamps", "", "Red"}, Start: 1 << 40, End: 1<<40 + 7, URL: "https://example.com/m",
		},
		Editor: "li", Reason: "price changed",
	}
}
