package kb

import (
	"context"
	"math"
	"slices"
	"strings"
)

// NewAsked returns what to log of a query and the decision about it. The id is
// the caller's key, such as the id of the customer's message. Conversation is for
// the caller to add.
func NewAsked(id string, q Query, d Decision) Asked {
	a := Asked{ID: id, Text: cut(q.Text, MaxQuestion), Locale: q.Locale, Decision: d.Kind}
	if len(q.Scope.Bases) == 1 && !q.Scope.Public {
		a.Base = q.Scope.Bases[0]
	}
	for _, h := range d.Hits {
		a.Shown = append(a.Shown, Shown{Entry: h.Entry.ID, Version: h.Entry.Version, Score: h.Score})
	}
	return a
}

// cut returns at most n bytes of a text, as valid UTF-8.
func cut(s string, n int) string {
	if len(s) > n {
		s = s[:n]
	}
	return strings.ToValidUTF8(s, "")
}

// Log records questions that were asked and what was shown, all or none. One
// whose ID was logged before is left out. At is filled in where it is zero.
func (l *Library) Log(ctx context.Context, questions ...Asked) error {
	items := make([]Logged, len(questions))
	for i, a := range questions {
		if a.Decision > Direct {
			return &FieldError{Field: "decision", Reason: "is unknown"}
		}
		if a.At.IsZero() {
			a.At = l.opts.Now()
		}
		items[i] = Logged{Asked: &a}
	}
	return l.opts.Log.Append(ctx, items...)
}

// Feedback records a verdict about a question that was logged, or returns
// [ErrNotFound] and keeps nothing where the question is unknown: log it first. A
// verdict whose ID was given before changes nothing, so that a call that failed
// can be repeated.
//
// Where Entry is empty and one entry was shown, the verdict is about that one.
// [Picked] and [Answers] need an entry, [NoneOfThese] has none, and all but
// Answers are about an entry that was shown. At is filled in where it is zero.
//
// [Wrong] and [NotUseful] count against the version of the entry that was shown,
// and open a correction [Task] when there are enough; see [CorrectionOptions].
// [Picked] and [Answers] may teach the entry a new wording at once; see
// [OnlineOptions]. All of them feed [Library.Learn].
func (l *Library) Feedback(ctx context.Context, f Feedback) error {
	if err := validateKey("id", f.ID); err != nil {
		return err
	}
	if err := validateKey("asked", f.Asked); err != nil {
		return err
	}
	asked, err := l.opts.Log.Question(ctx, f.Asked)
	if err != nil {
		return err
	}
	if err := f.complete(&asked); err != nil {
		return err
	}
	if f.At.IsZero() {
		f.At = l.opts.Now()
	}
	if err := l.opts.Log.Append(ctx, Logged{Feedback: &f}); err != nil {
		return err
	}
	switch f.Verdict {
	case Wrong, NotUseful:
		return l.complain(ctx, &f, &asked)
	case Picked, Answers:
		return l.learnOnline(ctx, &f, &asked)
	}
	return nil
}

// complete fills in the entry that a verdict is about and says what is wrong with
// the verdict.
func (f *Feedback) complete(asked *Asked) error {
	switch f.Verdict {
	case NoneOfThese:
		if f.Entry != "" {
			return &FieldError{Field: "entry", Reason: "is not empty, but none was the answer"}
		}
		return nil
	case Answers:
		return validateKey("entry", f.Entry)
	case Useful, NotUseful, Picked, Wrong, HandedOff:
	default:
		return &FieldError{Field: "verdict", Reason: "is unknown"}
	}
	if f.Entry == "" && len(asked.Shown) == 1 {
		f.Entry = asked.Shown[0].Entry
	}
	if f.Entry == "" {
		if f.Verdict == Picked {
			return &FieldError{Field: "entry", Reason: "is empty"}
		}
		return nil
	}
	if !asked.showed(f.Entry) {
		return &FieldError{Field: "entry", Reason: "was not shown"}
	}
	return nil
}

func (a *Asked) showed(entry string) bool { return a.versionShown(entry) >= 0 }

// versionShown returns the version of an entry that was shown, or -1.
func (a *Asked) versionShown(entry string) int64 {
	at := slices.IndexFunc(a.Shown, func(s Shown) bool { return s.Entry == entry })
	if at < 0 {
		return -1
	}
	return a.Shown[at].Version
}

// Usage returns how often entries were shown and what people said of them: of
// these entries, or of all that have any count; see [LogStore].
func (l *Library) Usage(ctx context.Context, ids ...string) ([]Usage, error) {
	return l.opts.Log.Usage(ctx, ids...)
}

// Share is a part of something counted, with the 95 % interval in which the true
// share lies (Wilson's, which is sound for few votes too).
type Share struct {
	// Votes is how many were counted. Without any, Value is 0, Low 0 and High 1.
	Votes int64
	// Value is the share, and Low and High bound its interval; all are in [0,1].
	Value, Low, High float64
}

// Usefulness is the share of those who found the answer useful among all who
// said that it was useful, not useful or wrong.
func (u Usage) Usefulness() Share { return shareOf(u.Useful, u.Useful+u.NotUseful+u.Wrong) }

// shareOf returns Wilson's score interval of part of all.
func shareOf(part, all int64) Share {
	if all <= 0 {
		return Share{High: 1}
	}
	const z = 1.959963984540054 // of 95 %, two-sided
	n := float64(all)
	p := float64(part) / n
	middle := p + z*z/(2*n)
	reach := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return Share{
		Votes: all, Value: p,
		Low:  max(0, (middle-reach)/(1+z*z/n)),
		High: min(1, (middle+reach)/(1+z*z/n)),
	}
}
