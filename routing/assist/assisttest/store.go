package assisttest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/storetest"
	"github.com/kefu-go/kefu/routing/assist"
)

// RunStore checks every obligation that [assist.Store] states, each as a subtest
// with a store of its own. newStore returns a store that holds nothing; what it
// opens it closes by t.Cleanup.
//
// Beyond the words of the interfaces the suite fixes these points:
//
//   - Ids and keys are kept apart byte for byte; an id that no store could have is not found.
//   - Customers' words of any kind are taken; bytes that are not UTF-8 may come back as
//     U+FFFD.
//   - Cursors rise; gaps are fine. The first is above 0.
//   - A loop may call the store, and may be left early.
func RunStore(t *testing.T, newStore func(t *testing.T) assist.Store) {
	t.Helper()
	storetest.Run(t, newStore, storeChecks())
}

type check = storetest.Check[assist.Store]

func storeChecks() []check {
	return slices.Concat(cannedChecks, useChecks, markChecks, topicChecks, pruneChecks, raceChecks, contextChecks)
}

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

func minute(n int) time.Time { return noon().Add(time.Duration(n) * time.Minute) }

// reply returns a shared one without a shortcut.
func reply(id string) assist.Canned {
	return assist.Canned{ID: id, Title: "title of " + id, Text: "text of " + id, Editor: "ann", Updated: noon()}
}

func withShortcut(id, shortcut string) assist.Canned {
	c := reply(id)
	c.Shortcut = shortcut
	return c
}

func put(ctx context.Context, s assist.Store, list ...assist.Canned) error {
	for _, c := range list {
		if _, err := s.PutCanned(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

func use(ctx context.Context, s assist.Store, key, id string, n int) error {
	_, err := s.UseCanned(ctx, assist.Use{Key: key, Reply: id, Agent: "ann", At: minute(n)})
	return err
}

// mark returns one of a question, made n minutes after noon.
func mark(key, question string, n int) assist.Mark {
	return assist.Mark{Key: key, Kind: assist.WrongAnswer, Question: question, Agent: "ann", Conversation: "c", At: minute(n)}
}

func flag(ctx context.Context, s assist.Store, marks ...assist.Mark) error {
	for _, m := range marks {
		if _, err := s.AddMark(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

func topicOf(question string) string {
	m := mark("", question, 0)
	return m.Topic()
}

// second drops the first result of a call.
func second[T any](_ T, err error) error { return err }

// cleanTexts are the texts that can be part of a reply.
func cleanTexts() []string {
	return slices.DeleteFunc(storetest.Texts(), func(s string) bool { return !utf8.ValidString(s) || strings.Contains(s, "\x00") })
}

// sameReply compares all but the cursor.
func sameReply(what string, want, got assist.Canned) error {
	want.Updated, want.Used = storetest.Kept(want.Updated), storetest.Kept(want.Used)
	return storetest.First(storetest.KeptTimes(what, got), storetest.Same(what, want, got))
}

// wantChanges returns an error unless exactly these replies follow a cursor, in this
// order and with rising cursors. It returns the last cursor.
func wantChanges(ctx context.Context, s assist.Store, after int64, ids ...string) (int64, error) {
	all, err := storetest.Collect(s.CannedChanges(ctx, after))
	if err != nil {
		return 0, err
	}
	var got []string
	for _, c := range all {
		if c.Cursor <= after {
			return 0, fmt.Errorf("a change has the cursor %d behind %d", c.Cursor, after)
		}
		after = c.Cursor
		got = append(got, c.ID)
	}
	return after, storetest.Same("the changed replies", append([]string(nil), ids...), got)
}

// wantMarks is wantChanges for marks.
func wantMarks(ctx context.Context, s assist.Store, topic string, after int64, keys ...string) (int64, error) {
	all, err := storetest.Collect(s.Marks(ctx, topic, after))
	if err != nil {
		return 0, err
	}
	var got []string
	for _, m := range all {
		if m.Cursor <= after {
			return 0, fmt.Errorf("a mark has the cursor %d behind %d", m.Cursor, after)
		}
		after = m.Cursor
		got = append(got, m.Key)
	}
	return after, storetest.Same("the marks", append([]string(nil), keys...), got)
}

// wantTopics returns an error unless the topics in a state are these, in this order.
func wantTopics(ctx context.Context, s assist.Store, state assist.TopicState, ids ...string) error {
	all, err := storetest.Collect(s.Topics(ctx, state))
	if err != nil {
		return err
	}
	var got []string
	for _, t := range all {
		got = append(got, t.ID)
	}
	return storetest.Same(fmt.Sprintf("the topics in state %q", state), append([]string(nil), ids...), got)
}
