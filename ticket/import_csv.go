package ticket

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// csvNames are names of columns, by what else they may be called.
var csvNames = map[string]string{
	"title": "subject", "标题": "subject", "主题": "subject", "问题": "subject", "编号": "id", "类型": "type", "工单类型": "type", "分类": "category", "类别": "category",
	"优先级": "priority", "负责人": "owner", "处理人": "owner", "agent": "owner", "assignee": "owner", "部门": "group", "技能组": "group", "department": "group", "team": "group",
	"客户": "customer", "用户": "customer", "user": "customer", "requester": "customer", "会话": "conversation", "渠道": "channel", "来源": "channel", "语言": "locale", "language": "locale",
	"标签": "tags", "tag": "tags", "摘要": "summary", "描述": "text", "内容": "text", "详情": "text", "description": "text", "comment": "text", "body": "text",
	"创建时间": "created", "created_at": "created", "date": "created",
}

// csvTaken are the columns that an import reads, besides custom fields.
var csvTaken = []string{
	"id", "type", "subject", "category", "priority", "owner", "group", "customer", "conversation", "channel", "locale", "source", "tags", "summary", "text", "created",
}

// The bounds of a table that is imported.
const (
	maxImportRows = 100_000
	maxRowBytes   = 1 << 20
)

// ImportCSV opens a ticket for each row of a table, as somebody who has [RightImport] and
// whatever right a row takes, with all that the rules do to new tickets. The first row names the columns: subject,
// which is needed, and text (the first comment), id, type, category, priority, owner,
// group, customer, conversation, channel, locale, source, tags (with commas), summary,
// created (RFC 3339, or a date), "fields." with a custom field's name or that name alone;
// usual Chinese and English names are understood. Columns of [CSVColumns] that tell how a
// ticket stands are ignored, and named in the report; any other one is an error before
// anything is imported, as is a table that is no CSV, from where on it is none.
//
// A row without an id has one that its cells determine, so that the same table twice is
// the same tickets. A row is at most 1 MB and a table 100,000 rows.
func (d *Desk) ImportCSV(ctx context.Context, r io.Reader, by Actor) (ImportReport, error) {
	var report ImportReport
	if err := d.authorize(ctx, by, RightImport, &Ticket{}); err != nil {
		return report, err
	}
	lines := bufio.NewReader(r)
	if mark, err := lines.Peek(3); err == nil && bytes.Equal(mark, []byte("\ufeff")) {
		_, _ = lines.Discard(3)
	}
	limited := &rowLimit{r: lines, left: maxRowBytes}
	table := csv.NewReader(limited)
	table.FieldsPerRecord = -1
	head, err := table.Read()
	if err != nil {
		return report, tableError(err)
	}
	columns, ignored, err := d.columns(head)
	if err != nil {
		return report, err
	}
	report.Ignored = ignored
	for n := 0; ; n++ {
		limited.left = maxRowBytes
		row, err := table.Read()
		if errors.Is(err, io.EOF) {
			return report, nil
		}
		if err != nil {
			return report, tableError(err)
		}
		if n == maxImportRows {
			return report, fault("has more than 100000 rows", "table")
		}
		line, _ := table.FieldPos(0)
		if err := d.importRow(ctx, &report, line, columns, row, by); err != nil {
			return report, err
		}
	}
}

// rowLimit refuses to read on without an end, as a quotation mark that is never closed
// would have it.
type rowLimit struct {
	r    io.Reader
	left int
}

var errLongRow = errors.New("ticket: a row is too long")

func (l *rowLimit) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errLongRow
	}
	n, err := l.r.Read(p)
	l.left -= n
	return n, err
}

// tableError says where a table is no table, without quoting it.
func tableError(err error) error {
	var bad *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return fault("is empty", "table")
	case errors.Is(err, errLongRow):
		return fault("has a row that is too long", "table")
	case errors.As(err, &bad):
		return fault("is no CSV from line "+strconv.Itoa(bad.StartLine)+" on", "table")
	}
	return err
}

// columns reads the first row; an empty name is a column that is ignored.
func (d *Desk) columns(head []string) (columns, ignored []string, err error) {
	known := d.book.Load().fields
	var faults []error
	for i, name := range head {
		name = strings.TrimSpace(unguarded(name))
		low := strings.ToLower(name)
		custom := strings.TrimPrefix(name, "fields.")
		column := ""
		switch {
		case slices.Contains(csvTaken, low):
			column = low
		case known[custom] != nil, len(known) == 0 && custom != name && unfitName(custom) == "":
			column = "fields." + custom
		case csvNames[low] != "":
			column = csvNames[low]
		case slices.Contains(CSVColumns(), low):
			ignored = append(ignored, low)
		default:
			faults = append(faults, fault("is no column that is known", "columns[%d]", i))
		}
		if column != "" && slices.Contains(columns, column) {
			faults = append(faults, fault("is there twice", "columns[%d]", i))
		}
		columns = append(columns, column)
	}
	if !slices.Contains(columns, "subject") {
		faults = append(faults, fault("have no subject", "columns"))
	}
	return columns, ignored, errors.Join(faults...)
}

// importRow opens the ticket of a row. An error ends the import.
func (d *Desk) importRow(ctx context.Context, report *ImportReport, line int, columns, row []string, by Actor) error {
	draft, err := rowDraft(columns, row)
	if err == nil {
		_, err = d.store.Load(ctx, draft.ID)
		if err == nil {
			report.Unchanged++
			return nil
		}
		if !errors.Is(err, ErrNotFound) {
			return err
		}
		_, err = d.Open(ctx, draft, by)
	}
	switch {
	case err == nil:
		report.Added++
	case ctx.Err() != nil:
		return err
	case errors.Is(err, ErrInvalid) || errors.Is(err, ErrDenied) || errors.Is(err, ErrMissing):
		report.fail(line, draft.ID, err)
	default:
		return err
	}
	return nil
}

// rowDraft reads a row.
func rowDraft(columns, row []string) (Draft, error) {
	d := Draft{}
	if len(row) > len(columns) {
		return d, fault("has more cells than there are columns", "row")
	}
	digest := sha256.New()
	for i, cell := range row {
		cell = strings.TrimSpace(unguarded(cell))
		digest.Write([]byte(columns[i] + "\x00" + cell + "\x00"))
		if columns[i] == "" || cell == "" {
			continue
		}
		if err := d.put(columns[i], cell); err != nil {
			return d, err
		}
	}
	if d.Customer != "" {
		for i := range d.Comments {
			author := ByCustomer(d.Customer)
			d.Comments[i].Author = &author
		}
	}
	if d.ID == "" {
		d.ID = "csv:" + hex.EncodeToString(digest.Sum(nil)[:16])
	}
	return d, nil
}

// put sets what a column says.
func (d *Draft) put(column, cell string) error {
	if name, ok := strings.CutPrefix(column, "fields."); ok {
		if d.Fields == nil {
			d.Fields = map[string]string{}
		}
		d.Fields[name] = cell
		return nil
	}
	texts := map[string]*string{
		"id": &d.ID, "type": &d.Type, "subject": &d.Subject, "category": &d.Category, "owner": &d.Owner, "group": &d.Group, "customer": &d.Customer,
		"conversation": &d.Conversation, "channel": &d.Channel, "locale": &d.Locale, "source": &d.Source, "summary": &d.Summary,
	}
	if at := texts[column]; at != nil {
		*at = cell
		return nil
	}
	switch column {
	case "priority":
		p, err := strconv.Atoi(cell)
		if err != nil {
			return fault("is no whole number", "priority")
		}
		d.Priority = p
	case "tags":
		for tag := range strings.FieldsFuncSeq(cell, isComma) {
			d.Tags = append(d.Tags, strings.TrimSpace(tag))
		}
	case "text":
		d.Comments = []Comment{{Text: cell}}
	case "created":
		for _, layout := range []string{time.RFC3339Nano, time.DateTime, time.DateOnly} {
			if at, err := time.Parse(layout, cell); err == nil {
				d.Created = at
				return nil
			}
		}
		return fault("is no time such as 2006-01-02T15:04:05Z", "created")
	}
	return nil
}
