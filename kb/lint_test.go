package kb_test

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/kb"
)

// linted returns the findings about entries that were written on the first of
// March and are looked at some days later.
func linted(t *testing.T, days int, opts kb.LintOptions, log kb.LogStore, entries ...kb.Entry) []string {
	t.Helper()
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	l := libraryOver(t, kb.NewMemoryStore(), &kb.LibraryOptions{
		Now: func() time.Time { return now }, Log: log,
		Actions: map[string]kb.ActionFunc{"known": nil},
	})
	_, err := l.Put(t.Context(), entries...)
	require.NoError(t, err)
	now = now.AddDate(0, 0, days)
	found, err := l.Lint(t.Context(), opts)
	require.NoError(t, err)
	again, err := l.Lint(t.Context(), opts)
	require.NoError(t, err)
	assert.Equal(t, found, again)
	var lines []string
	for _, f := range found {
		line := fmt.Sprintf("%s %s: %s", f.Severity, f.Rule, f.Entry)
		for _, s := range []string{f.Field, f.Other, f.OtherField} {
			if s != "" {
				line += " " + s
			}
		}
		lines = append(lines, line)
	}
	return lines
}

func TestLintOneEntry(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 3, n, 0, 0, 0, 0, time.UTC) }
	full := func(change func(e *kb.Entry)) kb.Entry {
		e := answered("e", "How do I reset my password?", "Press the link.")
		change(&e)
		return e
	}
	for _, c := range []struct {
		e    kb.Entry
		want []string
	}{
		{full(func(*kb.Entry) {}), nil},
		{full(func(e *kb.Entry) { e.Answer = kb.Answer{} }), []string{"blocking no answer: e answer"}},
		{full(func(e *kb.Entry) {
			e.Answer = kb.Answer{}
			e.Facts = []kb.Fact{{Names: []string{"weight"}, Value: "1 kg"}}
		}), nil},
		{full(func(e *kb.Entry) { e.Answer = kb.Answer{Action: &kb.Action{Name: "known"}} }), nil},
		{full(func(e *kb.Entry) { e.Answer = kb.Answer{Action: &kb.Action{Name: "gone"}} }), []string{"blocking unknown action: e answer.action gone"}},
		{full(func(e *kb.Entry) { e.ValidTo = day(5) }), []string{"warning expired: e valid_to"}},
		{full(func(e *kb.Entry) { e.ValidTo, e.ValidFrom = day(7), day(6) }), []string{"info not yet valid: e valid_from"}},
		{full(func(e *kb.Entry) { e.Related = []string{"none"} }), []string{"warning broken related: e related[0] none"}},
		{full(func(e *kb.Entry) { e.Phrasings = []string{"how do i reset my password", "forgot the code"} }), []string{"info repeated: e phrasings[0]"}},
		{full(func(e *kb.Entry) { e.Phrasings = []string{"is it the", "的了"} }), []string{"warning too short: e phrasings[0]", "warning too short: e phrasings[1]"}},
		{full(func(e *kb.Entry) { e.Mode, e.Phrasings = kb.Contains, []string{"a", "退", "退货"} }), []string{"warning too short: e phrasings[0]", "warning too short: e phrasings[1]"}},
		{full(func(e *kb.Entry) { e.Mode, e.Question = kb.Exact, "how" }), nil},
		{full(func(e *kb.Entry) { e.Mode, e.Question = kb.Pattern, "." }), nil},
		{full(func(e *kb.Entry) {
			for i := range 4 {
				e.Phrasings = append(e.Phrasings, fmt.Sprintf("wording number %d", i))
			}
		}), []string{"warning too many phrasings: e phrasings"}},
	} {
		assert.Equal(t, c.want, linted(t, 4, kb.LintOptions{MaxPhrasings: 3}, nil, c.e), "%+v", c.e)
	}
	assert.Equal(t, []string{"warning stale: e updated"}, linted(t, 31, kb.LintOptions{StaleAfter: 30 * 24 * time.Hour}, nil, full(func(*kb.Entry) {})))
	assert.Equal(t, []string{"info never hit: e"}, linted(t, 3000, kb.LintOptions{StaleAfter: -1}, counted{{Entry: "other", Answered: 1}}, full(func(*kb.Entry) {})))
}

// counted is a log that has nothing but counts.
type counted []kb.Usage

func (counted) Append(context.Context, ...kb.Logged) error { return nil }

func (counted) Question(context.Context, string) (kb.Asked, error) { return kb.Asked{}, kb.ErrNotFound }

func (counted) Items(context.Context, int64) iter.Seq2[kb.Logged, error] {
	return func(func(kb.Logged, error) bool) {}
}

func (c counted) Usage(context.Context, ...string) ([]kb.Usage, error) { return c, nil }

func (counted) Prune(context.Context, time.Time) (int, error) { return 0, nil }

func TestLintUsage(t *testing.T) {
	log := counted{{Entry: "bad", Answered: 12, Useful: 3, NotUseful: 7, Wrong: 2}}
	entries := []kb.Entry{answered("bad", "How do I reset my password?", "x"), answered("dead", "Where is the parcel?", "y")}
	rules := []kb.Rule{kb.NeverHit, kb.LowUsefulness}
	assert.Empty(t, linted(t, 100, kb.LintOptions{Rules: rules}, nil, entries...), "nobody counts")
	assert.Equal(t, []string{"warning low usefulness: bad answer", "info never hit: dead"}, linted(t, 100, kb.LintOptions{Rules: rules}, log, entries...))
	assert.Equal(t, []string{"warning low usefulness: bad answer"}, linted(t, 50, kb.LintOptions{Rules: rules}, log, entries...), "too new to be never hit")
	assert.Empty(t, linted(t, 50, kb.LintOptions{Rules: rules, MinVotes: 13}, log, entries...))
}

func TestLintPairs(t *testing.T) {
	rules := []kb.Rule{kb.Duplicate, kb.NearDuplicate, kb.Conflict}
	with := func(e kb.Entry, change func(e *kb.Entry)) kb.Entry {
		change(&e)
		return e
	}
	a := answered("a", "How do I get a refund for my order?", "Within 7 days.")
	b := answered("b", "how do I get a refund for my order", "Within 14 days.")
	zh := answered("zh", "怎么申请退货退款", "七天内")
	until := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	fact := func(id, name, value string) kb.Entry {
		return kb.Entry{ID: id, Question: "the lamp X200", Kind: kb.TableRow, Facts: []kb.Fact{{Names: []string{name}, Value: value}}}
	}
	for name, c := range map[string]struct {
		entries []kb.Entry
		want    []string
	}{
		"another answer":        {[]kb.Entry{b, a}, []string{"blocking conflict: a question b question"}},
		"the same answer":       {[]kb.Entry{a, with(b, func(e *kb.Entry) { e.Answer = kb.TextAnswer("within 7 days") })}, []string{"warning duplicate: a question b question"}},
		"a phrasing":            {[]kb.Entry{with(a, func(e *kb.Entry) { e.Question, e.Phrasings = "Money back", []string{a.Question} }), b}, []string{"blocking conflict: a phrasings[0] b question"}},
		"another base":          {[]kb.Entry{a, with(b, func(e *kb.Entry) { e.Base = "shop" })}, nil},
		"another language":      {[]kb.Entry{with(a, func(e *kb.Entry) { e.Locale = "en" }), with(b, func(e *kb.Entry) { e.Locale = "de" })}, nil},
		"a parent language":     {[]kb.Entry{with(a, func(e *kb.Entry) { e.Locale = "en" }), with(b, func(e *kb.Entry) { e.Locale = "en-GB" })}, []string{"blocking conflict: a question b question"}},
		"one after another":     {[]kb.Entry{with(a, func(e *kb.Entry) { e.ValidTo = until }), with(b, func(e *kb.Entry) { e.ValidFrom = until })}, nil},
		"at the same time":      {[]kb.Entry{with(a, func(e *kb.Entry) { e.ValidTo = until.Add(1e9) }), with(b, func(e *kb.Entry) { e.ValidFrom = until })}, []string{"blocking conflict: a question b question"}},
		"other words":           {[]kb.Entry{a, answered("c", "Where is the parcel with my shoes?", "x")}, nil},
		"nearly":                {[]kb.Entry{a, answered("c", "How can I get the refund for my order", "x")}, []string{"warning conflict: a question c question"}},
		"nearly, one more word": {[]kb.Entry{answered("a", "refund late order of garden furniture", "x"), answered("c", "refund late order of old garden furniture", "x")}, []string{"info near duplicate: a question c question"}},
		"the words turned":      {[]kb.Entry{answered("a", "dog bites postman", "x"), answered("c", "postman bites dog", "y")}, []string{"info near duplicate: a question c question"}},
		"another number":        {[]kb.Entry{answered("a", "reset the lamp X200", "x"), answered("c", "reset the lamp X300", "y")}, nil},
		"denied":                {[]kb.Entry{answered("a", "the lamp does work at night", "x"), answered("c", "the lamp does not work at night", "y")}, nil},
		"Chinese":               {[]kb.Entry{zh, answered("zi", "怎麼申請退貨退款?", "十四天内")}, []string{"blocking conflict: zh question zi question"}},
		"nearly, Chinese":       {[]kb.Entry{zh, answered("zi", "我怎么申请退货退款呢", "七天内")}, []string{"info near duplicate: zh question zi question"}},
		"contained":             {[]kb.Entry{with(a, func(e *kb.Entry) { e.Question, e.Mode = "refund", kb.Contains }), with(b, func(e *kb.Entry) { e.Question, e.Mode = "Refund", kb.Contains })}, []string{"blocking conflict: a question b question"}},
		"rows of two tables":    {[]kb.Entry{fact("r1", "weight", "1 kg"), fact("r2", "colour", "red")}, []string{"warning duplicate: r1 question r2 question"}},
		"two weights":           {[]kb.Entry{fact("r1", "weight", "1 kg"), fact("r2", "Weight", "2 kg")}, []string{"blocking conflict: r1 question r2 question"}},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.want, linted(t, 0, kb.LintOptions{Rules: rules}, nil, c.entries...))
		})
	}
}

// The rules that a draft has to pass look at it beside the live entries, not at its
// own former self.
func TestLintChecker(t *testing.T) {
	o := openOffice(t, nil, nil)
	ctx := t.Context()
	_, err := o.library.Put(ctx, answered("a", "How do I get a refund?", "7 days"), kb.Entry{ID: "b", Question: "Where is my parcel?", Answer: kb.TextAnswer("x"), Related: []string{"a"}})
	require.NoError(t, err)
	for _, c := range []struct {
		p    kb.Proposal
		want string
	}{
		{kb.Proposal{Entry: answered("a", "How do I get a refund?", "14 days")}, "checked []"},
		{kb.Proposal{Entry: answered("new", "how do i get a refund", "14 days")}, "draft [new: question is also in a, with another answer (likeness 1)]"},
		{kb.Proposal{Entry: kb.Entry{ID: "a"}, Delete: true}, "checked [b: related[0]: there is no entry a]"},
	} {
		d, err := o.editor.Propose(ctx, "ann", c.p)
		require.NoError(t, err)
		d, err = o.editor.Check(ctx, "ann", d)
		require.NoError(t, err)
		assert.Equal(t, c.want, fmt.Sprint(d.State, " ", d.Findings))
	}
}

func TestFindingMessages(t *testing.T) {
	rules := []kb.Rule{
		kb.Duplicate, kb.NearDuplicate, kb.Conflict, kb.Repeated, kb.Stale, kb.Expired, kb.NotYetValid, kb.NeverHit, kb.LowUsefulness, kb.NoAnswer,
		kb.TooShort, kb.TooManyPhrasings, kb.BrokenRelated, kb.UnknownAction, kb.UnreachableStep, kb.Faulty, kb.LostAnswer,
	}
	seen := map[string]bool{}
	for _, r := range rules {
		f := kb.Finding{Rule: r, Entry: "e", Field: "phrasings[1]", Other: "o", OtherField: "phrasings[2]", Value: 0.875}
		for _, locale := range []string{"en", "zh-CN"} {
			said := f.Message(locale)
			assert.False(t, strings.ContainsAny(said, "{}"), said)
			assert.False(t, seen[said], said)
			seen[said] = true
		}
	}
	assert.Equal(t, "e: phrasings[1] is nearly the same as in o (phrasings[2]) (likeness 0.875)", kb.Finding{Rule: kb.NearDuplicate, Entry: "e", Field: "phrasings[1]", Other: "o", OtherField: "phrasings[2]", Value: 0.875}.String())
	assert.Equal(t, "e:没有答案", kb.Finding{Rule: kb.NoAnswer, Entry: "e"}.Message("zh"))
}

// A thousand copies of one question are told of, and not half a million times.
func TestLintManyCopies(t *testing.T) {
	var entries []kb.Entry
	for i := range 1000 {
		entries = append(entries, answered(fmt.Sprintf("%04d", i), "How do I get a refund?", fmt.Sprint(i)))
	}
	found := linted(t, 0, kb.LintOptions{}, nil, entries...)
	assert.Greater(t, len(found), 500)
	assert.Less(t, len(found), 10_000)
}
