package kb

import (
	"context"
	"errors"
	"reflect"
)

// TakeTask says that an actor is correcting the entry. A task that somebody else
// has taken is [ErrConflict].
func (l *Library) TakeTask(ctx context.Context, actor, id string) (Task, error) {
	var taken error
	t, err := l.changeTask(ctx, id, func(t *Task) error {
		if err := t.in(TaskOpen, TaskInWork); err != nil {
			return err
		}
		if t.State == TaskInWork && t.Actor != actor {
			taken = &ConflictError{IDs: []string{id}}
			return taken
		}
		t.State, t.Actor, t.Reason = TaskInWork, actor, ""
		return l.mayReview(ctx, actor, t)
	})
	return t, err
}

// FixTask says which version of the entry is right: any one after the version
// that was complained about. 0 is the present one, or its deletion. Complaints
// about that version and later ones count for a new task, and earlier ones for
// none any more.
func (l *Library) FixTask(ctx context.Context, actor, id string, version int64) (Task, error) {
	if err := l.Refresh(ctx); err != nil {
		return Task{}, err
	}
	return l.changeTask(ctx, id, func(t *Task) error {
		if err := t.in(TaskOpen, TaskInWork, TaskFixed); err != nil {
			return err
		}
		if err := l.mayReview(ctx, actor, t); err != nil {
			return err
		}
		limitedIn, _, err := l.limited(ctx, t)
		if err != nil {
			return err
		}
		present, err := l.presentVersion(ctx, t.Entry)
		if err != nil {
			return err
		}
		t.LimitedIn = limitedIn
		fixed := version
		if fixed == 0 {
			fixed = present
		}
		if fixed > present {
			return &FieldError{Field: "version", Reason: "does not exist yet"}
		}
		if len(t.Evidence) > 0 && fixed <= t.Evidence[0].Version || fixed <= t.LimitedIn || fixed <= t.Since {
			return &FieldError{Field: "version", Reason: "is not after the one that was complained about"}
		}
		t.State, t.Actor, t.Reason = TaskFixed, actor, ""
		t.FixedIn, t.Before, t.Replays = fixed, fixed, nil
		t.HitsThen, t.BadThen, err = l.hitsAndBad(ctx, t.Entry)
		return err
	})
}

// presentVersion returns the version of an entry, or the revision at which it was
// deleted.
func (l *Library) presentVersion(ctx context.Context, id string) (int64, error) {
	for change, err := range l.store.History(ctx, id) {
		return change.Revision, err
	}
	return 0, ErrNotFound
}

// VerifyTask asks the questions of a fixed task again, with the library's policy
// and as if the entry were not limited. It is verified if none of them gets the
// entry as its direct answer any more, or if confirm is set, with which the actor
// says that the new answer is right, and the answer is not the old one. Else the
// task stays fixed, and its Replays say why.
func (l *Library) VerifyTask(ctx context.Context, actor, id string, confirm bool) (Task, error) {
	if err := l.Refresh(ctx); err != nil {
		return Task{}, err
	}
	t, err := l.changeTask(ctx, id, func(t *Task) error {
		if err := t.in(TaskFixed); err != nil {
			return err
		}
		if err := l.mayReview(ctx, actor, t); err != nil {
			return err
		}
		replays, good, err := l.replay(ctx, t, confirm)
		if err != nil {
			return err
		}
		t.Replays, t.Actor, t.Reason = replays, actor, ""
		if !good {
			return nil
		}
		t.State = TaskVerified
		return l.unlimit(ctx, t)
	})
	return t, err
}

func (l *Library) replay(ctx context.Context, t *Task, confirm bool) (replays []Replay, good bool, err error) {
	changed, err := l.answerChanged(ctx, t)
	if err != nil {
		return nil, false, err
	}
	good = true
	done := map[string]bool{}
	for _, c := range t.Evidence {
		key := c.Question + "\x00" + c.Locale + "\x00" + c.Base
		if done[key] {
			continue
		}
		done[key] = true
		q := Query{Text: c.Question, Locale: c.Locale}
		if c.Base != "" {
			q.Scope = Scope{Bases: []string{c.Base}}
		}
		d, err := l.decideUnlimited(ctx, q)
		if err != nil {
			return nil, false, err
		}
		r := Replay{Question: c.Question, Decision: d.Kind}
		if len(d.Hits) > 0 {
			r.Entry = d.Hits[0].Entry.ID
		}
		r.Same = d.Kind == Direct && r.Entry == t.Entry
		r.Changed = r.Same && changed
		r.OK = !r.Same || r.Changed && confirm
		good = good && r.OK
		replays = append(replays, r)
	}
	return replays, good, nil
}

// decideUnlimited decides as if no entry had the tag [SuggestOnly].
func (l *Library) decideUnlimited(ctx context.Context, q Query) (Decision, error) {
	hits, err := l.Match(ctx, q)
	if err != nil {
		return Decision{}, err
	}
	for i := range hits {
		if hits[i].Entry.onlySuggested() {
			free := *hits[i].Entry
			free.Tags = nil
			hits[i].Entry = &free
		}
	}
	return l.opts.Policy.Decide(hits), nil
}

// answerChanged reports whether the entry of a task has another answer now than
// it had in the last version that was complained about before it was fixed.
func (l *Library) answerChanged(ctx context.Context, t *Task) (bool, error) {
	complained := int64(-1)
	for _, c := range t.Evidence {
		if c.Version < t.FixedIn {
			complained = max(complained, c.Version)
		}
	}
	now, err := l.Get(ctx, t.Entry)
	if errors.Is(err, ErrNotFound) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	for change, err := range l.store.History(ctx, t.Entry) {
		if err != nil {
			return false, err
		}
		if change.Revision <= complained {
			return !reflect.DeepEqual(change.Entry.content().Answer, now.content().Answer), nil
		}
	}
	return true, nil
}

// DismissTask says that the entry was right. Complaints about its present version
// and earlier ones count for nothing any more.
func (l *Library) DismissTask(ctx context.Context, actor, id, reason string) (Task, error) {
	if err := l.Refresh(ctx); err != nil {
		return Task{}, err
	}
	return l.changeTask(ctx, id, func(t *Task) error {
		if err := t.in(TaskOpen, TaskInWork, TaskFixed); err != nil {
			return err
		}
		if err := l.mayReview(ctx, actor, t); err != nil {
			return err
		}
		if err := l.unlimit(ctx, t); err != nil {
			return err
		}
		present, err := l.presentVersion(ctx, t.Entry)
		if err != nil {
			return err
		}
		t.State, t.Actor, t.Reason, t.Before = TaskDismissed, actor, reason, present+1
		t.HitsThen, t.BadThen, err = l.hitsAndBad(ctx, t.Entry)
		return err
	})
}
