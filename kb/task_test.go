package kb_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// complained returns a library with the entry "hours" and what it keeps.
func complained(t *testing.T, opts kb.LibraryOptions) (*kb.Library, kb.Entry) {
	t.Helper()
	l := libraryOver(t, kb.NewMemoryStore(), &opts)
	put, err := l.Put(t.Context(),
		kb.Entry{ID: "hours", Question: "When are you open?", Answer: kb.TextAnswer("From nine to five.")},
		kb.Entry{ID: "place", Question: "Where is the shop?", Answer: kb.TextAnswer("In Leeds.")})
	require.NoError(t, err)
	return l, put[0]
}

// complain asks a question that an entry answers, and says that it is wrong.
func complain(t *testing.T, l *kb.Library, id string, e kb.Entry) {
	t.Helper()
	ask(t, l, id, "When are you open? My number is 0113 496 0000", kb.Direct, kb.Shown{Entry: e.ID, Version: e.Version})
	say(t, l, id, id, kb.Wrong, "")
}

func tasksIn(t *testing.T, l *kb.Library, state kb.TaskState) []kb.Task {
	t.Helper()
	var list []kb.Task
	for task, err := range l.Tasks(t.Context(), state) {
		require.NoError(t, err)
		list = append(list, task)
	}
	return list
}

func TestTaskOpensOnce(t *testing.T) {
	var heard []kb.Task
	l, e := complained(t, kb.LibraryOptions{Correction: kb.CorrectionOptions{OnOpen: func(_ context.Context, t kb.Task) {
		heard = append(heard, t)
	}}})
	complain(t, l, "1", e)
	complain(t, l, "1", e)
	complain(t, l, "1", e)
	assert.Empty(t, tasksIn(t, l, ""), "the same complaint three times is one")
	assert.Len(t, tasksIn(t, l, kb.TaskWatched), 1)
	complain(t, l, "2", e)
	ask(t, l, "q", "open?", kb.Direct, kb.Shown{Entry: "hours", Version: e.Version})
	say(t, l, "3", "q", kb.NotUseful, "")
	complain(t, l, "4", e)
	tasks := tasksIn(t, l, "")
	require.Len(t, tasks, 1)
	assert.Equal(t, kb.TaskOpen, tasks[0].State)
	assert.Equal(t, "hours", tasks[0].Entry)
	require.Len(t, tasks[0].Evidence, 4)
	assert.Equal(t, "When are you open? My number is ***", tasks[0].Evidence[0].Question, "personal data is masked")
	require.Len(t, heard, 1)
	assert.Len(t, heard[0].Evidence, 3)
}

func TestTaskThresholds(t *testing.T) {
	for name, c := range map[string]struct {
		opts kb.CorrectionOptions
		want int // how many complaints open it, of at most ten
	}{
		"default":          {kb.CorrectionOptions{}, 3},
		"one is enough":    {kb.CorrectionOptions{Count: 1}, 1},
		"off":              {kb.CorrectionOptions{Count: -1}, 0},
		"different people": {kb.CorrectionOptions{Count: 2, People: 5}, 2},
		"more people":      {kb.CorrectionOptions{Count: 6, People: 5}, 6},
		"half of its hits": {kb.CorrectionOptions{Count: 1, Share: 0.5}, 6}, // 6 of 6+6 hits
	} {
		l, e := complained(t, kb.LibraryOptions{Correction: c.opts})
		for i := range 6 {
			ask(t, l, fmt.Sprint("fine ", i), "open?", kb.Direct, kb.Shown{Entry: "hours", Version: e.Version})
		}
		opened := 0
		for i := 1; i <= 10 && opened == 0; i++ {
			complain(t, l, fmt.Sprint(i), e)
			if len(tasksIn(t, l, kb.TaskOpen)) > 0 {
				opened = i
			}
		}
		assert.Equal(t, c.want, opened, name)
	}
	// One person alone opens no task, however often he complains.
	l, e := complained(t, kb.LibraryOptions{})
	for i := range 5 {
		a := kb.Asked{ID: fmt.Sprint(i), Conversation: "his", Decision: kb.Direct, Text: "?", Shown: []kb.Shown{{Entry: "hours", Version: e.Version}}}
		require.NoError(t, l.Log(t.Context(), a))
		say(t, l, fmt.Sprint(i), fmt.Sprint(i), kb.Wrong, "")
	}
	assert.Empty(t, tasksIn(t, l, ""))
}

// The whole loop: complaints, a task, a fix, the questions asked again.
func TestTaskFromComplaintToVerified(t *testing.T) {
	ctx := t.Context()
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	l, e := complained(t, kb.LibraryOptions{Now: func() time.Time { return now }, Correction: kb.CorrectionOptions{SuggestOnly: true}})
	for i := range 3 {
		complain(t, l, fmt.Sprint(i), e)
	}
	task := tasksIn(t, l, kb.TaskOpen)[0]
	assert.True(t, task.Limited)
	d, err := l.Decide(ctx, kb.Query{Text: "When are you open?"})
	require.NoError(t, err)
	assert.Equal(t, kb.Suggest, d.Kind, "not answered directly while the task is open")
	assert.Equal(t, kb.Limited, d.Reason)

	task, err = l.TakeTask(ctx, "ann", task.ID)
	require.NoError(t, err)
	assert.Equal(t, kb.TaskInWork, task.State)
	_, err = l.TakeTask(ctx, "bob", task.ID)
	require.ErrorIs(t, err, kb.ErrConflict)
	_, err = l.VerifyTask(ctx, "ann", task.ID, true)
	assertField(t, "state", err)
	_, err = l.FixTask(ctx, "ann", task.ID, 0)
	assertField(t, "version", err)

	// A change that leaves the answer as it was is no fix.
	fixed, err := l.Get(ctx, "hours")
	require.NoError(t, err)
	fixed.Priority = 1
	_, err = l.Put(ctx, fixed)
	require.NoError(t, err)
	_, err = l.FixTask(ctx, "ann", task.ID, 0)
	require.NoError(t, err)
	task, err = l.VerifyTask(ctx, "ann", task.ID, true)
	require.NoError(t, err)
	assert.Equal(t, kb.TaskFixed, task.State)
	require.Len(t, task.Replays, 1)
	assert.Equal(t, kb.Replay{Question: "When are you open? My number is ***", Decision: kb.Direct, Entry: "hours", Same: true}, task.Replays[0])

	fixed, err = l.Get(ctx, "hours")
	require.NoError(t, err)
	fixed.Answer = kb.TextAnswer("From ten to six.")
	put, err := l.Put(ctx, fixed)
	require.NoError(t, err)
	task, err = l.FixTask(ctx, "ann", task.ID, put[0].Version)
	require.NoError(t, err)
	assert.Equal(t, put[0].Version, task.FixedIn)
	task, err = l.VerifyTask(ctx, "ann", task.ID, false)
	require.NoError(t, err)
	assert.Equal(t, kb.TaskFixed, task.State, "the new answer waits for somebody to confirm it")
	assert.True(t, task.Replays[0].Changed)
	task, err = l.VerifyTask(ctx, "ann", task.ID, true)
	require.NoError(t, err)
	assert.Equal(t, kb.TaskVerified, task.State)
	d, err = l.Decide(ctx, kb.Query{Text: "When are you open?"})
	require.NoError(t, err)
	assert.Equal(t, kb.Direct, d.Kind, "the limit has ended")
	assert.Equal(t, "From ten to six.", d.Hits[0].Entry.Answer.PlainText())

	// Late complaints about the old answer count for nothing, those about the new
	// one for a task of their own.
	for i := range 5 {
		complain(t, l, fmt.Sprint("late ", i), e)
	}
	assert.Empty(t, tasksIn(t, l, kb.TaskOpen))
	for i := range 3 {
		complain(t, l, fmt.Sprint("new ", i), *d.Hits[0].Entry)
	}
	again := tasksIn(t, l, kb.TaskOpen)
	require.Len(t, again, 1)
	assert.NotEqual(t, task.ID, again[0].ID)
	assert.Equal(t, task.FixedIn, again[0].Since)
}

// An entry that is deleted, or does not answer the question any more, needs no
// confirmation.
func TestTaskVerifiedWithoutTheEntry(t *testing.T) {
	l, e := complained(t, kb.LibraryOptions{Correction: kb.CorrectionOptions{SuggestOnly: true}})
	for i := range 3 {
		complain(t, l, fmt.Sprint(i), e)
	}
	require.NoError(t, l.Delete(t.Context(), "hours"))
	id := tasksIn(t, l, kb.TaskOpen)[0].ID
	_, err := l.FixTask(t.Context(), "ann", id, 0)
	require.NoError(t, err)
	task, err := l.VerifyTask(t.Context(), "ann", id, false)
	require.NoError(t, err)
	assert.Equal(t, kb.TaskVerified, task.State)
	assert.False(t, task.Replays[0].Same)
}

func TestTaskDismissed(t *testing.T) {
	l, e := complained(t, kb.LibraryOptions{Correction: kb.CorrectionOptions{SuggestOnly: true}})
	for i := range 3 {
		complain(t, l, fmt.Sprint(i), e)
	}
	id := tasksIn(t, l, kb.TaskOpen)[0].ID
	task, err := l.DismissTask(t.Context(), "ann", id, "we do open at nine")
	require.NoError(t, err)
	assert.Equal(t, "we do open at nine", task.Reason)
	e, err = l.Get(t.Context(), "hours")
	require.NoError(t, err)
	assert.NotContains(t, e.Tags, kb.SuggestOnly)
	for i := range 5 {
		complain(t, l, fmt.Sprint("again ", i), e)
	}
	assert.Empty(t, tasksIn(t, l, kb.TaskOpen), "the answer was found right")
	task, err = l.Task(t.Context(), id)
	require.NoError(t, err)
	assert.Len(t, task.Evidence, 3, "what has ended stays as it was")
	e.Answer = kb.TextAnswer("At noon.")
	put, err := l.Put(t.Context(), e)
	require.NoError(t, err)
	for i := range 3 {
		complain(t, l, fmt.Sprint("other ", i), put[0])
	}
	assert.Len(t, tasksIn(t, l, kb.TaskOpen), 1, "another answer is another matter")
	_, err = l.Task(t.Context(), "no such task")
	require.ErrorIs(t, err, kb.ErrNotFound)
	_, err = l.TakeTask(t.Context(), "ann", "no such task")
	require.ErrorIs(t, err, kb.ErrNotFound)
}

// Many nodes report at once: one task, no complaint lost or doubled, one hook.
func TestTaskFromManyNodes(t *testing.T) {
	store, log, records := kb.NewMemoryStore(), kb.NewMemoryLog(), kb.NewMemoryRecords()
	var mu sync.Mutex
	opened := 0
	node := func() *kb.Library {
		return libraryOver(t, store, &kb.LibraryOptions{Log: log, Records: records, Correction: kb.CorrectionOptions{
			SuggestOnly: true,
			OnOpen: func(context.Context, kb.Task) {
				mu.Lock()
				defer mu.Unlock()
				opened++
			},
		}})
	}
	first := node()
	put, err := first.Put(t.Context(), smart("hours", "When are you open?"))
	require.NoError(t, err)
	for i := range 12 {
		ask(t, first, fmt.Sprint(i), "open?", kb.Direct, kb.Shown{Entry: "hours", Version: put[0].Version})
	}
	var nodes sync.WaitGroup
	for range 3 {
		nodes.Go(func() {
			l := node()
			for i := range 12 {
				f := kb.Feedback{ID: fmt.Sprint(i), Asked: fmt.Sprint(i), Verdict: kb.Wrong}
				for {
					err := l.Feedback(context.Background(), f)
					if err == nil {
						break
					}
					assert.ErrorIs(t, err, kb.ErrConflict) // and then it is given again
				}
			}
		})
	}
	nodes.Wait()
	tasks := tasksIn(t, first, "")
	require.Len(t, tasks, 1)
	assert.Len(t, tasks[0].Evidence, 12)
	assert.True(t, tasks[0].Limited)
	assert.Equal(t, 1, opened)
}

func TestTaskHookPanics(t *testing.T) {
	l, e := complained(t, kb.LibraryOptions{Correction: kb.CorrectionOptions{Count: 1, OnOpen: func(context.Context, kb.Task) { panic("oh") }}})
	ask(t, l, "q", "open?", kb.Direct, kb.Shown{Entry: "hours", Version: e.Version})
	err := l.Feedback(t.Context(), kb.Feedback{ID: "f", Asked: "q", Verdict: kb.Wrong})
	require.ErrorContains(t, err, "panic in a function of the host")
	assert.Len(t, tasksIn(t, l, kb.TaskOpen), 1)
}

func TestTaskIsForReviewers(t *testing.T) {
	l, e := complained(t, kb.LibraryOptions{Authorizer: kb.AuthorizerFunc(func(_ context.Context, actor string, may kb.Permission, entry *kb.Entry) error {
		if actor == "ann" && may == kb.MayReview && entry.ID == "hours" {
			return nil
		}
		return errors.Join(kb.ErrForbidden)
	})})
	for i := range 3 {
		complain(t, l, fmt.Sprint(i), e)
	}
	id := tasksIn(t, l, kb.TaskOpen)[0].ID
	for name, try := range map[string]func() error{
		"take":    func() error { _, err := l.TakeTask(t.Context(), "eve", id); return err },
		"fix":     func() error { _, err := l.FixTask(t.Context(), "eve", id, 0); return err },
		"dismiss": func() error { _, err := l.DismissTask(t.Context(), "eve", id, ""); return err },
	} {
		require.ErrorIs(t, try(), kb.ErrForbidden, name)
	}
	_, err := l.TakeTask(t.Context(), "ann", id)
	require.NoError(t, err)
}
