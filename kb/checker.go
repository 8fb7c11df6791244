package kb

import (
	"context"
	"errors"
	"fmt"
)

// Checker is a machine's look at a draft before a person reads it: spelling,
// forbidden words, links that work. It returns what it found; what is
// [Blocking] keeps the
// draft from being reviewed. An error of its own, and a panic, mean that the check
// could not be made. It must be safe for concurrent use.
type Checker interface {
	// Check looks at a draft. live is the library as it is, which
	// [Library.Preview] shows as it would be. Neither must be modified.
	Check(ctx context.Context, d *Draft, live *Library) ([]Finding, error)
}

// CheckerFunc is a function as [Checker].
type CheckerFunc func(ctx context.Context, d *Draft, live *Library) ([]Finding, error)

// Check calls f.
func (f CheckerFunc) Check(ctx context.Context, d *Draft, live *Library) ([]Finding, error) {
	return f(ctx, d, live)
}

// LintChecker applies the rules of [Library.Lint] to a draft, in itself and beside
// the live entries. It is fast whatever the size of the library.
type LintChecker struct {
	// Options are those of the rules. Default: all rules, with their defaults.
	Options LintOptions
}

// Check implements [Checker]. Of an entry to be taken out it reports the entries
// that are related to it.
func (c LintChecker) Check(ctx context.Context, d *Draft, live *Library) ([]Finding, error) {
	if err := live.load(ctx); err != nil {
		return nil, err
	}
	opts := c.Options
	l, err := live.newLinter(ctx, opts, false)
	if err != nil {
		return nil, err
	}
	if d.Delete {
		for e := range live.index.all() {
			for i, id := range e.Related {
				if id == d.Entry.ID {
					l.add(Finding{Rule: BrokenRelated, Severity: Warning, Entry: e.ID, Field: fmt.Sprintf("related[%d]", i), Other: id})
				}
			}
		}
		return l.found, nil
	}
	e := d.Entry
	l.entry(&e)
	l.pairs(&e, func(*Entry) bool { return true })
	return l.found, nil
}

// AnswerChecker demands that questions are still answered when the draft is live:
// none that is answered rightly now may get another answer. It makes a preview of
// the library for each draft, whose cost [Library.Preview] states.
type AnswerChecker struct {
	// Questions are what must stay answered. One that says nothing about its right
	// answer demands nothing.
	Questions []Question
}

// Check implements [Checker].
func (c AnswerChecker) Check(ctx context.Context, d *Draft, live *Library) ([]Finding, error) {
	report, err := live.Diff(ctx, []Change{d.change()}, c.Questions)
	if err != nil {
		return nil, err
	}
	var found []Finding
	for _, q := range report.Changed {
		if q.Verdict == Worse {
			found = append(found, Finding{Rule: LostAnswer, Severity: Blocking, Entry: d.Entry.ID, Other: q.Question.name()})
		}
	}
	return found, nil
}

// maxFindings is how many findings a draft keeps, the worst first.
const maxFindings = 100

// Check asks the checkers about a draft, which is Checked if none found an
// [Blocking] thing, and Drafted otherwise; the findings are in the draft. The actor needs
// [MayDraft]. If a checker fails, the draft stays as it is.
func (ed *Editor) Check(ctx context.Context, actor string, d Draft) (Draft, error) {
	return ed.step(ctx, d, []DraftState{Drafted, Checked}, func(d *Draft) error {
		if actor == "" {
			return &FieldError{Field: "actor", Reason: "is empty"}
		}
		live, err := ed.live(ctx, d.Entry.ID)
		if err != nil {
			return err
		}
		if err := ed.library.may(ctx, actor, MayDraft, live, &d.Entry); err != nil {
			return err
		}
		var found []Finding
		for _, c := range ed.opts.Checkers {
			shown := *d
			shown.Entry = *d.Entry.clone()
			var list []Finding
			var fault error
			if err := errors.Join(contained(func() { list, fault = c.Check(ctx, &shown, ed.library) }), fault); err != nil {
				return fmt.Errorf("kb: a check could not be made: %w", err)
			}
			found = append(found, list...)
		}
		sortFindings(found)
		d.Findings, d.State = found[:min(len(found), maxFindings)], Checked
		action := CheckPassed
		if len(found) > 0 && found[0].Severity == Blocking {
			d.State, action = Drafted, CheckFailed
		}
		d.note(ed.now(), actor, action, "")
		return nil
	})
}
