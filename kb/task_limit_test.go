package kb_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// forgetful are records of a process that ends before it can note that an entry was
// limited.
type forgetful struct{ kb.RecordStore }

func (f forgetful) PutRecord(ctx context.Context, r kb.Record) (int64, error) {
	if bytes.Contains(r.Data, []byte(`"limited":true`)) {
		return 0, errors.New("the process ended")
	}
	return f.RecordStore.PutRecord(ctx, r)
}

// The tag of a task is taken away when it ends, and no other: not that of the entry's
// editor, and also if the process ended before it was noted in the task.
func TestTaskLimits(t *testing.T) {
	ctx := t.Context()
	store, records, log := kb.NewMemoryStore(), kb.NewMemoryRecords(), kb.NewMemoryLog()
	node := func(r kb.RecordStore) *kb.Library {
		return libraryOver(t, store, &kb.LibraryOptions{Records: r, Log: log, Correction: kb.CorrectionOptions{SuggestOnly: true}})
	}
	crashing, l := node(forgetful{records}), node(records)
	put, err := l.Put(ctx,
		kb.Entry{ID: "own", Question: "legal advice on contracts", Answer: kb.TextAnswer("x"), Tags: []string{"law", kb.SuggestOnly}},
		kb.Entry{ID: "free", Question: "When are you open?", Answer: kb.TextAnswer("x"), Tags: []string{"law"}},
		kb.Entry{ID: "crashed", Question: "Where is the shop?", Answer: kb.TextAnswer("x"), Tags: []string{"law"}},
		kb.Entry{ID: "taken over", Question: "Who are you?", Answer: kb.TextAnswer("x"), Tags: []string{"law"}})
	require.NoError(t, err)
	for _, e := range put {
		for i := range 3 {
			id := fmt.Sprint(e.ID, i)
			ask(t, l, id, e.Question, kb.Direct, kb.Shown{Entry: e.ID, Version: e.Version})
			by, f := l, kb.Feedback{ID: id, Asked: id, Verdict: kb.Wrong}
			if e.ID == "crashed" {
				by = crashing
			}
			if err := by.Feedback(ctx, f); i < 2 || by == l {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, "the process ended")
			}
		}
	}
	tags := func(id string) []string {
		e, err := l.Get(ctx, id)
		require.NoError(t, err)
		return e.Tags
	}
	limited := []string{"law", kb.SuggestOnly}
	for _, e := range put {
		require.NoError(t, l.Refresh(ctx))
		assert.Equal(t, limited, tags(e.ID), e.ID)
	}
	// An editor takes the tag away and gives it again: it is his now.
	for _, tags := range [][]string{{"law"}, limited} {
		e, err := l.Get(ctx, "taken over")
		require.NoError(t, err)
		e.Tags, e.Editor, e.Reason = tags, "ann", "reviewed"
		_, err = l.Put(ctx, e)
		require.NoError(t, err)
	}
	want := map[string][]string{"own": limited, "free": {"law"}, "crashed": {"law"}, "taken over": limited}
	tasks := tasksIn(t, l, kb.TaskOpen)
	require.Len(t, tasks, len(put))
	for _, task := range tasks {
		assert.Equal(t, task.Entry == "free" || task.Entry == "taken over", task.Limited, task.Entry)
		if task.Entry == "crashed" {
			e, err := l.Get(ctx, task.Entry)
			require.NoError(t, err)
			_, err = l.FixTask(ctx, "ann", task.ID, e.Version)
			assertField(t, "version", err)
		}
		_, err := l.DismissTask(ctx, "ann", task.ID, "it is right")
		require.NoError(t, err)
		assert.Equal(t, want[task.Entry], tags(task.Entry), task.Entry)
	}
}

// Nobody who complains all the time keeps others from being heard.
func TestTaskHearsEverybody(t *testing.T) {
	l, e := complained(t, kb.LibraryOptions{Correction: kb.CorrectionOptions{People: 3}})
	of := func(conversation, id string) {
		a := kb.Asked{ID: id, Text: "When are you open?", Conversation: conversation, Decision: kb.Direct, Shown: []kb.Shown{{Entry: e.ID, Version: e.Version}}}
		require.NoError(t, l.Log(t.Context(), a))
		say(t, l, id, id, kb.Wrong, "")
	}
	of("first", "first")
	for i := range kb.MaxEvidence + 5 {
		of("angry", fmt.Sprint("angry ", i))
	}
	assert.Empty(t, tasksIn(t, l, kb.TaskOpen), "two people are not three")
	of("third", "third")
	tasks := tasksIn(t, l, kb.TaskOpen)
	require.Len(t, tasks, 1)
	assert.Len(t, tasks[0].Evidence, kb.MaxEvidence)
	assert.Equal(t, "first", tasks[0].Evidence[0].Feedback, "whoever complained once is not dropped")
}
