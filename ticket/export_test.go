package ticket_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/ticket"
)

func (b *bench) exported(f ticket.Filter) string {
	b.Helper()
	var out bytes.Buffer
	_, err := b.Export(context.Background(), f, &out)
	require.NoError(b, err)
	return out.String()
}

func (b *bench) imported(s string) ticket.ImportReport {
	b.Helper()
	report, err := b.Import(context.Background(), strings.NewReader(s))
	require.NoError(b, err)
	return report
}

// What is exported from one store and imported into an empty one is the same tickets:
// exporting them again gives the same bytes, they are found by the same words, and go on.
func TestExportAndImport(t *testing.T) {
	ctx := context.Background()
	a := busy(t)
	out := a.exported(ticket.Filter{})
	b := newBench(t, &ticket.Rules{})
	b.now = a.now.Add(time.Hour)
	report := b.imported("\ufeff" + out + "\n  \n")
	assert.Equal(t, ticket.ImportReport{Added: 3}, report)
	assert.Equal(t, out, b.exported(ticket.Filter{}))
	for _, id := range []string{"a", "mine", "SECRET"} {
		want, err := a.Load(ctx, id)
		require.NoError(t, err)
		got, err := b.Load(ctx, id)
		require.NoError(t, err)
		got.Version, got.Due, got.Clocks = want.Version, want.Due, want.Clocks // they are no part of a history
		assert.Equal(t, want, got)
		assert.Equal(t, gather(t, a.Comments(ctx, id, false)), gather(t, b.Comments(ctx, id, false)))
	}
	for _, word := range []string{"broken", "again", "dora"} { // its own words and those of merged tickets
		found, err := b.Find(ctx, ticket.Filter{Words: ticket.Words(word), IDs: []string{"a"}}, ticket.Page{})
		require.NoError(t, err)
		assert.Len(t, found.Tickets, 1, word)
	}
	assert.Equal(t, ticket.ImportReport{Unchanged: 3}, b.imported(out), "again is no change")
	c := b.do("a", mia, ticket.Tag("more"))
	assert.Equal(t, ticket.ImportReport{Unchanged: 3}, b.imported(out), "what has gone on stays")
	assert.Equal(t, int64(len(gather(t, b.History(ctx, "a")))), c.Events)
}

func TestImportedTicketsGoOn(t *testing.T) {
	ctx := context.Background()
	a := newBench(t, &ticket.Rules{})
	a.open(ticket.Draft{ID: "x", Subject: "Snoozed", Customer: "carl"}, carl)
	a.do("x", mia, ticket.MoveTo("pending", ""), ticket.Snooze(a.now.Add(time.Hour)))
	a.open(ticket.Draft{ID: "y", Subject: "Closed"}, mia)
	a.do("y", mia, ticket.MoveTo("closed", "done"))
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "first", Subject: "There already"}, mia)
	b.now = a.now.Add(2 * time.Hour)
	b.imported(a.exported(ticket.Filter{}))
	c, err := b.Load(ctx, "x")
	require.NoError(t, err)
	assert.Equal(t, "T-1002", c.Number, "numbers are new")
	due, err := b.store.Due(ctx, b.now, 10)
	require.NoError(t, err)
	assert.Equal(t, []string{"x"}, due, "what has not ended is looked at, at once")
	_, err = b.Sweep(ctx)
	require.NoError(t, err)
	c, err = b.Load(ctx, "x")
	require.NoError(t, err)
	assert.Equal(t, "open", c.State, "the snooze was over")
}

// Any life that tickets can have survives the way out and back in.
func TestAnyTicketSurvivesExportAndImport(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		a := &bench{store: ticket.NewMemoryStore(), now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
		n := 0
		desk, err := ticket.New(a.store, &ticket.Options{
			Rules: &ticket.Rules{}, Now: func() time.Time { return a.now }, NewID: func() string { n++; return fmt.Sprint("id", n) },
		})
		require.NoError(t, err)
		var ids []string
		text := rapid.StringMatching(`[a-z<&\\]{1,8}|[客服退款]{1,4}|\\u0000`)
		for i := range rapid.IntRange(1, 25).Draw(t, "steps") {
			a.now = a.now.Add(time.Duration(rapid.IntRange(0, 1e9).Draw(t, "wait")) * time.Microsecond)
			say := func(name string) string { return text.Draw(t, fmt.Sprint(name, i)) }
			if len(ids) == 0 || rapid.IntRange(0, 3).Draw(t, "open") == 0 {
				c, err := desk.Open(ctx, ticket.Draft{
					Subject: say("subject"), Customer: say("customer"), Tags: []string{say("tag")}, Fields: map[string]string{"f": say("field")},
					Comments: []ticket.Comment{{Text: say("first")}, {Text: say("second"), Internal: true}}, Created: a.now.Add(-time.Hour),
				}, rapid.SampledFrom([]ticket.Actor{form, mia}).Draw(t, "by"))
				require.NoError(t, err)
				ids = append(ids, c.ID)
				continue
			}
			one, two := rapid.SampledFrom(ids).Draw(t, "one"), rapid.SampledFrom(ids).Draw(t, "two")
			by := ticket.Command{Actor: form, Reason: say("why"), AcrossCustomers: true}
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				_, _ = desk.Merge(ctx, one, two, by)
			case 1:
				for r := range desk.Comments(ctx, one, false) {
					if c, err := desk.Split(ctx, one, []string{r.ID}, ticket.Draft{Subject: say("split")}, by); err == nil {
						ids = append(ids, c.ID)
					}
					break
				}
			default:
				by.Actions = []ticket.Action{rapid.SampledFrom([]ticket.Action{
					ticket.Reply(say("reply")), ticket.Note(say("note"), say("mention")), ticket.MoveTo("resolved", "x"), ticket.MoveTo("open", ""),
					ticket.MoveTo("closed", "x"), ticket.AssignTo(say("owner")), ticket.Raise(1), ticket.Set("f", ""), ticket.Set("summary", say("summary")), ticket.Tag(say("tag")),
					ticket.Untag(say("tag")), ticket.LinkTo(ticket.Parent, two), ticket.LinkTo(ticket.Related, two), ticket.Unlink(ticket.Related, two), ticket.Watch(say("who")),
					ticket.Snooze(a.now.Add(time.Minute)), ticket.Wake(), ticket.Judge(false, 2, say("verdict")), ticket.Judge(true, 0, ""), ticket.Escalate("", say("help")),
				}).Draw(t, "action")}
				_, _ = desk.Do(ctx, one, by)
			}
		}
		var out, again bytes.Buffer
		total, err := desk.Export(ctx, ticket.Filter{}, &out)
		require.NoError(t, err)
		other, err := ticket.New(ticket.NewMemoryStore(), &ticket.Options{Rules: &ticket.Rules{}, Now: func() time.Time { return a.now }})
		require.NoError(t, err)
		report, err := other.Import(ctx, bytes.NewReader(out.Bytes()))
		require.NoError(t, err)
		require.Equal(t, ticket.ImportReport{Added: total}, report)
		_, err = other.Export(ctx, ticket.Filter{}, &again)
		require.NoError(t, err)
		require.Equal(t, out.String(), again.String())
	})
}

// Each line is judged by itself, and says what is wrong with it.
func TestBadLinesAreReported(t *testing.T) {
	a := busy(t)
	lines := strings.SplitAfter(strings.TrimSpace(a.exported(ticket.Filter{})), "\n")
	change := func(path string, value any) string {
		var x map[string]any
		require.NoError(t, json.Unmarshal([]byte(lines[0]), &x))
		at := x
		keys := strings.Split(path, ".")
		for _, k := range keys[:len(keys)-1] {
			if k == "e0" || k == "e1" || k == "e2" {
				at = x["events"].([]any)[k[1]-'0'].(map[string]any)
			} else {
				at = at[k].(map[string]any)
			}
		}
		if last := keys[len(keys)-1]; value == nil {
			delete(at, last)
		} else {
			at[last] = value
		}
		data, err := json.Marshal(x)
		require.NoError(t, err)
		return string(data)
	}
	for _, c := range []struct{ line, why string }{
		{`{"format":`, "no ticket in JSON"},
		{strings.TrimSpace(lines[0]) + " {}", "no ticket in JSON"},
		{change("more", 1), "unknown keys"},
		{change("e0.more", 1), "unknown keys"},
		{change("format", "kefu-ticket/2"), "format is not kefu-ticket/1"},
		{change("id", ""), "id is empty"},
		{change("id", "b"), "events[0].ticket is another one"},
		{change("events", []any{}), "events are none"},
		{change("e0.id", ""), "events[0].id"},
		{change("e1.id", gather(t, a.History(t.Context(), "a"))[0].ID), "events[1].id is there twice"},
		{change("e1.n", 3), "events[1].n is not 2"},
		{change("e0.at", "1969-01-01T00:00:00Z"), "events[0].at"},
		{change("e0.at", "9999-12-31T23:59:59-05:00"), "events[0].at"},
		{change("e0.type", "exploded"), "events[0].type"},
		{change("e0.opened", nil), "events[0].type lacks"},
		{change("e0.opened.subject", ""), "events[0].opened cannot be used"},
		{change("e0.opened.id", "b"), "events[0].opened is of another"},
		{change("e0.opened.subject", "a\x00b"), "NUL"},
		{change("e0.new", "nowhere"), "is not the state"},
		{change("e1.link", nil), "events[1].type lacks"},
		{change("e1.link", map[string]any{"kind": "friend", "ticket": "b"}), "events[1].link is of no kind"},
		{change("e1.type", "commented"), "events[1].type lacks"},
		{change("e1.type", "absorbed"), "events[1].type lacks"},
		{change("e1.type", "verdict"), "events[1].type lacks"},
		{change("e1.type", "warned"), "events[1].type lacks"},
		{change("e1.type", "opened"), "events[1].type lacks"},
		{change("e1.type", "moved"), "events[1].old is not the state"},
		{change("e1.type", "tagged"), "events[1].new is empty"},
		{change("e1.ticket", "b"), "events[1].ticket"},
		{change("words", []string{""}), "words cannot be used"},
		{change("e1.moved", make([]string, 300)), "events[1].steps are too many"},
		{change("e1.rule", strings.Repeat("x", 5000)), "events[1].rule"},
	} {
		b := newBench(t, &ticket.Rules{})
		report := b.imported(c.line + "\n" + lines[1])
		require.Len(t, report.Faults, 1, c.why)
		assert.Equal(t, 1, report.Added, "the lines after it are imported")
		assert.Equal(t, 1, report.Faults[0].Line)
		require.ErrorIs(t, report.Faults[0].Err, ticket.ErrInvalid)
		require.ErrorContains(t, report.Faults[0].Err, c.why)
	}
}

func TestImportsThatDoNotFit(t *testing.T) {
	a := busy(t)
	line := a.exported(ticket.Filter{IDs: []string{"a"}})
	b := newBench(t, &ticket.Rules{})
	b.open(ticket.Draft{ID: "a", Subject: "Another one"}, mia)
	report := b.imported("\n" + line)
	require.Len(t, report.Faults, 1)
	assert.Equal(t, ticket.ImportFault{Line: 2, Ticket: "a", Err: report.Faults[0].Err}, report.Faults[0])
	require.ErrorContains(t, report.Faults[0].Err, "another history")

	flow := ticket.DefaultWorkflow()
	for i := range flow.States {
		if flow.States[i].Name == "closed" {
			flow.States[i].Name = "done"
		}
		for k, to := range flow.States[i].To {
			flow.States[i].To[k] = strings.Replace(to, "closed", "done", 1)
		}
	}
	c := newBench(t, &ticket.Rules{Workflow: flow})
	report = c.imported(line)
	require.Len(t, report.Faults, 1)
	require.ErrorContains(t, report.Faults[0].Err, "life cycle")

	d := newBench(t, &ticket.Rules{})
	assert.Equal(t, ticket.ImportReport{Added: 1, Unchanged: 1}, d.imported(line+line), "twice in a file is once")
}

// A ticket without those that were merged into it: they were pruned, or not exported.
func TestCommentsOfMergedTicketsThatAreGone(t *testing.T) {
	a := busy(t)
	b := newBench(t, &ticket.Rules{})
	b.imported(a.exported(ticket.Filter{IDs: []string{"a", "mine"}}))
	var texts []string
	for _, r := range gather(t, b.As(carl).Comments(t.Context(), "a")) {
		texts = append(texts, r.Comment.Text)
	}
	assert.Equal(t, []string{"It is broken", "Again", "Which one?"}, texts)
}

// brittle reads to a point and then fails.
type brittle struct{ r *strings.Reader }

var errBroken = errors.New("broken")

func (b *brittle) Read(p []byte) (int, error) {
	if n, err := b.r.Read(p); err == nil {
		return n, nil
	}
	return 0, errBroken
}

func TestAnImportThatBreaksOff(t *testing.T) {
	a := busy(t)
	out := a.exported(ticket.Filter{})
	b := newBench(t, &ticket.Rules{})
	report, err := b.Import(t.Context(), &brittle{strings.NewReader(out + `{"format"`)})
	require.ErrorIs(t, err, errBroken)
	assert.Equal(t, 3, report.Added, "what was whole is there")
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	c := newBench(t, &ticket.Rules{})
	_, err = c.Import(gone, strings.NewReader(out))
	require.ErrorIs(t, err, context.Canceled)
	_, err = a.Export(gone, ticket.Filter{}, &bytes.Buffer{})
	require.ErrorIs(t, err, context.Canceled)
}

// FuzzImport: no bytes break an import, and what it takes is whole: it can be loaded,
// shown and exported, and the export is taken again as it is.
func FuzzImport(f *testing.F) {
	for line := range strings.Lines(busy(f).exported(ticket.Filter{})) {
		f.Add([]byte(line))
	}
	f.Add([]byte(`{"format":"kefu-ticket/1","id":"a","serial":1,"number":"","events":[{"n":1,"id":"e","ticket":"a","type":"opened","at":"2026-01-01T00:00:00Z","actor":{"role":""},"new":"new","kind":"new","opened":{"subject":"s"}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		ctx := context.Background()
		b := newBench(t, &ticket.Rules{})
		report, err := b.Import(ctx, bytes.NewReader(data))
		require.NoError(t, err)
		out := b.exported(ticket.Filter{})
		again := newBench(t, &ticket.Rules{})
		require.Equal(t, ticket.ImportReport{Added: report.Added}, again.imported(out))
		found, err := b.Find(ctx, ticket.Filter{}, ticket.Page{})
		require.NoError(t, err)
		for _, c := range found.Tickets {
			_, err := b.As(ticket.ByCustomer(c.Customer)).Load(ctx, c.ID)
			require.True(t, err == nil || errors.Is(err, ticket.ErrDenied))
			gather(t, b.Comments(ctx, c.ID, true))
		}
	})
}
