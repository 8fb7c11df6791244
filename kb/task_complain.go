package kb

import (
	"context"
	"errors"
	"slices"
	"time"
)

// CorrectionOptions say when complaints about an entry open a [Task].
type CorrectionOptions struct {
	// Count is how many [Wrong] and [NotUseful] verdicts it takes. Default: 3;
	// negative: no tasks.
	Count int
	// People is from how many different conversations or actors they must come.
	// Default: 2, or Count if that is less.
	People int
	// Share is the least share of bad verdicts, in [0,1], among the times that the
	// entry was the answer since its last correction. Default: 0.
	Share float64
	// SuggestOnly gives an entry the tag [SuggestOnly] while a task is open, so
	// that it is offered and never the direct answer. Default: false.
	SuggestOnly bool
	// OnOpen hears of each task when it opens. It may be missed if the process
	// ends at that moment; [Library.Tasks] misses none. Default: nobody.
	OnOpen func(ctx context.Context, t Task)
}

// SuggestOnly is the tag of entries that a [Policy] offers and never answers
// with directly.
const SuggestOnly = "suggest-only"

func (o CorrectionOptions) withDefaults() CorrectionOptions {
	if o.Count == 0 {
		o.Count = 3
	}
	o.Count = min(o.Count, MaxEvidence)
	if o.People <= 0 {
		o.People = 2
	}
	o.People = min(o.People, o.Count)
	return o
}

// complain adds a bad verdict to the task of the version that it is about, and
// opens the task if it is enough.
func (l *Library) complain(ctx context.Context, f *Feedback, asked *Asked) error {
	opts := l.opts.Correction.withDefaults()
	if opts.Count < 0 || f.Entry == "" {
		return nil
	}
	c := Complaint{
		Feedback: f.ID, Asked: f.Asked, Verdict: f.Verdict, Version: asked.versionShown(f.Entry), Reason: f.Reason,
		Question: cut(Mask(asked.Text), complaintLength), Locale: asked.Locale, Base: asked.Base,
		At: f.At.UTC().Truncate(time.Microsecond), Who: who(f, asked),
	}
	opened := false
	var t Task
	err := attempt(func() (err error) {
		opened = false
		if t, err = l.taskAbout(ctx, f.Entry, c.Version); err != nil {
			return err
		}
		known := slices.ContainsFunc(t.Evidence, func(o Complaint) bool { return o.Feedback == c.Feedback })
		if known || t.Before != 0 || len(t.Evidence) == MaxEvidence && t.State != TaskWatched {
			return nil
		}
		if len(t.Evidence) == MaxEvidence {
			t.dropEvidence()
		}
		t.Evidence = append(t.Evidence, c)
		if t.State == TaskWatched {
			if opened, err = l.enough(ctx, &t, opts); err != nil {
				return err
			}
			if opened {
				t.State, t.Opened = TaskOpen, l.now()
			}
		}
		return l.putTask(ctx, &t)
	})
	if err == nil && opts.SuggestOnly && t.State == TaskOpen && !t.Limited {
		t, err = l.limit(ctx, t)
	}
	if opened && opts.OnOpen != nil {
		err = errors.Join(err, contained(func() { opts.OnOpen(ctx, t) }))
	}
	return err
}

// dropEvidence makes room for one more complaint by dropping the earliest of whoever
// has complained most, so that nobody keeps the others from being heard.
func (t *Task) dropEvidence() {
	count := map[string]int{}
	most := 0
	for _, c := range t.Evidence {
		count[c.Who]++
		most = max(most, count[c.Who])
	}
	at := slices.IndexFunc(t.Evidence, func(c Complaint) bool { return count[c.Who] == most })
	t.Evidence = slices.Delete(t.Evidence, at, at+1)
}

func who(f *Feedback, asked *Asked) string {
	switch {
	case asked.Conversation != "":
		return "conversation " + asked.Conversation
	case f.Actor != "":
		return "actor " + f.Actor
	}
	return "question " + asked.ID
}

// enough reports whether the complaints make a task.
func (l *Library) enough(ctx context.Context, t *Task, opts CorrectionOptions) (bool, error) {
	people := map[string]bool{}
	for _, c := range t.Evidence {
		people[c.Who] = true
	}
	if len(t.Evidence) < opts.Count || len(people) < opts.People {
		return false, nil
	}
	if opts.Share <= 0 {
		return true, nil
	}
	hits, bad, err := l.hitsAndBad(ctx, t.Entry)
	return float64(bad-t.BadBefore) >= opts.Share*float64(hits-t.HitsBefore), err
}

// hitsAndBad returns how often an entry was the answer, and how often that was
// called bad.
func (l *Library) hitsAndBad(ctx context.Context, entry string) (hits, bad int64, err error) {
	usage, err := l.opts.Log.Usage(ctx, entry)
	for _, u := range usage {
		hits += u.Hits()
		bad += u.NotUseful + u.Wrong
	}
	return hits, bad, err
}

// limit tags the entry of a task, unless it has the tag already, and notes it in the
// task.
func (l *Library) limit(ctx context.Context, t Task) (Task, error) {
	err := l.retag(ctx, t.Entry, t.limitReason(), func(tags []string) []string {
		if slices.Contains(tags, SuggestOnly) {
			return tags
		}
		return append(tags, SuggestOnly)
	})
	if err != nil {
		return t, err
	}
	version, _, err := l.limited(ctx, &t)
	if err != nil || version == 0 {
		return t, err
	}
	return l.changeTask(ctx, t.ID, func(t *Task) error {
		t.Limited, t.LimitedIn = true, version
		return nil
	})
}

func (t *Task) limitReason() string { return "task " + t.ID + " is open" }

// limited returns the version in which the entry got its tag because of the task, 0
// if it did not, and whether it has had it ever since. The history of the entry knows:
// the process may have ended before the task did, and an editor may have given the
// tag himself.
func (l *Library) limited(ctx context.Context, t *Task) (version int64, still bool, err error) {
	still = true
	for change, err := range l.store.History(ctx, t.Entry) {
		if err != nil {
			return 0, false, err
		}
		e := &change.Entry
		if e.Editor == correctionEditor && e.Reason == t.limitReason() {
			version = change.Revision // or that of whoever left the two as they were
		} else if version > 0 {
			break
		}
		still = still && !change.Deleted && e.onlySuggested()
	}
	return version, still && version > 0, nil
}

// unlimit takes the tag of a task away again.
func (l *Library) unlimit(ctx context.Context, t *Task) error {
	if _, still, err := l.limited(ctx, t); err != nil || !still {
		return err
	}
	return l.retag(ctx, t.Entry, "task "+t.ID+" has ended", func(tags []string) []string {
		return slices.DeleteFunc(tags, func(tag string) bool { return tag == SuggestOnly })
	})
}

// retag changes the tags of an entry, if it is there, on top of whatever its version
// is.
func (l *Library) retag(ctx context.Context, id, reason string, change func([]string) []string) error {
	return attempt(func() error {
		if err := l.Refresh(ctx); err != nil {
			return err
		}
		e, err := l.Get(ctx, id)
		if errors.Is(err, ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		tags := change(slices.Clone(e.Tags))
		if slices.Equal(tags, e.Tags) {
			return nil
		}
		e.Tags, e.Editor, e.Reason = tags, correctionEditor, reason
		_, err = l.Put(ctx, e)
		return err
	})
}

// correctionEditor is the editor of versions that the library wrote by itself
// because of complaints.
const correctionEditor = "correction"

// onlySuggested reports whether an entry must not be answered directly.
func (e *Entry) onlySuggested() bool { return e != nil && slices.Contains(e.Tags, SuggestOnly) }
