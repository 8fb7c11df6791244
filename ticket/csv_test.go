package ticket_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kefu-go/kefu/ticket"
)

func (b *bench) table(o ticket.CSVOptions) string {
	b.Helper()
	var out bytes.Buffer
	_, err := b.ExportCSV(b.Context(), ticket.Filter{}, &out, o)
	require.NoError(b, err)
	return out.String()
}

func (b *bench) read(table string) ticket.ImportReport {
	b.Helper()
	report, err := b.ImportCSV(b.Context(), strings.NewReader(table), form)
	require.NoError(b, err)
	return report
}

func TestATableForPeople(t *testing.T) {
	b := newBench(t, &ticket.Rules{Fields: []ticket.FieldRule{{Name: "size"}, {Name: "n", Type: ticket.IntegerField}}})
	b.open(ticket.Draft{
		ID: "a", Type: "complaint", Subject: "=cmd|' /C calc'!A0", Category: "goods", Priority: -2, Owner: "mia", Customer: "carl", Tags: []string{"x", "y"},
		Summary: "one\ntwo, \"three\"", Fields: map[string]string{"size": "@l", "n": "-12"}, Comments: []ticket.Comment{{Text: "x"}}, Created: b.now.Add(-time.Hour),
	}, form)
	b.do("a", mia, ticket.MoveTo("resolved", "+1"))
	b.do("a", carl, ticket.Judge(false, 0, ""))
	columns := []string{"number", "id", "type", "subject", "priority", "state", "kind", "owner", "group", "tags", "summary", "comments", "reopened", "verdict", "late", "created", "closed", "fields.size", "fields.n", "fields.none"}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.table(ticket.CSVOptions{Columns: columns, BOM: true}), "\ufeff"))).ReadAll()
	require.NoError(t, err)
	assert.Equal(t, [][]string{columns, {
		"T-1001", "a", "complaint", "'=cmd|' /C calc'!A0", "-2", "open", "open", "mia", "", "x,y", "one\ntwo, \"three\"", "1", "1", "refused", "false",
		"2026-11-23T08:00:00Z", "", "'@l", "-12", "",
	}}, rows)
	head, _, _ := strings.Cut(b.table(ticket.CSVOptions{}), "\n")
	assert.Equal(t, strings.Join(append(ticket.CSVColumns(), "fields.size", "fields.n"), ","), head)
	_, err = b.ExportCSV(t.Context(), ticket.Filter{}, &bytes.Buffer{}, ticket.CSVOptions{Columns: []string{"id", "policy"}})
	require.ErrorContains(t, err, "columns[1] is no column")
}

func TestATableBecomesTickets(t *testing.T) {
	b := newBench(t, &ticket.Rules{
		Fields:   []ticket.FieldRule{{Name: "size", Type: ticket.ChoiceField, Choices: []string{"s", "m"}}, {Name: "部位"}},
		Triggers: []ticket.Trigger{{Name: "t", On: []ticket.Happening{{Type: ticket.EventOpened}}, Do: []ticket.Action{ticket.Tag("new")}}},
	})
	table := "\ufeff标题,描述,客户,Priority,tags,size,fields.部位,State,created\r\n" +
		"台灯坏了,不亮,carl,2,\"灯,急\",M,灯头,closed,2026-11-20\r\n" +
		"\"'=Two\",,,,,,,,\r\n" +
		",no subject,carl,,,,,,\r\n" +
		"Bad size,,,,,xl,,,\r\n" +
		"Bad priority,,,high,,,,,\r\n" +
		"\"two\nlines\",,,,,,,,soon\r\n" +
		"a,b,c,1,,,,,,more\r\n"
	report := b.read(table)
	assert.Equal(t, 2, report.Added)
	assert.Equal(t, []string{"state"}, report.Ignored)
	var faults []string
	for _, f := range report.Faults {
		require.ErrorIs(t, f.Err, ticket.ErrInvalid)
		faults = append(faults, strings.TrimPrefix(f.Err.Error(), ticket.ErrInvalid.Error()))
		require.NotZero(t, f.Line)
	}
	assert.Equal(t, 5, report.Failed)
	assert.Equal(t, []string{
		": subject is empty", ": fields.size is none of: s, m", ": priority is no whole number", ": created is no time such as 2006-01-02T15:04:05Z",
		": row has more cells than there are columns",
	}, faults)
	assert.Equal(t, []int{4, 5, 6, 7, 9}, []int{report.Faults[0].Line, report.Faults[1].Line, report.Faults[2].Line, report.Faults[3].Line, report.Faults[4].Line})
	found, err := b.Find(t.Context(), ticket.Filter{}, ticket.Page{})
	require.NoError(t, err)
	require.Len(t, found.Tickets, 2)
	c := found.Tickets[0]
	assert.Equal(t, "台灯坏了", c.Subject)
	assert.Equal(t, 2, c.Priority)
	assert.Equal(t, []string{"new", "急", "灯"}, c.Tags, "with what the rules do")
	assert.Equal(t, map[string]string{"size": "m", "部位": "灯头"}, c.Fields)
	assert.Equal(t, time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), c.Created)
	assert.Equal(t, "new", c.State)
	r := gather(t, b.Comments(t.Context(), c.ID, true))
	assert.Equal(t, carl, r[0].Actor)
	assert.Equal(t, "=Two", found.Tickets[1].Subject)
	again := b.read(table)
	assert.Equal(t, 2, again.Unchanged, "the same rows are the same tickets")
	assert.Zero(t, again.Added)
}

func TestTablesThatAreNone(t *testing.T) {
	b := newBench(t, &ticket.Rules{})
	for table, why := range map[string]string{
		"":                      "table is empty",
		"id,text\na,b":          "columns have no subject",
		"subject,colour\na,b":   "columns[1] is no column",
		"subject,title\na,b":    "columns[1] is there twice",
		"subject\nfine\n\"open": "no CSV from line 3",
		"subject\n\"" + strings.Repeat("x\n", 1<<20) + "\"": "too long",
	} {
		_, err := b.ImportCSV(t.Context(), strings.NewReader(table), form)
		require.ErrorIs(t, err, ticket.ErrInvalid, why)
		require.ErrorContains(t, err, why)
	}
	found, err := b.Find(t.Context(), ticket.Filter{}, ticket.Page{})
	require.NoError(t, err)
	assert.Len(t, found.Tickets, 1, "what came before the fault")
	_, err = b.ImportCSV(t.Context(), strings.NewReader("subject\na"), mia)
	require.ErrorIs(t, err, ticket.ErrDenied)
}

// What a table says of a new ticket, a table brings back.
func TestTablesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[=+@'\-a-c0-9 ,;"客＝\n]{0,12}`)
		say := func(name string) string { return text.Draw(t, name) }
		b := newBench(&quiet{}, &ticket.Rules{})
		d := ticket.Draft{
			ID: "a", Type: say("type"), Subject: "x" + say("subject"), Category: say("category"), Owner: say("owner"), Group: say("group"),
			Customer: say("customer"), Channel: say("channel"), Summary: say("summary"), Fields: map[string]string{"f": say("field")},
		}
		want, err := b.Open(t.Context(), d, form)
		require.NoError(t, err)
		var out bytes.Buffer
		_, err = b.ExportCSV(t.Context(), ticket.Filter{}, &out, ticket.CSVOptions{Columns: append(ticket.CSVColumns(), "fields.f")})
		require.NoError(t, err)
		rows, err := csv.NewReader(bytes.NewReader(out.Bytes())).ReadAll()
		require.NoError(t, err)
		for _, cell := range rows[1] {
			require.NotRegexp(t, `^(-?[^-0-9a-zA-Z'" ;,客]|-[^0-9.])`, cell, "the beginning of a formula")
		}
		other := newBench(&quiet{}, &ticket.Rules{})
		other.now = b.now
		report, err := other.ImportCSV(t.Context(), &out, form)
		require.NoError(t, err)
		require.Equal(t, 1, report.Added, "%+v", report.Faults)
		got, err := other.Load(t.Context(), "a")
		require.NoError(t, err)
		trim := func(c *ticket.Ticket) []string {
			fields := []string{c.Type, c.Subject, c.Category, c.Owner, c.Group, c.Customer, c.Channel, c.Summary, c.Fields["f"]}
			for i := range fields {
				fields[i] = strings.TrimSpace(fields[i])
			}
			return fields
		}
		require.Equal(t, trim(&want), trim(&got))
	})
}

// quiet is a test that is none: for benches in property tests.
type quiet struct{ testing.TB }

func (*quiet) Helper()               {}
func (*quiet) Errorf(string, ...any) {}
func (*quiet) FailNow()              {}
