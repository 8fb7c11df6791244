package kb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"
)

// TaskState is how far a correction is.
type TaskState string

// The states of a task: watched, open, in work, fixed, verified; or dismissed.
const (
	// TaskWatched: there are complaints, but not enough for a task.
	TaskWatched TaskState = "watched"
	// TaskOpen: somebody should correct the entry.
	TaskOpen TaskState = "open"
	// TaskInWork: the Actor is correcting it.
	TaskInWork TaskState = "in work"
	// TaskFixed: a newer version of the entry, FixedIn, is said to be right.
	TaskFixed TaskState = "fixed"
	// TaskVerified: the questions were asked again, and are answered well.
	TaskVerified TaskState = "verified"
	// TaskDismissed: the entry was right.
	TaskDismissed TaskState = "dismissed"
)

// Task is the correction of an entry that people complained about. There is at
// most one at a time for an entry.
type Task struct {
	// ID identifies the task.
	ID string `json:"id"`
	// Entry is the id of the entry to be corrected.
	Entry string `json:"entry"`
	// State is how far the correction is.
	State TaskState `json:"state"`
	// Since and Before bound the versions of the entry that the task is about:
	// from Since on and before Before, which is 0 until the task is fixed or
	// dismissed. Complaints about other versions belong to other tasks.
	Since  int64 `json:"since"`
	Before int64 `json:"before,omitempty"`
	// Evidence are the complaints, the earliest first, at most [MaxEvidence].
	Evidence []Complaint `json:"evidence"`
	// Limited tells that the entry was given the tag [SuggestOnly] at version
	// LimitedIn because of the task; it is taken away when the task ends. One that its
	// editor had given it stays.
	Limited   bool  `json:"limited,omitempty"`
	LimitedIn int64 `json:"limited_in,omitempty"`
	// Actor is who changed the task last, and Reason why.
	Actor  string `json:"actor,omitempty"`
	Reason string `json:"reason,omitempty"`
	// FixedIn is the version of the entry that is said to be right; for an entry
	// that was deleted, the revision of the store that deleted it.
	FixedIn int64 `json:"fixed_in,omitempty"`
	// Replays are the outcome of the last [Library.VerifyTask].
	Replays []Replay `json:"replays,omitempty"`
	// Opened is when the task was opened, zero of one that is only watched, and Updated
	// when it was last changed.
	Opened  time.Time `json:"opened,omitzero"`
	Updated time.Time `json:"updated"`
	// HitsBefore and BadBefore are the counts of the entry when the task before
	// this one ended.
	HitsBefore int64 `json:"hits_before,omitempty"`
	BadBefore  int64 `json:"bad_before,omitempty"`
	// HitsThen and BadThen are those when this one ended.
	HitsThen int64 `json:"hits_then,omitempty"`
	BadThen  int64 `json:"bad_then,omitempty"`

	version int64 // of the record
}

// MaxEvidence is how many complaints a [Task] keeps.
const MaxEvidence = 200

// Complaint is one bad verdict about a version of an entry.
type Complaint struct {
	// Feedback is the ID of the verdict, and Asked that of the question.
	Feedback string `json:"feedback"`
	Asked    string `json:"asked"`
	// Verdict is [Wrong] or [NotUseful].
	Verdict Verdict `json:"verdict"`
	// Question is what the customer wrote, with personal data masked, and at most
	// 300 bytes of it.
	Question string `json:"question"`
	// Locale is the customer's language as far as known, and Base the independent base
	// that he asked.
	Locale string `json:"locale,omitempty"`
	Base   string `json:"base,omitempty"`
	// Version is the version of the entry that was shown.
	Version int64 `json:"version"`
	// At is when the verdict was given.
	At time.Time `json:"at"`
	// Who tells complaints of different people apart: the conversation, else the
	// actor, else the question.
	Who string `json:"who"`
	// Reason is why, as the verdict says.
	Reason string `json:"reason,omitempty"`
}

// Replay is a question of a task, asked again.
type Replay struct {
	// Question is what was asked, as in the [Complaint].
	Question string `json:"question"`
	// Decision is what the policy makes of it now.
	Decision DecisionKind `json:"decision"`
	// Entry is the best that was found now, if anything was.
	Entry string `json:"entry,omitempty"`
	// Same tells that the entry of the task is the direct answer still, and
	// Changed that its answer is another one than the one complained about.
	Same    bool `json:"same,omitempty"`
	Changed bool `json:"changed,omitempty"`
	// OK: the wrong answer is not given any more, or was changed and confirmed.
	OK bool `json:"ok"`
}

const (
	taskKind        = "task"
	complaintLength = 300
)

// Task returns a correction task, or [ErrNotFound].
func (l *Library) Task(ctx context.Context, id string) (Task, error) {
	r, err := l.opts.Records.Record(ctx, taskKind, id)
	if err != nil {
		return Task{}, err
	}
	return readTask(r)
}

// Tasks yields the tasks in this state in the order of their ids, or all but the
// watched ones if it is empty.
func (l *Library) Tasks(ctx context.Context, state TaskState) iter.Seq2[Task, error] {
	return func(yield func(Task, error) bool) {
		for t, err := range readRecords(l.opts.Records.Records(ctx, taskKind, string(state)), readTask) {
			if err == nil && state == "" && t.State == TaskWatched {
				continue
			}
			if !yield(t, err) || err != nil {
				return
			}
		}
	}
}

func readTask(r Record) (Task, error) {
	t := Task{}
	if err := json.Unmarshal(r.Data, &t); err != nil {
		return Task{}, fmt.Errorf("kb: reading a task: %w", err)
	}
	t.version = r.Version
	return t, nil
}

// putTask writes a task on top of the version that was read.
func (l *Library) putTask(ctx context.Context, t *Task) error {
	t.Updated = l.now()
	data, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("kb: writing a task: %w", err)
	}
	r := Record{Kind: taskKind, ID: t.ID, State: string(t.State), Version: t.version, Updated: t.Updated, Data: data}
	version, err := l.opts.Records.PutRecord(ctx, r)
	if err == nil {
		t.version = version
	}
	return err
}

// taskAbout returns the task to which a complaint about a version of an entry
// belongs, as it is or as it would begin. Each task begins with the version at
// which the one before it ended.
func (l *Library) taskAbout(ctx context.Context, entry string, version int64) (Task, error) {
	next := Task{Entry: entry, State: TaskWatched}
	for {
		next.ID = taskID(entry, next.Since)
		t, err := l.Task(ctx, next.ID)
		switch {
		case errors.Is(err, ErrNotFound):
			return next, nil
		case err != nil || t.Before == 0 || version < t.Before:
			return t, err
		}
		next.Since, next.HitsBefore, next.BadBefore = t.Before, t.HitsThen, t.BadThen
	}
}

func taskID(entry string, since int64) string {
	return shortHash(entry, strconv.FormatInt(since, 10))
}

// shortHash names a list of texts, in 32 characters.
func shortHash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(strconv.Itoa(len(p))))
		h.Write([]byte{':'})
		h.Write([]byte(p))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// attempt runs a change of records until no other writer was faster, and gives
// up with [ErrConflict] after many.
func attempt(change func() error) (err error) {
	for range putAttempts {
		if err = change(); !errors.Is(err, ErrConflict) {
			return err
		}
	}
	return err
}

// changeTask loads a task, changes it and writes it, again if somebody else was
// faster. An error of change ends it.
func (l *Library) changeTask(ctx context.Context, id string, change func(t *Task) error) (t Task, err error) {
	var refused error
	err = attempt(func() error {
		if t, err = l.Task(ctx, id); err != nil {
			return err
		}
		if refused = change(&t); refused != nil {
			return nil //nolint:nilerr // it must not be tried again
		}
		return l.putTask(ctx, &t)
	})
	if err = errors.Join(refused, err); err != nil {
		return Task{}, err
	}
	return t, nil
}

// in reports a task that is in none of these states as a [*FieldError].
func (t *Task) in(states ...TaskState) error {
	if slices.Contains(states, t.State) {
		return nil
	}
	names := make([]string, len(states))
	for i, s := range states {
		names[i] = string(s)
	}
	return &FieldError{Field: "state", Reason: "is " + string(t.State) + " and not " + strings.Join(names, " or ")}
}

// mayReview asks the authorizer whether an actor may change the task of an entry.
func (l *Library) mayReview(ctx context.Context, actor string, t *Task) error {
	var entry *Entry
	if e, err := l.Get(ctx, t.Entry); err == nil {
		entry = &e
	} else if !errors.Is(err, ErrNotFound) {
		return err
	}
	return l.may(ctx, actor, MayReview, entry, nil)
}
