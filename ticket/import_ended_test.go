package ticket_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/ticket"
)

// What became of the promises of a ticket that has ended is the same after an import.
func TestImportedTicketsThatEndedKeepTheirClocks(t *testing.T) {
	ctx := context.Background()
	rules := ticket.DefaultRules()
	a := newBench(t, &rules)
	for id, typ := range map[string]string{"late": "", "in time": "", "complaint": "complaint", "merged": ""} {
		a.open(ticket.Draft{ID: id, Type: typ, Subject: "Broken", Customer: "carl"}, carl)
	}
	a.do("in time", mia, ticket.Reply("Here you are."), ticket.MoveTo("closed", "done"))
	_, err := a.Merge(ctx, "merged", "late", ticket.Command{Actor: mia})
	require.NoError(t, err)
	a.now = a.now.Add(200 * time.Hour)
	_, err = a.Sweep(ctx)
	require.NoError(t, err)
	a.do("late", mia, ticket.MoveTo("closed", "done"))
	a.do("complaint", mia, ticket.MoveTo("closed", "not ours"))
	a.do("late", carl, ticket.Judge(false, 1, "Too late.")) // is taken down after the end

	b := newBench(t, &rules)
	b.now = a.now.Add(time.Hour)
	require.Zero(t, b.imported(a.exported(ticket.Filter{})).Failed)
	_, err = b.Sweep(ctx)
	require.NoError(t, err)
	breached := 0
	for _, id := range []string{"late", "in time", "complaint", "merged"} {
		want, err := a.Load(ctx, id)
		require.NoError(t, err)
		got, err := b.Load(ctx, id)
		require.NoError(t, err)
		require.True(t, want.Ended(), id)
		require.NotEmpty(t, want.Clocks, id)
		assert.Equal(t, want.Clocks, got.Clocks, id)
		assert.Equal(t, want.Deadline, got.Deadline, id)
		assert.Zero(t, got.Due, id)
		for _, c := range got.Clocks {
			if c.Breached {
				breached++
			}
		}
	}
	assert.Positive(t, breached)

	none := newBench(t, &ticket.Rules{Policies: []ticket.Policy{}})
	none.now = b.now
	require.Zero(t, none.imported(a.exported(ticket.Filter{})).Failed)
}

// exportedLife is a line of an import: a ticket that was opened a day before the bench's time
// and moved through some states, each so many minutes after the one before.
func exportedLife(moves string) string {
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	event := func(n int, more string) string {
		return fmt.Sprintf(`{"n":%d,"id":"e%d","ticket":"x","at":%q,"actor":{"role":"agent","id":"mia"},%s}`, n, n, at.Format(time.RFC3339), more)
	}
	events := []string{event(1, `"type":"opened","new":"new","kind":"new","opened":{"subject":"s"}`)}
	old := "new"
	for i, move := range strings.Fields(moves) {
		state, minutes, _ := strings.Cut(move, "+")
		n, _ := strconv.Atoi(minutes)
		at = at.Add(time.Duration(n) * time.Minute)
		events = append(events, event(i+2, fmt.Sprintf(`"type":"moved","old":%q,"new":%q,"kind":%q`, old, state, state)))
		old = state
	}
	return `{"format":"kefu-ticket/1","id":"x","serial":1,"number":"T-1","events":[` + strings.Join(events, ",") + "]}"
}

func TestHistoriesThatNoLifeCycleHasAreNotImported(t *testing.T) {
	const day = 24 * 60
	for moves, fault := range map[string]string{
		"":                                        "",
		"open+1 resolved+0 open+5 closed+1":       "",
		"resolved+1 new+1 closed+1":               "events[2].new goes back to new",
		"open+1 new+1 closed+1":                   "events[2].new goes back to new",
		"open+1 closed+1 open+1":                  "events[3].old is final",
		"spam+1 closed+1":                         "events[2].old is final",
		"open+60 pending+-1":                      "events[2].at is before",
		"open+-1":                                 "events[1].at is before",
		fmt.Sprintf("open+%d", day+4):             "",
		fmt.Sprintf("open+%d", day+6):             "events[1].at is later than now",
		fmt.Sprintf("open+1 pending+%d", 400*day): "events[2].at is later than now",
	} {
		b := newBench(t, &ticket.Rules{})
		report := b.imported(exportedLife(moves))
		if fault == "" {
			assert.Equal(t, ticket.ImportReport{Added: 1}, report, moves)
			continue
		}
		require.Len(t, report.Faults, 1, moves)
		require.ErrorIs(t, report.Faults[0].Err, ticket.ErrInvalid, moves)
		assert.ErrorContains(t, report.Faults[0].Err, fault, moves)
	}
	b := newBench(t, &ticket.Rules{})
	report := b.imported(strings.Replace(exportedLife(""), `{"subject":"s"`, `{"subject":"s","created":"2026-11-22T09:00:01Z"`, 1))
	require.Len(t, report.Faults, 1)
	assert.ErrorContains(t, report.Faults[0].Err, "events[0].opened.created is later")
}
