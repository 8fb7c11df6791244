package assisttest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/routing/assist"
)

var cannedChecks = []check{
	{Name: "canned/content", Run: func(ctx context.Context, s assist.Store) error {
		for i, text := range cleanTexts() {
			c := assist.Canned{
				ID: fmt.Sprint("c", i), Shortcut: fmt.Sprint("/s", i), Text: text + ".", Locale: "zh-CN", Tags: []string{"a", "b c"},
				Editor: "ann", Updated: storetest.Moment(), Uses: 7, Used: noon(), Cursor: 99, Team: "night",
			}
			if len(text) < 100 {
				c.Title, c.Category, c.Tags = text, text, []string{text, "x"}
			}
			stored, err := s.PutCanned(ctx, c)
			want := c
			want.Version, want.Uses, want.Used, want.Cursor = 1, 0, time.Time{}, 0
			if err := storetest.First(err, sameReply("what PutCanned returned", want, stored)); err != nil {
				return err
			}
			read, err := s.Canned(ctx, c.ID)
			if err := storetest.First(err, sameReply("a reply", want, read)); err != nil {
				return err
			}
			if read.Cursor != stored.Cursor || read.Cursor <= 0 {
				return fmt.Errorf("a reply has the cursor %d, and PutCanned returned %d", read.Cursor, stored.Cursor)
			}
		}
		return nil
	}},
	{Name: "canned/ids", Run: func(ctx context.Context, s assist.Store) error {
		for _, bad := range storetest.BadIDs() {
			if err := storetest.First(
				storetest.WantErr("a reply with an id that is no text", put(ctx, s, reply(bad)), assist.ErrInvalid),
				storetest.WantErr("reading an id that is no text", second(s.Canned(ctx, bad)), assist.ErrNotFound),
			); err != nil {
				return err
			}
		}
		for _, id := range storetest.IDs() {
			if err := put(ctx, s, reply(id)); err != nil {
				return err
			}
		}
		for _, id := range storetest.IDs() {
			c, err := s.Canned(ctx, id)
			if err := storetest.First(err, storetest.Same("a reply", "text of "+id, c.Text)); err != nil {
				return err
			}
		}
		return storetest.WantErr("a reply that nobody wrote", second(s.Canned(ctx, "none")), assist.ErrNotFound)
	}},
	{Name: "canned/invalid", Run: func(ctx context.Context, s assist.Store) error {
		noText, both, gap := reply("a"), reply("a"), reply("a")
		noText.Text, both.Owner, both.Team, gap.Text = " ", "ann", "night", "Dear {{name"
		return storetest.First(
			storetest.WantErr("a reply without a text", put(ctx, s, noText), assist.ErrInvalid),
			storetest.WantErr("a reply of an agent and a team", put(ctx, s, both), assist.ErrInvalid),
			storetest.WantErr("a reply with half a variable", put(ctx, s, gap), assist.ErrInvalid),
			second(wantChanges(ctx, s, 0)))
	}},
	{Name: "canned/versions", Run: func(ctx context.Context, s assist.Store) error {
		first, err := s.PutCanned(ctx, reply("a"))
		if err != nil {
			return err
		}
		next := first
		next.Text = "second"
		stored, err := s.PutCanned(ctx, next)
		if err != nil {
			return err
		}
		if stored.Version <= first.Version {
			return fmt.Errorf("version %d follows %d", stored.Version, first.Version)
		}
		ahead := stored
		ahead.Version++
		missing := reply("b")
		missing.Version = 1
		if err := storetest.First(
			storetest.WantErr("a put on an old version", put(ctx, s, next), assist.ErrConflict),
			storetest.WantErr("a put on a version to come", put(ctx, s, ahead), assist.ErrConflict),
			storetest.WantErr("a new reply where there is one", put(ctx, s, reply("a")), assist.ErrConflict),
			storetest.WantErr("a put on a version of nothing", put(ctx, s, missing), assist.ErrConflict),
		); err != nil {
			return err
		}
		read, err := s.Canned(ctx, "a")
		return storetest.First(err, sameReply("the reply after puts that failed", stored, read))
	}},
	{Name: "canned/delete", Run: func(ctx context.Context, s assist.Store) error {
		c, err := s.PutCanned(ctx, withShortcut("a", "/a"))
		if err != nil {
			return err
		}
		never := reply("never")
		never.Deleted = true
		c.Deleted = true
		if err := storetest.First(
			put(ctx, s, c),
			storetest.WantErr("a reply that was deleted", second(s.Canned(ctx, "a")), assist.ErrNotFound),
			put(ctx, s, withShortcut("b", "/a")), // the shortcut is free
			storetest.WantErr("a put on the version that was deleted", put(ctx, s, c), assist.ErrConflict),
		); err != nil {
			return err
		}
		again, err := s.PutCanned(ctx, reply("a"))
		if err != nil {
			return err
		}
		if again.Version <= c.Version+1 {
			return fmt.Errorf("a reply that was written again has version %d, the deleted one had %d", again.Version, c.Version+1)
		}
		return second(s.Canned(ctx, "a"))
	}},
	{Name: "canned/shortcut", Run: func(ctx context.Context, s assist.Store) error {
		if err := put(ctx, s, withShortcut("a", "/Refund")); err != nil {
			return err
		}
		for _, same := range []string{"/refund", "refund", "／ＲＥＦＵＮＤ"} {
			err := put(ctx, s, withShortcut("b", same))
			taken, ok := errors.AsType[*assist.ShortcutError](err)
			if !ok || !errors.Is(err, assist.ErrConflict) {
				return fmt.Errorf("a second reply with the shortcut %q: got %w, want a ShortcutError", same, err)
			}
			if taken.Other != "a" {
				return fmt.Errorf("the shortcut is said to be that of %q", taken.Other)
			}
		}
		_, err := s.Canned(ctx, "b")
		own, team, other := withShortcut("own", "/refund"), withShortcut("team", "/refund"), withShortcut("other", "/refund")
		own.Owner, team.Team, other.Locale = "ann", "night", "zh"
		bob := withShortcut("bob", "/refund")
		bob.Owner = "bob"
		return storetest.First(
			storetest.WantErr("a reply whose shortcut is taken", err, assist.ErrNotFound),
			put(ctx, s, own, team, other, bob, reply("none"), reply("none too")))
	}},
	{Name: "canned/shortcut changes", Run: func(ctx context.Context, s assist.Store) error {
		a, err := s.PutCanned(ctx, withShortcut("a", "/one"))
		if err != nil {
			return err
		}
		a.Text = "another"
		if a, err = s.PutCanned(ctx, a); err != nil { // keeps its own shortcut
			return err
		}
		a.Shortcut = "/two"
		return storetest.First(
			put(ctx, s, a),
			put(ctx, s, withShortcut("b", "/one")),
			storetest.WantErr("a shortcut that another has moved to", put(ctx, s, withShortcut("c", "/two")), assist.ErrConflict))
	}},
	{Name: "canned/changes", Run: func(ctx context.Context, s assist.Store) error {
		if err := put(ctx, s, reply("a"), reply("b"), reply("c")); err != nil {
			return err
		}
		cursor, err := wantChanges(ctx, s, 0, "a", "b", "c")
		if err != nil {
			return err
		}
		a, b := reply("a"), reply("b")
		a.Version, b.Version, b.Deleted = 1, 1, true
		if err := storetest.First(put(ctx, s, a, b), use(ctx, s, "k", "c", 0)); err != nil {
			return err
		}
		after, err := wantChanges(ctx, s, cursor, "a", "b", "c")
		if err != nil {
			return err
		}
		if _, err := wantChanges(ctx, s, 0, "a", "b", "c"); err != nil {
			return err
		}
		all, err := storetest.Collect(s.CannedChanges(ctx, 0))
		if err != nil {
			return err
		}
		if !all[1].Deleted || all[0].Version != 2 || all[2].Uses != 1 {
			return errors.New("changes do not have the latest state")
		}
		_, err = wantChanges(ctx, s, after)
		return err
	}},
	{Name: "canned/many", Run: func(ctx context.Context, s assist.Store) error {
		const n = 450
		var want []string
		for i := range n {
			c := reply(fmt.Sprint("c", i*7%n)) // ids that do not sort as they were put
			want = append(want, c.ID)
			if err := put(ctx, s, c); err != nil {
				return err
			}
		}
		all, err := storetest.Collect(s.CannedChanges(ctx, 0))
		if err := storetest.First(err, second(wantChanges(ctx, s, 0, want...))); err != nil {
			return err
		}
		for _, i := range []int{0, 199, 200, n - 2, n - 1} {
			if _, err := wantChanges(ctx, s, all[i].Cursor, want[i+1:]...); err != nil {
				return err
			}
		}
		return nil
	}},
	{Name: "canned/leave early", Run: func(ctx context.Context, s assist.Store) error {
		return storetest.First(
			put(ctx, s, reply("a"), reply("b"), reply("c")),
			storetest.StopsEarly("changes", s.CannedChanges(ctx, 0)),
			put(ctx, s, reply("d")))
	}},
	{Name: "canned/use the store", Run: func(ctx context.Context, s assist.Store) error {
		if err := put(ctx, s, reply("a"), reply("b")); err != nil {
			return err
		}
		seen := 0
		for c, err := range s.CannedChanges(ctx, 0) {
			if err != nil {
				return err
			}
			if seen++; seen > 2 {
				break
			}
			if err := put(ctx, s, reply("more "+c.ID)); err != nil {
				return fmt.Errorf("within a loop over changes: %w", err)
			}
		}
		return nil
	}},
	{Name: "canned/copies", Run: func(ctx context.Context, s assist.Store) error {
		c := reply("a")
		c.Tags = []string{"x", "y"}
		want := c
		want.Version, want.Tags = 1, []string{"x", "y"}
		stored, err := s.PutCanned(ctx, c)
		if err != nil {
			return err
		}
		storetest.Scramble(c)
		storetest.Scramble(stored)
		read, err := s.Canned(ctx, "a")
		if err := storetest.First(err, sameReply("a reply whose writer changed what he put", want, read)); err != nil {
			return err
		}
		storetest.Scramble(read)
		all, err := storetest.Collect(s.CannedChanges(ctx, 0))
		if err := storetest.First(err, sameReply("a reply whose reader changed it", want, all[0])); err != nil {
			return err
		}
		storetest.Scramble(all[0])
		read, err = s.Canned(ctx, "a")
		return storetest.First(err, sameReply("a reply whose follower changed it", want, read))
	}},
}

var useChecks = []check{
	{Name: "use/counts", Run: func(ctx context.Context, s assist.Store) error {
		if err := put(ctx, s, reply("a"), reply("b")); err != nil {
			return err
		}
		for i, at := range []int{5, 9, 2} {
			if err := use(ctx, s, fmt.Sprint("k", i), "a", at); err != nil {
				return err
			}
		}
		c, err := s.UseCanned(ctx, assist.Use{Key: "last", Reply: "a", At: storetest.Moment().Add(-time.Hour * 24)})
		want := reply("a")
		want.Version, want.Uses, want.Used = 1, 4, minute(9)
		if err := storetest.First(err, sameReply("what UseCanned returned", want, c)); err != nil {
			return err
		}
		read, err := s.Canned(ctx, "a")
		if err := storetest.First(err, sameReply("a reply that was used", want, read)); err != nil {
			return err
		}
		read.Text = "after uses" // the version was not changed by them
		stored, err := s.PutCanned(ctx, read)
		want.Text, want.Version = read.Text, 2
		other, err2 := s.Canned(ctx, "b")
		return storetest.First(err, err2, sameReply("a reply that was used and written", want, stored),
			storetest.Same("the uses of the other reply", int64(0), other.Uses))
	}},
	{Name: "use/twice", Run: func(ctx context.Context, s assist.Store) error {
		if err := storetest.First(put(ctx, s, reply("a"), reply("b")), use(ctx, s, "k", "a", 0)); err != nil {
			return err
		}
		c, err := s.UseCanned(ctx, assist.Use{Key: "k", Reply: "a", At: minute(9)})
		if err := storetest.First(err, storetest.Same("the uses of one key", int64(1), c.Uses)); err != nil {
			return err
		}
		c.Deleted = true
		return storetest.First(
			storetest.WantErr("the key of a use of another reply", use(ctx, s, "k", "b", 0), assist.ErrConflict),
			put(ctx, s, c),
			use(ctx, s, "k", "a", 0),
			storetest.WantErr("a use of a deleted reply", use(ctx, s, "new", "a", 0), assist.ErrNotFound))
	}},
	{Name: "use/keys", Run: func(ctx context.Context, s assist.Store) error {
		if err := put(ctx, s, reply("a")); err != nil {
			return err
		}
		for _, bad := range storetest.BadIDs() {
			if err := storetest.First(
				storetest.WantErr("a key that is no text", use(ctx, s, bad, "a", 0), assist.ErrInvalid),
				storetest.WantErr("a use of an id that is no text", use(ctx, s, "k", bad, 0), assist.ErrInvalid),
			); err != nil {
				return err
			}
		}
		for _, key := range storetest.IDs() {
			if err := use(ctx, s, key, "a", 0); err != nil {
				return err
			}
		}
		c, err := s.Canned(ctx, "a")
		return storetest.First(err, storetest.Same("the uses of keys that look alike", len(storetest.IDs()), int(c.Uses)),
			storetest.WantErr("a use of nothing", use(ctx, s, "k2", "none", 0), assist.ErrNotFound))
	}},
}
