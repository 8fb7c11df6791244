package assist

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Format is how replies are written into a file.
type Format string

// The formats.
const (
	// CSV has a row for each reply below a row of names: id, shortcut, title, category,
	// locale, owner, team, tags (with ; between) and text, in any order; only text is
	// required. Chinese names are read too. Commas, semicolons and tabs separate columns,
	// as the first row has it. Cells that spreadsheets would take for formulas are
	// written with an apostrophe in front, which is taken away again.
	CSV Format = "csv"
	// JSON is a list of objects with the same names; tags are a list.
	JSON Format = "json"
)

// Outcome is what became of a row.
type Outcome string

// The outcomes.
const (
	RowCreated   Outcome = "created"
	RowUpdated   Outcome = "updated"
	RowUnchanged Outcome = "unchanged"
	RowFailed    Outcome = "failed"
)

// RowReport says what became of one row.
type RowReport struct {
	// Row is the number of the line in the file for CSV, of the element for JSON, both from 1.
	Row     int
	ID      string
	Outcome Outcome
	// Err says why the row failed: [ErrInvalid], [ErrConflict], [ErrForbidden] or what
	// the store returned.
	Err error
}

// Report says what became of all rows.
type Report struct {
	Created, Updated, Unchanged, Failed int
	Rows                                []RowReport
}

// ImportOptions are the settings of [Replies.Import].
type ImportOptions struct {
	// DryRun writes nothing and reports what would become of the rows, but for what only
	// a write can tell: what others write meanwhile. Default: false.
	DryRun bool
	// MaxRows is how many rows are taken. More are [ErrInvalid], and nothing is written.
	// Default: 100,000.
	MaxRows int
}

// row is a reply in a file.
type row struct {
	ID       string   `json:"id,omitempty"`
	Shortcut string   `json:"shortcut,omitempty"`
	Title    string   `json:"title,omitempty"`
	Category string   `json:"category,omitempty"`
	Locale   string   `json:"locale,omitempty"`
	Owner    string   `json:"owner,omitempty"`
	Team     string   `json:"team,omitempty"`
	Tags     []string `json:"tags,omitempty"`
	Text     string   `json:"text"`
}

var columns = [...]string{"id", "shortcut", "title", "category", "locale", "owner", "team", "tags", "text"}

// columnNames are other names of the columns.
var columnNames = map[string]string{
	"编号": "id", "快捷码": "shortcut", "快捷键": "shortcut", "快捷指令": "shortcut", "标题": "title", "名称": "title", "分类": "category", "类别": "category",
	"语言": "locale", "language": "locale", "所有者": "owner", "坐席": "owner", "agent": "owner", "团队": "team", "技能组": "team", "标签": "tags", "tag": "tags",
	"内容": "text", "话术": "text", "回复内容": "text", "content": "text", "reply": "text", "message": "text",
}

func (r *row) cell(column string) *string {
	switch column {
	case "id":
		return &r.ID
	case "shortcut":
		return &r.Shortcut
	case "title":
		return &r.Title
	case "category":
		return &r.Category
	case "locale":
		return &r.Locale
	case "owner":
		return &r.Owner
	case "team":
		return &r.Team
	case "text":
		return &r.Text
	}
	return nil
}

// Export writes the replies that the agent sees, all if agent is empty, in the order of
// their ids.
func (r *Replies) Export(ctx context.Context, to io.Writer, format Format, agent string, teams ...string) error {
	if err := r.Refresh(ctx); err != nil {
		return err
	}
	r.mu.RLock()
	rows := make([]row, 0, len(r.byID))
	for _, d := range r.byID {
		if agent == "" || d.visible(agent, teams) {
			rows = append(rows, row{d.ID, d.Shortcut, d.Title, d.Category, d.Locale, d.Owner, d.Team, slices.Clone(d.Tags), d.Text})
		}
	}
	r.mu.RUnlock()
	slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a.ID, b.ID) })
	switch format {
	case JSON:
		e := json.NewEncoder(to)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(rows)
	case CSV:
		return writeCSV(to, rows)
	}
	return &FieldError{"format", "is unknown"}
}

func writeCSV(to io.Writer, rows []row) error {
	w := csv.NewWriter(to)
	if err := w.Write(columns[:]); err != nil {
		return err
	}
	cells := make([]string, len(columns))
	for i := range rows {
		for k, column := range columns {
			if cell := rows[i].cell(column); cell != nil {
				cells[k] = guarded(*cell)
			} else {
				cells[k] = guarded(joinTags(rows[i].Tags))
			}
		}
		if err := w.Write(cells); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// formulaStarts are what spreadsheets take for the beginning of a formula, and the
// apostrophe that guards it. A CR begins none, and would not come back from CSV.
const formulaStarts = "=+-@\t'"

func guarded(cell string) string {
	if cell != "" && strings.IndexByte(formulaStarts, cell[0]) >= 0 {
		return "'" + cell
	}
	return cell
}

func unguarded(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.IndexByte(formulaStarts, cell[1]) >= 0 {
		return cell[1:]
	}
	return cell
}

// joinTags writes a semicolon within a tag with a backslash in front.
func joinTags(tags []string) string {
	escape := strings.NewReplacer(`\`, `\\`, ";", `\;`)
	parts := make([]string, len(tags))
	for i, t := range tags {
		parts[i] = escape.Replace(t)
	}
	return strings.Join(parts, ";")
}

func splitTags(s string) (tags []string) {
	var b strings.Builder
	end := func() {
		if t := strings.TrimSpace(b.String()); t != "" {
			tags = append(tags, t)
		}
		b.Reset()
	}
	escaped := false
	for _, r := range s {
		switch {
		case escaped:
			b.WriteRune(r)
			escaped = false
		case r == '\\':
			escaped = true
		case r == ';' || r == '；':
			end()
		default:
			b.WriteRune(r)
		}
	}
	end()
	return tags
}

// Import reads replies from a file and writes each by itself: one that fails costs
// only itself. A row is the reply with its id, or without one the reply that has its
// shortcut in the same scope, or a new one. What the file does not name stays as it is. The error is that of a file that
// cannot be read, of which nothing is written, or the context's.
func (r *Replies) Import(ctx context.Context, actor string, from io.Reader, format Format, opts ImportOptions) (Report, error) {
	limit := cmp.Or(opts.MaxRows, 100_000)
	var (
		rows []fileRow
		err  error
	)
	switch format {
	case JSON:
		rows, err = readJSON(from, limit)
	case CSV:
		rows, err = readCSV(from, limit)
	default:
		err = &FieldError{"format", "is unknown"}
	}
	if err != nil {
		return Report{}, err
	}
	if err := r.Refresh(ctx); err != nil {
		return Report{}, err
	}
	var report Report
	dry := map[string]string{} // slots that rows before would have taken
	for _, one := range rows {
		if err := ctx.Err(); err != nil {
			return report, err
		}
		result := RowReport{Row: one.at, ID: one.ID, Err: one.err}
		if result.Err == nil {
			result.ID, result.Outcome, result.Err = r.importRow(ctx, actor, &one, opts.DryRun, dry)
		}
		switch {
		case result.Err != nil:
			result.Outcome = RowFailed
			report.Failed++
		case result.Outcome == RowCreated:
			report.Created++
		case result.Outcome == RowUpdated:
			report.Updated++
		default:
			report.Unchanged++
		}
		report.Rows = append(report.Rows, result)
	}
	return report, nil
}

// fileRow is a row as it was read.
type fileRow struct {
	row
	at    int
	named map[string]bool // the columns that the file has
	err   error
}

func (r *Replies) importRow(ctx context.Context, actor string, one *fileRow, dry bool, taken map[string]string) (string, Outcome, error) {
	next := Canned{
		ID: one.ID, Shortcut: one.Shortcut, Title: one.Title, Category: one.Category, Locale: one.Locale,
		Text: one.Text, Owner: one.Owner, Team: one.Team, Tags: one.Tags,
	}
	old, found := r.matching(&next)
	if found {
		next.ID, next.Version = old.ID, old.Version
		for _, column := range columns {
			if one.named[column] {
				continue
			}
			switch column {
			case "shortcut":
				next.Shortcut = old.Shortcut
			case "title":
				next.Title = old.Title
			case "category":
				next.Category = old.Category
			case "locale":
				next.Locale = old.Locale
			case "owner":
				next.Owner = old.Owner
			case "team":
				next.Team = old.Team
			case "tags":
				next.Tags = old.Tags
			case "text":
				next.Text = old.Text
			}
		}
		if next.sameContent(&old) {
			return old.ID, RowUnchanged, nil
		}
	}
	outcome := RowCreated
	if found {
		outcome = RowUpdated
	}
	if dry {
		if _, before := taken[next.Slot()]; before && next.ID == "" {
			outcome = RowUpdated // of what a row before would have made
		}
		return next.ID, outcome, r.tryRow(ctx, actor, &next, &old, found, taken)
	}
	put, err := r.Put(ctx, actor, next)
	return cmp.Or(put.ID, next.ID), outcome, err
}

// tryRow says what a write would say.
func (r *Replies) tryRow(ctx context.Context, actor string, next, old *Canned, found bool, taken map[string]string) error {
	check := *next
	check.ID = cmp.Or(check.ID, "new")
	if err := check.Validate(); err != nil {
		return err
	}
	if found {
		if err := r.may(ctx, actor, *old); err != nil {
			return err
		}
	}
	if err := r.may(ctx, actor, *next); err != nil {
		return err
	}
	slot := next.Slot()
	if slot == "" {
		return nil
	}
	if other, ok := taken[slot]; ok && next.ID != "" && other != next.ID {
		return &ShortcutError{Shortcut: next.Shortcut, Other: other}
	}
	if other, ok := r.bySlot(slot); ok && other.ID != next.ID {
		return &ShortcutError{Shortcut: next.Shortcut, Other: other.ID}
	}
	if _, ok := taken[slot]; !ok {
		taken[slot] = next.ID
	}
	return nil
}

// matching finds the reply that a row is about.
func (r *Replies) matching(c *Canned) (Canned, bool) {
	if c.ID == "" {
		return r.bySlot(c.Slot())
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	d := r.byID[c.ID]
	if d == nil {
		return Canned{}, false
	}
	return d.clone(), true
}

func (r *Replies) bySlot(slot string) (Canned, bool) {
	if slot == "" {
		return Canned{}, false
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	key, _, _ := strings.Cut(slot, " ")
	for at := r.firstShortcut(key); at < len(r.shortcuts) && r.shortcuts[at].key == key; at++ {
		if d := r.shortcuts[at].doc; d.Slot() == slot {
			return d.clone(), true
		}
	}
	return Canned{}, false
}

func readJSON(from io.Reader, limit int) ([]fileRow, error) {
	d := json.NewDecoder(from)
	if start, err := d.Token(); err != nil || start != json.Delim('[') {
		return nil, fmt.Errorf("%w: the file is not a JSON list", ErrInvalid)
	}
	var rows []fileRow
	for d.More() {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return nil, fmt.Errorf("%w: element %d is not JSON", ErrInvalid, len(rows)+1)
		}
		if len(rows) == limit {
			return nil, &FieldError{"file", "has too many rows"}
		}
		one := fileRow{at: len(rows) + 1, named: map[string]bool{}}
		var names map[string]json.RawMessage
		strict := json.NewDecoder(bytes.NewReader(raw))
		strict.DisallowUnknownFields()
		if err := errors.Join(strict.Decode(&one.row), json.Unmarshal(raw, &names)); err != nil {
			one.err = &FieldError{"element", "has an unknown field or one of the wrong type"}
		}
		for name := range names {
			one.named[strings.ToLower(name)] = true
		}
		rows = append(rows, one)
	}
	if _, err := d.Token(); err != nil {
		return nil, fmt.Errorf("%w: the file ends within the list", ErrInvalid)
	}
	return rows, nil
}

func readCSV(from io.Reader, limit int) ([]fileRow, error) {
	data, err := io.ReadAll(from)
	if err != nil {
		return nil, err
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		return nil, &FieldError{"file", "is not UTF-8"}
	}
	first, _, _ := bytes.Cut(data, []byte("\n"))
	d := csv.NewReader(bytes.NewReader(data))
	d.FieldsPerRecord = -1
	for _, comma := range []byte{';', '\t'} {
		if bytes.Count(first, []byte{comma}) > bytes.Count(first, []byte{byte(d.Comma)}) {
			d.Comma = rune(comma)
		}
	}
	head, err := d.Read()
	if err != nil {
		return nil, fmt.Errorf("%w: the file has no row of names", ErrInvalid)
	}
	places := map[string]int{}
	for i, name := range head {
		name = strings.ToLower(strings.TrimSpace(name))
		name = cmp.Or(columnNames[name], name)
		if !slices.Contains(columns[:], name) {
			return nil, &FieldError{fmt.Sprintf("column %d", i+1), "has an unknown name"}
		}
		if _, twice := places[name]; twice {
			return nil, &FieldError{fmt.Sprintf("column %d", i+1), "has the name of another one"}
		}
		places[name] = i
	}
	if _, ok := places["text"]; !ok {
		return nil, &FieldError{"file", "has no column of texts"}
	}
	var rows []fileRow
	for {
		cells, err := d.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			fault, _ := errors.AsType[*csv.ParseError](err)
			if fault == nil {
				return nil, err
			}
			return nil, &FieldError{fmt.Sprintf("line %d", fault.Line), "is not CSV"}
		}
		if len(rows) == limit {
			return nil, &FieldError{"file", "has too many rows"}
		}
		line, _ := d.FieldPos(0)
		one := fileRow{at: line, named: map[string]bool{}}
		if len(cells) != len(head) {
			one.err = &FieldError{"row", "has another number of columns than the row of names"}
		}
		for name, i := range places {
			one.named[name] = true
			if i >= len(cells) {
				continue
			}
			if cell := one.cell(name); cell != nil {
				*cell = unguarded(cells[i])
			} else {
				one.Tags = splitTags(unguarded(cells[i]))
			}
		}
		rows = append(rows, one)
	}
}
