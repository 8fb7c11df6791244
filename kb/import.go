package kb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"

	"github.com/kefu-go/kefu/internal/text"
)

// ImportOptions are the choices of [Library.Import].
type ImportOptions struct {
	// Format of the input. Default: JSONL.
	Format Format
	// AllOrNothing writes nothing if any row is faulty, and everything as one
	// revision otherwise: customers see all of it at once. All entries are then held
	// in memory until the end. Otherwise the good rows are written, some hundred at
	// a time. Default: false.
	AllOrNothing bool
	// OnConflict says what becomes of a row whose entry the library has already,
	// with another content. Default: ReplaceExisting.
	OnConflict ImportConflict
	// DryRun reports what would happen and writes nothing. Default: false.
	DryRun bool
	// Actor is who imports: the editor of the entries. If it is set, he needs
	// [MayImport] for each entry as it is and as it would be; the rows for which he
	// does not have it are faulty. Default: the row's editor, and nobody is asked.
	Actor string
	// Reason says why; it becomes part of the history of the entries. Default: that
	// of the row.
	Reason string
	// OnCommit is called with the rows of each batch as soon as they are stored
	// for good. Default: nobody is told.
	OnCommit func(rows []RowResult)
	// OnRow is called with the fate of each row, in the order of the input, once it
	// is known. The report has no Rows then, so that a file of any size takes the
	// memory of one batch. Default: the report has all rows.
	OnRow func(row RowResult)
	// OnProgress is called after each batch with the counts up to there.
	// Default: nobody is told.
	OnProgress func(ImportReport)
}

// ImportConflict says what becomes of a row whose entry exists.
type ImportConflict string

// What becomes of a row whose entry exists with another content.
const (
	ReplaceExisting ImportConflict = "replace" // the row becomes the entry; the empty value is the same
	KeepExisting    ImportConflict = "keep"    // the entry stays, the row is Unchanged
	RefuseExisting  ImportConflict = "refuse"  // the entry stays, the row is Failed
)

// RowAction says what an import did with a row.
type RowAction string

// What an import does with a row.
const (
	Added     RowAction = "added"
	Updated   RowAction = "updated"
	Unchanged RowAction = "unchanged" // the library had it already, or KeepExisting
	Failed    RowAction = "failed"
	NotStored RowAction = "not stored" // the row is good, but the import ended before
)

// RowResult is the fate of one row.
type RowResult struct {
	// Line is where the row begins, counted from 1.
	Line int
	// ID is that of the entry; empty of a failed row.
	ID string
	// Action is what was done with the row.
	Action RowAction
	// Err says what is wrong with a failed row.
	Err *RowError
}

// ImportReport is the outcome of an import.
type ImportReport struct {
	// Added, Updated, Unchanged and Failed count the rows by what was done with them.
	Added, Updated, Unchanged, Failed int
	// Rows has every row in the order of the input, unless OnRow takes them.
	Rows []RowResult
}

// ErrImport is returned by an import with AllOrNothing that wrote nothing
// because of faulty rows; the report names them. It is [ErrInvalid].
var ErrImport error = &FieldError{Field: "import", Reason: "has faulty rows"}

const importBatch = 500

// Import reads entries and puts them into the library. A row is the same entry as
// one in the library if it has its id or, without an id, its question, locale and
// base: importing a file twice changes nothing the second time. Two rows of the
// same entry are a fault of the second one. Faulty rows are in the report; the
// error tells that reading or writing failed, or that the context is done, and then
// the report holds what was done until then.
func (l *Library) Import(ctx context.Context, r io.Reader, opts ImportOptions) (ImportReport, error) {
	if opts.Format == "" {
		opts.Format = JSONL
	}
	return l.importRows(ctx, ReadRows(r, opts.Format), opts, true)
}

// ImportRows is Import of rows from anywhere: a sheet, a database. An error that is
// a [*RowError] is a faulty row, any other one ends the import. Entries are
// checked by [Entry.Validate].
func (l *Library) ImportRows(ctx context.Context, rows iter.Seq2[Row, error], opts ImportOptions) (ImportReport, error) {
	return l.importRows(ctx, rows, opts, false)
}

func (l *Library) importRows(ctx context.Context, rows iter.Seq2[Row, error], opts ImportOptions, valid bool) (ImportReport, error) {
	switch opts.OnConflict {
	case "", ReplaceExisting, KeepExisting, RefuseExisting:
	default:
		return ImportReport{}, &FieldError{Field: "on_conflict", Reason: `is none of "replace", "keep", "refuse"`}
	}
	if err := l.Refresh(ctx); err != nil {
		return ImportReport{}, err
	}
	if opts.Actor != "" {
		if err := l.may(ctx, opts.Actor, MayImport, nil, nil); err != nil {
			return ImportReport{}, err
		}
	}
	in := importer{library: l, opts: opts, ids: map[string]int{}, questions: map[rowQuestion]int{}}
	err := in.read(ctx, rows, valid)
	switch {
	case err != nil:
	case opts.AllOrNothing && in.report.Failed > 0:
		err = ErrImport
	default:
		err = in.commit(ctx)
		if err == nil && opts.AllOrNothing && in.report.Failed > 0 { // refused in the last moment
			err = ErrImport
		}
	}
	return in.report, errors.Join(err, in.tell())
}

type importer struct {
	library   *Library
	opts      ImportOptions
	report    ImportReport
	ids       map[string]int      // lines by id
	questions map[rowQuestion]int // lines
	batch     []pendingRow
	rows      []RowResult // that nobody was told of yet
}

// rowQuestion is what makes a row without id the same entry as another one.
type rowQuestion struct{ key, locale, base string }

// pendingRow is an entry to be written.
type pendingRow struct {
	entry Entry
	at    int // in importer.rows
}

func (in *importer) read(ctx context.Context, rows iter.Seq2[Row, error], valid bool) error {
	for row, err := range rows {
		if fault := (*RowError)(nil); errors.As(err, &fault) {
			in.fail(fault)
		} else if err != nil {
			return err
		} else if fault := in.take(ctx, row, valid); fault != nil {
			in.fail(fault)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if len(in.rows) >= importBatch && !in.opts.AllOrNothing {
			if err := in.commit(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

func (in *importer) fail(fault *RowError) {
	in.report.Failed++
	in.rows = append(in.rows, RowResult{Line: fault.Line, Action: Failed, Err: fault})
}

// take decides what becomes of a good row.
func (in *importer) take(ctx context.Context, row Row, valid bool) *RowError {
	e := row.Entry
	if !valid {
		if err := e.Validate(); err != nil {
			return rowError(row.Line, err)
		}
	}
	question := rowQuestion{text.Key(e.Question), e.Locale, e.Base}
	column := "id"
	line, repeated := 0, false
	if e.ID == "" {
		column = "question"
		if line, repeated = in.questions[question]; !repeated {
			e.ID = in.library.index.sameQuestion(e.Question, e.Locale, e.Base)
			line, repeated = in.ids[e.ID]
		}
	} else {
		line, repeated = in.ids[e.ID]
	}
	if repeated {
		return &RowError{Line: row.Line, Column: column, Reason: "repeats line " + strconv.Itoa(line)}
	}
	if e.ID == "" {
		e.ID = in.library.opts.NewID()
	}
	in.questions[question] = row.Line
	in.ids[e.ID] = row.Line
	result := RowResult{Line: row.Line, ID: e.ID}
	action, fault := in.decide(ctx, row.Line, &e)
	if fault != nil {
		return fault
	}
	if action == Unchanged {
		result.Action = Unchanged
		in.report.Unchanged++
	} else {
		result.Action = NotStored
		if in.opts.DryRun {
			e = Entry{ID: e.ID, Version: e.Version}
		} else {
			e.Updated = in.library.now()
		}
		in.batch = append(in.batch, pendingRow{entry: e, at: len(in.rows)})
	}
	in.rows = append(in.rows, result)
	return nil
}

// decide compares a row with the library and sets what the row is written on.
func (in *importer) decide(ctx context.Context, line int, e *Entry) (RowAction, *RowError) {
	old := in.library.index.peek(e.ID)
	if in.opts.Actor != "" {
		e.Editor = in.opts.Actor
		if in.library.may(ctx, in.opts.Actor, MayImport, old, e) != nil {
			return Failed, &RowError{Line: line, Column: "row", Reason: "is of an entry that the importer may not change"}
		}
	}
	if in.opts.Reason != "" {
		e.Reason = in.opts.Reason
	}
	e.Version = 0
	if old == nil {
		return Added, nil
	}
	e.Version = old.Version
	switch {
	case in.opts.OnConflict == KeepExisting || e.sameContent(old):
		return Unchanged, nil
	case in.opts.OnConflict == RefuseExisting:
		return Failed, &RowError{Line: line, Column: "id", Reason: "exists already"}
	}
	return Updated, nil
}

// commit writes the batch and tells of its rows.
func (in *importer) commit(ctx context.Context) error {
	for attempt := 1; ; attempt++ {
		err := in.write(ctx)
		if err == nil {
			break
		}
		if !errors.Is(err, ErrConflict) || attempt == putAttempts {
			return err
		}
		// Somebody else wrote some of these entries: look again.
		if err := in.library.Refresh(ctx); err != nil {
			return err
		}
		var left []pendingRow
		for _, p := range in.batch {
			row := &in.rows[p.at]
			switch action, fault := in.decide(ctx, row.Line, &p.entry); {
			case fault != nil:
				in.report.Failed++
				row.Action, row.Err = Failed, fault
			case action == Unchanged:
				in.report.Unchanged++
				row.Action = Unchanged
			default:
				left = append(left, p)
			}
		}
		in.batch = left
		if in.opts.AllOrNothing && in.report.Failed > 0 {
			in.batch = nil
		}
	}
	done := make([]RowResult, 0, len(in.batch))
	for _, p := range in.batch {
		row := &in.rows[p.at]
		if p.entry.Version == 0 {
			row.Action = Added
			in.report.Added++
		} else {
			row.Action = Updated
			in.report.Updated++
		}
		done = append(done, *row)
	}
	in.batch = in.batch[:0]
	if in.opts.OnCommit != nil && !in.opts.DryRun && len(done) > 0 {
		if err := contained(func() { in.opts.OnCommit(done) }); err != nil {
			return err
		}
	}
	return in.tell()
}

func (in *importer) write(ctx context.Context) error {
	if in.opts.DryRun || len(in.batch) == 0 {
		return nil
	}
	put := make([]Entry, len(in.batch))
	for i, p := range in.batch {
		put[i] = p.entry
	}
	_, err := in.library.write(ctx, put, nil)
	return err
}

// tell reports the rows whose fate is known.
func (in *importer) tell() error {
	if len(in.rows) == 0 {
		return nil
	}
	rows := in.rows
	in.rows = in.rows[:0]
	if in.opts.OnRow == nil {
		in.report.Rows = append(in.report.Rows, rows...)
	}
	return contained(func() {
		if in.opts.OnRow != nil {
			for _, row := range rows {
				in.opts.OnRow(row)
			}
		}
		if in.opts.OnProgress != nil {
			in.opts.OnProgress(ImportReport{Added: in.report.Added, Updated: in.report.Updated, Unchanged: in.report.Unchanged, Failed: in.report.Failed})
		}
	})
}

// contained turns a panic of a host's function into an error.
func contained(run func()) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("kb: panic in a function of the host: of type %T", p) // its text may be the customer's
		}
	}()
	run()
	return nil
}
