package assisttest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/routing/assist"
)

var markChecks = []check{
	{Name: "mark/content", Run: func(ctx context.Context, s assist.Store) error {
		cursor := int64(0)
		for i, text := range storetest.Texts() {
			m := assist.Mark{
				Key: fmt.Sprint("k", i), Kind: assist.MissingAnswer, Question: text + " why " + fmt.Sprint(i), Answer: text, Note: text,
				Agent: "ann", At: storetest.Moment(), Cursor: 77,
			}
			if len(text) < 100 {
				m.Agent, m.Conversation, m.Message, m.Locale, m.Category, m.Entry, m.Intent = text, text, text, text, text, text, text
			}
			if err := flag(ctx, s, m); err != nil {
				return err
			}
			all, err := storetest.Collect(s.Marks(ctx, "", cursor))
			if err != nil {
				return err
			}
			if len(all) != 1 {
				return fmt.Errorf("after the cursor %d there are %d marks, want 1", cursor, len(all))
			}
			want := m
			want.At = storetest.Kept(m.At)
			if err := storetest.First(storetest.KeptTimes("a mark", all[0]), storetest.Same("a mark", want, all[0])); err != nil {
				return err
			}
			cursor = all[0].Cursor
		}
		return nil
	}},
	{Name: "mark/keys", Run: func(ctx context.Context, s assist.Store) error {
		for _, bad := range storetest.BadIDs() {
			if err := storetest.WantErr("a key that is no text", flag(ctx, s, mark(bad, "q", 0)), assist.ErrInvalid); err != nil {
				return err
			}
		}
		if err := storetest.WantErr("a mark without a question", flag(ctx, s, mark("k", " ", 0)), assist.ErrInvalid); err != nil {
			return err
		}
		for _, key := range storetest.IDs() {
			if err := flag(ctx, s, mark(key, "q", 0)); err != nil {
				return err
			}
		}
		_, err := wantMarks(ctx, s, "", 0, storetest.IDs()...)
		return err
	}},
	{Name: "mark/twice", Run: func(ctx context.Context, s assist.Store) error {
		first, err := s.AddMark(ctx, mark("k", "q", 0))
		if err != nil {
			return err
		}
		again := mark("k", "Q!", 5)
		again.Agent, again.Note = "bob", "another"
		got, err := s.AddMark(ctx, again)
		return storetest.First(err,
			storetest.Same("the topic after the same key again", first, got),
			storetest.WantErr("the key of a mark of another question", flag(ctx, s, mark("k", "another", 0)), assist.ErrConflict),
			second(wantMarks(ctx, s, "", 0, "k")))
	}},
	{Name: "mark/topics", Run: func(ctx context.Context, s assist.Store) error {
		b := mark("b", "  HOW do I return it", 3)
		b.Agent = "bob"
		other := mark("d", "how do I return it?", 4)
		other.Kind = assist.FrequentAsked
		if err := flag(ctx, s, mark("a", "How do I return it?", 5), b, mark("c", "Where is it?", 1), other); err != nil {
			return err
		}
		id := topicOf("How do I return it?")
		want := assist.Topic{}.Add(mark("a", "How do I return it?", 5)).Add(b)
		got, err := s.Topic(ctx, id)
		if err := storetest.First(err, storetest.Same("a topic of two marks", want, got), storetest.KeptTimes("a topic", got)); err != nil {
			return err
		}
		cursor, err := wantMarks(ctx, s, id, 0, "a", "b")
		return storetest.First(err,
			second(wantMarks(ctx, s, id, cursor)),
			second(wantMarks(ctx, s, "", 0, "a", "b", "c", "d")),
			second(wantMarks(ctx, s, "", cursor, "c", "d")),
			second(wantMarks(ctx, s, "none", 0)),
			second(wantMarks(ctx, s, "nul\x00", 0)),
			storetest.WantErr("a topic that nobody marked", second(s.Topic(ctx, "none")), assist.ErrNotFound),
			storetest.WantErr("a topic whose id is no text", second(s.Topic(ctx, "\xff")), assist.ErrNotFound))
	}},
	{Name: "mark/many", Run: func(ctx context.Context, s assist.Store) error {
		const n = 450
		var all, even []string
		for i := range n {
			m := mark(fmt.Sprint("k", i*7%n), []string{"even", "odd"}[i%2], i)
			all = append(all, m.Key)
			if i%2 == 0 {
				even = append(even, m.Key)
			}
			if err := flag(ctx, s, m); err != nil {
				return err
			}
		}
		return storetest.First(second(wantMarks(ctx, s, "", 0, all...)), second(wantMarks(ctx, s, topicOf("even"), 0, even...)))
	}},
	{Name: "mark/leave early", Run: func(ctx context.Context, s assist.Store) error {
		return storetest.First(
			flag(ctx, s, mark("a", "q", 0), mark("b", "r", 0), mark("c", "s", 0)),
			storetest.StopsEarly("marks", s.Marks(ctx, "", 0)),
			storetest.StopsEarly("topics", s.Topics(ctx, "")),
			flag(ctx, s, mark("d", "q", 0)))
	}},
	{Name: "mark/use the store", Run: func(ctx context.Context, s assist.Store) error {
		if err := flag(ctx, s, mark("a", "q", 0), mark("b", "r", 0)); err != nil {
			return err
		}
		for range 2 {
			for m, err := range s.Marks(ctx, "", 0) {
				if err != nil {
					return err
				}
				if len(m.Key) > 8 {
					break
				}
				if err := flag(ctx, s, mark("more "+m.Key, "q", 0)); err != nil {
					return fmt.Errorf("within a loop over marks: %w", err)
				}
			}
			for t, err := range s.Topics(ctx, "") {
				if err := storetest.First(err, second(s.Topic(ctx, t.ID))); err != nil {
					return fmt.Errorf("within a loop over topics: %w", err)
				}
			}
		}
		return nil
	}},
	{Name: "mark/copies", Run: func(ctx context.Context, s assist.Store) error {
		t, err := s.AddMark(ctx, mark("a", "q", 0))
		if err != nil {
			return err
		}
		want := assist.Topic{}.Add(mark("a", "q", 0))
		storetest.Scramble(t)
		for range 2 {
			read, err := s.Topic(ctx, topicOf("q"))
			if err := storetest.First(err, storetest.Same("a topic that a caller changed", want, read)); err != nil {
				return err
			}
			all, err := storetest.Collect(s.Topics(ctx, ""))
			if err := storetest.First(err, storetest.Same("a listed topic that a caller changed", want, all[0])); err != nil {
				return err
			}
			storetest.Scramble(read)
			storetest.Scramble(all)
		}
		return nil
	}},
}

var topicChecks = []check{
	{Name: "topic/order", Run: func(ctx context.Context, s assist.Store) error {
		n := 0
		add := func(question string, times int) error {
			for range times {
				n++
				if err := flag(ctx, s, mark(fmt.Sprint("k", n), question, n)); err != nil {
					return err
				}
			}
			return nil
		}
		pair := []string{topicOf("two"), topicOf("also two")}
		slices.Sort(pair)
		return storetest.First(
			add("one", 1), add("two", 2), add("also two", 2), add("twelve", 12),
			wantTopics(ctx, s, "", topicOf("twelve"), pair[1], pair[0], topicOf("one")),
			add("one", 20),
			wantTopics(ctx, s, assist.TopicOpen, topicOf("one"), topicOf("twelve"), pair[1], pair[0]),
			wantTopics(ctx, s, assist.TopicDone),
			wantTopics(ctx, s, "nul\x00"))
	}},
	{Name: "topic/many", Run: func(ctx context.Context, s assist.Store) error {
		const n = 450
		want := make([]string, 0, n)
		for i := range n {
			q := fmt.Sprint("question ", i)
			want = append(want, topicOf(q))
			if err := flag(ctx, s, mark(q, q, i)); err != nil {
				return err
			}
		}
		slices.Sort(want)
		slices.Reverse(want)
		return storetest.First(wantTopics(ctx, s, "", want...), wantTopics(ctx, s, assist.TopicOpen, want...))
	}},
	{Name: "topic/decide", Run: func(ctx context.Context, s assist.Store) error {
		t, err := s.AddMark(ctx, mark("a", "q", 0))
		if err := storetest.First(err, flag(ctx, s, mark("b", "r", 0))); err != nil {
			return err
		}
		d := assist.Decision{Topic: t.ID, Version: t.Version, State: assist.TopicRejected, Reason: "it is right", By: "eve", At: storetest.Moment()}
		want, err := t.Decide(d)
		if err != nil {
			return err
		}
		got, err := s.Decide(ctx, d)
		if err := storetest.First(err, storetest.Same("what Decide returned", want, got), storetest.KeptTimes("a topic", got)); err != nil {
			return err
		}
		again, err := s.Decide(ctx, d)
		if err := storetest.First(err, storetest.Same("the same decision again", want, again)); err != nil {
			return err
		}
		late, reasonless, unknown, none := d, d, d, d
		late.State = assist.TopicAccepted
		reasonless.Version, reasonless.Reason = got.Version, ""
		unknown.Version, unknown.State = got.Version, "maybe"
		none.Topic = "none"
		read, err := s.Topic(ctx, t.ID)
		return storetest.First(err,
			storetest.Same("a topic that was decided", want, read),
			storetest.WantErr("a decision on an old version", second(s.Decide(ctx, late)), assist.ErrConflict),
			storetest.WantErr("a rejection without a reason", second(s.Decide(ctx, reasonless)), assist.ErrInvalid),
			storetest.WantErr("an unknown state", second(s.Decide(ctx, unknown)), assist.ErrInvalid),
			storetest.WantErr("a decision about nothing", second(s.Decide(ctx, none)), assist.ErrNotFound),
			wantTopics(ctx, s, assist.TopicRejected, t.ID),
			wantTopics(ctx, s, assist.TopicOpen, topicOf("r")))
	}},
	{Name: "topic/opens again", Run: func(ctx context.Context, s assist.Store) error {
		t, err := s.AddMark(ctx, mark("a", "q", 0))
		if err != nil {
			return err
		}
		d := assist.Decision{Topic: t.ID, Version: t.Version, State: assist.TopicDone, By: "eve", At: minute(10)}
		done, err := s.Decide(ctx, d)
		if err := storetest.First(err, flag(ctx, s, mark("before", "q", 5)), wantTopics(ctx, s, assist.TopicDone, t.ID)); err != nil {
			return err
		}
		open, err := s.AddMark(ctx, mark("after", "q", 15))
		if err != nil {
			return err
		}
		if open.State != assist.TopicOpen || open.Version <= done.Version || open.Count != 3 || open.Since != 2 {
			return errors.New("a topic that was marked after it was done is not open again, with its counts")
		}
		stale := assist.Decision{Topic: t.ID, Version: done.Version, State: assist.TopicAccepted, By: "eve", At: minute(20)}
		return storetest.First(
			wantTopics(ctx, s, assist.TopicOpen, t.ID), wantTopics(ctx, s, assist.TopicDone),
			storetest.WantErr("a decision made before it opened again", second(s.Decide(ctx, stale)), assist.ErrConflict))
	}},
}

var pruneChecks = []check{
	{Name: "prune/old", Run: func(ctx context.Context, s assist.Store) error {
		if err := storetest.First(
			put(ctx, s, reply("a")), use(ctx, s, "old", "a", 0), use(ctx, s, "new", "a", 5),
			flag(ctx, s, mark("old", "q", 0), mark("new", "q", 5)),
		); err != nil {
			return err
		}
		n, err := s.Prune(ctx, minute(5))
		if err := storetest.First(err, storetest.Same("how many were pruned", 2, n), second(wantMarks(ctx, s, "", 0, "new"))); err != nil {
			return err
		}
		for _, key := range []string{"new", "old"} { // only the old keys are forgotten
			if err := storetest.First(use(ctx, s, key, "a", 9), flag(ctx, s, mark(key, "q", 9))); err != nil {
				return err
			}
		}
		c, err := s.Canned(ctx, "a")
		t, err2 := s.Topic(ctx, topicOf("q"))
		return storetest.First(err, err2, storetest.Same("uses", int64(3), c.Uses), storetest.Same("marks", int64(3), t.Count),
			second(wantMarks(ctx, s, topicOf("q"), 0, "new", "old")))
	}},
	{Name: "prune/nothing", Run: func(ctx context.Context, s assist.Store) error {
		n, err := s.Prune(ctx, time.Time{})
		if err := storetest.First(err, storetest.Same("pruned of nothing", 0, n), flag(ctx, s, mark("a", "q", 0))); err != nil {
			return err
		}
		// Times are kept to the microsecond: one that is cut is before one that is not.
		n, err = s.Prune(ctx, noon().Add(time.Nanosecond))
		return storetest.First(err, storetest.Same("pruned within the microsecond", 1, n))
	}},
}
