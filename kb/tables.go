package kb

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kefu-go/kefu/internal/text"
)

// MaxFacts is how many facts a row may have.
const MaxFacts = 200

// Table is a table of parameters: a row for each subject (a model, a plan, a
// branch office), a column for each thing that people ask about it.
// [Table.Entries] makes entries of it.
type Table struct {
	// ID names the table, and begins the ids of its entries. Required.
	ID string
	// Title says what the subjects are: "Vacuum cleaners".
	Title string
	// Locale, Base and Category are those of the entries.
	Locale, Base, Category string
	// Key is the name of the column that holds the subjects. Default: the first
	// column of a file; see [ReadTable].
	Key string
	// Columns are what is known of the subjects, without the key.
	Columns []Column
	// Rows are the subjects, in the order of the table.
	Rows []Subject
}

// Column is one column of a [Table].
type Column struct {
	// Name is what the column is called: "Weight".
	Name string
	// Wordings are further ways to ask for the column: "how fast". The usual ones
	// of usual columns (weight, size, price, battery, colour, warranty ...) are
	// known without, in English and Chinese.
	Wordings []string
	// Unit stands behind each cell that is a number.
	Unit string
}

// Subject is one row of a [Table].
type Subject struct {
	// Name is what people call it first: "X200". Required.
	Name string
	// Aliases are its other names.
	Aliases []string
	// Cells are in the order of the table's columns. An empty cell, and one that
	// is missing at the end, is not known.
	Cells []string
	// Line is the place of the row in its source. Default: its place in the table,
	// counted from 1.
	Line int
}

// Entries returns one entry of kind [TableRow] for each row. The ids depend on the
// table's ID and the subject only, so that the entries of a changed table replace
// the old ones. The error joins all faults, each as a [*RowError] that names the row
// and the column, or as a [*FieldError] of the table itself; then there are no
// entries.
func (t *Table) Entries() ([]Entry, error) {
	faults := t.faults()
	entries := make([]Entry, 0, len(t.Rows))
	seen := map[string]int{}
	for i := range t.Rows {
		row, line := &t.Rows[i], t.line(i)
		if len(row.Cells) > len(t.Columns) {
			faults = append(faults, &RowError{Line: line, Column: "row", Reason: "has more cells than the table has columns"})
			continue
		}
		e := t.entry(row)
		for j := -1; j < len(e.Phrasings); j++ {
			key := text.Key(e.wording(j))
			if before, known := seen[key]; known && key != "" && before != line {
				faults = append(faults, &RowError{Line: line, Column: t.key(), Reason: "has a name of line " + strconv.Itoa(before)})
			}
			seen[key] = line
		}
		if err := e.Validate(); err != nil {
			faults = append(faults, t.fault(line, err))
			continue
		}
		entries = append(entries, e)
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return entries, nil
}

// faults are those of the table itself.
func (t *Table) faults() (faults []error) {
	if t.ID == "" || len(t.ID) > MaxID-idHash-1 || !utf8.ValidString(t.ID) || strings.ContainsRune(t.ID, 0) {
		faults = append(faults, &FieldError{Field: "id", Reason: "is not a text of 1 to " + strconv.Itoa(MaxID-idHash-1) + " bytes"})
	}
	if len(t.Columns) > MaxFacts {
		faults = append(faults, &FieldError{Field: "columns", Reason: "are more than " + strconv.Itoa(MaxFacts)})
	}
	names := []string{text.Key(t.Key)}
	for i, c := range t.Columns {
		switch key := text.Key(c.Name); {
		case key == "":
			faults = append(faults, &FieldError{Field: "columns[" + strconv.Itoa(i) + "].name", Reason: "is empty"})
		case slices.Contains(names, key):
			faults = append(faults, &FieldError{Field: "columns[" + strconv.Itoa(i) + "].name", Reason: "is repeated"})
		default:
			names = append(names, key)
		}
	}
	return faults
}

func (t *Table) key() string {
	if t.Key == "" {
		return "subject"
	}
	return t.Key
}

func (t *Table) line(i int) int {
	if line := t.Rows[i].Line; line > 0 {
		return line
	}
	return i + 1
}

// fault tells a fault of an entry by the row and column that it came from.
func (t *Table) fault(line int, err error) error {
	field := (*FieldError)(nil)
	if !errors.As(err, &field) {
		return err
	}
	column := field.Field
	var at int
	if rest, ok := strings.CutPrefix(column, "facts["); ok {
		at, _ = strconv.Atoi(rest[:strings.IndexByte(rest, ']')])
		column = ""
		for _, c := range t.Columns { // facts are the cells that are not empty
			if strings.TrimSpace(t.cell(line, c.Name)) != "" {
				if at == 0 {
					column = c.Name
					break
				}
				at--
			}
		}
	} else if column == "question" || strings.HasPrefix(column, "phrasings") {
		column = t.key()
	}
	return &RowError{Line: line, Column: column, Reason: field.Reason}
}

// cell returns the cell of a column in the row of a line.
func (t *Table) cell(line int, column string) string {
	for i := range t.Rows {
		if t.line(i) != line {
			continue
		}
		at := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == column })
		if at >= 0 && at < len(t.Rows[i].Cells) {
			return t.Rows[i].Cells[at]
		}
	}
	return ""
}

func (t *Table) entry(row *Subject) Entry {
	name := strings.TrimSpace(row.Name)
	e := Entry{
		ID: t.ID + "/" + shortHash(text.Key(name))[:idHash], Question: name, Kind: TableRow, Mode: Contains,
		Locale: t.Locale, Base: t.Base, Category: t.Category,
		Origin: &Origin{Document: t.ID, Title: t.Title, Path: []string{t.key(), name}},
	}
	for _, alias := range row.Aliases {
		if alias = strings.TrimSpace(alias); alias != "" && alias != name {
			e.Phrasings = append(e.Phrasings, alias)
		}
	}
	chinese := isChinese(t.Locale) || t.Locale == "" && strings.ContainsFunc(t.summaryNames(), isHan)
	var summary strings.Builder
	summary.WriteString(name)
	for i, cell := range row.Cells {
		cell = strings.TrimSpace(cell)
		if cell == "" {
			continue
		}
		c := t.Columns[i]
		value := withUnit(cell, c.Unit)
		e.Facts = append(e.Facts, Fact{Names: append([]string{c.Name}, c.Wordings...), Value: value})
		colon := ": "
		if chinese {
			colon = "："
		}
		summary.WriteString("\n" + c.Name + colon + value)
	}
	e.Answer = TextAnswer(summary.String())
	return e
}

func (t *Table) summaryNames() string {
	var all strings.Builder
	for _, c := range t.Columns {
		all.WriteString(c.Name)
	}
	return all.String()
}

// idHash is the length of the hash in the ids of rows and passages.
const idHash = 16

// withUnit puts the unit to a cell that is a number or begins with one and has no
// letters: "1.2", "10-12", "40 × 30".
func withUnit(cell, unit string) string {
	if unit == "" || !strings.ContainsFunc(cell, unicode.IsDigit) || strings.ContainsFunc(cell, unicode.IsLetter) && !onlyTimes(cell) ||
		strings.HasSuffix(cell, unit) || strings.HasPrefix(cell, unit) {
		return cell
	}
	first, _ := utf8.DecodeRuneInString(unit)
	switch {
	case unicode.Is(unicode.Sc, first):
		return unit + cell
	case isHan(first), first == '%', first == '°':
		return cell + unit
	}
	return cell + " " + unit
}

// onlyTimes reports whether the only letter of a cell is the x of "40 x 30".
func onlyTimes(cell string) bool {
	return !strings.ContainsFunc(cell, func(r rune) bool { return unicode.IsLetter(r) && r != 'x' && r != 'X' })
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

func isChinese(locale string) bool {
	lang, _, _ := strings.Cut(locale, "-")
	return strings.EqualFold(lang, "zh")
}
