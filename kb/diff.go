package kb

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Question is one question of an evaluation set.
type Question struct {
	// Query is what is asked, and in which circumstances.
	Query Query
	// Want are the ids of the entries that answer it, any of which is right. Empty:
	// nobody says, and only changes are told.
	Want []string
	// Unanswerable tells that nothing answers the question, and none must.
	Unanswerable bool
}

func (q *Question) name() string { return q.Query.Text }

// QuestionOutcome is what a library does with a question.
type QuestionOutcome struct {
	// Decision is what the policy made of the hits.
	Decision DecisionKind
	// Shown are the ids of the entries that the customer sees, the best first.
	Shown []string
	// Score is that of the first of them.
	Score float64
}

// DiffVerdict says whether a change is for the better.
type DiffVerdict string

// The verdicts. A direct answer that is right is best; to offer it among others is
// better than to show nothing right; a direct answer that is wrong is worst.
const (
	Better DiffVerdict = "better"
	Worse  DiffVerdict = "worse"
	// Even: other figures, but as good as before.
	Even DiffVerdict = "even"
	// Different: nobody has said what would be right.
	Different DiffVerdict = "different"
)

// QuestionDiff is a question that is not dealt with as before.
type QuestionDiff struct {
	// Question is the one that was asked.
	Question Question
	// Verdict says whether the change is for the better.
	Verdict DiffVerdict
	// Before and After are what the library does with it without and with the changes.
	Before, After QuestionOutcome
	// Rewritten tells that the entry shown first is the same, with another answer.
	Rewritten bool
}

// DiffReport says what changes would do to the answers.
type DiffReport struct {
	// Questions is how many were asked.
	Questions int
	// Before and After count the decisions.
	Before, After DiffCount
	// Better, Worse, Even and Different count the verdicts of Changed.
	Better, Worse, Even, Different int
	// Changed are the questions that are not dealt with as before, the worse ones
	// first, then in the order in which they were asked.
	Changed []QuestionDiff
}

// DiffCount counts decisions.
type DiffCount struct {
	// Direct, Suggest and None count the questions that were decided so.
	Direct, Suggest, None int
	// Right counts the questions whose right answer is known that are dealt with
	// rightly: the answer is given, or there is none and nothing is shown.
	Right int
}

// scoreNoise is how far a score may move without being told.
const scoreNoise = 0.05

// Diff asks the library and a copy with changes applied the same questions, and
// reports which of them would get another answer, decision or score (by 0.05 or
// more). Customers do not notice; [Library.Preview] states what the copy costs.
func (l *Library) Diff(ctx context.Context, changes []Change, questions []Question) (DiffReport, error) {
	next, err := l.Preview(ctx, changes...)
	if err != nil {
		return DiffReport{}, err
	}
	r := DiffReport{Questions: len(questions)}
	for _, q := range questions {
		if err := ctx.Err(); err != nil {
			return DiffReport{}, err
		}
		was, first, err := l.outcome(ctx, &q)
		if err != nil {
			return DiffReport{}, err
		}
		is, second, err := next.outcome(ctx, &q)
		if err != nil {
			return DiffReport{}, err
		}
		r.Before.count(&q, was)
		r.After.count(&q, is)
		d := QuestionDiff{Question: q, Before: was, After: is, Verdict: judge(&q, was, is)}
		d.Rewritten = first != nil && second != nil && first.ID == second.ID && !sayTheSame(first, second)
		if !d.Rewritten && was.Decision == is.Decision && slices.Equal(was.Shown, is.Shown) && math.Abs(was.Score-is.Score) < scoreNoise {
			continue
		}
		r.add(d)
	}
	slices.SortStableFunc(r.Changed, func(a, b QuestionDiff) int { return cmp.Compare(a.Verdict.rank(), b.Verdict.rank()) })
	return r, nil
}

func (l *Library) outcome(ctx context.Context, q *Question) (QuestionOutcome, *Entry, error) {
	d, err := l.Decide(ctx, q.Query)
	if err != nil || len(d.Hits) == 0 {
		return QuestionOutcome{Decision: d.Kind}, nil, err
	}
	o := QuestionOutcome{Decision: d.Kind, Score: d.Hits[0].Score}
	for _, h := range d.Hits {
		o.Shown = append(o.Shown, h.Entry.ID)
	}
	return o, d.Hits[0].Entry, nil
}

// grade says how well a question with a known answer is dealt with.
func (q *Question) grade(o QuestionOutcome) int {
	right := slices.ContainsFunc(o.Shown, func(id string) bool { return slices.Contains(q.Want, id) })
	switch {
	case q.Unanswerable:
		return map[DecisionKind]int{None: 3, Suggest: 1, Direct: 0}[o.Decision]
	case o.Decision == Direct && right:
		return 3
	case right:
		return 2
	case o.Decision != Direct:
		return 1
	}
	return 0
}

func (q *Question) known() bool { return q.Unanswerable || len(q.Want) > 0 }

func judge(q *Question, was, is QuestionOutcome) DiffVerdict {
	before, after := q.grade(was), q.grade(is)
	switch {
	case !q.known():
		return Different
	case after > before:
		return Better
	case after < before:
		return Worse
	}
	return Even
}

func (v DiffVerdict) rank() int {
	return slices.Index([]DiffVerdict{Worse, Different, Better, Even}, v)
}

func (c *DiffCount) count(q *Question, o QuestionOutcome) {
	switch o.Decision {
	case Direct:
		c.Direct++
	case Suggest:
		c.Suggest++
	default:
		c.None++
	}
	if q.known() && q.grade(o) == 3 {
		c.Right++
	}
}

func (r *DiffReport) add(d QuestionDiff) {
	switch d.Verdict {
	case Better:
		r.Better++
	case Worse:
		r.Worse++
	case Even:
		r.Even++
	case Different:
		r.Different++
	}
	r.Changed = append(r.Changed, d)
}

// String returns the report as lines of text: the counts, then each question with
// what became of it.
func (r DiffReport) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d questions, %d changed: %d worse, %d different, %d better, %d even\n",
		r.Questions, len(r.Changed), r.Worse, r.Different, r.Better, r.Even)
	for _, side := range []struct {
		name string
		c    DiffCount
	}{{"before", r.Before}, {"after", r.After}} {
		fmt.Fprintf(&b, "%-7s %d direct, %d suggested, %d none, %d right\n", side.name+":", side.c.Direct, side.c.Suggest, side.c.None, side.c.Right)
	}
	for _, d := range r.Changed {
		fmt.Fprintf(&b, "%s: %q: %s -> %s", d.Verdict, d.Question.name(), d.Before, d.After)
		if d.Rewritten {
			b.WriteString(", rewritten")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// String returns the decision with what is shown: "direct a (0.91)".
func (o QuestionOutcome) String() string {
	if len(o.Shown) == 0 {
		return o.Decision.String()
	}
	return fmt.Sprintf("%s %s (%.2f)", o.Decision, strings.Join(o.Shown, ", "), o.Score)
}
