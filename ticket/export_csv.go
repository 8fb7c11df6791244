package ticket

import (
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// CSVOptions are the choices of [Desk.ExportCSV].
type CSVOptions struct {
	// Columns are the columns, in their order: those of [CSVColumns], and "fields." with
	// the name of a custom field. Default: all of them, with the fields of the rules.
	Columns []string
	// BOM begins the table with a byte order mark, without which some spreadsheet
	// programs take UTF-8 for something else. Default: false.
	BOM bool
}

// CSVColumns returns the columns of tables of tickets that are no custom fields.
func CSVColumns() []string {
	return []string{
		"number", "id", "type", "subject", "category", "priority", "state", "kind", "reason", "owner", "group", "customer", "conversation", "channel",
		"locale", "source", "tags", "summary", "comments", "reopened", "waiting", "late", "verdict", "created", "updated", "replied", "resolved", "closed",
	}
}

// ExportCSV writes the tickets that f describes as a table (RFC 4180, UTF-8), for people,
// in the order of their serials, and returns how many. Times are RFC 3339 in UTC, lists
// have commas, and an apostrophe goes before texts that a spreadsheet program would take
// for formulas; [Desk.ImportCSV] takes it away. Histories are only in [Desk.Export].
func (d *Desk) ExportCSV(ctx context.Context, f Filter, w io.Writer, o CSVOptions) (n int, err error) {
	return d.exportCSV(ctx, f, w, o, func(*Ticket) error { return nil })
}

// exportCSV is ExportCSV of tickets that somebody may have.
func (d *Desk) exportCSV(ctx context.Context, f Filter, w io.Writer, o CSVOptions, may func(t *Ticket) error) (n int, err error) {
	columns := o.Columns
	if len(columns) == 0 {
		columns = CSVColumns()
		for _, r := range d.book.Load().rules.Fields {
			columns = append(columns, "fields."+r.Name)
		}
	}
	for i, c := range columns {
		if !slices.Contains(CSVColumns(), c) && (!strings.HasPrefix(c, "fields.") || c == "fields.") {
			return 0, fault("is no column", "columns[%d]", i)
		}
	}
	if o.BOM {
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return 0, err
		}
	}
	table := csv.NewWriter(w)
	if err := table.Write(columns); err != nil {
		return 0, err
	}
	cells := make([]string, len(columns))
	err = d.each(ctx, f, func(t *Ticket) error {
		if err := may(t); err != nil {
			return err
		}
		for i, c := range columns {
			cells[i] = guarded(t.cell(c))
		}
		n++
		return table.Write(cells)
	})
	if err != nil {
		return n, err
	}
	table.Flush()
	return n, table.Error()
}

// cell is what a ticket has in a column.
func (t *Ticket) cell(column string) string {
	if name, ok := strings.CutPrefix(column, "fields."); ok {
		return t.Fields[name]
	}
	if at := t.text(column); at != nil {
		return *at
	}
	switch column {
	case "number":
		return t.Number
	case "id":
		return t.ID
	case "priority":
		return strconv.Itoa(t.Priority)
	case "state":
		return t.State
	case "kind":
		return string(t.Kind)
	case "reason":
		return t.Reason
	case "channel":
		return t.Channel
	case "locale":
		return t.Locale
	case "source":
		return t.Source
	case "tags":
		return strings.Join(t.Tags, ",")
	case "comments":
		return strconv.Itoa(t.Comments)
	case "reopened":
		return strconv.Itoa(t.Reopened)
	case "late":
		return strconv.FormatBool(t.Late())
	case "verdict":
		return t.Verdict.cell()
	}
	return timeCell(map[string]time.Time{
		"waiting": t.Waiting, "created": t.Created, "updated": t.Updated, "replied": t.Replied, "resolved": t.Resolved, "closed": t.Closed,
	}[column])
}

func (v *Verdict) cell() string {
	switch {
	case v == nil:
		return ""
	case v.Score > 0:
		return strconv.Itoa(v.Score)
	case v.Accepted:
		return "accepted"
	}
	return "refused"
}

func timeCell(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339Nano)
}

// formulaStarts begin what spreadsheet programs take for a formula, some of them in full
// width, too; the apostrophe is what guards against that.
const formulaStarts = "=+-@\t\r\n'＝＋－＠"

func guarded(cell string) string {
	if first, _ := utf8.DecodeRuneInString(cell); cell == "" || !strings.ContainsRune(formulaStarts, first) || isNumber(cell) {
		return cell
	}
	return "'" + cell
}

func unguarded(cell string) string {
	rest, ok := strings.CutPrefix(cell, "'")
	if first, _ := utf8.DecodeRuneInString(rest); ok && rest != "" && strings.ContainsRune(formulaStarts, first) {
		return rest
	}
	return cell
}

// isNumber says whether a cell is a plain number, which is safe.
func isNumber(cell string) bool {
	_, reason := (&fieldCheck{}).readNumber(cell)
	return reason == "" && cell[0] != '+'
}
